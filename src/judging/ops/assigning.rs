//! Giving works to judges by hand, taking them back, and replacing a judge in mid-round.

use std::collections::{BTreeMap, BTreeSet};

use super::Bench;
use super::conflicts::standing;
use super::rounds::ready;
use crate::accounts::store as accounts;
use crate::audit::{Subject, record};
use crate::contests::contest::RoundState;
use crate::db::Tx;
use crate::judging::sheet::{Assignment, Origin, SheetState};
use crate::judging::store as judging;
use crate::judging::write_store::{self as store, NewSheet};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, EntryId, PanelId, token};
use crate::messages::outbox::tell;
use crate::policy::{self, Action};

/// Gives works to a judge by hand.
#[derive(Clone, Debug)]
pub struct Assign {
    pub panel: PanelId,
    pub judge: AccountId,
    pub entries: Vec<EntryId>,
}

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assigned {
    pub given: Vec<EntryId>,
    /// Works that the judge had already.
    pub had: Vec<EntryId>,
}

/// Loads a bench for a change: the actor runs the panel, and the round is not closed.
pub(super) fn changing(tx: &mut Tx, cx: &Cx, panel: PanelId) -> OpResult<Bench> {
    let bench = Bench::load(tx, panel)?;
    let heads = bench.is_head(cx.actor.account());
    policy::may(&cx.actor, &Action::RunPanel { contest: bench.contest.id, heads })?;
    if bench.round.state == RoundState::Closed {
        return Err(OpError::Conflict(msg!("judge-round-is-closed")));
    }
    Ok(bench)
}

/// Makes sheets for pairs that are allowed, or revives those that had fallen away; tells the judges if the round is open.
/// A pair whose sheet stands, or that the judge stepped back from, is left as it is.
pub(super) fn give(
    tx: &mut Tx,
    cx: &Cx,
    bench: &Bench,
    pairs: &[(AccountId, EntryId)],
    origin: Origin,
) -> OpResult<Vec<(AccountId, EntryId)>> {
    let there: BTreeMap<(AccountId, EntryId), Assignment> = store::sheets(tx, bench.round.id, &bench.category_ids())?
        .into_iter()
        .map(|s| ((s.judge_id, s.entry_id), s))
        .collect();
    let mut given = Vec::new();
    for pair in pairs {
        let (judge, entry) = *pair;
        let id = match there.get(pair) {
            Some(sheet) if sheet.state == SheetState::Dropped => {
                store::set_state(tx, sheet, SheetState::Open, None, None, cx.now)?;
                sheet.id
            }
            Some(_) => continue,
            None => {
                // The order is the judge's own: random, and stable from now on.
                let order_key = i64::from(rand::random::<u32>());
                let new = NewSheet {
                    contest: bench.contest.id,
                    round: bench.round.id,
                    entry,
                    judge,
                    token: &token(),
                    order_key,
                    origin,
                    now: cx.now,
                    by: cx.actor.account(),
                };
                store::insert_sheet(tx, &new)?
            }
        };
        given.push(*pair);
        record("sheet.assigned", Subject("sheet", id.0))
            .contest(bench.contest.id)
            .fact("round", bench.round.id.0)
            .fact("entry", entry.0)
            .fact("judge", judge.0)
            .fact("origin", origin.word())
            .write(tx, cx)?;
    }
    if bench.round.state == RoundState::Open {
        let mut each: BTreeMap<AccountId, usize> = BTreeMap::new();
        for (judge, _) in &given {
            *each.entry(*judge).or_default() += 1;
        }
        for (judge, n) in each {
            tell(tx, cx, judge, &ready(&bench.contest, &bench.round, n))?;
        }
    }
    Ok(given)
}

/// Gives them.
///
/// # Errors
/// `Invalid` for a judge who is not on the panel, a work that is not the panel's, or a conflict of interest: then nothing is
/// given. `Conflict` when the round is closed.
pub fn assign(tx: &mut Tx, cx: &Cx, cmd: &Assign) -> OpResult<Assigned> {
    let bench = changing(tx, cx, cmd.panel)?;
    let mut faults = Faults::none();
    if !bench.seats(cmd.judge) {
        faults.add("judge", msg!("judge-assign-not-member"));
    }
    let works = bench.works(tx)?;
    let conflicts = standing(tx, &bench, &[cmd.judge])?;
    let there: BTreeMap<EntryId, SheetState> = store::sheets(tx, bench.round.id, &bench.category_ids())?
        .into_iter()
        .filter(|s| s.judge_id == cmd.judge)
        .map(|s| (s.entry_id, s.state))
        .collect();
    let wanted: BTreeSet<EntryId> = cmd.entries.iter().copied().collect();
    let mut done = Assigned::default();
    for entry in wanted {
        let Some(work) = works.iter().find(|w| w.entry == entry) else {
            faults.add("entries", msg!("judge-assign-not-here"));
            continue;
        };
        if conflicts.contains_key(&(cmd.judge, entry)) || there.get(&entry) == Some(&SheetState::Recused) {
            faults.add("entries", msg!("judge-assign-conflict", code = work.code.as_str()));
        } else if matches!(there.get(&entry), Some(SheetState::Open | SheetState::HandedIn)) {
            done.had.push(entry);
        } else {
            done.given.push(entry);
        }
    }
    if cmd.entries.is_empty() {
        faults.add("entries", msg!("judge-assign-none"));
    }
    faults.check()?;
    let pairs: Vec<_> = done.given.iter().map(|e| (cmd.judge, *e)).collect();
    give(tx, cx, &bench, &pairs, Origin::Hand)?;
    Ok(done)
}

/// Takes a work back that nobody began to mark.
#[derive(Clone, Debug)]
pub struct Unassign {
    pub panel: PanelId,
    pub token: String,
}

/// Takes it back.
///
/// # Errors
/// `Conflict` when the judge has begun (then the judge is replaced, or the sheet stands).
pub fn unassign(tx: &mut Tx, cx: &Cx, cmd: &Unassign) -> OpResult<()> {
    let bench = changing(tx, cx, cmd.panel)?;
    let sheet = judging::assignment_by_token(tx, &cmd.token)?.ok_or(OpError::NotFound)?;
    let here = store::sheets(tx, bench.round.id, &bench.category_ids())?.iter().any(|s| s.id == sheet.id);
    if !here {
        return Err(OpError::NotFound);
    }
    if sheet.state != SheetState::Open || !judging::marks_of(tx, sheet.id)?.is_empty() {
        return Err(OpError::Conflict(msg!("judge-unassign-begun")));
    }
    drop_sheet(tx, cx, &sheet, "unassigned")
}

/// Lets an open sheet fall away.
pub(super) fn drop_sheet(tx: &mut Tx, cx: &Cx, sheet: &Assignment, why: &str) -> OpResult<()> {
    store::set_state(tx, sheet, SheetState::Dropped, None, Some(cx.now), cx.now)?;
    record("sheet.dropped", Subject("sheet", sheet.id.0))
        .contest(sheet.contest_id)
        .fact("judge", sheet.judge_id.0)
        .fact("entry", sheet.entry_id.0)
        .fact("why", why)
        .write(tx, cx)?;
    Ok(())
}

/// Puts another judge in one's place, in mid-round.
#[derive(Clone, Debug)]
pub struct Replace {
    pub panel: PanelId,
    pub from: AccountId,
    pub to: AccountId,
    pub reason: String,
}

/// What became of the sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Handed in before: they stand.
    pub kept: usize,
    /// Open sheets that fell away.
    pub dropped: Vec<EntryId>,
    /// Works that the new judge got.
    pub given: Vec<EntryId>,
    /// Works that nobody has now in place of the old judge: the new one has a conflict, or has them already.
    pub not_given: Vec<EntryId>,
}

/// Looks at what replacing a judge will mean.
///
/// # Errors
/// As [`replace`].
pub fn replacing(conn: &mut crate::db::Conn, bench: &Bench, from: AccountId, to: AccountId) -> OpResult<Replaced> {
    let conflicts = standing(conn, bench, &[to])?;
    let works: BTreeSet<EntryId> = bench.works(conn)?.into_iter().map(|w| w.entry).collect();
    let sheets = store::sheets(conn, bench.round.id, &bench.category_ids())?;
    let has = |entry| sheets.iter().any(|s| s.judge_id == to && s.entry_id == entry && s.state != SheetState::Dropped);
    let mut plan = Replaced::default();
    for sheet in sheets.iter().filter(|s| s.judge_id == from) {
        match sheet.state {
            SheetState::HandedIn => plan.kept += 1,
            SheetState::Open => {
                plan.dropped.push(sheet.entry_id);
                let free = works.contains(&sheet.entry_id)
                    && !conflicts.contains_key(&(to, sheet.entry_id))
                    && !has(sheet.entry_id);
                if free {
                    plan.given.push(sheet.entry_id);
                } else {
                    plan.not_given.push(sheet.entry_id);
                }
            }
            SheetState::Recused | SheetState::Dropped => {}
        }
    }
    Ok(plan)
}

/// Replaces: sheets handed in stand, open ones fall away, and the other judge gets those works, except against a conflict.
///
/// # Errors
/// `Invalid` where the one does not sit on the panel, the other is no judge of the contest, or there is no reason.
pub fn replace(tx: &mut Tx, cx: &Cx, cmd: &Replace) -> OpResult<Replaced> {
    let bench = changing(tx, cx, cmd.panel)?;
    let mut faults = Faults::none();
    if !bench.seats(cmd.from) {
        faults.add("from", msg!("judge-assign-not-member"));
    }
    if cmd.from == cmd.to {
        faults.add("to", msg!("judge-replace-same"));
    }
    if !accounts::person(tx, cmd.to)?.is_some_and(|p| p.judges(bench.contest.id)) {
        faults.add("to", msg!("judge-replace-no-judge"));
    }
    if cmd.reason.trim().is_empty() {
        faults.add("reason", msg!("field-required"));
    }
    faults.check()?;
    let plan = replacing(tx, &bench, cmd.from, cmd.to)?;
    for sheet in store::sheets(tx, bench.round.id, &bench.category_ids())? {
        if sheet.judge_id == cmd.from && sheet.state == SheetState::Open {
            drop_sheet(tx, cx, &sheet, "replaced")?;
        }
    }
    let ever = store::members_ever(tx, bench.panel.id)?;
    for m in ever.iter().filter(|m| m.account_id == cmd.from && m.removed_at.is_none()) {
        store::update_member(tx, m.id, false, Some(cx.now))?;
    }
    match ever.iter().find(|m| m.account_id == cmd.to) {
        Some(m) => {
            store::update_member(tx, m.id, m.is_head, None)?;
        }
        None => {
            store::insert_member(tx, bench.panel.id, cmd.to, false, cx.now, cx.actor.account())?;
        }
    }
    record("judging.judge_replaced", Subject("panel", bench.panel.id.0))
        .contest(bench.contest.id)
        .fact("from", cmd.from.0)
        .fact("to", cmd.to.0)
        .fact("kept", plan.kept)
        .fact("dropped", plan.dropped.len())
        .fact("given", plan.given.len())
        .note("reason", &cmd.reason)
        .write(tx, cx)?;
    let bench = Bench::load(tx, bench.panel.id)?;
    let pairs: Vec<_> = plan.given.iter().map(|e| (cmd.to, *e)).collect();
    give(tx, cx, &bench, &pairs, Origin::Hand)?;
    Ok(plan)
}
