//! Whether a panel agrees: Krippendorff's α for any pattern of missing marks, intraclass correlations where none is missing.
//!
//! α: interval metric, 1 − observed / expected disagreement (Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011),
//! with a jackknife interval over works (Hughes, arXiv 2210.13265). ICC: two-way random, absolute agreement (Shrout and Fleiss
//! 1979; `McGraw` and Wong 1996). Must not know what was marked.
#![expect(clippy::indexing_slicing, reason = "judges are numbered within the table")]

use super::table::Table;
use super::{QUANTILE, real};

/// α with its 95 % interval; the interval is missing where fewer than three works say anything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

/// Sums over works with two marks or more.
#[derive(Clone, Copy, Default)]
struct Sums {
    marks: f64,
    sum: f64,
    squares: f64,
    within: f64,
}

impl Sums {
    fn without(self, other: Self) -> Self {
        Self {
            marks: self.marks - other.marks,
            sum: self.sum - other.sum,
            squares: self.squares - other.squares,
            within: self.within - other.within,
        }
    }

    /// `None` where the marks do not differ at all.
    fn alpha(self) -> Option<f64> {
        let about = self.squares - self.sum * self.sum / self.marks;
        if self.marks < 2.0 || about <= 1e-12 * self.squares.max(f64::MIN_POSITIVE) {
            return None;
        }
        Some(1.0 - (self.marks - 1.0) / self.marks * self.within / about)
    }
}

/// Krippendorff's α; `None` where no work has two marks, or all marks are the same.
#[must_use]
pub fn alpha(table: &Table) -> Option<Alpha> {
    let centre = table.marks().iter().map(|mark| mark.score).sum::<f64>() / real(table.marks().len());
    let mut whole = Sums::default();
    let mut works = Vec::new();
    for work in table.by_entry().filter(|work| work.len() > 1) {
        let marks = real(work.len());
        let sum: f64 = work.iter().map(|mark| mark.score - centre).sum();
        let squares: f64 = work.iter().map(|mark| (mark.score - centre).powi(2)).sum();
        let about: f64 = work.iter().map(|mark| (mark.score - centre - sum / marks).powi(2)).sum();
        // Of all ordered pairs in a work the squared differences sum to 2 · marks · squares about the mean.
        let one = Sums { marks, sum, squares, within: marks * about / (marks - 1.0) };
        whole = Sums {
            marks: whole.marks + one.marks,
            sum: whole.sum + one.sum,
            squares: whole.squares + one.squares,
            within: whole.within + one.within,
        };
        works.push(one);
    }
    let value = whole.alpha()?;
    let left: Option<Vec<f64>> = works.iter().map(|one| whole.without(*one).alpha()).collect();
    let interval = left.filter(|left| left.len() > 2).map(|left| {
        let count = real(left.len());
        let mean = left.iter().sum::<f64>() / count;
        let spread: f64 = left.iter().map(|alpha| (alpha - mean).powi(2)).sum();
        let error = (spread * (count - 1.0) / count).sqrt();
        (value - QUANTILE * error, (value + QUANTILE * error).min(1.0))
    });
    Some(Alpha { value, interval })
}

/// ICC(2,1), of one judge's mark, and ICC(2,k), of the panel's mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Icc {
    pub single: f64,
    pub panel: f64,
}

/// Both where every judge marked every work and marks differ; otherwise `None`.
#[must_use]
pub fn icc(table: &Table) -> Option<Icc> {
    let (works, judges) = (table.entries().len(), table.judges().len());
    if !table.is_complete() || works < 2 || judges < 2 {
        return None;
    }
    let (n, k) = (real(works), real(judges));
    let centre = table.marks().iter().map(|mark| mark.score).sum::<f64>() / (n * k);
    let mut by_judge = vec![0.0; judges];
    let (mut rows, mut total) = (0.0, 0.0);
    for work in table.by_entry() {
        let mut sum = 0.0;
        for mark in work {
            let score = mark.score - centre;
            by_judge[mark.judge] += score;
            sum += score;
            total += score * score;
        }
        rows += sum * sum / k;
    }
    let columns: f64 = by_judge.iter().map(|sum| sum * sum / n).sum();
    let (row, column) = (rows / (n - 1.0), columns / (k - 1.0));
    let error = ((total - rows - columns) / ((n - 1.0) * (k - 1.0))).max(0.0);
    let between = (column - error) / n;
    let single = (row - error) / (row + (k - 1.0) * error + k * between);
    let panel = (row - error) / (row + between);
    (single.is_finite() && panel.is_finite()).then_some(Icc { single, panel })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::table::Mark;

    fn table(rows: &[&[Option<f64>]]) -> Table {
        let mut marks = Vec::new();
        for (entry, row) in rows.iter().enumerate() {
            for (judge, score) in row.iter().enumerate() {
                marks.extend(score.map(|score| Mark { entry, judge, score }));
            }
        }
        let names = |n: usize| (0..n).map(|i| format!("{i:02}")).collect::<Vec<_>>();
        Table::new(&names(rows.len()), &names(rows[0].len()), &marks).unwrap()
    }

    fn full(rows: &[&[f64]]) -> Table {
        let rows: Vec<Vec<Option<f64>>> = rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
        table(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    #[test]
    fn icc_is_as_shrout_and_fleiss_print_it() {
        // Their table 2: six targets, four judges; ICC(2,1) = .29, ICC(2,4) = .62.
        let found = icc(&full(&[
            &[9.0, 2.0, 5.0, 8.0],
            &[6.0, 1.0, 3.0, 2.0],
            &[8.0, 4.0, 6.0, 8.0],
            &[7.0, 1.0, 2.0, 6.0],
            &[10.0, 5.0, 6.0, 9.0],
            &[6.0, 2.0, 4.0, 7.0],
        ]))
        .unwrap();
        assert_eq!((format!("{:.4}", found.single), format!("{:.4}", found.panel)), ("0.2898".into(), "0.6201".into()));
    }

    #[test]
    fn alpha_is_as_krippendorff_prints_it() {
        // "Computing Krippendorff's Alpha-Reliability" (2011), section E: four observers, twelve units, marks missing; interval α = .849.
        let n = None;
        let s = |x: f64| Some(x);
        let found = alpha(&table(&[
            &[s(1.0), s(1.0), n, s(1.0)],
            &[s(2.0), s(2.0), s(3.0), s(2.0)],
            &[s(3.0), s(3.0), s(3.0), s(3.0)],
            &[s(3.0), s(3.0), s(3.0), s(3.0)],
            &[s(2.0), s(2.0), s(2.0), s(2.0)],
            &[s(1.0), s(2.0), s(3.0), s(4.0)],
            &[s(4.0), s(4.0), s(4.0), s(4.0)],
            &[s(1.0), s(1.0), s(2.0), s(1.0)],
            &[s(2.0), s(2.0), s(2.0), s(2.0)],
            &[n, s(5.0), s(5.0), s(5.0)],
            &[n, n, s(1.0), s(1.0)],
            &[n, n, s(3.0), n],
        ]))
        .unwrap();
        assert_eq!(format!("{:.3}", found.value), "0.849");
        let (low, high) = found.interval.unwrap();
        assert!(low < found.value && found.value < high && high <= 1.0);
    }

    #[test]
    fn nothing_is_said_where_nothing_can_be() {
        assert_eq!(alpha(&full(&[&[5.0, 5.0], &[5.0, 5.0]])), None);
        assert_eq!(alpha(&table(&[&[Some(5.0), None], &[None, Some(3.0)]])), None);
        assert_eq!(icc(&table(&[&[Some(5.0), None], &[Some(2.0), Some(3.0)]])), None);
        assert_eq!(icc(&full(&[&[5.0, 5.0], &[5.0, 5.0]])), None);
        assert_eq!(alpha(&full(&[&[5.0, 5.0], &[7.0, 7.0]])).unwrap(), Alpha { value: 1.0, interval: None });
    }
}
