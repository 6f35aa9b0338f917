//! The assignment as a minimum-cost flow: works send their places to judges, and each further work for a judge costs more.
//!
//! Successive shortest paths with potentials (Ahuja, Magnanti and Orlin, "Network Flows", 1993, chapter 9). Judges are few and
//! works many, so the works are folded into the arcs between judges: from judge a to judge b leads the cheapest work that a
//! could hand over to b. What is left is a dense graph of the judges, searched once for each place by Dijkstra's method.
//! A place that nobody can take goes to a judge of last resort, so the flow is always complete, and optimal at every step.
//!
//! Order of costs, each outweighing all that follow: places left empty, judges' minima, sum of squared loads, works outside a
//! judge's expertise, pairs that were not there before. Must not know names, categories or why a pair is barred.
#![expect(clippy::indexing_slicing, reason = "judges and works are numbered within the tables made here for them")]

use super::grid::{Cell, Grid, Price};
use crate::kernel::seeded::Seeded;

/// A judge's bounds on the whole load, fixed pairs included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub min: usize,
    pub max: Option<usize>,
}

/// Differences of two prices: three of expertise times three of freshness, cheapest first.
const STEPS: usize = 9;

fn step(from: Price, to: Price) -> usize {
    3 * (to.outside + 1 - from.outside) + (to.fresh + 1 - from.fresh)
}

/// How much one unit of each kind of cost weighs.
struct Weights {
    outside: i64,
    load: i64,
    short: i64,
    empty: i64,
}

impl Weights {
    /// A path visits each judge once, so what it can gather of a lower kind is bounded by their number.
    fn new(nodes: usize, works: usize) -> Self {
        let along = i64::try_from(4 * (nodes + 2)).unwrap_or(i64::MAX);
        let loads = i64::try_from(8 * (works + 2)).unwrap_or(i64::MAX);
        let load = along.saturating_mul(along);
        let short = load.saturating_mul(loads);
        Self { outside: along, load, short, empty: short.saturating_mul(8) }
    }

    fn price(&self, price: Price) -> i64 {
        let one = |unit: usize, weight: i64| if unit == 0 { 0 } else { weight };
        one(price.outside, self.outside) + one(price.fresh, 1)
    }

    fn step(&self, step: usize) -> i64 {
        let third = |n: usize| match n {
            0 => -1,
            1 => 0,
            _ => 1,
        };
        third(step / 3) * self.outside + third(step % 3)
    }
}

/// Where a node of a search was reached from.
#[derive(Clone, Copy)]
enum From {
    Nowhere,
    Work,
    Judge(usize),
}

/// The flow while it grows.
pub(super) struct Flow<'a> {
    grid: &'a mut Grid,
    bounds: &'a [Bounds],
    weights: Weights,
    loads: Vec<usize>,
    /// Works given to each judge in this run; the last list is of places that stay empty.
    given: Vec<Vec<usize>>,
    /// Empty places of each work.
    empty: Vec<usize>,
    /// For each ordered pair of nodes, how many works could be handed over at each step of price.
    handovers: Vec<[usize; STEPS]>,
    potential: Vec<i64>,
    sink_potential: i64,
}

impl<'a> Flow<'a> {
    pub fn new(grid: &'a mut Grid, bounds: &'a [Bounds]) -> Self {
        let nodes = grid.judges() + 1;
        let loads = (0..grid.judges()).map(|judge| grid.load(judge)).collect();
        Self {
            bounds,
            weights: Weights::new(nodes, grid.works()),
            loads,
            given: vec![Vec::new(); nodes],
            empty: vec![0; grid.works()],
            handovers: vec![[0; STEPS]; nodes * nodes],
            potential: vec![0; nodes],
            sink_potential: 0,
            grid,
        }
    }

    /// Fills the places that each work still needs, as well as can be; returns how many of each stay empty.
    pub fn fill(mut self, needs: &[usize], seeded: &mut Seeded) -> Vec<usize> {
        let mut order: Vec<usize> = (0..needs.len()).collect();
        seeded.shuffle(&mut order);
        for work in order {
            for _ in 0..needs[work] {
                self.place(work, seeded);
            }
        }
        self.empty
    }

    /// The judge of last resort, who takes what nobody can.
    fn nobody(&self) -> usize {
        self.grid.judges()
    }

    fn nodes(&self) -> usize {
        self.grid.judges() + 1
    }

    fn price(&self, node: usize, work: usize) -> Price {
        if node == self.nobody() { Price::default() } else { self.grid.price(node, work) }
    }

    fn is_given(&self, node: usize, work: usize) -> bool {
        if node == self.nobody() { self.empty[work] > 0 } else { self.grid.cell(node, work) == Cell::Given }
    }

    fn is_free(&self, node: usize, work: usize) -> bool {
        node == self.nobody() || self.grid.is_free(node, work)
    }

    /// What one more work costs a judge; nothing where the maximum is reached.
    fn next_cost(&self, node: usize) -> Option<i64> {
        if node == self.nobody() {
            return Some(self.weights.empty);
        }
        let (load, bounds) = (self.loads[node], self.bounds[node]);
        if bounds.max.is_some_and(|max| load >= max) {
            return None;
        }
        let squares = i64::try_from(2 * load + 1).unwrap_or(i64::MAX);
        let beyond_min = if load >= bounds.min { self.weights.short } else { 0 };
        Some(self.weights.load.saturating_mul(squares) + beyond_min)
    }

    /// Counts, or takes back, what the work lets the node hand over and receive.
    fn count(&mut self, node: usize, work: usize, add: bool) {
        let mine = self.price(node, work);
        let nodes = self.nodes();
        for other in 0..nodes {
            if other == node {
                continue;
            }
            let theirs = self.price(other, work);
            let change = |cell: &mut usize, up: bool| *cell = if up { *cell + 1 } else { cell.saturating_sub(1) };
            if self.is_free(other, work) {
                change(&mut self.handovers[node * nodes + other][step(mine, theirs)], add);
            }
            // Nobody can always take one more place of a work; a judge cannot have it twice.
            if node != self.nobody() && self.is_given(other, work) {
                change(&mut self.handovers[other * nodes + node][step(theirs, mine)], !add);
            }
        }
    }

    fn give(&mut self, node: usize, work: usize) {
        if node == self.nobody() {
            if self.empty[work] == 0 {
                self.count(node, work, true);
                self.given[node].push(work);
            }
            self.empty[work] += 1;
        } else {
            self.count(node, work, true);
            self.grid.set(node, work, Cell::Given);
            self.given[node].push(work);
            self.loads[node] += 1;
        }
    }

    fn take(&mut self, node: usize, work: usize) {
        let last = node != self.nobody() || self.empty[work] == 1;
        if last {
            self.given[node].retain(|other| *other != work);
            self.count(node, work, false);
        }
        if node == self.nobody() {
            self.empty[work] = self.empty[work].saturating_sub(1);
        } else {
            self.grid.set(node, work, Cell::Free);
            self.loads[node] = self.loads[node].saturating_sub(1);
        }
    }

    /// The cheapest step by which one node can hand a work over to another.
    fn cheapest(&self, from: usize, to: usize) -> Option<usize> {
        self.handovers[from * self.nodes() + to].iter().position(|works| *works > 0)
    }

    /// One more place for a work, along a shortest path from the work to a judge who has room.
    fn place(&mut self, work: usize, seeded: &mut Seeded) {
        let nodes = self.nodes();
        let starts: Vec<Option<i64>> = (0..nodes)
            .map(|node| {
                self.is_free(node, work).then(|| self.weights.price(self.price(node, work)) - self.potential[node])
            })
            .collect();
        let Some(lowest) = starts.iter().flatten().min().copied() else { return };
        // Distances in reduced costs, none below 0.
        let mut distance: Vec<Option<i64>> = starts.iter().map(|start| start.map(|start| start - lowest)).collect();
        let mut from: Vec<From> =
            starts.iter().map(|start| if start.is_some() { From::Work } else { From::Nowhere }).collect();
        // Among nodes equally near, first those with room at the lowest cost, then by chance: the search soon ends, and equal
        // judges get different company.
        let mut chance: Vec<usize> = (0..nodes).collect();
        seeded.shuffle(&mut chance);
        let costs: Vec<Option<i64>> = (0..nodes).map(|node| self.next_cost(node)).collect();
        let mut done = vec![false; nodes];
        let mut found: Option<(i64, usize)> = None;
        loop {
            let open = (0..nodes).filter(|node| !done[*node]);
            let nearest = open
                .filter_map(|node| Some((distance[node]?, costs[node].unwrap_or(i64::MAX), chance[node], node)))
                .min();
            let Some((near, _, _, at)) = nearest.filter(|(near, ..)| found.is_none_or(|(best, _)| *near < best)) else {
                break;
            };
            done[at] = true;
            if let Some(cost) = costs[at] {
                let end = near + cost + self.potential[at] - self.sink_potential;
                if found.is_none_or(|(best, _)| end < best) {
                    found = Some((end, at));
                }
            }
            for to in (0..nodes).filter(|to| !done[*to]) {
                let Some(step) = self.cheapest(at, to) else { continue };
                let far = near + self.weights.step(step) + self.potential[at] - self.potential[to];
                if distance[to].is_none_or(|known| far < known) {
                    distance[to] = Some(far);
                    from[to] = From::Judge(at);
                }
            }
        }
        let Some((best, end)) = found else { return };
        let moves = self.moves(work, end, &from, seeded);
        for (node, work, gives) in moves {
            if gives {
                self.give(node, work);
            } else {
                self.take(node, work);
            }
        }
        for node in 0..nodes {
            self.potential[node] += distance[node].map_or(best, |distance| distance.min(best));
        }
        self.sink_potential += best;
    }

    /// The gifts and handovers along a path, all chosen before any is made.
    fn moves(&self, work: usize, end: usize, from: &[From], seeded: &mut Seeded) -> Vec<(usize, usize, bool)> {
        let mut moves = Vec::new();
        let mut at = end;
        loop {
            match from[at] {
                From::Judge(before) => {
                    let cheapest = self.cheapest(before, at);
                    let works = &self.given[before];
                    let start = seeded.index(works.len());
                    let fits = |other: &&usize| {
                        self.is_free(at, **other)
                            && Some(step(self.price(before, **other), self.price(at, **other))) == cheapest
                    };
                    let Some(other) = works.iter().skip(start).chain(works.iter().take(start)).find(fits) else {
                        return moves;
                    };
                    moves.push((before, *other, false));
                    moves.push((at, *other, true));
                    at = before;
                }
                From::Work => {
                    moves.push((at, work, true));
                    return moves;
                }
                From::Nowhere => return moves,
            }
        }
    }
}
