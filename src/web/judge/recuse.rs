//! "I recognise this author": what it will mean, then stepping back.

use actix_web::{HttpResponse, web};
use maud::html;

use super::desk::{At, load};
use crate::judging::ops::{self, Recuse};
use crate::judging::reading::Desk;
use crate::kernel::errors::{Faults, OpError};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::layout::Page;
use crate::web::ui::{Button, Field, Form, actions, back_link};
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let desk = load(&v, &at.token).await?;
    v.require(&Action::Mark { sheet: &desk.sheet, round: &desk.round })?;
    Ok(draw(&v, &desk, "", &Faults::none()))
}

pub async fn act(v: Visit, at: web::Path<At>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    let desk = load(&v, &at.token).await?;
    let reason = fields.text("reason");
    let cmd = Recuse { token: at.token.clone(), reason: reason.clone() };
    match v.write(move |tx, cx| ops::recuse(tx, cx, &cmd)).await {
        Ok(()) => Ok(v.see_other("/cham")),
        Err(OpError::Invalid(faults)) => Ok(draw(&v, &desk, &reason, &faults)),
        Err(e) => Err(e.into()),
    }
}

fn draw(v: &Visit, desk: &Desk, reason: &str, faults: &Faults) -> HttpResponse {
    let title = v.say(&msg!("judge-recuse-title", code = desk.work.blind_code.as_str()));
    let there = v.href(&format!("/cham/{}", desk.sheet.token));
    Page::new(v, title.clone()).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("judge-back-to-sheet"), &there))
        h1 { (title) }
        p { (v.t("judge-recuse-what")) }
        ul {
            li { (v.t("judge-recuse-hidden")) }
            li { (v.t("judge-recuse-void")) }
            li { (v.t("judge-recuse-told")) }
        }
        (Form::post(format!("{there}/nhan-ra")).body(html! {
            (Field::textarea("reason", v.t("judge-recuse-reason")).optional(v.t("optional")).hint(v.t("judge-recuse-hint")).rows(3)
                .value(reason).error(faults.of("reason").map(|m| v.say(m))))
            (actions(html! {
                (Button::danger(v.t("judge-recuse-do")))
                (Button::plain(v.t("cancel")).href(there.clone()))
            }))
        }))
    })
}
