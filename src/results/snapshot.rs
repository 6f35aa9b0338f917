//! A publication as it stands for ever: everything that is needed to recompute the ranking, under blind codes, and the prizes.
//!
//! Owns its shape (what follows from it is recomputed in `recompute`). Pure: must not know storage or pages. Unknown fields of
//! later shapes are refused.

use serde::{Deserialize, Serialize};

use super::ranking::Method;
use super::ties::TieRule;
use crate::kernel::points::{Fraction, Points};

/// The shape described here.
pub const FORMAT: &str = "bongsen-results-1";

/// One numbered publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    pub format: String,
    pub contest: ContestFacts,
    pub number: i64,
    /// Why the version before was corrected; empty for the first.
    pub reason: String,
    /// When it was proposed, RFC 3339.
    pub made_at: String,
    pub rules_number: i64,
    pub method: Method,
    pub tie_policy: Vec<TieRule>,
    pub prizes: Vec<PrizeFacts>,
    pub categories: Vec<CategoryTable>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestFacts {
    pub short_code: String,
    pub title: String,
    pub title_en: String,
    pub theme: String,
}

/// A level of the prize table with those who won it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrizeFacts {
    /// Name of the group; empty for collective prizes.
    pub group: String,
    pub group_en: String,
    pub level: String,
    pub count: i64,
    /// In đồng.
    pub money: i64,
    pub winners: Vec<Winner>,
    /// Why fewer were given than the order suggests; empty where nothing is to be said.
    pub vacancy: String,
}

/// Who won: a work, or a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Winner {
    /// Code of the category; empty for a unit.
    pub category: String,
    pub blind_code: String,
    pub public_code: String,
    pub title: String,
    /// As they want to be called, in order.
    pub authors: Vec<String>,
    pub unit: String,
    /// Why it departs from the order; empty where it does not.
    pub reason: String,
}

/// One category with its rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryTable {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub group: String,
    pub group_en: String,
    pub rounds: Vec<RoundTable>,
}

/// One category in one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundTable {
    pub key: String,
    pub name: String,
    pub rubric: String,
    /// Hundredths.
    pub scale: Points,
    pub criteria: Vec<CriterionFacts>,
    pub quota: usize,
    pub panel: usize,
    /// Judges without their names, `GK1` and on, as the sheets name them.
    pub judges: Vec<String>,
    pub rows: Vec<RowFacts>,
    pub incomplete: Vec<IncompleteFacts>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionFacts {
    pub name: String,
    pub name_en: String,
    pub max: Points,
}

/// A ranked work under its blind code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowFacts {
    pub code: String,
    pub rank: usize,
    pub shared: bool,
    /// The exact score in points, `num/den`.
    pub score: Fraction,
    /// The sum of the sheets' totals, hundredths.
    pub sum: Points,
    pub split_by: Option<TieRule>,
    /// The head judge's place among equals.
    pub vote: Option<u32>,
    pub sheets: Vec<SheetFacts>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetFacts {
    pub judge: String,
    pub total: Points,
    pub criteria: Vec<Points>,
}

/// A work that could not be ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncompleteFacts {
    pub code: String,
    pub have: usize,
    pub need: usize,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Two works of one category, marked by two judges on two criteria.
    pub(crate) fn small() -> Snapshot {
        let p = Points::whole;
        let sheet = |judge: &str, a, b| SheetFacts { judge: judge.into(), total: p(a + b), criteria: vec![p(a), p(b)] };
        let criterion = |name: &str| CriterionFacts { name: name.into(), name_en: String::new(), max: p(10) };
        let row = |code: &str, rank, score, sum, split_by, sheets| RowFacts {
            code: code.into(),
            rank,
            shared: false,
            score,
            sum,
            split_by,
            vote: None,
            sheets,
        };
        let by = Some(TieRule::Criterion { n: 1 });
        let score = Fraction::new(16, 1).unwrap_or(Fraction::ZERO);
        Snapshot {
            format: FORMAT.into(),
            contest: ContestFacts {
                short_code: "PT26".into(),
                title: "Cuộc thi".into(),
                title_en: "Contest".into(),
                theme: String::new(),
            },
            number: 1,
            reason: String::new(),
            made_at: "2026-12-01T00:00:00Z".into(),
            rules_number: 1,
            method: Method::Mean,
            tie_policy: vec![TieRule::Criterion { n: 1 }, TieRule::Shared],
            prizes: vec![PrizeFacts {
                group: "Văn học".into(),
                group_en: "Literature".into(),
                level: "A".into(),
                count: 1,
                money: 5_000_000,
                winners: vec![Winner {
                    category: "TH".into(),
                    blind_code: "K7M4Q".into(),
                    title: "Hoa sen".into(),
                    ..Winner::default()
                }],
                vacancy: String::new(),
            }],
            categories: vec![CategoryTable {
                code: "TH".into(),
                name: "Thơ".into(),
                name_en: "Poetry".into(),
                group: "Văn học".into(),
                group_en: "Literature".into(),
                rounds: vec![RoundTable {
                    key: "final".into(),
                    name: "Chung khảo".into(),
                    rubric: "Thơ".into(),
                    scale: p(20),
                    criteria: vec![criterion("Ý"), criterion("Lời")],
                    quota: 2,
                    panel: 2,
                    judges: vec!["GK1".into(), "GK2".into()],
                    rows: vec![
                        row("K7M4Q", 1, score, p(32), by, vec![sheet("GK1", 9, 8), sheet("GK2", 8, 7)]),
                        row("A3C4D", 2, score, p(32), by, vec![sheet("GK1", 8, 8), sheet("GK2", 8, 8)]),
                    ],
                    incomplete: vec![],
                }],
            }],
        }
    }
}
