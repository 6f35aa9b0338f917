//! What browsers see.

pub mod ui;
