//! What several pages of the office draw: states, what was just done, names.

use maud::{Markup, html};

use crate::entries::entry::EntryState;
use crate::kernel::msg::{Msg, MsgArg};
use crate::web::ui::{Notice, Tone, tag};
use crate::web::visit::Visit;

/// A state in words.
#[must_use]
pub fn state_words(v: &Visit, state: EntryState) -> String {
    if state == EntryState::Submitted { v.t("office-waiting") } else { v.t(&format!("state-{}", state.word())) }
}

/// A state as a tag.
#[must_use]
pub fn state_tag(v: &Visit, state: EntryState) -> Markup {
    let tone = match state {
        EntryState::Accepted => Tone::Done,
        EntryState::Submitted | EntryState::Correction => Tone::Wait,
        EntryState::Refused | EntryState::Disqualified => Tone::Stop,
        EntryState::Draft | EntryState::Withdrawn => Tone::Quiet,
    };
    tag(tone, state_words(v, state))
}

/// What can be said to have been done on the page before.
const DONE: [&str; 14] = [
    "nhan",
    "bo-sung",
    "khong-nhan",
    "doi-the-loai",
    "mo-lai",
    "loai",
    "rut",
    "kiem",
    "tep",
    "ban-cham",
    "gia-han",
    "nhan-nhieu",
    "het",
    "khong-con",
];

/// A notice of what was just done; `code` is the receipt code of the work (or a number). Nothing for other words.
#[must_use]
pub fn done(v: &Visit, what: &str, code: &str) -> Markup {
    if !DONE.contains(&what) {
        return html! {};
    }
    // The code comes from the address: only what looks like one is shown.
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(20).collect();
    let code = code.parse::<i64>().map_or_else(|_| MsgArg::from(code), MsgArg::from);
    let text = v.say(&Msg::new(&format!("office-done-{what}")).with("code", code));
    html! { (Notice::text(Tone::Done, &text)) }
}
