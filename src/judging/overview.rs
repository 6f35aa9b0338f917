//! What the pages of those who run the judging show: panels, who sits on them, how far each is. Works under blind codes only.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::ops::Bench;
use super::sheet::{Assignment, SheetState};
use super::store as judging;
use super::write_store as store;
use super::write_store::WorkRow;
use crate::contests::contest::{Group, Round};
use crate::contests::store as contests;
use crate::db::Conn;
use crate::db::schema::{accounts, memberships};
use crate::kernel::actor::Role;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{AccountId, AssignmentId, ContestId, EntryId, PanelId};
use crate::kernel::time::Timestamp;

/// A judge's progress on a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub judge: AccountId,
    pub name: String,
    pub is_head: bool,
    /// Sits on the panel now; a judge who was replaced may have sheets that stand.
    pub seated: bool,
    pub handed_in: usize,
    /// Open sheets with at least one mark.
    pub begun: usize,
    /// Open sheets without a mark.
    pub untouched: usize,
    pub recused: usize,
    /// The last time that anything was saved or handed in.
    pub last: Option<Timestamp>,
}

impl Progress {
    #[must_use]
    pub fn open(&self) -> usize {
        self.begun + self.untouched
    }
    #[must_use]
    pub fn all(&self) -> usize {
        self.open() + self.handed_in
    }
}

/// A panel with its works and sheets.
#[derive(Clone, Debug)]
pub struct PanelView {
    pub bench: Bench,
    pub works: Vec<WorkRow>,
    pub sheets: Vec<Assignment>,
    pub begun: BTreeSet<AssignmentId>,
    pub progress: Vec<Progress>,
}

impl PanelView {
    /// Loads it.
    ///
    /// # Errors
    /// `NotFound` if there is no such panel.
    pub fn load(conn: &mut Conn, id: PanelId) -> OpResult<Self> {
        let bench = Bench::load(conn, id)?;
        let works = bench.works(conn)?;
        let here: BTreeSet<EntryId> = works.iter().map(|w| w.entry).collect();
        let mut sheets = store::sheets(conn, bench.round.id, &bench.category_ids())?;
        sheets.retain(|s| here.contains(&s.entry_id));
        let begun: BTreeSet<AssignmentId> = store::begun(conn, bench.round.id)?.into_iter().collect();
        let ids: BTreeSet<AccountId> =
            bench.members.iter().map(|m| m.account_id).chain(sheets.iter().map(|s| s.judge_id)).collect();
        let names = names(conn, &ids)?;
        let mut progress = Vec::new();
        for judge in ids {
            let member = bench.members.iter().find(|m| m.account_id == judge);
            let mut p = Progress {
                judge,
                name: names.get(&judge).cloned().unwrap_or_default(),
                is_head: member.is_some_and(|m| m.is_head),
                seated: member.is_some(),
                handed_in: 0,
                begun: 0,
                untouched: 0,
                recused: 0,
                last: None,
            };
            for s in sheets.iter().filter(|s| s.judge_id == judge) {
                match s.state {
                    SheetState::HandedIn => p.handed_in += 1,
                    SheetState::Open if begun.contains(&s.id) => p.begun += 1,
                    SheetState::Open => p.untouched += 1,
                    SheetState::Recused => p.recused += 1,
                    SheetState::Dropped => {}
                }
                if s.version > 1 {
                    p.last = p.last.max(Some(s.updated_at));
                }
            }
            if p.seated || p.all() > 0 {
                progress.push(p);
            }
        }
        progress.sort_by(|a, b| b.is_head.cmp(&a.is_head).then_with(|| key(&a.name).cmp(&key(&b.name))));
        Ok(Self { bench, works, sheets, begun, progress })
    }

    /// The sheets of a work that stand or are under way.
    pub fn live(&self, entry: EntryId) -> impl Iterator<Item = &Assignment> {
        self.sheets
            .iter()
            .filter(move |s| s.entry_id == entry && matches!(s.state, SheetState::Open | SheetState::HandedIn))
    }

    /// Works that have fewer judges than the round asks for.
    #[must_use]
    pub fn short(&self) -> usize {
        let quota = usize::try_from(self.bench.round.quota).unwrap_or(0);
        self.works.iter().filter(|w| self.live(w.entry).count() < quota).count()
    }

    #[must_use]
    pub fn handed_in(&self) -> usize {
        self.sheets.iter().filter(|s| s.state == SheetState::HandedIn).count()
    }

    #[must_use]
    pub fn all(&self) -> usize {
        self.works.iter().map(|w| self.live(w.entry).count()).sum()
    }

    #[must_use]
    pub fn work(&self, entry: EntryId) -> Option<&WorkRow> {
        self.works.iter().find(|w| w.entry == entry)
    }

    #[must_use]
    pub fn name(&self, judge: AccountId) -> &str {
        self.progress.iter().find(|p| p.judge == judge).map_or("", |p| p.name.as_str())
    }
}

fn key(name: &str) -> Vec<u8> {
    crate::kernel::text::sort_key(name)
}

/// The names of accounts.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Conn, ids: &BTreeSet<AccountId>) -> OpResult<BTreeMap<AccountId, String>> {
    let ids: Vec<AccountId> = ids.iter().copied().collect();
    let rows: Vec<(AccountId, String)> =
        accounts::table.filter(accounts::id.eq_any(ids)).select((accounts::id, accounts::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Somebody who may sit on a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub account: AccountId,
    pub name: String,
    /// Holds the head judge's role.
    pub may_lead: bool,
}

/// Everybody who may sit on a panel of a contest, by name.
///
/// # Errors
/// When the database fails.
pub fn candidates(conn: &mut Conn, contest: ContestId) -> OpResult<Vec<Candidate>> {
    let rows: Vec<(AccountId, Role)> = memberships::table
        .filter(memberships::contest_id.eq(contest))
        .filter(memberships::ended_at.is_null())
        .filter(memberships::role.eq_any(vec![Role::Judge, Role::HeadJudge]))
        .select((memberships::account_id, memberships::role))
        .load(conn)?;
    let names = names(conn, &rows.iter().map(|r| r.0).collect())?;
    let mut all: Vec<Candidate> = names
        .into_iter()
        .map(|(account, name)| Candidate { account, name, may_lead: rows.contains(&(account, Role::HeadJudge)) })
        .collect();
    all.sort_by_key(|c| key(&c.name));
    Ok(all)
}

/// A round with its groups, and the panel of each if there is one.
#[derive(Clone, Debug)]
pub struct BoardRound {
    pub round: Round,
    pub groups: Vec<(Group, Option<PanelView>)>,
}

/// The whole board.
///
/// # Errors
/// When the database fails.
pub fn board(conn: &mut Conn, contest: ContestId) -> OpResult<Vec<BoardRound>> {
    let groups = contests::groups(conn, contest)?;
    let panels = judging::panels(conn, contest)?;
    let mut all = Vec::new();
    for round in contests::rounds(conn, contest)? {
        let mut here = Vec::new();
        for group in &groups {
            let panel = panels.iter().find(|p| p.round_id == round.id && p.group_id == group.id);
            let view = match panel {
                Some(p) => Some(PanelView::load(conn, p.id)?),
                None => None,
            };
            here.push((group.clone(), view));
        }
        all.push(BoardRound { round, groups: here });
    }
    Ok(all)
}
