//! Papers of the judging: blank and filled score sheets (A4 portrait), the summary table (A4 landscape), each with lines to sign.
//! Works stand under their blind codes.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::common::{self, At, href, name};
use crate::contests::contest::{Category, Contest, Criterion, Rubric};
use crate::contests::store as contests;
use crate::db::Conn;
use crate::judging::overview::PanelView;
use crate::judging::sheet::{Assignment, SheetState};
use crate::judging::store as judging;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, AssignmentId, CategoryId, CriterionId, EntryId};
use crate::kernel::points::{Fraction, Points};
use crate::kernel::time::Timestamp;
use crate::policy::Action;
use crate::results::load;
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::layout::Page;
use crate::web::ui::{Empty, back_link};
use crate::web::visit::Visit;

/// What the papers of a panel are made from.
struct Papers {
    rubrics: BTreeMap<CategoryId, (Rubric, Vec<Criterion>)>,
    marks: BTreeMap<AssignmentId, BTreeMap<CriterionId, Points>>,
}

impl Papers {
    fn load(conn: &mut Conn, view: &PanelView) -> OpResult<Self> {
        let mut rubrics = BTreeMap::new();
        for c in &view.bench.categories {
            if let Some(id) = contests::rubric_of(conn, c.id, view.bench.round.id)? {
                let rubric = contests::rubric(conn, id)?.ok_or(OpError::NotFound)?;
                rubrics.insert(c.id, (rubric, contests::criteria(conn, id)?));
            }
        }
        let mut marks: BTreeMap<AssignmentId, BTreeMap<CriterionId, Points>> = BTreeMap::new();
        for m in judging::marks_of_round(conn, view.bench.round.id)? {
            marks.entry(m.assignment_id).or_default().insert(m.criterion_id, m.points);
        }
        Ok(Self { rubrics, marks })
    }

    fn total(&self, sheet: &Assignment) -> Points {
        self.marks.get(&sheet.id).map(|m| m.values().copied().sum()).unwrap_or_default()
    }
}

async fn papers(v: &Visit, view: &PanelView) -> WebResult<Papers> {
    let copy = view.clone();
    v.read(move |c| Papers::load(c, &copy)).await
}

/// The heading that official papers carry, in the issuer's format: who issues, and beside it the country's name and motto
/// (Decree 30) or the Party's name (Guidance 36).
fn heads(v: &Visit, contest: &Contest) -> Markup {
    let issuer = contest.issued_by().unwrap_or_default();
    let party = issuer.format == "party";
    html! {
        div.heads lang="vi" {
            div {
                p { (issuer.superior) }
                p.strong { (if issuer.issuing.is_empty() { v.t("judge-paper-issuer") } else { issuer.issuing }) }
                @if party { p { "*" } }
            }
            @if party {
                div { p.strong { "ĐẢNG CỘNG SẢN VIỆT NAM" } }
            } @else {
                div { p.strong { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" } p.strong { "Độc lập - Tự do - Hạnh phúc" } }
            }
        }
    }
}

/// Place and date as official papers write them: days below 10 and the months 1 and 2 take a 0. Without a time, left to be
/// written by hand.
fn dated(v: &Visit, contest: &Contest, at: Option<Timestamp>) -> String {
    let place = contest.issued_by().map(|i| i.place).unwrap_or_default();
    let place = if place.is_empty() { "none".to_owned() } else { place };
    let Some(at) = at else { return v.say(&msg!("judge-paper-date-blank", place = place)) };
    let (day, month, year, _, _) = v.zone().parts(at);
    let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
    v.say(&msg!("judge-paper-date", place = place, day = format!("{day:02}"), month = month, year = year.to_string()))
}

fn sign(v: &Visit, keys: &[&str]) -> Markup {
    html! {
        div.signatures {
            @for key in keys { div { p { b { (v.t(key)) } } p.small { (v.t("judge-paper-sign")) } } }
        }
    }
}

fn frame(v: &Visit, view: &PanelView, title: &str, sheets: Markup) -> HttpResponse {
    Page::new(v, title).body(html! {
        div.no-print {
            (back_link(&name(v, view), &href(v, view, "")))
            h1 { (title) }
            p.soft { (v.t("judge-paper-how")) }
        }
        (sheets)
    })
}

/// One score sheet on paper.
fn score_sheet(
    v: &Visit,
    view: &PanelView,
    category: &Category,
    (rubric, criteria): &(Rubric, Vec<Criterion>),
    filled: Option<(&Papers, &Assignment)>,
) -> Markup {
    let work = filled.and_then(|(_, s)| view.work(s.entry_id));
    let mark = |c: &Criterion| filled.and_then(|(p, s)| p.marks.get(&s.id)?.get(&c.id).copied()).map(|p| p.to_string());
    let blank = |text: Option<&str>| match text {
        Some(t) => html! { b { (t) } },
        None => html! { span.blank {} },
    };
    html! {
        section.paper {
            (heads(v, &view.bench.contest))
            h2 { (v.t("judge-paper-sheet")) }
            p.center { (view.bench.contest.title) }
            p {
                (v.t("judge-col-code")) ": " (blank(work.map(|w| w.code.as_str()))) " · "
                (v.t("judge-col-category")) ": " b { (category.name) } " · " (v.t("judge-paper-round")) ": " b { (view.bench.round.name) }
            }
            p { (v.t("judge-col-title")) ": " (blank(work.map(|w| w.title.as_str()))) }
            p { (v.t("judge-col-judge")) ": " (blank(filled.map(|(_, s)| view.name(s.judge_id)))) }
            table.table {
                thead { tr {
                    th scope="col" { (v.t("judge-paper-no")) } th scope="col" { (v.t("judge-paper-criterion")) }
                    th.num scope="col" { (v.t("judge-paper-max")) } th.num scope="col" { (v.t("judge-paper-points")) }
                } }
                tbody {
                    @for (i, c) in criteria.iter().enumerate() {
                        tr { td { (i + 1) } th scope="row" { (c.name) } td.num { (c.max) } td.num { (mark(c).unwrap_or_default()) } }
                    }
                    tr {
                        td {} th scope="row" { (v.t("judge-total")) } td.num { (rubric.scale) }
                        td.num { @if let Some((p, s)) = filled { b { (p.total(s)) } } }
                    }
                }
            }
            p.small { (v.say(&msg!("judge-paper-step", step = rubric.step.to_string()))) }
            p { (v.t("judge-comment")) ": " @match filled {
                Some((_, s)) if !s.comment.is_empty() => { span.lines { (s.comment) } },
                Some(_) => { "–" },
                None => { span.blank {} },
            } }
            p.right { em { (dated(v, &view.bench.contest, filled.and_then(|(_, s)| s.handed_in_at))) } }
            (sign(v, &["judge-paper-judge"]))
        }
    }
}

pub async fn blank(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let view = common::load(&v, &at.panel).await?;
    let papers = papers(&v, &view).await?;
    let sheets = html! {
        @for c in &view.bench.categories {
            @if let Some(r) = papers.rubrics.get(&c.id) { (score_sheet(&v, &view, c, r, None)) }
        }
    };
    Ok(frame(&v, &view, &v.t("judge-paper-blank"), sheets))
}

pub async fn filled(v: Visit, at: web::Path<At>, Asked(asked): Asked) -> WebResult<HttpResponse> {
    let view = common::load(&v, &at.panel).await?;
    v.require(&Action::SeeMarks { round: &view.bench.round })?;
    let judge: AccountId = asked.line("giam-khao").parse().map_err(|_| OpError::NotFound)?;
    let papers = papers(&v, &view).await?;
    let mut sheets: Vec<&Assignment> =
        view.sheets.iter().filter(|s| s.judge_id == judge && s.state == SheetState::HandedIn).collect();
    sheets.sort_by_key(|s| view.work(s.entry_id).map(|w| (w.category, w.code.clone())));
    let title = v.say(&msg!("judge-paper-filled", name = view.name(judge)));
    let body = html! {
        @if sheets.is_empty() { (Empty::new(v.t("judge-paper-none"))) }
        @for s in sheets {
            @let category = view.work(s.entry_id).and_then(|w| view.bench.categories.iter().find(|c| c.id == w.category));
            @if let Some((c, r)) = category.and_then(|c| Some((c, papers.rubrics.get(&c.id)?))) {
                (score_sheet(&v, &view, c, r, Some((&papers, s))))
            }
        }
    };
    Ok(frame(&v, &view, &title, body))
}

pub async fn summary(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let view = common::load(&v, &at.panel).await?;
    v.require(&Action::SeeMarks { round: &view.bench.round })?;
    let papers = papers(&v, &view).await?;
    let ranks = ranks(&v, &view).await?;
    let tables: Vec<Markup> = view
        .bench
        .categories
        .iter()
        .filter_map(|c| Some(table(&v, &view, c, papers.rubrics.get(&c.id)?, &papers, &ranks)))
        .collect();
    let sheets = html! { @for t in tables { (t) } };
    Ok(frame(&v, &view, &v.t("judge-paper-summary"), sheets))
}

/// Rank and score of the works as the official results count them; a work without them has too few sheets.
type Ranks = BTreeMap<EntryId, (usize, Fraction)>;

async fn ranks(v: &Visit, view: &PanelView) -> WebResult<Ranks> {
    let (contest, round) = (view.bench.contest.clone(), view.bench.round.id);
    let board = v.read(move |c| load::board(c, &contest)).await?;
    let here = board.rounds.iter().filter(|r| r.round.id == round).flat_map(|r| &r.categories);
    Ok(here.flat_map(load::Standing::rows).map(|row| (row.entry, (row.rank, row.score))).collect())
}

fn table(
    v: &Visit,
    view: &PanelView,
    category: &Category,
    (rubric, _): &(Rubric, Vec<Criterion>),
    papers: &Papers,
    ranks: &Ranks,
) -> Markup {
    let works: Vec<_> = view.works.iter().filter(|w| w.category == category.id).collect();
    let handed = |entry: EntryId| view.live(entry).filter(|s| s.state == SheetState::HandedIn);
    let judges: BTreeSet<AccountId> = works.iter().flat_map(|w| handed(w.entry)).map(|s| s.judge_id).collect();
    let judges: Vec<AccountId> = view.progress.iter().map(|p| p.judge).filter(|j| judges.contains(j)).collect();
    html! {
        section.paper.landscape {
            (heads(v, &view.bench.contest))
            h2 { (v.t("judge-paper-summary")) }
            p.center { (view.bench.contest.title) }
            p.center { (v.t("judge-col-category")) ": " b { (category.name) } " · " (v.t("judge-paper-round")) ": " b { (view.bench.round.name) }
                " · " (v.say(&msg!("judge-paper-scale", scale = rubric.scale.to_string()))) }
            div.table.scroll tabindex="0" role="region" aria-label=(v.say(&msg!("judge-paper-summary-of", category = category.name.as_str()))) {
                table {
                    thead { tr {
                        th scope="col" { (v.t("judge-paper-no")) } th scope="col" { (v.t("judge-col-code")) } th scope="col" { (v.t("judge-col-title")) }
                        @for j in &judges { th.num scope="col" { (view.name(*j)) } }
                        th.num scope="col" { (v.t("judge-paper-sum")) } th.num scope="col" { (v.t("results-score")) } th.num scope="col" { (v.t("judge-paper-rank")) }
                    } }
                    tbody {
                        @for (i, w) in works.iter().enumerate() {
                            @let totals: Vec<Points> = handed(w.entry).map(|s| papers.total(s)).collect();
                            @let rank = ranks.get(&w.entry);
                            @let sum: Points = totals.iter().copied().sum();
                            tr {
                                td { (i + 1) } th scope="row" { (w.code) } td { (w.title) }
                                @for j in &judges {
                                    td.num { (handed(w.entry).find(|s| s.judge_id == *j).map(|s| papers.total(s).to_string()).unwrap_or_default()) }
                                }
                                td.num { @if !totals.is_empty() { (sum) } }
                                td.num { (rank.map(|(_, score)| score.show(2)).unwrap_or_default()) }
                                td.num { (rank.map(|(rank, _)| rank.to_string()).unwrap_or_else(|| v.t("judge-paper-incomplete"))) }
                            }
                        }
                    }
                }
            }
            p.right { em { (dated(v, &view.bench.contest, None)) } }
            (sign(v, &["judge-paper-secretary", "judge-paper-head"]))
        }
    }
}
