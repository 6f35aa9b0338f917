//! Refusals and failures as pages (or JSON for our scripts): one renderer, one log line, the request's number shown.

use std::fmt;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::cookie::Cookie;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};
use maud::html;

use super::forms::RawBody;
use super::layout;
use super::session;
use super::visit::{RequestId, address};
use crate::accounts::attempts_store::{self as attempts, PARK_ADDRESS};
use crate::accounts::parked;
use crate::app::App;
use crate::kernel::errors::OpError;
use crate::kernel::ids;
use crate::kernel::msg::Msg;
use crate::lang::Lang;
use crate::policy::Reason;

/// What a handler gives when it gives no page.
#[derive(Debug)]
pub struct WebError(pub OpError);

/// What a handler gives.
pub type WebResult<T> = Result<T, WebError>;

impl From<OpError> for WebError {
    fn from(e: OpError) -> Self {
        Self(e)
    }
}
impl From<diesel::result::Error> for WebError {
    fn from(e: diesel::result::Error) -> Self {
        Self(OpError::Db(e))
    }
}
impl fmt::Display for WebError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the renderer needs; travels in the response's extensions.
#[derive(Clone, Debug)]
struct Told {
    msg: Msg,
    sign_in: bool,
    /// Seconds after which it may be tried again.
    wait: Option<i64>,
}

impl WebError {
    /// The sentence of this refusal.
    #[must_use]
    pub fn msg(&self) -> Msg {
        match &self.0 {
            OpError::Denied(d) => match d.reason {
                Reason::SignIn => msg!("denied-sign-in"),
                Reason::Role => msg!("denied-role"),
                Reason::NotYours => msg!("denied-not-yours"),
                Reason::Phase => msg!("denied-phase"),
                Reason::Time => msg!("denied-time"),
                Reason::State => msg!("denied-state"),
                Reason::SamePerson => msg!("denied-same-person"),
                Reason::Conflict => msg!("denied-conflict"),
            },
            OpError::NotFound => msg!("error-404"),
            OpError::Invalid(f) => f.0.first().map_or_else(|| msg!("error-400"), |(_, m)| m.clone()),
            OpError::Conflict(m) => m.clone(),
            OpError::TooMany { seconds } => msg!("error-429", minutes = (seconds + 59) / 60),
            OpError::Internal(_) | OpError::Db(_) => msg!("error-500"),
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match &self.0 {
            OpError::Denied(d) if d.reason == Reason::SignIn => StatusCode::UNAUTHORIZED,
            OpError::Denied(_) => StatusCode::FORBIDDEN,
            OpError::NotFound => StatusCode::NOT_FOUND,
            OpError::Invalid(f) => match f.0.first().map(|(_, m)| m.key.as_str()) {
                Some("error-408") => StatusCode::REQUEST_TIMEOUT,
                Some("error-413") => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            },
            OpError::Conflict(_) => StatusCode::CONFLICT,
            OpError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            OpError::Internal(_) | OpError::Db(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut r = HttpResponse::new(self.status_code());
        let sign_in = matches!(&self.0, OpError::Denied(d) if d.reason == Reason::SignIn);
        let wait = match &self.0 {
            OpError::TooMany { seconds } => Some(*seconds),
            _ => None,
        };
        r.extensions_mut().insert(Told { msg: self.msg(), sign_in, wait });
        r
    }
}

fn wants_json(req: &actix_web::HttpRequest) -> bool {
    req.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.starts_with("application/json"))
}

/// An error as a page, or as JSON for our scripts.
#[must_use]
pub fn response(status: StatusCode, msg: &Msg, lang: Lang, request_id: &str, json: bool) -> HttpResponse {
    if json {
        return HttpResponse::build(status).json(serde_json::json!({ "error": lang.say(msg), "request": request_id }));
    }
    let title = lang.say(&msg!("error-page-title", status = i64::from(status.as_u16())));
    let body = html! {
        h1 { (title) }
        p { (lang.say(msg)) }
        p { a href="/" { (lang.text("nav-home")) } }
        @if status.is_server_error() && !request_id.is_empty() {
            p.soft.small { (lang.say(&msg!("error-request", id = request_id))) }
        }
    };
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(layout::bare(lang, &title, &body).into_string())
}

/// Draws refusals and failures; sends people who must sign in to the sign-in page, and keeps what they had typed.
///
/// # Errors
/// None of its own.
pub async fn render(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    let res = next.call(req).await?.map_into_left_body();
    let status = res.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(res);
    }
    // Only now: the router needs the request to itself while it finds the way.
    let http = res.request().clone();
    let told = res.response().extensions().get::<Told>().cloned();
    let allow = res.headers().get(header::ALLOW).cloned();
    let has_type = res.headers().contains_key(header::CONTENT_TYPE);
    if told.is_none() && has_type && res.response().error().is_none() {
        return Ok(res); // a page of ours that carries an error status (a form with faults)
    }
    let request_id = http.extensions().get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default();
    if status.is_server_error() {
        let error = res.response().error().map(ToString::to_string).unwrap_or_default();
        tracing::error!(request = %request_id, status = status.as_u16(), route = http.match_pattern().unwrap_or_default(), error, "request failed");
    }
    let json = wants_json(&http);
    if told.as_ref().is_some_and(|t| t.sign_in) && !json {
        let (there, browser) = sign_in_address(&http).await;
        let mut r = HttpResponse::SeeOther();
        r.insert_header((header::LOCATION, there));
        if let Some(cookie) = browser {
            r.cookie(cookie);
        }
        let r = r.finish();
        return Ok(ServiceResponse::new(http, r).map_into_right_body());
    }
    let wait = told.as_ref().and_then(|t| t.wait);
    let msg = told.map_or_else(
        || match status {
            StatusCode::NOT_FOUND => msg!("error-404"),
            StatusCode::METHOD_NOT_ALLOWED => msg!("error-400"),
            StatusCode::REQUEST_TIMEOUT => msg!("error-408"),
            StatusCode::PAYLOAD_TOO_LARGE => msg!("error-413"),
            StatusCode::SERVICE_UNAVAILABLE => msg!("error-503"),
            s if s.is_server_error() => msg!("error-500"),
            _ => msg!("error-400"),
        },
        |t| t.msg,
    );
    let lang = session::lang(&http);
    let mut r = response(status, &msg, lang, &request_id, json);
    if let Some(allow) = allow {
        r.headers_mut().insert(header::ALLOW, allow);
    }
    if let Some(seconds) = wait {
        r.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    Ok(ServiceResponse::new(http, r).map_into_right_body())
}

/// Where to sign in, and how to come back: a page is asked for again; a form that was being sent is kept and offered again, to
/// the browser that gets the cookie; files are not kept, but their page is.
async fn sign_in_address(http: &actix_web::HttpRequest) -> (String, Option<Cookie<'static>>) {
    let encode = |s: &str| percent_encoding::utf8_percent_encode(s, percent_encoding::NON_ALPHANUMERIC).to_string();
    let path = http.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    if http.method() == Method::GET {
        return (format!("/dang-nhap?tiep={}", encode(&path)), None);
    }
    let body = http.extensions().get::<RawBody>().map(|b| b.0.clone());
    if let (Some(body), Some(app)) = (body, http.app_data::<web::Data<App>>()) {
        let now = app.now();
        let from = address(http, app);
        let browser = session::browser(http, app.is_https()).unwrap_or_else(ids::secret);
        let of = browser.clone();
        let kept = app
            .write_quiet(move |tx| {
                attempts::take(tx, now, &[(PARK_ADDRESS, &from)])?;
                parked::park(tx, &of, &path, &body, now)
            })
            .await;
        if let Ok(token) = kept {
            return (format!("/dang-nhap?phieu={token}"), Some(session::browser_cookie(browser, app.is_https())));
        }
    }
    // What cannot be kept is sent again from the page that it came from.
    let base = http.app_data::<web::Data<App>>().map(|a| a.base_url.clone()).unwrap_or_default();
    let from = http.headers().get(header::REFERER).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix(&base));
    match from.filter(|path| path.starts_with('/')) {
        Some(path) => (format!("/dang-nhap?tiep={}", encode(path)), None),
        None => ("/dang-nhap".to_owned(), None),
    }
}
