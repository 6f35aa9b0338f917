//! How far something has come, and how much of something is used.

use super::chart::percent;
use maud::{Markup, Render, html};

/// A bar that fills up, with its words beside it.
#[derive(Debug, Clone)]
pub struct Progress {
    label: String,
    value: u64,
    max: u64,
    text: Option<String>,
}

impl Progress {
    /// `value` of `max` steps done; `label` names the bar for those who listen.
    pub fn new(label: impl Into<String>, value: u64, max: u64) -> Self {
        Self { label: label.into(), value, max, text: None }
    }

    /// The words beside the bar ("12 / 40").
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

impl Render for Progress {
    fn render(&self) -> Markup {
        html! {
            span.progress {
                // A maximum of 0 is not allowed by HTML: nothing to do is drawn as all done.
                progress aria-label=(self.label) value=(if self.max == 0 { 1 } else { self.value.min(self.max) }) max=(self.max.max(1)) {}
                @if let Some(text) = &self.text { span.text { (text) } }
            }
        }
    }
}

/// How much of a measure is used.
#[derive(Debug, Clone)]
pub struct Meter {
    label: String,
    value: u64,
    max: u64,
}

impl Meter {
    /// `value` of `max`; `label` names it for those who listen.
    pub fn new(label: impl Into<String>, value: u64, max: u64) -> Self {
        Self { label: label.into(), value, max }
    }
}

impl Render for Meter {
    fn render(&self) -> Markup {
        // Browsers draw <meter> in ways of their own that CSS cannot level.
        let value = self.value.min(self.max);
        html! {
            svg.meter role="meter" aria-label=(self.label) aria-valuemin="0" aria-valuemax=(self.max) aria-valuenow=(value) {
                rect width=(percent(value, self.max)) height="100%" {}
            }
        }
    }
}
