//! The receipt: code, time, and every file's name, size and SHA-256, as they were handed in; made to be printed.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::desk::{self, At};
use crate::entries::content::Content;
use crate::entries::dossier::Dossier;
use crate::entries::entry::EntryVersion;
use crate::entries::ops;
use crate::kernel::errors::OpError;
use crate::kernel::ids::{digest, hex};
use crate::kernel::text::{count_lines, count_words};
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>, asked: Asked) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let (id, number) = (desk::id(&d), d.entry.submitted_number);
    let version = v.read(move |c| ops::version(c, id, number)).await?.ok_or(OpError::NotFound)?;
    let content: Content = serde_json::from_str(&version.content).map_err(OpError::from)?;
    let code = d.entry.receipt_code.clone().unwrap_or_default();
    Ok(Page::new(&v, format!("{} {code}", v.t("entry-receipt-title"))).narrow().body(html! {
        @if asked.0.ticked("moi") {
            h1.vh { (v.t("entry-receipt-title")) }
            (confirmation(&v.t("entry-receipt-done"), html! {
                p { (v.t("entry-receipt-your-code")) br; span.code { (code) } }
                p { (v.t("entry-receipt-keep")) }
            }))
        } @else {
            (back_link(&v.t("entry-back-tasks"), &desk::href(&v, &d, "")))
            h1 { (v.t("entry-receipt-paper")) }
        }
        (paper(&v, &d, &version, &content))
        div.row.no-print {
            (Button::primary(v.t("entry-receipt-next")).href(desk::href(&v, &d, "")))
            button.btn.plain type="button" data-print { (v.t("entry-receipt-print")) }
        }
    }))
}

fn paper(v: &Visit, d: &Dossier, version: &EntryVersion, c: &Content) -> Markup {
    let names = c.authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let authors = match (c.group_name.is_empty(), names.is_empty()) {
        (true, _) => names,
        (false, true) => c.group_name.clone(),
        (false, false) => format!("{} ({names})", c.group_name),
    };
    let code = d.entry.receipt_code.clone().unwrap_or_default();
    let time = d.zone().date_time(version.made_at);
    let mut list = SummaryList::new()
        .row(v.t("entry-receipt-contest"), d.contest.title.as_str())
        .row(v.t("entry-code"), html! { span.code { (code) } })
        .row(
            v.t("entry-receipt-time"),
            html! { (time) @if d.entry.late { " " (tag(Tone::Wait, v.t("entry-receipt-late"))) } },
        )
        .row(v.t("entry-receipt-number"), version.number.to_string())
        .row(v.t("entry-section-category"), c.category.as_str())
        .row(v.t("entry-work-title-field"), c.title.as_str())
        .row(v.t("entry-section-authors"), authors);
    if let Some(n) = d.entry.rules_number {
        list = list.row(v.t("entry-receipt-rules"), v.say(&msg!("entry-receipt-rules-number", n = n)));
    }
    if !c.body.trim().is_empty() {
        let counts = msg!("entry-text-counts", words = count_words(&c.body), lines = count_lines(&c.body));
        let sha = hex(&digest(c.body.as_bytes()));
        list = list
            .row(v.t("entry-receipt-text"), html! { (v.say(&counts)) br; span.code.small.break { "SHA-256 " (sha) } });
    }
    let rows = c.files.iter().map(|f| {
        Row::new()
            .cell(html! { (f.name) @if !f.caption.is_empty() { br; span.soft.small { (f.caption) } } })
            .cell(v.lang.size(f.size))
            .cell(html! { span.code.small.break { (f.sha256) } })
    });
    html! {
        (list)
        h2 { (v.t("entry-receipt-files")) }
        @if c.files.is_empty() { p { (v.t("entry-receipt-no-files")) } } @else {
            (Table::new(v.t("entry-receipt-files")).hide_caption().col(Col::new(v.t("entry-receipt-file")).head())
                .col(Col::new(v.t("entry-receipt-size")).num()).col(Col::new(v.t("entry-receipt-sha"))).rows(rows))
        }
        p.soft.small { (v.t("entry-receipt-sha-hint")) }
    }
}
