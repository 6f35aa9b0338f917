//! What a contest is called, who issues its papers, what entrants promise, how scores are made; which contest is current.

use serde_json::json;

use crate::audit::{Subject, record};
use crate::contests::contest::{ConflictRule, Contest, Phase};
use crate::contests::method::{Method, TieRule};
use crate::contests::rules::{Commitment, Issuer};
use crate::contests::write_store::BasicsRow;
use crate::contests::{store, write_store};
use crate::db::Tx;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::policy::{Action, Denied, Reason, may};

/// A stale form: what is stored now is shown beside what was typed.
pub(super) fn stale() -> OpError {
    OpError::Conflict(msg!("contest-stale"))
}

/// A refusal by the phase.
pub(super) fn wrong_phase() -> OpError {
    Denied { reason: Reason::Phase, hidden: false }.into()
}

/// The contest, for one of its organizers. Nothing of an archived one changes any more.
pub(super) fn organized(tx: &mut Tx, cx: &Cx, id: ContestId) -> OpResult<Contest> {
    may(&cx.actor, &Action::Organize(id))?;
    let c = store::by_id(tx, id)?.ok_or(OpError::NotFound)?;
    if c.phase == Phase::Archived { Err(wrong_phase()) } else { Ok(c) }
}

/// Set the plain facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditBasics {
    pub contest: ContestId,
    pub version: i64,
    pub title: String,
    pub title_en: String,
    pub theme: String,
    pub contact: String,
    pub issuer: Issuer,
    pub topics: Vec<String>,
}

/// Writes them.
///
/// # Errors
/// Not an organizer; no title; a stale version.
pub fn edit_basics(tx: &mut Tx, cx: &Cx, cmd: &EditBasics) -> OpResult<()> {
    let c = organized(tx, cx, cmd.contest)?;
    if cmd.title.trim().is_empty() {
        return Err(OpError::invalid("title", msg!("field-required")));
    }
    let row = BasicsRow {
        title: cmd.title.clone(),
        title_en: cmd.title_en.clone(),
        theme: cmd.theme.clone(),
        contact: cmd.contact.clone(),
        issuer: json!(cmd.issuer).to_string(),
        topics: json!(cmd.topics).to_string(),
    };
    if write_store::set_basics(tx, c.id, cmd.version, &row)? == 0 {
        return Err(stale());
    }
    record("contest.basics_set", Subject("contest", c.id.0)).contest(c.id).note("title", &cmd.title).write(tx, cx)?;
    Ok(())
}

/// Set what entrants promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditCommitments {
    pub contest: ContestId,
    pub version: i64,
    pub commitments: Vec<Commitment>,
}

/// Writes them.
///
/// # Errors
/// Not an organizer; two with one key; a stale version.
pub fn edit_commitments(tx: &mut Tx, cx: &Cx, cmd: &EditCommitments) -> OpResult<()> {
    let c = organized(tx, cx, cmd.contest)?;
    let mut faults = Faults::none();
    for (i, k) in cmd.commitments.iter().enumerate() {
        if k.key.is_empty() || cmd.commitments.iter().take(i).any(|x| x.key == k.key) {
            faults.add(format!("text-{i}"), msg!("setup-same-twice"));
        }
    }
    faults.check()?;
    if write_store::set_commitments(tx, c.id, cmd.version, &json!(cmd.commitments).to_string())? == 0 {
        return Err(stale());
    }
    record("contest.commitments_set", Subject("contest", c.id.0))
        .contest(c.id)
        .fact("count", cmd.commitments.len())
        .write(tx, cx)?;
    Ok(())
}

/// Set how scores are made, how ties are split, and who may not judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditScoring {
    pub contest: ContestId,
    pub version: i64,
    pub method: Method,
    pub ties: Vec<TieRule>,
    pub conflict_rule: ConflictRule,
}

/// Writes it.
///
/// # Errors
/// Not an organizer; judging has begun (nobody changes the count while it runs); a rule twice; a stale version.
pub fn edit_scoring(tx: &mut Tx, cx: &Cx, cmd: &EditScoring) -> OpResult<()> {
    let c = organized(tx, cx, cmd.contest)?;
    if c.phase >= Phase::Preliminary {
        return Err(wrong_phase());
    }
    let mut faults = Faults::none();
    for (i, rule) in cmd.ties.iter().enumerate() {
        if cmd.ties.iter().take(i).any(|r| r == rule) {
            faults.add(format!("tie-{i}"), msg!("setup-same-twice"));
        }
        if *rule == (TieRule::Criterion { n: 0 }) {
            faults.add(format!("tie-{i}"), msg!("field-required"));
        }
    }
    faults.check()?;
    let method = json!(cmd.method).as_str().unwrap_or("mean").to_owned();
    let ties = json!(cmd.ties).to_string();
    if write_store::set_scoring(tx, c.id, cmd.version, &method, &ties, cmd.conflict_rule)? == 0 {
        return Err(stale());
    }
    record("contest.scoring_set", Subject("contest", c.id.0))
        .contest(c.id)
        .fact("method", method)
        .fact("conflict", cmd.conflict_rule.word())
        .write(tx, cx)?;
    Ok(())
}

/// Makes a contest the one that the bare addresses mean.
///
/// # Errors
/// Not the administrator; no such contest.
pub fn make_current(tx: &mut Tx, cx: &Cx, contest: ContestId) -> OpResult<()> {
    may(&cx.actor, &Action::Administer)?;
    let c = store::by_id(tx, contest)?.ok_or(OpError::NotFound)?;
    write_store::make_current(tx, c.id)?;
    record("contest.made_current", Subject("contest", c.id.0)).contest(c.id).write(tx, cx)?;
    Ok(())
}
