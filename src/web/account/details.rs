//! One's own account: details, password, sessions.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::device;
use crate::accounts::account::{Account, Session};
use crate::accounts::attempts_store::{self as attempts, SIGN_IN_ACCOUNT};
use crate::accounts::login::{check_password, email, phone, show_phone};
use crate::accounts::{account_store, ops, store};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::SessionId;
use crate::web::errors::{WebError, WebResult};
use crate::web::forms::{Asked, Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::{Button, Field, Form, Notice, SummaryList, Tone, actions, form_button};
use crate::web::visit::Visit;

async fn load(v: &Visit) -> WebResult<(Account, Vec<Session>)> {
    let (id, now) = (v.signed_in()?.account, v.now);
    v.read(move |c| {
        let a = store::by_id(c, id)?.ok_or(OpError::NotFound)?;
        Ok((a, account_store::sessions(c, id, now)?))
    })
    .await
}

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    let (a, sessions) = load(&v).await?;
    Ok(draw(&v, &a, &sessions, &typed(&a), &Faults::none(), q.raw("xong")))
}

fn typed(a: &Account) -> Fields {
    Fields(vec![
        ("name".to_owned(), a.name.clone()),
        ("email".to_owned(), a.email.clone().unwrap_or_default()),
        ("phone".to_owned(), a.phone.as_deref().map(show_phone).unwrap_or_default()),
    ])
}

/// Whether the password is this account's; wrong ones are counted.
async fn verify(v: &Visit, a: &Account, password: &str) -> Result<bool, WebError> {
    let (now, key) = (v.now, format!("account {}", a.id));
    let of = key.clone();
    v.app.write_quiet(move |tx| attempts::take(tx, now, &[(SIGN_IN_ACCOUNT, &of)])).await?;
    let right = v.app.hasher.verify(password.to_owned(), a.password_hash.clone()).await?;
    if right {
        v.app.write_quiet(move |tx| attempts::forgive(tx, (SIGN_IN_ACCOUNT, &key), &[])).await?;
    }
    Ok(right)
}

/// Name, mail address, phone number. Another address or number needs the password.
pub async fn change(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let (a, sessions) = load(&v).await?;
    let moved = email(f.raw("email")) != a.email || phone(f.raw("phone")) != a.phone;
    if moved && !verify(&v, &a, f.raw("password_now")).await? {
        let faults = Faults(vec![("password_now".to_owned(), msg!("account-password-needed"))]);
        return Ok(draw(&v, &a, &sessions, &f, &faults, ""));
    }
    let (name, email, phone) = (f.line("name"), f.line("email"), f.line("phone"));
    match v.write(move |tx, cx| ops::change_details(tx, cx, &name, &email, &phone)).await {
        Ok(()) => Ok(v.see_other("/tai-khoan?xong=luu")),
        Err(OpError::Invalid(faults)) => Ok(draw(&v, &a, &sessions, &f, &faults, "")),
        Err(e) => Err(e.into()),
    }
}

pub async fn password(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let (a, sessions) = load(&v).await?;
    let mut faults = Faults::none();
    check_password("password", f.raw("password"), &mut faults);
    if !verify(&v, &a, f.raw("password_old")).await? {
        faults.add("password_old", msg!("account-password-wrong"));
    }
    if !faults.is_empty() {
        return Ok(draw(&v, &a, &sessions, &typed(&a), &faults, ""));
    }
    let hash = v.app.hasher.hash(f.raw("password").to_owned()).await?;
    let session = v.session;
    v.write(move |tx, cx| ops::change_password(tx, cx, &hash, session)).await?;
    Ok(v.see_other("/tai-khoan?xong=mat-khau"))
}

pub async fn end(v: Visit, at: web::Path<i64>) -> WebResult<HttpResponse> {
    v.signed_in()?;
    let (id, cx) = (SessionId(at.into_inner()), v.cx());
    v.app.write_quiet(move |tx| ops::end_session(tx, &cx, id)).await?;
    Ok(v.see_other("/tai-khoan?xong=phien"))
}

pub async fn end_others(v: Visit) -> WebResult<HttpResponse> {
    v.signed_in()?;
    let (but, cx) = (v.session, v.cx());
    v.app.write_quiet(move |tx| ops::end_other_sessions(tx, &cx, but)).await?;
    Ok(v.see_other("/tai-khoan?xong=phien"))
}

fn session_rows(v: &Visit, sessions: &[Session]) -> Markup {
    let mut list = SummaryList::new();
    for s in sessions {
        let begun = v.say(&msg!(
            "account-session-since",
            time = v.zone().date_time(s.created_at),
            seen = v.zone().date_time(s.seen_at)
        ));
        let here = v.session == Some(s.id);
        list = list.row(
            begun,
            html! {
                span { (device::name(&s.agent).unwrap_or_else(|| v.t("account-session-unknown"))) } " "
                @if here { strong { (v.t("account-session-here")) } }
                @else { (form_button(v.t("account-session-end"), format!("/tai-khoan/phien/{}", s.id)).small()) }
            },
        );
    }
    html! { (list) }
}

fn draw(v: &Visit, a: &Account, sessions: &[Session], f: &Fields, faults: &Faults, done: &str) -> HttpResponse {
    let said = match done {
        "luu" => Some("account-done-saved"),
        "mat-khau" => Some("account-done-password"),
        "phien" => Some("account-done-session"),
        _ => None,
    };
    Page::new(v, v.t("nav-account")).narrow().faulty(!faults.is_empty()).body(html! {
        (summary(v, faults))
        h1 { (v.t("nav-account")) }
        @if let Some(key) = said { (Notice::text(Tone::Done, &v.t(key))) }
        @if a.email.is_none() { (Notice::text(Tone::Quiet, &v.t("account-no-mail"))) }
        (Form::post("/tai-khoan").body(html! {
            (Field::text("name", v.t("account-name")).value(f.raw("name")).autocomplete("name").required()
                .error(error_of(v, faults, "name")))
            (Field::tel("phone", v.t("account-phone")).value(f.raw("phone")).autocomplete("tel")
                .error(error_of(v, faults, "phone")))
            (Field::email("email", v.t("account-email")).value(f.raw("email")).autocomplete("email")
                .error(error_of(v, faults, "email")))
            (Field::password("password_now", v.t("account-password-now")).hint(v.t("account-password-now-hint"))
                .autocomplete("current-password").error(error_of(v, faults, "password_now")))
            (actions(Button::primary(v.t("save"))))
        }))
        h2 { (v.t("account-password-change")) }
        (Form::post("/tai-khoan/mat-khau").body(html! {
            (Field::password("password_old", v.t("account-password-now")).autocomplete("current-password").required()
                .error(error_of(v, faults, "password_old")))
            (Field::password("password", v.t("account-password-new")).hint(v.t("account-password-hint"))
                .autocomplete("new-password").required().error(error_of(v, faults, "password")))
            (actions(Button::plain(v.t("account-password-change"))))
        }))
        h2 { (v.t("account-sessions")) }
        (session_rows(v, sessions))
        div.row {
            @if sessions.len() > 1 { (form_button(v.t("account-sessions-end"), "/tai-khoan/phien")) }
            (form_button(v.t("nav-sign-out"), "/dang-xuat"))
        }
    })
}
