//! How judges differ: mark = mean + work + judge + chance, works and judges crossed and random, fitted by REML.
//!
//! The criterion is the one lme4 minimises (Bates, Mächler, Bolker and Walker, "Fitting Linear Mixed-Effects Models Using
//! lme4", 2015, equations 34 to 42), in θ = (SD of works, SD of judges) / SD of chance, either of which may be 0. Works far outnumber judges and
//! each stands in its own row, so they are eliminated first, and all that depends on their number is summed once, by how many
//! marks a work has: one evaluation is a dense system of the judges. Must not know names or what the marks decide.
#![expect(clippy::indexing_slicing, reason = "judges are numbered within the table, groups within their list")]

use std::collections::BTreeMap;

use super::cholesky::Triangle;
use super::real;
use super::table::Table;

/// Fewer works say nothing about how works differ.
pub const LEAST_ENTRIES: usize = 5;
/// Fewer judges say nothing about how judges differ.
pub const LEAST_JUDGES: usize = 3;
/// More judges are no panel but a vote, and too large a dense system.
pub const MOST_JUDGES: usize = 500;
/// A judge who shares fewer works with others is poorly known.
pub const WELL_KNOWN: usize = 8;

/// Why a table is not fitted: it would be a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer works than `LEAST_ENTRIES`.
    FewEntries(usize),
    /// Fewer judges than `LEAST_JUDGES`.
    FewJudges(usize),
    /// More judges than `MOST_JUDGES`.
    ManyJudges(usize),
    /// Judges who share no works, directly or through others: groups of judge numbers.
    Islands(Vec<Vec<usize>>),
    /// Every mark is the same.
    AllEqual,
    /// Works and judges explain every mark exactly: nothing is left to tell chance from difference.
    NoChance,
}

/// An effect with the standard deviation of its error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effect {
    pub value: f64,
    pub error: f64,
}

/// A fitted table.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The mean over works and judges (generalised least squares).
    pub mean: f64,
    pub sd_entry: f64,
    pub sd_judge: f64,
    pub sd_residual: f64,
    /// −2 log restricted likelihood, as lme4 prints it.
    pub reml: f64,
    /// For each work: mean + predicted effect, with the error of their sum. That the standard deviations are estimated is not in it.
    pub adjusted: Vec<Effect>,
    /// For each judge: the predicted effect; negative is severe.
    pub judges: Vec<Effect>,
    pub(super) theta: Theta,
    /// Factor of the system of judges (in units of their SD) and mean, over the residual variance.
    pub(super) factor: Triangle,
    /// Its solution: judges' effects in units of `sd_judge`, then the mean about `centre`.
    pub(super) solution: Vec<f64>,
    /// What was taken from every mark before calculating.
    pub(super) centre: f64,
}

/// SDs of works and judges in units of the residual SD.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Theta {
    pub entry: f64,
    pub judge: f64,
}

impl Theta {
    /// What a work's sum of deviations is multiplied by to predict its effect.
    pub fn weight(self, marks: f64) -> f64 {
        let square = self.entry * self.entry;
        square / (square * marks + 1.0)
    }
}

/// Works with the same number of marks, summed.
struct Group {
    marks: f64,
    works: f64,
    /// How often two judges marked the same work.
    together: Triangle,
    /// How many of these works each judge marked.
    seen: Vec<f64>,
    /// For each judge, the sums of marks of the works they marked.
    sums_seen: Vec<f64>,
    sum: f64,
    sum_squares: f64,
}

/// A table summed as far as the criterion needs it.
struct Sums {
    judges: usize,
    marks: f64,
    centre: f64,
    sum: f64,
    squares: f64,
    /// Marks given, and their sum, for each judge.
    given: Vec<f64>,
    marked: Vec<f64>,
    groups: Vec<Group>,
}

impl Sums {
    fn new(table: &Table) -> Self {
        let judges = table.judges().len();
        let marks = real(table.marks().len());
        let centre = table.marks().iter().map(|mark| mark.score).sum::<f64>() / marks;
        let mut sums = Self {
            judges,
            marks,
            centre,
            sum: 0.0,
            squares: 0.0,
            given: vec![0.0; judges],
            marked: vec![0.0; judges],
            groups: Vec::new(),
        };
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for work in table.by_entry() {
            let group = groups.entry(work.len()).or_insert_with(|| Group {
                marks: real(work.len()),
                works: 0.0,
                together: Triangle::zero(judges),
                seen: vec![0.0; judges],
                sums_seen: vec![0.0; judges],
                sum: 0.0,
                sum_squares: 0.0,
            });
            let total: f64 = work.iter().map(|mark| mark.score - centre).sum();
            group.works += 1.0;
            group.sum += total;
            group.sum_squares += total * total;
            sums.sum += total;
            for (place, mark) in work.iter().enumerate() {
                let score = mark.score - centre;
                sums.squares += score * score;
                sums.given[mark.judge] += 1.0;
                sums.marked[mark.judge] += score;
                group.seen[mark.judge] += 1.0;
                group.sums_seen[mark.judge] += total;
                for other in &work[..=place] {
                    group.together.add(mark.judge, other.judge, 1.0);
                }
            }
        }
        sums.groups = groups.into_values().collect();
        sums
    }

    /// Whether works and judges as fixed effects leave no residual.
    fn is_additive(&self) -> bool {
        // The first judge is the measure of the others; the last row is the marks.
        let last = self.judges - 1;
        let mut system = Triangle::zero(last);
        let mut right: Vec<f64> = self.marked[1..].to_vec();
        let mut rest = self.squares;
        for group in &self.groups {
            for i in 1..self.judges {
                for j in 1..=i {
                    system.add(i - 1, j - 1, -group.together.at(i, j) / group.marks);
                }
                right[i - 1] -= group.sums_seen[i] / group.marks;
            }
            rest -= group.sum_squares / group.marks;
        }
        for i in 1..self.judges {
            system.add(i - 1, i - 1, self.given[i]);
        }
        let Some(factor) = system.factor() else { return true };
        factor.forward(&mut right);
        rest -= right.iter().map(|cell| cell * cell).sum::<f64>();
        rest <= 1e-10 * self.squares
    }

    /// The system of judges, mean and marks with the works eliminated, factored; with the logarithm of the works' determinant.
    fn factored(&self, theta: Theta) -> Option<(Triangle, f64)> {
        let (mean, marks) = (self.judges, self.judges + 1);
        let mut system = Triangle::zero(self.judges + 2);
        let mut log_works = 0.0;
        let (mut to_mean, mut to_marks) = (self.given.clone(), self.marked.clone());
        let (mut own_mean, mut both, mut own_marks) = (self.marks, self.sum, self.squares);
        for group in &self.groups {
            let weight = theta.weight(group.marks);
            log_works += group.works * (theta.entry * theta.entry * group.marks).ln_1p();
            system.add_scaled(&group.together, -weight * theta.judge * theta.judge);
            for judge in 0..self.judges {
                to_mean[judge] -= weight * group.marks * group.seen[judge];
                to_marks[judge] -= weight * group.sums_seen[judge];
            }
            own_mean -= weight * group.marks * group.marks * group.works;
            both -= weight * group.marks * group.sum;
            own_marks -= weight * group.sum_squares;
        }
        for judge in 0..self.judges {
            system.add(judge, judge, theta.judge * theta.judge * self.given[judge] + 1.0);
            system.add(mean, judge, theta.judge * to_mean[judge]);
            system.add(marks, judge, theta.judge * to_marks[judge]);
        }
        system.add(mean, mean, own_mean);
        system.add(marks, mean, both);
        system.add(marks, marks, own_marks);
        Some((system.factor()?, log_works))
    }

    /// The REML criterion, profiled over the residual variance; infinite where it cannot be told.
    fn criterion(&self, theta: Theta) -> f64 {
        let Some((factor, log_works)) = self.factored(theta) else { return f64::INFINITY };
        let logs: f64 = (0..=self.judges).map(|i| 2.0 * factor.at(i, i).ln()).sum();
        let left = self.marks - 1.0;
        let residual = factor.at(self.judges + 1, self.judges + 1).powi(2);
        log_works + logs + left * (1.0 + (2.0 * std::f64::consts::PI * residual / left).ln())
    }
}

/// Fits a table.
///
/// # Errors
/// When a fit would be a guess.
pub fn fit(table: &Table) -> Result<Fit, Refusal> {
    let (entries, judges) = (table.entries().len(), table.judges().len());
    if entries < LEAST_ENTRIES {
        return Err(Refusal::FewEntries(entries));
    }
    if judges < LEAST_JUDGES {
        return Err(Refusal::FewJudges(judges));
    }
    if judges > MOST_JUDGES {
        return Err(Refusal::ManyJudges(judges));
    }
    let islands = table.islands();
    if islands.len() > 1 {
        return Err(Refusal::Islands(islands));
    }
    let first = table.marks().first().map(|mark| mark.score);
    if table.marks().iter().all(|mark| Some(mark.score) == first) {
        return Err(Refusal::AllEqual);
    }
    let sums = Sums::new(table);
    if sums.is_additive() {
        return Err(Refusal::NoChance);
    }
    let theta = minimise(|theta| sums.criterion(theta));
    let (whole, _) = sums.factored(theta).ok_or(Refusal::NoChance)?;
    let reml = sums.criterion(theta);
    let variance = whole.at(judges + 1, judges + 1).powi(2) / (sums.marks - 1.0);
    let factor = whole.leading(judges + 1);
    let mut solution = whole.row(judges + 1)[..=judges].to_vec();
    factor.backward(&mut solution);
    let inverse = factor.inverse();
    let residual = variance.sqrt();
    let sd_judge = theta.judge * residual;
    let predicted = (0..judges).map(|judge| Effect {
        value: theta.judge * solution[judge],
        error: sd_judge * inverse.at(judge, judge).sqrt(),
    });
    Ok(Fit {
        mean: sums.centre + solution[judges],
        sd_entry: theta.entry * residual,
        sd_judge,
        sd_residual: residual,
        reml,
        adjusted: adjusted(table, theta, &solution, &inverse, sums.centre, variance),
        judges: predicted.collect(),
        theta,
        factor,
        solution,
        centre: sums.centre,
    })
}

/// Mean + effect of each work, with the error of the sum: of the full inverse, the mean's part, the work's part and twice what they share.
fn adjusted(
    table: &Table,
    theta: Theta,
    solution: &[f64],
    inverse: &Triangle,
    centre: f64,
    variance: f64,
) -> Vec<Effect> {
    let mean = solution.len() - 1;
    let one = |work: &[super::table::Mark]| {
        let marks = real(work.len());
        let weight = theta.weight(marks);
        let left: f64 =
            work.iter().map(|mark| mark.score - centre - solution[mean] - theta.judge * solution[mark.judge]).sum();
        // The sum depends on judges and mean by −weight · θ for each judge who marked, and 1 − weight · marks.
        let (by_judge, by_mean) = (-weight * theta.judge, 1.0 - weight * marks);
        let mut spread = weight + by_mean * by_mean * inverse.at(mean, mean);
        for (place, mark) in work.iter().enumerate() {
            spread += 2.0 * by_judge * by_mean * inverse.at(mean, mark.judge);
            spread += by_judge * by_judge * inverse.at(mark.judge, mark.judge);
            let others: f64 = work[..place].iter().map(|other| inverse.at(mark.judge, other.judge)).sum();
            spread += 2.0 * by_judge * by_judge * others;
        }
        Effect { value: centre + solution[mean] + weight * left, error: (variance * spread).max(0.0).sqrt() }
    };
    table.by_entry().map(one).collect()
}

/// Where the search starts: the best of a coarse net.
const NET: [f64; 6] = [0.0, 0.15, 0.5, 1.2, 3.0, 8.0];

/// The least of a criterion that is even in both coordinates, so that the edge where one is 0 needs no fence.
fn minimise(criterion: impl Fn(Theta) -> f64) -> Theta {
    let value = |at: [f64; 2]| criterion(Theta { entry: at[0].abs(), judge: at[1].abs() });
    let net = NET.iter().flat_map(|x| NET.iter().map(move |y| [*x, *y]));
    let (_, start) = net.map(|at| (value(at), at)).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, [1.0, 1.0]));
    let (mut least, mut at) = (f64::INFINITY, start);
    // A second run from where the first one ended frees a simplex that has grown flat.
    for _ in 0..2 {
        let (found, place) = simplex(&value, at);
        if found <= least {
            (least, at) = (found, place);
        }
    }
    at = at.map(f64::abs);
    // On the edges the least is looked for by itself: a variance that is 0 is 0 and not nearly 0.
    for edge in 0..2 {
        let along = |other: f64| if edge == 0 { [0.0, other] } else { [other, 0.0] };
        let (low, high) = (at[1 - edge] * 0.5, at[1 - edge] * 2.0 + 0.01);
        let place = along(section(|other| value(along(other)), low, high));
        let found = value(place);
        if found <= least + 1e-8 + 1e-13 * least.abs() {
            (least, at) = (found, place);
        }
        let corner = value([0.0, 0.0]);
        if corner <= least + 1e-8 + 1e-13 * least.abs() {
            (least, at) = (corner, [0.0, 0.0]);
        }
    }
    Theta { entry: at[0], judge: at[1] }
}

/// Nelder and Mead's simplex in the plane.
fn simplex(value: &impl Fn([f64; 2]) -> f64, start: [f64; 2]) -> (f64, [f64; 2]) {
    let step = |x: f64| if x.abs() < 0.05 { 0.1 } else { 0.2 * x };
    let mut points =
        [start, [start[0] + step(start[0]), start[1]], [start[0], start[1] + step(start[1])]].map(|at| (value(at), at));
    for _ in 0..200 {
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [best, middle, worst] = points;
        let size =
            (0..2).map(|k| (best.1[k] - worst.1[k]).abs().max((best.1[k] - middle.1[k]).abs())).fold(0.0, f64::max);
        let scale = 1.0 + best.1[0].abs().max(best.1[1].abs());
        if size < 1e-8 * scale {
            break;
        }
        let through = |by: f64| {
            let at = [0, 1].map(|k| {
                let centre = f64::midpoint(best.1[k], middle.1[k]);
                centre + by * (centre - worst.1[k])
            });
            (value(at), at)
        };
        let reflected = through(1.0);
        if reflected.0 < best.0 {
            let further = through(2.0);
            points[2] = if further.0 < reflected.0 { further } else { reflected };
        } else if reflected.0 < middle.0 {
            points[2] = reflected;
        } else {
            let inside = through(if reflected.0 < worst.0 { 0.5 } else { -0.5 });
            if inside.0 < reflected.0.min(worst.0) {
                points[2] = inside;
            } else {
                for point in &mut points[1..] {
                    let at = [0, 1].map(|k| f64::midpoint(best.1[k], point.1[k]));
                    *point = (value(at), at);
                }
            }
        }
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points[0]
}

/// Golden section search.
fn section(value: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_a, mut at_b) = (value(a), value(b));
    while high - low > 1e-8 * (1.0 + high) {
        if at_a < at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - golden * (high - low);
            at_a = value(a);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + golden * (high - low);
            at_b = value(b);
        }
    }
    f64::midpoint(low, high)
}
