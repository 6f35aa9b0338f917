//! Conflicts of interest on a panel: which stand, and a secretary's word. A reader who judges learns that there is one, not why.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::common::{At, BASE, href, load, name, sees_reasons};
use crate::judging::conflict::{Standing, Why};
use crate::judging::ops::{self, Pin, PinAs, conflicts};
use crate::judging::overview::PanelView;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::AccountId;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, ErrorSummary, Field, Form, Notice, Row, Table, Tone, actions, back_link, tag};
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    draw(&v, &view, &Fields::default(), &Faults::none()).await
}

pub async fn act(v: Visit, at: web::Path<At>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    v.require(&crate::policy::Action::Office(view.bench.contest.id))?;
    let code = fields.line("code");
    let mut faults = Faults::none();
    let judge: Option<AccountId> = fields.line("judge").parse().ok().filter(|j| view.bench.seats(*j));
    let work = view.works.iter().find(|w| w.code.eq_ignore_ascii_case(&code));
    let pin = match fields.raw("pin") {
        "present" => Some(PinAs::Present),
        "absent" => Some(PinAs::Absent),
        "nothing" => Some(PinAs::Nothing),
        _ => None,
    };
    if judge.is_none() {
        faults.add("judge", msg!("field-required"));
    }
    if work.is_none() {
        faults.add("code", msg!("judge-conflict-no-code"));
    }
    if pin.is_none() {
        faults.add("pin", msg!("field-required"));
    }
    let (Some(judge), Some(work), Some(pin)) = (judge, work, pin) else {
        return draw(&v, &view, &fields, &faults).await;
    };
    let cmd = Pin { judge, entry: work.entry, pin, reason: fields.text("reason") };
    match v.write(move |tx, cx| ops::pin(tx, cx, &cmd)).await {
        Ok(()) => Ok(v.see_other(&format!("{BASE}/{}/xung-dot", view.bench.panel.id))),
        Err(OpError::Invalid(faults)) => draw(&v, &view, &fields, &faults).await,
        Err(e) => Err(e.into()),
    }
}

async fn draw(v: &Visit, view: &PanelView, typed: &Fields, faults: &Faults) -> WebResult<HttpResponse> {
    let bench = view.bench.clone();
    let judges: Vec<AccountId> = bench.members.iter().map(|m| m.account_id).collect();
    let standing = v.read(move |c| conflicts::standing(c, &bench, &judges)).await?;
    let title = v.t("judge-to-conflicts");
    let errors =
        faults.0.iter().fold(ErrorSummary::new(v.say(&msg!("errors-title", count = faults.0.len()))), |s, (f, m)| {
            s.item(f.clone(), v.say(m))
        });
    let reasons = sees_reasons(v);
    Ok(Page::new(v, title.clone()).faulty(!faults.is_empty()).body(html! {
        (back_link(&name(v, view), &href(v, view, "")))
        h1 { (title) }
        (errors)
        @if !reasons { (Notice::text(Tone::Quiet, &v.t("judge-conflict-hidden"))) }
        (if reasons { table(v, view, &standing) } else { numbers(v, view, &standing) })
        @if v.may(&crate::policy::Action::Office(view.bench.contest.id)) { (form(v, view, typed, faults)) }
    }))
}

/// How many works each judge must not judge. Which ones would tell somebody who knows where the judge comes from whose they are.
fn numbers(v: &Visit, view: &PanelView, standing: &Standing) -> Markup {
    let table = Table::new(v.t("judge-to-conflicts"))
        .hide_caption()
        .col(Col::new(v.t("judge-col-judge")).head())
        .col(Col::new(v.t("judge-col-conflicts")).num());
    let rows = view.progress.iter().filter(|p| p.seated).fold(table, |t, p| {
        let n = standing.keys().filter(|(judge, entry)| *judge == p.judge && view.work(*entry).is_some()).count();
        t.row(Row::new().cell(&p.name).cell(n.to_string()))
    });
    html! { (rows) }
}

fn table(v: &Visit, view: &PanelView, standing: &Standing) -> Markup {
    let mut table = Table::new(v.t("judge-to-conflicts"))
        .hide_caption()
        .col(Col::new(v.t("judge-col-judge")).head())
        .col(Col::new(v.t("judge-col-code")))
        .col(Col::new(v.t("judge-col-title")))
        .empty(html! { p { (v.t("judge-conflict-none")) } })
        .col(Col::new(v.t("judge-col-why")));
    let mut rows: Vec<_> = standing
        .iter()
        .filter_map(|((judge, entry), why)| Some((view.name(*judge), view.work(*entry)?, *why)))
        .collect();
    rows.sort_by(|a, b| (a.0, &a.1.code).cmp(&(b.0, &b.1.code)));
    for (judge, work, why) in rows {
        let why = tag(if why == Why::Pinned { Tone::Act } else { Tone::Stop }, v.t(why_key(why)));
        let row = Row::new().cell(judge).cell(html! { span.code { (work.code) } }).cell(&work.title);
        table = table.row(row.cell(why));
    }
    html! { (table) }
}

const fn why_key(why: Why) -> &'static str {
    match why {
        Why::SamePerson => "judge-why-same-person",
        Why::Entered => "judge-why-entered",
        Why::AuthorName => "judge-why-author-name",
        Why::Guardian => "judge-why-guardian",
        Why::SameUnit => "judge-why-same-unit",
        Why::Declared => "judge-why-declared",
        Why::Pinned => "judge-why-pinned",
    }
}

fn form(v: &Visit, view: &PanelView, typed: &Fields, faults: &Faults) -> Markup {
    let error = |name: &str| faults.of(name).map(|m| v.say(m));
    let people = view.progress.iter().filter(|p| p.seated).fold(
        Field::select("judge", v.t("judge-col-judge")).option("", v.t("judge-choose")).value(typed.line("judge")),
        |f, p| f.option(p.judge.to_string(), p.name.clone()),
    );
    html! {
        h2.mt-6 { (v.t("judge-pin-title")) }
        p { (v.t("judge-pin-intro")) }
        (Form::post(href(v, view, "/xung-dot")).body(html! {
            (people.error(error("judge")))
            (Field::text("code", v.t("judge-col-code")).width(crate::web::ui::Width::S).value(typed.line("code")).error(error("code")))
            (Field::radios("pin", v.t("judge-pin-as")).value(typed.line("pin"))
                .option("present", v.t("judge-pin-present"))
                .option_hint("absent", v.t("judge-pin-absent"), v.t("judge-pin-absent-hint"))
                .option("nothing", v.t("judge-pin-nothing"))
                .error(error("pin")))
            (Field::textarea("reason", v.t("judge-reason")).rows(2).value(typed.text("reason")).error(error("reason")))
            (actions(Button::primary(v.t("judge-pin-do"))))
        }))
    }
}
