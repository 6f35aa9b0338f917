//! What a contest does about equal scores: a list of rules, applied in order until the works part.
//!
//! Owns the rules and the splitting. Must not know how a score is made, nor people, storage or pages.

use std::collections::{BTreeMap, BTreeSet};

use super::ranking::{Sheet, Work};
pub use crate::contests::method::TieRule;
use crate::kernel::points::{Fraction, Points};

/// Works that stand level after all rules, and what brought them there.
pub(super) struct Block {
    /// Places in the list of works, by entry.
    pub members: Vec<usize>,
    /// The last rule that set these works apart from others with the same score.
    pub split_by: Option<TieRule>,
    /// The rule that set them apart from the work just above, where that one has the same score.
    pub split_above: Option<TieRule>,
}

/// Splits ties among the ranked works of one category.
pub(super) struct Splitter<'a, E, J> {
    works: &'a [&'a Work<E, J>],
    rules: &'a [TieRule],
    votes: &'a BTreeMap<E, u32>,
    firsts: Option<Vec<usize>>,
    /// Ties that the head judge was to settle and has not.
    pub unvoted: Vec<Vec<E>>,
}

impl<'a, E: Copy + Ord, J: Copy + Ord> Splitter<'a, E, J> {
    pub fn new(works: &'a [&'a Work<E, J>], rules: &'a [TieRule], votes: &'a BTreeMap<E, u32>, panel: usize) -> Self {
        let asked = rules.iter().take_while(|rule| **rule != TieRule::Shared).any(|rule| *rule == TieRule::FirstPlaces);
        let firsts = if asked { first_places(works, panel) } else { None };
        Self { works, rules, votes, firsts, unvoted: Vec::new() }
    }

    /// Parts the works of one score, given in the order of their entries.
    pub fn split(&mut self, level: Vec<usize>) -> Vec<Block> {
        let mut settled = Vec::new();
        let mut open = vec![(Block { members: level, split_by: None, split_above: None }, 0)];
        // A stack, so that the parts come out from the top down.
        while let Some((block, next)) = open.pop() {
            let rule = self.rules.get(next).copied().unwrap_or(TieRule::Shared);
            if block.members.len() < 2 || rule == TieRule::Shared {
                settled.push(block);
                continue;
            }
            let parts = self.apart(rule, &block.members);
            if parts.len() < 2 {
                open.push((block, next + 1));
                continue;
            }
            for (place, members) in parts.into_iter().enumerate().rev() {
                let split_above = if place == 0 { block.split_above } else { Some(rule) };
                open.push((Block { members, split_by: Some(rule), split_above }, next + 1));
            }
        }
        settled
    }

    /// The members by what one rule says of them, best first; nothing where the rule cannot speak.
    fn apart(&mut self, rule: TieRule, members: &[usize]) -> Vec<Vec<usize>> {
        match rule {
            TieRule::Criterion { n } => self.group(members, |work, _| criterion_mean(&work.sheets, n)),
            TieRule::FirstPlaces => {
                let Some(firsts) = &self.firsts else {
                    return Vec::new();
                };
                self.group(members, |_, member| firsts.get(member).copied())
            }
            TieRule::HeadJudge => {
                let parts =
                    self.group(members, |work, _| self.votes.get(&work.entry).map(|place| std::cmp::Reverse(*place)));
                if parts.is_empty() {
                    let entries = members.iter().filter_map(|member| self.works.get(*member));
                    self.unvoted.push(entries.map(|work| work.entry).collect());
                }
                parts
            }
            TieRule::Shared => Vec::new(),
        }
    }

    /// Groups by a key, the largest first; empty where any member has none.
    fn group<K: Ord>(&self, members: &[usize], key: impl Fn(&Work<E, J>, usize) -> Option<K>) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for member in members {
            let Some(found) = self.works.get(*member).and_then(|work| key(work, *member)) else {
                return Vec::new();
            };
            groups.entry(found).or_default().push(*member);
        }
        groups.into_values().rev().collect()
    }
}

/// The mean of all sheets on one criterion (counted from 1), in points.
#[must_use]
pub fn criterion_mean<J>(sheets: &[Sheet<J>], n: usize) -> Option<Fraction> {
    let place = n.checked_sub(1)?;
    let marks: Option<Vec<Points>> = sheets.iter().map(|sheet| sheet.criteria.get(place).copied()).collect();
    let marks = marks?;
    Fraction::mean_of(marks.iter().copied().sum(), marks.len())
}

/// For each work, the number of judges who gave no work more; `None` where not all of the panel marked all of the works.
fn first_places<E, J: Copy + Ord>(works: &[&Work<E, J>], panel: usize) -> Option<Vec<usize>> {
    let mut best: BTreeMap<J, Points> = BTreeMap::new();
    for sheet in works.iter().flat_map(|work| &work.sheets) {
        let most = best.entry(sheet.judge).or_insert(sheet.total);
        *most = (*most).max(sheet.total);
    }
    let judges: BTreeSet<J> = best.keys().copied().collect();
    // One sheet for each judge and work is checked before, so counting is enough.
    let complete = judges.len() == panel && works.iter().all(|work| work.sheets.len() == panel);
    let firsts_of =
        |work: &&Work<E, J>| work.sheets.iter().filter(|sheet| best.get(&sheet.judge) == Some(&sheet.total)).count();
    complete.then(|| works.iter().map(firsts_of).collect())
}
