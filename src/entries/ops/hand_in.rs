//! Handing in: everything is checked once more inside the write, what is handed in is kept as a version, a receipt is given.

use crate::audit::{Subject, record};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{Entry, EntryState};
use crate::entries::{states, write_store};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{EntryId, digest, hex, receipt_code, secret};
use crate::kernel::time::Day;
use crate::messages::outbox::{Letter, LetterKind, tell};
use crate::policy::{self, Action};

use super::touch;

/// Hand in. `version`: the entry's, as the page with the answers was drawn (none: not checked).
#[derive(Clone, Copy, Debug)]
pub struct HandIn {
    pub entry: EntryId,
    pub version: Option<i64>,
}

/// Hands in for the first time, again with changes, or as the answer to a correction request.
///
/// # Errors
/// When the actor may not (now); `Invalid` with every fault when it is incomplete; `Conflict` when it was changed after the page
/// with the answers was drawn.
pub fn hand_in(tx: &mut Tx, cx: &Cx, cmd: HandIn) -> OpResult<Entry> {
    let mut d = Dossier::by_id(tx, cmd.entry)?;
    policy::may(&cx.actor, &Action::SeeEntry(&d.entry))?;
    let deadline = d.deadline(cx.now);
    policy::may(&cx.actor, &Action::HandIn { entry: &d.entry, contest: &d.contest, deadline })?;
    let before = d.entry.state;
    let state = states::hand_in(before)?;
    if cmd.version.is_some_and(|v| v != d.entry.version) {
        return Err(OpError::Conflict(msg!("entry-stale")));
    }
    let review = d.review(cx.now);
    if !review.is_complete() {
        return Err(OpError::Invalid(Faults(review.faults.into_iter().map(|f| (f.field, f.msg)).collect())));
    }
    let rules = contests::rules(tx, d.contest.id)?;
    let number = d.entry.submitted_number + 1;
    let e = &mut d.entry;
    e.state = state;
    e.state_at = cx.now;
    e.state_by = cx.actor.account();
    e.submitted_number = number;
    e.rules_number = rules.map(|r| r.number);
    e.submitted_at = Some(cx.now);
    if before != EntryState::Correction || e.postmark_on.is_some() {
        let close = d.contest.deadline_at.map(|t| crate::entries::dossier::zone(&d.contest).day(t));
        let posted = e.postmark_on.as_deref().and_then(Day::parse);
        e.late = match (posted, close) {
            (Some(day), Some(close)) => day.0 > close,
            _ => deadline.is_late(),
        };
    }
    if e.receipt_code.is_none() {
        e.receipt_code = Some(free_code(tx, &d.contest.short_code)?);
    }
    touch(tx, cx, &mut d.entry)?;
    let content = d.content().kept(&secret())?;
    write_store::insert_version(tx, d.entry.id, number, &content, cx.now, cx.actor.account())?;
    record("entry.submitted", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("number", number)
        .fact("content_sha256", hex(&digest(content.as_bytes())))
        .fact("late", d.entry.late)
        .fact("on_behalf", d.entry.on_behalf_by.is_some())
        .write(tx, cx)?;
    if d.entry.on_behalf_by.is_none() {
        let code = d.entry.receipt_code.clone().unwrap_or_default();
        let path = format!("/cuoc-thi/{}/nop-bai/{}/bien-nhan", d.contest.short_code, d.entry.token);
        let letter = Letter::new(LetterKind::Receipt, Some(d.contest.id), path)
            .with("title", d.entry.title.as_str())
            .with("code", code)
            .with("contest", d.contest.title.as_str())
            .with("time", d.zone().date_time(cx.now));
        tell(tx, cx, d.entry.owner_id, &letter)?;
    }
    Ok(d.entry)
}

/// A receipt code that nobody has.
fn free_code(tx: &mut Tx, contest: &str) -> OpResult<String> {
    for _ in 0..50 {
        let code = receipt_code(contest);
        if !write_store::has_receipt_code(tx, &code)? {
            return Ok(code);
        }
    }
    Err(OpError::Internal("no free receipt code after 50 tries".into()))
}
