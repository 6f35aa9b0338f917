//! What the rules of a contest say about results: how a score is made, how ties part, who advances. Pure; the arithmetic
//! stands in `results`.

use serde::{Deserialize, Serialize};

use crate::kernel::points::Points;

/// How the sheets of a work become its score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The mean of the totals.
    #[default]
    Mean,
    /// The mean without one highest and one lowest total, from five sheets on; below that, the mean.
    TrimmedMean,
    /// The middle total; of an even count, the mean of the middle two.
    Median,
    /// The sum of the totals; refused where works have different numbers of sheets.
    Sum,
}

/// One rule of a contest's tie policy. In JSON: `{"rule": "criterion", "n": 1}`, `{"rule": "first_places"}` and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum TieRule {
    /// The higher mean on the criterion at this place of the rubric, counted from 1.
    Criterion {
        /// Place in the rubric, from 1.
        n: usize,
    },
    /// More sheets that put the work first. Only where every judge of the panel marked every ranked work; a judge's shared
    /// firsts count for each.
    FirstPlaces,
    /// The order that the head judge gave to the works of the tie. Only where each of them has a place.
    HeadJudge,
    /// They share the place; rules after this one are not read.
    Shared,
}

/// A round's rule for advancing. In JSON: `{"rule": "share", "percent": 30, "rounding": "up", "per": "category", "ties": "keep"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum AdvanceRule {
    /// The first so many, and whoever shares the last place.
    TopN {
        /// How many.
        n: usize,
    },
    /// A share of the ranked works of a category, and whoever shares the last place.
    Share {
        /// Of a hundred.
        percent: u32,
        /// What a part of a work counts.
        #[serde(default)]
        rounding: Rounding,
        /// Of what the share is taken.
        #[serde(default)]
        per: Per,
        /// What happens to works that share the last place.
        #[serde(default)]
        ties: Ties,
    },
    /// Every work with at least this score.
    Threshold {
        /// The score that is needed.
        points: Points,
    },
    /// The organizer picks; nothing advances by itself.
    HandPicked,
}

/// How a share is rounded to whole works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// A part of a work is a work.
    #[default]
    Up,
}

/// Of what a share is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Of each category.
    #[default]
    Category,
}

/// What happens to works that share the last place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// All of them advance.
    #[default]
    Keep,
}
