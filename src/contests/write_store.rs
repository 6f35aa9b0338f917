//! SQL that changes a contest's set-up. Every update of a row with a version names the version that was read.

use diesel::prelude::*;

use super::contest::{ConflictRule, Phase};
use crate::db::Conn;
use crate::db::schema::{contests, rules_versions};
use crate::kernel::ids::{AccountId, ContestId, RulesId};
use crate::kernel::time::Timestamp;

pub fn set_phase(conn: &mut Conn, id: ContestId, phase: Phase) -> QueryResult<usize> {
    diesel::update(contests::table.find(id))
        .set((contests::phase.eq(phase), contests::version.eq(contests::version + 1)))
        .execute(conn)
}

/// The dates of a contest, all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatesRow {
    pub launch_at: Option<Timestamp>,
    pub open_at: Option<Timestamp>,
    pub deadline_at: Option<Timestamp>,
    pub grace_minutes: i64,
    pub preliminary_at: Option<Timestamp>,
    pub final_at: Option<Timestamp>,
    pub publication_at: Option<Timestamp>,
    pub published_from: Option<String>,
    pub published_to: Option<String>,
}

pub fn set_dates(conn: &mut Conn, id: ContestId, version: i64, d: &DatesRow) -> QueryResult<usize> {
    diesel::update(contests::table.find(id).filter(contests::version.eq(version)))
        .set((
            contests::launch_at.eq(d.launch_at),
            contests::open_at.eq(d.open_at),
            contests::deadline_at.eq(d.deadline_at),
            contests::grace_minutes.eq(d.grace_minutes),
            contests::preliminary_at.eq(d.preliminary_at),
            contests::final_at.eq(d.final_at),
            contests::publication_at.eq(d.publication_at),
            contests::published_from.eq(&d.published_from),
            contests::published_to.eq(&d.published_to),
            contests::version.eq(contests::version + 1),
        ))
        .execute(conn)
}

pub fn set_deadline(conn: &mut Conn, id: ContestId, until: Timestamp, phase: Phase) -> QueryResult<usize> {
    diesel::update(contests::table.find(id))
        .set((contests::deadline_at.eq(until), contests::phase.eq(phase), contests::version.eq(contests::version + 1)))
        .execute(conn)
}

pub fn add_rules(
    conn: &mut Conn,
    contest: ContestId,
    number: i64,
    body: &str,
    now: Timestamp,
    by: Option<AccountId>,
) -> QueryResult<RulesId> {
    diesel::insert_into(rules_versions::table)
        .values((
            rules_versions::contest_id.eq(contest),
            rules_versions::number.eq(number),
            rules_versions::body.eq(body),
            rules_versions::made_at.eq(now),
            rules_versions::made_by.eq(by),
        ))
        .returning(rules_versions::id)
        .get_result(conn)
}

/// The plain facts of a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasicsRow {
    pub title: String,
    pub title_en: String,
    pub theme: String,
    pub contact: String,
    /// JSON.
    pub issuer: String,
    /// JSON.
    pub topics: String,
}

pub fn set_basics(conn: &mut Conn, id: ContestId, version: i64, b: &BasicsRow) -> QueryResult<usize> {
    diesel::update(contests::table.find(id).filter(contests::version.eq(version)))
        .set((
            contests::title.eq(&b.title),
            contests::title_en.eq(&b.title_en),
            contests::theme.eq(&b.theme),
            contests::contact.eq(&b.contact),
            contests::issuer.eq(&b.issuer),
            contests::topics.eq(&b.topics),
            contests::version.eq(contests::version + 1),
        ))
        .execute(conn)
}

pub fn set_commitments(conn: &mut Conn, id: ContestId, version: i64, json: &str) -> QueryResult<usize> {
    diesel::update(contests::table.find(id).filter(contests::version.eq(version)))
        .set((contests::commitments.eq(json), contests::version.eq(contests::version + 1)))
        .execute(conn)
}

pub fn set_scoring(
    conn: &mut Conn,
    id: ContestId,
    version: i64,
    method: &str,
    ties: &str,
    conflict: ConflictRule,
) -> QueryResult<usize> {
    diesel::update(contests::table.find(id).filter(contests::version.eq(version)))
        .set((
            contests::score_method.eq(method),
            contests::tie_policy.eq(ties),
            contests::conflict_rule.eq(conflict),
            contests::version.eq(contests::version + 1),
        ))
        .execute(conn)
}

/// Marks that something that hangs on the contest changed; none when the version is not the one that was read.
pub fn touch(conn: &mut Conn, id: ContestId, version: i64) -> QueryResult<usize> {
    diesel::update(contests::table.find(id).filter(contests::version.eq(version)))
        .set(contests::version.eq(contests::version + 1))
        .execute(conn)
}

/// Makes one contest the one that the bare addresses mean.
pub fn make_current(conn: &mut Conn, id: ContestId) -> QueryResult<usize> {
    diesel::update(contests::table.filter(contests::is_current.eq(true)))
        .set(contests::is_current.eq(false))
        .execute(conn)?;
    diesel::update(contests::table.find(id)).set(contests::is_current.eq(true)).execute(conn)
}
