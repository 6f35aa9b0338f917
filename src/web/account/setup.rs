//! The first sign-in by a one-time link: name, mail address or phone number, password.

use actix_web::{HttpResponse, web};
use maud::html;

use crate::accounts::attempts_store::{self as attempts, CODE_ADDRESS};
use crate::accounts::login::{check_password, show_phone};
use crate::accounts::ops::{self, Setup};
use crate::kernel::errors::{Faults, OpError};
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::session;
use crate::web::ui::{Button, Field, Form, actions};
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<String>) -> WebResult<HttpResponse> {
    let (link, now) = (at.into_inner(), v.now);
    let of = link.clone();
    let Some(a) = v.read(move |c| ops::setup_of(c, &of, now)).await? else { return Ok(gone(&v)) };
    let fields = Fields(vec![
        ("name".to_owned(), a.name),
        ("email".to_owned(), a.email.unwrap_or_default()),
        ("phone".to_owned(), a.phone.map(|p| show_phone(&p)).unwrap_or_default()),
    ]);
    Ok(draw(&v, &link, &fields, &Faults::none()))
}

pub async fn act(v: Visit, at: web::Path<String>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let link = at.into_inner();
    let (now, address, of) = (v.now, v.address.clone(), link.clone());
    v.app.write_quiet(move |tx| attempts::take(tx, now, &[(CODE_ADDRESS, &address)])).await?;
    if v.read(move |c| ops::setup_of(c, &of, now)).await?.is_none() {
        return Ok(gone(&v));
    }
    let mut faults = Faults::none();
    let name = f.need_line("name", 100, &mut faults);
    check_password("password", f.raw("password"), &mut faults);
    if !faults.is_empty() {
        return Ok(draw(&v, &link, &f, &faults));
    }
    let password_hash = v.app.hasher.hash(f.raw("password").to_owned()).await?;
    let cmd = Setup {
        link: link.clone(),
        name,
        email: f.line("email"),
        phone: f.line("phone"),
        password_hash,
        agent: v.agent.clone(),
    };
    match v.write(move |tx, cx| ops::finish_setup(tx, cx, &cmd)).await {
        Ok(token) => {
            let mut r = v.see_other("/");
            r.add_cookie(&session::cookie(token, v.app.is_https())).map_err(OpError::internal)?;
            Ok(r)
        }
        Err(OpError::Invalid(faults)) => Ok(draw(&v, &link, &f, &faults)),
        Err(e) => Err(e.into()),
    }
}

/// A link that was used, replaced by a newer one, or is too old.
fn gone(v: &Visit) -> HttpResponse {
    Page::new(v, v.t("account-setup-gone")).narrow().status(actix_web::http::StatusCode::NOT_FOUND).body(html! {
        h1 { (v.t("account-setup-gone")) }
        p { (v.t("account-setup-gone-hint")) }
        (actions(Button::primary(v.t("nav-sign-in")).href("/dang-nhap")))
    })
}

fn draw(v: &Visit, link: &str, f: &Fields, faults: &Faults) -> HttpResponse {
    Page::new(v, v.t("account-setup-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (summary(v, faults))
        h1 { (v.t("account-setup-title")) }
        p { (v.t("account-setup-lead")) }
        (Form::post(format!("/thiet-lap/{link}")).body(html! {
            (Field::text("name", v.t("account-name")).value(f.raw("name")).autocomplete("name").required()
                .error(error_of(v, faults, "name")))
            (Field::email("email", v.t("account-email")).value(f.raw("email")).autocomplete("email")
                .error(error_of(v, faults, "email")))
            (Field::tel("phone", v.t("account-phone")).value(f.raw("phone")).autocomplete("tel")
                .error(error_of(v, faults, "phone")))
            (Field::password("password", v.t("account-password")).hint(v.t("account-password-hint"))
                .autocomplete("new-password").required().error(error_of(v, faults, "password")))
            (actions(Button::primary(v.t("account-setup-button")).big()))
        }))
    })
}
