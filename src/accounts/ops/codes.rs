//! One-time codes: a forgotten password, and the first sign-in of an administrator.

use crate::accounts::account::{Account, Purpose};
use crate::accounts::account_store::{self as rows, NewRow};
use crate::accounts::login::Login;
use crate::accounts::{code_store as codes, member_store, sessions, store};
use crate::audit::{Subject, record};
use crate::db::{Conn, Tx};
use crate::kernel::actor::{Cx, Person, Role};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, digest, one_time_code, secret};
use crate::kernel::time::Timestamp;
use crate::lang::Lang;
use crate::messages::outbox::{Letter, LetterKind, tell};
use crate::policy::{self, Action};

use super::sign_up::{check_email, check_name, check_phone, grant_unasked};

/// Minutes for which a code of six digits holds.
pub const CODE_MINUTES: i64 = 30;
/// How often a code may be typed wrongly.
const TRIES: i64 = 5;
/// Days for which the administrator's link holds.
pub const SETUP_DAYS: i64 = 7;
/// The most characters of how somebody was checked.
const HOW_MAX: usize = 500;
/// The length of a form's secret.
pub(super) const FORM_SECRET: usize = 43;

fn hash_of(account: AccountId, code: &str) -> Vec<u8> {
    digest(format!("{}\n{code}", account.0).as_bytes())
}

/// Mails a code to whoever has this login and a mail address. Says nothing about whether there is such an account.
///
/// # Errors
/// When the database fails.
pub fn request_reset(tx: &mut Tx, cx: &Cx, login: &Login) -> OpResult<()> {
    let Some(a) = rows::by_login(tx, login)? else { return Ok(()) };
    if a.disabled_at.is_some() || a.email.is_none() {
        return Ok(());
    }
    let code = one_time_code();
    let until = cx.now.plus_minutes(CODE_MINUTES);
    codes::replace(tx, a.id, Purpose::Reset, &hash_of(a.id, &code), cx.now, until, None)?;
    record("account.code_mailed", Subject("account", a.id.0)).write(tx, cx)?;
    let letter = Letter::new(LetterKind::ResetCode, None, "/quen-mat-khau/ma");
    tell(tx, cx, a.id, &letter.with("code", code).with("count", CODE_MINUTES))
}

/// The account of somebody who asks for a code, if this secretary may give them one. Nobody can so take over an account that
/// may more than they: a secretary gives codes to entrants; an organizer also to those who serve in the same contests, but not
/// to other organizers; the administrator to everybody.
///
/// # Errors
/// `Denied`; `Invalid` on `login` when there is no such account, or when it is not for them to give it a code.
pub fn account_for_code(conn: &mut Conn, cx: &Cx, login: &str) -> OpResult<Account> {
    policy::may(&cx.actor, &Action::IssueCode)?;
    let found = match Login::parse(login) {
        Some(l) => rows::by_login(conn, &l)?.filter(|a| a.disabled_at.is_none()),
        None => None,
    };
    let Some(a) = found else { return Err(OpError::invalid("login", msg!("account-code-nobody"))) };
    if policy::may(&cx.actor, &Action::Administer).is_err() {
        let held = member_store::of_account(conn, a.id)?;
        let above =
            |p: &Person| held.iter().all(|m| m.role != Role::Organizer && p.holds(m.contest_id, Role::Organizer));
        if a.is_admin || !cx.actor.person().is_some_and(above) {
            return Err(OpError::invalid("login", msg!("account-code-staff")));
        }
    }
    Ok(a)
}

/// A code that was just given, to be read out.
#[derive(Clone, Debug)]
pub struct IssuedCode {
    pub account: Account,
    /// Six digits; nowhere stored as such.
    pub code: String,
    pub until: Timestamp,
}

/// What the code of a form is made of: a form that is sent twice gives the same code, not a second one that voids the first.
fn code_of(account: AccountId, form: &str) -> String {
    let number = digest(format!("{}\ncode\n{form}", account.0).as_bytes())
        .iter()
        .take(7)
        .fold(0u64, |n, byte| (n << 8) | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// A code for somebody who lost the password and has no mail, issued after checking who it is (`how` says in which way).
/// `form` is the secret of the form that asks ([`secret`]); sent again, it gives the same code and issues none.
///
/// # Errors
/// As [`account_for_code`]; `Invalid` on `how` when nothing says how the person was checked; `Conflict` when the code of this
/// form was used or is over.
pub fn issue_code(tx: &mut Tx, cx: &Cx, login: &str, how: &str, form: &str) -> OpResult<IssuedCode> {
    let account = account_for_code(tx, cx, login)?;
    let how = how.trim();
    if how.is_empty() {
        return Err(OpError::invalid("how", msg!("field-required")));
    }
    if how.chars().count() > HOW_MAX {
        return Err(OpError::invalid("how", msg!("field-too-long", max = HOW_MAX)));
    }
    let code = if form.len() >= FORM_SECRET { code_of(account.id, form) } else { one_time_code() };
    let hash = hash_of(account.id, &code);
    if let Some(old) = codes::by_hash(tx, account.id, Purpose::Reset, &hash)?.filter(|_| form.len() >= FORM_SECRET) {
        if old.used_at.is_some() || old.expires_at <= cx.now || old.issued_by != cx.actor.account() {
            return Err(OpError::Conflict(msg!("account-code-over")));
        }
        return Ok(IssuedCode { account, code, until: old.expires_at });
    }
    let until = cx.now.plus_minutes(CODE_MINUTES);
    codes::replace(tx, account.id, Purpose::Reset, &hash, cx.now, until, cx.actor.account())?;
    record("account.code_issued", Subject("account", account.id.0)).note("how", how).write(tx, cx)?;
    Ok(IssuedCode { account, code, until })
}

/// The code that this secretary has just given, if it still holds: to be shown on the page after the form.
///
/// # Errors
/// When the database fails.
pub fn code_given(conn: &mut Conn, cx: &Cx, account: AccountId, code: &str) -> OpResult<Option<IssuedCode>> {
    let open = codes::open(conn, account, Purpose::Reset, cx.now)?.filter(|c| {
        c.issued_by.is_some() && c.issued_by == cx.actor.account() && c.code_hash == hash_of(account, code)
    });
    let Some(open) = open else { return Ok(None) };
    let account = store::by_id(conn, account)?;
    Ok(account.map(|account| IssuedCode { account, code: code.to_owned(), until: open.expires_at }))
}

/// Sets a new password with a code; every session of the account ends. None when the code is not right: the try is counted.
///
/// # Errors
/// When the database fails.
pub fn reset_password(
    tx: &mut Tx,
    cx: &Cx,
    login: &Login,
    code: &str,
    password_hash: &str,
) -> OpResult<Option<AccountId>> {
    let Some(a) = rows::by_login(tx, login)?.filter(|a| a.disabled_at.is_none()) else { return Ok(None) };
    let Some(open) = codes::open(tx, a.id, Purpose::Reset, cx.now)?.filter(|c| c.tries < TRIES) else {
        return Ok(None);
    };
    if open.code_hash != hash_of(a.id, code) {
        codes::count_try(tx, open.id)?;
        return Ok(None);
    }
    codes::void(tx, a.id, Purpose::Reset, cx.now)?;
    rows::set_password(tx, a.id, password_hash)?;
    if open.issued_by.is_none() {
        rows::set_email_verified(tx, a.id, cx.now)?;
    }
    rows::end_sessions(tx, a.id, None)?;
    record("account.password_reset", Subject("account", a.id.0))
        .fact("issued_by", open.issued_by.map(|i| i.0))
        .write(tx, cx)?;
    Ok(Some(a.id))
}

/// Whether nobody administers the site yet.
///
/// # Errors
/// When the database fails.
pub fn needs_setup(conn: &mut Conn) -> OpResult<bool> {
    Ok(rows::count_admins(conn)? == 0)
}

/// The secret of the link by which the first administrator comes in; none when there is one. An older link becomes void.
///
/// # Errors
/// When the database fails.
pub fn setup_link(tx: &mut Tx, cx: &Cx) -> OpResult<Option<String>> {
    policy::may(&cx.actor, &Action::Administer)?;
    if !needs_setup(tx)? {
        return Ok(None);
    }
    let id = match rows::unclaimed_admin(tx)? {
        Some(id) => id,
        None => rows::insert(
            tx,
            &NewRow {
                name: "",
                email: None,
                phone: None,
                password_hash: None,
                lang: Lang::Vi.code(),
                is_admin: true,
                email_verified_at: None,
                now: cx.now,
            },
        )?,
    };
    first_password_link(tx, cx, id).map(Some)
}

/// The secret of a link by which the owner of an account sets the first password: `/thiet-lap/{secret}`.
///
/// # Errors
/// `Denied` to all but the administrator and the command line; `NotFound`; `Conflict` for an account that may not sign in.
pub fn first_password_link(tx: &mut Tx, cx: &Cx, account: AccountId) -> OpResult<String> {
    policy::may(&cx.actor, &Action::Administer)?;
    if store::by_id(tx, account)?.ok_or(OpError::NotFound)?.disabled_at.is_some() {
        return Err(OpError::Conflict(msg!("account-link-disabled")));
    }
    let link = secret();
    let until = cx.now.plus_days(SETUP_DAYS);
    codes::replace(tx, account, Purpose::Setup, &digest(link.as_bytes()), cx.now, until, cx.actor.account())?;
    record("account.setup_link", Subject("account", account.0)).write(tx, cx)?;
    Ok(link)
}

/// The account that a set-up link opens; none when the link is void.
///
/// # Errors
/// When the database fails.
pub fn setup_of(conn: &mut Conn, link: &str, now: Timestamp) -> OpResult<Option<Account>> {
    let Some(code) = codes::open_by_hash(conn, &digest(link.as_bytes()), Purpose::Setup, now)? else {
        return Ok(None);
    };
    Ok(store::by_id(conn, code.account_id)?.filter(|a| a.disabled_at.is_none()))
}

/// What the owner of a set-up link typed.
#[derive(Clone, Debug)]
pub struct Setup {
    pub link: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub password_hash: String,
    pub agent: String,
}

/// Finishes the set-up and signs in: gives the session's token. The link is void afterwards.
///
/// # Errors
/// `NotFound` when the link is void; `Invalid` on the fields.
pub fn finish_setup(tx: &mut Tx, cx: &Cx, cmd: &Setup) -> OpResult<String> {
    let a = setup_of(tx, &cmd.link, cx.now)?.ok_or(OpError::NotFound)?;
    let mut faults = Faults::none();
    let name = check_name(&cmd.name, &mut faults);
    let email = check_email(tx, Some(&cmd.email), Some(a.id), &mut faults)?;
    let phone = check_phone(tx, Some(&cmd.phone), Some(a.id), &mut faults)?;
    if email.is_none() && phone.is_none() && faults.is_empty() {
        faults.add("email", msg!("account-need-login"));
    }
    faults.check()?;
    codes::void(tx, a.id, Purpose::Setup, cx.now)?;
    let verified = (a.email_verified_at.filter(|_| a.email == email), a.phone_verified_at.filter(|_| a.phone == phone));
    rows::set_details(tx, a.id, &name, email.as_deref(), phone.as_deref(), verified)?;
    rows::set_password(tx, a.id, &cmd.password_hash)?;
    // Whoever knew the old password is out.
    rows::end_sessions(tx, a.id, None)?;
    record("account.set_up", Subject("account", a.id.0)).fact("admin", a.is_admin).write(tx, cx)?;
    if a.is_admin {
        // The template's contest was made by nobody: without this, nobody could ever invite its organizers.
        for contest in member_store::without_organizer(tx)? {
            grant_unasked(tx, cx, contest, a.id, Role::Organizer, None)?;
        }
    }
    sessions::begin(tx, a.id, &cmd.agent, cx.now)
}
