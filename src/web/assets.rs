//! What stands in `static`: embedded, addressed by its hash, compressed once, cached for ever.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use rust_embed::RustEmbed;

use crate::kernel::ids::{digest, hex};

#[derive(RustEmbed)]
#[folder = "static/"]
#[exclude = "*.md"]
struct Embedded;

struct Asset {
    media_type: &'static str,
    hash: String,
    body: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let mut all: HashMap<String, Asset> = HashMap::new();
    let mut names: Vec<String> = Embedded::iter().map(|n| n.to_string()).collect();
    // Style sheets last: they name the hashed addresses of the others.
    names.sort_by_key(|n| is(n, "css"));
    for name in names {
        let Some(file) = Embedded::get(&name) else { continue };
        let mut body = file.data.to_vec();
        if is(&name, "css") {
            let mut text = String::from_utf8_lossy(&body).into_owned();
            for (other, asset) in &all {
                text = text.replace(&format!("/tinh/{other}"), &format!("/tinh/{}/{other}", asset.hash));
            }
            body = text.into_bytes();
        }
        let hash = hex(&digest(&body)).chars().take(10).collect();
        all.insert(
            name.clone(),
            Asset {
                media_type: media_type(&name),
                hash,
                body: body.into(),
                brotli: OnceLock::new(),
                gzip: OnceLock::new(),
            },
        );
    }
    all
});

fn is(name: &str, ext: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(ext))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, e)| e) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    }
}

/// The address of an asset, such as `app.css`; it changes when the content does.
#[must_use]
pub fn href(name: &str) -> String {
    ASSETS.get(name).map_or_else(|| format!("/tinh/khong-co/{name}"), |a| format!("/tinh/{}/{name}", a.hash))
}

/// Compresses with brotli; `quality` 0–11.
#[must_use]
pub fn brotli(body: &[u8], quality: i32) -> Bytes {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    match brotli::BrotliCompress(&mut &body[..], &mut out, &params) {
        Ok(_) => out.into(),
        Err(_) => Bytes::new(),
    }
}

/// Compresses with gzip.
#[must_use]
pub fn gzip(body: &[u8]) -> Bytes {
    let mut enc = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let done = enc.write_all(body).and_then(|()| enc.finish());
    done.map(Bytes::from).unwrap_or_default()
}

/// `GET /tinh/{hash}/{name}`. An old hash is answered with what there is now, but not cached.
pub async fn serve(req: HttpRequest, at: web::Path<(String, String)>) -> HttpResponse {
    let (hash, name) = at.into_inner();
    let Some(asset) = ASSETS.get(&name) else { return HttpResponse::NotFound().finish() };
    let mut r = HttpResponse::Ok();
    r.insert_header((header::CONTENT_TYPE, asset.media_type));
    r.insert_header((header::VARY, "accept-encoding"));
    if asset.hash == hash {
        r.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    }
    let accepts = req.headers().get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let packs = !asset.media_type.starts_with("font/") && !asset.media_type.starts_with("image/png");
    if packs && accepts.contains("br") {
        let body = asset.brotli.get_or_init(|| brotli(&asset.body, 9)).clone();
        return r.insert_header((header::CONTENT_ENCODING, "br")).body(body);
    }
    if packs && accepts.contains("gzip") {
        let body = asset.gzip.get_or_init(|| gzip(&asset.body)).clone();
        return r.insert_header((header::CONTENT_ENCODING, "gzip")).body(body);
    }
    // Said to be already as it should be, so that nothing downstream compresses a font again.
    r.insert_header((header::CONTENT_ENCODING, "identity")).body(asset.body.clone())
}
