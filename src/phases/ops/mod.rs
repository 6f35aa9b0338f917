//! Taking a contest further along its road, or giving its intake more time.

mod advance;
mod extend;

pub use advance::{MovePhase, move_phase, preview};
pub use extend::{Extend, extend};
