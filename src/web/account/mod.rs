//! Pages of a person's own account: one file per page, its handler and its view.

mod details;
mod device;
mod invitation;
mod parked;
mod privacy;
mod reset;
mod setup;
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
        get("/dang-nhap/phieu/{token}", Access::Secret, || web::get().to(parked::page)),
        post("/dang-nhap/phieu/{token}", Access::Secret, || web::post().to(parked::send)),
        post("/dang-xuat", Access::Public, || web::post().to(sign_out::act)),
        post("/ngon-ngu", Access::Public, || web::post().to(sign_out::language)),
        get("/tai-khoan", Access::SignedIn, || web::get().to(details::page)),
        post("/tai-khoan", Access::SignedIn, || web::post().to(details::change)),
        post("/tai-khoan/mat-khau", Access::SignedIn, || web::post().to(details::password)),
        post("/tai-khoan/phien", Access::SignedIn, || web::post().to(details::end_others)),
        post("/tai-khoan/phien/{id}", Access::SignedIn, || web::post().to(details::end)),
        get("/quen-mat-khau", Access::Public, || web::get().to(reset::page)),
        post("/quen-mat-khau", Access::Public, || web::post().to(reset::ask)),
        get("/quen-mat-khau/ma", Access::Public, || web::get().to(reset::code_page)),
        post("/quen-mat-khau/ma", Access::Public, || web::post().to(reset::code)),
        get("/moi/{token}", Access::Secret, || web::get().to(invitation::page)),
        post("/moi/{token}", Access::Secret, || web::post().to(invitation::act)),
        get("/thiet-lap/{token}", Access::Secret, || web::get().to(setup::page)),
        post("/thiet-lap/{token}", Access::Secret, || web::post().to(setup::act)),
        get("/du-lieu-ca-nhan", Access::Public, || web::get().to(privacy::page)),
    ]
}
