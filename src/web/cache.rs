//! Public pages for people who are not signed in: kept for at most a second (a setting), compressed once, with an `ETag`.
//! At half its age one request renews a page while the others are still answered with it: nobody queues behind a slow page.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, EitherBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};
use bytes::Bytes;

use super::{assets, routes, session};
use crate::app::App;
use crate::kernel::ids::{digest, hex};

/// How many pages are kept at most; when there are more, all go (they would be old within a second anyway).
const MOST: usize = 512;

struct Kept {
    at: Instant,
    /// Somebody is making it anew.
    renewing: AtomicBool,
    packed: Arc<Packed>,
}

/// A page with its compressed forms.
struct Packed {
    body: Bytes,
    brotli: Bytes,
    gzip: OnceLock<Bytes>,
    etag: String,
    media_type: header::HeaderValue,
}

/// The pages that are kept.
pub struct PageCache {
    pages: Mutex<HashMap<String, Kept>>,
    patterns: std::collections::HashSet<String>,
    age: Duration,
}

impl PageCache {
    #[must_use]
    pub fn new(ms: u64) -> Self {
        Self { pages: Mutex::default(), patterns: routes::cached_patterns(), age: Duration::from_millis(ms) }
    }
    /// What may still be shown; none for whoever shall make it anew.
    fn find(&self, key: &str) -> Option<Arc<Packed>> {
        let pages = self.pages.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept = pages.get(key)?;
        let age = kept.at.elapsed();
        let is_old = age >= self.age || age >= self.age / 2 && !kept.renewing.swap(true, Ordering::Relaxed);
        (!is_old).then(|| kept.packed.clone())
    }
    /// What was kept under the key before, however old.
    fn before(&self, key: &str) -> Option<Arc<Packed>> {
        let pages = self.pages.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        pages.get(key).map(|k| k.packed.clone())
    }
    fn keep(&self, key: String, packed: Arc<Packed>) {
        let mut pages = self.pages.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert(key, Kept { at: Instant::now(), renewing: AtomicBool::new(false), packed });
    }
}

fn answer(req: &actix_web::HttpRequest, kept: &Packed) -> HttpResponse {
    let get = |name| req.headers().get(name).and_then(|v: &header::HeaderValue| v.to_str().ok()).unwrap_or_default();
    let mut r = HttpResponse::build(StatusCode::OK);
    if get(header::IF_NONE_MATCH).contains(&kept.etag) {
        r.status(StatusCode::NOT_MODIFIED);
    }
    r.insert_header((header::ETAG, kept.etag.clone()));
    r.insert_header((header::CACHE_CONTROL, "private, no-cache"));
    r.insert_header((header::VARY, "accept-encoding, cookie"));
    r.insert_header((header::CONTENT_TYPE, kept.media_type.clone()));
    if get(header::IF_NONE_MATCH).contains(&kept.etag) {
        return r.finish();
    }
    let accepts = get(header::ACCEPT_ENCODING);
    if accepts.contains("br") {
        r.insert_header((header::CONTENT_ENCODING, "br")).body(kept.brotli.clone())
    } else if accepts.contains("gzip") {
        r.insert_header((header::CONTENT_ENCODING, "gzip"))
            .body(kept.gzip.get_or_init(|| assets::gzip(&kept.body)).clone())
    } else {
        r.insert_header((header::CONTENT_ENCODING, "identity")).body(kept.body.clone())
    }
}

/// Answers from what is kept, or keeps what the page answers.
///
/// # Errors
/// None of its own.
pub async fn serve(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    let Some(app) = req.app_data::<web::Data<App>>().map(|a| a.get_ref().clone()) else {
        return Ok(next.call(req).await?.map_into_left_body());
    };
    let anonymous = session::token(req.request(), app.is_https()).is_none();
    let cacheable = !app.cache.age.is_zero()
        && anonymous
        && req.method() == Method::GET
        && req.match_pattern().is_some_and(|p| app.cache.patterns.contains(&p));
    if !cacheable {
        return Ok(next.call(req).await?.map_into_left_body());
    }
    let key = format!("{} {}", session::lang(req.request()).code(), req.uri());
    if let Some(kept) = app.cache.find(&key) {
        let r = answer(req.request(), &kept);
        return Ok(req.into_response(r).map_into_right_body());
    }
    let res = next.call(req).await?;
    if res.status() != StatusCode::OK || res.headers().contains_key(header::SET_COOKIE) {
        return Ok(res.map_into_left_body());
    }
    let media_type = res
        .headers()
        .get(header::CONTENT_TYPE)
        .cloned()
        .unwrap_or_else(|| header::HeaderValue::from_static("text/html; charset=utf-8"));
    let (http, res) = res.into_parts();
    let body = to_bytes(res.into_body()).await.map_err(|_| actix_web::error::ErrorInternalServerError("body"))?;
    let etag = format!("\"{}\"", hex(&digest(&body)).chars().take(16).collect::<String>());
    // A page that has not changed is not compressed again.
    let kept = match app.cache.before(&key).filter(|k| k.etag == etag && k.body == body) {
        Some(same) => same,
        None => Arc::new(Packed { etag, brotli: assets::brotli(&body, 4), gzip: OnceLock::new(), media_type, body }),
    };
    app.cache.keep(key, kept.clone());
    let r = answer(&http, &kept);
    Ok(ServiceResponse::new(http, r).map_into_right_body())
}
