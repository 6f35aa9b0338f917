//! Opening and closing a round of judging, and what each will mean.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::audit::{Subject, record};
use crate::contests::contest::{Contest, Phase, Round, RoundKey, RoundState};
use crate::contests::method::Method;
use crate::contests::store as contests;
use crate::db::{Conn, Tx};
use crate::judging::blind_store;
use crate::judging::sheet::{Assignment, SheetState};
use crate::judging::store as judging;
use crate::judging::write_store::{self as store, WorkRow};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, CategoryId, EntryId, RoundId};
use crate::kernel::msg::Msg;
use crate::kernel::points::Points;
use crate::messages::outbox::{Letter, LetterKind, tell};
use crate::policy::{self, Action};

/// What opening a round will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    pub panels: usize,
    pub judges: usize,
    pub works: usize,
    pub sheets: usize,
    /// What must be put right first.
    pub blocked: Vec<Msg>,
    /// What may be as it is, but should be known.
    pub warnings: Vec<Msg>,
}

/// What closing a round will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    pub handed_in: usize,
    /// Sheets that will be locked as they are, and not count.
    pub open: usize,
    /// How many works will have fewer sheets than the round asks for, and so no rank.
    pub shorts: usize,
    /// The blind codes of the first few of them.
    pub short: String,
    /// What must be put right first.
    pub blocked: Vec<Msg>,
}

/// Looks at what opening a round will do.
///
/// # Errors
/// When the database fails.
pub fn opening(conn: &mut Conn, contest: &Contest, round: &Round) -> OpResult<Opening> {
    let mut o = Opening::default();
    let wanted = match round.key {
        RoundKey::Preliminary => Phase::Preliminary,
        RoundKey::Final => Phase::Final,
    };
    if contest.phase != wanted {
        o.blocked.push(match round.key {
            RoundKey::Preliminary => msg!("judge-open-needs-preliminary"),
            RoundKey::Final => msg!("judge-open-needs-final"),
        });
    }
    if round.state != RoundState::Planned {
        o.blocked.push(msg!("judge-open-not-planned"));
    }
    for of in contests::category_rubrics(conn, round.id)? {
        let Some(r) = contests::rubric(conn, of.rubric_id)? else { continue };
        let sum: Points = contests::criteria(conn, r.id)?.iter().map(|c| c.max).sum();
        let (sum, scale) = (sum.to_string(), r.scale.to_string());
        let m = msg!("step-open-rubric-sum", name = r.name.as_str(), sum = sum.as_str(), scale = scale.as_str());
        if sum != scale && !o.blocked.contains(&m) {
            o.blocked.push(m);
        }
    }
    let groups = contests::groups(conn, contest.id)?;
    let panels: Vec<_> = judging::panels(conn, contest.id)?.into_iter().filter(|p| p.round_id == round.id).collect();
    let mut judges = std::collections::BTreeSet::new();
    let sheets = judging::of_round(conn, round.id)?;
    for group in groups {
        let bench = match panels.iter().find(|p| p.group_id == group.id) {
            Some(panel) => Some(super::Bench::load(conn, panel.id)?),
            None => None,
        };
        let name = group.name.as_str();
        let Some(bench) = bench.filter(|b| !b.members.is_empty()) else {
            let categories: Vec<_> = contests::categories(conn, contest.id)?
                .into_iter()
                .filter(|c| c.group_id == group.id)
                .map(|c| c.id)
                .collect();
            let works = store::works(conn, &categories)?.len();
            if works > 0 {
                o.warnings.push(msg!("judge-open-no-panel", group = name, n = works));
            }
            continue;
        };
        o.panels += 1;
        judges.extend(bench.members.iter().map(|m| m.account_id));
        if !bench.members.iter().any(|m| m.is_head) {
            o.warnings.push(msg!("judge-open-no-head", group = name));
        }
        let works = bench.works(conn)?;
        o.works += works.len();
        let quota = usize::try_from(round.quota).unwrap_or(0);
        let counts = |entry| {
            sheets
                .iter()
                .filter(|s| s.entry_id == entry && matches!(s.state, SheetState::Open | SheetState::HandedIn))
                .count()
        };
        // What a judge would not get to see, and whom a work must not go to.
        let held = blind_store::held_back(conn, &bench.category_ids(), &works)?;
        if !held.is_empty() {
            o.warnings.push(msg!("judge-open-held", group = name, n = held.len(), codes = some(&held)));
        }
        let against = against_conflicts(conn, &bench, &works, &sheets)?;
        if !against.is_empty() {
            o.blocked.push(msg!("judge-open-conflicts", group = name, n = against.len(), codes = some(&against)));
        }
        let short = works.iter().filter(|w| counts(w.entry) < quota).count();
        if short > 0 {
            o.warnings.push(msg!("judge-open-short", group = name, n = short, quota = quota));
        }
    }
    if o.panels == 0 {
        o.blocked.push(msg!("judge-open-no-panels"));
    }
    o.judges = judges.len();
    o.sheets = sheets.iter().filter(|s| s.state == SheetState::Open).count();
    Ok(o)
}

/// The blind codes of works whose open sheets stand against a conflict of interest that came up since they were given.
fn against_conflicts(
    conn: &mut Conn,
    bench: &super::Bench,
    works: &[WorkRow],
    sheets: &[Assignment],
) -> OpResult<Vec<String>> {
    let judges: BTreeSet<AccountId> = sheets.iter().map(|s| s.judge_id).collect();
    let standing = super::conflicts::standing(conn, bench, &judges.into_iter().collect::<Vec<_>>())?;
    let bad = |entry| {
        sheets.iter().any(|s| {
            s.entry_id == entry && s.state == SheetState::Open && standing.contains_key(&(s.judge_id, s.entry_id))
        })
    };
    Ok(works.iter().filter(|w| bad(w.entry)).map(|w| w.code.clone()).collect())
}

/// The first few of some codes, for a sentence.
fn some(codes: &[String]) -> String {
    const FEW: usize = 12;
    let few: Vec<&str> = codes.iter().take(FEW).map(String::as_str).collect();
    let more = if codes.len() > FEW { ", …" } else { "" };
    format!("{}{more}", few.join(", "))
}

/// Looks at what closing a round will do.
///
/// # Errors
/// When the database fails.
pub fn closing(conn: &mut Conn, round: &Round) -> OpResult<Closing> {
    let mut works = store::in_contest(conn, round.contest_id)?;
    if round.key == RoundKey::Final {
        let advanced = store::advanced(conn, round.id)?;
        works.retain(|entry, _| advanced.contains(entry));
    }
    let mut sheets = judging::of_round(conn, round.id)?;
    sheets.retain(|s| works.contains_key(&s.entry_id));
    let count = |state| sheets.iter().filter(|s| s.state == state).count();
    let quota = usize::try_from(round.quota).unwrap_or(0);
    let mut handed: BTreeMap<EntryId, usize> = works.keys().map(|entry| (*entry, 0)).collect();
    for s in sheets.iter().filter(|s| s.state == SheetState::HandedIn) {
        *handed.entry(s.entry_id).or_default() += 1;
    }
    let mut short: Vec<String> =
        handed.iter().filter(|(_, n)| **n < quota).filter_map(|(e, _)| works.get(e).cloned()).collect();
    short.sort();
    Ok(Closing {
        handed_in: count(SheetState::HandedIn),
        open: count(SheetState::Open),
        short: some(&short),
        shorts: short.len(),
        blocked: unequal(conn, round)?,
    })
}

/// Sums compare only works with the same number of sheets: once the round is closed, nothing could make up for it.
fn unequal(conn: &mut Conn, round: &Round) -> OpResult<Vec<Msg>> {
    let contest = contests::by_id(conn, round.contest_id)?.ok_or(OpError::NotFound)?;
    if contest.score_method != json!(Method::Sum) {
        return Ok(Vec::new());
    }
    let mut counts: BTreeMap<CategoryId, Vec<i64>> = BTreeMap::new();
    // Works with fewer sheets than the quota are not ranked.
    for (category, _, n) in judging::handed_in_counts(conn, round.id)?.into_iter().filter(|(.., n)| *n >= round.quota) {
        counts.entry(category.ok_or(OpError::NotFound)?).or_default().push(n);
    }
    let mut blocked = Vec::new();
    for category in contests::categories(conn, contest.id)? {
        let of = counts.get(&category.id).map(Vec::as_slice).unwrap_or_default();
        if let (Some(fewest), Some(most)) = (of.iter().min(), of.iter().max())
            && fewest != most
        {
            let name = category.name.as_str();
            blocked.push(msg!("judge-close-unequal", category = name, fewest = *fewest, most = *most));
        }
    }
    Ok(blocked)
}

/// Opens a round.
#[derive(Clone, Copy, Debug)]
pub struct OpenRound {
    pub round: RoundId,
}

/// Opens it: judges see their works, and are told.
///
/// # Errors
/// `Conflict` with the first thing that blocks it.
pub fn open_round(tx: &mut Tx, cx: &Cx, cmd: OpenRound) -> OpResult<()> {
    let round = contests::round(tx, cmd.round)?.ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::RunRound(round.contest_id))?;
    let contest = contests::by_id(tx, round.contest_id)?.ok_or(OpError::NotFound)?;
    let opening = opening(tx, &contest, &round)?;
    if let Some(blocked) = opening.blocked.first() {
        return Err(OpError::Conflict(blocked.clone()));
    }
    if store::set_round(tx, round.id, round.version, RoundState::Open, cx.now)? != 1 {
        return Err(OpError::Conflict(msg!("error-conflict")));
    }
    let mut each: BTreeMap<AccountId, usize> = BTreeMap::new();
    for sheet in judging::of_round(tx, round.id)?.iter().filter(|s| s.state == SheetState::Open) {
        *each.entry(sheet.judge_id).or_default() += 1;
    }
    record("judging.round_opened", Subject("round", round.id.0))
        .contest(contest.id)
        .fact("judges", opening.judges)
        .fact("sheets", opening.sheets)
        .write(tx, cx)?;
    for (judge, n) in each {
        tell(tx, cx, judge, &ready(&contest, &round, n))?;
    }
    Ok(())
}

/// The letter that tells a judge of works to be judged.
#[must_use]
pub(super) fn ready(contest: &Contest, round: &Round, n: usize) -> Letter {
    Letter::new(LetterKind::AssignmentReady, Some(contest.id), format!("/cuoc-thi/{}/cham", contest.short_code))
        .with("contest", contest.title.as_str())
        .with("round", round.name.as_str())
        .with("count", n)
}

/// Closes a round.
#[derive(Clone, Copy, Debug)]
pub struct CloseRound {
    pub round: RoundId,
    /// How many open sheets were shown to whoever decides; more than that, and nothing happens.
    pub open_seen: usize,
}

/// Closes it: every sheet is locked, those not handed in do not count.
///
/// # Errors
/// `Conflict` when it is not open, with the first thing that blocks it, or when other sheets are open than were shown.
pub fn close_round(tx: &mut Tx, cx: &Cx, cmd: CloseRound) -> OpResult<()> {
    let round = contests::round(tx, cmd.round)?.ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::RunRound(round.contest_id))?;
    if round.state != RoundState::Open {
        return Err(OpError::Conflict(msg!("judge-close-not-open")));
    }
    let closing = closing(tx, &round)?;
    if let Some(blocked) = closing.blocked.first() {
        return Err(OpError::Conflict(blocked.clone()));
    }
    if closing.open != cmd.open_seen {
        return Err(OpError::Conflict(msg!("judge-close-changed", n = closing.open)));
    }
    if store::set_round(tx, round.id, round.version, RoundState::Closed, cx.now)? != 1 {
        return Err(OpError::Conflict(msg!("error-conflict")));
    }
    store::lock_all(tx, round.id, cx.now)?;
    record("judging.round_closed", Subject("round", round.id.0))
        .contest(round.contest_id)
        .fact("handed_in", closing.handed_in)
        .fact("open", closing.open)
        .write(tx, cx)?;
    Ok(())
}
