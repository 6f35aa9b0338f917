//! What can be done with an entry: begin, save part by part, hand in, take back.

pub mod intake;

mod begin;
pub mod dossier;
mod files;
mod hand_in;
mod save;
mod steps;
mod telling;

pub use begin::{Begin, BeginOnBehalf, begin, begin_on_behalf, delete_draft};
pub use files::{
    AddFile, ArrangeFiles, Inspected, MOST_UNWANTED, NewCopy, add_file, arrange_files, drop_unwanted, has_unwanted,
    record_inspection, room,
};
pub use hand_in::{HandIn, hand_in};
pub use save::{
    SaveAuthors, SaveCategory, SaveCommitments, SaveText, SaveWork, save_authors, save_category, save_commitments,
    save_postmark, save_text, save_work,
};
pub use steps::{change_accepted, give_back, settle, withdraw};
pub use telling::tell_author;

use self::dossier::Dossier;
use super::complete::Section;
use super::entry::{Entry, EntryVersion, File};
use super::{states, write_store};
use crate::audit::{Subject, record};
use crate::db::{Conn, Tx};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, ContestId, EntryId};
use crate::policy::{self, Action};

/// A person's own entries in a contest, the newest first.
///
/// # Errors
/// When the database fails.
pub fn mine(conn: &mut Conn, contest: ContestId, owner: AccountId) -> OpResult<Vec<Entry>> {
    Ok(write_store::of_owner(conn, contest, owner)?)
}

/// What was handed in, by its number.
///
/// # Errors
/// When the database fails.
pub fn version(conn: &mut Conn, entry: EntryId, number: i64) -> OpResult<Option<EntryVersion>> {
    Ok(write_store::version(conn, entry, number)?)
}

/// What its author had changed and not handed in when the office decided, the newest first: numbers from -1 down.
///
/// # Errors
/// When the database fails.
pub fn put_aside(conn: &mut Conn, entry: EntryId) -> OpResult<Vec<EntryVersion>> {
    Ok(write_store::versions_aside(conn, entry)?)
}

/// One of them, with every file that the entry ever held.
///
/// # Errors
/// `NotFound` when there is none; when the database fails.
pub fn aside(conn: &mut Conn, entry: EntryId, number: i64) -> OpResult<(EntryVersion, Vec<File>)> {
    let version = write_store::version(conn, entry, number)?.filter(|v| v.number < 0).ok_or(OpError::NotFound)?;
    Ok((version, write_store::every_file_of(conn, entry)?))
}

/// Loads an entry whose content the actor may change now.
fn to_edit(tx: &mut Tx, cx: &Cx, id: EntryId) -> OpResult<Dossier> {
    let d = Dossier::by_id(tx, id)?;
    policy::may(&cx.actor, &Action::SeeEntry(&d.entry))?;
    policy::may(&cx.actor, &Action::EditEntry { entry: &d.entry, contest: &d.contest, deadline: d.deadline(cx.now) })?;
    if states::is_open_to_change(d.entry.state) { Ok(d) } else { Err(states::Refused(d.entry.state).into()) }
}

/// Writes a changed section, unless nothing changed or the page that sent it was stale.
fn put_section(
    tx: &mut Tx,
    cx: &Cx,
    section: Section,
    seen: Option<&str>,
    before: &Dossier,
    mut after: Dossier,
) -> OpResult<Dossier> {
    let (was, is) = (before.mark(section), after.mark(section));
    if was == is {
        return Ok(after);
    }
    if seen.is_some_and(|seen| seen != was) {
        return Err(OpError::Conflict(msg!("entry-stale")));
    }
    touch(tx, cx, &mut after.entry)?;
    record("entry.saved", Subject("entry", after.entry.id.0))
        .contest(after.contest.id)
        .fact("section", section.word())
        .fact("version", after.entry.version)
        .write(tx, cx)?;
    Ok(after)
}

/// Writes the row as its next version.
fn touch(tx: &mut Tx, cx: &Cx, entry: &mut Entry) -> OpResult<()> {
    let conn: &mut Conn = tx;
    entry.version += 1;
    entry.updated_at = cx.now;
    write_store::update(conn, entry)?;
    Ok(())
}
