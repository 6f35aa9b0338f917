//! What people do with the outbox: try again, and tick off a telephone call.

use super::store;
use crate::audit::{Subject, record};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::MessageId;
use crate::policy::{self, Action};

/// Puts a letter that failed back into the queue.
///
/// # Errors
/// `Denied`; `NotFound` when it did not fail.
pub fn retry(tx: &mut Tx, cx: &Cx, id: MessageId) -> OpResult<()> {
    policy::may(&cx.actor, &Action::Administer)?;
    if store::retry(tx, id, cx.now)? == 0 {
        return Err(OpError::NotFound);
    }
    record("message.retried", Subject("message", id.0)).write(tx, cx)?;
    Ok(())
}

/// Puts every letter that failed back into the queue; gives how many.
///
/// # Errors
/// `Denied`.
pub fn retry_all(tx: &mut Tx, cx: &Cx) -> OpResult<usize> {
    policy::may(&cx.actor, &Action::Administer)?;
    let failed = store::failed(tx)?;
    for id in &failed {
        retry(tx, cx, *id)?;
    }
    Ok(failed.len())
}

/// Ticks letters off the call list: one call may tell of several. What somebody else ticked off meanwhile stays as it is.
/// Gives how many were ticked off now.
///
/// # Errors
/// `Denied`; `NotFound` when a letter is none of a contest.
pub fn called(tx: &mut Tx, cx: &Cx, ids: &[MessageId]) -> OpResult<usize> {
    let mut done = 0;
    for id in ids {
        let contest = store::by_id(tx, *id)?.and_then(|m| m.contest_id).ok_or(OpError::NotFound)?;
        policy::may(&cx.actor, &Action::Office(contest))?;
        if store::set_called(tx, *id, cx.actor.account(), cx.now)? == 1 {
            record("message.called", Subject("message", id.0)).contest(contest).write(tx, cx)?;
            done += 1;
        }
    }
    Ok(done)
}

/// Puts letters back on the call list that were ticked off by mistake; gives how many.
///
/// # Errors
/// `Denied`; `NotFound` when a letter is none of a contest.
pub fn call_again(tx: &mut Tx, cx: &Cx, ids: &[MessageId]) -> OpResult<usize> {
    let mut done = 0;
    for id in ids {
        let m = store::by_id(tx, *id)?.ok_or(OpError::NotFound)?;
        let contest = m.contest_id.ok_or(OpError::NotFound)?;
        policy::may(&cx.actor, &Action::Office(contest))?;
        if store::set_to_call(tx, &m)? == 1 {
            record("message.call_again", Subject("message", id.0)).contest(contest).write(tx, cx)?;
            done += 1;
        }
    }
    Ok(done)
}
