//! The official result of one category in one round: exact scores, ranks, and what split each tie.
//!
//! Owns how sheets become a score and a rank; ties are split in `ties`. Must not know the clock, storage or who anybody is:
//! the same works in any order give the same result, so that anyone can recompute it from the published table.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ties::{Splitter, TieRule};
pub use crate::contests::method::Method;
use crate::kernel::points::{Fraction, Points};

/// A sheet that counts: handed in, every criterion marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet<J> {
    /// Who marked.
    pub judge: J,
    /// The sheet's total.
    pub total: Points,
    /// The marks in the order of the rubric.
    pub criteria: Vec<Points>,
}

/// A work with its sheets. Ids are whatever the caller uses: entry ids inside, blind codes in a published table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work<E, J> {
    /// The work.
    pub entry: E,
    /// How many sheets it needs before it is ranked.
    pub quota: usize,
    /// The sheets that count; one for each judge.
    pub sheets: Vec<Sheet<J>>,
}

/// What the contest's rules say about scores and ties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// From sheets to a score.
    pub method: Method,
    /// The tie policy, in order.
    pub ties: Vec<TieRule>,
    /// How many judges the panel of this category and round has (counting first places needs it complete).
    pub panel: usize,
}

/// A ranked work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row<E> {
    /// The work.
    pub entry: E,
    /// 1, 1, 3: one more than the number of works that stand above.
    pub rank: usize,
    /// The exact score, in points.
    pub score: Fraction,
    /// How many sheets made it.
    pub sheets: usize,
    /// The last rule that set this work apart from others with the same score; `None` where none has it, or no rule could.
    pub split_by: Option<TieRule>,
    /// The rule that set it apart from the work just above, where that one has the same score.
    pub split_above: Option<TieRule>,
    /// Whether another work has the same rank.
    pub shared: bool,
}

/// A work that has too few sheets to be ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incomplete<E> {
    /// The work.
    pub entry: E,
    /// Sheets that count.
    pub have: usize,
    /// Sheets that it needs.
    pub need: usize,
}

/// The result of one category in one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking<E> {
    /// By rank, works of one rank by entry.
    pub rows: Vec<Row<E>>,
    /// Not ranked, by entry.
    pub incomplete: Vec<Incomplete<E>>,
    /// Ties for which the policy asks the head judge, who has not given every work in them a place.
    pub unvoted: Vec<Vec<E>>,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RankError<E, J> {
    /// The work is listed twice.
    #[error("a work is listed twice")]
    TwiceListed {
        /// The work.
        entry: E,
    },
    /// The judge has two sheets for the work.
    #[error("a judge has two sheets for one work")]
    TwiceMarked {
        /// The work.
        entry: E,
        /// The judge.
        judge: J,
    },
    /// A sheet has no mark for a criterion that the tie policy names, or the policy names none (counted from 1).
    #[error("the tie policy names criterion {n}, which a sheet does not have")]
    NoSuchCriterion {
        /// The criterion, from 1.
        n: usize,
    },
    /// The rules say sum, and ranked works have different numbers of sheets.
    #[error("scores cannot be sums: works have from {fewest} to {most} sheets")]
    UnequalCounts {
        /// The least number of sheets of a ranked work.
        fewest: usize,
        /// The most.
        most: usize,
    },
    /// The numbers are too large to be exact.
    #[error("the totals are too large")]
    TooLarge,
}

/// Ranks the works of one category.
///
/// `votes` is the head judge's order within ties: a smaller number stands higher, equal numbers stay level.
///
/// # Errors
/// Data that would make the result meaningless; see [`RankError`].
pub fn rank<E: Copy + Ord, J: Copy + Ord>(
    works: &[Work<E, J>],
    rules: &Rules,
    votes: &BTreeMap<E, u32>,
) -> Result<Ranking<E>, RankError<E, J>> {
    let (ranked, incomplete) = parted(works)?;
    check(&ranked, rules)?;

    let mut scored: Vec<(Fraction, usize)> = Vec::with_capacity(ranked.len());
    for (place, work) in ranked.iter().enumerate() {
        scored.push((score(&work.sheets, rules.method).ok_or(RankError::TooLarge)?, place));
    }
    // Ranked works are in the order of their entries, so a stable sort leaves equal ones in it.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));

    let mut splitter = Splitter::new(&ranked, &rules.ties, votes, rules.panel);
    let mut rows = Vec::with_capacity(ranked.len());
    for level in scored.chunk_by(|(above, _), (below, _)| above == below) {
        let Some((score, _)) = level.first() else {
            continue;
        };
        for block in splitter.split(level.iter().map(|(_, place)| *place).collect()) {
            let rank = rows.len() + 1;
            let shared = block.members.len() > 1;
            let works = block.members.iter().filter_map(|member| ranked.get(*member));
            rows.extend(works.map(|work| Row {
                entry: work.entry,
                rank,
                score: *score,
                sheets: work.sheets.len(),
                split_by: block.split_by,
                split_above: block.split_above,
                shared,
            }));
        }
    }
    Ok(Ranking { rows, incomplete, unvoted: splitter.unvoted })
}

type Parted<'a, E, J> = (Vec<&'a Work<E, J>>, Vec<Incomplete<E>>);

/// Works that can be ranked and those that cannot, each in the order of their entries.
fn parted<E: Copy + Ord, J: Copy + Ord>(works: &[Work<E, J>]) -> Result<Parted<'_, E, J>, RankError<E, J>> {
    let mut ordered: Vec<&Work<E, J>> = works.iter().collect();
    ordered.sort_by_key(|work| work.entry);
    for (before, after) in ordered.iter().zip(ordered.iter().skip(1)) {
        if before.entry == after.entry {
            return Err(RankError::TwiceListed { entry: after.entry });
        }
    }
    for work in &ordered {
        let mut judges = BTreeSet::new();
        let twice = work.sheets.iter().map(|sheet| sheet.judge).filter(|judge| !judges.insert(*judge));
        // Not merely the first found: the same works must give the same answer in any order.
        if let Some(judge) = twice.min() {
            return Err(RankError::TwiceMarked { entry: work.entry, judge });
        }
    }
    let need = |work: &Work<E, J>| work.quota.max(1);
    let (ranked, short): (Vec<_>, Vec<_>) = ordered.into_iter().partition(|work| work.sheets.len() >= need(work));
    let incomplete =
        short.iter().map(|work| Incomplete { entry: work.entry, have: work.sheets.len(), need: need(work) });
    Ok((ranked, incomplete.collect()))
}

fn check<E, J>(ranked: &[&Work<E, J>], rules: &Rules) -> Result<(), RankError<E, J>> {
    let marked = ranked.iter().flat_map(|work| &work.sheets).map(|sheet| sheet.criteria.len()).min();
    for rule in rules.ties.iter().take_while(|rule| **rule != TieRule::Shared) {
        match rule {
            TieRule::Criterion { n } if *n == 0 || marked.is_some_and(|marked| *n > marked) => {
                return Err(RankError::NoSuchCriterion { n: *n });
            }
            _ => {}
        }
    }
    let counts = || ranked.iter().map(|work| work.sheets.len());
    if let (Method::Sum, Some(fewest), Some(most)) = (rules.method, counts().min(), counts().max())
        && fewest != most
    {
        return Err(RankError::UnequalCounts { fewest, most });
    }
    Ok(())
}

/// The score of one work, in points, exact; `None` without sheets.
#[must_use]
pub fn score<J>(sheets: &[Sheet<J>], method: Method) -> Option<Fraction> {
    let mut totals: Vec<i128> = sheets.iter().map(|sheet| i128::from(sheet.total.hundredths())).collect();
    totals.sort_unstable();
    let counted = match method {
        Method::Mean | Method::Sum => totals.as_slice(),
        Method::TrimmedMean => match totals.as_slice() {
            [_, middle @ .., _] if middle.len() >= 3 => middle,
            few => few,
        },
        Method::Median => totals.get((totals.len().max(1) - 1) / 2..=totals.len() / 2)?,
    };
    let sum: i128 = counted.iter().sum();
    let count = if method == Method::Sum { counted.len().min(1) } else { counted.len() };
    Fraction::new(sum, i128::try_from(count).ok()? * 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::seeded::Seeded;
    use proptest::prelude::*;

    type Plain = Work<u32, u32>;

    /// A work marked by judges 1, 2, 3 …, each mark list a sheet.
    fn work(entry: u32, sheets: &[&[i64]]) -> Plain {
        let sheet = |(judge, marks): (u32, &&[i64])| {
            let criteria: Vec<Points> = marks.iter().map(|mark| Points::from_hundredths(*mark)).collect();
            Sheet { judge, total: criteria.iter().copied().sum(), criteria }
        };
        Work { entry, quota: sheets.len(), sheets: (1..).zip(sheets).map(sheet).collect() }
    }

    fn rules(ties: &[TieRule]) -> Rules {
        Rules { method: Method::Mean, ties: ties.to_vec(), panel: 3 }
    }

    fn no_votes() -> BTreeMap<u32, u32> {
        BTreeMap::new()
    }

    fn ranks(works: &[Plain], rules: &Rules, votes: &BTreeMap<u32, u32>) -> Vec<(u32, usize, Option<TieRule>, bool)> {
        rank(works, rules, votes)
            .unwrap()
            .rows
            .iter()
            .map(|row| (row.entry, row.rank, row.split_by, row.shared))
            .collect()
    }

    const C1: TieRule = TieRule::Criterion { n: 1 };
    const C2: TieRule = TieRule::Criterion { n: 2 };

    #[test]
    fn scores_by_each_method() {
        let sheets = |totals: &[i64]| work(1, &totals.iter().map(std::slice::from_ref).collect::<Vec<_>>()).sheets;
        let shown = |totals: &[i64], method| score(&sheets(totals), method).map(|score| score.show(2));
        assert_eq!(shown(&[875, 800, 825], Method::Mean), Some("8,33".into()));
        assert_eq!(shown(&[875, 800, 825], Method::Sum), Some("25,00".into()));
        assert_eq!(shown(&[875, 800, 825], Method::Median), Some("8,25".into()));
        assert_eq!(shown(&[875, 800, 825, 600], Method::Median), Some("8,13".into()));
        assert_eq!(shown(&[100, 800, 900, 1000], Method::TrimmedMean), Some("7,00".into()));
        assert_eq!(shown(&[100, 800, 900, 1000, 700], Method::TrimmedMean), Some("8,00".into()));
        for method in [Method::Mean, Method::Sum, Method::Median, Method::TrimmedMean] {
            assert_eq!(shown(&[], method), None);
        }
    }

    #[test]
    fn shared_ranks_read_1_1_3() {
        let works = [work(7, &[&[800]]), work(5, &[&[900]]), work(6, &[&[900]])];
        assert_eq!(
            ranks(&works, &rules(&[TieRule::Shared]), &no_votes()),
            [(5, 1, None, true), (6, 1, None, true), (7, 3, None, false)]
        );
    }

    #[test]
    fn unrounded_scores_are_compared() {
        // 8,6666… against 8,67: both are shown as 8,67.
        let works = [work(1, &[&[800], &[900], &[900]]), work(2, &[&[867], &[867], &[867]])];
        assert_eq!(ranks(&works, &rules(&[]), &no_votes()), [(2, 1, None, false), (1, 2, None, false)]);
    }

    #[test]
    fn criteria_split_in_order_and_the_result_says_which() {
        let works = [
            work(1, &[&[300, 200, 100]]),
            work(2, &[&[300, 100, 200]]),
            work(3, &[&[400, 100, 100]]),
            work(4, &[&[100, 100, 100]]),
        ];
        let result = rank(&works, &rules(&[C1, C2, TieRule::Shared]), &no_votes()).unwrap();
        let rows: Vec<_> = result.rows.iter().map(|row| (row.entry, row.rank, row.split_by, row.split_above)).collect();
        assert_eq!(
            rows,
            [(3, 1, Some(C1), None), (1, 2, Some(C2), Some(C1)), (2, 3, Some(C2), Some(C2)), (4, 4, None, None)]
        );
    }

    #[test]
    fn rules_after_shared_are_not_read() {
        let works = [work(1, &[&[100, 200]]), work(2, &[&[200, 100]])];
        let got = ranks(&works, &rules(&[TieRule::Shared, C1, TieRule::Criterion { n: 9 }]), &no_votes());
        assert_eq!(got, [(1, 1, None, true), (2, 1, None, true)]);
    }

    #[test]
    fn first_places_count_on_a_complete_panel() {
        // Equal means; judge 1 puts both first, judges 2 and 3 part.
        let works = [
            work(1, &[&[900], &[600], &[900]]),
            work(2, &[&[900], &[700], &[800]]),
            work(3, &[&[100], &[800], &[100]]),
        ];
        let policy = rules(&[TieRule::FirstPlaces, TieRule::Shared]);
        let firsts = Some(TieRule::FirstPlaces);
        assert_eq!(
            ranks(&works, &policy, &no_votes()),
            [(1, 1, firsts, false), (2, 2, firsts, false), (3, 3, None, false)]
        );
    }

    #[test]
    fn first_places_say_nothing_when_a_judge_missed_a_work() {
        let mut works = [
            work(1, &[&[900], &[600], &[900]]),
            work(2, &[&[900], &[700], &[800]]),
            work(3, &[&[100], &[800], &[100]]),
        ];
        works[2].sheets.pop();
        works[2].quota = 2;
        let policy = rules(&[TieRule::FirstPlaces, TieRule::Shared]);
        assert_eq!(ranks(&works, &policy, &no_votes()), [(1, 1, None, true), (2, 1, None, true), (3, 3, None, false)]);
    }

    #[test]
    fn the_head_judge_settles_or_is_asked() {
        let works = [work(1, &[&[900]]), work(2, &[&[900]]), work(3, &[&[900]])];
        let policy = rules(&[TieRule::HeadJudge, TieRule::Shared]);
        let voted = Some(TieRule::HeadJudge);
        let votes = BTreeMap::from([(1, 2), (2, 1), (3, 2)]);
        assert_eq!(ranks(&works, &policy, &votes), [(2, 1, voted, false), (1, 2, voted, true), (3, 2, voted, true)]);
        let partly = rank(&works, &policy, &BTreeMap::from([(2, 1)])).unwrap();
        assert_eq!(partly.unvoted, [vec![1, 2, 3]]);
        assert!(partly.rows.iter().all(|row| row.rank == 1 && row.shared && row.split_by.is_none()));
    }

    #[test]
    fn too_few_sheets_are_listed_and_not_ranked() {
        let mut short = work(2, &[&[1000], &[1000]]);
        short.quota = 3;
        let none = Work { entry: 3, quota: 0, sheets: vec![] };
        let result = rank(&[none, short, work(1, &[&[100], &[100], &[100]])], &rules(&[]), &no_votes()).unwrap();
        assert_eq!(result.rows.iter().map(|row| row.entry).collect::<Vec<_>>(), [1]);
        assert_eq!(
            result.incomplete,
            [Incomplete { entry: 2, have: 2, need: 3 }, Incomplete { entry: 3, have: 0, need: 1 }]
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let of = |works: &[Plain], rules: &Rules| rank(works, rules, &no_votes()).unwrap_err();
        let one = work(1, &[&[900]]);
        assert_eq!(of(&[one.clone(), one.clone()], &rules(&[])), RankError::TwiceListed { entry: 1 });
        let mut twice = one.clone();
        twice.sheets.extend(one.sheets.clone());
        assert_eq!(of(&[twice], &rules(&[])), RankError::TwiceMarked { entry: 1, judge: 1 });
        assert_eq!(of(std::slice::from_ref(&one), &rules(&[C1, C2])), RankError::NoSuchCriterion { n: 2 });
        assert_eq!(
            of(std::slice::from_ref(&one), &rules(&[TieRule::Criterion { n: 0 }])),
            RankError::NoSuchCriterion { n: 0 }
        );
        let sum = Rules { method: Method::Sum, ..rules(&[]) };
        assert_eq!(of(&[one, work(2, &[&[100], &[100]])], &sum), RankError::UnequalCounts { fewest: 1, most: 2 });
    }

    #[test]
    fn reads_the_policy_as_templates_write_it() {
        let text = r#"[{"rule":"criterion","n":1},{"rule":"first_places"},{"rule":"head_judge"},{"rule":"shared"}]"#;
        let policy: Vec<TieRule> = serde_json::from_str(text).unwrap();
        assert_eq!(policy, [C1, TieRule::FirstPlaces, TieRule::HeadJudge, TieRule::Shared]);
        assert_eq!(serde_json::to_string(&policy).unwrap(), text);
        assert_eq!(serde_json::to_string(&Method::TrimmedMean).unwrap(), r#""trimmed_mean""#);
    }

    /// Few distinct marks, so that ties abound; sometimes a sheet is missing.
    fn some_works() -> impl Strategy<Value = Vec<Plain>> {
        let sheet = prop::option::weighted(0.9, prop::array::uniform2(0..3i64));
        prop::collection::vec((prop::array::uniform3(sheet), 0..=3usize), 0..12).prop_map(|works| {
            let build = |(entry, (sheets, quota)): (u32, ([Option<[i64; 2]>; 3], usize))| {
                let marked = (1..).zip(sheets).filter_map(|(judge, marks)| Some((judge, marks?)));
                let sheet = |(judge, marks): (u32, [i64; 2])| {
                    let criteria = marks.map(Points::from_hundredths).to_vec();
                    Sheet { judge, total: criteria.iter().copied().sum(), criteria }
                };
                Work { entry, quota, sheets: marked.map(sheet).collect() }
            };
            (1..).zip(works).map(build).collect()
        })
    }

    fn some_rules() -> impl Strategy<Value = Rules> {
        let rule = prop_oneof![
            Just(C1),
            Just(C2),
            Just(TieRule::FirstPlaces),
            Just(TieRule::HeadJudge),
            Just(TieRule::Shared)
        ];
        let method = prop_oneof![Just(Method::Mean), Just(Method::TrimmedMean), Just(Method::Median)];
        (method, prop::collection::vec(rule, 0..5)).prop_map(|(method, ties)| Rules { method, ties, panel: 3 })
    }

    proptest! {
        #[test]
        fn any_order_of_input_gives_the_same_bytes(works in some_works(), rules in some_rules(), seed: u64) {
            let votes: BTreeMap<u32, u32> = (1..12).map(|entry| (entry, entry % 3)).collect();
            let straight = serde_json::to_string(&rank(&works, &rules, &votes).unwrap()).unwrap();
            let mut shuffled = works;
            let mut seeded = Seeded::new(seed);
            seeded.shuffle(&mut shuffled);
            for work in &mut shuffled {
                seeded.shuffle(&mut work.sheets);
            }
            prop_assert_eq!(serde_json::to_string(&rank(&shuffled, &rules, &votes).unwrap()).unwrap(), straight);
        }

        /// Against the definition read word for word: a rank is one more than the number of works that stand above.
        #[test]
        fn a_rank_counts_those_above(works in some_works(), rules in some_rules()) {
            let votes: BTreeMap<u32, u32> = (1..13).map(|entry| (entry, entry % 4)).collect();
            let result = rank(&works, &rules, &votes).unwrap();
            let ranked: Vec<&Plain> = works.iter().filter(|work| work.sheets.len() >= work.quota.max(1)).collect();
            prop_assert_eq!(result.rows.len(), ranked.len());
            prop_assert_eq!(result.incomplete.len(), works.len() - ranked.len());
            let complete = ranked.iter().all(|work| work.sheets.len() == 3);
            let firsts = |work: &Plain| {
                work.sheets.iter().filter(|mine| {
                    let rivals = ranked.iter().flat_map(|other| &other.sheets).filter(|sheet| sheet.judge == mine.judge);
                    rivals.map(|sheet| sheet.total).max() == Some(mine.total)
                }).count()
            };
            let key = |work: &Plain| {
                let n = i128::try_from(work.sheets.len()).unwrap();
                let on = |n: usize| -> Fraction { super::super::ties::criterion_mean(&work.sheets, n).unwrap() };
                let mut key = vec![score(&work.sheets, rules.method).unwrap()];
                for rule in &rules.ties {
                    key.push(match rule {
                        TieRule::Criterion { n } => on(*n),
                        TieRule::FirstPlaces if complete => Fraction::new(i128::try_from(firsts(work)).unwrap(), 1).unwrap(),
                        TieRule::FirstPlaces => Fraction::ZERO,
                        TieRule::HeadJudge => Fraction::new(-i128::from(votes[&work.entry]), 1).unwrap(),
                        TieRule::Shared => break,
                    });
                }
                (n > 0).then_some(key)
            };
            for row in &result.rows {
                let mine = key(ranked.iter().find(|work| work.entry == row.entry).unwrap());
                let above = ranked.iter().filter(|other| key(other) > mine).count();
                let level = ranked.iter().filter(|other| key(other) == mine).count();
                prop_assert_eq!((row.rank, row.shared), (above + 1, level > 1));
                let same_score = ranked.iter().filter(|other| score(&other.sheets, rules.method) == Some(row.score)).count();
                prop_assert_eq!(row.split_by.is_some(), same_score > level);
            }
        }

        #[test]
        fn one_point_more_for_all_changes_no_rank(works in some_works(), rules in some_rules()) {
            let votes = no_votes();
            let before = rank(&works, &rules, &votes).unwrap();
            let mut raised = works;
            for sheet in raised.iter_mut().flat_map(|work| &mut work.sheets) {
                sheet.total = sheet.total + Points::whole(1);
                for mark in &mut sheet.criteria {
                    *mark = *mark + Points::from_hundredths(50);
                }
            }
            let after = rank(&raised, &rules, &votes).unwrap();
            let order = |ranking: &Ranking<u32>| ranking.rows.iter().map(|row| (row.entry, row.rank, row.split_by)).collect::<Vec<_>>();
            prop_assert_eq!(order(&before), order(&after));
        }
    }
}
