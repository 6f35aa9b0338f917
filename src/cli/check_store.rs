//! SQL of `bongsen check`: what is held against the rules, without texts.

use diesel::prelude::*;

use crate::contests::contest::{Phase, RoundState};
use crate::db::Conn;
use crate::db::schema::{
    accounts, advancements, assignments, awards, categories, category_rubrics, contests, criteria, entries,
    entry_versions, files, marks, memberships, prizes, publications, renditions, rounds, rubrics, rules_versions,
    sheet_copies, tie_votes, unblindings, vacancies,
};
use crate::entries::entry::{EntryState, FileState, RenditionKind};
use crate::judging::sheet::SheetState;
use crate::kernel::actor::Role;
use crate::kernel::ids::{
    AccountId, AssignmentId, CategoryId, ContestId, CriterionId, EntryId, FileId, MembershipId, PrizeId, RoundId,
    RubricId,
};
use crate::kernel::points::Points;
use crate::kernel::time::Timestamp;
use crate::results::award::{Award, Publication};

/// An entry without its texts.
#[derive(Clone, Debug, Queryable)]
pub struct EntryRow {
    pub id: EntryId,
    pub contest: ContestId,
    pub category: Option<CategoryId>,
    pub state: EntryState,
    pub receipt_code: Option<String>,
    pub blind_code: Option<String>,
    pub submitted_number: i64,
}

/// A mark with what bounds it.
#[derive(Clone, Debug, Queryable)]
pub struct MarkRow {
    pub assignment: AssignmentId,
    pub points: Points,
    pub max: Points,
    pub step: Points,
    pub rubric: RubricId,
}

/// A sheet with the category that it belongs to.
#[derive(Clone, Debug, Queryable)]
pub struct SheetRow {
    pub id: AssignmentId,
    pub round: RoundId,
    pub category: Option<CategoryId>,
    pub state: SheetState,
}

/// What the store should hold for a row.
#[derive(Clone, Debug, Queryable)]
pub struct BlobRow {
    pub id: i64,
    pub key: String,
    pub size: i64,
    pub sha256: Vec<u8>,
}

pub fn contests(conn: &mut Conn) -> QueryResult<Vec<(ContestId, String, Phase, bool)>> {
    contests::table
        .order(contests::id.asc())
        .select((contests::id, contests::short_code, contests::phase, contests::is_current))
        .load(conn)
}

pub fn entries(conn: &mut Conn) -> QueryResult<Vec<EntryRow>> {
    entries::table
        .order(entries::id.asc())
        .select((
            entries::id,
            entries::contest_id,
            entries::category_id,
            entries::state,
            entries::receipt_code,
            entries::blind_code,
            entries::submitted_number,
        ))
        .load(conn)
}

pub fn versions(conn: &mut Conn) -> QueryResult<Vec<(EntryId, i64)>> {
    entry_versions::table.select((entry_versions::entry_id, entry_versions::number)).load(conn)
}

/// From category to its contest.
pub fn categories(conn: &mut Conn) -> QueryResult<Vec<(CategoryId, ContestId)>> {
    categories::table.select((categories::id, categories::contest_id)).load(conn)
}

pub fn marks(conn: &mut Conn) -> QueryResult<Vec<MarkRow>> {
    marks::table
        .inner_join(criteria::table.inner_join(rubrics::table))
        .order(marks::id.asc())
        .select((marks::assignment_id, marks::points, criteria::max, rubrics::step, rubrics::id))
        .load(conn)
}

pub fn sheets(conn: &mut Conn) -> QueryResult<Vec<SheetRow>> {
    assignments::table
        .inner_join(entries::table)
        .order(assignments::id.asc())
        .select((assignments::id, assignments::round_id, entries::category_id, assignments::state))
        .load(conn)
}

/// Which rubric each category has in each round.
pub fn rubrics(conn: &mut Conn) -> QueryResult<Vec<(CategoryId, RoundId, RubricId)>> {
    category_rubrics::table
        .inner_join(rounds::table)
        .select((category_rubrics::category_id, category_rubrics::round_id, category_rubrics::rubric_id))
        .load(conn)
}

/// The rubric of each criterion.
pub fn criteria(conn: &mut Conn) -> QueryResult<Vec<RubricId>> {
    criteria::table.select(criteria::rubric_id).load(conn)
}

pub fn prizes(conn: &mut Conn) -> QueryResult<Vec<(PrizeId, ContestId, String, i64)>> {
    prizes::table
        .order(prizes::id.asc())
        .select((prizes::id, prizes::contest_id, prizes::level, prizes::count))
        .load(conn)
}

/// Awards in force.
pub fn awards(conn: &mut Conn) -> QueryResult<Vec<Award>> {
    awards::table.filter(awards::revoked_at.is_null()).order(awards::id.asc()).select(Award::as_select()).load(conn)
}

pub fn publications(conn: &mut Conn) -> QueryResult<Vec<Publication>> {
    publications::table.order(publications::id.asc()).select(Publication::as_select()).load(conn)
}

/// Uploaded files that should be in the store.
pub fn files(conn: &mut Conn) -> QueryResult<Vec<BlobRow>> {
    files::table
        .filter(files::state.ne(FileState::Removed))
        .order(files::id.asc())
        .select((files::id, files::blob_key, files::size, files::sha256))
        .load(conn)
}

/// Blobs of files that were taken away: they may still be there.
pub fn removed_files(conn: &mut Conn) -> QueryResult<Vec<String>> {
    files::table.filter(files::state.eq(FileState::Removed)).select(files::blob_key).load(conn)
}

/// Copies made from files.
pub fn renditions(conn: &mut Conn) -> QueryResult<Vec<BlobRow>> {
    renditions::table
        .order(renditions::id.asc())
        .select((renditions::id, renditions::blob_key, renditions::size, renditions::sha256))
        .load(conn)
}

/// A sheet with whom and what it is for.
#[derive(Clone, Debug, Queryable)]
pub struct SheetOf {
    pub id: AssignmentId,
    pub round: RoundId,
    pub entry: EntryId,
    pub judge: AccountId,
    pub state: SheetState,
    pub comment: String,
}

pub fn sheet_rows(conn: &mut Conn) -> QueryResult<Vec<SheetOf>> {
    assignments::table
        .order(assignments::id.asc())
        .select((
            assignments::id,
            assignments::round_id,
            assignments::entry_id,
            assignments::judge_id,
            assignments::state,
            assignments::comment,
        ))
        .load(conn)
}

pub fn mark_points(conn: &mut Conn) -> QueryResult<Vec<(AssignmentId, CriterionId, Points)>> {
    marks::table.select((marks::assignment_id, marks::criterion_id, marks::points)).load(conn)
}

/// What was handed in each time: sheet, number, content.
pub fn copies(conn: &mut Conn) -> QueryResult<Vec<(AssignmentId, i64, String)>> {
    sheet_copies::table
        .order(sheet_copies::id.asc())
        .select((sheet_copies::assignment_id, sheet_copies::number, sheet_copies::content))
        .load(conn)
}

/// Entry, number, content.
pub fn version_contents(conn: &mut Conn) -> QueryResult<Vec<(EntryId, i64, String)>> {
    entry_versions::table
        .order(entry_versions::id.asc())
        .select((entry_versions::entry_id, entry_versions::number, entry_versions::content))
        .load(conn)
}

/// Awards, those taken back among them.
pub fn all_awards(conn: &mut Conn) -> QueryResult<Vec<Award>> {
    awards::table.order(awards::id.asc()).select(Award::as_select()).load(conn)
}

pub fn votes(conn: &mut Conn) -> QueryResult<Vec<(RoundId, EntryId, i64)>> {
    tie_votes::table.select((tie_votes::round_id, tie_votes::entry_id, tie_votes::place)).load(conn)
}

pub fn advanced(conn: &mut Conn) -> QueryResult<Vec<(RoundId, EntryId)>> {
    advancements::table.select((advancements::round_id, advancements::entry_id)).load(conn)
}

pub fn unblinded(conn: &mut Conn) -> QueryResult<Vec<ContestId>> {
    unblindings::table.select(unblindings::contest_id).load(conn)
}

pub fn round_states(conn: &mut Conn) -> QueryResult<Vec<(RoundId, RoundState)>> {
    rounds::table.order(rounds::id.asc()).select((rounds::id, rounds::state)).load(conn)
}

/// A role that somebody has or had in a contest.
#[derive(Clone, Debug, Queryable)]
pub struct RoleRow {
    pub id: MembershipId,
    pub contest: ContestId,
    pub account: AccountId,
    pub role: Role,
    pub ended_at: Option<Timestamp>,
}

pub fn roles(conn: &mut Conn) -> QueryResult<Vec<RoleRow>> {
    memberships::table
        .order(memberships::id.asc())
        .select((
            memberships::id,
            memberships::contest_id,
            memberships::account_id,
            memberships::role,
            memberships::ended_at,
        ))
        .load(conn)
}

/// Administrators who have a password: before that, nobody is one yet.
pub fn admins(conn: &mut Conn) -> QueryResult<Vec<AccountId>> {
    accounts::table
        .filter(accounts::is_admin.eq(true))
        .filter(accounts::password_hash.is_not_null())
        .select(accounts::id)
        .load(conn)
}

/// Every file with the SHA-256 of what was received.
pub fn file_digests(conn: &mut Conn) -> QueryResult<Vec<(FileId, Vec<u8>)>> {
    files::table.order(files::id.asc()).select((files::id, files::sha256)).load(conn)
}

/// What judges see in a file's place: the file, and the copy's SHA-256.
pub fn judging_copies(conn: &mut Conn) -> QueryResult<Vec<(FileId, Vec<u8>)>> {
    renditions::table
        .filter(renditions::kind.eq(RenditionKind::JudgingCopy))
        .order(renditions::id.asc())
        .select((renditions::file_id, renditions::sha256))
        .load(conn)
}

pub fn rules(conn: &mut Conn) -> QueryResult<Vec<(ContestId, i64, String)>> {
    rules_versions::table
        .order(rules_versions::id.asc())
        .select((rules_versions::contest_id, rules_versions::number, rules_versions::body))
        .load(conn)
}

pub fn vacancies(conn: &mut Conn) -> QueryResult<Vec<(PrizeId, String)>> {
    vacancies::table.select((vacancies::prize_id, vacancies::reason)).load(conn)
}

/// Round, entry, and why it was let in.
pub fn advance_reasons(conn: &mut Conn) -> QueryResult<Vec<(RoundId, EntryId, String)>> {
    advancements::table.select((advancements::round_id, advancements::entry_id, advancements::reason)).load(conn)
}
