//! The decisions themselves. Each is about the version that was handed in; a change that its author has only begun is put aside.

use crate::audit::{Subject, record};
use crate::db::Tx;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{Entry, FileState};
use crate::entries::ops::{settle, touch};
use crate::entries::{intake_store, states};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{ContestId, EntryId, blind_code};
use crate::kernel::time::Timestamp;
use crate::messages::outbox::LetterKind;
use crate::policy::{self, Action};

use super::{letter, reason, tell_author, to_decide, turn};

/// Accept a work. `number`: the version handed in that was seen (none: not checked); so with every command here.
#[derive(Clone, Copy, Debug)]
pub struct Accept {
    pub entry: EntryId,
    pub number: Option<i64>,
}

/// Ask the author for a correction.
#[derive(Clone, Debug)]
pub struct RequestCorrection {
    pub entry: EntryId,
    pub number: Option<i64>,
    /// What is to be corrected, for the author to read.
    pub text: String,
    /// Until when; it may lie after the close.
    pub due_at: Timestamp,
}

/// Do not accept a work.
#[derive(Clone, Debug)]
pub struct Refuse {
    pub entry: EntryId,
    pub number: Option<i64>,
    /// Which rule it does not meet, for the author to read.
    pub rule: String,
}

/// Look at a refused work again.
#[derive(Clone, Debug)]
pub struct Reopen {
    pub entry: EntryId,
    pub reason: String,
}

/// Take an accepted work out of the contest.
#[derive(Clone, Debug)]
pub struct Disqualify {
    pub entry: EntryId,
    pub reason: String,
}

/// Withdraw a work because its author asked the office to.
#[derive(Clone, Debug)]
pub struct WithdrawFor {
    pub entry: EntryId,
    pub reason: String,
}

/// Accepts: what was handed in is frozen, and the work gets its blind code (it keeps one it already has).
///
/// # Errors
/// When the actor may not (now); `Conflict` when it was handed in anew since it was seen, a file is still
/// being looked into, or a line still waits to be ticked.
pub fn accept(tx: &mut Tx, cx: &Cx, cmd: Accept) -> OpResult<Entry> {
    let seen = to_decide(tx, cx, cmd.entry, cmd.number)?;
    states::accept(seen.entry.state)?;
    settle(tx, cx, cmd.entry)?;
    let mut d = Dossier::by_id(tx, cmd.entry)?;
    if d.used_files().iter().any(|f| f.state == FileState::Received) {
        return Err(OpError::Conflict(msg!("office-files-first", title = d.entry.title.as_str())));
    }
    let waiting = super::open_checks(tx, &d)?;
    if waiting > 0 {
        return Err(OpError::Conflict(msg!("office-tick-first", title = d.entry.title.as_str(), n = waiting)));
    }
    let to = states::accept(d.entry.state)?;
    turn(cx, &mut d.entry, to);
    d.entry.decision_reason = String::new();
    d.entry.correction_text = String::new();
    d.entry.correction_due_at = None;
    let fresh = d.entry.blind_code.is_none();
    if fresh {
        d.entry.blind_code = Some(free_blind_code(tx, d.contest.id)?);
    }
    touch(tx, cx, &mut d.entry)?;
    // Without the blind code: the log is read by people who may not know whose work it is.
    record("entry.accepted", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("number", d.entry.submitted_number)
        .fact("new_code", fresh)
        .write(tx, cx)?;
    tell_author(tx, cx, &d, &letter(&d, cx, LetterKind::Accepted))?;
    Ok(d.entry)
}

/// Accepts those that are still what was seen, and tells which were left out and why. All of it or nothing is written.
///
/// # Errors
/// When the database fails, or the actor may not decide at all.
pub fn accept_all(tx: &mut Tx, cx: &Cx, all: &[Accept]) -> OpResult<(Vec<Entry>, Vec<(Entry, OpError)>)> {
    let (mut done, mut left) = (Vec::new(), Vec::new());
    for cmd in all {
        // What `accept` refuses it refuses before it writes anything but a settled version, which stands anyhow.
        match accept(tx, cx, *cmd) {
            Ok(e) => done.push(e),
            Err(e @ (OpError::Conflict(_) | OpError::Denied(_))) => {
                left.push((Dossier::by_id(tx, cmd.entry)?.entry, e));
            }
            Err(e) => return Err(e),
        }
    }
    Ok((done, left))
}

fn free_blind_code(tx: &mut Tx, contest: ContestId) -> OpResult<String> {
    for _ in 0..100 {
        let code = blind_code();
        if !intake_store::has_blind_code(tx, contest, &code)? {
            return Ok(code);
        }
    }
    Err(OpError::Internal("no free blind code after 100 tries".into()))
}

/// Asks for a correction by a date.
///
/// # Errors
/// When the actor may not (now); `Invalid` on `text` or `due_at`; `Conflict` when it was handed in anew since it was seen.
pub fn request_correction(tx: &mut Tx, cx: &Cx, cmd: RequestCorrection) -> OpResult<Entry> {
    let mut d = to_decide(tx, cx, cmd.entry, cmd.number)?;
    let to = states::ask_correction(d.entry.state)?;
    let text = reason("text", &cmd.text)?;
    if cmd.due_at <= cx.now {
        return Err(OpError::invalid("due_at", msg!("office-due-past")));
    }
    turn(cx, &mut d.entry, to);
    d.entry.correction_text.clone_from(&text);
    d.entry.correction_due_at = Some(cmd.due_at);
    touch(tx, cx, &mut d.entry)?;
    record("entry.correction-requested", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("number", d.entry.submitted_number)
        .fact("due_at", cmd.due_at.rfc3339())
        .note("text", &text)
        .write(tx, cx)?;
    let letter = letter(&d, cx, LetterKind::Correction).with("text", text).with("due", d.zone().date_time(cmd.due_at));
    tell_author(tx, cx, &d, &letter)?;
    Ok(d.entry)
}

/// Does not accept, naming the rule.
///
/// # Errors
/// When the actor may not (now); `Invalid` on `rule`; `Conflict` when it was handed in anew since it was seen.
pub fn refuse(tx: &mut Tx, cx: &Cx, cmd: Refuse) -> OpResult<Entry> {
    let seen = to_decide(tx, cx, cmd.entry, cmd.number)?;
    states::refuse(seen.entry.state)?;
    let rule = reason("rule", &cmd.rule)?;
    settle(tx, cx, cmd.entry)?;
    let mut d = Dossier::by_id(tx, cmd.entry)?;
    let to = states::refuse(d.entry.state)?;
    turn(cx, &mut d.entry, to);
    d.entry.decision_reason.clone_from(&rule);
    touch(tx, cx, &mut d.entry)?;
    record("entry.refused", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("number", d.entry.submitted_number)
        .note("rule", &rule)
        .write(tx, cx)?;
    tell_author(tx, cx, &d, &letter(&d, cx, LetterKind::Refused).with("reason", rule))?;
    Ok(d.entry)
}

/// Puts a refused work back among those to be checked.
///
/// # Errors
/// When the actor may not (now); `Invalid` on `reason`.
pub fn reopen(tx: &mut Tx, cx: &Cx, cmd: Reopen) -> OpResult<Entry> {
    let mut d = Dossier::by_id(tx, cmd.entry)?;
    policy::may(&cx.actor, &Action::Reopen { entry: &d.entry, contest: &d.contest })?;
    let to = states::reopen(d.entry.state)?;
    let text = reason("reason", &cmd.reason)?;
    turn(cx, &mut d.entry, to);
    d.entry.decision_reason = String::new();
    touch(tx, cx, &mut d.entry)?;
    record("entry.reopened", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .note("reason", &text)
        .write(tx, cx)?;
    tell_author(tx, cx, &d, &letter(&d, cx, LetterKind::Reopened).with("reason", text))?;
    Ok(d.entry)
}

/// Takes an accepted work out of the contest.
///
/// # Errors
/// When the actor is no organizer, or it is published; `Invalid` on `reason`.
pub fn disqualify(tx: &mut Tx, cx: &Cx, cmd: Disqualify) -> OpResult<Entry> {
    let mut d = Dossier::by_id(tx, cmd.entry)?;
    policy::may(&cx.actor, &Action::Disqualify { entry: &d.entry, contest: &d.contest })?;
    let to = states::disqualify(d.entry.state)?;
    let text = reason("reason", &cmd.reason)?;
    turn(cx, &mut d.entry, to);
    d.entry.decision_reason.clone_from(&text);
    touch(tx, cx, &mut d.entry)?;
    record("entry.disqualified", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .note("reason", &text)
        .write(tx, cx)?;
    tell_author(tx, cx, &d, &letter(&d, cx, LetterKind::Disqualified).with("reason", text))?;
    Ok(d.entry)
}

/// Withdraws a work for its author, who asked the office to.
///
/// # Errors
/// When the actor is not of the office, or it is published; `Invalid` on `reason`.
pub fn withdraw_for(tx: &mut Tx, cx: &Cx, cmd: WithdrawFor) -> OpResult<Entry> {
    let mut d = Dossier::by_id(tx, cmd.entry)?;
    policy::may(&cx.actor, &Action::Office(d.contest.id))?;
    policy::may(&cx.actor, &Action::Withdraw { entry: &d.entry, contest: &d.contest })?;
    let to = states::withdraw(d.entry.state)?;
    let text = reason("reason", &cmd.reason)?;
    turn(cx, &mut d.entry, to);
    touch(tx, cx, &mut d.entry)?;
    record("entry.withdrawn", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("by_office", true)
        .note("reason", &text)
        .write(tx, cx)?;
    tell_author(tx, cx, &d, &letter(&d, cx, LetterKind::Withdrawn))?;
    Ok(d.entry)
}
