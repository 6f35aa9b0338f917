//! Set-up in words: what a category asks of a work, spans of time, money, names in the reader's language.

use maud::Markup;

use crate::contests::rules::{CategoryRules, PublicationFact, PublishedBefore};
use crate::files::limits::SlotRule;
use crate::judging::blind::keeps_lines;
use crate::kernel::msg::Msg;
use crate::kernel::time::{Day, Timestamp};
use crate::lang::Lang;
use crate::web::ui::{poem, prose};
use crate::web::visit::Visit;

/// A name in the reader's language; Vietnamese where there is no other.
#[must_use]
pub fn name_in<'a>(lang: Lang, vi: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::En && !en.is_empty() { en } else { vi }
}

/// Money in đồng: `3.000.000 đồng`.
#[must_use]
pub fn money(v: &Visit, dong: i64) -> String {
    super::scoring::money(v.lang, dong)
}

/// What is left of a time: `23 ngày 4 giờ`, `4 giờ 12 phút`, `12 phút`.
#[must_use]
pub fn time_left(v: &Visit, until: Timestamp) -> String {
    let s = until.seconds_since(v.now).max(0);
    let (days, hours, minutes) = (s / 86_400, s % 86_400 / 3600, s % 3600 / 60);
    let part = |m: Msg| v.say(&m);
    if days > 0 {
        format!("{} {}", part(msg!("time-days", n = days)), part(msg!("time-hours", n = hours)))
    } else if hours > 0 {
        format!("{} {}", part(msg!("time-hours", n = hours)), part(msg!("time-minutes", n = minutes)))
    } else {
        part(msg!("time-minutes", n = minutes))
    }
}

/// An ISO day as people write it.
#[must_use]
pub fn day(iso: &str) -> String {
    Day::parse(iso).map_or_else(|| iso.to_owned(), Day::show)
}

/// Everything that a category asks, one sentence each. `window`: when a published work must have come out.
#[must_use]
pub fn limits(v: &Visit, r: &CategoryRules, window: (Option<&str>, Option<&str>)) -> Vec<String> {
    let mut out = Vec::new();
    let mut say = |m: Msg| out.push(v.say(&m));
    if let Some(t) = &r.text {
        if t.required {
            say(msg!("limit-text-required"));
        } else if r.need_text_or_file {
            say(msg!("limit-text-or-file"));
        } else {
            say(msg!("limit-text-optional"));
        }
        if let Some(n) = t.words_max {
            say(msg!("limit-words", n = v.lang.number(i64::from(n))));
        }
        if let Some(n) = t.lines_max {
            say(msg!("limit-lines", n = n));
        }
    }
    for slot in &r.slots() {
        out.push(slot_words(v, slot));
    }
    let mut say = |m: Msg| out.push(v.say(&m));
    match r.published_before {
        PublishedBefore::Must => match window {
            (Some(a), Some(b)) => say(msg!("limit-published-within", from = day(a), to = day(b))),
            _ => say(msg!("limit-published-must")),
        },
        PublishedBefore::MustNot => say(msg!("limit-published-not")),
        PublishedBefore::Either => say(msg!("limit-published-either")),
    }
    if !r.publication.is_empty() {
        let facts: Vec<String> = r
            .publication
            .iter()
            .map(|f| {
                v.t(match f {
                    PublicationFact::Outlet => "limit-fact-outlet",
                    PublicationFact::Date => "limit-fact-date",
                    PublicationFact::LinkOrScan => "limit-fact-link",
                })
            })
            .collect();
        say(msg!("limit-facts", facts = facts.join(", ")));
    }
    let kinds: Vec<String> = r.kinds().iter().map(|k| v.t(&format!("author-kind-{}", k.word()))).collect();
    say(if r.authors_max > 1 {
        msg!("limit-authors", kinds = kinds.join(", "), n = r.authors_max)
    } else {
        msg!("limit-authors-one", kinds = kinds.join(", "))
    });
    say(msg!("limit-entries", n = r.entries_per_author));
    if r.no_ai {
        say(msg!("limit-no-ai"));
    }
    out
}

/// One slot of files: `Ảnh: từ 1 đến 10 tệp jpg, png; mỗi tệp không quá 20 MB; cạnh dài ít nhất 1.600 px.`
#[must_use]
pub fn slot_words(v: &Visit, s: &SlotRule) -> String {
    let kinds: Vec<&str> = s.accept.iter().map(|k| k.ext()).collect();
    let mut role = s.role.chars();
    let role = role.next().map_or_else(String::new, |c| c.to_uppercase().chain(role).collect());
    let kinds = kinds.join(", ");
    let mut parts = vec![v.say(&if s.min == 0 {
        msg!("limit-files-up-to", role = role, n = s.max, kinds = kinds)
    } else if s.min == s.max {
        msg!("limit-files-exact", role = role, n = s.max, kinds = kinds)
    } else {
        msg!("limit-files-range", role = role, min = s.min, max = s.max, kinds = kinds)
    })];
    parts.push(v.say(&msg!("limit-size", size = v.lang.size(i64::from(s.megabytes) << 20))));
    if let Some(n) = s.pixels_long_side_min {
        parts.push(v.say(&msg!("limit-pixels", n = v.lang.number(i64::from(n)))));
    }
    if let Some(n) = s.minutes_max {
        parts.push(v.say(&msg!("limit-minutes", n = n)));
    }
    if let Some(n) = s.words_max {
        parts.push(v.say(&msg!("limit-file-words", n = v.lang.number(i64::from(n)))));
    }
    if s.caption {
        parts.push(v.t("limit-caption"));
    }
    format!("{}.", parts.join("; "))
}

/// The text of a work, set as it was meant: line by line, or in paragraphs.
#[must_use]
pub fn set_text(rules: Option<&CategoryRules>, body: &str) -> Markup {
    let counts_lines = rules.and_then(|r| r.text.as_ref()).is_some_and(|t| t.lines_max.is_some());
    if keeps_lines(body, counts_lines) { poem(body) } else { prose(body) }
}
