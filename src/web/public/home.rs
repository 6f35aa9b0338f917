//! Home: what this is, until when, what to hand in, and the button.

use std::collections::HashMap;

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::contests::contest::{Category, Contest, Group, Phase};
use crate::contests::store;
use crate::kernel::ids::CategoryId;
use crate::phases::facts_store;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;
use crate::web::words::{name_in, time_left};

struct Data {
    groups: Vec<Group>,
    categories: Vec<Category>,
    counts: HashMap<CategoryId, i64>,
    units: i64,
}

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let c = v.contest()?.clone();
    let id = c.id;
    let data = v
        .read(move |conn| {
            Ok(Data {
                groups: store::groups(conn, id)?,
                categories: store::categories(conn, id)?,
                counts: facts_store::by_category(conn, id)?,
                units: facts_store::units_taking_part(conn, id)?,
            })
        })
        .await?;
    let title = name_in(v.lang, &c.title, &c.title_en);
    let open = c.phase != Phase::Draft || v.may(&Action::Office(id));
    let main = html! {
        div.wrap {
            div.hero {
                div {
                    @if let Some(k) = kicker(&v, &c) { p.kicker { (k) } }
                    h1 { (title) }
                    @if !c.theme.is_empty() { p.theme { "“" (c.theme) "”" } }
                    @if open {
                        p { a href=(v.href("/the-le")) { (v.t("home-read-rules")) } " · " a href={ (v.href("/the-le")) "#bieu-diem" } { (v.t("home-criteria")) } }
                    }
                }
                (clock(&v, &c, &data))
            }
            (road(&v, &c))
        }
        @if open && !data.categories.is_empty() {
            div.band {
                section.wrap {
                    h2 { (v.t("home-categories")) }
                    (cards(data.groups.iter().filter_map(|g| group_card(&v, g, &data))))
                }
            }
            @if c.phase <= Phase::Open {
                section.wrap.part {
                    h2 { (v.t("home-how")) }
                    ol.steps {
                        li { b { (v.t("home-how-1")) } " " (v.t("home-how-1-text")) }
                        li { b { (v.t("home-how-2")) } " " (v.t("home-how-2-text")) }
                        li { b { (v.t("home-how-3")) } " " (v.t("home-how-3-text")) }
                    }
                    @if !c.contact.is_empty() { p.soft { (v.say(&msg!("home-help", contact = c.contact.as_str()))) } }
                }
            }
        }
    };
    Ok(Page::new(&v, title).full().description(v.say(&msg!("home-description", theme = c.theme.as_str()))).body(main))
}

fn kicker(v: &Visit, c: &Contest) -> Option<String> {
    let place = c.issued_by().map(|i| i.place).unwrap_or_default();
    let year = c.open_at.map(|t| v.zone().parts(t).2.to_string());
    let parts: Vec<String> = [Some(place).filter(|p| !p.is_empty()), year].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn count_line(v: &Visit, data: &Data) -> Option<String> {
    let works: i64 = data.counts.values().sum();
    match (works, data.units) {
        (0, _) => None,
        (n, 0) => Some(v.say(&msg!("home-count", n = n))),
        (n, u) => Some(v.say(&msg!("home-count-units", n = n, units = u))),
    }
}

/// The card beside the title: how much time is left, or what is happening now.
fn clock(v: &Visit, c: &Contest, data: &Data) -> Markup {
    let zone = v.zone();
    let counting = |until: crate::kernel::time::Timestamp, over: &str| {
        Countdown::new(until.rfc3339(), v.now.rfc3339(), time_left(v, until)).units(v.t("time-units")).over(v.t(over))
    };
    let big = |key: &str| html! { p.left { (v.t(key)) } };
    let planned = c.publication_at.map(|t| v.say(&msg!("home-results-planned", day = zone.date(t))));
    html! {
        div.card.clock {
            @match c.phase {
                Phase::Draft => {
                    (big("home-draft"))
                    @if let Some(t) = c.open_at.filter(|t| *t > v.now) { p.soft { (v.say(&msg!("home-opens", time = zone.date_time(t)))) } }
                },
                Phase::Open => @match (c.open_at.filter(|t| *t > v.now), c.deadline_at) {
                    (Some(open), _) => {
                        p.soft { (v.t("home-until-open")) }
                        (counting(open, "time-begun"))
                        p.small.soft.num { (v.say(&msg!("home-opens", time = zone.date_time(open)))) }
                    },
                    (None, Some(end)) if end >= v.now => {
                        p.soft { (v.t("home-left")) }
                        (counting(end, "time-over"))
                        p.small.soft.num { (v.say(&msg!("home-until", time = zone.date_time(end)))) }
                        (Button::primary(v.t("home-submit")).href(v.href("/nop-bai")).big())
                    },
                    (None, Some(end)) => {
                        (big("home-closed"))
                        p.small.soft.num { (v.say(&msg!("home-closed-at", time = zone.date_time(end)))) }
                        (Button::plain(v.t("home-mine")).href(v.href("/nop-bai")))
                    },
                    (None, None) => (Button::primary(v.t("home-submit")).href(v.href("/nop-bai")).big()),
                },
                Phase::Intake => {
                    (big("home-closed"))
                    p.soft { (v.t("home-intake")) }
                    (Button::plain(v.t("home-mine")).href(v.href("/nop-bai")))
                },
                Phase::Preliminary | Phase::Final | Phase::Deliberation => {
                    (big("home-judging"))
                    @if let Some(p) = planned { p.soft { (p) } }
                    (Button::plain(v.t("home-mine")).href(v.href("/nop-bai")))
                },
                Phase::Published | Phase::Archived => {
                    (big("home-published"))
                    (Button::primary(v.t("home-results")).href(v.href("/ket-qua")).big())
                    p { a href=(v.href("/tac-pham")) { (v.t("home-gallery")) } }
                },
            }
            @if let Some(line) = count_line(v, data) { p.small.soft { (line) } }
        }
    }
}

fn road(v: &Visit, c: &Contest) -> Markup {
    let zone = v.zone();
    let on = |t: Option<crate::kernel::time::Timestamp>| t.map_or_else(|| v.t("home-date-later"), |t| zone.date(t));
    // Where the contest stands on this road, by its phase and, before the intake, by its dates.
    let stand = match c.phase {
        Phase::Draft => 0,
        Phase::Open if c.open_at.is_some_and(|t| t > v.now) => 0,
        Phase::Open | Phase::Intake => 1,
        Phase::Preliminary => 2,
        Phase::Final | Phase::Deliberation => 3,
        Phase::Published | Phase::Archived => 4,
    };
    let until =
        c.deadline_at.map_or_else(|| v.t("home-date-later"), |t| v.say(&msg!("home-road-until", day = zone.date(t))));
    let steps = [
        ("home-road-launch", on(c.launch_at.or(c.open_at))),
        ("home-road-open", until),
        ("home-road-preliminary", on(c.preliminary_at)),
        ("home-road-final", on(c.final_at)),
        ("home-road-published", on(c.publication_at)),
    ];
    let done = matches!(c.phase, Phase::Published | Phase::Archived);
    let started = c.launch_at.is_none_or(|t| t <= v.now);
    let mut road = Road::new(v.t("home-road"));
    for (i, (key, when)) in steps.into_iter().enumerate() {
        let step = match i.cmp(&stand) {
            std::cmp::Ordering::Less => Step::Past,
            std::cmp::Ordering::Equal if done => Step::Past,
            std::cmp::Ordering::Equal if started => Step::Now,
            _ => Step::Next,
        };
        road = road.step(step, v.t(key), when);
    }
    html! { section aria-label=(v.t("home-road")) { (road) } }
}

fn group_card(v: &Visit, g: &Group, data: &Data) -> Option<Card> {
    let own: Vec<&Category> = data.categories.iter().filter(|k| k.group_id == g.id).collect();
    if own.is_empty() {
        return None;
    }
    let names: Vec<&str> = own.iter().map(|k| name_in(v.lang, &k.name, &k.name_en)).collect();
    let n: i64 = own.iter().filter_map(|k| data.counts.get(&k.id)).sum();
    let card = Card::new(html! { p.small.soft { (names.join(" · ")) } })
        .title(name_in(v.lang, &g.name, &g.name_en))
        .link(v.t("home-group-more"), format!("{}#{}", v.href("/the-le"), g.code.to_lowercase()));
    Some(if n > 0 { card.count(v.lang.number(n)) } else { card })
}
