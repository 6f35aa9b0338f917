//! An assignment asked for and answered as JSON: what `bongsen assign` reads and prints.
//!
//! Owns the shape and the sentences. The plan is `plan`'s; must not know where the text comes from.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::plan::{Existing, Needed, Panelist, Plan, Request, Unmet, plan};

/// What is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Judges for each work.
    quota: usize,
    #[serde(default = "one")]
    seed: u64,
    entries: Vec<Entry>,
    judges: Vec<Judge>,
    /// Judge and work that must not meet.
    #[serde(default)]
    conflicts: Vec<(String, String)>,
    /// Judge and work that are there.
    #[serde(default)]
    existing: Vec<(String, String)>,
    /// Works for everybody.
    #[serde(default)]
    anchors: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    /// Without one, every judge knows it.
    #[serde(default)]
    category: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judge {
    id: String,
    #[serde(default)]
    min: usize,
    #[serde(default)]
    max: Option<usize>,
    /// Categories; none for all.
    #[serde(default)]
    expertise: Vec<String>,
}

const fn one() -> u64 {
    1
}

/// What comes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Judge and work, in the order of their ids.
    pub pairs: Vec<(String, String)>,
    /// Works of each judge.
    pub loads: BTreeMap<String, usize>,
    /// Whether all works and judges that have any hang together.
    pub connected: bool,
    pub unmet: Vec<Short>,
    pub cost: Cost,
}

/// A work that cannot reach the quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Short {
    pub entry: String,
    pub missing: usize,
    pub why: String,
}

/// What was made small, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    pub load_squares: usize,
    /// Pairs whose work lies outside what the judge named.
    pub expertise_misses: usize,
}

/// Reads a problem and answers it.
///
/// # Errors
/// A sentence on the first thing that is wrong with the problem.
pub fn answer(text: &str) -> Result<Answer, String> {
    let problem: Problem = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|e| spoken(&e))?;
    problem.check()?;
    let request = problem.request();
    let made = plan(&request);
    Ok(told(&request, &made))
}

fn spoken(e: &serde_json::Error) -> String {
    let whole = e.to_string();
    let place = format!(" at line {} column {}", e.line(), e.column());
    let what = whole.strip_suffix(&place).unwrap_or(&whole);
    format!("Line {}, column {}: {what}.", e.line(), e.column())
}

impl Problem {
    fn check(&self) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        if let Some(twice) = self.entries.iter().find(|entry| !seen.insert(entry.id.as_str())) {
            return Err(format!("The entry \"{}\" is listed twice.", twice.id));
        }
        if let Some(unknown) = self.anchors.iter().find(|anchor| !seen.contains(anchor.as_str())) {
            return Err(format!("The anchor \"{unknown}\" is not among the entries."));
        }
        let mut seen = BTreeSet::new();
        for judge in &self.judges {
            if !seen.insert(judge.id.as_str()) {
                return Err(format!("The judge \"{}\" is listed twice.", judge.id));
            }
            if let Some(max) = judge.max.filter(|max| *max < judge.min) {
                return Err(format!(
                    "The judge \"{}\" has a minimum of {} above the maximum of {max}.",
                    judge.id, judge.min
                ));
            }
        }
        Ok(())
    }

    /// Pairs that name a judge or a work that is not there are about people who left: they bar and keep nothing.
    fn request(&self) -> Request<&str, &str, Option<&str>> {
        let judges = self.judges.iter().map(|judge| {
            let mut expertise: BTreeSet<Option<&str>> = judge.expertise.iter().map(|c| Some(c.as_str())).collect();
            if !expertise.is_empty() {
                // A work of no category is within what anybody knows.
                expertise.insert(None);
            }
            (judge.id.as_str(), Panelist { min: judge.min, max: judge.max, expertise })
        });
        let works = self
            .entries
            .iter()
            .map(|entry| (entry.id.as_str(), Needed { category: entry.category.as_deref(), quota: self.quota }));
        let existing = self.existing.iter().map(|(judge, entry)| Existing {
            judge: judge.as_str(),
            entry: entry.as_str(),
            begun: true,
        });
        Request {
            judges: judges.collect(),
            works: works.collect(),
            conflicts: self.conflicts.iter().map(|(judge, entry)| (judge.as_str(), entry.as_str())).collect(),
            anchors: self.anchors.iter().map(String::as_str).collect(),
            existing: existing.collect(),
            rebalance: false,
            seed: self.seed,
        }
    }
}

fn told(request: &Request<&str, &str, Option<&str>>, made: &Plan<&str, &str, Option<&str>>) -> Answer {
    let mut pairs: Vec<(&str, &str)> = made.kept.iter().chain(&made.new).copied().collect();
    pairs.sort_unstable();
    Answer {
        connected: hang_together(&pairs),
        loads: made.loads.iter().map(|load| (load.judge.to_owned(), load.works)).collect(),
        unmet: made
            .unmet
            .iter()
            .map(|unmet| Short {
                entry: unmet.entry.to_owned(),
                missing: unmet.missing,
                why: why(unmet, request.judges.len(), request.works.get(unmet.entry).map_or(0, |work| work.quota)),
            })
            .collect(),
        cost: Cost {
            load_squares: made.loads.iter().map(|load| load.works * load.works).sum(),
            expertise_misses: made.loads.iter().map(|load| load.outside).sum(),
        },
        pairs: pairs.into_iter().map(|(judge, entry)| (judge.to_owned(), entry.to_owned())).collect(),
    }
}

fn why(unmet: &Unmet<&str, &str>, judges: usize, quota: usize) -> String {
    let mut sentences = Vec::new();
    if unmet.eligible < quota {
        sentences.push(format!(
            "{} of {judges} judges can mark it without a conflict, and it needs {quota}: only a further judge helps.",
            unmet.eligible
        ));
    }
    if !unmet.full.is_empty() {
        sentences.push(format!(
            "Room with any of these judges, who are at their maximum, would help: {}.",
            unmet.full.join(", ")
        ));
    }
    sentences.join(" ")
}

/// Whether one can go from any pair to any other over shared judges and works.
fn hang_together(pairs: &[(&str, &str)]) -> bool {
    let mut works_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut judges_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (judge, work) in pairs {
        works_of.entry(judge).or_default().push(work);
        judges_of.entry(work).or_default().push(judge);
    }
    let Some((first, _)) = pairs.first() else { return true };
    let (mut reached, mut seen) = (BTreeSet::from([*first]), BTreeSet::new());
    let mut open = vec![*first];
    while let Some(judge) = open.pop() {
        for work in works_of.get(judge).into_iter().flatten().filter(|work| seen.insert(**work)) {
            open.extend(judges_of.get(work).into_iter().flatten().filter(|judge| reached.insert(**judge)));
        }
    }
    reached.len() == works_of.len()
}
