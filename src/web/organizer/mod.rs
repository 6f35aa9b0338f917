//! Pages of this audience: one file per page, its handler and its view.

pub mod results;

use super::routes::RouteSpec;

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    let mut all = Vec::new();
    all.extend(results::routes());
    all
}
