//! The bytes of an event and how they are chained. Pure.

use diesel::prelude::*;
use serde_json::Value;

use crate::db::schema::audit_events;
use crate::kernel::ids::{AccountId, ContestId, digest};
use crate::kernel::time::Timestamp;

/// The hash before the first event.
pub const GENESIS: [u8; 32] = [0; 32];

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events)]
pub struct Event {
    pub seq: i64,
    pub at: Timestamp,
    pub action: String,
    pub actor_id: Option<AccountId>,
    pub contest_id: Option<ContestId>,
    pub subject: String,
    pub subject_id: i64,
    /// Canonical JSON: see [`canonical`].
    pub data: String,
    pub request_id: String,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// JSON with sorted keys and no white space. Values are integers, strings, booleans, arrays and objects (no floats), for
/// which this is the canonical form of RFC 8785.
#[must_use]
pub fn canonical(v: &Value) -> String {
    match v {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            let inner: Vec<String> = keys
                .into_iter()
                .filter_map(|k| map.get(k).map(|v| format!("{}:{}", Value::String(k.clone()), canonical(v))))
                .collect();
            format!("{{{}}}", inner.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// SHA-256 over the fields in order, each as its length (8 bytes, big-endian) and its bytes; numbers in decimal, absent as empty.
#[must_use]
pub fn hash_of(e: &Event) -> Vec<u8> {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let fields: [Vec<u8>; 11] = [
        b"bongsen-event-1".to_vec(),
        e.prev_hash.clone(),
        e.seq.to_string().into_bytes(),
        e.at.0.to_string().into_bytes(),
        e.action.clone().into_bytes(),
        number(e.actor_id.map(|a| a.0)).into_bytes(),
        number(e.contest_id.map(|c| c.0)).into_bytes(),
        e.subject.clone().into_bytes(),
        e.subject_id.to_string().into_bytes(),
        e.data.clone().into_bytes(),
        e.request_id.clone().into_bytes(),
    ];
    let mut bytes = Vec::with_capacity(256);
    for f in fields {
        bytes.extend_from_slice(&u64::try_from(f.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(&f);
    }
    digest(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_does_not_depend_on_the_order_of_making() {
        let a = serde_json::json!({"b": 1, "a": [true, "x\"y"], "c": {"z": 2, "y": null}});
        assert_eq!(canonical(&a), r#"{"a":[true,"x\"y"],"b":1,"c":{"y":null,"z":2}}"#);
    }

    #[test]
    fn moving_a_letter_between_fields_changes_the_hash() {
        let e = |action: &str, subject: &str| Event {
            seq: 1,
            at: Timestamp(5),
            action: action.into(),
            actor_id: None,
            contest_id: None,
            subject: subject.into(),
            subject_id: 1,
            data: "{}".into(),
            request_id: String::new(),
            prev_hash: GENESIS.to_vec(),
            hash: vec![],
        };
        assert_ne!(hash_of(&e("ab", "c")), hash_of(&e("a", "bc")));
        assert_eq!(hash_of(&e("ab", "c")), hash_of(&e("ab", "c")));
    }
}
