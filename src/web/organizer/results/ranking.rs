//! The ranking of one category in one round, and the head judge's votes on its ties.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::contests::contest::{Contest, Phase, RoundState};
use crate::contests::store as contests;
use crate::kernel::errors::OpError;
use crate::kernel::ids::{EntryId, GroupId, RoundId};
use crate::policy::Action;
use crate::results::kept::Kept;
use crate::results::load::{Standing, Standings};
use crate::results::ops::{self, VoteTie};
use crate::results::ranking::{Ranking, Row as Ranked};
use crate::results::store;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::layout::Page;
use crate::web::scoring;
use crate::web::ui::{Button, Col, Empty, Field, Form, Notice, Row, Table, Tabs, Tag, Tone, Width, actions, hidden};
use crate::web::visit::Visit;

/// What the page is drawn from.
struct Seen {
    contest: Contest,
    kept: Arc<Kept>,
    /// The groups whose panels this person heads, by round; none for organizers and secretaries, who see all.
    heads: BTreeMap<RoundId, Vec<GroupId>>,
    all: bool,
    /// Rounds whose marks this person may see now: who judges in them as well, not before they have closed.
    open: BTreeSet<RoundId>,
    unblinded: bool,
}

async fn seen(v: &Visit) -> WebResult<Seen> {
    let contest = v.contest()?.clone();
    v.require(&Action::SeeRanking(contest.id))?;
    let all = v.person.as_deref().is_some_and(|p| p.runs(contest.id));
    let account = v.actor().account();
    let app = v.app.clone();
    let v2 = v.clone();
    v.read(move |c| {
        let kept = app.boards.of(c, &contest)?;
        let mut heads = BTreeMap::new();
        if let Some(a) = account {
            for r in contests::rounds(c, contest.id)? {
                heads.insert(r.id, store::headed_groups(c, r.id, a)?);
            }
        }
        let unblinded = store::unblinding(c, contest.id)?.is_some();
        if unblinded {
            kept.read_names(c)?;
        }
        let rounds = kept.board.rounds.iter().map(|r| &r.round);
        let open = rounds.filter(|r| v2.may(&Action::SeeMarks { round: r })).map(|r| r.id).collect();
        Ok(Seen { contest, kept, heads, all, open, unblinded })
    })
    .await
}

impl Seen {
    /// Whether this person may look at it now: those who only head a panel, their own groups after the round has closed.
    fn shows(&self, round: &Standings, s: &Standing) -> bool {
        self.all && self.open.contains(&round.round.id)
            || round.round.state == RoundState::Closed
                && self.heads.get(&round.round.id).is_some_and(|g| g.contains(&s.category.group_id))
    }
    fn may_vote(&self, v: &Visit, round: &Standings, s: &Standing) -> bool {
        let heads = self.heads.get(&round.round.id).is_some_and(|g| g.contains(&s.category.group_id));
        round.round.state == RoundState::Closed
            && self.contest.phase < Phase::Published
            && v.may(&Action::VoteTie { contest: self.contest.id, heads })
    }
}

/// The page.
pub async fn page(v: Visit, asked: Asked) -> WebResult<HttpResponse> {
    let s = seen(&v).await?;
    Ok(draw(&v, &s, &asked.0, None))
}

fn draw(v: &Visit, s: &Seen, asked: &Fields, fault: Option<String>) -> HttpResponse {
    let title = v.t("results-ranking");
    let round = s
        .kept
        .board
        .rounds
        .iter()
        .find(|r| r.round.key.word() == asked.raw("vong"))
        .or_else(|| {
            s.kept.board.rounds.iter().rev().find(|r| r.categories.iter().any(|c| s.shows(r, c) && !c.works.is_empty()))
        })
        .or_else(|| s.kept.board.rounds.first());
    let Some(round) = round else {
        return Page::new(v, title)
            .body(html! { h1 { (v.t("results-ranking")) } (Empty::new(v.t("results-no-rounds"))) });
    };
    let shown: Vec<&Standing> = round.categories.iter().filter(|c| s.shows(round, c)).collect();
    let one = shown
        .iter()
        .find(|c| c.category.code == asked.raw("the-loai"))
        .or_else(|| shown.iter().find(|c| !c.works.is_empty()))
        .or_else(|| shown.first())
        .copied();
    let href = |r: &Standings, c: Option<&Standing>| {
        let mut h = v.href(&format!("/ban-to-chuc/ket-qua?vong={}", r.round.key.word()));
        if let Some(c) = c {
            h = format!("{h}&the-loai={}", c.category.code);
        }
        h
    };
    let mut rounds = Tabs::new(v.t("results-rounds"));
    for r in &s.kept.board.rounds {
        rounds = rounds.tab(r.round.name.clone(), href(r, one), r.round.id == round.round.id);
    }
    let mut categories = Tabs::new(v.t("results-categories"));
    for c in &shown {
        let here = one.is_some_and(|o| o.category.id == c.category.id);
        let n = u64::try_from(c.works.len()).unwrap_or(0);
        let label = scoring::name(v.lang, &c.category.name, &c.category.name_en);
        categories = categories.tab_count(label, href(round, Some(c)), here, n);
    }
    let body = html! {
        h1 { (title) }
        (super::tabs(v, "/ban-to-chuc/ket-qua"))
        @if let Some(f) = &fault { (Notice::text(Tone::Stop, f).alert()) }
        @if v.may(&Action::Organize(s.contest.id)) {
            p { a href=(v.href("/ban-to-chuc/tai-ve/bang-diem.xlsx")) { (v.t("results-download-scores")) } }
        }
        (rounds)
        @if round.round.state == RoundState::Closed && v.may(&Action::RunJudging(s.contest.id)) {
            p { a href=(v.href(&crate::web::judge::analysis_path(round.round.key))) { (v.say(&msg!("results-analysis", round = round.round.name.as_str()))) } }
        }
        @match one {
            None => (Empty::new(v.t("results-not-yet")).body(html! { p { (v.t("results-not-yet-body")) } })),
            Some(c) => { (categories) (category(v, s, round, c)) }
        }
    };
    Page::new(v, v.t("results-ranking")).faulty(fault.is_some()).body(body)
}

fn category(v: &Visit, s: &Seen, round: &Standings, c: &Standing) -> Markup {
    let name = scoring::name(v.lang, &c.category.name, &c.category.name_en);
    let criteria: Vec<String> =
        c.criteria.iter().map(|c| scoring::name(v.lang, &c.name, &c.name_en).to_owned()).collect();
    let judges: BTreeSet<_> = c.works.iter().flat_map(|w| &w.sheets).map(|s| s.judge).collect();
    let mut table =
        Table::new(v.say(&msg!("results-table-caption", category = name, round = round.round.name.as_str())))
            .col(Col::new(v.t("results-rank")).num())
            .col(Col::new(v.t("results-code")).head());
    if s.unblinded {
        table = table.col(Col::new(v.t("results-work")));
    }
    for (i, _) in judges.iter().enumerate() {
        table = table.col(Col::new(format!("GK{}", i + 1)).num());
    }
    table = table.col(Col::new(v.t("results-score")).num()).col(Col::new(v.t("results-how")));
    for row in c.rows() {
        let work = c.works.iter().find(|w| w.entry == row.entry);
        let mut r = Row::new().cell(row.rank.to_string()).cell(html! { strong { (s.kept.board.code(row.entry)) } });
        if s.unblinded {
            r = r.cell(s.kept.name(row.entry));
        }
        for j in &judges {
            let total =
                work.and_then(|w| w.sheets.iter().find(|s| s.judge == *j)).map(|s| scoring::points(v.lang, s.total));
            r = r.cell(total.unwrap_or_else(|| "–".into()));
        }
        table = table.row(r.cell(scoring::score(v.lang, row.score)).cell(how(v, row, &criteria)));
    }
    html! {
        p.soft { (v.say(&scoring::method(round.method))) " " (v.t("results-out-of")) " " (scoring::points(v.lang, c.rubric.scale)) "." }
        @match &c.ranking {
            Err(e) => (Notice::text(Tone::Stop, &rank_fault(v, e)).title(v.t("results-cannot-rank-title"))),
            Ok(r) => {
                @for tie in &r.unvoted { (unvoted(v, s, round, c, tie)) }
                @for tie in voted(c, r) { (revote(v, s, round, c, &tie)) }
                @if r.rows.is_empty() {
                    (Empty::new(v.t("results-none-ranked")).body(html! { p { (v.t("results-none-ranked-body")) } }))
                } @else { (table.scroll()) }
                @if !r.incomplete.is_empty() {
                    h2 { (v.t("results-incomplete")) }
                    p { (v.t("results-incomplete-body")) }
                    ul {
                        @for i in &r.incomplete {
                            li { strong { (s.kept.board.code(i.entry)) } " " (v.say(&msg!("results-sheets-of", have = i.have, need = i.need))) }
                        }
                    }
                }
            }
        }
    }
}

/// The rule that split the tie, or that the place is shared.
fn how(v: &Visit, row: &Ranked<EntryId>, criteria: &[String]) -> Markup {
    html! {
        @if let Some(rule) = row.split_by {
            (v.say(&msg!("results-split-by", rule = scoring::split_rule(v, rule, criteria)))) " "
        }
        @if row.shared { (Tag::new(Tone::Wait, v.t("results-shared"))) }
    }
}

fn rank_fault(v: &Visit, e: &crate::results::ranking::RankError<EntryId, crate::kernel::ids::AccountId>) -> String {
    use crate::results::ranking::RankError as E;
    v.say(&match e {
        E::NoSuchCriterion { n } => msg!("results-fault-criterion", n = *n),
        E::UnequalCounts { fewest, most } => msg!("results-fault-counts", fewest = *fewest, most = *most),
        E::TwiceListed { .. } | E::TwiceMarked { .. } | E::TooLarge => msg!("results-fault-data"),
    })
}

fn unvoted(v: &Visit, s: &Seen, round: &Standings, c: &Standing, tie: &[EntryId]) -> Markup {
    let codes: Vec<&str> = tie.iter().map(|e| s.kept.board.code(*e)).collect();
    let body = html! {
        p { (v.say(&msg!("results-unvoted", codes = codes.join(", ")))) }
        (places(v, s, round, c, tie))
    };
    html! { (Notice::new(Tone::Wait, body).title(v.t("results-unvoted-title"))) }
}

/// Works of one score that have a vote: as long as it can be changed, it can be corrected.
fn voted(c: &Standing, r: &Ranking<EntryId>) -> Vec<Vec<EntryId>> {
    let waits = |e: &EntryId| r.unvoted.iter().any(|tie| tie.contains(e));
    let levels = r.rows.chunk_by(|one, next| one.score == next.score);
    let votes = |level: &[Ranked<EntryId>]| -> Vec<EntryId> {
        level.iter().map(|row| row.entry).filter(|e| c.votes.contains_key(e) && !waits(e)).collect()
    };
    levels.map(votes).filter(|tie| tie.len() > 1).collect()
}

fn revote(v: &Visit, s: &Seen, round: &Standings, c: &Standing, tie: &[EntryId]) -> Markup {
    let codes: Vec<&str> = tie.iter().map(|e| s.kept.board.code(*e)).collect();
    html! {
        @if s.may_vote(v, round, c) {
            details {
                summary { (v.say(&msg!("results-vote-again", codes = codes.join(", ")))) }
                (places(v, s, round, c, tie))
            }
        }
    }
}

/// The form for the places of a tie, with those that were given.
fn places(v: &Visit, s: &Seen, round: &Standings, c: &Standing, tie: &[EntryId]) -> Markup {
    html! {
        @if s.may_vote(v, round, c) {
            (Form::post(v.href("/ban-to-chuc/ket-qua/bieu-quyet")).body(html! {
                (hidden("vong", round.round.key.word()))
                (hidden("the-loai", &c.category.code))
                @for entry in tie {
                    @let code = s.kept.board.code(*entry);
                    @let place = c.votes.get(entry).map(ToString::to_string).unwrap_or_default();
                    (Field::number(format!("hang-{code}"), v.say(&msg!("results-place-of", code = code))).width(Width::S).min("1").value(place).required())
                }
                (actions(html! { (Button::plain(v.t("results-vote"))) }))
            }))
        }
    }
}

/// The head judge's places.
pub async fn vote(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let s = seen(&v).await?;
    let fields = form.0;
    let round =
        s.kept.board.rounds.iter().find(|r| r.round.key.word() == fields.raw("vong")).ok_or(OpError::NotFound)?;
    let of_code: BTreeMap<&str, EntryId> = s.kept.board.works.values().map(|w| (w.code(), w.id)).collect();
    let mut places = Vec::new();
    let mut fault = None;
    for (name, value) in &fields.0 {
        let Some(entry) = name.strip_prefix("hang-").and_then(|code| of_code.get(code)) else { continue };
        match value.trim().parse::<i64>() {
            Ok(n) if n >= 1 => places.push((*entry, n)),
            _ => fault = Some(v.t("results-vote-places")),
        }
    }
    if fault.is_some() {
        return Ok(draw(&v, &s, &fields, fault));
    }
    let cmd = VoteTie { round: round.round.id, places };
    let there = format!(
        "/ban-to-chuc/ket-qua?vong={}&the-loai={}",
        round.round.key.word(),
        fields.raw("the-loai").chars().filter(char::is_ascii_alphanumeric).collect::<String>()
    );
    match v.write(move |tx, cx| ops::vote_tie(tx, cx, &cmd)).await {
        Ok(()) => Ok(v.see_other(&there)),
        Err(OpError::Conflict(m)) => Ok(draw(&v, &s, &fields, Some(v.say(&m)))),
        Err(OpError::Invalid(f)) => {
            let said = f.0.first().map(|(_, m)| v.say(m));
            Ok(draw(&v, &s, &fields, said))
        }
        Err(e) => Err(e.into()),
    }
}
