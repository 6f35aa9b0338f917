//! All components together, for whoever maintains them.

use actix_web::HttpResponse;

use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui;
use crate::web::visit::Visit;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    v.require(&Action::Administer)?;
    Ok(Page::new(&v, v.t("admin-samples")).body(ui::samples::samples()))
}
