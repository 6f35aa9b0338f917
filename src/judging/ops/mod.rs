//! What can be done in judging. One file per kind of act; commands are plain structs.

pub mod assigning;
pub mod conflicts;
pub mod leaving;
pub mod panels;
pub mod planning;
pub mod rounds;
pub mod sheets;

pub use assigning::{Assign, Assigned, Replace, Replaced, Unassign, assign, replace, unassign};
pub use conflicts::{Pin, PinAs, pin};
pub use leaving::end_role;
pub use panels::{SetPanel, set_panel};
pub use planning::{ApplyPlan, PlanWish, apply_plan};
pub use rounds::{CloseRound, OpenRound, close_round, open_round};
pub use sheets::{
    HandIn, Recuse, Reopen, SaveMarks, Saved, SetAside, SheetNow, hand_in, recuse, reopen, save_marks, set_aside,
};

use crate::contests::contest::{Category, Contest, Group, Round, RoundKey};
use crate::contests::store as contests;
use crate::db::Conn;
use crate::judging::sheet::{Panel, PanelMember};
use crate::judging::write_store as store;
use crate::judging::write_store::WorkRow;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, CategoryId, PanelId};

/// A panel with what it stands in.
#[derive(Clone, Debug)]
pub struct Bench {
    pub contest: Contest,
    pub round: Round,
    pub group: Group,
    pub categories: Vec<Category>,
    pub panel: Panel,
    /// Who sits on it now.
    pub members: Vec<PanelMember>,
}

impl Bench {
    /// Loads it.
    ///
    /// # Errors
    /// `NotFound` if there is no such panel.
    pub fn load(conn: &mut Conn, id: PanelId) -> OpResult<Self> {
        let panel = store::panel(conn, id)?.ok_or(OpError::NotFound)?;
        let contest = contests::by_id(conn, panel.contest_id)?.ok_or(OpError::NotFound)?;
        let round = contests::round(conn, panel.round_id)?.ok_or(OpError::NotFound)?;
        let groups = contests::groups(conn, contest.id)?;
        let group = groups.into_iter().find(|g| g.id == panel.group_id).ok_or(OpError::NotFound)?;
        let mut categories = contests::categories(conn, contest.id)?;
        categories.retain(|c| c.group_id == group.id);
        let mut members = store::members_ever(conn, panel.id)?;
        members.retain(|m| m.removed_at.is_none());
        Ok(Self { contest, round, group, categories, panel, members })
    }

    #[must_use]
    pub fn category_ids(&self) -> Vec<CategoryId> {
        self.categories.iter().map(|c| c.id).collect()
    }

    /// Whether somebody sits on it now.
    #[must_use]
    pub fn seats(&self, judge: AccountId) -> bool {
        self.members.iter().any(|m| m.account_id == judge)
    }

    /// Whether somebody leads it.
    #[must_use]
    pub fn is_head(&self, account: Option<AccountId>) -> bool {
        account.is_some_and(|a| self.members.iter().any(|m| m.account_id == a && m.is_head))
    }

    /// The works that the panel judges: the accepted ones of its group, in the final only those that came that far.
    ///
    /// # Errors
    /// When the database fails.
    pub fn works(&self, conn: &mut Conn) -> OpResult<Vec<WorkRow>> {
        let mut works = store::works(conn, &self.category_ids())?;
        if self.round.key == RoundKey::Final {
            let advanced: std::collections::BTreeSet<_> = store::advanced(conn, self.round.id)?.into_iter().collect();
            works.retain(|w| advanced.contains(&w.entry));
        }
        Ok(works)
    }
}
