//! The board of the judging: rounds, panels, who lags; making a panel; opening and closing a round.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::common::{BASE, guard, round_key, round_word, runs};
use crate::contests::contest::{Round, RoundState};
use crate::contests::store as contests;
use crate::judging::ops::{self, CloseRound, OpenRound, SetPanel, rounds};
use crate::judging::overview::{self, BoardRound, PanelView};
use crate::kernel::errors::OpError;
use crate::kernel::ids::{ContestId, GroupId, RoundId};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::judge::list::to_u64;
use crate::web::layout::Page;
use crate::web::ui::{
    Button, Col, Form, Notice, Progress, Row, SummaryList, Table, Tone, actions, back_link, hidden, tag,
};
use crate::web::visit::Visit;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    guard(&v)?;
    let contest = v.contest()?.id;
    let board = v.read(move |c| overview::board(c, contest)).await?;
    Ok(Page::new(&v, v.t("judge-run-title")).body(html! {
        h1 { (v.t("judge-run-title")) }
        p.soft { (v.t("judge-run-intro")) }
        @for r in &board { (round(&v, r)) }
    }))
}

fn round_state(v: &Visit, r: &Round) -> Markup {
    match r.state {
        RoundState::Planned => tag(Tone::Quiet, v.t("judge-round-planned")),
        RoundState::Open => tag(Tone::Act, v.t("judge-round-open")),
        RoundState::Closed => tag(Tone::Done, v.t("judge-round-closed")),
    }
}

fn round(v: &Visit, r: &BoardRound) -> Markup {
    let word = round_word(r.round.key);
    let may = v.may(&Action::RunRound(r.round.contest_id));
    let act = match r.round.state {
        _ if !may => None,
        RoundState::Planned => Some(("judge-round-do-open", "mo")),
        RoundState::Open => Some(("judge-round-do-close", "dong")),
        RoundState::Closed => None,
    };
    html! {
        section.part {
            div.row.between {
                h2 { (r.round.name) " " (round_state(v, &r.round)) }
                div.row {
                    @if r.round.state != RoundState::Closed {
                        (Button::plain(v.t("trial-open")).href(v.href(&format!("{BASE}/vong/{word}/thu-truoc")))
                            .aria(v.say(&msg!("trial-open-for", round = r.round.name.as_str()))))
                    }
                    @if let Some((key, tail)) = act {
                        (Button::plain(v.t(key)).href(v.href(&format!("{BASE}/vong/{word}/{tail}")))
                            .aria(format!("{}: {}", v.t(key), r.round.name)))
                    }
                    @if r.round.state == RoundState::Closed {
                        (Button::plain(v.t("numbers-open")).href(v.href(&format!("{BASE}/vong/{word}/phan-tich")))
                            .aria(v.say(&msg!("numbers-open-for", round = r.round.name.as_str()))))
                    }
                }
            }
            p.soft { (v.say(&msg!("judge-round-quota", n = r.round.quota))) }
            (panels(v, r))
            (laggards(v, r))
        }
    }
}

fn panels(v: &Visit, r: &BoardRound) -> Markup {
    let mut table = Table::new(v.say(&msg!("judge-panels-of", round = r.round.name.as_str())))
        .hide_caption()
        .col(Col::new(v.t("judge-col-group")).head())
        .col(Col::new(v.t("judge-col-judges")).num())
        .col(Col::new(v.t("judge-col-works")).num())
        .col(Col::new(v.t("judge-col-short")).num())
        .col(Col::new(v.t("judge-col-progress")));
    for (group, panel) in &r.groups {
        let row = match panel {
            Some(p) => Row::new()
                .cell(html! {
                    @if runs(v, p) { a href=(v.href(&format!("{BASE}/{}", p.bench.panel.id))) { (group.name) } } @else { (group.name) }
                })
                .cell(p.bench.members.len().to_string())
                .cell(p.works.len().to_string())
                .cell(p.short().to_string())
                .cell(progress(v, p, &group.name)),
            None if r.round.state == RoundState::Closed || !v.may(&Action::RunRound(r.round.contest_id)) => {
                Row::new().cell(&group.name).cell("–").cell("–").cell("–").cell("–")
            }
            None => Row::new().cell(&group.name).cell("–").cell("–").cell("–").cell(
                Button::plain(v.t("judge-panel-make"))
                    .post(v.href(&format!("{BASE}/lap")))
                    .hidden("round", r.round.id.to_string())
                    .hidden("group", group.id.to_string())
                    .small()
                    .aria(v.say(&msg!(
                        "judge-panel-make-for",
                        group = group.name.as_str(),
                        round = r.round.name.as_str()
                    ))),
            ),
        };
        table = table.row(row);
    }
    html! { (table) }
}

fn progress(v: &Visit, p: &PanelView, group: &str) -> Progress {
    let (done, all) = (p.handed_in(), p.all());
    Progress::new(v.say(&msg!("judge-progress", round = group)), to_u64(done), to_u64(all)).text(v.say(&msg!(
        "judge-progress-text",
        done = done,
        all = all
    )))
}

/// Judges who have not handed everything in, those with most left first.
fn laggards(v: &Visit, r: &BoardRound) -> Markup {
    if r.round.state != RoundState::Open {
        return html! {};
    }
    let mut late: Vec<_> = r
        .groups
        .iter()
        .filter_map(|(g, p)| p.as_ref().map(|p| (g, p)))
        .flat_map(|(g, p)| p.progress.iter().filter(|j| j.open() > 0).map(move |j| (g, j)))
        .collect();
    late.sort_by_key(|(_, j)| std::cmp::Reverse(j.open()));
    let mut table = Table::new(v.t("judge-laggards"))
        .col(Col::new(v.t("judge-col-judge")).head())
        .col(Col::new(v.t("judge-col-group")))
        .col(Col::new(v.t("judge-col-left")).num())
        .col(Col::new(v.t("judge-col-untouched")).num())
        .col(Col::new(v.t("judge-col-last")));
    for (group, j) in late.iter().take(20) {
        let last = j.last.map_or_else(|| v.t("judge-never"), |t| v.zone().date_time(t));
        table = table.row(
            Row::new()
                .cell(&j.name)
                .cell(&group.name)
                .cell(j.open().to_string())
                .cell(j.untouched.to_string())
                .cell(last),
        );
    }
    html! { @if !late.is_empty() { (table) } }
}

pub async fn make_panel(v: Visit, Posted(fields): Posted) -> WebResult<HttpResponse> {
    guard(&v)?;
    let contest = v.contest()?.id;
    let round: RoundId = fields.line("round").parse().map_err(|_| OpError::NotFound)?;
    let group: GroupId = fields.line("group").parse().map_err(|_| OpError::NotFound)?;
    let panel = v
        .write(move |tx, cx| {
            let r = contests::round(tx, round)?.ok_or(OpError::NotFound)?;
            if r.contest_id != contest {
                return Err(OpError::NotFound);
            }
            // Somebody may have made it meanwhile: then it is left as it is.
            match crate::judging::write_store::panel_at(tx, round, group)? {
                Some(panel) => Ok(panel),
                None => ops::set_panel(tx, cx, &SetPanel { round, group, members: vec![], head: None }),
            }
        })
        .await?;
    Ok(v.see_other(&format!("{BASE}/{}/thanh-vien", panel.id)))
}

/// The round in the address.
#[derive(Clone, Debug, Deserialize)]
pub struct AtRound {
    pub round: String,
}

pub(super) async fn round_of(v: &Visit, at: &AtRound) -> WebResult<Round> {
    guard(v)?;
    let contest: ContestId = v.contest()?.id;
    let key = round_key(&at.round).ok_or(OpError::NotFound)?;
    v.read(move |c| contests::round_by_key(c, contest, key)?.ok_or(OpError::NotFound)).await
}

pub async fn opening(v: Visit, at: web::Path<AtRound>) -> WebResult<HttpResponse> {
    let round = round_of(&v, &at).await?;
    v.require(&Action::RunRound(round.contest_id))?;
    let (contest, r) = (v.contest()?.clone(), round.clone());
    let o = v.read(move |c| rounds::opening(c, &contest, &r)).await?;
    let title = v.say(&msg!("judge-open-title", round = round.name.as_str()));
    Ok(Page::new(&v, title.clone()).narrow().body(html! {
        (back_link(&v.t("judge-run-title"), &v.href(BASE)))
        h1 { (title) }
        @for b in &o.blocked { (Notice::text(Tone::Stop, &v.say(b))) }
        @for w in &o.warnings { (Notice::text(Tone::Wait, &v.say(w))) }
        p { (v.t("judge-open-what")) }
        (SummaryList::new()
            .row(v.t("judge-open-panels"), o.panels.to_string())
            .row(v.t("judge-open-judges"), o.judges.to_string())
            .row(v.t("judge-open-works"), o.works.to_string())
            .row(v.t("judge-open-sheets"), o.sheets.to_string()))
        @if o.blocked.is_empty() {
            (Form::post(v.href(&format!("{BASE}/vong/{}/mo", at.round))).body(actions(html! {
                (Button::primary(v.t("judge-round-do-open")))
                (Button::plain(v.t("cancel")).href(v.href(BASE)))
            })))
        }
    }))
}

pub async fn open(v: Visit, at: web::Path<AtRound>) -> WebResult<HttpResponse> {
    let round = round_of(&v, &at).await?.id;
    v.write(move |tx, cx| ops::open_round(tx, cx, OpenRound { round })).await?;
    Ok(v.see_other(BASE))
}

pub async fn closing(v: Visit, at: web::Path<AtRound>) -> WebResult<HttpResponse> {
    let round = round_of(&v, &at).await?;
    v.require(&Action::RunRound(round.contest_id))?;
    let r = round.clone();
    let c = v.read(move |c| rounds::closing(c, &r)).await?;
    let title = v.say(&msg!("judge-close-title", round = round.name.as_str()));
    let is_open = round.state == RoundState::Open;
    Ok(Page::new(&v, title.clone()).narrow().body(html! {
        (back_link(&v.t("judge-run-title"), &v.href(BASE)))
        h1 { (title) }
        @if !is_open { (Notice::text(Tone::Stop, &v.t("judge-close-not-open"))) }
        @for b in c.blocked.iter().filter(|_| is_open) { (Notice::text(Tone::Stop, &v.say(b))) }
        @if is_open && c.open > 0 { (Notice::text(Tone::Wait, &v.say(&msg!("judge-close-open", n = c.open)))) }
        @if is_open && c.shorts > 0 {
            (Notice::text(Tone::Wait, &v.say(&msg!("judge-close-short", n = c.shorts, codes = c.short.as_str()))))
        }
        p { (v.t("judge-close-what")) }
        (SummaryList::new()
            .row(v.t("judge-close-handed-in"), c.handed_in.to_string())
            .row(v.t("judge-close-open-sheets"), c.open.to_string()))
        @if is_open && c.blocked.is_empty() {
            (Form::post(v.href(&format!("{BASE}/vong/{}/dong", at.round))).body(html! {
                (hidden("open", &c.open.to_string()))
                (actions(html! {
                    (if c.open > 0 { Button::danger(v.t("judge-round-do-close")) } else { Button::primary(v.t("judge-round-do-close")) })
                    (Button::plain(v.t("cancel")).href(v.href(BASE)))
                }))
            }))
        }
    }))
}

pub async fn close(v: Visit, at: web::Path<AtRound>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let round = round_of(&v, &at).await?.id;
    let open_seen = fields.line("open").parse().map_err(|_| OpError::invalid("open", msg!("error-400")))?;
    v.write(move |tx, cx| ops::close_round(tx, cx, CloseRound { round, open_seen })).await?;
    Ok(v.see_other(BASE))
}
