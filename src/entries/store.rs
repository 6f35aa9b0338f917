//! SQL of entries: what every capability above reads. Writing stands with the ops' own stores.

use diesel::prelude::*;

use super::entry::{Author, Entry, EntryState, File, FileState, Rendition};
use crate::db::Conn;
use crate::db::schema::{authors, entries, files, renditions};
use crate::kernel::ids::{CategoryId, ContestId, EntryId, FileId};

pub fn by_id(conn: &mut Conn, id: EntryId) -> QueryResult<Option<Entry>> {
    entries::table.find(id).select(Entry::as_select()).first(conn).optional()
}

pub fn by_token(conn: &mut Conn, token: &str) -> QueryResult<Option<Entry>> {
    entries::table.filter(entries::token.eq(token)).select(Entry::as_select()).first(conn).optional()
}

/// The entries of a contest in a state, in the order of their handing in.
pub fn in_state(conn: &mut Conn, contest: ContestId, state: EntryState) -> QueryResult<Vec<Entry>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(state))
        .order((entries::submitted_at.asc(), entries::id.asc()))
        .select(Entry::as_select())
        .load(conn)
}

/// The accepted entries of a category.
pub fn accepted_in(conn: &mut Conn, category: CategoryId) -> QueryResult<Vec<Entry>> {
    entries::table
        .filter(entries::category_id.eq(category))
        .filter(entries::state.eq(EntryState::Accepted))
        .order(entries::id.asc())
        .select(Entry::as_select())
        .load(conn)
}

pub fn authors_of(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<Author>> {
    authors::table
        .filter(authors::entry_id.eq(entry))
        .order(authors::position.asc())
        .select(Author::as_select())
        .load(conn)
}

pub fn authors_of_all(conn: &mut Conn, ids: &[EntryId]) -> QueryResult<Vec<Author>> {
    authors::table
        .filter(authors::entry_id.eq_any(ids.to_vec()))
        .order((authors::entry_id.asc(), authors::position.asc()))
        .select(Author::as_select())
        .load(conn)
}

/// The files of an entry that were not taken away, slot by slot.
pub fn files_of(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<File>> {
    files::table
        .filter(files::entry_id.eq(entry))
        .filter(files::state.ne(FileState::Removed))
        .order((files::slot.asc(), files::position.asc(), files::id.asc()))
        .select(File::as_select())
        .load(conn)
}

pub fn file(conn: &mut Conn, id: FileId) -> QueryResult<Option<File>> {
    files::table.find(id).select(File::as_select()).first(conn).optional()
}

pub fn file_by_token(conn: &mut Conn, token: &str) -> QueryResult<Option<File>> {
    files::table.filter(files::token.eq(token)).select(File::as_select()).first(conn).optional()
}

pub fn renditions_of(conn: &mut Conn, ids: &[FileId]) -> QueryResult<Vec<Rendition>> {
    renditions::table.filter(renditions::file_id.eq_any(ids.to_vec())).select(Rendition::as_select()).load(conn)
}

pub fn rendition_by_token(conn: &mut Conn, token: &str) -> QueryResult<Option<Rendition>> {
    renditions::table.filter(renditions::token.eq(token)).select(Rendition::as_select()).first(conn).optional()
}
