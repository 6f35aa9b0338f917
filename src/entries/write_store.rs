//! SQL that writes entries, their authors, files and versions, and nothing else.

use diesel::prelude::*;

use super::content::AuthorContent;
use super::entry::{Author, AuthorKind, Entry, EntryState, EntryVersion, File, FileState, RenditionKind};
use crate::db::Conn;
use crate::db::schema::{authors, checks, entries, entry_versions, extensions, files, renditions, text_prints};
use crate::kernel::ids::{AccountId, CategoryId, ContestId, EntryId, FileId, digest, token};
use crate::kernel::text::{count_words, fold};
use crate::kernel::time::Timestamp;
use crate::storage::Stored;

/// A new draft; nothing is filled in.
pub struct NewDraft {
    pub contest: ContestId,
    pub owner: AccountId,
    pub on_behalf_by: Option<AccountId>,
    pub postmark_on: Option<String>,
    pub now: Timestamp,
}

pub fn insert_draft(conn: &mut Conn, d: &NewDraft) -> QueryResult<EntryId> {
    diesel::insert_into(entries::table)
        .values((
            (
                entries::contest_id.eq(d.contest),
                entries::owner_id.eq(d.owner),
                entries::token.eq(token()),
                entries::state.eq(EntryState::Draft),
                entries::title.eq(""),
                entries::title_folded.eq(""),
                entries::pen_name.eq(""),
                entries::summary.eq(""),
                entries::body.eq(""),
                entries::outlet.eq(""),
                entries::link.eq(""),
                entries::portrays.eq(""),
                entries::topic.eq(""),
                entries::author_kind.eq(AuthorKind::Individual),
                entries::group_name.eq(""),
                entries::unit_name.eq(""),
            ),
            (
                entries::ai_note.eq(""),
                entries::commitments.eq("[]"),
                entries::gallery_consent.eq(false),
                entries::late.eq(false),
                entries::on_behalf_by.eq(d.on_behalf_by),
                entries::postmark_on.eq(d.postmark_on.clone()),
                entries::version.eq(1i64),
                entries::submitted_number.eq(0i64),
                entries::created_at.eq(d.now),
                entries::updated_at.eq(d.now),
                entries::state_at.eq(d.now),
                entries::state_by.eq(d.on_behalf_by.unwrap_or(d.owner)),
                entries::correction_text.eq(""),
                entries::decision_reason.eq(""),
            ),
        ))
        .returning(entries::id)
        .get_result(conn)
}

/// Writes every column of the row, and the print of its text.
pub fn update(conn: &mut Conn, e: &Entry) -> QueryResult<usize> {
    let print = text_print(&e.body);
    let there: Option<Vec<u8>> = text_prints::table.find(e.id).select(text_prints::print).first(conn).optional()?;
    if print != there {
        diesel::delete(text_prints::table.find(e.id)).execute(conn)?;
        if let Some(print) = print {
            diesel::insert_into(text_prints::table)
                .values((text_prints::entry_id.eq(e.id), text_prints::print.eq(print)))
                .execute(conn)?;
        }
    }
    diesel::update(entries::table.find(e.id)).set(e).execute(conn)
}

/// The hash of a text without marks, case and spaces; none for a text of a few words, which proves nothing.
fn text_print(body: &str) -> Option<Vec<u8>> {
    (count_words(body) >= 12).then(|| digest(fold(body).as_bytes()))
}

pub fn has_receipt_code(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(entries::table.filter(entries::receipt_code.eq(code)))).get_result(conn)
}

/// Takes an entry away with everything that hangs on it. Blobs are the store's affair.
pub fn delete(conn: &mut Conn, id: EntryId) -> QueryResult<()> {
    let ids: Vec<FileId> = files::table.filter(files::entry_id.eq(id)).select(files::id).load(conn)?;
    diesel::delete(renditions::table.filter(renditions::file_id.eq_any(ids))).execute(conn)?;
    diesel::delete(files::table.filter(files::entry_id.eq(id))).execute(conn)?;
    diesel::delete(authors::table.filter(authors::entry_id.eq(id))).execute(conn)?;
    diesel::delete(checks::table.filter(checks::entry_id.eq(id))).execute(conn)?;
    diesel::delete(text_prints::table.find(id)).execute(conn)?;
    diesel::delete(entry_versions::table.filter(entry_versions::entry_id.eq(id))).execute(conn)?;
    diesel::delete(entries::table.find(id)).execute(conn)?;
    Ok(())
}

/// Puts these authors in the place of those that were there.
pub fn replace_authors(conn: &mut Conn, entry: EntryId, all: &[AuthorContent]) -> QueryResult<()> {
    diesel::delete(authors::table.filter(authors::entry_id.eq(entry))).execute(conn)?;
    for (i, a) in all.iter().enumerate() {
        diesel::insert_into(authors::table)
            .values((
                authors::entry_id.eq(entry),
                authors::position.eq(i64::try_from(i + 1).unwrap_or(i64::MAX)),
                authors::name.eq(&a.name),
                authors::name_folded.eq(fold(&a.name)),
                authors::birth_date.eq(&a.birth_date),
                authors::share.eq(a.share),
                authors::unit_id.eq(a.unit_id),
                authors::unit_name.eq(&a.unit_name),
                authors::phone.eq(&a.phone),
                authors::guardian_name.eq(&a.guardian_name),
                authors::guardian_phone.eq(&a.guardian_phone),
                authors::guardian_consent.eq(a.guardian_consent),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How many entries of a category that were handed in name this person.
pub fn entries_naming(conn: &mut Conn, category: CategoryId, author: &Author) -> QueryResult<usize> {
    let ids: Vec<EntryId> = authors::table
        .inner_join(entries::table)
        .filter(entries::category_id.eq(category))
        .filter(entries::state.eq_any(vec![EntryState::Submitted, EntryState::Correction, EntryState::Accepted]))
        .filter(authors::name_folded.eq(author.name_folded.clone()))
        .filter(authors::birth_date.eq(author.birth_date.clone()))
        .select(entries::id)
        .distinct()
        .load(conn)?;
    Ok(ids.len())
}

/// The number for a version that is put aside: below all that there are, from -1 down.
pub fn number_aside(conn: &mut Conn, entry: EntryId) -> QueryResult<i64> {
    let lowest: Option<i64> = entry_versions::table
        .filter(entry_versions::entry_id.eq(entry))
        .select(diesel::dsl::min(entry_versions::number))
        .first(conn)?;
    Ok(lowest.unwrap_or(0).min(0) - 1)
}

/// Adds a version; no number is used twice.
pub fn insert_version(
    conn: &mut Conn,
    entry: EntryId,
    number: i64,
    content: &str,
    now: Timestamp,
    by: Option<AccountId>,
) -> QueryResult<usize> {
    diesel::insert_into(entry_versions::table)
        .values((
            entry_versions::entry_id.eq(entry),
            entry_versions::number.eq(number),
            entry_versions::content.eq(content),
            entry_versions::made_at.eq(now),
            entry_versions::made_by.eq(by),
        ))
        .execute(conn)
}

pub fn version(conn: &mut Conn, entry: EntryId, number: i64) -> QueryResult<Option<EntryVersion>> {
    entry_versions::table
        .filter(entry_versions::entry_id.eq(entry))
        .filter(entry_versions::number.eq(number))
        .select(EntryVersion::as_select())
        .first(conn)
        .optional()
}

/// The versions that were put aside, the newest first.
pub fn versions_aside(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<EntryVersion>> {
    entry_versions::table
        .filter(entry_versions::entry_id.eq(entry))
        .filter(entry_versions::number.lt(0i64))
        .order(entry_versions::number.asc())
        .select(EntryVersion::as_select())
        .load(conn)
}

/// The latest moment until which an account has more time.
pub fn extended_to(conn: &mut Conn, contest: ContestId, account: AccountId) -> QueryResult<Option<Timestamp>> {
    extensions::table
        .filter(extensions::contest_id.eq(contest))
        .filter(extensions::account_id.eq(account))
        .order(extensions::until_at.desc())
        .select(extensions::until_at)
        .first(conn)
        .optional()
}

/// A person's own entries in a contest, the newest first.
pub fn of_owner(conn: &mut Conn, contest: ContestId, owner: AccountId) -> QueryResult<Vec<Entry>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::owner_id.eq(owner))
        .filter(entries::on_behalf_by.is_null())
        .order(entries::id.desc())
        .select(Entry::as_select())
        .load(conn)
}

pub fn insert_file(
    conn: &mut Conn,
    entry: EntryId,
    slot: i64,
    position: i64,
    name: &str,
    stored: &Stored,
    now: Timestamp,
) -> QueryResult<FileId> {
    diesel::insert_into(files::table)
        .values((
            files::entry_id.eq(entry),
            files::token.eq(token()),
            files::slot.eq(slot),
            files::position.eq(position),
            files::name.eq(name),
            files::caption.eq(""),
            files::state.eq(FileState::Received),
            files::faults.eq("[]"),
            files::unverified.eq("[]"),
            files::size.eq(i64::try_from(stored.size).unwrap_or(i64::MAX)),
            files::sha256.eq(stored.sha256.to_vec()),
            files::blob_key.eq(stored.key.as_str()),
            files::created_at.eq(now),
        ))
        .returning(files::id)
        .get_result(conn)
}

/// All files of an entry, those taken away as well.
pub fn every_file_of(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<File>> {
    files::table
        .filter(files::entry_id.eq(entry))
        .order((files::slot.asc(), files::position.asc(), files::id.asc()))
        .select(File::as_select())
        .load(conn)
}

/// The entries that hold more than so many files which were refused or taken away.
pub fn holders_of_unwanted(conn: &mut Conn, most: i64) -> QueryResult<Vec<EntryId>> {
    files::table
        .filter(files::state.eq_any(vec![FileState::Refused, FileState::Removed]))
        .group_by(files::entry_id)
        .having(diesel::dsl::count_star().gt(most))
        .select(files::entry_id)
        .load(conn)
}

/// The files of an entry that were refused or taken away, the newest first; not those of which the office made a judging copy.
pub fn unwanted_files(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<FileId>> {
    let copied = renditions::table.filter(renditions::kind.eq(RenditionKind::JudgingCopy)).select(renditions::file_id);
    files::table
        .filter(files::id.ne_all(copied))
        .filter(files::entry_id.eq(entry))
        .filter(files::state.eq_any(vec![FileState::Refused, FileState::Removed]))
        .order(files::id.desc())
        .select(files::id)
        .load(conn)
}

/// What every version of an entry holds.
pub fn version_contents(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<String>> {
    entry_versions::table.filter(entry_versions::entry_id.eq(entry)).select(entry_versions::content).load(conn)
}

/// Takes rows away with the copies made from them. Blobs are the store's affair.
pub fn delete_files(conn: &mut Conn, ids: &[FileId]) -> QueryResult<usize> {
    diesel::delete(renditions::table.filter(renditions::file_id.eq_any(ids.to_vec()))).execute(conn)?;
    diesel::delete(files::table.filter(files::id.eq_any(ids.to_vec()))).execute(conn)
}

/// Writes every column of the row.
pub fn update_file(conn: &mut Conn, f: &File) -> QueryResult<usize> {
    diesel::update(files::table.find(f.id)).set(f).execute(conn)
}

/// A copy made from a file, to be written.
pub struct NewRendition<'a> {
    pub file: FileId,
    pub kind: RenditionKind,
    pub stored: &'a Stored,
    pub file_kind: &'a str,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub now: Timestamp,
    pub by: Option<AccountId>,
}

/// Puts a copy in the place of the one of the same kind.
pub fn put_rendition(conn: &mut Conn, r: &NewRendition) -> QueryResult<usize> {
    diesel::delete(renditions::table.filter(renditions::file_id.eq(r.file)).filter(renditions::kind.eq(r.kind)))
        .execute(conn)?;
    diesel::insert_into(renditions::table)
        .values((
            renditions::file_id.eq(r.file),
            renditions::kind.eq(r.kind),
            renditions::token.eq(token()),
            renditions::blob_key.eq(r.stored.key.as_str()),
            renditions::size.eq(i64::try_from(r.stored.size).unwrap_or(i64::MAX)),
            renditions::sha256.eq(r.stored.sha256.to_vec()),
            renditions::file_kind.eq(r.file_kind),
            renditions::width.eq(r.width),
            renditions::height.eq(r.height),
            renditions::made_at.eq(r.now),
            renditions::made_by.eq(r.by),
        ))
        .execute(conn)
}
