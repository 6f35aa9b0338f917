//! Judges at work: panels, works given out, believable marks and comments.

use std::collections::BTreeMap;

use super::cast::{Cast, ORGANIZERS, SECRETARIES, panels};
use super::plan::{around, between};
use super::texts::Texts;
use crate::contests::contest::{Contest, RoundKey};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::store as entries;
use crate::judging::ops::{
    ApplyPlan, CloseRound, HandIn, PlanWish, Recuse, SaveMarks, Saved, SetPanel, apply_plan, close_round, hand_in,
    recuse, save_marks, set_panel, sheets::rubric_of,
};
use crate::judging::sheet::{Assignment, SheetState};
use crate::judging::store as judging;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, CategoryId, EntryId, RoundId};
use crate::kernel::points::Points;
use crate::kernel::seeded::Seeded;
use crate::kernel::time::Timestamp;

fn round_of(tx: &mut Tx, contest: &Contest, key: RoundKey) -> OpResult<RoundId> {
    Ok(contests::round_by_key(tx, contest.id, key)?.ok_or(OpError::NotFound)?.id)
}

/// Seats the panels of a round and gives the works out.
///
/// # Errors
/// What an operation refuses.
pub fn seat(tx: &mut Tx, texts: &Texts, cast: &Cast, contest: &Contest, key: RoundKey, now: Timestamp) -> OpResult<()> {
    let [secretary, _] = SECRETARIES;
    let cx = cast.by(tx, secretary, now)?;
    let round = round_of(tx, contest, key)?;
    for (i, group) in (1u64..).zip(contests::groups(tx, contest.id)?) {
        let (names, head) = panels(texts, &group.code);
        let members = names.iter().map(|n| cast.id(n)).collect::<OpResult<Vec<_>>>()?;
        let head = head.map(|h| cast.id(&h)).transpose()?;
        let panel = set_panel(tx, &cx, &SetPanel { round, group: group.id, members, head })?;
        let wish = PlanWish { seed: i, ..PlanWish::default() };
        match apply_plan(tx, &cx, &ApplyPlan { panel: panel.id, wish, seen: None }) {
            // Nobody handed in a work of this group.
            Ok(_) | Err(OpError::Conflict(_)) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// How far the judges come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every sheet is handed in.
    All,
    /// More than half; some are begun, one judge steps back from a work.
    Middle,
}

/// What the judges know of the works.
pub struct Bench<'a> {
    pub texts: &'a Texts,
    pub quality: &'a BTreeMap<EntryId, i64>,
}

/// The judges mark what they were given, between two instants.
///
/// # Errors
/// What an operation refuses.
pub fn mark(
    tx: &mut Tx,
    b: &Bench,
    contest: &Contest,
    key: RoundKey,
    (from, to): (Timestamp, Timestamp),
    reach: Reach,
) -> OpResult<()> {
    let round = round_of(tx, contest, key)?;
    let groups = contests::groups(tx, contest.id)?;
    let codes: BTreeMap<CategoryId, String> = contests::categories(tx, contest.id)?
        .into_iter()
        .filter_map(|c| groups.iter().find(|g| g.id == c.group_id).map(|g| (c.id, g.code.clone())))
        .collect();
    let mut s = Seeded::new(if key == RoundKey::Final { 77 } else { 33 });
    let mut strict: BTreeMap<AccountId, i64> = BTreeMap::new();
    let mut said: BTreeMap<AccountId, usize> = BTreeMap::new();
    let sheets: Vec<Assignment> =
        judging::of_round(tx, round)?.into_iter().filter(|s| s.state == SheetState::Open).collect();
    let mut order: Vec<(Timestamp, Assignment)> =
        sheets.into_iter().map(|sheet| (between(&mut s, from, to), sheet)).collect();
    order.sort_by_key(|(at, sheet)| (*at, sheet.id));
    let mut stepped_back = false;
    for (at, sheet) in order {
        let severity = *strict.entry(sheet.judge_id).or_insert_with(|| around(&mut s, 0, 25));
        let entry = entries::by_id(tx, sheet.entry_id)?.ok_or(OpError::NotFound)?;
        let group = entry.category_id.and_then(|c| codes.get(&c)).cloned().unwrap_or_default();
        let person = crate::accounts::store::person(tx, sheet.judge_id)?.ok_or(OpError::NotFound)?;
        let cx = Cx::by(person, at);
        let share = if reach == Reach::All { 0 } else { s.below(100) };
        if reach == Reach::Middle && share >= 75 {
            continue;
        }
        if reach == Reach::Middle && !stepped_back && group == "VH" && share > 50 {
            let reason = "Tôi từng góp ý bản thảo của bài này nên nhận ra tác giả.".to_owned();
            recuse(tx, &cx, &Recuse { token: sheet.token.clone(), reason })?;
            stepped_back = true;
            continue;
        }
        let (rubric, criteria) = rubric_of(tx, &sheet)?;
        let good = b.quality.get(&entry.id).copied().unwrap_or(760) + severity;
        let step = rubric.step.hundredths().max(1);
        let mut sum = 0;
        let half = reach == Reach::Middle && share >= 60;
        let take = if half { criteria.len() / 2 } else { criteria.len() };
        let mut marks = Vec::new();
        for c in criteria.iter().take(take) {
            let part = around(&mut s, good, 30).clamp(300, 990);
            let points = c.max.hundredths() * part / 1000 / step * step;
            sum += points;
            marks.push((c.id, Points::from_hundredths(points).to_string()));
        }
        let comment = if half {
            String::new()
        } else {
            let level = sum * 1000 / rubric.scale.hundredths().max(1);
            let known = b.texts.comments.get(&group).cloned().unwrap_or_default();
            let list = if level >= 820 {
                known.high
            } else if level >= 700 {
                known.mid
            } else {
                known.low
            };
            let n = said.entry(sheet.judge_id).or_insert_with(|| s.index(13));
            *n += 1;
            list.get(*n % list.len().max(1)).cloned().unwrap_or_default()
        };
        let cmd = SaveMarks {
            token: sheet.token.clone(),
            version: sheet.version,
            key: String::new(),
            marks,
            comment: Some(comment),
        };
        let Saved::Kept { version } = save_marks(tx, &cx, &cmd)? else {
            return Err(OpError::Internal("a sheet of the demo was stale".into()));
        };
        if !half {
            let cx = Cx { now: at.plus_seconds(240), ..cx };
            hand_in(tx, &cx, &HandIn { token: sheet.token.clone(), version })?;
        }
    }
    Ok(())
}

/// Closes a round in which every sheet is handed in.
///
/// # Errors
/// What the operation refuses.
pub fn close(tx: &mut Tx, cast: &Cast, contest: &Contest, key: RoundKey, now: Timestamp) -> OpResult<()> {
    let [organizer, _] = ORGANIZERS;
    let cx = cast.by(tx, organizer, now)?;
    let round = round_of(tx, contest, key)?;
    let open = judging::of_round(tx, round)?.iter().filter(|s| s.state == SheetState::Open).count();
    close_round(tx, &cx, CloseRound { round, open_seen: open })
}
