//! Putting work into the queue, in the same transaction as what makes it needed.

use diesel::prelude::*;

use super::job::JobState;
use crate::db::schema::jobs;
use crate::db::{Conn, Tx};
use crate::kernel::errors::OpResult;
use crate::kernel::time::Timestamp;

words! {
    /// What there is to do.
    pub enum JobKind {
        /// Look into an uploaded file: `{"file": id}`.
        InspectFile = "inspect-file",
    }
}

/// Puts a job into the queue.
///
/// # Errors
/// When the database fails.
pub fn push(tx: &mut Tx, kind: JobKind, payload: &serde_json::Value, now: Timestamp) -> OpResult<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(jobs::table)
        .values((
            jobs::kind.eq(kind.word()),
            jobs::payload.eq(payload.to_string()),
            jobs::state.eq(JobState::Ready),
            jobs::run_at.eq(now),
            jobs::attempts.eq(0i64),
            jobs::error.eq(""),
            jobs::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
