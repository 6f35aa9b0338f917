//! What an operation can answer besides success.

use crate::kernel::denied::Denied;
use crate::kernel::msg::Msg;

/// Faults of a form, each with the field it belongs to (an empty name: the form as a whole).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<(String, Msg)>);

impl Faults {
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }
    pub fn add(&mut self, field: impl Into<String>, msg: Msg) {
        self.0.push((field.into(), msg));
    }
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The first fault of a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Msg> {
        self.0.iter().find(|(f, _)| f == field).map(|(_, m)| m)
    }
    /// Faults of rows (`max-1`, `to-1-3`) that stood in these rows of a form which had empty ones between them.
    #[must_use]
    pub fn in_rows(mut self, rows: &[usize]) -> Self {
        for (field, _) in &mut self.0 {
            let mut parts: Vec<String> = field.split('-').map(str::to_owned).collect();
            if let Some(part) = parts.get_mut(1)
                && let Some(row) = part.parse().ok().and_then(|i: usize| rows.get(i))
            {
                *part = row.to_string();
                *field = parts.join("-");
            }
        }
        self
    }
    /// `Err(Invalid)` if there is any.
    ///
    /// # Errors
    /// Itself, when not empty.
    pub fn check(self) -> Result<(), OpError> {
        if self.is_empty() { Ok(()) } else { Err(OpError::Invalid(self)) }
    }
}

/// Why an operation did not happen.
#[derive(Debug, thiserror::Error)]
pub enum OpError {
    /// This person may not do this (now).
    #[error("denied: {0:?}")]
    Denied(Denied),
    /// There is no such thing, or none that this person may know of.
    #[error("not found")]
    NotFound,
    /// What was typed cannot stand.
    #[error("invalid: {0:?}")]
    Invalid(Faults),
    /// Somebody was faster, or the thing is no longer in the state that the act needs.
    #[error("conflict: {0:?}")]
    Conflict(Msg),
    /// Too many attempts; try again after so many seconds.
    #[error("too many attempts")]
    TooMany { seconds: i64 },
    /// The machine failed: database, store, disk.
    #[error("internal: {0}")]
    Internal(String),
    /// The database asks that the write be tried again.
    #[error(transparent)]
    Db(#[from] diesel::result::Error),
}

impl OpError {
    /// One fault on one field.
    #[must_use]
    pub fn invalid(field: &str, msg: Msg) -> Self {
        Self::Invalid(Faults(vec![(field.to_owned(), msg)]))
    }
    /// As [`Faults::in_rows`], where it is a fault of a form.
    #[must_use]
    pub fn in_rows(self, rows: &[usize]) -> Self {
        match self {
            Self::Invalid(faults) => Self::Invalid(faults.in_rows(rows)),
            other => other,
        }
    }
    /// A failure of the machine.
    #[must_use]
    pub fn internal(e: impl std::fmt::Display) -> Self {
        Self::Internal(e.to_string())
    }
}

impl From<Denied> for OpError {
    fn from(d: Denied) -> Self {
        if d.hidden { Self::NotFound } else { Self::Denied(d) }
    }
}

impl From<serde_json::Error> for OpError {
    fn from(e: serde_json::Error) -> Self {
        Self::Internal(format!("stored JSON: {e}"))
    }
}

/// What an operation gives.
pub type OpResult<T> = Result<T, OpError>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_find_their_rows() {
        let mut f = Faults::none();
        for name in ["name", "max-0", "to-1-3", "accept-9", "group-name"] {
            f.add(name, msg!("field-required"));
        }
        let fields: Vec<_> = f.in_rows(&[2, 5]).0.into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "max-2", "to-5-3", "accept-9", "group-name"]);
    }
}
