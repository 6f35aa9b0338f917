//! Files of an entry: taking one in once its bytes are safe, captions and order, taking one away, what the look into it found.

use std::collections::HashSet;

use crate::audit::{Subject, record};
use crate::db::{Conn, Tx};
use crate::entries::complete::Section;
use crate::entries::content::Content;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{File, FileState, RenditionKind};
use crate::entries::{store, write_store};
use crate::files::check::Checked;
use crate::files::limits::SlotRule;
use crate::files::names::display_name;
use crate::jobs::queue::{JobKind, push};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{CategoryId, EntryId, FileId};
use crate::kernel::text::clean_line;
use crate::policy::{self, Action};
use crate::storage::Stored;

use super::{put_section, to_edit, touch};

/// A file whose bytes are already safe in the store.
#[derive(Clone, Debug)]
pub struct AddFile {
    pub entry: EntryId,
    /// Which of the category's places, from 0.
    pub slot: i64,
    /// As the browser called it.
    pub name: String,
    pub stored: Stored,
}

/// Captions, and one move: up by one place, or away. By the files' codes. `seen`: the mark of the captions of `slot`.
#[derive(Clone, Debug, Default)]
pub struct ArrangeFiles {
    pub entry: Option<EntryId>,
    pub slot: i64,
    pub seen: Option<String>,
    pub captions: Vec<(String, String)>,
    pub up: Option<String>,
    pub remove: Option<String>,
}

/// A copy that was made of a file.
#[derive(Clone, Debug)]
pub struct NewCopy {
    pub kind: RenditionKind,
    pub stored: Stored,
    pub width: u32,
    pub height: u32,
}

/// What a look into a file found.
#[derive(Clone, Debug)]
pub struct Inspected {
    pub file: FileId,
    /// The entry's category under whose rules it was looked into.
    pub category: Option<CategoryId>,
    pub checked: Checked,
    pub copies: Vec<NewCopy>,
}

/// The rule of a place, if there is room for one more file in it.
///
/// # Errors
/// `NotFound` when the category has no such place; `Invalid` when it is full.
pub fn room(d: &Dossier, slot: i64) -> OpResult<SlotRule> {
    let rule = d.rules.as_ref().and_then(|r| r.slot(slot)).ok_or(OpError::NotFound)?;
    let have = d.files.iter().filter(|f| f.slot == slot && f.state != FileState::Refused).count();
    if have < usize::try_from(rule.max).unwrap_or(usize::MAX) {
        return Ok(rule);
    }
    Err(OpError::invalid(
        &format!("tep-{slot}"),
        msg!("entry-too-many-files", role = rule.role.as_str(), max = rule.max),
    ))
}

/// Takes a file in; it is looked into afterwards.
///
/// # Errors
/// When the actor may not, the place is full or there is none; when the database fails.
pub fn add_file(tx: &mut Tx, cx: &Cx, cmd: AddFile) -> OpResult<FileId> {
    let mut d = to_edit(tx, cx, cmd.entry)?;
    room(&d, cmd.slot)?;
    if cmd.stored.size == 0 {
        return Err(OpError::invalid(&format!("tep-{}", cmd.slot), msg!("entry-fault-empty")));
    }
    let position = d.files.iter().filter(|f| f.slot == cmd.slot).map(|f| f.position).max().unwrap_or(0) + 1;
    let name = display_name(&cmd.name);
    let id = write_store::insert_file(tx, cmd.entry, cmd.slot, position, &name, &cmd.stored, cx.now)?;
    touch(tx, cx, &mut d.entry)?;
    push(tx, JobKind::InspectFile, &serde_json::json!({ "file": id.0 }), cx.now)?;
    record("entry.file-added", Subject("entry", cmd.entry.0))
        .contest(d.contest.id)
        .fact("file", id.0)
        .fact("slot", cmd.slot)
        .fact("size", i64::try_from(cmd.stored.size).unwrap_or(i64::MAX))
        .fact("sha256", crate::kernel::ids::hex(&cmd.stored.sha256))
        .write(tx, cx)?;
    Ok(id)
}

/// Saves captions and order, or takes a file away. The blob stays: an earlier version may hold it.
///
/// # Errors
/// When the actor may not; `Conflict` when the page was stale; when the database fails.
pub fn arrange_files(tx: &mut Tx, cx: &Cx, cmd: ArrangeFiles) -> OpResult<Dossier> {
    let id = cmd.entry.ok_or(OpError::NotFound)?;
    let before = to_edit(tx, cx, id)?;
    let mut after = before.clone();
    let mut faults = Faults::none();
    for (token, typed) in &cmd.captions {
        let Some(f) = after.files.iter_mut().find(|f| f.token == *token) else { continue };
        f.caption = clean_line(typed);
        if f.caption.chars().count() > 1000 {
            faults.add(format!("caption-{token}"), msg!("field-too-long", max = 1000i64));
        }
    }
    faults.check()?;
    let was = before.captions_mark(cmd.slot);
    if cmd.seen.as_ref().is_some_and(|seen| *seen != was && after.captions_mark(cmd.slot) != was) {
        return Err(OpError::Conflict(msg!("entry-stale")));
    }
    if let Some(token) = &cmd.up {
        move_up(&mut after.files, token);
    }
    let mut gone = None;
    if let Some(token) = &cmd.remove
        && let Some(i) = after.files.iter().position(|f| f.token == *token)
    {
        let mut f = after.files.remove(i);
        f.state = FileState::Removed;
        f.removed_at = Some(cx.now);
        gone = Some(f);
    }
    for f in &after.files {
        if !before.files.contains(f) {
            write_store::update_file(tx, f)?;
        }
    }
    let Some(f) = gone else {
        return put_section(tx, cx, Section::Files, None, &before, after);
    };
    write_store::update_file(tx, &f)?;
    touch(tx, cx, &mut after.entry)?;
    record("entry.file-removed", Subject("entry", id.0))
        .contest(after.contest.id)
        .fact("file", f.id.0)
        .write(tx, cx)?;
    Ok(after)
}

/// Changes places with the file before it in the same slot.
fn move_up(files: &mut [File], token: &str) {
    let Some(slot) = files.iter().find(|f| f.token == token).map(|f| f.slot) else { return };
    let mut of: Vec<&mut File> = files.iter_mut().filter(|f| f.slot == slot).collect();
    of.sort_by_key(|f| (f.position, f.id));
    for (i, f) in of.iter_mut().enumerate() {
        f.position = i64::try_from(2 * i).unwrap_or(i64::MAX);
        if f.token == token {
            f.position -= 3;
        }
    }
    of.sort_by_key(|f| f.position);
    for (i, f) in of.iter_mut().enumerate() {
        f.position = i64::try_from(i + 1).unwrap_or(i64::MAX);
    }
    files.sort_by_key(|f| (f.slot, f.position, f.id));
}

/// Writes down what a look into a file found. Nothing when that is no longer asked: the file was looked into already or taken away
/// meanwhile, or its work was moved to another category.
///
/// # Errors
/// When the actor is not the machine; when the database fails.
pub fn record_inspection(tx: &mut Tx, cx: &Cx, found: &Inspected) -> OpResult<Option<File>> {
    let mut f = store::file(tx, found.file)?.ok_or(OpError::NotFound)?;
    let entry = store::by_id(tx, f.entry_id)?.ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::Office(entry.contest_id))?;
    if f.state != FileState::Received || entry.category_id != found.category {
        return Ok(None);
    }
    let c = &found.checked;
    let ready = c.ready();
    f.state = if ready { FileState::Ready } else { FileState::Refused };
    f.faults = serde_json::to_string(&c.faults)?;
    f.unverified = serde_json::to_string(&c.unverified)?;
    // Its bytes never change: what was measured under other rules stays true where this look did not come so far.
    let m = &c.measures;
    f.kind = c.kind.map(|k| k.ext().to_owned()).or(f.kind);
    f.width = m.width.map(i64::from).or(f.width);
    f.height = m.height.map(i64::from).or(f.height);
    f.duration_ms = m.duration_ms.and_then(|n| i64::try_from(n).ok()).or(f.duration_ms);
    f.words = m.words.map(i64::from).or(f.words);
    f.pages = m.pages.map(i64::from).or(f.pages);
    write_store::update_file(tx, &f)?;
    for copy in &found.copies {
        write_store::put_rendition(
            tx,
            &write_store::NewRendition {
                file: f.id,
                kind: copy.kind,
                stored: &copy.stored,
                file_kind: "jpg",
                width: Some(i64::from(copy.width)),
                height: Some(i64::from(copy.height)),
                now: cx.now,
                by: None,
            },
        )?;
    }
    record(if ready { "entry.file-ready" } else { "entry.file-refused" }, Subject("entry", entry.id.0))
        .contest(entry.contest_id)
        .fact("file", f.id.0)
        .write(tx, cx)?;
    Ok(Some(f))
}

/// The most files that were refused or taken away which one entry keeps, beside those that a version holds.
pub const MOST_UNWANTED: usize = 50;

fn most_unwanted() -> i64 {
    i64::try_from(MOST_UNWANTED).unwrap_or(i64::MAX)
}

/// Whether any entry has too many of them.
///
/// # Errors
/// When the database fails.
pub fn has_unwanted(conn: &mut Conn) -> OpResult<bool> {
    Ok(!write_store::holders_of_unwanted(conn, most_unwanted())?.is_empty())
}

/// Takes the oldest refused and removed files of every entry away for good, where there are too many: nobody fills the disk with
/// them. What was ever handed in or put aside stays.
///
/// # Errors
/// When the actor is not the machine; when the database fails.
pub fn drop_unwanted(tx: &mut Tx, cx: &Cx) -> OpResult<usize> {
    let mut gone = 0;
    for id in write_store::holders_of_unwanted(tx, most_unwanted())? {
        let entry = store::by_id(tx, id)?.ok_or(OpError::NotFound)?;
        policy::may(&cx.actor, &Action::Office(entry.contest_id))?;
        let mut held = HashSet::new();
        for json in write_store::version_contents(tx, id)? {
            held.extend(serde_json::from_str::<Content>(&json)?.files.into_iter().map(|f| f.id));
        }
        let unwanted = write_store::unwanted_files(tx, id)?.into_iter().filter(|f| !held.contains(f));
        let old: Vec<FileId> = unwanted.skip(MOST_UNWANTED).collect();
        if old.is_empty() {
            continue;
        }
        gone += write_store::delete_files(tx, &old)?;
        record("entry.files-dropped", Subject("entry", id.0))
            .contest(entry.contest_id)
            .fact("count", i64::try_from(old.len()).unwrap_or(i64::MAX))
            .write(tx, cx)?;
    }
    Ok(gone)
}
