//! Exchanges that change nothing a plan is measured by, so that judges meet in many different panels and marks can be compared.
//!
//! Two judges who exchange two works keep their loads; expertise and conflicts are kept too. Fixed panels that never mix cannot
//! be compared with one another: first pairs of judges are made to meet evenly, then the islands of each category are joined.
//! Must not know names or why a pair is barred.
#![expect(
    clippy::indexing_slicing,
    reason = "judges and works are numbered by `plan`, within the tables made for them"
)]

use std::collections::BTreeSet;

use super::grid::Grid;
use crate::kernel::seeded::Seeded;

/// Exchanges proposed for each pair that was given.
const PROPOSALS: usize = 30;
/// Exchanges tried for each join before giving up: fewer where looking at a category takes longer.
const BRIDGES: usize = 20_000;
/// Pairs looked at for each join before giving up.
const LOOKS: usize = 100_000_000;

/// Makes pairs of judges meet as evenly as exchanges allow: lowers the sum of squares of how often each two meet.
pub(super) fn vary(grid: &mut Grid, seeded: &mut Seeded) {
    let mut pairs = grid.given();
    let judges = grid.judges();
    let mut panels: Vec<Vec<usize>> = (0..grid.works()).map(|work| grid.judges_of(work).collect()).collect();
    let mut meetings = vec![0_i64; judges * judges];
    for panel in &panels {
        for (a, b) in panel.iter().flat_map(|a| panel.iter().map(move |b| (*a, *b))) {
            meetings[a * judges + b] += 1;
        }
    }
    // What a judge's place in a panel adds to the meetings of its others.
    let sum = |meetings: &[i64], judge: usize, others: &[usize], but: usize| -> i64 {
        others.iter().filter(|other| **other != but).map(|other| meetings[judge * judges + other]).sum()
    };
    for _ in 0..pairs.len().saturating_mul(PROPOSALS) {
        let (first, second) = (seeded.index(pairs.len()), seeded.index(pairs.len()));
        let ((a, one), (b, two)) = (pairs[first], pairs[second]);
        if !grid.can_exchange((a, one), (b, two)) {
            continue;
        }
        let alone = |work: usize| i64::try_from(panels[work].len()).unwrap_or(0) - 1;
        let leave = sum(&meetings, a, &panels[one], a) + sum(&meetings, b, &panels[two], b);
        meet(&mut meetings, judges, a, &panels[one], -1);
        meet(&mut meetings, judges, b, &panels[two], -1);
        let enter = sum(&meetings, b, &panels[one], a) + sum(&meetings, a, &panels[two], b);
        // (m + 1)² − m² summed over the new meetings, less the same over the old ones as they were before leaving.
        let worse = (2 * enter) - (2 * leave) + 2 * (alone(one) + alone(two));
        let better_or_same = worse <= 0;
        if better_or_same {
            grid.exchange((a, one), (b, two));
            replace(&mut panels[one], a, b);
            replace(&mut panels[two], b, a);
            pairs[first] = (a, two);
            pairs[second] = (b, one);
            meet(&mut meetings, judges, b, &panels[one], 1);
            meet(&mut meetings, judges, a, &panels[two], 1);
        } else {
            meet(&mut meetings, judges, a, &panels[one], 1);
            meet(&mut meetings, judges, b, &panels[two], 1);
        }
    }
}

fn meet(meetings: &mut [i64], judges: usize, judge: usize, panel: &[usize], by: i64) {
    for other in panel.iter().filter(|other| **other != judge) {
        meetings[judge * judges + other] += by;
        meetings[other * judges + judge] += by;
    }
}

fn replace(panel: &mut [usize], old: usize, new: usize) {
    for judge in panel.iter_mut().filter(|judge| **judge == old) {
        *judge = new;
    }
}

/// Judges and works that hang together within a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub judges: BTreeSet<usize>,
    pub works: Vec<usize>,
}

/// The parts of a set of works that no judge connects; works without judges are no part of any.
pub(super) fn parts(grid: &Grid, works: &[usize]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    // For each judge, the part that has them.
    let mut part_of: Vec<Option<usize>> = vec![None; grid.judges()];
    for work in works {
        let panel: BTreeSet<usize> = grid.judges_of(*work).collect();
        if panel.is_empty() {
            continue;
        }
        let met: BTreeSet<usize> = panel.iter().filter_map(|judge| part_of[*judge]).collect();
        let home = met.first().copied().unwrap_or(parts.len());
        if home == parts.len() {
            parts.push(Part { judges: BTreeSet::new(), works: Vec::new() });
        }
        let mut joined = Part { judges: panel, works: vec![*work] };
        for other in met.into_iter().filter(|other| *other != home) {
            joined.judges.append(&mut parts[other].judges);
            joined.works.append(&mut parts[other].works);
        }
        for judge in &joined.judges {
            part_of[*judge] = Some(home);
        }
        parts[home].judges.append(&mut joined.judges);
        parts[home].works.append(&mut joined.works);
    }
    parts.retain(|part| !part.works.is_empty());
    for part in &mut parts {
        part.works.sort_unstable();
    }
    parts
}

/// Joins the parts of each category by exchanges, and then the categories, as far as single exchanges can.
pub(super) fn connect(grid: &mut Grid, categories: &[Vec<usize>], seeded: &mut Seeded) {
    let mut category_of = vec![0; grid.works()];
    for (category, works) in categories.iter().enumerate() {
        for work in works {
            category_of[*work] = category;
        }
    }
    for works in categories {
        loop {
            let islands = parts(grid, works);
            let fewer = |grid: &Grid, two: usize| {
                let elsewhere = &categories[category_of[two]];
                let here = parts(grid, works).len();
                if std::ptr::eq(elsewhere, works) { here } else { here + parts(grid, elsewhere).len() }
            };
            if islands.len() < 2 || !bridge(grid, works, &islands, seeded, fewer) {
                break;
            }
        }
    }
    if categories.len() < 2 {
        return;
    }
    // Then the categories with one another, leaving none of them in more parts.
    let all: Vec<usize> = (0..grid.works()).collect();
    loop {
        let islands = parts(grid, &all);
        let within = |grid: &Grid| categories.iter().map(|works| parts(grid, works).len()).sum::<usize>();
        let before = within(grid);
        let fewer = |grid: &Grid, _| if within(grid) > before { usize::MAX } else { parts(grid, &all).len() };
        if islands.len() < 2 || !bridge(grid, &all, &islands, seeded, fewer) {
            break;
        }
    }
}

/// One exchange, of a work of these with another, that leaves fewer parts as they are counted; false where none was found.
fn bridge(
    grid: &mut Grid,
    works: &[usize],
    islands: &[Part],
    seeded: &mut Seeded,
    count: impl Fn(&Grid, usize) -> usize,
) -> bool {
    for (a, one, b, two) in candidates(grid, works, islands, seeded) {
        let before = count(grid, two);
        grid.exchange((a, one), (b, two));
        if count(grid, two) < before {
            return true;
        }
        // The same two works back again.
        grid.exchange((a, two), (b, one));
    }
    false
}

/// Exchanges by which a judge of one island would take a work of another, in random order.
fn candidates(
    grid: &Grid,
    works: &[usize],
    islands: &[Part],
    seeded: &mut Seeded,
) -> Vec<(usize, usize, usize, usize)> {
    let home = |judge: usize| islands.iter().position(|island| island.judges.contains(&judge));
    let homes: Vec<Option<usize>> = (0..grid.judges()).map(home).collect();
    let given = grid.given();
    let mut works_of: Vec<Vec<usize>> = vec![Vec::new(); grid.judges()];
    for (judge, work) in &given {
        works_of[*judge].push(*work);
    }
    let within: BTreeSet<usize> = works.iter().copied().collect();
    let mut leavers: Vec<(usize, usize)> = given.into_iter().filter(|(_, work)| within.contains(work)).collect();
    seeded.shuffle(&mut leavers);
    let looks = works.len().saturating_mul(grid.judges()).max(1);
    let limit = BRIDGES.min(LOOKS / looks).max(50);
    let mut found = Vec::new();
    for (a, one) in leavers {
        let mut others: Vec<usize> =
            (0..grid.judges()).filter(|b| homes[*b].is_some() && homes[*b] != homes[a]).collect();
        seeded.shuffle(&mut others);
        for b in others {
            let exchanges = works_of[b].iter().filter(|two| grid.can_exchange((a, one), (b, **two)));
            // A few of each two judges are as good as all.
            found.extend(exchanges.take(8).map(|two| (a, one, b, *two)));
            if found.len() >= limit {
                return found;
            }
        }
    }
    found
}
