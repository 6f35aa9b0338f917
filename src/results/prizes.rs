//! The order in which a group's works come up for prizes, and a first proposal for the committee to discuss.
//!
//! Owns comparing works of several categories and laying a prize table over the order. It proposes; people decide. Must not
//! know how ranks were made, nor storage or pages.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::ranking::Row;
use crate::kernel::points::{Fraction, Points};

/// One category's ranking, with what its scores are measured against.
#[derive(Clone, Debug)]
pub struct CategoryRanking<'a, E, C, R> {
    /// The category.
    pub category: C,
    /// Its rubric.
    pub rubric: R,
    /// The most points a work can get (for sums: of one sheet times the number of sheets).
    pub scale: Points,
    /// In order of rank.
    pub rows: &'a [Row<E>],
}

/// A work in the prize order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrizeRow<E, C> {
    /// The work.
    pub entry: E,
    /// Its category.
    pub category: C,
    /// Its rank there.
    pub category_rank: usize,
    /// Its score.
    pub score: Fraction,
    /// Its score as a share of the scale, exact: 1 is full marks.
    pub share: Fraction,
    /// Its place in the group: 1, 1, 3.
    pub place: usize,
    /// Whether another work has the same place.
    pub shared: bool,
}

/// The prize order of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrizeOrder<E, C> {
    /// Best first.
    pub rows: Vec<PrizeRow<E, C>>,
    /// *Khác biểu điểm*: works were marked by different rubrics, so shares compare them only roughly.
    pub rubrics_differ: bool,
}

/// The scale of a category is not above 0, or a share does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a category has no scale to take a share of")]
pub struct NoScale;

/// Orders the ranked works of a group's categories by share of the scale.
///
/// Works of one category keep the order of their ranks, ties that the policy split included. Between categories the policy
/// has nothing to say: works of different categories with the same share have the same place, and so have those between them.
///
/// # Errors
/// [`NoScale`].
pub fn prize_order<E: Copy + Ord, C: Copy + Ord, R: PartialEq>(
    categories: &[CategoryRanking<'_, E, C, R>],
) -> Result<PrizeOrder<E, C>, NoScale> {
    let mut rows = Vec::new();
    for category in categories {
        let scale = Fraction::of_points(category.scale);
        if scale <= Fraction::ZERO {
            return Err(NoScale);
        }
        for row in category.rows {
            rows.push(PrizeRow {
                entry: row.entry,
                category: category.category,
                category_rank: row.rank,
                score: row.score,
                share: row.score.checked_div(scale).ok_or(NoScale)?,
                place: 0,
                shared: false,
            });
        }
    }
    rows.sort_by_key(|row| (Reverse(row.share), row.category_rank, row.category, row.entry));
    let mut above = 0;
    for level in rows.chunk_by_mut(|one, next| one.share == next.share) {
        let one_category = level.iter().zip(level.iter().skip(1)).all(|(one, next)| one.category == next.category);
        let mut start = above;
        for part in level.chunk_by_mut(|one, next| !one_category || one.category_rank == next.category_rank) {
            let shared = part.len() > 1;
            for row in part.iter_mut() {
                row.place = start + 1;
                row.shared = shared;
            }
            start += part.len();
        }
        above = start;
    }
    let mut marked = categories.iter().filter(|category| !category.rows.is_empty()).map(|category| &category.rubric);
    let first = marked.next();
    let rubrics_differ = marked.any(|rubric| Some(rubric) != first);
    Ok(PrizeOrder { rows, rubrics_differ })
}

/// A level of the prize table, from the highest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrizeLevel<L> {
    /// The level: A, B, C …
    pub level: L,
    /// How many prizes it has.
    pub count: usize,
}

/// A proposed prize.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award<E, L> {
    /// The work.
    pub entry: E,
    /// The level.
    pub level: L,
    /// Its place in the order.
    pub place: usize,
}

/// Works that share a place where there are not enough prizes left at their level for all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boundary<E, L> {
    /// The level that was reached.
    pub level: L,
    /// The works that share the place; all are proposed for this level.
    pub entries: Vec<E>,
    /// How many prizes of the level were left for them.
    pub left: usize,
}

/// What the order and the prize table suggest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal<E, L> {
    /// In prize order.
    pub awards: Vec<Award<E, L>>,
    /// Ties across the end of a level, which the committee must look at.
    pub boundaries: Vec<Boundary<E, L>>,
    /// Levels with prizes that no work is left for, and how many.
    pub unfilled: Vec<PrizeLevel<L>>,
}

/// Lays the prize table over the order. Works that share a place get the same level: the higher one, with a flag where that
/// makes more prizes than the table has. The lower levels keep their counts.
#[must_use]
pub fn propose_prizes<E: Copy, C, L: Clone>(order: &[PrizeRow<E, C>], table: &[PrizeLevel<L>]) -> Proposal<E, L> {
    let mut proposal = Proposal { awards: Vec::new(), boundaries: Vec::new(), unfilled: Vec::new() };
    let mut places = order.chunk_by(|one, next| one.place == next.place);
    for PrizeLevel { level, count } in table {
        let mut left = *count;
        while left > 0 {
            let Some(tied) = places.next() else { break };
            if tied.len() > left {
                let entries = tied.iter().map(|row| row.entry).collect();
                proposal.boundaries.push(Boundary { level: level.clone(), entries, left });
            }
            let awards = tied.iter().map(|row| Award { entry: row.entry, level: level.clone(), place: row.place });
            proposal.awards.extend(awards);
            left = left.saturating_sub(tied.len());
        }
        if left > 0 {
            proposal.unfilled.push(PrizeLevel { level: level.clone(), count: left });
        }
    }
    proposal
}

/// A prize that was given to a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given<E, L> {
    /// The work.
    pub entry: E,
    /// The level.
    pub level: L,
    /// Whether a reason stands with it.
    pub reasoned: bool,
}

/// What departs from the order or the table without a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unexplained<E, L> {
    /// The work was given another level than is suggested, or is suggested none.
    Other {
        /// The work.
        entry: E,
        /// The level that it was given.
        level: L,
    },
    /// The work is suggested for the level and was given nothing.
    Nothing {
        /// The work.
        entry: E,
        /// The level.
        level: L,
    },
    /// More prizes of the level were given without a reason than the table has.
    TooMany {
        /// The level.
        level: L,
    },
}

/// Holds what was given against what is suggested. `vacant`: the levels for which a reason says why fewer were given.
#[must_use]
pub fn unexplained<E: Copy + PartialEq, L: Copy + PartialEq>(
    proposal: &Proposal<E, L>,
    table: &[PrizeLevel<L>],
    given: &[Given<E, L>],
    vacant: &[L],
) -> Vec<Unexplained<E, L>> {
    let suggested = |entry| proposal.awards.iter().find(|award| award.entry == entry).map(|award| award.level);
    let mut found = Vec::new();
    for one in given.iter().filter(|one| !one.reasoned && suggested(one.entry) != Some(one.level)) {
        found.push(Unexplained::Other { entry: one.entry, level: one.level });
    }
    for award in &proposal.awards {
        if !vacant.contains(&award.level) && given.iter().all(|one| one.entry != award.entry) {
            found.push(Unexplained::Nothing { entry: award.entry, level: award.level });
        }
    }
    for PrizeLevel { level, count } in table {
        if given.iter().filter(|one| one.level == *level && !one.reasoned).count() > *count {
            found.push(Unexplained::TooMany { level: *level });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(entry: u32, rank: usize, hundredths: i64) -> Row<u32> {
        let score = Fraction::of_points(Points::from_hundredths(hundredths));
        Row { entry, rank, score, sheets: 3, split_by: None, split_above: None, shared: false }
    }

    fn category<'a>(
        category: char,
        rubric: &'a str,
        scale: i32,
        rows: &'a [Row<u32>],
    ) -> CategoryRanking<'a, u32, char, &'a str> {
        CategoryRanking { category, rubric, scale: Points::whole(scale), rows }
    }

    fn table() -> Vec<PrizeLevel<&'static str>> {
        [("A", 1), ("B", 2), ("C", 3)].map(|(level, count)| PrizeLevel { level, count }).to_vec()
    }

    fn places(order: &PrizeOrder<u32, char>) -> Vec<(u32, usize, bool)> {
        order.rows.iter().map(|row| (row.entry, row.place, row.shared)).collect()
    }

    #[test]
    fn works_are_compared_by_share_of_the_scale() {
        let poems = [row(1, 1, 9000), row(2, 2, 8000)];
        let stories = [row(3, 1, 850), row(4, 2, 800)];
        let order = prize_order(&[category('t', "tho", 100, &poems), category('v', "van", 10, &stories)]).unwrap();
        assert_eq!(places(&order), [(1, 1, false), (3, 2, false), (2, 3, true), (4, 3, true)]);
        assert_eq!(order.rows[1].share.to_string(), "17/20");
        assert!(order.rubrics_differ);
    }

    #[test]
    fn a_split_tie_stays_split_within_its_category() {
        let poems = [row(2, 1, 9000), row(1, 2, 9000), row(3, 2, 9000), row(4, 4, 100)];
        let order = prize_order(&[category('t', "tho", 100, &poems), category('v', "van", 100, &[])]).unwrap();
        assert_eq!(places(&order), [(2, 1, false), (1, 2, true), (3, 2, true), (4, 4, false)]);
        assert!(!order.rubrics_differ, "a category without works marks nothing");
    }

    #[test]
    fn a_category_needs_a_scale() {
        assert_eq!(prize_order(&[category('t', "tho", 0, &[])]), Err(NoScale));
    }

    #[test]
    fn prizes_follow_the_order() {
        let poems: Vec<_> = (1..=4).map(|n| row(n, usize::try_from(n).unwrap(), 9000 - 100 * i64::from(n))).collect();
        let order = prize_order(&[category('t', "tho", 100, &poems)]).unwrap();
        let proposal = propose_prizes(&order.rows, &table());
        let got: Vec<_> = proposal.awards.iter().map(|award| (award.entry, award.level)).collect();
        assert_eq!(got, [(1, "A"), (2, "B"), (3, "B"), (4, "C")]);
        assert_eq!(proposal.boundaries, []);
        assert_eq!(proposal.unfilled, [PrizeLevel { level: "C", count: 2 }]);
    }

    #[test]
    fn a_tie_across_the_end_of_a_level_is_flagged() {
        let poems = [row(1, 1, 9000), row(2, 1, 9000), row(3, 3, 8000), row(4, 4, 7000)];
        let order = prize_order(&[category('t', "tho", 100, &poems)]).unwrap();
        let proposal = propose_prizes(&order.rows, &table());
        let got: Vec<_> = proposal.awards.iter().map(|award| (award.entry, award.level)).collect();
        assert_eq!(got, [(1, "A"), (2, "A"), (3, "B"), (4, "B")]);
        assert_eq!(proposal.boundaries, [Boundary { level: "A", entries: vec![1, 2], left: 1 }]);
    }

    #[test]
    fn what_departs_from_the_order_needs_a_reason() {
        let poems = [row(1, 1, 9000), row(2, 2, 8500), row(3, 2, 8500), row(4, 4, 7000)];
        let order = prize_order(&[category('t', "tho", 100, &poems)]).unwrap();
        let levels = [PrizeLevel { level: "A", count: 1 }, PrizeLevel { level: "B", count: 1 }];
        let proposal = propose_prizes(&order.rows, &levels);
        let give = |entry, level, reasoned| Given { entry, level, reasoned };
        let open = |given: &[Given<u32, &'static str>], vacant: &[&'static str]| {
            unexplained(&proposal, &levels, given, vacant)
        };
        use Unexplained::{Nothing, Other, TooMany};
        // Prize A left out; one of the two that share the second place passed over; a work that is suggested nothing.
        assert_eq!(
            open(&[give(2, "B", false), give(4, "B", false)], &[]),
            [
                Other { entry: 4, level: "B" },
                Nothing { entry: 1, level: "A" },
                Nothing { entry: 3, level: "B" },
                TooMany { level: "B" }
            ]
        );
        assert_eq!(open(&[give(2, "B", false), give(4, "B", true)], &["A", "B"]), []);
        assert_eq!(open(&[give(1, "B", false)], &["B"]), [Other { entry: 1, level: "B" }]);
        assert_eq!(open(&[give(1, "A", false), give(2, "B", false), give(3, "B", true)], &[]), []);
    }

    proptest! {
        #[test]
        fn equal_places_get_equal_prizes_and_no_one_is_passed_over(scores in prop::collection::vec(0..12i64, 0..20)) {
            let mut scores = scores;
            scores.sort_unstable_by(|a, b| b.cmp(a));
            let rank = |score: i64| 1 + scores.iter().filter(|other| **other > score).count();
            let rows: Vec<_> = (1..).zip(&scores).map(|(entry, score)| row(entry, rank(*score), *score)).collect();
            let order = prize_order(&[category('t', "tho", 100, &rows)]).unwrap();
            let proposal = propose_prizes(&order.rows, &table());
            // The prize-winners are the head of the order, and each level is full unless works ran out.
            let winners: Vec<u32> = proposal.awards.iter().map(|award| award.entry).collect();
            let head: Vec<u32> = order.rows.iter().take(winners.len()).map(|row| row.entry).collect();
            prop_assert_eq!(winners, head);
            for level in table() {
                let of_level = proposal.awards.iter().filter(|award| award.level == level.level).count();
                let over = proposal.boundaries.iter().filter(|b| b.level == level.level).map(|b| b.entries.len() - b.left).sum::<usize>();
                let short = proposal.unfilled.iter().filter(|l| l.level == level.level).map(|l| l.count).sum::<usize>();
                prop_assert_eq!(of_level + short, level.count + over);
            }
            for pair in proposal.awards.windows(2) {
                prop_assert!(pair[0].place != pair[1].place || pair[0].level == pair[1].level);
            }
        }
    }
}
