//! What a contest is made of, as stored. Pure.

use diesel::prelude::*;

use crate::db::schema;
use crate::kernel::ids::{
    AccountId, CategoryId, ContestId, CriterionId, GroupId, PrizeId, RoundId, RubricId, RulesId, UnitId, mark,
};
use crate::kernel::points::Points;
use crate::kernel::time::Timestamp;

words! {
    /// Where a contest stands; it moves forward by an organizer's act, one step at a time.
    pub enum Phase {
        Draft = "draft", Open = "open", Intake = "intake", Preliminary = "preliminary", Final = "final",
        Deliberation = "deliberation", Published = "published", Archived = "archived",
    }
}
words! {
    /// The rounds of judging.
    pub enum RoundKey { Preliminary = "preliminary", Final = "final" }
}
words! {
    pub enum RoundState { Planned = "planned", Open = "open", Closed = "closed" }
}
words! {
    /// Who may not judge because they entered: anywhere in the contest, or only in the same category.
    pub enum ConflictRule { Contest = "contest", Category = "category" }
}

/// A row of `contests`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::contests)]
pub struct Contest {
    pub id: ContestId,
    pub short_code: String,
    pub title: String,
    pub title_en: String,
    pub theme: String,
    pub time_zone: String,
    pub issuer: String,
    pub phase: Phase,
    pub is_current: bool,
    pub launch_at: Option<Timestamp>,
    pub open_at: Option<Timestamp>,
    pub deadline_at: Option<Timestamp>,
    pub grace_minutes: i64,
    pub preliminary_at: Option<Timestamp>,
    pub final_at: Option<Timestamp>,
    pub publication_at: Option<Timestamp>,
    pub published_from: Option<String>,
    pub published_to: Option<String>,
    pub commitments: String,
    pub topics: String,
    pub tie_policy: String,
    pub score_method: String,
    pub conflict_rule: ConflictRule,
    pub contact: String,
    pub created_at: Timestamp,
    pub version: i64,
}

/// A row of `rules_versions`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::rules_versions)]
pub struct Rules {
    pub id: RulesId,
    pub contest_id: ContestId,
    pub number: i64,
    pub body: String,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}

/// A row of `units`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::units)]
pub struct Unit {
    pub id: UnitId,
    pub contest_id: ContestId,
    pub key: String,
    pub name: String,
    pub kind: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub successor_id: Option<UnitId>,
    pub position: i64,
}

impl Unit {
    /// A mark of what its form shows: a page sends back the one it was drawn with.
    #[must_use]
    pub fn mark(&self) -> String {
        let day = |d: &Option<String>| d.clone().unwrap_or_default();
        let next = self.successor_id.map(|s| s.0.to_string()).unwrap_or_default();
        mark(&[&self.name, &self.kind, &day(&self.valid_from), &day(&self.valid_to), &next])
    }
}

/// A row of `category_groups`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::category_groups)]
pub struct Group {
    pub id: GroupId,
    pub contest_id: ContestId,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub position: i64,
}

impl Group {
    /// A mark of what its form shows.
    #[must_use]
    pub fn mark(&self) -> String {
        mark(&[&self.name, &self.name_en])
    }
}

/// A row of `rubrics`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::rubrics)]
pub struct Rubric {
    pub id: RubricId,
    pub contest_id: ContestId,
    pub key: String,
    pub name: String,
    pub name_en: String,
    pub scale: Points,
    pub step: Points,
    pub version: i64,
}

/// A row of `criteria`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::criteria)]
pub struct Criterion {
    pub id: CriterionId,
    pub rubric_id: RubricId,
    pub position: i64,
    pub name: String,
    pub name_en: String,
    pub max: Points,
    pub levels: String,
}

/// A row of `categories`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::categories)]
pub struct Category {
    pub id: CategoryId,
    pub contest_id: ContestId,
    pub group_id: GroupId,
    pub key: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub kind: String,
    pub blind: bool,
    pub rules: String,
    pub position: i64,
    pub version: i64,
}

/// A row of `rounds`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::rounds)]
pub struct Round {
    pub id: RoundId,
    pub contest_id: ContestId,
    pub key: RoundKey,
    pub name: String,
    pub position: i64,
    pub quota: i64,
    pub advance: String,
    pub deliberation: bool,
    pub state: RoundState,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub version: i64,
}

/// A row of `category_rubrics`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::category_rubrics)]
pub struct CategoryRubric {
    pub id: i64,
    pub category_id: CategoryId,
    pub round_id: RoundId,
    pub rubric_id: RubricId,
}

/// A row of `prizes`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::prizes)]
pub struct Prize {
    pub id: PrizeId,
    pub contest_id: ContestId,
    pub group_id: Option<GroupId>,
    pub level: String,
    pub count: i64,
    pub money: i64,
    pub position: i64,
}
