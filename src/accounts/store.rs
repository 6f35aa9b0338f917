//! SQL of accounts, and nothing else.

use diesel::prelude::*;

use super::account::Account;
use crate::db::Conn;
use crate::db::schema::{accounts, memberships, sessions};
use crate::kernel::actor::{Membership, Person};
use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::time::Timestamp;

pub fn by_id(conn: &mut Conn, id: AccountId) -> QueryResult<Option<Account>> {
    accounts::table.find(id).select(Account::as_select()).first(conn).optional()
}

/// The person with the roles they hold now; none if there is no such account or it is disabled.
pub fn person(conn: &mut Conn, id: AccountId) -> QueryResult<Option<Person>> {
    let Some(a) = by_id(conn, id)? else { return Ok(None) };
    if a.disabled_at.is_some() {
        return Ok(None);
    }
    let held = memberships::table
        .filter(memberships::account_id.eq(id))
        .filter(memberships::ended_at.is_null())
        .order(memberships::id.asc())
        .select((memberships::contest_id, memberships::role, memberships::unit_id))
        .load(conn)?;
    let memberships = held.into_iter().map(|(contest, role, unit)| Membership { contest, role, unit }).collect();
    Ok(Some(Person { account: a.id, name: a.name, is_admin: a.is_admin, memberships }))
}

pub fn insert_session(
    conn: &mut Conn,
    hash: &[u8],
    account: AccountId,
    agent: &str,
    now: Timestamp,
    expires: Timestamp,
) -> QueryResult<usize> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash),
            sessions::account_id.eq(account),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(expires),
            sessions::agent.eq(agent),
        ))
        .execute(conn)
}

/// A session: its number, whose it is, when it was last used.
type Found = (SessionId, AccountId, Timestamp);

/// It was used at this time.
pub fn set_seen(conn: &mut Conn, session: SessionId, at: Timestamp) -> QueryResult<usize> {
    diesel::update(sessions::table.find(session).filter(sessions::seen_at.lt(at)))
        .set(sessions::seen_at.eq(at))
        .execute(conn)
}

pub fn session_by_hash(conn: &mut Conn, hash: &[u8], now: Timestamp) -> QueryResult<Option<Found>> {
    sessions::table
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::expires_at.gt(now))
        .select((sessions::id, sessions::account_id, sessions::seen_at))
        .first(conn)
        .optional()
}

pub fn delete_session(conn: &mut Conn, hash: &[u8]) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash))).execute(conn)
}
