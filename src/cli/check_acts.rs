//! Holds against the log what people may do and what decides when: phases, rounds, roles, the rules; and the files.

use std::collections::{BTreeMap, BTreeSet};

use super::check_store as store;
use super::ledger::Ledger;
use crate::contests::contest::RoundState;
use crate::db::Conn;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::hex;

/// What is wrong, one sentence each.
///
/// # Errors
/// When the database cannot be read.
pub(super) fn rows(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    contests(c, log, faults)?;
    people(c, log, faults)?;
    files(c, log, faults)?;
    reasons(c, log, faults)
}

/// Phases, states of rounds, and the rules that were written.
fn contests(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    for (id, code, phase, _) in store::contests(c)? {
        match log.phases.get(&id.0) {
            None => faults.push(format!("contest {code}: the log does not know it")),
            Some(p) if p != phase.word() => {
                faults.push(format!("contest {code}: its phase is {}, but the log says {p}", phase.word()));
            }
            Some(_) => {}
        }
    }
    for (id, state) in store::round_states(c)? {
        let of = log.rounds.get(&id.0).map_or(RoundState::Planned.word(), String::as_str);
        if of != state.word() {
            faults.push(format!("round {id}: it is {}, but the log says {of}", state.word()));
        }
    }
    let mut there: BTreeMap<(i64, i64), String> = BTreeMap::new();
    for (contest, number, body) in store::rules(c)? {
        there.insert((contest.0, number), body);
    }
    for ((contest, number), body) in &log.rules {
        if there.get(&(*contest, *number)) != Some(body) {
            faults.push(format!("contest {contest}: version {number} of the rules is not the one that was written"));
        }
    }
    Ok(())
}

/// Roles in contests, and administrators.
fn people(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    let mut there = BTreeSet::new();
    for r in store::roles(c)? {
        there.insert(r.id.0);
        let is = (r.contest.0, r.account.0, r.role.word().to_owned(), r.ended_at.is_some());
        match log.roles.get(&r.id.0) {
            None => faults.push(format!("membership {}: the log does not know it", r.id)),
            Some(of) if *of != is => {
                faults.push(format!("membership {}: the log says another person or role, or another end", r.id));
            }
            Some(_) => {}
        }
    }
    for gone in log.roles.keys().filter(|id| !there.contains(id)) {
        faults.push(format!("membership {gone}: it is gone"));
    }
    let admins: BTreeSet<i64> = store::admins(c)?.into_iter().map(|a| a.0).collect();
    for account in admins.symmetric_difference(&log.admins) {
        let what = if admins.contains(account) { "is an administrator" } else { "is no administrator" };
        faults.push(format!("account {account}: it {what}, and the log says otherwise"));
    }
    Ok(())
}

/// Files as they were received, and what judges see in their place.
fn files(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    for (id, sha256) in store::file_digests(c)? {
        match log.files.get(&id.0) {
            None => faults.push(format!("file {id}: the log does not know it")),
            Some(of) if *of != hex(&sha256) => {
                faults.push(format!("file {id}: the log says another SHA-256 of what was received"));
            }
            Some(_) => {}
        }
    }
    let copies: BTreeMap<i64, String> =
        store::judging_copies(c)?.into_iter().map(|(file, sha256)| (file.0, hex(&sha256))).collect();
    let both: BTreeSet<&i64> = copies.keys().chain(log.judging_copies.keys()).collect();
    for file in both {
        if copies.get(file) != log.judging_copies.get(file) {
            faults.push(format!("file {file}: the copy for judges is not the one that the log says"));
        }
    }
    Ok(())
}

/// Reasons that are published, as they were typed; a reason whose text was erased from the log is not compared.
fn reasons(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    for a in store::all_awards(c)? {
        let Some(of) = log.awards.get(&a.id.0) else { continue };
        let differs = |said: &Option<String>, is: &str| said.as_ref().is_some_and(|s| s != is);
        if differs(&of.reason, &a.reason) || differs(&of.revoked_reason, &a.revoked_reason) {
            faults.push(format!("award {}: its reason is not the one that the log says", a.id));
        }
    }
    let vacancies: BTreeMap<i64, String> = store::vacancies(c)?.into_iter().map(|(p, why)| (p.0, why)).collect();
    let both: BTreeSet<&i64> = vacancies.keys().chain(log.vacancies.keys()).collect();
    for prize in both {
        let same = match (vacancies.get(prize), log.vacancies.get(prize)) {
            (Some(is), Some(of)) => of.as_ref().is_none_or(|of| of == is),
            (is, of) => is.is_none() && of.is_none(),
        };
        if !same {
            faults.push(format!("prize {prize}: the reason for giving fewer is not the one that the log says"));
        }
    }
    for (round, entry, why) in store::advance_reasons(c)? {
        if log.by_hand.get(&(round.0, entry.0)).is_some_and(|of| *of != why.trim()) {
            faults.push(format!("round {round}: the reason for entry number {entry} is not the one that the log says"));
        }
    }
    Ok(())
}
