//! Into the final: what the rule says, applied after a look; works added or taken out by hand with a reason.

use actix_web::HttpResponse;
use maud::html;

use super::said;
use crate::contests::contest::RoundState;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{ContestId, EntryId};
use crate::policy::Action;
use crate::results::advance::AdvanceRule;
use crate::results::load::{self, Board};
use crate::results::ops::{self, Advance, AdvanceByHand, Preview, RemoveAdvance};
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::scoring;
use crate::web::ui::{Button, Col, Dialog, Empty, Field, Form, Notice, Row, Table, Tag, Tone, Width, actions};
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/ket-qua/vao-chung-khao";

async fn seen(v: &Visit) -> WebResult<(Board, Option<Preview>)> {
    let contest = v.contest()?.clone();
    v.require(&Action::Organize(contest.id))?;
    v.read(move |c| {
        let board = load::board(c, &contest)?;
        let preview = ops::preview(c, &board)?;
        Ok((board, preview))
    })
    .await
}

/// The page.
pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let (board, preview) = seen(&v).await?;
    Ok(draw(&v, &board, preview.as_ref(), &Fields::default(), None))
}

fn rule_words(v: &Visit, rule: Option<AdvanceRule>) -> String {
    v.say(&match rule {
        Some(AdvanceRule::TopN { n }) => msg!("results-rule-top", n = n),
        Some(AdvanceRule::Share { percent, .. }) => msg!("results-rule-share", percent = percent),
        Some(AdvanceRule::Threshold { points }) => {
            msg!("results-rule-threshold", points = scoring::points(v.lang, points))
        }
        Some(AdvanceRule::HandPicked) | None => msg!("results-rule-hand"),
    })
}

fn draw(v: &Visit, board: &Board, preview: Option<&Preview>, typed: &Fields, fault: Option<String>) -> HttpResponse {
    let page = Page::new(v, v.t("results-advance")).faulty(fault.is_some());
    let Some(p) = preview else {
        return page.body(html! {
            h1 { (v.t("results-advance")) }
            (super::tabs(v, HERE))
            (Empty::new(v.t("results-one-round")).body(html! { p { (v.t("results-one-round-body")) } }))
        });
    };
    let codes = |ids: &[EntryId]| ids.iter().map(|e| board.code(*e)).collect::<Vec<_>>().join(", ");
    let mut table = Table::new(v.t("results-advance-table"))
        .col(Col::new(v.t("results-category")).head())
        .col(Col::new(v.t("results-ranked")).num())
        .col(Col::new(v.t("results-incomplete-count")).num())
        .col(Col::new(v.t("results-advancing")).num())
        .col(Col::new(v.t("results-codes")));
    for c in &p.categories {
        let name = board
            .rounds
            .first()
            .and_then(|r| r.of(c.category))
            .map_or("", |s| scoring::name(v.lang, &s.category.name, &s.category.name_en));
        table = table.row(
            Row::new()
                .cell(name)
                .cell(c.ranked.to_string())
                .cell(c.incomplete.to_string())
                .cell(c.entries.len().to_string())
                .cell(codes(&c.entries)),
        );
    }
    let closed = p.from.state == RoundState::Closed;
    let open = p.into.state != RoundState::Closed;
    let removed: Vec<&EntryId> = p.remove.iter().collect();
    let mut there = Table::new(v.say(&msg!("results-there", n = p.there.len())))
        .col(Col::new(v.t("results-code")).head())
        .col(Col::new(v.t("results-way")))
        .empty(html! { p { (v.t("results-there-none")) } });
    for e in &p.there {
        let way = if p.by_hand.contains(e) {
            Tag::new(Tone::Act, v.t("results-way-hand"))
        } else {
            Tag::new(Tone::Done, v.t("results-way-rule"))
        };
        there = there.row(Row::new().cell(board.code(*e)).cell(way));
    }
    page.body(html! {
        h1 { (v.t("results-advance")) }
        (super::tabs(v, HERE))
        @if let Some(f) = &fault { (Notice::text(Tone::Stop, f).alert()) }
        p { (rule_words(v, p.rule)) }
        @if !closed { (Notice::text(Tone::Wait, &v.say(&msg!("results-advance-wait", round = p.from.name.as_str())))) }
        (table)
        @if closed && open {
            @if p.add.is_empty() && removed.is_empty() {
                p { (v.t("results-advance-nothing")) }
            } @else {
                p { (v.say(&msg!("results-advance-will", add = p.add.len(), remove = removed.len()))) }
                (Form::post(v.href(HERE)).confirm("vao-chung-khao").body(actions(html! { (Button::primary(v.t("results-advance-do"))) })))
                (Dialog::new("vao-chung-khao", v.t("results-advance-do"))
                    .body(html! { p { (v.say(&msg!("results-advance-will", add = p.add.len(), remove = removed.len()))) } })
                    .ok(v.t("results-advance-do")).cancel(v.t("cancel")))
            }
        }
        h2 { (v.t("results-in-final")) }
        (there)
        @if open {
            h2 { (v.t("results-by-hand")) }
            p { (v.t("results-by-hand-body")) }
            (Form::post(v.href("/ban-to-chuc/ket-qua/vao-chung-khao/them")).body(html! {
                (Field::text("ma", v.t("results-code")).value(typed.raw("ma")).width(Width::S).required())
                (Field::text("ly-do", v.t("results-reason")).value(typed.raw("ly-do")).required())
                (actions(html! {
                    (Button::plain(v.t("results-add")))
                    button.btn.quiet type="submit" formaction=(v.href("/ban-to-chuc/ket-qua/vao-chung-khao/bo")) { (v.t("results-remove")) }
                }))
            }))
        }
    })
}

/// Applies the rule.
pub async fn apply(v: Visit, _form: Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    let done = v.write(move |tx, cx| ops::advance(tx, cx, &Advance { contest }).map(|_| ())).await;
    after(&v, &Fields::default(), done).await
}

/// Lets one work in.
pub async fn add(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    by_hand(v, form.0, |tx, cx, contest, entry, reason| {
        ops::advance_by_hand(tx, cx, &AdvanceByHand { contest, entry, reason })
    })
    .await
}

/// Takes one work out.
pub async fn remove(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    by_hand(v, form.0, |tx, cx, contest, entry, reason| {
        ops::remove_advance(tx, cx, &RemoveAdvance { contest, entry, reason })
    })
    .await
}

type Act = fn(&mut crate::db::Tx, &crate::kernel::actor::Cx, ContestId, EntryId, String) -> OpResult<()>;

async fn by_hand(v: Visit, fields: Fields, act: Act) -> WebResult<HttpResponse> {
    let (board, preview) = seen(&v).await?;
    let contest = v.contest()?.id;
    let code = fields.line("ma").to_uppercase();
    let reason = fields.line("ly-do");
    let Some(entry) = board.works.values().find(|w| w.code() == code).map(|w| w.id) else {
        return Ok(draw(
            &v,
            &board,
            preview.as_ref(),
            &fields,
            Some(v.say(&msg!("results-no-such-code", code = code))),
        ));
    };
    let done = v.write(move |tx, cx| act(tx, cx, contest, entry, reason.clone())).await;
    after(&v, &fields, done).await
}

async fn after(v: &Visit, typed: &Fields, done: OpResult<()>) -> WebResult<HttpResponse> {
    let said = match done {
        Ok(()) => return Ok(v.see_other(HERE)),
        Err(e) => said(v, e)?,
    };
    let (board, preview) = seen(v).await?;
    Ok(draw(v, &board, preview.as_ref(), typed, Some(said)))
}
