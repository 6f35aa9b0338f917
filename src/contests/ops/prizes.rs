//! The prize table.

use super::basics::{organized, stale, wrong_phase};
use crate::audit::{Subject, record};
use crate::contests::contest::Phase;
use crate::contests::parts_store::PrizeRow;
use crate::contests::{parts_store, store, write_store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpResult};
use crate::kernel::ids::{ContestId, PrizeId};

/// Set the whole table, in this order; a prize that is left out goes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditPrizes {
    pub contest: ContestId,
    pub version: i64,
    pub prizes: Vec<(Option<PrizeId>, PrizeRow)>,
}

/// Writes it.
///
/// # Errors
/// Not an organizer; results are published; a prize that is given to somebody taken away, moved to another group or cut below
/// what is given; a stale version.
pub fn edit_prizes(tx: &mut Tx, cx: &Cx, cmd: &EditPrizes) -> OpResult<()> {
    let c = organized(tx, cx, cmd.contest)?;
    if c.phase >= Phase::Published {
        return Err(wrong_phase());
    }
    let groups = store::groups(tx, c.id)?;
    let before = store::prizes(tx, c.id)?;
    let mut faults = Faults::none();
    for (i, (_, p)) in cmd.prizes.iter().enumerate() {
        if !(1..=1000).contains(&p.count) {
            faults.add(format!("count-{i}"), msg!("setup-between", min = 1i64, max = 1000i64));
        }
        if p.money < 0 {
            faults.add(format!("money-{i}"), msg!("field-not-number"));
        }
        if p.group.is_some_and(|g| !groups.iter().any(|x| x.id == g)) {
            faults.add(format!("group-{i}"), msg!("field-required"));
        }
    }
    for old in &before {
        let given = parts_store::prizes_given(tx, old.id)?;
        if given == 0 {
            continue;
        }
        let Some((at, p)) =
            cmd.prizes.iter().enumerate().find(|(_, (id, _))| *id == Some(old.id)).map(|(at, (_, p))| (at, p))
        else {
            faults.add("", msg!("setup-prize-gone-given", level = old.level.as_str()));
            continue;
        };
        // More may have been given than there are, each with its reason: only a lower count is refused.
        if p.count < old.count && p.count < given {
            faults.add(format!("count-{at}"), msg!("setup-prizes-given", n = given));
        }
        if p.group != old.group_id {
            faults.add(format!("group-{at}"), msg!("setup-prize-group-given"));
        }
    }
    faults.check()?;
    if write_store::touch(tx, c.id, cmd.version)? == 0 {
        return Err(stale());
    }
    for old in &before {
        if !cmd.prizes.iter().any(|(id, _)| *id == Some(old.id)) {
            parts_store::remove_prize(tx, old.id)?;
        }
    }
    for (i, (id, p)) in cmd.prizes.iter().enumerate() {
        let at = i64::try_from(i).unwrap_or(i64::MAX);
        match id.filter(|id| before.iter().any(|o| o.id == *id)) {
            Some(id) => parts_store::set_prize(tx, id, at, p)?,
            None => parts_store::add_prize(tx, c.id, at, p)?,
        };
    }
    record("contest.prizes_set", Subject("contest", c.id.0))
        .contest(c.id)
        .fact("count", cmd.prizes.len())
        .write(tx, cx)?;
    Ok(())
}
