//! A contest as it is set up: categories, rubrics, units, prizes, rounds, rules, phases.

pub mod contest;
pub mod store;
