//! The plan against its promises, and on small requests against every plan there is.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::plan::*;

type Asked = Request<u32, u32, char>;
type Made = Plan<u32, u32, char>;

/// Judges 1, 2, 3 … and works 101, 102, 103 … of one category.
fn contest(judges: u32, works: u32, quota: usize) -> Asked {
    let panelist = Panelist { min: 0, max: None, expertise: BTreeSet::new() };
    Request {
        judges: (1..=judges).map(|judge| (judge, panelist.clone())).collect(),
        works: (101..101 + works).map(|work| (work, Needed { category: 't', quota })).collect(),
        conflicts: BTreeSet::new(),
        anchors: BTreeSet::new(),
        existing: Vec::new(),
        rebalance: false,
        seed: 1,
    }
}

fn pairs(plan: &Made) -> BTreeSet<(u32, u32)> {
    plan.kept.iter().chain(&plan.new).copied().collect()
}

fn loads(plan: &Made) -> Vec<usize> {
    plan.loads.iter().map(|load| load.works).collect()
}

fn judges_of(plan: &Made, work: u32) -> Vec<u32> {
    pairs(plan).into_iter().filter(|(_, entry)| *entry == work).map(|(judge, _)| judge).collect()
}

/// All pairs as they would be stored after the plan.
fn stored(plan: &Made, begun: bool) -> Vec<Existing<u32, u32>> {
    pairs(plan).into_iter().map(|(judge, entry)| Existing { judge, entry, begun }).collect()
}

#[test]
fn five_judges_four_hundred_works_three_each() {
    let asked = contest(5, 400, 3);
    let made = plan(&asked);
    assert_eq!(loads(&made), [240; 5]);
    assert_eq!(made.unmet, []);
    let preview = made.preview(&asked);
    assert_eq!((preview.works, preview.judges, preview.filled, preview.empty), (400, 5, 1200, 0));
    assert_eq!(
        (preview.mean_load.show(2), preview.least, preview.most, preview.connected),
        ("240,00".into(), 240, 240, true)
    );
    // Ten panels of three out of five: each comes up about forty times, and each two judges meet 120 times.
    let mut meetings: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for work in asked.works.keys() {
        let panel = judges_of(&made, *work);
        for (at, a) in panel.iter().enumerate() {
            for b in &panel[at + 1..] {
                *meetings.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    assert_eq!(meetings.len(), 10);
    assert!(meetings.values().all(|times| (118..=122).contains(times)), "{meetings:?}");
}

#[test]
fn panels_do_not_fall_into_islands_where_judges_by_quota_is_whole() {
    for seed in 0..20 {
        let made = plan(&Request { seed, ..contest(6, 10, 3) });
        assert_eq!(loads(&made), [5; 6]);
        assert_eq!(made.disconnected, []);
    }
    // As few works as can connect them at all.
    let made = plan(&contest(6, 3, 3));
    assert_eq!((made.disconnected.len(), loads(&made).iter().max()), (0, Some(&2)));
}

#[test]
fn one_judge_for_each_work_connects_nothing() {
    let made = plan(&contest(2, 4, 1));
    assert_eq!(made.disconnected.len(), 1);
    assert_eq!(made.disconnected[0].why, Apart::OneEach);
    assert_eq!(made.disconnected[0].islands.iter().map(|island| island.works.len()).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn judges_get_what_they_know_and_each_category_is_connected() {
    let mut asked = contest(4, 8, 2);
    for (judge, panelist) in &mut asked.judges {
        panelist.expertise = BTreeSet::from([if *judge <= 2 { 't' } else { 'v' }]);
    }
    for (work, needed) in &mut asked.works {
        needed.category = if work % 2 == 0 { 't' } else { 'v' };
    }
    let made = plan(&asked);
    assert!(made.loads.iter().all(|load| load.outside == 0));
    assert_eq!(made.disconnected, []);
}

#[test]
fn conflicts_can_keep_a_category_apart_and_that_is_said() {
    let mut asked = contest(4, 4, 2);
    asked.conflicts = BTreeSet::from([(1, 103), (1, 104), (2, 103), (2, 104), (3, 101), (3, 102), (4, 101), (4, 102)]);
    let islands = vec![
        Island { judges: vec![1, 2], works: vec![101, 102] },
        Island { judges: vec![3, 4], works: vec![103, 104] },
    ];
    assert_eq!(plan(&asked).disconnected, [Disconnected { category: 't', islands, why: Apart::NoExchange }]);
}

#[test]
fn anchors_go_to_everybody_without_a_conflict() {
    let mut asked = contest(5, 6, 2);
    asked.anchors = BTreeSet::from([101, 106]);
    asked.conflicts = BTreeSet::from([(3, 106)]);
    asked.judges.get_mut(&1).unwrap().max = Some(1);
    let made = plan(&asked);
    assert_eq!(judges_of(&made, 101), [1, 2, 3, 4, 5]);
    assert_eq!(judges_of(&made, 106), [1, 2, 4, 5]);
    assert_eq!((made.loads[0].works, made.loads[0].over_max), (2, 1));
    assert_eq!(made.unmet, []);
}

#[test]
fn what_cannot_be_met_is_named_with_what_would_help() {
    let mut asked = contest(3, 2, 2);
    asked.conflicts = BTreeSet::from([(1, 101), (2, 101)]);
    let made = plan(&asked);
    assert_eq!(made.unmet, [Unmet { entry: 101, missing: 1, eligible: 1, full: vec![] }]);

    let mut asked = contest(2, 3, 2);
    asked.judges.get_mut(&2).unwrap().max = Some(2);
    let made = plan(&asked);
    let unmet: Vec<_> = made.unmet.iter().map(|unmet| (unmet.missing, unmet.eligible, unmet.full.clone())).collect();
    assert_eq!(unmet, [(1, 2, vec![2])]);
    assert_eq!(loads(&made), [3, 2]);
}

#[test]
fn a_conflict_wins_over_a_pair_that_was_begun() {
    let mut asked = contest(3, 3, 2);
    let first = plan(&asked);
    asked.existing = stored(&first, true);
    let (judge, entry) = *pairs(&first).first().unwrap();
    asked.conflicts.insert((judge, entry));
    let second = plan(&asked);
    assert_eq!(second.removed, [Removed { judge, entry, begun: true, because: Because::Conflict }]);
    assert_eq!(second.kept.len(), 5);
    assert_eq!(second.new.len(), 1);
    assert_eq!(second.new[0].1, entry);
}

#[test]
fn a_judge_who_leaves_moves_only_their_own_works() {
    let mut asked = contest(6, 40, 3);
    let first = plan(&asked);
    asked.existing = stored(&first, false);
    asked.judges.remove(&6);
    let second = plan(&asked);
    assert_eq!(second.kept.len(), 100);
    assert_eq!(second.removed.len(), 20);
    assert!(second.removed.iter().all(|gone| gone.judge == 6 && gone.because == Because::Gone));
    assert_eq!(loads(&second), [24; 5]);
}

#[test]
fn a_judge_who_joins_takes_from_the_others_only_where_that_is_allowed() {
    let mut asked = contest(5, 40, 3);
    let first = plan(&asked);
    asked.existing = stored(&first, false);
    asked.judges.insert(6, asked.judges[&1].clone());
    let held = plan(&asked);
    assert_eq!((held.new.len(), held.removed.len()), (0, 0));
    let moved = plan(&Request { rebalance: true, ..asked.clone() });
    assert_eq!(loads(&moved), [20; 6]);
    assert_eq!((moved.new.len(), moved.removed.len()), (20, 20), "no more moves than even loads need");
    assert!(moved.new.iter().all(|(judge, _)| *judge == 6));
    for pair in &mut asked.existing {
        pair.begun = true;
    }
    assert_eq!(plan(&Request { rebalance: true, ..asked }).removed, []);
}

#[test]
fn a_minimum_comes_before_even_loads() {
    let mut asked = contest(4, 8, 1);
    asked.judges.get_mut(&4).unwrap().min = 5;
    assert_eq!(loads(&plan(&asked)), [1, 1, 1, 5]);
}

#[test]
fn nothing_asked_is_nothing_planned() {
    let made = plan(&contest(0, 0, 3));
    assert_eq!((made.new.len(), made.unmet.len()), (0, 0));
    let made = plan(&contest(0, 2, 3));
    assert_eq!(made.unmet.iter().map(|unmet| (unmet.missing, unmet.eligible)).collect::<Vec<_>>(), [(3, 0), (3, 0)]);
    assert_eq!(loads(&plan(&contest(2, 0, 3))), [0, 0]);
    assert_eq!(plan(&contest(2, 0, 3)).preview(&contest(2, 0, 3)).mean_load.show(2), "0,00");
}

/// Empty places, missing to minima, squared loads, outside expertise, pairs that were not there.
type Cost = (usize, usize, usize, usize, usize);

fn cost(asked: &Asked, filled: usize, loads: &[usize], outside: usize, fresh: usize) -> Cost {
    let short = asked.judges.values().zip(loads).map(|(panelist, load)| panelist.min.saturating_sub(*load)).sum();
    // Filled places counted from above: fewer filled is worse.
    (usize::MAX - filled, short, loads.iter().map(|load| load * load).sum(), outside, fresh)
}

fn is_outside(asked: &Asked, judge: u32, work: u32) -> bool {
    let known = &asked.judges[&judge].expertise;
    !known.is_empty() && !known.contains(&asked.works[&work].category)
}

/// Pairs that must be there: anchors and what is kept.
fn fixed(asked: &Asked) -> BTreeSet<(u32, u32)> {
    let anchors = asked.anchors.iter().flat_map(|work| asked.judges.keys().map(move |judge| (*judge, *work)));
    let kept = asked.existing.iter().filter(|pair| pair.begun || !asked.rebalance).map(|pair| (pair.judge, pair.entry));
    let known = |(judge, work): &(u32, u32)| asked.judges.contains_key(judge) && asked.works.contains_key(work);
    anchors.chain(kept).filter(known).filter(|pair| !asked.conflicts.contains(pair)).collect()
}

/// The best there is, by trying every set of judges for every work; of plans with the same loads only the best is followed.
fn best_of_all(asked: &Asked) -> Cost {
    let fixed = fixed(asked);
    let judges: Vec<u32> = asked.judges.keys().copied().collect();
    let start: Vec<usize> = judges.iter().map(|judge| fixed.iter().filter(|(j, _)| j == judge).count()).collect();
    let mut ways: BTreeMap<Vec<usize>, (usize, usize)> = BTreeMap::from([(start.clone(), (0, 0))]);
    for (work, needed) in &asked.works {
        let has = fixed.iter().filter(|(_, w)| w == work).count();
        let need = needed.quota.saturating_sub(has);
        let mut next: BTreeMap<Vec<usize>, (usize, usize)> = BTreeMap::new();
        for set in 0..1_usize << judges.len() {
            let panel: Vec<usize> = (0..judges.len()).filter(|at| set >> at & 1 == 1).collect();
            let free =
                |at: &usize| !asked.conflicts.contains(&(judges[*at], *work)) && !fixed.contains(&(judges[*at], *work));
            if panel.len() > need || !panel.iter().all(free) {
                continue;
            }
            let outside = panel.iter().filter(|at| is_outside(asked, judges[**at], *work)).count();
            let was = |at: &&usize| asked.existing.iter().any(|pair| (pair.judge, pair.entry) == (judges[**at], *work));
            let fresh = if asked.rebalance { panel.len() - panel.iter().filter(was).count() } else { 0 };
            for (loads, (so_far, fresh_so_far)) in &ways {
                let mut loads = loads.clone();
                let room = |at: &usize| asked.judges[&judges[*at]].max.is_none_or(|max| loads[*at] < max);
                if !panel.iter().all(room) {
                    continue;
                }
                for at in &panel {
                    loads[*at] += 1;
                }
                let total = (so_far + outside, fresh_so_far + fresh);
                let known = next.entry(loads).or_insert(total);
                *known = (*known).min(total);
            }
        }
        ways = next;
    }
    let started: usize = start.iter().sum();
    ways.iter()
        .map(|(loads, (outside, fresh))| cost(asked, loads.iter().sum::<usize>() - started, loads, *outside, *fresh))
        .min()
        .unwrap()
}

/// What the plan costs, from its own lists; also that it keeps what it must and breaks no promise.
fn cost_of(asked: &Asked, made: &Made) -> Cost {
    let all = pairs(made);
    let fixed = fixed(asked);
    assert_eq!(all.len(), made.kept.len() + made.new.len(), "a pair is listed once");
    assert!(all.is_disjoint(&asked.conflicts), "a conflict was planned");
    assert!(fixed.is_subset(&all), "a fixed pair is missing");
    let was: BTreeSet<(u32, u32)> = asked.existing.iter().map(|pair| (pair.judge, pair.entry)).collect();
    let removed: BTreeSet<(u32, u32)> = made.removed.iter().map(|pair| (pair.judge, pair.entry)).collect();
    assert_eq!(made.kept.iter().copied().collect::<BTreeSet<_>>(), was.intersection(&all).copied().collect());
    assert_eq!(removed, was.difference(&all).copied().collect());
    for (work, needed) in &asked.works {
        let have = judges_of(made, *work).len();
        let missing = made.unmet.iter().find(|unmet| unmet.entry == *work).map_or(0, |unmet| unmet.missing);
        let stuck = fixed.iter().filter(|(_, entry)| entry == work).count();
        assert_eq!(have + missing, needed.quota.max(stuck));
    }
    let mut loads = Vec::new();
    for (load, (judge, panelist)) in made.loads.iter().zip(&asked.judges) {
        let works = all.iter().filter(|(holder, _)| holder == judge).count();
        let stuck = fixed.iter().filter(|(holder, _)| holder == judge).count();
        assert_eq!((load.judge, load.works), (*judge, works));
        assert!(panelist.max.is_none_or(|max| works <= max.max(stuck)));
        loads.push(works);
    }
    let given: Vec<&(u32, u32)> = all.difference(&fixed).collect();
    let outside = given.iter().filter(|(judge, work)| is_outside(asked, *judge, *work)).count();
    let fresh = if asked.rebalance { given.iter().filter(|pair| !was.contains(pair)).count() } else { 0 };
    cost(asked, given.len(), &loads, outside, fresh)
}

/// Small requests with everything in them: bounds, conflicts, expertise, anchors, pairs that were there, judges who left.
fn small_request() -> impl Strategy<Value = Asked> {
    let expertise = prop::collection::btree_set(prop::sample::select(vec!['t', 'v']), 0..2);
    let panelist = (0..4_usize, prop::option::of(0..5_usize), expertise).prop_map(|(min, max, expertise)| Panelist {
        min,
        max,
        expertise,
    });
    let needed =
        (prop::sample::select(vec!['t', 'v']), 0..4_usize).prop_map(|(category, quota)| Needed { category, quota });
    let pair = || (1..6_u32, 101..107_u32);
    (
        prop::collection::vec(panelist, 1..5),
        prop::collection::vec(needed, 1..6),
        prop::collection::btree_set(pair(), 0..8),
        prop::collection::btree_set(101..107_u32, 0..2),
        prop::collection::vec((pair(), any::<bool>()), 0..6),
        any::<bool>(),
        any::<u64>(),
    )
        .prop_map(|(judges, works, conflicts, anchors, existing, rebalance, seed)| Request {
            judges: (1..).zip(judges).collect(),
            works: (101..).zip(works).collect(),
            conflicts,
            anchors,
            existing: existing.into_iter().map(|((judge, entry), begun)| Existing { judge, entry, begun }).collect(),
            rebalance,
            seed,
        })
        .prop_map(|mut asked| {
            // A pair named twice, begun and not, counts as begun; the oracle here is simpler.
            asked.existing.sort_unstable_by_key(|pair| (pair.judge, pair.entry, !pair.begun));
            asked.existing.dedup_by_key(|pair| (pair.judge, pair.entry));
            asked
        })
}

/// Larger ones, feasible and not.
fn request() -> impl Strategy<Value = Asked> {
    (2..12_u32, 1..40_u32, 1..4_usize, prop::collection::btree_set((1..12_u32, 101..141_u32), 0..60), any::<u64>())
        .prop_map(|(judges, works, quota, conflicts, seed)| Request {
            conflicts,
            seed,
            ..contest(judges, works, quota)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_plan_is_better(asked in small_request()) {
        prop_assert_eq!(cost_of(&asked, &plan(&asked)), best_of_all(&asked));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_same_seed_gives_the_same_plan_and_another_one_as_good(asked in request(), seed: u64) {
        let made = plan(&asked);
        prop_assert_eq!(&plan(&asked), &made);
        let other = plan(&Request { seed, ..asked.clone() });
        prop_assert_eq!(cost_of(&asked, &other), cost_of(&asked, &made));
    }

    #[test]
    fn a_quota_is_missed_only_for_want_of_judges_without_conflict(asked in request()) {
        // Without maxima every work gets all the judges it can have.
        for unmet in plan(&asked).unmet {
            prop_assert_eq!(unmet.eligible + unmet.missing, asked.works[&unmet.entry].quota);
            prop_assert_eq!(unmet.full, Vec::<u32>::new());
        }
    }

    #[test]
    fn without_conflicts_loads_differ_by_one_at_most_and_all_is_connected(judges in 2..12_u32, works in 1..40_u32, quota in 2..4_usize, seed: u64) {
        let made = plan(&Request { seed, ..contest(judges, works, quota) });
        let loads = loads(&made);
        prop_assert!(loads.iter().max().unwrap() - loads.iter().min().unwrap() <= 1);
        // Where there are pairs enough for a tree over the works and all judges who have any.
        let pairs: usize = loads.iter().sum();
        let nodes = usize::try_from(works).unwrap() + loads.iter().filter(|load| **load > 0).count();
        if pairs + 1 >= nodes {
            prop_assert_eq!(made.disconnected, vec![]);
        }
    }

    #[test]
    fn planning_again_changes_nothing(asked in request(), rebalance: bool) {
        let first = plan(&asked);
        let again = plan(&Request { existing: stored(&first, false), rebalance, ..asked });
        prop_assert_eq!((again.new, again.removed), (vec![], vec![]));
    }

    #[test]
    fn room_with_a_judge_in_the_way_fills_a_place(asked in small_request()) {
        let made = plan(&asked);
        let empty = |plan: &Made| plan.unmet.iter().map(|unmet| unmet.missing).sum::<usize>();
        for judge in made.unmet.iter().flat_map(|unmet| unmet.full.clone()) {
            let mut roomier = asked.clone();
            let load = made.loads.iter().find(|load| load.judge == judge).unwrap().works;
            roomier.judges.get_mut(&judge).unwrap().max = Some(load + 1);
            prop_assert_eq!(empty(&plan(&roomier)), empty(&made) - 1);
        }
    }
}
