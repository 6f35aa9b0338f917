//! Who won what by the publication in force, read once for each version: its hash is the key, so nothing here can be stale.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Deserialize;

use crate::db::Conn;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::ContestId;
use crate::results::gallery_store as store;

/// From public code to the place in the prize table and the level's name.
pub type Winners = BTreeMap<String, (usize, String)>;

#[derive(Deserialize)]
struct Prizes {
    prizes: Vec<Prize>,
}
#[derive(Deserialize)]
struct Prize {
    level: String,
    winners: Vec<Winner>,
}
#[derive(Deserialize)]
struct Winner {
    public_code: String,
}

/// How many versions are remembered.
const MOST: usize = 64;

fn kept() -> &'static Mutex<HashMap<Vec<u8>, Arc<Winners>>> {
    static KEPT: OnceLock<Mutex<HashMap<Vec<u8>, Arc<Winners>>>> = OnceLock::new();
    KEPT.get_or_init(Mutex::default)
}

/// The winners, or none where nothing is published.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, contest: ContestId) -> OpResult<Option<Arc<Winners>>> {
    let Some((id, sha256)) = store::in_force(conn, contest)? else { return Ok(None) };
    if let Some(known) = kept().lock().unwrap_or_else(PoisonError::into_inner).get(&sha256) {
        return Ok(Some(known.clone()));
    }
    let read: Prizes = serde_json::from_str(&store::content(conn, id)?)?;
    let mut winners = Winners::new();
    for (place, p) in read.prizes.into_iter().enumerate() {
        for w in p.winners.into_iter().filter(|w| !w.public_code.is_empty()) {
            winners.insert(w.public_code, (place, p.level.clone()));
        }
    }
    let winners = Arc::new(winners);
    let mut all = kept().lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(sha256, winners.clone());
    Ok(Some(winners))
}
