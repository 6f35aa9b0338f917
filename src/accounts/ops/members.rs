//! Staff: invited by a link, and relieved of their role.

use crate::accounts::account::{Invitation, InvitedRole};
use crate::accounts::member_store::{self as members, NewInvitation};
use crate::accounts::{account_store as rows, login, store};
use crate::audit::{Record, Subject, record};
use crate::db::{Conn, Tx};
use crate::kernel::actor::{Cx, Role};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, ContestId, InvitationId, MembershipId, UnitId, digest, hex, secret};
use crate::kernel::time::Timestamp;
use crate::lang::Lang;
use crate::messages::outbox::{Letter, LetterKind, tell_address};
use crate::policy::{self, Action};

use super::codes::FORM_SECRET;
use super::sign_up::{check_name, grant_unasked};

/// Days for which an invitation holds.
pub const INVITATION_DAYS: i64 = 14;

/// Whom to invite to what.
#[derive(Clone, Debug)]
pub struct Invite {
    /// None for an administrator.
    pub contest: Option<ContestId>,
    /// How the contest is called in the letter.
    pub contest_title: String,
    pub role: InvitedRole,
    pub name: String,
    /// Empty: the link is handed over another way.
    pub email: String,
    pub unit: Option<UnitId>,
    /// The secret of the form that asks ([`secret`]): sent again, it gives the same link and mails none.
    pub form: String,
}

fn may_invite(cx: &Cx, contest: Option<ContestId>) -> OpResult<()> {
    match (policy::may(&cx.actor, &Action::Administer), contest) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(c)) => Ok(policy::may(&cx.actor, &Action::Organize(c))?),
        (Err(denied), None) => Err(denied.into()),
    }
}

const fn role_of(role: InvitedRole) -> Option<Role> {
    match role {
        InvitedRole::Admin => None,
        InvitedRole::Organizer => Some(Role::Organizer),
        InvitedRole::Secretary => Some(Role::Secretary),
        InvitedRole::HeadJudge => Some(Role::HeadJudge),
        InvitedRole::Judge => Some(Role::Judge),
    }
}

/// What the link of a form is made of: a form that is sent twice makes one invitation.
fn link_of(form: &str) -> String {
    hex(&digest(format!("invitation\n{form}").as_bytes()))
}

fn event(action: &'static str, id: InvitationId, contest: Option<ContestId>) -> Record {
    let event = record(action, Subject("invitation", id.0));
    match contest {
        Some(c) => event.contest(c),
        None => event,
    }
}

/// The language for a letter to an address: that of its account, if it has one, else the inviter's.
fn letter_lang(conn: &mut Conn, cx: &Cx, email: &str) -> OpResult<Lang> {
    let invited = rows::by_login(conn, &login::Login::Email(email.to_owned()))?;
    let account = match (invited, cx.actor.account()) {
        (Some(a), _) => Some(a),
        (None, Some(by)) => store::by_id(conn, by)?,
        (None, None) => None,
    };
    Ok(account.and_then(|a| Lang::parse(&a.lang)).unwrap_or_default())
}

/// Makes an invitation; gives its secret, for the link `/moi/{secret}`, which is shown once and mailed if there is an address.
///
/// # Errors
/// `Denied`; `Invalid` on `name`, `email`, `role`; `Conflict` when the invitation of this form is over.
pub fn invite(tx: &mut Tx, cx: &Cx, cmd: &Invite) -> OpResult<(InvitationId, String)> {
    may_invite(cx, cmd.contest)?;
    let mut faults = Faults::none();
    let name = check_name(&cmd.name, &mut faults);
    let typed = cmd.email.trim();
    let email = login::email(typed);
    if email.is_none() && !typed.is_empty() {
        faults.add("email", msg!("account-bad-email"));
    }
    if cmd.contest.is_some() != role_of(cmd.role).is_some() {
        faults.add("role", msg!("field-required"));
    }
    faults.check()?;
    let token = if cmd.form.len() >= FORM_SECRET { link_of(&cmd.form) } else { secret() };
    if let Some(sent) = members::invitation_by_hash(tx, &digest(token.as_bytes()))? {
        let open = open_invitation(tx, &token, cx.now)?.is_some();
        return if open { Ok((sent.id, token)) } else { Err(OpError::Conflict(msg!("members-invited-already"))) };
    }
    let id = members::invite(
        tx,
        &NewInvitation {
            contest: cmd.contest,
            role: cmd.role,
            name: &name,
            email: email.as_deref(),
            unit: cmd.unit,
            token_hash: &digest(token.as_bytes()),
            by: cx.actor.account(),
            now: cx.now,
            expires: cx.now.plus_days(INVITATION_DAYS),
        },
    )?;
    event("invitation.made", id, cmd.contest).fact("role", cmd.role.word()).write(tx, cx)?;
    if let Some(email) = email {
        let lang = letter_lang(tx, cx, &email)?;
        let letter = Letter::new(LetterKind::Invitation, cmd.contest, format!("/moi/{token}"))
            .with("contest", cmd.contest_title.as_str())
            .with("role", lang.text(&format!("role-{}", cmd.role.word())))
            .with("count", INVITATION_DAYS);
        tell_address(tx, cx, &name, &email, lang, &letter)?;
    }
    Ok((id, token))
}

/// The invitation of a link, if it can still be accepted.
///
/// # Errors
/// When the database fails.
pub fn open_invitation(conn: &mut Conn, token: &str, now: Timestamp) -> OpResult<Option<Invitation>> {
    let found = members::invitation_by_hash(conn, &digest(token.as_bytes()))?;
    Ok(found.filter(|i| i.accepted_at.is_none() && i.revoked_at.is_none() && i.expires_at > now))
}

/// Accepts an invitation for an account: of the person who is signed in, or the account just made.
///
/// # Errors
/// `NotFound` when it is used, revoked or too old.
pub fn accept_invitation(tx: &mut Tx, cx: &Cx, token: &str, account: AccountId) -> OpResult<Invitation> {
    let i = open_invitation(tx, token, cx.now)?.ok_or(OpError::NotFound)?;
    if let (Some(contest), Some(role)) = (i.contest_id, role_of(i.role)) {
        grant_unasked(tx, cx, contest, account, role, i.unit_id)?;
    } else {
        if members::judges_blind(tx, account)? {
            return Err(OpError::Conflict(msg!("account-judge-or-admin")));
        }
        rows::set_admin(tx, account, true)?;
        record("account.made_admin", Subject("account", account.0)).write(tx, cx)?;
    }
    members::set_accepted(tx, i.id, account, cx.now)?;
    event("invitation.accepted", i.id, i.contest_id).fact("account", account.0).write(tx, cx)?;
    Ok(i)
}

/// Takes an invitation back.
///
/// # Errors
/// `Denied`, `NotFound`; `Conflict` when it was accepted.
pub fn revoke_invitation(tx: &mut Tx, cx: &Cx, id: InvitationId) -> OpResult<()> {
    let i = members::invitation(tx, id)?.ok_or(OpError::NotFound)?;
    may_invite(cx, i.contest_id)?;
    if i.accepted_at.is_some() {
        return Err(OpError::Conflict(msg!("account-invitation-used")));
    }
    members::set_revoked(tx, id, cx.now)?;
    event("invitation.revoked", id, i.contest_id).write(tx, cx)?;
    Ok(())
}

/// Ends a role. What the person did in it stays.
///
/// # Errors
/// `Denied`, `NotFound`; `Conflict` for the last organizer, unless the administrator does it.
pub fn end_membership(tx: &mut Tx, cx: &Cx, id: MembershipId) -> OpResult<()> {
    let m = members::by_id(tx, id)?.filter(|m| m.ended_at.is_none()).ok_or(OpError::NotFound)?;
    may_invite(cx, Some(m.contest_id))?;
    if m.role == Role::Organizer && policy::may(&cx.actor, &Action::Administer).is_err() {
        let held = members::of_contest(tx, m.contest_id)?;
        if held.iter().filter(|(m, _)| m.role == Role::Organizer).count() <= 1 {
            return Err(OpError::Conflict(msg!("account-last-organizer")));
        }
    }
    members::end(tx, id, cx.now)?;
    record("membership.ended", Subject("membership", id.0))
        .contest(m.contest_id)
        .fact("account", m.account_id.0)
        .fact("role", m.role.word())
        .write(tx, cx)?;
    Ok(())
}
