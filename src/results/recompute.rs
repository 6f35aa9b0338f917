//! What follows from a publication, computed anew from nothing but itself: anybody who has the published JSON can do it.
//!
//! Owns the sentences that say what does not agree. Pure: must not know storage or pages.

use std::collections::{BTreeMap, BTreeSet};

use super::prizes::{
    CategoryRanking, Given, PrizeLevel, PrizeOrder, Unexplained, prize_order, propose_prizes, unexplained,
};
use super::ranking::{Method, Row, Rules, Sheet, Work, rank};
use super::snapshot::{CategoryTable, FORMAT, PrizeFacts, RoundTable, RowFacts, Snapshot};
use crate::kernel::points::Points;

impl Snapshot {
    /// Ranks anew from the published sheets and lays the prize table over the order; gives what does not agree, as sentences
    /// (none: all is well).
    #[must_use]
    pub fn recompute(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.format != FORMAT {
            faults.push(format!("results {}: the format is {}, not {FORMAT}", self.number, self.format));
        }
        for category in &self.categories {
            for round in &category.rounds {
                let found = self.round_faults(round);
                let place = format!("results {}, {} {}", self.number, category.code, round.key);
                faults.extend(found.into_iter().map(|f| format!("{place}: {f}")));
            }
        }
        let found = self.prize_faults();
        faults.extend(found.into_iter().map(|f| format!("results {}: {f}", self.number)));
        faults
    }

    fn round_faults(&self, round: &RoundTable) -> Vec<String> {
        let mut faults = Vec::new();
        let mut works: Vec<Work<&str, &str>> = Vec::new();
        for row in &round.rows {
            sheet_faults(round, row, &mut faults);
            let sheets = row
                .sheets
                .iter()
                .map(|s| Sheet { judge: s.judge.as_str(), total: s.total, criteria: s.criteria.clone() })
                .collect();
            works.push(Work { entry: row.code.as_str(), quota: round.quota, sheets });
        }
        incomplete_faults(round, &mut faults);
        let votes: BTreeMap<&str, u32> =
            round.rows.iter().filter_map(|r| r.vote.map(|v| (r.code.as_str(), v))).collect();
        let rules = Rules { method: self.method, ties: self.tie_policy.clone(), panel: round.panel };
        match rank(&works, &rules, &votes) {
            Err(e) => faults.push(e.to_string()),
            Ok(ranking) => {
                for again in &ranking.rows {
                    let printed = round.rows.iter().find(|r| r.code == again.entry);
                    if printed.is_none_or(|p| {
                        (p.rank, p.score, p.shared, p.split_by)
                            != (again.rank, again.score, again.shared, again.split_by)
                    }) {
                        faults.push(format!("{} comes out at rank {} with {}", again.entry, again.rank, again.score));
                    }
                }
                for short in &ranking.incomplete {
                    faults.push(format!("{} is ranked with {} of {} sheets", short.entry, short.have, short.need));
                }
            }
        }
        faults
    }

    fn prize_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut winners = BTreeSet::new();
        for p in &self.prizes {
            for w in p.winners.iter().filter(|w| !w.blind_code.is_empty()) {
                if !winners.insert(w.blind_code.as_str()) {
                    faults.push(format!("{} has two prizes", w.blind_code));
                }
                let table = self.categories.iter().find(|c| c.code == w.category);
                if table.is_some_and(|c| !lists(c, &w.blind_code)) {
                    let (level, code) = (&p.level, &w.blind_code);
                    faults.push(format!("prize {level}: {code} is not in the score table of {}", w.category));
                }
            }
        }
        for group in self.groups() {
            self.group_faults(group, &mut faults);
        }
        faults
    }

    /// The prizes of a group against the order that its published ranks and scores give.
    fn group_faults(&self, group: &str, faults: &mut Vec<String>) {
        let prizes: Vec<(usize, &PrizeFacts)> =
            self.prizes.iter().enumerate().filter(|(_, p)| p.group == group).collect();
        let level = |i: usize| self.prizes.get(i).map_or("?", |p| p.level.as_str());
        let table = self.levels(group);
        let Some(order) = self.order(group) else {
            faults.push(format!("prizes of {group}: a category has no scale to compare by"));
            return;
        };
        let proposal = propose_prizes(&order.rows, &table);
        let given: Vec<Given<&str, usize>> = prizes
            .iter()
            .flat_map(|(i, p)| {
                p.winners.iter().map(|w| Given {
                    entry: w.blind_code.as_str(),
                    level: *i,
                    reasoned: !w.reason.is_empty(),
                })
            })
            .collect();
        let vacant: Vec<usize> = prizes.iter().filter(|(_, p)| !p.vacancy.is_empty()).map(|(i, _)| *i).collect();
        for open in unexplained(&proposal, &table, &given, &vacant) {
            faults.push(match open {
                Unexplained::Other { entry, level: l } => {
                    format!(
                        "prizes of {group}: {entry} has prize {}, which the order does not suggest, without a reason",
                        level(l)
                    )
                }
                Unexplained::Nothing { entry, level: l } => {
                    format!(
                        "prizes of {group}: the order suggests prize {} for {entry}, which has none, without a reason",
                        level(l)
                    )
                }
                Unexplained::TooMany { level: l } => {
                    format!("prizes of {group}: more of prize {} were given without a reason than there are", level(l))
                }
            });
        }
    }

    /// The groups that have prizes of their own, in the order of the prize table.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let all = self.prizes.iter().map(|p| p.group.as_str());
        all.filter(|g| !g.is_empty() && seen.insert(*g)).collect()
    }

    /// A group's levels from the highest; each is named by its place in the prize table, from 0.
    #[must_use]
    pub fn levels(&self, group: &str) -> Vec<PrizeLevel<usize>> {
        let mine = self.prizes.iter().enumerate().filter(|(_, p)| p.group == group);
        mine.map(|(i, p)| PrizeLevel { level: i, count: usize::try_from(p.count).unwrap_or(0) }).collect()
    }

    /// A group's prize order from the deciding round, works and categories by their codes; none where a category has no scale.
    #[must_use]
    pub fn order<'a>(&'a self, group: &str) -> Option<PrizeOrder<&'a str, &'a str>> {
        let rounds = || self.categories.iter().flat_map(|c| &c.rounds);
        let deciding = if rounds().any(|r| r.key == "final") { "final" } else { "preliminary" };
        let of_group: Vec<(&CategoryTable, &RoundTable, Vec<Row<&str>>)> = self
            .categories
            .iter()
            .filter(|c| c.group == group)
            .filter_map(|c| {
                let round = c.rounds.iter().find(|r| r.key == deciding)?;
                Some((c, round, round.rows.iter().map(ranked).collect()))
            })
            .collect();
        let rankings: Vec<CategoryRanking<'_, &str, &str, &str>> = of_group
            .iter()
            .map(|(category, round, rows)| CategoryRanking {
                category: category.code.as_str(),
                rubric: round.rubric.as_str(),
                scale: scale(self.method, round),
                rows,
            })
            .collect();
        prize_order(&rankings).ok()
    }
}

/// Sheets that do not add up, name a judge who is not listed, or hold a mark outside its criterion.
fn sheet_faults(round: &RoundTable, row: &RowFacts, faults: &mut Vec<String>) {
    for s in &row.sheets {
        let sheet = format!("the sheet of {} for {}", s.judge, row.code);
        if s.criteria.iter().copied().sum::<Points>() != s.total {
            faults.push(format!("{sheet} does not add up"));
        }
        if !round.judges.contains(&s.judge) {
            faults.push(format!("{sheet} is of a judge who is not listed"));
        }
        if s.criteria.len() != round.criteria.len() {
            faults.push(format!("{sheet} has {} marks for {} criteria", s.criteria.len(), round.criteria.len()));
        }
        for (mark, criterion) in s.criteria.iter().zip(&round.criteria) {
            if *mark < Points::ZERO || *mark > criterion.max {
                faults.push(format!("{sheet} has {mark} where at most {} is allowed", criterion.max));
            }
        }
    }
    if row.sheets.iter().map(|s| s.total).sum::<Points>() != row.sum {
        faults.push(format!("the sum of {} is not the sum of its sheets", row.code));
    }
}

/// Works that are said to have too few sheets and have enough, or are ranked or listed twice.
fn incomplete_faults(round: &RoundTable, faults: &mut Vec<String>) {
    let mut seen: BTreeSet<&str> = round.rows.iter().map(|r| r.code.as_str()).collect();
    for short in &round.incomplete {
        if !seen.insert(short.code.as_str()) {
            faults.push(format!("{} is listed twice", short.code));
        }
        if short.need != round.quota.max(1) || short.have >= short.need {
            let (code, have, quota) = (&short.code, short.have, round.quota.max(1));
            faults.push(format!("{code} is listed as short of sheets with {have} of {quota}"));
        }
    }
}

fn lists(category: &CategoryTable, code: &str) -> bool {
    category.rounds.iter().any(|r| r.rows.iter().any(|x| x.code == code) || r.incomplete.iter().any(|x| x.code == code))
}

fn ranked(row: &RowFacts) -> Row<&str> {
    Row {
        entry: row.code.as_str(),
        rank: row.rank,
        score: row.score,
        sheets: row.sheets.len(),
        split_by: row.split_by,
        split_above: None,
        shared: row.shared,
    }
}

/// The most that a work can get by the method: for sums, of as many sheets as the work with most has.
fn scale(method: Method, round: &RoundTable) -> Points {
    let sheets = round.rows.iter().map(|r| r.sheets.len()).chain(round.incomplete.iter().map(|i| i.have));
    match method {
        Method::Sum => (0..sheets.max().unwrap_or(1).max(1)).map(|_| round.scale).sum(),
        Method::Mean | Method::TrimmedMean | Method::Median => round.scale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::snapshot::IncompleteFacts;
    use crate::results::snapshot::tests::small;

    #[test]
    fn what_was_published_comes_out_again() {
        assert_eq!(small().recompute(), Vec::<String>::new());
        let text = serde_json::to_string(&small()).unwrap();
        assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), small());
    }

    #[test]
    fn a_changed_mark_or_rank_is_seen() {
        let mut s = small();
        s.categories[0].rounds[0].rows[1].sheets[0].criteria[0] = Points::whole(10);
        assert_eq!(
            s.recompute(),
            [
                "results 1, TH final: the sheet of GK1 for A3C4D does not add up",
                "results 1, TH final: A3C4D comes out at rank 1 with 16/1",
                "results 1, TH final: K7M4Q comes out at rank 2 with 16/1",
            ]
        );
        let mut s = small();
        s.categories[0].rounds[0].rows[0].rank = 2;
        assert_eq!(
            s.recompute(),
            [
                "results 1, TH final: K7M4Q comes out at rank 1 with 16/1",
                "results 1: prizes of Văn học: the order suggests prize A for A3C4D, which has none, without a reason",
            ]
        );
    }

    #[test]
    fn marks_outside_their_criteria_and_false_lists_are_seen() {
        let mut s = small();
        let round = &mut s.categories[0].rounds[0];
        round.criteria[0].max = Points::whole(8);
        round.judges.pop();
        round.incomplete.push(IncompleteFacts { code: "A3C4D".into(), have: 2, need: 2 });
        assert_eq!(
            s.recompute(),
            [
                "results 1, TH final: the sheet of GK1 for K7M4Q has 9 where at most 8 is allowed",
                "results 1, TH final: the sheet of GK2 for K7M4Q is of a judge who is not listed",
                "results 1, TH final: the sheet of GK2 for A3C4D is of a judge who is not listed",
                "results 1, TH final: A3C4D is listed twice",
                "results 1, TH final: A3C4D is listed as short of sheets with 2 of 2",
            ]
        );
    }

    #[test]
    fn a_prize_against_the_order_needs_its_reason() {
        let mut s = small();
        s.prizes[0].winners[0].blind_code = "A3C4D".into();
        assert_eq!(
            s.recompute(),
            [
                "results 1: prizes of Văn học: A3C4D has prize A, which the order does not suggest, without a reason",
                "results 1: prizes of Văn học: the order suggests prize A for K7M4Q, which has none, without a reason",
            ]
        );
        s.prizes[0].winners[0].reason = "Tứ thơ mới".into();
        s.prizes[0].vacancy = "Bài đã đăng".into();
        assert_eq!(s.recompute(), Vec::<String>::new());
        s.prizes[0].winners[0].blind_code = "Z9Z9Z".into();
        assert_eq!(s.recompute(), ["results 1: prize A: Z9Z9Z is not in the score table of TH"]);
    }
}
