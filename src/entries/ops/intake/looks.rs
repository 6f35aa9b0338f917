//! What a secretary looked at: lines that the machine could not verify, and files that judges may see.

use crate::audit::{Subject, record};
use crate::db::{Conn, Tx};
use crate::entries::dossier::Dossier;
use crate::entries::entry::{File, FileState, RenditionKind};
use crate::entries::{intake_store, store, write_store};
use crate::files::kind::FileKind;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{EntryId, FileId};
use crate::policy::{self, Action};
use crate::storage::Stored;

/// Tick a line, or take the tick back.
#[derive(Clone, Debug)]
pub struct Tick {
    pub entry: EntryId,
    /// The line's key, as [`super::look`] gives it.
    pub key: String,
    pub on: bool,
}

/// Let judges see a file, or take it back.
#[derive(Clone, Copy, Debug)]
pub struct Release {
    pub file: FileId,
    pub on: bool,
}

/// A cleaned copy for judges, whose bytes are already safe in the store.
#[derive(Clone, Debug)]
pub struct JudgingCopy {
    pub file: FileId,
    pub stored: Stored,
    pub kind: FileKind,
    pub width: Option<u32>,
    pub height: Option<u32>,
}

/// Ticks a line.
///
/// # Errors
/// When the actor may not decide (now); `NotFound` without such a line.
pub fn tick(tx: &mut Tx, cx: &Cx, cmd: Tick) -> OpResult<()> {
    let d = Dossier::by_id(tx, cmd.entry)?;
    policy::may(&cx.actor, &Action::Decide { entry: &d.entry, contest: &d.contest })?;
    let by = cx.actor.account().ok_or(OpError::NotFound)?;
    let handed_in = d.as_handed_in(tx)?;
    if !super::checks_of(&handed_in).iter().any(|c| c.key == cmd.key) {
        return Err(OpError::NotFound);
    }
    if !intake_store::set_tick(tx, cmd.entry, &cmd.key, cmd.on, cx.now, by)? {
        return Ok(());
    }
    record(if cmd.on { "entry.checked" } else { "entry.unchecked" }, Subject("entry", cmd.entry.0))
        .contest(d.contest.id)
        .fact("line", cmd.key)
        .write(tx, cx)?;
    Ok(())
}

/// A file with its work, if the office of the contest may prepare it for judges. That goes on while they judge.
fn to_prepare(tx: &mut Tx, cx: &Cx, file: FileId) -> OpResult<(File, Dossier)> {
    let f = store::file(tx, file)?.ok_or(OpError::NotFound)?;
    let d = Dossier::by_id(tx, f.entry_id)?;
    policy::may(&cx.actor, &Action::Office(d.contest.id))?;
    // A file that its author has only begun to take away is still one of what was handed in.
    if f.state == FileState::Removed && d.as_handed_in(tx)?.files.iter().all(|x| x.id != f.id) {
        return Err(OpError::NotFound);
    }
    Ok((f, d))
}

/// Lets judges of a blind category see a file as it is, or takes that back.
///
/// # Errors
/// When the actor is not of the office; `NotFound` without such a file.
pub fn release(tx: &mut Tx, cx: &Cx, cmd: Release) -> OpResult<File> {
    let (mut f, d) = to_prepare(tx, cx, cmd.file)?;
    if f.released_at.is_some() == cmd.on {
        return Ok(f);
    }
    f.released_at = cmd.on.then_some(cx.now);
    f.released_by = if cmd.on { cx.actor.account() } else { None };
    write_store::update_file(tx, &f)?;
    record(if cmd.on { "entry.file-released" } else { "entry.file-held" }, Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("file", f.id.0)
        .write(tx, cx)?;
    Ok(f)
}

/// Puts a cleaned copy in the place of a file: judges see it instead.
///
/// # Errors
/// When the actor is not of the office; `NotFound` without such a file; `Invalid` on `tep` for an empty one.
pub fn put_judging_copy(tx: &mut Tx, cx: &Cx, cmd: JudgingCopy) -> OpResult<()> {
    let (f, d) = to_prepare(tx, cx, cmd.file)?;
    if cmd.stored.size == 0 {
        return Err(OpError::invalid("tep", msg!("office-copy-empty")));
    }
    write_store::put_rendition(
        tx,
        &write_store::NewRendition {
            file: f.id,
            kind: RenditionKind::JudgingCopy,
            stored: &cmd.stored,
            file_kind: cmd.kind.ext(),
            width: cmd.width.map(i64::from),
            height: cmd.height.map(i64::from),
            now: cx.now,
            by: cx.actor.account(),
        },
    )?;
    record("entry.judging-copy", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("file", f.id.0)
        .fact("sha256", crate::kernel::ids::hex(&cmd.stored.sha256))
        .write(tx, cx)?;
    Ok(())
}

/// Takes the cleaned copy away again.
///
/// # Errors
/// When the actor is not of the office; `NotFound` without such a file or copy.
pub fn remove_judging_copy(tx: &mut Tx, cx: &Cx, file: FileId) -> OpResult<()> {
    let (f, d) = to_prepare(tx, cx, file)?;
    let conn: &mut Conn = tx;
    if intake_store::delete_rendition(conn, f.id, RenditionKind::JudgingCopy)? == 0 {
        return Err(OpError::NotFound);
    }
    record("entry.judging-copy-removed", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("file", f.id.0)
        .write(tx, cx)?;
    Ok(())
}
