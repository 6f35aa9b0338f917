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
        let body = format!(" {} ", fold(&entry.body));
        for a in authors.iter().filter(|a| a.name_folded.contains(' ')) {
            if body.contains(&a.name_folded) {
                found.push(Finding {
                    key: format!("named-{}", a.position),
                    msg: msg!("entry-find-named", name = a.name.as_str()),
                });
            }
        }
    }
    for f in files.iter().filter(|f| f.state == FileState::Ready) {
        let left: Vec<Unverified> = serde_json::from_str(&f.unverified).unwrap_or_default();
        for (i, what) in left.into_iter().enumerate() {
            found.push(Finding { key: format!("file-{}-{i}", f.id), msg: faults::unverified(&f.name, what) });
        }
    }
    found
}
