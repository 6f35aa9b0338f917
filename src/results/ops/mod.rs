//! What can be done with results: the head judge's votes, advancing, prizes, unblinding, publishing.

mod advancing;
mod awarding;
mod explaining;
mod gallery;
pub mod proposal;
mod publishing;
mod votes;

pub use advancing::{
    Advance, AdvanceByHand, CategoryAdvance, Preview, RemoveAdvance, advance, advance_by_hand, preview, remove_advance,
};
pub use awarding::{AwardPrize, AwardProposed, AwardTo, Unaward, award, award_proposed, unaward};
pub use explaining::{ExplainAward, ExplainVacancy, explain_award, explain_vacancy};
pub use gallery::{HideFromGallery, ShowAgain, hide_from_gallery, show_again};
pub use publishing::{Approve, Drop, Propose, Unblind, approve, draft, drop_proposal, propose, unblind};
pub use votes::{VoteTie, vote_tie};

use crate::contests::contest::Contest;
use crate::contests::store as contests;
use crate::db::Conn;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::ContestId;

fn contest_of(conn: &mut Conn, id: ContestId) -> OpResult<Contest> {
    contests::by_id(conn, id)?.ok_or(OpError::NotFound)
}

/// A reason that must be there.
fn need_reason(reason: &str) -> OpResult<()> {
    if reason.trim().is_empty() { Err(OpError::invalid("reason", msg!("results-reason-needed"))) } else { Ok(()) }
}
