//! Holds the rows against what the log says about them: nobody changes what was handed in, a mark, a prize or published results
//! past the log.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Ledger;
use super::{check_acts, check_store as store};
use crate::db::Conn;
use crate::entries::dossier::Dossier;
use crate::entries::entry::EntryState;
use crate::judging::sheet::SheetState;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{digest, hex};

/// What is wrong, one sentence each.
///
/// # Errors
/// When the database cannot be read.
pub fn rows(c: &mut Conn) -> OpResult<Vec<String>> {
    let log = Ledger::read(c)?;
    let mut faults = Vec::new();
    entries(c, &log, &mut faults)?;
    versions(c, &log, &mut faults)?;
    sheets(c, &log, &mut faults)?;
    awards(c, &log, &mut faults)?;
    publications(c, &log, &mut faults)?;
    rounds(c, &log, &mut faults)?;
    check_acts::rows(c, &log, &mut faults)?;
    Ok(faults)
}

/// The state of every work; and that what was decided about is still what was handed in.
fn entries(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    use EntryState as S;
    let mut there = BTreeSet::new();
    for e in store::entries(c)? {
        there.insert(e.id.0);
        let name = e.receipt_code.clone().unwrap_or_else(|| format!("number {}", e.id));
        match log.entries.get(&e.id.0) {
            None => faults.push(format!("entry {name}: the log does not know it")),
            Some(s) if *s != e.state => {
                faults.push(format!("entry {name}: it is {}, but the log says {}", e.state.word(), s.word()));
            }
            Some(_) => {}
        }
        if !matches!(e.state, S::Accepted | S::Refused | S::Disqualified) {
            continue;
        }
        let d = Dossier::by_id(c, e.id)?;
        // A version that cannot be read is named with the versions.
        let Ok(Some(mut handed_in)) = d.handed_in(c) else { continue };
        let now = d.content();
        // The organizer may give a category another name.
        handed_in.category.clone_from(&now.category);
        if handed_in != now {
            faults.push(format!("entry {name}: it was changed after it was handed in"));
        }
    }
    for gone in log.entries.keys().filter(|id| !there.contains(id)) {
        faults.push(format!("entry number {gone}: it is gone, and the log says nothing of that"));
    }
    Ok(())
}

fn versions(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    let mut there = BTreeSet::new();
    for (entry, number, content) in store::version_contents(c)? {
        there.insert((entry.0, number));
        match log.versions.get(&(entry.0, number)) {
            None => faults.push(format!("entry number {entry}: the log does not know its version {number}")),
            Some(sha256) if *sha256 != hex(&digest(content.as_bytes())) => {
                faults.push(format!("entry number {entry}: version {number} was changed after it was handed in"));
            }
            Some(_) => {}
        }
    }
    for (entry, number) in log.versions.keys().filter(|v| !there.contains(v)) {
        if log.entries.contains_key(entry) {
            faults.push(format!("entry number {entry}: version {number} is gone"));
        }
    }
    Ok(())
}

fn sheets(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    let mut marks: BTreeMap<i64, BTreeMap<i64, i64>> = BTreeMap::new();
    for (sheet, criterion, points) in store::mark_points(c)? {
        marks.entry(sheet.0).or_default().insert(criterion.0, points.hundredths());
    }
    let mut copies: BTreeMap<i64, BTreeMap<i64, String>> = BTreeMap::new();
    for (sheet, number, content) in store::copies(c)? {
        copies.entry(sheet.0).or_default().insert(number, content);
    }
    let mut there = BTreeSet::new();
    for s in store::sheet_rows(c)? {
        let id = s.id.0;
        there.insert(id);
        let Some(of) = log.sheets.get(&id) else {
            faults.push(format!("sheet {id}: the log does not know it"));
            continue;
        };
        if (s.round.0, s.entry.0, s.judge.0) != (of.round, of.entry, of.judge) {
            faults.push(format!("sheet {id}: the log says another round, work or judge"));
        }
        if s.state != of.state {
            faults.push(format!("sheet {id}: it is {}, but the log says {}", s.state.word(), of.state.word()));
        }
        if marks.get(&id).cloned().unwrap_or_default() != of.marks {
            faults.push(format!("sheet {id}: its marks are not those that the log says"));
        }
        let kept = copies.get(&id).cloned().unwrap_or_default();
        for (number, sha256) in &of.copies {
            match kept.get(number) {
                None => faults.push(format!("sheet {id}: the copy that was handed in ({number}) is gone")),
                Some(content) if hex(&digest(content.as_bytes())) != *sha256 => {
                    faults.push(format!("sheet {id}: the copy that was handed in ({number}) was changed afterwards"));
                }
                Some(_) => {}
            }
        }
        for number in kept.keys().filter(|n| !of.copies.contains_key(n)) {
            faults.push(format!("sheet {id}: the log does not know its copy {number}"));
        }
        if s.state == SheetState::HandedIn
            && let Some(content) = kept.values().next_back()
            && let Ok(copy) = serde_json::from_str::<serde_json::Value>(content)
            && copy.get("comment").and_then(serde_json::Value::as_str) != Some(s.comment.as_str())
        {
            faults.push(format!("sheet {id}: its comment was changed after it was handed in"));
        }
    }
    for gone in log.sheets.keys().filter(|id| !there.contains(id)) {
        faults.push(format!("sheet {gone}: it is gone"));
    }
    Ok(())
}

fn awards(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    let mut there = BTreeSet::new();
    for a in store::all_awards(c)? {
        let id = a.id.0;
        there.insert(id);
        let revoked = a.revoked_at.is_some();
        let to = (a.prize_id.0, a.entry_id.map(|e| e.0), a.unit_id.map(|u| u.0));
        match log.awards.get(&id) {
            None => faults.push(format!("award {id}: the log does not know it")),
            Some(of) if of.revoked != revoked => {
                let (now, then) = if revoked { ("taken back", "in force") } else { ("in force", "taken back") };
                faults.push(format!("award {id}: it is {now}, but the log says {then}"));
            }
            Some(of) if (of.prize, of.entry, of.unit) != to => {
                faults.push(format!("award {id}: the log says another prize or another winner"));
            }
            Some(_) => {}
        }
    }
    for gone in log.awards.keys().filter(|id| !there.contains(id)) {
        faults.push(format!("award {gone}: it is gone, and the log says nothing of that"));
    }
    Ok(())
}

fn publications(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    let mut there = BTreeSet::new();
    for p in store::publications(c)? {
        there.insert(p.id.0);
        let name = format!("results {} of contest {}", p.number, p.contest_id);
        let Some(of) = log.publications.get(&p.id.0) else {
            faults.push(format!("{name}: the log does not know them"));
            continue;
        };
        if of.number != p.number || of.sha256 != hex(&digest(p.content.as_bytes())) {
            faults.push(format!("{name}: the snapshot is not the one that the log says"));
        }
        let proposed = (p.proposed_by.map(|a| a.0), p.proposed_at.0);
        let approved = p.approved_at.map(|t| (p.approved_by.map(|a| a.0), t.0));
        if of.proposed != proposed || of.approved != approved {
            faults.push(format!("{name}: the log says that others proposed or approved them, or at another time"));
        }
        if of.state != p.state {
            faults.push(format!("{name}: they are {}, but the log says {}", p.state.word(), of.state.word()));
        }
    }
    for gone in log.publications.iter().filter(|(id, _)| !there.contains(id)) {
        faults.push(format!("results {} (publication {}): they are gone", gone.1.number, gone.0));
    }
    Ok(())
}

/// Votes on ties, works let into a round, and who unveiled the authors.
fn rounds(c: &mut Conn, log: &Ledger, faults: &mut Vec<String>) -> OpResult<()> {
    let votes: BTreeMap<_, _> = store::votes(c)?.into_iter().map(|(r, e, place)| ((r.0, e.0), place)).collect();
    let both: BTreeSet<_> = votes.keys().chain(log.votes.keys()).collect();
    for key in both {
        if votes.get(key) != log.votes.get(key) {
            faults
                .push(format!("round {}: the vote on entry number {} is not the one that the log says", key.0, key.1));
        }
    }
    let advanced: BTreeSet<_> = store::advanced(c)?.into_iter().map(|(r, e)| (r.0, e.0)).collect();
    for (round, entry) in advanced.symmetric_difference(&log.advanced) {
        let what = if advanced.contains(&(*round, *entry)) { "is in it" } else { "is not in it" };
        faults.push(format!("round {round}: entry number {entry} {what}, and the log says otherwise"));
    }
    let unblinded: BTreeSet<_> = store::unblinded(c)?.into_iter().map(|c| c.0).collect();
    for contest in unblinded.symmetric_difference(&log.unblinded) {
        faults.push(format!("contest {contest}: rows and log differ on whether its authors were unveiled"));
    }
    Ok(())
}
