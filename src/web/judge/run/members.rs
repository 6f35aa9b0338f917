//! Who sits on a panel and who leads it; putting another judge in one's place.

use actix_web::{HttpResponse, web};
use maud::html;

use super::common::{At, href, load, name};
use crate::judging::ops::{self, Replace, SetPanel, assigning};
use crate::judging::overview::{self, Candidate, PanelView};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::AccountId;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::{Button, Empty, ErrorSummary, Field, Form, Notice, SummaryList, Tone, actions, back_link, hidden};
use crate::web::visit::Visit;

async fn candidates(v: &Visit) -> WebResult<Vec<Candidate>> {
    let contest = v.contest()?.id;
    v.read(move |c| overview::candidates(c, contest)).await
}

fn summary(v: &Visit, faults: &Faults) -> ErrorSummary {
    faults.0.iter().fold(ErrorSummary::new(v.say(&msg!("errors-title", count = faults.0.len()))), |s, (f, m)| {
        s.item(f.clone(), v.say(m))
    })
}

pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let members: Vec<AccountId> = view.bench.members.iter().map(|m| m.account_id).collect();
    let head = view.bench.members.iter().find(|m| m.is_head).map(|m| m.account_id);
    draw(&v, &view, &members, head, &Faults::none()).await
}

pub async fn act(v: Visit, at: web::Path<At>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let members: Vec<AccountId> = fields.all("members").iter().filter_map(|s| s.parse().ok()).collect();
    let head: Option<AccountId> = fields.line("head").parse().ok();
    let cmd = SetPanel { round: view.bench.round.id, group: view.bench.group.id, members: members.clone(), head };
    match v.write(move |tx, cx| ops::set_panel(tx, cx, &cmd)).await {
        Ok(panel) => Ok(v.see_other(&format!("{}/{}", super::common::BASE, panel.id))),
        Err(OpError::Invalid(faults)) => draw(&v, &view, &members, head, &faults).await,
        Err(e) => Err(e.into()),
    }
}

async fn draw(
    v: &Visit,
    view: &PanelView,
    members: &[AccountId],
    head: Option<AccountId>,
    faults: &Faults,
) -> WebResult<HttpResponse> {
    let all = candidates(v).await?;
    let title = v.t("judge-to-members");
    let people = all.iter().fold(
        Field::checkboxes("members", v.t("judge-members")).values(members.iter().map(ToString::to_string)),
        |f, c| f.option(c.account.to_string(), c.name.clone()),
    );
    let leaders = all.iter().filter(|c| c.may_lead).fold(
        Field::select("head", v.t("judge-head")).hint(v.t("judge-head-hint")).option("", v.t("judge-head-none")),
        |f, c| f.option(c.account.to_string(), c.name.clone()),
    );
    Ok(Page::new(v, title.clone()).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&name(v, view), &href(v, view, "")))
        h1 { (title) }
        (summary(v, faults))
        @if all.is_empty() {
            (Empty::new(v.t("judge-no-candidates")).body(html! { p { (v.t("judge-no-candidates-hint")) } }))
        } @else {
            (Form::post(href(v, view, "/thanh-vien")).body(html! {
                (people.error(faults.of("members").map(|m| v.say(m))))
                (leaders.value(head.map(|h| h.to_string()).unwrap_or_default()).error(faults.of("head").map(|m| v.say(m))))
                (actions(html! {
                    (Button::primary(v.t("save")))
                    (Button::plain(v.t("cancel")).href(href(v, view, "")))
                }))
            }))
        }
    }))
}

/// Replacing: choose two people, see what it will mean, do it.
pub async fn replace_page(v: Visit, at: web::Path<At>, Asked(asked): Asked) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    replace_draw(&v, &view, &asked, &Faults::none()).await
}

pub async fn replace(v: Visit, at: web::Path<At>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let wanted = |name: &str| fields.line(name).parse::<AccountId>().map_err(|_| OpError::NotFound);
    let cmd =
        Replace { panel: view.bench.panel.id, from: wanted("from")?, to: wanted("to")?, reason: fields.text("reason") };
    match v.write(move |tx, cx| ops::replace(tx, cx, &cmd)).await {
        Ok(_) => Ok(v.see_other(&format!("{}/{}", super::common::BASE, view.bench.panel.id))),
        Err(OpError::Invalid(faults)) => replace_draw(&v, &view, &fields, &faults).await,
        Err(e) => Err(e.into()),
    }
}

async fn replace_draw(v: &Visit, view: &PanelView, typed: &Fields, faults: &Faults) -> WebResult<HttpResponse> {
    let all = candidates(v).await?;
    let from: Option<AccountId> = typed.line("from").parse().ok().filter(|id| view.bench.seats(*id));
    let to: Option<AccountId> =
        typed.line("to").parse().ok().filter(|id| all.iter().any(|c| c.account == *id) && Some(*id) != from);
    let title = v.t("judge-to-replace");
    let pick = |name: &str, label: &str, people: Vec<(AccountId, String)>, now: Option<AccountId>| {
        people.into_iter().fold(
            Field::select(name, v.t(label))
                .option("", v.t("judge-choose"))
                .value(now.map(|n| n.to_string()).unwrap_or_default())
                .error(faults.of(name).map(|m| v.say(m))),
            |f, (id, name)| f.option(id.to_string(), name),
        )
    };
    let seated = view.progress.iter().filter(|p| p.seated).map(|p| (p.judge, p.name.clone())).collect();
    let others = all.iter().map(|c| (c.account, c.name.clone())).collect();
    let plan = match (from, to) {
        (Some(from), Some(to)) => {
            let bench = view.bench.clone();
            Some((from, to, v.read(move |c| assigning::replacing(c, &bench, from, to)).await?))
        }
        _ => None,
    };
    let codes = |entries: &[crate::kernel::ids::EntryId]| {
        let all: Vec<&str> = entries.iter().filter_map(|e| view.work(*e)).map(|w| w.code.as_str()).collect();
        if all.is_empty() { "–".to_owned() } else { all.join(", ") }
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&name(v, view), &href(v, view, "")))
        h1 { (title) }
        (summary(v, faults))
        @match plan {
            None => {
                p { (v.t("judge-replace-intro")) }
                (Form::get(href(v, view, "/thay")).body(html! {
                    (pick("from", "judge-replace-from", seated, from))
                    (pick("to", "judge-replace-to", others, to))
                    (actions(Button::primary(v.t("judge-replace-look"))))
                }))
            }
            Some((from, to, plan)) => {
                @let new = all.iter().find(|c| c.account == to).map_or("", |c| c.name.as_str());
                p.big { (v.say(&msg!("judge-replace-who", from = view.name(from), to = new))) }
                (SummaryList::new()
                    .row(v.t("judge-replace-kept"), plan.kept.to_string())
                    .row(v.t("judge-replace-dropped"), codes(&plan.dropped))
                    .row(v.t("judge-replace-given"), codes(&plan.given))
                    .row(v.t("judge-replace-not-given"), codes(&plan.not_given)))
                @if !plan.not_given.is_empty() { (Notice::text(Tone::Wait, &v.t("judge-replace-not-given-note"))) }
                (Form::post(href(v, view, "/thay")).body(html! {
                    (hidden("from", &from.to_string()))
                    (hidden("to", &to.to_string()))
                    (Field::textarea("reason", v.t("judge-reason")).rows(2).required().value(typed.text("reason"))
                        .error(faults.of("reason").map(|m| v.say(m))))
                    (actions(html! {
                        (Button::danger(v.t("judge-replace-do")))
                        (Button::plain(v.t("cancel")).href(href(v, view, "")))
                    }))
                }))
            }
        }
    }))
}
