//! Who sits on a panel, and who leads it.

use crate::accounts::store as accounts;
use crate::audit::{Subject, record};
use crate::contests::contest::RoundState;
use crate::contests::store as contests;
use crate::db::Tx;
use crate::judging::sheet::{Panel, SheetState};
use crate::judging::write_store as store;
use crate::kernel::actor::{Cx, Role};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, GroupId, RoundId};
use crate::policy::{self, Action};

/// Sets the whole panel of a round and a group of categories.
#[derive(Clone, Debug)]
pub struct SetPanel {
    pub round: RoundId,
    pub group: GroupId,
    /// Everybody who shall sit on it.
    pub members: Vec<AccountId>,
    /// Who of them leads it.
    pub head: Option<AccountId>,
}

/// Makes the panel or changes who sits on it.
///
/// # Errors
/// `Invalid` where somebody is no judge of the contest, the head is no head judge, or one who leaves has open sheets
/// (they are replaced, not dropped); `Conflict` when the round is closed.
pub fn set_panel(tx: &mut Tx, cx: &Cx, cmd: &SetPanel) -> OpResult<Panel> {
    let round = contests::round(tx, cmd.round)?.ok_or(OpError::NotFound)?;
    let there = store::panel_at(tx, round.id, cmd.group)?;
    let ever = match &there {
        Some(panel) => store::members_ever(tx, panel.id)?,
        None => Vec::new(),
    };
    let me = cx.actor.account();
    let heads = ever.iter().any(|m| Some(m.account_id) == me && m.is_head && m.removed_at.is_none());
    policy::may(&cx.actor, &Action::RunPanel { contest: round.contest_id, heads })?;
    if round.state == RoundState::Closed {
        return Err(OpError::Conflict(msg!("judge-round-is-closed")));
    }
    let group = contests::groups(tx, round.contest_id)?.into_iter().find(|g| g.id == cmd.group);
    let group = group.ok_or(OpError::NotFound)?;
    let mut faults = Faults::none();
    for id in &cmd.members {
        let person = accounts::person(tx, *id)?;
        if !person.as_ref().is_some_and(|p| p.judges(round.contest_id)) {
            let name = person.map(|p| p.name).unwrap_or_default();
            faults.add("members", msg!("judge-panel-no-judge", name = name));
        }
    }
    if let Some(head) = cmd.head {
        let person = accounts::person(tx, head)?;
        if !cmd.members.contains(&head) {
            faults.add("head", msg!("judge-panel-head-not-member"));
        } else if !person.as_ref().is_some_and(|p| p.holds(round.contest_id, Role::HeadJudge)) {
            let name = person.map(|p| p.name).unwrap_or_default();
            faults.add("head", msg!("judge-panel-head-role", name = name));
        }
    }
    let id = match &there {
        Some(panel) => panel.id,
        None => store::insert_panel(tx, round.contest_id, round.id, group.id)?,
    };
    let categories: Vec<_> = contests::categories(tx, round.contest_id)?
        .into_iter()
        .filter(|c| c.group_id == group.id)
        .map(|c| c.id)
        .collect();
    let mut sheets = store::sheets(tx, round.id, &categories)?;
    let works = store::in_contest(tx, round.contest_id)?;
    sheets.retain(|s| works.contains_key(&s.entry_id));
    for m in ever.iter().filter(|m| m.removed_at.is_none() && !cmd.members.contains(&m.account_id)) {
        let open = sheets.iter().filter(|s| s.judge_id == m.account_id && s.state == SheetState::Open).count();
        if open > 0 {
            let name = accounts::by_id(tx, m.account_id)?.map(|a| a.name).unwrap_or_default();
            faults.add("members", msg!("judge-panel-has-open", name = name, n = open));
        }
    }
    faults.check()?;
    let mut changed = there.is_none();
    for m in &ever {
        let stays = cmd.members.contains(&m.account_id);
        let head = stays && cmd.head == Some(m.account_id);
        let removed_at = if stays { None } else { m.removed_at.or(Some(cx.now)) };
        if (m.is_head, m.removed_at) != (head, removed_at) {
            store::update_member(tx, m.id, head, removed_at)?;
            changed = true;
        }
    }
    let mut fresh: Vec<AccountId> = Vec::new();
    for id_new in &cmd.members {
        if !ever.iter().any(|m| m.account_id == *id_new) && !fresh.contains(id_new) {
            store::insert_member(tx, id, *id_new, cmd.head == Some(*id_new), cx.now, cx.actor.account())?;
            fresh.push(*id_new);
            changed = true;
        }
    }
    if changed {
        record("judging.panel_set", Subject("panel", id.0))
            .contest(round.contest_id)
            .fact("round", round.id.0)
            .fact("group", group.id.0)
            .fact("members", cmd.members.iter().map(|m| m.0).collect::<Vec<_>>())
            .fact("head", cmd.head.map(|h| h.0))
            .write(tx, cx)?;
    }
    store::panel(tx, id)?.ok_or(OpError::NotFound)
}
