//! Looking into an uploaded file: its true type, whether it is whole, the limits of its place; and the copies made of pictures.
//! Idempotent: it can be run again at any time.

use std::path::Path;

use tokio::sync::Semaphore;

use crate::app::App;
use crate::contests::contest::Category;
use crate::contests::store as contests;
use crate::entries::entry::{File, FileState, RenditionKind};
use crate::entries::ops::{self, Inspected, NewCopy};
use crate::entries::store;
use crate::files::check::{Checked, check};
use crate::files::image::{ImageError, MAX_PROGRESSIVE, Rendition, THUMBNAIL, VIEW, rendition};
use crate::files::kind::Family;
use crate::files::limits::{FileFault, SlotRule};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{CategoryId, FileId};
use crate::storage::BlobKey;

/// Pictures are large when they are open: two at a time.
static TURN: Semaphore = Semaphore::const_new(2);

/// How often a look is begun anew because the work was moved to another category meanwhile.
const ANEW: usize = 5;

/// Looks into the file and writes down what was found. A file that is gone, or whose category no longer has its place, is let be.
///
/// # Errors
/// When the store or the database fails: to be tried again.
pub async fn run(app: &App, file: FileId) -> OpResult<()> {
    for _ in 0..ANEW {
        let Some((row, category, rule)) = app.read(move |c| facts(c, file)).await? else { return Ok(()) };
        let key: BlobKey = row.blob_key.parse().map_err(OpError::internal)?;
        let (checked, pictures) = {
            let _turn = TURN.acquire().await.map_err(OpError::internal)?;
            let local = app.store.to_temp_file(&key).await.map_err(OpError::internal)?;
            tokio::task::spawn_blocking(move || look(local.as_ref(), &rule)).await.map_err(OpError::internal)??
        };
        let mut copies = Vec::new();
        for (kind, picture) in pictures {
            let stored = app.store.put(picture.bytes.into()).await.map_err(OpError::internal)?;
            copies.push(NewCopy { kind, stored, width: picture.width, height: picture.height });
        }
        let keys: Vec<BlobKey> = copies.iter().map(|c| c.stored.key.clone()).collect();
        let found = Inspected { file, category, checked, copies };
        let written = app.write(Cx::system(app.now()), move |tx, cx| ops::record_inspection(tx, cx, &found)).await?;
        if written.is_some() {
            return Ok(());
        }
        for key in keys {
            // No row knows these copies; if this fails, they are swept up later.
            let _ = app.store.delete(&key).await;
        }
    }
    Err(OpError::Internal("the category changed again and again while the file was looked into".into()))
}

/// The file, the category of its work and the rule of its place, if it still waits to be looked into.
fn facts(c: &mut crate::db::Conn, file: FileId) -> OpResult<Option<(File, Option<CategoryId>, SlotRule)>> {
    let Some(row) = store::file(c, file)?.filter(|f| f.state == FileState::Received) else { return Ok(None) };
    let Some(entry) = store::by_id(c, row.entry_id)? else { return Ok(None) };
    let category = match entry.category_id {
        Some(id) => contests::category(c, id)?,
        None => None,
    };
    let rules = category.as_ref().map(Category::asks).transpose()?;
    let rule = rules.and_then(|r| r.slot(row.slot));
    Ok(rule.map(|r| (row, entry.category_id, r)))
}

type Copies = Vec<(RenditionKind, Rendition)>;

fn look(path: &Path, rule: &SlotRule) -> OpResult<(Checked, Copies)> {
    let mut checked = check(path, rule).map_err(OpError::internal)?;
    let mut copies = Vec::new();
    if let Some(kind) = checked.kind.filter(|k| checked.ready() && k.family() == Family::Image) {
        for (copy, size) in [(RenditionKind::Thumb, THUMBNAIL), (RenditionKind::View, VIEW)] {
            let fault = match rendition(path, kind, size.longest_side, size.quality) {
                Ok(picture) => {
                    copies.push((copy, picture));
                    continue;
                }
                // Says nothing about the picture: the job tries again.
                Err(ImageError::Io(e)) => return Err(OpError::internal(e)),
                Err(ImageError::TooManyPixels) => {
                    let m = &checked.measures;
                    let (width, height) = (m.width.unwrap_or_default(), m.height.unwrap_or_default());
                    FileFault::TooManyPixels { width, height, max: MAX_PROGRESSIVE }
                }
                // It claims to be whole, and still nobody can see it.
                Err(ImageError::NotAPicture | ImageError::Broken) => FileFault::Unreadable,
            };
            checked.faults.push(fault);
            copies.clear();
            break;
        }
    }
    Ok((checked, copies))
}
