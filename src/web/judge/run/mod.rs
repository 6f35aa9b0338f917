//! Running the judging: rounds, panels, conflicts, who judges what, and the papers. For organizers, secretaries and head judges.
//! Works stand here under their blind codes only.

mod analysis;
mod assigning;
mod board;
mod common;
mod conflicts;
mod members;
mod panel;
mod plan;
mod print;
mod trial;

use actix_web::web;

pub(super) use common::{BASE, round_word};

use crate::web::routes::{Access, RouteSpec, get, post};

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    use Access::Judging;
    vec![
        get("/ban-to-chuc/cham-thi", Judging, || web::get().to(board::page)).here(),
        post("/ban-to-chuc/cham-thi/lap", Judging, || web::post().to(board::make_panel)).here(),
        get("/ban-to-chuc/cham-thi/vong/{round}/mo", Judging, || web::get().to(board::opening)).here(),
        post("/ban-to-chuc/cham-thi/vong/{round}/mo", Judging, || web::post().to(board::open)).here(),
        get("/ban-to-chuc/cham-thi/vong/{round}/dong", Judging, || web::get().to(board::closing)).here(),
        post("/ban-to-chuc/cham-thi/vong/{round}/dong", Judging, || web::post().to(board::close)).here(),
        get("/ban-to-chuc/cham-thi/vong/{round}/phan-tich", Judging, || web::get().to(analysis::page)).here(),
        get("/ban-to-chuc/cham-thi/vong/{round}/thu-truoc", Judging, || web::get().to(trial::page)).here(),
        get("/ban-to-chuc/cham-thi/in/{panel}/phieu-trang", Judging, || web::get().to(print::blank)).here(),
        get("/ban-to-chuc/cham-thi/in/{panel}/phieu", Judging, || web::get().to(print::filled)).here(),
        get("/ban-to-chuc/cham-thi/in/{panel}/tong-hop", Judging, || web::get().to(print::summary)).here(),
        get("/ban-to-chuc/cham-thi/{panel}", Judging, || web::get().to(panel::page)).here(),
        get("/ban-to-chuc/cham-thi/{panel}/thanh-vien", Judging, || web::get().to(members::page)).here(),
        post("/ban-to-chuc/cham-thi/{panel}/thanh-vien", Judging, || web::post().to(members::act)).here(),
        get("/ban-to-chuc/cham-thi/{panel}/thay", Judging, || web::get().to(members::replace_page)).here(),
        post("/ban-to-chuc/cham-thi/{panel}/thay", Judging, || web::post().to(members::replace)).here(),
        get("/ban-to-chuc/cham-thi/{panel}/phan-cong", Judging, || web::get().to(assigning::page)).here(),
        post("/ban-to-chuc/cham-thi/{panel}/phan-cong", Judging, || web::post().to(assigning::act)).here(),
        get("/ban-to-chuc/cham-thi/{panel}/ke-hoach", Judging, || web::get().to(plan::page)).here(),
        post("/ban-to-chuc/cham-thi/{panel}/ke-hoach", Judging, || web::post().to(plan::act)).here(),
        get("/ban-to-chuc/cham-thi/{panel}/xung-dot", Judging, || web::get().to(conflicts::page)).here(),
        post("/ban-to-chuc/cham-thi/{panel}/xung-dot", Access::Office, || web::post().to(conflicts::act)).here(),
        post("/ban-to-chuc/cham-thi/{panel}/phieu/{sheet}/rut", Judging, || web::post().to(assigning::unassign)).here(),
        get("/ban-to-chuc/cham-thi/{panel}/phieu/{sheet}/mo-lai", Judging, || web::get().to(assigning::reopen_page))
            .here(),
        post("/ban-to-chuc/cham-thi/{panel}/phieu/{sheet}/mo-lai", Judging, || web::post().to(assigning::reopen))
            .here(),
    ]
}
