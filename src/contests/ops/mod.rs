//! What can be done to a contest's set-up.

mod basics;
mod categories;
mod dates;
mod import;
mod phase;
mod prizes;
mod rounds;
mod rubrics;
mod rules;
mod units;

pub use super::parts_store::{PrizeRow, UnitRow};
pub use basics::{EditBasics, EditCommitments, EditScoring, edit_basics, edit_commitments, edit_scoring, make_current};
pub use categories::{
    AddCategory, EditCategory, EditGroup, add_category, add_group, edit_category, edit_group, remove_category,
    remove_group,
};
pub use dates::{DatesRow, EditDates, edit_dates};
pub use import::{Import, import};
pub use phase::{enter_phase, open_until};
pub use prizes::{EditPrizes, edit_prizes};
pub use rounds::{EditRound, edit_round};
pub use rubrics::{CriterionEdit, EditRubric, add_rubric, edit_rubric, remove_rubric};
pub use rules::{EditRules, edit_rules};
pub use units::{EditUnit, edit_unit, remove_unit};
