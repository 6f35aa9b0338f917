//! What must hold for any table of marks.

use proptest::prelude::*;

use super::analysis::{Analysis, Wish, analyse};
use super::mixed::{Refusal, fit};
use super::table::{Mark, Table};
use crate::kernel::seeded::Seeded;

const WISH: Wish = Wish { top: None, seed: 1 };

fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number:03}")).collect()
}

fn table(marks: &[Mark]) -> Table {
    Table::new(&names("e", 30), &names("j", 8), marks).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-4 * (1.0 + a.abs())
}

/// Marks in quarter points on a scale of ten, each pair at most once.
fn marks() -> impl Strategy<Value = Vec<Mark>> {
    prop::collection::btree_map((0..30_usize, 0..8_usize), 0..41_i32, 1..160).prop_map(|cells| {
        let mark = |((entry, judge), quarters)| Mark { entry, judge, score: f64::from(quarters) / 4.0 };
        cells.into_iter().map(mark).collect()
    })
}

/// The same for a panel in which every judge marks every work.
fn complete() -> impl Strategy<Value = Vec<Mark>> {
    (5..12_usize, 3..6_usize).prop_flat_map(|(works, judges)| {
        prop::collection::vec(0..41_i32, works * judges).prop_map(move |quarters| {
            let mark = |(cell, quarters)| Mark {
                entry: cell / judges,
                judge: cell % judges,
                score: f64::from(quarters) / 4.0,
            };
            quarters.into_iter().enumerate().map(mark).collect()
        })
    })
}

fn shifted(marks: &[Mark], by: f64) -> Vec<Mark> {
    marks.iter().map(|mark| Mark { score: mark.score + by, ..*mark }).collect()
}

fn by_id(found: &Analysis) -> Vec<(String, Option<f64>, Option<f64>)> {
    let mut rows: Vec<_> = found.entry.iter().map(|row| (row.id.clone(), row.adjusted, row.low)).collect();
    rows.extend(found.judge.iter().map(|row| (row.id.clone(), row.severity, row.low)));
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_lines_never_matters(marks in marks(), seed: u64) {
        let mut mixed = marks.clone();
        Seeded::new(seed).shuffle(&mut mixed);
        let wish = Wish { top: None, seed: 4 };
        prop_assert_eq!(analyse(&table(&mixed), wish), analyse(&table(&marks), wish));
    }

    #[test]
    fn a_constant_on_all_marks_moves_only_the_mean(marks in marks(), by in -40..40_i32) {
        let by = f64::from(by) / 4.0;
        let (before, after) = (analyse(&table(&marks), WISH), analyse(&table(&shifted(&marks, by)), WISH));
        prop_assert_eq!(&before.refusal, &after.refusal);
        if let (Some(old), Some(new)) = (before.model, after.model) {
            prop_assert!(close(new.mean, old.mean + by));
            prop_assert!(close(new.sd_entry, old.sd_entry) && close(new.sd_judge, old.sd_judge));
            prop_assert!(close(new.sd_residual, old.sd_residual) && close(new.reml, old.reml));
            for (old, new) in by_id(&before).into_iter().zip(by_id(&after)) {
                let moves = if old.0.starts_with('e') { by } else { 0.0 };
                prop_assert!(close(new.1.unwrap(), old.1.unwrap() + moves), "{:?} {:?}", old, new);
            }
        }
        if let (Some(old), Some(new)) = (before.agreement.alpha, after.agreement.alpha) {
            prop_assert!(close(old, new));
        }
    }

    #[test]
    fn on_a_complete_panel_the_adjusted_order_is_that_of_the_means(marks in complete()) {
        let found = analyse(&table(&marks), WISH);
        prop_assume!(found.model.is_some());
        for two in found.entry.windows(2) {
            prop_assert!(two[0].mean >= two[1].mean - 1e-6 || close(two[0].adjusted.unwrap(), two[1].adjusted.unwrap()));
        }
    }

    #[test]
    fn a_fit_is_finite_and_its_effects_balance(marks in marks()) {
        let table = table(&marks);
        let Ok(fitted) = fit(&table) else { return Ok(()) };
        prop_assert!(fitted.sd_residual > 0.0 && fitted.reml.is_finite());
        // Without differences between works nothing is predicted of them but the mean.
        if fitted.sd_entry == 0.0 {
            prop_assert!(fitted.adjusted.iter().all(|effect| close(effect.value, fitted.mean)));
        }
        let sum: f64 = fitted.judges.iter().map(|effect| effect.value).sum();
        prop_assert!(sum.abs() < 1e-6, "predicted effects of judges sum to 0: {}", sum);
    }

    #[test]
    fn refused_exactly_where_judges_do_not_hang_together(marks in marks()) {
        let table = table(&marks);
        let apart = table.islands().len() > 1;
        if table.entries().len() >= 5 && table.judges().len() >= 3 {
            prop_assert_eq!(apart, matches!(fit(&table), Err(Refusal::Islands(_))));
        }
    }
}

#[test]
fn chances_are_seeded_and_sum_to_the_places() {
    let mut seeded = Seeded::new(5);
    let pairs = (0..20).flat_map(|entry| (0..5).map(move |judge| (entry, judge)));
    let marks: Vec<Mark> = pairs
        .map(|(entry, judge)| {
            let worth = f64::from(u32::try_from(entry).unwrap()) / 4.0;
            Mark { entry, judge, score: worth + 3.0 * seeded.unit() }
        })
        .collect();
    let chances = |seed| -> Vec<f64> {
        let found = analyse(&table(&marks), Wish { top: Some(4), seed });
        found.entry.iter().map(|row| row.p_top.unwrap()).collect()
    };
    let first = chances(1);
    assert_eq!(first, chances(1));
    assert_ne!(first, chances(2));
    assert!((first.iter().sum::<f64>() - 4.0).abs() < 1e-9);
    assert!(first[0] > 0.7 && first[19] < 0.01, "{first:?}");
    assert_eq!(analyse(&table(&marks), Wish { top: Some(20), seed: 1 }).entry[19].p_top, Some(1.0));
}
