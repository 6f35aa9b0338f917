//! Judging: who judges what, and the sheets they fill in.

mod flow;
mod grid;
pub mod plan;
#[cfg(test)]
mod plan_tests;
pub mod sheet;
pub mod store;
mod variety;
