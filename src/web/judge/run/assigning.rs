//! Giving works by hand; taking one back; opening a sheet again.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use maud::html;

use super::common::{At, AtSheet, BASE, href, load, name};
use crate::judging::conflict::Standing;
use crate::judging::ops::{self, Assign, Reopen, Unassign, conflicts};
use crate::judging::overview::PanelView;
use crate::judging::sheet::{Assignment, SheetState};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::{AccountId, EntryId};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::{
    Button, Col, Empty, ErrorSummary, Field, Form, Row, Table, Tone, actions, back_link, hidden, tag,
};
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>, Asked(asked): Asked) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    draw(&v, &view, &asked, &Faults::none()).await
}

pub async fn act(v: Visit, at: web::Path<At>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let judge: AccountId = fields.line("judge").parse().map_err(|_| OpError::NotFound)?;
    let entries = entries_of(&view, &fields).into_iter().collect();
    let cmd = Assign { panel: view.bench.panel.id, judge, entries };
    match v.write(move |tx, cx| ops::assign(tx, cx, &cmd)).await {
        Ok(_) => Ok(v.see_other(&format!("{BASE}/{}", view.bench.panel.id))),
        Err(OpError::Invalid(faults)) => draw(&v, &view, &fields, &faults).await,
        Err(e) => Err(e.into()),
    }
}

/// The works that were ticked. A form names them by their blind codes: other numbers of theirs would tell the order of their coming.
fn entries_of(view: &PanelView, fields: &Fields) -> BTreeSet<EntryId> {
    let ticked = fields.all("entries");
    view.works.iter().filter(|w| ticked.contains(&w.code.as_str())).map(|w| w.entry).collect()
}

async fn draw(v: &Visit, view: &PanelView, typed: &Fields, faults: &Faults) -> WebResult<HttpResponse> {
    let judge: Option<AccountId> = typed.line("judge").parse().ok().filter(|id| view.bench.seats(*id));
    let standing = match judge {
        Some(judge) => {
            let bench = view.bench.clone();
            v.read(move |c| conflicts::standing(c, &bench, &[judge])).await?
        }
        None => Standing::new(),
    };
    let chosen = entries_of(view, typed);
    let title = v.t("judge-to-hand");
    let people = view.progress.iter().filter(|p| p.seated).fold(
        Field::select("judge", v.t("judge-col-judge"))
            .option("", v.t("judge-choose"))
            .value(judge.map(|j| j.to_string()).unwrap_or_default()),
        |f, p| f.option(p.judge.to_string(), v.say(&msg!("judge-hand-option", name = p.name.as_str(), n = p.all()))),
    );
    let errors =
        faults.0.iter().fold(ErrorSummary::new(v.say(&msg!("errors-title", count = faults.0.len()))), |s, (f, m)| {
            s.item(f.clone(), v.say(m))
        });
    Ok(Page::new(v, title.clone()).faulty(!faults.is_empty()).body(html! {
        (back_link(&name(v, view), &href(v, view, "")))
        h1 { (title) }
        (errors)
        @if view.bench.members.is_empty() {
            (Empty::new(v.t("judge-members-empty")).action(Button::primary(v.t("judge-to-members")).href(href(v, view, "/thanh-vien"))))
        } @else {
            (Form::get(href(v, view, "/phan-cong")).class("filters").body(html! {
                (people)
                (if judge.is_none() { Button::primary(v.t("judge-hand-show")) } else { Button::plain(v.t("judge-hand-show")) })
            }))
        }
        @if let Some(judge) = judge {
            (Form::post(href(v, view, "/phan-cong")).body(html! {
                (hidden("judge", &judge.to_string()))
                (works(v, view, judge, &standing, &chosen))
                (actions(html! {
                    (Button::primary(v.say(&msg!("judge-hand-do", name = view.name(judge)))))
                    (Button::plain(v.t("cancel")).href(href(v, view, "")))
                }))
            }))
        }
    }))
}

fn works(v: &Visit, view: &PanelView, judge: AccountId, standing: &Standing, chosen: &BTreeSet<EntryId>) -> Table {
    let quota = view.bench.round.quota;
    let mut table = Table::new(v.t("judge-col-works"))
        .hide_caption()
        .dense()
        .col(Col::new(v.t("judge-hand-give")))
        .col(Col::new(v.t("judge-col-code")).head())
        .col(Col::new(v.t("judge-col-title")))
        .col(Col::new(v.t("judge-col-judges")))
        .empty(html! { p { (v.t("judge-works-empty")) } });
    for w in &view.works {
        let sheet = view.sheets.iter().find(|s| s.judge_id == judge && s.entry_id == w.entry);
        let cell = match sheet.map(|s| s.state) {
            Some(SheetState::Open | SheetState::HandedIn) => tag(Tone::Done, v.t("judge-hand-has")),
            Some(SheetState::Recused) => tag(Tone::Stop, v.t("judge-hand-conflict")),
            _ if standing.contains_key(&(judge, w.entry)) => tag(Tone::Stop, v.t("judge-hand-conflict")),
            _ => html! {
                span.choice {
                    input type="checkbox" name="entries" value=(w.code) checked[chosen.contains(&w.entry)]
                        aria-label=(v.say(&msg!("judge-hand-give-code", code = w.code.as_str())));
                }
            },
        };
        let count = view.live(w.entry).count();
        table = table.row(
            Row::new()
                .cell(cell)
                .cell(html! { span.code { (w.code) } })
                .cell(&w.title)
                .cell(format!("{count} / {quota}")),
        );
    }
    table
}

pub async fn unassign(v: Visit, at: web::Path<AtSheet>) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let cmd = Unassign { panel: view.bench.panel.id, token: at.sheet.clone() };
    v.write(move |tx, cx| ops::unassign(tx, cx, &cmd)).await?;
    Ok(v.see_other(&format!("{BASE}/{}", view.bench.panel.id)))
}

fn sheet_of<'a>(view: &'a PanelView, token: &str) -> Result<&'a Assignment, OpError> {
    view.sheets.iter().find(|s| s.token == token).ok_or(OpError::NotFound)
}

pub async fn reopen_page(v: Visit, at: web::Path<AtSheet>) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let sheet = sheet_of(&view, &at.sheet)?;
    let heads = view.bench.is_head(v.person.as_deref().map(|p| p.account));
    v.require(&Action::ReopenSheet { sheet, round: &view.bench.round, heads })?;
    Ok(reopen_draw(&v, &view, sheet, "", &Faults::none()))
}

pub async fn reopen(v: Visit, at: web::Path<AtSheet>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let sheet = sheet_of(&view, &at.sheet)?;
    let reason = fields.text("reason");
    let cmd = Reopen { token: at.sheet.clone(), reason: reason.clone() };
    match v.write(move |tx, cx| ops::reopen(tx, cx, &cmd)).await {
        Ok(()) => Ok(v.see_other(&format!("{BASE}/{}", view.bench.panel.id))),
        Err(OpError::Invalid(faults)) => Ok(reopen_draw(&v, &view, sheet, &reason, &faults)),
        Err(e) => Err(e.into()),
    }
}

fn reopen_draw(v: &Visit, view: &PanelView, sheet: &Assignment, reason: &str, faults: &Faults) -> HttpResponse {
    let code = view.work(sheet.entry_id).map_or("", |w| w.code.as_str());
    let title = v.say(&msg!("judge-reopen-title", code = code));
    Page::new(v, title.clone()).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&name(v, view), &href(v, view, "")))
        h1 { (title) }
        p { (v.say(&msg!("judge-reopen-what", name = view.name(sheet.judge_id)))) }
        (Form::post(href(v, view, &format!("/phieu/{}/mo-lai", sheet.token))).body(html! {
            (Field::textarea("reason", v.t("judge-reason")).rows(3).required().value(reason).error(faults.of("reason").map(|m| v.say(m))))
            (actions(html! {
                (Button::primary(v.t("judge-reopen")))
                (Button::plain(v.t("cancel")).href(href(v, view, "")))
            }))
        }))
    })
}
