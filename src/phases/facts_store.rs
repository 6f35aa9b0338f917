//! SQL that gathers what decides about the next phase, and the counts of the board and the home page.

use std::collections::{HashMap, HashSet};

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::steps::{PhaseFacts, RoundFacts, RubricSum};
use crate::contests::contest::{Contest, RoundKey};
use crate::contests::method::TieRule;
use crate::contests::store;
use crate::db::Conn;
use crate::db::schema::{
    advancements, assignments, categories, category_rubrics, criteria, entries, panel_members, panels, publications,
    rounds, rubrics, rules_versions,
};
use crate::entries::entry::EntryState;
use crate::judging::sheet::SheetState;
use crate::kernel::ids::{AccountId, CategoryId, ContestId, EntryId, GroupId, RubricId};
use crate::kernel::points::Points;
use crate::kernel::time::Timestamp;
use crate::results::award::PublicationState;

/// How many entries of a contest stand in each state.
pub fn by_state(conn: &mut Conn, contest: ContestId) -> QueryResult<HashMap<EntryState, i64>> {
    let rows: Vec<(EntryState, i64)> = entries::table
        .filter(entries::contest_id.eq(contest))
        .group_by(entries::state)
        .select((entries::state, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many works of each category were handed in (and not withdrawn or refused).
pub fn by_category(conn: &mut Conn, contest: ContestId) -> QueryResult<HashMap<CategoryId, i64>> {
    let rows: Vec<(Option<CategoryId>, i64)> = entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq_any(counted()))
        .group_by(entries::category_id)
        .select((entries::category_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(c, n)| c.map(|c| (c, n))).collect())
}

/// From how many units the works come.
pub fn units_taking_part(conn: &mut Conn, contest: ContestId) -> QueryResult<i64> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq_any(counted()))
        .filter(entries::unit_name.ne(""))
        .select(diesel::dsl::count(entries::unit_name).aggregate_distinct())
        .first(conn)
}

/// When each work was handed in for the last time.
pub fn handed_in_at(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Timestamp>> {
    let rows: Vec<Option<Timestamp>> = entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::submitted_at.is_not_null())
        .select(entries::submitted_at)
        .load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// Whoever has a draft or a work in the contest, each once.
pub fn entrants(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<AccountId>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::on_behalf_by.is_null())
        .select(entries::owner_id)
        .distinct()
        .order(entries::owner_id.asc())
        .load(conn)
}

/// The states that count as taking part.
fn counted() -> Vec<EntryState> {
    vec![EntryState::Submitted, EntryState::Correction, EntryState::Accepted]
}

/// Everything that decides about the next phase.
pub fn facts(conn: &mut Conn, c: &Contest, now: Timestamp) -> QueryResult<PhaseFacts> {
    let states = by_state(conn, c.id)?;
    let of = |s: EntryState| states.get(&s).copied().unwrap_or(0);
    let body: Option<String> = rules_versions::table
        .filter(rules_versions::contest_id.eq(c.id))
        .order(rules_versions::number.desc())
        .select(rules_versions::body)
        .first(conn)
        .optional()?;
    let kinds = store::categories(conn, c.id)?;
    let rounds = store::rounds(conn, c.id)?;
    let mut without_rubric = Vec::new();
    for round in &rounds {
        let has: Vec<CategoryId> = category_rubrics::table
            .filter(category_rubrics::round_id.eq(round.id))
            .select(category_rubrics::category_id)
            .load(conn)?;
        without_rubric.extend(kinds.iter().filter(|k| !has.contains(&k.id)).map(|k| k.name.clone()));
    }
    without_rubric.sort();
    without_rubric.dedup();
    let without_code = entries::table
        .filter(entries::contest_id.eq(c.id))
        .filter(entries::state.eq(EntryState::Accepted))
        .filter(entries::blind_code.is_null())
        .count()
        .get_result(conn)?;
    let published = publications::table
        .filter(publications::contest_id.eq(c.id))
        .filter(publications::state.eq(PublicationState::Published))
        .count()
        .get_result::<i64>(conn)?
        > 0;
    Ok(PhaseFacts {
        phase: c.phase,
        now,
        has_rules: body.is_some_and(|b| !b.trim().is_empty()),
        open_at: c.open_at,
        deadline_at: c.deadline_at,
        grace_minutes: c.grace_minutes,
        categories: kinds.len(),
        without_rubric,
        rubrics: rubric_sums(conn, c.id)?,
        ties_name: c.ties().map_or(0, |t| highest_criterion(&t)),
        drafts: of(EntryState::Draft),
        submitted: of(EntryState::Submitted),
        correction: of(EntryState::Correction),
        accepted: of(EntryState::Accepted),
        without_code,
        preliminary: round_facts(conn, c.id, RoundKey::Preliminary)?,
        last: round_facts(conn, c.id, RoundKey::Final)?,
        published,
    })
}

/// The highest criterion that a tie policy comes to: what stands after a shared place is never asked.
fn highest_criterion(ties: &[TieRule]) -> usize {
    let asked = ties.iter().take_while(|t| **t != TieRule::Shared);
    asked.filter_map(|t| if let TieRule::Criterion { n } = t { Some(*n) } else { None }).max().unwrap_or(0)
}

fn rubric_sums(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<RubricSum>> {
    let of: Vec<(RubricId, Points)> = criteria::table
        .inner_join(rubrics::table)
        .filter(rubrics::contest_id.eq(contest))
        .select((criteria::rubric_id, criteria::max))
        .load(conn)?;
    let used: HashSet<RubricId> = category_rubrics::table
        .inner_join(rounds::table)
        .filter(rounds::contest_id.eq(contest))
        .select(category_rubrics::rubric_id)
        .load(conn)?
        .into_iter()
        .collect();
    Ok(store::rubrics(conn, contest)?
        .into_iter()
        .map(|r| {
            let own = of.iter().filter(|(id, _)| *id == r.id);
            RubricSum {
                used: used.contains(&r.id),
                name: r.name,
                scale: r.scale,
                sum: own.clone().map(|(_, p)| *p).sum(),
                criteria: own.count(),
            }
        })
        .collect())
}

/// A round's panels, works and sheets.
fn round_facts(conn: &mut Conn, contest: ContestId, key: RoundKey) -> QueryResult<RoundFacts> {
    let Some(round) = store::round_by_key(conn, contest, key)? else { return Ok(RoundFacts::default()) };
    let mut works: Vec<(EntryId, GroupId)> = entries::table
        .inner_join(categories::table)
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(EntryState::Accepted))
        .select((entries::id, categories::group_id))
        .load(conn)?;
    if key == RoundKey::Final {
        let through: Vec<EntryId> = advancements::table
            .filter(advancements::round_id.eq(round.id))
            .select(advancements::entry_id)
            .load(conn)?;
        let through: HashSet<EntryId> = through.into_iter().collect();
        works.retain(|(e, _)| through.contains(e));
    }
    let seats: Vec<(GroupId, i64)> = panel_members::table
        .inner_join(panels::table)
        .filter(panels::round_id.eq(round.id))
        .filter(panel_members::removed_at.is_null())
        .group_by(panels::group_id)
        .select((panels::group_id, count_star()))
        .load(conn)?;
    let sheets: Vec<(EntryId, i64)> = assignments::table
        .filter(assignments::round_id.eq(round.id))
        .filter(assignments::state.eq_any(vec![SheetState::Open, SheetState::HandedIn]))
        .group_by(assignments::entry_id)
        .select((assignments::entry_id, count_star()))
        .load(conn)?;
    let sheets: HashMap<EntryId, i64> = sheets.into_iter().collect();
    let open_sheets = assignments::table
        .inner_join(entries::table)
        .filter(entries::state.eq(EntryState::Accepted))
        .filter(assignments::round_id.eq(round.id))
        .filter(assignments::state.eq(SheetState::Open))
        .count()
        .get_result(conn)?;
    let groups = store::groups(conn, contest)?;
    let thin_panels = groups
        .iter()
        .filter(|g| works.iter().any(|(_, of)| *of == g.id))
        .map(|g| (g.name.clone(), seats.iter().find(|(of, _)| *of == g.id).map_or(0, |(_, n)| *n)))
        .filter(|(_, n)| *n < round.quota)
        .collect();
    let short = works.iter().filter(|(e, _)| sheets.get(e).copied().unwrap_or(0) < round.quota).count();
    Ok(RoundFacts {
        state: Some(round.state),
        quota: round.quota,
        thin_panels,
        short_works: i64::try_from(short).unwrap_or(i64::MAX),
        open_sheets,
        works: i64::try_from(works.len()).unwrap_or(i64::MAX),
    })
}
