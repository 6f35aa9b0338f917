//! Pages of the secretaries' desk: one file per page, its handler and its view.

mod behalf;
mod bulk;
mod calls;
mod code;
mod content;
mod copy;
mod decide;
mod extension;
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
        get("/ban-thu-ky/nhan", Access::Office, || web::get().to(bulk::page)).here(),
        post("/ban-thu-ky/nhan", Access::Office, || web::post().to(bulk::act)).here(),
        get("/ban-thu-ky/nhap-ho", Access::Office, || web::get().to(behalf::page)).here(),
        post("/ban-thu-ky/nhap-ho", Access::Office, || web::post().to(behalf::act)).here(),
        get("/ban-thu-ky/gia-han-rieng", Access::Office, || web::get().to(extension::page)).here(),
        post("/ban-thu-ky/gia-han-rieng", Access::Office, || web::post().to(extension::act)).here(),
        get("/ban-thu-ky/goi-dien", Access::Office, || web::get().to(calls::page)).here(),
        post("/ban-thu-ky/goi-dien", Access::Office, || web::post().to(calls::act)).here(),
        get("/ban-thu-ky/ma-mot-lan", Access::Office, || web::get().to(code::page)).here(),
        get("/ban-thu-ky/ma-mot-lan/da-cap", Access::Office, || web::get().to(code::given)).here(),
        post("/ban-thu-ky/ma-mot-lan", Access::Office, || web::post().to(code::act)).here(),
        get("/ban-thu-ky/bai/{token}", Access::Office, || web::get().to(work::page)).here(),
        post("/ban-thu-ky/bai/{token}/nhan", Access::Office, || web::post().to(decide::accept)).here(),
        post("/ban-thu-ky/bai/{token}/kiem", Access::Office, || web::post().to(looks::tick)).here(),
        post("/ban-thu-ky/bai/{token}/tep", Access::Office, || web::post().to(looks::release)).here(),
        post("/ban-thu-ky/bai/{token}/ma-nhan", Access::Office, || web::post().to(behalf::claim_code)).here(),
        post("/ban-thu-ky/bai/{token}/ban-cham/{file}", Access::Office, || web::post().to(copy::put)).here(),
        post("/ban-thu-ky/bai/{token}/ban-cham/{file}/bo", Access::Office, || web::post().to(copy::remove)).here(),
        get("/ban-thu-ky/bai/{token}/{viec}", Access::Office, || web::get().to(decide::page)).here(),
        post("/ban-thu-ky/bai/{token}/{viec}", Access::Office, || web::post().to(decide::act)).here(),
    ]
}
