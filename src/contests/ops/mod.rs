//! What can be done to a contest's set-up.

mod dates;
mod extend;
mod import;
mod phase;
mod rules;

pub use dates::{DatesRow, EditDates, edit_dates};
pub use extend::{Extend, extend};
pub use import::{Import, import};
pub use phase::{MovePhase, move_phase, preview};
pub use rules::{EditRules, edit_rules};
