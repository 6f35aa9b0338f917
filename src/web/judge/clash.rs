//! Another tab was faster, or the sheet is locked by now: both versions side by side, without script, nothing lost.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::html;

use super::desk_view::criterion_name;
use crate::judging::marking::field;
use crate::judging::ops::SheetNow;
use crate::judging::reading::Desk;
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Form, Notice, Row, Table, Tone, actions, hidden};
use crate::web::visit::Visit;

/// Draws both; with `now` the judge may still choose, without it the sheet cannot be written on any more.
pub fn draw(v: &Visit, desk: &Desk, typed: &Fields, now: Option<&SheetNow>) -> HttpResponse {
    let address = v.href(&format!("/cham/{}", desk.sheet.token));
    let dash = |s: String| if s.is_empty() { "–".to_owned() } else { s };
    let mut table = Table::new(v.t("judge-clash-table"))
        .hide_caption()
        .col(Col::new(v.t("judge-clash-what")).head())
        .col(Col::new(v.t("judge-clash-theirs")))
        .col(Col::new(v.t("judge-clash-mine")));
    for c in &desk.criteria {
        let there = desk.marks.get(&c.id).map(ToString::to_string).unwrap_or_default();
        let mine = typed.line(&field(c.id));
        table = table.row(Row::new().cell(criterion_name(v, c)).cell(dash(there)).cell(dash(mine)));
    }
    let mine = typed.text("comment");
    table = table.row(
        Row::new()
            .cell(v.t("judge-comment"))
            .cell(html! { span.lines { (dash(desk.sheet.comment.clone())) } })
            .cell(html! { span.lines { (dash(mine.clone())) } }),
    );
    let title = v.t(if now.is_some() { "judge-clash-title" } else { "judge-clash-locked-title" });
    let body = html! {
        h1 { (title) }
        (Notice::text(Tone::Wait, &v.t(if now.is_some() { "judge-clash-text" } else { "judge-clash-locked-text" })))
        (table)
        @if let Some(now) = now {
            (Form::post(address.clone()).body(html! {
                (hidden("version", &now.version.to_string()))
                @for c in &desk.criteria { (hidden(&field(c.id), typed.raw(&field(c.id)))) }
                @if typed.has("comment") { (hidden("comment", &mine)) }
                (actions(html! {
                    (Button::primary(v.t("judge-clash-use-mine")).name("viec").value("luu"))
                    (Button::plain(v.t("judge-clash-use-theirs")).href(address.clone()))
                }))
            }))
        } @else {
            (actions(Button::primary(v.t("judge-back-to-sheet")).href(address)))
        }
    };
    Page::new(v, title).status(StatusCode::CONFLICT).body(body)
}
