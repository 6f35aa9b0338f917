//! The text of the rules: every change is a new version; the one an entrant accepted is kept beside the entry.

use super::basics::organized;
use crate::audit::{Subject, record};
use crate::contests::contest::Rules;
use crate::contests::{store, write_store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::kernel::text::clean_text;

/// Write a new version of the rules (Markdown).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRules {
    pub contest: ContestId,
    /// The number of the version that was read (0 where there was none).
    pub number: i64,
    pub body: String,
}

/// Adds the version; the same text again adds none.
///
/// # Errors
/// Not an organizer; no text; somebody wrote a newer version meanwhile.
pub fn edit_rules(tx: &mut Tx, cx: &Cx, cmd: &EditRules) -> OpResult<Rules> {
    organized(tx, cx, cmd.contest)?;
    let body = clean_text(&cmd.body);
    if body.trim().is_empty() {
        return Err(OpError::invalid("body", msg!("field-required")));
    }
    if body.chars().count() > 100_000 {
        return Err(OpError::invalid("body", msg!("field-too-long", max = 100_000i64)));
    }
    let now = store::rules(tx, cmd.contest)?;
    let number = now.as_ref().map_or(0, |r| r.number);
    if number != cmd.number {
        return Err(OpError::Conflict(msg!("contest-stale")));
    }
    if let Some(r) = now.filter(|r| r.body == body) {
        return Ok(r);
    }
    write_store::add_rules(tx, cmd.contest, number + 1, &body, cx.now, cx.actor.account())?;
    record("contest.rules_written", Subject("contest", cmd.contest.0))
        .contest(cmd.contest)
        .fact("number", number + 1)
        .note("body", &body)
        .write(tx, cx)?;
    store::rules(tx, cmd.contest)?.ok_or(OpError::NotFound)
}
