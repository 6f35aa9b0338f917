//! Sign in, and go on where one was: to a page, or to a form that was being sent.

use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use crate::accounts::attempts_store::{self as attempts, SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS};
use crate::accounts::login::Login;
use crate::accounts::{ops, passwords};
use crate::kernel::actor::Role;
use crate::kernel::errors::{Faults, OpError};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::session;
use crate::web::ui::{Button, Field, Form, Notice, Tone, actions, hidden};
use crate::web::visit::Visit;

/// A path on our own site, if it is one.
fn own(path: &str) -> Option<&str> {
    let sound =
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control);
    sound.then_some(path)
}

/// What `tiep` and `ve` may lead to: a path on our own site that is no way in or out.
#[must_use]
pub fn local(path: &str) -> Option<&str> {
    own(path).filter(|p| !p.starts_with("/dang-"))
}

/// Where somebody stays who chooses another language: the way in keeps what it carries.
#[must_use]
pub fn same_page(path: &str) -> Option<&str> {
    own(path).filter(|p| !p.starts_with("/dang-xuat"))
}

/// Where to go on, carried through the forms as hidden fields.
pub(super) fn carried(f: &Fields) -> Markup {
    html! {
        @for name in ["tiep", "phieu"] {
            @if !f.raw(name).is_empty() { (hidden(name, f.raw(name))) }
        }
    }
}

/// An address with where to go on.
pub(super) fn address(path: &str, f: &Fields) -> String {
    let encode = |s: &str| percent_encoding::utf8_percent_encode(s, percent_encoding::NON_ALPHANUMERIC).to_string();
    let carried: Vec<String> = ["tiep", "phieu"]
        .iter()
        .filter(|n| !f.raw(n).is_empty())
        .map(|n| format!("{n}={}", encode(f.raw(n))))
        .collect();
    if carried.is_empty() { path.to_owned() } else { format!("{path}?{}", carried.join("&")) }
}

/// `303` to where the person was going, else home.
pub(super) fn go_on(v: &Visit, f: &Fields) -> HttpResponse {
    let phieu = f.raw("phieu");
    let to = if !phieu.is_empty() && phieu.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        format!("/dang-nhap/phieu/{phieu}")
    } else {
        local(f.raw("tiep")).unwrap_or("/").to_owned()
    };
    let _ = v;
    HttpResponse::SeeOther().insert_header((actix_web::http::header::LOCATION, to)).finish()
}

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    if v.person.is_some() {
        return Ok(go_on(&v, &q));
    }
    Ok(draw(&v, &q, &Faults::none()))
}

pub async fn act(v: Visit, req: HttpRequest, Posted(f): Posted) -> WebResult<HttpResponse> {
    let mut faults = Faults::none();
    let typed = f.need_line("login", 254, &mut faults);
    let password = f.raw("password").to_owned();
    if password.is_empty() {
        faults.add("password", msg!("field-required"));
    }
    if !faults.is_empty() {
        return Ok(draw(&v, &f, &faults));
    }
    // What is no login at all is counted and refused like a wrong one.
    let login = Login::parse(&typed);
    let key = login.as_ref().map_or_else(|| typed.to_lowercase(), |l| l.as_str().to_owned());
    let (now, address, of) = (v.now, v.address.clone(), key.clone());
    v.app
        .write_quiet(move |tx| attempts::take(tx, now, &[(SIGN_IN_ACCOUNT, &of), (SIGN_IN_ADDRESS, &address)]))
        .await?;
    let found = match login {
        Some(l) => v.read(move |c| ops::find_for_sign_in(c, &l)).await?,
        None => None,
    };
    let hash = found.as_ref().and_then(|a| a.password_hash.clone());
    let right = v.app.hasher.verify(password.clone(), hash.clone()).await?;
    let Some(found) = found.filter(|_| right) else {
        faults.add("login", msg!("account-wrong"));
        return Ok(draw(&v, &f, &faults));
    };
    if let Some(old) = hash.filter(|h| !passwords::is_current(h)) {
        let new = v.app.hasher.hash(password).await?;
        let id = found.id;
        v.app.write_quiet(move |tx| ops::rehash(tx, id, &old, &new)).await?;
    }
    let before = session::token(&req, v.app.is_https());
    let (agent, address, cx, id) = (v.agent.clone(), v.address.clone(), v.cx(), found.id);
    let token = v
        .app
        .write_quiet(move |tx| ops::begin_session(tx, &cx, id, &agent, before.as_deref(), Some((&key, &address))))
        .await?;
    let mut r = go_on(&v, &f);
    if local(f.raw("tiep")).is_none() && f.raw("phieu").is_empty() {
        r = v.read(move |c| Ok(crate::accounts::store::person(c, id)?)).await?.map_or(r, |p| first_page(&v, &p));
    }
    r.add_cookie(&session::cookie(token, v.app.is_https())).map_err(OpError::internal)?;
    r.add_cookie(&session::lang_cookie(found.lang, v.app.is_https())).map_err(OpError::internal)?;
    Ok(r)
}

/// Where somebody begins who asked for no page: at their desk, else at their works.
fn first_page(v: &Visit, p: &crate::kernel::actor::Person) -> HttpResponse {
    let path = match v.contest_opt().map(|c| c.id) {
        Some(c) if p.holds(c, Role::Organizer) => "/ban-to-chuc",
        Some(c) if p.holds(c, Role::Secretary) => "/ban-thu-ky",
        Some(c) if p.judges(c) => "/cham",
        _ if p.is_admin => "/quan-tri",
        _ => "/nop-bai",
    };
    v.see_other(path)
}

fn draw(v: &Visit, f: &Fields, faults: &Faults) -> HttpResponse {
    let form = Form::post("/dang-nhap").body(html! {
        (carried(f))
        (Field::text("login", v.t("account-login"))
            .value(f.raw("login")).autocomplete("username").required().error(error_of(v, faults, "login")))
        (Field::password("password", v.t("account-password"))
            .autocomplete("current-password").required().error(error_of(v, faults, "password")))
        (actions(Button::primary(v.t("nav-sign-in")).big()))
    });
    Page::new(v, v.t("nav-sign-in")).narrow().faulty(!faults.is_empty()).body(html! {
        (summary(v, faults))
        h1 { (v.t("nav-sign-in")) }
        @if !f.raw("phieu").is_empty() {
            (Notice::text(Tone::Wait, &v.t("account-parked-kept")))
        } @else if !f.raw("tiep").is_empty() && faults.is_empty() {
            p { (v.t("denied-sign-in")) }
        }
        (form)
        p { a href="/quen-mat-khau" { (v.t("account-forgot")) } }
        p { (v.t("account-no-account")) " " a href=(address("/dang-ky", f)) { (v.t("nav-sign-up")) } "." }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths_are_gone_on_to() {
        assert_eq!(local("/nop-bai/abc?x=1"), Some("/nop-bai/abc?x=1"));
        for path in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/a\nb",
            "javascript:x",
            "/dang-xuat",
            "a",
        ] {
            assert_eq!(local(path), None, "{path}");
        }
    }
}
