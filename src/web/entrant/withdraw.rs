//! Withdrawing: what it means, then the act.

use actix_web::{HttpResponse, web};
use maud::html;

use super::desk::{self, At};
use crate::entries::ops;
use crate::policy::{self, Action};
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    v.require(&Action::Withdraw { entry: &d.entry, contest: &d.contest })?;
    let deadline = d.deadline(v.now);
    let back = policy::takes_in(&d.contest, &deadline) && deadline.in_time();
    let title = desk::shown_title(&v, &d);
    let body =
        if back { msg!("entry-withdraw-body", title = title) } else { msg!("entry-withdraw-body-late", title = title) };
    Ok(Page::new(&v, v.t("entry-withdraw-title")).narrow().body(html! {
        (back_link(&v.t("entry-back-tasks"), &desk::href(&v, &d, "")))
        h1 { (v.t("entry-withdraw-title")) }
        (Notice::text(Tone::Wait, &v.say(&body)))
        @if let Some(t) = deadline.extended_to.filter(|_| back) {
            p { (v.say(&msg!("entry-start-extended", time = d.zone().date_time(t)))) }
        }
        (Form::post(desk::href(&v, &d, "/rut")).body(html! {
            (Field::textarea("reason", v.t("entry-withdraw-reason")).optional(v.t("optional")).rows(3).maxlength(1000))
            (actions(html! {
                (Button::danger(v.t("entry-withdraw")))
                (Button::quiet(v.t("cancel")).href(desk::href(&v, &d, "")))
            }))
        }))
    }))
}

pub async fn act(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let reason: String = posted.0.text("reason").trim().chars().take(1000).collect();
    let id = desk::id(&d);
    v.write(move |tx, cx| ops::withdraw(tx, cx, id, &reason)).await?;
    Ok(v.see_other(&desk::path(&d, "")))
}
