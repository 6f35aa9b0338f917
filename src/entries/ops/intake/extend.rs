//! More time for one person, with who gave it and why.

use crate::accounts::store as accounts;
use crate::audit::{Subject, record};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::dossier::zone;
use crate::entries::intake_store;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, ContestId};
use crate::kernel::time::Timestamp;
use crate::messages::outbox::{Letter, LetterKind, tell};
use crate::policy::{self, Action};

use super::reason;

/// Give a person more time in a contest.
#[derive(Clone, Debug)]
pub struct Extend {
    pub contest: ContestId,
    pub account: AccountId,
    pub until_at: Timestamp,
    pub reason: String,
}

/// Gives it, and tells the person.
///
/// # Errors
/// When the actor is not of the office; `Invalid` on `who` (nobody gives themselves more time), `until_at` or `reason`; `NotFound` without such a contest or account.
pub fn extend(tx: &mut Tx, cx: &Cx, cmd: Extend) -> OpResult<()> {
    let contest = contests::by_id(tx, cmd.contest)?.ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::Extend(contest.id))?;
    let by = cx.actor.account().ok_or(OpError::NotFound)?;
    let account = accounts::by_id(tx, cmd.account)?.ok_or(OpError::NotFound)?;
    let mut faults = Faults::none();
    if account.id == by {
        faults.add("who", msg!("office-extend-own"));
    }
    let text = match reason("reason", &cmd.reason) {
        Ok(text) => text,
        Err(OpError::Invalid(f)) => {
            faults.0.extend(f.0);
            String::new()
        }
        Err(e) => return Err(e),
    };
    if cmd.until_at <= cx.now {
        faults.add("until_at", msg!("office-due-past"));
    } else if contest.deadline_at.is_some_and(|close| cmd.until_at <= close) {
        faults.add("until_at", msg!("office-until-before-close"));
    }
    faults.check()?;
    let id = intake_store::insert_extension(tx, contest.id, account.id, cmd.until_at, &text, cx.now, by)?;
    record("entrant.extended", Subject("extension", id.0))
        .contest(contest.id)
        .fact("account", account.id.0)
        .fact("until_at", cmd.until_at.rfc3339())
        .note("reason", &text)
        .write(tx, cx)?;
    let letter =
        Letter::new(LetterKind::Extended, Some(contest.id), format!("/cuoc-thi/{}/nop-bai", contest.short_code))
            .with("contest", contest.title.as_str())
            .with("until", zone(&contest).date_time(cmd.until_at))
            .with("reason", text);
    tell(tx, cx, account.id, &letter)
}
