//! Same origin or nothing: `Sec-Fetch-Site` where a browser sends it, else `Origin` against our own address. No token, so
//! nothing can expire while somebody types.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};

use super::{errors, session, visit::RequestId};
use crate::app::App;

/// Whether a request with these headers may change something.
#[must_use]
pub fn allowed(method: &Method, fetch_site: Option<&str>, origin: Option<&str>, base_url: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    match (fetch_site, origin) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin == base_url,
        (None, None) => false,
    }
}

/// Refuses what comes from elsewhere.
///
/// # Errors
/// None of its own.
pub async fn guard(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    let get = |name: &str| req.headers().get(name).and_then(|v| v.to_str().ok());
    let base = req.app_data::<web::Data<App>>().map(|a| a.base_url.clone()).unwrap_or_default();
    if allowed(req.method(), get("sec-fetch-site"), get(header::ORIGIN.as_str()), &base) {
        return Ok(next.call(req).await?.map_into_left_body());
    }
    let lang = session::lang(req.request());
    let id = req.extensions().get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default();
    tracing::warn!(request = %id, "refused a request from another origin");
    let r = errors::response(StatusCode::FORBIDDEN, &msg!("error-csrf"), lang, &id, false);
    Ok(req.into_response(r).map_into_right_body())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_things() {
        let base = "https://thi.example.vn";
        for (method, site, origin, expected) in [
            (Method::GET, Some("cross-site"), None, true),
            (Method::POST, Some("same-origin"), Some("https://evil.example"), true),
            (Method::POST, Some("same-site"), Some(base), false),
            (Method::POST, Some("cross-site"), Some(base), false),
            (Method::POST, Some("none"), None, false),
            (Method::POST, None, Some(base), true),
            (Method::POST, None, Some("https://evil.example"), false),
            (Method::POST, None, Some("null"), false),
            (Method::POST, None, None, false),
            (Method::DELETE, None, None, false),
        ] {
            assert_eq!(allowed(&method, site, origin, base), expected, "{method} {site:?} {origin:?}");
        }
    }
}
