//! The head judge's order within a tie.

use std::collections::BTreeSet;

use super::contest_of;
use crate::audit::{Subject, record};
use crate::contests::contest::{Phase, RoundState};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{EntryId, RoundId};
use crate::policy::{Action, may};
use crate::results::{load, store};

/// Places for works of one category that stand level: a smaller number stands higher, equal numbers stay level.
#[derive(Clone, Debug)]
pub struct VoteTie {
    pub round: RoundId,
    pub places: Vec<(EntryId, i64)>,
}

/// Records the places. Only after the round has closed and before publication, by the panel's head judge (or an organizer
/// who enters the head judge's word).
///
/// # Errors
/// Refusal; a work that is not ranked in this round; works of several categories; a place below 1.
pub fn vote_tie(tx: &mut Tx, cx: &Cx, cmd: &VoteTie) -> OpResult<()> {
    let round = contests::round(tx, cmd.round)?.ok_or(OpError::NotFound)?;
    let contest = contest_of(tx, round.contest_id)?;
    let board = load::board(tx, &contest)?;
    let standings = board.rounds.iter().find(|r| r.round.id == round.id).ok_or(OpError::NotFound)?;
    let ids: BTreeSet<EntryId> = cmd.places.iter().map(|(e, _)| *e).collect();
    let standing = standings
        .categories
        .iter()
        .find(|s| !ids.is_empty() && ids.iter().all(|id| s.rows().iter().any(|r| r.entry == *id)))
        .ok_or(OpError::NotFound)?;
    let heads = match cx.actor.account() {
        Some(a) => store::headed_groups(tx, round.id, a)?.contains(&standing.category.group_id),
        None => false,
    };
    may(&cx.actor, &Action::VoteTie { contest: contest.id, heads })?;
    if round.state != RoundState::Closed || contest.phase >= Phase::Published {
        return Err(OpError::Conflict(msg!("results-vote-not-now")));
    }
    if ids.len() != cmd.places.len() || cmd.places.iter().any(|(_, place)| !(1..=1000).contains(place)) {
        return Err(OpError::invalid("places", msg!("results-vote-places")));
    }
    for (entry, place) in &cmd.places {
        store::put_tie_vote(tx, cx, round.id, *entry, *place)?;
    }
    let places: Vec<serde_json::Value> =
        cmd.places.iter().map(|(e, p)| serde_json::json!({ "entry": e.0, "place": p })).collect();
    record("results.tie_voted", Subject("round", round.id.0))
        .contest(contest.id)
        .fact("places", places)
        .write(tx, cx)?;
    Ok(())
}
