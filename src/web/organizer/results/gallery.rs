//! Works that the organizers take out of the gallery after the publication, with the reason, and show again.

use actix_web::HttpResponse;
use maud::html;

use super::said;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::EntryId;
use crate::policy::Action;
use crate::results::gallery_store::{self as store, Hidden};
use crate::results::ops::{self, HideFromGallery, ShowAgain};
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Empty, Field, Form, Notice, Row, Table, Tone, Width, actions, hidden};
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/ket-qua/trung-bay";

/// The page.
pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Fields::default(), None).await
}

async fn draw(v: &Visit, typed: &Fields, fault: Option<String>) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    let (all, published) =
        v.read(move |c| Ok((store::hidden(c, contest)?, store::in_force(c, contest)?.is_some()))).await?;
    let hiding = typed.raw("bai").is_empty();
    Ok(Page::new(v, v.t("results-gallery")).faulty(fault.is_some()).body(html! {
        h1 { (v.t("results-gallery")) }
        (super::tabs(v, HERE))
        @if let Some(f) = &fault { (Notice::text(Tone::Stop, f).alert()) }
        p { (v.t("results-gallery-what")) }
        @if published {
            (Form::post(v.href(HERE)).body(html! {
                (Field::text("ma", v.t("results-gallery-code")).hint(v.t("results-gallery-code-hint")).width(Width::M)
                    .value(if hiding { typed.raw("ma") } else { "" }).required())
                (Field::text("ly-do", v.t("results-reason")).id("f-an-ly-do").value(if hiding { typed.raw("ly-do") } else { "" }).required())
                (actions(html! { (Button::primary(v.t("results-gallery-hide"))) }))
            }))
        } @else { (Empty::new(v.t("public-gallery-none")).body(html! { p { (v.t("public-gallery-none-body")) } })) }
        @if !all.is_empty() { h2 { (v.t("results-gallery-hidden")) } (table(v, &all)) }
    }))
}

fn table(v: &Visit, all: &[Hidden]) -> Table {
    let mut table = Table::new(v.t("results-gallery-hidden"))
        .hide_caption()
        .col(Col::new(v.t("results-gallery-code")))
        .col(Col::new(v.t("results-work")).head())
        .col(Col::new(v.t("results-reason")))
        .col(Col::new(v.t("results-gallery-show")));
    for h in all {
        table = table.row(
            Row::new()
                .cell(h.public_code.clone().unwrap_or_default())
                .cell(h.title.as_str())
                .cell(h.reason.as_str())
                .cell(html! {
                    (Form::post(v.href("/ban-to-chuc/ket-qua/trung-bay/hien-lai")).class("row").body(html! {
                        (hidden("bai", &h.entry.to_string()))
                        (Field::text("ly-do", v.t("results-reason")).id(format!("f-hien-{}", h.entry)).required())
                        (Button::quiet(v.t("results-gallery-show")).small())
                    }))
                }),
        );
    }
    table
}

/// Takes one out.
pub async fn hide(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    let cmd = HideFromGallery { contest, code: form.0.line("ma").to_uppercase(), reason: form.0.line("ly-do") };
    let done = v.write(move |tx, cx| ops::hide_from_gallery(tx, cx, &cmd)).await;
    after(&v, &form.0, done).await
}

/// Shows one again.
pub async fn show(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    let entry = form.0.raw("bai").parse::<EntryId>().map_err(|_| OpError::NotFound)?;
    let cmd = ShowAgain { contest, entry, reason: form.0.line("ly-do") };
    let done = v.write(move |tx, cx| ops::show_again(tx, cx, &cmd)).await;
    after(&v, &form.0, done).await
}

async fn after(v: &Visit, typed: &Fields, done: OpResult<()>) -> WebResult<HttpResponse> {
    let said = match done {
        Ok(()) => return Ok(v.see_other(HERE)),
        Err(e) => said(v, e)?,
    };
    draw(v, typed, Some(said)).await
}
