//! The judge's own list: what there is to judge, how far it is, and the way to the next sheet.

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::contests::contest::RoundState;
use crate::judging::reading::{self, Item, MyRound, Part};
use crate::judging::sheet::SheetState;
use crate::kernel::points::Points;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Empty, Histogram, Notice, Progress, Row, Table, Tone, tag};
use crate::web::visit::Visit;

pub async fn page(v: Visit, Asked(asked): Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::JudgeIn(contest))?;
    let me = v.signed_in()?.account;
    let rounds = v.read(move |c| reading::my_rounds(c, contest, me)).await?;
    let done = asked.line("da-nop");
    let handed = rounds.iter().flat_map(MyRound::items).find(|i| i.code == done && i.state == SheetState::HandedIn);
    let empty = rounds.is_empty();
    let rounds: Vec<Markup> = rounds.iter().enumerate().map(|(i, r)| round(&v, r, i == 0)).collect();
    let body = html! {
        h1 { (v.t("judge-list-title")) }
        @if let Some(item) = handed {
            (Notice::text(Tone::Done, &v.say(&msg!("judge-handed-in-notice", code = item.code.as_str()))))
        }
        @if empty {
            (Empty::new(v.t("judge-list-empty")).body(html! { p { (v.t("judge-list-empty-hint")) } }))
        }
        @for r in rounds { (r) }
    };
    Ok(Page::new(&v, v.t("judge-list-title")).script("js/desk.js").script("js/queue.js").body(body))
}

fn round(v: &Visit, r: &MyRound, first: bool) -> Markup {
    let items: Vec<&Item> = r.items().collect();
    let done = items.iter().filter(|i| i.state == SheetState::HandedIn).count();
    let aside = items.iter().filter(|i| i.is_to_do() && i.skipped).count();
    let next = reading::next_to_do(&items, None);
    let open = r.round.state == RoundState::Open;
    html! {
        section.part {
            h2 { (r.round.name) }
            (Progress::new(v.say(&msg!("judge-progress", round = r.round.name.as_str())), to_u64(done), to_u64(items.len()))
                .text(v.say(&msg!("judge-progress-text", done = done, all = items.len()))))
            @if !open {
                p.soft { (v.t("judge-round-closed-note")) }
            } @else if let Some(next) = next {
                @if aside > 0 { p.soft { (v.say(&msg!("judge-aside-note", n = aside))) } }
                p.mt-4 {
                    @let label = v.say(&msg!("judge-next", code = next.code.as_str()));
                    @let href = v.href(&format!("/cham/{}", next.token));
                    (if first { Button::primary(label).href(href) } else { Button::plain(label).href(href) })
                }
            } @else {
                (Notice::text(Tone::Done, &v.t("judge-all-done")))
            }
            @for p in &r.parts { (part(v, p)) }
        }
    }
}

fn part(v: &Visit, p: &Part) -> Markup {
    let name = if v.lang == crate::lang::Lang::En && !p.category.name_en.is_empty() {
        &p.category.name_en
    } else {
        &p.category.name
    };
    let mut table = Table::new(name.clone())
        .queue()
        .col(Col::new(v.t("judge-col-code")).head())
        .col(Col::new(v.t("judge-col-title")))
        .col(Col::new(v.t("judge-col-state")))
        .col(Col::new(v.t("judge-col-total")).num());
    for i in &p.items {
        let (tone, text) = state(v, i, p.criteria);
        let total = if i.marked == 0 { "–".to_owned() } else { i.total.to_string() };
        table = table.row(
            Row::new()
                .cell(html! { a.code href=(v.href(&format!("/cham/{}", i.token))) { (i.code) } })
                .cell(&i.title)
                .cell(tag(tone, text))
                .cell(total),
        );
    }
    let scores: Vec<Points> = p.items.iter().filter(|i| i.state == SheetState::HandedIn).map(|i| i.total).collect();
    html! {
        (table)
        @if let Some(scale) = p.rubric.as_ref().map(|r| r.scale).filter(|_| scores.len() > 1) {
            (histogram(v, name, &scores, scale))
        }
    }
}

/// Where a sheet stands, in words.
fn state(v: &Visit, i: &Item, criteria: usize) -> (Tone, String) {
    match i.state {
        SheetState::HandedIn => (Tone::Done, v.t("judge-state-handed-in")),
        _ if i.locked => (Tone::Stop, v.t("judge-state-locked")),
        _ if i.skipped => (Tone::Wait, v.t("judge-state-aside")),
        _ if i.marked == 0 => (Tone::Quiet, v.t("judge-state-new")),
        _ if i.marked < criteria => (Tone::Act, v.say(&msg!("judge-state-begun", n = i.marked, all = criteria))),
        _ => (Tone::Act, v.t("judge-state-ready")),
    }
}

/// One's own totals in ten equal bins of the scale.
fn histogram(v: &Visit, category: &str, scores: &[Points], scale: Points) -> Markup {
    const BINS: i64 = 10;
    let width = (scale.hundredths() / BINS).max(1);
    let mut chart = Histogram::new(v.say(&msg!("judge-histogram", category = category))).heads(
        v.t("judge-histogram-bin"),
        v.t("judge-histogram-count"),
        v.t("judge-histogram-table"),
    );
    for bin in 0..BINS {
        let (low, high) = (bin * width, (bin + 1) * width);
        let last = bin == BINS - 1;
        let n = scores.iter().filter(|s| s.hundredths() >= low && (s.hundredths() < high || last)).count();
        let label = format!(
            "{}–{}",
            Points::from_hundredths(low),
            Points::from_hundredths(if last { scale.hundredths() } else { high })
        );
        chart = chart.bin(label, to_u64(n));
    }
    html! { (chart) }
}

pub(super) fn to_u64(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
