//! What a person signs in with, as text.

use maud::{Markup, html};

/// A phone number or an e-mail address; an address too long for its place takes a line of its own, then breaks before
/// the `@`.
#[must_use]
pub fn login(text: &str) -> Markup {
    match text.rsplit_once('@') {
        Some((name, host)) => html! { span.whole { (name) wbr; "@" (host) } },
        None => html! { (text) },
    }
}
