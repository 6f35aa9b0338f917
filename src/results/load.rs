//! Reads a round's counted sheets into what the ranking works on, and ranks it. Knows no pages.

use std::collections::{BTreeMap, BTreeSet};

use super::award::TieVote;
use super::ranking::{Method, RankError, Ranking, Rules, Sheet, Work, rank};
use super::store::{self, Contender};
use crate::contests::contest::{Category, Contest, Criterion, Group, Round, Rubric};
use crate::contests::store as contests;
use crate::db::Conn;
use crate::judging::sheet::SheetState;
use crate::judging::store as judging;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, CategoryId, CriterionId, EntryId};
use crate::kernel::points::Points;

/// One category in one round: what was marked and what follows from it.
#[derive(Clone, Debug)]
pub struct Standing {
    pub category: Category,
    pub rubric: Rubric,
    pub criteria: Vec<Criterion>,
    /// How many judges the panel has.
    pub panel: usize,
    pub works: Vec<Work<EntryId, AccountId>>,
    /// The head judge's places, where any were given.
    pub votes: BTreeMap<EntryId, u32>,
    pub ranking: Result<Ranking<EntryId>, RankError<EntryId, AccountId>>,
}

impl Standing {
    /// The ranking, or an empty one where the data allow none.
    #[must_use]
    pub fn rows(&self) -> &[super::ranking::Row<EntryId>] {
        self.ranking.as_ref().map_or(&[], |r| r.rows.as_slice())
    }

    /// The most that a work of this category can get by the method.
    #[must_use]
    pub fn scale(&self, method: Method) -> Points {
        let sheets = self.works.iter().map(|w| w.sheets.len()).max().unwrap_or(1).max(1);
        match method {
            Method::Sum => (0..sheets).map(|_| self.rubric.scale).sum(),
            Method::Mean | Method::TrimmedMean | Method::Median => self.rubric.scale,
        }
    }
}

/// A round as it stands, category by category.
#[derive(Clone, Debug)]
pub struct Standings {
    pub round: Round,
    pub method: Method,
    pub categories: Vec<Standing>,
}

impl Standings {
    #[must_use]
    pub fn of(&self, category: CategoryId) -> Option<&Standing> {
        self.categories.iter().find(|s| s.category.id == category)
    }
}

/// Everything of a contest that results are made from.
#[derive(Clone, Debug)]
pub struct Board {
    pub groups: Vec<Group>,
    pub works: BTreeMap<EntryId, Contender>,
    /// In the order of the rounds.
    pub rounds: Vec<Standings>,
}

impl Board {
    /// The round that decides: the last.
    #[must_use]
    pub fn deciding(&self) -> Option<&Standings> {
        self.rounds.last()
    }
    /// A work's blind code.
    #[must_use]
    pub fn code(&self, entry: EntryId) -> &str {
        self.works.get(&entry).map_or("?", Contender::code)
    }
}

/// How the contest makes scores.
///
/// # Errors
/// When the stored word is none of ours.
pub fn method(contest: &Contest) -> OpResult<Method> {
    serde_json::from_value(serde_json::Value::String(contest.score_method.clone())).map_err(OpError::from)
}

/// Reads and ranks every round.
///
/// # Errors
/// When the database fails or its JSON is broken.
pub fn board(conn: &mut Conn, contest: &Contest) -> OpResult<Board> {
    let works: BTreeMap<EntryId, Contender> =
        store::contenders(conn, contest.id)?.into_iter().map(|w| (w.id, w)).collect();
    let mut rounds = Vec::new();
    for (i, round) in contests::rounds(conn, contest.id)?.into_iter().enumerate() {
        rounds.push(standings(conn, contest, round, i == 0, &works)?);
    }
    Ok(Board { groups: contests::groups(conn, contest.id)?, works, rounds })
}

/// Reads and ranks one round. In the first round every accepted work stands; in later ones those that came into it.
///
/// # Errors
/// As [`board`].
pub fn standings(
    conn: &mut Conn,
    contest: &Contest,
    round: Round,
    first: bool,
    all: &BTreeMap<EntryId, Contender>,
) -> OpResult<Standings> {
    let method = method(contest)?;
    let ties = contest.ties()?;
    let quota = usize::try_from(round.quota).unwrap_or(0);
    let into: Option<BTreeSet<EntryId>> = if first {
        None
    } else {
        Some(judging::advanced_into(conn, round.id)?.into_iter().map(|a| a.entry_id).collect())
    };
    let mut marks: BTreeMap<_, BTreeMap<CriterionId, Points>> = BTreeMap::new();
    for m in judging::marks_of_round(conn, round.id)? {
        marks.entry(m.assignment_id).or_default().insert(m.criterion_id, m.points);
    }
    let mut handed: BTreeMap<EntryId, Vec<_>> = BTreeMap::new();
    for a in judging::of_round(conn, round.id)? {
        if a.state == SheetState::HandedIn {
            handed.entry(a.entry_id).or_default().push(a);
        }
    }
    let panels = panel_sizes(conn, contest, &round)?;
    let votes: Vec<TieVote> = store::tie_votes(conn, round.id)?;
    let rubric_of: BTreeMap<CategoryId, _> =
        contests::category_rubrics(conn, round.id)?.into_iter().map(|r| (r.category_id, r.rubric_id)).collect();
    let rubrics = contests::rubrics(conn, contest.id)?;

    let mut categories = Vec::new();
    for category in contests::categories(conn, contest.id)? {
        let Some(rubric) = rubric_of.get(&category.id).and_then(|id| rubrics.iter().find(|r| r.id == *id)) else {
            continue;
        };
        let criteria = contests::criteria(conn, rubric.id)?;
        let mut works = Vec::new();
        for w in all.values().filter(|w| w.category_id == Some(category.id)) {
            if into.as_ref().is_some_and(|into| !into.contains(&w.id)) {
                continue;
            }
            let mut sheets = Vec::new();
            for a in handed.get(&w.id).into_iter().flatten() {
                let given = marks.get(&a.id);
                let points: Option<Vec<Points>> =
                    criteria.iter().map(|c| given.and_then(|g| g.get(&c.id)).copied()).collect();
                // A sheet without a mark for every criterion does not count; a missing mark is never 0.
                if let Some(criteria) = points {
                    sheets.push(Sheet { judge: a.judge_id, total: criteria.iter().copied().sum(), criteria });
                }
            }
            sheets.sort_by_key(|s| s.judge);
            works.push(Work { entry: w.id, quota, sheets });
        }
        let panel = panels.get(&category.group_id).copied().unwrap_or(0);
        let here: BTreeSet<EntryId> = works.iter().map(|w| w.entry).collect();
        let votes = votes
            .iter()
            .filter(|v| here.contains(&v.entry_id))
            .filter_map(|v| Some((v.entry_id, u32::try_from(v.place).ok()?)))
            .collect();
        let rules = Rules { method, ties: ties.clone(), panel };
        let ranking = rank(&works, &rules, &votes);
        categories.push(Standing { category, rubric: rubric.clone(), criteria, panel, works, votes, ranking });
    }
    Ok(Standings { round, method, categories })
}

fn panel_sizes(
    conn: &mut Conn,
    contest: &Contest,
    round: &Round,
) -> OpResult<BTreeMap<crate::kernel::ids::GroupId, usize>> {
    let members = judging::panel_members(conn, contest.id)?;
    Ok(judging::panels(conn, contest.id)?
        .into_iter()
        .filter(|p| p.round_id == round.id)
        .map(|p| (p.group_id, members.iter().filter(|m| m.panel_id == p.id).count()))
        .collect())
}
