//! Forms whose sender turned out to be signed out: what was typed is kept for a day and offered again after sign-in, in the
//! browser that sent it and in no other. Passwords are never kept.

use diesel::prelude::*;

use crate::db::schema::parked_forms;
use crate::db::{Conn, Tx};
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{digest, secret};
use crate::kernel::time::Timestamp;

/// Days for which a form is kept.
pub const DAYS: i64 = 1;

/// Keeps a form for the browser that carries a secret; gives the form's own secret, with which it is found again.
///
/// # Errors
/// When the database fails.
pub fn park(tx: &mut Tx, browser: &str, path: &str, body: &str, now: Timestamp) -> OpResult<String> {
    let conn: &mut Conn = tx;
    let token = secret();
    diesel::insert_into(parked_forms::table)
        .values((
            parked_forms::token_hash.eq(digest(token.as_bytes())),
            parked_forms::browser_hash.eq(digest(browser.as_bytes())),
            parked_forms::path.eq(path),
            parked_forms::body.eq(body),
            parked_forms::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(token)
}

/// The kept form: its address and its urlencoded body.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, browser: &str, token: &str, now: Timestamp) -> OpResult<Option<(String, String)>> {
    Ok(parked_forms::table
        .filter(parked_forms::token_hash.eq(digest(token.as_bytes())))
        .filter(parked_forms::browser_hash.eq(digest(browser.as_bytes())))
        .filter(parked_forms::created_at.ge(now.plus_days(-DAYS)))
        .select((parked_forms::path, parked_forms::body))
        .first(conn)
        .optional()?)
}

/// The form goes on its way: its address, once.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut Tx, browser: &str, token: &str, now: Timestamp) -> OpResult<Option<String>> {
    let found = find(tx, browser, token, now)?;
    let conn: &mut Conn = tx;
    let gone = diesel::delete(parked_forms::table.filter(parked_forms::token_hash.eq(digest(token.as_bytes()))));
    Ok(match found {
        Some((path, _)) if gone.execute(conn)? == 1 => Some(path),
        _ => None,
    })
}

/// Those that nobody came back for go.
///
/// # Errors
/// When the database fails.
pub fn forget_old(conn: &mut Conn, now: Timestamp) -> OpResult<usize> {
    Ok(diesel::delete(parked_forms::table.filter(parked_forms::created_at.lt(now.plus_days(-DAYS)))).execute(conn)?)
}
