//! Work in the background: a row with a payload, claimed by lease, run outside any transaction, idempotent, retried.

pub mod inspect_file;
pub mod job;
pub mod mailer;
pub mod queue;
pub mod store;
pub mod tidy;
pub mod worker;
