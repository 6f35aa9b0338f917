//! Results: who stands where, who advances, which prizes follow. What is official is exact arithmetic on integers.

pub mod advance;
pub mod award;
pub mod load;
pub mod ops;
pub mod prizes;
pub mod proposal;
pub mod ranking;
pub mod snapshot;
pub mod store;
pub mod ties;
