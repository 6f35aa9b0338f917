//! One account, for the administrator: barred or let in, signed out, given a link to set a password.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::accounts::{logins, name_of, roles, state};
use crate::accounts::account::{Account, Session};
use crate::accounts::account_store::{self as rows, Held};
use crate::accounts::{ops, store};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::AccountId;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::{Button, Field, Form, Notice, SummaryList, Tone, actions, back_link, confirmation, hidden};
use crate::web::visit::Visit;

struct Shown {
    account: Account,
    held: Vec<Held>,
    sessions: Vec<Session>,
}

async fn load(v: &Visit, id: AccountId) -> WebResult<Shown> {
    v.require(&Action::Administer)?;
    let now = v.now;
    v.read(move |c| {
        let account = store::by_id(c, id)?.ok_or(OpError::NotFound)?;
        Ok(Shown { account, held: rows::held(c, Some(id))?, sessions: rows::sessions(c, id, now)? })
    })
    .await
}

pub async fn page(v: Visit, at: web::Path<i64>, Asked(q): Asked) -> WebResult<HttpResponse> {
    let shown = load(&v, AccountId(at.into_inner())).await?;
    Ok(draw(&v, &shown, &Fields::default(), &Faults::none(), q.raw("xong")))
}

pub async fn act(v: Visit, at: web::Path<i64>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let id = AccountId(at.into_inner());
    let shown = load(&v, id).await?;
    let (deed, reason) = (f.raw("act").to_owned(), f.text("reason"));
    let done = v
        .write(move |tx, cx| match deed.as_str() {
            "disable" => ops::set_disabled(tx, cx, id, true, &reason).map(|()| Done::See("khoa")),
            "enable" => ops::set_disabled(tx, cx, id, false, &reason).map(|()| Done::See("mo-khoa")),
            "sessions" => ops::end_all_sessions(tx, cx, id).map(|_| Done::See("phien")),
            "admin" => ops::set_admin(tx, cx, id, true).map(|()| Done::See("quan-tri")),
            "no-admin" => ops::set_admin(tx, cx, id, false).map(|()| Done::See("quan-tri")),
            "link" => ops::first_password_link(tx, cx, id).map(Done::Link),
            _ => Err(OpError::NotFound),
        })
        .await;
    match done {
        Ok(Done::Link(secret)) => Ok(draw_link(&v, &shown.account, &secret)),
        Ok(Done::See(what)) => Ok(v.see_other(&format!("/quan-tri/tai-khoan/{id}?xong={what}"))),
        Err(OpError::Invalid(faults)) => Ok(draw(&v, &shown, &f, &faults, "")),
        Err(e) => Err(e.into()),
    }
}

enum Done {
    See(&'static str),
    Link(String),
}

/// The link, once.
fn draw_link(v: &Visit, a: &Account, secret: &str) -> HttpResponse {
    let title = v.say(&msg!("people-link-made", name = name_of(v, a)));
    let until = v.zone().date_time(v.now.plus_days(ops::SETUP_DAYS));
    Page::new(v, title.clone()).narrow().body(html! {
        (confirmation(&title, html! {
            p { code #password-link { (v.app.base_url) "/thiet-lap/" (secret) } }
            p { (v.say(&msg!("people-link-once", time = until))) }
        }))
        p { a href=(format!("/quan-tri/tai-khoan/{}", a.id)) { (name_of(v, a)) } }
    })
}

fn draw(v: &Visit, shown: &Shown, f: &Fields, faults: &Faults, done: &str) -> HttpResponse {
    let a = &shown.account;
    let here = format!("/quan-tri/tai-khoan/{}", a.id);
    let said = ["khoa", "mo-khoa", "phien", "quan-tri"].into_iter().find(|w| *w == done);
    let list = |lines: Vec<String>| html! { @for (i, l) in lines.iter().enumerate() { @if i > 0 { br; } (l) } };
    let mut facts = SummaryList::new().row(v.t("people-login"), list(logins(a)));
    let roles = roles(v, a, &shown.held);
    if !roles.is_empty() {
        facts = facts.row(v.t("people-roles"), list(roles));
    }
    facts = facts
        .row(v.t("people-created"), v.zone().date_time(a.created_at))
        .row(v.t("people-sessions"), v.say(&msg!("people-sessions-count", n = shown.sessions.len())));
    let act = |label: &str, deed: &str| Button::plain(v.t(label)).post(here.as_str()).hidden("act", deed);
    Page::new(v, name_of(v, a)).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("people-title"), "/quan-tri/tai-khoan"))
        (summary(v, faults))
        h1 { (name_of(v, a)) }
        @if let Some(w) = said { (Notice::text(Tone::Done, &v.t(&format!("people-done-{w}")))) }
        p { (state(v, a)) }
        (facts)
        @if !shown.sessions.is_empty() { (act("people-sessions-end", "sessions")) }
        @if a.disabled_at.is_none() {
            h2 { (v.t("people-link-title")) }
            p { (v.say(&msg!("people-link-lead", days = ops::SETUP_DAYS))) }
            (act("people-link-make", "link"))
        }
        h2 { (v.t("people-admin-title")) }
        @if a.is_admin {
            p { (v.t("people-admin-take-lead")) }
            (act("people-admin-take", "no-admin"))
        } @else {
            p { (v.t("people-admin-give-lead")) }
            (act("people-admin-give", "admin"))
        }
        (barring(v, a, &here, f, faults))
    })
}

fn barring(v: &Visit, a: &Account, here: &str, f: &Fields, faults: &Faults) -> Markup {
    let (title, lead, go, deed) = match a.disabled_at {
        Some(t) => (
            "people-enable-title",
            v.say(&msg!("people-enable-lead", time = v.zone().date_time(t))),
            Button::plain(v.t("people-enable")),
            "enable",
        ),
        None => ("people-disable-title", v.t("people-disable-lead"), Button::danger(v.t("people-disable")), "disable"),
    };
    html! {
        h2 { (v.t(title)) }
        @if v.person.as_deref().is_some_and(|p| p.account == a.id) {
            p { (v.t("people-self")) }
        } @else {
            p { (lead) }
            (Form::post(here).body(html! {
                (hidden("act", deed))
                (Field::textarea("reason", v.t("people-reason")).hint(v.t("people-reason-hint")).rows(2).maxlength(500)
                    .required().value(f.raw("reason")).error(error_of(v, faults, "reason")))
                (actions(go))
            }))
        }
    }
}
