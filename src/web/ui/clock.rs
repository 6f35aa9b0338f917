//! The time that is left, by the server's clock.

use maud::{Markup, Render, html};

/// A countdown. The server writes `shown`; `base.js` keeps it running from the server's own `now`.
#[derive(Debug, Clone)]
pub struct Countdown {
    until: String,
    now: String,
    shown: String,
    units: Option<String>,
    over: Option<String>,
}

impl Countdown {
    /// Until an instant, both as RFC 3339; `shown` is what stands there without script.
    pub fn new(until: impl Into<String>, now: impl Into<String>, shown: impl Into<String>) -> Self {
        Self { until: until.into(), now: now.into(), shown: shown.into(), units: None, over: None }
    }

    /// Eight words, one and many, largest first: `ngày|ngày|giờ|giờ|phút|phút|giây|giây`.
    #[must_use]
    pub fn units(mut self, words: impl Into<String>) -> Self {
        self.units = Some(words.into());
        self
    }

    /// What stands there when the time has come.
    #[must_use]
    pub fn over(mut self, text: impl Into<String>) -> Self {
        self.over = Some(text.into());
        self
    }
}

impl Render for Countdown {
    fn render(&self) -> Markup {
        html! {
            time datetime=(self.until) role="timer" data-countdown=(self.until) data-now=(self.now)
                data-units=[self.units.as_deref()] data-over=[self.over.as_deref()] { (self.shown) }
        }
    }
}
