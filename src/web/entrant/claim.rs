//! Claiming a work that the office entered from paper: the receipt's code and the claim code beside it.

use actix_web::HttpResponse;
use maud::html;

use crate::entries::ops::intake::{self, Claim};
use crate::kernel::errors::{Faults, OpError};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::{Button, Field, Form, Width, actions, back_link};
use crate::web::visit::Visit;

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    v.signed_in()?;
    Ok(draw(&v, &q, &Faults::none()))
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    v.signed_in()?;
    let mut faults = Faults::none();
    let cmd = Claim { receipt: f.need_line("receipt", 40, &mut faults), code: f.need_line("code", 40, &mut faults) };
    if faults.is_empty() {
        match v.write(move |tx, cx| intake::claim(tx, cx, &cmd)).await {
            Ok(e) => return Ok(v.see_other(&format!("/nop-bai/{}", e.token))),
            Err(OpError::Invalid(more)) => faults = more,
            Err(e) => return Err(e.into()),
        }
    }
    Ok(draw(&v, &f, &faults))
}

fn draw(v: &Visit, f: &Fields, faults: &Faults) -> HttpResponse {
    Page::new(v, v.t("office-claim-page")).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("nav-submit"), &v.href("/nop-bai")))
        (summary(v, faults))
        h1 { (v.t("office-claim-page")) }
        p { (v.t("office-claim-page-lead")) }
        (Form::post(v.href("/nop-bai/nhan-ho-so")).body(html! {
            (Field::text("receipt", v.t("office-receipt")).hint(v.t("office-receipt-hint")).required().width(Width::M).maxlength(40)
                .value(f.raw("receipt")).error(error_of(v, faults, "receipt")))
            (Field::text("code", v.t("office-claim-code")).required().width(Width::M).maxlength(40)
                .value(f.raw("code")).error(error_of(v, faults, "code")))
            (actions(Button::primary(v.t("office-claim-go"))))
        }))
    })
}
