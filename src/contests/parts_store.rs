//! SQL that changes what a contest is made of: groups, categories, rubrics, units, prizes, rounds; and asks what uses them.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{
    authors, awards, categories, category_groups, category_rubrics, criteria, entries, files, invitations, memberships,
    panels, prizes, rounds, rubrics, units, vacancies,
};
use crate::files::FileState;
use crate::kernel::ids::{CategoryId, ContestId, CriterionId, GroupId, PrizeId, RoundId, RubricId, UnitId};
use crate::kernel::points::Points;

use super::contest::{RoundState, Unit};

// Groups

pub fn add_group(conn: &mut Conn, c: ContestId, code: &str, name: &str, en: &str, at: i64) -> QueryResult<GroupId> {
    diesel::insert_into(category_groups::table)
        .values((
            category_groups::contest_id.eq(c),
            category_groups::code.eq(code),
            category_groups::name.eq(name),
            category_groups::name_en.eq(en),
            category_groups::position.eq(at),
        ))
        .returning(category_groups::id)
        .get_result(conn)
}

pub fn set_group(conn: &mut Conn, id: GroupId, code: &str, name: &str, en: &str) -> QueryResult<usize> {
    diesel::update(category_groups::table.find(id))
        .set((category_groups::code.eq(code), category_groups::name.eq(name), category_groups::name_en.eq(en)))
        .execute(conn)
}

pub fn group_is_used(conn: &mut Conn, id: GroupId) -> QueryResult<bool> {
    let n = categories::table.filter(categories::group_id.eq(id)).count().get_result::<i64>(conn)?
        + prizes::table.filter(prizes::group_id.eq(id)).count().get_result::<i64>(conn)?
        + panels::table.filter(panels::group_id.eq(id)).count().get_result::<i64>(conn)?;
    Ok(n > 0)
}

pub fn remove_group(conn: &mut Conn, id: GroupId) -> QueryResult<usize> {
    diesel::delete(category_groups::table.find(id)).execute(conn)
}

// Categories

/// What a category's row holds besides its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRow {
    pub group: GroupId,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub kind: String,
    pub blind: bool,
    /// JSON.
    pub rules: String,
}

pub fn add_category(conn: &mut Conn, c: ContestId, key: &str, r: &CategoryRow, at: i64) -> QueryResult<CategoryId> {
    diesel::insert_into(categories::table)
        .values((
            categories::contest_id.eq(c),
            categories::group_id.eq(r.group),
            categories::key.eq(key),
            categories::code.eq(&r.code),
            categories::name.eq(&r.name),
            categories::name_en.eq(&r.name_en),
            categories::kind.eq(&r.kind),
            categories::blind.eq(r.blind),
            categories::rules.eq(&r.rules),
            categories::position.eq(at),
            categories::version.eq(1i64),
        ))
        .returning(categories::id)
        .get_result(conn)
}

pub fn set_category(conn: &mut Conn, id: CategoryId, version: i64, r: &CategoryRow) -> QueryResult<usize> {
    diesel::update(categories::table.find(id).filter(categories::version.eq(version)))
        .set((
            categories::group_id.eq(r.group),
            categories::code.eq(&r.code),
            categories::name.eq(&r.name),
            categories::name_en.eq(&r.name_en),
            categories::kind.eq(&r.kind),
            categories::blind.eq(r.blind),
            categories::rules.eq(&r.rules),
            categories::version.eq(categories::version + 1),
        ))
        .execute(conn)
}

/// How many entries, in whatever state, name the category.
pub fn entries_in(conn: &mut Conn, id: CategoryId) -> QueryResult<i64> {
    entries::table.filter(entries::category_id.eq(id)).count().get_result(conn)
}

/// The highest slot of the category's rules that a file stands in.
pub fn highest_slot(conn: &mut Conn, id: CategoryId) -> QueryResult<Option<i64>> {
    files::table
        .inner_join(entries::table)
        .filter(entries::category_id.eq(id))
        .filter(files::state.ne(FileState::Removed))
        .select(diesel::dsl::max(files::slot))
        .first(conn)
}

pub fn remove_category(conn: &mut Conn, id: CategoryId) -> QueryResult<usize> {
    diesel::delete(category_rubrics::table.filter(category_rubrics::category_id.eq(id))).execute(conn)?;
    diesel::delete(categories::table.find(id)).execute(conn)
}

// Rubrics

pub fn add_rubric(
    conn: &mut Conn,
    c: ContestId,
    key: &str,
    name: &str,
    scale: Points,
    step: Points,
) -> QueryResult<RubricId> {
    diesel::insert_into(rubrics::table)
        .values((
            rubrics::contest_id.eq(c),
            rubrics::key.eq(key),
            rubrics::name.eq(name),
            rubrics::name_en.eq(""),
            rubrics::scale.eq(scale),
            rubrics::step.eq(step),
            rubrics::version.eq(1i64),
        ))
        .returning(rubrics::id)
        .get_result(conn)
}

pub fn set_rubric(
    conn: &mut Conn,
    id: RubricId,
    version: i64,
    name: &str,
    en: &str,
    scale: Points,
    step: Points,
) -> QueryResult<usize> {
    diesel::update(rubrics::table.find(id).filter(rubrics::version.eq(version)))
        .set((
            rubrics::name.eq(name),
            rubrics::name_en.eq(en),
            rubrics::scale.eq(scale),
            rubrics::step.eq(step),
            rubrics::version.eq(rubrics::version + 1),
        ))
        .execute(conn)
}

/// Whether a round that uses the rubric has been opened.
pub fn rubric_is_fixed(conn: &mut Conn, id: RubricId) -> QueryResult<bool> {
    let n: i64 = category_rubrics::table
        .inner_join(rounds::table)
        .filter(category_rubrics::rubric_id.eq(id))
        .filter(rounds::state.ne(RoundState::Planned))
        .count()
        .get_result(conn)?;
    Ok(n > 0)
}

pub fn rubric_is_used(conn: &mut Conn, id: RubricId) -> QueryResult<bool> {
    let n: i64 = category_rubrics::table.filter(category_rubrics::rubric_id.eq(id)).count().get_result(conn)?;
    Ok(n > 0)
}

pub fn remove_rubric(conn: &mut Conn, id: RubricId) -> QueryResult<usize> {
    diesel::delete(criteria::table.filter(criteria::rubric_id.eq(id))).execute(conn)?;
    diesel::delete(rubrics::table.find(id)).execute(conn)
}

/// What a criterion's row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionRow {
    pub name: String,
    pub name_en: String,
    pub max: Points,
    /// JSON.
    pub levels: String,
}

pub fn add_criterion(conn: &mut Conn, rubric: RubricId, at: i64, r: &CriterionRow) -> QueryResult<usize> {
    diesel::insert_into(criteria::table)
        .values((
            criteria::rubric_id.eq(rubric),
            criteria::position.eq(at),
            criteria::name.eq(&r.name),
            criteria::name_en.eq(&r.name_en),
            criteria::max.eq(r.max),
            criteria::levels.eq(&r.levels),
        ))
        .execute(conn)
}

pub fn set_criterion(conn: &mut Conn, id: CriterionId, at: i64, r: &CriterionRow) -> QueryResult<usize> {
    diesel::update(criteria::table.find(id))
        .set((
            criteria::position.eq(at),
            criteria::name.eq(&r.name),
            criteria::name_en.eq(&r.name_en),
            criteria::max.eq(r.max),
            criteria::levels.eq(&r.levels),
        ))
        .execute(conn)
}

pub fn remove_criterion(conn: &mut Conn, id: CriterionId) -> QueryResult<usize> {
    diesel::delete(criteria::table.find(id)).execute(conn)
}

// Rounds

pub fn set_round(
    conn: &mut Conn,
    id: RoundId,
    version: i64,
    name: &str,
    quota: i64,
    advance: &str,
    deliberation: bool,
) -> QueryResult<usize> {
    diesel::update(rounds::table.find(id).filter(rounds::version.eq(version)))
        .set((
            rounds::name.eq(name),
            rounds::quota.eq(quota),
            rounds::advance.eq(advance),
            rounds::deliberation.eq(deliberation),
            rounds::version.eq(rounds::version + 1),
        ))
        .execute(conn)
}

/// Gives a category its rubric in a round.
pub fn set_rubric_of(conn: &mut Conn, round: RoundId, category: CategoryId, rubric: RubricId) -> QueryResult<()> {
    let own = category_rubrics::table
        .filter(category_rubrics::round_id.eq(round))
        .filter(category_rubrics::category_id.eq(category));
    if diesel::update(own).set(category_rubrics::rubric_id.eq(rubric)).execute(conn)? == 0 {
        diesel::insert_into(category_rubrics::table)
            .values((
                category_rubrics::round_id.eq(round),
                category_rubrics::category_id.eq(category),
                category_rubrics::rubric_id.eq(rubric),
            ))
            .execute(conn)?;
    }
    Ok(())
}

// Units

/// What a unit's row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    pub name: String,
    pub kind: String,
    /// ISO days.
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub successor: Option<UnitId>,
}

pub fn unit(conn: &mut Conn, id: UnitId) -> QueryResult<Option<Unit>> {
    units::table.find(id).select(Unit::as_select()).first(conn).optional()
}

pub fn add_unit(conn: &mut Conn, c: ContestId, key: &str, at: i64, r: &UnitRow) -> QueryResult<UnitId> {
    diesel::insert_into(units::table)
        .values((
            units::contest_id.eq(c),
            units::key.eq(key),
            units::name.eq(&r.name),
            units::kind.eq(&r.kind),
            units::valid_from.eq(&r.valid_from),
            units::valid_to.eq(&r.valid_to),
            units::successor_id.eq(r.successor),
            units::position.eq(at),
        ))
        .returning(units::id)
        .get_result(conn)
}

pub fn set_unit(conn: &mut Conn, id: UnitId, r: &UnitRow) -> QueryResult<usize> {
    diesel::update(units::table.find(id))
        .set((
            units::name.eq(&r.name),
            units::kind.eq(&r.kind),
            units::valid_from.eq(&r.valid_from),
            units::valid_to.eq(&r.valid_to),
            units::successor_id.eq(r.successor),
        ))
        .execute(conn)
}

pub fn unit_is_used(conn: &mut Conn, id: UnitId) -> QueryResult<bool> {
    let n = entries::table.filter(entries::unit_id.eq(id)).count().get_result::<i64>(conn)?
        + authors::table.filter(authors::unit_id.eq(id)).count().get_result::<i64>(conn)?
        + memberships::table.filter(memberships::unit_id.eq(id)).count().get_result::<i64>(conn)?
        + invitations::table.filter(invitations::unit_id.eq(id)).count().get_result::<i64>(conn)?
        + awards::table.filter(awards::unit_id.eq(id)).count().get_result::<i64>(conn)?
        + units::table.filter(units::successor_id.eq(id)).count().get_result::<i64>(conn)?;
    Ok(n > 0)
}

pub fn remove_unit(conn: &mut Conn, id: UnitId) -> QueryResult<usize> {
    diesel::delete(units::table.find(id)).execute(conn)
}

// Prizes

/// What a prize's row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrizeRow {
    pub group: Option<GroupId>,
    pub level: String,
    pub count: i64,
    pub money: i64,
}

pub fn add_prize(conn: &mut Conn, c: ContestId, at: i64, r: &PrizeRow) -> QueryResult<usize> {
    diesel::insert_into(prizes::table)
        .values((
            prizes::contest_id.eq(c),
            prizes::group_id.eq(r.group),
            prizes::level.eq(&r.level),
            prizes::count.eq(r.count),
            prizes::money.eq(r.money),
            prizes::position.eq(at),
        ))
        .execute(conn)
}

pub fn set_prize(conn: &mut Conn, id: PrizeId, at: i64, r: &PrizeRow) -> QueryResult<usize> {
    diesel::update(prizes::table.find(id))
        .set((
            prizes::group_id.eq(r.group),
            prizes::level.eq(&r.level),
            prizes::count.eq(r.count),
            prizes::money.eq(r.money),
            prizes::position.eq(at),
        ))
        .execute(conn)
}

/// How many awards name the prize, revoked ones among them.
pub fn prizes_given(conn: &mut Conn, id: PrizeId) -> QueryResult<i64> {
    awards::table.filter(awards::prize_id.eq(id)).count().get_result(conn)
}

/// Removes a prize that nobody was given, and what was said of its level.
pub fn remove_prize(conn: &mut Conn, id: PrizeId) -> QueryResult<usize> {
    diesel::delete(vacancies::table.filter(vacancies::prize_id.eq(id))).execute(conn)?;
    diesel::delete(prizes::table.find(id)).execute(conn)
}
