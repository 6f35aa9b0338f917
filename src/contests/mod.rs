//! A contest as it is set up: categories, rubrics, units, prizes, rounds, rules, phases.

pub mod contest;
pub mod method;
pub mod ops;
mod parts_store;
pub mod reading;
pub mod rules;
pub mod store;
pub mod template;
pub mod template_faults;
mod write_store;
