//! The chance of each work to be among the first: draws from what the fit leaves open.
#![expect(clippy::indexing_slicing, reason = "judges and works are numbered within the table")]

use super::draws::{Normal, stream};
use super::mixed::Fit;
use super::real;
use super::table::Table;

/// How many draws are made.
pub const DRAWS: usize = 10_000;

/// For each work, how often it is among the best `top` in seeded draws of mean and judges together, then works given them.
///
/// Each draw has a stream of its own, so the answer does not depend on how many threads share them.
pub fn chances(table: &Table, fit: &Fit, top: usize, seed: u64) -> Vec<f64> {
    let works = table.entries().len();
    if top == 0 || top >= works {
        return vec![if top == 0 { 0.0 } else { 1.0 }; works];
    }
    if fit.theta.entry == 0.0 {
        // Works that do not differ have equal chances.
        return vec![real(top) / real(works); works];
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let counts = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| scope.spawn(move || count(table, fit, top, seed, (part..DRAWS).step_by(threads))))
            .collect();
        let mut sums = vec![0_usize; works];
        for part in parts {
            // A part that fails takes its draws with it; nothing in it can.
            for (sum, more) in sums.iter_mut().zip(part.join().unwrap_or_default()) {
                *sum += more;
            }
        }
        sums
    });
    counts.into_iter().map(|times| real(times) / real(DRAWS)).collect()
}

fn count(table: &Table, fit: &Fit, top: usize, seed: u64, draws: impl Iterator<Item = usize>) -> Vec<usize> {
    let judges = table.judges().len();
    let mut counts = vec![0; table.entries().len()];
    // For each work: weight, weighted marks, what is left open when mean and judges are known.
    let known: Vec<(f64, f64, f64)> = table
        .by_entry()
        .map(|work| {
            let weight = fit.theta.weight(real(work.len()));
            let sum: f64 = work.iter().map(|mark| mark.score - fit.centre).sum();
            (weight, weight * sum, fit.sd_residual * weight.sqrt())
        })
        .collect();
    let mut values = vec![0.0; counts.len()];
    let mut sorted = values.clone();
    for draw in draws {
        let mut normal = Normal::new(stream(seed, draw));
        let mut state: Vec<f64> = (0..=judges).map(|_| normal.draw()).collect();
        fit.factor.backward(&mut state);
        for (cell, solved) in state.iter_mut().zip(&fit.solution) {
            *cell = solved + fit.sd_residual * *cell;
        }
        let mean = state[judges];
        for cell in &mut state[..judges] {
            *cell = *cell * fit.theta.judge + mean;
        }
        for ((value, work), (weight, sum, open)) in values.iter_mut().zip(table.by_entry()).zip(&known) {
            let expected: f64 = work.iter().map(|mark| state[mark.judge]).sum();
            *value = mean + sum - weight * expected + open * normal.draw();
        }
        sorted.copy_from_slice(&values);
        let (_, last, _) = sorted.select_nth_unstable_by(top - 1, |a, b| b.total_cmp(a));
        for (times, value) in counts.iter_mut().zip(&values) {
            *times += usize::from(*value >= *last);
        }
    }
    counts
}
