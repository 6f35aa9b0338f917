//! Where a contest stands and until when works are taken, written by the steps of `phases`, which weigh what is in the way and
//! record the event.

use crate::contests::contest::Phase;
use crate::contests::write_store;
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::ContestId;
use crate::kernel::time::Timestamp;
use crate::policy::{Action, may};

/// Enters a phase.
///
/// # Errors
/// Not an organizer.
pub fn enter_phase(tx: &mut Tx, cx: &Cx, contest: ContestId, phase: Phase) -> OpResult<()> {
    may(&cx.actor, &Action::Organize(contest))?;
    write_store::set_phase(tx, contest, phase)?;
    Ok(())
}

/// Takes works (again) until then.
///
/// # Errors
/// Not an organizer.
pub fn open_until(tx: &mut Tx, cx: &Cx, contest: ContestId, until: Timestamp) -> OpResult<()> {
    may(&cx.actor, &Action::Organize(contest))?;
    write_store::set_deadline(tx, contest, until, Phase::Open)?;
    Ok(())
}
