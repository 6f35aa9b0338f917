//! What may go: ended sessions, forms kept for somebody who did not come back, secrets in letters that never left, old finished
//! jobs, refused files beyond a number, uploads that broke off, blobs that no row knows (of a draft that was thrown away). Every
//! copy of the program may do it at any time; it never touches what a row names.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use super::store;
use crate::accounts::ops::INVITATION_DAYS;
use crate::accounts::{account_store, parked};
use crate::app::App;
use crate::entries::ops;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::messages;

/// Between two rounds.
pub const EVERY: Duration = Duration::from_hours(1);
/// A blob stands before its row does; only one that nobody claimed for so long is nobody's.
pub const UNCLAIMED: Duration = Duration::from_hours(24);
/// Days for which finished jobs are kept.
const JOB_DAYS: i64 = 7;

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    pub sessions: usize,
    pub forms: usize,
    pub jobs: usize,
    pub files: usize,
    pub uploads: usize,
    pub blobs: usize,
}

/// One round; `unclaimed` is the age from which a blob without a row goes.
///
/// # Errors
/// When the database or the store fails.
pub async fn run(app: &App, unclaimed: Duration) -> OpResult<Tidied> {
    let now = app.now();
    let (sessions, forms, jobs) = app
        .write_quiet(move |tx| {
            messages::store::blank_secrets(tx, now.plus_days(-INVITATION_DAYS))?;
            let sessions = account_store::end_expired(tx, now)?;
            Ok((sessions, parked::forget_old(tx, now)?, store::forget_done(tx, now.plus_days(-JOB_DAYS))?))
        })
        .await?;
    // Asked quietly first: hardly ever is there anything to write down.
    let files =
        if app.read(ops::has_unwanted).await? { app.write(Cx::system(now), ops::drop_unwanted).await? } else { 0 };
    let uploads = app.store.sweep(UNCLAIMED).await.map_err(failed)?;
    let mut blobs = 0;
    let mut pages = app.store.list();
    while let Some(page) = pages.next().await.map_err(failed)? {
        let old = |t: SystemTime| t.elapsed().is_ok_and(|age| age >= unclaimed);
        let keys: Vec<_> = page.into_iter().filter(|b| b.modified.is_some_and(old)).map(|b| b.key).collect();
        if keys.is_empty() {
            continue;
        }
        // Asked after the listing: whatever got its row meanwhile is found.
        let asked: Vec<String> = keys.iter().map(ToString::to_string).collect();
        let known: HashSet<String> = app.read(move |c| Ok(store::known_blobs(c, &asked)?)).await?;
        for key in keys {
            if !known.contains(&key.to_string()) {
                app.store.delete(&key).await.map_err(failed)?;
                blobs += 1;
            }
        }
    }
    Ok(Tidied { sessions, forms, jobs, files, uploads, blobs })
}

fn failed(e: crate::storage::StoreError) -> OpError {
    OpError::Internal(e.to_string())
}
