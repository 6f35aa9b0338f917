//! A sentence to be said in the reader's language: a key of the catalogue and its values.

use serde::{Deserialize, Serialize};

/// A value inside a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MsgArg {
    Number(i64),
    Text(String),
}

impl From<&str> for MsgArg {
    fn from(s: &str) -> Self {
        Self::Text(s.to_owned())
    }
}
impl From<String> for MsgArg {
    fn from(s: String) -> Self {
        Self::Text(s)
    }
}
impl From<i64> for MsgArg {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}
impl From<u32> for MsgArg {
    fn from(n: u32) -> Self {
        Self::Number(i64::from(n))
    }
}
impl From<usize> for MsgArg {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

/// A key of the catalogue with its values. The key must exist in every language (a test reads the sources for them).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Msg {
    pub key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, MsgArg)>,
}

impl Msg {
    /// A sentence without values.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: Vec::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<MsgArg>) -> Self {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}

/// `msg!("key")` or `msg!("key", name = value, …)`.
#[macro_export]
macro_rules! msg {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::kernel::msg::Msg::new($key)$(.with(stringify!($name), $value))*
    };
}
