//! The `Range` header of a request for a file (RFC 9110, §14).
//!
//! Owns its grammar and arithmetic. Must not know files or responses. Several ranges at once are answered with the whole
//! file, which the standard allows.

/// What to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// All of it, with 200.
    Whole,
    /// One part, with 206.
    Part(Span),
    /// 416.
    Unsatisfiable,
}

/// A part of a file: first and last byte, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: u64,
    pub end: u64,
}

impl Span {
    /// Bytes in it; never zero.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a span holds at least one byte")]
    pub const fn len(&self) -> u64 {
        self.end - self.start + 1
    }

    /// The value of `Content-Range`.
    #[must_use]
    pub fn content_range(&self, total: u64) -> String {
        format!("bytes {}-{}/{total}", self.start, self.end)
    }
}

/// The value of `Content-Range` beside a 416.
#[must_use]
pub fn unsatisfied(total: u64) -> String {
    format!("bytes */{total}")
}

/// Reads the header against a file of `len` bytes. A header that is missing, malformed or in another unit asks for everything.
#[must_use]
pub fn answer(header: Option<&str>, len: u64) -> Answer {
    header.and_then(|header| parse(header, len)).unwrap_or(Answer::Whole)
}

fn parse(header: &str, len: u64) -> Option<Answer> {
    let (unit, spec) = header.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || spec.contains(',') {
        return None;
    }
    let (first, last) = spec.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        let count = number(last)?.min(len);
        return Some(if count == 0 {
            Answer::Unsatisfiable
        } else {
            Answer::Part(Span { start: len - count, end: len - 1 })
        });
    }
    let start = number(first)?;
    let end = if last.is_empty() { u64::MAX } else { number(last)? };
    if end < start {
        return None;
    }
    Some(if start >= len { Answer::Unsatisfiable } else { Answer::Part(Span { start, end: end.min(len - 1) }) })
}

/// Digits and nothing else; a number beyond counting is as good as the largest.
fn number(digits: &str) -> Option<u64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(start: u64, end: u64) -> Answer {
        Answer::Part(Span { start, end })
    }

    #[test]
    fn answers_as_the_standard_says() {
        for (header, wanted) in [
            ("bytes=0-499", part(0, 499)),
            ("bytes=500-", part(500, 999)),
            ("bytes=-200", part(800, 999)),
            ("bytes=-5000", part(0, 999)),
            ("bytes=999-5000", part(999, 999)),
            ("Bytes = 0-0", part(0, 0)),
            ("bytes=0-99999999999999999999999", part(0, 999)),
            ("bytes=1000-", Answer::Unsatisfiable),
            ("bytes=99999999999999999999999-", Answer::Unsatisfiable),
            ("bytes=-0", Answer::Unsatisfiable),
            ("bytes=5-2", Answer::Whole),
            ("bytes=0-1,5-6", Answer::Whole),
            ("bytes=+1-2", Answer::Whole),
            ("bytes=-", Answer::Whole),
            ("bytes=a-b", Answer::Whole),
            ("items=0-1", Answer::Whole),
            ("", Answer::Whole),
        ] {
            assert_eq!(answer(Some(header), 1_000), wanted, "{header}");
        }
        assert_eq!(answer(None, 1_000), Answer::Whole);
        assert_eq!(answer(Some("bytes=0-"), 0), Answer::Unsatisfiable);
        let span = Span { start: 500, end: 999 };
        assert_eq!((span.len(), span.content_range(1_000)), (500, "bytes 500-999/1000".to_owned()));
        assert_eq!(unsatisfied(1_000), "bytes */1000");
    }

    proptest! {
        #[test]
        fn a_part_lies_inside_the_file(header in "bytes=[0-9]{0,21}-[0-9]{0,21}", len: u64) {
            if let Answer::Part(span) = answer(Some(&header), len) {
                prop_assert!(span.start <= span.end && span.end < len);
            }
        }
    }
}
