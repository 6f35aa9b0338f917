//! Results: who stands where, who advances, which prizes follow. What is official is exact arithmetic on integers.

pub mod advance;
pub mod award;
pub mod gallery_store;
pub mod kept;
pub mod load;
pub mod ops;
pub mod prizes;
pub mod ranking;
pub mod recompute;
pub mod snapshot;
pub mod store;
pub mod ties;
