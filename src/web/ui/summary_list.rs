//! Questions with their answers, each with a way to change it.

use super::href::safe_href;
use maud::{Markup, Render, html};

#[derive(Debug, Clone)]
struct Answer {
    key: String,
    value: Markup,
    change: Option<(String, String)>,
}

/// A list of answers to check before something is sent, or the facts about one thing.
#[derive(Debug, Clone, Default)]
pub struct SummaryList {
    rows: Vec<Answer>,
}

impl SummaryList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A fact.
    #[must_use]
    pub fn row(mut self, key: impl Into<String>, value: impl Render) -> Self {
        self.rows.push(Answer { key: key.into(), value: value.render(), change: None });
        self
    }

    /// A fact that can be changed: `change` is the link's word ("Sửa"), read aloud with the key.
    #[must_use]
    pub fn row_change(
        mut self,
        key: impl Into<String>,
        value: impl Render,
        change: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        self.rows.push(Answer { key: key.into(), value: value.render(), change: Some((change.into(), href.into())) });
        self
    }
}

impl Render for SummaryList {
    fn render(&self) -> Markup {
        html! {
            dl.answers {
                @for row in &self.rows {
                    div {
                        dt { (row.key) }
                        dd { (row.value) }
                        @if let Some((change, href)) = &row.change {
                            dd { a href=(safe_href(href)) { (change) span.vh { " " (row.key) } } }
                        }
                    }
                }
            }
        }
    }
}
