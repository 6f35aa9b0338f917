//! Large numbers with a word under each.

use super::href::safe_href;
use super::tag::Tone;
use maud::{Markup, Render, html};

/// A number to see at a glance. Belongs inside [`stats`].
#[derive(Debug, Clone)]
pub struct Stat {
    value: String,
    label: String,
    hint: Option<String>,
    href: Option<String>,
    tone: Option<Tone>,
}

impl Stat {
    /// `value` as shown ("1.205"), and what it counts.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, href: None, tone: None }
    }

    /// A smaller line under it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Leads to what it counts.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The colour of the number.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }
}

impl Render for Stat {
    fn render(&self) -> Markup {
        html! {
            div class={ "stat" @if let Some(tone) = self.tone { " " (tone.class()) } } {
                dt {
                    @if let Some(href) = &self.href { a href=(safe_href(href)) { (self.label) } } @else { (self.label) }
                }
                dd.value { (self.value) }
                @if let Some(hint) = &self.hint { dd.hint { (hint) } }
            }
        }
    }
}

/// Numbers side by side.
pub fn stats(all: impl IntoIterator<Item = Stat>) -> Markup {
    html! { dl.stats { @for stat in all { (stat) } } }
}
