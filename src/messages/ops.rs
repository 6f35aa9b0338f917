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

/// Ticks a call off the list.
///
/// # Errors
/// `Denied`; `NotFound` when it is not on the list (any more).
pub fn called(tx: &mut Tx, cx: &Cx, id: MessageId) -> OpResult<()> {
    let contest = store::by_id(tx, id)?.and_then(|m| m.contest_id).ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::Office(contest))?;
    if store::set_called(tx, id, cx.actor.account(), cx.now)? == 0 {
        return Err(OpError::NotFound);
    }
    record("message.called", Subject("message", id.0)).contest(contest).write(tx, cx)?;
    Ok(())
}
