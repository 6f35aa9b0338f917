//! Pages of this audience: one file per page, its handler and its view.

use super::routes::RouteSpec;

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    Vec::new()
}
