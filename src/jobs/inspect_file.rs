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
use crate::files::image::{Rendition, THUMBNAIL, VIEW, rendition};
use crate::files::kind::Family;
use crate::files::limits::{FileFault, SlotRule};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::FileId;
use crate::storage::BlobKey;

/// Pictures are large when they are open: two at a time.
static TURN: Semaphore = Semaphore::const_new(2);

/// Looks into the file and writes down what was found. A file that is gone, or whose category no longer has its place, is let be.
///
/// # Errors
/// When the store or the database fails: to be tried again.
pub async fn run(app: &App, file: FileId) -> OpResult<()> {
    let Some((row, rule)) = app.read(move |c| facts(c, file)).await? else { return Ok(()) };
    let key: BlobKey = row.blob_key.parse().map_err(OpError::internal)?;
    let _turn = TURN.acquire().await.map_err(OpError::internal)?;
    let local = app.store.to_temp_file(&key).await.map_err(OpError::internal)?;
    let (checked, pictures) =
        tokio::task::spawn_blocking(move || look(local.as_ref(), &rule)).await.map_err(OpError::internal)??;
    let mut copies = Vec::new();
    for (kind, picture) in pictures {
        let stored = app.store.put(picture.bytes.into()).await.map_err(OpError::internal)?;
        copies.push(NewCopy { kind, stored, width: picture.width, height: picture.height });
    }
    let found = Inspected { file, checked, copies };
    app.write(Cx::system(app.now()), move |tx, cx| ops::record_inspection(tx, cx, &found).map(|_| ())).await
}

/// The file and the rule of its place, if it still waits to be looked into.
fn facts(c: &mut crate::db::Conn, file: FileId) -> OpResult<Option<(File, SlotRule)>> {
    let Some(row) = store::file(c, file)?.filter(|f| f.state == FileState::Received) else { return Ok(None) };
    let Some(entry) = store::by_id(c, row.entry_id)? else { return Ok(None) };
    let category = match entry.category_id {
        Some(id) => contests::category(c, id)?,
        None => None,
    };
    let rules = category.as_ref().map(Category::asks).transpose()?;
    let rule = usize::try_from(row.slot).ok().and_then(|i| rules?.files.get(i).cloned());
    Ok(rule.map(|r| (row, r)))
}

type Copies = Vec<(RenditionKind, Rendition)>;

fn look(path: &Path, rule: &SlotRule) -> OpResult<(Checked, Copies)> {
    let mut checked = check(path, rule).map_err(OpError::internal)?;
    let mut copies = Vec::new();
    if let Some(kind) = checked.kind.filter(|k| checked.ready() && k.family() == Family::Image) {
        for (copy, size) in [(RenditionKind::Thumb, THUMBNAIL), (RenditionKind::View, VIEW)] {
            if let Ok(picture) = rendition(path, kind, size.longest_side, size.quality) {
                copies.push((copy, picture));
            } else {
                // It claims to be whole, and still nobody can see it.
                checked.faults.push(FileFault::Unreadable);
                copies.clear();
                break;
            }
        }
    }
    Ok((checked, copies))
}
