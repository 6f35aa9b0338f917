//! SQL of the outbox, and nothing else.

use diesel::prelude::*;

use super::message::{Message, MessageState};
use super::outbox::LetterKind;
use crate::db::Conn;
use crate::db::schema::messages;
use crate::kernel::ids::{AccountId, ContestId, MessageId};
use crate::kernel::time::Timestamp;

/// Whether a letter is due.
pub fn any_due(conn: &mut Conn, now: Timestamp) -> QueryResult<bool> {
    let due: Option<MessageId> = messages::table
        .filter(messages::state.eq(MessageState::Queued))
        .filter(messages::next_at.le(now))
        .select(messages::id)
        .first(conn)
        .optional()?;
    Ok(due.is_some())
}

/// Takes the letter that is due first, until `lease`: whoever does not report by then has died, and another copy takes it again.
pub fn claim(conn: &mut Conn, now: Timestamp, lease: Timestamp) -> QueryResult<Option<Message>> {
    let due: Option<Message> = messages::table
        .filter(messages::state.eq(MessageState::Queued))
        .filter(messages::next_at.le(now))
        .order((messages::next_at.asc(), messages::id.asc()))
        .select(Message::as_select())
        .first(conn)
        .optional()?;
    let Some(mut m) = due else { return Ok(None) };
    let still = messages::table
        .find(m.id)
        .filter(messages::state.eq(MessageState::Queued))
        .filter(messages::next_at.eq(m.next_at));
    m.attempts += 1;
    let won =
        diesel::update(still).set((messages::next_at.eq(lease), messages::attempts.eq(m.attempts))).execute(conn)?;
    Ok((won == 1).then_some(m))
}

/// It left. A letter with a secret in it (a code, a link that opens something) is not kept.
pub fn set_sent(conn: &mut Conn, m: &Message, now: Timestamp) -> QueryResult<usize> {
    let body = if LetterKind::parse(&m.kind).is_some_and(LetterKind::is_secret) { "" } else { m.body.as_str() };
    diesel::update(messages::table.find(m.id))
        .set((
            messages::state.eq(MessageState::Sent),
            messages::done_at.eq(now),
            messages::error.eq(""),
            messages::body.eq(body),
        ))
        .execute(conn)
}

/// It did not leave: to be tried again then, or never.
pub fn set_failed(conn: &mut Conn, id: MessageId, error: &str, again: Option<Timestamp>) -> QueryResult<usize> {
    let of = messages::table.find(id);
    match again {
        Some(at) => diesel::update(of).set((messages::error.eq(error), messages::next_at.eq(at))).execute(conn),
        None => {
            diesel::update(of).set((messages::error.eq(error), messages::state.eq(MessageState::Failed))).execute(conn)
        }
    }
}

/// Empties letters with a secret in them that failed before then: what they opened is over, and sending them again is no use.
pub fn blank_secrets(conn: &mut Conn, before: Timestamp) -> QueryResult<usize> {
    let secret: Vec<&str> = LetterKind::ALL.iter().filter(|k| k.is_secret()).map(|k| k.word()).collect();
    let over = messages::table
        .filter(messages::state.eq(MessageState::Failed))
        .filter(messages::kind.eq_any(secret))
        .filter(messages::created_at.lt(before))
        .filter(messages::body.ne(""));
    diesel::update(over).set(messages::body.eq("")).execute(conn)
}

/// Puts a letter that failed back into the queue, unless it was emptied.
pub fn retry(conn: &mut Conn, id: MessageId, now: Timestamp) -> QueryResult<usize> {
    let whole = messages::table.find(id).filter(messages::state.eq(MessageState::Failed)).filter(messages::body.ne(""));
    diesel::update(whole)
        .set((messages::state.eq(MessageState::Queued), messages::next_at.eq(now), messages::attempts.eq(0i64)))
        .execute(conn)
}

pub fn by_id(conn: &mut Conn, id: MessageId) -> QueryResult<Option<Message>> {
    messages::table.find(id).select(Message::as_select()).first(conn).optional()
}

/// Somebody telephoned.
pub fn set_called(conn: &mut Conn, id: MessageId, by: Option<AccountId>, now: Timestamp) -> QueryResult<usize> {
    diesel::update(messages::table.find(id).filter(messages::state.eq_any(TO_CALL)))
        .set((messages::state.eq(MessageState::Called), messages::done_at.eq(now), messages::done_by.eq(by)))
        .execute(conn)
}

/// A call was not made after all: the letter stands where it stood before.
pub fn set_to_call(conn: &mut Conn, m: &Message) -> QueryResult<usize> {
    let before = if m.recipient.is_some() { MessageState::Failed } else { MessageState::Call };
    diesel::update(messages::table.find(m.id).filter(messages::state.eq(MessageState::Called)))
        .set((
            messages::state.eq(before),
            messages::done_at.eq(None::<Timestamp>),
            messages::done_by.eq(None::<AccountId>),
        ))
        .execute(conn)
}

/// What has to be told by telephone: what has no address, and what its address did not take.
const TO_CALL: [MessageState; 2] = [MessageState::Call, MessageState::Failed];

/// What to tell by telephone in a contest, oldest first.
pub fn calls(conn: &mut Conn, contest: ContestId, most: i64) -> QueryResult<Vec<Message>> {
    messages::table
        .filter(messages::contest_id.eq(contest))
        .filter(messages::state.eq_any(TO_CALL))
        .order(messages::id.asc())
        .limit(most)
        .select(Message::as_select())
        .load(conn)
}

/// What was told by telephone in a contest, newest first.
pub fn calls_made(conn: &mut Conn, contest: ContestId, most: i64) -> QueryResult<Vec<Message>> {
    messages::table
        .filter(messages::contest_id.eq(contest))
        .filter(messages::state.eq(MessageState::Called))
        .order((messages::done_at.desc(), messages::id.desc()))
        .limit(most)
        .select(Message::as_select())
        .load(conn)
}

/// How many people of a contest wait for a call; letters to one account or one number are one call.
pub fn count_calls(conn: &mut Conn, contest: ContestId) -> QueryResult<usize> {
    let whom: Vec<(Option<AccountId>, Option<String>, String)> = messages::table
        .filter(messages::contest_id.eq(contest))
        .filter(messages::state.eq_any(TO_CALL))
        .select((messages::account_id, messages::phone, messages::recipient_name))
        .distinct()
        .load(conn)?;
    Ok(whom.len())
}

/// Letters, newest first, of one state if given.
pub fn page(conn: &mut Conn, state: Option<MessageState>, offset: i64, limit: i64) -> QueryResult<Vec<Message>> {
    let all = messages::table
        .order(messages::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Message::as_select())
        .into_boxed();
    match state {
        Some(s) => all.filter(messages::state.eq(s)),
        None => all,
    }
    .load(conn)
}

/// The letters that failed for good and can be sent again.
pub fn failed(conn: &mut Conn) -> QueryResult<Vec<MessageId>> {
    let whole = messages::table.filter(messages::state.eq(MessageState::Failed)).filter(messages::body.ne(""));
    whole.select(messages::id).load(conn)
}

/// How many letters stand in a state.
pub fn count(conn: &mut Conn, state: MessageState) -> QueryResult<i64> {
    messages::table.filter(messages::state.eq(state)).count().get_result(conn)
}
