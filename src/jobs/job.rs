//! A job, as stored. Pure.

use diesel::prelude::*;

use crate::db::schema;
use crate::kernel::ids::JobId;
use crate::kernel::time::Timestamp;

words! {
    pub enum JobState { Ready = "ready", Leased = "leased", Done = "done", Dead = "dead" }
}

/// A row of `jobs`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::jobs)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub state: JobState,
    pub run_at: Timestamp,
    pub leased_until: Option<Timestamp>,
    pub attempts: i64,
    pub error: String,
    pub created_at: Timestamp,
    pub done_at: Option<Timestamp>,
}
