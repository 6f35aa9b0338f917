//! SQL of the gallery: accepted works of a published contest whose authors agreed to be shown.

use diesel::prelude::*;

use super::award::PublicationState;
use crate::db::schema::{authors, entries, files, gallery_hidings, publications, renditions};
use crate::db::{Conn, Tx};
use crate::entries::entry::{AuthorKind, Entry, EntryState, FileState, RenditionKind};
use crate::kernel::actor::Cx;
use crate::kernel::ids::{CategoryId, ContestId, EntryId, PublicationId};

/// Enough of a work to find and order it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = entries)]
pub struct Found {
    pub id: EntryId,
    pub category_id: Option<CategoryId>,
    pub public_code: Option<String>,
    pub title: String,
    pub title_folded: String,
    pub pen_name: String,
    pub group_name: String,
    pub unit_name: String,
    pub author_kind: AuthorKind,
}

/// The version in force: its key and hash, without its content.
pub fn in_force(conn: &mut Conn, contest: ContestId) -> QueryResult<Option<(PublicationId, Vec<u8>)>> {
    publications::table
        .filter(publications::contest_id.eq(contest))
        .filter(publications::state.eq(PublicationState::Published))
        .order(publications::number.desc())
        .select((publications::id, publications::sha256))
        .first(conn)
        .optional()
}

pub fn content(conn: &mut Conn, id: PublicationId) -> QueryResult<String> {
    publications::table.find(id).select(publications::content).first(conn)
}

/// Every work that may be shown.
pub fn shown(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Found>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(EntryState::Accepted))
        .filter(entries::gallery_consent.eq(true))
        .filter(entries::id.ne_all(gallery_hidings::table.select(gallery_hidings::entry_id)))
        .filter(entries::public_code.is_not_null())
        .order(entries::id.asc())
        .select(Found::as_select())
        .load(conn)
}

/// The names of everybody who made a work that may be shown, with the work.
pub fn names(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<(EntryId, String)>> {
    authors::table
        .inner_join(entries::table)
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(EntryState::Accepted))
        .filter(entries::gallery_consent.eq(true))
        .filter(entries::id.ne_all(gallery_hidings::table.select(gallery_hidings::entry_id)))
        .order((authors::entry_id.asc(), authors::position.asc()))
        .select((authors::entry_id, authors::name))
        .load(conn)
}

/// The texts of some works.
pub fn bodies(conn: &mut Conn, ids: &[EntryId]) -> QueryResult<Vec<(EntryId, String)>> {
    entries::table.filter(entries::id.eq_any(ids.to_vec())).select((entries::id, entries::body)).load(conn)
}

/// Works that have a small picture to show: the work, its size.
pub fn thumbs(conn: &mut Conn, ids: &[EntryId]) -> QueryResult<Vec<(EntryId, Option<i64>, Option<i64>)>> {
    renditions::table
        .inner_join(files::table)
        .filter(files::entry_id.eq_any(ids.to_vec()))
        .filter(files::state.eq(FileState::Ready))
        .filter(renditions::kind.eq(RenditionKind::Thumb))
        .order((files::slot.asc(), files::position.asc(), files::id.asc()))
        .select((files::entry_id, renditions::width, renditions::height))
        .load(conn)
}

/// A work by its public code, if it may be shown.
pub fn work(conn: &mut Conn, contest: ContestId, code: &str) -> QueryResult<Option<Entry>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::public_code.eq(code))
        .filter(entries::state.eq(EntryState::Accepted))
        .filter(entries::gallery_consent.eq(true))
        .filter(entries::id.ne_all(gallery_hidings::table.select(gallery_hidings::entry_id)))
        .select(Entry::as_select())
        .first(conn)
        .optional()
}

/// A work that was taken out of the gallery.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Hidden {
    pub entry: EntryId,
    pub title: String,
    pub public_code: Option<String>,
    /// Why it was taken out.
    pub reason: String,
}

/// The works of a contest that were taken out of the gallery, the first first.
pub fn hidden(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Hidden>> {
    gallery_hidings::table
        .inner_join(entries::table)
        .filter(gallery_hidings::contest_id.eq(contest))
        .order(gallery_hidings::id.asc())
        .select((entries::id, entries::title, entries::public_code, gallery_hidings::reason))
        .load(conn)
}

pub fn hide(tx: &mut Tx, cx: &Cx, contest: ContestId, entry: EntryId, reason: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(gallery_hidings::table)
        .values((
            gallery_hidings::contest_id.eq(contest),
            gallery_hidings::entry_id.eq(entry),
            gallery_hidings::reason.eq(reason),
            gallery_hidings::made_at.eq(cx.now),
            gallery_hidings::made_by.eq(cx.actor.account()),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Gives how many hidings ended: one, or none where the work was not hidden.
pub fn show_again(tx: &mut Tx, entry: EntryId) -> QueryResult<usize> {
    let conn: &mut Conn = tx;
    diesel::delete(gallery_hidings::table.filter(gallery_hidings::entry_id.eq(entry))).execute(conn)
}
