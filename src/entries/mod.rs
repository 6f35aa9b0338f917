//! Entries: works handed in, their authors and files, and where each stands.

pub mod entry;
pub mod store;
