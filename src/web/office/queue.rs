//! The secretaries' queue: what waits, what was found about it at a glance, and the way to each work.

use std::collections::HashSet;

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::filter::{self, Asking};
use super::parts;
use crate::contests::contest::{Category, Unit};
use crate::contests::store as contests;
use crate::entries::entry::{Author, EntryState};
use crate::entries::intake_store::{self, Flag, Order, QueueRow};
use crate::entries::store;
use crate::kernel::ids::EntryId;
use crate::messages::store as messages;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::layout::Page;
use crate::web::ui::{
    Button, Col, Empty, Field, Form, Notice, Order as Sorted, Pager, Row, Table, Tabs, Tone, actions, hidden, tag,
};
use crate::web::visit::Visit;
use crate::web::words::name_in;

const PER_PAGE: i64 = 50;

struct Shown {
    rows: Vec<QueueRow>,
    authors: Vec<Author>,
    counts: Vec<(EntryState, i64)>,
    sharing: HashSet<EntryId>,
    categories: Vec<Category>,
    units: Vec<Unit>,
    /// People who wait for a telephone call.
    calls: usize,
    /// Accepted works with a file that no judge gets to see.
    held: usize,
}

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    v.require(&Action::Office(contest.id))?;
    let asking = Asking::read(&q);
    let a = asking.clone();
    let id = contest.id;
    let shown = v
        .read(move |c| {
            let offset = i64::from(a.page - 1) * PER_PAGE;
            let rows = intake_store::queue(c, id, &a.filter, offset, PER_PAGE)?;
            let ids: Vec<EntryId> = rows.iter().map(|r| r.id).collect();
            let categories = contests::categories(c, id)?;
            let blind: Vec<_> = categories.iter().filter(|c| c.blind).map(|c| c.id).collect();
            Ok(Shown {
                held: intake_store::held_back(c, &blind)?.len(),
                authors: store::authors_of_all(c, &ids)?,
                counts: intake_store::counts(c, id, &a.filter)?,
                sharing: intake_store::sharing_files(c, &ids)?.into_iter().collect(),
                categories,
                units: contests::units(c, id)?,
                calls: messages::count_calls(c, id)?,
                rows,
            })
        })
        .await?;
    let done = q.line("xong");
    let calls = match shown.calls {
        0 => v.t("calls-nav"),
        n => v.say(&msg!("calls-nav-count", n = n)),
    };
    Ok(Page::new(&v, v.t("office-queue-title")).script("js/queue.js").body(html! {
        div.row.between {
            h1 { (v.t("office-queue-title")) }
            div.row {
                @if v.may(&Action::EnterOnBehalf(&contest)) {
                    (Button::plain(v.t("office-on-behalf")).small().href(v.href("/ban-thu-ky/nhap-ho")))
                }
                (Button::plain(v.t("office-extend")).small().href(v.href("/ban-thu-ky/gia-han-rieng")))
                (Button::plain(calls).small().href(v.href("/ban-thu-ky/goi-dien")))
                (Button::plain(v.t("codes-nav")).small().href(v.href("/ban-thu-ky/ma-mot-lan")))
            }
        }
        (parts::done(&v, &done, &q.line("ma")))
        (tabs(&v, &asking, &shown))
        @if shown.held > 0 && asking.filter.flag != Some(Flag::Held) {
            (Notice::new(Tone::Wait, html! {
                p { (v.say(&msg!("office-held", n = shown.held))) " "
                    a href=(v.href("/ban-thu-ky?trang-thai=accepted&co=con-giu")) { (v.t("office-held-see")) } }
            }))
        }
        (filters(&v, &asking, &shown))
        (table(&v, &asking, &shown))
    }))
}

fn total(shown: &Shown, state: Option<EntryState>) -> i64 {
    shown.counts.iter().filter(|(s, _)| state.is_none_or(|x| x == *s)).map(|(_, n)| n).sum()
}

fn address(v: &Visit, a: &Asking) -> String {
    v.href(&format!("/ban-thu-ky{}", a.query()))
}

fn tabs(v: &Visit, a: &Asking, shown: &Shown) -> Markup {
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let mut tabs = Tabs::new(v.t("office-tabs"));
    for state in [
        EntryState::Submitted,
        EntryState::Correction,
        EntryState::Accepted,
        EntryState::Refused,
        EntryState::Withdrawn,
        EntryState::Disqualified,
    ] {
        let here = a.filter.state == Some(state);
        let n = total(shown, Some(state));
        if n > 0 || here || matches!(state, EntryState::Submitted | EntryState::Correction | EntryState::Accepted) {
            tabs = tabs.tab_count(parts::state_words(v, state), address(v, &a.state(Some(state))), here, count(n));
        }
    }
    let all = tabs.tab_count(v.t("office-all"), address(v, &a.state(None)), a.all, count(total(shown, None)));
    html! { (all) }
}

fn filters(v: &Visit, a: &Asking, shown: &Shown) -> Markup {
    let f = &a.filter;
    let any = || std::iter::once((String::new(), v.t("office-any")));
    let word = match f.state {
        None => "tat-ca",
        Some(s) => s.word(),
    };
    let flag = filter::flags().find(|(_, x)| Some(*x) == f.flag).map_or("", |(w, _)| w);
    let order = filter::orders().find(|(_, o)| *o == f.order).map_or("", |(w, _)| w);
    html! {
        (Form::get(v.href("/ban-thu-ky")).class("filters").body(html! {
            (hidden("trang-thai", word))
                (Field::search("tim", v.t("office-search")).value(&a.text).placeholder(v.t("office-search-hint")))
                (Field::select("the-loai", v.t("office-category"))
                    .options(any().chain(shown.categories.iter().map(|c| (c.id.to_string(), name_in(v.lang, &c.name, &c.name_en).to_owned()))))
                    .value(f.category.map(|c| c.to_string()).unwrap_or_default()))
                (Field::select("don-vi", v.t("office-unit"))
                    .options(any().chain(shown.units.iter().map(|u| (u.id.to_string(), u.name.clone()))))
                    .value(f.unit.map(|u| u.to_string()).unwrap_or_default()))
                (Field::select("co", v.t("office-flag"))
                    .options(any().chain(filter::flags().map(|(w, _)| (w.to_owned(), v.t(&format!("office-flag-{w}"))))))
                    .value(flag))
                (Field::select("xep", v.t("office-order"))
                    .options(filter::orders().map(|(w, _)| (w.to_owned(), v.t(&format!("office-order-{w}")))))
                    .value(order))
                (Button::plain(v.t("office-filter-go")))
                @if a.is_narrow() {
                    a href=(address(v, &Asking { text: String::new(), filter: crate::entries::intake_store::Filter { state: f.state, order: f.order, ..Default::default() }, page: 1, all: a.all })) {
                        (v.t("office-filter-clear"))
                    }
                }
                    }))
    }
}

fn table(v: &Visit, a: &Asking, shown: &Shown) -> Markup {
    let here = total(shown, a.filter.state);
    if shown.rows.is_empty() {
        let (title, body) = if a.is_narrow() {
            ("office-none-narrow", "office-none-narrow-body")
        } else if a.filter.state == Some(EntryState::Submitted) {
            ("office-none-waiting", "office-none-waiting-body")
        } else {
            ("office-none", "office-none-body")
        };
        return html! { (Empty::new(v.t(title)).body(v.t(body))) };
    }
    let bulk = a.filter.state == Some(EntryState::Submitted);
    let pages = u32::try_from((here + PER_PAGE - 1) / PER_PAGE).unwrap_or(1).max(1);
    let first = i64::from(a.page - 1) * PER_PAGE + 1;
    let last = first - 1 + i64::try_from(shown.rows.len()).unwrap_or(0);
    let summary = v.say(&msg!(
        "office-range",
        first = v.lang.number(first),
        last = v.lang.number(last),
        all = v.lang.number(here)
    ));
    let now = |o: Order| (a.filter.order == o).then_some(Sorted::Asc);
    let time = match a.filter.order {
        Order::Oldest => (Order::Newest, Some(Sorted::Asc)),
        Order::Newest => (Order::Oldest, Some(Sorted::Desc)),
        _ => (Order::Oldest, None),
    };
    let mut t = Table::new(v.t("office-queue-title")).hide_caption().queue();
    if bulk {
        t = t.col(Col::new(v.t("office-col-choose")).hide_label());
    }
    t = t
        .col(Col::new(v.t("office-col-work")).head().sort(address(v, &a.order(Order::Title)), now(Order::Title)))
        .col(Col::new(v.t("office-category")))
        .col(Col::new(v.t("office-unit")).sort(address(v, &a.order(Order::Unit)), now(Order::Unit)))
        .col(Col::new(v.t("office-col-time")).sort(address(v, &a.order(time.0)), time.1))
        .col(Col::new(v.t("office-col-found")))
        .rows(shown.rows.iter().map(|r| row(v, a, shown, r, bulk)));
    let pager = Pager::new(v.t("office-pages"), a.page, pages, |n| address(v, &a.page(n)))
        .prev(v.t("office-prev-page"))
        .next(v.t("office-next-page"))
        .summary(summary);
    html! {
        @if bulk {
            (Form::get(v.href("/ban-thu-ky/nhan")).body(html! {
                (hidden("loc", &a.query()))
                (t)
                (actions(Button::plain(v.t("office-bulk-go"))))
            }))
        } @else { (t) }
        (pager)
        p.soft.small.hide-phone {
            label { input type="checkbox" data-keys-toggle; " " (v.t("office-keys")) }
        }
    }
}

fn row(v: &Visit, a: &Asking, shown: &Shown, r: &QueueRow, bulk: bool) -> Row {
    let title = if r.title.is_empty() { v.t("office-untitled") } else { r.title.clone() };
    let category = r.category_id.and_then(|id| shown.categories.iter().find(|c| c.id == id));
    let names: Vec<&str> = shown.authors.iter().filter(|x| x.entry_id == r.id).map(|x| x.name.as_str()).collect();
    let who = if r.group_name.is_empty() { names.join(", ") } else { r.group_name.clone() };
    let zone = v.zone();
    let mut row = Row::new();
    if bulk {
        let label = v.say(&msg!("office-choose", title = title.as_str()));
        row = row.cell(html! {
            input type="checkbox" name="bai" value=(format!("{}:{}", r.token, r.submitted_number)) aria-label=(label);
        });
    }
    row.cell(html! {
        a href=(v.href(&format!("/ban-thu-ky/bai/{}{}", r.token, a.query()))) { (title) }
        br;
        span.soft.small { (who) @if let Some(code) = &r.receipt_code { " · " span.code { (code) } } }
    })
    .cell(category.map_or_else(String::new, |c| name_in(v.lang, &c.name, &c.name_en).to_owned()))
    .cell(r.unit_name.as_str())
    .cell(html! { span.num { (r.submitted_at.map(|t| zone.date_time(t)).unwrap_or_default()) } })
    .cell(html! {
        @if a.filter.state.is_none() { (parts::state_tag(v, r.state)) " " }
        @if r.late { (tag(Tone::Wait, v.t("late"))) " " }
        @if r.on_behalf_by.is_some() { (tag(Tone::Quiet, v.t("on-behalf"))) " " }
        @if shown.sharing.contains(&r.id) { (tag(Tone::Stop, v.t("office-flag-trung-tep"))) " " }
        @if r.state == EntryState::Correction {
            @if let Some(due) = r.correction_due_at {
                span.small.num { (v.say(&msg!("office-due", time = zone.date_time(due)))) }
                @if due < v.now { " " (tag(Tone::Stop, v.t("office-overdue"))) }
            }
        }
    })
}
