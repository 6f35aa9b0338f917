//! SQL of results: what is read to rank, and what the ops write.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::award::{Award, Publication, PublicationState, TieVote, Unblinding, Vacancy};
use crate::contests::contest::Phase;
use crate::db::schema::{
    advancements, assignments, awards, contests, entries, gallery_hidings, panel_members, panels, publications,
    tie_votes, unblindings, vacancies,
};
use crate::db::{Conn, Tx};
use crate::entries::entry::{AuthorKind, EntryState};
use crate::judging::sheet::{SheetState, Way};
use crate::kernel::actor::Cx;
use crate::kernel::ids::{
    AccountId, AwardId, CategoryId, ContestId, EntryId, GroupId, PrizeId, PublicationId, RoundId, UnitId,
};

/// What the results need of an accepted work: no text, no files.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = entries)]
pub struct Contender {
    pub id: EntryId,
    pub owner_id: AccountId,
    pub on_behalf_by: Option<AccountId>,
    pub category_id: Option<CategoryId>,
    pub blind_code: Option<String>,
    pub public_code: Option<String>,
    pub title: String,
    pub pen_name: String,
    pub author_kind: AuthorKind,
    pub group_name: String,
    pub unit_name: String,
}

impl Contender {
    /// The blind code, or what stands for one that is missing.
    #[must_use]
    pub fn code(&self) -> &str {
        self.blind_code.as_deref().unwrap_or("?")
    }
}

/// The accepted works of a contest: those that are ranked.
pub fn contenders(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Contender>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(EntryState::Accepted))
        .order(entries::id.asc())
        .select(Contender::as_select())
        .load(conn)
}

/// The head judge's places in a round.
pub fn tie_votes(conn: &mut Conn, round: RoundId) -> QueryResult<Vec<TieVote>> {
    tie_votes::table
        .filter(tie_votes::round_id.eq(round))
        .order(tie_votes::id.asc())
        .select(TieVote::as_select())
        .load(conn)
}

/// Writes the head judge's place of one work, in place of the one before.
pub fn put_tie_vote(tx: &mut Tx, cx: &Cx, round: RoundId, entry: EntryId, place: i64) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::delete(tie_votes::table.filter(tie_votes::round_id.eq(round)).filter(tie_votes::entry_id.eq(entry)))
        .execute(conn)?;
    diesel::insert_into(tie_votes::table)
        .values((
            tie_votes::round_id.eq(round),
            tie_votes::entry_id.eq(entry),
            tie_votes::place.eq(place),
            tie_votes::made_at.eq(cx.now),
            tie_votes::made_by.eq(cx.actor.account()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The groups whose panel of this round the account heads.
pub fn headed_groups(conn: &mut Conn, round: RoundId, account: AccountId) -> QueryResult<Vec<GroupId>> {
    panel_members::table
        .inner_join(panels::table)
        .filter(panels::round_id.eq(round))
        .filter(panel_members::account_id.eq(account))
        .filter(panel_members::is_head.eq(true))
        .filter(panel_members::removed_at.is_null())
        .order(panels::id.asc())
        .select(panels::group_id)
        .load(conn)
}

/// Whether anybody has been given the work to judge in a round.
pub fn is_assigned(conn: &mut Conn, round: RoundId, entry: EntryId) -> QueryResult<bool> {
    let n: i64 = assignments::table
        .filter(assignments::round_id.eq(round))
        .filter(assignments::entry_id.eq(entry))
        .filter(assignments::state.eq_any(vec![SheetState::Open, SheetState::HandedIn]))
        .count()
        .get_result(conn)?;
    Ok(n > 0)
}

pub fn add_advancement(
    tx: &mut Tx,
    cx: &Cx,
    contest: ContestId,
    round: RoundId,
    entry: EntryId,
    way: Way,
    reason: &str,
) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(advancements::table)
        .values((
            advancements::contest_id.eq(contest),
            advancements::round_id.eq(round),
            advancements::entry_id.eq(entry),
            advancements::way.eq(way),
            advancements::reason.eq(reason),
            advancements::made_at.eq(cx.now),
            advancements::made_by.eq(cx.actor.account()),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn remove_advancement(tx: &mut Tx, round: RoundId, entry: EntryId) -> QueryResult<usize> {
    let conn: &mut Conn = tx;
    diesel::delete(
        advancements::table.filter(advancements::round_id.eq(round)).filter(advancements::entry_id.eq(entry)),
    )
    .execute(conn)
}

/// The awards of a contest, revoked ones included, in the order of the prize table.
pub fn awards(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Award>> {
    awards::table
        .filter(awards::contest_id.eq(contest))
        .order((awards::prize_id.asc(), awards::position.asc(), awards::id.asc()))
        .select(Award::as_select())
        .load(conn)
}

pub fn award(conn: &mut Conn, id: AwardId) -> QueryResult<Option<Award>> {
    awards::table.find(id).select(Award::as_select()).first(conn).optional()
}

/// Gives a prize. Awards that were revoked before stay as they are.
pub fn put_award(
    tx: &mut Tx,
    cx: &Cx,
    contest: ContestId,
    prize: PrizeId,
    to: (Option<EntryId>, Option<UnitId>),
    position: i64,
    reason: &str,
) -> QueryResult<AwardId> {
    let conn: &mut Conn = tx;
    diesel::insert_into(awards::table)
        .values((
            awards::contest_id.eq(contest),
            awards::prize_id.eq(prize),
            awards::entry_id.eq(to.0),
            awards::unit_id.eq(to.1),
            awards::position.eq(position),
            awards::reason.eq(reason),
            awards::made_at.eq(cx.now),
            awards::made_by.eq(cx.actor.account()),
            awards::revoked_reason.eq(""),
        ))
        .returning(awards::id)
        .get_result(conn)
}

pub fn delete_award(tx: &mut Tx, id: AwardId) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::delete(awards::table.find(id)).execute(conn).map(|_| ())
}

pub fn revoke_award(tx: &mut Tx, cx: &Cx, id: AwardId, reason: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::update(awards::table.find(id))
        .set((awards::revoked_at.eq(Some(cx.now)), awards::revoked_reason.eq(reason)))
        .execute(conn)
        .map(|_| ())
}

/// Says why an award departs from the order, in place of what was said before.
pub fn set_award_reason(tx: &mut Tx, id: AwardId, reason: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::update(awards::table.find(id)).set(awards::reason.eq(reason)).execute(conn).map(|_| ())
}

/// Why levels have fewer prizes than the order suggests.
pub fn vacancies(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Vacancy>> {
    vacancies::table
        .filter(vacancies::contest_id.eq(contest))
        .order(vacancies::id.asc())
        .select(Vacancy::as_select())
        .load(conn)
}

/// Says why a level has fewer prizes, in place of what was said before; nothing where `reason` is empty.
pub fn put_vacancy(tx: &mut Tx, cx: &Cx, contest: ContestId, prize: PrizeId, reason: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::delete(vacancies::table.filter(vacancies::prize_id.eq(prize))).execute(conn)?;
    if reason.is_empty() {
        return Ok(());
    }
    diesel::insert_into(vacancies::table)
        .values((
            vacancies::contest_id.eq(contest),
            vacancies::prize_id.eq(prize),
            vacancies::reason.eq(reason),
            vacancies::made_at.eq(cx.now),
            vacancies::made_by.eq(cx.actor.account()),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The blind codes of works, whatever their state.
pub fn blind_codes(conn: &mut Conn, ids: &[EntryId]) -> QueryResult<BTreeMap<EntryId, String>> {
    let codes: Vec<(EntryId, Option<String>)> = entries::table
        .filter(entries::id.eq_any(ids.to_vec()))
        .select((entries::id, entries::blind_code))
        .load(conn)?;
    Ok(codes.into_iter().map(|(id, code)| (id, code.unwrap_or_else(|| "?".to_owned()))).collect())
}

pub fn unblinding(conn: &mut Conn, contest: ContestId) -> QueryResult<Option<Unblinding>> {
    unblindings::table
        .filter(unblindings::contest_id.eq(contest))
        .select(Unblinding::as_select())
        .first(conn)
        .optional()
}

pub fn add_unblinding(tx: &mut Tx, cx: &Cx, contest: ContestId) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(unblindings::table)
        .values((
            unblindings::contest_id.eq(contest),
            unblindings::made_at.eq(cx.now),
            unblindings::made_by.eq(cx.actor.account()),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Every version that was proposed, the newest first.
pub fn publications(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Publication>> {
    publications::table
        .filter(publications::contest_id.eq(contest))
        .order(publications::number.desc())
        .select(Publication::as_select())
        .load(conn)
}

pub fn publication(conn: &mut Conn, contest: ContestId, number: i64) -> QueryResult<Option<Publication>> {
    publications::table
        .filter(publications::contest_id.eq(contest))
        .filter(publications::number.eq(number))
        .select(Publication::as_select())
        .first(conn)
        .optional()
}

/// The version in force.
pub fn published(conn: &mut Conn, contest: ContestId) -> QueryResult<Option<Publication>> {
    publications::table
        .filter(publications::contest_id.eq(contest))
        .filter(publications::state.eq(PublicationState::Published))
        .order(publications::number.desc())
        .select(Publication::as_select())
        .first(conn)
        .optional()
}

pub fn add_publication(
    tx: &mut Tx,
    cx: &Cx,
    contest: ContestId,
    number: i64,
    content: &str,
    sha256: &[u8],
    reason: &str,
) -> QueryResult<PublicationId> {
    let conn: &mut Conn = tx;
    diesel::insert_into(publications::table)
        .values((
            publications::contest_id.eq(contest),
            publications::number.eq(number),
            publications::state.eq(PublicationState::Proposed),
            publications::content.eq(content),
            publications::sha256.eq(sha256),
            publications::reason.eq(reason),
            publications::proposed_at.eq(cx.now),
            publications::proposed_by.eq(cx.actor.account()),
        ))
        .returning(publications::id)
        .get_result(conn)
}

pub fn set_publication_state(tx: &mut Tx, id: PublicationId, state: PublicationState) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::update(publications::table.find(id)).set(publications::state.eq(state)).execute(conn).map(|_| ())
}

/// Puts a version in force.
pub fn put_in_force(tx: &mut Tx, cx: &Cx, id: PublicationId) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::update(publications::table.find(id))
        .set((
            publications::state.eq(PublicationState::Published),
            publications::approved_at.eq(Some(cx.now)),
            publications::approved_by.eq(cx.actor.account()),
        ))
        .execute(conn)
        .map(|_| ())
}

pub fn set_phase(tx: &mut Tx, contest: ContestId, phase: Phase) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::update(contests::table.find(contest))
        .set((contests::phase.eq(phase), contests::version.eq(contests::version + 1)))
        .execute(conn)
        .map(|_| ())
}

pub fn set_public_code(tx: &mut Tx, entry: EntryId, code: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::update(entries::table.find(entry)).set(entries::public_code.eq(Some(code))).execute(conn).map(|_| ())
}

pub fn public_code_taken(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    diesel::dsl::select(diesel::dsl::exists(entries::table.filter(entries::public_code.eq(code)))).get_result(conn)
}

/// The public codes of the works that the gallery shows once the results are out.
pub fn shown_codes(conn: &mut Conn, contest: ContestId) -> QueryResult<BTreeSet<String>> {
    let codes: Vec<Option<String>> = entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(EntryState::Accepted))
        .filter(entries::gallery_consent.eq(true))
        .filter(entries::id.ne_all(gallery_hidings::table.select(gallery_hidings::entry_id)))
        .select(entries::public_code)
        .load(conn)?;
    Ok(codes.into_iter().flatten().collect())
}
