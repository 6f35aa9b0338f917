//! What is done with personal data, in plain words.

use actix_web::HttpResponse;
use maud::html;

use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::visit::Visit;

/// The parts of the notice: each a heading and a paragraph of the catalogue.
const PARTS: [&str; 8] = ["what", "why", "children", "who", "where", "long", "rights", "contact"];

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let contact = v.contest_opt().map(|c| c.contact.clone()).unwrap_or_default();
    Ok(Page::new(&v, v.t("privacy-title")).narrow().description(v.t("privacy-lead")).body(html! {
        h1 { (v.t("privacy-title")) }
        p.big { (v.t("privacy-lead")) }
        @for part in PARTS {
            h2 { (v.t(&format!("privacy-{part}"))) }
            p { (v.t(&format!("privacy-{part}-text"))) }
        }
        @if !contact.is_empty() { p { strong { (contact) } } }
    }))
}
