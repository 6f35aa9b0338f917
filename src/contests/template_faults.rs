//! What a template file says against itself, in sentences. Pure.

use super::contest::RoundKey;
use super::method::{AdvanceRule, TieRule};
use super::template::{ContestPart, LevelPart, RoundPart, RubricPart, Template, is_short_code};
use crate::kernel::errors::Faults;
use crate::kernel::msg::Msg;
use crate::kernel::points::Points;
use crate::kernel::time::{Day, Zone};

/// Faults of a part, each with the words that say which part.
type Found = Vec<Msg>;

/// Everything that keeps a template from becoming a contest.
#[must_use]
pub fn faults(t: &Template) -> Found {
    let mut f = Vec::new();
    if t.contests.is_empty() {
        f.push(msg!("template-no-contest"));
    }
    t.contests.iter().for_each(|c| contest(c, &mut f));
    twice(t.contests.iter().map(|c| c.short_code.as_str()), &mut f);
    t.rubrics.iter().for_each(|r| rubric(r, &mut f));
    twice(t.rubrics.iter().map(|r| r.key.as_str()), &mut f);
    units(t, &mut f);
    categories(t, &mut f);
    twice(t.commitments.iter().map(|c| c.key.as_str()), &mut f);
    prizes(t, &mut f);
    rounds(&t.rounds, &mut f);
    if t.tie_policy.contains(&TieRule::Criterion { n: 0 }) {
        f.push(msg!("template-tie"));
    }
    f
}

/// Names that stand twice where each may stand once; an empty one is a fault of its own.
fn twice<'a>(names: impl Iterator<Item = &'a str>, f: &mut Found) {
    let mut seen = std::collections::HashMap::new();
    for name in names {
        *seen.entry(name).or_insert(0) += 1;
    }
    let mut often: Vec<_> = seen.into_iter().filter(|(name, n)| *n > 1 || name.trim().is_empty()).collect();
    often.sort_unstable();
    for (name, _) in often {
        f.push(if name.trim().is_empty() { msg!("template-no-name") } else { msg!("template-twice", name = name) });
    }
}

fn contest(c: &ContestPart, f: &mut Found) {
    let code = c.short_code.as_str();
    if !is_short_code(code) {
        f.push(msg!("template-short-code", code = code));
    }
    if c.title.trim().is_empty() {
        f.push(msg!("template-no-title", code = code));
    }
    let Some(zone) = Zone::parse(&c.time_zone) else {
        f.push(msg!("template-zone", zone = c.time_zone.as_str()));
        return;
    };
    let d = &c.dates;
    for s in [&d.launch, &d.open, &d.deadline, &d.preliminary, &d.r#final, &d.publication] {
        if !s.is_empty() && zone.parse_field(s).is_none() {
            f.push(msg!("template-date", date = s.as_str(), code = code));
        }
    }
    let window = c.publication_window.as_ref().map(|(a, b)| (Day::parse(a), Day::parse(b)));
    if window.is_some_and(|(a, b)| a.is_none() || b.is_none() || a > b) {
        f.push(msg!("template-window", code = code));
    }
    if !(0..=24 * 60).contains(&c.grace_minutes) {
        f.push(msg!("template-grace", code = code));
    }
}

fn rubric(r: &RubricPart, f: &mut Found) {
    let name = r.name.as_str();
    if Points::parse(&r.step).map_or(true, |s| s <= Points::ZERO) {
        f.push(msg!("template-step", name = name));
    }
    if r.criteria.is_empty() || r.criteria.iter().any(|c| c.max <= 0) {
        f.push(msg!("template-criteria", name = name));
    }
    if r.criteria.iter().map(|c| i64::from(c.max)).sum::<i64>() != i64::from(r.scale) {
        f.push(msg!("template-sum", name = name, scale = i64::from(r.scale)));
    }
    for c in &r.criteria {
        for l in &c.levels {
            let band = Points::parse(&l.from).ok().zip(Points::parse(&l.to).ok());
            if band.is_none_or(|(a, b)| a > b || b > Points::whole(c.max)) {
                let max = i64::from(c.max);
                f.push(msg!("template-band", level = l.name.as_str(), name = c.name.as_str(), max = max));
            }
        }
    }
    twice(r.criteria.iter().map(|c| c.name.as_str()), f);
}

fn units(t: &Template, f: &mut Found) {
    for u in &t.units {
        if let Some(next) = u.successor.as_deref()
            && (next == u.key || !t.units.iter().any(|o| o.key == next))
        {
            f.push(msg!("template-successor", name = u.name.as_str(), next = next));
        }
        for day in [&u.valid_from, &u.valid_to].into_iter().flatten() {
            if Day::parse(day).is_none() {
                f.push(msg!("template-day", date = day.as_str(), name = u.name.as_str()));
            }
        }
    }
    twice(t.units.iter().map(|u| u.key.as_str()), f);
}

fn categories(t: &Template, f: &mut Found) {
    let all: Vec<_> = t.groups.iter().flat_map(|g| &g.categories).collect();
    for c in &all {
        let name = c.name.as_str();
        if !t.rubrics.iter().any(|r| r.key == c.rubric) {
            f.push(msg!("template-no-rubric", name = name, rubric = c.rubric.as_str()));
        }
        let Faults(asked) = c.rules.faults();
        f.extend(asked.into_iter().map(|(field, _)| msg!("template-category", name = name, field = field)));
    }
    twice(t.groups.iter().map(|g| g.code.as_str()), f);
    twice(t.groups.iter().map(|g| g.name.as_str()), f);
    twice(all.iter().map(|c| c.key.as_str()), f);
    twice(all.iter().map(|c| c.code.as_str()), f);
    twice(all.iter().map(|c| c.name.as_str()), f);
}

fn prizes(t: &Template, f: &mut Found) {
    let levels = |of: &str, levels: &[LevelPart], f: &mut Found| {
        if levels.iter().any(|l| l.count < 1 || l.money < 0) {
            f.push(msg!("template-prize", name = of));
        }
        twice(levels.iter().map(|l| l.level.as_str()), f);
    };
    for p in &t.prizes {
        if !t.groups.iter().any(|g| g.name == p.group) {
            f.push(msg!("template-no-group", name = p.group.as_str()));
        }
        levels(&p.group, &p.levels, f);
    }
    twice(t.prizes.iter().map(|p| p.group.as_str()), f);
    if let Some(p) = &t.collective_prizes {
        levels("collective_prizes", &p.levels, f);
    }
}

/// Every contest has its two rounds; one that is not needed is skipped when the contest comes to it.
fn rounds(rounds: &[RoundPart], f: &mut Found) {
    for r in rounds {
        if r.round_key().is_none() {
            f.push(msg!("template-round", name = r.key.as_str()));
        }
        let advance = match r.advance {
            Some(AdvanceRule::Share { percent, .. }) => (1..=100).contains(&percent),
            Some(AdvanceRule::TopN { n }) => n > 0,
            _ => true,
        };
        if !advance {
            f.push(msg!("template-advance", name = r.name.as_str()));
        }
        if !(1..=50).contains(&r.judges_per_entry) {
            f.push(msg!("template-quota", name = r.name.as_str()));
        }
    }
    for key in [RoundKey::Preliminary, RoundKey::Final] {
        if rounds.iter().filter(|r| r.round_key() == Some(key)).count() != 1 {
            f.push(msg!("template-rounds"));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::template::PHU_TAN;
    use super::*;

    fn keys(json: &str) -> Vec<String> {
        Template::parse(json).unwrap_err().into_iter().map(|m| m.key).collect()
    }

    #[test]
    fn faults_are_named() {
        let with = |from: &str, to: &str| keys(&PHU_TAN.replacen(from, to, 1));
        assert_eq!(with("\"max\": 30", "\"max\": 31"), ["template-sum"]);
        assert_eq!(with("\"PT26\"", "\"pt 26\""), ["template-short-code"]);
        assert_eq!(with("\"PT26\"", "\"PT23\""), ["template-twice"]);
        assert_eq!(with("\"chung-khao\"", "\"so-khao\""), ["template-rounds"]);
        assert!(with("\"key\": \"van-xuoi\"", "\"key\": \"tho\"").contains(&"template-twice".to_owned()));
        assert_eq!(with("\"code\": \"VH\"", "\"code\": \"\""), ["template-no-name"]);
        assert_eq!(keys("{"), ["template-unreadable"]);
        assert_eq!(
            keys("{\"contests\": [], \"rubrics\": [], \"groups\": [], \"rounds\": []}"),
            ["template-no-contest", "template-rounds"]
        );
    }
}
