//! Conflicts of interest: which stand on a panel, and a secretary's word about one.

use std::collections::BTreeMap;

use super::Bench;
use crate::audit::{Subject, record};
use crate::contests::contest::Contest;
use crate::db::{Conn, Tx};
use crate::entries::entry::EntryState;
use crate::entries::store as entries;
use crate::judging::conflict::{self, Standing, Why};
use crate::judging::conflict_store::{self as store, Among};
use crate::judging::sheet::{Conflict, ConflictSource, SheetState};
use crate::judging::store as judging;
use crate::judging::write_store;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, EntryId};
use crate::policy::{self, Action};

/// Every conflict that stands between some judges and the works of a bench.
///
/// # Errors
/// When the database fails.
pub fn standing(conn: &mut Conn, bench: &Bench, judges: &[AccountId]) -> OpResult<Standing> {
    standing_among(conn, &bench.contest, judges, Among::Categories(&bench.category_ids()))
}

/// The conflict that stands between a judge and one work.
///
/// # Errors
/// When the database fails.
pub fn between(conn: &mut Conn, contest: &Contest, judge: AccountId, entry: EntryId) -> OpResult<Option<Why>> {
    Ok(standing_among(conn, contest, &[judge], Among::One(entry))?.remove(&(judge, entry)))
}

fn standing_among(conn: &mut Conn, contest: &Contest, judges: &[AccountId], among: Among) -> OpResult<Standing> {
    let facts = store::judges(conn, contest.id, judges)?;
    let works = store::works(conn, among)?;
    let successors = store::successors(conn, contest.id)?;
    let said = store::said(conn, contest.id)?;
    let mut by_pair: BTreeMap<(AccountId, EntryId), Vec<&Conflict>> = BTreeMap::new();
    for c in &said {
        by_pair.entry((c.judge_id, c.entry_id)).or_default().push(c);
    }
    let mut all = Standing::new();
    for (judge, about) in &facts {
        for (entry, work) in &works {
            let found = conflict::found(*judge, about, work, &successors, contest.conflict_rule);
            let said = by_pair.get(&(*judge, *entry)).map_or(&[][..], Vec::as_slice);
            if let Some(why) = conflict::standing(found, said) {
                all.insert((*judge, *entry), why);
            }
        }
    }
    Ok(all)
}

/// What a secretary says of a judge and a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinAs {
    /// There is a conflict.
    Present,
    /// There is none, whatever likeness the machine finds.
    Absent,
    /// Nothing any more: the machine decides.
    Nothing,
}

/// A secretary's word on a conflict.
#[derive(Clone, Debug)]
pub struct Pin {
    pub judge: AccountId,
    pub entry: EntryId,
    pub pin: PinAs,
    pub reason: String,
}

/// Records it. An open sheet that is now against a conflict falls away.
///
/// # Errors
/// `Denied` for who does not run the office; `Invalid` without a reason.
pub fn pin(tx: &mut Tx, cx: &Cx, cmd: &Pin) -> OpResult<()> {
    let entry = entries::by_id(tx, cmd.entry)?.ok_or(OpError::NotFound)?;
    policy::may(&cx.actor, &Action::Office(entry.contest_id))?;
    if entry.state != EntryState::Accepted {
        return Err(OpError::NotFound);
    }
    if cmd.reason.trim().is_empty() && cmd.pin != PinAs::Nothing {
        return Err(OpError::invalid("reason", msg!("field-required")));
    }
    let by = cx.actor.account();
    match cmd.pin {
        PinAs::Nothing => {
            store::unpin(tx, cmd.judge, cmd.entry)?;
        }
        PinAs::Present | PinAs::Absent => {
            let present = cmd.pin == PinAs::Present;
            let c = entry.contest_id;
            store::say(tx, c, cmd.judge, cmd.entry, ConflictSource::Pinned, present, &cmd.reason, cx.now, by)?;
        }
    }
    let word = match cmd.pin {
        PinAs::Present => "present",
        PinAs::Absent => "absent",
        PinAs::Nothing => "nothing",
    };
    record("judging.conflict_pinned", Subject("entry", cmd.entry.0))
        .contest(entry.contest_id)
        .fact("judge", cmd.judge.0)
        .fact("as", word)
        .note("reason", &cmd.reason)
        .write(tx, cx)?;
    if cmd.pin == PinAs::Present {
        for sheet in judging::of_entry(tx, cmd.entry)? {
            if sheet.judge_id == cmd.judge && sheet.state == SheetState::Open && sheet.locked_at.is_none() {
                write_store::set_state(tx, &sheet, SheetState::Dropped, None, Some(cx.now), cx.now)?;
                record("sheet.dropped", Subject("sheet", sheet.id.0))
                    .contest(sheet.contest_id)
                    .fact("why", Why::Pinned.word())
                    .write(tx, cx)?;
            }
        }
    }
    Ok(())
}
