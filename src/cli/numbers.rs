//! `bongsen assign`, `analyse`, `simulate`: the numbers of judging from the command line. They read a file, print JSON and
//! touch nothing else.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::judging::problem;
use crate::numbers::analysis::{Wish, analyse as analysed};
use crate::numbers::reading;
use crate::numbers::simulation::{Design, simulate as played};

/// Works to give to judges.
#[derive(Debug, Args)]
pub struct Assign {
    /// A JSON file with quota, entries and judges, and perhaps seed, conflicts, existing and anchors; - for standard input
    problem: PathBuf,
}

/// A table of marks to find out about.
#[derive(Debug, Args)]
pub struct Analyse {
    /// A CSV file with the columns entry, judge and score; - for standard input
    sheets: PathBuf,
    /// For each work, the chance to be among the best so many
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Another seed, other draws of those chances
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Prints what the table says; a table that cannot be read is a sentence and exit code 2.
#[must_use]
pub fn analyse(asked: &Analyse) -> ExitCode {
    let table = match bytes(&asked.sheets).and_then(|bytes| reading::read(&bytes).map_err(|bad| bad.to_string())) {
        Ok(table) => table,
        Err(sentence) => return refuse(&sentence),
    };
    let top = asked.top.map(|top| usize::try_from(top).unwrap_or(usize::MAX));
    let found = analysed(&table, Wish { top, seed: asked.seed });
    let poorly: Vec<&str> = found.judge.iter().filter(|j| j.is_poorly_known()).map(|j| j.id.as_str()).collect();
    if found.model.is_some() && !poorly.is_empty() {
        eprintln!("Poorly known, having marked fewer than 8 works that others marked too: {}.", poorly.join(", "));
    }
    print(&found)
}

/// Prints who marks what; a problem that cannot be read is a sentence and exit code 2.
#[must_use]
pub fn assign(asked: &Assign) -> ExitCode {
    let text = bytes(&asked.problem).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|_| format!("{}: this is not UTF-8 text.", asked.problem.display()))
    });
    match text.and_then(|text| problem::answer(&text)) {
        Ok(answer) => print(&answer),
        Err(sentence) => refuse(&sentence),
    }
}

/// A design to play.
#[derive(Debug, Args)]
pub struct Simulate {
    /// Works
    #[arg(long)]
    entries: u32,
    /// Judges
    #[arg(long)]
    judges: u32,
    /// Judges for each work
    #[arg(long)]
    quota: u32,
    /// How far works differ, in points
    #[arg(long, default_value_t = 8.0)]
    sd_entry: f64,
    /// How far judges differ
    #[arg(long, default_value_t = 6.0)]
    sd_judge: f64,
    /// How far a mark is from what work and judge explain
    #[arg(long, default_value_t = 7.0)]
    sd_residual: f64,
    /// How many works are looked for [default: one in twenty]
    #[arg(long)]
    top: Option<u32>,
    /// How often it is played
    #[arg(long, default_value_t = 200)]
    runs: u32,
    /// Another seed, other contests
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Prints what the design finds; one that cannot be played is a sentence and exit code 2.
#[must_use]
pub fn simulate(asked: &Simulate) -> ExitCode {
    let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let design = Design {
        entries: count(asked.entries),
        judges: count(asked.judges),
        quota: count(asked.quota),
        sd_entry: asked.sd_entry,
        sd_judge: asked.sd_judge,
        sd_residual: asked.sd_residual,
        top: count(asked.top.unwrap_or((asked.entries / 20).max(1))),
        runs: count(asked.runs),
        seed: asked.seed,
    };
    match played(&design) {
        Ok(found) => print(&found),
        Err(bad) => refuse(&bad.to_string()),
    }
}

pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    read.map_err(|e| format!("{}: {e}.", file.display()))
}

pub(super) fn refuse(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::from(2)
}

fn print(answer: &impl Serialize) -> ExitCode {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, answer).map_err(std::io::Error::from);
    match written.and_then(|()| writeln!(out)).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
