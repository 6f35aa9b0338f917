//! The files of a work that is shown: pictures re-encoded without what the camera wrote into them, the others as they are.

use actix_web::{HttpRequest, HttpResponse};

use super::{winners, work};
use crate::entries::entry::RenditionKind;
use crate::entries::store as entries;
use crate::files::kind::{Family, FileKind};
use crate::kernel::errors::OpError;
use crate::kernel::ids::hex;
use crate::kernel::text::slug;
use crate::results::gallery_store as store;
use crate::web::blobs::{self, Blob, Cache};
use crate::web::errors::WebResult;
use crate::web::visit::Visit;

struct Given {
    key: String,
    size: i64,
    sha256: Vec<u8>,
    kind: FileKind,
    name: String,
}

/// Sends file `n` (from 1), or the work's small picture for `nho`.
pub async fn send(v: Visit, req: HttpRequest) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let part = |name: &str| req.match_info().get(name).unwrap_or_default().to_owned();
    let (code, n) = (part("code"), part("n"));
    let given = v
        .read(move |c| {
            winners::of(c, contest)?.ok_or(OpError::NotFound)?;
            let entry = store::work(c, contest, &code)?.ok_or(OpError::NotFound)?;
            let files = entries::files_of(c, entry.id)?;
            let ids: Vec<_> = files.iter().map(|f| f.id).collect();
            let renditions = entries::renditions_of(c, &ids)?;
            let picture = |file, kind| renditions.iter().find(|r| r.file_id == file && r.kind == kind);
            let (rendition, file) = if n == "nho" {
                let file =
                    files.iter().find(|f| work::kind(f).is_some() && picture(f.id, RenditionKind::Thumb).is_some());
                let file = file.ok_or(OpError::NotFound)?;
                (picture(file.id, RenditionKind::Thumb), file)
            } else {
                let place = n.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).ok_or(OpError::NotFound)?;
                let file = files.get(place).ok_or(OpError::NotFound)?;
                let view = if work::family(file) == Some(Family::Image) {
                    // Never the original of a picture: it may tell where it was taken.
                    Some(picture(file.id, RenditionKind::View).ok_or(OpError::NotFound)?)
                } else {
                    None
                };
                (view, file)
            };
            let kind = work::kind(file).ok_or(OpError::NotFound)?;
            let kind = match rendition {
                Some(r) => FileKind::from_ext(&r.file_kind).ok_or(OpError::NotFound)?,
                None => kind,
            };
            let (key, size, sha256) = match rendition {
                Some(r) => (r.blob_key.clone(), r.size, r.sha256.clone()),
                None => (file.blob_key.clone(), file.size, file.sha256.clone()),
            };
            let name = format!("{}-{n}.{}", slug(&entry.title), kind.ext());
            Ok(Given { key, size, sha256, kind, name })
        })
        .await?;
    let blob = Blob {
        key: &given.key,
        size: given.size,
        media_type: given.kind.media_type(),
        name: &given.name,
        inline: true,
        etag: &hex(&given.sha256),
        cache: Cache::Public,
    };
    blobs::send(&v.app, &req, &blob).await
}
