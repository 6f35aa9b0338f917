//! Sending what is in the store: ranges, `ETag`, harmless headers, never the whole of it in memory. Must not know who may see it.

use actix_web::body::SizedStream;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};

use super::errors::WebResult;
use crate::app::App;
use crate::files::names::content_disposition;
use crate::files::range::{self, Answer};
use crate::kernel::errors::OpError;
use crate::storage::{BlobKey, StoreError};

/// Who may keep a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// The browser of whoever asked, and it asks again each time.
    Private,
    /// Everybody, for a day.
    Public,
}

/// A blob to be sent.
#[derive(Clone, Debug)]
pub struct Blob<'a> {
    pub key: &'a str,
    /// Bytes.
    pub size: i64,
    pub media_type: &'a str,
    /// What the file is called when it is saved.
    pub name: &'a str,
    /// Shown in the page or the browser rather than saved. Only kinds that no browser executes are ever shown.
    pub inline: bool,
    /// What the bytes are known by: their hash, or the blob's key.
    pub etag: &'a str,
    pub cache: Cache,
}

/// Kinds that a browser shows without running anything: pictures that are pixels, sound, moving pictures, PDF.
fn is_harmless(media_type: &str) -> bool {
    matches!(media_type, "image/jpeg" | "image/png" | "image/webp" | "application/pdf")
        || media_type.starts_with("audio/")
        || media_type.starts_with("video/")
}

/// Sends a blob, or the part of it that was asked for.
///
/// # Errors
/// 404 when the store has no such blob; 500 when it cannot be reached.
pub async fn send(app: &App, req: &HttpRequest, blob: &Blob<'_>) -> WebResult<HttpResponse> {
    let etag = format!("\"{}\"", blob.etag.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    let size = u64::try_from(blob.size).unwrap_or(0);
    let asked = |name: header::HeaderName| req.headers().get(name).and_then(|v| v.to_str().ok());
    let mut r = HttpResponse::Ok();
    r.insert_header((header::ETAG, etag.clone()))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((
            header::CACHE_CONTROL,
            match blob.cache {
                Cache::Private => "private, no-cache",
                Cache::Public => "public, max-age=86400",
            },
        ));
    if asked(header::IF_NONE_MATCH).is_some_and(|v| v.split(',').any(|t| t.trim().trim_start_matches("W/") == etag)) {
        return Ok(r.status(StatusCode::NOT_MODIFIED).finish());
    }
    let inline = blob.inline && is_harmless(blob.media_type);
    r.insert_header((header::CONTENT_TYPE, blob.media_type))
        .insert_header((header::CONTENT_DISPOSITION, content_disposition(blob.name, inline)));
    // A PDF is shown inside our own pages; nothing in a file may ever run or load anything.
    if inline && blob.media_type == "application/pdf" {
        r.insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN")).insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
        ));
    } else {
        r.insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
        ));
    }
    // Ranges count the bytes as they are: no compression on the way.
    r.insert_header((header::CONTENT_ENCODING, "identity"));
    // A range of what has changed meanwhile would be patched together wrongly.
    let same = asked(header::IF_RANGE).is_none_or(|v| v.trim() == etag);
    let wanted = if same { asked(header::RANGE) } else { None };
    let part = match range::answer(wanted, size) {
        Answer::Whole => None,
        Answer::Part(span) => Some(span),
        Answer::Unsatisfiable => {
            return Ok(r
                .status(StatusCode::RANGE_NOT_SATISFIABLE)
                .insert_header((header::CONTENT_RANGE, range::unsatisfied(size)))
                .finish());
        }
    };
    if let Some(span) = &part {
        r.status(StatusCode::PARTIAL_CONTENT).insert_header((header::CONTENT_RANGE, span.content_range(size)));
    }
    if size == 0 {
        return Ok(r.finish());
    }
    let key: BlobKey = blob.key.parse().map_err(OpError::internal)?;
    let stream = app.store.get(&key, part.as_ref().map(|s| (s.start, s.end))).await.map_err(|e| match e {
        StoreError::NotFound => OpError::NotFound,
        other => OpError::internal(other),
    })?;
    Ok(r.body(SizedStream::new(stream.len, stream.body)))
}
