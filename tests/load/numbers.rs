//! The numbers of judging at the sizes that they must bear, inside this process.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use bongsen::judging::problem;
use bongsen::kernel::points::Points;
use bongsen::numbers::analysis::{Wish, analyse};
use bongsen::numbers::mixed::fit;
use bongsen::numbers::reading;
use bongsen::results::ranking::{Method, Rules, Sheet, Work, rank};
use bongsen::results::ties::TieRule;

const ENTRIES: usize = 100_000;
const JUDGES: usize = 200;
const QUOTA: usize = 5;

/// A number below `below` that looks like chance and is the same in every run.
fn mixed(a: usize, b: usize, below: usize) -> usize {
    let mut z = a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_mul(0xD1B5_4A32_D192_ED03);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) % below
}

fn line(what: &str, seconds: f64, note: &str) {
    println!("| {what} | {seconds:.2} | {note} |");
}

pub fn measure() {
    println!("### The numbers of judging\n\n| what | seconds | |\n|---|---:|---|");
    assign();
    let sheets = sheets();
    let mut csv = String::from("entry,judge,score\n");
    for (entry, judge, hundredths) in &sheets {
        writeln!(csv, "e{entry},j{judge},{}.{:02}", hundredths / 100, hundredths % 100).unwrap();
    }
    let began = Instant::now();
    let table = reading::read(csv.as_bytes()).unwrap();
    line("reading a table of 500,000 sheets", began.elapsed().as_secs_f64(), "100,000 works, 200 judges");
    let began = Instant::now();
    let fitted = fit(&table).unwrap();
    line(
        "fitting it",
        began.elapsed().as_secs_f64(),
        &format!("{} works have an adjusted score", fitted.adjusted.len()),
    );
    let began = Instant::now();
    let found = analyse(&table, Wish { top: None, seed: 1 });
    line("all of `analyse` but reading and printing", began.elapsed().as_secs_f64(), "the fit, agreement, order");
    assert_eq!(found.entry.len(), ENTRIES);
    ranking(&sheets);
    println!();
}

/// 5,000 works, 100 judges, 3 each.
fn assign() {
    let entries: Vec<_> =
        (0..5_000).map(|e| serde_json::json!({ "id": format!("e{e}"), "category": format!("c{}", e % 7) })).collect();
    let judges: Vec<_> = (0..100)
        .map(|j| serde_json::json!({ "id": format!("j{j}"), "max": 200, "expertise": [format!("c{}", j % 7), format!("c{}", (j + 1) % 7)] }))
        .collect();
    let conflicts: Vec<_> =
        (0..2_000).map(|c| [format!("j{}", mixed(c, 1, 100)), format!("e{}", mixed(c, 2, 5_000))]).collect();
    let text =
        serde_json::json!({ "quota": 3, "seed": 1, "entries": entries, "judges": judges, "conflicts": conflicts })
            .to_string();
    let began = Instant::now();
    let answer = serde_json::to_value(problem::answer(&text).unwrap()).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let pairs = answer["pairs"].as_array().unwrap().len();
    line(
        "assigning 5,000 works to 100 judges, 3 each",
        seconds,
        &format!("{pairs} places filled, connected: {}", answer["connected"]),
    );
}

/// Work, judge, hundredths of a point.
fn sheets() -> Vec<(usize, usize, i64)> {
    (0..ENTRIES)
        .flat_map(|e| {
            (0..QUOTA).map(move |k| {
                let judge = (e * 7 + e / JUDGES + k * 37) % JUDGES;
                let score = 5_000 + mixed(e, 3, 2_000) + mixed(judge, 5, 1_000) + mixed(e, judge + 11, 1_000);
                (e, judge, i64::try_from(score).unwrap())
            })
        })
        .collect()
}

fn ranking(sheets: &[(usize, usize, i64)]) {
    let works: Vec<Work<usize, usize>> = sheets
        .chunk_by(|a, b| a.0 == b.0)
        .map(|own| Work {
            entry: own[0].0,
            quota: QUOTA,
            sheets: own
                .iter()
                .map(|(_, judge, total)| Sheet {
                    judge: *judge,
                    total: Points::from_hundredths(*total),
                    criteria: vec![Points::from_hundredths(total / 2), Points::from_hundredths(total - total / 2)],
                })
                .collect(),
        })
        .collect();
    let rules = Rules {
        method: Method::Mean,
        ties: vec![TieRule::Criterion { n: 1 }, TieRule::FirstPlaces, TieRule::Shared],
        panel: JUDGES,
    };
    let began = Instant::now();
    let ranking = rank(&works, &rules, &BTreeMap::new()).unwrap();
    line(
        "the official ranking of them",
        began.elapsed().as_secs_f64(),
        &format!("{} works ranked", ranking.rows.len()),
    );
}
