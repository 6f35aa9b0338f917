//! What a design can be expected to find: contests whose truth is known are played many times and held against it.
//!
//! Owns dealing works to judges, marking and comparing. Must not know any real contest.
#![expect(clippy::indexing_slicing, reason = "works and judges are numbered within one simulated contest")]

use std::fmt;

use serde::Serialize;

use super::draws::{Normal, stream};
use super::mixed::fit;
use super::real;
use super::table::{Mark, Table};

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Design {
    pub entries: usize,
    pub judges: usize,
    /// Judges for each work.
    pub quota: usize,
    /// How far works differ, in points.
    pub sd_entry: f64,
    /// How far judges differ.
    pub sd_judge: f64,
    /// How far a mark is from what work and judge explain.
    pub sd_residual: f64,
    /// How many are looked for.
    pub top: usize,
    pub runs: usize,
    pub seed: u64,
}

/// Why a design cannot be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadDesign {
    Entries,
    Quota,
    Top,
    Runs,
    Spread,
    TooLarge,
}

impl fmt::Display for BadDesign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Entries => "There must be at least 2 works.",
            Self::Quota => "The quota must be at least 1 and at most the number of judges.",
            Self::Top => "The top must be at least 1 work and fewer than all.",
            Self::Runs => "There must be at least 1 run.",
            Self::Spread => "Standard deviations are numbers from 0 up, and that of works is above 0.",
            Self::TooLarge => "That is too much to play: works × quota × runs must stay below 200 million.",
        })
    }
}

impl std::error::Error for BadDesign {}

/// How well a score finds the truth, averaged over the runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Found {
    /// The share of the truly best works that stand in the top.
    pub top_share: f64,
    /// The share of runs in which all of them do.
    pub top_exact: f64,
    /// Spearman's rank correlation with the truth.
    pub rank_correlation: f64,
}

/// One way of marking.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Played {
    pub quota: usize,
    /// By the plain mean.
    pub mean: Found,
    /// By the adjusted score; where a run cannot be fitted, its plain mean stands in.
    pub adjusted: Found,
    /// Runs that could not be fitted.
    pub unfitted: usize,
}

/// What came out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Simulation {
    pub design: Design,
    pub now: Played,
    /// With one more judge for each work; nothing where all judges mark everything already.
    pub one_more: Option<Played>,
}

/// Plays a design.
///
/// # Errors
/// When it cannot be played.
pub fn simulate(design: &Design) -> Result<Simulation, BadDesign> {
    check(design)?;
    let more = Design { quota: design.quota + 1, ..*design };
    let one_more = (more.quota <= more.judges).then(|| play(&more));
    Ok(Simulation { design: *design, now: play(design), one_more })
}

fn check(design: &Design) -> Result<(), BadDesign> {
    let spreads = [design.sd_entry, design.sd_judge, design.sd_residual];
    let marks = design.entries.saturating_mul(design.quota).saturating_mul(design.runs);
    match () {
        () if design.entries < 2 => Err(BadDesign::Entries),
        () if design.quota == 0 || design.quota > design.judges => Err(BadDesign::Quota),
        () if design.top == 0 || design.top >= design.entries => Err(BadDesign::Top),
        () if design.runs == 0 => Err(BadDesign::Runs),
        () if spreads.iter().any(|sd| !sd.is_finite() || *sd < 0.0) || design.sd_entry <= 0.0 => Err(BadDesign::Spread),
        () if marks >= 200_000_000 || design.judges > design.entries.saturating_mul(design.quota) => {
            Err(BadDesign::TooLarge)
        }
        () => Ok(()),
    }
}

/// One run: the share found in the top and the rank correlation, for mean and adjusted score.
#[derive(Clone, Copy)]
struct Run {
    mean: (f64, f64),
    adjusted: (f64, f64),
    fitted: bool,
}

fn play(design: &Design) -> Played {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let mut runs: Vec<(usize, Run)> = std::thread::scope(|scope| {
        let part = |part: usize| move || (part..design.runs).step_by(threads).map(|i| (i, run(design, i))).collect();
        let parts: Vec<std::thread::ScopedJoinHandle<'_, Vec<_>>> =
            (0..threads).map(|i| scope.spawn(part(i))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    });
    // Summed in the order of the runs, whoever played them.
    runs.sort_unstable_by_key(|(number, _)| *number);
    let found = |of: fn(&Run) -> (f64, f64)| {
        let count = real(runs.len());
        let mean = |value: &dyn Fn((f64, f64)) -> f64| runs.iter().map(|(_, run)| value(of(run))).sum::<f64>() / count;
        Found {
            top_share: mean(&|(share, _)| share),
            top_exact: mean(&|(share, _)| if share > 1.0 - 1e-12 { 1.0 } else { 0.0 }),
            rank_correlation: mean(&|(_, correlation)| correlation),
        }
    };
    Played {
        quota: design.quota,
        mean: found(|run| run.mean),
        adjusted: found(|run| run.adjusted),
        unfitted: runs.iter().filter(|(_, run)| !run.fitted).count(),
    }
}

fn run(design: &Design, number: usize) -> Run {
    let mut seeded = stream(design.seed, number);
    // Truth, judges and chance have streams of their own, so that another quota meets the same works and judges.
    let mut of = || Normal::new(stream(seeded.next_u64(), number));
    let (mut works, mut severity, mut chance) = (of(), of(), of());
    let truth: Vec<f64> = (0..design.entries).map(|_| design.sd_entry * works.draw()).collect();
    let judges: Vec<f64> = (0..design.judges).map(|_| design.sd_judge * severity.draw()).collect();
    let mut marks = Vec::with_capacity(design.entries * design.quota);
    let mut deal: Vec<(usize, u64, usize)> = (0..design.judges).map(|judge| (0, 0, judge)).collect();
    for (entry, worth) in truth.iter().enumerate() {
        // Those with the fewest works, by chance among equals: loads stay even and company varies.
        for (_, chance, _) in &mut deal {
            *chance = seeded.next_u64();
        }
        deal.sort_unstable();
        for (load, _, judge) in &mut deal[..design.quota] {
            *load += 1;
            marks.push(Mark {
                entry,
                judge: *judge,
                score: worth + judges[*judge] + design.sd_residual * chance.draw(),
            });
        }
    }
    let mut means = vec![0.0; design.entries];
    for mark in &marks {
        means[mark.entry] += mark.score / real(design.quota);
    }
    let named = |count: usize| (0..count).map(|number| format!("{number:09}")).collect::<Vec<_>>();
    let table = Table::new(&named(design.entries), &named(design.judges), &marks);
    let fitted = table.ok().and_then(|table| fit(&table).ok());
    let adjusted: Option<Vec<f64>> = fitted.map(|fitted| fitted.adjusted.iter().map(|effect| effect.value).collect());
    let compared = |score: &[f64]| (share(&truth, score, design.top), correlation(&truth, score));
    Run {
        mean: compared(&means),
        adjusted: compared(adjusted.as_deref().unwrap_or(&means)),
        fitted: adjusted.is_some(),
    }
}

/// The share of the truly best that stand in the top of a score; works equal at its edge count in part.
fn share(truth: &[f64], score: &[f64], top: usize) -> f64 {
    let edge = |of: &[f64]| {
        let mut sorted = of.to_vec();
        *sorted.select_nth_unstable_by(top - 1, |a, b| b.total_cmp(a)).1
    };
    let (truly, scored) = (edge(truth), edge(score));
    let above = score.iter().filter(|value| **value > scored).count();
    let at_edge = score.iter().filter(|value| **value >= scored).count() - above;
    let part = real(top - above) / real(at_edge);
    let best = truth.iter().zip(score).filter(|(worth, _)| **worth >= truly);
    let found: f64 = best
        .map(|(_, value)| match value.total_cmp(&scored) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => part,
            std::cmp::Ordering::Less => 0.0,
        })
        .sum();
    found / real(top)
}

/// Spearman's rank correlation; 0 where one side does not differ.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let middle = (real(a.len()) - 1.0) / 2.0;
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - middle) * (y - middle)).sum::<f64>();
    let spread = (product(&a, &a) * product(&b, &b)).sqrt();
    if spread > 0.0 { product(&a, &b) / spread } else { 0.0 }
}

/// Ranks from 0; equals share the middle of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for equal in order.chunk_by(|a, b| values[*a].total_cmp(&values[*b]).is_eq()) {
        let rank = real(from) + (real(equal.len()) - 1.0) / 2.0;
        for place in equal {
            ranks[*place] = rank;
        }
        from += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESIGN: Design = Design {
        entries: 60,
        judges: 6,
        quota: 3,
        sd_entry: 8.0,
        sd_judge: 6.0,
        sd_residual: 7.0,
        top: 6,
        runs: 40,
        seed: 1,
    };

    #[test]
    fn marks_without_chance_find_everything() {
        let played = simulate(&Design { sd_judge: 0.0, sd_residual: 1e-6, ..DESIGN }).unwrap();
        assert_eq!(played.now.mean, Found { top_share: 1.0, top_exact: 1.0, rank_correlation: 1.0 });
        let again = simulate(&Design { sd_residual: 0.01, ..DESIGN }).unwrap().now;
        assert!(again.adjusted.top_share > 0.98 && again.mean.top_exact < 0.5, "{again:?}");
    }

    #[test]
    fn adjusting_and_one_more_judge_help() {
        let played = simulate(&DESIGN).unwrap();
        assert_eq!(simulate(&DESIGN).unwrap(), played);
        assert_ne!(simulate(&Design { seed: 2, ..DESIGN }).unwrap().now, played.now);
        let more = played.one_more.unwrap();
        assert!(played.now.adjusted.rank_correlation > played.now.mean.rank_correlation);
        assert!(more.mean.rank_correlation > played.now.mean.rank_correlation);
        assert_eq!((played.now.unfitted, more.quota), (0, 4));
        assert_eq!(simulate(&Design { quota: 6, ..DESIGN }).unwrap().one_more, None);
    }

    #[test]
    fn equals_at_the_edge_count_in_part() {
        assert!((share(&[4.0, 3.0, 2.0, 1.0], &[1.0; 4], 2) - 0.5).abs() < 1e-12);
        assert!((share(&[4.0, 3.0, 2.0, 1.0], &[9.0, 5.0, 5.0, 5.0], 2) - 2.0 / 3.0).abs() < 1e-12);
        assert!((correlation(&[1.0, 2.0, 3.0], &[1.0; 3])).abs() < 1e-12);
        assert!((correlation(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]) + 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_played_is_said() {
        let said = |design: Design| simulate(&design).unwrap_err();
        assert_eq!(said(Design { entries: 1, ..DESIGN }), BadDesign::Entries);
        assert_eq!(said(Design { quota: 7, ..DESIGN }), BadDesign::Quota);
        assert_eq!(said(Design { quota: 0, ..DESIGN }), BadDesign::Quota);
        assert_eq!(said(Design { top: 60, ..DESIGN }), BadDesign::Top);
        assert_eq!(said(Design { runs: 0, ..DESIGN }), BadDesign::Runs);
        assert_eq!(said(Design { sd_entry: 0.0, ..DESIGN }), BadDesign::Spread);
        assert_eq!(said(Design { sd_judge: f64::NAN, ..DESIGN }), BadDesign::Spread);
        assert_eq!(said(Design { runs: usize::MAX, ..DESIGN }), BadDesign::TooLarge);
    }
}
