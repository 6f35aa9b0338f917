//! The status tag, and the tones that tags, notices, rows and timelines share.

use maud::{Markup, Render, html};

/// What a colour means here. Never the only sign: words always say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Finished, good (leaf green).
    Done,
    /// Waiting, look here (ochre).
    Wait,
    /// Refused, wrong, dangerous (brick red).
    Stop,
    /// Yours to act on now (lotus pink).
    Act,
    /// Nothing special (grey).
    Quiet,
}

impl Tone {
    /// The class that carries the tone's two colours.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Wait => "wait",
            Self::Stop => "stop",
            Self::Act => "act",
            Self::Quiet => "quiet",
        }
    }
}

/// A word or two on where something stands.
#[derive(Debug, Clone)]
pub struct Tag {
    tone: Tone,
    text: String,
}

impl Tag {
    /// A tag that says `text` in `tone`.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

impl Render for Tag {
    fn render(&self) -> Markup {
        html! { span class={ "tag " (self.tone.class()) } { (self.text) } }
    }
}

/// [`Tag::new`], rendered.
pub fn tag(tone: Tone, text: impl Into<String>) -> Markup {
    Tag::new(tone, text).render()
}
