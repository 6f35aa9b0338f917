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
    let Some(first) = store::authors_of(tx, entry)?.into_iter().next() else { return Ok(()) };
    let phone = if first.phone.is_empty() { &first.guardian_phone } else { &first.phone };
    let phone = (!phone.is_empty()).then_some(phone.as_str());
    tell_by_phone(tx, cx, &first.name, phone, letter)
}
