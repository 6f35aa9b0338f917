//! What the judge's own pages show, put together from the stores: the list of works and one sheet with its work.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::blind::BlindEntry;
use super::blind_store;
use super::ops::sheets::rubric_of;
use super::sheet::{Assignment, SheetState};
use super::store as judging;
use crate::audit::store as audit;
use crate::contests::contest::{Category, Criterion, Round, RoundState, Rubric};
use crate::contests::store as contests;
use crate::db::Conn;
use crate::db::schema::{assignments, categories, entries, marks};
use crate::entries::entry::EntryState;
use crate::kernel::actor::Actor;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, AssignmentId, CategoryId, ContestId, CriterionId, RoundId};
use crate::kernel::points::Points;
use crate::kernel::time::Timestamp;
use crate::policy::{self, Action};

/// One line of a judge's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub token: String,
    pub code: String,
    pub title: String,
    pub state: SheetState,
    pub skipped: bool,
    pub locked: bool,
    /// Criteria that have a mark.
    pub marked: usize,
    pub total: Points,
}

impl Item {
    /// Whether the judge still has something to do here.
    #[must_use]
    pub fn is_to_do(&self) -> bool {
        self.state == SheetState::Open && !self.locked
    }
}

/// The works of a category in a round, in the judge's own order.
#[derive(Clone, Debug)]
pub struct Part {
    pub category: Category,
    pub rubric: Option<Rubric>,
    /// How many criteria a sheet has.
    pub criteria: usize,
    pub items: Vec<Item>,
}

/// A round as one judge sees it.
#[derive(Clone, Debug)]
pub struct MyRound {
    pub round: Round,
    pub parts: Vec<Part>,
}

impl MyRound {
    /// Every line, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.parts.iter().flat_map(|p| p.items.iter())
    }
}

/// The sheet to go to next: the first open one after `from` (or from the start), those set aside only when nothing else is left.
#[must_use]
pub fn next_to_do<'a>(items: &[&'a Item], from: Option<&str>) -> Option<&'a Item> {
    let at = from.and_then(|t| items.iter().position(|i| i.token == t));
    let (before, after) = items.split_at(at.map_or(0, |i| i + 1));
    let round = || after.iter().chain(before).copied().filter(|i| i.is_to_do() && Some(i.token.as_str()) != from);
    round().find(|i| !i.skipped).or_else(|| round().next())
}

/// A judge's rounds that are open or closed, the latest first.
///
/// # Errors
/// When the database fails.
pub fn my_rounds(conn: &mut Conn, contest: ContestId, judge: AccountId) -> OpResult<Vec<MyRound>> {
    let mut all = Vec::new();
    let cats = contests::categories(conn, contest)?;
    let rubrics = contests::rubrics(conn, contest)?;
    for round in contests::rounds(conn, contest)?.into_iter().rev().filter(|r| r.state != RoundState::Planned) {
        let of = contests::category_rubrics(conn, round.id)?;
        let mut by_category = items(conn, judge, round.id, true)?;
        let mut parts = Vec::new();
        for category in &cats {
            if let Some(items) = by_category.remove(&category.id) {
                let rubric = of.iter().find(|r| r.category_id == category.id).map(|r| r.rubric_id);
                let rubric = rubrics.iter().find(|r| Some(r.id) == rubric).cloned();
                let criteria = match &rubric {
                    Some(r) => contests::criteria(conn, r.id)?.len(),
                    None => 0,
                };
                parts.push(Part { category: category.clone(), rubric, criteria, items });
            }
        }
        if !parts.is_empty() {
            all.push(MyRound { round, parts });
        }
    }
    Ok(all)
}

/// A judge's lines of a round by category; with their marks counted and added up, or without.
fn items(
    conn: &mut Conn,
    judge: AccountId,
    round: RoundId,
    with_marks: bool,
) -> OpResult<BTreeMap<CategoryId, Vec<Item>>> {
    type Sheet = (AssignmentId, String, SheetState, bool, Option<Timestamp>);
    type Row = (Sheet, Option<CategoryId>, Option<String>, String);
    let rows: Vec<Row> = assignments::table
        .inner_join(entries::table)
        .filter(assignments::judge_id.eq(judge))
        .filter(assignments::round_id.eq(round))
        .filter(assignments::state.eq_any(vec![SheetState::Open, SheetState::HandedIn]))
        .filter(entries::state.eq(EntryState::Accepted))
        .order((assignments::order_key.asc(), assignments::id.asc()))
        .select((
            (assignments::id, assignments::token, assignments::state, assignments::skipped, assignments::locked_at),
            entries::category_id,
            entries::blind_code,
            entries::title,
        ))
        .load(conn)?;
    let marked: Vec<(AssignmentId, Points)> = if with_marks {
        marks::table
            .inner_join(assignments::table)
            .filter(assignments::judge_id.eq(judge))
            .filter(assignments::round_id.eq(round))
            .select((marks::assignment_id, marks::points))
            .load(conn)?
    } else {
        Vec::new()
    };
    let mut sums: BTreeMap<AssignmentId, (usize, Points)> = BTreeMap::new();
    for (id, points) in marked {
        let sum = sums.entry(id).or_default();
        *sum = (sum.0 + 1, sum.1 + points);
    }
    let mut all: BTreeMap<CategoryId, Vec<Item>> = BTreeMap::new();
    for ((id, token, state, skipped, locked), category, code, title) in rows {
        let Some(category) = category else { continue };
        let (marked, total) = sums.get(&id).copied().unwrap_or_default();
        all.entry(category).or_default().push(Item {
            token,
            code: code.unwrap_or_default(),
            title,
            state,
            skipped,
            locked: locked.is_some(),
            marked,
            total,
        });
    }
    Ok(all)
}

/// One sheet with its work, as its judge sees them.
#[derive(Clone, Debug)]
pub struct Desk {
    pub sheet: Assignment,
    pub round: Round,
    pub rubric: Rubric,
    pub criteria: Vec<Criterion>,
    pub marks: BTreeMap<CriterionId, Points>,
    pub work: BlindEntry,
    /// Why the sheet was opened again after it had been handed in.
    pub reopened: Option<String>,
    /// The judge's list of this round, without marks.
    pub list: Vec<Item>,
}

impl Desk {
    /// Where the sheet stands in the list, from 0.
    #[must_use]
    pub fn place(&self) -> usize {
        self.list.iter().position(|i| i.token == self.sheet.token).unwrap_or(0)
    }
    /// The sheet before.
    #[must_use]
    pub fn previous(&self) -> Option<&Item> {
        self.place().checked_sub(1).and_then(|i| self.list.get(i))
    }
    /// The sheet after.
    #[must_use]
    pub fn next(&self) -> Option<&Item> {
        self.list.get(self.place() + 1)
    }
    /// The sum of what is marked.
    #[must_use]
    pub fn total(&self) -> Points {
        self.criteria.iter().filter_map(|c| self.marks.get(&c.id).copied()).sum()
    }
    /// How many criteria have no mark.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.criteria.iter().filter(|c| !self.marks.contains_key(&c.id)).count()
    }
}

/// A sheet that the actor may see, in its contest.
///
/// # Errors
/// `NotFound` for anybody else's, one that fell away, or one of a round that is not open yet.
pub fn sheet(conn: &mut Conn, actor: &Actor, contest: ContestId, token: &str) -> OpResult<(Assignment, Round)> {
    let sheet = judging::assignment_by_token(conn, token)?.ok_or(OpError::NotFound)?;
    let round = contests::round(conn, sheet.round_id)?.ok_or(OpError::NotFound)?;
    if sheet.contest_id != contest {
        return Err(OpError::NotFound);
    }
    policy::may(actor, &Action::SeeSheet { sheet: &sheet, round: &round })?;
    let state: EntryState = entries::table.find(sheet.entry_id).select(entries::state).first(conn)?;
    if state != EntryState::Accepted {
        return Err(OpError::NotFound);
    }
    Ok((sheet, round))
}

/// The reason that was given when a sheet was opened again for the last time.
fn reopened_why(conn: &mut Conn, sheet: AssignmentId) -> OpResult<Option<String>> {
    if judging::copies_of(conn, sheet)? == 0 {
        return Ok(None);
    }
    let last = audit::about(conn, "sheet", sheet.0)?.into_iter().rev().find(|e| e.action == "sheet.reopened");
    let Some(event) = last else { return Ok(None) };
    Ok(audit::notes(conn, event.seq)?.into_iter().find(|(name, ..)| name == "reason").map(|(_, _, body)| body))
}

/// The desk of a sheet.
///
/// # Errors
/// As [`sheet`].
pub fn desk(conn: &mut Conn, actor: &Actor, contest: ContestId, token: &str) -> OpResult<Desk> {
    let (sheet, round) = sheet(conn, actor, contest, token)?;
    let (rubric, criteria) = rubric_of(conn, &sheet)?;
    let marks = judging::marks_of(conn, sheet.id)?.into_iter().map(|m| (m.criterion_id, m.points)).collect();
    let work = blind_store::of_sheet(conn, &sheet)?;
    let mut by_category = items(conn, sheet.judge_id, sheet.round_id, false)?;
    let order: Vec<CategoryId> = categories::table
        .filter(categories::contest_id.eq(contest))
        .order((categories::position.asc(), categories::id.asc()))
        .select(categories::id)
        .load(conn)?;
    let list = order.iter().filter_map(|c| by_category.remove(c)).flatten().collect();
    let reopened = if sheet.state == SheetState::Open { reopened_why(conn, sheet.id)? } else { None };
    Ok(Desk { sheet, round, rubric, criteria, marks, work, reopened, list })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(token: &str, state: SheetState, skipped: bool) -> Item {
        Item {
            token: token.into(),
            code: String::new(),
            title: String::new(),
            state,
            skipped,
            locked: false,
            marked: 0,
            total: Points::ZERO,
        }
    }

    #[test]
    fn next_comes_after_then_from_the_start_then_what_was_set_aside() {
        use SheetState::{HandedIn, Open};
        let a = item("a", Open, false);
        let b = item("b", HandedIn, false);
        let c = item("c", Open, true);
        let d = item("d", Open, false);
        let list = [&a, &b, &c, &d];
        let next = |from| next_to_do(&list, from).map(|i| i.token.as_str());
        assert_eq!(next(None), Some("a"));
        assert_eq!(next(Some("a")), Some("d"));
        assert_eq!(next(Some("d")), Some("a"));
        let list = [&b, &c];
        let next = |from| next_to_do(&list, from).map(|i| i.token.as_str());
        assert_eq!(next(Some("b")), Some("c"));
        assert_eq!(next(Some("c")), None);
    }
}
