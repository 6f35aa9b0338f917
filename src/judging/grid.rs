//! Judges × works as a table of cells: who may, must or does judge what. The ground that `flow` and `variety` work on.
//!
//! Judges and works are numbered from 0 here; `plan` knows their names. Must not know why a pair is barred or fixed.
#![expect(clippy::indexing_slicing, reason = "judges and works are numbered by `plan`, within the table's size")]

/// What a pair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A conflict: never.
    Barred,
    /// Kept or an anchor: not to be touched.
    Fixed,
    /// Given in this run; may be exchanged.
    Given,
    /// Could be given.
    Free,
}

/// What giving a pair costs beyond the load, each 0 or 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Price {
    /// 1 where the work lies outside what the judge knows.
    pub outside: usize,
    /// 1 where the pair was not there before.
    pub fresh: usize,
}

/// The table.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    judges: usize,
    works: usize,
    cells: Vec<Cell>,
    prices: Vec<Price>,
}

impl Grid {
    /// A table in which every pair is free and costs nothing.
    pub fn new(judges: usize, works: usize) -> Self {
        let size = judges * works;
        Self { judges, works, cells: vec![Cell::Free; size], prices: vec![Price::default(); size] }
    }

    pub const fn judges(&self) -> usize {
        self.judges
    }

    pub const fn works(&self) -> usize {
        self.works
    }

    pub fn cell(&self, judge: usize, work: usize) -> Cell {
        self.cells[work * self.judges + judge]
    }

    pub fn set(&mut self, judge: usize, work: usize, cell: Cell) {
        self.cells[work * self.judges + judge] = cell;
    }

    pub fn price(&self, judge: usize, work: usize) -> Price {
        self.prices[work * self.judges + judge]
    }

    pub fn set_price(&mut self, judge: usize, work: usize, price: Price) {
        self.prices[work * self.judges + judge] = price;
    }

    pub fn is_free(&self, judge: usize, work: usize) -> bool {
        self.cell(judge, work) == Cell::Free
    }

    /// Whether the judge has the work, fixed or given.
    pub fn has(&self, judge: usize, work: usize) -> bool {
        matches!(self.cell(judge, work), Cell::Fixed | Cell::Given)
    }

    /// Those who have the work.
    pub fn judges_of(&self, work: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.judges).filter(move |judge| self.has(*judge, work))
    }

    /// How many works the judge has.
    pub fn load(&self, judge: usize) -> usize {
        (0..self.works).filter(|work| self.has(judge, *work)).count()
    }

    /// All pairs given in this run.
    pub fn given(&self) -> Vec<(usize, usize)> {
        let pairs = (0..self.works).flat_map(|work| (0..self.judges).map(move |judge| (judge, work)));
        pairs.filter(|(judge, work)| self.cell(*judge, *work) == Cell::Given).collect()
    }

    /// Whether two judges can exchange two given works so that what the plan costs stays the same.
    pub fn can_exchange(&self, (a, one): (usize, usize), (b, two): (usize, usize)) -> bool {
        let sum = |x: Price, y: Price| (x.outside + y.outside, x.fresh + y.fresh);
        self.cell(a, one) == Cell::Given
            && self.cell(b, two) == Cell::Given
            && self.is_free(a, two)
            && self.is_free(b, one)
            && sum(self.price(a, one), self.price(b, two)) == sum(self.price(a, two), self.price(b, one))
    }

    /// Exchanges them.
    pub fn exchange(&mut self, (a, one): (usize, usize), (b, two): (usize, usize)) {
        self.set(a, one, Cell::Free);
        self.set(b, two, Cell::Free);
        self.set(a, two, Cell::Given);
        self.set(b, one, Cell::Given);
    }
}
