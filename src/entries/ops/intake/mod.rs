//! What the office decides about a work that was handed in: accept, ask for a correction, refuse, move, reopen, disqualify,
//! take back for its author; more time for one person; what was looked at; files that judges may see; claims.

mod claim;
mod decide;
mod extend;
mod look;
mod looks;
mod moved;

pub use claim::{Claim, claim, issue_claim};
pub use decide::{
    Accept, Disqualify, Refuse, Reopen, RequestCorrection, WithdrawFor, accept, accept_all, disqualify, refuse, reopen,
    request_correction, withdraw_for,
};
pub use extend::{Extend, extend};
pub use look::{HandedIn, Looked, checks_of, handed_in, look, open_checks};
pub use looks::{JudgingCopy, Release, Tick, put_judging_copy, release, remove_judging_copy, tick};
pub use moved::{MoveCategory, move_category, without_place};

use crate::db::Tx;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{Entry, EntryState};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::EntryId;
use crate::kernel::text::clean_text;
use crate::messages::outbox::{Letter, LetterKind};
use crate::policy::{self, Action};

/// Loads an entry that the actor may decide about, if it is still what the page showed. `number`: the version handed in that was
/// seen (none: not checked).
fn to_decide(tx: &mut Tx, cx: &Cx, id: EntryId, number: Option<i64>) -> OpResult<Dossier> {
    let d = Dossier::by_id(tx, id)?;
    policy::may(&cx.actor, &Action::Decide { entry: &d.entry, contest: &d.contest })?;
    same(&d, number)?;
    Ok(d)
}

fn same(d: &Dossier, number: Option<i64>) -> OpResult<()> {
    if number.is_some_and(|n| n != d.entry.submitted_number) {
        return Err(OpError::Conflict(msg!("office-stale", title = d.entry.title.as_str())));
    }
    Ok(())
}

fn turn(cx: &Cx, e: &mut Entry, state: EntryState) {
    e.state = state;
    e.state_at = cx.now;
    e.state_by = cx.actor.account();
}

/// A reason that must be given.
fn reason(field: &str, typed: &str) -> OpResult<String> {
    let text = clean_text(typed).trim().to_owned();
    let mut faults = Faults::none();
    if text.is_empty() {
        faults.add(field, msg!("field-required"));
    } else if text.chars().count() > 2000 {
        faults.add(field, msg!("field-too-long", max = 2000i64));
    }
    faults.check()?;
    Ok(text)
}

/// A letter about a work, with what every such letter says.
fn letter(d: &Dossier, cx: &Cx, kind: LetterKind) -> Letter {
    Letter::new(kind, Some(d.contest.id), format!("/cuoc-thi/{}/nop-bai/{}", d.contest.short_code, d.entry.token))
        .with("title", d.entry.title.as_str())
        .with("code", d.entry.receipt_code.clone().unwrap_or_default())
        .with("contest", d.contest.title.as_str())
        .with("time", d.zone().date_time(cx.now))
}

/// Tells the author.
fn tell_author(tx: &mut Tx, cx: &Cx, d: &Dossier, letter: &Letter) -> OpResult<()> {
    let e = &d.entry;
    crate::entries::ops::tell_author(tx, cx, e.id, e.owner_id, e.on_behalf_by.is_some(), letter)
}
