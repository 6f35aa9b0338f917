//! The state machine of an entry: from a state to the next one, or why not. Who may do it, and when, is the policy's.

use super::entry::EntryState::{
    self, Accepted, Correction, Disqualified, Draft, Refused as NotAccepted, Submitted, Withdrawn,
};
use crate::kernel::denied::{Denied, Reason};
use crate::kernel::errors::OpError;

/// The step does not lead on from this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub EntryState);

impl From<Refused> for OpError {
    fn from(_: Refused) -> Self {
        Self::Denied(Denied { reason: Reason::State, hidden: false })
    }
}

fn step(from: EntryState, allowed: &[EntryState], to: EntryState) -> Result<EntryState, Refused> {
    if allowed.contains(&from) { Ok(to) } else { Err(Refused(from)) }
}

/// Handing in: for the first time, again with changes, or as the answer to a correction request.
///
/// # Errors
/// When the state does not allow it; so with every step here.
pub fn hand_in(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Draft, Submitted, Correction], Submitted)
}

/// Changing an accepted work before the deadline: it goes back to be checked, and keeps its blind code.
pub fn change(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Accepted], Submitted)
}

/// The secretary accepts.
pub fn accept(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Submitted], Accepted)
}

/// The secretary asks for a correction by a date.
pub fn ask_correction(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Submitted], Correction)
}

/// The secretary does not accept; also when a correction was asked for and did not come.
pub fn refuse(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Submitted, Correction], NotAccepted)
}

/// A refusal is looked at again.
pub fn reopen(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[NotAccepted], Submitted)
}

/// The author takes it back.
pub fn withdraw(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Submitted, Correction, Accepted], Withdrawn)
}

/// What was withdrawn comes back, to be checked.
pub fn give_back(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Withdrawn], Submitted)
}

/// The organizer takes it out of the contest.
pub fn disqualify(from: EntryState) -> Result<EntryState, Refused> {
    step(from, &[Accepted], Disqualified)
}

/// Whether the content can be worked on: in the other states it is frozen.
#[must_use]
pub const fn is_open_to_change(state: EntryState) -> bool {
    matches!(state, Draft | Submitted | Correction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_leads_where_the_table_says_and_from_nowhere_else() {
        type Step = fn(EntryState) -> Result<EntryState, Refused>;
        let table: [(Step, &[EntryState], EntryState); 9] = [
            (hand_in, &[Draft, Submitted, Correction], Submitted),
            (change, &[Accepted], Submitted),
            (accept, &[Submitted], Accepted),
            (ask_correction, &[Submitted], Correction),
            (refuse, &[Submitted, Correction], NotAccepted),
            (reopen, &[NotAccepted], Submitted),
            (withdraw, &[Submitted, Correction, Accepted], Withdrawn),
            (give_back, &[Withdrawn], Submitted),
            (disqualify, &[Accepted], Disqualified),
        ];
        for (i, (step, from, to)) in table.iter().enumerate() {
            for state in EntryState::ALL {
                let expected = if from.contains(state) { Ok(*to) } else { Err(Refused(*state)) };
                assert_eq!(step(*state), expected, "step {i} from {state:?}");
            }
        }
    }
}
