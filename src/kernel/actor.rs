//! Who acts, when, and by which request.

use crate::kernel::ids::{AccountId, ContestId, UnitId};
use crate::kernel::time::Timestamp;

words! {
    /// What a person does in one contest.
    pub enum Role {
        Organizer = "organizer",
        Secretary = "secretary",
        HeadJudge = "head_judge",
        Judge = "judge",
    }
}

impl Role {
    /// Whether it is to judge, not to run the contest.
    #[must_use]
    pub const fn judges(self) -> bool {
        matches!(self, Self::HeadJudge | Self::Judge)
    }
}

/// A role held in a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub contest: ContestId,
    pub role: Role,
    pub unit: Option<UnitId>,
}

/// A signed-in person with what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub account: AccountId,
    pub name: String,
    pub is_admin: bool,
    pub memberships: Vec<Membership>,
}

impl Person {
    /// Holds this role in this contest.
    #[must_use]
    pub fn holds(&self, contest: ContestId, role: Role) -> bool {
        self.memberships.iter().any(|m| m.contest == contest && m.role == role)
    }
    /// Holds any role in this contest.
    #[must_use]
    pub fn is_staff(&self, contest: ContestId) -> bool {
        self.memberships.iter().any(|m| m.contest == contest)
    }
    /// A judge or head judge of this contest.
    #[must_use]
    pub fn judges(&self, contest: ContestId) -> bool {
        self.holds(contest, Role::Judge) || self.holds(contest, Role::HeadJudge)
    }
    /// Secretary or organizer of this contest.
    #[must_use]
    pub fn runs(&self, contest: ContestId) -> bool {
        self.holds(contest, Role::Secretary) || self.holds(contest, Role::Organizer)
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody signed in.
    Anyone,
    /// The machine itself: jobs, the command line.
    System,
    Person(Person),
}

impl Actor {
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(p) => Some(p),
            Self::Anyone | Self::System => None,
        }
    }
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.person().map(|p| p.account)
    }
}

/// The circumstances of an act.
#[derive(Clone, Debug)]
pub struct Cx {
    pub actor: Actor,
    pub now: Timestamp,
    pub request_id: String,
}

impl Cx {
    /// The machine acting by itself.
    #[must_use]
    pub fn system(now: Timestamp) -> Self {
        Self { actor: Actor::System, now, request_id: String::new() }
    }
    /// A person acting without a browser (the demo, the command line, tests).
    #[must_use]
    pub fn by(person: Person, now: Timestamp) -> Self {
        Self { actor: Actor::Person(person), now, request_id: String::new() }
    }
}
