//! *Gia hạn*: more time for everybody, also after the intake closed.

use crate::audit::{Subject, record};
use crate::contests::contest::{Contest, Phase};
use crate::contests::{ops as contests, store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::kernel::time::{Timestamp, Zone};
use crate::messages::outbox::{Letter, LetterKind, tell};
use crate::phases::facts_store;
use crate::policy::{Action, Denied, Reason, may};

/// Give the whole contest a later deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extend {
    pub contest: ContestId,
    pub until: Timestamp,
    pub reason: String,
}

/// Moves the deadline; from *intake* it opens the contest again. Everybody with a draft or a work is told.
///
/// # Errors
/// Not an organizer; judging has begun; the new time is not later than the old one and than now; no reason.
pub fn extend(tx: &mut Tx, cx: &Cx, cmd: &Extend) -> OpResult<Contest> {
    may(&cx.actor, &Action::Organize(cmd.contest))?;
    let c = store::by_id(tx, cmd.contest)?.ok_or(OpError::NotFound)?;
    if !matches!(c.phase, Phase::Open | Phase::Intake) {
        return Err(Denied { reason: Reason::Phase, hidden: false }.into());
    }
    let mut faults = Faults::none();
    if cmd.until <= cx.now {
        faults.add("until", msg!("extend-in-the-past"));
    } else if c.deadline_at.is_some_and(|t| cmd.until <= t) {
        faults.add("until", msg!("extend-not-later"));
    }
    if cmd.reason.trim().is_empty() {
        faults.add("reason", msg!("extend-no-reason"));
    }
    faults.check()?;
    contests::open_until(tx, cx, c.id, cmd.until)?;
    let mut event = record("contest.extended", Subject("contest", c.id.0))
        .contest(c.id)
        .fact("until", cmd.until.0)
        .note("reason", &cmd.reason);
    if let Some(old) = c.deadline_at {
        event = event.fact("before", old.0);
    }
    if c.phase == Phase::Intake {
        event = event.fact("reopened", true);
    }
    event.write(tx, cx)?;
    let zone = Zone::parse(&c.time_zone).ok_or_else(|| OpError::Internal("time zone".into()))?;
    let letter = Letter::new(LetterKind::Extended, Some(c.id), format!("/cuoc-thi/{}/nop-bai", c.short_code))
        .with("contest", c.title.as_str())
        .with("until", zone.date_time(cmd.until))
        .with("reason", cmd.reason.as_str());
    for account in facts_store::entrants(tx, c.id)? {
        tell(tx, cx, account, &letter)?;
    }
    store::by_id(tx, c.id)?.ok_or(OpError::NotFound)
}
