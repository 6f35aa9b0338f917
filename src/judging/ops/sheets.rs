//! What a judge does with a sheet: mark, comment, set aside, hand in, step back; and opening one again.

use std::collections::BTreeMap;

use crate::audit::{Subject, record};
use crate::contests::contest::{Criterion, Round, Rubric};
use crate::contests::store as contests;
use crate::db::{Conn, Tx};
use crate::entries::entry::EntryState;
use crate::judging::conflict_store;
use crate::judging::marking::{self, COMMENT_MAX};
use crate::judging::sheet::{Assignment, ConflictSource, SheetState};
use crate::judging::store as judging;
use crate::judging::write_store as store;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{CriterionId, digest, hex, secret};
use crate::kernel::points::Points;
use crate::messages::outbox::{Letter, LetterKind, tell};
use crate::policy::{self, Action};

/// Marks and comment as typed. What is not named stays as it is; an empty mark is cleared.
#[derive(Clone, Debug, Default)]
pub struct SaveMarks {
    /// The sheet's token.
    pub token: String,
    /// The version that the judge saw.
    pub version: i64,
    /// The same key with the same content again gets the same answer; empty for none.
    pub key: String,
    pub marks: Vec<(CriterionId, String)>,
    pub comment: Option<String>,
}

/// What stands on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetNow {
    pub version: i64,
    /// Every criterion of the sheet, with its mark if there is one.
    pub marks: BTreeMap<CriterionId, Option<Points>>,
    pub comment: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is on the server, at this version.
    Kept { version: i64 },
    /// The sheet had changed since: nothing was written, here is what stands there.
    Stale(SheetNow),
}

struct Open {
    sheet: Assignment,
    round: Round,
}

/// A sheet that the actor may mark.
fn open(conn: &mut Conn, cx: &Cx, token: &str) -> OpResult<Open> {
    let sheet = judging::assignment_by_token(conn, token)?.ok_or(OpError::NotFound)?;
    let round = contests::round(conn, sheet.round_id)?.ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::Mark { sheet: &sheet, round: &round })?;
    // A work that was withdrawn or disqualified meanwhile is not marked any more.
    match store::work_of(conn, sheet.entry_id)? {
        Some((EntryState::Accepted, _)) => {}
        _ => return Err(OpError::Conflict(msg!("judge-work-gone"))),
    }
    Ok(Open { sheet, round })
}

/// The rubric of a sheet with its criteria.
///
/// # Errors
/// `Internal` when the category has none in this round.
pub fn rubric_of(conn: &mut Conn, sheet: &Assignment) -> OpResult<(Rubric, Vec<Criterion>)> {
    let none = || OpError::Internal("a sheet without a rubric".into());
    let (_, category) = store::work_of(conn, sheet.entry_id)?.ok_or(OpError::NotFound)?;
    let category = category.ok_or_else(none)?;
    let id = contests::rubric_of(conn, category, sheet.round_id)?.ok_or_else(none)?;
    let rubric = contests::rubric(conn, id)?.ok_or_else(none)?;
    let criteria = contests::criteria(conn, id)?;
    Ok((rubric, criteria))
}

fn marks_of(conn: &mut Conn, sheet: &Assignment) -> OpResult<BTreeMap<CriterionId, Points>> {
    Ok(judging::marks_of(conn, sheet.id)?.into_iter().map(|m| (m.criterion_id, m.points)).collect())
}

/// Whether who sends this, which changes nothing, has seen all that stands on the sheet: nothing came after their own last send, or they name everything.
fn knows_all(cmd: &SaveMarks, sheet: &Assignment, criteria: &[Criterion]) -> bool {
    let replayed = !cmd.key.is_empty() && cmd.key == sheet.last_key;
    replayed || cmd.comment.is_some() && criteria.iter().all(|c| cmd.marks.iter().any(|(id, _)| *id == c.id))
}

/// Saves what was typed, in part or whole.
///
/// # Errors
/// `Invalid` with each mark that is out of range or off the step; `Denied` when the sheet is locked, handed in or the round is
/// not open; `NotFound` for anybody else's sheet.
pub fn save_marks(tx: &mut Tx, cx: &Cx, cmd: &SaveMarks) -> OpResult<Saved> {
    let Open { sheet, .. } = open(tx, cx, &cmd.token)?;
    let (rubric, criteria) = rubric_of(tx, &sheet)?;
    let there = marks_of(tx, &sheet)?;
    let changes = marking::changes(&there, &cmd.marks, &criteria, &rubric).map_err(OpError::Invalid)?;
    let comment = cmd.comment.as_deref().map_or(sheet.comment.as_str(), str::trim);
    if comment.chars().count() > COMMENT_MAX {
        return Err(OpError::invalid("comment", msg!("field-too-long", max = COMMENT_MAX)));
    }
    let comment_changed = comment != sheet.comment;
    let changes_nothing = changes.is_empty() && !comment_changed;
    if changes_nothing && (cmd.version == sheet.version || knows_all(cmd, &sheet, &criteria)) {
        return Ok(Saved::Kept { version: sheet.version });
    }
    // Also where this changes nothing: a tab that took the new version without the other marks would wipe them out with its next form.
    if cmd.version != sheet.version {
        let marks = criteria.iter().map(|c| (c.id, there.get(&c.id).copied())).collect();
        return Ok(Saved::Stale(SheetNow { version: sheet.version, marks, comment: sheet.comment }));
    }
    let mut facts = serde_json::Map::new();
    for (criterion, points) in &changes {
        match points {
            Some(p) => store::put_mark(tx, sheet.id, *criterion, *p, cx.now)?,
            None => store::clear_mark(tx, sheet.id, *criterion)?,
        };
        facts.insert(criterion.to_string(), points.map(Points::hundredths).into());
    }
    store::touch(tx, &sheet, comment, &cmd.key, cx.now)?;
    record("sheet.marked", Subject("sheet", sheet.id.0))
        .contest(sheet.contest_id)
        .fact("version", sheet.version + 1)
        .fact("marks", facts)
        .fact("comment", comment_changed)
        .write(tx, cx)?;
    Ok(Saved::Kept { version: sheet.version + 1 })
}

/// Sets a sheet aside for later.
#[derive(Clone, Debug)]
pub struct SetAside {
    pub token: String,
}

/// Sets it aside: it stays in the list, at its end, and is not done.
///
/// # Errors
/// As for marking.
pub fn set_aside(tx: &mut Tx, cx: &Cx, cmd: &SetAside) -> OpResult<()> {
    let Open { sheet, .. } = open(tx, cx, &cmd.token)?;
    if !sheet.skipped {
        store::set_skipped(tx, sheet.id, true)?;
        record("sheet.set_aside", Subject("sheet", sheet.id.0)).contest(sheet.contest_id).write(tx, cx)?;
    }
    Ok(())
}

/// Hands a sheet in.
#[derive(Clone, Debug)]
pub struct HandIn {
    pub token: String,
    /// The version that the judge saw.
    pub version: i64,
}

/// Hands it in; gives its total.
///
/// # Errors
/// `Invalid` with each criterion that has no mark; `Conflict` when the sheet changed since, or a conflict of interest came up.
pub fn hand_in(tx: &mut Tx, cx: &Cx, cmd: &HandIn) -> OpResult<Points> {
    let Open { sheet, round } = open(tx, cx, &cmd.token)?;
    if sheet.version != cmd.version {
        return Err(OpError::Conflict(msg!("error-conflict")));
    }
    let (rubric, criteria) = rubric_of(tx, &sheet)?;
    let marks = marks_of(tx, &sheet)?;
    marking::missing(&marks, &criteria).check()?;
    // One may have come up since the work was given: another unit, a name that was corrected, a work of the judge's own.
    let contest = contests::by_id(tx, sheet.contest_id)?.ok_or(OpError::NotFound)?;
    if super::conflicts::between(tx, &contest, sheet.judge_id, sheet.entry_id)?.is_some() {
        return Err(OpError::Conflict(msg!("judge-conflict-now")));
    }
    let total: Points = criteria.iter().filter_map(|c| marks.get(&c.id).copied()).sum();
    // The salt keeps the digest in the log from telling a short comment.
    let content = serde_json::json!({
        "salt": secret(),
        "rubric": rubric.id,
        "rubric_version": rubric.version,
        "round": round.id,
        "marks": criteria.iter().map(|c| serde_json::json!({
            "criterion": c.id, "name": c.name, "max": c.max, "points": marks.get(&c.id),
        })).collect::<Vec<_>>(),
        "total": total,
        "comment": sheet.comment,
    })
    .to_string();
    store::set_state(tx, &sheet, SheetState::HandedIn, Some(cx.now), None, cx.now)?;
    let number = store::keep_copy(tx, sheet.id, &content, cx.now)?;
    record("sheet.handed_in", Subject("sheet", sheet.id.0))
        .contest(sheet.contest_id)
        .fact("number", number)
        .fact("total", total.hundredths())
        .fact("marks", criteria.iter().map(|c| marks.get(&c.id).map(|p| p.hundredths())).collect::<Vec<_>>())
        .fact("copy", hex(&digest(content.as_bytes())))
        .write(tx, cx)?;
    Ok(total)
}

/// Steps back from a work: the judge recognises the author, or has another reason.
#[derive(Clone, Debug)]
pub struct Recuse {
    pub token: String,
    pub reason: String,
}

/// Steps back: the conflict is declared, the sheet is void, and the work is hidden from the judge.
///
/// # Errors
/// As for marking: a sheet that was handed in has to be opened again first.
pub fn recuse(tx: &mut Tx, cx: &Cx, cmd: &Recuse) -> OpResult<()> {
    let Open { sheet, .. } = open(tx, cx, &cmd.token)?;
    if cmd.reason.chars().count() > 1000 {
        return Err(OpError::invalid("reason", msg!("field-too-long", max = 1000usize)));
    }
    let by = cx.actor.account();
    let reason = cmd.reason.trim();
    let (c, judge, entry) = (sheet.contest_id, sheet.judge_id, sheet.entry_id);
    conflict_store::say(tx, c, judge, entry, ConflictSource::Declared, true, reason, cx.now, by)?;
    store::set_state(tx, &sheet, SheetState::Recused, None, Some(cx.now), cx.now)?;
    record("sheet.recused", Subject("sheet", sheet.id.0))
        .contest(sheet.contest_id)
        .fact("entry", sheet.entry_id.0)
        .fact("judge", sheet.judge_id.0)
        .note("reason", reason)
        .write(tx, cx)?;
    Ok(())
}

/// Opens a sheet again that was handed in.
#[derive(Clone, Debug)]
pub struct Reopen {
    pub token: String,
    pub reason: String,
}

/// Opens it: the judge may change and hand it in anew; the copy that was handed in is kept.
///
/// # Errors
/// `Denied` for who neither leads the panel nor organizes; `Invalid` without a reason.
pub fn reopen(tx: &mut Tx, cx: &Cx, cmd: &Reopen) -> OpResult<()> {
    let sheet = judging::assignment_by_token(tx, &cmd.token)?.ok_or(OpError::NotFound)?;
    let round = contests::round(tx, sheet.round_id)?.ok_or(OpError::NotFound)?;
    let (_, category) = store::work_of(tx, sheet.entry_id)?.ok_or(OpError::NotFound)?;
    let group = contests::category(tx, category.ok_or(OpError::NotFound)?)?.map(|c| c.group_id);
    let panel = match group {
        Some(group) => store::panel_at(tx, round.id, group)?,
        None => None,
    };
    let heads = match panel {
        Some(panel) => super::Bench::load(tx, panel.id)?.is_head(cx.actor.account()),
        None => false,
    };
    policy::may(&cx.actor, &Action::ReopenSheet { sheet: &sheet, round: &round, heads })?;
    if cmd.reason.trim().is_empty() {
        return Err(OpError::invalid("reason", msg!("field-required")));
    }
    store::set_state(tx, &sheet, SheetState::Open, None, None, cx.now)?;
    record("sheet.reopened", Subject("sheet", sheet.id.0))
        .contest(sheet.contest_id)
        .fact("judge", sheet.judge_id.0)
        .note("reason", cmd.reason.trim())
        .write(tx, cx)?;
    let contest = contests::by_id(tx, sheet.contest_id)?.ok_or(OpError::NotFound)?;
    let there = format!("/cuoc-thi/{}/cham/{}", contest.short_code, sheet.token);
    let letter = Letter::new(LetterKind::SheetReopened, Some(contest.id), there)
        .with("contest", contest.title.as_str())
        .with("code", store::code_of(tx, sheet.entry_id)?)
        .with("reason", cmd.reason.trim());
    tell(tx, cx, sheet.judge_id, &letter)
}
