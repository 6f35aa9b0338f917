//! The servers that tests need, each started by whoever needs it and gone with it.

#![allow(dead_code, reason = "a harness offers more than each test uses")]

pub mod axe;
pub mod chromium;
pub mod forms;
pub mod page;
pub mod postgres;
pub mod s3;
pub mod screen;
pub mod served;
pub mod site;
pub mod world;
