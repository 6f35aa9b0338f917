//! From one round into the next: by the round's rule, and by hand with a reason.

use std::collections::BTreeSet;

use super::{contest_of, need_reason};
use crate::audit::{Subject, record};
use crate::contests::contest::{Contest, Round, RoundState};
use crate::db::{Conn, Tx};
use crate::judging::sheet::Way;
use crate::judging::store as judging;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{CategoryId, ContestId, EntryId};
use crate::policy::{Action, may};
use crate::results::advance::{AdvanceRule, advance as by_rule};
use crate::results::load::{self, Board};
use crate::results::store;

/// Apply the rule of the first round.
#[derive(Clone, Copy, Debug)]
pub struct Advance {
    pub contest: ContestId,
}

/// Let a work into the final that the rule leaves out.
#[derive(Clone, Debug)]
pub struct AdvanceByHand {
    pub contest: ContestId,
    pub entry: EntryId,
    pub reason: String,
}

/// Take a work out of the final again.
#[derive(Clone, Debug)]
pub struct RemoveAdvance {
    pub contest: ContestId,
    pub entry: EntryId,
    pub reason: String,
}

/// What the rule says of one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryAdvance {
    pub category: CategoryId,
    pub ranked: usize,
    pub incomplete: usize,
    /// In the order of the ranking.
    pub entries: Vec<EntryId>,
}

/// What applying the rule would do.
#[derive(Clone, Debug)]
pub struct Preview {
    pub from: Round,
    pub into: Round,
    pub rule: Option<AdvanceRule>,
    pub categories: Vec<CategoryAdvance>,
    /// Already there.
    pub there: BTreeSet<EntryId>,
    /// There by hand.
    pub by_hand: BTreeSet<EntryId>,
    pub add: Vec<EntryId>,
    /// There by the rule, which no longer says so.
    pub remove: Vec<EntryId>,
}

/// Computes what the rule would do now; none where the contest has one round only.
///
/// # Errors
/// When the database fails.
pub fn preview(conn: &mut Conn, board: &Board) -> OpResult<Option<Preview>> {
    let (Some(first), Some(second)) = (board.rounds.first(), board.rounds.get(1)) else { return Ok(None) };
    let rule = first.round.advances()?;
    let mut wanted = BTreeSet::new();
    let mut categories = Vec::new();
    for s in &first.categories {
        let entries = rule.map(|r| by_rule(s.rows(), r)).unwrap_or_default();
        wanted.extend(entries.iter().copied());
        categories.push(CategoryAdvance {
            category: s.category.id,
            ranked: s.rows().len(),
            incomplete: s.ranking.as_ref().map_or(s.works.len(), |r| r.incomplete.len()),
            entries,
        });
    }
    let mut there = BTreeSet::new();
    let mut by_hand = BTreeSet::new();
    for a in judging::advanced_into(conn, second.round.id)? {
        there.insert(a.entry_id);
        if a.way == Way::Hand {
            by_hand.insert(a.entry_id);
        }
    }
    let add = categories.iter().flat_map(|c| c.entries.iter().copied()).filter(|e| !there.contains(e)).collect();
    let remove = there.iter().copied().filter(|e| !wanted.contains(e) && !by_hand.contains(e)).collect();
    Ok(Some(Preview {
        from: first.round.clone(),
        into: second.round.clone(),
        rule,
        categories,
        there,
        by_hand,
        add,
        remove,
    }))
}

fn ready(tx: &mut Tx, cx: &Cx, id: ContestId) -> OpResult<(Contest, Board, Preview)> {
    let contest = contest_of(tx, id)?;
    may(&cx.actor, &Action::Organize(contest.id))?;
    let board = load::board(tx, &contest)?;
    let preview = preview(tx, &board)?.ok_or(OpError::NotFound)?;
    if preview.into.state == RoundState::Closed {
        return Err(OpError::Conflict(msg!("results-advance-closed")));
    }
    Ok((contest, board, preview))
}

/// Applies the rule of the first round, category by category; gives how many works came in. What was let in by hand stays.
///
/// # Errors
/// Refusal; the first round is not closed yet.
pub fn advance(tx: &mut Tx, cx: &Cx, cmd: &Advance) -> OpResult<usize> {
    let (contest, _, p) = ready(tx, cx, cmd.contest)?;
    if p.from.state != RoundState::Closed {
        return Err(OpError::Conflict(msg!("results-advance-open")));
    }
    let mut removed = Vec::new();
    for entry in &p.remove {
        if !store::is_assigned(tx, p.into.id, *entry)? {
            store::remove_advancement(tx, p.into.id, *entry)?;
            removed.push(entry.0);
        }
    }
    for entry in &p.add {
        store::add_advancement(tx, cx, contest.id, p.into.id, *entry, Way::Rule, "")?;
    }
    let added: Vec<i64> = p.add.iter().map(|e| e.0).collect();
    record("results.advanced", Subject("round", p.into.id.0))
        .contest(contest.id)
        .fact("added", added)
        .fact("removed", removed)
        .write(tx, cx)?;
    Ok(p.add.len())
}

/// Lets one work in by hand.
///
/// # Errors
/// Refusal; no reason; a work that is not of this contest or is there already.
pub fn advance_by_hand(tx: &mut Tx, cx: &Cx, cmd: &AdvanceByHand) -> OpResult<()> {
    let (contest, board, p) = ready(tx, cx, cmd.contest)?;
    need_reason(&cmd.reason)?;
    if !board.works.contains_key(&cmd.entry) {
        return Err(OpError::NotFound);
    }
    if p.there.contains(&cmd.entry) {
        return Err(OpError::Conflict(msg!("results-advance-there")));
    }
    store::add_advancement(tx, cx, contest.id, p.into.id, cmd.entry, Way::Hand, &cmd.reason)?;
    record("results.advanced_by_hand", Subject("entry", cmd.entry.0))
        .contest(contest.id)
        .fact("round", p.into.id.0)
        .note("reason", &cmd.reason)
        .write(tx, cx)?;
    Ok(())
}

/// Takes one work out of the final, before anybody has been given it to judge.
///
/// # Errors
/// Refusal; no reason; a work that is not there, or is being judged.
pub fn remove_advance(tx: &mut Tx, cx: &Cx, cmd: &RemoveAdvance) -> OpResult<()> {
    let (contest, _, p) = ready(tx, cx, cmd.contest)?;
    need_reason(&cmd.reason)?;
    if store::is_assigned(tx, p.into.id, cmd.entry)? {
        return Err(OpError::Conflict(msg!("results-advance-judged")));
    }
    if store::remove_advancement(tx, p.into.id, cmd.entry)? == 0 {
        return Err(OpError::NotFound);
    }
    record("results.advance_removed", Subject("entry", cmd.entry.0))
        .contest(contest.id)
        .fact("round", p.into.id.0)
        .note("reason", &cmd.reason)
        .write(tx, cx)?;
    Ok(())
}
