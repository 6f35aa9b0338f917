//! Template files: a contest's set-up as JSON, such as `templates/phu-tan.json`. Pure.

use serde::Deserialize;

use super::contest::{ConflictRule, RoundKey};
use super::method::{AdvanceRule, TieRule};
use super::rules::{CategoryRules, Commitment, Issuer, Level};
use super::template_faults::faults;
use crate::kernel::msg::Msg;
use crate::kernel::time::{Timestamp, Zone};

/// The template that comes with the program.
pub const PHU_TAN: &str = include_str!("templates/phu-tan.json");

/// A template file: parts that its contests share, and the contests.
#[derive(Clone, Debug, Deserialize)]
pub struct Template {
    pub contests: Vec<ContestPart>,
    #[serde(default)]
    pub commitments: Vec<Commitment>,
    #[serde(default)]
    pub topics: Vec<String>,
    #[serde(default)]
    pub units: Vec<UnitPart>,
    pub rubrics: Vec<RubricPart>,
    pub groups: Vec<GroupPart>,
    #[serde(default)]
    pub prizes: Vec<PrizePart>,
    #[serde(default)]
    pub collective_prizes: Option<CollectivePart>,
    pub rounds: Vec<RoundPart>,
    #[serde(default)]
    pub tie_policy: Vec<TieRule>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ContestPart {
    pub short_code: String,
    pub title: String,
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub theme: String,
    pub time_zone: String,
    #[serde(default)]
    pub issuer: Issuer,
    pub dates: Dates,
    #[serde(default)]
    pub grace_minutes: i64,
    #[serde(default)]
    pub publication_window: Option<(String, String)>,
    #[serde(default)]
    pub rules_md: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default = "whole_contest")]
    pub conflict_rule: ConflictRule,
}

const fn whole_contest() -> ConflictRule {
    ConflictRule::Contest
}

/// Days or date-times in the contest's zone.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Dates {
    #[serde(default)]
    pub launch: String,
    #[serde(default)]
    pub open: String,
    #[serde(default)]
    pub deadline: String,
    #[serde(default)]
    pub preliminary: String,
    #[serde(default)]
    pub r#final: String,
    #[serde(default)]
    pub publication: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct UnitPart {
    pub key: String,
    pub name: String,
    pub kind: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub successor: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct RubricPart {
    pub key: String,
    pub name: String,
    #[serde(default)]
    pub en: String,
    pub scale: i32,
    pub step: String,
    pub criteria: Vec<CriterionPart>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct CriterionPart {
    pub name: String,
    #[serde(default)]
    pub en: String,
    pub max: i32,
    #[serde(default)]
    pub levels: Vec<Level>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct GroupPart {
    pub name: String,
    pub code: String,
    #[serde(default)]
    pub en: String,
    pub categories: Vec<CategoryPart>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct CategoryPart {
    pub key: String,
    pub name: String,
    #[serde(default)]
    pub en: String,
    pub code: String,
    pub rubric: String,
    #[serde(default)]
    pub blind: bool,
    pub kind: String,
    #[serde(flatten)]
    pub rules: CategoryRules,
}

#[derive(Clone, Debug, Deserialize)]
pub struct PrizePart {
    pub group: String,
    pub levels: Vec<LevelPart>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct CollectivePart {
    pub levels: Vec<LevelPart>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct LevelPart {
    pub level: String,
    pub count: i64,
    pub money: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct RoundPart {
    pub key: String,
    pub name: String,
    pub judges_per_entry: i64,
    #[serde(default)]
    pub advance: Option<AdvanceRule>,
    #[serde(default)]
    pub deliberation: bool,
}

impl RoundPart {
    /// Which of the two rounds it is.
    #[must_use]
    pub fn round_key(&self) -> Option<RoundKey> {
        match self.key.as_str() {
            "so-khao" | "preliminary" => Some(RoundKey::Preliminary),
            "chung-khao" | "final" => Some(RoundKey::Final),
            _ => None,
        }
    }
}

impl Template {
    /// Reads a template and holds it against itself.
    ///
    /// # Errors
    /// A sentence for each fault.
    pub fn parse(json: &str) -> Result<Self, Vec<Msg>> {
        let t: Self = serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|e| {
            vec![msg!("template-unreadable", line = e.line(), column = e.column(), why = e.to_string())]
        })?;
        let faults = faults(&t);
        if faults.is_empty() { Ok(t) } else { Err(faults) }
    }
}

/// Two to twelve capital letters and digits: it stands in addresses and receipt codes.
#[must_use]
pub fn is_short_code(s: &str) -> bool {
    (2..=12).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

impl ContestPart {
    /// The dates as instants.
    #[must_use]
    pub fn instants(&self, zone: Zone) -> [Option<Timestamp>; 6] {
        let d = &self.dates;
        [&d.launch, &d.open, &d.deadline, &d.preliminary, &d.r#final, &d.publication].map(|s| zone.parse_field(s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_that_comes_with_the_program_is_sound() {
        let t = Template::parse(PHU_TAN).unwrap();
        assert_eq!(t.contests.iter().map(|c| c.short_code.as_str()).collect::<Vec<_>>(), ["PT23", "PT26"]);
        assert_eq!(t.groups.iter().map(|g| g.categories.len()).sum::<usize>(), 10);
        for c in t.rubrics.iter().flat_map(|r| &r.criteria) {
            assert_eq!(c.levels.len(), 4, "{}", c.name);
        }
    }
}
