//! Who takes part: the people of the office, the judges, the entrants; their accounts and roles.

use std::collections::BTreeMap;

use serde::Serialize;

use super::texts::Texts;
use crate::accounts::ops::{NewAccount, create_account, grant, set_admin};
use crate::accounts::store as accounts;
use crate::db::{Conn, Tx};
use crate::kernel::actor::{Cx, Person, Role};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, ContestId};
use crate::kernel::text::slug;
use crate::kernel::time::Timestamp;
use crate::lang::Lang;

/// The password of everybody in the demo.
pub const PASSWORD: &str = "sen-no-ben-song";

pub const ADMIN: &str = "Trần Minh Quân";
pub const ORGANIZERS: [&str; 2] = ["Nguyễn Thị Thanh Hương", "Lê Văn Phước"];
pub const SECRETARIES: [&str; 2] = ["Phạm Thị Cẩm Tú", "Võ Minh Trí"];

/// A line of `demo-accounts.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountLine {
    pub role: &'static str,
    pub login: String,
    pub password: &'static str,
    pub name: String,
    /// Short code; empty for the administrator.
    pub contest: String,
}

/// Accounts by name.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    ids: BTreeMap<String, AccountId>,
    logins: BTreeMap<String, String>,
}

/// A judge's panels: the code of a group, and whether they lead it.
pub fn panels(texts: &Texts, group: &str) -> (Vec<String>, Option<String>) {
    let own = texts.people.judges.iter().filter(|j| j.group == group);
    let head = own.clone().next().map(|j| j.name.clone());
    let more = texts.people.judges.iter().filter(|j| j.also.iter().any(|g| g == group));
    (own.chain(more).map(|j| j.name.clone()).collect(), head)
}

impl Cast {
    /// Whose account it is.
    ///
    /// # Errors
    /// `NotFound` for who has none.
    pub fn id(&self, name: &str) -> OpResult<AccountId> {
        self.ids.get(name).copied().ok_or(OpError::NotFound)
    }

    /// What somebody signs in with.
    pub fn login(&self, name: &str) -> String {
        self.logins.get(name).cloned().unwrap_or_default()
    }

    /// Somebody with the roles they hold now.
    ///
    /// # Errors
    /// When there is no such person, or the database fails.
    pub fn person(&self, conn: &mut Conn, name: &str) -> OpResult<Person> {
        accounts::person(conn, self.id(name)?)?.ok_or(OpError::NotFound)
    }

    /// Somebody acting at an instant.
    ///
    /// # Errors
    /// As for the person.
    pub fn by(&self, conn: &mut Conn, name: &str, now: Timestamp) -> OpResult<Cx> {
        Ok(Cx::by(self.person(conn, name)?, now))
    }

    fn join(&mut self, tx: &mut Tx, cx: &Cx, name: &str, hash: &str, phone: Option<String>) -> OpResult<()> {
        if self.ids.contains_key(name) {
            return Ok(());
        }
        let mut email = format!("{}@example.org", slug(name).replace('-', "."));
        if self.logins.values().any(|l| *l == email) {
            email = format!("{}2@example.org", slug(name).replace('-', "."));
        }
        let login = phone.clone().unwrap_or_else(|| email.clone());
        let email = phone.is_none().then_some(email);
        let new = NewAccount {
            name: name.to_owned(),
            email,
            phone,
            password_hash: Some(hash.to_owned()),
            lang: Lang::default(),
        };
        let id = create_account(tx, cx, new)?;
        self.ids.insert(name.to_owned(), id);
        self.logins.insert(name.to_owned(), login);
        Ok(())
    }

    /// Makes every account. Two in five entrants have a telephone number only.
    ///
    /// # Errors
    /// When the database fails.
    pub fn gather(tx: &mut Tx, texts: &Texts, hash: &str, now: Timestamp) -> OpResult<Self> {
        let cx = Cx::system(now);
        let mut cast = Self::default();
        cast.join(tx, &cx, ADMIN, hash, None)?;
        let admin = cast.id(ADMIN)?;
        set_admin(tx, &cx, admin, true)?;
        for name in ORGANIZERS.into_iter().chain(SECRETARIES) {
            cast.join(tx, &cx, name, hash, None)?;
        }
        for judge in &texts.people.judges {
            cast.join(tx, &cx, &judge.name, hash, None)?;
        }
        for (i, p) in texts.people.entrants.iter().enumerate() {
            let phone = (i % 5 >= 3).then(|| format!("0900000{:03}", 100 + i));
            cast.join(tx, &cx, &p.name, hash, phone)?;
        }
        Ok(cast)
    }

    /// Gives everybody of the staff their role in a contest.
    ///
    /// # Errors
    /// When the database fails.
    pub fn staff(&self, tx: &mut Tx, texts: &Texts, contest: ContestId, now: Timestamp) -> OpResult<()> {
        let cx = self.by(tx, ADMIN, now)?;
        for name in ORGANIZERS {
            grant(tx, &cx, contest, self.id(name)?, Role::Organizer, None)?;
        }
        for name in SECRETARIES {
            grant(tx, &cx, contest, self.id(name)?, Role::Secretary, None)?;
        }
        for judge in &texts.people.judges {
            let head = panels(texts, &judge.group).1.as_deref() == Some(judge.name.as_str());
            let role = if head { Role::HeadJudge } else { Role::Judge };
            grant(tx, &cx, contest, self.id(&judge.name)?, role, None)?;
        }
        Ok(())
    }

    fn line(&self, role: &'static str, name: &str, contest: &str) -> AccountLine {
        AccountLine {
            role,
            login: self.login(name),
            password: PASSWORD,
            name: name.to_owned(),
            contest: contest.to_owned(),
        }
    }

    /// Who can sign in as what. `entrants`: names with their contest.
    pub fn lines(&self, texts: &Texts, contests: &[&str], entrants: &[(String, &str)]) -> Vec<AccountLine> {
        let mut lines = vec![self.line("admin", ADMIN, "")];
        for contest in contests {
            lines.extend(ORGANIZERS.map(|n| self.line("organizer", n, contest)));
            lines.extend(SECRETARIES.map(|n| self.line("secretary", n, contest)));
            for judge in &texts.people.judges {
                let head = panels(texts, &judge.group).1.as_deref() == Some(judge.name.as_str());
                lines.push(self.line(if head { "head_judge" } else { "judge" }, &judge.name, contest));
            }
        }
        lines.extend(entrants.iter().map(|(name, contest)| self.line("entrant", name, contest)));
        lines
    }
}
