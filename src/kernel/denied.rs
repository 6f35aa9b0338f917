//! Refusals, and their reasons: values that every floor can pass on.

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nobody is signed in.
    SignIn,
    /// The person does not hold the role.
    Role,
    /// It is not theirs.
    NotYours,
    /// The contest is not in a phase that allows it.
    Phase,
    /// The time for it has passed (or not begun).
    Time,
    /// The thing is not in a state that allows it.
    State,
    /// The second of two people must be another than the first.
    SamePerson,
    /// A judge may not act where they entered, or the reverse.
    Conflict,
}

/// A refusal. `hidden`: answer as if there were no such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied {
    pub reason: Reason,
    pub hidden: bool,
}
