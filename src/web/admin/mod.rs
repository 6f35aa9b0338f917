//! Pages of the administrator: one file per page, its handler and its view.

mod contests;
mod home;
mod samples;

use actix_web::web;

use super::routes::{Access, RouteSpec, get, post};

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    vec![
        get("/quan-tri", Access::Admin, || web::get().to(home::page)),
        get("/quan-tri/cuoc-thi", Access::Admin, || web::get().to(contests::page)),
        post("/quan-tri/cuoc-thi", Access::Admin, || web::post().to(contests::act)),
        get("/quan-tri/thanh-phan", Access::Admin, || web::get().to(samples::page)),
    ]
}
