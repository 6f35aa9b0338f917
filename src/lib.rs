//! Bông Sen: contest submission and judging.

pub mod judging;
pub mod files;
pub mod kernel;
pub mod results;
pub mod storage;
pub mod web;
