//! What a category asks, in short lines: before choosing it, and again while working.

use crate::contests::contest::Contest;
use crate::contests::rules::{CategoryRules, PublishedBefore};
use crate::entries::faults::kinds;
use crate::files::limits::SlotRule;
use crate::kernel::time::Day;
use crate::web::visit::Visit;

/// First and last day of an earlier publication, as people read them.
#[must_use]
pub fn window(c: &Contest) -> (String, String) {
    let show = |d: &Option<String>| d.as_deref().and_then(Day::parse).map(Day::show).unwrap_or_else(|| "…".into());
    (show(&c.published_from), show(&c.published_to))
}

/// One place for files, in one line.
#[must_use]
pub fn slot(v: &Visit, s: &SlotRule) -> String {
    let count = if s.min == s.max {
        msg!("entry-ask-count-one", n = s.max)
    } else {
        msg!("entry-ask-count", min = s.min, max = s.max)
    };
    let max = i64::try_from(s.max_bytes()).unwrap_or(i64::MAX);
    let mut parts = vec![v.say(&msg!(
        "entry-ask-file",
        role = capital(&s.role),
        accepts = kinds(&s.accept),
        count = v.say(&count),
        max = max
    ))];
    if let Some(min) = s.pixels_long_side_min {
        parts.push(v.say(&msg!("entry-ask-pixels", min = min)));
    }
    if let Some(max) = s.minutes_max {
        parts.push(v.say(&msg!("entry-ask-minutes", max = max)));
    }
    if let Some(max) = s.words_max {
        parts.push(v.say(&msg!("entry-ask-file-words", max = max)));
    }
    if s.caption {
        parts.push(v.t("entry-ask-caption"));
    }
    parts.join("; ")
}

/// With a capital first letter.
#[must_use]
pub fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The limits of the text, in one line.
#[must_use]
pub fn text(v: &Visit, rules: &CategoryRules) -> Option<String> {
    let t = rules.text.as_ref()?;
    let mut parts = vec![v.t(if rules.need_text_or_file { "entry-ask-text-optional" } else { "entry-ask-text" })];
    if let Some(max) = t.words_max {
        parts.push(v.say(&msg!("entry-ask-words", max = max)));
    }
    if let Some(max) = t.lines_max {
        parts.push(v.say(&msg!("entry-ask-lines", max = max)));
    }
    Some(parts.join(", "))
}

/// Everything that a category asks, line by line.
#[must_use]
pub fn lines(v: &Visit, contest: &Contest, rules: &CategoryRules) -> Vec<String> {
    let mut all: Vec<String> = text(v, rules).into_iter().collect();
    all.extend(rules.slots().iter().map(|s| slot(v, s)));
    match rules.published_before {
        PublishedBefore::Must => {
            let (from, to) = window(contest);
            all.push(v.say(&msg!("entry-ask-must", from = from, to = to)));
        }
        PublishedBefore::MustNot => all.push(v.t("entry-ask-must-not")),
        PublishedBefore::Either => {}
    }
    all.push(v.say(&msg!("entry-ask-per-author", n = rules.entries_per_author)));
    if rules.no_ai {
        all.push(v.t("entry-ask-no-ai"));
    }
    all
}
