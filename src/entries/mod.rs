//! Entries: works handed in, their authors and files, and where each stands.

pub mod complete;
pub mod content;
pub mod entry;
pub mod faults;
pub mod findings;
pub mod found;
pub mod intake_store;
pub mod ops;
pub mod states;
pub mod store;
mod write_store;

pub use ops::dossier;
