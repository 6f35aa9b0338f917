//! What the log says should stand in the tables: its events, read from the first to the last.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::audit::{Event, store};
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
}

/// A publication as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationLog {
    pub number: i64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    pub state: PublicationState,
}

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
}

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
                all.take(e, &data);
            }
        }
    }

    fn take(&mut self, e: &Event, data: &Value) {
        match e.subject.as_str() {
            "entry" => self.entry(e, data),
            "sheet" => self.sheet(e, data),
            "award" | "group" => self.award(e, data),
            "publication" => self.publication(e, data),
            "round" => self.round(e, data),
            "contest" if e.action == "results.unblinded" => {
                self.unblinded.insert(e.subject_id);
            }
            _ => {}
        }
    }

    fn entry(&mut self, e: &Event, data: &Value) {
        use EntryState as S;
        let id = e.subject_id;
        if let (Some(n), Some(sha256)) = (number(data, "number"), text(data, "content_sha256")) {
            self.versions.insert((id, n), sha256);
        }
        if let (Some(n), Some(sha256)) = (number(data, "number"), text(data, "aside_sha256")) {
            self.versions.insert((id, -n), sha256);
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
                self.advanced.extend(number(data, "round").map(|r| (r, id)));
                return;
            }
            "results.advance_removed" => {
                number(data, "round").map(|r| self.advanced.remove(&(r, id)));
                return;
            }
            _ => return,
        };
        self.entries.insert(id, state);
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

    fn award(&mut self, e: &Event, data: &Value) {
        let given = |v: &Value| AwardLog {
            prize: number(v, "prize").unwrap_or_default(),
            entry: number(v, "entry"),
            unit: number(v, "unit"),
            revoked: false,
        };
        match e.action.as_str() {
            "results.awarded" => {
                self.awards.insert(e.subject_id, given(data));
            }
            "results.awarded_by_order" => {
                for a in list(data, "awards") {
                    self.awards.extend(number(a, "award").map(|id| (id, given(a))));
                }
            }
            "results.unawarded" => {
                self.awards.remove(&e.subject_id);
            }
            "results.award_revoked" => {
                if let Some(a) = self.awards.get_mut(&e.subject_id) {
                    a.revoked = true;
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
                };
                self.publications.insert(id, of);
            }
            "results.published" => {
                if let Some(of) = number(data, "superseded").and_then(|p| self.publications.get_mut(&p)) {
                    of.state = S::Superseded;
                }
                if let Some(of) = self.publications.get_mut(&id) {
                    of.state = S::Published;
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
            "results.tie_voted" => {
                for v in list(data, "places") {
                    let voted = number(v, "entry").zip(number(v, "place"));
                    self.votes.extend(voted.map(|(entry, place)| ((round, entry), place)));
                }
            }
            "results.advanced" => {
                for entry in list(data, "removed").iter().filter_map(Value::as_i64) {
                    self.advanced.remove(&(round, entry));
                }
                self.advanced.extend(list(data, "added").iter().filter_map(Value::as_i64).map(|e| (round, e)));
            }
            _ => {}
        }
    }
}
