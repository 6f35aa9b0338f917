//! The demo: three contests made through the same operations that people use, with texts, pictures, sound and video of its own.
//! One is finished and published, one is in the middle of judging, one is open now. The same every time, but for secret codes.

mod agenda;
mod calendar;
mod canvas;
mod cast;
mod entering;
mod finishing;
mod marking;
mod media;
mod papers;
mod pictures;
mod plan;
mod texts;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use agenda::{Play, Step};
use calendar::Calendar;
pub use cast::AccountLine;
use plan::{Fate, Fill, Plan};
use texts::Texts;

use crate::accounts::passwords::hash_here;
use crate::app::App;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::time::Timestamp;

/// How much is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Full,
    /// About a quarter of the works, for tests.
    Small,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Built {
    pub accounts: Vec<AccountLine>,
    /// How long each part took, in milliseconds.
    pub phases: Vec<(&'static str, u128)>,
}

/// Where the list of accounts stands.
#[must_use]
pub fn accounts_file(app: &App) -> PathBuf {
    app.data.join("demo-accounts.json")
}

/// Short codes of the contests, in the order of the plans: finished, being judged, open.
pub const CONTESTS: [&str; 3] = ["PT23", "PTCT", "PT26"];

fn fills(c: &Calendar, size: Size) -> [Fill; 3] {
    use Fate as F;
    let small = size == Size::Small;
    let finished = Fill {
        contest: 0,
        counts: if small { [4, 2, 0, 0, 2, 0, 2, 0, 0, 0] } else { [10, 6, 3, 3, 6, 4, 5, 2, 2, 3] },
        from: 55,
        first_person: 30,
        fates: if small { vec![(F::Refused, 1)] } else { vec![(F::Refused, 2), (F::Withdrawn, 1)] },
        on_behalf: if small { 1 } else { 2 },
        opens: c.finished.open,
        closes: c.finished.deadline,
        now: c.finished.deadline.plus_days(6),
        pause: None,
        seed: 2023,
    };
    let judged = Fill {
        contest: 1,
        counts: if small { [4, 2, 0, 0, 1, 0, 0, 0, 0, 1] } else { [8, 4, 2, 2, 4, 3, 3, 1, 1, 2] },
        from: 33,
        first_person: 60,
        fates: Vec::new(),
        on_behalf: 1,
        opens: c.judged.open,
        closes: c.judged.deadline,
        now: c.judged.deadline.plus_days(6),
        pause: None,
        seed: 2025,
    };
    let open = Fill {
        contest: 2,
        counts: if small { [9, 4, 1, 1, 1, 1, 3, 1, 1, 1] } else { [20, 9, 5, 4, 8, 5, 6, 4, 4, 4] },
        from: 0,
        first_person: 0,
        fates: if small {
            vec![
                (F::Draft, 3),
                (F::Submitted, 6),
                (F::Correction, 2),
                (F::Refused, 1),
                (F::Withdrawn, 1),
                (F::Disqualified, 1),
            ]
        } else {
            vec![
                (F::Draft, 10),
                (F::Submitted, 18),
                (F::Correction, 5),
                (F::Refused, 4),
                (F::Withdrawn, 3),
                (F::Disqualified, 2),
            ]
        },
        on_behalf: if small { 2 } else { 4 },
        opens: c.open.open,
        closes: c.now.plus_seconds(-5400),
        now: c.now,
        pause: Some((c.first_close, c.extended)),
        seed: 2026,
    };
    [finished, judged, open]
}

fn steps(c: &Calendar, plans: &[Plan]) -> Vec<(Timestamp, Step)> {
    let mut s = vec![
        (c.finished.launch.plus_days(-9), Step::Found(0)),
        (c.finished.open, Step::Move(0)),
        (c.finished.deadline.plus_seconds(2400), Step::Move(0)),
        (c.finished.preliminary.plus_days(-2), Step::Seat(0)),
        (c.finished.preliminary, Step::Move(0)),
        (c.finished.preliminary.plus_seconds(3600), Step::Mark(0, c.finished.preliminary.plus_days(18))),
        (c.finished.last.plus_days(-4), Step::Close(0)),
        (c.finished.last.plus_days(-3), Step::Choose(0)),
        (c.finished.last.plus_days(-2), Step::Seat(0)),
        (c.finished.last, Step::Move(0)),
        (c.finished.last.plus_seconds(3600), Step::Mark(0, c.finished.last.plus_days(16))),
        (c.finished.publication.plus_days(-9), Step::Close(0)),
        (c.finished.publication.plus_days(-8), Step::Move(0)),
        (c.finished.publication.plus_seconds(8 * 3600), Step::Publish(0)),
        (c.judged.launch.plus_days(-9), Step::Found(1)),
        (c.judged.open, Step::Move(1)),
        (c.judged.deadline.plus_seconds(2400), Step::Move(1)),
        (c.judged.preliminary.plus_days(-2), Step::Seat(1)),
        (c.judged.preliminary, Step::Move(1)),
        (c.judged.preliminary.plus_seconds(3600), Step::Mark(1, c.now.plus_seconds(-3600))),
        (c.open.launch.plus_days(-9), Step::Found(2)),
        (c.open.open, Step::Move(2)),
        (c.extended, Step::Extend(2)),
    ];
    for (i, p) in plans.iter().enumerate() {
        s.push((p.begun, Step::Enter(i)));
        if !matches!(p.fate, Fate::Draft | Fate::Submitted) {
            s.push((p.decided, Step::Decide(i)));
        }
    }
    s.sort_by_key(|(at, _)| *at);
    s
}

/// Whether a demo stands here already.
#[must_use]
pub fn is_there(app: &App) -> bool {
    accounts_file(app).exists()
}

/// Makes the demo in an empty place, and writes the list of accounts. Blocks; for the command line and tests.
///
/// # Errors
/// When something is there already, or a step does not happen.
pub fn build(app: &App, size: Size) -> OpResult<Built> {
    let mut phases = Vec::new();
    let mut since = Instant::now();
    let mut lap = |name: &'static str| {
        phases.push((name, since.elapsed().as_millis()));
        since = Instant::now();
    };
    if !app.db.read(|c| Ok(crate::contests::store::all(c)?.is_empty()))? {
        return Err(OpError::Internal("there are contests here already: the demo wants an empty folder".into()));
    }
    let texts = Texts::load()?;
    let calendar = Calendar::of(app.now())?;
    let mut plans: Vec<Plan> = Vec::new();
    let templates = calendar.templates()?;
    for (fill, template) in fills(&calendar, size).iter().zip(&templates) {
        plans.extend(plan::plan(&texts, template, fill)?);
    }
    let hash = hash_here(cast::PASSWORD)?;
    lap("plan");
    let runtime = tokio::runtime::Runtime::new().map_err(OpError::internal)?;
    let mut pieces = Vec::new();
    let mut owner = Vec::new();
    for (i, p) in plans.iter().enumerate() {
        owner.extend(std::iter::repeat_n(i, p.files.len()));
        pieces.extend(p.files.iter().cloned());
    }
    let mut files: BTreeMap<usize, Vec<media::Ready>> = BTreeMap::new();
    for (i, ready) in owner.into_iter().zip(runtime.block_on(media::make(app, pieces))?) {
        files.entry(i).or_default().push(ready);
    }
    lap("files");
    let steps = steps(&calendar, &plans);
    let play = Play { texts: &texts, plans: &plans, files: &files, templates: &templates, calendar: &calendar };
    let mut state = app.db.write(|tx| agenda::begin(tx, &texts, &hash, calendar.finished.launch.plus_days(-20)))?;
    lap("accounts");
    for some in steps.chunks(120) {
        state = app.db.write(|tx| {
            let mut state = state.clone();
            for (at, step) in some {
                play.act(tx, &mut state, *at, *step)
                    .map_err(|e| OpError::Internal(format!("{step:?} at {}: {e}", at.rfc3339())))?;
            }
            Ok(state)
        })?;
    }
    lap("steps");
    runtime.block_on(crate::jobs::worker::run_due(app));
    lap("jobs");
    let mut entrants = Vec::new();
    for p in &plans {
        if !p.on_behalf {
            let name = entering::entrant(&texts, p)?.to_owned();
            let contest = CONTESTS.get(p.contest).copied().unwrap_or_default();
            if !entrants.contains(&(name.clone(), contest)) {
                entrants.push((name, contest));
            }
        }
    }
    // Those of the open contest first: they have most to do.
    entrants.sort_by_key(|(_, c)| CONTESTS.iter().rev().position(|k| k == c));
    let accounts = state.cast.lines(&texts, &["PT26", "PTCT", "PT23"], &entrants);
    let json = serde_json::to_string_pretty(&accounts)?;
    std::fs::write(accounts_file(app), json).map_err(OpError::internal)?;
    Ok(Built { accounts, phases })
}
