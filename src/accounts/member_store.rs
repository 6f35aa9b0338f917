//! SQL of memberships and invitations, and nothing else.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::account::{Account, Invitation, InvitedRole, MembershipRow};
use crate::db::Conn;
use crate::db::schema::{accounts, categories, contests, invitations, memberships};
use crate::kernel::actor::Role;
use crate::kernel::ids::{AccountId, ContestId, InvitationId, MembershipId, UnitId};
use crate::kernel::time::Timestamp;

/// Gives a role, or gives it again after it ended.
pub fn grant(
    conn: &mut Conn,
    contest: ContestId,
    account: AccountId,
    role: Role,
    unit: Option<UnitId>,
    by: Option<AccountId>,
    now: Timestamp,
) -> QueryResult<MembershipId> {
    let held: Option<MembershipId> = memberships::table
        .filter(memberships::contest_id.eq(contest))
        .filter(memberships::account_id.eq(account))
        .filter(memberships::role.eq(role))
        .select(memberships::id)
        .first(conn)
        .optional()?;
    if let Some(id) = held {
        diesel::update(memberships::table.find(id))
            .set((
                memberships::granted_at.eq(now),
                memberships::granted_by.eq(by),
                memberships::ended_at.eq(None::<Timestamp>),
            ))
            .execute(conn)?;
        // A role given again without a unit keeps the one it had: conflicts of interest are found by it.
        if unit.is_some() {
            diesel::update(memberships::table.find(id)).set(memberships::unit_id.eq(unit)).execute(conn)?;
        }
        return Ok(id);
    }
    diesel::insert_into(memberships::table)
        .values((
            memberships::contest_id.eq(contest),
            memberships::account_id.eq(account),
            memberships::role.eq(role),
            memberships::unit_id.eq(unit),
            memberships::granted_at.eq(now),
            memberships::granted_by.eq(by),
        ))
        .returning(memberships::id)
        .get_result(conn)
}

pub fn by_id(conn: &mut Conn, id: MembershipId) -> QueryResult<Option<MembershipRow>> {
    memberships::table.find(id).select(MembershipRow::as_select()).first(conn).optional()
}

pub fn end(conn: &mut Conn, id: MembershipId, now: Timestamp) -> QueryResult<usize> {
    diesel::update(memberships::table.find(id).filter(memberships::ended_at.is_null()))
        .set(memberships::ended_at.eq(now))
        .execute(conn)
}

/// Who holds a role in a contest now, by role and the order in which they came.
pub fn of_contest(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<(MembershipRow, Account)>> {
    memberships::table
        .inner_join(accounts::table.on(accounts::id.eq(memberships::account_id)))
        .filter(memberships::contest_id.eq(contest))
        .filter(memberships::ended_at.is_null())
        .order((memberships::role.asc(), memberships::id.asc()))
        .select((MembershipRow::as_select(), Account::as_select()))
        .load(conn)
}

/// Roles that an account holds now.
pub fn of_account(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<MembershipRow>> {
    memberships::table
        .filter(memberships::account_id.eq(account))
        .filter(memberships::ended_at.is_null())
        .order(memberships::id.asc())
        .select(MembershipRow::as_select())
        .load(conn)
}

/// The fields of a new invitation.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    pub contest: Option<ContestId>,
    pub role: InvitedRole,
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub unit: Option<UnitId>,
    pub token_hash: &'a [u8],
    pub by: Option<AccountId>,
    pub now: Timestamp,
    pub expires: Timestamp,
}

pub fn invite(conn: &mut Conn, i: &NewInvitation) -> QueryResult<InvitationId> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::contest_id.eq(i.contest),
            invitations::role.eq(i.role),
            invitations::name.eq(i.name),
            invitations::email.eq(i.email),
            invitations::unit_id.eq(i.unit),
            invitations::token_hash.eq(i.token_hash),
            invitations::invited_at.eq(i.now),
            invitations::invited_by.eq(i.by),
            invitations::expires_at.eq(i.expires),
        ))
        .returning(invitations::id)
        .get_result(conn)
}

pub fn invitation(conn: &mut Conn, id: InvitationId) -> QueryResult<Option<Invitation>> {
    invitations::table.find(id).select(Invitation::as_select()).first(conn).optional()
}

pub fn invitation_by_hash(conn: &mut Conn, hash: &[u8]) -> QueryResult<Option<Invitation>> {
    invitations::table.filter(invitations::token_hash.eq(hash)).select(Invitation::as_select()).first(conn).optional()
}

/// Invitations of a contest (of the administrator's role, if none), newest first.
pub fn invitations(conn: &mut Conn, contest: Option<ContestId>) -> QueryResult<Vec<Invitation>> {
    let found = invitations::table.select(Invitation::as_select()).order(invitations::id.desc()).into_boxed();
    match contest {
        Some(c) => found.filter(invitations::contest_id.eq(c)),
        None => found.filter(invitations::contest_id.is_null()),
    }
    .load(conn)
}

pub fn set_accepted(conn: &mut Conn, id: InvitationId, by: AccountId, now: Timestamp) -> QueryResult<usize> {
    diesel::update(invitations::table.find(id))
        .set((invitations::accepted_at.eq(now), invitations::accepted_by.eq(by)))
        .execute(conn)
}

pub fn set_revoked(conn: &mut Conn, id: InvitationId, now: Timestamp) -> QueryResult<usize> {
    diesel::update(invitations::table.find(id)).set(invitations::revoked_at.eq(now)).execute(conn)
}

/// The contests that nobody organizes, of which somebody must be the first to.
pub fn without_organizer(conn: &mut Conn) -> QueryResult<Vec<ContestId>> {
    let organized = memberships::table
        .filter(memberships::role.eq(Role::Organizer))
        .filter(memberships::ended_at.is_null())
        .filter(memberships::contest_id.eq(contests::id));
    contests::table
        .filter(diesel::dsl::not(diesel::dsl::exists(organized)))
        .select(contests::id)
        .order(contests::id.asc())
        .load(conn)
}

/// The names of those who both judge and run a contest, or judge it as administrators.
pub fn judging_and_running(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<String>> {
    let held: Vec<(AccountId, Role)> = memberships::table
        .filter(memberships::contest_id.eq(contest))
        .filter(memberships::ended_at.is_null())
        .select((memberships::account_id, memberships::role))
        .load(conn)?;
    let judges: BTreeSet<AccountId> = held.iter().filter(|(_, r)| r.judges()).map(|(a, _)| *a).collect();
    let runs: BTreeSet<AccountId> = held.iter().filter(|(_, r)| !r.judges()).map(|(a, _)| *a).collect();
    accounts::table
        .filter(accounts::id.eq_any(judges.iter().copied().collect::<Vec<_>>()))
        .filter(accounts::is_admin.eq(true).or(accounts::id.eq_any(runs.into_iter().collect::<Vec<_>>())))
        .order(accounts::name.asc())
        .select(accounts::name)
        .load(conn)
}

/// Whether an account had a part in running a contest that ended at an instant or later.
pub fn ran_since(conn: &mut Conn, contest: ContestId, account: AccountId, since: Timestamp) -> QueryResult<bool> {
    let ended = memberships::table
        .filter(memberships::contest_id.eq(contest))
        .filter(memberships::account_id.eq(account))
        .filter(memberships::role.eq_any(vec![Role::Organizer, Role::Secretary]))
        .filter(memberships::ended_at.ge(since));
    diesel::select(diesel::dsl::exists(ended)).get_result(conn)
}

/// The contests with a blind category that an account judges.
pub fn judges_blind(conn: &mut Conn, account: AccountId) -> QueryResult<bool> {
    let blind = categories::table.filter(categories::blind.eq(true)).select(categories::contest_id);
    let judging = memberships::table
        .filter(memberships::account_id.eq(account))
        .filter(memberships::role.eq_any(vec![Role::Judge, Role::HeadJudge]))
        .filter(memberships::ended_at.is_null())
        .filter(memberships::contest_id.eq_any(blind));
    diesel::select(diesel::dsl::exists(judging)).get_result(conn)
}

/// When a contest opens, or opened, to works.
pub fn opened(conn: &mut Conn, contest: ContestId) -> QueryResult<Option<Timestamp>> {
    contests::table.find(contest).select(contests::open_at).first(conn)
}

/// Whether a contest has a category in which judges must not learn who wrote what.
pub fn hides_authors(conn: &mut Conn, contest: ContestId) -> QueryResult<bool> {
    let blind = categories::table.filter(categories::contest_id.eq(contest)).filter(categories::blind.eq(true));
    diesel::select(diesel::dsl::exists(blind)).get_result(conn)
}
