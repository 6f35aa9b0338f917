//! SQL of the log.

use diesel::prelude::*;

use super::Event;
use crate::db::schema::{audit_events, audit_head, audit_notes};
use crate::db::{Conn, Tx};
use crate::kernel::ids::ContestId;

/// The last event's number and hash.
pub fn head(conn: &mut Conn) -> QueryResult<(i64, Vec<u8>)> {
    audit_head::table.select((audit_head::seq, audit_head::hash)).filter(audit_head::id.eq(1)).first(conn)
}

/// Puts an event at the end and moves the head.
pub fn append(tx: &mut Tx, e: &Event) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(audit_events::table).values(e).execute(conn)?;
    diesel::update(audit_head::table.filter(audit_head::id.eq(1)))
        .set((audit_head::seq.eq(e.seq), audit_head::hash.eq(&e.hash)))
        .execute(conn)?;
    Ok(())
}

pub fn add_note(tx: &mut Tx, seq: i64, name: &str, salt: &[u8], body: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(audit_notes::table)
        .values((
            audit_notes::seq.eq(seq),
            audit_notes::name.eq(name),
            audit_notes::salt.eq(salt),
            audit_notes::body.eq(body),
        ))
        .execute(conn)?;
    Ok(())
}

/// The number of the last event of a contest: as long as it stays, nothing of the contest has changed. 0 for none.
pub fn last_of(conn: &mut Conn, contest: ContestId) -> QueryResult<i64> {
    let last: Option<i64> = audit_events::table
        .filter(audit_events::contest_id.eq(contest))
        .order(audit_events::seq.desc())
        .select(audit_events::seq)
        .first(conn)
        .optional()?;
    Ok(last.unwrap_or(0))
}

/// Events after `seq`, oldest first, at most `limit`.
pub fn after(conn: &mut Conn, seq: i64, limit: i64) -> QueryResult<Vec<Event>> {
    audit_events::table
        .filter(audit_events::seq.gt(seq))
        .order(audit_events::seq.asc())
        .limit(limit)
        .select(Event::as_select())
        .load(conn)
}

/// Events about one thing, oldest first.
pub fn about(conn: &mut Conn, subject: &str, id: i64) -> QueryResult<Vec<Event>> {
    audit_events::table
        .filter(audit_events::subject.eq(subject))
        .filter(audit_events::subject_id.eq(id))
        .order(audit_events::seq.asc())
        .select(Event::as_select())
        .load(conn)
}

/// The newest events of a contest before `before` (exclusive), newest first.
pub fn recent(conn: &mut Conn, contest: ContestId, before: Option<i64>, limit: i64) -> QueryResult<Vec<Event>> {
    audit_events::table
        .filter(audit_events::contest_id.eq(contest))
        .filter(audit_events::seq.lt(before.unwrap_or(i64::MAX)))
        .order(audit_events::seq.desc())
        .limit(limit)
        .select(Event::as_select())
        .load(conn)
}

/// The notes of an event: name, salt, text.
pub fn notes(conn: &mut Conn, seq: i64) -> QueryResult<Vec<(String, Vec<u8>, String)>> {
    audit_notes::table
        .filter(audit_notes::seq.eq(seq))
        .order(audit_notes::id.asc())
        .select((audit_notes::name, audit_notes::salt, audit_notes::body))
        .load(conn)
}
