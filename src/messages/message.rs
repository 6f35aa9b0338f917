//! A message to a person, as stored. Pure.

use diesel::prelude::*;

use crate::db::schema;
use crate::kernel::ids::{AccountId, ContestId, MessageId};
use crate::kernel::time::Timestamp;

words! {
    /// Where a message stands. `Call`: there is no address, somebody has to telephone.
    pub enum MessageState { Queued = "queued", Sent = "sent", Failed = "failed", Call = "call", Called = "called" }
}

/// A row of `messages`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::messages)]
pub struct Message {
    pub id: MessageId,
    pub contest_id: Option<ContestId>,
    pub account_id: Option<AccountId>,
    pub kind: String,
    pub recipient: Option<String>,
    pub recipient_name: String,
    pub phone: Option<String>,
    pub subject: String,
    pub body: String,
    pub state: MessageState,
    pub attempts: i64,
    pub error: String,
    pub next_at: Timestamp,
    pub created_at: Timestamp,
    pub done_at: Option<Timestamp>,
    pub done_by: Option<AccountId>,
}
