//! What the marks of a closed round say, category by category: sentences, pictures, and all figures as a table.
//! Works under blind codes only; advice beside the official score.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::board::{AtRound, round_of};
use super::common::BASE;
use crate::contests::contest::{Prize, RoundState};
use crate::contests::store as contests;
use crate::db::Conn;
use crate::judging::overview::names;
use crate::judging::write_store as judging;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{AccountId, EntryId};
use crate::kernel::msg::Msg;
use crate::lang::Lang;
use crate::numbers::analysis::{Analysis, Wish, analyse};
use crate::numbers::mixed::Refusal;
use crate::numbers::table::{Mark, Table as Marks};
use crate::policy::Action;
use crate::results::advance::advance;
use crate::results::load::{Board, Standing, Standings, board};
use crate::results::ops::proposal;
use crate::results::store as results;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui::{Col, Intervals, Notice, Row, Table, Tone, back_link};
use crate::web::visit::Visit;

/// Works in the picture; all are in the table.
const SHOWN: usize = 20;
/// From where Krippendorff calls agreement good, and where conclusions may still be tentative.
const GOOD: f64 = 0.8;
const FAIR: f64 = 0.667;
/// The chance from which a work is called sure to be above the line.
const SURE: f64 = 0.95;

/// A category and what its marks say.
struct Part {
    name: String,
    name_en: String,
    found: Analysis,
    /// How many works stand above the line: those that go on, or those that the order suggests a prize for.
    top: Option<usize>,
}

pub async fn page(v: Visit, at: web::Path<AtRound>) -> WebResult<HttpResponse> {
    let round = round_of(&v, &at).await?;
    let closed = round.state == RoundState::Closed;
    let (contest, id) = (v.contest()?.clone(), round.id);
    // Who only heads a panel sees what the marks of their own group say.
    let all_groups = v.may(&Action::Office(contest.id));
    let me = v.signed_in()?.account;
    // Long for thousands of works, but reads are off the event loop.
    let parts: Vec<Part> = if closed {
        v.read(move |c| {
            let all = board(c, &contest)?;
            let Some(standings) = all.rounds.iter().find(|r| r.round.id == id) else { return Ok(Vec::new()) };
            let headed = if all_groups { Vec::new() } else { results::headed_groups(c, id, me)? };
            let judges: BTreeSet<AccountId> = standings.categories.iter().flat_map(judges_of).collect();
            let names = names(c, &judges)?;
            let prizes = contests::prizes(c, contest.id)?;
            let through = advanced(c, standings, &all)?;
            let parts: OpResult<Vec<Part>> = Ok(standings
                .categories
                .iter()
                .filter(|s| all_groups || headed.contains(&s.category.group_id))
                .filter_map(|s| {
                    let marks = marks(s, &all, &names)?;
                    let top = top(s, standings, &all, &prizes, &through);
                    let found = analyse(&marks, Wish { top, seed: 1 });
                    Some(Part { name: s.category.name.clone(), name_en: s.category.name_en.clone(), found, top })
                })
                .collect());
            parts
        })
        .await?
    } else {
        Vec::new()
    };
    let title = v.say(&msg!("numbers-title", round = round.name.as_str()));
    Ok(Page::new(&v, title.clone()).body(html! {
        (back_link(&v.t("judge-run-title"), &v.href(BASE)))
        h1 { (title) }
        p.soft { (v.t("numbers-intro")) }
        @if !closed { (Notice::text(Tone::Wait, &v.t("numbers-not-closed"))) }
        @if closed && parts.is_empty() { p { (v.t("numbers-none")) } }
        @for part in &parts { (drawn(&v, part)) }
    }))
}

/// The works that went from this round into the next, where that was settled.
fn advanced(c: &mut Conn, standings: &Standings, all: &Board) -> OpResult<BTreeSet<EntryId>> {
    let next = all.rounds.iter().skip_while(|r| r.round.id != standings.round.id).nth(1);
    match next {
        Some(next) => Ok(judging::advanced(c, next.round.id)?.into_iter().collect()),
        None => Ok(BTreeSet::new()),
    }
}

/// How many works of a category stand above the line; nothing where there is no line between works.
fn top(
    s: &Standing,
    standings: &Standings,
    all: &Board,
    prizes: &[Prize],
    through: &BTreeSet<EntryId>,
) -> Option<usize> {
    let is_last = all.deciding().is_some_and(|r| r.round.id == standings.round.id);
    let above = if is_last {
        let mine: BTreeSet<EntryId> = s.works.iter().map(|w| w.entry).collect();
        proposal::groups(all, prizes)
            .iter()
            .flat_map(|g| &g.proposal.awards)
            .filter(|award| mine.contains(&award.entry))
            .count()
    } else if through.is_empty() {
        standings.round.advances().ok().flatten().map_or(0, |rule| advance(s.rows(), rule).len())
    } else {
        s.works.iter().filter(|w| through.contains(&w.entry)).count()
    };
    (above > 0 && above < s.works.len()).then_some(above)
}

fn judges_of(s: &Standing) -> impl Iterator<Item = AccountId> + '_ {
    s.works.iter().flat_map(|w| w.sheets.iter().map(|sheet| sheet.judge))
}

/// The sheets that count, as a table of marks; nothing where there are none.
fn marks(s: &Standing, all: &Board, names: &BTreeMap<AccountId, String>) -> Option<Marks> {
    let judges: Vec<AccountId> = judges_of(s).collect::<BTreeSet<_>>().into_iter().collect();
    let judge_names: Vec<String> = judges.iter().map(|j| names.get(j).cloned().unwrap_or_default()).collect();
    let codes: Vec<String> = s.works.iter().map(|w| all.code(w.entry).to_owned()).collect();
    let mut list = Vec::new();
    for (entry, work) in s.works.iter().enumerate() {
        for sheet in &work.sheets {
            let Ok(judge) = judges.binary_search(&sheet.judge) else { continue };
            let hundredths = i32::try_from(sheet.total.hundredths()).unwrap_or(i32::MAX);
            list.push(Mark { entry, judge, score: f64::from(hundredths) / 100.0 });
        }
    }
    if list.is_empty() { None } else { Marks::new(&codes, &judge_names, &list).ok() }
}

/// Two decimals in the manner of the language.
fn two(v: &Visit, value: f64) -> String {
    let text = format!("{value:.2}");
    let text = if text == "-0.00" { "0.00".into() } else { text.replace('-', "−") };
    if v.lang == Lang::Vi { text.replace('.', ",") } else { text }
}

/// For the pictures: hundredths.
fn hundredths(value: f64) -> i64 {
    format!("{:.0}", value * 100.0).parse().unwrap_or(0)
}

fn drawn(v: &Visit, part: &Part) -> Markup {
    let name = if v.lang == Lang::En && !part.name_en.is_empty() { &part.name_en } else { &part.name };
    let found = &part.found;
    html! {
        section.part {
            h2 { (name) }
            ul { @for sentence in sentences(v, found, part.top) { li { (v.say(&sentence)) } } }
            @if found.model.is_some() {
                p.soft { (v.t("numbers-caution")) }
                (judges(v, found))
                (entries(v, found, part.top))
            }
            (table(v, found, part.top))
        }
    }
}

/// A sentence for each finding.
fn sentences(v: &Visit, found: &Analysis, top: Option<usize>) -> Vec<Msg> {
    let mut all = Vec::new();
    if let Some(refusal) = &found.refusal {
        all.push(refused(found, refusal));
    }
    if let Some(model) = found.model {
        all.push(msg!(
            "numbers-spread",
            entry = two(v, model.sd_entry),
            judge = two(v, model.sd_judge),
            rest = two(v, model.sd_residual)
        ));
        let mut apart = 0;
        for judge in &found.judge {
            let (Some(by), Some(low), Some(high)) = (judge.severity, judge.low, judge.high) else { continue };
            // From the nearer end of the interval to the farther one, both as distances.
            let (near, far) = if by > 0.0 { (low, high) } else { (-high, -low) };
            if near <= 0.0 {
                continue;
            }
            apart += 1;
            let said = if by > 0.0 { Msg::new("numbers-severe") } else { Msg::new("numbers-generous") };
            all.push(
                said.with("name", judge.id.as_str())
                    .with("by", two(v, by.abs()))
                    .with("low", two(v, near))
                    .with("high", two(v, far)),
            );
        }
        if apart == 0 {
            all.push(msg!("numbers-nobody-apart"));
        }
        let poorly: Vec<&str> = found.judge.iter().filter(|j| j.is_poorly_known()).map(|j| j.id.as_str()).collect();
        if !poorly.is_empty() {
            all.push(msg!("numbers-poorly-known", names = poorly.join(", ")));
        }
    }
    all.extend(agreement(v, found));
    all.extend(first(found));
    all.extend(top.and_then(|top| sure(found, top)));
    all
}

/// How many of those above the line are sure to be there.
fn sure(found: &Analysis, top: usize) -> Option<Msg> {
    let chances: Vec<f64> = found.entry.iter().take(top).filter_map(|row| row.p_top).collect();
    let sure = chances.iter().filter(|chance| **chance >= SURE).count();
    (!chances.is_empty()).then(|| msg!("numbers-top-sure", n = top, sure = sure, open = chances.len() - sure))
}

fn refused(found: &Analysis, refusal: &Refusal) -> Msg {
    match refusal {
        Refusal::FewEntries(n) => msg!("numbers-few-entries", n = *n),
        Refusal::FewJudges(n) => msg!("numbers-few-judges", n = *n),
        Refusal::ManyJudges(n) => msg!("numbers-many-judges", n = *n),
        Refusal::Islands(_) => {
            let groups: Vec<String> = found.islands.iter().map(|island| island.join(", ")).collect();
            msg!("numbers-islands", groups = groups.join(" | "))
        }
        Refusal::AllEqual => msg!("numbers-all-equal"),
        Refusal::NoChance => msg!("numbers-no-chance"),
    }
}

fn agreement(v: &Visit, found: &Analysis) -> Vec<Msg> {
    let a = found.agreement;
    let mut all = Vec::new();
    if let (Some(alpha), Some(low), Some(high)) = (a.alpha, a.alpha_low, a.alpha_high) {
        let said = match alpha {
            good if good >= GOOD => Msg::new("numbers-alpha-good"),
            fair if fair >= FAIR => Msg::new("numbers-alpha-fair"),
            _ => Msg::new("numbers-alpha-poor"),
        };
        all.push(said.with("alpha", two(v, alpha)).with("low", two(v, low)).with("high", two(v, high)));
    }
    if let (Some(single), Some(panel)) = (a.icc2_1, a.icc2_k) {
        all.push(msg!("numbers-icc", single = two(v, single), panel = two(v, panel)));
    }
    all
}

/// Who is first, and how sure that is.
fn first(found: &Analysis) -> Vec<Msg> {
    let Some((best, others)) = found.entry.split_first() else { return Vec::new() };
    let Some(low) = best.low else { return Vec::new() };
    let by_mean = found.entry.iter().max_by(|a, b| a.mean.total_cmp(&b.mean)).map_or("", |row| row.id.as_str());
    let is_same = others.iter().all(|row| row.mean <= best.mean);
    let mut all = vec![if is_same {
        msg!("numbers-first-same", code = best.id.as_str())
    } else {
        msg!("numbers-first-other", adjusted = best.id.as_str(), mean = by_mean)
    }];
    let near = others.iter().filter(|row| row.high.is_some_and(|high| high > low)).count();
    if near > 0 {
        all.push(msg!("numbers-close", n = near));
    }
    all
}

fn interval(v: &Visit, low: f64, high: f64) -> String {
    format!("{} … {}", two(v, low), two(v, high))
}

fn judges(v: &Visit, found: &Analysis) -> Markup {
    let ends = found.judge.iter().filter_map(|j| Some(j.low?.abs().max(j.high?.abs())));
    let edge = hundredths(ends.fold(0.0, f64::max)) + 1;
    let mut chart = Intervals::new(v.t("numbers-judges-chart"), -edge, edge).heads(
        v.t("numbers-col-judge"),
        v.t("numbers-col-severity"),
        v.t("numbers-show"),
    );
    for j in &found.judge {
        if let (Some(mid), Some(low), Some(high)) = (j.severity, j.low, j.high) {
            let shown = format!("{} ({})", two(v, mid), interval(v, low, high));
            chart = chart.row(&j.id, hundredths(low), hundredths(mid), hundredths(high), shown);
        }
    }
    html! { (chart) }
}

/// The works around the line, or the first ones where there is none.
fn entries(v: &Visit, found: &Analysis, top: Option<usize>) -> Markup {
    let from = top.map_or(0, |top| (top + SHOWN / 2).min(found.entry.len()).saturating_sub(SHOWN));
    let rows = || found.entry.iter().skip(from).take(SHOWN);
    let low = rows().filter_map(|row| row.low).fold(f64::INFINITY, f64::min);
    let high = rows().filter_map(|row| row.high).fold(f64::NEG_INFINITY, f64::max);
    let mut chart = Intervals::new(
        v.t(if top.is_some() { "numbers-line-chart" } else { "numbers-entries-chart" }),
        hundredths(low),
        hundredths(high),
    )
    .heads(v.t("numbers-col-entry"), v.t("numbers-col-adjusted"), v.t("numbers-show"));
    for row in rows() {
        if let (Some(mid), Some(low), Some(high)) = (row.adjusted, row.low, row.high) {
            chart = chart.row(&row.id, hundredths(low), hundredths(mid), hundredths(high), two(v, mid));
        }
    }
    if let Some(top) = top
        && let Some([last, next]) = found.entry.get(top - 1..=top)
        && let (Some(last), Some(next)) = (last.adjusted, next.adjusted)
    {
        chart = chart.line(hundredths(f64::midpoint(last, next)), v.say(&msg!("numbers-line", n = top)));
    }
    html! { (chart) }
}

fn table(v: &Visit, found: &Analysis, top: Option<usize>) -> Markup {
    let mut table = Table::new(v.t("numbers-entries-table"))
        .col(Col::new(v.t("numbers-col-entry")).head())
        .col(Col::new(v.t("numbers-col-sheets")).num())
        .col(Col::new(v.t("numbers-col-mean")).num())
        .col(Col::new(v.t("numbers-col-adjusted")).num())
        .col(Col::new(v.t("numbers-col-interval")).num());
    let is_lined = top.is_some() && found.model.is_some();
    if is_lined {
        table = table.col(Col::new(v.t("numbers-col-top")).num());
    }
    for row in &found.entry {
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| two(v, value));
        let ends = row.low.zip(row.high).map_or_else(|| "–".to_owned(), |(low, high)| interval(v, low, high));
        let mut cells = Row::new()
            .cell(&row.id)
            .cell(row.sheets.to_string())
            .cell(two(v, row.mean))
            .cell(shown(row.adjusted))
            .cell(ends);
        if is_lined {
            cells = cells.cell(row.p_top.map_or_else(|| "–".to_owned(), |chance| format!("{:.0} %", chance * 100.0)));
        }
        table = table.row(cells);
    }
    html! { (table) }
}
