//! Assignment by plan: what it would mean, then carrying out exactly that.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::common::{At, BASE, href, load, name};
use crate::judging::ops::planning::{self, Made};
use crate::judging::ops::{self, ApplyPlan, PlanWish};
use crate::judging::overview::{PanelView, Progress};
use crate::judging::plan::{Apart, Because};
use crate::kernel::errors::OpError;
use crate::kernel::ids::EntryId;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::{
    Button, Col, Empty, Field, Form, Notice, Row, Stat, Table, Tone, actions, back_link, hidden, stats,
};
use crate::web::visit::Visit;

/// What is wished for, and the codes of anchors that there are not.
fn wish(view: &PanelView, fields: &Fields) -> (PlanWish, Vec<String>) {
    let mut anchors: BTreeSet<EntryId> = BTreeSet::new();
    let mut unknown = Vec::new();
    for code in fields.line("neo").split([',', ' ', ';']).filter(|c| !c.is_empty()) {
        match view.works.iter().find(|w| w.code.eq_ignore_ascii_case(code)) {
            Some(w) => {
                anchors.insert(w.entry);
            }
            None => unknown.push(code.to_owned()),
        }
    }
    let seed = fields.line("hat").parse().unwrap_or(1);
    (PlanWish { seed, rebalance: fields.ticked("chia-lai"), anchors }, unknown)
}

pub async fn page(v: Visit, at: web::Path<At>, Asked(asked): Asked) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    draw(&v, view, &asked, None).await
}

pub async fn act(v: Visit, at: web::Path<At>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let (wish, _) = wish(&view, &fields);
    let cmd = ApplyPlan { panel: view.bench.panel.id, wish, seen: Some(fields.line("digest")) };
    match v.write(move |tx, cx| ops::apply_plan(tx, cx, &cmd)).await {
        Ok(_) => Ok(v.see_other(&format!("{BASE}/{}", view.bench.panel.id))),
        Err(OpError::Conflict(why)) => draw(&v, view, &fields, Some(v.say(&why))).await,
        Err(e) => Err(e.into()),
    }
}

async fn draw(v: &Visit, view: PanelView, fields: &Fields, fault: Option<String>) -> WebResult<HttpResponse> {
    let (wish, unknown) = wish(&view, fields);
    let title = v.t("judge-to-plan");
    let ready = !view.bench.members.is_empty() && !view.works.is_empty();
    let made = if ready {
        let (bench, wanted) = (view.bench.clone(), wish.clone());
        Some(v.read(move |c| planning::make(c, &bench, &wanted)).await?)
    } else {
        None
    };
    let status = if fault.is_some() { actix_web::http::StatusCode::CONFLICT } else { actix_web::http::StatusCode::OK };
    Ok(Page::new(v, title.clone()).status(status).body(html! {
        (back_link(&name(v, &view), &href(v, &view, "")))
        h1 { (title) }
        @if let Some(f) = &fault { (Notice::text(Tone::Stop, f)) }
        @match &made {
            None => (Empty::new(v.t("judge-plan-empty")).body(html! { p { (v.t("judge-plan-empty-hint")) } })),
            Some(made) => {
                (preview(v, &view, made))
                (carry_out(v, &view, &wish, fields, made))
            }
        }
        @if ready { (wishes(v, &view, &wish, fields, &unknown)) }
    }))
}

fn preview(v: &Visit, view: &PanelView, made: &Made) -> Markup {
    let p = &made.preview;
    let mut loads = Table::new(v.t("judge-plan-loads"))
        .col(Col::new(v.t("judge-col-judge")).head())
        .col(Col::new(v.t("judge-plan-has")).num())
        .col(Col::new(v.t("judge-plan-gets")).num());
    for l in &made.plan.loads {
        let has = view.progress.iter().find(|x| x.judge == l.judge).map_or(0, Progress::all);
        loads = loads.row(Row::new().cell(view.name(l.judge)).cell(has.to_string()).cell(l.works.to_string()));
    }
    let code = |e: &EntryId| view.work(*e).map_or("", |w| w.code.as_str()).to_owned();
    let say = v.say(&msg!(
        "judge-plan-sentence",
        judges = p.judges,
        works = p.works,
        quota = view.bench.round.quota,
        mean = p.mean_load.show(1),
        least = p.least,
        most = p.most
    ));
    html! {
        p.big { (say) }
        (stats([
            Stat::new(made.plan.new.len().to_string(), v.t("judge-plan-new")),
            Stat::new(made.plan.removed.len().to_string(), v.t("judge-plan-removed")),
            Stat::new(made.plan.kept.len().to_string(), v.t("judge-plan-kept")),
            Stat::new(p.empty.to_string(), v.t("judge-plan-unfilled")),
        ]))
        @if p.connected {
            (Notice::text(Tone::Done, &v.t("judge-plan-connected")))
        }
        @for d in &made.plan.disconnected {
            @let category = view.bench.categories.iter().find(|c| c.id == d.category).map_or("", |c| c.name.as_str());
            @let why = match d.why { Apart::OneEach => "judge-plan-apart-one", Apart::NoExchange => "judge-plan-apart-stuck" };
            (Notice::text(Tone::Wait, &format!("{} {}", v.say(&msg!("judge-plan-apart", category = category, n = d.islands.len())), v.t(why))))
        }
        @if !made.plan.unmet.is_empty() {
            (Notice::new(Tone::Wait, html! {
                ul {
                    @for u in made.plan.unmet.iter().take(50) {
                        li {
                            (v.say(&msg!("judge-plan-unmet", code = code(&u.entry), n = u.missing, eligible = u.eligible)))
                            " "
                            @if u.full.is_empty() {
                                (v.t("judge-plan-free-more"))
                            } @else {
                                @let names: Vec<&str> = u.full.iter().map(|j| view.name(*j)).collect();
                                (v.say(&msg!("judge-plan-free-room", names = names.join(", "))))
                            }
                        }
                    }
                }
            }).title(v.t("judge-plan-unmet-title")))
        }
        @if !made.plan.removed.is_empty() {
            (Notice::new(Tone::Wait, html! {
                ul {
                    @for r in made.plan.removed.iter().take(50) {
                        @let why = match r.because { Because::Conflict => "judge-plan-because-conflict", Because::Gone => "judge-plan-because-gone", Because::Moved => "judge-plan-because-moved" };
                        li { (v.say(&msg!("judge-plan-removed-line", code = code(&r.entry), name = view.name(r.judge)))) " " (v.t(why)) }
                    }
                }
            }).title(v.t("judge-plan-removed")))
        }
        (loads)
    }
}

fn carry_out(v: &Visit, view: &PanelView, wish: &PlanWish, fields: &Fields, made: &Made) -> Markup {
    html! {
        @if made.plan.new.is_empty() && made.plan.removed.is_empty() {
            (Notice::text(Tone::Done, &v.t("judge-plan-nothing")))
        } @else {
            (Form::post(href(v, view, "/ke-hoach")).body(html! {
                (hidden("hat", &wish.seed.to_string()))
                @if wish.rebalance { (hidden("chia-lai", "1")) }
                (hidden("neo", &fields.line("neo")))
                (hidden("digest", &made.digest))
                (actions(html! {
                    (Button::primary(v.say(&msg!("judge-plan-do", n = made.plan.new.len()))))
                    (Button::plain(v.t("cancel")).href(href(v, view, "")))
                }))
            }))
        }
    }
}

fn wishes(v: &Visit, view: &PanelView, wish: &PlanWish, fields: &Fields, unknown: &[String]) -> Markup {
    let fault = (!unknown.is_empty()).then(|| v.say(&msg!("judge-plan-anchor-unknown", codes = unknown.join(", "))));
    html! {
        h2.mt-6 { (v.t("judge-plan-other")) }
        (Form::get(href(v, view, "/ke-hoach")).body(html! {
            (Field::text("neo", v.t("judge-plan-anchors")).optional(v.t("optional")).hint(v.t("judge-plan-anchors-hint"))
                .value(fields.line("neo")).error(fault))
            (Field::checkbox("chia-lai", v.t("judge-plan-rebalance")).hint(v.t("judge-plan-rebalance-hint")).checked(wish.rebalance))
            (Field::number("hat", v.t("judge-plan-seed")).hint(v.t("judge-plan-seed-hint")).value(wish.seed.to_string()))
            (actions(Button::plain(v.t("judge-plan-look"))))
        }))
    }
}
