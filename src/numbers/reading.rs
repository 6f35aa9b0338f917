//! A table of marks as a spreadsheet writes it: `entry,judge,score` with comma or semicolon, decimal point or comma.
//!
//! Owns what a file may look like and the sentence that says what is wrong with it. Must not know what the marks are for.
#![expect(clippy::indexing_slicing, reason = "columns are looked up in records whose length was checked")]

use std::collections::HashMap;
use std::fmt;

use super::table::{Mark, Table};
use crate::kernel::text::clean_line;

/// What is wrong with a file. Lines count from 1, the header among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadTable {
    /// Nothing in it.
    Empty,
    /// A header and nothing below.
    NoMarks,
    /// Bytes that are no UTF-8 text.
    NotText { line: usize },
    /// The first line does not name the three columns.
    NoHeader { line: usize, missing: Vec<&'static str> },
    /// A column named twice.
    ColumnTwice { line: usize, column: &'static str },
    /// Too many or too few fields.
    Fields { line: usize, have: usize, want: usize },
    /// A quotation mark that is never closed.
    Unclosed { line: usize },
    /// No name of a work or a judge.
    NoName { line: usize, column: &'static str },
    /// No mark.
    NoScore { line: usize },
    /// A mark that is no number.
    NotANumber { line: usize, found: String },
    /// A judge's second mark for a work.
    Twice { line: usize, first: usize, judge: String, entry: String },
}

impl fmt::Display for BadTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "Line 1: the file is empty; the first line must be entry,judge,score."),
            Self::NoMarks => write!(f, "Line 2: there is a header but no marks below it."),
            Self::NotText { line } => write!(f, "Line {line}: this is not UTF-8 text; save the table as CSV UTF-8."),
            Self::NoHeader { line, missing } => write!(
                f,
                "Line {line}: the header must name the columns entry, judge and score; missing: {}.",
                missing.join(", ")
            ),
            Self::ColumnTwice { line, column } => write!(f, "Line {line}: the column {column} is named twice."),
            Self::Fields { line, have, want } => write!(
                f,
                "Line {line}: {have} fields where the header has {want}; a decimal comma in a table with commas needs \"8,5\"."
            ),
            Self::Unclosed { line } => write!(f, "Line {line}: a quotation mark opens here and is never closed."),
            Self::NoName { line, column } => write!(f, "Line {line}: the {column} is empty."),
            Self::NoScore { line } => {
                write!(f, "Line {line}: the score is empty; leave the line out where there is no mark.")
            }
            Self::NotANumber { line, found } => write!(f, "Line {line}: the score \"{found}\" is not a number."),
            Self::Twice { line, first, judge, entry } => {
                write!(f, "Line {line}: {judge} has marked {entry} already, on line {first}.")
            }
        }
    }
}

impl std::error::Error for BadTable {}

const COLUMNS: [&str; 3] = ["entry", "judge", "score"];

/// Reads a table.
///
/// # Errors
/// The first thing that is wrong.
pub fn read(bytes: &[u8]) -> Result<Table, BadTable> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let good = bytes.get(..e.valid_up_to()).unwrap_or_default();
        BadTable::NotText { line: 1 + ends(&String::from_utf8_lossy(good)) }
    })?;
    let mut records = Records { rest: text, line: 1, separator: separator(text) };
    let (line, header) = records.next().ok_or(BadTable::Empty)??;
    let places = columns(line, &header)?;
    let (mut entries, mut judges) = (Names::default(), Names::default());
    let (mut marks, mut lines) = (Vec::new(), Vec::new());
    for record in records {
        let (line, fields) = record?;
        if fields.len() != header.len() {
            return Err(BadTable::Fields { line, have: fields.len(), want: header.len() });
        }
        let [entry, judge, score] = places.map(|place| fields[place].trim());
        let entry = entries.place(entry).ok_or(BadTable::NoName { line, column: "entry" })?;
        let judge = judges.place(judge).ok_or(BadTable::NoName { line, column: "judge" })?;
        if score.is_empty() {
            return Err(BadTable::NoScore { line });
        }
        let score =
            number(score).ok_or_else(|| BadTable::NotANumber { line, found: score.chars().take(40).collect() })?;
        marks.push(Mark { entry, judge, score });
        lines.push(line);
    }
    if marks.is_empty() {
        return Err(BadTable::NoMarks);
    }
    Table::new(&entries.list, &judges.list, &marks).map_err(|twice| {
        let mark = marks[twice.second];
        BadTable::Twice {
            line: lines[twice.second],
            first: lines[twice.first],
            judge: judges.list[mark.judge].clone(),
            entry: entries.list[mark.entry].clone(),
        }
    })
}

/// A finite number with a decimal point or a decimal comma.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b',' | b'e' | b'E'));
    let commas = text.bytes().filter(|b| *b == b',').count();
    if !plain || commas > 1 || commas == 1 && text.contains('.') {
        return None;
    }
    let number: f64 = text.replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

fn ends(text: &str) -> usize {
    text.matches('\n').count() + text.replace("\r\n", "\n").matches('\r').count()
}

/// The separator of the first line with anything in it.
fn separator(text: &str) -> char {
    let header = text.split(['\n', '\r']).find(|line| !line.trim().is_empty()).unwrap_or_default();
    if header.contains(';') { ';' } else { ',' }
}

/// Where the three columns are.
fn columns(line: usize, header: &[String]) -> Result<[usize; 3], BadTable> {
    let named: Vec<String> = header.iter().map(|name| clean_line(name).to_lowercase()).collect();
    let missing: Vec<&'static str> = COLUMNS.into_iter().filter(|c| !named.iter().any(|n| n == c)).collect();
    if !missing.is_empty() {
        return Err(BadTable::NoHeader { line, missing });
    }
    let twice = COLUMNS.into_iter().find(|c| named.iter().filter(|n| n == c).count() > 1);
    if let Some(column) = twice {
        return Err(BadTable::ColumnTwice { line, column });
    }
    Ok(COLUMNS.map(|c| named.iter().position(|n| n == c).unwrap_or_default()))
}

/// Names in the order in which they come.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    /// As written in the file, so that a name is cleaned once.
    written: HashMap<String, usize>,
    cleaned: HashMap<String, usize>,
}

impl Names {
    fn place(&mut self, name: &str) -> Option<usize> {
        if let Some(place) = self.written.get(name) {
            return Some(*place);
        }
        let clean = clean_line(name);
        if clean.is_empty() {
            return None;
        }
        let next = self.list.len();
        let place = *self.cleaned.entry(clean.clone()).or_insert(next);
        if place == next {
            self.list.push(clean);
        }
        self.written.insert(name.to_owned(), place);
        Some(place)
    }
}

/// Records of a CSV text (RFC 4180) with the line each begins on; empty lines are passed over.
struct Records<'a> {
    rest: &'a str,
    line: usize,
    separator: char,
}

impl Iterator for Records<'_> {
    type Item = Result<(usize, Vec<String>), BadTable>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let line = self.line;
            match self.record() {
                Ok(fields) if fields.iter().all(|field| field.trim().is_empty()) => {}
                Ok(fields) => return Some(Ok((line, fields))),
                Err(bad) => return Some(Err(bad)),
            }
        }
        None
    }
}

impl Records<'_> {
    fn record(&mut self) -> Result<Vec<String>, BadTable> {
        let mut fields = Vec::new();
        loop {
            let field = if self.rest.starts_with('"') { self.quoted()? } else { String::new() };
            let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
            let (plain, rest) = self.rest.split_at(end);
            fields.push(field + plain);
            self.rest = rest;
            if let Some(rest) = self.rest.strip_prefix(self.separator) {
                self.rest = rest;
                continue;
            }
            if let Some(rest) = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix(['\n', '\r'])) {
                self.rest = rest;
                self.line += 1;
            }
            return Ok(fields);
        }
    }

    /// A field in quotation marks, in which two stand for one.
    fn quoted(&mut self) -> Result<String, BadTable> {
        let opened = self.line;
        let mut field = String::new();
        self.rest = self.rest.strip_prefix('"').unwrap_or(self.rest);
        loop {
            let Some(end) = self.rest.find('"') else { return Err(BadTable::Unclosed { line: opened }) };
            let (inside, rest) = self.rest.split_at(end);
            self.line += ends(inside);
            field.push_str(inside);
            self.rest = rest.strip_prefix('"').unwrap_or(rest);
            let Some(rest) = self.rest.strip_prefix('"') else { return Ok(field) };
            field.push('"');
            self.rest = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().to_string()
    }

    fn shown(text: &[u8]) -> Vec<(String, String, f64)> {
        let table = read(text).unwrap();
        let named = |mark: &Mark| (table.entries()[mark.entry].clone(), table.judges()[mark.judge].clone(), mark.score);
        table.marks().iter().map(named).collect()
    }

    #[test]
    fn reads_every_way_a_spreadsheet_writes_it() {
        let want = vec![("Lúa vàng".into(), "A".into(), 8.5), ("Lúa vàng".into(), "B".into(), 7.0)];
        assert_eq!(shown("entry,judge,score\nLúa vàng,A,8.5\nLúa vàng,B,7\n".as_bytes()), want);
        assert_eq!(shown("\u{FEFF}entry;judge;score\r\nLúa vàng;B;7,0\r\n\r\nLúa vàng;A;8,5".as_bytes()), want);
        assert_eq!(
            shown(
                "Score,Judge,note,Entry\n\"8,5\",A,\"x \"\"y\"\"\n\",Lúa vàng\n7,B,,Lu\u{301}a va\u{300}ng\n"
                    .as_bytes()
            ),
            want
        );
        assert_eq!(shown("entry,judge,score\rLúa vàng,A,85e-1\rLúa vàng,B,+7".as_bytes()), want);
    }

    #[test]
    fn says_what_is_wrong_and_on_which_line() {
        assert_eq!(said(""), "Line 1: the file is empty; the first line must be entry,judge,score.");
        assert_eq!(said("\u{FEFF}\n\n"), "Line 1: the file is empty; the first line must be entry,judge,score.");
        assert_eq!(said("entry,judge,score\n"), "Line 2: there is a header but no marks below it.");
        assert_eq!(
            said("e1,j1,8\n"),
            "Line 1: the header must name the columns entry, judge and score; missing: entry, judge, score."
        );
        assert_eq!(said("entry;judge;score;score\n"), "Line 1: the column score is named twice.");
        assert_eq!(said("entry,judge,score\ne1,j1,8\n\ne1,j2,tám\n"), "Line 4: the score \"tám\" is not a number.");
        for bad in ["NaN", "nan", "inf", "1e999", "1.000,5", "8.5.1", "--8", "e", "0x10"] {
            assert_eq!(
                said(&format!("entry;judge;score\ne1;j1;{bad}\n")),
                format!("Line 2: the score \"{bad}\" is not a number.")
            );
        }
        assert_eq!(
            said("entry,judge,score\ne1,j1,8\ne2,j1,7\n e1 ,j1,8\n"),
            "Line 4: j1 has marked e1 already, on line 2."
        );
        assert_eq!(
            said("entry,judge,score\ne1,j1,8,5\n"),
            "Line 2: 4 fields where the header has 3; a decimal comma in a table with commas needs \"8,5\"."
        );
        assert_eq!(
            said("entry,judge,score\ne1,j1,\n"),
            "Line 2: the score is empty; leave the line out where there is no mark."
        );
        assert_eq!(said("entry,judge,score\n,j1,8\n"), "Line 2: the entry is empty.");
        assert_eq!(said("entry,judge,score\ne1,\u{200B},8\n"), "Line 2: the judge is empty.");
        assert_eq!(
            said("entry,judge,score\ne1,\"j1,8\ne2,j1,3\n"),
            "Line 2: a quotation mark opens here and is never closed."
        );
        let bytes = b"entry,judge,score\ne1,j1,8\n\xFF,j1,8\n";
        assert_eq!(
            read(bytes).unwrap_err().to_string(),
            "Line 3: this is not UTF-8 text; save the table as CSV UTF-8."
        );
    }
}
