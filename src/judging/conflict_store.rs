//! SQL of conflicts: the facts that the machine compares, and what was said. This is where judging meets authors' names;
//! nothing read here is shown to anybody who judges.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::conflict::{JudgeFacts, Successors, WorkFacts};
use super::sheet::{Conflict, ConflictSource};
use crate::db::Conn;
use crate::db::schema::{accounts, authors, conflicts, entries, memberships, units};
use crate::entries::entry::EntryState;
use crate::kernel::ids::{AccountId, CategoryId, ContestId, EntryId, UnitId};
use crate::kernel::time::Timestamp;

pub fn judges(conn: &mut Conn, contest: ContestId, ids: &[AccountId]) -> QueryResult<BTreeMap<AccountId, JudgeFacts>> {
    let names: Vec<(AccountId, String)> =
        accounts::table.filter(accounts::id.eq_any(ids.to_vec())).select((accounts::id, accounts::name)).load(conn)?;
    let mut all: BTreeMap<AccountId, JudgeFacts> =
        names.into_iter().map(|(id, name)| (id, JudgeFacts { name, ..JudgeFacts::default() })).collect();
    let held: Vec<(AccountId, Option<UnitId>)> = memberships::table
        .filter(memberships::contest_id.eq(contest))
        .filter(memberships::account_id.eq_any(ids.to_vec()))
        .filter(memberships::ended_at.is_null())
        .select((memberships::account_id, memberships::unit_id))
        .load(conn)?;
    for (id, unit) in held {
        if let (Some(facts), Some(unit)) = (all.get_mut(&id), unit) {
            facts.units.push(unit);
        }
    }
    let entered: Vec<(AccountId, Option<CategoryId>)> = entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::owner_id.eq_any(ids.to_vec()))
        .filter(entries::on_behalf_by.is_null())
        .filter(entries::state.eq_any(vec![EntryState::Submitted, EntryState::Correction, EntryState::Accepted]))
        .select((entries::owner_id, entries::category_id))
        .load(conn)?;
    for (id, category) in entered {
        if let (Some(facts), Some(category)) = (all.get_mut(&id), category) {
            facts.entered.insert(category);
        }
    }
    Ok(all)
}

/// Which works' facts are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    Categories(&'a [CategoryId]),
    One(EntryId),
}

/// The facts of accepted works.
pub fn works(conn: &mut Conn, among: Among) -> QueryResult<BTreeMap<EntryId, WorkFacts>> {
    type Row = (EntryId, AccountId, Option<AccountId>, Option<CategoryId>, Option<UnitId>, String);
    let mut accepted = entries::table.filter(entries::state.eq(EntryState::Accepted)).into_boxed();
    let mut of_authors =
        authors::table.inner_join(entries::table).filter(entries::state.eq(EntryState::Accepted)).into_boxed();
    match among {
        Among::Categories(some) => {
            accepted = accepted.filter(entries::category_id.eq_any(some.to_vec()));
            of_authors = of_authors.filter(entries::category_id.eq_any(some.to_vec()));
        }
        Among::One(entry) => {
            accepted = accepted.filter(entries::id.eq(entry));
            of_authors = of_authors.filter(entries::id.eq(entry));
        }
    }
    let rows: Vec<Row> = accepted
        .select((
            entries::id,
            entries::owner_id,
            entries::on_behalf_by,
            entries::category_id,
            entries::unit_id,
            entries::pen_name,
        ))
        .load(conn)?;
    let mut all = BTreeMap::new();
    for (id, owner, behalf, category, unit, pen) in rows {
        let Some(category) = category else { continue };
        let owner = (behalf != Some(owner)).then_some(owner);
        let authors = if pen.is_empty() { vec![] } else { vec![pen] };
        all.insert(id, WorkFacts { owner, category, units: unit.into_iter().collect(), authors, guardians: vec![] });
    }
    let rows: Vec<(EntryId, String, Option<UnitId>, String)> =
        of_authors.select((authors::entry_id, authors::name, authors::unit_id, authors::guardian_name)).load(conn)?;
    for (id, name, unit, guardian) in rows {
        if let Some(facts) = all.get_mut(&id) {
            facts.authors.push(name);
            facts.units.extend(unit);
            if !guardian.is_empty() {
                facts.guardians.push(guardian);
            }
        }
    }
    Ok(all)
}

pub fn successors(conn: &mut Conn, contest: ContestId) -> QueryResult<Successors> {
    let rows: Vec<(UnitId, Option<UnitId>)> =
        units::table.filter(units::contest_id.eq(contest)).select((units::id, units::successor_id)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, next)| next.map(|next| (id, next))).collect())
}

/// What was said in a contest.
pub fn said(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Conflict>> {
    conflicts::table
        .filter(conflicts::contest_id.eq(contest))
        .order(conflicts::id.asc())
        .select(Conflict::as_select())
        .load(conn)
}

/// Says it, or says it anew.
#[expect(clippy::too_many_arguments, reason = "one row")]
pub fn say(
    conn: &mut Conn,
    contest: ContestId,
    judge: AccountId,
    entry: EntryId,
    source: ConflictSource,
    present: bool,
    reason: &str,
    now: Timestamp,
    by: Option<AccountId>,
) -> QueryResult<usize> {
    let row = (
        conflicts::contest_id.eq(contest),
        conflicts::judge_id.eq(judge),
        conflicts::entry_id.eq(entry),
        conflicts::source.eq(source),
        conflicts::present.eq(present),
        conflicts::reason.eq(reason),
        conflicts::made_at.eq(now),
        conflicts::made_by.eq(by),
    );
    let anew = (
        conflicts::present.eq(present),
        conflicts::reason.eq(reason),
        conflicts::made_at.eq(now),
        conflicts::made_by.eq(by),
    );
    on!(conn => diesel::insert_into(conflicts::table)
        .values(row)
        .on_conflict((conflicts::judge_id, conflicts::entry_id, conflicts::source))
        .do_update()
        .set(anew)
        .execute(conn))
}

/// Takes a secretary's word back: what the machine finds stands again.
pub fn unpin(conn: &mut Conn, judge: AccountId, entry: EntryId) -> QueryResult<usize> {
    diesel::delete(
        conflicts::table
            .filter(conflicts::judge_id.eq(judge))
            .filter(conflicts::entry_id.eq(entry))
            .filter(conflicts::source.eq(ConflictSource::Pinned)),
    )
    .execute(conn)
}
