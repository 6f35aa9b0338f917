//! Holds the log against itself: every hash, every link, every note.

use serde_json::Value;

use super::{GENESIS, hash_of, store};
use crate::db::Conn;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{digest, hex};

/// Walks the whole chain; gives what is wrong as sentences (none: all is well) and how many events there are.
///
/// # Errors
/// When the database cannot be read.
pub fn chain(conn: &mut Conn) -> OpResult<(i64, Vec<String>)> {
    let mut faults = Vec::new();
    let mut prev = GENESIS.to_vec();
    let mut seq = 0;
    loop {
        let batch = store::after(conn, seq, 1000)?;
        if batch.is_empty() {
            break;
        }
        for e in batch {
            if e.seq != seq + 1 {
                faults.push(format!("log: event {} follows event {seq}; what stood between is missing", e.seq));
            }
            if e.prev_hash != prev {
                faults.push(format!("log: event {} does not continue the event before it", e.seq));
            }
            if hash_of(&e) != e.hash {
                faults.push(format!("log: event {} ({}) was changed after it was written", e.seq, e.action));
            }
            let data: Value = serde_json::from_str(&e.data).unwrap_or(Value::Null);
            for (name, salt, body) in store::notes(conn, e.seq)? {
                let mut bytes = salt;
                bytes.extend_from_slice(body.as_bytes());
                let is = hex(&digest(&bytes));
                if data.get(format!("{name}_digest")).and_then(Value::as_str) != Some(is.as_str()) {
                    faults.push(format!("log: the {name} beside event {} was changed after it was written", e.seq));
                }
            }
            seq = e.seq;
            prev = e.hash;
        }
    }
    let (head_seq, head_hash) = store::head(conn)?;
    if head_seq != seq || head_hash != prev {
        faults.push(format!("log: the head says event {head_seq}, but the last event is {seq}"));
    }
    Ok((seq, faults))
}
