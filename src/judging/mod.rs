//! Judging: who judges what, and the sheets they fill in.

pub mod blind;
pub mod blind_store;
pub mod conflict;
pub mod conflict_store;
mod flow;
mod grid;
pub mod marking;
pub mod ops;
pub mod overview;
pub mod plan;
#[cfg(test)]
mod plan_tests;
pub mod problem;
pub mod reading;
pub mod sheet;
pub mod store;
mod variety;
pub mod write_store;
