//! Accepting several works: first exactly what will be touched, then the act; what changed in between is left out and named.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::filter;
use super::parts;
use super::work;
use crate::db::Conn;
use crate::entries::dossier::Dossier;
use crate::entries::entry::EntryState;
use crate::entries::ops::intake::{self, Accept};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::kernel::time::Timestamp;
use crate::policy::Action;
use crate::web::errors::{WebError, WebResult};
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Empty, Form, Notice, Row, Table, Tone, actions, back_link, hidden};
use crate::web::visit::Visit;
use crate::web::words::name_in;

/// The most works of one act: what fits on a page of the queue.
const MOST: usize = 50;

/// A work that was chosen, and why it is not accepted together with others.
struct Chosen {
    d: Dossier,
    number: i64,
    hinders: Option<&'static str>,
}

fn chosen(f: &Fields) -> Vec<(String, i64)> {
    let mut all: Vec<(String, i64)> = Vec::new();
    for value in f.all("bai") {
        let Some((token, number)) = value.split_once(':') else { continue };
        let Ok(number) = number.parse() else { continue };
        if all.len() < MOST && all.iter().all(|(t, _)| t != token) {
            all.push((token.to_owned(), number));
        }
    }
    all
}

fn load(c: &mut Conn, contest: ContestId, asked: &[(String, i64)], now: Timestamp) -> OpResult<Vec<Chosen>> {
    let mut all = Vec::new();
    for (token, number) in asked {
        let d = match work::load(c, contest, token) {
            Ok(d) => d,
            Err(OpError::NotFound) => continue,
            Err(e) => return Err(e),
        };
        let looked = intake::look(c, &d, now)?;
        let d = d.as_handed_in(c)?;
        let hinders = if d.entry.state != EntryState::Submitted {
            Some("office-bulk-state")
        } else if d.entry.submitted_number != *number {
            Some("office-bulk-changed")
        } else if looked.checks.iter().any(|(_, tick)| tick.is_none()) {
            Some("office-bulk-checks")
        } else if !looked.is_clear() || looked.being_changed {
            Some("office-bulk-found")
        } else {
            None
        };
        all.push(Chosen { d, number: *number, hinders });
    }
    Ok(all)
}

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Office(contest))?;
    let (asked, now) = (chosen(&q), v.now);
    let all = v.read(move |c| load(c, contest, &asked, now)).await?;
    let query = filter::carried(q.raw("loc")).query();
    let back = v.href(&format!("/ban-thu-ky{query}"));
    let may = |d: &Dossier| v.may(&Action::Decide { entry: &d.entry, contest: &d.contest });
    let (ready, left): (Vec<&Chosen>, Vec<&Chosen>) = all.iter().partition(|c| c.hinders.is_none() && may(&c.d));
    Ok(Page::new(&v, v.t("office-bulk-title")).body(html! {
        (back_link(&v.t("office-queue-title"), &back))
        h1 { (v.t("office-bulk-title")) }
        @if all.is_empty() {
            (Empty::new(v.t("office-bulk-none")).body(v.t("office-bulk-none-body")).action(Button::plain(v.t("office-queue-title")).href(&back)))
        }
        @if !ready.is_empty() {
            p { (v.say(&msg!("office-bulk-lead", n = ready.len()))) }
            (Form::post(v.href("/ban-thu-ky/nhan")).body(html! {
                (hidden("loc", &query))
                @for c in &ready { (hidden("bai", &format!("{}:{}", c.d.entry.token, c.number))) }
                (list(&v, "office-bulk-ready", &ready))
                (actions(html! { (Button::primary(v.say(&msg!("office-bulk-accept", n = ready.len())))) a href=(back) { (v.t("cancel")) } }))
            }))
        }
        @if !left.is_empty() {
            h2 { (v.t("office-bulk-left")) }
            p { (v.t("office-bulk-left-lead")) }
            (list(&v, "office-bulk-left", &left))
        }
    }))
}

fn list(v: &Visit, caption: &str, all: &[&Chosen]) -> Markup {
    let table = Table::new(v.t(caption))
        .hide_caption()
        .col(Col::new(v.t("office-col-work")).head())
        .col(Col::new(v.t("office-category")))
        .col(Col::new(v.t("office-version")).num())
        .col(Col::new(v.t("office-col-found")))
        .rows(all.iter().map(|c| {
            let e = &c.d.entry;
            let category = c.d.category.as_ref().map(|c| name_in(v.lang, &c.name, &c.name_en).to_owned());
            Row::new()
                .cell(html! {
                    a href=(v.href(&format!("/ban-thu-ky/bai/{}", e.token))) { (e.title) } br;
                    span.code { (e.receipt_code.as_deref().unwrap_or_default()) }
                })
                .cell(category.unwrap_or_default())
                .cell(e.submitted_number.to_string())
                .cell(html! {
                    @match c.hinders {
                        Some(why) => (v.t(why)),
                        None => (parts::state_tag(v, e.state)),
                    }
                })
        }));
    html! { (table) }
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Office(contest))?;
    let asked = chosen(&f);
    let (done, left) = v
        .write(move |tx, cx| {
            let mut all = Vec::new();
            for (token, number) in &asked {
                match work::load(tx, contest, token) {
                    Ok(d) => all.push(Accept { entry: d.entry.id, number: Some(*number) }),
                    Err(OpError::NotFound) => {}
                    Err(e) => return Err(e),
                }
            }
            intake::accept_all(tx, cx, &all)
        })
        .await?;
    let asking = filter::carried(f.raw("loc"));
    if left.is_empty() {
        return Ok(super::decide::go(&v, "/ban-thu-ky", &asking, "nhan-nhieu", &done.len().to_string()));
    }
    let back = v.href(&format!("/ban-thu-ky{}", asking.query()));
    Ok(Page::new(&v, v.t("office-bulk-title")).narrow().body(html! {
        h1 { (v.say(&msg!("office-bulk-done", n = done.len()))) }
        (Notice::new(Tone::Wait, html! {
            ul {
                @for (e, why) in left {
                    li {
                        a href=(v.href(&format!("/ban-thu-ky/bai/{}", e.token))) { (e.title) } " "
                        span.code { (e.receipt_code.as_deref().unwrap_or_default()) } ": " (v.say(&WebError(why).msg()))
                    }
                }
            }
        }).title(v.t("office-bulk-left")))
        p { (Button::plain(v.t("office-queue-title")).href(back)) }
    }))
}
