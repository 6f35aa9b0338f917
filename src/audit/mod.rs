//! The log: one event for each act that changes something, written in the same transaction and chained by SHA-256.
//! Events hold ids, numbers and salted digests; typed text stands beside them in notes that can be erased.

mod chain;
pub mod store;
pub mod verify;

pub use chain::{Event, GENESIS, canonical, hash_of};

use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{ContestId, digest, hex};

/// What an event is about: a word for the kind of thing and its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject(pub &'static str, pub i64);

/// An event before it has its place in the chain. Build it, then [`Record::write`] it as part of the act.
#[derive(Debug)]
#[must_use = "an event that is not written is not recorded"]
pub struct Record {
    action: &'static str,
    subject: Subject,
    contest: Option<ContestId>,
    data: serde_json::Map<String, serde_json::Value>,
    notes: Vec<(&'static str, String)>,
}

/// Begins an event: `record("entry.submitted", Subject("entry", id))`.
pub fn record(action: &'static str, subject: Subject) -> Record {
    Record { action, subject, contest: None, data: serde_json::Map::new(), notes: Vec::new() }
}

impl Record {
    /// The contest in whose log it stands.
    pub fn contest(mut self, id: ContestId) -> Self {
        self.contest = Some(id);
        self
    }

    /// Adds a fact: an id, a number, a word of ours. Never a name or typed text.
    pub fn fact(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.data.insert(name.to_owned(), value.into());
        self
    }

    /// Adds text that a person typed (a reason): the event holds its salted digest, the text can be erased later.
    pub fn note(mut self, name: &'static str, text: &str) -> Self {
        self.notes.push((name, text.to_owned()));
        self
    }

    /// Writes it at the end of the chain.
    ///
    /// # Errors
    /// When the database fails, or when the write was begun as one that records nothing.
    pub fn write(mut self, tx: &mut Tx, cx: &Cx) -> OpResult<i64> {
        if !tx.is_logged() {
            return Err(OpError::Internal(format!("{} recorded in a quiet write", self.action)));
        }
        let mut salted = Vec::new();
        for (name, text) in &self.notes {
            let salt = rand::random::<[u8; 16]>().to_vec();
            let mut bytes = salt.clone();
            bytes.extend_from_slice(text.as_bytes());
            self.data.insert(format!("{name}_digest"), hex(&digest(&bytes)).into());
            salted.push((*name, salt, text.clone()));
        }
        let (last, prev_hash) = store::head(tx)?;
        let mut event = Event {
            seq: last + 1,
            at: cx.now,
            action: self.action.to_owned(),
            actor_id: cx.actor.account(),
            contest_id: self.contest,
            subject: self.subject.0.to_owned(),
            subject_id: self.subject.1,
            data: canonical(&serde_json::Value::Object(self.data)),
            request_id: cx.request_id.clone(),
            prev_hash,
            hash: Vec::new(),
        };
        event.hash = hash_of(&event);
        store::append(tx, &event)?;
        for (name, salt, text) in salted {
            store::add_note(tx, event.seq, name, &salt, &text)?;
        }
        Ok(event.seq)
    }
}
