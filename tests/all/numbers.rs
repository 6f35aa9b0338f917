//! The numbers of judging from the command line, and held against lme4 (tests/fixtures/lme4/make.R).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn run(args: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bongsen"));
    let mut child =
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn json(args: &[&str], input: &str) -> Value {
    let output = run(args, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Exit code and what is said.
fn refused(args: &[&str], input: &str) -> (Option<i32>, String) {
    let output = run(args, input);
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lme4").join(name)
}

/// Whether two numbers have the same first four figures, up to rounding.
fn four_figures(found: f64, want: f64) -> bool {
    if want == 0.0 { found == 0.0 } else { (found - want).abs() < 5e-5 * want.abs() }
}

#[test]
fn the_fit_is_that_of_lme4() {
    for name in ["complete", "incomplete", "no_judge_variance", "no_entry_variance", "large"] {
        let found = json(&["analyse", fixture(&format!("{name}.csv")).to_str().unwrap()], "");
        let rows = |kind: &str, value: &str| -> BTreeMap<String, f64> {
            let rows = found[kind].as_array().unwrap().iter();
            rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row[value].as_f64().unwrap())).collect()
        };
        let (entries, judges) = (rows("entry", "adjusted"), rows("judge", "severity"));
        let mean = found["model"]["mean"].as_f64().unwrap();
        let mut seen = 0;
        for line in std::fs::read_to_string(fixture(&format!("{name}.lme4.csv"))).unwrap().lines().skip(1) {
            let [kind, id, value] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
            let want: f64 = value.parse().unwrap();
            seen += 1;
            match kind {
                "model" => {
                    let have = found["model"][id].as_f64().unwrap();
                    assert!(four_figures(have, want), "{name} {id}: {have}, lme4 {want}");
                }
                "entry" => assert!((entries[id] - mean - want).abs() < 0.001, "{name} {id}"),
                _ => assert!((-judges[id] - want).abs() < 0.001, "{name} {id}"),
            }
        }
        assert_eq!(seen, 5 + entries.len() + judges.len(), "{name}");
    }
}

#[test]
fn a_complete_panel_is_told_whole() {
    let found = json(&["analyse", "--top", "3", fixture("complete.csv").to_str().unwrap()], "");
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    let want = ["agreement", "connected", "entries", "entry", "islands", "judge", "judges", "model", "n", "reason"];
    assert_eq!(keys, want);
    assert_eq!((&found["n"], &found["entries"], &found["judges"]), (&200.into(), &40.into(), &5.into()));
    assert_eq!(found["islands"], serde_json::json!([["j01", "j02", "j03", "j04", "j05"]]));
    assert_eq!((&found["connected"], &found["reason"]), (&true.into(), &Value::Null));
    // The chances of all works sum to the places there are.
    let rows = found["entry"].as_array().unwrap();
    let sum: f64 = rows.iter().map(|row| row["p_top"].as_f64().unwrap()).sum();
    assert!((sum - 3.0).abs() < 1e-9, "{sum}");
    assert!(rows[0]["p_top"].as_f64() > rows[10]["p_top"].as_f64());
    let means: Vec<f64> = rows.iter().map(|row| row["mean"].as_f64().unwrap()).collect();
    assert!(means.is_sorted_by(|a, b| a >= b), "the adjusted order is that of the means");
    assert!(found["agreement"]["icc2_k"].as_f64() > found["agreement"]["icc2_1"].as_f64());
}

#[test]
fn what_would_be_a_guess_is_refused_with_its_reason() {
    let mut apart = String::from("entry;judge;score\n");
    for (work, judges) in [(1, ["a", "b"]), (2, ["a", "b"]), (3, ["a", "b"]), (4, ["c", "d"]), (5, ["c", "d"])] {
        for (i, judge) in judges.iter().enumerate() {
            apart.push_str(&format!("e{work};{judge};{},5\n", work + i * work % 3));
        }
    }
    let found = json(&["analyse", "-"], &apart);
    assert_eq!((&found["model"], &found["connected"]), (&Value::Null, &false.into()));
    assert_eq!(found["islands"], serde_json::json!([["a", "b"], ["c", "d"]]));
    assert_eq!(
        found["reason"],
        "The judges share no works across these groups, so their marks cannot be compared: a, b | c, d."
    );
    assert_eq!(found["entry"][0]["adjusted"], Value::Null);

    let table = |works: i32, judges: i32, mark: fn(i32, i32) -> i32| {
        let pairs = (0..works).flat_map(|w| (0..judges).map(move |j| (w, j)));
        let lines = pairs.map(|(w, j)| format!("e{w},j{j},{}\n", mark(w, j)));
        json(&["analyse", "-"], &format!("entry,judge,score\n{}", lines.collect::<String>()))["reason"].clone()
    };
    assert_eq!(table(4, 3, |w, j| w * j % 3), "Works: 4; at least 5 are needed to tell how works differ.");
    assert_eq!(table(6, 2, |w, j| w * j % 3), "Judges: 2; at least 3 are needed to tell how judges differ.");
    assert_eq!(table(6, 3, |_, _| 7), "All marks are the same, so there is nothing to compare.");
    assert_eq!(
        table(6, 3, |w, j| 3 * w + j),
        "Works and judges explain every mark exactly, so nothing is left to tell chance from difference."
    );
}

#[test]
fn a_bad_table_is_a_sentence_and_exit_code_2() {
    let said = |text: &str| refused(&["analyse", "-"], text);
    let line = |text: &str| (Some(2), format!("{text}\n"));
    assert_eq!(said(""), line("Line 1: the file is empty; the first line must be entry,judge,score."));
    assert_eq!(
        said("e1,j1,8\n"),
        line("Line 1: the header must name the columns entry, judge and score; missing: entry, judge, score.")
    );
    assert_eq!(said("entry,judge,score\ne1,j1,tám\n"), line("Line 2: the score \"tám\" is not a number."));
    assert_eq!(said("entry,judge,score\ne1,j1,NaN\n"), line("Line 2: the score \"NaN\" is not a number."));
    assert_eq!(
        said("entry,judge,score\ne1,j1,8\ne1,j2,8\ne1,j1,9\n"),
        line("Line 4: j1 has marked e1 already, on line 2.")
    );
    assert_eq!(refused(&["analyse", "no/such/file.csv"], "").0, Some(2));
}

#[test]
fn an_assignment_is_answered_as_it_was_asked() {
    let asked = r#"{"quota": 2, "seed": 3, "entries": [{"id": "e1", "category": "tho"}, {"id": "e2"}, {"id": "e3", "category": "anh"}],
        "judges": [{"id": "j1", "min": 0, "max": 40, "expertise": ["tho"]}, {"id": "j2"}, {"id": "j3", "max": 1}],
        "conflicts": [["j1", "e3"], ["gone", "e1"]], "existing": [["j3", "e3"], ["j1", "e3"]], "anchors": ["e1"]}"#;
    let want = serde_json::json!({
        "pairs": [["j1", "e1"], ["j1", "e2"], ["j2", "e1"], ["j2", "e2"], ["j2", "e3"], ["j3", "e1"], ["j3", "e3"]],
        "loads": {"j1": 2, "j2": 3, "j3": 2},
        "connected": true,
        "unmet": [],
        "cost": {"load_squares": 17, "expertise_misses": 0},
    });
    assert_eq!(json(&["assign", "-"], asked), want);
    let short = r#"{"quota": 2, "entries": [{"id": "e1"}, {"id": "e2"}], "judges": [{"id": "j1"}, {"id": "j2", "max": 0}, {"id": "j3", "max": 0}],
        "conflicts": [["j1", "e2"], ["j2", "e2"]]}"#;
    let found = json(&["assign", "-"], short);
    assert_eq!(
        found["unmet"],
        serde_json::json!([
            {"entry": "e1", "missing": 1, "why": "Room with any of these judges, who are at their maximum, would help: j2, j3."},
            {"entry": "e2", "missing": 2, "why": "1 of 3 judges can mark it without a conflict, and it needs 2: only a further judge helps. Room with any of these judges, who are at their maximum, would help: j3."}
        ])
    );
}

#[test]
fn panels_mix_across_categories_too() {
    let entries: Vec<Value> =
        (0..60).map(|i| serde_json::json!({"id": format!("e{i:02}"), "category": format!("c{}", i % 3)})).collect();
    let judges: Vec<Value> = (0..6).map(|i| serde_json::json!({"id": format!("j{i}")})).collect();
    for seed in 0..5 {
        let asked = serde_json::json!({"quota": 2, "seed": seed, "entries": entries, "judges": judges}).to_string();
        let found = json(&["assign", "-"], &asked);
        assert_eq!((&found["connected"], &found["cost"]["load_squares"]), (&true.into(), &2400.into()));
        assert_eq!(json(&["assign", "-"], &asked), found);
    }
}

#[test]
fn a_bad_problem_or_design_is_a_sentence_and_exit_code_2() {
    let said = |text: &str| refused(&["assign", "-"], text);
    let line = |text: &str| (Some(2), format!("{text}\n"));
    let entries = r#"{"quota": 1, "entries": [{"id": "e1"}], "#;
    assert_eq!(said("{\n"), line("Line 2, column 0: EOF while parsing an object."));
    assert_eq!(
        said(&format!(r#"{entries} "judges": [{{"id": "j"}}, {{"id": "j"}}]}}"#)),
        line("The judge \"j\" is listed twice.")
    );
    assert_eq!(
        said(&format!(r#"{entries} "judges": [], "anchors": ["e2"]}}"#)),
        line("The anchor \"e2\" is not among the entries.")
    );
    assert_eq!(
        said(&format!(r#"{entries} "judges": [{{"id": "j", "min": 3, "max": 2}}]}}"#)),
        line("The judge \"j\" has a minimum of 3 above the maximum of 2.")
    );
    assert_eq!(
        refused(&["simulate", "--entries", "40", "--judges", "3", "--quota", "4"], ""),
        line("The quota must be at least 1 and at most the number of judges.")
    );
}

#[test]
fn a_design_is_played_for_mean_and_adjusted_score_and_with_one_more_judge() {
    let found = json(&["simulate", "--entries", "80", "--judges", "8", "--quota", "3", "--runs", "20"], "");
    assert_eq!((&found["design"]["top"], &found["now"]["quota"]), (&4.into(), &3.into()));
    assert_eq!(found["one_more"]["quota"], 4);
    let correlation = |played: &str, score: &str| found[played][score]["rank_correlation"].as_f64().unwrap();
    assert!(correlation("now", "adjusted") > correlation("now", "mean"));
    assert!(correlation("one_more", "adjusted") > correlation("now", "adjusted"));
}
