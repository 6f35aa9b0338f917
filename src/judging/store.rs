//! SQL of judging: what several parts read. Writing stands with the ops' own stores.

use diesel::prelude::*;

use super::sheet::{Advancement, Assignment, Mark, Panel, PanelMember, SheetState};
use crate::contests::contest::RoundState;
use crate::db::Conn;
use crate::db::schema::{advancements, assignments, entries, marks, panel_members, panels, rounds, sheet_copies};
use crate::entries::entry::EntryState;
use crate::kernel::ids::{AccountId, AssignmentId, CategoryId, ContestId, EntryId, RoundId};

pub fn assignment(conn: &mut Conn, id: AssignmentId) -> QueryResult<Option<Assignment>> {
    assignments::table.find(id).select(Assignment::as_select()).first(conn).optional()
}

pub fn assignment_by_token(conn: &mut Conn, token: &str) -> QueryResult<Option<Assignment>> {
    assignments::table.filter(assignments::token.eq(token)).select(Assignment::as_select()).first(conn).optional()
}

/// How often a sheet was handed in.
pub fn copies_of(conn: &mut Conn, sheet: AssignmentId) -> QueryResult<i64> {
    sheet_copies::table.filter(sheet_copies::assignment_id.eq(sheet)).count().get_result(conn)
}

/// A judge's sheets of a round, in their own stable random order (those that fell away are left out).
pub fn of_judge(conn: &mut Conn, judge: AccountId, round: RoundId) -> QueryResult<Vec<Assignment>> {
    assignments::table
        .filter(assignments::judge_id.eq(judge))
        .filter(assignments::round_id.eq(round))
        .filter(assignments::state.eq_any(vec![SheetState::Open, SheetState::HandedIn]))
        .order((assignments::order_key.asc(), assignments::id.asc()))
        .select(Assignment::as_select())
        .load(conn)
}

/// How many sheets a judge still has to hand in: of accepted works, in rounds that are not closed.
pub fn to_hand_in(conn: &mut Conn, contest: ContestId, judge: AccountId) -> QueryResult<i64> {
    assignments::table
        .inner_join(rounds::table)
        .inner_join(entries::table)
        .filter(assignments::contest_id.eq(contest))
        .filter(assignments::judge_id.eq(judge))
        .filter(assignments::state.eq(SheetState::Open))
        .filter(rounds::state.ne(RoundState::Closed))
        .filter(entries::state.eq(EntryState::Accepted))
        .count()
        .get_result(conn)
}

/// Category and sheets handed in of each accepted work of a round.
pub fn handed_in_counts(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<(Option<CategoryId>, EntryId, i64)>> {
    assignments::table
        .inner_join(entries::table)
        .filter(assignments::round_id.eq(round))
        .filter(assignments::state.eq(SheetState::HandedIn))
        .filter(entries::state.eq(EntryState::Accepted))
        .group_by((entries::category_id, entries::id))
        .order(entries::id.asc())
        .select((entries::category_id, entries::id, diesel::dsl::count_star()))
        .load(conn)
}

/// Every sheet of a round.
pub fn of_round(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<Assignment>> {
    assignments::table
        .filter(assignments::round_id.eq(round))
        .order(assignments::id.asc())
        .select(Assignment::as_select())
        .load(conn)
}

pub fn of_entry(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<Assignment>> {
    assignments::table
        .filter(assignments::entry_id.eq(entry))
        .order(assignments::id.asc())
        .select(Assignment::as_select())
        .load(conn)
}

pub fn marks_of(conn: &mut Conn, assignment: AssignmentId) -> QueryResult<Vec<Mark>> {
    marks::table.filter(marks::assignment_id.eq(assignment)).select(Mark::as_select()).load(conn)
}

/// Every mark of a round.
pub fn marks_of_round(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<Mark>> {
    marks::table
        .inner_join(assignments::table)
        .filter(assignments::round_id.eq(round))
        .order(marks::id.asc())
        .select(Mark::as_select())
        .load(conn)
}

pub fn panels(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Panel>> {
    panels::table.filter(panels::contest_id.eq(contest)).order(panels::id.asc()).select(Panel::as_select()).load(conn)
}

/// Who sits on the panels of a contest now.
pub fn panel_members(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<PanelMember>> {
    panel_members::table
        .inner_join(panels::table)
        .filter(panels::contest_id.eq(contest))
        .filter(panel_members::removed_at.is_null())
        .order(panel_members::id.asc())
        .select(PanelMember::as_select())
        .load(conn)
}

/// The works that came into a round from the one before.
pub fn advanced_into(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<Advancement>> {
    advancements::table
        .filter(advancements::round_id.eq(round))
        .order(advancements::id.asc())
        .select(Advancement::as_select())
        .load(conn)
}
