//! Tie votes, awards and publications, as stored. Pure.

use diesel::prelude::*;

use crate::db::schema;
use crate::kernel::ids::{AccountId, AwardId, ContestId, EntryId, PrizeId, PublicationId, RoundId, UnitId};
use crate::kernel::time::Timestamp;

words! {
    pub enum PublicationState { Proposed = "proposed", Published = "published", Superseded = "superseded", Dropped = "dropped" }
}

/// A row of `tie_votes`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::tie_votes)]
pub struct TieVote {
    pub id: i64,
    pub round_id: RoundId,
    pub entry_id: EntryId,
    pub place: i64,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}

/// A row of `awards`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::awards)]
pub struct Award {
    pub id: AwardId,
    pub contest_id: ContestId,
    pub prize_id: PrizeId,
    pub entry_id: Option<EntryId>,
    pub unit_id: Option<UnitId>,
    pub position: i64,
    pub reason: String,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked; empty while it is in force.
    pub revoked_reason: String,
}

/// A row of `vacancies`: why a level has fewer prizes than the order suggests.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::vacancies)]
pub struct Vacancy {
    pub prize_id: PrizeId,
    pub reason: String,
}

/// A row of `unblindings`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::unblindings)]
pub struct Unblinding {
    pub id: i64,
    pub contest_id: ContestId,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}

/// A row of `publications`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::publications)]
pub struct Publication {
    pub id: PublicationId,
    pub contest_id: ContestId,
    pub number: i64,
    pub state: PublicationState,
    pub content: String,
    pub sha256: Vec<u8>,
    pub reason: String,
    pub proposed_at: Timestamp,
    pub proposed_by: Option<AccountId>,
    pub approved_at: Option<Timestamp>,
    pub approved_by: Option<AccountId>,
}
