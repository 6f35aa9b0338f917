//! Pages of those who hand in: one file per page, its handler and its view.

mod aside;
mod asks;
mod authors;
mod category;
mod check;
mod claim;
mod commitments;
mod desk;
mod files;
mod receipt;
mod serve;
mod start;
mod task_list;
mod text;
mod upload;
mod withdraw;
mod work;

use super::routes::{Access, RouteSpec, get, post};
use actix_web::web;

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    let e = Access::Entry;
    vec![
        get("/nop-bai", Access::Public, || web::get().to(start::page)).here(),
        get("/nop-bai/moi", Access::SignedIn, || web::get().to(category::new_page)).here(),
        post("/nop-bai/moi", Access::SignedIn, || web::post().to(category::new_save)).here(),
        get("/nop-bai/nhan-ho-so", Access::SignedIn, || web::get().to(claim::page)).here(),
        post("/nop-bai/nhan-ho-so", Access::SignedIn, || web::post().to(claim::act)).here(),
        get("/nop-bai/{token}", e, || web::get().to(task_list::page)).here(),
        get("/nop-bai/{token}/the-loai", e, || web::get().to(category::page)).here(),
        post("/nop-bai/{token}/the-loai", e, || web::post().to(category::save)).here(),
        get("/nop-bai/{token}/tac-pham", e, || web::get().to(work::page)).here(),
        post("/nop-bai/{token}/tac-pham", e, || web::post().to(work::save)).here(),
        get("/nop-bai/{token}/van-ban", e, || web::get().to(text::page)).here(),
        post("/nop-bai/{token}/van-ban", e, || web::post().to(text::save)).here(),
        get("/nop-bai/{token}/tac-gia", e, || web::get().to(authors::page)).here(),
        post("/nop-bai/{token}/tac-gia", e, || web::post().to(authors::save)).here(),
        get("/nop-bai/{token}/tep", e, || web::get().to(files::page)).here(),
        post("/nop-bai/{token}/tep", e, || web::post().to(files::save)).here(),
        post("/nop-bai/{token}/tep/{slot}", e, || web::post().to(upload::receive)).here(),
        get("/nop-bai/{token}/cam-ket", e, || web::get().to(commitments::page)).here(),
        post("/nop-bai/{token}/cam-ket", e, || web::post().to(commitments::save)).here(),
        get("/nop-bai/{token}/kiem-tra", e, || web::get().to(check::page)).here(),
        post("/nop-bai/{token}/kiem-tra", e, || web::post().to(check::hand_in)).here(),
        get("/nop-bai/{token}/de-rieng/{n}", e, || web::get().to(aside::page)).here(),
        post("/nop-bai/{token}/dau-buu-dien", e, || web::post().to(task_list::postmark)).here(),
        get("/nop-bai/{token}/bien-nhan", e, || web::get().to(receipt::page)).here(),
        get("/nop-bai/{token}/sua", e, || web::get().to(task_list::ask_change)).here(),
        post("/nop-bai/{token}/sua", e, || web::post().to(task_list::change)).here(),
        post("/nop-bai/{token}/tro-lai", e, || web::post().to(task_list::give_back)).here(),
        get("/nop-bai/{token}/xoa", e, || web::get().to(task_list::ask_delete)).here(),
        post("/nop-bai/{token}/xoa", e, || web::post().to(task_list::delete)).here(),
        get("/nop-bai/{token}/rut", e, || web::get().to(withdraw::page)).here(),
        post("/nop-bai/{token}/rut", e, || web::post().to(withdraw::act)).here(),
        get("/tep/{file}", e, || web::get().to(serve::original)),
        get("/anh/{rendition}", e, || web::get().to(serve::picture)),
    ]
}
