//! Spreadsheets as real XLSX. Text is always written as text, so that nothing typed by anybody can become a formula.
//!
//! Owns the layout of the files. Must not know who asks for them, nor storage.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use crate::kernel::points::{Fraction, Points};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(i64),
    Points(Points),
    /// Two decimals.
    Score(Fraction),
    Empty,
}

impl From<&str> for Cell {
    fn from(s: &str) -> Self {
        if s.is_empty() { Self::Empty } else { Self::Text(s.to_owned()) }
    }
}
impl From<String> for Cell {
    fn from(s: String) -> Self {
        Self::from(s.as_str())
    }
}
impl From<Option<String>> for Cell {
    fn from(s: Option<String>) -> Self {
        s.map_or(Self::Empty, Self::from)
    }
}
impl From<i64> for Cell {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}
impl From<usize> for Cell {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<Points> for Cell {
    fn from(p: Points) -> Self {
        Self::Points(p)
    }
}
impl From<Fraction> for Cell {
    fn from(f: Fraction) -> Self {
        Self::Score(f)
    }
}

/// One sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    /// A line above the table.
    pub title: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// The most characters that a cell holds.
const CELL_MAX: usize = 32_767;

/// The file.
///
/// # Errors
/// When a table is larger than the format allows.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let title = Format::new().set_bold().set_font_size(13);
    let plain = Format::new().set_align(FormatAlign::Top);
    let two = Format::new().set_num_format("0.00").set_align(FormatAlign::Top);
    let mut book = Workbook::new();
    let mut taken = Vec::new();
    for s in sheets {
        let sheet = book.add_worksheet();
        let name = sheet_name(&s.name, &taken);
        sheet.set_name(&name)?;
        taken.push(name.to_lowercase());
        sheet.write_string_with_format(0, 0, &s.title, &title)?;
        for (col, head) in (0u16..).zip(&s.heads) {
            sheet.write_string_with_format(2, col, head, &bold)?;
        }
        for (line, row) in (3u32..).zip(&s.rows) {
            for (col, cell) in (0u16..).zip(row) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(t) => {
                        let t: String = t.chars().take(CELL_MAX).collect();
                        sheet.write_string_with_format(line, col, t, &plain)?;
                    }
                    Cell::Number(n) => {
                        sheet.write_number_with_format(line, col, number(&n.to_string()), &plain)?;
                    }
                    Cell::Points(p) => {
                        sheet.write_number_with_format(line, col, number(&p.to_string()), &two)?;
                    }
                    Cell::Score(f) => {
                        sheet.write_number_with_format(line, col, number(&f.show(2)), &two)?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(3, 0)?;
        for (col, head) in (0u16..).zip(&s.heads) {
            let longest = s.rows.iter().filter_map(|r| r.get(usize::from(col))).map(width).max().unwrap_or(0);
            let wide = u16::try_from(longest.max(head.chars().count().min(14))).unwrap_or(60).clamp(6, 60);
            sheet.set_column_width(col, wide + 2)?;
        }
    }
    book.save_to_buffer()
}

fn width(c: &Cell) -> usize {
    match c {
        Cell::Empty => 0,
        Cell::Text(t) => t.chars().count(),
        Cell::Number(n) => n.to_string().len(),
        Cell::Points(_) | Cell::Score(_) => 7,
    }
}

/// For show in a table; what is official stays exact elsewhere.
fn number(shown: &str) -> f64 {
    shown.replace(',', ".").parse().unwrap_or(0.0)
}

/// A name that the format allows: at most 31 characters, none of `[]:*?/\`, none twice.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    let clean = clean.trim();
    let clean = if clean.is_empty() { "1" } else { clean };
    let mut name: String = clean.chars().take(31).collect();
    let mut n = 2;
    while taken.contains(&name.to_lowercase()) {
        name = format!("{} {n}", clean.chars().take(27).collect::<String>());
        n += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

    fn read(sheets: &[Sheet]) -> Xlsx<std::io::Cursor<Vec<u8>>> {
        open_workbook_from_rs(std::io::Cursor::new(workbook(sheets).unwrap())).unwrap()
    }

    fn sheet(name: &str, rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet { name: name.into(), title: "Bảng".into(), heads: vec!["Tên".into(), "Điểm".into()], rows }
    }

    #[test]
    fn what_looks_like_a_formula_stays_text() {
        let evil = ["=HYPERLINK(\"http://x\")", "+1+1", "-2", "@SUM(A1)"];
        let rows = evil.iter().map(|e| vec![Cell::from(*e), Cell::from(Points::from_hundredths(875))]).collect();
        let mut book = read(&[sheet("Thơ", rows)]);
        let table = book.worksheet_range("Thơ").unwrap();
        for (line, e) in (3u32..).zip(evil) {
            assert_eq!(table.get_value((line, 0)), Some(&Data::String(e.to_owned())));
            assert_eq!(table.get_value((line, 1)), Some(&Data::Float(8.75)));
        }
        let formulas = book.worksheet_formula("Thơ").unwrap();
        assert_eq!(formulas.used_cells().filter(|(_, _, f)| !f.is_empty()).count(), 0);
    }

    #[test]
    fn names_that_the_format_refuses_are_made_fit() {
        let long = "Tác phẩm quảng bá trên nền tảng số và mạng xã hội";
        let mut book = read(&[sheet("A/B:C", vec![]), sheet(long, vec![]), sheet(long, vec![]), sheet("", vec![])]);
        assert_eq!(
            book.sheet_names(),
            ["A B C", "Tác phẩm quảng bá trên nền tảng", "Tác phẩm quảng bá trên nền  2", "1"]
        );
        assert_eq!(book.worksheet_range("A B C").unwrap().get_value((2, 1)), Some(&Data::String("Điểm".into())));
    }

    #[test]
    fn scores_are_rounded_for_show() {
        let third = Fraction::new(26, 3).unwrap();
        let mut book = read(&[sheet("x", vec![vec![Cell::from(third), Cell::from(3usize)]])]);
        let table = book.worksheet_range("x").unwrap();
        assert_eq!(table.get_value((3, 0)), Some(&Data::Float(8.67)));
        assert_eq!(table.get_value((3, 1)), Some(&Data::Float(3.0)));
    }
}
