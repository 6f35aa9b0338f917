//! Accounts: who people are, how they sign in, what roles they hold. Knows nothing of contests' content.

pub mod account;
pub mod account_store;
pub mod attempts_store;
pub mod code_store;
pub mod login;
pub mod member_store;
pub mod ops;
pub mod parked;
pub mod passwords;
pub mod sessions;
pub mod store;
