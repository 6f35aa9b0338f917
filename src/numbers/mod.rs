//! The numbers beside the official score: how judges differ, how well a panel agrees, what a design can be expected to find.
//!
//! Pure functions of tables: no clock, no database, no pages. Floating point is at home here and nowhere official: what is
//! computed here advises people, it never ranks by itself. The method is in docs/judging.md.

pub mod agreement;
pub mod analysis;
mod cholesky;
mod draws;
pub mod mixed;
#[cfg(test)]
mod properties;
pub mod reading;
pub mod simulation;
pub mod table;
mod top;

/// A count as a number to calculate with; exact below 2³².
pub(crate) fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// The two-sided 95 % quantile of the normal distribution.
pub const QUANTILE: f64 = 1.959_963_984_540_054;
