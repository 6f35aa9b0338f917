//! `bongsen check --results FILE`: the ranking and the prizes of a published file, computed anew from nothing but the file.

use std::path::Path;
use std::process::ExitCode;

use super::numbers::{bytes, refuse};
use crate::kernel::ids::{digest, hex};
use crate::results::snapshot::Snapshot;

/// Prints what was recomputed and what does not agree; exit code 1 when anything is wrong, 2 when the file cannot be read.
#[must_use]
pub fn run(file: &Path) -> ExitCode {
    let read = bytes(file).and_then(|all| {
        let snapshot = serde_json::from_slice::<Snapshot>(&all)
            .map_err(|e| format!("{}: these are no published results: {e}.", file.display()))?;
        Ok((all, snapshot))
    });
    let (all, snapshot) = match read {
        Ok(read) => read,
        Err(sentence) => return refuse(&sentence),
    };
    let tables = snapshot.categories.iter().map(|c| c.rounds.len()).sum::<usize>();
    let works = snapshot.categories.iter().flat_map(|c| &c.rounds).map(|r| r.rows.len()).sum::<usize>();
    println!("results {} of {}: {tables} tables, {works} rows", snapshot.number, snapshot.contest.short_code);
    println!("SHA-256: {}", hex(&digest(&all)));
    let faults = snapshot.recompute();
    for f in &faults {
        println!("WRONG {f}");
    }
    if faults.is_empty() {
        println!("All is well.");
        return ExitCode::SUCCESS;
    }
    println!("{} things are wrong.", faults.len());
    ExitCode::FAILURE
}
