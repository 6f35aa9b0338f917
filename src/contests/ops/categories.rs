//! Groups and categories, and what each category asks of a work.

use serde_json::json;

use super::basics::{organized, stale, wrong_phase};
use crate::accounts::member_store;
use crate::audit::{Subject, record};
use crate::contests::contest::{Category, Phase};
use crate::contests::parts_store::CategoryRow;
use crate::contests::rules::{CategoryRules, TextRule};
use crate::contests::{parts_store, store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{CategoryId, ContestId, GroupId, RubricId};
use crate::kernel::text::slug;

/// Set a category with everything that it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditCategory {
    pub category: CategoryId,
    pub version: i64,
    pub group: GroupId,
    pub name: String,
    pub name_en: String,
    pub code: String,
    pub kind: String,
    pub blind: bool,
    pub asks: CategoryRules,
    /// Which slot of the present rules each slot of `asks` is (from 0); a number that is not there yet: a new one.
    pub slots: Vec<usize>,
}

/// Nobody both judges and runs a contest with a blind category.
fn apart(tx: &mut Tx, contest: ContestId, faults: &mut Faults) -> OpResult<()> {
    let both = member_store::judging_and_running(tx, contest)?;
    if !both.is_empty() {
        faults.add("blind", msg!("setup-blind-both", names = both.join(", ")));
    }
    Ok(())
}

/// Writes it.
///
/// # Errors
/// Not an organizer; judging has begun; it does not fit together; a slot with files taken away; a category that becomes blind while
/// somebody judges and runs the contest; a stale version.
pub fn edit_category(tx: &mut Tx, cx: &Cx, cmd: &EditCategory) -> OpResult<Category> {
    let k = store::category(tx, cmd.category)?.ok_or(OpError::NotFound)?;
    let c = organized(tx, cx, k.contest_id)?;
    if c.phase >= Phase::Preliminary {
        return Err(wrong_phase());
    }
    let mut faults = cmd.asks.faults().in_rows(&cmd.slots);
    if cmd.name.trim().is_empty() {
        faults.add("name", msg!("field-required"));
    }
    if !store::groups(tx, c.id)?.iter().any(|g| g.id == cmd.group) {
        faults.add("group", msg!("field-required"));
    }
    // A file stands in a slot by its number: a slot that has files, and those before it, stay where they are.
    let used = parts_store::highest_slot(tx, k.id)?.and_then(|s| usize::try_from(s).ok()).map_or(0, |s| s + 1);
    if let Some(moved) = (0..used).find(|i| cmd.slots.get(*i) != Some(i)) {
        faults.add(format!("role-{moved}"), msg!("setup-slot-used"));
    }
    if cmd.blind && !k.blind {
        apart(tx, c.id, &mut faults)?;
    }
    faults.check()?;
    let row = CategoryRow {
        group: cmd.group,
        code: cmd.code.clone(),
        name: cmd.name.clone(),
        name_en: cmd.name_en.clone(),
        kind: cmd.kind.clone(),
        blind: cmd.blind,
        rules: json!(cmd.asks).to_string(),
    };
    if parts_store::set_category(tx, k.id, cmd.version, &row)? == 0 {
        return Err(stale());
    }
    record("category.set", Subject("category", k.id.0)).contest(c.id).fact("blind", cmd.blind).write(tx, cx)?;
    store::category(tx, k.id)?.ok_or(OpError::NotFound)
}

/// Add a category to a group, judged by a rubric in every round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCategory {
    pub contest: ContestId,
    pub group: GroupId,
    pub name: String,
    pub rubric: RubricId,
}

fn place(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A key that nothing else has: the name without marks, with a number where it must.
pub(super) fn free_key(name: &str, taken: &[&str]) -> String {
    let base = Some(slug(name)).filter(|s| !s.is_empty()).unwrap_or_else(|| "muc".to_owned());
    (1..)
        .map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") })
        .find(|k| !taken.contains(&k.as_str()))
        .unwrap_or(base)
}

/// Two capital letters of the name, for codes that stand beside it.
fn short(name: &str) -> String {
    let words = slug(name);
    words.split('-').filter_map(|w| w.chars().next()).take(3).collect::<String>().to_uppercase()
}

/// Adds it; it asks for a typed text until it is edited.
///
/// # Errors
/// Not an organizer; judging has begun; no name; group or rubric of another contest.
pub fn add_category(tx: &mut Tx, cx: &Cx, cmd: &AddCategory) -> OpResult<CategoryId> {
    let c = organized(tx, cx, cmd.contest)?;
    if c.phase >= Phase::Preliminary {
        return Err(wrong_phase());
    }
    let mut faults = Faults::none();
    if cmd.name.trim().is_empty() {
        faults.add("name", msg!("field-required"));
    }
    if !store::groups(tx, c.id)?.iter().any(|g| g.id == cmd.group) {
        faults.add("group", msg!("field-required"));
    }
    if !store::rubrics(tx, c.id)?.iter().any(|r| r.id == cmd.rubric) {
        faults.add("rubric", msg!("field-required"));
    }
    faults.check()?;
    // It is blind unless somebody could not judge it then: the organizer sees how it stands on its page.
    let blind = member_store::judging_and_running(tx, c.id)?.is_empty();
    let all = store::categories(tx, c.id)?;
    let taken: Vec<&str> = all.iter().map(|k| k.key.as_str()).collect();
    let asks = CategoryRules {
        authors_max: 1,
        entries_per_author: 1,
        text: Some(TextRule { required: true, ..TextRule::default() }),
        ..CategoryRules::default()
    };
    let row = CategoryRow {
        group: cmd.group,
        code: short(&cmd.name),
        name: cmd.name.clone(),
        name_en: String::new(),
        kind: "sáng tác".to_owned(),
        blind,
        rules: json!(asks).to_string(),
    };
    let at = all.iter().map(|k| k.position + 1).max().unwrap_or(0);
    let id = parts_store::add_category(tx, c.id, &free_key(&cmd.name, &taken), &row, at)?;
    for round in store::rounds(tx, c.id)? {
        parts_store::set_rubric_of(tx, round.id, id, cmd.rubric)?;
    }
    record("category.added", Subject("category", id.0)).contest(c.id).write(tx, cx)?;
    Ok(id)
}

/// Takes a category away that no entry names.
///
/// # Errors
/// Not an organizer; an entry names it.
pub fn remove_category(tx: &mut Tx, cx: &Cx, id: CategoryId) -> OpResult<()> {
    let k = store::category(tx, id)?.ok_or(OpError::NotFound)?;
    let c = organized(tx, cx, k.contest_id)?;
    if parts_store::entries_in(tx, id)? > 0 {
        return Err(OpError::invalid("name", msg!("setup-in-use")));
    }
    parts_store::remove_category(tx, id)?;
    record("category.removed", Subject("category", id.0)).contest(c.id).write(tx, cx)?;
    Ok(())
}

/// Adds a group at the end.
///
/// # Errors
/// Not an organizer; judging has begun; no name.
pub fn add_group(tx: &mut Tx, cx: &Cx, contest: ContestId, name: &str, en: &str) -> OpResult<GroupId> {
    let c = organized(tx, cx, contest)?;
    if c.phase >= Phase::Preliminary {
        return Err(wrong_phase());
    }
    if name.trim().is_empty() {
        return Err(OpError::invalid("group_name", msg!("field-required")));
    }
    let all = store::groups(tx, c.id)?;
    let base = Some(short(name)).filter(|s| !s.is_empty()).unwrap_or_else(|| "N".to_owned());
    let code = (1..)
        .map(|n| if n == 1 { base.clone() } else { format!("{base}{n}") })
        .find(|k| all.iter().all(|g| g.code != *k))
        .unwrap_or(base);
    let id = parts_store::add_group(tx, c.id, &code, name, en, place(all.len()))?;
    record("group.added", Subject("group", id.0)).contest(c.id).write(tx, cx)?;
    Ok(id)
}

/// Name a group anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditGroup {
    pub id: GroupId,
    /// [`Group::mark`](crate::contests::contest::Group::mark) as the form was drawn.
    pub seen: String,
    pub name: String,
    pub en: String,
}

/// Writes it.
///
/// # Errors
/// Not an organizer; no such group; no name; somebody else changed it meanwhile.
pub fn edit_group(tx: &mut Tx, cx: &Cx, contest: ContestId, cmd: &EditGroup) -> OpResult<()> {
    let EditGroup { id, seen, name, en } = cmd;
    let (c, id) = (organized(tx, cx, contest)?, *id);
    let g = store::groups(tx, c.id)?.into_iter().find(|g| g.id == id).ok_or(OpError::NotFound)?;
    if g.mark() != *seen {
        return Err(stale());
    }
    if name.trim().is_empty() {
        return Err(OpError::invalid(&format!("group-{}", id.0), msg!("field-required")));
    }
    parts_store::set_group(tx, id, &g.code, name, en)?;
    record("group.set", Subject("group", id.0)).contest(c.id).write(tx, cx)?;
    Ok(())
}

/// Takes a group away that has no category, prize or panel.
///
/// # Errors
/// Not an organizer; something uses it.
pub fn remove_group(tx: &mut Tx, cx: &Cx, contest: ContestId, id: GroupId) -> OpResult<()> {
    let c = organized(tx, cx, contest)?;
    if !store::groups(tx, c.id)?.iter().any(|g| g.id == id) {
        return Err(OpError::NotFound);
    }
    if parts_store::group_is_used(tx, id)? {
        return Err(OpError::invalid(&format!("group-{}", id.0), msg!("setup-in-use")));
    }
    parts_store::remove_group(tx, id)?;
    record("group.removed", Subject("group", id.0)).contest(c.id).write(tx, cx)?;
    Ok(())
}
