//! Ending somebody's role in a contest: a judge leaves no sheet behind that nobody can mark, and no seat.

use crate::accounts::ops as accounts_ops;
use crate::accounts::{member_store, store as accounts};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::judging::sheet::SheetState;
use crate::judging::store as judging;
use crate::judging::write_store as store;
use crate::kernel::actor::{Cx, Role};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::MembershipId;

/// Ends a role; whoever judges no more rises from the panels of the contest.
///
/// # Errors
/// As for ending a membership; `Conflict` where open sheets would be left.
pub fn end_role(tx: &mut Tx, cx: &Cx, id: MembershipId) -> OpResult<()> {
    let m = member_store::by_id(tx, id)?.ok_or(OpError::NotFound)?;
    accounts_ops::end_membership(tx, cx, id)?;
    if !matches!(m.role, Role::Judge | Role::HeadJudge) {
        return Ok(());
    }
    let still = accounts::person(tx, m.account_id)?;
    let judges = still.as_ref().is_some_and(|p| p.judges(m.contest_id));
    let leads = still.is_some_and(|p| p.holds(m.contest_id, Role::HeadJudge));
    if !judges {
        let mut open = 0usize;
        for round in contests::rounds(tx, m.contest_id)? {
            let held = judging::of_judge(tx, m.account_id, round.id)?;
            open += held.iter().filter(|s| s.state == SheetState::Open).count();
        }
        if open > 0 {
            return Err(OpError::Conflict(msg!("account-judge-has-open", n = open)));
        }
    }
    for seat in judging::panel_members(tx, m.contest_id)? {
        if seat.account_id == m.account_id && seat.removed_at.is_none() {
            let removed_at = if judges { None } else { Some(cx.now) };
            store::update_member(tx, seat.id, seat.is_head && leads, removed_at)?;
        }
    }
    Ok(())
}
