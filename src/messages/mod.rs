//! Word to people: templates, the outbox, and how it leaves the house.

pub mod message;
pub mod outbox;
pub mod transport;
