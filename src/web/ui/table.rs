//! Tables: sorted by links in their heads, read as cards on a phone.
//!
//! Cells remember their column's name (`data-label`), and every part states its role, because a
//! table that CSS lays out as blocks would otherwise no longer be read aloud as one.

use super::href::safe_href;
use super::tag::Tone;
use maud::{Markup, Render, html};

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Col {
    label: String,
    num: bool,
    head: bool,
    hidden: bool,
    sort: Option<(String, Option<Order>)>,
}

impl Col {
    /// A column headed `label`.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), num: false, head: false, hidden: false, sort: None }
    }

    /// Holds numbers: right-aligned, digits of one width.
    #[must_use]
    pub fn num(mut self) -> Self {
        self.num = true;
        self
    }

    /// Names its row (becomes the card's title on a phone).
    #[must_use]
    pub fn head(mut self) -> Self {
        self.head = true;
        self
    }

    /// The head is read aloud but not drawn (a column of buttons).
    #[must_use]
    pub fn hide_label(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// The head is a link that sorts; `now` says how the table is sorted by it, if it is.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, now: Option<Order>) -> Self {
        self.sort = Some((href.into(), now));
        self
    }
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    cells: Vec<Markup>,
    tone: Option<Tone>,
    id: Option<String>,
    current: bool,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next cell: text or markup.
    #[must_use]
    pub fn cell(mut self, cell: impl Render) -> Self {
        self.cells.push(cell.render());
        self
    }

    /// A coloured edge.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// The row's id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The row that the page is about.
    #[must_use]
    pub fn current(mut self) -> Self {
        self.current = true;
        self
    }
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    caption: String,
    hide_caption: bool,
    cols: Vec<Col>,
    rows: Vec<Row>,
    foot: Option<Row>,
    empty: Option<Markup>,
    class: String,
    queue: bool,
    scroll: bool,
}

impl Table {
    /// A table that `caption` names.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            hide_caption: false,
            cols: Vec::new(),
            rows: Vec::new(),
            foot: None,
            empty: None,
            class: "table".to_owned(),
            queue: false,
            scroll: false,
        }
    }

    /// The caption is read aloud but not drawn (a heading above says the same).
    #[must_use]
    pub fn hide_caption(mut self) -> Self {
        self.hide_caption = true;
        self
    }

    /// The next column.
    #[must_use]
    pub fn col(mut self, col: Col) -> Self {
        self.cols.push(col);
        self
    }

    /// The next row.
    #[must_use]
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// Many rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The last row, of sums.
    #[must_use]
    pub fn foot(mut self, row: Row) -> Self {
        self.foot = Some(row);
        self
    }

    /// What stands instead of a table without rows, for instance an [`super::Empty`].
    #[must_use]
    pub fn empty(mut self, body: impl Render) -> Self {
        self.empty = Some(body.render());
        self
    }

    /// Stays a table on a phone and scrolls sideways (score tables, matrices).
    #[must_use]
    pub fn scroll(mut self) -> Self {
        self.scroll = true;
        self.class.push_str(" scroll");
        self
    }

    /// Tighter rows.
    #[must_use]
    pub fn dense(mut self) -> Self {
        self.class.push_str(" dense");
        self
    }

    /// Rows can be walked through by keyboard (`queue.js`); each needs a link.
    #[must_use]
    pub fn queue(mut self) -> Self {
        self.queue = true;
        self
    }

    fn cells(&self, row: &Row) -> Markup {
        html! {
            @for (cell, col) in row.cells.iter().zip(&self.cols) {
                @let label = if col.hidden { "" } else { col.label.as_str() };
                @if col.head { th scope="row" role="rowheader" class=[col.num.then_some("num")] data-label=(label) { (cell) } }
                @else { td role="cell" class=[col.num.then_some("num")] data-label=(label) { (cell) } }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            thead role="rowgroup" {
                tr role="row" {
                    @for col in &self.cols {
                        @let order = col.sort.as_ref().and_then(|(_, order)| *order);
                        th scope="col" role="columnheader" class=[col.num.then_some("num")] aria-sort=[order.map(aria_sort)] {
                            @if let Some((href, _)) = &col.sort { a href=(safe_href(href)) { (col.label) } }
                            @else if col.hidden { span.vh { (col.label) } }
                            @else { (col.label) }
                        }
                    }
                }
            }
        }
    }
}

const fn aria_sort(order: Order) -> &'static str {
    match order {
        Order::Asc => "ascending",
        Order::Desc => "descending",
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        if let (true, Some(empty)) = (self.rows.is_empty(), &self.empty) {
            return empty.clone();
        }
        // A part that scrolls must be reachable by keyboard, and then it needs a name.
        let scroll = self.scroll;
        html! {
            div class=(self.class) tabindex=[scroll.then_some("0")] role=[scroll.then_some("region")]
                aria-label=[scroll.then_some(&self.caption)] {
                table role="table" data-queue[self.queue] {
                    caption { span class=[self.hide_caption.then_some("vh")] { (self.caption) } }
                    (self.head())
                    tbody role="rowgroup" {
                        @for row in &self.rows {
                            tr role="row" id=[row.id.as_deref()] class=[row.tone.map(Tone::class)] aria-current=[row.current.then_some("true")] {
                                (self.cells(row))
                            }
                        }
                    }
                    @if let Some(foot) = &self.foot {
                        tfoot role="rowgroup" { tr role="row" { (self.cells(foot)) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_carry_their_columns_names_and_roles() {
        let table = Table::new("Tác phẩm")
            .col(Col::new("Tên").head().sort("?theo=ten", Some(Order::Asc)))
            .col(Col::new("Điểm").num())
            .row(Row::new().cell("Sen & <nắng>").cell("8,75").tone(Tone::Wait));
        assert_eq!(
            table.render().into_string(),
            concat!(
                r#"<div class="table"><table role="table"><caption><span>Tác phẩm</span></caption>"#,
                r#"<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" aria-sort="ascending"><a href="?theo=ten">Tên</a></th>"#,
                r#"<th scope="col" role="columnheader" class="num">Điểm</th></tr></thead><tbody role="rowgroup">"#,
                r#"<tr role="row" class="wait"><th scope="row" role="rowheader" data-label="Tên">Sen &amp; &lt;nắng&gt;</th>"#,
                r#"<td role="cell" class="num" data-label="Điểm">8,75</td></tr></tbody></table></div>"#
            )
        );
    }

    #[test]
    fn an_empty_table_teaches_the_next_step() {
        let table = Table::new("Tác phẩm").col(Col::new("Tên")).empty("Chưa có tác phẩm");
        assert_eq!(table.render().into_string(), "Chưa có tác phẩm");
    }
}
