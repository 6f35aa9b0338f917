//! Reading the JSON columns of a contest's rows into their types. Pure.

use super::contest::{Category, Contest, Criterion, Round};
use super::method::{AdvanceRule, TieRule};
use super::rules::{CategoryRules, Commitment, Issuer, Level};

impl Category {
    /// What it asks of a work.
    ///
    /// # Errors
    /// When the stored JSON is broken.
    pub fn asks(&self) -> Result<CategoryRules, serde_json::Error> {
        serde_json::from_str(&self.rules)
    }
}

impl Contest {
    /// What entrants promise.
    ///
    /// # Errors
    /// When the stored JSON is broken.
    pub fn promises(&self) -> Result<Vec<Commitment>, serde_json::Error> {
        serde_json::from_str(&self.commitments)
    }
    /// Who issues papers.
    ///
    /// # Errors
    /// When the stored JSON is broken.
    pub fn issued_by(&self) -> Result<Issuer, serde_json::Error> {
        serde_json::from_str(&self.issuer)
    }
    /// The topics that are suggested.
    ///
    /// # Errors
    /// When the stored JSON is broken.
    pub fn topic_list(&self) -> Result<Vec<String>, serde_json::Error> {
        serde_json::from_str(&self.topics)
    }
    /// How ties are split, in order.
    ///
    /// # Errors
    /// When the stored JSON is broken.
    pub fn ties(&self) -> Result<Vec<TieRule>, serde_json::Error> {
        serde_json::from_str(&self.tie_policy)
    }
}

impl Criterion {
    /// Its levels, the highest first.
    ///
    /// # Errors
    /// When the stored JSON is broken.
    pub fn bands(&self) -> Result<Vec<Level>, serde_json::Error> {
        serde_json::from_str(&self.levels)
    }
}

impl Round {
    /// How works go on from here; none for the last round or where they are picked by hand.
    ///
    /// # Errors
    /// When the stored JSON is broken.
    pub fn advances(&self) -> Result<Option<AdvanceRule>, serde_json::Error> {
        serde_json::from_str(&self.advance)
    }
}
