//! Sessions: a 256-bit token in a cookie, stored as its SHA-256, rotated at sign-in.

use crate::accounts::store;
use crate::db::{Conn, Tx};
use crate::kernel::actor::Person;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{AccountId, SessionId, digest, secret};
use crate::kernel::time::Timestamp;

/// Days after which a session ends by itself.
pub const DAYS: i64 = 30;

/// Begins a session; gives the token for the cookie.
///
/// # Errors
/// When the database fails.
pub fn begin(tx: &mut Tx, account: AccountId, agent: &str, now: Timestamp) -> OpResult<String> {
    let token = secret();
    let agent: String = agent.chars().take(200).collect();
    store::insert_session(tx, &digest(token.as_bytes()), account, &agent, now, now.plus_days(DAYS))?;
    Ok(token)
}

/// Minutes to which the last use of a session is known: it is not written at every request.
pub const SEEN_MINUTES: i64 = 5;

/// Who a token belongs to, with their roles; none if it ended or the account is disabled. Says also whether its last use is to
/// be written again ([`seen`]).
///
/// # Errors
/// When the database fails.
pub fn person_of(conn: &mut Conn, token: &str, now: Timestamp) -> OpResult<Option<(SessionId, Person, bool)>> {
    let Some((session, account, seen)) = store::session_by_hash(conn, &digest(token.as_bytes()), now)? else {
        return Ok(None);
    };
    let stale = seen.plus_minutes(SEEN_MINUTES) <= now;
    Ok(store::person(conn, account)?.map(|p| (session, p, stale)))
}

/// Writes that a session was used now.
///
/// # Errors
/// When the database fails.
pub fn seen(tx: &mut Tx, session: SessionId, now: Timestamp) -> OpResult<()> {
    store::set_seen(tx, session, now)?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut Tx, token: &str) -> OpResult<()> {
    store::delete_session(tx, &digest(token.as_bytes()))?;
    Ok(())
}
