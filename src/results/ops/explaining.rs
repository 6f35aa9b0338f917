//! Saying why: an award that has come to depart from the order, a level with fewer prizes than the order suggests.

use super::{contest_of, need_reason};
use crate::audit::{Subject, record};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AwardId, ContestId, PrizeId};
use crate::policy::{Action, may};
use crate::results::store;

/// Say why an award in force departs from the order, in place of what was said before.
#[derive(Clone, Debug)]
pub struct ExplainAward {
    pub award: AwardId,
    pub reason: String,
}

/// Say why a level of the prize table has fewer prizes than the order suggests; nothing takes back what was said.
#[derive(Clone, Debug)]
pub struct ExplainVacancy {
    pub contest: ContestId,
    pub prize: PrizeId,
    pub reason: String,
}

/// Records the reason of an award; it is published with the results.
///
/// # Errors
/// Refusal; no reason; an award that is not in force.
pub fn explain_award(tx: &mut Tx, cx: &Cx, cmd: &ExplainAward) -> OpResult<()> {
    let award = store::award(tx, cmd.award)?.filter(|a| a.revoked_at.is_none()).ok_or(OpError::NotFound)?;
    let contest = contest_of(tx, award.contest_id)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    let reason = cmd.reason.trim();
    need_reason(reason)?;
    store::set_award_reason(tx, award.id, reason)?;
    record("results.award_explained", Subject("award", award.id.0))
        .contest(contest.id)
        .fact("prize", award.prize_id.0)
        .note("reason", reason)
        .write(tx, cx)?;
    Ok(())
}

/// Records the reason of a level; it is published with the results while the level has fewer prizes than the order suggests.
///
/// # Errors
/// Refusal; a prize of another contest.
pub fn explain_vacancy(tx: &mut Tx, cx: &Cx, cmd: &ExplainVacancy) -> OpResult<()> {
    let contest = contest_of(tx, cmd.contest)?;
    may(&cx.actor, &Action::ProposeResults(&contest))?;
    if !contests::prizes(tx, contest.id)?.iter().any(|p| p.id == cmd.prize) {
        return Err(OpError::NotFound);
    }
    let reason = cmd.reason.trim();
    store::put_vacancy(tx, cx, contest.id, cmd.prize, reason)?;
    let mut event = record("results.vacancy_explained", Subject("prize", cmd.prize.0)).contest(contest.id);
    if !reason.is_empty() {
        event = event.note("reason", reason);
    }
    event.write(tx, cx)?;
    Ok(())
}
