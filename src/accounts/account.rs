//! What an account is: rows, words and rules of logins. Pure.

use diesel::prelude::*;

use crate::db::schema;
use crate::kernel::actor::Role;
use crate::kernel::ids::{AccountId, CodeId, ContestId, InvitationId, MembershipId, SessionId, UnitId};
use crate::kernel::time::Timestamp;

words! {
    /// What a one-time code is for.
    pub enum Purpose { Reset = "reset", Setup = "setup", VerifyEmail = "verify_email" }
}
words! {
    /// What an invitation grants: a role in a contest, or the administrator's.
    pub enum InvitedRole {
        Admin = "admin", Organizer = "organizer", Secretary = "secretary", HeadJudge = "head_judge", Judge = "judge",
    }
}

/// A row of `accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::accounts)]
pub struct Account {
    pub id: AccountId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub email_verified_at: Option<Timestamp>,
    pub phone_verified_at: Option<Timestamp>,
    pub password_hash: Option<String>,
    pub lang: String,
    pub is_admin: bool,
    pub created_at: Timestamp,
    pub disabled_at: Option<Timestamp>,
    pub version: i64,
}

/// A row of `sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::sessions)]
pub struct Session {
    pub id: SessionId,
    pub token_hash: Vec<u8>,
    pub account_id: AccountId,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub agent: String,
}

/// A row of `one_time_codes`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::one_time_codes)]
pub struct OneTimeCode {
    pub id: CodeId,
    pub account_id: AccountId,
    pub purpose: Purpose,
    pub code_hash: Vec<u8>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub tries: i64,
    pub issued_by: Option<AccountId>,
}

/// A row of `memberships`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::memberships)]
pub struct MembershipRow {
    pub id: MembershipId,
    pub contest_id: ContestId,
    pub account_id: AccountId,
    pub role: Role,
    pub unit_id: Option<UnitId>,
    pub granted_at: Timestamp,
    pub granted_by: Option<AccountId>,
    pub ended_at: Option<Timestamp>,
}

/// A row of `invitations`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::invitations)]
pub struct Invitation {
    pub id: InvitationId,
    pub contest_id: Option<ContestId>,
    pub role: InvitedRole,
    pub name: String,
    pub email: Option<String>,
    pub unit_id: Option<UnitId>,
    pub token_hash: Vec<u8>,
    pub invited_at: Timestamp,
    pub invited_by: Option<AccountId>,
    pub expires_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    pub accepted_by: Option<AccountId>,
    pub revoked_at: Option<Timestamp>,
}
