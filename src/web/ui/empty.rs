//! What stands where nothing is yet: says why, and teaches the next step.

use super::button::Button;
use maud::{Markup, Render, html};

/// An empty place.
#[derive(Debug, Clone)]
pub struct Empty {
    title: String,
    body: Option<Markup>,
    action: Option<Button>,
}

impl Empty {
    /// Says what is not there yet.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), body: None, action: None }
    }

    /// When it will be, or what to do; text or markup.
    #[must_use]
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = Some(body.render());
        self
    }

    /// The button that does it.
    #[must_use]
    pub fn action(mut self, button: Button) -> Self {
        self.action = Some(button);
        self
    }
}

impl Render for Empty {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                h2 { (self.title) }
                @if let Some(body) = &self.body { div { (body) } }
                @if let Some(button) = &self.action { p.mt-4 { (button) } }
            }
        }
    }
}
