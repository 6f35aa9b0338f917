//! SQL that changes panels, assignments and sheets, and what only the ops read.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::sheet::{Assignment, Origin, Panel, PanelMember, SheetState};
use crate::contests::contest::RoundState;
use crate::db::Conn;
use crate::db::schema::{advancements, assignments, entries, marks, panel_members, panels, rounds, sheet_copies};
use crate::entries::entry::EntryState;
use crate::kernel::ids::{
    AccountId, AssignmentId, CategoryId, ContestId, CriterionId, EntryId, GroupId, PanelId, PanelMemberId, RoundId,
};
use crate::kernel::points::Points;
use crate::kernel::time::Timestamp;

/// A work as judging names it: no author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRow {
    pub entry: EntryId,
    pub category: CategoryId,
    pub code: String,
    pub title: String,
}

pub fn panel(conn: &mut Conn, id: PanelId) -> QueryResult<Option<Panel>> {
    panels::table.find(id).select(Panel::as_select()).first(conn).optional()
}

pub fn panel_at(conn: &mut Conn, round: RoundId, group: GroupId) -> QueryResult<Option<Panel>> {
    panels::table
        .filter(panels::round_id.eq(round))
        .filter(panels::group_id.eq(group))
        .select(Panel::as_select())
        .first(conn)
        .optional()
}

pub fn insert_panel(conn: &mut Conn, contest: ContestId, round: RoundId, group: GroupId) -> QueryResult<PanelId> {
    diesel::insert_into(panels::table)
        .values((panels::contest_id.eq(contest), panels::round_id.eq(round), panels::group_id.eq(group)))
        .returning(panels::id)
        .get_result(conn)
}

/// Everybody who sits or sat on a panel.
pub fn members_ever(conn: &mut Conn, panel: PanelId) -> QueryResult<Vec<PanelMember>> {
    panel_members::table
        .filter(panel_members::panel_id.eq(panel))
        .order(panel_members::id.asc())
        .select(PanelMember::as_select())
        .load(conn)
}

pub fn insert_member(
    conn: &mut Conn,
    panel: PanelId,
    account: AccountId,
    head: bool,
    now: Timestamp,
    by: Option<AccountId>,
) -> QueryResult<usize> {
    diesel::insert_into(panel_members::table)
        .values((
            panel_members::panel_id.eq(panel),
            panel_members::account_id.eq(account),
            panel_members::is_head.eq(head),
            panel_members::added_at.eq(now),
            panel_members::added_by.eq(by),
        ))
        .execute(conn)
}

pub fn update_member(
    conn: &mut Conn,
    id: PanelMemberId,
    head: bool,
    removed_at: Option<Timestamp>,
) -> QueryResult<usize> {
    diesel::update(panel_members::table.find(id))
        .set((panel_members::is_head.eq(head), panel_members::removed_at.eq(removed_at)))
        .execute(conn)
}

/// The accepted works of some categories, in the order of their blind codes (which says nothing).
pub fn works(conn: &mut Conn, categories: &[CategoryId]) -> QueryResult<Vec<WorkRow>> {
    let rows: Vec<(EntryId, Option<CategoryId>, Option<String>, String)> = entries::table
        .filter(entries::category_id.eq_any(categories.to_vec()))
        .filter(entries::state.eq(EntryState::Accepted))
        .order((entries::blind_code.asc(), entries::id.asc()))
        .select((entries::id, entries::category_id, entries::blind_code, entries::title))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(entry, category, code, title)| {
            Some(WorkRow { entry, category: category?, code: code.unwrap_or_default(), title })
        })
        .collect())
}

/// The blind codes of the accepted works of a contest.
pub fn in_contest(conn: &mut Conn, contest: ContestId) -> QueryResult<BTreeMap<EntryId, String>> {
    let rows: Vec<(EntryId, Option<String>)> = entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(EntryState::Accepted))
        .select((entries::id, entries::blind_code))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, code)| (id, code.unwrap_or_default())).collect())
}

/// Where a work stands, and in which category.
pub fn work_of(conn: &mut Conn, entry: EntryId) -> QueryResult<Option<(EntryState, Option<CategoryId>)>> {
    entries::table.find(entry).select((entries::state, entries::category_id)).first(conn).optional()
}

/// The blind code of a work.
pub fn code_of(conn: &mut Conn, entry: EntryId) -> QueryResult<String> {
    let code: Option<String> = entries::table.find(entry).select(entries::blind_code).first(conn)?;
    Ok(code.unwrap_or_default())
}

/// The works that came into a round from the one before.
pub fn advanced(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<EntryId>> {
    advancements::table.filter(advancements::round_id.eq(round)).select(advancements::entry_id).load(conn)
}

/// Every sheet that a panel has or had.
pub fn sheets(conn: &mut Conn, round: RoundId, categories: &[CategoryId]) -> QueryResult<Vec<Assignment>> {
    assignments::table
        .inner_join(entries::table)
        .filter(assignments::round_id.eq(round))
        .filter(entries::category_id.eq_any(categories.to_vec()))
        .order(assignments::id.asc())
        .select(Assignment::as_select())
        .load(conn)
}

/// A new sheet to be made.
#[derive(Clone, Debug)]
pub struct NewSheet<'a> {
    pub contest: ContestId,
    pub round: RoundId,
    pub entry: EntryId,
    pub judge: AccountId,
    pub token: &'a str,
    pub order_key: i64,
    pub origin: Origin,
    pub now: Timestamp,
    pub by: Option<AccountId>,
}

pub fn insert_sheet(conn: &mut Conn, new: &NewSheet) -> QueryResult<AssignmentId> {
    diesel::insert_into(assignments::table)
        .values((
            assignments::contest_id.eq(new.contest),
            assignments::round_id.eq(new.round),
            assignments::entry_id.eq(new.entry),
            assignments::judge_id.eq(new.judge),
            assignments::token.eq(new.token),
            assignments::order_key.eq(new.order_key),
            assignments::state.eq(SheetState::Open),
            assignments::origin.eq(new.origin),
            assignments::version.eq(1i64),
            assignments::comment.eq(""),
            assignments::skipped.eq(false),
            assignments::last_key.eq(""),
            assignments::created_at.eq(new.now),
            assignments::created_by.eq(new.by),
            assignments::updated_at.eq(new.now),
        ))
        .returning(assignments::id)
        .get_result(conn)
}

/// Moves a sheet to a state, one version on. `handed_in` and `ended` are set as given.
pub fn set_state(
    conn: &mut Conn,
    sheet: &Assignment,
    state: SheetState,
    handed_in: Option<Timestamp>,
    ended: Option<Timestamp>,
    now: Timestamp,
) -> QueryResult<usize> {
    diesel::update(assignments::table.find(sheet.id))
        .set((
            assignments::state.eq(state),
            assignments::version.eq(sheet.version + 1),
            assignments::skipped.eq(false),
            assignments::handed_in_at.eq(handed_in),
            assignments::ended_at.eq(ended),
            assignments::updated_at.eq(now),
        ))
        .execute(conn)
}

/// What was typed on a sheet: comment, whose key it was, one version on.
pub fn touch(conn: &mut Conn, sheet: &Assignment, comment: &str, key: &str, now: Timestamp) -> QueryResult<usize> {
    diesel::update(assignments::table.find(sheet.id))
        .set((
            assignments::version.eq(sheet.version + 1),
            assignments::comment.eq(comment),
            assignments::last_key.eq(key),
            assignments::updated_at.eq(now),
        ))
        .execute(conn)
}

pub fn set_skipped(conn: &mut Conn, sheet: AssignmentId, skipped: bool) -> QueryResult<usize> {
    diesel::update(assignments::table.find(sheet)).set(assignments::skipped.eq(skipped)).execute(conn)
}

pub fn put_mark(
    conn: &mut Conn,
    sheet: AssignmentId,
    criterion: CriterionId,
    points: Points,
    now: Timestamp,
) -> QueryResult<usize> {
    let row = (
        marks::assignment_id.eq(sheet),
        marks::criterion_id.eq(criterion),
        marks::points.eq(points),
        marks::marked_at.eq(now),
    );
    on!(conn => diesel::insert_into(marks::table)
        .values(row)
        .on_conflict((marks::assignment_id, marks::criterion_id))
        .do_update()
        .set((marks::points.eq(points), marks::marked_at.eq(now)))
        .execute(conn))
}

pub fn clear_mark(conn: &mut Conn, sheet: AssignmentId, criterion: CriterionId) -> QueryResult<usize> {
    diesel::delete(marks::table.filter(marks::assignment_id.eq(sheet)).filter(marks::criterion_id.eq(criterion)))
        .execute(conn)
}

/// Keeps a copy of a sheet as it was handed in; gives its number.
pub fn keep_copy(conn: &mut Conn, sheet: AssignmentId, content: &str, now: Timestamp) -> QueryResult<i64> {
    let before: i64 = sheet_copies::table.filter(sheet_copies::assignment_id.eq(sheet)).count().get_result(conn)?;
    let number = before + 1;
    diesel::insert_into(sheet_copies::table)
        .values((
            sheet_copies::assignment_id.eq(sheet),
            sheet_copies::number.eq(number),
            sheet_copies::content.eq(content),
            sheet_copies::handed_in_at.eq(now),
        ))
        .execute(conn)?;
    Ok(number)
}

/// Opens or closes a round, if it is still at the version that was read.
pub fn set_round(
    conn: &mut Conn,
    round: RoundId,
    version: i64,
    state: RoundState,
    now: Timestamp,
) -> QueryResult<usize> {
    let at = rounds::table.find(round).filter(rounds::version.eq(version));
    match state {
        RoundState::Closed => diesel::update(at)
            .set((rounds::state.eq(state), rounds::closed_at.eq(now), rounds::version.eq(version + 1)))
            .execute(conn),
        RoundState::Open | RoundState::Planned => diesel::update(at)
            .set((rounds::state.eq(state), rounds::opened_at.eq(now), rounds::version.eq(version + 1)))
            .execute(conn),
    }
}

/// Locks every sheet of a round.
pub fn lock_all(conn: &mut Conn, round: RoundId, now: Timestamp) -> QueryResult<usize> {
    diesel::update(assignments::table.filter(assignments::round_id.eq(round)).filter(assignments::locked_at.is_null()))
        .set(assignments::locked_at.eq(now))
        .execute(conn)
}

/// The sheets of a round that have at least one mark.
pub fn begun(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<AssignmentId>> {
    marks::table
        .inner_join(assignments::table)
        .filter(assignments::round_id.eq(round))
        .select(marks::assignment_id)
        .distinct()
        .load(conn)
}
