//! Every permission in one place. Pure: facts in, yes or the reason why not out.

use crate::contests::contest::{Contest, Phase, Round, RoundState};
use crate::entries::entry::{Entry, EntryState};
use crate::judging::sheet::{Assignment, SheetState};
use crate::kernel::actor::{Actor, Person, Role};
pub use crate::kernel::denied::{Denied, Reason};
use crate::kernel::ids::ContestId;
use crate::kernel::time::Timestamp;

const fn no(reason: Reason) -> Result<(), Denied> {
    Err(Denied { reason, hidden: false })
}
const fn hidden(reason: Reason) -> Result<(), Denied> {
    Err(Denied { reason, hidden: true })
}

/// What somebody wants to do, with the facts that decide it.
#[derive(Clone, Copy, Debug)]
pub enum Action<'a> {
    /// The administrator's desk: accounts, health, jobs, new contests.
    Administer,
    /// Anything that a signed-in person does with their own account.
    OwnAccount,
    /// Change a contest's set-up, phases, members, prizes; see the organizer's desk.
    Organize(ContestId),
    /// See the secretaries' desk: queue, entries, call list. Organizers may as well.
    Office(ContestId),
    /// Issue a one-time code for somebody who lost the password.
    IssueCode,
    /// See the log of a contest.
    SeeLog(ContestId),
    /// Begin an entry of one's own.
    BeginEntry { contest: &'a Contest, deadline: Deadline },
    /// See an entry with everything in it.
    SeeEntry(&'a Entry),
    /// Change an entry's content (also after handing in, which makes a new version).
    EditEntry { entry: &'a Entry, contest: &'a Contest, deadline: Deadline },
    /// Hand it in.
    HandIn { entry: &'a Entry, contest: &'a Contest, deadline: Deadline },
    /// Take it back.
    Withdraw { entry: &'a Entry, contest: &'a Contest },
    /// Bring a withdrawn entry back.
    Return { entry: &'a Entry, contest: &'a Contest, deadline: Deadline },
    /// Enter a paper work for somebody.
    EnterOnBehalf(&'a Contest),
    /// Accept, ask for a correction, refuse, move to another category, tick, release a file.
    Decide { entry: &'a Entry, contest: &'a Contest },
    /// Reopen a refused entry.
    Reopen { entry: &'a Entry, contest: &'a Contest },
    /// Take an accepted entry out of the contest.
    Disqualify { entry: &'a Entry, contest: &'a Contest },
    /// Give one person more time.
    Extend(ContestId),
    /// See the board of the judging: rounds, panels, who lags.
    RunJudging(ContestId),
    /// Panels, assignments, conflicts, replacing a judge: the office, and whoever `heads` the panel.
    RunPanel { contest: ContestId, heads: bool },
    /// Open or close a round, for all panels at once.
    RunRound(ContestId),
    /// The judges' desk.
    JudgeIn(ContestId),
    /// See an assignment's work and one's own sheet.
    SeeSheet { sheet: &'a Assignment, round: &'a Round },
    /// Write on the sheet.
    Mark { sheet: &'a Assignment, round: &'a Round },
    /// See marks that are not one's own: the office, and head judges once the round is closed.
    SeeMarks { round: &'a Round },
    /// Open a sheet again that was handed in.
    ReopenSheet { sheet: &'a Assignment, round: &'a Round, heads: bool },
    /// See the results before they are published.
    SeeRanking(ContestId),
    /// Cast the head judge's vote on a tie.
    VoteTie { contest: ContestId, heads: bool },
    /// Propose prizes, unblind, propose a publication.
    ProposeResults(&'a Contest),
    /// Approve a publication that `proposer` proposed.
    ApproveResults { contest: &'a Contest, proposer: Option<crate::kernel::ids::AccountId> },
}

/// The times that decide about handing in: the close, its grace for what was begun before, and a person's own extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub now: Timestamp,
    pub open_at: Option<Timestamp>,
    pub close_at: Option<Timestamp>,
    pub grace_minutes: i64,
    pub extended_to: Option<Timestamp>,
    /// When what is being handed in was begun: drafts begun before the close may finish within the grace.
    pub begun_at: Option<Timestamp>,
}

impl Deadline {
    /// Whether the intake has begun.
    #[must_use]
    pub fn begun(&self) -> bool {
        self.open_at.is_none_or(|t| self.now >= t)
    }
    /// The last instant for this person and this work, grace included.
    #[must_use]
    pub fn last(&self) -> Option<Timestamp> {
        let close = self.close_at?;
        let in_grace = self.begun_at.is_some_and(|t| t < close);
        let own = if in_grace { close.plus_minutes(self.grace_minutes) } else { close };
        Some(self.extended_to.map_or(own, |e| e.max(own)))
    }
    /// Whether it is not too late. The instant of the close itself still counts.
    #[must_use]
    pub fn in_time(&self) -> bool {
        self.begun() && self.last().is_none_or(|t| self.now <= t)
    }
    /// Whether it comes after the contest's own close (and so wears a badge).
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.close_at.is_some_and(|t| self.now > t)
    }
}

fn signed_in(actor: &Actor) -> Result<&Person, Denied> {
    actor.person().ok_or(Denied { reason: Reason::SignIn, hidden: false })
}

fn role(actor: &Actor, holds: impl Fn(&Person) -> bool) -> Result<(), Denied> {
    if *actor == Actor::System {
        return Ok(());
    }
    if holds(signed_in(actor)?) { Ok(()) } else { no(Reason::Role) }
}

fn owner_or_office(actor: &Actor, entry: &Entry) -> Result<(), Denied> {
    if *actor == Actor::System {
        return Ok(());
    }
    let p = signed_in(actor)?;
    // What the office entered stands under the account of whoever did, and is not theirs.
    let own = p.account == entry.owner_id && entry.on_behalf_by.is_none();
    if own || p.runs(entry.contest_id) { Ok(()) } else { hidden(Reason::NotYours) }
}

fn is_office(actor: &Actor, contest: ContestId) -> bool {
    *actor == Actor::System || actor.person().is_some_and(|p| p.runs(contest))
}

/// Whether works are taken in from this person: while the contest is open, and for whoever was given more time until judging begins.
#[must_use]
pub fn takes_in(contest: &Contest, deadline: &Deadline) -> bool {
    contest.phase == Phase::Open
        || contest.phase == Phase::Intake && deadline.extended_to.is_some_and(|t| deadline.now <= t)
}

const fn before_judging(phase: Phase) -> bool {
    matches!(phase, Phase::Draft | Phase::Open | Phase::Intake)
}

/// Whether the actor may do it, or why not.
///
/// # Errors
/// The reason.
pub fn may(actor: &Actor, action: &Action) -> Result<(), Denied> {
    use EntryState as S;
    match *action {
        Action::Administer => role(actor, |p| p.is_admin),
        Action::OwnAccount => signed_in(actor).map(|_| ()),
        Action::Organize(c) => role(actor, |p| p.holds(c, Role::Organizer)),
        Action::Office(c) | Action::Extend(c) | Action::RunRound(c) => role(actor, |p| p.runs(c)),
        Action::IssueCode => role(actor, |p| {
            p.is_admin || p.memberships.iter().any(|m| matches!(m.role, Role::Secretary | Role::Organizer))
        }),
        Action::SeeLog(c) => role(actor, |p| p.is_admin || p.holds(c, Role::Organizer)),
        Action::BeginEntry { contest, deadline } => {
            let p = signed_in(actor)?;
            if p.judges(contest.id) && contest.conflict_rule == crate::contests::contest::ConflictRule::Contest {
                return no(Reason::Conflict);
            }
            if !takes_in(contest, &deadline) {
                return no(Reason::Phase);
            }
            if deadline.in_time() { Ok(()) } else { no(Reason::Time) }
        }
        Action::SeeEntry(e) => owner_or_office(actor, e),
        Action::EditEntry { entry, contest, deadline } | Action::HandIn { entry, contest, deadline } => {
            owner_or_office(actor, entry)?;
            let handing_in = matches!(action, Action::HandIn { .. });
            match entry.state {
                S::Correction => {
                    // What an author was asked to correct, the author corrects; a work on paper, the office.
                    let theirs = if entry.on_behalf_by.is_some() {
                        is_office(actor, contest.id)
                    } else {
                        actor.account() == Some(entry.owner_id) || *actor == Actor::System
                    };
                    if !theirs {
                        return no(Reason::NotYours);
                    }
                    let due = entry.correction_due_at.is_none_or(|t| deadline.now <= t);
                    if !before_judging(contest.phase) {
                        no(Reason::Phase)
                    } else if due || entry.on_behalf_by.is_some() {
                        Ok(())
                    } else {
                        no(Reason::Time)
                    }
                }
                S::Draft | S::Submitted | S::Accepted => {
                    if entry.on_behalf_by.is_some() {
                        // On behalf: by the office, until the intake ends.
                        return if !is_office(actor, contest.id) {
                            hidden(Reason::NotYours)
                        } else if matches!(contest.phase, Phase::Open | Phase::Intake) {
                            Ok(())
                        } else {
                            no(Reason::Phase)
                        };
                    }
                    if signed_in(actor)?.account != entry.owner_id {
                        return no(Reason::NotYours);
                    }
                    if handing_in && entry.state == S::Accepted {
                        return no(Reason::State);
                    }
                    if !takes_in(contest, &deadline) {
                        no(Reason::Phase)
                    } else if deadline.in_time() {
                        Ok(())
                    } else {
                        no(Reason::Time)
                    }
                }
                S::Refused | S::Withdrawn | S::Disqualified => no(Reason::State),
            }
        }
        Action::Withdraw { entry, contest } => {
            owner_or_office(actor, entry)?;
            if !matches!(entry.state, S::Submitted | S::Correction | S::Accepted) {
                return no(Reason::State);
            }
            let as_office = is_office(actor, contest.id) && not_own(actor, entry).is_ok();
            if before_judging(contest.phase) || as_office && contest.phase < Phase::Published {
                Ok(())
            } else {
                no(Reason::Phase)
            }
        }
        Action::Return { entry, contest, deadline } => {
            owner_or_office(actor, entry)?;
            if entry.state != S::Withdrawn {
                no(Reason::State)
            } else if !takes_in(contest, &deadline) {
                no(Reason::Phase)
            } else if deadline.in_time() {
                Ok(())
            } else {
                no(Reason::Time)
            }
        }
        Action::EnterOnBehalf(contest) => {
            role(actor, |p| p.runs(contest.id))?;
            if matches!(contest.phase, Phase::Open | Phase::Intake) { Ok(()) } else { no(Reason::Phase) }
        }
        Action::Decide { entry, contest } => {
            role(actor, |p| p.runs(contest.id))?;
            not_own(actor, entry)?;
            if before_judging(contest.phase) { Ok(()) } else { no(Reason::Phase) }
        }
        Action::Reopen { entry, contest } => {
            role(actor, |p| p.runs(contest.id))?;
            not_own(actor, entry)?;
            if entry.state != S::Refused {
                no(Reason::State)
            } else if before_judging(contest.phase) {
                Ok(())
            } else {
                no(Reason::Phase)
            }
        }
        Action::Disqualify { entry, contest } => {
            role(actor, |p| p.holds(contest.id, Role::Organizer))?;
            if entry.state != S::Accepted {
                no(Reason::State)
            } else if contest.phase < Phase::Published {
                Ok(())
            } else {
                no(Reason::Phase)
            }
        }
        Action::RunJudging(c) => {
            role(actor, |p| p.holds(c, Role::Organizer) || p.holds(c, Role::Secretary) || p.holds(c, Role::HeadJudge))
        }
        Action::RunPanel { contest, heads } => {
            role(actor, |p| p.runs(contest) || heads && p.holds(contest, Role::HeadJudge))
        }
        Action::JudgeIn(c) => role(actor, |p| p.judges(c)),
        Action::SeeSheet { sheet, round } => {
            let p = signed_in(actor)?;
            let there = matches!(sheet.state, SheetState::Open | SheetState::HandedIn);
            if p.account == sheet.judge_id && p.judges(round.contest_id) && there && round.state != RoundState::Planned
            {
                Ok(())
            } else {
                hidden(Reason::NotYours)
            }
        }
        Action::Mark { sheet, round } => {
            may(actor, &Action::SeeSheet { sheet, round })?;
            if round.state != RoundState::Open {
                no(Reason::Phase)
            } else if sheet.state == SheetState::Open && sheet.locked_at.is_none() {
                Ok(())
            } else {
                no(Reason::State)
            }
        }
        Action::SeeMarks { round } => {
            let c = round.contest_id;
            role(actor, |p| p.runs(c) || p.holds(c, Role::HeadJudge))?;
            let judges_too = actor.person().is_some_and(|p| p.judges(c));
            if judges_too && round.state != RoundState::Closed { no(Reason::Phase) } else { Ok(()) }
        }
        Action::ReopenSheet { sheet, round, heads } => {
            role(actor, |p| heads || p.holds(round.contest_id, Role::Organizer))?;
            if round.state != RoundState::Open {
                no(Reason::Phase)
            } else if sheet.state == SheetState::HandedIn {
                Ok(())
            } else {
                no(Reason::State)
            }
        }
        Action::SeeRanking(c) => role(actor, |p| p.runs(c) || p.holds(c, Role::HeadJudge)),
        Action::VoteTie { contest, heads } => {
            role(actor, |p| heads && p.holds(contest, Role::HeadJudge) || p.holds(contest, Role::Organizer))
        }
        Action::ProposeResults(contest) => {
            role(actor, |p| p.holds(contest.id, Role::Organizer))?;
            let now = matches!(contest.phase, Phase::Deliberation | Phase::Published);
            if now { Ok(()) } else { no(Reason::Phase) }
        }
        Action::ApproveResults { contest, proposer } => {
            role(actor, |p| p.holds(contest.id, Role::Organizer))?;
            if actor.account().is_some() && actor.account() == proposer { no(Reason::SamePerson) } else { Ok(()) }
        }
    }
}

/// Nobody decides about their own work.
fn not_own(actor: &Actor, entry: &Entry) -> Result<(), Denied> {
    let own = entry.on_behalf_by.is_none() && actor.account() == Some(entry.owner_id);
    if own { no(Reason::Conflict) } else { Ok(()) }
}
