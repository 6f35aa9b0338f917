//! Bông Sen: contest submission and judging.

pub mod kernel;
pub mod storage;
