//! Unblinding, and publishing by two people: one proposes a snapshot, another puts it in force.

use std::collections::{BTreeMap, BTreeSet};

use super::{contest_of, need_reason, proposal};
use crate::audit::{Subject, canonical, record};
use crate::contests::contest::{Contest, Phase, Prize, RoundState};
use crate::contests::store as contests;
use crate::db::{Conn, Tx};
use crate::entries::entry::AuthorKind;
use crate::entries::ops::tell_author;
use crate::entries::store as entries;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{ContestId, EntryId, digest, hex, public_code};
use crate::kernel::time::Timestamp;
use crate::messages::outbox::{Letter, LetterKind};
use crate::policy::{Action, may};
use crate::results::award::{Publication, PublicationState};
use crate::results::load::{self, Board, Standing, Standings};
use crate::results::snapshot::{
    CategoryTable, ContestFacts, CriterionFacts, FORMAT, IncompleteFacts, PrizeFacts, RoundTable, RowFacts, SheetFacts,
    Snapshot, Winner,
};
use crate::results::store::{self, Contender};

/// Join names to codes, once and for all.
#[derive(Clone, Copy, Debug)]
pub struct Unblind {
    pub contest: ContestId,
}

/// Propose what stands now as the next version. The reason is needed when a version is in force.
#[derive(Clone, Debug)]
pub struct Propose {
    pub contest: ContestId,
    pub reason: String,
}

/// Put a proposed version in force.
#[derive(Clone, Copy, Debug)]
pub struct Approve {
    pub contest: ContestId,
    pub number: i64,
}

/// Let a proposal fall.
#[derive(Clone, Copy, Debug)]
pub struct Drop {
    pub contest: ContestId,
    pub number: i64,
}

/// Unblinds the contest: one act, logged, in the deliberation phase.
///
/// # Errors
/// Refusal; the rounds are not closed; it was done before.
pub fn unblind(tx: &mut Tx, cx: &Cx, cmd: &Unblind) -> OpResult<()> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    if contests::rounds(tx, contest.id)?.iter().any(|r| r.state == RoundState::Open) {
        return Err(OpError::Conflict(msg!("results-round-still-open")));
    }
    if store::unblinding(tx, contest.id)?.is_some() {
        return Err(OpError::Conflict(msg!("results-unblinded-before")));
    }
    store::add_unblinding(tx, cx, contest.id)?;
    record("results.unblinded", Subject("contest", contest.id.0)).contest(contest.id).write(tx, cx)?;
    Ok(())
}

/// Builds the next snapshot from what stands now, gives public codes to works that have none, and stores it as proposed.
///
/// # Errors
/// Refusal; not unblinded yet; a proposal is waiting; no reason for a correction, or for what departs from the order; what
/// [`draft`] refuses.
pub fn propose(tx: &mut Tx, cx: &Cx, cmd: &Propose) -> OpResult<Publication> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    if store::unblinding(tx, contest.id)?.is_none() {
        return Err(OpError::Conflict(msg!("results-not-unblinded")));
    }
    let before = store::publications(tx, contest.id)?;
    if before.iter().any(|p| p.state == PublicationState::Proposed) {
        return Err(OpError::Conflict(msg!("results-proposal-waits")));
    }
    let reason = cmd.reason.trim();
    let corrects = before.iter().any(|p| p.state == PublicationState::Published);
    if corrects {
        need_reason(reason)?;
    }
    give_public_codes(tx, contest.id)?;
    let number = before.iter().map(|p| p.number).max().unwrap_or(0) + 1;
    let reason = if corrects { reason } else { "" };
    let snapshot = draft(tx, &contest, number, reason, cx.now)?;
    all_explained(tx, &contest)?;
    let content = canonical(&serde_json::to_value(&snapshot)?);
    let sha256 = digest(content.as_bytes());
    let id = store::add_publication(tx, cx, contest.id, number, &content, &sha256, reason)?;
    let mut event = record("results.proposed", Subject("publication", id.0))
        .contest(contest.id)
        .fact("number", number)
        .fact("sha256", hex(&sha256));
    if !reason.is_empty() {
        event = event.note("reason", reason);
    }
    event.write(tx, cx)?;
    store::publication(tx, contest.id, number)?.ok_or(OpError::NotFound)
}

/// Another organizer puts the proposal in force: the version before is superseded, the contest is published, entrants are told.
///
/// # Errors
/// Refusal (the proposer may not); it waits no longer; what it was made from has changed since.
pub fn approve(tx: &mut Tx, cx: &Cx, cmd: &Approve) -> OpResult<Publication> {
    let contest = contest_of(tx, cmd.contest)?;
    let proposal = store::publication(tx, contest.id, cmd.number)?.ok_or(OpError::NotFound)?;
    may(&cx.actor, &Action::ApproveResults { contest: &contest, proposer: proposal.proposed_by })?;
    if proposal.state != PublicationState::Proposed {
        return Err(OpError::Conflict(msg!("results-not-waiting")));
    }
    let again = draft(tx, &contest, proposal.number, &proposal.reason, proposal.proposed_at)?;
    if canonical(&serde_json::to_value(&again)?) != proposal.content
        || digest(proposal.content.as_bytes()) != proposal.sha256
    {
        return Err(OpError::Conflict(msg!("results-changed-since")));
    }
    let former = store::published(tx, contest.id)?;
    if let Some(f) = &former {
        store::set_publication_state(tx, f.id, PublicationState::Superseded)?;
    }
    store::put_in_force(tx, cx, proposal.id)?;
    record("results.published", Subject("publication", proposal.id.0))
        .contest(contest.id)
        .fact("number", proposal.number)
        .fact("sha256", hex(&proposal.sha256))
        .fact("superseded", former.as_ref().map(|f| f.id.0))
        .write(tx, cx)?;
    if contest.phase < Phase::Published {
        store::set_phase(tx, contest.id, Phase::Published)?;
        record("contest.phase", Subject("contest", contest.id.0))
            .contest(contest.id)
            .fact("from", contest.phase.word())
            .fact("to", Phase::Published.word())
            .write(tx, cx)?;
    }
    let former: Option<Snapshot> = former.map(|f| serde_json::from_str(&f.content)).transpose()?;
    tell_entrants(tx, cx, &contest, &again, former.as_ref())?;
    store::publication(tx, contest.id, proposal.number)?.ok_or(OpError::NotFound)
}

/// Lets a proposal fall; its number is not used again.
///
/// # Errors
/// Refusal; it waits no longer.
pub fn drop_proposal(tx: &mut Tx, cx: &Cx, cmd: &Drop) -> OpResult<()> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    let p = store::publication(tx, contest.id, cmd.number)?.ok_or(OpError::NotFound)?;
    if p.state != PublicationState::Proposed {
        return Err(OpError::Conflict(msg!("results-not-waiting")));
    }
    store::set_publication_state(tx, p.id, PublicationState::Dropped)?;
    record("results.proposal_dropped", Subject("publication", p.id.0))
        .contest(contest.id)
        .fact("number", p.number)
        .write(tx, cx)?;
    Ok(())
}

/// Every departure from the order or the table, whenever it came about, stands with its reason.
fn all_explained(tx: &mut Tx, contest: &Contest) -> OpResult<()> {
    let board = load::board(tx, contest)?;
    let prizes = contests::prizes(tx, contest.id)?;
    let held: Vec<_> = store::awards(tx, contest.id)?.into_iter().filter(|a| a.revoked_at.is_none()).collect();
    let vacancies = store::vacancies(tx, contest.id)?;
    let open: Vec<String> = proposal::groups(&board, &prizes)
        .iter()
        .filter(|g| !g.unexplained(&held, &vacancies).is_empty())
        .map(|g| g.group.name.clone())
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(OpError::Conflict(msg!("results-unexplained", groups = open.join(", "))))
}

fn give_public_codes(tx: &mut Tx, contest: ContestId) -> OpResult<()> {
    for w in store::contenders(tx, contest)?.iter().filter(|w| w.public_code.is_none()) {
        let mut code = public_code();
        while store::public_code_taken(tx, &code)? {
            code = public_code();
        }
        store::set_public_code(tx, w.id, &code)?;
    }
    Ok(())
}

/// One letter for each work at the first publication; at a correction for those whose prizes changed.
fn tell_entrants(tx: &mut Tx, cx: &Cx, contest: &Contest, now: &Snapshot, former: Option<&Snapshot>) -> OpResult<()> {
    let prizes = |s: &Snapshot| -> BTreeMap<String, String> {
        let of = |p: &PrizeFacts| {
            let level = p.level.clone();
            p.winners.iter().map(move |w| (w.public_code.clone(), level.clone())).collect::<Vec<_>>()
        };
        s.prizes.iter().flat_map(of).filter(|(code, _)| !code.is_empty()).collect()
    };
    let won = prizes(now);
    let before = former.map(prizes);
    for w in store::contenders(tx, contest.id)? {
        let code = w.public_code.clone().unwrap_or_default();
        let changed = before.as_ref().is_none_or(|b| b.get(&code) != won.get(&code));
        if changed {
            let letter =
                Letter::new(LetterKind::Results, Some(contest.id), format!("/cuoc-thi/{}/ket-qua", contest.short_code))
                    .with("contest", contest.title.as_str())
                    .with("title", w.title.as_str())
                    .with("prize", won.get(&code).map_or("none", String::as_str));
            tell_author(tx, cx, w.id, w.owner_id, w.on_behalf_by.is_some(), &letter)?;
        }
    }
    Ok(())
}

/// What would be published now: the same data give the same snapshot.
///
/// # Errors
/// A ranking that cannot be made; a prize in force of a work that is not accepted any more; a failing database.
pub fn draft(conn: &mut Conn, contest: &Contest, number: i64, reason: &str, made_at: Timestamp) -> OpResult<Snapshot> {
    let board = load::board(conn, contest)?;
    let broken = board.rounds.iter().flat_map(|r| &r.categories).find(|s| s.ranking.is_err());
    if let Some(s) = broken {
        return Err(OpError::Conflict(msg!("results-cannot-rank", category = s.category.name.as_str())));
    }
    let mut categories: Vec<CategoryTable> = Vec::new();
    for round in &board.rounds {
        for s in &round.categories {
            let table = round_table(&board, round, s);
            if let Some(c) = categories.iter_mut().find(|c| c.code == s.category.code) {
                c.rounds.push(table);
                continue;
            }
            let group = board.groups.iter().find(|g| g.id == s.category.group_id);
            categories.push(CategoryTable {
                code: s.category.code.clone(),
                name: s.category.name.clone(),
                name_en: s.category.name_en.clone(),
                group: group.map(|g| g.name.clone()).unwrap_or_default(),
                group_en: group.map(|g| g.name_en.clone()).unwrap_or_default(),
                rounds: vec![table],
            });
        }
    }
    let prizes = prize_facts(conn, contest, &board)?;
    Ok(Snapshot {
        format: FORMAT.into(),
        contest: ContestFacts {
            short_code: contest.short_code.clone(),
            title: contest.title.clone(),
            title_en: contest.title_en.clone(),
            theme: contest.theme.clone(),
        },
        number,
        reason: reason.to_owned(),
        made_at: made_at.rfc3339(),
        rules_number: contests::rules(conn, contest.id)?.map_or(0, |r| r.number),
        method: load::method(contest)?,
        tie_policy: contest.ties()?,
        prizes,
        categories,
    })
}

fn round_table(board: &Board, round: &Standings, s: &Standing) -> RoundTable {
    // Judges get numbers in the order of their accounts: the same for every sheet of the table, and no more than that.
    let judges: BTreeSet<_> = s.works.iter().flat_map(|w| &w.sheets).map(|sheet| sheet.judge).collect();
    let name = |judge| judges.iter().position(|j| *j == judge).map_or_else(|| "GK".into(), |i| format!("GK{}", i + 1));
    let rows = s.rows().iter().map(|row| {
        let sheets = s.works.iter().find(|w| w.entry == row.entry).map(|w| w.sheets.as_slice()).unwrap_or_default();
        RowFacts {
            code: board.code(row.entry).to_owned(),
            rank: row.rank,
            shared: row.shared,
            score: row.score,
            sum: sheets.iter().map(|sheet| sheet.total).sum(),
            split_by: row.split_by,
            vote: s.votes.get(&row.entry).copied(),
            sheets: sheets
                .iter()
                .map(|sheet| SheetFacts {
                    judge: name(sheet.judge),
                    total: sheet.total,
                    criteria: sheet.criteria.clone(),
                })
                .collect(),
        }
    });
    let mut rows: Vec<RowFacts> = rows.collect();
    // Within a rank by code, so that the order of the table tells nothing about when works came in.
    rows.sort_by(|a, b| (a.rank, &a.code).cmp(&(b.rank, &b.code)));
    let mut incomplete: Vec<IncompleteFacts> = s.ranking.as_ref().map_or_else(
        |_| Vec::new(),
        |r| {
            let of = |i: &crate::results::ranking::Incomplete<EntryId>| IncompleteFacts {
                code: board.code(i.entry).to_owned(),
                have: i.have,
                need: i.need,
            };
            r.incomplete.iter().map(of).collect()
        },
    );
    incomplete.sort_by(|a, b| a.code.cmp(&b.code));
    RoundTable {
        key: round.round.key.word().to_owned(),
        name: round.round.name.clone(),
        rubric: s.rubric.name.clone(),
        scale: s.rubric.scale,
        criteria: s
            .criteria
            .iter()
            .map(|c| CriterionFacts { name: c.name.clone(), name_en: c.name_en.clone(), max: c.max })
            .collect(),
        quota: usize::try_from(round.round.quota).unwrap_or(0),
        panel: s.panel,
        judges: (1..=judges.len()).map(|n| format!("GK{n}")).collect(),
        rows,
        incomplete,
    }
}

fn prize_facts(conn: &mut Conn, contest: &Contest, board: &Board) -> OpResult<Vec<PrizeFacts>> {
    let awards: Vec<_> = store::awards(conn, contest.id)?.into_iter().filter(|a| a.revoked_at.is_none()).collect();
    let ids: Vec<EntryId> = awards.iter().filter_map(|a| a.entry_id).collect();
    let fallen: Vec<EntryId> = ids.iter().copied().filter(|id| !board.works.contains_key(id)).collect();
    if !fallen.is_empty() {
        let codes: Vec<String> = store::blind_codes(conn, &fallen)?.into_values().collect();
        return Err(OpError::Conflict(msg!("results-winner-fallen", codes = codes.join(", "))));
    }
    let vacancies = store::vacancies(conn, contest.id)?;
    let table = contests::prizes(conn, contest.id)?;
    let orders = proposal::groups(board, &table);
    let authors = entries::authors_of_all(conn, &ids)?;
    let units = contests::units(conn, contest.id)?;
    let categories = contests::categories(conn, contest.id)?;
    let winner = |a: &crate::results::award::Award| -> Option<Winner> {
        if let Some(unit) = a.unit_id {
            let name = units.iter().find(|u| u.id == unit)?.name.clone();
            return Some(Winner { unit: name, reason: a.reason.clone(), ..Winner::default() });
        }
        let w: &Contender = board.works.get(&a.entry_id?)?;
        let names = authors.iter().filter(|x| x.entry_id == w.id).map(|x| x.name.clone()).collect();
        Some(Winner {
            category: categories.iter().find(|c| Some(c.id) == w.category_id)?.code.clone(),
            blind_code: w.code().to_owned(),
            public_code: w.public_code.clone().unwrap_or_default(),
            title: w.title.clone(),
            authors: called(w, names),
            unit: w.unit_name.clone(),
            reason: a.reason.clone(),
        })
    };
    // A reason that was given for an earlier state of things says nothing now.
    let vacant = |p: &Prize| {
        let short = awards.iter().filter(|a| a.prize_id == p.id).count() < usize::try_from(p.count).unwrap_or(0);
        short || orders.iter().any(|g| !g.passed_over(p.id, &awards).is_empty())
    };
    Ok(table
        .iter()
        .map(|p| {
            let group = board.groups.iter().find(|g| Some(g.id) == p.group_id);
            PrizeFacts {
                group: group.map(|g| g.name.clone()).unwrap_or_default(),
                group_en: group.map(|g| g.name_en.clone()).unwrap_or_default(),
                winners: awards.iter().filter(|a| a.prize_id == p.id).filter_map(winner).collect(),
                vacancy: vacancies
                    .iter()
                    .find(|v| v.prize_id == p.id && vacant(p))
                    .map(|v| v.reason.clone())
                    .unwrap_or_default(),
                level: p.level.clone(),
                count: p.count,
                money: p.money,
            }
        })
        .collect())
}

/// How a work's authors are named in public: a group or collective by its own name, one author by the pen name if there is one.
#[must_use]
pub fn called(w: &Contender, names: Vec<String>) -> Vec<String> {
    match w.author_kind {
        AuthorKind::Group | AuthorKind::Collective if !w.group_name.is_empty() => vec![w.group_name.clone()],
        AuthorKind::Individual if !w.pen_name.is_empty() => vec![w.pen_name.clone()],
        AuthorKind::Individual | AuthorKind::Several | AuthorKind::Group | AuthorKind::Collective => names,
    }
}
