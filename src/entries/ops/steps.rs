//! Steps of an entrant after handing in: changing an accepted work, withdrawing, coming back; and what puts a half-made change
//! aside so that what is decided about is what was handed in.

use crate::audit::{Subject, record};
use crate::db::Tx;
use crate::entries::content::AuthorContent;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{Entry, EntryState, FileState};
use crate::entries::{states, write_store};
use crate::jobs::queue::{JobKind, push};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{EntryId, digest, hex, secret};
use crate::messages::outbox::{Letter, LetterKind};
use crate::policy::{self, Action};

use super::{tell_author, touch};

fn turn(cx: &Cx, e: &mut Entry, state: EntryState) {
    e.state = state;
    e.state_at = cx.now;
    e.state_by = cx.actor.account();
}

/// Opens an accepted work to change before the deadline: it goes back to be checked, its codes stay.
///
/// # Errors
/// When the actor may not (now) or it is not accepted.
pub fn change_accepted(tx: &mut Tx, cx: &Cx, id: EntryId) -> OpResult<Entry> {
    let mut d = Dossier::by_id(tx, id)?;
    policy::may(&cx.actor, &Action::SeeEntry(&d.entry))?;
    let deadline = d.deadline(cx.now);
    policy::may(&cx.actor, &Action::EditEntry { entry: &d.entry, contest: &d.contest, deadline })?;
    let to = states::change(d.entry.state)?;
    turn(cx, &mut d.entry, to);
    touch(tx, cx, &mut d.entry)?;
    record("entry.changing", Subject("entry", id.0)).contest(d.contest.id).write(tx, cx)?;
    Ok(d.entry)
}

/// Takes the work back. The office does so only with a reason.
///
/// # Errors
/// When the actor may not (now); `Invalid` on `reason` when the office gives none.
pub fn withdraw(tx: &mut Tx, cx: &Cx, id: EntryId, reason: &str) -> OpResult<Entry> {
    let mut d = Dossier::by_id(tx, id)?;
    policy::may(&cx.actor, &Action::Withdraw { entry: &d.entry, contest: &d.contest })?;
    let to = states::withdraw(d.entry.state)?;
    let by_office = d.entry.on_behalf_by.is_some() || cx.actor.account() != Some(d.entry.owner_id);
    if by_office && reason.is_empty() {
        return Err(OpError::invalid("reason", msg!("field-required")));
    }
    turn(cx, &mut d.entry, to);
    touch(tx, cx, &mut d.entry)?;
    let mut event = record("entry.withdrawn", Subject("entry", id.0)).contest(d.contest.id);
    if by_office {
        event = event.fact("by_office", true);
    }
    if !reason.is_empty() {
        event = event.note("reason", reason);
    }
    event.write(tx, cx)?;
    let path = format!("/cuoc-thi/{}/nop-bai/{}", d.contest.short_code, d.entry.token);
    let letter = Letter::new(LetterKind::Withdrawn, Some(d.contest.id), path)
        .with("title", d.entry.title.as_str())
        .with("code", d.entry.receipt_code.clone().unwrap_or_default())
        .with("contest", d.contest.title.as_str())
        .with("time", d.zone().date_time(cx.now));
    tell_author(tx, cx, d.entry.id, d.entry.owner_id, d.entry.on_behalf_by.is_some(), &letter)?;
    Ok(d.entry)
}

/// Brings a withdrawn work back before the deadline; it waits to be checked again.
///
/// # Errors
/// When the actor may not (now).
pub fn give_back(tx: &mut Tx, cx: &Cx, id: EntryId) -> OpResult<Entry> {
    let mut d = Dossier::by_id(tx, id)?;
    let deadline = d.deadline(cx.now);
    policy::may(&cx.actor, &Action::Return { entry: &d.entry, contest: &d.contest, deadline })?;
    let to = states::give_back(d.entry.state)?;
    turn(cx, &mut d.entry, to);
    touch(tx, cx, &mut d.entry)?;
    record("entry.returned", Subject("entry", id.0)).contest(d.contest.id).write(tx, cx)?;
    Ok(d.entry)
}

/// Before something is decided about an entry: if its author began to change it and did not hand it in again, what was handed in
/// is put back, and the half-made change is kept as a version with a negative number.
///
/// # Errors
/// When the actor may not decide; when the database fails.
pub fn settle(tx: &mut Tx, cx: &Cx, id: EntryId) -> OpResult<Entry> {
    let d = Dossier::by_id(tx, id)?;
    policy::may(&cx.actor, &Action::Office(d.contest.id))?;
    if !d.has_unsent_changes(tx)? {
        return Ok(d.entry);
    }
    let back = d.as_handed_in(tx)?;
    let aside = d.content().kept(&secret())?;
    let number = write_store::number_aside(tx, id)?;
    write_store::insert_version(tx, id, number, &aside, cx.now, cx.actor.account())?;
    put_back(tx, cx, &back)?;
    let mut e = back.entry;
    touch(tx, cx, &mut e)?;
    record("entry.settled", Subject("entry", id.0))
        .contest(d.contest.id)
        .fact("number", e.submitted_number)
        .fact("aside", number)
        .fact("aside_sha256", hex(&digest(aside.as_bytes())))
        .write(tx, cx)?;
    Ok(e)
}

/// Writes the authors and files of what was handed in; those that came since are taken away.
fn put_back(tx: &mut Tx, cx: &Cx, back: &Dossier) -> OpResult<()> {
    let authors: Vec<AuthorContent> = back.authors.iter().map(AuthorContent::from).collect();
    write_store::replace_authors(tx, back.entry.id, &authors)?;
    for mut f in write_store::every_file_of(tx, back.entry.id)? {
        if let Some(was) = back.files.iter().find(|was| was.id == f.id) {
            f = was.clone();
            if f.state == FileState::Received {
                push(tx, JobKind::InspectFile, &serde_json::json!({ "file": f.id.0 }), cx.now)?;
            }
        } else if f.state != FileState::Removed {
            f.state = FileState::Removed;
            f.removed_at = Some(cx.now);
        }
        write_store::update_file(tx, &f)?;
    }
    Ok(())
}
