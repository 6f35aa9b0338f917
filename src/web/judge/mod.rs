//! What judges see: their list, the desk, and stepping back. Running the judging stands in `run`.

mod clash;
mod desk;
mod desk_view;
pub(in crate::web) mod list;
mod recuse;
mod run;
mod work_view;

use actix_web::web;

use super::routes::{Access, RouteSpec, get, post};
use crate::contests::contest::RoundKey;

/// Where it stands what the marks of a round say.
pub(in crate::web) fn analysis_path(round: RoundKey) -> String {
    format!("{}/vong/{}/phan-tich", run::BASE, run::round_word(round))
}

/// Where a round's design is tried out.
pub(in crate::web) fn trial_path(round: RoundKey) -> String {
    format!("{}/vong/{}/thu-truoc", run::BASE, run::round_word(round))
}

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    let mut all = vec![
        get("/cham", Access::Judge, || web::get().to(list::page)).here(),
        get("/cham/{token}", Access::Sheet, || web::get().to(desk::page)).here(),
        post("/cham/{token}", Access::Sheet, || web::post().to(desk::act)).here(),
        get("/cham/{token}/nhan-ra", Access::Sheet, || web::get().to(recuse::page)).here(),
        post("/cham/{token}/nhan-ra", Access::Sheet, || web::post().to(recuse::act)).here(),
        get("/cham/{token}/tep/{n}", Access::Sheet, || web::get().to(desk::file)).here(),
    ];
    all.extend(run::routes());
    all
}
