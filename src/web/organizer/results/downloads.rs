//! Tables as XLSX: the works for the office, the score table and the results for organizers.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::contests::store as contests;
use crate::db::Conn;
use crate::documents::sheets::{Cell, Sheet, workbook};
use crate::entries::entry::{Author, Entry, EntryState};
use crate::entries::store as entries;
use crate::files::names::content_disposition;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{CategoryId, EntryId};
use crate::kernel::points::Points;
use crate::policy::Action;
use crate::results::load::{self, Standing, Standings};
use crate::results::ops;
use crate::results::prizes::{PrizeRow, propose_prizes};
use crate::results::snapshot::Snapshot;
use crate::results::store;
use crate::web::errors::WebResult;
use crate::web::scoring;
use crate::web::visit::Visit;

async fn send(
    v: &Visit,
    name: &str,
    make: impl FnOnce(&mut Conn) -> OpResult<Vec<Sheet>> + Send + 'static,
) -> WebResult<HttpResponse> {
    let bytes = v.read(move |c| workbook(&make(c)?).map_err(OpError::internal)).await?;
    let code = v.contest()?.short_code.clone();
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
        .insert_header((header::CONTENT_DISPOSITION, content_disposition(&format!("{code}-{name}.xlsx"), false)))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes))
}

/// Every work that was handed in, with its authors: for the office.
pub async fn works(v: Visit) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    v.require(&Action::Office(contest.id))?;
    let v2 = v.clone();
    send(&v, "tac-pham", move |c| {
        let v = v2;
        let mut all: Vec<Entry> = Vec::new();
        for state in EntryState::ALL.iter().filter(|s| **s != EntryState::Draft) {
            all.extend(entries::in_state(c, contest.id, *state)?);
        }
        all.sort_by_key(|e| (e.submitted_at, e.id));
        let ids: Vec<EntryId> = all.iter().map(|e| e.id).collect();
        let mut authors: BTreeMap<EntryId, Vec<Author>> = BTreeMap::new();
        // In portions: a database takes only so many values in one statement.
        for part in ids.chunks(5000) {
            for a in entries::authors_of_all(c, part)? {
                authors.entry(a.entry_id).or_default().push(a);
            }
        }
        let categories: BTreeMap<CategoryId, String> = contests::categories(c, contest.id)?
            .into_iter()
            .map(|x| (x.id, scoring::name(v.lang, &x.name, &x.name_en).to_owned()))
            .collect();
        // Blind codes stand beside names only once the contest is unblinded.
        let unblinded = store::unblinding(c, contest.id)?.is_some();
        let row = |e: &Entry| {
            let people = authors.get(&e.id).map(Vec::as_slice).unwrap_or_default();
            let names: Vec<&str> = people.iter().map(|a| a.name.as_str()).collect();
            let phones: BTreeSet<&str> = people.iter().map(|a| a.phone.as_str()).filter(|p| !p.is_empty()).collect();
            let mut row = vec![
                Cell::from(e.receipt_code.clone()),
                e.title.as_str().into(),
                e.category_id.and_then(|id| categories.get(&id)).map_or("", String::as_str).into(),
                names.join("; ").into(),
                e.pen_name.as_str().into(),
                e.group_name.as_str().into(),
                e.unit_name.as_str().into(),
                phones.into_iter().collect::<Vec<_>>().join("; ").into(),
                v.t(&format!("state-{}", e.state.word())).into(),
                e.submitted_at.map_or(Cell::Empty, |t| v.zone().date_time(t).into()),
                if e.late { v.t("late").into() } else { Cell::Empty },
                if e.on_behalf_by.is_some() { v.t("on-behalf").into() } else { Cell::Empty },
            ];
            if unblinded {
                row.push(e.blind_code.clone().into());
            }
            row
        };
        let rows = all.iter().map(row).collect();
        let mut heads: Vec<String> = [
            "results-x-receipt",
            "results-work",
            "results-category",
            "results-x-authors",
            "results-x-pen-name",
            "results-x-group",
            "results-unit",
            "results-x-phone",
            "results-state",
            "results-x-submitted",
            "late",
            "on-behalf",
        ]
        .iter()
        .map(|k| v.t(k))
        .collect();
        if unblinded {
            heads.push(v.t("results-code"));
        }
        Ok(vec![Sheet { name: v.t("results-x-works"), title: contest.title.clone(), heads, rows }])
    })
    .await
}

/// Every mark of every round, under blind codes.
pub async fn scores(v: Visit) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    v.require(&Action::Organize(contest.id))?;
    let v2 = v.clone();
    send(&v, "bang-diem", move |c| {
        let v = v2;
        let board = load::board(c, &contest)?;
        let mut sheets = Vec::new();
        // Who judges as well sees no marks before the round has closed.
        let open = |r: &&Standings| v.may(&Action::SeeMarks { round: &r.round });
        for round in board.rounds.iter().rev().filter(open) {
            for s in round.categories.iter().filter(|s| !s.works.is_empty()) {
                sheets.push(score_sheet(&v, &board, round, s));
            }
        }
        if sheets.is_empty() {
            sheets.push(Sheet { name: String::new(), title: v.t("results-none-ranked"), heads: vec![], rows: vec![] });
        }
        Ok(sheets)
    })
    .await
}

fn score_sheet(v: &Visit, board: &load::Board, round: &Standings, s: &Standing) -> Sheet {
    let judges: BTreeSet<_> = s.works.iter().flat_map(|w| &w.sheets).map(|x| x.judge).collect();
    let name = scoring::name(v.lang, &s.category.name, &s.category.name_en);
    let mut heads = vec![v.t("results-rank"), v.t("results-code")];
    for (i, _) in judges.iter().enumerate() {
        for c in &s.criteria {
            heads.push(format!("GK{}: {}", i + 1, scoring::name(v.lang, &c.name, &c.name_en)));
        }
        heads.push(format!("GK{}", i + 1));
    }
    heads.extend([v.t("results-sum"), v.t("results-score"), v.t("results-how")]);
    let criteria: Vec<String> =
        s.criteria.iter().map(|c| scoring::name(v.lang, &c.name, &c.name_en).to_owned()).collect();
    let mut lines: Vec<(usize, &str, Vec<Cell>)> = Vec::new();
    for w in &s.works {
        let ranked = s.rows().iter().find(|r| r.entry == w.entry);
        let code = board.code(w.entry);
        let mut row = vec![ranked.map_or(Cell::Empty, |r| r.rank.into()), code.into()];
        for j in &judges {
            let sheet = w.sheets.iter().find(|x| x.judge == *j);
            for i in 0..s.criteria.len() {
                row.push(sheet.and_then(|x| x.criteria.get(i)).map_or(Cell::Empty, |p| (*p).into()));
            }
            row.push(sheet.map_or(Cell::Empty, |x| x.total.into()));
        }
        row.push(w.sheets.iter().map(|x| x.total).sum::<Points>().into());
        row.push(ranked.map_or(Cell::Empty, |r| r.score.into()));
        row.push(match ranked {
            Some(r) => r.split_by.map_or(Cell::Empty, |t| scoring::split_rule(v, t, &criteria).into()),
            None => v.t("results-incomplete").into(),
        });
        lines.push((ranked.map_or(usize::MAX, |r| r.rank), code, row));
    }
    lines.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    Sheet {
        name: format!("{} {}", s.category.code, round.round.name),
        title: format!("{name} – {}", round.round.name),
        heads,
        rows: lines.into_iter().map(|(_, _, row)| row).collect(),
    }
}

/// The prizes, with names once the contest is unblinded, and the order that they were drawn from.
pub async fn results(v: Visit) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    v.require(&Action::Organize(contest.id))?;
    let v2 = v.clone();
    send(&v, "ket-qua", move |c| {
        let v = v2;
        let unblinded = store::unblinding(c, contest.id)?.is_some();
        // Once published, what is in force; until then what would be published now.
        let now = match store::published(c, contest.id)? {
            Some(p) => serde_json::from_str::<Snapshot>(&p.content)?,
            None => ops::draft(c, &contest, 0, "", v.now)?,
        };
        let open = contests::rounds(c, contest.id)?.iter().all(|round| v.may(&Action::SeeMarks { round }));
        let mut rows = Vec::new();
        for p in &now.prizes {
            for w in &p.winners {
                let known = |s: String| if unblinded || w.category.is_empty() { Cell::from(s) } else { Cell::Empty };
                rows.push(vec![
                    Cell::from(p.group.as_str()),
                    p.level.as_str().into(),
                    p.money.into(),
                    w.blind_code.as_str().into(),
                    w.category.as_str().into(),
                    known(w.title.clone()),
                    known(w.authors.join("; ")),
                    known(w.unit.clone()),
                    w.reason.as_str().into(),
                ]);
            }
        }
        let heads = [
            "results-x-kind",
            "results-level",
            "results-x-money",
            "results-code",
            "results-category",
            "results-work",
            "results-x-authors",
            "results-unit",
            "results-reason",
        ];
        let mut sheets = vec![Sheet {
            name: v.t("results-prizes"),
            title: contest.title.clone(),
            heads: heads.iter().map(|k| v.t(k)).collect(),
            rows,
        }];
        for group in now.groups().into_iter().filter(|_| open) {
            let Some(order) = now.order(group) else { continue };
            let suggested = propose_prizes(&order.rows, &now.levels(group));
            let level = |code: &str| {
                let place = suggested.awards.iter().find(|a| a.entry == code)?.level;
                now.prizes.get(place).map(|p| p.level.clone())
            };
            let line = |r: &PrizeRow<&str, &str>| {
                vec![Cell::from(r.place), r.entry.into(), r.score.into(), level(r.entry).into()]
            };
            let heads = ["results-place", "results-code", "results-score", "results-suggested"];
            sheets.push(Sheet {
                name: group.to_owned(),
                title: v.say(&msg!("results-order-of", group = group)),
                heads: heads.iter().map(|k| v.t(k)).collect(),
                rows: order.rows.iter().map(line).collect(),
            });
        }
        Ok(sheets)
    })
    .await
}
