//! The outbox: a letter is written in the same transaction as the act that it tells of, and leaves later.

use diesel::prelude::*;

use crate::db::schema::{accounts, messages};
use crate::db::{Conn, Tx};
use crate::kernel::actor::Cx;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{AccountId, ContestId};
use crate::kernel::msg::{Msg, MsgArg};
use crate::lang::Lang;

use super::message::MessageState;

words! {
    /// What a letter is about. Its text is `mail-{word}-subject` and `mail-{word}-body` in the catalogue.
    pub enum LetterKind {
        Welcome = "welcome",
        ResetCode = "reset-code",
        Receipt = "receipt",
        Correction = "correction",
        Accepted = "accepted",
        Refused = "refused",
        Reopened = "reopened",
        Withdrawn = "withdrawn",
        Disqualified = "disqualified",
        Invitation = "invitation",
        AssignmentReady = "assignment-ready",
        SheetReopened = "sheet-reopened",
        Extended = "extended",
        Results = "results",
    }
}

impl LetterKind {
    /// Whether it may have to be told by telephone: then `mail-{word}-call` says it in a sentence or two.
    /// The others only ever go to an address.
    #[must_use]
    pub const fn by_phone(self) -> bool {
        !matches!(self, Self::Welcome | Self::ResetCode | Self::Invitation)
    }
    /// Whether its text holds what only its reader may know.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::ResetCode | Self::Invitation)
    }
}

/// A letter to be written. Every body may use `{ $name }` (who is addressed), `{ $link }` and the values given.
#[derive(Clone, Debug)]
pub struct Letter {
    pub kind: LetterKind,
    pub contest: Option<ContestId>,
    /// Path on our site, such as `/nop-bai/abc`; the sender puts the base address before it.
    pub link: String,
    pub args: Vec<(String, MsgArg)>,
}

impl Letter {
    #[must_use]
    pub fn new(kind: LetterKind, contest: Option<ContestId>, link: impl Into<String>) -> Self {
        Self { kind, contest, link: link.into(), args: Vec::new() }
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<MsgArg>) -> Self {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}

/// What stands for our own address in a stored body, until it is sent.
pub const BASE: &str = "{base}";

/// Tells an account: by mail if it has an address, else it stands on the call list. Nobody is telephoned about what they have
/// just done themselves: they have seen it on the page.
///
/// # Errors
/// When the database fails.
pub fn tell(tx: &mut Tx, cx: &Cx, to: AccountId, letter: &Letter) -> OpResult<()> {
    let conn: &mut Conn = tx;
    let (name, email, phone, lang): (String, Option<String>, Option<String>, String) = accounts::table
        .find(to)
        .select((accounts::name, accounts::email, accounts::phone, accounts::lang))
        .first(conn)?;
    if email.is_none() && cx.actor.account() == Some(to) {
        return Ok(());
    }
    let lang = Lang::parse(&lang).unwrap_or_default();
    put(conn, cx, letter, lang, Some(to), &name, email.as_deref(), phone.as_deref())
}

/// Tells an address that may have no account yet (an invitation), in this language.
///
/// # Errors
/// When the database fails.
pub fn tell_address(tx: &mut Tx, cx: &Cx, name: &str, email: &str, lang: Lang, letter: &Letter) -> OpResult<()> {
    put(tx, cx, letter, lang, None, name, Some(email), None)
}

/// Tells somebody who has no account: it stands on the call list.
///
/// # Errors
/// When the database fails.
pub fn tell_by_phone(tx: &mut Tx, cx: &Cx, name: &str, phone: Option<&str>, letter: &Letter) -> OpResult<()> {
    put(tx, cx, letter, Lang::Vi, None, name, None, phone)
}

#[expect(clippy::too_many_arguments, reason = "one row of the outbox")]
fn put(
    conn: &mut Conn,
    cx: &Cx,
    letter: &Letter,
    lang: Lang,
    account: Option<AccountId>,
    name: &str,
    email: Option<&str>,
    phone: Option<&str>,
) -> OpResult<()> {
    let say = |part: &str| {
        let mut m = Msg { key: format!("mail-{}-{part}", letter.kind.word()), args: letter.args.clone() };
        m = m.with("name", name).with("link", format!("{BASE}{}", letter.link));
        lang.say(&m)
    };
    let state = if email.is_some() { MessageState::Queued } else { MessageState::Call };
    // What is read out over the telephone has no address to press and no salutation.
    let body = if email.is_none() && letter.kind.by_phone() { "call" } else { "body" };
    diesel::insert_into(messages::table)
        .values((
            messages::contest_id.eq(letter.contest),
            messages::account_id.eq(account),
            messages::kind.eq(letter.kind.word()),
            messages::recipient.eq(email),
            messages::recipient_name.eq(name),
            messages::phone.eq(phone),
            messages::subject.eq(say("subject")),
            messages::body.eq(say(body)),
            messages::state.eq(state),
            messages::attempts.eq(0i64),
            messages::error.eq(""),
            messages::next_at.eq(cx.now),
            messages::created_at.eq(cx.now),
        ))
        .execute(conn)?;
    Ok(())
}
