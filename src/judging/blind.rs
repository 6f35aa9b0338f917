//! What a judge gets to see of a work. There is no author here, no original file name and no other code than the blind one:
//! what this type does not hold cannot leak. Pure.

use crate::files::kind::FileKind;
use crate::kernel::ids::CategoryId;

/// A work as its judge sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindEntry {
    /// The assignment's token: the work has no other address here.
    pub token: String,
    pub blind_code: String,
    pub category: CategoryId,
    pub category_name: String,
    pub category_name_en: String,
    pub is_blind: bool,
    pub title: String,
    pub summary: String,
    pub text: String,
    /// Whether the lines of the text are the author's (verse, a play), not the page's.
    pub keeps_lines: bool,
    /// Where it was published; only where the category is not blind.
    pub published: Option<Published>,
    pub files: Vec<BlindFile>,
}

/// An earlier publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub outlet: String,
    pub on: Option<String>,
    pub link: String,
}

/// A file of the work, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindFile {
    /// From 1; stays the same whatever is given or withheld.
    pub n: u32,
    /// What the category calls it: *bản thu*, *bản ký âm*.
    pub role: String,
    pub caption: String,
    pub kind: FileKind,
    /// None while it waits for a secretary.
    pub given: Option<Given>,
}

/// Bytes that a judge may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub kind: FileKind,
    /// Neutral: category, blind code, number.
    pub name: String,
    pub size: i64,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub duration_ms: Option<i64>,
    /// Where the bytes are; never shown.
    pub blob_key: String,
}

/// What there is of a file, for deciding which bytes a judge gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources<T> {
    /// The re-encoded picture.
    pub view: Option<T>,
    /// A cleaned copy that a secretary put in its place.
    pub copy: Option<T>,
    /// What was handed in.
    pub original: Option<T>,
    /// A secretary looked at the original and released it.
    pub released: bool,
}

/// Which bytes a judge gets: a cleaned copy before anything else; the re-encoded picture; the original only where it was released
/// or the category is not blind.
#[must_use]
pub fn choose<T>(is_blind: bool, sources: Sources<T>) -> Option<T> {
    let original = if sources.released || !is_blind { sources.original } else { None };
    sources.copy.or(sources.view).or(original)
}

/// Whether a text is to be set line by line: the category counts lines, or the lines are too short for prose.
#[must_use]
pub fn keeps_lines(text: &str, counts_lines: bool) -> bool {
    const VERSE: usize = 60;
    let lines = text.lines().filter(|l| !l.trim().is_empty()).count();
    counts_lines || lines > 3 && text.chars().count() / lines < VERSE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn originals_reach_judges_only_when_they_may() {
        let all = |released| Sources { view: None, copy: None, original: Some("original"), released };
        assert_eq!(choose(true, all(false)), None);
        assert_eq!(choose(true, all(true)), Some("original"));
        assert_eq!(choose(false, all(false)), Some("original"));
        assert_eq!(choose(true, Sources { view: Some("view"), ..all(true) }), Some("view"));
        assert_eq!(choose(true, Sources { view: Some("view"), copy: Some("copy"), ..all(true) }), Some("copy"));
    }

    #[test]
    fn verse_keeps_its_lines_and_prose_does_not() {
        let verse =
            "Sớm nay gió thổi qua sông,\nHàng hoa bên lộ trổ bông đón người.\n\nBà con tay cuốc,\nmiệng cười,\n";
        assert!(keeps_lines(verse, false));
        assert!(keeps_lines("Một câu", true));
        assert!(!keeps_lines(
            &"Chiều nay, con nước ròng lên chậm, bác Tư ngồi vá lưới trước hiên nhà.\n".repeat(9),
            false
        ));
        assert!(!keeps_lines("", false));
    }
}
