//! What the machine found that a secretary should look at: findings, not walls. Pure.

use super::entry::{Author, Entry, File, FileState};
use super::faults;
use crate::contests::rules::CategoryRules;
use crate::files::limits::Unverified;
use crate::kernel::msg::Msg;
use crate::kernel::text::fold;

/// One finding; `key` is stable, so that a tick can be kept beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub key: String,
    pub msg: Msg,
}

/// A name by which an author of a work may be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub shown: String,
    pub folded: String,
}

/// What must not stand in anything that a judge of a blind category reads: authors, pen name, group, guardians. A single word is no
/// name here: it stands in too many texts by chance.
#[must_use]
pub fn names(entry: &Entry, authors: &[Author]) -> Vec<Named> {
    let people = authors.iter().flat_map(|a| [&a.name, &a.guardian_name]);
    let mut found: Vec<Named> = Vec::new();
    for shown in people.chain([&entry.pen_name, &entry.group_name]) {
        let folded = fold(shown);
        if folded.trim().contains(' ') && found.iter().all(|n| n.folded != folded) {
            found.push(Named { shown: shown.clone(), folded });
        }
    }
    found
}

/// Looks at one entry. `others`: for each author, in order, how many entries of the category name the same person (folded name
/// and birth date), this one included.
#[must_use]
pub fn findings(
    entry: &Entry,
    rules: Option<&CategoryRules>,
    blind: bool,
    authors: &[Author],
    counts: &[usize],
    files: &[File],
) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(rules) = rules {
        let max = usize::try_from(rules.entries_per_author).unwrap_or(usize::MAX);
        for (a, n) in authors.iter().zip(counts).filter(|(_, n)| **n > max) {
            found.push(Finding {
                key: format!("too-many-{}", a.position),
                msg: msg!("entry-find-too-many", name = a.name.as_str(), is = *n, max = rules.entries_per_author),
            });
        }
    }
    if blind {
        let read = format!("{}\n{}", fold(&entry.summary), fold(&entry.body));
        for (i, n) in names(entry, authors).into_iter().enumerate().filter(|(_, n)| read.contains(&n.folded)) {
            found.push(Finding { key: format!("named-{i}"), msg: msg!("entry-find-named", name = n.shown) });
        }
    }
    found.extend(to_look_at(files));
    found
}

/// The limits that the machine could not check. The limit is a part of the key: under another one it is looked at again.
#[must_use]
pub fn to_look_at(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    for f in files.iter().filter(|f| f.state == FileState::Ready) {
        let left: Vec<Unverified> = serde_json::from_str(&f.unverified).unwrap_or_default();
        for what in left {
            let limit = match what {
                Unverified::Pixels { min } => format!("pixels-{min}"),
                Unverified::Minutes { max } => format!("minutes-{max}"),
                Unverified::Words { max } => format!("words-{max}"),
            };
            found.push(Finding { key: format!("file-{}-{limit}", f.id), msg: faults::unverified(&f.name, what) });
        }
    }
    found
}
