//! What a file is: its true type, whether it is whole, its measures, and whether it keeps to the limits of its slot.
//!
//! Owns reading strangers' bytes. Everything here takes a path or plain values and gives plain values: no pages, no database,
//! no clock, no sentences (those belong to the web layer). Whatever the bytes, nothing here panics, and memory stays bounded.
//! All of it blocks; call it off the async threads.

pub mod check;
pub mod docx;
pub mod image;
pub mod kind;
pub mod limits;
pub mod measure;
pub mod names;
pub mod range;
pub mod sniff;
pub mod state;
pub mod whole;

mod archive;
mod boxes;
mod compound;
mod icc;
mod jpeg;
mod mpeg;
mod source;

pub use check::{Checked, check};
pub use kind::{Family, FileKind};
pub use limits::{FileFault, SlotRule, Unverified};
pub use measure::Measures;
pub use state::FileState;
