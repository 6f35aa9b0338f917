//! Tables in Markdown, the machine in words, and what its disk can do.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::load::Measured;

/// A table that is printed row by row.
pub struct Table {
    columns: usize,
}

impl Table {
    pub fn new(heads: &[&str]) -> Self {
        println!("| {} |", heads.join(" | "));
        let rule: Vec<&str> = heads.iter().enumerate().map(|(i, _)| if i == 0 { "---" } else { "---:" }).collect();
        println!("|{}|", rule.join("|"));
        Self { columns: heads.len() }
    }
    pub fn row(&self, cells: &[String]) {
        assert_eq!(cells.len(), self.columns, "{cells:?}");
        println!("| {} |", cells.join(" | "));
    }
    /// The empty line after it; no row may come any more.
    pub fn end(self) {
        assert!(self.columns > 0);
        println!();
    }
}

pub fn kib(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap()) / 1024.0
}

fn line_of(file: &str, name: &str) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|l| l.starts_with(name)).and_then(|l| l.split_once(':'));
    line.map(|(_, v)| v.trim().to_owned()).unwrap_or_default()
}

/// How busy the machine is.
pub fn load_now(when: &str) {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let three: Vec<&str> = text.split_whitespace().take(3).collect();
    println!("Load average {when}: {}.\n", three.join(", "));
}

pub fn machine() {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    println!(
        "{cores} cores ({}), {} of memory.",
        line_of("/proc/cpuinfo", "model name"),
        line_of("/proc/meminfo", "MemTotal")
    );
    load_now("before");
}

/// How long the disk takes to make 4 KiB safe: what no durable write can be faster than.
pub fn disk(folder: &Path, time: Duration) -> Measured {
    let path = folder.join("disk");
    let mut file = std::fs::File::create(&path).unwrap();
    let began = Instant::now();
    let mut took = Vec::new();
    while began.elapsed() < time {
        let at = Instant::now();
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
        took.push(at.elapsed());
    }
    let elapsed = began.elapsed();
    std::fs::remove_file(path).unwrap();
    Measured::of(took, elapsed)
}
