//! The demo's texts and people: read from the files beside it. Pure.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::kernel::errors::{OpError, OpResult};

/// One work's words.
#[derive(Clone, Debug, Deserialize)]
pub struct Work {
    pub title: String,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub text: String,
    pub topic: String,
    #[serde(default)]
    pub portrays: String,
    pub pen_name: Option<String>,
    #[serde(default)]
    pub captions: Vec<String>,
    #[serde(default)]
    pub outlet: String,
    #[serde(default)]
    pub link: String,
    pub days_before_deadline: Option<i64>,
}

/// Somebody who enters.
#[derive(Clone, Debug, Deserialize)]
pub struct Entrant {
    pub name: String,
    pub birth_year: i32,
    pub unit_old: String,
    pub unit_new: String,
}

/// A collective that enters.
#[derive(Clone, Debug, Deserialize)]
pub struct Collective {
    pub name: String,
    pub unit_old: String,
    pub unit_new: String,
}

/// Somebody who judges.
#[derive(Clone, Debug, Deserialize)]
pub struct JudgePart {
    pub name: String,
    pub group: String,
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct People {
    #[serde(rename = "people")]
    pub entrants: Vec<Entrant>,
    pub collectives: Vec<Collective>,
    pub judges: Vec<JudgePart>,
}

/// What judges write, by how good the work is.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Comments {
    pub high: Vec<String>,
    pub mid: Vec<String>,
    pub low: Vec<String>,
}

/// Everything that is read.
#[derive(Clone, Debug)]
pub struct Texts {
    /// By the category's key.
    pub works: BTreeMap<&'static str, Vec<Work>>,
    pub people: People,
    /// By the group's code.
    pub comments: BTreeMap<String, Comments>,
}

fn read<T: DeserializeOwned>(json: &str) -> OpResult<T> {
    serde_json::from_str(json).map_err(OpError::internal)
}

/// The categories, in the template's order.
pub const CATEGORIES: [&str; 10] = [
    "tho",
    "van-xuoi",
    "ca-khuc",
    "bai-ca-co",
    "nhiep-anh",
    "my-thuat",
    "bao-in-dien-tu",
    "phat-thanh",
    "truyen-hinh",
    "quang-ba",
];

impl Texts {
    /// Reads them.
    ///
    /// # Errors
    /// When a file is broken.
    pub fn load() -> OpResult<Self> {
        let files = [
            include_str!("texts/tho.json"),
            include_str!("texts/van-xuoi.json"),
            include_str!("texts/ca-khuc.json"),
            include_str!("texts/bai-ca-co.json"),
            include_str!("texts/nhiep-anh.json"),
            include_str!("texts/my-thuat.json"),
            include_str!("texts/bao-in-dien-tu.json"),
            include_str!("texts/phat-thanh.json"),
            include_str!("texts/truyen-hinh.json"),
            include_str!("texts/quang-ba.json"),
        ];
        let mut works = BTreeMap::new();
        for (key, json) in CATEGORIES.into_iter().zip(files) {
            works.insert(key, read(json)?);
        }
        Ok(Self {
            works,
            people: read(include_str!("texts/people.json"))?,
            comments: read(include_str!("texts/comments.json"))?,
        })
    }
}
