//! Pages of the secretaries' desk: one file per page, its handler and its view.

mod content;
mod decide;
mod filter;
mod history;
mod looks;
mod parts;
mod queue;
mod work;

use actix_web::web;

use super::routes::{Access, RouteSpec, get, post};

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    vec![
        get("/ban-thu-ky", Access::Office, || web::get().to(queue::page)).here(),
        get("/ban-thu-ky/bai/{token}", Access::Office, || web::get().to(work::page)).here(),
        post("/ban-thu-ky/bai/{token}/nhan", Access::Office, || web::post().to(decide::accept)).here(),
        post("/ban-thu-ky/bai/{token}/kiem", Access::Office, || web::post().to(looks::tick)).here(),
        post("/ban-thu-ky/bai/{token}/tep", Access::Office, || web::post().to(looks::release)).here(),
        get("/ban-thu-ky/bai/{token}/{viec}", Access::Office, || web::get().to(decide::page)).here(),
        post("/ban-thu-ky/bai/{token}/{viec}", Access::Office, || web::post().to(decide::act)).here(),
    ]
}
