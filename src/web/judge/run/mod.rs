//! Running the judging: rounds, panels, conflicts, who judges what, and the papers. For organizers, secretaries and head judges.
//! Works stand here under their blind codes only.

use crate::web::routes::RouteSpec;

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    Vec::new()
}
