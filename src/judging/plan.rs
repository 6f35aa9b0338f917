//! Who judges what: the assignment plan of a round, and what it cannot do.
//!
//! In this order: anchors and existing pairs kept (a conflict wins over them, they win over quota and maximum); most places
//! filled; judges' minima; least sum of squared loads; expertise. After that, by exchanges that leave those figures as they are:
//! varied pairs of judges, and every category connected. The same request gives the same plan. Pure: must not know storage,
//! people's names or the clock.
#![expect(clippy::indexing_slicing, reason = "judges and works are numbered here, within the tables made for them")]

use std::collections::{BTreeMap, BTreeSet};

use super::flow::{Bounds, Flow};
use super::grid::{Cell, Grid, Price};
use super::variety::{connect, parts, vary};
use crate::kernel::points::{Fraction, Points};
use crate::kernel::seeded::Seeded;

/// A judge on the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panelist<C> {
    /// Works to get at least, if there are enough.
    pub min: usize,
    /// Works to get at most; `None` for no bound. Anchors and existing pairs may go over it.
    pub max: Option<usize>,
    /// The categories that the judge knows; empty for all.
    pub expertise: BTreeSet<C>,
}

/// A work to be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed<C> {
    /// Its category.
    pub category: C,
    /// How many judges it needs.
    pub quota: usize,
}

/// A pair that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Existing<J, E> {
    /// The judge.
    pub judge: J,
    /// The work.
    pub entry: E,
    /// Whether the judge has begun on it.
    pub begun: bool,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request<J, E, C> {
    /// The panel.
    pub judges: BTreeMap<J, Panelist<C>>,
    /// The works.
    pub works: BTreeMap<E, Needed<C>>,
    /// Pairs that must not be.
    pub conflicts: BTreeSet<(J, E)>,
    /// Works that go to everybody who has no conflict.
    pub anchors: BTreeSet<E>,
    /// Pairs that are there.
    pub existing: Vec<Existing<J, E>>,
    /// Whether pairs that nobody has begun may move, as few as possible, to fill places and even out loads. Otherwise all stay.
    pub rebalance: bool,
    /// Another seed, another plan as good.
    pub seed: u64,
}

/// Why an existing pair does not stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// There is a conflict now.
    Conflict,
    /// The judge or the work is not in the round any more.
    Gone,
    /// Moved to fill places or even out loads; only where the request allows it.
    Moved,
}

/// An existing pair that does not stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed<J, E> {
    /// The judge.
    pub judge: J,
    /// The work.
    pub entry: E,
    /// Whether the judge had begun on it.
    pub begun: bool,
    /// Why.
    pub because: Because,
}

/// What a judge gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load<J> {
    /// The judge.
    pub judge: J,
    /// All works, kept and new.
    pub works: usize,
    /// Those outside the judge's expertise.
    pub outside: usize,
    /// How many are missing to the judge's minimum.
    pub below_min: usize,
    /// How many are over the maximum (anchors, existing pairs).
    pub over_max: usize,
}

/// A work that cannot reach its quota, and what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet<J, E> {
    /// The work.
    pub entry: E,
    /// How many judges it still lacks.
    pub missing: usize,
    /// How many judges of the panel have no conflict with it: below the quota, only a further judge helps.
    pub eligible: usize,
    /// Judges whose maximum stands in the way: room with any of them gives the work one more.
    pub full: Vec<J>,
}

/// Judges and works that hang together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Island<J, E> {
    /// The judges.
    pub judges: Vec<J>,
    /// Their works.
    pub works: Vec<E>,
}

/// Why the islands of a category were not joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// Each work has one judge: nothing connects two judges.
    OneEach,
    /// No exchange was found that would join them and keep conflicts, loads, expertise and what is kept as they are.
    NoExchange,
}

/// A category in which marks cannot all be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disconnected<J, E, C> {
    /// The category.
    pub category: C,
    /// Its islands, two or more.
    pub islands: Vec<Island<J, E>>,
    /// Why.
    pub why: Apart,
}

/// The plan. All lists are in the order of ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<J, E, C> {
    /// Pairs that stay.
    pub kept: Vec<(J, E)>,
    /// Pairs to make.
    pub new: Vec<(J, E)>,
    /// Pairs to end.
    pub removed: Vec<Removed<J, E>>,
    /// What each judge gets.
    pub loads: Vec<Load<J>>,
    /// What cannot be met.
    pub unmet: Vec<Unmet<J, E>>,
    /// Categories that fall into islands.
    pub disconnected: Vec<Disconnected<J, E, C>>,
}

/// A plan in numbers: "5 judges × 400 works × 3 = 240 each; connected".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Works to be judged.
    pub works: usize,
    /// Judges on the panel.
    pub judges: usize,
    /// Places filled, kept and new.
    pub filled: usize,
    /// Places that stay empty.
    pub empty: usize,
    /// Works for each judge, exact; 0 without judges.
    pub mean_load: Fraction,
    /// The least that a judge gets.
    pub least: usize,
    /// The most.
    pub most: usize,
    /// Whether all marks within each category can be compared.
    pub connected: bool,
}

impl<J, E, C> Plan<J, E, C> {
    /// The plan in numbers.
    #[must_use]
    pub fn preview(&self, request: &Request<J, E, C>) -> Preview {
        let loads = || self.loads.iter().map(|load| load.works);
        let filled: usize = loads().sum();
        let whole = i64::try_from(filled).ok().and_then(|filled| filled.checked_mul(100));
        let mean =
            whole.and_then(|hundredths| Fraction::mean_of(Points::from_hundredths(hundredths), self.loads.len()));
        Preview {
            works: request.works.len(),
            judges: self.loads.len(),
            filled,
            empty: self.unmet.iter().map(|unmet| unmet.missing).sum(),
            mean_load: mean.unwrap_or(Fraction::ZERO),
            least: loads().min().unwrap_or(0),
            most: loads().max().unwrap_or(0),
            connected: self.disconnected.is_empty(),
        }
    }
}

/// The request with judges and works as numbers.
struct Numbered<J, E, C> {
    judges: Vec<J>,
    works: Vec<E>,
    bounds: Vec<Bounds>,
    quotas: Vec<usize>,
    categories: Vec<(C, Vec<usize>)>,
    grid: Grid,
    /// Existing pairs that may move: not fixed, but cheaper than others.
    loose: BTreeMap<(usize, usize), bool>,
    kept: BTreeSet<(usize, usize)>,
    removed: BTreeSet<Removed<J, E>>,
}

/// Makes the plan.
#[must_use]
pub fn plan<J: Copy + Ord, E: Copy + Ord, C: Copy + Ord>(request: &Request<J, E, C>) -> Plan<J, E, C> {
    let mut seeded = Seeded::new(request.seed);
    let mut numbered = number(request);
    let needs: Vec<usize> = numbered
        .quotas
        .iter()
        .enumerate()
        .map(|(work, quota)| quota.saturating_sub(numbered.grid.judges_of(work).count()))
        .collect();
    let empty = Flow::new(&mut numbered.grid, &numbered.bounds).fill(&needs, &mut seeded);
    vary(&mut numbered.grid, &mut seeded);
    let categories: Vec<Vec<usize>> = numbered.categories.iter().map(|(_, works)| works.clone()).collect();
    connect(&mut numbered.grid, &categories, &mut seeded);
    report(numbered, &empty)
}

fn number<J: Copy + Ord, E: Copy + Ord, C: Copy + Ord>(request: &Request<J, E, C>) -> Numbered<J, E, C> {
    let judges: Vec<J> = request.judges.keys().copied().collect();
    let works: Vec<E> = request.works.keys().copied().collect();
    let judge_at = |judge: &J| judges.binary_search(judge).ok();
    let work_at = |work: &E| works.binary_search(work).ok();
    let mut grid = Grid::new(judges.len(), works.len());
    let mut by_category: BTreeMap<C, Vec<usize>> = BTreeMap::new();
    for (work, needed) in request.works.values().enumerate() {
        by_category.entry(needed.category).or_default().push(work);
        for (judge, panelist) in request.judges.values().enumerate() {
            let known = panelist.expertise.is_empty() || panelist.expertise.contains(&needed.category);
            grid.set_price(judge, work, Price { outside: usize::from(!known), fresh: usize::from(request.rebalance) });
        }
    }
    for (judge, work) in &request.conflicts {
        if let (Some(judge), Some(work)) = (judge_at(judge), work_at(work)) {
            grid.set(judge, work, Cell::Barred);
        }
    }
    for work in request.anchors.iter().filter_map(work_at) {
        for judge in 0..judges.len() {
            if grid.is_free(judge, work) {
                grid.set(judge, work, Cell::Fixed);
            }
        }
    }
    let (mut loose, mut kept, mut removed) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    // Of a pair named twice, the one that was begun counts.
    let existing: BTreeMap<(J, E), bool> = request.existing.iter().fold(BTreeMap::new(), |mut pairs, pair| {
        *pairs.entry((pair.judge, pair.entry)).or_default() |= pair.begun;
        pairs
    });
    for ((judge, entry), begun) in existing {
        let gone = |because| Removed { judge, entry, begun, because };
        let (Some(at_judge), Some(at_work)) = (judge_at(&judge), work_at(&entry)) else {
            removed.insert(gone(Because::Gone));
            continue;
        };
        match grid.cell(at_judge, at_work) {
            Cell::Barred => {
                removed.insert(gone(Because::Conflict));
            }
            Cell::Free if request.rebalance && !begun => {
                let outside = grid.price(at_judge, at_work).outside;
                grid.set_price(at_judge, at_work, Price { outside, fresh: 0 });
                loose.insert((at_judge, at_work), begun);
            }
            _ => {
                grid.set(at_judge, at_work, Cell::Fixed);
                kept.insert((at_judge, at_work));
            }
        }
    }
    Numbered {
        bounds: request.judges.values().map(|panelist| Bounds { min: panelist.min, max: panelist.max }).collect(),
        quotas: request.works.values().map(|needed| needed.quota).collect(),
        categories: by_category.into_iter().collect(),
        judges,
        works,
        grid,
        loose,
        kept,
        removed,
    }
}

fn report<J: Copy + Ord, E: Copy + Ord, C: Copy + Ord>(numbered: Numbered<J, E, C>, empty: &[usize]) -> Plan<J, E, C> {
    let Numbered { judges, works, bounds, categories, grid, loose, mut kept, mut removed, .. } = numbered;
    for ((judge, work), begun) in loose {
        if grid.has(judge, work) {
            kept.insert((judge, work));
        } else {
            removed.insert(Removed { judge: judges[judge], entry: works[work], begun, because: Because::Moved });
        }
    }
    let pairs = (0..judges.len()).flat_map(|judge| (0..works.len()).map(move |work| (judge, work)));
    let held: Vec<(usize, usize)> = pairs.filter(|(judge, work)| grid.has(*judge, *work)).collect();
    let named =
        |pairs: Vec<(usize, usize)>| pairs.into_iter().map(|(judge, work)| (judges[judge], works[work])).collect();
    let (stay, new) = held.iter().partition(|pair| kept.contains(pair));

    let mut loads: Vec<Load<J>> = Vec::with_capacity(judges.len());
    for (judge, bounds) in bounds.iter().enumerate() {
        let mine = held.iter().filter(|(holder, _)| *holder == judge);
        let (mut count, mut outside) = (0, 0);
        for (_, work) in mine {
            count += 1;
            outside += grid.price(judge, *work).outside;
        }
        loads.push(Load {
            judge: judges[judge],
            works: count,
            outside,
            below_min: bounds.min.saturating_sub(count),
            over_max: bounds.max.map_or(0, |max| count.saturating_sub(max)),
        });
    }

    let ways = Ways::new(&grid);
    let short = empty.iter().enumerate().filter(|(_, missing)| **missing > 0);
    let unmet = short.map(|(work, missing)| Unmet {
        entry: works[work],
        missing: *missing,
        eligible: (0..judges.len()).filter(|judge| grid.cell(*judge, work) != Cell::Barred).count(),
        full: ways.to(&grid, work).into_iter().map(|judge| judges[judge]).collect(),
    });

    let apart = categories.iter().filter_map(|(category, members)| {
        let islands = parts(&grid, members);
        let one_each = members.iter().all(|work| grid.judges_of(*work).count() < 2);
        let named = |part: &super::variety::Part| Island {
            judges: part.judges.iter().map(|judge| judges[*judge]).collect(),
            works: part.works.iter().map(|work| works[*work]).collect(),
        };
        (islands.len() > 1).then(|| Disconnected {
            category: *category,
            islands: islands.iter().map(named).collect(),
            why: if one_each { Apart::OneEach } else { Apart::NoExchange },
        })
    });

    Plan {
        unmet: unmet.collect(),
        disconnected: apart.collect(),
        kept: named(stay),
        new: named(new),
        removed: removed.into_iter().collect(),
        loads,
    }
}

/// To whom each judge could hand over a work.
struct Ways(Vec<BTreeSet<usize>>);

impl Ways {
    fn new(grid: &Grid) -> Self {
        let mut ways = vec![BTreeSet::new(); grid.judges()];
        for (judge, work) in grid.given() {
            ways[judge].extend((0..grid.judges()).filter(|next| grid.is_free(*next, work)));
        }
        Self(ways)
    }

    /// The judges, all full, whose room would reach a work: by taking it, or by taking others from those who could.
    fn to(&self, grid: &Grid, work: usize) -> BTreeSet<usize> {
        let mut reached: BTreeSet<usize> = (0..grid.judges()).filter(|judge| grid.is_free(*judge, work)).collect();
        let mut open: Vec<usize> = reached.iter().copied().collect();
        while let Some(judge) = open.pop() {
            open.extend(self.0[judge].iter().filter(|next| reached.insert(**next)));
        }
        reached
    }
}
