//! More time for one person: whom, until when, why; and who was given it before.

use actix_web::HttpResponse;
use maud::html;

use crate::accounts::account::Account;
use crate::accounts::account_store;
use crate::accounts::login::Login;
use crate::accounts::store as accounts;
use crate::db::Conn;
use crate::entries::intake_store::{self, Granted};
use crate::entries::ops::intake::{self, Extend};
use crate::entries::store;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{AccountId, ContestId};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Field, Form, Row, Table, Width, actions, back_link};
use crate::web::visit::Visit;

/// What the person is known by: a login, or the receipt code of one of their works.
fn find(c: &mut Conn, contest: ContestId, who: &str) -> OpResult<Option<Account>> {
    let code = who.trim().to_ascii_uppercase();
    if let Some(owner) = intake_store::owner_of_receipt(c, contest, &code)? {
        return Ok(accounts::by_id(c, owner)?);
    }
    match Login::parse(who) {
        Some(login) => Ok(account_store::by_login(c, &login)?),
        None => Ok(None),
    }
}

struct Before {
    granted: Vec<Granted>,
    names: Vec<(AccountId, String)>,
}

async fn before(v: &Visit, contest: ContestId) -> WebResult<Before> {
    v.read(move |c| {
        let granted = intake_store::extensions_of(c, contest)?;
        let ids: Vec<AccountId> = granted.iter().map(|g| g.by).collect();
        Ok(Before { names: intake_store::names_of(c, &ids)?, granted })
    })
    .await
}

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Extend(contest))?;
    let token = q.line("bai");
    let code = v
        .read(move |c| Ok(store::by_token(c, &token)?.filter(|e| e.contest_id == contest).and_then(|e| e.receipt_code)))
        .await?;
    let mut f = Fields::default();
    f.0.push(("who".to_owned(), code.unwrap_or_default()));
    let before = before(&v, contest).await?;
    let done = super::parts::done(&v, &q.line("xong"), "");
    Ok(draw(&v, &f, &Faults::none(), &before, &done))
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Extend(contest))?;
    let mut faults = Faults::none();
    let who = f.need_line("who", 254, &mut faults);
    let until_at = f.some_time("until_at", v.zone(), &mut faults);
    if until_at.is_none() && faults.of("until_at").is_none() {
        faults.add("until_at", msg!("field-required"));
    }
    if f.text("reason").trim().is_empty() {
        faults.add("reason", msg!("field-required"));
    }
    let mut account = None;
    if faults.of("who").is_none() {
        account = v.read(move |c| find(c, contest, &who)).await?;
        if account.is_none() {
            faults.add("who", msg!("office-extend-nobody"));
        }
    }
    if let (Some(account), Some(until_at), true) = (account, until_at, faults.is_empty()) {
        let cmd = Extend { contest, account: account.id, until_at, reason: f.text("reason") };
        match v.write(move |tx, cx| intake::extend(tx, cx, cmd.clone())).await {
            Ok(()) => return Ok(v.see_other("/ban-thu-ky/gia-han-rieng?xong=gia-han")),
            Err(OpError::Invalid(more)) => faults = more,
            Err(e) => return Err(e.into()),
        }
    }
    let before = before(&v, contest).await?;
    Ok(draw(&v, &f, &faults, &before, &html! {}))
}

fn draw(v: &Visit, f: &Fields, faults: &Faults, before: &Before, done: &maud::Markup) -> HttpResponse {
    let zone = v.zone();
    let close = v.contest_opt().and_then(|c| c.deadline_at).map(|t| zone.date_time(t)).unwrap_or_default();
    let by = |id: AccountId| before.names.iter().find(|n| n.0 == id).map_or("", |n| n.1.as_str());
    Page::new(v, v.t("office-extend")).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("office-queue-title"), &v.href("/ban-thu-ky")))
        (summary(v, faults))
        (done)
        h1 { (v.t("office-extend")) }
        p { (v.say(&msg!("office-extend-lead", time = close))) }
        (Form::post(v.href("/ban-thu-ky/gia-han-rieng")).body(html! {
            (Field::text("who", v.t("office-extend-who")).hint(v.t("office-extend-who-hint")).required()
                .value(f.raw("who")).error(error_of(v, faults, "who")))
            (Field::datetime("until_at", v.t("office-extend-until")).required().width(Width::M)
                .value(f.raw("until_at")).error(error_of(v, faults, "until_at")))
            (Field::textarea("reason", v.t("office-reason")).hint(v.t("office-reason-sent-hint")).rows(3).required().maxlength(2000)
                .value(f.raw("reason")).error(error_of(v, faults, "reason")))
            (actions(Button::primary(v.t("office-extend-go"))))
        }))
        @if !before.granted.is_empty() {
            h2 { (v.t("office-extend-before")) }
            (Table::new(v.t("office-extend-before")).hide_caption()
                .col(Col::new(v.t("office-author")).head()).col(Col::new(v.t("office-extend-until"))).col(Col::new(v.t("office-reason")))
                .col(Col::new(v.t("office-extend-by")))
                .rows(before.granted.iter().map(|g| Row::new()
                    .cell(g.name.as_str())
                    .cell(html! { span.num { (zone.date_time(g.until_at)) } })
                    .cell(g.reason.as_str())
                    .cell(html! { (by(g.by)) br; span.soft.small.num { (zone.date_time(g.granted_at)) } }))))
        }
    })
}
