//! Ways through a list that is longer than a page.

use super::href::safe_href;
use maud::{Markup, Render, html};

/// Links to the pages of a list: first, last, and those around this one.
#[derive(Debug, Clone)]
pub struct Pager {
    label: String,
    page: u32,
    pages: u32,
    links: Vec<(u32, String)>,
    prev: Option<String>,
    next: Option<String>,
    summary: Option<String>,
}

impl Pager {
    /// A pager at `page` (from 1) of `pages`; `href` gives the address of a page.
    pub fn new(label: impl Into<String>, page: u32, pages: u32, href: impl Fn(u32) -> String) -> Self {
        let pages = pages.max(1);
        let page = page.clamp(1, pages);
        let links =
            (1..=pages).filter(|n| *n == 1 || *n == pages || n.abs_diff(page) <= 2).map(|n| (n, href(n))).collect();
        Self { label: label.into(), page, pages, links, prev: None, next: None, summary: None }
    }

    /// The word for the page before.
    #[must_use]
    pub fn prev(mut self, label: impl Into<String>) -> Self {
        self.prev = Some(label.into());
        self
    }

    /// The word for the page after.
    #[must_use]
    pub fn next(mut self, label: impl Into<String>) -> Self {
        self.next = Some(label.into());
        self
    }

    /// What is shown of how much ("1–50 trong 412").
    #[must_use]
    pub fn summary(mut self, text: impl Into<String>) -> Self {
        self.summary = Some(text.into());
        self
    }

    fn step(&self, label: Option<&str>, page: Option<u32>, rel: &str) -> Markup {
        let link = page.and_then(|page| self.links.iter().find(|(n, _)| *n == page));
        html! {
            @if let (Some(label), Some((_, href))) = (label, link) {
                li { a href=(safe_href(href)) rel=(rel) data-key=(rel) { (label) } }
            }
        }
    }
}

impl Render for Pager {
    fn render(&self) -> Markup {
        // The page number before each link, to see where some are left out.
        let before = std::iter::once(0).chain(self.links.iter().map(|(n, _)| *n));
        html! {
            @if self.pages > 1 || self.summary.is_some() {
                nav.pager aria-label=(self.label) {
                    @if let Some(summary) = &self.summary { span.soft.small.num { (summary) } }
                    @if self.pages > 1 {
                        ol {
                            (self.step(self.prev.as_deref(), self.page.checked_sub(1), "prev"))
                            @for ((n, href), before) in self.links.iter().zip(before) {
                                @if *n > before + 1 { li aria-hidden="true" { span { "…" } } }
                                li { a href=(safe_href(href)) aria-current=[(*n == self.page).then_some("page")] { (n) } }
                            }
                            (self.step(self.next.as_deref(), self.page.checked_add(1), "next"))
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: u32, pages: u32) -> String {
        let html = Pager::new("Trang", page, pages, |n| format!("?trang={n}")).render().into_string();
        html.split('>')
            .filter_map(|piece| piece.split('<').next())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn shows_ends_and_neighbours() {
        assert_eq!(shown(1, 3), "1 2 3");
        assert_eq!(shown(10, 20), "1 … 8 9 10 11 12 … 20");
        assert_eq!(shown(20, 20), "1 … 18 19 20");
        assert_eq!(shown(4, 7), "1 2 3 4 5 6 7");
    }

    #[test]
    fn one_page_needs_no_pager() {
        assert_eq!(shown(1, 1), "");
        assert_eq!(shown(7, 0), "");
    }
}
