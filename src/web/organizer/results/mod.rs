//! Results before they are public: ranking, advancing, prizes, publication.

mod advancing;
mod downloads;
mod gallery;
mod prizes;
mod publication;
mod ranking;

use actix_web::web::{get as on_get, post as on_post};
use maud::{Markup, html};

use crate::kernel::errors::OpError;
use crate::policy::Action;
use crate::web::errors::WebError;
use crate::web::routes::{Access, RouteSpec, get, post};
use crate::web::ui::Tabs;
use crate::web::visit::Visit;

/// The addresses.
#[must_use]
pub fn routes() -> Vec<RouteSpec> {
    use Access::{Judging, Office, Organizer};
    vec![
        get("/ban-to-chuc/ket-qua", Judging, || on_get().to(ranking::page)).here(),
        post("/ban-to-chuc/ket-qua/bieu-quyet", Judging, || on_post().to(ranking::vote)).here(),
        get("/ban-to-chuc/ket-qua/vao-chung-khao", Organizer, || on_get().to(advancing::page)).here(),
        post("/ban-to-chuc/ket-qua/vao-chung-khao", Organizer, || on_post().to(advancing::apply)).here(),
        post("/ban-to-chuc/ket-qua/vao-chung-khao/them", Organizer, || on_post().to(advancing::add)).here(),
        post("/ban-to-chuc/ket-qua/vao-chung-khao/bo", Organizer, || on_post().to(advancing::remove)).here(),
        get("/ban-to-chuc/ket-qua/giai", Organizer, || on_get().to(prizes::page)).here(),
        post("/ban-to-chuc/ket-qua/giai", Organizer, || on_post().to(prizes::give)).here(),
        post("/ban-to-chuc/ket-qua/giai/theo-thu-tu", Organizer, || on_post().to(prizes::give_proposed)).here(),
        post("/ban-to-chuc/ket-qua/giai/thu-hoi", Organizer, || on_post().to(prizes::take_back)).here(),
        post("/ban-to-chuc/ket-qua/giai/ly-do", Organizer, || on_post().to(prizes::give_reason)).here(),
        get("/ban-to-chuc/ket-qua/cong-bo", Organizer, || on_get().to(publication::page)).here(),
        post("/ban-to-chuc/ket-qua/cong-bo", Organizer, || on_post().to(publication::propose)).here(),
        post("/ban-to-chuc/ket-qua/cong-bo/ghep-phach", Organizer, || on_post().to(publication::unblind)).here(),
        post("/ban-to-chuc/ket-qua/cong-bo/duyet", Organizer, || on_post().to(publication::approve)).here(),
        post("/ban-to-chuc/ket-qua/cong-bo/bo", Organizer, || on_post().to(publication::discard)).here(),
        get("/ban-to-chuc/ket-qua/trung-bay", Organizer, || on_get().to(gallery::page)).here(),
        post("/ban-to-chuc/ket-qua/trung-bay", Organizer, || on_post().to(gallery::hide)).here(),
        post("/ban-to-chuc/ket-qua/trung-bay/hien-lai", Organizer, || on_post().to(gallery::show)).here(),
        get("/ban-to-chuc/tai-ve/tac-pham.xlsx", Office, || on_get().to(downloads::works)).here(),
        get("/ban-to-chuc/tai-ve/bang-diem.xlsx", Organizer, || on_get().to(downloads::scores)).here(),
        get("/ban-to-chuc/tai-ve/ket-qua.xlsx", Organizer, || on_get().to(downloads::results)).here(),
    ]
}

/// The pages as tabs; people who only see the ranking get none.
fn tabs(v: &Visit, here: &str) -> Markup {
    let Some(c) = v.contest_opt() else { return html! {} };
    if !v.may(&Action::Organize(c.id)) {
        return html! {};
    }
    let tab = |t: Tabs, key: &str, path: &str| t.tab(v.t(key), v.href(path), path == here);
    let t = Tabs::new(v.t("results-tabs"));
    let t = tab(t, "results-ranking", "/ban-to-chuc/ket-qua");
    let t = tab(t, "results-advance", "/ban-to-chuc/ket-qua/vao-chung-khao");
    let t = tab(t, "results-prizes", "/ban-to-chuc/ket-qua/giai");
    let t = tab(t, "results-publication", "/ban-to-chuc/ket-qua/cong-bo");
    let t = tab(t, "results-gallery", "/ban-to-chuc/ket-qua/trung-bay");
    html! { (t) }
}

/// What a page says of an act that was refused; every other failure is passed on.
fn said(v: &Visit, e: OpError) -> Result<String, WebError> {
    match e {
        OpError::Conflict(m) => Ok(v.say(&m)),
        OpError::Invalid(f) => Ok(f.0.first().map(|(_, m)| v.say(m)).unwrap_or_default()),
        e => Err(e.into()),
    }
}
