//! The road of a contest from draft to archive. It looks at every part of a contest, so it stands above them all.

pub mod facts_store;
pub mod ops;
pub mod steps;
