//! Forms whose sender turned out to be signed out: what was typed is kept for a day and offered again after sign-in.
//! Passwords are never kept.

use diesel::prelude::*;

use crate::db::schema::parked_forms;
use crate::db::{Conn, Tx};
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{digest, secret};
use crate::kernel::time::Timestamp;

/// Keeps a form; gives the secret with which it is taken out again. Old ones go.
///
/// # Errors
/// When the database fails.
pub fn park(tx: &mut Tx, path: &str, body: &str, now: Timestamp) -> OpResult<String> {
    let conn: &mut Conn = tx;
    diesel::delete(parked_forms::table.filter(parked_forms::created_at.lt(now.plus_days(-1)))).execute(conn)?;
    let token = secret();
    diesel::insert_into(parked_forms::table)
        .values((
            parked_forms::token_hash.eq(digest(token.as_bytes())),
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
pub fn find(conn: &mut Conn, token: &str, now: Timestamp) -> OpResult<Option<(String, String)>> {
    Ok(parked_forms::table
        .filter(parked_forms::token_hash.eq(digest(token.as_bytes())))
        .filter(parked_forms::created_at.ge(now.plus_days(-1)))
        .select((parked_forms::path, parked_forms::body))
        .first(conn)
        .optional()?)
}
