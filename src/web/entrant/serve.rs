//! Files of an entry for whoever handed it in and for the office: originals, and the pictures made from them.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::entries::store;
use crate::files::kind::FileKind;
use crate::kernel::errors::OpError;
use crate::kernel::ids::hex;
use crate::policy::Action;
use crate::web::blobs::{self, Blob, Cache};
use crate::web::errors::WebResult;
use crate::web::visit::Visit;

/// A file's code.
#[derive(Deserialize)]
pub struct FileAt {
    file: String,
}

/// A rendition's code.
#[derive(Deserialize)]
pub struct RenditionAt {
    rendition: String,
}

/// The original; `?tai=1` saves it rather than showing it.
pub async fn original(v: Visit, at: web::Path<FileAt>, req: HttpRequest) -> WebResult<HttpResponse> {
    v.require(&Action::OwnAccount)?;
    let token = at.into_inner().file;
    let (file, entry) = v
        .read(move |c| {
            let file = store::file_by_token(c, &token)?.ok_or(OpError::NotFound)?;
            let entry = store::by_id(c, file.entry_id)?.ok_or(OpError::NotFound)?;
            Ok((file, entry))
        })
        .await?;
    v.require(&Action::SeeEntry(&entry))?;
    // Until it has been looked into, and when it was refused, nobody knows what it is: it is only saved, as bytes.
    let kind = file.kind.as_deref().and_then(FileKind::from_ext);
    let blob = Blob {
        key: &file.blob_key,
        size: file.size,
        media_type: kind.map_or("application/octet-stream", FileKind::media_type),
        name: &file.name,
        inline: kind.is_some() && !req.query_string().contains("tai=1"),
        etag: &hex(&file.sha256),
        cache: Cache::Private,
    };
    blobs::send(&v.app, &req, &blob).await
}

/// A thumbnail or a re-encoded picture.
pub async fn picture(v: Visit, at: web::Path<RenditionAt>, req: HttpRequest) -> WebResult<HttpResponse> {
    v.require(&Action::OwnAccount)?;
    let token = at.into_inner().rendition;
    let (rendition, entry) = v
        .read(move |c| {
            let r = store::rendition_by_token(c, &token)?.ok_or(OpError::NotFound)?;
            let file = store::file(c, r.file_id)?.ok_or(OpError::NotFound)?;
            let entry = store::by_id(c, file.entry_id)?.ok_or(OpError::NotFound)?;
            Ok((r, entry))
        })
        .await?;
    v.require(&Action::SeeEntry(&entry))?;
    let kind = FileKind::from_ext(&rendition.file_kind);
    let blob = Blob {
        key: &rendition.blob_key,
        size: rendition.size,
        media_type: kind.map_or("application/octet-stream", FileKind::media_type),
        name: &format!("{}.{}", rendition.token, rendition.file_kind),
        inline: true,
        etag: &hex(&rendition.sha256),
        cache: Cache::Private,
    };
    blobs::send(&v.app, &req, &blob).await
}
