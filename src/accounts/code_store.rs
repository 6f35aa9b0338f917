//! SQL of one-time codes, and nothing else.

use diesel::prelude::*;

use super::account::{OneTimeCode, Purpose};
use crate::db::Conn;
use crate::db::schema::one_time_codes as codes;
use crate::kernel::ids::{AccountId, CodeId};
use crate::kernel::time::Timestamp;

/// A new code; those of the same purpose that the account still has become void.
pub fn replace(
    conn: &mut Conn,
    account: AccountId,
    purpose: Purpose,
    hash: &[u8],
    now: Timestamp,
    expires: Timestamp,
    by: Option<AccountId>,
) -> QueryResult<CodeId> {
    void(conn, account, purpose, now)?;
    diesel::insert_into(codes::table)
        .values((
            codes::account_id.eq(account),
            codes::purpose.eq(purpose),
            codes::code_hash.eq(hash),
            codes::created_at.eq(now),
            codes::expires_at.eq(expires),
            codes::tries.eq(0i64),
            codes::issued_by.eq(by),
        ))
        .returning(codes::id)
        .get_result(conn)
}

pub fn void(conn: &mut Conn, account: AccountId, purpose: Purpose, now: Timestamp) -> QueryResult<usize> {
    diesel::update(
        codes::table
            .filter(codes::account_id.eq(account))
            .filter(codes::purpose.eq(purpose))
            .filter(codes::used_at.is_null()),
    )
    .set(codes::used_at.eq(now))
    .execute(conn)
}

/// The code of an account that can still be used.
pub fn open(conn: &mut Conn, account: AccountId, purpose: Purpose, now: Timestamp) -> QueryResult<Option<OneTimeCode>> {
    codes::table
        .filter(codes::account_id.eq(account))
        .filter(codes::purpose.eq(purpose))
        .filter(codes::used_at.is_null())
        .filter(codes::expires_at.gt(now))
        .order(codes::id.desc())
        .select(OneTimeCode::as_select())
        .first(conn)
        .optional()
}

/// The newest code of an account with this hash, used or not.
pub fn by_hash(conn: &mut Conn, account: AccountId, purpose: Purpose, hash: &[u8]) -> QueryResult<Option<OneTimeCode>> {
    codes::table
        .filter(codes::account_id.eq(account))
        .filter(codes::purpose.eq(purpose))
        .filter(codes::code_hash.eq(hash))
        .order(codes::id.desc())
        .select(OneTimeCode::as_select())
        .first(conn)
        .optional()
}

pub fn open_by_hash(
    conn: &mut Conn,
    hash: &[u8],
    purpose: Purpose,
    now: Timestamp,
) -> QueryResult<Option<OneTimeCode>> {
    codes::table
        .filter(codes::code_hash.eq(hash))
        .filter(codes::purpose.eq(purpose))
        .filter(codes::used_at.is_null())
        .filter(codes::expires_at.gt(now))
        .select(OneTimeCode::as_select())
        .first(conn)
        .optional()
}

pub fn count_try(conn: &mut Conn, id: CodeId) -> QueryResult<usize> {
    diesel::update(codes::table.find(id)).set(codes::tries.eq(codes::tries + 1)).execute(conn)
}
