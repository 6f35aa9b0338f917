//! SQL of contests, and nothing else.

use diesel::prelude::*;

use super::contest::{
    Category, CategoryRubric, Contest, Criterion, Group, Prize, Round, RoundKey, Rubric, Rules, Unit,
};
use crate::db::Conn;
use crate::db::schema::{
    categories, category_groups, category_rubrics, contests, criteria, prizes, rounds, rubrics, rules_versions, units,
};
use crate::kernel::ids::{CategoryId, ContestId, RoundId, RubricId};

pub fn by_id(conn: &mut Conn, id: ContestId) -> QueryResult<Option<Contest>> {
    contests::table.find(id).select(Contest::as_select()).first(conn).optional()
}

pub fn by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Contest>> {
    contests::table.filter(contests::short_code.eq(code)).select(Contest::as_select()).first(conn).optional()
}

/// The contest that the bare addresses mean.
pub fn current(conn: &mut Conn) -> QueryResult<Option<Contest>> {
    contests::table
        .filter(contests::is_current.eq(true))
        .order(contests::id.desc())
        .select(Contest::as_select())
        .first(conn)
        .optional()
}

pub fn all(conn: &mut Conn) -> QueryResult<Vec<Contest>> {
    contests::table.order(contests::id.desc()).select(Contest::as_select()).load(conn)
}

pub fn groups(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Group>> {
    category_groups::table
        .filter(category_groups::contest_id.eq(contest))
        .order(category_groups::position.asc())
        .select(Group::as_select())
        .load(conn)
}

pub fn categories(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Category>> {
    categories::table
        .filter(categories::contest_id.eq(contest))
        .order((categories::position.asc(), categories::id.asc()))
        .select(Category::as_select())
        .load(conn)
}

pub fn category(conn: &mut Conn, id: CategoryId) -> QueryResult<Option<Category>> {
    categories::table.find(id).select(Category::as_select()).first(conn).optional()
}

pub fn units(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Unit>> {
    units::table.filter(units::contest_id.eq(contest)).order(units::position.asc()).select(Unit::as_select()).load(conn)
}

pub fn rubrics(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Rubric>> {
    rubrics::table
        .filter(rubrics::contest_id.eq(contest))
        .order(rubrics::id.asc())
        .select(Rubric::as_select())
        .load(conn)
}

pub fn rubric(conn: &mut Conn, id: RubricId) -> QueryResult<Option<Rubric>> {
    rubrics::table.find(id).select(Rubric::as_select()).first(conn).optional()
}

pub fn criteria(conn: &mut Conn, rubric: RubricId) -> QueryResult<Vec<Criterion>> {
    criteria::table
        .filter(criteria::rubric_id.eq(rubric))
        .order(criteria::position.asc())
        .select(Criterion::as_select())
        .load(conn)
}

pub fn rounds(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Round>> {
    rounds::table
        .filter(rounds::contest_id.eq(contest))
        .order(rounds::position.asc())
        .select(Round::as_select())
        .load(conn)
}

pub fn round(conn: &mut Conn, id: RoundId) -> QueryResult<Option<Round>> {
    rounds::table.find(id).select(Round::as_select()).first(conn).optional()
}

pub fn round_by_key(conn: &mut Conn, contest: ContestId, key: RoundKey) -> QueryResult<Option<Round>> {
    rounds::table
        .filter(rounds::contest_id.eq(contest))
        .filter(rounds::key.eq(key))
        .select(Round::as_select())
        .first(conn)
        .optional()
}

/// Which rubric each category has in a round.
pub fn category_rubrics(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<CategoryRubric>> {
    category_rubrics::table.filter(category_rubrics::round_id.eq(round)).select(CategoryRubric::as_select()).load(conn)
}

/// The rubric of a category in a round.
pub fn rubric_of(conn: &mut Conn, category: CategoryId, round: RoundId) -> QueryResult<Option<RubricId>> {
    category_rubrics::table
        .filter(category_rubrics::category_id.eq(category))
        .filter(category_rubrics::round_id.eq(round))
        .select(category_rubrics::rubric_id)
        .first(conn)
        .optional()
}

pub fn prizes(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Prize>> {
    prizes::table
        .filter(prizes::contest_id.eq(contest))
        .order(prizes::position.asc())
        .select(Prize::as_select())
        .load(conn)
}

/// The rules as they stand now.
pub fn rules(conn: &mut Conn, contest: ContestId) -> QueryResult<Option<Rules>> {
    rules_versions::table
        .filter(rules_versions::contest_id.eq(contest))
        .order(rules_versions::number.desc())
        .select(Rules::as_select())
        .first(conn)
        .optional()
}
