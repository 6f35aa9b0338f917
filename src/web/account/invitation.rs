//! An invitation: what it is to, and accepting it with the account one has or a new one.

use actix_web::{HttpRequest, HttpResponse, web};
use maud::html;

use crate::accounts::account::Invitation;
use crate::accounts::attempts_store::{self as attempts, SIGN_UP_ADDRESS};
use crate::accounts::login::{Login, check_password};
use crate::accounts::ops::{self, NewAccount};
use crate::contests::store as contests;
use crate::kernel::actor::{Actor, Cx};
use crate::kernel::errors::{Faults, OpError};
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::session;
use crate::web::ui::{Button, Field, Form, SummaryList, actions};
use crate::web::visit::Visit;

/// The invitation with the title and the short code of its contest.
async fn load(v: &Visit, token: &str) -> WebResult<Option<(Invitation, String, String)>> {
    let (token, now) = (token.to_owned(), v.now);
    v.read(move |c| {
        let Some(i) = ops::open_invitation(c, &token, now)? else { return Ok(None) };
        let contest = match i.contest_id {
            Some(id) => contests::by_id(c, id)?,
            None => None,
        };
        let (title, code) = contest.map(|c| (c.title, c.short_code)).unwrap_or_default();
        Ok(Some((i, title, code)))
    })
    .await
}

pub async fn page(v: Visit, at: web::Path<String>) -> WebResult<HttpResponse> {
    let token = at.into_inner();
    let Some((i, title, _)) = load(&v, &token).await? else { return Ok(gone(&v)) };
    let fields =
        Fields(vec![("name".to_owned(), i.name.clone()), ("login".to_owned(), i.email.clone().unwrap_or_default())]);
    Ok(draw(&v, &token, &i, &title, &fields, &Faults::none()))
}

pub async fn act(v: Visit, req: HttpRequest, at: web::Path<String>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let token = at.into_inner();
    let Some((i, title, code)) = load(&v, &token).await? else { return Ok(gone(&v)) };
    let to = if code.is_empty() { "/".to_owned() } else { format!("/cuoc-thi/{code}") };
    let see = HttpResponse::SeeOther().insert_header((actix_web::http::header::LOCATION, to)).finish();
    if let Some(p) = &v.person {
        let id = p.account;
        v.write(move |tx, cx| ops::accept_invitation(tx, cx, &token, id)).await?;
        return Ok(see);
    }
    let mut faults = Faults::none();
    let name = f.need_line("name", 100, &mut faults);
    let typed = f.need_line("login", 254, &mut faults);
    let login = Login::parse(&typed);
    if login.is_none() && !typed.is_empty() {
        faults.add("login", msg!("account-bad-login"));
    }
    check_password("password", f.raw("password"), &mut faults);
    let Some(login) = login.filter(|_| faults.is_empty()) else {
        return Ok(draw(&v, &token, &i, &title, &f, &faults));
    };
    let (now, address) = (v.now, v.address.clone());
    v.app.write_quiet(move |tx| attempts::take(tx, now, &[(SIGN_UP_ADDRESS, &address)])).await?;
    let password_hash = Some(v.app.hasher.hash(f.raw("password").to_owned()).await?);
    let (email, phone) = login.into_parts();
    let new = NewAccount { name, email, phone, password_hash, lang: v.lang };
    let (before, agent, link) = (session::token(&req, v.app.is_https()), v.agent.clone(), token.clone());
    let made = v
        .write(move |tx, cx| {
            let id = ops::create_account(tx, cx, new.clone())?;
            let as_them = crate::accounts::store::person(tx, id)?.map_or(Actor::Anyone, Actor::Person);
            let cx = Cx { actor: as_them, ..cx.clone() };
            ops::accept_invitation(tx, &cx, &link, id)?;
            ops::begin_session(tx, &cx, id, &agent, before.as_deref(), None)
        })
        .await;
    match made {
        Ok(session_token) => {
            let mut r = see;
            r.add_cookie(&session::cookie(session_token, v.app.is_https())).map_err(OpError::internal)?;
            Ok(r)
        }
        Err(OpError::Invalid(found)) => {
            let found = found.0.into_iter().map(|(field, m)| match field.as_str() {
                "email" | "phone" => ("login".to_owned(), m),
                _ => (field, m),
            });
            Ok(draw(&v, &token, &i, &title, &f, &Faults(found.collect())))
        }
        Err(e) => Err(e.into()),
    }
}

fn gone(v: &Visit) -> HttpResponse {
    Page::new(v, v.t("account-invitation-title")).narrow().status(actix_web::http::StatusCode::NOT_FOUND).body(html! {
        h1 { (v.t("account-invitation-title")) }
        p { (v.t("account-invitation-gone")) }
        p { a href="/" { (v.t("nav-home")) } }
    })
}

fn draw(v: &Visit, token: &str, i: &Invitation, title: &str, f: &Fields, faults: &Faults) -> HttpResponse {
    let role = v.t(&format!("role-{}", i.role.word()));
    let here = format!("/moi/{token}");
    let mut list = SummaryList::new();
    if !title.is_empty() {
        list = list.row(v.t("account-invitation-contest"), title);
    }
    list = list.row(v.t("account-invitation-role"), role.as_str());
    Page::new(v, v.t("account-invitation-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (summary(v, faults))
        h1 { (v.t("account-invitation-title")) }
        p { (v.say(&msg!("account-invitation-lead", name = i.name.as_str()))) }
        (list)
        @if let Some(p) = v.person.as_deref() {
            p { (v.say(&msg!("account-invitation-as", name = p.name.as_str()))) }
            (Form::post(here.as_str()).body(actions(Button::primary(v.t("account-invitation-accept")).big())))
        } @else {
            p { (v.t("account-have-account")) " "
                a href=(format!("/dang-nhap?tiep=%2Fmoi%2F{token}")) { (v.t("account-invitation-sign-in")) } }
            h2 { (v.t("account-invitation-new")) }
            (Form::post(here.as_str()).body(html! {
                (Field::text("name", v.t("account-name")).value(f.raw("name")).autocomplete("name").required()
                    .error(error_of(v, faults, "name")))
                (Field::text("login", v.t("account-login")).value(f.raw("login")).autocomplete("username").required()
                    .error(error_of(v, faults, "login")))
                (Field::password("password", v.t("account-password")).hint(v.t("account-password-hint"))
                    .autocomplete("new-password").required().error(error_of(v, faults, "password")))
                (actions(Button::primary(v.t("account-invitation-accept-new")).big()))
            }))
        }
    })
}
