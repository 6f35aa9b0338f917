//! A table of marks: who gave which work how much, in an order that does not depend on how it came.
//!
//! Owns numbering and grouping. Must not know where the marks come from or what is calculated from them.
#![expect(clippy::indexing_slicing, reason = "works and judges are numbered within the lists made here")]

use std::collections::BTreeMap;

/// A mark: a judge's total for a work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The work's number in the table.
    pub entry: usize,
    /// The judge's number in the table.
    pub judge: usize,
    /// Points.
    pub score: f64,
}

/// All marks, by work and then by judge; works and judges are numbered in the order of their names.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    entries: Vec<String>,
    judges: Vec<String>,
    marks: Vec<Mark>,
    /// Where each work's marks begin; one more at the end.
    starts: Vec<usize>,
}

/// Two marks of one judge for one work, by their places in the list given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twice {
    /// The first of the two.
    pub first: usize,
    /// The second.
    pub second: usize,
}

impl Table {
    /// From names and marks that refer to them by place, in any order. Names without marks are left out.
    ///
    /// # Errors
    /// When a judge marked a work twice: the pair whose second mark comes first in the list.
    pub fn new(entries: &[String], judges: &[String], marks: &[Mark]) -> Result<Self, Twice> {
        let (entry_names, entry_at) = numbered(entries, marks.iter().map(|mark| mark.entry));
        let (judge_names, judge_at) = numbered(judges, marks.iter().map(|mark| mark.judge));
        let mut placed: Vec<(usize, usize, usize)> =
            marks.iter().enumerate().map(|(place, mark)| (entry_at[mark.entry], judge_at[mark.judge], place)).collect();
        placed.sort_unstable();
        let twice = placed.windows(2).filter(|two| (two[0].0, two[0].1) == (two[1].0, two[1].1));
        if let Some(two) = twice.min_by_key(|two| two[1].2) {
            return Err(Twice { first: two[0].2, second: two[1].2 });
        }
        let mut starts = vec![0; entry_names.len() + 1];
        for (entry, _, _) in &placed {
            starts[entry + 1] += 1;
        }
        for entry in 0..entry_names.len() {
            starts[entry + 1] += starts[entry];
        }
        let marks = placed.iter().map(|(entry, judge, place)| Mark {
            entry: *entry,
            judge: *judge,
            score: marks[*place].score,
        });
        Ok(Self { marks: marks.collect(), entries: entry_names, judges: judge_names, starts })
    }

    /// Names of the works.
    #[must_use]
    pub fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Names of the judges.
    #[must_use]
    pub fn judges(&self) -> &[String] {
        &self.judges
    }

    /// All marks.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The marks of a work.
    #[must_use]
    pub fn of(&self, entry: usize) -> &[Mark] {
        &self.marks[self.starts[entry]..self.starts[entry + 1]]
    }

    /// The marks of each work in turn.
    pub fn by_entry(&self) -> impl Iterator<Item = &[Mark]> {
        (0..self.entries.len()).map(|entry| self.of(entry))
    }

    /// Whether every judge marked every work.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.marks.is_empty() && self.marks.len() == self.entries.len() * self.judges.len()
    }

    /// Judges who hang together through works they share, by the first judge of each group.
    #[must_use]
    pub fn islands(&self) -> Vec<Vec<usize>> {
        let mut leader: Vec<usize> = (0..self.judges.len()).collect();
        for marks in self.by_entry() {
            for two in marks.windows(2) {
                let (a, b) = (lead(&mut leader, two[0].judge), lead(&mut leader, two[1].judge));
                leader[a.max(b)] = a.min(b);
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for judge in 0..self.judges.len() {
            groups.entry(lead(&mut leader, judge)).or_default().push(judge);
        }
        groups.into_values().collect()
    }
}

fn lead(leader: &mut [usize], judge: usize) -> usize {
    let mut at = judge;
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

/// The names in use, in order, and for each place in the list its number among them.
fn numbered(names: &[String], used: impl Iterator<Item = usize>) -> (Vec<String>, Vec<usize>) {
    let mut in_use = vec![false; names.len()];
    for place in used {
        in_use[place] = true;
    }
    let mut order: Vec<usize> = (0..names.len()).filter(|place| in_use[*place]).collect();
    order.sort_by(|a, b| names[*a].cmp(&names[*b]));
    let mut at = vec![0; names.len()];
    for (number, place) in order.iter().enumerate() {
        at[*place] = number;
    }
    (order.into_iter().map(|place| names[place].clone()).collect(), at)
}
