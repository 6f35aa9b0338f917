//! Things one should see: a notice beside the matter, and the panel after something final.

use super::tag::Tone;
use maud::{Markup, Render, html};

/// A coloured box with something to know or to do.
#[derive(Debug, Clone)]
pub struct Notice {
    tone: Tone,
    title: Option<String>,
    body: Markup,
    alert: bool,
}

impl Notice {
    /// A notice; plain text becomes a paragraph through [`Notice::text`].
    pub fn new(tone: Tone, body: impl Render) -> Self {
        Self { tone, title: None, body: body.render(), alert: false }
    }

    /// A notice of one paragraph.
    #[must_use]
    pub fn text(tone: Tone, text: &str) -> Self {
        Self::new(tone, html! { p { (text) } })
    }

    /// A bold first line.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Read aloud at once.
    #[must_use]
    pub fn alert(mut self) -> Self {
        self.alert = true;
        self
    }
}

impl Render for Notice {
    fn render(&self) -> Markup {
        html! {
            div class={ "notice " (self.tone.class()) } role=[self.alert.then_some("alert")] {
                @if let Some(title) = &self.title { p.title { (title) } }
                (self.body)
            }
        }
    }
}

/// The panel that says that something final has happened; holds the page's `h1`.
#[must_use]
pub fn confirmation(title: &str, body: impl Render) -> Markup {
    html! { div.panel { h1 { (title) } (body) } }
}
