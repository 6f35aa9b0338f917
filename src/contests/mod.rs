//! A contest as it is set up: categories, rubrics, units, prizes, rounds, rules, phases.

pub mod contest;
pub mod ops;
pub mod reading;
pub mod rules;
pub mod store;
pub mod template;
