//! One's own account: details, sessions, password, language.

use actix_web::HttpResponse;
use maud::html;

use crate::accounts::store;
use crate::kernel::errors::OpError;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui::Field;
use crate::web::visit::Visit;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let id = v.signed_in()?.account;
    let account = v.read(move |c| store::by_id(c, id)?.ok_or(OpError::NotFound)).await?;
    Ok(Page::new(&v, v.t("nav-account")).narrow().body(html! {
        h1 { (v.t("nav-account")) }
        (Field::text("name", v.t("account-name")).value(account.name))
    }))
}
