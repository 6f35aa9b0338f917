//! Judging: who judges what, and the sheets they fill in.
pub mod sheet;
pub mod store;
