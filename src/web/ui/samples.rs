//! All components in their states, for maintainers. Sample text only.

use maud::{Markup, html};

/// The samples, without a page around them.
#[must_use]
pub fn samples() -> Markup {
    html! {}
}
