//! Hashing passwords: Argon2id at OWASP's parameters (m = 19 MiB, t = 2, p = 1; Password Storage Cheat Sheet, 2025), in a bounded
//! queue off the event loop, so that a burst of sign-ins can neither starve other requests nor fill the memory.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::errors::{OpError, OpResult};

/// How many may wait besides those being hashed; more are told to come back.
const QUEUE: usize = 64;

/// Hashes and verifies, at most two at a time.
#[derive(Clone)]
pub struct Hasher {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// Hashes on this thread: for the command line and the demo.
///
/// # Errors
/// When the machine gives no random salt.
pub fn hash_here(password: &str) -> OpResult<String> {
    argon().hash_password(password.as_bytes()).map(|h| h.to_string()).map_err(OpError::internal)
}

fn verify_here(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|h| argon().verify_password(password.as_bytes(), &h).is_ok())
}

/// Whether a stored hash was made with today's parameters; others are made anew when their owner signs in.
#[must_use]
pub fn is_current(hash: &str) -> bool {
    hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
}

impl Hasher {
    #[must_use]
    pub fn new() -> Self {
        Self { running: Arc::new(Semaphore::new(2)), waiting: Arc::new(Semaphore::new(QUEUE)) }
    }

    async fn run<T: Send + 'static>(&self, f: impl FnOnce() -> T + Send + 'static) -> OpResult<T> {
        let _place = self.waiting.try_acquire().map_err(|_| OpError::TooMany { seconds: 30 })?;
        let _turn = self.running.acquire().await.map_err(OpError::internal)?;
        tokio::task::spawn_blocking(f).await.map_err(OpError::internal)
    }

    /// The PHC string of a password.
    ///
    /// # Errors
    /// `TooMany` when the queue is full.
    pub async fn hash(&self, password: String) -> OpResult<String> {
        self.run(move || hash_here(&password)).await?
    }

    /// Whether the password is right. With no hash it takes as long and says no, so that time does not tell which accounts exist.
    ///
    /// # Errors
    /// `TooMany` when the queue is full.
    pub async fn verify(&self, password: String, hash: Option<String>) -> OpResult<bool> {
        self.run(move || match hash {
            Some(h) => verify_here(&password, &h),
            None => {
                let _ = hash_here(&password);
                false
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_its_parameters_and_verifies() {
        let h = hash_here("bông sen nở").unwrap();
        assert!(h.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{h}");
        assert!(verify_here("bông sen nở", &h));
        assert!(!verify_here("bông sen no", &h));
    }
}
