//! Papers and tables for the office.

pub mod sheets;
