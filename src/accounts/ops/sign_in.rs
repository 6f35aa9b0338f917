//! Signing in: find, verify (outside), begin a session.

use crate::accounts::login::Login;
use crate::accounts::{account_store as rows, attempts_store as attempts, sessions};
use crate::db::{Conn, Tx};
use crate::kernel::actor::Cx;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::AccountId;
use crate::lang::Lang;

/// An account that somebody wants to sign in to.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: AccountId,
    pub password_hash: Option<String>,
    pub lang: Lang,
}

/// The account of a login, if it may sign in at all.
///
/// # Errors
/// When the database fails.
pub fn find_for_sign_in(conn: &mut Conn, login: &Login) -> OpResult<Option<Found>> {
    Ok(rows::by_login(conn, login)?.filter(|a| a.disabled_at.is_none()).map(|a| Found {
        id: a.id,
        password_hash: a.password_hash,
        lang: Lang::parse(&a.lang).unwrap_or_default(),
    }))
}

/// Begins a session after the password was found right; the one that the browser had ends. Gives the cookie's token.
///
/// # Errors
/// When the database fails.
pub fn begin_session(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    agent: &str,
    before: Option<&str>,
    attempt: Option<(&str, &str)>,
) -> OpResult<String> {
    if let Some(token) = before {
        sessions::end(tx, token)?;
    }
    rows::end_expired(tx, cx.now)?;
    if let Some((login, address)) = attempt {
        attempts::forgive(tx, (attempts::SIGN_IN_ACCOUNT, login), &[(attempts::SIGN_IN_ADDRESS, address)])?;
    }
    sessions::begin(tx, account, agent, cx.now)
}

/// Stores a password that was just verified under today's parameters.
///
/// # Errors
/// When the database fails.
pub fn rehash(tx: &mut Tx, account: AccountId, old: &str, new: &str) -> OpResult<()> {
    rows::rehash(tx, account, old, new)?;
    Ok(())
}

/// The language in which an account is written to.
///
/// # Errors
/// When the database fails.
pub fn set_lang(tx: &mut Tx, account: AccountId, lang: Lang) -> OpResult<()> {
    rows::set_lang(tx, account, lang.code())?;
    Ok(())
}
