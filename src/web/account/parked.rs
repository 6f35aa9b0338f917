//! What was being sent when the session had ended: shown to whoever signed in on the browser that sent it, with where it goes
//! and a button that sends it. In any other browser there is nothing: nobody can be made to send what somebody else typed.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use maud::html;

use super::sign_in::local;
use crate::accounts::parked;
use crate::web::errors::WebResult;
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::session;
use crate::web::ui::{Button, Form, SummaryList, actions, hidden};
use crate::web::visit::Visit;

pub async fn page(v: Visit, req: HttpRequest, at: web::Path<String>) -> WebResult<HttpResponse> {
    let now = v.now;
    let token = at.into_inner();
    let Some(browser) = session::browser(&req, v.app.is_https()) else { return Ok(gone(&v)) };
    let wanted = token.clone();
    let kept = v.read(move |c| parked::find(c, &browser, &wanted, now)).await?;
    let Some((path, body)) = kept else { return Ok(gone(&v)) };
    if v.person.is_none() {
        return Ok(to(format!("/dang-nhap?phieu={token}"), HttpResponse::SeeOther()));
    }
    let fields = Fields::parse(&body);
    let mut list = SummaryList::new();
    for (name, value) in fields.0.iter().filter(|(name, value)| was_typed(name) && !value.trim().is_empty()) {
        list = list.row(label(&v, name), html! { span.lines { (value) } });
    }
    let there = path.split('?').next().unwrap_or("/");
    Ok(Page::new(&v, v.t("account-parked-title")).narrow().body(html! {
        h1 { (v.t("account-parked-title")) }
        p { (v.t("account-parked-lead")) }
        p { (v.t("account-parked-to")) " " code { (v.app.base_url) (there) } }
        (Form::post(format!("/dang-nhap/phieu/{token}")).body(html! {
            @for (name, value) in &fields.0 { (hidden(name, value)) }
            (actions(Button::primary(v.t("account-parked-send")).big()))
        }))
        h2 { (v.t("account-parked-typed")) }
        (list)
        p { a href=(there) { (v.t("account-parked-open")) } }
    }))
}

/// The button was pressed: the form is kept no longer, and the browser sends the same fields on to where they were going.
pub async fn send(v: Visit, req: HttpRequest, at: web::Path<String>) -> WebResult<HttpResponse> {
    let now = v.now;
    let token = at.into_inner();
    let Some(browser) = session::browser(&req, v.app.is_https()) else { return Ok(gone(&v)) };
    if v.person.is_none() {
        return Ok(to(format!("/dang-nhap/phieu/{token}"), HttpResponse::SeeOther()));
    }
    let path = v.app.write_quiet(move |tx| parked::release(tx, &browser, &token, now)).await?;
    Ok(match path.as_deref().and_then(local) {
        Some(path) => to(path.to_owned(), HttpResponse::TemporaryRedirect()),
        None => gone(&v),
    })
}

fn to(path: String, mut how: actix_web::HttpResponseBuilder) -> HttpResponse {
    how.insert_header((header::LOCATION, path)).finish()
}

fn gone(v: &Visit) -> HttpResponse {
    Page::new(v, v.t("account-parked-title")).narrow().body(html! {
        h1 { (v.t("account-parked-title")) }
        p { (v.t("account-parked-gone")) }
        p { a href="/" { (v.t("nav-home")) } }
    })
}

/// Whether a person filled a field in: the others are the page's own.
fn was_typed(name: &str) -> bool {
    let own = ["act", "from", "id", "key", "khoa", "loc", "phieu", "rows", "seen", "tiep", "ve", "version", "vong"];
    !own.contains(&name.split('-').next().unwrap_or(name))
}

/// A field's name in words, where we have one.
fn label(v: &Visit, name: &str) -> String {
    let key = format!("account-parked-field-{name}");
    let known = v.t(&key);
    if known == key { v.t("account-parked-field") } else { known }
}
