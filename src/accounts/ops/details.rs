//! What people change about their own account, and what the administrator changes about others'.

use crate::accounts::{account_store as rows, member_store, store};
use crate::audit::{Subject, record};
use crate::db::Tx;
use crate::kernel::actor::{Actor, Cx};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::text;
use crate::policy::{self, Action, Denied, Reason};

use super::sign_up::{check_email, check_name, check_phone};

/// The most characters of a reason.
const REASON_MAX: usize = 500;

fn own(cx: &Cx) -> OpResult<AccountId> {
    policy::may(&cx.actor, &Action::OwnAccount)?;
    cx.actor.account().ok_or(OpError::NotFound)
}

/// Changes name, mail address and phone number; what is new counts as not verified.
///
/// # Errors
/// `Invalid` on `name`, `email`, `phone`.
pub fn change_details(tx: &mut Tx, cx: &Cx, name: &str, email: &str, phone: &str) -> OpResult<()> {
    let id = own(cx)?;
    let a = store::by_id(tx, id)?.ok_or(OpError::NotFound)?;
    let mut faults = Faults::none();
    let name = check_name(name, &mut faults);
    let email = check_email(tx, Some(email), Some(id), &mut faults)?;
    let phone = check_phone(tx, Some(phone), Some(id), &mut faults)?;
    if email.is_none() && phone.is_none() && faults.is_empty() {
        faults.add("phone", msg!("account-need-login"));
    }
    faults.check()?;
    let verified = (a.email_verified_at.filter(|_| a.email == email), a.phone_verified_at.filter(|_| a.phone == phone));
    rows::set_details(tx, id, &name, email.as_deref(), phone.as_deref(), verified)?;
    record("account.changed", Subject("account", id.0))
        .fact("name", a.name != name)
        .fact("email", a.email != email)
        .fact("phone", a.phone != phone)
        .write(tx, cx)?;
    Ok(())
}

/// Sets a new password (the old one was verified before); every other session ends.
///
/// # Errors
/// When nobody is signed in.
pub fn change_password(tx: &mut Tx, cx: &Cx, password_hash: &str, session: Option<SessionId>) -> OpResult<()> {
    let id = own(cx)?;
    rows::set_password(tx, id, password_hash)?;
    let ended = rows::end_sessions(tx, id, session)?;
    record("account.password_changed", Subject("account", id.0)).fact("sessions_ended", ended).write(tx, cx)?;
    Ok(())
}

/// Ends one session of one's own.
///
/// # Errors
/// `NotFound` when it is not one's own.
pub fn end_session(tx: &mut Tx, cx: &Cx, session: SessionId) -> OpResult<()> {
    let id = own(cx)?;
    if rows::end_session(tx, id, session)? == 0 { Err(OpError::NotFound) } else { Ok(()) }
}

/// Ends every session of one's own but this one; gives how many.
///
/// # Errors
/// When nobody is signed in.
pub fn end_other_sessions(tx: &mut Tx, cx: &Cx, but: Option<SessionId>) -> OpResult<usize> {
    let id = own(cx)?;
    Ok(rows::end_sessions(tx, id, but)?)
}

/// Bars an account from signing in, or lets it in again, and says why. Nobody bars themselves, and the last administrator
/// stays.
///
/// # Errors
/// `Denied`, `NotFound`; `Invalid` on `reason` when nothing says why; `Conflict` when it is so already, or for the last
/// administrator.
pub fn set_disabled(tx: &mut Tx, cx: &Cx, account: AccountId, disabled: bool, reason: &str) -> OpResult<()> {
    policy::may(&cx.actor, &Action::Administer)?;
    let a = store::by_id(tx, account)?.ok_or(OpError::NotFound)?;
    if disabled && cx.actor.account() == Some(account) {
        return Err(Denied { reason: Reason::SamePerson, hidden: false }.into());
    }
    if disabled == a.disabled_at.is_some() {
        let so = if disabled { msg!("account-disabled-already") } else { msg!("account-enabled-already") };
        return Err(OpError::Conflict(so));
    }
    if disabled && a.is_admin && a.password_hash.is_some() && rows::count_admins(tx)? <= 1 {
        return Err(OpError::Conflict(msg!("account-last-admin")));
    }
    let reason = text::clean_text(reason).trim().to_owned();
    if reason.is_empty() {
        return Err(OpError::invalid("reason", msg!("field-required")));
    }
    if reason.chars().count() > REASON_MAX {
        return Err(OpError::invalid("reason", msg!("field-too-long", max = REASON_MAX)));
    }
    rows::set_disabled(tx, account, disabled.then_some(cx.now))?;
    if disabled {
        rows::end_sessions(tx, account, None)?;
    }
    let action = if disabled { "account.disabled" } else { "account.enabled" };
    record(action, Subject("account", account.0)).note("reason", &reason).write(tx, cx)?;
    Ok(())
}

/// Ends every session of somebody else's account; gives how many.
///
/// # Errors
/// `Denied`, `NotFound`.
pub fn end_all_sessions(tx: &mut Tx, cx: &Cx, account: AccountId) -> OpResult<usize> {
    policy::may(&cx.actor, &Action::Administer)?;
    store::by_id(tx, account)?.ok_or(OpError::NotFound)?;
    let ended = rows::end_sessions(tx, account, None)?;
    record("account.sessions_ended", Subject("account", account.0)).fact("sessions_ended", ended).write(tx, cx)?;
    Ok(ended)
}

/// Makes an account an administrator, or no longer one. The last one stays.
///
/// # Errors
/// `Denied`, `NotFound`, `Conflict` for the last one.
pub fn set_admin(tx: &mut Tx, cx: &Cx, account: AccountId, is_admin: bool) -> OpResult<()> {
    policy::may(&cx.actor, &Action::Administer)?;
    let a = store::by_id(tx, account)?.ok_or(OpError::NotFound)?;
    if !is_admin && a.is_admin && a.disabled_at.is_none() && rows::count_admins(tx)? <= 1 {
        return Err(OpError::Conflict(msg!("account-last-admin")));
    }
    if is_admin && member_store::judges_blind(tx, account)? {
        return Err(OpError::Conflict(msg!("account-judge-or-admin")));
    }
    rows::set_admin(tx, account, is_admin)?;
    let action = if is_admin { "account.made_admin" } else { "account.no_admin" };
    record(action, Subject("account", account.0)).write(tx, cx)?;
    Ok(())
}

/// Sets somebody's password from the command line; every session of the account ends.
///
/// # Errors
/// `Denied` to everybody else.
pub fn force_password(tx: &mut Tx, cx: &Cx, account: AccountId, password_hash: &str) -> OpResult<()> {
    if cx.actor != Actor::System {
        return Err(Denied { reason: Reason::Role, hidden: false }.into());
    }
    rows::set_password(tx, account, password_hash)?;
    rows::end_sessions(tx, account, None)?;
    record("account.password_set", Subject("account", account.0)).write(tx, cx)?;
    Ok(())
}
