//! What a category asks of a work: all configuration, kept as JSON beside the category. Pure.

use serde::{Deserialize, Serialize};

use crate::files::kind::Family;
use crate::files::limits::SlotRule;
use crate::kernel::errors::Faults;

words! {
    /// Who made a work: one person, several with shares, a group under a name, a collective.
    pub enum AuthorKind { Individual = "individual", Several = "several", Group = "group", Collective = "collective" }
}

/// Whether the work may have been published before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedBefore {
    Must,
    MustNot,
    #[default]
    Either,
}

/// What must be told of the earlier publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationFact {
    Outlet,
    Date,
    LinkOrScan,
}

/// Limits of the typed text. Words are runs without spaces that hold a letter or digit; lines are lines that are not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRule {
    #[serde(default)]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words_max: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines_max: Option<u32>,
}

/// Everything that a category asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRules {
    #[serde(default)]
    pub published_before: PublishedBefore,
    #[serde(default)]
    pub publication: Vec<PublicationFact>,
    #[serde(default = "one")]
    pub authors_max: u32,
    /// Over it is a finding for the secretary, not a wall.
    #[serde(default = "one")]
    pub entries_per_author: u32,
    /// Which kinds of author; empty: individual, several and group up to `authors_max`.
    #[serde(default)]
    pub author_kinds: Vec<AuthorKind>,
    /// No text at all where there is none.
    #[serde(default)]
    pub text: Option<TextRule>,
    #[serde(default)]
    pub files: Vec<SlotRule>,
    #[serde(default)]
    pub need_text_or_file: bool,
    #[serde(default)]
    pub no_ai: bool,
}

const fn one() -> u32 {
    1
}

impl CategoryRules {
    /// The kinds of author that may hand in here.
    #[must_use]
    pub fn kinds(&self) -> Vec<AuthorKind> {
        if !self.author_kinds.is_empty() {
            return self.author_kinds.clone();
        }
        if self.authors_max > 1 {
            vec![AuthorKind::Individual, AuthorKind::Several, AuthorKind::Group]
        } else {
            vec![AuthorKind::Individual]
        }
    }

    /// What does not fit together, each with the field of the form it belongs to.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut f = Faults::none();
        if !(1..=100).contains(&self.authors_max) {
            f.add("authors_max", msg!("setup-between", min = 1i64, max = 100i64));
        }
        if !(1..=100).contains(&self.entries_per_author) {
            f.add("entries_per_author", msg!("setup-between", min = 1i64, max = 100i64));
        }
        for (i, s) in self.files.iter().enumerate() {
            if s.accept.is_empty() {
                f.add(format!("accept-{i}"), msg!("setup-slot-kinds"));
            }
            if s.max == 0 || s.max > 100 || s.min > s.max {
                f.add(format!("max-{i}"), msg!("setup-slot-count"));
            }
            if !(1..=2048).contains(&s.megabytes) {
                f.add(format!("megabytes-{i}"), msg!("setup-between", min = 1i64, max = 2048i64));
            }
        }
        if self.text.is_none() && self.files.is_empty() {
            f.add("text", msg!("setup-asks-nothing"));
        }
        if self.need_text_or_file && (self.text.is_none() || self.files.is_empty()) {
            f.add("need_text_or_file", msg!("setup-text-or-file"));
        }
        f
    }

    /// The places for files with what holds in each. Where the text may come as a document instead, its limit of words holds there.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotRule> {
        let words = self.text.as_ref().filter(|t| !t.required).and_then(|t| t.words_max);
        let mut slots = self.files.clone();
        for s in &mut slots {
            if s.words_max.is_none() && s.accept.iter().any(|k| k.family() == Family::Document) {
                s.words_max = words;
            }
        }
        slots
    }

    /// What holds in one place, from 0.
    #[must_use]
    pub fn slot(&self, i: i64) -> Option<SlotRule> {
        usize::try_from(i).ok().and_then(|i| self.slots().into_iter().nth(i))
    }
}

/// One of the four levels of a criterion: a description and a band of points (choosing one never writes a mark).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    pub name: String,
    /// Decimal with a point, as in a template: `"22.5"`.
    pub from: String,
    pub to: String,
    pub text: String,
}

/// A promise that an entrant makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    pub key: String,
    pub text: String,
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub required: bool,
}

/// Who issues the contest's papers, and in which of the two formats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    #[serde(default)]
    pub format: String,
    #[serde(default)]
    pub superior: String,
    #[serde(default)]
    pub issuing: String,
    #[serde(default)]
    pub place: String,
}

#[cfg(test)]
mod tests {
    use super::super::template::{PHU_TAN, Template};

    #[test]
    fn a_document_in_the_place_of_the_text_keeps_to_its_words() {
        let all = Template::parse(PHU_TAN).unwrap();
        let words = |key: &str| -> Vec<Option<u32>> {
            let of = all.groups.iter().flat_map(|g| &g.categories).find(|c| c.key == key).unwrap();
            of.rules.slots().iter().map(|s| s.words_max).collect()
        };
        assert_eq!(words("van-xuoi"), [Some(3500)]);
        assert_eq!(words("bai-ca-co"), [Some(3000), None]);
        assert_eq!(words("bao-in-dien-tu"), [Some(5000)]);
        // The text must be typed there: the documents are something else.
        assert_eq!(words("quang-ba"), [None]);
        assert_eq!(words("tho"), [None]);
    }
}
