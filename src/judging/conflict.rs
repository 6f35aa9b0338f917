//! Conflicts of interest between a judge and a work: what the machine finds, and what stands in the end. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Conflict, ConflictSource};
use crate::contests::contest::ConflictRule;
use crate::kernel::ids::{AccountId, CategoryId, EntryId, UnitId};
use crate::kernel::text::fold;

words! {
    /// Why a judge must not judge a work.
    pub enum Why {
        /// The judge handed it in.
        SamePerson = "same_person",
        /// The judge has a work in the contest (or in the category, where the contest says so).
        Entered = "entered",
        /// An author has the judge's name.
        AuthorName = "author_name",
        /// A guardian has the judge's name.
        Guardian = "guardian",
        /// The judge's unit is the author's.
        SameUnit = "same_unit",
        /// The judge said so.
        Declared = "declared",
        /// A secretary said so.
        Pinned = "pinned",
    }
}

/// What is known of a judge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgeFacts {
    pub name: String,
    pub units: Vec<UnitId>,
    /// The categories in which the judge has a work under way.
    pub entered: BTreeSet<CategoryId>,
}

/// What is known of a work. Never leaves the machine's own comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkFacts {
    /// Whoever handed it in; none where a secretary did so for the author.
    pub owner: Option<AccountId>,
    pub category: CategoryId,
    pub units: Vec<UnitId>,
    pub authors: Vec<String>,
    pub guardians: Vec<String>,
}

/// Which unit each one became.
pub type Successors = BTreeMap<UnitId, UnitId>;

/// The unit that a unit is today, through all successions.
#[must_use]
pub fn today(unit: UnitId, successors: &Successors) -> UnitId {
    let mut at = unit;
    // As many steps as there are successions: a circle, which there should not be, ends.
    for _ in 0..successors.len() {
        match successors.get(&at) {
            Some(next) => at = *next,
            None => break,
        }
    }
    at
}

/// The conflict that the machine finds, the gravest first.
#[must_use]
pub fn found(
    judge: AccountId,
    facts: &JudgeFacts,
    work: &WorkFacts,
    successors: &Successors,
    rule: ConflictRule,
) -> Option<Why> {
    if work.owner == Some(judge) {
        return Some(Why::SamePerson);
    }
    let entered = match rule {
        ConflictRule::Contest => !facts.entered.is_empty(),
        ConflictRule::Category => facts.entered.contains(&work.category),
    };
    if entered {
        return Some(Why::Entered);
    }
    let name = fold(&facts.name);
    let named = |names: &[String]| !name.is_empty() && names.iter().any(|n| fold(n) == name);
    if named(&work.authors) {
        return Some(Why::AuthorName);
    }
    if named(&work.guardians) {
        return Some(Why::Guardian);
    }
    let here: BTreeSet<UnitId> = facts.units.iter().map(|u| today(*u, successors)).collect();
    work.units.iter().any(|u| here.contains(&today(*u, successors))).then_some(Why::SameUnit)
}

/// Whether a secretary's "no conflict" can set it aside: what may be a chance likeness, not what is a fact.
#[must_use]
pub const fn can_be_set_aside(why: Why) -> bool {
    matches!(why, Why::AuthorName | Why::Guardian | Why::SameUnit)
}

/// What stands for one judge and one work, given what the machine finds and what was said.
#[must_use]
pub fn standing(found: Option<Why>, said: &[&Conflict]) -> Option<Why> {
    let of = |source| said.iter().find(|c| c.source == source);
    if of(ConflictSource::Declared).is_some_and(|c| c.present) {
        return Some(Why::Declared);
    }
    match of(ConflictSource::Pinned) {
        Some(pin) if pin.present => Some(Why::Pinned),
        Some(_) => found.filter(|why| !can_be_set_aside(*why)),
        None => found,
    }
}

/// Every conflict that stands among some judges and works.
pub type Standing = BTreeMap<(AccountId, EntryId), Why>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::{ConflictId, ContestId};
    use crate::kernel::time::Timestamp;

    const JUDGE: AccountId = AccountId(7);

    fn judge() -> JudgeFacts {
        JudgeFacts { name: "Lê Thị Hòa".into(), units: vec![UnitId(1)], entered: BTreeSet::new() }
    }
    fn work() -> WorkFacts {
        WorkFacts {
            owner: Some(AccountId(1)),
            category: CategoryId(1),
            units: vec![UnitId(5)],
            authors: vec!["Nguyễn Văn An".into()],
            guardians: vec![],
        }
    }
    fn find(judge: &JudgeFacts, work: &WorkFacts, rule: ConflictRule) -> Option<Why> {
        // Units 1 and 2 became 3; 5 stayed.
        found(JUDGE, judge, work, &BTreeMap::from([(UnitId(1), UnitId(3)), (UnitId(2), UnitId(3))]), rule)
    }

    #[test]
    fn the_machine_finds_person_name_guardian_and_unit() {
        let rule = ConflictRule::Contest;
        assert_eq!(find(&judge(), &work(), rule), None);
        assert_eq!(find(&judge(), &WorkFacts { owner: Some(JUDGE), ..work() }, rule), Some(Why::SamePerson));
        let named = WorkFacts { authors: vec!["LE THI HOA".into()], ..work() };
        assert_eq!(find(&judge(), &named, rule), Some(Why::AuthorName));
        let guarded = WorkFacts { guardians: vec!["Lê thị Hoà".into()], ..work() };
        assert_eq!(find(&judge(), &guarded, rule), Some(Why::Guardian));
        // Another old commune that went into the same new one; and the new one itself.
        assert_eq!(find(&judge(), &WorkFacts { units: vec![UnitId(2)], ..work() }, rule), Some(Why::SameUnit));
        assert_eq!(find(&judge(), &WorkFacts { units: vec![UnitId(3)], ..work() }, rule), Some(Why::SameUnit));
    }

    #[test]
    fn who_entered_judges_nothing_or_not_the_category() {
        let entered = JudgeFacts { entered: BTreeSet::from([CategoryId(2)]), ..judge() };
        assert_eq!(find(&entered, &work(), ConflictRule::Contest), Some(Why::Entered));
        assert_eq!(find(&entered, &work(), ConflictRule::Category), None);
        let same = WorkFacts { category: CategoryId(2), ..work() };
        assert_eq!(find(&entered, &same, ConflictRule::Category), Some(Why::Entered));
    }

    #[test]
    fn a_pin_sets_likeness_aside_but_no_fact_and_no_declaration() {
        let said = |source, present| Conflict {
            id: ConflictId(1),
            contest_id: ContestId(1),
            judge_id: JUDGE,
            entry_id: EntryId(1),
            source,
            present,
            reason: String::new(),
            made_at: Timestamp(0),
            made_by: None,
        };
        let absent = said(ConflictSource::Pinned, false);
        let present = said(ConflictSource::Pinned, true);
        let declared = said(ConflictSource::Declared, true);
        assert_eq!(standing(Some(Why::AuthorName), &[]), Some(Why::AuthorName));
        assert_eq!(standing(Some(Why::AuthorName), &[&absent]), None);
        assert_eq!(standing(Some(Why::SamePerson), &[&absent]), Some(Why::SamePerson));
        assert_eq!(standing(None, &[&present]), Some(Why::Pinned));
        assert_eq!(standing(None, &[&absent, &declared]), Some(Why::Declared));
    }

    #[test]
    fn a_circle_of_successions_ends() {
        let circle = BTreeMap::from([(UnitId(1), UnitId(2)), (UnitId(2), UnitId(1))]);
        assert_eq!(today(UnitId(1), &circle), UnitId(1));
    }
}
