//! Pages of a person's own account: one file per page, its handler and its view.

mod details;
mod privacy;
mod sign_in;
mod sign_out;
mod sign_up;

use actix_web::web;

use super::routes::{Access, RouteSpec, get, post};

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    vec![
        get("/dang-ky", Access::Public, || web::get().to(sign_up::page)),
        post("/dang-ky", Access::Public, || web::post().to(sign_up::act)),
        get("/dang-nhap", Access::Public, || web::get().to(sign_in::page)),
        post("/dang-nhap", Access::Public, || web::post().to(sign_in::act)),
        get("/dang-nhap/phieu/{token}", Access::Secret, || web::get().to(sign_in::parked)),
        post("/dang-xuat", Access::Public, || web::post().to(sign_out::act)),
        post("/ngon-ngu", Access::Public, || web::post().to(sign_out::language)),
        get("/tai-khoan", Access::SignedIn, || web::get().to(details::page)),
        get("/du-lieu-ca-nhan", Access::Public, || web::get().to(privacy::page)),
    ]
}
