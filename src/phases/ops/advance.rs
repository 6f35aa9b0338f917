//! Taking a contest to its next phase. The check is made again inside the act, so that nothing slips in between.

use crate::audit::{Subject, record};
use crate::contests::contest::{Contest, Phase, RoundKey, RoundState};
use crate::contests::{ops as contests, store};
use crate::db::{Conn, Tx};
use crate::judging::ops as judging;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::kernel::time::Timestamp;
use crate::phases::facts_store;
use crate::phases::steps::{PhaseStep, step};
use crate::policy::{Action, may};

/// Take the contest from one phase to the one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovePhase {
    pub contest: ContestId,
    /// The phase that the organizer saw; another one now is a conflict.
    pub from: Phase,
    /// Whether the organizer confirmed what the preview warned of.
    pub confirmed: bool,
}

/// What the next step is, what it will do and what blocks it.
///
/// # Errors
/// When the database fails.
pub fn preview(conn: &mut Conn, contest: &Contest, now: Timestamp) -> OpResult<PhaseStep> {
    Ok(step(&facts_store::facts(conn, contest, now)?))
}

/// Moves it.
///
/// # Errors
/// Not an organizer; somebody moved it meanwhile; something blocks it (each block a fault); warnings not confirmed.
pub fn move_phase(tx: &mut Tx, cx: &Cx, cmd: MovePhase) -> OpResult<Contest> {
    may(&cx.actor, &Action::Organize(cmd.contest))?;
    let contest = store::by_id(tx, cmd.contest)?.ok_or(OpError::NotFound)?;
    if contest.phase != cmd.from {
        return Err(OpError::Conflict(msg!("contest-phase-moved")));
    }
    let step = preview(tx, &contest, cx.now)?;
    let Some(next) = step.next else { return Err(OpError::NotFound) };
    if !step.blocks.is_empty() {
        return Err(OpError::Invalid(Faults(step.blocks.into_iter().map(|b| (String::new(), b.msg)).collect())));
    }
    if !step.warns.is_empty() && !cmd.confirmed {
        return Err(OpError::invalid("confirm", msg!("step-confirm-needed")));
    }
    contests::enter_phase(tx, cx, contest.id, next)?;
    let round = match next {
        Phase::Preliminary => Some(RoundKey::Preliminary),
        Phase::Final => Some(RoundKey::Final),
        _ => None,
    };
    if let Some(key) = round {
        let round = store::round_by_key(tx, contest.id, key)?.ok_or(OpError::NotFound)?;
        if round.state == RoundState::Planned {
            judging::open_round(tx, cx, judging::OpenRound { round: round.id })?;
        }
    }
    record("contest.moved", Subject("contest", contest.id.0))
        .contest(contest.id)
        .fact("from", contest.phase.word())
        .fact("to", next.word())
        .write(tx, cx)?;
    store::by_id(tx, contest.id)?.ok_or(OpError::NotFound)
}
