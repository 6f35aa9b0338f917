//! A forgotten password: ask for a mailed code, then type the code (or the one that a secretary read out) and a new password.

use actix_web::{HttpRequest, HttpResponse};
use maud::html;

use crate::accounts::attempts_store::{self as attempts, CODE_ACCOUNT, CODE_ADDRESS, RESET_ACCOUNT, RESET_ADDRESS};
use crate::accounts::login::{Login, check_password};
use crate::accounts::ops;
use crate::kernel::errors::{Faults, OpError};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::session;
use crate::web::ui::{Button, Field, Form, Notice, Tone, actions};
use crate::web::visit::Visit;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    Ok(draw_ask(&v, &Fields::default(), &Faults::none()))
}

/// Mails a code if there is an account with a mail address; answers the same if there is none.
pub async fn ask(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let mut faults = Faults::none();
    let typed = f.need_line("login", 254, &mut faults);
    let login = Login::parse(&typed);
    if login.is_none() && faults.is_empty() {
        faults.add("login", msg!("account-bad-login"));
    }
    let Some(login) = login else { return Ok(draw_ask(&v, &f, &faults)) };
    let (now, address, key) = (v.now, v.address.clone(), login.as_str().to_owned());
    v.app.write_quiet(move |tx| attempts::take(tx, now, &[(RESET_ACCOUNT, &key), (RESET_ADDRESS, &address)])).await?;
    v.write(move |tx, cx| ops::request_reset(tx, cx, &login)).await?;
    Ok(v.see_other("/quen-mat-khau/ma?gui=1"))
}

fn draw_ask(v: &Visit, f: &Fields, faults: &Faults) -> HttpResponse {
    Page::new(v, v.t("account-reset-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (summary(v, faults))
        h1 { (v.t("account-reset-title")) }
        p { (v.t("account-reset-lead")) }
        (Form::post("/quen-mat-khau").body(html! {
            (Field::text("login", v.t("account-login")).value(f.raw("login")).autocomplete("username").required()
                .error(error_of(v, faults, "login")))
            (actions(Button::primary(v.t("account-reset-send"))))
        }))
        p {
            (v.t("account-reset-no-mail"))
            @if let Some(c) = v.contest_opt().filter(|c| !c.contact.is_empty()) {
                " " (v.say(&msg!("footer-contact", contact = c.contact.as_str())))
            }
        }
        p { a href="/quen-mat-khau/ma" { (v.t("account-reset-have-code")) } }
    })
}

pub async fn code_page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    Ok(draw_code(&v, &q, &Faults::none()))
}

pub async fn code(v: Visit, req: HttpRequest, Posted(f): Posted) -> WebResult<HttpResponse> {
    let mut faults = Faults::none();
    let typed = f.need_line("login", 254, &mut faults);
    let code: String = f.need_line("code", 20, &mut faults).chars().filter(char::is_ascii_digit).collect();
    check_password("password", f.raw("password"), &mut faults);
    if !faults.is_empty() {
        return Ok(draw_code(&v, &f, &faults));
    }
    let login = Login::parse(&typed);
    let key = login.as_ref().map_or_else(|| typed.to_lowercase(), |l| l.as_str().to_owned());
    let (now, address) = (v.now, v.address.clone());
    v.app.write_quiet(move |tx| attempts::take(tx, now, &[(CODE_ACCOUNT, &key), (CODE_ADDRESS, &address)])).await?;
    // Hashed in any case: the time taken does not tell which accounts exist.
    let hash = v.app.hasher.hash(f.raw("password").to_owned()).await?;
    let before = session::token(&req, v.app.is_https());
    let agent = v.agent.clone();
    let token = v
        .write(move |tx, cx| {
            let Some(login) = &login else { return Ok(None) };
            match ops::reset_password(tx, cx, login, &code, &hash)? {
                Some(id) => ops::begin_session(tx, cx, id, &agent, before.as_deref(), None).map(Some),
                None => Ok(None),
            }
        })
        .await?;
    let Some(token) = token else {
        faults.add("code", msg!("account-code-wrong"));
        return Ok(draw_code(&v, &f, &faults));
    };
    let mut r = v.see_other("/tai-khoan?xong=mat-khau");
    r.add_cookie(&session::cookie(token, v.app.is_https())).map_err(OpError::internal)?;
    Ok(r)
}

fn draw_code(v: &Visit, f: &Fields, faults: &Faults) -> HttpResponse {
    Page::new(v, v.t("account-code-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (summary(v, faults))
        h1 { (v.t("account-code-title")) }
        @if f.has("gui") { (Notice::text(Tone::Wait, &v.t("account-code-sent"))) }
        (Form::post("/quen-mat-khau/ma").body(html! {
            (Field::text("login", v.t("account-login")).value(f.raw("login")).autocomplete("username").required()
                .error(error_of(v, faults, "login")))
            (Field::text("code", v.t("account-code")).hint(v.t("account-code-hint")).inputmode("numeric")
                .autocomplete("one-time-code").required().error(error_of(v, faults, "code")))
            (Field::password("password", v.t("account-password-new")).hint(v.t("account-password-hint"))
                .autocomplete("new-password").required().error(error_of(v, faults, "password")))
            (actions(Button::primary(v.t("account-code-button"))))
        }))
        p { a href="/quen-mat-khau" { (v.t("account-code-again")) } }
    })
}
