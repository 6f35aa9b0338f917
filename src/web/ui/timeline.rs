//! Things in time: the road of a contest's phases, and the history of one thing.

use super::tag::Tone;
use maud::{Markup, Render, html};

/// Where a phase lies, seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Over.
    Past,
    /// Running.
    Now,
    /// To come.
    Next,
}

/// The phases of a contest on one line (a column on a phone).
#[derive(Debug, Clone)]
pub struct Road {
    label: String,
    steps: Vec<(Step, String, String)>,
}

impl Road {
    /// A road that `label` names for those who listen.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), steps: Vec::new() }
    }

    /// The next phase: its name, and when ("đến 16/12/2026").
    #[must_use]
    pub fn step(mut self, step: Step, title: impl Into<String>, when: impl Into<String>) -> Self {
        self.steps.push((step, title.into(), when.into()));
        self
    }
}

impl Render for Road {
    fn render(&self) -> Markup {
        html! {
            ol.road aria-label=(self.label) {
                @for (step, title, when) in &self.steps {
                    @let class = match step { Step::Past => Some("past"), Step::Now => Some("now"), Step::Next => None };
                    li class=[class] aria-current=[(*step == Step::Now).then_some("step")] {
                        b { (title) } span { (when) }
                    }
                }
            }
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    when: String,
    title: String,
    who: Option<String>,
    tone: Option<Tone>,
    body: Option<Markup>,
}

impl Event {
    /// `title` happened `when` ("05/01/2026 14:30").
    pub fn new(when: impl Into<String>, title: impl Into<String>) -> Self {
        Self { when: when.into(), title: title.into(), who: None, tone: None, body: None }
    }

    /// Who did it.
    #[must_use]
    pub fn who(mut self, who: impl Into<String>) -> Self {
        self.who = Some(who.into());
        self
    }

    /// The colour of its dot.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// More about it.
    #[must_use]
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = Some(body.render());
        self
    }
}

/// A history, in the order given.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    events: Vec<Event>,
}

impl Timeline {
    /// An empty history.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more event.
    #[must_use]
    pub fn event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }
}

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            ol.timeline {
                @for event in &self.events {
                    li class=[event.tone.map(Tone::class)] {
                        p.strong { (event.title) }
                        p.when {
                            (event.when)
                            @if let Some(who) = &event.who { " · " (who) }
                        }
                        @if let Some(body) = &event.body { div { (body) } }
                    }
                }
            }
        }
    }
}
