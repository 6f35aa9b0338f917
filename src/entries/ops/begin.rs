//! Beginning a draft, one's own or a paper work for somebody; throwing a draft away.

use crate::audit::{Subject, record};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::dossier::{self, Dossier};
use crate::entries::entry::{Entry, EntryState};
use crate::entries::{states, store, write_store};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{ContestId, EntryId};
use crate::kernel::time::Day;
use crate::policy::{self, Action};

/// Begin a draft of one's own.
#[derive(Clone, Copy, Debug)]
pub struct Begin {
    pub contest: ContestId,
}

/// Begin the entry of a paper work.
#[derive(Clone, Copy, Debug)]
pub struct BeginOnBehalf {
    pub contest: ContestId,
    /// The day of the postmark, for what came by mail.
    pub postmark_on: Option<Day>,
}

/// Begins a draft.
///
/// # Errors
/// When the person may not hand in (now); when the database fails.
pub fn begin(tx: &mut Tx, cx: &Cx, cmd: Begin) -> OpResult<Entry> {
    let contest = contests::by_id(tx, cmd.contest)?.ok_or(OpError::NotFound)?;
    let deadline = dossier::deadline_of(tx, &contest, cx.actor.account(), cx.now)?;
    policy::may(&cx.actor, &Action::BeginEntry { contest: &contest, deadline })?;
    let owner = cx.actor.account().ok_or(OpError::NotFound)?;
    let draft =
        write_store::NewDraft { contest: contest.id, owner, on_behalf_by: None, postmark_on: None, now: cx.now };
    let id = write_store::insert_draft(tx, &draft)?;
    record("entry.begun", Subject("entry", id.0)).contest(contest.id).write(tx, cx)?;
    store::by_id(tx, id)?.ok_or(OpError::NotFound)
}

/// Begins the entry of a paper work; it stands under the secretary's account.
///
/// # Errors
/// When the person is not of the office, or the intake has ended; when the database fails.
pub fn begin_on_behalf(tx: &mut Tx, cx: &Cx, cmd: BeginOnBehalf) -> OpResult<Entry> {
    let contest = contests::by_id(tx, cmd.contest)?.ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::EnterOnBehalf(&contest))?;
    let owner = cx.actor.account().ok_or(OpError::NotFound)?;
    let draft = write_store::NewDraft {
        contest: contest.id,
        owner,
        on_behalf_by: Some(owner),
        postmark_on: cmd.postmark_on.map(Day::iso),
        now: cx.now,
    };
    let id = write_store::insert_draft(tx, &draft)?;
    record("entry.begun", Subject("entry", id.0)).contest(contest.id).fact("on_behalf", true).write(tx, cx)?;
    store::by_id(tx, id)?.ok_or(OpError::NotFound)
}

/// Throws away a draft that was never handed in.
///
/// # Errors
/// When it is not theirs, or was handed in; when the database fails.
pub fn delete_draft(tx: &mut Tx, cx: &Cx, id: EntryId) -> OpResult<()> {
    let d = Dossier::by_id(tx, id)?;
    policy::may(&cx.actor, &Action::SeeEntry(&d.entry))?;
    let own = d.entry.on_behalf_by.is_some() || cx.actor.account() == Some(d.entry.owner_id);
    if d.entry.state != EntryState::Draft || d.entry.submitted_number > 0 || !own {
        return Err(states::Refused(d.entry.state).into());
    }
    write_store::delete(tx, id)?;
    record("entry.deleted", Subject("entry", id.0)).contest(d.contest.id).write(tx, cx)?;
    Ok(())
}
