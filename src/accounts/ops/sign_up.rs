//! New accounts, and the roles they are given.

use crate::accounts::account_store::{self as rows, NewRow};
use crate::accounts::login::{self, Login};
use crate::accounts::{member_store, store};
use crate::audit::{Subject, record};
use crate::db::{Conn, Tx};
use crate::kernel::actor::{Actor, Cx, Role};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, ContestId, UnitId};
use crate::kernel::text;
use crate::lang::Lang;
use crate::messages::outbox::{Letter, LetterKind, tell};
use crate::policy::{self, Action};

/// An account to be made. Needs a phone number or a mail address, written in any of the usual ways.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// None: the person has to set one with a code.
    pub password_hash: Option<String>,
    pub lang: Lang,
}

/// Makes an account: anybody may make their own.
///
/// # Errors
/// `Invalid` on `name`, `email` or `phone` (`login` when both are missing).
pub fn create_account(tx: &mut Tx, cx: &Cx, new: NewAccount) -> OpResult<AccountId> {
    let mut faults = Faults::none();
    let name = check_name(&new.name, &mut faults);
    let email = check_email(tx, new.email.as_deref(), None, &mut faults)?;
    let phone = check_phone(tx, new.phone.as_deref(), None, &mut faults)?;
    if email.is_none() && phone.is_none() && faults.is_empty() {
        faults.add("login", msg!("account-need-login"));
    }
    faults.check()?;
    let id = rows::insert(
        tx,
        &NewRow {
            name: &name,
            email: email.as_deref(),
            phone: phone.as_deref(),
            password_hash: new.password_hash.as_deref(),
            lang: new.lang.code(),
            is_admin: false,
            email_verified_at: None,
            now: cx.now,
        },
    )?;
    record("account.created", Subject("account", id.0)).fact("by_self", cx.actor == Actor::Anyone).write(tx, cx)?;
    if email.is_some() && cx.actor == Actor::Anyone {
        tell(tx, cx, id, &Letter::new(LetterKind::Welcome, None, "/nop-bai"))?;
    }
    Ok(id)
}

/// A name as it is stored.
pub(super) fn check_name(typed: &str, faults: &mut Faults) -> String {
    let name = text::squish(&text::clean_line(typed));
    if name.is_empty() {
        faults.add("name", msg!("field-required"));
    } else if name.chars().count() > 100 {
        faults.add("name", msg!("field-too-long", max = 100usize));
    }
    name
}

/// A mail address as it is stored, if one was typed.
pub(super) fn check_email(
    tx: &mut Tx,
    typed: Option<&str>,
    own: Option<AccountId>,
    faults: &mut Faults,
) -> OpResult<Option<String>> {
    let Some(typed) = typed.filter(|s| !s.trim().is_empty()) else { return Ok(None) };
    let email = login::email(typed);
    match &email {
        None => faults.add("email", msg!("account-bad-email")),
        Some(e) if rows::is_taken(tx, &Login::Email(e.clone()), own)? => {
            faults.add("email", msg!("account-email-taken"));
        }
        Some(_) => {}
    }
    Ok(email)
}

/// A phone number as it is stored, if one was typed.
pub(super) fn check_phone(
    tx: &mut Tx,
    typed: Option<&str>,
    own: Option<AccountId>,
    faults: &mut Faults,
) -> OpResult<Option<String>> {
    let Some(typed) = typed.filter(|s| !s.trim().is_empty()) else { return Ok(None) };
    let phone = login::phone(typed);
    match &phone {
        None => faults.add("phone", msg!("account-bad-phone")),
        Some(p) if rows::is_taken(tx, &Login::Phone(p.clone()), own)? => {
            faults.add("phone", msg!("account-phone-taken"));
        }
        Some(_) => {}
    }
    Ok(phone)
}

/// Gives an account a role in a contest (an organizer's act, or the administrator's). Given twice, it is held once.
///
/// # Errors
/// `Denied`; `NotFound` when there is no such account; `Conflict` for somebody who judges and would run a contest, or the reverse.
pub fn grant(
    tx: &mut Tx,
    cx: &Cx,
    contest: ContestId,
    account: AccountId,
    role: Role,
    unit: Option<UnitId>,
) -> OpResult<()> {
    if policy::may(&cx.actor, &Action::Administer).is_err() {
        policy::may(&cx.actor, &Action::Organize(contest))?;
    }
    grant_unasked(tx, cx, contest, account, role, unit)
}

/// Nobody both judges and runs a contest that has a blind category: the office sees who wrote what, and so does the administrator.
/// Who ran it while works came in has seen it too.
fn keep_apart(conn: &mut Conn, contest: ContestId, account: AccountId, role: Role) -> OpResult<()> {
    let Some(held) = store::person(conn, account)? else { return Ok(()) };
    if !member_store::hides_authors(conn, contest)? {
        return Ok(());
    }
    if !role.judges() {
        return if held.judges(contest) { Err(OpError::Conflict(msg!("account-judge-or-office"))) } else { Ok(()) };
    }
    if held.runs(contest) {
        return Err(OpError::Conflict(msg!("account-judge-or-office")));
    }
    if held.is_admin {
        return Err(OpError::Conflict(msg!("account-judge-or-admin")));
    }
    let opened = member_store::opened(conn, contest)?;
    match opened {
        Some(since) if member_store::ran_since(conn, contest, account, since)? => {
            Err(OpError::Conflict(msg!("account-judge-was-office")))
        }
        _ => Ok(()),
    }
}

/// The grant itself, once somebody who may has said so (at once, or earlier by an invitation).
pub(super) fn grant_unasked(
    tx: &mut Tx,
    cx: &Cx,
    contest: ContestId,
    account: AccountId,
    role: Role,
    unit: Option<UnitId>,
) -> OpResult<()> {
    keep_apart(tx, contest, account, role)?;
    let id = member_store::grant(tx, contest, account, role, unit, cx.actor.account(), cx.now)?;
    record("membership.granted", Subject("membership", id.0))
        .contest(contest)
        .fact("account", account.0)
        .fact("role", role.word())
        .write(tx, cx)?;
    Ok(())
}
