//! Pages of the administrator: one file per page, its handler and its view.

mod account;
mod accounts;
mod contests;
mod home;
mod outbox;
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
        get("/quan-tri/tai-khoan", Access::Admin, || web::get().to(accounts::page)),
        get("/quan-tri/tai-khoan/{account}", Access::Admin, || web::get().to(account::page)),
        post("/quan-tri/tai-khoan/{account}", Access::Admin, || web::post().to(account::act)),
        get("/quan-tri/hop-thu", Access::Admin, || web::get().to(outbox::page)),
        post("/quan-tri/hop-thu", Access::Admin, || web::post().to(outbox::act)),
        get("/quan-tri/thanh-phan", Access::Admin, || web::get().to(samples::page)),
    ]
}
