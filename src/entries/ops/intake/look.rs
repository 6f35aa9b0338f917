//! What a secretary looks at about one work: what the machine found, as sentences, and the lines that a person has to tick.

use crate::db::Conn;
use crate::entries::content::Content;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{Check, EntryState, File, FileState, Rendition};
use crate::entries::findings::{self, Finding};
use crate::entries::intake_store::{self, Twin};
use crate::entries::store;
use crate::kernel::errors::OpResult;
use crate::kernel::msg::Msg;
use crate::kernel::text::fold;
use crate::kernel::time::Timestamp;

/// What was found about one work.
#[derive(Clone, Debug)]
pub struct Looked {
    /// Sentences to weigh, none of which stops anything by itself.
    pub findings: Vec<Msg>,
    pub checks: Vec<(Finding, Option<Check>)>,
    pub twins: Vec<Twin>,
    /// The author has begun to change it and has not handed it in again.
    pub being_changed: bool,
    /// A file of it is still being looked into.
    pub unread: bool,
}

impl Looked {
    /// Whether it can be accepted without a second look: nothing found, nothing left to tick.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.findings.is_empty() && self.twins.is_empty() && self.checks.iter().all(|(_, tick)| tick.is_some())
    }
}

/// The lines that a work has to have ticked: limits that need a look into a file.
#[must_use]
pub fn checks_of(d: &Dossier) -> Vec<Finding> {
    findings::to_look_at(&d.used_files())
}

/// How many of its lines still wait to be ticked.
///
/// # Errors
/// When the database fails.
pub fn open_checks(conn: &mut Conn, d: &Dossier) -> OpResult<usize> {
    let lines = checks_of(d);
    if lines.is_empty() {
        return Ok(0);
    }
    let ticks = intake_store::ticks(conn, d.entry.id)?;
    Ok(lines.iter().filter(|l| ticks.iter().all(|t| t.key != l.key)).count())
}

/// Looks at one work as it was handed in: within its limits, once only, by nobody who is named in it.
///
/// # Errors
/// When the database fails.
pub fn look(conn: &mut Conn, d: &Dossier, now: Timestamp) -> OpResult<Looked> {
    let being_changed = d.entry.state == EntryState::Submitted && d.has_unsent_changes(conn)?;
    let d = &d.as_handed_in(conn)?;
    let mut found: Vec<Msg> = d.review(now).faults.into_iter().map(|f| f.msg).collect();
    if d.entry.late {
        found.push(msg!("office-find-late"));
    }
    let used = d.used_files();
    for f in d.files.iter().filter(|f| f.state != FileState::Refused && used.iter().all(|u| u.id != f.id)) {
        found.push(msg!("office-find-no-place", file = f.name.as_str()));
    }
    let lines = checks_of(d);
    for f in d.findings(conn)? {
        if lines.iter().all(|l| l.key != f.key) && !found.contains(&f.msg) {
            found.push(f.msg);
        }
    }
    if d.category.as_ref().is_some_and(|c| c.blind) {
        let title = format!(" {} ", d.entry.title_folded);
        let names = findings::names(&d.entry, &d.authors);
        for n in names.iter().filter(|n| title.contains(&format!(" {} ", n.folded))) {
            found.push(msg!("office-find-named-in-title", name = n.shown.as_str()));
        }
        for f in d.used_files() {
            let in_name = fold(&f.name).replace(|c: char| !c.is_alphanumeric(), " ");
            let caption = fold(&f.caption);
            for n in &names {
                if caption.contains(&n.folded) {
                    found.push(msg!("office-find-named-in-caption", name = n.shown.as_str(), file = f.name.as_str()));
                } else if in_name.contains(&n.folded) {
                    found.push(msg!("office-find-named-in-file", name = n.shown.as_str(), file = f.name.as_str()));
                }
            }
        }
    }
    let mut twins = intake_store::twins_by_file(conn, d.entry.id)?;
    twins.extend(intake_store::twins_by_text(conn, d.entry.id)?);
    let ticks = intake_store::ticks(conn, d.entry.id)?;
    let checks = lines
        .into_iter()
        .map(|l| {
            let tick = ticks.iter().find(|t| t.key == l.key).cloned();
            (l, tick)
        })
        .collect();
    let unread = d.used_files().iter().any(|f| f.state == FileState::Received);
    Ok(Looked { findings: found, checks, twins, being_changed, unread })
}

/// A work as it was handed in: what is decided about, whatever its author has begun to change since.
#[derive(Clone, Debug)]
pub struct HandedIn {
    pub content: Content,
    pub files: Vec<File>,
    pub copies: Vec<Rendition>,
}

/// Loads it. What was never handed in is shown as it stands.
///
/// # Errors
/// When the database fails.
pub fn handed_in(conn: &mut Conn, d: &Dossier) -> OpResult<HandedIn> {
    let d = d.as_handed_in(conn)?;
    let (content, files) = (d.content(), d.used_files());
    let ids: Vec<_> = files.iter().map(|f| f.id).collect();
    let copies = store::renditions_of(conn, &ids)?;
    Ok(HandedIn { content, files, copies })
}
