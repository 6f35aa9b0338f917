//! Taking a work out of the gallery after the publication, and showing it again. Results and prizes stay as they are.

use super::{contest_of, need_reason};
use crate::audit::{Subject, record};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{ContestId, EntryId};
use crate::policy::{Action, may};
use crate::results::gallery_store as store;

/// Take a work out of the gallery. `code`: its public code.
#[derive(Clone, Debug)]
pub struct HideFromGallery {
    pub contest: ContestId,
    pub code: String,
    pub reason: String,
}

/// Show a work in the gallery again.
#[derive(Clone, Debug)]
pub struct ShowAgain {
    pub contest: ContestId,
    pub entry: EntryId,
    pub reason: String,
}

/// Hides it: neither its page nor its files are public any more.
///
/// # Errors
/// Refusal; no reason; `Invalid` on `ma` for a work that the gallery does not show.
pub fn hide_from_gallery(tx: &mut Tx, cx: &Cx, cmd: &HideFromGallery) -> OpResult<()> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::Organize(contest.id))?;
    let work = store::work(tx, contest.id, &cmd.code)?.filter(|_| !cmd.code.is_empty());
    let work = work.ok_or_else(|| OpError::invalid("ma", msg!("results-not-in-gallery")))?;
    need_reason(&cmd.reason)?;
    let reason = cmd.reason.trim();
    store::hide(tx, cx, contest.id, work.id, reason)?;
    record("results.gallery_hidden", Subject("entry", work.id.0))
        .contest(contest.id)
        .note("reason", reason)
        .write(tx, cx)?;
    Ok(())
}

/// Shows it again, as far as its author agreed.
///
/// # Errors
/// Refusal; no reason; a work that is not hidden.
pub fn show_again(tx: &mut Tx, cx: &Cx, cmd: &ShowAgain) -> OpResult<()> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::Organize(contest.id))?;
    if !store::hidden(tx, contest.id)?.iter().any(|h| h.entry == cmd.entry) {
        return Err(OpError::NotFound);
    }
    need_reason(&cmd.reason)?;
    store::show_again(tx, cmd.entry)?;
    record("results.gallery_shown", Subject("entry", cmd.entry.0))
        .contest(contest.id)
        .note("reason", cmd.reason.trim())
        .write(tx, cx)?;
    Ok(())
}
