//! Giving prizes and taking them back. The committee decides; where it departs from the order, it says why.

use super::proposal;
use super::{contest_of, need_reason};
use crate::audit::{Subject, record};
use crate::contests::contest::Phase;
use crate::contests::store as contests;
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AwardId, ContestId, EntryId, GroupId, PrizeId, UnitId};
use crate::policy::{Action, may};
use crate::results::award::Award;
use crate::results::{load, store};

/// Who gets a prize.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardTo {
    Entry(EntryId),
    /// Collective prizes only.
    Unit(UnitId),
}

/// Give a prize. The reason is needed (and published) where the order suggests otherwise.
#[derive(Clone, Debug)]
pub struct AwardPrize {
    pub contest: ContestId,
    pub prize: PrizeId,
    pub to: AwardTo,
    pub reason: String,
}

/// Give everything that the order suggests for a group and that nobody has yet.
#[derive(Clone, Copy, Debug)]
pub struct AwardProposed {
    pub contest: ContestId,
    pub group: GroupId,
}

/// Take a prize back: before publication it is as if it had not been given, afterwards it is revoked.
#[derive(Clone, Debug)]
pub struct Unaward {
    pub award: AwardId,
    pub reason: String,
}

fn in_force(tx: &mut Tx, contest: ContestId) -> OpResult<Vec<Award>> {
    Ok(store::awards(tx, contest)?.into_iter().filter(|a| a.revoked_at.is_none()).collect())
}

fn next_position(held: &[Award], prize: PrizeId) -> i64 {
    held.iter().filter(|a| a.prize_id == prize).map(|a| a.position + 1).max().unwrap_or(0)
}

/// Gives a prize.
///
/// # Errors
/// Refusal; a work of another group or contest, or one that has a prize; no reason where one is needed.
pub fn award(tx: &mut Tx, cx: &Cx, cmd: &AwardPrize) -> OpResult<AwardId> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    let prizes = contests::prizes(tx, contest.id)?;
    let prize = prizes.iter().find(|p| p.id == cmd.prize).ok_or(OpError::NotFound)?;
    let held = in_force(tx, contest.id)?;
    let mut of_group = None;
    let (entry, unit) = match cmd.to {
        AwardTo::Entry(id) => {
            let board = load::board(tx, &contest)?;
            let work = board.works.get(&id).ok_or(OpError::NotFound)?;
            let group = board
                .rounds
                .iter()
                .flat_map(|r| &r.categories)
                .find(|s| Some(s.category.id) == work.category_id)
                .map(|s| s.category.group_id);
            if prize.group_id.is_some() && prize.group_id != group {
                return Err(OpError::invalid("prize", msg!("results-prize-other-group")));
            }
            if held.iter().any(|a| a.entry_id == Some(id)) {
                return Err(OpError::Conflict(msg!("results-has-prize")));
            }
            if let Some(g) = board.groups.iter().find(|g| Some(g.id) == prize.group_id) {
                of_group = proposal::group(&board, &prizes, g);
            }
            (Some(id), None)
        }
        AwardTo::Unit(id) => {
            if prize.group_id.is_some() {
                return Err(OpError::invalid("prize", msg!("results-prize-not-collective")));
            }
            if !contests::units(tx, contest.id)?.iter().any(|u| u.id == id) {
                return Err(OpError::NotFound);
            }
            if held.iter().any(|a| a.unit_id == Some(id)) {
                return Err(OpError::Conflict(msg!("results-has-prize")));
            }
            (None, Some(id))
        }
    };
    if proposal::departs(of_group.as_ref(), prize, entry, &held).is_some() {
        need_reason(&cmd.reason)?;
    }
    let position = next_position(&held, prize.id);
    let id = store::put_award(tx, cx, contest.id, prize.id, (entry, unit), position, cmd.reason.trim())?;
    let mut event = record("results.awarded", Subject("award", id.0)).contest(contest.id).fact("prize", prize.id.0);
    if let Some(e) = entry {
        event = event.fact("entry", e.0);
    }
    if let Some(u) = unit {
        event = event.fact("unit", u.0);
    }
    if !cmd.reason.trim().is_empty() {
        event = event.note("reason", cmd.reason.trim());
    }
    event.write(tx, cx)?;
    Ok(id)
}

/// Gives all suggested prizes of a group at once, leaving out ties across the end of a level (they must be looked at) and
/// works that have a prize; gives how many it gave.
///
/// # Errors
/// Refusal; a group without prizes.
pub fn award_proposed(tx: &mut Tx, cx: &Cx, cmd: &AwardProposed) -> OpResult<usize> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    let prizes = contests::prizes(tx, contest.id)?;
    let board = load::board(tx, &contest)?;
    let group = board.groups.iter().find(|g| g.id == cmd.group).ok_or(OpError::NotFound)?;
    let of = proposal::group(&board, &prizes, group).ok_or(OpError::NotFound)?;
    let mut held = in_force(tx, contest.id)?;
    let mut given = Vec::new();
    for a in &of.proposal.awards {
        let tied = of.proposal.boundaries.iter().any(|b| b.entries.contains(&a.entry));
        let left = proposal::left(&prizes, &held).get(&a.level).copied().unwrap_or(0);
        if tied || left < 1 || held.iter().any(|h| h.entry_id == Some(a.entry)) {
            continue;
        }
        let position = next_position(&held, a.level);
        let id = store::put_award(tx, cx, contest.id, a.level, (Some(a.entry), None), position, "")?;
        held.extend(store::award(tx, id)?);
        given.push(serde_json::json!({ "award": id.0, "entry": a.entry.0, "prize": a.level.0 }));
    }
    let n = given.len();
    if n > 0 {
        record("results.awarded_by_order", Subject("group", group.id.0))
            .contest(contest.id)
            .fact("awards", given)
            .write(tx, cx)?;
    }
    Ok(n)
}

/// Takes a prize back.
///
/// # Errors
/// Refusal; after publication, no reason.
pub fn unaward(tx: &mut Tx, cx: &Cx, cmd: &Unaward) -> OpResult<()> {
    let award = store::award(tx, cmd.award)?.filter(|a| a.revoked_at.is_none()).ok_or(OpError::NotFound)?;
    let contest = contest_of(tx, award.contest_id)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    let published = contest.phase >= Phase::Published;
    let reason = cmd.reason.trim();
    if published {
        need_reason(reason)?;
        store::revoke_award(tx, cx, award.id, reason)?;
    } else {
        store::delete_award(tx, award.id)?;
    }
    let action = if published { "results.award_revoked" } else { "results.unawarded" };
    let mut event = record(action, Subject("award", award.id.0)).contest(contest.id).fact("prize", award.prize_id.0);
    if let Some(e) = award.entry_id {
        event = event.fact("entry", e.0);
    }
    if !reason.is_empty() {
        event = event.note("reason", reason);
    }
    event.write(tx, cx)?;
    Ok(())
}
