//! Home: what this is, until when, what to hand in, and the button.

use actix_web::HttpResponse;
use maud::html;

use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::visit::Visit;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let c = v.contest()?;
    Ok(Page::new(&v, &c.title).body(html! { h1 { (c.title) } p.theme { (c.theme) } }))
}
