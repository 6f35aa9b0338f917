//! What can go wrong with the store, in the few kinds that callers treat differently.

use std::io;

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No blob under this key.
    #[error("no such blob")]
    NotFound,
    /// No room left on the disk or within the quota.
    #[error("the store is full")]
    Full,
    /// The range asked for lies outside the blob of `size` bytes.
    #[error("the range lies outside the {size} bytes of the blob")]
    Range {
        /// Bytes of the whole blob.
        size: u64,
    },
    /// The blob is longer than the caller wanted to hold in memory.
    #[error("the blob has {size} bytes, more than {max}")]
    TooLarge {
        /// Bytes of the whole blob.
        size: u64,
        /// The most the caller allowed.
        max: u64,
    },
    /// The text is not the key of a blob.
    #[error("not the key of a blob")]
    BadKey,
    /// The store cannot be reached, refuses, or is not set up; the text is for whoever runs it.
    #[error("the store cannot be used: {0}")]
    Unavailable(String),
    /// The disk failed.
    #[error("the store failed: {0}")]
    Io(#[source] io::Error),
}

impl StoreError {
    /// For a file that is opened by its key: that there is none is an answer, not a fault.
    pub(super) fn reading(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::NotFound } else { error.into() }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error),
        }
    }
}

impl From<tokio::task::JoinError> for StoreError {
    /// The work was dropped, as when the process is going down.
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Unavailable(format!("the work was cut short: {error}"))
    }
}
