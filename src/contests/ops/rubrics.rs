//! Rubrics, their criteria and levels. Once a round that uses a rubric has been opened it stays as it is.

use serde_json::json;

use super::basics::{organized, stale};
use super::categories::free_key;
use crate::audit::{Subject, record};
use crate::contests::contest::Rubric;
use crate::contests::parts_store::CriterionRow;
use crate::contests::rules::Level;
use crate::contests::{parts_store, store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{ContestId, CriterionId, RubricId};
use crate::kernel::points::Points;

/// One criterion as it shall be; without an id it is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionEdit {
    pub id: Option<CriterionId>,
    pub name: String,
    pub name_en: String,
    pub max: Points,
    pub levels: Vec<Level>,
}

/// Set a rubric with all its criteria, in this order; a criterion that is left out goes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRubric {
    pub rubric: RubricId,
    pub version: i64,
    pub name: String,
    pub name_en: String,
    pub scale: Points,
    pub step: Points,
    pub criteria: Vec<CriterionEdit>,
}

fn check(cmd: &EditRubric) -> Faults {
    let mut f = Faults::none();
    if cmd.name.trim().is_empty() {
        f.add("name", msg!("field-required"));
    }
    if cmd.scale <= Points::ZERO {
        f.add("scale", msg!("setup-above-zero"));
    }
    if cmd.step <= Points::ZERO {
        f.add("step", msg!("setup-above-zero"));
    }
    for (i, c) in cmd.criteria.iter().enumerate() {
        if c.max <= Points::ZERO {
            f.add(format!("max-{i}"), msg!("setup-above-zero"));
        } else if cmd.step > Points::ZERO && !c.max.on_step(cmd.step) {
            f.add(format!("max-{i}"), msg!("setup-not-on-step"));
        }
        for (j, l) in c.levels.iter().enumerate() {
            let band = Points::parse(&l.from).ok().zip(Points::parse(&l.to).ok());
            if band.is_none_or(|(a, b)| a > b || b > c.max) {
                f.add(format!("to-{i}-{j}"), msg!("setup-band", max = c.max.to_string()));
            }
        }
    }
    f
}

/// Writes it. Criteria need not add up to the scale while it is being edited; the contest does not open before they do.
///
/// # Errors
/// Not an organizer; a round that uses it has been opened; it does not fit together; a stale version.
pub fn edit_rubric(tx: &mut Tx, cx: &Cx, cmd: &EditRubric) -> OpResult<Rubric> {
    let r = store::rubric(tx, cmd.rubric)?.ok_or(OpError::NotFound)?;
    let c = organized(tx, cx, r.contest_id)?;
    if parts_store::rubric_is_fixed(tx, r.id)? {
        return Err(OpError::invalid("name", msg!("setup-rubric-fixed")));
    }
    check(cmd).check()?;
    if parts_store::set_rubric(tx, r.id, cmd.version, &cmd.name, &cmd.name_en, cmd.scale, cmd.step)? == 0 {
        return Err(stale());
    }
    let before = store::criteria(tx, r.id)?;
    for old in &before {
        if !cmd.criteria.iter().any(|k| k.id == Some(old.id)) {
            parts_store::remove_criterion(tx, old.id)?;
        }
    }
    for (i, k) in cmd.criteria.iter().enumerate() {
        let at = i64::try_from(i).unwrap_or(i64::MAX);
        let row = CriterionRow {
            name: k.name.clone(),
            name_en: k.name_en.clone(),
            max: k.max,
            levels: json!(k.levels).to_string(),
        };
        match k.id.filter(|id| before.iter().any(|o| o.id == *id)) {
            Some(id) => parts_store::set_criterion(tx, id, at, &row)?,
            None => parts_store::add_criterion(tx, r.id, at, &row)?,
        };
    }
    record("rubric.set", Subject("rubric", r.id.0)).contest(c.id).fact("criteria", cmd.criteria.len()).write(tx, cx)?;
    store::rubric(tx, r.id)?.ok_or(OpError::NotFound)
}

/// Adds an empty rubric of 100 points in steps of a half.
///
/// # Errors
/// Not an organizer; no name.
pub fn add_rubric(tx: &mut Tx, cx: &Cx, contest: ContestId, name: &str) -> OpResult<RubricId> {
    let c = organized(tx, cx, contest)?;
    if name.trim().is_empty() {
        return Err(OpError::invalid("name", msg!("field-required")));
    }
    let all = store::rubrics(tx, c.id)?;
    let taken: Vec<&str> = all.iter().map(|r| r.key.as_str()).collect();
    let key = free_key(name, &taken);
    let id = parts_store::add_rubric(tx, c.id, &key, name, Points::whole(100), Points::from_hundredths(50))?;
    record("rubric.added", Subject("rubric", id.0)).contest(c.id).write(tx, cx)?;
    Ok(id)
}

/// Takes a rubric away that no category uses.
///
/// # Errors
/// Not an organizer; a category uses it.
pub fn remove_rubric(tx: &mut Tx, cx: &Cx, id: RubricId) -> OpResult<()> {
    let r = store::rubric(tx, id)?.ok_or(OpError::NotFound)?;
    let c = organized(tx, cx, r.contest_id)?;
    if parts_store::rubric_is_used(tx, id)? {
        return Err(OpError::invalid("name", msg!("setup-in-use")));
    }
    parts_store::remove_rubric(tx, id)?;
    record("rubric.removed", Subject("rubric", id.0)).contest(c.id).write(tx, cx)?;
    Ok(())
}
