//! SQL of the intake: the queue, what looks alike, ticks, extensions, claims; and nothing else.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::entry::{AuthorKind, Check, Entry, EntryState, FileState, RenditionKind};
use crate::db::Conn;
use crate::db::schema::{
    accounts, audit_notes, authors, categories, checks, claims, contests, entries, extensions, files, renditions,
    text_prints,
};
use crate::kernel::ids::{AccountId, CategoryId, ContestId, EntryId, ExtensionId, FileId, UnitId};
use crate::kernel::text::fold;
use crate::kernel::time::Timestamp;

/// What can be asked for besides state, category and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Late,
    OnBehalf,
    /// Holds a file that another work holds as well.
    SameFile,
    /// Something waits to be looked at by a person.
    Look,
    /// A file is refused or still being looked into.
    BadFile,
    /// A file that no judge gets to see.
    Held,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the time of handing in, the first first.
    #[default]
    Oldest,
    Newest,
    Title,
    Unit,
}

/// What the queue shows. Drafts are nobody's but their authors'.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// None: every state but draft.
    pub state: Option<EntryState>,
    pub category: Option<CategoryId>,
    pub unit: Option<UnitId>,
    pub flag: Option<Flag>,
    /// Folded; looks in title, authors, group, receipt code and unit.
    pub text: String,
    pub order: Order,
}

/// A line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = entries)]
pub struct QueueRow {
    pub id: EntryId,
    pub token: String,
    pub state: EntryState,
    pub title: String,
    pub receipt_code: Option<String>,
    pub category_id: Option<CategoryId>,
    pub author_kind: AuthorKind,
    pub group_name: String,
    pub unit_name: String,
    pub late: bool,
    pub on_behalf_by: Option<AccountId>,
    pub submitted_at: Option<Timestamp>,
    pub submitted_number: i64,
    pub state_at: Timestamp,
    pub correction_due_at: Option<Timestamp>,
}

fn like(folded: &str) -> String {
    format!("%{}%", folded.replace(['%', '_', '\\'], ""))
}

/// Every filter but the state's, on a boxed query of `entries`.
macro_rules! narrow {
    ($query:expr, $contest:expr, $filter:expr, $flagged:expr, $names:expr) => {{
        let mut q = $query.filter(entries::contest_id.eq($contest)).filter(entries::state.ne(EntryState::Draft));
        if let Some(category) = $filter.category {
            q = q.filter(entries::category_id.eq(category));
        }
        if let Some(unit) = $filter.unit {
            q = q.filter(entries::unit_id.eq(unit));
        }
        match $filter.flag {
            Some(Flag::Late) => q = q.filter(entries::late.eq(true)),
            Some(Flag::OnBehalf) => q = q.filter(entries::on_behalf_by.is_not_null()),
            Some(Flag::SameFile | Flag::Look | Flag::BadFile | Flag::Held) => {
                q = q.filter(entries::id.eq_any($flagged.clone()))
            }
            None => {}
        }
        if !$filter.text.is_empty() {
            let pattern = like(&$filter.text);
            let code = like(&$filter.text.to_ascii_uppercase());
            let named = authors::table.filter(authors::name_folded.like(pattern.clone())).select(authors::entry_id);
            q = q.filter(
                entries::title_folded
                    .like(pattern)
                    .or(entries::receipt_code.like(code).assume_not_null())
                    .or(entries::id.eq_any(named))
                    .or(entries::id.eq_any($names.0.clone()))
                    .or(entries::unit_name.eq_any($names.1.clone())),
            );
        }
        q
    }};
}

/// The works of groups, and the names of units, of a contest in whose names a folded text stands. Names have no folded column; they
/// are read from indexes, without the works.
fn named(conn: &mut Conn, contest: ContestId, text: &str) -> QueryResult<(Vec<EntryId>, Vec<String>)> {
    if text.is_empty() {
        return Ok(Default::default());
    }
    let of = entries::table.filter(entries::contest_id.eq(contest));
    let groups = of.filter(entries::group_name.ne("")).select((entries::id, entries::group_name));
    let groups: Vec<(EntryId, String)> = groups.load(conn)?;
    let groups = groups.into_iter().filter(|(_, name)| fold(name).contains(text)).map(|(id, _)| id).collect();
    let units = of.filter(entries::unit_name.ne("")).select(entries::unit_name).distinct();
    let mut units: Vec<String> = units.load(conn)?;
    units.retain(|name| fold(name).contains(text));
    Ok((groups, units))
}

/// The entries that a flag of their files picks out; empty for the other flags.
fn flagged(conn: &mut Conn, contest: ContestId, flag: Option<Flag>) -> QueryResult<Vec<EntryId>> {
    let of = files::table.inner_join(entries::table).filter(entries::contest_id.eq(contest));
    match flag {
        Some(Flag::SameFile) => same_file_entries(conn, contest),
        Some(Flag::Look) => of
            .filter(files::state.eq(FileState::Ready))
            .filter(files::unverified.ne("[]"))
            .select(files::entry_id)
            .distinct()
            .load(conn),
        Some(Flag::BadFile) => of
            .filter(files::state.eq_any(vec![FileState::Received, FileState::Refused]))
            .select(files::entry_id)
            .distinct()
            .load(conn),
        Some(Flag::Held) => {
            let of = categories::table.filter(categories::contest_id.eq(contest));
            let of: Vec<CategoryId> = of.select(categories::id).load(conn)?;
            held_back(conn, &of)
        }
        Some(Flag::Late | Flag::OnBehalf) | None => Ok(Vec::new()),
    }
}

/// The accepted works of these categories with a file that no judge gets to see: in a blind category, neither a picture nor released,
/// and without a judging copy.
pub fn held_back(conn: &mut Conn, of: &[CategoryId]) -> QueryResult<Vec<EntryId>> {
    let shown = renditions::table
        .filter(renditions::kind.eq_any(vec![RenditionKind::View, RenditionKind::JudgingCopy]))
        .select(renditions::file_id);
    files::table
        .inner_join(entries::table.inner_join(categories::table))
        .filter(entries::category_id.eq_any(of.to_vec()))
        .filter(entries::state.eq(EntryState::Accepted))
        .filter(categories::blind.eq(true))
        .filter(files::state.eq(FileState::Ready))
        .filter(files::released_at.is_null())
        .filter(files::id.ne_all(shown))
        .select(files::entry_id)
        .distinct()
        .load(conn)
}

diesel::alias!(files as other_files: OtherFiles, entries as other_entries: OtherEntries);

/// The entries of a contest that hold a file which another entry, of any contest, holds as well. Drafts do not count.
pub fn same_file_entries(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<EntryId>> {
    let ours = other_entries
        .filter(other_entries.field(entries::contest_id).eq(contest))
        .select(other_entries.field(entries::id));
    files::table
        .inner_join(other_files.on(other_files.field(files::sha256).eq(files::sha256)))
        .inner_join(entries::table.on(entries::id.eq(other_files.field(files::entry_id))))
        .filter(files::entry_id.eq_any(ours))
        .filter(files::state.ne(FileState::Removed))
        .filter(other_files.field(files::state).ne(FileState::Removed))
        .filter(other_files.field(files::entry_id).ne(files::entry_id))
        .filter(entries::state.ne(EntryState::Draft))
        .select(files::entry_id)
        .distinct()
        .load(conn)
}

/// One page of the queue.
pub fn queue(conn: &mut Conn, contest: ContestId, f: &Filter, offset: i64, limit: i64) -> QueryResult<Vec<QueueRow>> {
    let ids = queue_ids(conn, contest, f, offset, limit)?;
    let place: std::collections::HashMap<EntryId, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let mut rows: Vec<QueueRow> =
        entries::table.filter(entries::id.eq_any(ids)).select(QueueRow::as_select()).load(conn)?;
    rows.sort_by_key(|r| place.get(&r.id).copied());
    Ok(rows)
}

/// The works of the queue in its order. Without the rows themselves, which hold whole texts, an index often has it all.
fn queue_ids(conn: &mut Conn, contest: ContestId, f: &Filter, offset: i64, limit: i64) -> QueryResult<Vec<EntryId>> {
    let flagged = flagged(conn, contest, f.flag)?;
    let names = named(conn, contest, &f.text)?;
    let mut q = narrow!(entries::table.select(entries::id).into_boxed(), contest, f, flagged, names);
    if let Some(state) = f.state {
        q = q.filter(entries::state.eq(state));
    }
    q = match f.order {
        Order::Oldest => q.order((entries::submitted_at.asc(), entries::id.asc())),
        Order::Newest => q.order((entries::submitted_at.desc(), entries::id.desc())),
        Order::Title => q.order((entries::title_folded.asc(), entries::id.asc())),
        Order::Unit => q.order((entries::unit_name.asc(), entries::id.asc())),
    };
    q.offset(offset).limit(limit).load(conn)
}

/// How many there are in each state, whatever state the filter asks for.
pub fn counts(conn: &mut Conn, contest: ContestId, f: &Filter) -> QueryResult<Vec<(EntryState, i64)>> {
    let flagged = flagged(conn, contest, f.flag)?;
    let names = named(conn, contest, &f.text)?;
    let q = entries::table.group_by(entries::state).select((entries::state, count_star())).into_boxed();
    narrow!(q, contest, f, flagged, names).load(conn)
}

/// The addresses of the works before and after one, in the queue's order.
pub fn neighbours(
    conn: &mut Conn,
    contest: ContestId,
    f: &Filter,
    at: EntryId,
) -> QueryResult<(Option<String>, Option<String>)> {
    let all = queue_ids(conn, contest, f, 0, 20_000)?;
    let (before, after) = match all.iter().position(|id| *id == at) {
        Some(i) => (i.checked_sub(1).and_then(|i| all.get(i)), all.get(i + 1)),
        None => (None, all.first()),
    };
    let mut token = |id: Option<&EntryId>| match id {
        Some(id) => entries::table.find(*id).select(entries::token).first(conn).map(Some),
        None => Ok(None),
    };
    Ok((token(before)?, token(after)?))
}

/// Which of these entries hold a file that another entry, no draft, holds as well.
pub fn sharing_files(conn: &mut Conn, ids: &[EntryId]) -> QueryResult<Vec<EntryId>> {
    files::table
        .inner_join(other_files.on(other_files.field(files::sha256).eq(files::sha256)))
        .inner_join(entries::table.on(entries::id.eq(other_files.field(files::entry_id))))
        .filter(files::entry_id.eq_any(ids.to_vec()))
        .filter(entries::state.ne(EntryState::Draft))
        .filter(files::state.ne(FileState::Removed))
        .filter(other_files.field(files::state).ne(FileState::Removed))
        .filter(other_files.field(files::entry_id).ne(files::entry_id))
        .select(files::entry_id)
        .distinct()
        .load(conn)
}

/// Another work that holds the same file or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    pub entry: EntryId,
    pub contest: ContestId,
    pub contest_code: String,
    pub receipt: String,
    pub title: String,
    /// The file of ours that is the same; empty for the text.
    pub file: String,
}

/// Works of this contest and of others, handed in, that hold one of the entry's files byte for byte.
pub fn twins_by_file(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<Twin>> {
    type Found = (EntryId, ContestId, String, Option<String>, String, String);
    let found: Vec<Found> = files::table
        .inner_join(other_files.on(other_files.field(files::sha256).eq(files::sha256)))
        .inner_join(entries::table.on(entries::id.eq(other_files.field(files::entry_id))))
        .inner_join(contests::table.on(contests::id.eq(entries::contest_id)))
        .filter(files::entry_id.eq(entry))
        .filter(files::state.ne(FileState::Removed))
        .filter(other_files.field(files::state).ne(FileState::Removed))
        .filter(entries::id.ne(entry))
        .filter(entries::state.ne(EntryState::Draft))
        .order((entries::id.asc(), files::id.asc()))
        .select((
            entries::id,
            entries::contest_id,
            contests::short_code,
            entries::receipt_code,
            entries::title,
            files::name,
        ))
        .limit(50)
        .load(conn)?;
    Ok(found
        .into_iter()
        .map(|(entry, contest, contest_code, receipt, title, file)| Twin {
            entry,
            contest,
            contest_code,
            receipt: receipt.unwrap_or_default(),
            title,
            file,
        })
        .collect())
}

/// Other works, handed in, whose text is the same but for marks, case and spaces.
pub fn twins_by_text(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<Twin>> {
    type Found = (EntryId, ContestId, String, Option<String>, String);
    let ours: Option<Vec<u8>> = text_prints::table.find(entry).select(text_prints::print).first(conn).optional()?;
    let Some(ours) = ours else { return Ok(Vec::new()) };
    let found: Vec<Found> = text_prints::table
        .inner_join(entries::table.inner_join(contests::table))
        .filter(text_prints::print.eq(ours))
        .filter(entries::id.ne(entry))
        .filter(entries::state.ne(EntryState::Draft))
        .order(entries::id.asc())
        .select((entries::id, entries::contest_id, contests::short_code, entries::receipt_code, entries::title))
        .limit(50)
        .load(conn)?;
    Ok(found
        .into_iter()
        .map(|(entry, contest, contest_code, receipt, title)| Twin {
            entry,
            contest,
            contest_code,
            receipt: receipt.unwrap_or_default(),
            title,
            file: String::new(),
        })
        .collect())
}

pub fn has_blind_code(conn: &mut Conn, contest: ContestId, code: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        entries::table.filter(entries::contest_id.eq(contest)).filter(entries::blind_code.eq(code)),
    ))
    .get_result(conn)
}

pub fn ticks(conn: &mut Conn, entry: EntryId) -> QueryResult<Vec<Check>> {
    let rows: Vec<(i64, EntryId, String, Timestamp, AccountId)> = checks::table
        .filter(checks::entry_id.eq(entry))
        .order(checks::id.asc())
        .select((checks::id, checks::entry_id, checks::key, checks::ticked_at, checks::ticked_by))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, entry_id, key, ticked_at, ticked_by)| Check { id, entry_id, key, ticked_at, ticked_by })
        .collect())
}

/// Ticks a line or takes the tick away; whether that changed anything.
pub fn set_tick(
    conn: &mut Conn,
    entry: EntryId,
    key: &str,
    on: bool,
    now: Timestamp,
    by: AccountId,
) -> QueryResult<bool> {
    let there = checks::table.filter(checks::entry_id.eq(entry)).filter(checks::key.eq(key.to_owned()));
    let is: bool = diesel::select(diesel::dsl::exists(there)).get_result(conn)?;
    if is == on {
        return Ok(false);
    }
    if on {
        diesel::insert_into(checks::table)
            .values((
                checks::entry_id.eq(entry),
                checks::key.eq(key),
                checks::ticked_at.eq(now),
                checks::ticked_by.eq(by),
            ))
            .execute(conn)?;
    } else {
        diesel::delete(checks::table.filter(checks::entry_id.eq(entry)).filter(checks::key.eq(key))).execute(conn)?;
    }
    Ok(true)
}

pub fn delete_rendition(conn: &mut Conn, file: FileId, kind: RenditionKind) -> QueryResult<usize> {
    diesel::delete(renditions::table.filter(renditions::file_id.eq(file)).filter(renditions::kind.eq(kind)))
        .execute(conn)
}

pub fn insert_extension(
    conn: &mut Conn,
    contest: ContestId,
    account: AccountId,
    until: Timestamp,
    reason: &str,
    now: Timestamp,
    by: AccountId,
) -> QueryResult<ExtensionId> {
    diesel::insert_into(extensions::table)
        .values((
            extensions::contest_id.eq(contest),
            extensions::account_id.eq(account),
            extensions::until_at.eq(until),
            extensions::reason.eq(reason),
            extensions::granted_at.eq(now),
            extensions::granted_by.eq(by),
        ))
        .returning(extensions::id)
        .get_result(conn)
}

/// An extension as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    pub name: String,
    pub until_at: Timestamp,
    pub reason: String,
    pub granted_at: Timestamp,
    pub by: AccountId,
}

/// The extensions of a contest, the newest first.
pub fn extensions_of(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Granted>> {
    let rows: Vec<(String, Timestamp, String, Timestamp, AccountId)> = extensions::table
        .inner_join(accounts::table.on(accounts::id.eq(extensions::account_id)))
        .filter(extensions::contest_id.eq(contest))
        .order(extensions::id.desc())
        .limit(200)
        .select((
            accounts::name,
            extensions::until_at,
            extensions::reason,
            extensions::granted_at,
            extensions::granted_by,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(name, until_at, reason, granted_at, by)| Granted { name, until_at, reason, granted_at, by })
        .collect())
}

/// Puts a claim code (its digest) in the place of an earlier one.
pub fn put_claim(
    conn: &mut Conn,
    entry: EntryId,
    hash: &[u8],
    now: Timestamp,
    by: Option<AccountId>,
) -> QueryResult<usize> {
    delete_claim(conn, entry)?;
    diesel::insert_into(claims::table)
        .values((
            claims::entry_id.eq(entry),
            claims::code_hash.eq(hash),
            claims::made_at.eq(now),
            claims::made_by.eq(by),
        ))
        .execute(conn)
}

pub fn delete_claim(conn: &mut Conn, entry: EntryId) -> QueryResult<usize> {
    diesel::delete(claims::table.filter(claims::entry_id.eq(entry))).execute(conn)
}

/// The entry that both codes fit.
pub fn claimed_entry(conn: &mut Conn, receipt: &str, hash: &[u8]) -> QueryResult<Option<EntryId>> {
    claims::table
        .inner_join(entries::table.on(entries::id.eq(claims::entry_id)))
        .filter(entries::receipt_code.eq(receipt))
        .filter(claims::code_hash.eq(hash))
        .select(entries::id)
        .first(conn)
        .optional()
}

/// Whose account a work stands under; none for what the office entered.
pub fn owner_of_receipt(conn: &mut Conn, contest: ContestId, receipt: &str) -> QueryResult<Option<AccountId>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::receipt_code.eq(receipt))
        .filter(entries::on_behalf_by.is_null())
        .select(entries::owner_id)
        .first(conn)
        .optional()
}

/// Paper works of a contest that were begun and not handed in, the newest first.
pub fn paper_drafts(conn: &mut Conn, contest: ContestId) -> QueryResult<Vec<Entry>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::state.eq(EntryState::Draft))
        .filter(entries::on_behalf_by.is_not_null())
        .order(entries::id.desc())
        .limit(100)
        .select(Entry::as_select())
        .load(conn)
}

/// The names of accounts.
pub fn names_of(conn: &mut Conn, ids: &[AccountId]) -> QueryResult<Vec<(AccountId, String)>> {
    accounts::table.filter(accounts::id.eq_any(ids.to_vec())).select((accounts::id, accounts::name)).load(conn)
}

/// The names of categories, whatever their contest.
pub fn category_names(conn: &mut Conn, ids: &[CategoryId]) -> QueryResult<Vec<(CategoryId, String)>> {
    categories::table.filter(categories::id.eq_any(ids.to_vec())).select((categories::id, categories::name)).load(conn)
}

/// An account's works in a contest, drafts as well, oldest first; not those that the office entered.
pub fn works_of(conn: &mut Conn, contest: ContestId, owner: AccountId) -> QueryResult<Vec<Entry>> {
    entries::table
        .filter(entries::contest_id.eq(contest))
        .filter(entries::owner_id.eq(owner))
        .filter(entries::on_behalf_by.is_null())
        .order(entries::id.asc())
        .select(Entry::as_select())
        .load(conn)
}

/// The notes of several events: event, name, text.
pub fn notes_of(conn: &mut Conn, seqs: &[i64]) -> QueryResult<Vec<(i64, String, String)>> {
    audit_notes::table
        .filter(audit_notes::seq.eq_any(seqs.to_vec()))
        .order(audit_notes::id.asc())
        .select((audit_notes::seq, audit_notes::name, audit_notes::body))
        .load(conn)
}
