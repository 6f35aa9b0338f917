//! Withdrawing: what it means, then the act.

use actix_web::{HttpResponse, web};
use maud::html;

use super::desk::{self, At};
use crate::entries::dossier::Dossier;
use crate::entries::ops;
use crate::kernel::errors::{Faults, OpError};
use crate::policy::{self, Action};
use crate::web::errors::WebResult;
use crate::web::forms::{Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    v.require(&Action::Withdraw { entry: &d.entry, contest: &d.contest })?;
    Ok(view(&v, &d, "", &Faults::none()))
}

fn view(v: &Visit, d: &Dossier, typed: &str, faults: &Faults) -> HttpResponse {
    let deadline = d.deadline(v.now);
    let back = policy::takes_in(&d.contest, &deadline) && deadline.in_time();
    let title = desk::shown_title(v, d);
    let body =
        if back { msg!("entry-withdraw-body", title = title) } else { msg!("entry-withdraw-body-late", title = title) };
    let reason = Field::textarea("reason", v.t("entry-withdraw-reason")).rows(3).maxlength(1000).value(typed);
    let own = d.entry.on_behalf_by.is_none() && v.actor().account() == Some(d.entry.owner_id);
    let reason = if own { reason.optional(v.t("optional")) } else { reason.required() };
    Page::new(v, v.t("entry-withdraw-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("entry-back-tasks"), &desk::href(v, d, "")))
        (summary(v, faults))
        h1 { (v.t("entry-withdraw-title")) }
        (Notice::text(Tone::Wait, &v.say(&body)))
        @if let Some(t) = deadline.extended_to.filter(|_| back) {
            p { (v.say(&msg!("entry-start-extended", time = d.zone().date_time(t)))) }
        }
        (Form::post(desk::href(v, d, "/rut")).body(html! {
            (reason.error(error_of(v, faults, "reason")))
            (actions(html! {
                (Button::danger(v.t("entry-withdraw")))
                (Button::quiet(v.t("cancel")).href(desk::href(v, d, "")))
            }))
        }))
    })
}

pub async fn act(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let reason: String = posted.0.text("reason").trim().chars().take(1000).collect();
    let (id, typed) = (desk::id(&d), reason.clone());
    match v.write(move |tx, cx| ops::withdraw(tx, cx, id, &reason)).await {
        Ok(_) => Ok(v.see_other(&desk::path(&d, ""))),
        Err(OpError::Invalid(faults)) => Ok(view(&v, &d, &typed, &faults)),
        Err(e) => Err(e.into()),
    }
}
