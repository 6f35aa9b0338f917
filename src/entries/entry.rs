//! What an entry is made of, as stored. Pure.

use diesel::prelude::*;

use crate::db::schema;
use crate::kernel::ids::{
    AccountId, AuthorId, CategoryId, ContestId, EntryId, ExtensionId, FileId, RenditionId, UnitId, VersionId,
};
use crate::kernel::time::Timestamp;

words! {
    /// Where an entry stands (the table of states in docs/architecture.md).
    pub enum EntryState {
        Draft = "draft", Submitted = "submitted", Correction = "correction", Accepted = "accepted", Refused = "refused",
        Withdrawn = "withdrawn", Disqualified = "disqualified",
    }
}
pub use crate::contests::rules::AuthorKind;
pub use crate::files::FileState;
words! {
    /// Copies made from a file: a small picture, a re-encoded one for reading, a cleaned copy put there by a secretary.
    pub enum RenditionKind { Thumb = "thumb", View = "view", JudgingCopy = "judging_copy" }
}

/// A row of `entries`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = schema::entries, treat_none_as_null = true)]
pub struct Entry {
    pub id: EntryId,
    pub contest_id: ContestId,
    pub owner_id: AccountId,
    pub category_id: Option<CategoryId>,
    pub token: String,
    pub state: EntryState,
    pub receipt_code: Option<String>,
    pub blind_code: Option<String>,
    pub public_code: Option<String>,
    pub title: String,
    pub title_folded: String,
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
    pub ai_used: Option<String>,
    pub ai_note: String,
    pub commitments: String,
    pub gallery_consent: bool,
    pub rules_number: Option<i64>,
    pub late: bool,
    pub on_behalf_by: Option<AccountId>,
    pub postmark_on: Option<String>,
    pub version: i64,
    pub submitted_number: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub state_at: Timestamp,
    pub state_by: Option<AccountId>,
    pub correction_text: String,
    pub correction_due_at: Option<Timestamp>,
    pub decision_reason: String,
}

/// A row of `entry_versions`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::entry_versions)]
pub struct EntryVersion {
    pub id: VersionId,
    pub entry_id: EntryId,
    pub number: i64,
    pub content: String,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}

/// A row of `authors`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::authors)]
pub struct Author {
    pub id: AuthorId,
    pub entry_id: EntryId,
    pub position: i64,
    pub name: String,
    pub name_folded: String,
    pub birth_date: Option<String>,
    pub share: Option<i64>,
    pub unit_id: Option<UnitId>,
    pub unit_name: String,
    pub phone: String,
    pub guardian_name: String,
    pub guardian_phone: String,
    pub guardian_consent: bool,
}

/// A row of `files`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = schema::files, treat_none_as_null = true)]
pub struct File {
    pub id: FileId,
    pub entry_id: EntryId,
    pub token: String,
    pub slot: i64,
    pub position: i64,
    pub name: String,
    pub caption: String,
    pub state: FileState,
    pub faults: String,
    pub unverified: String,
    pub size: i64,
    pub sha256: Vec<u8>,
    pub blob_key: String,
    pub kind: Option<String>,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub duration_ms: Option<i64>,
    pub words: Option<i64>,
    pub pages: Option<i64>,
    pub created_at: Timestamp,
    pub removed_at: Option<Timestamp>,
    pub released_at: Option<Timestamp>,
    pub released_by: Option<AccountId>,
}

/// A row of `renditions`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::renditions)]
pub struct Rendition {
    pub id: RenditionId,
    pub file_id: FileId,
    pub kind: RenditionKind,
    pub token: String,
    pub blob_key: String,
    pub size: i64,
    pub sha256: Vec<u8>,
    pub file_kind: String,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}

/// A row of `checks`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::checks)]
pub struct Check {
    pub id: i64,
    pub entry_id: EntryId,
    pub key: String,
    pub ticked_at: Timestamp,
    pub ticked_by: AccountId,
}

/// A row of `extensions`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::extensions)]
pub struct Extension {
    pub id: ExtensionId,
    pub contest_id: ContestId,
    pub account_id: AccountId,
    pub until_at: Timestamp,
    pub reason: String,
    pub granted_at: Timestamp,
    pub granted_by: AccountId,
}
