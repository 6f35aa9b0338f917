//! Sign up: a name, a phone number or a mail address, a password.

use actix_web::{HttpRequest, HttpResponse};
use maud::html;

use super::sign_in::{carried, go_on};
use crate::accounts::attempts_store::{self as attempts, SIGN_UP_ADDRESS};
use crate::accounts::login::{Login, check_password};
use crate::accounts::ops::{self, NewAccount};
use crate::kernel::errors::{Faults, OpError};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::session;
use crate::web::ui::{Button, Field, Form, actions};
use crate::web::visit::Visit;

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    if v.person.is_some() {
        return Ok(go_on(&v, &q));
    }
    Ok(draw(&v, &q, &Faults::none()))
}

pub async fn act(v: Visit, req: HttpRequest, Posted(f): Posted) -> WebResult<HttpResponse> {
    let mut faults = Faults::none();
    let name = f.need_line("name", 100, &mut faults);
    let typed = f.need_line("login", 254, &mut faults);
    let login = Login::parse(&typed);
    if login.is_none() && !typed.is_empty() {
        faults.add("login", msg!("account-bad-login"));
    }
    check_password("password", f.raw("password"), &mut faults);
    let Some(login) = login.filter(|_| faults.is_empty()) else {
        return Ok(draw(&v, &f, &faults));
    };
    let (now, address) = (v.now, v.address.clone());
    v.app.write_quiet(move |tx| attempts::take(tx, now, &[(SIGN_UP_ADDRESS, &address)])).await?;
    let password_hash = Some(v.app.hasher.hash(f.raw("password").to_owned()).await?);
    let (email, phone) = login.into_parts();
    let new = NewAccount { name, email, phone, password_hash, lang: v.lang };
    let before = session::token(&req, v.app.is_https());
    let agent = v.agent.clone();
    let made = v
        .write(move |tx, cx| {
            let id = ops::create_account(tx, cx, new.clone())?;
            ops::begin_session(tx, cx, id, &agent, before.as_deref(), None)
        })
        .await;
    match made {
        Ok(token) => {
            let mut r = go_on(&v, &f);
            r.add_cookie(&session::cookie(token, v.app.is_https())).map_err(OpError::internal)?;
            Ok(r)
        }
        Err(OpError::Invalid(found)) => {
            // The page has one field for both kinds of login.
            let found = found.0.into_iter().map(|(field, m)| match field.as_str() {
                "email" | "phone" => ("login".to_owned(), m),
                _ => (field, m),
            });
            Ok(draw(&v, &f, &Faults(found.collect())))
        }
        Err(e) => Err(e.into()),
    }
}

fn draw(v: &Visit, f: &Fields, faults: &Faults) -> HttpResponse {
    let form = Form::post("/dang-ky").body(html! {
        (carried(f))
        (Field::text("name", v.t("account-name"))
            .hint(v.t("account-name-hint")).value(f.raw("name")).autocomplete("name").required()
            .error(error_of(v, faults, "name")))
        (Field::text("login", v.t("account-login"))
            .hint(v.t("account-login-hint")).value(f.raw("login")).autocomplete("username").required()
            .error(error_of(v, faults, "login")))
        (Field::password("password", v.t("account-password"))
            .hint(v.t("account-password-hint")).autocomplete("new-password").required()
            .error(error_of(v, faults, "password")))
        p.soft { (v.t("account-sign-up-privacy")) " " a href="/du-lieu-ca-nhan" { (v.t("footer-privacy")) } "." }
        (actions(Button::primary(v.t("account-sign-up-button")).big()))
    });
    Page::new(v, v.t("account-sign-up-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (summary(v, faults))
        h1 { (v.t("account-sign-up-title")) }
        p { (v.t("account-sign-up-lead")) }
        (form)
        p { (v.t("account-have-account")) " " a href=(super::sign_in::address("/dang-nhap", f)) { (v.t("nav-sign-in")) } "." }
    })
}
