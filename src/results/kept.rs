//! Boards kept until something of their contest changes: every act writes an event, so the last event's number tells. Ops never
//! read from here; they rank what stands in their own transaction.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::load::{self, Board};
use crate::audit::store as audit;
use crate::contests::contest::Contest;
use crate::contests::store as contests;
use crate::db::Conn;
use crate::entries::store as entries;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::EntryId;

/// How many boards are kept.
const MOST: usize = 4;

/// A board with what pages show beside it.
pub struct Kept {
    pub board: Board,
    names: OnceLock<BTreeMap<EntryId, String>>,
}

impl Kept {
    /// Title and authors of a work, once they were read.
    #[must_use]
    pub fn name(&self, entry: EntryId) -> &str {
        self.names.get().and_then(|n| n.get(&entry)).map_or("", String::as_str)
    }

    /// Reads title and authors of every work: for after the unblinding.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read_names(&self, conn: &mut Conn) -> OpResult<()> {
        if self.names.get().is_some() {
            return Ok(());
        }
        let ids: Vec<EntryId> = self.board.works.keys().copied().collect();
        let mut authors: BTreeMap<EntryId, Vec<String>> = BTreeMap::new();
        for a in entries::authors_of_all(conn, &ids)? {
            authors.entry(a.entry_id).or_default().push(a.name);
        }
        let works = self.board.works.values();
        let names = works.map(|w| {
            let who = authors.remove(&w.id).unwrap_or_default().join(", ");
            (w.id, format!("{} – {who}", w.title))
        });
        // Two may have read them at once: they read the same.
        let _ = self.names.set(names.collect());
        Ok(())
    }
}

/// The boards that are kept.
#[derive(Default)]
pub struct Boards(Mutex<VecDeque<(String, Arc<Kept>)>>);

impl Boards {
    /// The board of a contest as it stands.
    ///
    /// # Errors
    /// As [`load::board`].
    pub fn of(&self, conn: &mut Conn, contest: &Contest) -> OpResult<Arc<Kept>> {
        let key =
            format!("{} {contest:?} {:?}", audit::last_of(conn, contest.id)?, contests::rounds(conn, contest.id)?);
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, kept)) = lock().iter().find(|(k, _)| *k == key) {
            return Ok(kept.clone());
        }
        let kept = Arc::new(Kept { board: load::board(conn, contest)?, names: OnceLock::new() });
        let mut all = lock();
        all.push_front((key, kept.clone()));
        all.truncate(MOST);
        Ok(kept)
    }
}
