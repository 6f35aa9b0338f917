//! All tests that need more than one part of the house, in one binary so that it is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    clippy::missing_panics_doc,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test that fails should say so by panicking"
)]

mod accessible;
mod accounts;
mod browser_job;
mod catalogue;
mod contests;
mod demo;
mod desk;
mod durability;
mod entries;
mod faults;
mod handing_in;
mod headers;
mod house;
mod intake;
mod judging;
mod leaving;
mod letters;
mod links;
mod main_job;
mod numbers;
mod page_cache;
mod people;
mod permissions;
mod plain_forms;
mod prizes;
mod results;
mod schema;
mod settings;
mod setup;
mod slow;
mod storage;
mod support;
mod tampering;
