//! `bongsen check`: holds the log, the publications, the stored files and the data against themselves and against each other, and
//! says in sentences what is wrong. It changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use futures_util::StreamExt;
use sha2::Digest;

use super::{check_log, check_store as store};
use crate::app::App;
use crate::audit::verify;
use crate::db::Conn;
use crate::entries::entry::EntryState;
use crate::judging::sheet::SheetState;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AssignmentId, digest};
use crate::kernel::points::Points;
use crate::results::award::PublicationState;
use crate::results::snapshot::Snapshot;
use crate::storage::{BlobKey, Store, StoreError};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What was looked at, for people to read.
    pub seen: Vec<String>,
    /// What is wrong, one sentence each.
    pub faults: Vec<String>,
}

/// Checks everything and prints the report; exit code 1 when anything is wrong.
///
/// # Errors
/// When database or store cannot be read at all.
pub fn run(app: &App) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut report = app.db.read(data).map_err(|e| e.to_string())?;
    report.faults.extend(app.db.read(check_log::rows).map_err(|e| e.to_string())?);
    let wanted = app.db.read(blobs).map_err(|e| e.to_string())?;
    let held = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(hold(&app.store, &wanted))
        .map_err(|e| e.to_string())?;
    report.seen.extend(held.seen);
    report.faults.extend(held.faults);
    for s in &report.seen {
        println!("{s}");
    }
    for f in &report.faults {
        println!("WRONG {f}");
    }
    if report.faults.is_empty() {
        println!("All is well.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} things are wrong.", report.faults.len());
    Ok(ExitCode::FAILURE)
}

/// The log, the publications and the invariants of the data.
///
/// # Errors
/// When the database cannot be read.
pub fn data(c: &mut Conn) -> OpResult<Report> {
    let (events, mut faults) = verify::chain(c)?;
    let mut seen = vec![format!("log: {events} events")];
    contests(c, &mut faults)?;
    seen.push(format!("entries: {}", entries(c, &mut faults)?));
    seen.push(format!("sheets: {}", sheets(c, &mut faults)?));
    awards(c, &mut faults)?;
    seen.push(format!("publications: {}", publications(c, &mut faults)?));
    Ok(Report { seen, faults })
}

fn contests(c: &mut Conn, faults: &mut Vec<String>) -> OpResult<()> {
    let all = store::contests(c)?;
    let current: Vec<&str> = all.iter().filter(|x| x.3).map(|x| x.1.as_str()).collect();
    match current.len() {
        1 => {}
        0 if all.is_empty() => {}
        0 => faults.push("contests: none is the current one".into()),
        _ => faults.push(format!("contests: {} are all marked as the current one", current.join(", "))),
    }
    Ok(())
}

fn entries(c: &mut Conn, faults: &mut Vec<String>) -> OpResult<usize> {
    use EntryState as S;
    let versions: BTreeSet<_> = store::versions(c)?.into_iter().collect();
    let categories: BTreeMap<_, _> = store::categories(c)?.into_iter().collect();
    let all = store::entries(c)?;
    for e in &all {
        let name = e.receipt_code.clone().unwrap_or_else(|| format!("number {}", e.id));
        if let Some(category) = e.category
            && categories.get(&category) != Some(&e.contest)
        {
            faults.push(format!("entry {name}: its category belongs to another contest"));
        }
        let handed_in = !matches!(e.state, S::Draft);
        if handed_in && e.receipt_code.is_none() {
            faults.push(format!("entry {name}: it was handed in but has no receipt code"));
        }
        if handed_in && (e.submitted_number < 1 || !versions.contains(&(e.id, e.submitted_number))) {
            faults.push(format!("entry {name}: version {}, which was handed in, is missing", e.submitted_number));
        }
        if matches!(e.state, S::Accepted | S::Disqualified) && e.blind_code.is_none() {
            faults.push(format!("entry {name}: it was accepted but has no blind code"));
        }
        if handed_in && e.category.is_none() {
            faults.push(format!("entry {name}: it was handed in without a category"));
        }
    }
    Ok(all.len())
}

fn sheets(c: &mut Conn, faults: &mut Vec<String>) -> OpResult<usize> {
    let rubric_of: BTreeMap<_, _> = store::rubrics(c)?.into_iter().map(|(cat, round, r)| ((cat, round), r)).collect();
    let mut criteria: BTreeMap<_, usize> = BTreeMap::new();
    for r in store::criteria(c)? {
        *criteria.entry(r).or_default() += 1;
    }
    let mut marks: BTreeMap<AssignmentId, Vec<store::MarkRow>> = BTreeMap::new();
    for m in store::marks(c)? {
        marks.entry(m.assignment).or_default().push(m);
    }
    let all = store::sheets(c)?;
    for s in &all {
        let rubric = s.category.and_then(|cat| rubric_of.get(&(cat, s.round))).copied();
        let mine = marks.get(&s.id).map(Vec::as_slice).unwrap_or_default();
        for m in mine {
            if m.points < Points::ZERO || m.points > m.max {
                faults.push(format!("sheet {}: a mark of {} where at most {} is allowed", s.id, m.points, m.max));
            }
            if !m.points.on_step(m.step) {
                faults.push(format!("sheet {}: a mark of {} is not on the step of {}", s.id, m.points, m.step));
            }
        }
        let live = matches!(s.state, SheetState::Open | SheetState::HandedIn);
        if live && mine.iter().any(|m| Some(m.rubric) != rubric) {
            faults.push(format!("sheet {}: a mark for a criterion of another rubric", s.id));
        }
        let need = rubric.and_then(|r| criteria.get(&r)).copied().unwrap_or(0);
        if s.state == SheetState::HandedIn && mine.len() < need {
            faults.push(format!("sheet {}: it was handed in with {} of {need} criteria marked", s.id, mine.len()));
        }
    }
    Ok(all.len())
}

fn awards(c: &mut Conn, faults: &mut Vec<String>) -> OpResult<()> {
    let prizes: BTreeMap<_, _> = store::prizes(c)?.into_iter().map(|p| (p.0, p)).collect();
    let mut given: BTreeMap<_, (i64, i64)> = BTreeMap::new();
    for a in store::awards(c)? {
        let Some(p) = prizes.get(&a.prize_id) else { continue };
        if p.1 != a.contest_id {
            faults.push(format!("award {}: its prize belongs to another contest", a.id));
        }
        if a.entry_id.is_some() == a.unit_id.is_some() {
            faults.push(format!("award {}: it must go to one work or one unit", a.id));
        }
        let n = given.entry(a.prize_id).or_default();
        n.0 += 1;
        n.1 += i64::from(a.reason.is_empty());
    }
    for (prize, (all, plain)) in given {
        if let Some((_, _, level, count)) = prizes.get(&prize)
            && plain > *count
        {
            faults.push(format!(
                "prize {level} ({prize}): {all} were given, {plain} of them without a reason, where there are {count}"
            ));
        }
    }
    Ok(())
}

fn publications(c: &mut Conn, faults: &mut Vec<String>) -> OpResult<usize> {
    let all = store::publications(c)?;
    let mut in_force = BTreeMap::new();
    for p in &all {
        let name = format!("results {} of contest {}", p.number, p.contest_id);
        if digest(p.content.as_bytes()) != p.sha256 {
            faults.push(format!("{name}: the snapshot was changed after it was made"));
        }
        match serde_json::from_str::<Snapshot>(&p.content) {
            Err(e) => faults.push(format!("{name}: the snapshot cannot be read: {e}")),
            Ok(s) => {
                if s.number != p.number || s.reason != p.reason {
                    faults.push(format!("{name}: the snapshot says another number or reason"));
                }
                faults.extend(s.recompute());
            }
        }
        if matches!(p.state, PublicationState::Published | PublicationState::Superseded) {
            if p.approved_at.is_none() {
                faults.push(format!("{name}: it was published without an approval"));
            }
            if p.approved_by.is_some() && p.approved_by == p.proposed_by {
                faults.push(format!("{name}: one person both proposed and approved it"));
            }
        }
        if p.state == PublicationState::Published {
            *in_force.entry(p.contest_id).or_insert(0) += 1;
        }
    }
    for (contest, n) in in_force.into_iter().filter(|(_, n)| *n > 1) {
        faults.push(format!("contest {contest}: {n} publications are in force at once"));
    }
    Ok(all.len())
}

/// Every blob that a row names, and those that may still be there.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What names it, and the row.
    rows: Vec<(&'static str, store::BlobRow)>,
    removed: BTreeSet<String>,
}

/// Reads what the store should hold.
///
/// # Errors
/// When the database cannot be read.
pub fn blobs(c: &mut Conn) -> OpResult<Wanted> {
    let mut rows: Vec<_> = store::files(c)?.into_iter().map(|r| ("file", r)).collect();
    rows.extend(store::renditions(c)?.into_iter().map(|r| ("copy", r)));
    Ok(Wanted { rows, removed: store::removed_files(c)?.into_iter().collect() })
}

/// Reads every blob through and compares size and hash; counts blobs that no row names.
///
/// # Errors
/// When the store cannot be reached.
pub async fn hold(blobs: &Store, wanted: &Wanted) -> OpResult<Report> {
    let mut faults = Vec::new();
    let mut known: BTreeMap<&str, Option<(i64, Vec<u8>)>> = BTreeMap::new();
    for (what, row) in &wanted.rows {
        if !known.contains_key(row.key.as_str()) {
            known.insert(row.key.as_str(), read_through(blobs, &row.key).await?);
        }
        match known.get(row.key.as_str()) {
            Some(Some((size, sha256))) => {
                if *size != row.size {
                    faults.push(format!("{what} {}: {size} bytes are stored where {} were received", row.id, row.size));
                } else if *sha256 != row.sha256 {
                    faults
                        .push(format!("{what} {}: what is stored has another SHA-256 than what was received", row.id));
                }
            }
            _ => faults.push(format!("{what} {}: it is missing from the store", row.id)),
        }
    }
    let mut unnamed = 0;
    let mut pages = blobs.list();
    while let Some(page) = pages.next().await.map_err(OpError::internal)? {
        unnamed += page
            .iter()
            .filter(|b| !known.contains_key(b.key.as_str()) && !wanted.removed.contains(b.key.as_str()))
            .count();
    }
    let seen = vec![format!("stored files: {} ({unnamed} more that nothing names)", known.len())];
    Ok(Report { seen, faults })
}

/// Size and SHA-256 of a blob; none where there is none.
async fn read_through(blobs: &Store, key: &str) -> OpResult<Option<(i64, Vec<u8>)>> {
    let Ok(key) = key.parse::<BlobKey>() else { return Ok(None) };
    let mut stream = match blobs.get(&key, None).await {
        Ok(s) => s,
        Err(StoreError::NotFound) => return Ok(None),
        Err(e) => return Err(OpError::internal(e)),
    };
    let mut hash = sha2::Sha256::new();
    let mut size = 0i64;
    while let Some(part) = stream.body.next().await {
        let part = part.map_err(OpError::internal)?;
        size = size.saturating_add(i64::try_from(part.len()).unwrap_or(i64::MAX));
        hash.update(&part);
    }
    Ok(Some((size, hash.finalize().to_vec())))
}
