//! Assignment by plan: what a plan would mean, and carrying it out exactly as it was shown.

use std::collections::{BTreeMap, BTreeSet};

use super::Bench;
use super::assigning::{changing, drop_sheet, give};
use super::conflicts::standing;
use crate::audit::{Subject, record};
use crate::db::{Conn, Tx};
use crate::judging::plan::{Existing, Needed, Panelist, Plan, Preview, Request, plan};
use crate::judging::sheet::{Assignment, Origin, SheetState};
use crate::judging::write_store as store;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, AssignmentId, CategoryId, EntryId, PanelId, digest, hex};

/// What somebody wants of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanWish {
    /// Another seed, another plan as good.
    pub seed: u64,
    /// Whether works that nobody has begun may move.
    pub rebalance: bool,
    /// Works that go to everybody.
    pub anchors: BTreeSet<EntryId>,
}

/// A plan as it was made now.
#[derive(Clone, Debug)]
pub struct Made {
    pub plan: Plan<AccountId, EntryId, CategoryId>,
    pub preview: Preview,
    /// Stands for exactly these changes: carrying out asks for it again.
    pub digest: String,
}

/// Makes the plan for a bench. Long for thousands of works: call it off the event loop (reads are).
///
/// # Errors
/// When the database fails.
pub fn make(conn: &mut Conn, bench: &Bench, wish: &PlanWish) -> OpResult<Made> {
    let judges: Vec<AccountId> = bench.members.iter().map(|m| m.account_id).collect();
    let quota = usize::try_from(bench.round.quota).unwrap_or(0);
    let works = bench.works(conn)?;
    let mut conflicts: BTreeSet<_> = standing(conn, bench, &judges)?.into_keys().collect();
    let begun: BTreeSet<AssignmentId> = store::begun(conn, bench.round.id)?.into_iter().collect();
    let sheets = store::sheets(conn, bench.round.id, &bench.category_ids())?;
    let mut existing = Vec::new();
    for s in &sheets {
        match s.state {
            SheetState::Open | SheetState::HandedIn => existing.push(Existing {
                judge: s.judge_id,
                entry: s.entry_id,
                begun: s.state == SheetState::HandedIn || begun.contains(&s.id),
            }),
            SheetState::Recused => {
                conflicts.insert((s.judge_id, s.entry_id));
            }
            SheetState::Dropped => {}
        }
    }
    let mut needed: BTreeMap<EntryId, Needed<CategoryId>> =
        works.iter().map(|w| (w.entry, Needed { category: w.category, quota })).collect();
    // What was handed in stands, also where its judge left or a conflict came up: it fills its place, and no plan moves it.
    let handed_in: BTreeSet<_> =
        sheets.iter().filter(|s| s.state == SheetState::HandedIn).map(|s| (s.judge_id, s.entry_id)).collect();
    existing.retain(|e| {
        let pair = (e.judge, e.entry);
        let stays_out = handed_in.contains(&pair) && (conflicts.contains(&pair) || !needed.contains_key(&e.entry));
        if bench.seats(e.judge) && !stays_out {
            return true;
        }
        if let Some(n) = needed.get_mut(&e.entry) {
            n.quota = n.quota.saturating_sub(1);
        }
        false
    });
    let request = Request {
        judges: judges.iter().map(|j| (*j, Panelist { min: 0, max: None, expertise: BTreeSet::new() })).collect(),
        works: needed,
        conflicts,
        anchors: wish.anchors.clone(),
        existing,
        rebalance: wish.rebalance,
        seed: wish.seed,
    };
    let plan = plan(&request);
    let preview = plan.preview(&request);
    let mut bytes = format!("{}|", bench.round.version);
    for (j, e) in &plan.new {
        bytes.push_str(&format!("+{j},{e};"));
    }
    for r in &plan.removed {
        bytes.push_str(&format!("-{},{};", r.judge, r.entry));
    }
    Ok(Made { plan, preview, digest: hex(&digest(bytes.as_bytes())) })
}

/// Carries a plan out.
#[derive(Clone, Debug)]
pub struct ApplyPlan {
    pub panel: PanelId,
    pub wish: PlanWish,
    /// The digest of what was shown; none where nobody looked (the demo).
    pub seen: Option<String>,
}

/// Carries it out: new sheets are made, those that move fall away. Gives what was done.
///
/// # Errors
/// `Conflict` when the plan would not be the one that was shown any more, or the round is closed.
pub fn apply_plan(tx: &mut Tx, cx: &Cx, cmd: &ApplyPlan) -> OpResult<Made> {
    let bench = changing(tx, cx, cmd.panel)?;
    let made = make(tx, &bench, &cmd.wish)?;
    if cmd.seen.as_ref().is_some_and(|seen| *seen != made.digest) {
        return Err(OpError::Conflict(msg!("judge-plan-changed")));
    }
    let there: BTreeMap<(AccountId, EntryId), Assignment> = store::sheets(tx, bench.round.id, &bench.category_ids())?
        .into_iter()
        .map(|s| ((s.judge_id, s.entry_id), s))
        .collect();
    if made.plan.new.is_empty() && made.plan.removed.is_empty() {
        return Err(OpError::Conflict(msg!("judge-plan-nothing")));
    }
    for gone in &made.plan.removed {
        match there.get(&(gone.judge, gone.entry)) {
            // What was handed in stands, whatever the plan would rather have.
            Some(sheet) if sheet.state == SheetState::Open => drop_sheet(tx, cx, sheet, "plan")?,
            _ => {}
        }
    }
    record("judging.plan_applied", Subject("panel", bench.panel.id.0))
        .contest(bench.contest.id)
        .fact("seed", i64::try_from(cmd.wish.seed).unwrap_or(i64::MAX))
        .fact("new", made.plan.new.len())
        .fact("removed", made.plan.removed.len())
        .write(tx, cx)?;
    give(tx, cx, &bench, &made.plan.new, Origin::Plan)?;
    Ok(made)
}
