//! What can be done with accounts. Passwords come hashed: hashing takes its time outside of any transaction.

mod sign_in;
mod sign_up;

pub use sign_in::{Found, begin_session, find_for_sign_in, rehash, set_lang};
pub use sign_up::{NewAccount, create_account, grant};
