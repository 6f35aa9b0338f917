//! The planned dates. Once the contest takes works in, its deadline moves only by an extension, which tells everybody.

use super::basics::{organized, stale};
use crate::audit::{Subject, record};
use crate::contests::contest::{Contest, Phase};
use crate::contests::{store, write_store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::kernel::time::Timestamp;

pub use write_store::DatesRow;

/// Set every date of a contest at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditDates {
    pub contest: ContestId,
    /// The version that was read.
    pub version: i64,
    pub dates: DatesRow,
}

/// Writes the dates.
///
/// # Errors
/// Not an organizer; the dates are not in order; the deadline of a contest that is open; a stale version.
pub fn edit_dates(tx: &mut Tx, cx: &Cx, cmd: &EditDates) -> OpResult<Contest> {
    let c = organized(tx, cx, cmd.contest)?;
    if c.version != cmd.version {
        return Err(stale());
    }
    let d = &cmd.dates;
    let mut faults = order(d);
    if c.phase == Phase::Open && d.open_at.is_none_or(|t| t > cx.now) && c.open_at.is_some_and(|t| t <= cx.now) {
        faults.add("open_at", msg!("dates-open-already"));
    }
    if c.phase != Phase::Draft && d.deadline_at != c.deadline_at {
        faults.add("deadline_at", msg!("dates-deadline-by-extension"));
    }
    if !(0..=1440).contains(&d.grace_minutes) {
        faults.add("grace_minutes", msg!("dates-grace"));
    }
    if let (Some(a), Some(b)) = (&d.published_from, &d.published_to)
        && a > b
    {
        faults.add("published_to", msg!("dates-order"));
    }
    faults.check()?;
    if write_store::set_dates(tx, c.id, cmd.version, d)? == 0 {
        return Err(stale());
    }
    let mut event = record("contest.dates_set", Subject("contest", c.id.0)).contest(c.id);
    if let Some(t) = d.deadline_at {
        event = event.fact("deadline", t.0);
    }
    event.write(tx, cx)?;
    store::by_id(tx, c.id)?.ok_or(OpError::NotFound)
}

/// Each date that is given is not before the one given before it.
fn order(d: &DatesRow) -> Faults {
    let mut faults = Faults::none();
    let mut last: Option<Timestamp> = None;
    let all = [
        ("launch_at", d.launch_at),
        ("open_at", d.open_at),
        ("deadline_at", d.deadline_at),
        ("preliminary_at", d.preliminary_at),
        ("final_at", d.final_at),
        ("publication_at", d.publication_at),
    ];
    for (name, t) in all {
        let Some(t) = t else { continue };
        if last.is_some_and(|l| t < l) {
            faults.add(name, msg!("dates-order"));
        }
        last = Some(t);
    }
    faults
}
