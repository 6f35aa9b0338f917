//! Making a contest from a template.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::json;

use crate::accounts::ops::grant;
use crate::audit::{Subject, record};
use crate::contests::contest::{Contest, Phase, RoundState};
use crate::contests::store;
use crate::contests::template::{ContestPart, Template};
use crate::contests::template_faults::faults;
use crate::db::schema::{
    categories, category_groups, category_rubrics, contests, criteria, prizes, rounds, rubrics, rules_versions, units,
};
use crate::db::{Conn, Tx};
use crate::kernel::actor::{Cx, Role};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{CategoryId, ContestId, GroupId, RoundId, RubricId, UnitId};
use crate::kernel::points::Points;
use crate::kernel::time::{Day, Zone};
use crate::policy::{Action, may};

/// Which contest of a template to make.
#[derive(Clone, Debug)]
pub struct Import {
    pub template: Template,
    /// Short code of the contest within the template.
    pub which: String,
    /// A short code of its own, where it shall have another.
    pub short_code: Option<String>,
    /// Whether the bare addresses mean it from now on.
    pub current: bool,
}

/// Makes the contest in phase *draft*. Whoever makes it organizes it, until they hand that on.
///
/// # Errors
/// Not the administrator; the short code is taken; the template does not fit together.
pub fn import(tx: &mut Tx, cx: &Cx, cmd: &Import) -> OpResult<Contest> {
    may(&cx.actor, &Action::Administer)?;
    let t = &cmd.template;
    let part = t.contests.iter().find(|c| c.short_code == cmd.which).ok_or(OpError::NotFound)?;
    Faults(faults(t).into_iter().map(|m| ("template".to_owned(), m)).collect()).check()?;
    let code = cmd.short_code.as_ref().unwrap_or(&part.short_code);
    if store::by_code(tx, code)?.is_some() {
        return Err(OpError::invalid("short_code", msg!("contest-code-taken", code = code.as_str())));
    }
    let id = insert_contest(tx, cx, t, part, code, cmd.current)?;
    insert_units(tx, t, id)?;
    let rubric_ids = insert_rubrics(tx, t, id)?;
    let round_ids = insert_rounds(tx, t, id)?;
    let group_ids = insert_categories(tx, t, id, &rubric_ids, &round_ids)?;
    insert_prizes(tx, t, id, &group_ids)?;
    record("contest.made", Subject("contest", id.0)).contest(id).fact("code", code.as_str()).write(tx, cx)?;
    if let Some(maker) = cx.actor.account() {
        grant(tx, cx, id, maker, Role::Organizer, None)?;
    }
    store::by_id(tx, id)?.ok_or(OpError::NotFound)
}

fn insert_contest(
    tx: &mut Tx,
    cx: &Cx,
    t: &Template,
    p: &ContestPart,
    code: &str,
    current: bool,
) -> OpResult<ContestId> {
    let conn: &mut Conn = tx;
    let zone = Zone::parse(&p.time_zone).ok_or_else(|| OpError::Internal("time zone".into()))?;
    let [launch, open, deadline, preliminary, last, publication] = p.instants(zone);
    if current {
        diesel::update(contests::table.filter(contests::is_current.eq(true)))
            .set(contests::is_current.eq(false))
            .execute(conn)?;
    }
    let day = |s: &String| Day::parse(s).map(Day::iso);
    let (from, to) = p.publication_window.as_ref().map_or((None, None), |(a, b)| (day(a), day(b)));
    let id = diesel::insert_into(contests::table)
        .values((
            contests::short_code.eq(code),
            contests::title.eq(&p.title),
            contests::title_en.eq(&p.en),
            contests::theme.eq(&p.theme),
            contests::time_zone.eq(&p.time_zone),
            contests::issuer.eq(json!(p.issuer).to_string()),
            contests::phase.eq(Phase::Draft),
            contests::is_current.eq(current),
            contests::launch_at.eq(launch),
            contests::open_at.eq(open),
            contests::deadline_at.eq(deadline),
            contests::grace_minutes.eq(p.grace_minutes),
            contests::preliminary_at.eq(preliminary),
            contests::final_at.eq(last),
            contests::publication_at.eq(publication),
            contests::published_from.eq(from),
            contests::published_to.eq(to),
            contests::commitments.eq(json!(t.commitments).to_string()),
            contests::topics.eq(json!(t.topics).to_string()),
            contests::tie_policy.eq(json!(t.tie_policy).to_string()),
            contests::score_method.eq("mean"),
            contests::conflict_rule.eq(p.conflict_rule),
            contests::contact.eq(&p.contact),
            contests::created_at.eq(cx.now),
            contests::version.eq(1i64),
        ))
        .returning(contests::id)
        .get_result::<ContestId>(conn)?;
    diesel::insert_into(rules_versions::table)
        .values((
            rules_versions::contest_id.eq(id),
            rules_versions::number.eq(1i64),
            rules_versions::body.eq(&p.rules_md),
            rules_versions::made_at.eq(cx.now),
            rules_versions::made_by.eq(cx.actor.account()),
        ))
        .execute(conn)?;
    Ok(id)
}

fn place(i: usize) -> i64 {
    i64::try_from(i).unwrap_or(i64::MAX)
}

fn insert_units(tx: &mut Tx, t: &Template, contest: ContestId) -> OpResult<()> {
    let conn: &mut Conn = tx;
    let mut ids: HashMap<&str, UnitId> = HashMap::new();
    for (i, u) in t.units.iter().enumerate() {
        let id = diesel::insert_into(units::table)
            .values((
                units::contest_id.eq(contest),
                units::key.eq(&u.key),
                units::name.eq(&u.name),
                units::kind.eq(&u.kind),
                units::valid_from.eq(&u.valid_from),
                units::valid_to.eq(&u.valid_to),
                units::position.eq(place(i)),
            ))
            .returning(units::id)
            .get_result::<UnitId>(conn)?;
        ids.insert(&u.key, id);
    }
    for u in &t.units {
        if let (Some(id), Some(next)) = (ids.get(u.key.as_str()), u.successor.as_deref().and_then(|s| ids.get(s))) {
            diesel::update(units::table.find(*id)).set(units::successor_id.eq(*next)).execute(conn)?;
        }
    }
    Ok(())
}

fn insert_rubrics<'t>(tx: &mut Tx, t: &'t Template, contest: ContestId) -> OpResult<HashMap<&'t str, RubricId>> {
    let conn: &mut Conn = tx;
    let mut ids = HashMap::new();
    for r in &t.rubrics {
        let id = diesel::insert_into(rubrics::table)
            .values((
                rubrics::contest_id.eq(contest),
                rubrics::key.eq(&r.key),
                rubrics::name.eq(&r.name),
                rubrics::name_en.eq(&r.en),
                rubrics::scale.eq(Points::whole(r.scale)),
                rubrics::step.eq(Points::parse(&r.step).map_err(OpError::internal)?),
                rubrics::version.eq(1i64),
            ))
            .returning(rubrics::id)
            .get_result::<RubricId>(conn)?;
        for (i, c) in r.criteria.iter().enumerate() {
            diesel::insert_into(criteria::table)
                .values((
                    criteria::rubric_id.eq(id),
                    criteria::position.eq(place(i)),
                    criteria::name.eq(&c.name),
                    criteria::name_en.eq(&c.en),
                    criteria::max.eq(Points::whole(c.max)),
                    criteria::levels.eq(json!(c.levels).to_string()),
                ))
                .execute(conn)?;
        }
        ids.insert(r.key.as_str(), id);
    }
    Ok(ids)
}

fn insert_rounds(tx: &mut Tx, t: &Template, contest: ContestId) -> OpResult<Vec<RoundId>> {
    let conn: &mut Conn = tx;
    let mut ids = Vec::new();
    for (i, r) in t.rounds.iter().enumerate() {
        let Some(key) = r.round_key() else { continue };
        let id = diesel::insert_into(rounds::table)
            .values((
                rounds::contest_id.eq(contest),
                rounds::key.eq(key),
                rounds::name.eq(&r.name),
                rounds::position.eq(place(i)),
                rounds::quota.eq(r.judges_per_entry),
                rounds::advance.eq(json!(r.advance).to_string()),
                rounds::deliberation.eq(r.deliberation),
                rounds::state.eq(RoundState::Planned),
                rounds::version.eq(1i64),
            ))
            .returning(rounds::id)
            .get_result::<RoundId>(conn)?;
        ids.push(id);
    }
    Ok(ids)
}

fn insert_categories<'t>(
    tx: &mut Tx,
    t: &'t Template,
    contest: ContestId,
    rubric_ids: &HashMap<&str, RubricId>,
    round_ids: &[RoundId],
) -> OpResult<HashMap<&'t str, GroupId>> {
    let conn: &mut Conn = tx;
    let mut ids = HashMap::new();
    let mut position = 0;
    for (i, g) in t.groups.iter().enumerate() {
        let group = diesel::insert_into(category_groups::table)
            .values((
                category_groups::contest_id.eq(contest),
                category_groups::code.eq(&g.code),
                category_groups::name.eq(&g.name),
                category_groups::name_en.eq(&g.en),
                category_groups::position.eq(place(i)),
            ))
            .returning(category_groups::id)
            .get_result::<GroupId>(conn)?;
        ids.insert(g.name.as_str(), group);
        for c in &g.categories {
            let id = diesel::insert_into(categories::table)
                .values((
                    categories::contest_id.eq(contest),
                    categories::group_id.eq(group),
                    categories::key.eq(&c.key),
                    categories::code.eq(&c.code),
                    categories::name.eq(&c.name),
                    categories::name_en.eq(&c.en),
                    categories::kind.eq(&c.kind),
                    categories::blind.eq(c.blind),
                    categories::rules.eq(json!(c.rules).to_string()),
                    categories::position.eq(position),
                    categories::version.eq(1i64),
                ))
                .returning(categories::id)
                .get_result::<CategoryId>(conn)?;
            position += 1;
            let rubric = *rubric_ids.get(c.rubric.as_str()).ok_or(OpError::NotFound)?;
            for round in round_ids {
                diesel::insert_into(category_rubrics::table)
                    .values((
                        category_rubrics::category_id.eq(id),
                        category_rubrics::round_id.eq(*round),
                        category_rubrics::rubric_id.eq(rubric),
                    ))
                    .execute(conn)?;
            }
        }
    }
    Ok(ids)
}

fn insert_prizes(tx: &mut Tx, t: &Template, contest: ContestId, groups: &HashMap<&str, GroupId>) -> OpResult<()> {
    let conn: &mut Conn = tx;
    let of_groups =
        t.prizes.iter().flat_map(|p| p.levels.iter().map(move |l| (groups.get(p.group.as_str()).copied(), l)));
    let collective = t.collective_prizes.iter().flat_map(|p| p.levels.iter().map(|l| (None, l)));
    for (i, (group, l)) in of_groups.chain(collective).enumerate() {
        diesel::insert_into(prizes::table)
            .values((
                prizes::contest_id.eq(contest),
                prizes::group_id.eq(group),
                prizes::level.eq(&l.level),
                prizes::count.eq(l.count),
                prizes::money.eq(l.money),
                prizes::position.eq(place(i)),
            ))
            .execute(conn)?;
    }
    Ok(())
}
