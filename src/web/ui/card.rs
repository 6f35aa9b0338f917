//! A sheet of paper on the page, alone or in a grid.

use super::href::safe_href;
use maud::{Markup, Render, html};

/// A card.
#[derive(Debug, Clone)]
pub struct Card {
    title: Option<String>,
    count: Option<String>,
    body: Markup,
    link: Option<(String, String)>,
    accent: bool,
    first: bool,
}

impl Card {
    /// A card that holds `body`.
    pub fn new(body: impl Render) -> Self {
        Self { title: None, count: None, body: body.render(), link: None, accent: false, first: false }
    }

    /// Its heading.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// A number beside the heading.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// Where it leads, at its foot; read aloud with the title.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some((label.into(), href.into()));
        self
    }

    /// Its title comes right below the page's own, with no heading between.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.first = true;
        self
    }

    /// A lotus edge on top: the card of a page.
    #[must_use]
    pub fn accent(mut self) -> Self {
        self.accent = true;
        self
    }
}

impl Render for Card {
    fn render(&self) -> Markup {
        html! {
            div.card.accent[self.accent] {
                @if let Some(title) = &self.title {
                    div.top {
                        @if self.first { h2 { (title) } } @else { h3 { (title) } }
                        @if let Some(count) = &self.count { span.soft.strong.num { (count) } }
                    }
                }
                (self.body)
                @if let Some((label, href)) = &self.link {
                    p.more {
                        a href=(safe_href(href)) {
                            (label)
                            @if let Some(title) = &self.title { span.vh { ": " (title) } }
                        }
                    }
                }
            }
        }
    }
}

/// Cards side by side, as many as fit.
pub fn cards<R: Render>(cards: impl IntoIterator<Item = R>) -> Markup {
    html! { div.grid { @for card in cards { (card) } } }
}
