//! The way back.

use super::href::safe_href;
use maud::{Markup, Render, html};

/// Where this page lies, from the top.
#[derive(Debug, Clone)]
pub struct Breadcrumbs {
    label: String,
    links: Vec<(String, String)>,
    here: Option<String>,
}

impl Breadcrumbs {
    /// Crumbs that `label` names for those who listen.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), links: Vec::new(), here: None }
    }

    /// A page above this one.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push((text.into(), href.into()));
        self
    }

    /// This page.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.here = Some(text.into());
        self
    }
}

impl Render for Breadcrumbs {
    fn render(&self) -> Markup {
        html! {
            nav.crumbs aria-label=(self.label) {
                ol {
                    @for (text, href) in &self.links { li { a href=(safe_href(href)) { (text) } } }
                    @if let Some(here) = &self.here { li aria-current="page" { (here) } }
                }
            }
        }
    }
}

/// A link to the page before, above a page's heading.
#[must_use]
pub fn back_link(text: &str, href: &str) -> Markup {
    html! { a.back href=(safe_href(href)) { (text) } }
}
