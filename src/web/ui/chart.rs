//! Charts as SVG, each with the same numbers as a table.
//!
//! Places are percentages of the drawing's width, so that letters keep their size on a phone and
//! no `style=` is needed. The numbers shown are texts the caller has formatted.

use super::table::{Col, Row, Table};
use maud::{Markup, Render, html};

/// The words of a chart's table.
#[derive(Debug, Clone, Default)]
struct Heads {
    label: String,
    value: String,
    show: String,
}

/// `part` of `whole` as a percentage with two decimals; parts beyond are cut to fit.
pub(super) fn percent(part: u64, whole: u64) -> String {
    let basis = u128::from(part.min(whole)).saturating_mul(10_000).checked_div(u128::from(whole)).unwrap_or(0);
    format!("{}.{:02}%", basis / 100, basis % 100)
}

/// A whole number as SVG wants it.
fn px(n: usize) -> String {
    n.to_string()
}

fn frame(title: &str, heads: &Heads, drawing: &Markup, rows: Vec<(String, String)>) -> Markup {
    let table = Table::new(title)
        .hide_caption()
        .dense()
        .col(Col::new(&heads.label).head())
        .col(Col::new(&heads.value).num())
        .rows(rows.into_iter().map(|(label, value)| Row::new().cell(label).cell(value)));
    html! {
        figure.chart {
            figcaption { (title) }
            (drawing)
            details.no-print { summary { (heads.show) } (table) }
        }
    }
}

/// Bars beside words: counts by category, by commune.
#[derive(Debug, Clone)]
pub struct Bars {
    title: String,
    heads: Heads,
    rows: Vec<(String, u64, String)>,
}

impl Bars {
    /// A chart under `title`.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), heads: Heads::default(), rows: Vec::new() }
    }

    /// The table's two heads, and the words that open it ("Xem bảng số").
    #[must_use]
    pub fn heads(mut self, label: impl Into<String>, value: impl Into<String>, show: impl Into<String>) -> Self {
        self.heads = Heads { label: label.into(), value: value.into(), show: show.into() };
        self
    }

    /// One bar, and its value as shown.
    #[must_use]
    pub fn bar(mut self, label: impl Into<String>, value: u64, shown: impl Into<String>) -> Self {
        self.rows.push((label.into(), value, shown.into()));
        self
    }
}

impl Render for Bars {
    fn render(&self) -> Markup {
        const ROW: usize = 42;
        let most = self.rows.iter().map(|(_, value, _)| *value).max().unwrap_or(0);
        let drawing = html! {
            svg role="img" aria-label=(self.title) width="100%" height=(px(self.rows.len() * ROW)) {
                @for (index, (label, value, shown)) in self.rows.iter().enumerate() {
                    @let top = index * ROW;
                    text x="0" y=(px(top + 14)) { (label) }
                    text x="100%" y=(px(top + 14)) text-anchor="end" { (shown) }
                    rect.rail x="0" y=(px(top + 21)) width="100%" height="10" rx="5" {}
                    @if *value > 0 { rect.bar x="0" y=(px(top + 21)) width=(percent(*value, most)) height="10" rx="5" {} }
                }
            }
        };
        let rows = self.rows.iter().map(|(label, _, shown)| (label.clone(), shown.clone())).collect();
        frame(&self.title, &self.heads, &drawing, rows)
    }
}

/// How often values fall into bands: standing bars.
#[derive(Debug, Clone)]
pub struct Histogram {
    title: String,
    heads: Heads,
    bins: Vec<(String, u64)>,
    mark: Option<usize>,
}

impl Histogram {
    /// A chart under `title`.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), heads: Heads::default(), bins: Vec::new(), mark: None }
    }

    /// The table's two heads, and the words that open it.
    #[must_use]
    pub fn heads(mut self, label: impl Into<String>, value: impl Into<String>, show: impl Into<String>) -> Self {
        self.heads = Heads { label: label.into(), value: value.into(), show: show.into() };
        self
    }

    /// The next band and how many fall into it.
    #[must_use]
    pub fn bin(mut self, label: impl Into<String>, count: u64) -> Self {
        self.bins.push((label.into(), count));
        self
    }

    /// Which band (from 0) stands out, if any.
    #[must_use]
    pub fn mark(mut self, index: Option<usize>) -> Self {
        self.mark = index;
        self
    }
}

impl Render for Histogram {
    fn render(&self) -> Markup {
        const TALL: u64 = 120;
        let most = self.bins.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
        let wide = u64::try_from(self.bins.len()).unwrap_or(u64::MAX).max(1);
        // On a phone there is room for about eight words under the axis.
        let every = self.bins.len().div_ceil(8).max(1);
        let drawing = html! {
            svg role="img" aria-label=(self.title) width="100%" height="170" {
                @for (index, (label, count)) in (0_u64..).zip(&self.bins) {
                    @let high = count * TALL / most;
                    @let middle = percent(2 * index + 1, 2 * wide);
                    @let marked = self.mark.and_then(|at| u64::try_from(at).ok()) == Some(index);
                    @if *count > 0 {
                        rect.bar.mark[marked] x=(percent(8 * index + 1, 8 * wide)) width=(percent(6, 8 * wide))
                            y=(145 - high) height=(high) rx="2" {}
                        text.quiet x=(middle) y=(139 - high) text-anchor="middle" { (count) }
                    }
                    @if index % u64::try_from(every).unwrap_or(1) == 0 {
                        text x=(middle) y="164" text-anchor="middle" { (label) }
                    }
                }
                line.axis x1="0" x2="100%" y1="145.5" y2="145.5" {}
            }
        };
        let rows = self.bins.iter().map(|(label, count)| (label.clone(), count.to_string())).collect();
        frame(&self.title, &self.heads, &drawing, rows)
    }
}

/// Values with their intervals on one scale: scores and how sure they are.
#[derive(Debug, Clone)]
pub struct Intervals {
    title: String,
    heads: Heads,
    low: i64,
    high: i64,
    rows: Vec<(String, [i64; 3], String)>,
    line: Option<(i64, String)>,
}

impl Intervals {
    /// A chart on a scale from `low` to `high`, in the unit of the rows (for points: hundredths).
    pub fn new(title: impl Into<String>, low: i64, high: i64) -> Self {
        Self { title: title.into(), heads: Heads::default(), low, high, rows: Vec::new(), line: None }
    }

    /// A line across all rows, and what it is.
    #[must_use]
    pub fn line(mut self, value: i64, name: impl Into<String>) -> Self {
        self.line = Some((value, name.into()));
        self
    }

    /// The table's two heads, and the words that open it.
    #[must_use]
    pub fn heads(mut self, label: impl Into<String>, value: impl Into<String>, show: impl Into<String>) -> Self {
        self.heads = Heads { label: label.into(), value: value.into(), show: show.into() };
        self
    }

    /// One value: from `low` through `mid` to `high`, and how it is written.
    #[must_use]
    pub fn row(mut self, label: impl Into<String>, low: i64, mid: i64, high: i64, shown: impl Into<String>) -> Self {
        self.rows.push((label.into(), [low, mid, high], shown.into()));
        self
    }

    fn at(&self, value: i64) -> String {
        let whole = u64::try_from(self.high.saturating_sub(self.low)).unwrap_or(0);
        let part = u64::try_from(value.clamp(self.low, self.high.max(self.low)) - self.low).unwrap_or(0);
        percent(part, whole)
    }
}

impl Render for Intervals {
    fn render(&self) -> Markup {
        const ROW: usize = 42;
        let drawing = html! {
            svg role="img" aria-label=(self.title) width="100%" height=(px(self.rows.len() * ROW + if self.line.is_some() { 18 } else { 0 })) {
                @if let Some((value, name)) = &self.line {
                    line.axis stroke-dasharray="4 4" x1=(self.at(*value)) x2=(self.at(*value)) y1="0" y2=(px(self.rows.len() * ROW)) {}
                    text.quiet x=(self.at(*value)) y=(px(self.rows.len() * ROW + 14)) text-anchor="middle" { (name) }
                }
                @for (index, (label, [low, mid, high], shown)) in self.rows.iter().enumerate() {
                    @let top = index * ROW;
                    @let y = px(top + 26);
                    text x="0" y=(px(top + 14)) { (label) }
                    text x="100%" y=(px(top + 14)) text-anchor="end" { (shown) }
                    rect.rail x="0" y=(px(top + 25)) width="100%" height="2" {}
                    line.span x1=(self.at(*low)) x2=(self.at(*high)) y1=(y) y2=(y) {}
                    circle.dot cx=(self.at(*mid)) cy=(y) r="5" {}
                }
            }
        };
        let rows = self.rows.iter().map(|(label, _, shown)| (label.clone(), shown.clone())).collect();
        frame(&self.title, &self.heads, &drawing, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact_and_stay_inside() {
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(percent(7, 4), "100.00%");
        assert_eq!(percent(0, 0), "0.00%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.00%");
    }

    #[test]
    fn an_interval_lies_on_its_scale() {
        let scale = Intervals::new("Điểm", 5_000, 10_000);
        assert_eq!(scale.at(7_500), "50.00%");
        assert_eq!(scale.at(4_000), "0.00%");
        assert_eq!(scale.at(12_000), "100.00%");
    }

    #[test]
    fn a_drawing_uses_attributes_only_and_brings_its_table() {
        let html =
            Bars::new("Theo <loại>").heads("Loại", "Số bài", "Xem bảng số").bar("Thơ", 2, "2").render().into_string();
        assert!(!html.contains("style="));
        assert_eq!(html.matches("<td").count(), 1);
        assert_eq!(html.matches(r#"<rect class="bar" x="0" y="21" width="100.00%" height="10" rx="5">"#).count(), 1);
        assert_eq!(html.matches("Theo &lt;loại&gt;").count(), 3);
    }
}
