//! The demo: three contests made through the same operations that people use, with texts, pictures, sound and video of its own.

mod canvas;
pub mod papers;
pub mod pictures;
pub mod texts;
