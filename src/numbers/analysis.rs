//! Everything that is said about a table of marks, in the shape that the command prints.
#![expect(clippy::indexing_slicing, reason = "judges and works are numbered within the table")]

use serde::Serialize;

use super::agreement::{alpha, icc};
use super::mixed::{Fit, LEAST_ENTRIES, LEAST_JUDGES, MOST_JUDGES, Refusal, WELL_KNOWN, fit};
use super::table::Table;
use super::{QUANTILE, real, top};

/// What to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// For each work the chance to be among so many.
    pub top: Option<usize>,
    /// Another seed, other draws of those chances.
    pub seed: u64,
}

/// What a table says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Analysis {
    /// Marks.
    pub n: usize,
    pub entries: usize,
    pub judges: usize,
    /// Whether all judges can be compared, directly or through others.
    pub connected: bool,
    /// Judges who hang together; one list where all do.
    pub islands: Vec<Vec<String>>,
    pub model: Option<Model>,
    /// Best first.
    pub entry: Vec<EntryRow>,
    /// Most severe first.
    pub judge: Vec<JudgeRow>,
    pub agreement: Agreement,
    /// Why there is no model, as a sentence.
    pub reason: Option<String>,
    #[serde(skip)]
    pub refusal: Option<Refusal>,
}

/// The fitted model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Model {
    pub mean: f64,
    pub sd_entry: f64,
    pub sd_judge: f64,
    pub sd_residual: f64,
    pub reml: f64,
}

/// A work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryRow {
    pub id: String,
    pub sheets: usize,
    pub mean: f64,
    pub adjusted: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub p_top: Option<f64>,
}

/// A judge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JudgeRow {
    pub id: String,
    pub sheets: usize,
    /// How far below others the judge marks.
    pub severity: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Works that another judge marked as well.
    #[serde(skip)]
    pub shared: usize,
}

impl JudgeRow {
    /// Whether too few shared works stand behind the severity to lean on it.
    #[must_use]
    pub const fn is_poorly_known(&self) -> bool {
        self.shared < WELL_KNOWN
    }
}

/// How well the panel agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Agreement {
    pub alpha: Option<f64>,
    pub alpha_low: Option<f64>,
    pub alpha_high: Option<f64>,
    pub icc2_1: Option<f64>,
    pub icc2_k: Option<f64>,
}

/// Finds it out.
#[must_use]
pub fn analyse(table: &Table, wish: Wish) -> Analysis {
    let (fitted, refusal) = match fit(table) {
        Ok(fitted) => (Some(fitted), None),
        Err(refusal) => (None, Some(refusal)),
    };
    let islands = table.islands();
    let chances = fitted.as_ref().zip(wish.top).map(|(fitted, top)| top::chances(table, fitted, top, wish.seed));
    Analysis {
        n: table.marks().len(),
        entries: table.entries().len(),
        judges: table.judges().len(),
        connected: islands.len() < 2,
        islands: islands.iter().map(|island| names(table, island)).collect(),
        model: fitted.as_ref().map(|fitted| Model {
            mean: tidy(fitted.mean),
            sd_entry: tidy(fitted.sd_entry),
            sd_judge: tidy(fitted.sd_judge),
            sd_residual: tidy(fitted.sd_residual),
            reml: tidy(fitted.reml),
        }),
        entry: entry_rows(table, fitted.as_ref(), chances.as_deref()),
        judge: judge_rows(table, fitted.as_ref()),
        agreement: agreement(table),
        reason: refusal.as_ref().map(|refusal| sentence(table, refusal)),
        refusal,
    }
}

fn names(table: &Table, judges: &[usize]) -> Vec<String> {
    judges.iter().map(|judge| table.judges()[*judge].clone()).collect()
}

/// Without the last digits, which differ with the order of summing; never −0.
fn tidy(value: f64) -> f64 {
    (value * 1e9).round() / 1e9 + 0.0
}

fn entry_rows(table: &Table, fitted: Option<&Fit>, chances: Option<&[f64]>) -> Vec<EntryRow> {
    let one = |(entry, work): (usize, &[super::table::Mark])| {
        let effect = fitted.map(|fitted| fitted.adjusted[entry]);
        EntryRow {
            id: table.entries()[entry].clone(),
            sheets: work.len(),
            mean: tidy(work.iter().map(|mark| mark.score).sum::<f64>() / real(work.len())),
            adjusted: effect.map(|effect| tidy(effect.value)),
            low: effect.map(|effect| tidy(effect.value - QUANTILE * effect.error)),
            high: effect.map(|effect| tidy(effect.value + QUANTILE * effect.error)),
            p_top: chances.map(|chances| chances[entry]),
        }
    };
    let mut rows: Vec<EntryRow> = table.by_entry().enumerate().map(one).collect();
    // The table is in the order of names, and sorting keeps it where values are equal.
    rows.sort_by(|a, b| b.adjusted.unwrap_or(b.mean).total_cmp(&a.adjusted.unwrap_or(a.mean)));
    rows
}

fn judge_rows(table: &Table, fitted: Option<&Fit>) -> Vec<JudgeRow> {
    let (mut sheets, mut shared) = (vec![0; table.judges().len()], vec![0; table.judges().len()]);
    for work in table.by_entry() {
        for mark in work {
            sheets[mark.judge] += 1;
            shared[mark.judge] += usize::from(work.len() > 1);
        }
    }
    let one = |judge: usize| {
        let effect = fitted.map(|fitted| fitted.judges[judge]);
        JudgeRow {
            id: table.judges()[judge].clone(),
            sheets: sheets[judge],
            severity: effect.map(|effect| tidy(-effect.value)),
            low: effect.map(|effect| tidy(-effect.value - QUANTILE * effect.error)),
            high: effect.map(|effect| tidy(-effect.value + QUANTILE * effect.error)),
            shared: shared[judge],
        }
    };
    let mut rows: Vec<JudgeRow> = (0..sheets.len()).map(one).collect();
    rows.sort_by(|a, b| b.severity.unwrap_or(0.0).total_cmp(&a.severity.unwrap_or(0.0)));
    rows
}

fn agreement(table: &Table) -> Agreement {
    let (alpha, icc) = (alpha(table), icc(table));
    let interval = alpha.and_then(|alpha| alpha.interval);
    Agreement {
        alpha: alpha.map(|alpha| tidy(alpha.value)),
        alpha_low: interval.map(|(low, _)| tidy(low)),
        alpha_high: interval.map(|(_, high)| tidy(high)),
        icc2_1: icc.map(|icc| tidy(icc.single)),
        icc2_k: icc.map(|icc| tidy(icc.panel)),
    }
}

fn sentence(table: &Table, refusal: &Refusal) -> String {
    match refusal {
        Refusal::FewEntries(n) => {
            format!("Works: {n}; at least {LEAST_ENTRIES} are needed to tell how works differ.")
        }
        Refusal::FewJudges(n) => {
            format!("Judges: {n}; at least {LEAST_JUDGES} are needed to tell how judges differ.")
        }
        Refusal::ManyJudges(n) => format!("Judges: {n}; at most {MOST_JUDGES} can be compared."),
        Refusal::Islands(islands) => {
            let named: Vec<String> = islands.iter().map(|island| names(table, island).join(", ")).collect();
            format!(
                "The judges share no works across these groups, so their marks cannot be compared: {}.",
                named.join(" | ")
            )
        }
        Refusal::AllEqual => "All marks are the same, so there is nothing to compare.".into(),
        Refusal::NoChance => {
            "Works and judges explain every mark exactly, so nothing is left to tell chance from difference.".into()
        }
    }
}
