//! What the log says should stand in the tables: its events, read from the first to the last, with the notes that rows repeat.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::audit::{Event, store};
use crate::contests::contest::{Phase, RoundState};
use crate::db::Conn;
use crate::entries::entry::EntryState;
use crate::judging::sheet::SheetState;
use crate::kernel::errors::OpResult;
use crate::results::award::PublicationState;

/// A sheet as the log has it. Ids as in the rows, marks in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLog {
    pub round: i64,
    pub entry: i64,
    pub judge: i64,
    pub state: SheetState,
    /// From criterion to mark.
    pub marks: BTreeMap<i64, i64>,
    /// From the number of a copy to its SHA-256, lower-case hexadecimal.
    pub copies: BTreeMap<i64, String>,
}

/// A prize that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardLog {
    pub prize: i64,
    pub entry: Option<i64>,
    pub unit: Option<i64>,
    pub revoked: bool,
    /// Why it departs from the order; none where the log no longer holds the text.
    pub reason: Option<String>,
    /// Why it was revoked; likewise.
    pub revoked_reason: Option<String>,
}

/// A publication as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationLog {
    pub number: i64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    pub state: PublicationState,
    pub proposed: Signed,
    pub approved: Option<Signed>,
}

/// Who did it, and when (microseconds).
pub type Signed = (Option<i64>, i64);

/// A role that was given: contest, account, word of the role, whether it was ended.
pub type RoleLog = (i64, i64, String, bool);

/// Everything that the log lets one hold rows against.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// From entry and number of the version to its SHA-256, lower-case hexadecimal.
    pub versions: BTreeMap<(i64, i64), String>,
    pub entries: BTreeMap<i64, EntryState>,
    pub sheets: BTreeMap<i64, SheetLog>,
    pub awards: BTreeMap<i64, AwardLog>,
    pub publications: BTreeMap<i64, PublicationLog>,
    /// From round and entry to the place that the vote gave.
    pub votes: BTreeMap<(i64, i64), i64>,
    /// Round and entry.
    pub advanced: BTreeSet<(i64, i64)>,
    pub unblinded: BTreeSet<i64>,
    /// From contest to the word of its phase.
    pub phases: BTreeMap<i64, String>,
    /// From round to the word of its state, once it was opened.
    pub rounds: BTreeMap<i64, String>,
    pub roles: BTreeMap<i64, RoleLog>,
    pub admins: BTreeSet<i64>,
    /// From file to its SHA-256, lower-case hexadecimal.
    pub files: BTreeMap<i64, String>,
    /// From file to the SHA-256 of its judging copy.
    pub judging_copies: BTreeMap<i64, String>,
    /// From contest and number of the rules to their text.
    pub rules: BTreeMap<(i64, i64), String>,
    /// From prize to why fewer were given than the order suggests.
    pub vacancies: BTreeMap<i64, Option<String>>,
    /// From round and entry to why it was let in by hand.
    pub by_hand: BTreeMap<(i64, i64), String>,
}

/// The notes beside an event, by name: typed text, which may have been erased.
type Notes = BTreeMap<String, String>;

/// Acts whose notes stand in a row as well.
const REPEATED: [&str; 6] = [
    "results.awarded",
    "results.award_explained",
    "results.award_revoked",
    "results.vacancy_explained",
    "results.advanced_by_hand",
    "contest.rules_written",
];

fn number(data: &Value, name: &str) -> Option<i64> {
    data.get(name).and_then(Value::as_i64)
}

fn text(data: &Value, name: &str) -> Option<String> {
    data.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn list<'a>(data: &'a Value, name: &str) -> &'a [Value] {
    data.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl Ledger {
    /// Reads the whole log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(conn: &mut Conn) -> OpResult<Self> {
        let mut all = Self::default();
        let mut seq = 0;
        loop {
            let batch = store::after(conn, seq, 1000)?;
            let Some(last) = batch.last() else { return Ok(all) };
            seq = last.seq;
            for e in &batch {
                let data = serde_json::from_str(&e.data).unwrap_or(Value::Null);
                let mut notes = Notes::new();
                if REPEATED.contains(&e.action.as_str()) {
                    notes.extend(store::notes(conn, e.seq)?.into_iter().map(|(name, _, body)| (name, body)));
                }
                all.take(e, &data, &notes);
            }
        }
    }

    fn take(&mut self, e: &Event, data: &Value, notes: &Notes) {
        match e.subject.as_str() {
            "entry" => self.entry(e, data, notes),
            "sheet" => self.sheet(e, data),
            "award" | "group" => self.award(e, data, notes),
            "publication" => self.publication(e, data),
            "round" => self.round(e, data),
            "contest" => self.contest(e, data, notes),
            "account" => self.account(e, data),
            "membership" => self.role(e, data),
            "prize" if e.action == "results.vacancy_explained" => {
                // An explanation without a reason takes back what was said.
                let said = data.get("reason_digest").is_some();
                let text = notes.get("reason").cloned();
                if said {
                    self.vacancies.insert(e.subject_id, text)
                } else {
                    self.vacancies.remove(&e.subject_id)
                };
            }
            _ => {}
        }
    }

    fn entry(&mut self, e: &Event, data: &Value, notes: &Notes) {
        use EntryState as S;
        let id = e.subject_id;
        if let (Some(n), Some(sha256)) = (number(data, "number"), text(data, "content_sha256")) {
            self.versions.insert((id, n), sha256);
        }
        if let (Some(n), Some(sha256)) = (number(data, "number"), text(data, "aside_sha256")) {
            self.versions.insert((id, number(data, "aside").unwrap_or(-n)), sha256);
        }
        if let Some(file) = number(data, "file") {
            self.file(e, data, file);
        }
        let state = match e.action.as_str() {
            "entry.begun" => S::Draft,
            "entry.submitted" | "entry.changing" | "entry.returned" | "entry.reopened" => S::Submitted,
            "entry.accepted" => S::Accepted,
            "entry.correction-requested" => S::Correction,
            "entry.refused" => S::Refused,
            "entry.withdrawn" => S::Withdrawn,
            "entry.disqualified" => S::Disqualified,
            "entry.deleted" => {
                self.entries.remove(&id);
                return;
            }
            "results.advanced_by_hand" => {
                if let Some(round) = number(data, "round") {
                    self.advanced.insert((round, id));
                    self.by_hand.extend(notes.get("reason").map(|why| ((round, id), why.trim().to_owned())));
                }
                return;
            }
            "results.advance_removed" => {
                if let Some(round) = number(data, "round") {
                    self.advanced.remove(&(round, id));
                    self.by_hand.remove(&(round, id));
                }
                return;
            }
            _ => return,
        };
        self.entries.insert(id, state);
    }

    /// What was received, and what judges see in its place.
    fn file(&mut self, e: &Event, data: &Value, file: i64) {
        match e.action.as_str() {
            "entry.file-added" => self.files.extend(text(data, "sha256").map(|sha256| (file, sha256))),
            "entry.judging-copy" => self.judging_copies.extend(text(data, "sha256").map(|sha256| (file, sha256))),
            "entry.judging-copy-removed" => {
                self.judging_copies.remove(&file);
            }
            _ => {}
        }
    }

    fn contest(&mut self, e: &Event, data: &Value, notes: &Notes) {
        let id = e.subject_id;
        match e.action.as_str() {
            "results.unblinded" => {
                self.unblinded.insert(id);
            }
            "contest.made" => {
                self.phases.insert(id, Phase::Draft.word().to_owned());
            }
            "contest.moved" | "contest.phase" => self.phases.extend(text(data, "to").map(|to| (id, to))),
            "contest.extended" => {
                self.phases.insert(id, Phase::Open.word().to_owned());
            }
            "contest.rules_written" => {
                let written = number(data, "number").zip(notes.get("body").cloned());
                self.rules.extend(written.map(|(n, body)| ((id, n), body)));
            }
            _ => {}
        }
    }

    fn account(&mut self, e: &Event, data: &Value) {
        let admin = match e.action.as_str() {
            "account.made_admin" => true,
            "account.set_up" if data.get("admin") == Some(&Value::Bool(true)) => true,
            "account.no_admin" => false,
            _ => return,
        };
        if admin {
            self.admins.insert(e.subject_id)
        } else {
            self.admins.remove(&e.subject_id)
        };
    }

    fn role(&mut self, e: &Event, data: &Value) {
        let ended = match e.action.as_str() {
            "membership.granted" => false,
            "membership.ended" => true,
            _ => return,
        };
        let of = (
            e.contest_id.map_or(0, |c| c.0),
            number(data, "account").unwrap_or_default(),
            text(data, "role").unwrap_or_default(),
            ended,
        );
        self.roles.insert(e.subject_id, of);
    }

    fn sheet(&mut self, e: &Event, data: &Value) {
        use SheetState as S;
        let id = e.subject_id;
        if e.action == "sheet.assigned" {
            let about = |name| number(data, name).unwrap_or_default();
            let (round, entry, judge) = (about("round"), about("entry"), about("judge"));
            let (marks, copies) = (BTreeMap::new(), BTreeMap::new());
            let of = self.sheets.entry(id).or_insert(SheetLog { round, entry, judge, state: S::Open, marks, copies });
            of.state = S::Open;
            return;
        }
        let Some(of) = self.sheets.get_mut(&id) else { return };
        match e.action.as_str() {
            "sheet.marked" => {
                for (criterion, points) in data.get("marks").and_then(Value::as_object).into_iter().flatten() {
                    let Ok(criterion) = criterion.parse() else { continue };
                    match points.as_i64() {
                        Some(p) => of.marks.insert(criterion, p),
                        None => of.marks.remove(&criterion),
                    };
                }
            }
            "sheet.handed_in" => {
                of.state = S::HandedIn;
                of.copies.extend(number(data, "number").zip(text(data, "copy")));
            }
            "sheet.recused" => of.state = S::Recused,
            "sheet.dropped" => of.state = S::Dropped,
            "sheet.reopened" => of.state = S::Open,
            _ => {}
        }
    }

    fn award(&mut self, e: &Event, data: &Value, notes: &Notes) {
        let reason =
            if data.get("reason_digest").is_some() { notes.get("reason").cloned() } else { Some(String::new()) };
        let given = |v: &Value, reason: Option<String>| AwardLog {
            prize: number(v, "prize").unwrap_or_default(),
            entry: number(v, "entry"),
            unit: number(v, "unit"),
            revoked: false,
            reason,
            revoked_reason: Some(String::new()),
        };
        match e.action.as_str() {
            "results.awarded" => {
                self.awards.insert(e.subject_id, given(data, reason));
            }
            "results.awarded_by_order" => {
                for a in list(data, "awards") {
                    self.awards.extend(number(a, "award").map(|id| (id, given(a, Some(String::new())))));
                }
            }
            "results.unawarded" => {
                self.awards.remove(&e.subject_id);
            }
            "results.award_revoked" => {
                if let Some(a) = self.awards.get_mut(&e.subject_id) {
                    a.revoked = true;
                    a.revoked_reason = reason;
                }
            }
            "results.award_explained" => {
                if let Some(a) = self.awards.get_mut(&e.subject_id) {
                    a.reason = reason;
                }
            }
            _ => {}
        }
    }

    fn publication(&mut self, e: &Event, data: &Value) {
        use PublicationState as S;
        let id = e.subject_id;
        match e.action.as_str() {
            "results.proposed" => {
                let (n, sha256) = (number(data, "number"), text(data, "sha256"));
                let of = PublicationLog {
                    number: n.unwrap_or_default(),
                    sha256: sha256.unwrap_or_default(),
                    state: S::Proposed,
                    proposed: (e.actor_id.map(|a| a.0), e.at.0),
                    approved: None,
                };
                self.publications.insert(id, of);
            }
            "results.published" => {
                if let Some(of) = number(data, "superseded").and_then(|p| self.publications.get_mut(&p)) {
                    of.state = S::Superseded;
                }
                if let Some(of) = self.publications.get_mut(&id) {
                    of.state = S::Published;
                    of.approved = Some((e.actor_id.map(|a| a.0), e.at.0));
                }
            }
            "results.proposal_dropped" => {
                if let Some(of) = self.publications.get_mut(&id) {
                    of.state = S::Dropped;
                }
            }
            _ => {}
        }
    }

    fn round(&mut self, e: &Event, data: &Value) {
        let round = e.subject_id;
        match e.action.as_str() {
            "judging.round_opened" => {
                self.rounds.insert(round, RoundState::Open.word().to_owned());
            }
            "judging.round_closed" => {
                self.rounds.insert(round, RoundState::Closed.word().to_owned());
            }
            "results.tie_voted" => {
                for v in list(data, "places") {
                    let voted = number(v, "entry").zip(number(v, "place"));
                    self.votes.extend(voted.map(|(entry, place)| ((round, entry), place)));
                }
            }
            "results.advanced" => {
                for entry in list(data, "removed").iter().filter_map(Value::as_i64) {
                    self.advanced.remove(&(round, entry));
                    self.by_hand.remove(&(round, entry));
                }
                self.advanced.extend(list(data, "added").iter().filter_map(Value::as_i64).map(|e| (round, e)));
            }
            _ => {}
        }
    }
}
