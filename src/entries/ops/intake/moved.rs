//! Moving a work to another category: nothing of it is lost, and what it lacks there is found anew.

use crate::audit::{Subject, record};
use crate::contests::contest::Category;
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{EntryState, FileState};
use crate::entries::ops::{settle, touch};
use crate::entries::{states, write_store};
use crate::jobs::queue::{JobKind, push};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{CategoryId, EntryId, digest, hex, secret};

use super::{reason, to_decide};

/// Move a work to another category. `number`: the version handed in that was seen (none: not checked).
#[derive(Clone, Debug)]
pub struct MoveCategory {
    pub entry: EntryId,
    pub number: Option<i64>,
    pub to: CategoryId,
    pub reason: String,
}

/// The files for which another category has no place: they are kept, but judges do not see them.
///
/// # Errors
/// When the category's rules are broken.
pub fn without_place(d: &Dossier, to: &Category) -> OpResult<Vec<String>> {
    let places = i64::try_from(to.asks()?.files.len()).unwrap_or(i64::MAX);
    Ok(d.used_files().into_iter().filter(|f| f.slot >= places).map(|f| f.name).collect())
}

/// Moves it. What was handed in is kept as it was; the same content under the other category is the next version.
///
/// # Errors
/// When the actor may not (now), or it is not waiting to be checked; `Invalid` on `to` or `reason`; `Conflict` when it was handed
/// in anew since it was seen.
pub fn move_category(tx: &mut Tx, cx: &Cx, cmd: MoveCategory) -> OpResult<Dossier> {
    let seen = to_decide(tx, cx, cmd.entry, cmd.number)?;
    if seen.entry.state != EntryState::Submitted {
        return Err(states::Refused(seen.entry.state).into());
    }
    let category = contests::category(tx, cmd.to)?
        .filter(|c| c.contest_id == seen.contest.id)
        .ok_or_else(|| OpError::invalid("to", msg!("office-choose-category")))?;
    if seen.entry.category_id == Some(category.id) {
        return Err(OpError::invalid("to", msg!("office-same-category")));
    }
    let text = reason("reason", &cmd.reason)?;
    settle(tx, cx, cmd.entry)?;
    let mut d = Dossier::by_id(tx, cmd.entry)?;
    let from = d.entry.category_id;
    d.entry.category_id = Some(category.id);
    d.entry.submitted_number += 1;
    d.rules = Some(category.asks()?);
    let to = category.id;
    d.category = Some(category);
    touch(tx, cx, &mut d.entry)?;
    let content = d.content().kept(&secret())?;
    // The author handed it in when they did: the receipt keeps that time.
    let handed_in = d.entry.submitted_at.unwrap_or(cx.now);
    write_store::insert_version(tx, d.entry.id, d.entry.submitted_number, &content, handed_in, cx.actor.account())?;
    for mut f in d.used_files() {
        f.state = FileState::Received;
        write_store::update_file(tx, &f)?;
        push(tx, JobKind::InspectFile, &serde_json::json!({ "file": f.id.0 }), cx.now)?;
    }
    record("entry.moved", Subject("entry", d.entry.id.0))
        .contest(d.contest.id)
        .fact("from", from.map(|c| c.0))
        .fact("to", to.0)
        .fact("number", d.entry.submitted_number)
        .fact("content_sha256", hex(&digest(content.as_bytes())))
        .note("reason", &text)
        .write(tx, cx)?;
    Dossier::by_id(tx, cmd.entry)
}
