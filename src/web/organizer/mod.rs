//! The organizer's desk: one file per page, its handler and its view.

mod board;
mod frame;
mod log;
mod phase;
pub mod results;
mod setup;

use actix_web::web;

use super::routes::{Access, RouteSpec, get, post};

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    let mut all = vec![
        get("/ban-to-chuc", Access::Organizer, || web::get().to(board::page)).here(),
        get("/ban-to-chuc/giai-doan", Access::Organizer, || web::get().to(phase::page)).here(),
        post("/ban-to-chuc/giai-doan", Access::Organizer, || web::post().to(phase::act)).here(),
        get("/ban-to-chuc/gia-han", Access::Organizer, || web::get().to(phase::extend_page)).here(),
        post("/ban-to-chuc/gia-han", Access::Organizer, || web::post().to(phase::extend)).here(),
        get("/ban-to-chuc/nhat-ky", Access::Organizer, || web::get().to(log::page)).here(),
        get("/ban-to-chuc/thiet-lap", Access::Organizer, || web::get().to(setup::index)).here(),
        get("/ban-to-chuc/thiet-lap/chung", Access::Organizer, || web::get().to(setup::basics_page)).here(),
        post("/ban-to-chuc/thiet-lap/chung", Access::Organizer, || web::post().to(setup::basics)).here(),
        get("/ban-to-chuc/thiet-lap/lich", Access::Organizer, || web::get().to(setup::dates_page)).here(),
        post("/ban-to-chuc/thiet-lap/lich", Access::Organizer, || web::post().to(setup::dates)).here(),
        get("/ban-to-chuc/thiet-lap/the-le", Access::Organizer, || web::get().to(setup::rules_page)).here(),
        post("/ban-to-chuc/thiet-lap/the-le", Access::Organizer, || web::post().to(setup::rules)).here(),
    ];
    all.extend(results::routes());
    all
}
