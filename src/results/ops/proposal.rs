//! What the order and the prize table suggest for each group, as the board stands.

use std::collections::BTreeMap;

use crate::contests::contest::{Group, Prize};
use crate::kernel::ids::{CategoryId, EntryId, PrizeId};
use crate::results::award::{Award, Vacancy};
use crate::results::load::Board;
use crate::results::prizes::{
    CategoryRanking, Given, PrizeLevel, PrizeOrder, Proposal, Unexplained, prize_order, propose_prizes, unexplained,
};

/// A group's order and what it suggests.
#[derive(Clone, Debug)]
pub struct GroupPrizes {
    pub group: Group,
    pub prizes: Vec<Prize>,
    pub order: PrizeOrder<EntryId, CategoryId>,
    pub proposal: Proposal<EntryId, PrizeId>,
}

impl GroupPrizes {
    /// The prize that the order suggests for a work.
    #[must_use]
    pub fn suggested(&self, entry: EntryId) -> Option<PrizeId> {
        self.proposal.awards.iter().find(|a| a.entry == entry).map(|a| a.level)
    }
    /// The place of a work in the order.
    #[must_use]
    pub fn place(&self, entry: EntryId) -> Option<usize> {
        self.order.rows.iter().find(|r| r.entry == entry).map(|r| r.place)
    }
    /// What departs from the order or the table and still wants its reason. `held`: the awards in force.
    #[must_use]
    pub fn unexplained(&self, held: &[Award], vacancies: &[Vacancy]) -> Vec<Unexplained<EntryId, PrizeId>> {
        let given: Vec<Given<EntryId, PrizeId>> = held
            .iter()
            .filter(|a| self.prizes.iter().any(|p| p.id == a.prize_id))
            .filter_map(|a| Some(Given { entry: a.entry_id?, level: a.prize_id, reasoned: !a.reason.is_empty() }))
            .collect();
        let vacant: Vec<PrizeId> = vacancies.iter().map(|v| v.prize_id).collect();
        unexplained(&self.proposal, &table(&self.prizes), &given, &vacant)
    }
    /// The works that are suggested for a level and were given none of the group's.
    #[must_use]
    pub fn passed_over(&self, prize: PrizeId, held: &[Award]) -> Vec<EntryId> {
        let mine = |a: &&Award| self.prizes.iter().any(|p| p.id == a.prize_id);
        let has = |entry| held.iter().filter(mine).any(|a| a.entry_id == Some(entry));
        self.proposal.awards.iter().filter(|a| a.level == prize && !has(a.entry)).map(|a| a.entry).collect()
    }
}

/// The levels with their counts, from the highest.
fn table(prizes: &[Prize]) -> Vec<PrizeLevel<PrizeId>> {
    prizes.iter().map(|p| PrizeLevel { level: p.id, count: usize::try_from(p.count).unwrap_or(0) }).collect()
}

/// Every group that has prizes of its own, in order. The last round alone decides.
#[must_use]
pub fn groups(board: &Board, prizes: &[Prize]) -> Vec<GroupPrizes> {
    board.groups.iter().filter_map(|g| group(board, prizes, g)).collect()
}

/// One group; none where it has no prizes or no scale to compare by.
#[must_use]
pub fn group(board: &Board, prizes: &[Prize], group: &Group) -> Option<GroupPrizes> {
    let mine: Vec<Prize> = prizes.iter().filter(|p| p.group_id == Some(group.id)).cloned().collect();
    if mine.is_empty() {
        return None;
    }
    let deciding = board.deciding()?;
    let rankings: Vec<_> = deciding
        .categories
        .iter()
        .filter(|s| s.category.group_id == group.id)
        .map(|s| CategoryRanking {
            category: s.category.id,
            rubric: s.rubric.id,
            scale: s.scale(deciding.method),
            rows: s.rows(),
        })
        .collect();
    let order = prize_order(&rankings).ok()?;
    let proposal = propose_prizes(&order.rows, &table(&mine));
    Some(GroupPrizes { group: group.clone(), prizes: mine, order, proposal })
}

/// Why giving this prize needs a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// The order suggests another prize, or none.
    Order,
    /// The level has no prize left.
    Count,
}

/// Whether giving `prize` to `entry` departs from the order or the table. `held`: the awards in force.
#[must_use]
pub fn departs(of: Option<&GroupPrizes>, prize: &Prize, entry: Option<EntryId>, held: &[Award]) -> Option<Departure> {
    if let (Some(g), Some(entry)) = (of, entry)
        && prize.group_id.is_some()
        && g.suggested(entry) != Some(prize.id)
    {
        return Some(Departure::Order);
    }
    let given = held.iter().filter(|a| a.prize_id == prize.id).count();
    (i64::try_from(given).unwrap_or(i64::MAX) >= prize.count).then_some(Departure::Count)
}

/// Prizes left at each level.
#[must_use]
pub fn left(prizes: &[Prize], held: &[Award]) -> BTreeMap<PrizeId, i64> {
    prizes
        .iter()
        .map(|p| {
            let given = held.iter().filter(|a| a.prize_id == p.id).count();
            (p.id, p.count.saturating_sub(i64::try_from(given).unwrap_or(i64::MAX)))
        })
        .collect()
}
