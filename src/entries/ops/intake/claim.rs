//! A work that the office entered becomes its author's: a code on the receipt, used once, by whoever holds both codes.

use crate::audit::{Subject, record};
use crate::db::Tx;
use crate::entries::dossier::Dossier;
use crate::entries::entry::Entry;
use crate::entries::ops::touch;
use crate::entries::{intake_store, states};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{EntryId, blind_code, digest};
use crate::kernel::text::clean_line;
use crate::policy::{self, Action};

/// Claim a work.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The code of the receipt.
    pub receipt: String,
    /// The claim code printed beside it.
    pub code: String,
}

fn plain(typed: &str) -> String {
    clean_line(typed).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Makes the claim code of a work that the office entered, to be printed; an earlier one no longer works. It is shown once.
///
/// # Errors
/// When the actor is not of the office, or the work was not entered by it or was not handed in.
pub fn issue_claim(tx: &mut Tx, cx: &Cx, id: EntryId) -> OpResult<String> {
    let d = Dossier::by_id(tx, id)?;
    policy::may(&cx.actor, &Action::Office(d.contest.id))?;
    if d.entry.on_behalf_by.is_none() || d.entry.receipt_code.is_none() {
        return Err(states::Refused(d.entry.state).into());
    }
    let code = format!("{}-{}", blind_code(), blind_code());
    intake_store::put_claim(tx, id, &digest(plain(&code).as_bytes()), cx.now, cx.actor.account())?;
    record("entry.claim-issued", Subject("entry", id.0)).contest(d.contest.id).write(tx, cx)?;
    Ok(code)
}

/// Makes the work the actor's own. From then on it is as if they had handed it in themselves.
///
/// # Errors
/// `Invalid` on `code` when the two codes do not fit (which of them is not said); when nobody is signed in.
pub fn claim(tx: &mut Tx, cx: &Cx, cmd: &Claim) -> OpResult<Entry> {
    policy::may(&cx.actor, &Action::OwnAccount)?;
    let to = cx.actor.account().ok_or(OpError::NotFound)?;
    let wrong = || OpError::invalid("code", msg!("office-claim-wrong"));
    let receipt = clean_line(&cmd.receipt).replace(' ', "").to_ascii_uppercase();
    let hash = digest(plain(&cmd.code).as_bytes());
    let id = intake_store::claimed_entry(tx, &receipt, &hash)?.ok_or_else(wrong)?;
    let mut d = Dossier::by_id(tx, id)?;
    let Some(by) = d.entry.on_behalf_by else { return Err(wrong()) };
    // Nobody becomes judge and author of one contest by a claim.
    if cx.actor.person().is_some_and(|p| p.judges(d.contest.id)) {
        return Err(OpError::Denied(policy::Denied { reason: policy::Reason::Conflict, hidden: false }));
    }
    d.entry.owner_id = to;
    d.entry.on_behalf_by = None;
    touch(tx, cx, &mut d.entry)?;
    intake_store::delete_claim(tx, id)?;
    record("entry.claimed", Subject("entry", id.0))
        .contest(d.contest.id)
        .fact("entered_by", by.0)
        .fact("to", to.0)
        .write(tx, cx)?;
    Ok(d.entry)
}
