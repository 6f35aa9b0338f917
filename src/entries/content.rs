//! What is handed in, as one value: kept with each version, compared to see what has changed since. Pure.

use serde::{Deserialize, Serialize};

use super::entry::{Author, AuthorKind, Entry, File};
use crate::contests::contest::Category;
pub use crate::kernel::ids::mark;
use crate::kernel::ids::{AuthorId, CategoryId, EntryId, FileId, UnitId, hex};
use crate::kernel::text::fold;

/// An author as handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorContent {
    pub name: String,
    /// `2010-01-05`, or as typed when it is no date.
    pub birth_date: Option<String>,
    /// Percent.
    pub share: Option<i64>,
    pub unit_id: Option<UnitId>,
    pub unit_name: String,
    pub phone: String,
    pub guardian_name: String,
    pub guardian_phone: String,
    pub guardian_consent: bool,
}

impl From<&Author> for AuthorContent {
    fn from(a: &Author) -> Self {
        Self {
            name: a.name.clone(),
            birth_date: a.birth_date.clone(),
            share: a.share,
            unit_id: a.unit_id,
            unit_name: a.unit_name.clone(),
            phone: a.phone.clone(),
            guardian_name: a.guardian_name.clone(),
            guardian_phone: a.guardian_phone.clone(),
            guardian_consent: a.guardian_consent,
        }
    }
}

impl AuthorContent {
    /// The row of the author at a place, from 0, before it has its key.
    #[must_use]
    pub fn row(&self, entry: EntryId, i: usize) -> Author {
        Author {
            id: AuthorId(0),
            entry_id: entry,
            position: i64::try_from(i + 1).unwrap_or(i64::MAX),
            name: self.name.clone(),
            name_folded: fold(&self.name),
            birth_date: self.birth_date.clone(),
            share: self.share,
            unit_id: self.unit_id,
            unit_name: self.unit_name.clone(),
            phone: self.phone.clone(),
            guardian_name: self.guardian_name.clone(),
            guardian_phone: self.guardian_phone.clone(),
            guardian_consent: self.guardian_consent,
        }
    }
}

/// A file as handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileContent {
    pub id: FileId,
    pub slot: i64,
    pub position: i64,
    pub name: String,
    pub caption: String,
    pub kind: Option<String>,
    /// Bytes.
    pub size: i64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

impl From<&File> for FileContent {
    fn from(f: &File) -> Self {
        Self {
            id: f.id,
            slot: f.slot,
            position: f.position,
            name: f.name.clone(),
            caption: f.caption.clone(),
            kind: f.kind.clone(),
            size: f.size,
            sha256: hex(&f.sha256),
        }
    }
}

/// Everything that an entrant hands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub category_id: Option<CategoryId>,
    pub category: String,
    pub title: String,
    pub pen_name: String,
    pub summary: String,
    pub body: String,
    pub outlet: String,
    pub published_on: Option<String>,
    pub link: String,
    pub portrays: String,
    pub topic: String,
    pub author_kind: AuthorKind,
    pub group_name: String,
    pub unit_id: Option<UnitId>,
    pub unit_name: String,
    pub authors: Vec<AuthorContent>,
    pub files: Vec<FileContent>,
    pub ai_used: Option<String>,
    pub ai_note: String,
    pub commitments: Vec<String>,
    pub gallery_consent: bool,
    pub postmark_on: Option<String>,
}

/// What a version holds: the content, and a salt, so that the digest in the log tells nothing about short texts.
#[derive(Serialize)]
struct Kept<'a> {
    salt: &'a str,
    #[serde(flatten)]
    content: &'a Content,
}

/// The keys of the commitments that were made.
#[must_use]
pub fn commitments(entry: &Entry) -> Vec<String> {
    serde_json::from_str(&entry.commitments).unwrap_or_default()
}

impl Content {
    /// As a version keeps it: JSON with a salt of its own, which reading ignores.
    ///
    /// # Errors
    /// None that its fields could cause.
    pub fn kept(&self, salt: &str) -> serde_json::Result<String> {
        serde_json::to_string(&Kept { salt, content: self })
    }

    /// The content as it stands now.
    #[must_use]
    pub fn of(entry: &Entry, category: Option<&Category>, authors: &[Author], files: &[File]) -> Self {
        Self {
            category_id: entry.category_id,
            category: category.map(|c| c.name.clone()).unwrap_or_default(),
            title: entry.title.clone(),
            pen_name: entry.pen_name.clone(),
            summary: entry.summary.clone(),
            body: entry.body.clone(),
            outlet: entry.outlet.clone(),
            published_on: entry.published_on.clone(),
            link: entry.link.clone(),
            portrays: entry.portrays.clone(),
            topic: entry.topic.clone(),
            author_kind: entry.author_kind,
            group_name: entry.group_name.clone(),
            unit_id: entry.unit_id,
            unit_name: entry.unit_name.clone(),
            authors: authors.iter().map(AuthorContent::from).collect(),
            files: files.iter().map(FileContent::from).collect(),
            ai_used: entry.ai_used.clone(),
            ai_note: entry.ai_note.clone(),
            commitments: commitments(entry),
            gallery_consent: entry.gallery_consent,
            postmark_on: entry.postmark_on.clone(),
        }
    }
}

impl Content {
    /// Writes what was handed in into the row; authors and files have rows of their own.
    ///
    /// # Errors
    /// None that its fields could cause.
    pub fn put_into(self, e: &mut Entry) -> serde_json::Result<()> {
        e.category_id = self.category_id;
        e.title_folded = fold(&self.title);
        e.title = self.title;
        e.pen_name = self.pen_name;
        e.summary = self.summary;
        e.body = self.body;
        e.outlet = self.outlet;
        e.published_on = self.published_on;
        e.link = self.link;
        e.portrays = self.portrays;
        e.topic = self.topic;
        e.author_kind = self.author_kind;
        e.group_name = self.group_name;
        e.unit_id = self.unit_id;
        e.unit_name = self.unit_name;
        e.ai_used = self.ai_used;
        e.ai_note = self.ai_note;
        e.commitments = serde_json::to_string(&self.commitments)?;
        e.gallery_consent = self.gallery_consent;
        e.postmark_on = self.postmark_on;
        Ok(())
    }
}
