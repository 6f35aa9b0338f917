//! `bongsen analyse`: the numbers of judging from the command line. Reads a file, prints JSON, touches nothing else.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::numbers::analysis::{Wish, analyse as analysed};
use crate::numbers::reading;

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

fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    read.map_err(|e| format!("{}: {e}.", file.display()))
}

fn refuse(sentence: &str) -> ExitCode {
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
