//! SQL of the queue of jobs, and nothing else.

use std::collections::HashSet;

use diesel::prelude::*;

use super::job::{Job, JobState};
use crate::db::Conn;
use crate::db::schema::{files, jobs, renditions};
use crate::kernel::time::Timestamp;

/// How often a job is tried.
pub const TRIES: i64 = 6;

/// Jobs that are due, or whose worker did not come back.
fn due(conn: &mut Conn, now: Timestamp, most: i64) -> QueryResult<Vec<Job>> {
    jobs::table
        .filter(
            jobs::state
                .eq(JobState::Ready)
                .and(jobs::run_at.le(now))
                .or(jobs::state.eq(JobState::Leased).and(jobs::leased_until.assume_not_null().le(now))),
        )
        .order((jobs::run_at.asc(), jobs::id.asc()))
        .limit(most)
        .select(Job::as_select())
        .load(conn)
}

pub fn any_due(conn: &mut Conn, now: Timestamp) -> QueryResult<bool> {
    Ok(!due(conn, now, 1)?.is_empty())
}

/// Takes jobs until `lease`. One that was taken too often and never came back is dead.
pub fn claim(conn: &mut Conn, now: Timestamp, lease: Timestamp, most: i64) -> QueryResult<Vec<Job>> {
    let mut taken = Vec::new();
    for mut job in due(conn, now, most)? {
        if job.attempts >= TRIES {
            set_failed(conn, &job, "its worker died", None)?;
            continue;
        }
        let won = diesel::update(
            jobs::table.find(job.id).filter(jobs::state.eq(job.state)).filter(jobs::attempts.eq(job.attempts)),
        )
        .set((jobs::state.eq(JobState::Leased), jobs::leased_until.eq(lease), jobs::attempts.eq(job.attempts + 1)))
        .execute(conn)?;
        if won == 1 {
            job.attempts += 1;
            taken.push(job);
        }
    }
    Ok(taken)
}

pub fn set_done(conn: &mut Conn, job: &Job, now: Timestamp) -> QueryResult<usize> {
    diesel::update(jobs::table.find(job.id))
        .set((
            jobs::state.eq(JobState::Done),
            jobs::done_at.eq(now),
            jobs::leased_until.eq(None::<Timestamp>),
            jobs::error.eq(""),
        ))
        .execute(conn)
}

/// To be tried again then, or dead. A worker whose lease went to another changes nothing.
pub fn set_failed(conn: &mut Conn, job: &Job, error: &str, again: Option<Timestamp>) -> QueryResult<usize> {
    let state = if again.is_some() { JobState::Ready } else { JobState::Dead };
    diesel::update(jobs::table.find(job.id).filter(jobs::attempts.eq(job.attempts)))
        .set((
            jobs::state.eq(state),
            jobs::run_at.eq(again.unwrap_or(job.run_at)),
            jobs::leased_until.eq(None::<Timestamp>),
            jobs::error.eq(error),
        ))
        .execute(conn)
}

pub fn count(conn: &mut Conn, state: JobState) -> QueryResult<i64> {
    jobs::table.filter(jobs::state.eq(state)).count().get_result(conn)
}

pub fn dead(conn: &mut Conn) -> QueryResult<Vec<Job>> {
    jobs::table
        .filter(jobs::state.eq(JobState::Dead))
        .order(jobs::id.desc())
        .limit(50)
        .select(Job::as_select())
        .load(conn)
}

/// Forgets what was done before then.
pub fn forget_done(conn: &mut Conn, before: Timestamp) -> QueryResult<usize> {
    let done = jobs::table.filter(jobs::state.eq(JobState::Done)).filter(jobs::done_at.assume_not_null().lt(before));
    diesel::delete(done).execute(conn)
}

/// Which of these blobs a row names: a file (also one that was taken away, since a version may show it) or a copy of one.
pub fn known_blobs(conn: &mut Conn, keys: &[String]) -> QueryResult<HashSet<String>> {
    let mut known = HashSet::new();
    for some in keys.chunks(500) {
        let of_files = files::table.filter(files::blob_key.eq_any(some)).select(files::blob_key);
        known.extend(of_files.load::<String>(conn)?);
        let of_copies = renditions::table.filter(renditions::blob_key.eq_any(some)).select(renditions::blob_key);
        known.extend(of_copies.load::<String>(conn)?);
    }
    Ok(known)
}
