//! The organizer's board: the contest on one page.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::frame::desk;
use crate::contests::contest::{Category, Contest, Phase};
use crate::contests::store;
use crate::entries::entry::EntryState;
use crate::kernel::time::Timestamp;
use crate::phases::facts_store;
use crate::phases::ops;
use crate::phases::steps::PhaseStep;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;
use crate::web::words::{name_in, time_left};

struct Data {
    step: PhaseStep,
    states: std::collections::HashMap<EntryState, i64>,
    by_category: std::collections::HashMap<crate::kernel::ids::CategoryId, i64>,
    categories: Vec<Category>,
    units: i64,
    handed_in: Vec<Timestamp>,
}

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let c = v.contest()?.clone();
    v.require(&Action::Organize(c.id))?;
    let (of, now) = (c.clone(), v.now);
    let data = v
        .read(move |conn| {
            Ok(Data {
                step: ops::preview(conn, &of, now)?,
                states: facts_store::by_state(conn, of.id)?,
                by_category: facts_store::by_category(conn, of.id)?,
                categories: store::categories(conn, of.id)?,
                units: facts_store::units_taking_part(conn, of.id)?,
                handed_in: facts_store::handed_in_at(conn, of.id)?,
            })
        })
        .await?;
    let title = v.t("organizer-title");
    let main = html! {
        p.soft { (name_in(v.lang, &c.title, &c.title_en)) " · " (c.short_code) }
        (standing(&v, &c, &data))
        h2 { (v.t("organizer-works")) }
        (counts(&v, &data))
        (charts(&v, &data))
        h2 { (v.t("organizer-go")) }
        (links(&v, &c))
    };
    let main = desk(&v, "/ban-to-chuc", &title, main);
    Ok(Page::new(&v, title).body(main))
}

/// Which phase it is, what comes next and what is in the way.
fn standing(v: &Visit, c: &Contest, data: &Data) -> Markup {
    let step = &data.step;
    let left = match (c.phase, c.deadline_at) {
        (Phase::Open, Some(t)) if t > v.now => {
            Some(v.say(&msg!("organizer-left", left = time_left(v, t), time = v.zone().date_time(t))))
        }
        (Phase::Open, Some(t)) => Some(v.say(&msg!("organizer-over", time = v.zone().date_time(t)))),
        _ => None,
    };
    let body = html! {
        p.big { (tag(Tone::Act, v.t(&format!("phase-{}", c.phase.word())))) }
        @if let Some(l) = left { p { (l) } }
        @if let Some(next) = step.next {
            @let next = v.t(&format!("phase-{}", next.word()));
            @if step.blocks.is_empty() {
                p { (v.say(&msg!("organizer-next-ready", next = next.as_str()))) }
            } @else {
                p { (v.say(&msg!("organizer-next-blocked", next = next.as_str(), n = step.blocks.len()))) }
                ul { @for b in &step.blocks { li { a href=(v.href(b.path)) { (v.say(&b.msg)) } } } }
            }
            p.actions {
                @if step.can() {
                    (Button::primary(v.say(&msg!("organizer-move", next = next.as_str()))).href(v.href("/ban-to-chuc/giai-doan")))
                } @else {
                    (Button::plain(v.t("organizer-see-step")).href(v.href("/ban-to-chuc/giai-doan")))
                }
                @if matches!(c.phase, Phase::Open | Phase::Intake) {
                    (Button::plain(v.t("extend-title")).href(v.href("/ban-to-chuc/gia-han")))
                }
            }
        } @else {
            p { (v.t("organizer-no-next")) }
        }
    };
    html! { (Card::new(body).title(v.t("organizer-standing")).first().accent()) }
}

fn counts(v: &Visit, data: &Data) -> Markup {
    let of = |s: EntryState| data.states.get(&s).copied().unwrap_or(0);
    let one = |s: EntryState| {
        Stat::new(v.lang.number(of(s)), v.t(&format!("state-{}", s.word())))
            .href(v.href(&format!("/ban-thu-ky?trang-thai={}", s.word())))
    };
    let all = [
        EntryState::Draft,
        EntryState::Submitted,
        EntryState::Correction,
        EntryState::Accepted,
        EntryState::Refused,
        EntryState::Withdrawn,
        EntryState::Disqualified,
    ];
    let shown = all.into_iter().filter(|s| {
        of(*s) > 0
            || matches!(s, EntryState::Draft | EntryState::Submitted | EntryState::Correction | EntryState::Accepted)
    });
    let mut all: Vec<Stat> = shown.map(one).collect();
    all.push(Stat::new(v.lang.number(data.units), v.t("organizer-units")));
    stats(all)
}

/// Works by category, and by day for the last four weeks.
fn charts(v: &Visit, data: &Data) -> Markup {
    if data.handed_in.is_empty() {
        return html! { (Empty::new(v.t("organizer-no-works")).body(html! { p { (v.t("organizer-no-works-hint")) } })) };
    }
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let mut bars = Bars::new(v.t("organizer-by-category")).heads(
        v.t("organizer-category"),
        v.t("organizer-count"),
        v.t("organizer-as-table"),
    );
    for k in &data.categories {
        let n = data.by_category.get(&k.id).copied().unwrap_or(0);
        bars = bars.bar(name_in(v.lang, &k.name, &k.name_en), count(n), v.lang.number(n));
    }
    let zone = v.zone();
    let today = zone.day(v.now);
    let mut by_day: BTreeMap<_, u64> = BTreeMap::new();
    for t in &data.handed_in {
        *by_day.entry(zone.day(*t)).or_default() += 1;
    }
    let last = by_day.last_key_value().map_or(today, |(day, _)| *day).min(today);
    let mut days = Histogram::new(v.t("organizer-by-day")).heads(
        v.t("organizer-day"),
        v.t("organizer-count"),
        v.t("organizer-as-table"),
    );
    for back in (0..28).rev() {
        let day = last - chrono::Days::new(back);
        days = days.bin(day.format("%d/%m").to_string(), by_day.get(&day).copied().unwrap_or(0));
    }
    html! { div.grid { (Card::new(bars)) (Card::new(days)) } }
}

fn links(v: &Visit, c: &Contest) -> Markup {
    let link = |path: &str, key: &str, hint: &str| (v.href(path), v.t(key), v.t(hint));
    let mut all = vec![
        link("/ban-thu-ky", "organizer-go-office", "organizer-go-office-hint"),
        link("/ban-to-chuc/cham-thi", "organizer-go-judging", "organizer-go-judging-hint"),
    ];
    if c.phase >= Phase::Preliminary {
        all.push(link("/ban-to-chuc/ket-qua", "organizer-go-results", "organizer-go-results-hint"));
    }
    all.push(link("/ban-to-chuc/thiet-lap", "organizer-nav-setup", "organizer-go-setup-hint"));
    all.push(link("/ban-to-chuc/thanh-vien", "organizer-nav-members", "organizer-go-members-hint"));
    cards(all.into_iter().map(|(href, title, hint)| {
        Card::new(html! { p.small.soft { (hint) } }).title(title).link(v.t("organizer-open"), href)
    }))
}
