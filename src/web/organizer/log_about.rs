//! What an event of the log is about, by the name that the desk knows it by.

use std::collections::HashMap;

use crate::accounts::store as accounts;
use crate::audit::Event;
use crate::contests::store as contests;
use crate::db::Conn;
use crate::entries::store as entries;
use crate::judging::store as judging;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{AccountId, AssignmentId, CategoryId, EntryId, FileId, RoundId, RubricId};

/// A name, and the page where the thing is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub path: Option<String>,
}

impl About {
    fn named(name: Option<String>) -> Option<Self> {
        name.filter(|n| !n.is_empty()).map(|name| Self { name, path: None })
    }
}

/// The names of what events are about, by kind and number. What has no name of its own, or is gone, is not among them.
pub fn names(conn: &mut Conn, events: &[Event]) -> OpResult<HashMap<(String, i64), About>> {
    let mut found = HashMap::new();
    for e in events {
        let key = (e.subject.clone(), e.subject_id);
        if !found.contains_key(&key)
            && let Some(about) = name(conn, &e.subject, e.subject_id)?
        {
            found.insert(key, about);
        }
    }
    Ok(found)
}

fn name(conn: &mut Conn, subject: &str, id: i64) -> OpResult<Option<About>> {
    Ok(match subject {
        "entry" => entry(conn, EntryId(id))?,
        "file" => match entries::file(conn, FileId(id))? {
            Some(f) => entry(conn, f.entry_id)?,
            None => None,
        },
        // Whoever reads who marked what reads the blind code, not whose work it is.
        "sheet" => match judging::assignment(conn, AssignmentId(id))? {
            Some(a) => About::named(entries::by_id(conn, a.entry_id)?.and_then(|e| e.blind_code)),
            None => None,
        },
        "account" => About::named(accounts::by_id(conn, AccountId(id))?.map(|a| a.name)),
        "category" => About::named(contests::category(conn, CategoryId(id))?.map(|k| k.name)),
        "round" => About::named(contests::round(conn, RoundId(id))?.map(|r| r.name)),
        "rubric" => About::named(contests::rubric(conn, RubricId(id))?.map(|r| r.name)),
        _ => None,
    })
}

/// A work by its receipt code, with the way to the office's page; a draft has none yet.
fn entry(conn: &mut Conn, id: EntryId) -> OpResult<Option<About>> {
    let found = entries::by_id(conn, id)?;
    Ok(found.and_then(|e| Some(About { name: e.receipt_code?, path: Some(format!("/ban-thu-ky/bai/{}", e.token)) })))
}
