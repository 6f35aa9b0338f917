//! Units (communes, schools, agencies): their dates of validity and who came after them.

use super::basics::{organized, stale};
use super::categories::free_key;
use crate::audit::{Subject, record};
use crate::contests::parts_store::UnitRow;
use crate::contests::{parts_store, store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{ContestId, UnitId};

/// Set a unit, or add one where there is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditUnit {
    pub contest: ContestId,
    pub unit: Option<UnitId>,
    /// [`Unit::mark`](crate::contests::contest::Unit::mark) as the form was drawn; none is not held against anything.
    pub seen: Option<String>,
    pub row: UnitRow,
}

/// Writes it.
///
/// # Errors
/// Not an organizer; no name or kind; days the wrong way round; its own successor; somebody else changed it meanwhile.
pub fn edit_unit(tx: &mut Tx, cx: &Cx, cmd: &EditUnit) -> OpResult<UnitId> {
    let c = organized(tx, cx, cmd.contest)?;
    let all = store::units(tx, c.id)?;
    let row = &cmd.row;
    let mut faults = Faults::none();
    if row.name.trim().is_empty() {
        faults.add("name", msg!("field-required"));
    }
    if row.kind.trim().is_empty() {
        faults.add("kind", msg!("field-required"));
    }
    if let (Some(a), Some(b)) = (&row.valid_from, &row.valid_to)
        && a > b
    {
        faults.add("valid_to", msg!("dates-order"));
    }
    if let Some(s) = row.successor
        && (cmd.unit == Some(s) || !all.iter().any(|u| u.id == s))
    {
        faults.add("successor", msg!("setup-own-successor"));
    }
    faults.check()?;
    match cmd.unit {
        Some(id) => {
            let was = all.iter().find(|u| u.id == id).ok_or(OpError::NotFound)?;
            if cmd.seen.as_ref().is_some_and(|seen| *seen != was.mark()) {
                return Err(stale());
            }
            parts_store::set_unit(tx, id, row)?;
            record("unit.set", Subject("unit", id.0)).contest(c.id).write(tx, cx)?;
            Ok(id)
        }
        None => {
            let taken: Vec<&str> = all.iter().map(|u| u.key.as_str()).collect();
            let at = all.iter().map(|u| u.position + 1).max().unwrap_or(0);
            let id = parts_store::add_unit(tx, c.id, &free_key(&row.name, &taken), at, row)?;
            record("unit.added", Subject("unit", id.0)).contest(c.id).write(tx, cx)?;
            Ok(id)
        }
    }
}

/// Takes a unit away that nothing names.
///
/// # Errors
/// Not an organizer; something names it.
pub fn remove_unit(tx: &mut Tx, cx: &Cx, contest: ContestId, id: UnitId) -> OpResult<()> {
    let c = organized(tx, cx, contest)?;
    if parts_store::unit(tx, id)?.is_none_or(|u| u.contest_id != c.id) {
        return Err(OpError::NotFound);
    }
    if parts_store::unit_is_used(tx, id)? {
        return Err(OpError::invalid("name", msg!("setup-in-use")));
    }
    parts_store::remove_unit(tx, id)?;
    record("unit.removed", Subject("unit", id.0)).contest(c.id).write(tx, cx)?;
    Ok(())
}
