//! Ending somebody's role in a contest: a judge leaves no sheet behind that nobody can mark, and no seat but
//! those of rounds that are over.

use crate::accounts::ops as accounts_ops;
use crate::accounts::{member_store, store as accounts};
use crate::contests::contest::RoundState;
use crate::contests::store as contests;
use crate::db::Tx;
use crate::judging::store as judging;
use crate::judging::write_store as store;
use crate::kernel::actor::{Cx, Role};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{MembershipId, RoundId};

/// Ends a role; whoever judges no more rises from the panels of rounds that are not closed.
///
/// # Errors
/// As for ending a membership; `Conflict` where sheets of accepted works would be left open in a round that is not closed.
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
        let open = judging::to_hand_in(tx, m.contest_id, m.account_id)?;
        if open > 0 {
            return Err(OpError::Conflict(msg!("account-judge-has-open", n = open)));
        }
    }
    // Who sat on the panel of a closed round stays on it: its size is part of how that round is ranked.
    let closed: Vec<RoundId> =
        contests::rounds(tx, m.contest_id)?.iter().filter(|r| r.state == RoundState::Closed).map(|r| r.id).collect();
    let panels = judging::panels(tx, m.contest_id)?;
    let over = |id| panels.iter().any(|p| p.id == id && closed.contains(&p.round_id));
    for seat in judging::panel_members(tx, m.contest_id)?.iter().filter(|s| !over(s.panel_id)) {
        if seat.account_id == m.account_id && seat.removed_at.is_none() {
            let removed_at = if judges { None } else { Some(cx.now) };
            store::update_member(tx, seat.id, seat.is_head && leads, removed_at)?;
        }
    }
    Ok(())
}
