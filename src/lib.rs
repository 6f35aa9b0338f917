//! Bông Sen: contest submission and judging.

pub mod files;
pub mod judging;
pub mod kernel;
pub mod results;
pub mod storage;
pub mod web;
