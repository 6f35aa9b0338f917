//! What can be done with accounts. Passwords come hashed: hashing takes its time outside of any transaction.

mod codes;
mod details;
mod members;
mod sign_in;
mod sign_up;

pub use codes::{
    CODE_MINUTES, IssuedCode, SETUP_DAYS, Setup, account_for_code, code_given, finish_setup, first_password_link,
    issue_code, needs_setup, request_reset, reset_password, setup_link, setup_of,
};
pub use details::{
    change_details, change_password, end_all_sessions, end_other_sessions, end_session, force_password, set_admin,
    set_disabled,
};
pub use members::{
    INVITATION_DAYS, Invite, accept_invitation, end_membership, invite, open_invitation, revoke_invitation,
};
pub use sign_in::{Found, begin_session, find_for_sign_in, rehash, set_lang};
pub use sign_up::{NewAccount, create_account, grant};
