//! Letters about a work reach its author: by their account, or on the call list when the office entered the work and nobody has
//! claimed it.

use crate::db::Tx;
use crate::entries::store;
use crate::kernel::actor::Cx;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{AccountId, EntryId};
use crate::messages::outbox::{Letter, tell, tell_by_phone};

/// Tells the author of a work that stands under `owner`; `on_behalf`: the office entered it and nobody has claimed it.
///
/// # Errors
/// When the database fails.
pub fn tell_author(
    tx: &mut Tx,
    cx: &Cx,
    entry: EntryId,
    owner: AccountId,
    on_behalf: bool,
    letter: &Letter,
) -> OpResult<()> {
    if !on_behalf {
        return tell(tx, cx, owner, letter);
    }
    let first = store::authors_of(tx, entry)?.into_iter().next();
    let phone = first.as_ref().map(|a| if a.phone.is_empty() { &a.guardian_phone } else { &a.phone });
    let phone = phone.filter(|p| !p.is_empty()).map(String::as_str);
    // A collective may name nobody: it is called by its own name, and without a number somebody has to look for one.
    let name = match &first {
        Some(a) if !a.name.is_empty() => a.name.clone(),
        _ => store::by_id(tx, entry)?.map(|e| e.group_name).unwrap_or_default(),
    };
    tell_by_phone(tx, cx, &name, phone, letter)
}
