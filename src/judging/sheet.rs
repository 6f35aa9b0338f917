//! Panels, conflicts, assignments, sheets and marks, as stored. Pure.

use diesel::prelude::*;

use crate::db::schema;
use crate::kernel::ids::{
    AccountId, AssignmentId, ConflictId, ContestId, CriterionId, EntryId, GroupId, MarkId, PanelId, PanelMemberId,
    RoundId,
};
use crate::kernel::points::Points;
use crate::kernel::time::Timestamp;

words! {
    /// Where a sheet stands. `Recused`: the judge recognised the author or declared a conflict. `Dropped`: the judge was replaced.
    pub enum SheetState { Open = "open", HandedIn = "handed_in", Recused = "recused", Dropped = "dropped" }
}
words! {
    pub enum Origin { Hand = "hand", Plan = "plan" }
}
words! {
    /// Who found a conflict: the judge, the machine, or a secretary who pinned it (present or not).
    pub enum ConflictSource { Declared = "declared", Machine = "machine", Pinned = "pinned" }
}
words! {
    /// How an entry came into the next round.
    pub enum Way { Rule = "rule", Hand = "hand" }
}

/// A row of `panels`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::panels)]
pub struct Panel {
    pub id: PanelId,
    pub contest_id: ContestId,
    pub round_id: RoundId,
    pub group_id: GroupId,
}

/// A row of `panel_members`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::panel_members)]
pub struct PanelMember {
    pub id: PanelMemberId,
    pub panel_id: PanelId,
    pub account_id: AccountId,
    pub is_head: bool,
    pub added_at: Timestamp,
    pub added_by: Option<AccountId>,
    pub removed_at: Option<Timestamp>,
}

/// A row of `conflicts`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::conflicts)]
pub struct Conflict {
    pub id: ConflictId,
    pub contest_id: ContestId,
    pub judge_id: AccountId,
    pub entry_id: EntryId,
    pub source: ConflictSource,
    pub present: bool,
    pub reason: String,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}

/// A row of `assignments`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::assignments)]
pub struct Assignment {
    pub id: AssignmentId,
    pub contest_id: ContestId,
    pub round_id: RoundId,
    pub entry_id: EntryId,
    pub judge_id: AccountId,
    pub token: String,
    pub order_key: i64,
    pub state: SheetState,
    pub origin: Origin,
    pub version: i64,
    pub comment: String,
    pub skipped: bool,
    pub last_key: String,
    pub created_at: Timestamp,
    pub created_by: Option<AccountId>,
    pub updated_at: Timestamp,
    pub handed_in_at: Option<Timestamp>,
    pub locked_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

/// A row of `marks`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::marks)]
pub struct Mark {
    pub id: MarkId,
    pub assignment_id: AssignmentId,
    pub criterion_id: CriterionId,
    pub points: Points,
    pub marked_at: Timestamp,
}

/// A row of `sheet_copies`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::sheet_copies)]
pub struct SheetCopy {
    pub id: i64,
    pub assignment_id: AssignmentId,
    pub number: i64,
    pub content: String,
    pub handed_in_at: Timestamp,
}

/// A row of `advancements`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::advancements)]
pub struct Advancement {
    pub id: i64,
    pub contest_id: ContestId,
    pub round_id: RoundId,
    pub entry_id: EntryId,
    pub way: Way,
    pub reason: String,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}
