//! The organizer's desk: one file per page, its handler and its view.

mod board;
mod categories;
mod frame;
mod log;
mod log_about;
mod members;
mod phase;
pub mod results;
mod rounds;
mod rubrics;
mod setup;
mod tables;

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
        get("/ban-to-chuc/thanh-vien", Access::Organizer, || web::get().to(members::page)).here(),
        post("/ban-to-chuc/thanh-vien", Access::Organizer, || web::post().to(members::act)).here(),
        get("/ban-to-chuc/nhat-ky", Access::Organizer, || web::get().to(log::page)).here(),
        get("/ban-to-chuc/thiet-lap", Access::Organizer, || web::get().to(setup::index)).here(),
        get("/ban-to-chuc/thiet-lap/chung", Access::Organizer, || web::get().to(setup::basics_page)).here(),
        post("/ban-to-chuc/thiet-lap/chung", Access::Organizer, || web::post().to(setup::basics)).here(),
        get("/ban-to-chuc/thiet-lap/lich", Access::Organizer, || web::get().to(setup::dates_page)).here(),
        post("/ban-to-chuc/thiet-lap/lich", Access::Organizer, || web::post().to(setup::dates)).here(),
        get("/ban-to-chuc/thiet-lap/the-le", Access::Organizer, || web::get().to(setup::rules_page)).here(),
        post("/ban-to-chuc/thiet-lap/the-le", Access::Organizer, || web::post().to(setup::rules)).here(),
        get("/ban-to-chuc/thiet-lap/the-loai", Access::Organizer, || web::get().to(categories::page)).here(),
        post("/ban-to-chuc/thiet-lap/the-loai", Access::Organizer, || web::post().to(categories::act)).here(),
        get("/ban-to-chuc/thiet-lap/the-loai/{category}", Access::Organizer, || web::get().to(categories::one_page))
            .here(),
        post("/ban-to-chuc/thiet-lap/the-loai/{category}", Access::Organizer, || web::post().to(categories::one))
            .here(),
        get("/ban-to-chuc/thiet-lap/bieu-diem", Access::Organizer, || web::get().to(rubrics::page)).here(),
        post("/ban-to-chuc/thiet-lap/bieu-diem", Access::Organizer, || web::post().to(rubrics::add)).here(),
        get("/ban-to-chuc/thiet-lap/bieu-diem/{rubric}", Access::Organizer, || web::get().to(rubrics::one_page)).here(),
        post("/ban-to-chuc/thiet-lap/bieu-diem/{rubric}", Access::Organizer, || web::post().to(rubrics::one)).here(),
        get("/ban-to-chuc/thiet-lap/vong-cham", Access::Organizer, || web::get().to(rounds::page)).here(),
        post("/ban-to-chuc/thiet-lap/vong-cham", Access::Organizer, || web::post().to(rounds::scoring)).here(),
        get("/ban-to-chuc/thiet-lap/vong-cham/{round}", Access::Organizer, || web::get().to(rounds::one_page)).here(),
        post("/ban-to-chuc/thiet-lap/vong-cham/{round}", Access::Organizer, || web::post().to(rounds::one)).here(),
        get("/ban-to-chuc/thiet-lap/don-vi", Access::Organizer, || web::get().to(tables::units)).here(),
        get("/ban-to-chuc/thiet-lap/don-vi/{unit}", Access::Organizer, || web::get().to(tables::unit_page)).here(),
        post("/ban-to-chuc/thiet-lap/don-vi/{unit}", Access::Organizer, || web::post().to(tables::unit)).here(),
        get("/ban-to-chuc/thiet-lap/giai-thuong", Access::Organizer, || web::get().to(tables::prizes_page)).here(),
        post("/ban-to-chuc/thiet-lap/giai-thuong", Access::Organizer, || web::post().to(tables::prizes)).here(),
        get("/ban-to-chuc/thiet-lap/cam-ket", Access::Organizer, || web::get().to(tables::commitments_page)).here(),
        post("/ban-to-chuc/thiet-lap/cam-ket", Access::Organizer, || web::post().to(tables::commitments)).here(),
    ];
    all.extend(results::routes());
    all
}
