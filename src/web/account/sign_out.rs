//! Sign out, and the language switch.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use super::sign_in::same_page;
use crate::accounts::{ops, sessions};
use crate::kernel::errors::OpError;
use crate::lang::Lang;
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::session;
use crate::web::visit::Visit;

/// Ends this session. Whoever is not signed in (any more) is shown the same.
pub async fn act(v: Visit, req: HttpRequest) -> WebResult<HttpResponse> {
    let https = v.app.is_https();
    if let Some(token) = session::token(&req, https) {
        v.app.write_quiet(move |tx| sessions::end(tx, &token)).await?;
    }
    let mut r = HttpResponse::SeeOther().insert_header((header::LOCATION, "/")).finish();
    r.add_cookie(&session::ended_cookie(https)).map_err(OpError::internal)?;
    Ok(r)
}

/// Chooses the language: for this browser, and for the account's mail.
pub async fn language(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let lang = Lang::parse(f.raw("ngon-ngu")).unwrap_or(v.lang);
    if let Some(p) = &v.person {
        let id = p.account;
        v.app.write_quiet(move |tx| ops::set_lang(tx, id, lang)).await?;
    }
    let to = same_page(f.raw("ve")).unwrap_or("/");
    let mut r = HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish();
    r.add_cookie(&session::lang_cookie(lang, v.app.is_https())).map_err(OpError::internal)?;
    Ok(r)
}
