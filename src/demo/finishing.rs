//! From the last sheet to the published result: advancing, prizes, names to codes, two people.

use super::cast::{Cast, ORGANIZERS};
use crate::contests::contest::Contest;
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::entry::EntryState;
use crate::entries::store as entries;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::time::Timestamp;
use crate::results::load;
use crate::results::ops::proposal;
use crate::results::ops::{
    Advance, AdvanceByHand, Approve, AwardPrize, AwardProposed, AwardTo, Propose, Unblind, VoteTie, advance,
    advance_by_hand, approve, award, award_proposed, propose, unblind, vote_tie,
};

/// Applies the rule of the first round, and lets one more work in by hand.
///
/// # Errors
/// What an operation refuses.
pub fn choose(tx: &mut Tx, cast: &Cast, contest: &Contest, now: Timestamp) -> OpResult<()> {
    let [organizer, _] = ORGANIZERS;
    let cx = cast.by(tx, organizer, now)?;
    advance(tx, &cx, &Advance { contest: contest.id })?;
    let board = load::board(tx, contest)?;
    let there: Vec<_> = match board.rounds.get(1) {
        Some(second) => crate::judging::store::advanced_into(tx, second.round.id)?,
        None => Vec::new(),
    };
    let left_out = board.rounds.first().into_iter().flat_map(|r| &r.categories).find_map(|s| {
        let next = s.rows().iter().find(|row| there.iter().all(|a| a.entry_id != row.entry))?;
        (s.category.key == "tho").then_some(next.entry)
    });
    if let Some(entry) = left_out {
        let reason = "Điểm sát mức vào chung khảo; Trưởng ban Giám khảo đề nghị xét thêm vì tứ thơ mới.".to_owned();
        advance_by_hand(tx, &cx, &AdvanceByHand { contest: contest.id, entry, reason })?;
    }
    Ok(())
}

/// Splits what the head judges must split, gives the prizes and publishes.
///
/// # Errors
/// What an operation refuses.
pub fn publish(tx: &mut Tx, cast: &Cast, contest: &Contest, now: Timestamp) -> OpResult<()> {
    let [first, second] = ORGANIZERS;
    let cx = cast.by(tx, first, now)?;
    let board = load::board(tx, contest)?;
    for round in &board.rounds {
        for s in &round.categories {
            for tie in s.ranking.as_ref().map(|r| r.unvoted.clone()).unwrap_or_default() {
                let places = (1i64..).zip(tie).map(|(place, entry)| (entry, place)).collect();
                vote_tie(tx, &cx, &VoteTie { round: round.round.id, places })?;
            }
        }
    }
    for group in contests::groups(tx, contest.id)? {
        match award_proposed(tx, &cx, &AwardProposed { contest: contest.id, group: group.id }) {
            // A group without prizes of its own.
            Ok(_) | Err(OpError::NotFound) => {}
            Err(e) => return Err(e),
        }
    }
    let prizes = contests::prizes(tx, contest.id)?;
    if let Some(prize) = prizes.iter().find(|p| p.group_id.is_none()) {
        let mut units = Vec::new();
        for e in entries::in_state(tx, contest.id, EntryState::Accepted)? {
            if let Some(unit) = e.unit_id.filter(|u| !units.contains(u)) {
                units.push(unit);
            }
        }
        for unit in units.into_iter().take(usize::try_from(prize.count).unwrap_or(0)) {
            let cmd =
                AwardPrize { contest: contest.id, prize: prize.id, to: AwardTo::Unit(unit), reason: String::new() };
            award(tx, &cx, &cmd)?;
        }
    }
    shared(tx, &cx, contest)?;
    departure(tx, cast, contest, now)?;
    unblind(tx, &cx, &Unblind { contest: contest.id })?;
    let proposed = propose(tx, &cx, &Propose { contest: contest.id, reason: String::new() })?;
    let cx = cast.by(tx, second, now.plus_seconds(3600))?;
    approve(tx, &cx, &Approve { contest: contest.id, number: proposed.number })?;
    Ok(())
}

/// Works that share a place across the end of a level get its prizes together, with the reason where there are more than that.
fn shared(tx: &mut Tx, cx: &Cx, contest: &Contest) -> OpResult<()> {
    let board = load::board(tx, contest)?;
    let prizes = contests::prizes(tx, contest.id)?;
    for group in proposal::groups(&board, &prizes) {
        let held = crate::results::store::awards(tx, contest.id)?;
        for a in group.proposal.awards.iter().filter(|a| held.iter().all(|h| h.entry_id != Some(a.entry))) {
            let reason = "Tác phẩm đồng hạng; Ban Giám khảo thống nhất trao đồng giải.".to_owned();
            award(tx, cx, &AwardPrize { contest: contest.id, prize: a.level, to: AwardTo::Entry(a.entry), reason })?;
        }
    }
    Ok(())
}

/// One prize beside the order, with its reason: a work that the order leaves without any.
fn departure(tx: &mut Tx, cast: &Cast, contest: &Contest, now: Timestamp) -> OpResult<()> {
    let [organizer, _] = ORGANIZERS;
    let cx = cast.by(tx, organizer, now)?;
    let board = load::board(tx, contest)?;
    let prizes = contests::prizes(tx, contest.id)?;
    let held = crate::results::store::awards(tx, contest.id)?;
    for group in proposal::groups(&board, &prizes) {
        let free = group.order.rows.iter().find(|r| held.iter().all(|a| a.entry_id != Some(r.entry)));
        let (Some(row), Some(prize)) = (free, group.prizes.last()) else { continue };
        let reason =
            "Tác phẩm có ý tưởng mới và sức lan tỏa ở cơ sở; Ban Giám khảo họp bình xét, đề nghị tặng thêm giải."
                .to_owned();
        award(tx, &cx, &AwardPrize { contest: contest.id, prize: prize.id, to: AwardTo::Entry(row.entry), reason })?;
        return Ok(());
    }
    Ok(())
}
