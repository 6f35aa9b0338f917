//! Work in the background: a row with a payload, claimed by lease, run outside any transaction, idempotent, retried.

pub mod inspect_file;
pub mod job;
pub mod queue;
pub mod worker;
