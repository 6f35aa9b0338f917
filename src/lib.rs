//! Bông Sen: contest submission and judging.
//!
//! The floors, from the audiences down (a test reads the imports and fails on a breach):
//! `web` `cli` `jobs` → `ops` → `policy` `store` `audit` `messages` → domain files → `kernel`. See docs/architecture.md.

#[macro_use]
pub mod kernel;
#[macro_use]
pub mod db;

pub mod accounts;
pub mod app;
pub mod audit;
pub mod cli;
pub mod contests;
pub mod demo;
pub mod documents;
pub mod entries;
pub mod files;
pub mod jobs;
pub mod judging;
pub mod lang;
pub mod messages;
pub mod numbers;
pub mod phases;
pub mod policy;
pub mod results;
pub mod settings;
pub mod storage;
pub mod web;
