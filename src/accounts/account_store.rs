//! SQL of the accounts themselves: made, found, changed.

use diesel::prelude::*;

use super::account::Account;
use super::login::Login;
use crate::db::Conn;
use crate::db::schema::{accounts, contests, memberships, sessions};
use crate::kernel::actor::Role;
use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::time::Timestamp;

use super::account::Session;

/// The fields of a new account.
#[derive(Clone, Debug)]
pub struct NewRow<'a> {
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub password_hash: Option<&'a str>,
    pub lang: &'a str,
    pub is_admin: bool,
    pub email_verified_at: Option<Timestamp>,
    pub now: Timestamp,
}

pub fn insert(conn: &mut Conn, a: &NewRow) -> QueryResult<AccountId> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::name.eq(a.name),
            accounts::email.eq(a.email),
            accounts::phone.eq(a.phone),
            accounts::password_hash.eq(a.password_hash),
            accounts::lang.eq(a.lang),
            accounts::is_admin.eq(a.is_admin),
            accounts::email_verified_at.eq(a.email_verified_at),
            accounts::created_at.eq(a.now),
            accounts::version.eq(0i64),
        ))
        .returning(accounts::id)
        .get_result(conn)
}

pub fn by_login(conn: &mut Conn, login: &Login) -> QueryResult<Option<Account>> {
    let found = accounts::table.select(Account::as_select()).into_boxed();
    match login {
        Login::Email(e) => found.filter(accounts::email.eq(e)),
        Login::Phone(p) => found.filter(accounts::phone.eq(p)),
    }
    .first(conn)
    .optional()
}

/// Whether another account than `not` has this login.
pub fn is_taken(conn: &mut Conn, login: &Login, not: Option<AccountId>) -> QueryResult<bool> {
    Ok(by_login(conn, login)?.is_some_and(|a| Some(a.id) != not))
}

pub fn set_password(conn: &mut Conn, id: AccountId, hash: &str) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((accounts::password_hash.eq(hash), accounts::version.eq(accounts::version + 1)))
        .execute(conn)
}

/// Stores the same password under newer parameters, if it is still the one that was verified.
pub fn rehash(conn: &mut Conn, id: AccountId, old: &str, new: &str) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id).filter(accounts::password_hash.eq(old)))
        .set(accounts::password_hash.eq(new))
        .execute(conn)
}

pub fn set_details(
    conn: &mut Conn,
    id: AccountId,
    name: &str,
    email: Option<&str>,
    phone: Option<&str>,
    verified: (Option<Timestamp>, Option<Timestamp>),
) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::name.eq(name),
            accounts::email.eq(email),
            accounts::phone.eq(phone),
            accounts::email_verified_at.eq(verified.0),
            accounts::phone_verified_at.eq(verified.1),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)
}

pub fn set_email_verified(conn: &mut Conn, id: AccountId, at: Timestamp) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id)).set(accounts::email_verified_at.eq(at)).execute(conn)
}

pub fn set_lang(conn: &mut Conn, id: AccountId, lang: &str) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id)).set(accounts::lang.eq(lang)).execute(conn)
}

pub fn set_admin(conn: &mut Conn, id: AccountId, is_admin: bool) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((accounts::is_admin.eq(is_admin), accounts::version.eq(accounts::version + 1)))
        .execute(conn)
}

pub fn set_disabled(conn: &mut Conn, id: AccountId, at: Option<Timestamp>) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((accounts::disabled_at.eq(at), accounts::version.eq(accounts::version + 1)))
        .execute(conn)
}

/// Administrators who can sign in.
pub fn count_admins(conn: &mut Conn) -> QueryResult<i64> {
    accounts::table
        .filter(accounts::is_admin.eq(true))
        .filter(accounts::disabled_at.is_null())
        .filter(accounts::password_hash.is_not_null())
        .count()
        .get_result(conn)
}

/// A role that somebody holds now, with the short code of its contest.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Held {
    pub account: AccountId,
    pub role: Role,
    pub contest: String,
}

/// The roles of one account, or everybody's.
pub fn held(conn: &mut Conn, of: Option<AccountId>) -> QueryResult<Vec<Held>> {
    let all = memberships::table
        .inner_join(contests::table.on(contests::id.eq(memberships::contest_id)))
        .filter(memberships::ended_at.is_null())
        .order(memberships::id.asc())
        .select((memberships::account_id, memberships::role, contests::short_code))
        .into_boxed();
    match of {
        Some(id) => all.filter(memberships::account_id.eq(id)),
        None => all,
    }
    .load(conn)
}

/// Newest first.
pub fn all(conn: &mut Conn) -> QueryResult<Vec<Account>> {
    accounts::table.order(accounts::id.desc()).select(Account::as_select()).load(conn)
}

pub fn sessions(conn: &mut Conn, account: AccountId, now: Timestamp) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::expires_at.gt(now))
        .order(sessions::id.desc())
        .select(Session::as_select())
        .load(conn)
}

pub fn end_session(conn: &mut Conn, account: AccountId, id: SessionId) -> QueryResult<usize> {
    diesel::delete(sessions::table.find(id).filter(sessions::account_id.eq(account))).execute(conn)
}

/// Ends every session of an account but one.
pub fn end_sessions(conn: &mut Conn, account: AccountId, but: Option<SessionId>) -> QueryResult<usize> {
    let but = but.map_or(-1, |s| s.0);
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::id.ne(SessionId(but))))
        .execute(conn)
}

pub fn end_expired(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(conn)
}

/// The account that waits for the first administrator, if there is one.
pub fn unclaimed_admin(conn: &mut Conn) -> QueryResult<Option<AccountId>> {
    accounts::table
        .filter(accounts::is_admin.eq(true))
        .filter(accounts::password_hash.is_null())
        .filter(accounts::email.is_null())
        .filter(accounts::phone.is_null())
        .select(accounts::id)
        .first(conn)
        .optional()
}
