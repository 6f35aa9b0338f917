//! Where handing in begins: until when, one's own works and where each stands, what the contest takes.

use actix_web::HttpResponse;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{asks, desk};
use crate::contests::contest::{Category, Contest, Group, Phase};
use crate::contests::store as contests;
use crate::entries::dossier;
use crate::entries::entry::Entry;
use crate::entries::ops;
use crate::kernel::time::Timestamp;
use crate::policy::{Action, Deadline, Denied, Reason, may};
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The clock that counts down to the last moment.
pub fn clock(v: &Visit, until: Timestamp) -> Markup {
    let shown = v.zone().date_time(until);
    let words = v.t("entry-unit-days");
    html! { (Countdown::new(until.rfc3339(), v.now.rfc3339(), shown).units(words).over(v.t("entry-over"))) }
}

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    let account = v.actor().account();
    let (now, c2) = (v.now, contest.clone());
    let (groups, categories, mine, deadline) = v
        .read(move |c| {
            let mine = match account {
                Some(a) => ops::mine(c, c2.id, a)?,
                None => Vec::new(),
            };
            Ok((
                contests::groups(c, c2.id)?,
                contests::categories(c, c2.id)?,
                mine,
                dossier::deadline_of(c, &c2, account, now)?,
            ))
        })
        .await?;
    let lead = v.say(&msg!("entry-start-lead", contest = contest.title.as_str()));
    Ok(Page::new(&v, v.t("entry-start-title")).body(html! {
        div.row.between {
            div.measure { h1 { (v.t("entry-start-title")) } p.soft { (lead) } }
            (time_card(&v, &contest, deadline))
        }
        @if v.person.is_some() { (own(&v, &categories, &mine)) }
        h2.mt-6 { (v.t("entry-start-takes")) }
        p.soft { (v.t("entry-start-takes-lead")) }
        (takes(&v, &contest, &groups, &categories))
    }))
}

/// How much time is left, and the button; or why there is none.
fn time_card(v: &Visit, contest: &Contest, deadline: Deadline) -> Markup {
    let zone = v.zone();
    let allowed = may(&v.actor(), &Action::BeginEntry { contest, deadline });
    let begins = contest.phase <= Phase::Open && !deadline.begun();
    let why = match allowed {
        Ok(()) => None,
        Err(Denied { reason: Reason::SignIn, .. }) if contest.phase == Phase::Open && deadline.in_time() => None,
        Err(Denied { reason: Reason::Conflict, .. }) => Some(v.t("entry-start-judge")),
        _ if begins => {
            let time = contest.open_at.map(|t| zone.date_time(t)).unwrap_or_default();
            Some(v.say(&msg!("entry-start-not-yet", time = time)))
        }
        _ if contest.phase < Phase::Open => Some(v.t("entry-start-not-open")),
        _ => Some(v.t("entry-start-over")),
    };
    if let Some(why) = why {
        return html! { (Notice::text(Tone::Quiet, &why)) };
    }
    let until = deadline.last();
    let here = utf8_percent_encode(&v.href("/nop-bai"), NON_ALPHANUMERIC).to_string();
    html! {
        div.card.accent.clock {
            @if let Some(t) = until {
                p.soft { (v.t("entry-start-left")) }
                (clock(v, t))
                p.soft.small.num { (v.say(&msg!("entry-start-until", time = zone.date_time(t)))) }
            }
            @if let Some(t) = deadline.extended_to.filter(|t| *t > v.now) {
                p.small { (v.say(&msg!("entry-start-extended", time = zone.date_time(t)))) }
            }
            @if v.person.is_some() {
                (Button::primary(v.t("entry-start-button")).big().href(v.href("/nop-bai/moi")))
            } @else {
                (Button::primary(v.t("entry-start-sign-in")).big().href(format!("/dang-nhap?tiep={here}")))
                p.mt-2 { a href=(format!("/dang-ky?tiep={here}")) { (v.t("entry-start-sign-up")) } }
            }
        }
    }
}

fn own(v: &Visit, categories: &[Category], mine: &[Entry]) -> Markup {
    if mine.is_empty() {
        return html! { (Empty::new(v.t("entry-start-none")).body(v.t("entry-start-none-body"))) };
    }
    let zone = v.zone();
    let rows = mine.iter().map(|e| {
        let title = if e.title.is_empty() { v.t("entry-untitled") } else { e.title.clone() };
        let category = categories.iter().find(|c| Some(c.id) == e.category_id);
        Row::new()
            .cell(html! { a href=(v.href(&format!("/nop-bai/{}", e.token))) { (title) } })
            .cell(e.receipt_code.clone().unwrap_or_default())
            .cell(category.map_or_else(|| v.t("entry-no-category"), |c| desk::category_name(v, c)))
            .cell(html! {
                (desk::state_tag(v, e.state))
                @if let Some(t) = e.correction_due_at.filter(|_| e.state == crate::entries::entry::EntryState::Correction) {
                    " " span.small { (v.say(&msg!("entry-correction-due", time = zone.date_time(t)))) }
                }
            })
            .cell(zone.date_time(e.updated_at))
    });
    html! {
        h2 { (v.t("entry-start-mine")) }
        (Table::new(v.t("entry-start-mine")).hide_caption()
            .col(Col::new(v.t("entry-col-title")).head()).col(Col::new(v.t("entry-code")))
            .col(Col::new(v.t("entry-col-category"))).col(Col::new(v.t("entry-col-state")))
            .col(Col::new(v.t("entry-col-changed"))).rows(rows))
    }
}

fn takes(v: &Visit, contest: &Contest, groups: &[Group], categories: &[Category]) -> Markup {
    html! {
        @for g in groups {
            h3 { (if v.lang == crate::lang::Lang::En && !g.name_en.is_empty() { &g.name_en } else { &g.name }) }
            @for c in categories.iter().filter(|c| c.group_id == g.id) {
                details {
                    summary { (desk::category_name(v, c)) }
                    @if let Ok(rules) = c.asks() {
                        ul { @for line in asks::lines(v, contest, &rules) { li { (line) } } }
                    }
                }
            }
        }
    }
}
