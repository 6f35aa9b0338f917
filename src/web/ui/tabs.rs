//! A row of links between views of the same thing.

use super::href::safe_href;
use maud::{Markup, Render, html};

#[derive(Debug, Clone)]
struct Tab {
    label: String,
    href: String,
    current: bool,
    count: Option<u64>,
}

/// Links between views; each is a page of its own.
#[derive(Debug, Clone)]
pub struct Tabs {
    label: String,
    tabs: Vec<Tab>,
}

impl Tabs {
    /// Tabs that `label` names for those who listen.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), tabs: Vec::new() }
    }

    /// One more view.
    #[must_use]
    pub fn tab(self, label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        self.push(label.into(), href.into(), current, None)
    }

    /// One more view, with how many it holds.
    #[must_use]
    pub fn tab_count(self, label: impl Into<String>, href: impl Into<String>, current: bool, count: u64) -> Self {
        self.push(label.into(), href.into(), current, Some(count))
    }

    fn push(mut self, label: String, href: String, current: bool, count: Option<u64>) -> Self {
        self.tabs.push(Tab { label, href, current, count });
        self
    }
}

impl Render for Tabs {
    fn render(&self) -> Markup {
        html! {
            nav.tabs aria-label=(self.label) {
                @for tab in &self.tabs {
                    a href=(safe_href(&tab.href)) aria-current=[tab.current.then_some("page")] {
                        (tab.label)
                        @if let Some(count) = tab.count { " " span.count { (count) } }
                    }
                }
            }
        }
    }
}
