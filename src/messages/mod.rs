//! Word to people: templates, the outbox, and how it leaves the house.

pub mod message;
pub mod ops;
pub mod outbox;
pub mod store;
pub mod transport;
