//! What everybody sees.

mod gallery;
mod health;
mod home;
pub mod results;
mod rules;

use super::routes::{Access, RouteSpec, get};

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    vec![
        get("/", Access::Public, || actix_web::web::get().to(home::page)).here().cached(),
        get("/the-le", Access::Public, || actix_web::web::get().to(rules::page)).here().cached(),
        get("/cuoc-thi", Access::Public, || actix_web::web::get().to(rules::all)).cached(),
        get("/tac-pham", Access::Public, || actix_web::web::get().to(gallery::list)).here().cached(),
        get("/tac-pham/{code}", Access::Public, || actix_web::web::get().to(gallery::work)).here().cached(),
        get("/tac-pham/{code}/tep/{n}", Access::Public, || actix_web::web::get().to(gallery::file)).here(),
        get("/ket-qua", Access::Public, || actix_web::web::get().to(results::page)).here().cached(),
        get("/ket-qua/ban-{number}.json", Access::Public, || actix_web::web::get().to(results::json)).here().cached(),
        get("/healthz", Access::Public, || actix_web::web::get().to(health::healthz)),
        get("/readyz", Access::Public, || actix_web::web::get().to(health::readyz)),
    ]
}
