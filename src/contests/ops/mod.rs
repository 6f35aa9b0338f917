//! What can be done to a contest's set-up.

mod import;

pub use import::{Import, import};
