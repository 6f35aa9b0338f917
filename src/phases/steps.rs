//! The road of a contest: which step comes next, what it will do, what still blocks it. Pure: facts in, sentences out.
//! Must not know where the facts come from, nor how a step is carried out.

use crate::contests::contest::{Phase, RoundState};
use crate::kernel::msg::Msg;
use crate::kernel::points::Points;
use crate::kernel::time::Timestamp;

impl Phase {
    /// The phase after this one.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Draft => Some(Self::Open),
            Self::Open => Some(Self::Intake),
            Self::Intake => Some(Self::Preliminary),
            Self::Preliminary => Some(Self::Final),
            Self::Final => Some(Self::Deliberation),
            Self::Deliberation => Some(Self::Published),
            Self::Published => Some(Self::Archived),
            Self::Archived => None,
        }
    }
}

/// A rubric as the check needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricSum {
    pub name: String,
    pub scale: Points,
    pub sum: Points,
    pub criteria: usize,
    /// Whether a round uses it.
    pub used: bool,
}

/// A round as the check needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundFacts {
    pub state: Option<RoundState>,
    /// Judges that each work needs.
    pub quota: i64,
    /// Groups with works to judge here whose panel has fewer judges than `quota`: name, judges there.
    pub thin_panels: Vec<(String, i64)>,
    /// Works to judge here that have fewer judges assigned than `quota`.
    pub short_works: i64,
    /// Sheets that are neither handed in nor fallen away.
    pub open_sheets: i64,
    /// Works that take part in it.
    pub works: i64,
}

/// What decides whether a step can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseFacts {
    pub phase: Phase,
    pub now: Timestamp,
    pub has_rules: bool,
    pub open_at: Option<Timestamp>,
    pub deadline_at: Option<Timestamp>,
    pub grace_minutes: i64,
    pub categories: usize,
    /// Categories without a rubric in one of the rounds.
    pub without_rubric: Vec<String>,
    pub rubrics: Vec<RubricSum>,
    /// The highest criterion that the tie policy names, counted from 1; 0 where it names none.
    pub ties_name: usize,
    pub drafts: i64,
    pub submitted: i64,
    pub correction: i64,
    pub accepted: i64,
    pub without_code: i64,
    pub preliminary: RoundFacts,
    pub last: RoundFacts,
    /// Whether something is published.
    pub published: bool,
}

/// The next step: what it does and what stands in its way. `warns` must be confirmed by the organizer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhaseStep {
    pub next: Option<Phase>,
    pub does: Vec<Msg>,
    pub blocks: Vec<Block>,
    pub warns: Vec<Msg>,
}

/// Something that must be done first, and where it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub msg: Msg,
    /// Path within the contest.
    pub path: &'static str,
}

impl PhaseStep {
    /// Whether nothing blocks it.
    #[must_use]
    pub fn can(&self) -> bool {
        self.next.is_some() && self.blocks.is_empty()
    }
    fn block(&mut self, path: &'static str, msg: Msg) {
        self.blocks.push(Block { msg, path });
    }
}

/// What the next step is, from the facts.
#[must_use]
pub fn step(f: &PhaseFacts) -> PhaseStep {
    let mut s = PhaseStep { next: f.phase.next(), ..PhaseStep::default() };
    match s.next {
        Some(Phase::Open) => opening(f, &mut s),
        Some(Phase::Intake) => closing(f, &mut s),
        Some(Phase::Preliminary) => first_round(f, &mut s),
        Some(Phase::Final) => final_round(f, &mut s),
        Some(Phase::Deliberation) => deliberating(f, &mut s),
        Some(Phase::Published) => {
            s.does.push(msg!("step-published-does"));
            s.block("/ban-to-chuc/ket-qua", msg!("step-published-by-two"));
        }
        Some(Phase::Archived) => {
            s.does.push(msg!("step-archived-does"));
            s.warns.push(msg!("step-archived-warn"));
        }
        Some(Phase::Draft) | None => {}
    }
    s
}

fn opening(f: &PhaseFacts, s: &mut PhaseStep) {
    s.does.push(msg!("step-open-does"));
    s.does.push(msg!("step-open-does-public"));
    if !f.has_rules {
        s.block("/ban-to-chuc/thiet-lap/the-le", msg!("step-open-no-rules"));
    }
    if f.open_at.is_none() {
        s.block("/ban-to-chuc/thiet-lap/lich", msg!("step-open-no-open"));
    }
    match f.deadline_at {
        None => s.block("/ban-to-chuc/thiet-lap/lich", msg!("step-open-no-deadline")),
        Some(t) if t <= f.now => s.block("/ban-to-chuc/thiet-lap/lich", msg!("step-open-deadline-past")),
        Some(_) => {}
    }
    if f.categories == 0 {
        s.block("/ban-to-chuc/thiet-lap/the-loai", msg!("step-open-no-categories"));
    }
    rubrics(f, s, |_| true);
    if f.preliminary.state.is_none() && f.last.state.is_none() {
        s.block("/ban-to-chuc/thiet-lap/vong-cham", msg!("step-open-no-rounds"));
    }
    ties(f, s);
    if f.open_at.is_some_and(|t| t > f.now) {
        s.warns.push(msg!("step-open-before-date"));
    }
}

fn closing(f: &PhaseFacts, s: &mut PhaseStep) {
    s.does.push(msg!("step-intake-does"));
    s.does.push(msg!("step-intake-does-check", n = f.submitted));
    if let Some(t) = f.deadline_at {
        if f.now < t {
            s.warns.push(msg!("step-intake-early"));
        } else if f.now < t.plus_minutes(f.grace_minutes) {
            s.warns.push(msg!("step-intake-grace", minutes = f.grace_minutes));
        }
    }
    if f.drafts > 0 {
        s.warns.push(msg!("step-intake-drafts", n = f.drafts));
    }
}

fn first_round(f: &PhaseFacts, s: &mut PhaseStep) {
    s.does.push(msg!("step-preliminary-does", n = f.accepted));
    s.does.push(msg!("step-preliminary-does-freeze"));
    if f.submitted > 0 {
        s.block("/ban-thu-ky", msg!("step-preliminary-submitted", n = f.submitted));
    }
    if f.correction > 0 {
        s.block("/ban-thu-ky", msg!("step-preliminary-correction", n = f.correction));
    }
    if f.without_code > 0 {
        s.block("/ban-thu-ky", msg!("step-preliminary-codes", n = f.without_code));
    }
    // A rubric can be edited until its round opens.
    rubrics(f, s, |r| r.used);
    ties(f, s);
    if f.accepted == 0 {
        s.block("/ban-thu-ky", msg!("step-preliminary-nothing"));
    }
    match f.preliminary.state {
        None => s.block("/ban-to-chuc/thiet-lap/vong-cham", msg!("step-no-round")),
        Some(_) => panels(&f.preliminary, s),
    }
}

fn final_round(f: &PhaseFacts, s: &mut PhaseStep) {
    s.does.push(msg!("step-final-does", n = f.last.works));
    if f.preliminary.state.is_some_and(|r| r != RoundState::Closed) {
        s.block("/ban-to-chuc/cham-thi", msg!("step-round-open", n = f.preliminary.open_sheets));
    }
    rubrics(f, s, |r| r.used);
    ties(f, s);
    if f.last.works == 0 {
        s.block("/ban-to-chuc/ket-qua/vao-chung-khao", msg!("step-final-nothing"));
    }
    match f.last.state {
        None => s.block("/ban-to-chuc/thiet-lap/vong-cham", msg!("step-no-round")),
        Some(_) => panels(&f.last, s),
    }
}

/// Every category has a rubric in every round, and the criteria of those that count add up to the scale.
fn rubrics(f: &PhaseFacts, s: &mut PhaseStep, counts: fn(&RubricSum) -> bool) {
    for name in &f.without_rubric {
        s.block("/ban-to-chuc/thiet-lap/vong-cham", msg!("step-open-no-rubric", name = name.as_str()));
    }
    for r in f.rubrics.iter().filter(|r| counts(r) && r.sum != r.scale) {
        let (sum, scale) = (r.sum.to_string(), r.scale.to_string());
        let m = msg!("step-open-rubric-sum", name = r.name.as_str(), sum = sum, scale = scale);
        s.block("/ban-to-chuc/thiet-lap/bieu-diem", m);
    }
}

/// A tie policy that names a criterion which a rubric does not have would leave its works without ranks.
fn ties(f: &PhaseFacts, s: &mut PhaseStep) {
    for r in f.rubrics.iter().filter(|r| r.used && r.criteria < f.ties_name) {
        let m = msg!("step-ties-criterion", n = f.ties_name, name = r.name.as_str(), has = r.criteria);
        s.block("/ban-to-chuc/thiet-lap/vong-cham", m);
    }
}

fn panels(r: &RoundFacts, s: &mut PhaseStep) {
    for (name, n) in &r.thin_panels {
        s.block("/ban-to-chuc/cham-thi", msg!("step-thin-panel", name = name.as_str(), n = *n, quota = r.quota));
    }
    if r.thin_panels.is_empty() && r.short_works > 0 {
        s.warns.push(msg!("step-short-works", n = r.short_works));
    }
}

fn deliberating(f: &PhaseFacts, s: &mut PhaseStep) {
    s.does.push(msg!("step-deliberation-does"));
    if f.last.state != Some(RoundState::Closed) {
        s.block("/ban-to-chuc/cham-thi", msg!("step-round-open", n = f.last.open_sheets));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(phase: Phase) -> PhaseFacts {
        let now = Timestamp(1_000_000_000_000);
        let round = RoundFacts { state: Some(RoundState::Planned), quota: 3, ..RoundFacts::default() };
        PhaseFacts {
            phase,
            now,
            has_rules: true,
            open_at: Some(now.plus_days(-1)),
            deadline_at: Some(now.plus_days(30)),
            grace_minutes: 30,
            categories: 2,
            without_rubric: Vec::new(),
            rubrics: vec![RubricSum {
                name: "Thơ".into(),
                scale: Points::whole(100),
                sum: Points::whole(100),
                criteria: 5,
                used: true,
            }],
            ties_name: 2,
            drafts: 0,
            submitted: 0,
            correction: 0,
            accepted: 4,
            without_code: 0,
            preliminary: round.clone(),
            last: round,
            published: false,
        }
    }
    fn blocks(f: &PhaseFacts) -> Vec<String> {
        step(f).blocks.into_iter().map(|b| b.msg.key).collect()
    }
    fn warns(f: &PhaseFacts) -> Vec<String> {
        step(f).warns.into_iter().map(|m| m.key).collect()
    }

    #[test]
    fn opening_needs_rules_dates_categories_and_rubrics_that_add_up() {
        let mut f = facts(Phase::Draft);
        assert_eq!(blocks(&f), Vec::<String>::new());
        assert!(step(&f).can());
        f.has_rules = false;
        f.open_at = None;
        f.deadline_at = Some(f.now);
        f.categories = 0;
        f.rubrics[0].sum = Points::whole(99);
        assert_eq!(
            blocks(&f),
            [
                "step-open-no-rules",
                "step-open-no-open",
                "step-open-deadline-past",
                "step-open-no-categories",
                "step-open-rubric-sum"
            ]
        );
    }

    #[test]
    fn the_tie_policy_names_no_criterion_that_a_used_rubric_lacks() {
        for phase in [Phase::Draft, Phase::Intake] {
            let mut f = facts(phase);
            f.ties_name = 5;
            assert_eq!(blocks(&f), Vec::<String>::new());
            f.ties_name = 6;
            assert_eq!(blocks(&f), ["step-ties-criterion"]);
            f.rubrics[0].used = false;
            assert_eq!(blocks(&f), Vec::<String>::new());
        }
    }

    #[test]
    fn closing_early_or_with_drafts_asks_for_confirmation_but_does_not_block() {
        let mut f = facts(Phase::Open);
        f.drafts = 2;
        assert_eq!(blocks(&f), Vec::<String>::new());
        assert_eq!(warns(&f), ["step-intake-early", "step-intake-drafts"]);
        f.drafts = 0;
        f.deadline_at = Some(f.now.plus_minutes(-10));
        assert_eq!(warns(&f), ["step-intake-grace"]);
        f.deadline_at = Some(f.now.plus_minutes(-31));
        assert_eq!(warns(&f), Vec::<String>::new());
    }

    #[test]
    fn judging_waits_for_every_decision_and_every_panel() {
        let mut f = facts(Phase::Intake);
        assert_eq!(blocks(&f), Vec::<String>::new());
        f.submitted = 1;
        f.correction = 2;
        f.without_code = 1;
        f.preliminary.thin_panels = vec![("Văn học".into(), 2)];
        f.preliminary.short_works = 4;
        assert_eq!(
            blocks(&f),
            ["step-preliminary-submitted", "step-preliminary-correction", "step-preliminary-codes", "step-thin-panel"]
        );
        assert_eq!(warns(&f), Vec::<String>::new());
    }

    #[test]
    fn the_final_waits_for_the_first_round_and_its_works() {
        let mut f = facts(Phase::Preliminary);
        f.preliminary.state = Some(RoundState::Open);
        assert_eq!(blocks(&f), ["step-round-open", "step-final-nothing"]);
        f.preliminary.state = Some(RoundState::Closed);
        f.last.works = 3;
        f.last.short_works = 3;
        assert_eq!(blocks(&f), Vec::<String>::new());
        assert_eq!(warns(&f), ["step-short-works"]);
    }

    #[test]
    fn publishing_is_never_a_step_of_one_person() {
        let mut f = facts(Phase::Final);
        assert_eq!(blocks(&f), ["step-round-open"]);
        f.last.state = Some(RoundState::Closed);
        assert_eq!(blocks(&f), Vec::<String>::new());
        assert_eq!(blocks(&facts(Phase::Deliberation)), ["step-published-by-two"]);
        assert_eq!(step(&facts(Phase::Archived)).next, None);
    }
}
