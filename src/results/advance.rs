//! Which works go on to the next round.
//!
//! Owns the rules for advancing. Must not know how ranks were made, nor storage or pages.

use super::ranking::Row;
pub use crate::contests::method::{AdvanceRule, Per, Rounding, Ties};
use crate::kernel::points::Fraction;

/// The works that advance, in the order of the ranking (which must be in order of rank, as `rank` returns it).
#[must_use]
pub fn advance<E: Copy>(rows: &[Row<E>], rule: AdvanceRule) -> Vec<E> {
    let places = match rule {
        AdvanceRule::TopN { n } => n,
        AdvanceRule::Share { percent, rounding: Rounding::Up, per: Per::Category, ties: Ties::Keep } => {
            share_of(rows.len(), percent)
        }
        AdvanceRule::Threshold { points } => {
            let needed = Fraction::of_points(points);
            return rows.iter().filter(|row| row.score >= needed).map(|row| row.entry).collect();
        }
        AdvanceRule::HandPicked => 0,
    };
    let last = places.min(rows.len()).checked_sub(1).and_then(|last| rows.get(last));
    let Some(last) = last else { return Vec::new() };
    rows.iter().take_while(|row| row.rank <= last.rank).map(|row| row.entry).collect()
}

/// So many per cent of a count, rounded up.
fn share_of(count: usize, percent: u32) -> usize {
    let percent = usize::try_from(percent).unwrap_or(usize::MAX).min(100);
    count.saturating_mul(percent).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::points::Points;
    use proptest::prelude::*;

    fn rows(ranks_and_scores: &[(usize, i64)]) -> Vec<Row<usize>> {
        let row = |(entry, (rank, score)): (usize, &(usize, i64))| Row {
            entry,
            rank: *rank,
            score: Fraction::of_points(Points::from_hundredths(*score)),
            sheets: 3,
            split_by: None,
            split_above: None,
            shared: false,
        };
        ranks_and_scores.iter().enumerate().map(row).collect()
    }

    #[test]
    fn ties_at_the_last_place_are_kept() {
        let rows = rows(&[(1, 900), (2, 850), (2, 850), (2, 850), (5, 700)]);
        let top = |n| advance(&rows, AdvanceRule::TopN { n });
        assert_eq!(top(0), Vec::<usize>::new());
        assert_eq!(top(1), [0]);
        assert_eq!(top(2), [0, 1, 2, 3]);
        assert_eq!(top(5), [0, 1, 2, 3, 4]);
        assert_eq!(top(99), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_share_is_rounded_up() {
        let rule: AdvanceRule = serde_json::from_str(
            r#"{"rule": "share", "percent": 30, "rounding": "up", "per": "category", "ties": "keep"}"#,
        )
        .unwrap();
        let count = |works: usize| advance(&rows(&(1..=works).map(|rank| (rank, 0)).collect::<Vec<_>>()), rule).len();
        assert_eq!([0, 1, 3, 4, 10, 11].map(count), [0, 1, 1, 2, 3, 4]);
        assert!(
            serde_json::from_str::<AdvanceRule>(r#"{"rule": "share", "percent": 30, "rounding": "down"}"#).is_err()
        );
    }

    #[test]
    fn a_threshold_is_met_by_equality() {
        let rule: AdvanceRule = serde_json::from_str(r#"{"rule": "threshold", "points": 850}"#).unwrap();
        assert_eq!(advance(&rows(&[(1, 900), (2, 850), (3, 849)]), rule), [0, 1]);
    }

    #[test]
    fn nothing_advances_when_works_are_picked_by_hand() {
        assert_eq!(advance(&rows(&[(1, 900)]), AdvanceRule::HandPicked), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn nobody_above_stays_behind(mut scores in prop::collection::vec(0..20i64, 0..30), percent in 0..=100u32) {
            scores.sort_unstable_by(|a, b| b.cmp(a));
            let ranked: Vec<(usize, i64)> =
                scores.iter().map(|score| (1 + scores.iter().filter(|other| *other > score).count(), *score)).collect();
            let rule = AdvanceRule::Share { percent, rounding: Rounding::Up, per: Per::Category, ties: Ties::Keep };
            let through = advance(&rows(&ranked), rule);
            prop_assert!(through.len() * 100 >= scores.len() * usize::try_from(percent).unwrap());
            if let Some(last) = through.len().checked_sub(1) {
                // Equal to the last one means through; and without the last one's level the share would not be reached.
                prop_assert_eq!(scores.iter().filter(|score| **score >= scores[last]).count(), through.len());
                let above = scores.iter().filter(|score| **score > scores[last]).count();
                prop_assert!(above * 100 < scores.len() * usize::try_from(percent).unwrap());
            }
        }
    }
}
