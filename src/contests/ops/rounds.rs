//! Rounds of judging as they are planned: judges for each work, who goes on, which rubric for which category.

use serde_json::json;

use super::basics::{organized, stale};
use crate::audit::{Subject, record};
use crate::contests::contest::RoundState;
use crate::contests::method::AdvanceRule;
use crate::contests::{parts_store, store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{CategoryId, RoundId, RubricId};

/// Set a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRound {
    pub round: RoundId,
    pub version: i64,
    pub name: String,
    pub quota: i64,
    pub advance: Option<AdvanceRule>,
    pub deliberation: bool,
    pub rubrics: Vec<(CategoryId, RubricId)>,
}

/// Writes it.
///
/// # Errors
/// Not an organizer; the round has been opened; it does not fit together; a stale version.
pub fn edit_round(tx: &mut Tx, cx: &Cx, cmd: &EditRound) -> OpResult<()> {
    let r = store::round(tx, cmd.round)?.ok_or(OpError::NotFound)?;
    let c = organized(tx, cx, r.contest_id)?;
    if r.state != RoundState::Planned {
        return Err(OpError::invalid("name", msg!("setup-round-fixed")));
    }
    let mut faults = Faults::none();
    if cmd.name.trim().is_empty() {
        faults.add("name", msg!("field-required"));
    }
    if !(1..=50).contains(&cmd.quota) {
        faults.add("quota", msg!("setup-between", min = 1i64, max = 50i64));
    }
    if let Some(AdvanceRule::Share { percent, .. }) = cmd.advance
        && !(1..=100).contains(&percent)
    {
        faults.add("number", msg!("setup-between", min = 1i64, max = 100i64));
    }
    let categories = store::categories(tx, c.id)?;
    let rubrics = store::rubrics(tx, c.id)?;
    for (k, rubric) in &cmd.rubrics {
        if !categories.iter().any(|x| x.id == *k) || !rubrics.iter().any(|x| x.id == *rubric) {
            faults.add(format!("rubric-{}", k.0), msg!("field-required"));
        }
    }
    faults.check()?;
    let advance = json!(cmd.advance).to_string();
    if parts_store::set_round(tx, r.id, cmd.version, &cmd.name, cmd.quota, &advance, cmd.deliberation)? == 0 {
        return Err(stale());
    }
    for (k, rubric) in &cmd.rubrics {
        parts_store::set_rubric_of(tx, r.id, *k, *rubric)?;
    }
    record("round.set", Subject("round", r.id.0)).contest(c.id).fact("quota", cmd.quota).write(tx, cx)?;
    Ok(())
}
