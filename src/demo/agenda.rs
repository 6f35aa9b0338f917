//! The steps of the demo, each done by whoever does it in life, in the order of time.

use std::collections::BTreeMap;

use super::calendar::Calendar;
use super::cast::{ADMIN, Cast, ORGANIZERS};
use super::marking::{Bench, Reach};
use super::media::Ready;
use super::plan::Plan;
use super::texts::Texts;
use super::{CONTESTS, entering, finishing, marking};
use crate::contests::contest::{Contest, Phase, RoundKey};
use crate::contests::ops::{DatesRow, EditDates, EditRules, Import, edit_dates, edit_rules, import};
use crate::contests::store as contests;
use crate::contests::template::Template;
use crate::db::Tx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{ContestId, EntryId};
use crate::kernel::time::Timestamp;
use crate::phases::ops::{Extend, MovePhase, extend, move_phase};

/// One step. The number is a contest's place, or a plan's.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The administrator makes the contest and gives the roles.
    Found(usize),
    /// An organizer takes it to its next phase.
    Move(usize),
    /// More time for everybody.
    Extend(usize),
    Enter(usize),
    Decide(usize),
    /// Panels for the coming round.
    Seat(usize),
    /// Judges mark until then.
    Mark(usize, Timestamp),
    Close(usize),
    Choose(usize),
    Publish(usize),
}

/// What was made so far.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub cast: Cast,
    contests: BTreeMap<usize, ContestId>,
    entries: BTreeMap<usize, EntryId>,
    quality: BTreeMap<EntryId, i64>,
}

/// What is played.
pub struct Play<'a> {
    pub texts: &'a Texts,
    pub plans: &'a [Plan],
    pub files: &'a BTreeMap<usize, Vec<Ready>>,
    pub templates: &'a [Template],
    pub calendar: &'a Calendar,
}

/// Everybody gets an account.
///
/// # Errors
/// When the database fails.
pub fn begin(tx: &mut Tx, texts: &Texts, hash: &str, now: Timestamp) -> OpResult<State> {
    Ok(State { cast: Cast::gather(tx, texts, hash, now)?, ..State::default() })
}

/// The round that a contest prepares for or is in.
fn key_of(contest: &Contest) -> RoundKey {
    if contest.phase <= Phase::Intake { RoundKey::Preliminary } else { RoundKey::Final }
}

fn contest(tx: &mut Tx, state: &State, i: usize) -> OpResult<Contest> {
    let id = state.contests.get(&i).copied().ok_or(OpError::NotFound)?;
    contests::by_id(tx, id)?.ok_or(OpError::NotFound)
}

impl Play<'_> {
    /// Does a step.
    ///
    /// # Errors
    /// What an operation refuses.
    pub fn act(&self, tx: &mut Tx, state: &mut State, at: Timestamp, step: Step) -> OpResult<()> {
        let [organizer, other] = ORGANIZERS;
        match step {
            Step::Found(i) => {
                let template = self.templates.get(i).cloned().ok_or(OpError::NotFound)?;
                let which = template.contests.first().map(|c| c.short_code.clone()).unwrap_or_default();
                let code = CONTESTS.get(i).map(|c| (*c).to_owned());
                let cx = state.cast.by(tx, ADMIN, at)?;
                let cmd = Import { template, which, short_code: code, current: i == 2 };
                let contest = import(tx, &cx, &cmd)?;
                state.contests.insert(i, contest.id);
                state.cast.staff(tx, self.texts, contest.id, at)
            }
            Step::Move(i) => {
                let contest = contest(tx, state, i)?;
                let cx = state.cast.by(tx, organizer, at)?;
                move_phase(tx, &cx, MovePhase { contest: contest.id, from: contest.phase, confirmed: true })?;
                Ok(())
            }
            Step::Extend(i) => self.extend(tx, state, i, at, other),
            Step::Enter(n) => {
                let plan = self.plans.get(n).ok_or(OpError::NotFound)?;
                let contest = contest(tx, state, plan.contest)?;
                let files = self.files.get(&n).map(Vec::as_slice).unwrap_or_default();
                let entry = entering::enter(tx, self.texts, &state.cast, &contest, plan, files)?;
                state.entries.insert(n, entry);
                state.quality.insert(entry, plan.quality);
                Ok(())
            }
            Step::Decide(n) => {
                let plan = self.plans.get(n).ok_or(OpError::NotFound)?;
                let entry = state.entries.get(&n).copied().ok_or(OpError::NotFound)?;
                entering::decide(tx, self.texts, &state.cast, plan, entry)
            }
            Step::Seat(i) => {
                let contest = contest(tx, state, i)?;
                marking::seat(tx, self.texts, &state.cast, &contest, key_of(&contest), at)
            }
            Step::Mark(i, until) => {
                let contest = contest(tx, state, i)?;
                let bench = Bench { texts: self.texts, quality: &state.quality };
                let reach = if i == 1 { Reach::Middle } else { Reach::All };
                let key = if contest.phase == Phase::Final { RoundKey::Final } else { RoundKey::Preliminary };
                marking::mark(tx, &bench, &contest, key, (at, until), reach)
            }
            Step::Close(i) => {
                let contest = contest(tx, state, i)?;
                let key = if contest.phase == Phase::Final { RoundKey::Final } else { RoundKey::Preliminary };
                marking::close(tx, &state.cast, &contest, key, at)
            }
            Step::Choose(i) => {
                let contest = contest(tx, state, i)?;
                finishing::choose(tx, &state.cast, &contest, at)
            }
            Step::Publish(i) => {
                let contest = contest(tx, state, i)?;
                finishing::publish(tx, &state.cast, &contest, at)
            }
        }
    }

    fn extend(&self, tx: &mut Tx, state: &State, i: usize, at: Timestamp, who: &str) -> OpResult<()> {
        let contest = contest(tx, state, i)?;
        let cx = state.cast.by(tx, who, at)?;
        let until = self.calendar.open.deadline;
        let reason = "Mưa lũ kéo dài, nhiều tác giả ở vùng ngập chưa gửi kịp tác phẩm.".to_owned();
        let c = extend(tx, &cx, &Extend { contest: contest.id, until, reason })?;
        let dates = DatesRow {
            launch_at: c.launch_at,
            open_at: c.open_at,
            deadline_at: c.deadline_at,
            grace_minutes: c.grace_minutes,
            preliminary_at: c.preliminary_at,
            final_at: c.final_at,
            publication_at: c.publication_at,
            published_from: c.published_from.clone(),
            published_to: Some(self.calendar.zone.day(until).format("%Y-%m-%d").to_string()),
        };
        edit_dates(tx, &cx, &EditDates { contest: c.id, version: c.version, dates })?;
        let number = contests::rules(tx, c.id)?.map_or(0, |r| r.number);
        edit_rules(tx, &cx, &EditRules { contest: c.id, number, body: self.calendar.extended_rules()? })?;
        Ok(())
    }
}
