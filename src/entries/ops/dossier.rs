//! An entry with everything that belongs to it, loaded at once: what the ops decide on and the pages draw.

use chrono::NaiveDate;

use crate::contests::contest::{Category, Contest};
use crate::contests::rules::{CategoryRules, Commitment};
use crate::contests::store as contests;
use crate::db::Conn;
use crate::entries::complete::{self, Facts, Review, Section};
use crate::entries::content::{self, Content};
use crate::entries::entry::{Author, Entry, EntryState, File};
use crate::entries::findings::{self, Finding};
use crate::entries::{found, store, write_store};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, EntryId};
use crate::kernel::time::{Day, Timestamp, Zone};
use crate::policy::Deadline;

/// Everything about one entry.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub entry: Entry,
    pub contest: Contest,
    pub category: Option<Category>,
    pub rules: Option<CategoryRules>,
    pub authors: Vec<Author>,
    /// Those that were not taken away, slot by slot; see [`Dossier::used_files`].
    pub files: Vec<File>,
    pub promises: Vec<Commitment>,
    pub extended_to: Option<Timestamp>,
}

/// A contest's zone (Vietnam's if its name is broken).
#[must_use]
pub fn zone(contest: &Contest) -> Zone {
    Zone::parse(&contest.time_zone).unwrap_or(Zone(chrono_tz::Asia::Ho_Chi_Minh))
}

/// The times that decide for a person who begins, or goes on with what was begun at `begun_at`.
#[must_use]
pub fn deadline(
    contest: &Contest,
    extended_to: Option<Timestamp>,
    begun_at: Option<Timestamp>,
    now: Timestamp,
) -> Deadline {
    Deadline {
        now,
        open_at: contest.open_at,
        close_at: contest.deadline_at,
        grace_minutes: contest.grace_minutes,
        extended_to,
        begun_at,
    }
}

/// The times that decide for a person who has not begun yet.
///
/// # Errors
/// When the database fails.
pub fn deadline_of(
    conn: &mut Conn,
    contest: &Contest,
    account: Option<AccountId>,
    now: Timestamp,
) -> OpResult<Deadline> {
    let extended = match account {
        Some(a) => write_store::extended_to(conn, contest.id, a)?,
        None => None,
    };
    Ok(deadline(contest, extended, None, now))
}

impl Dossier {
    /// Loads what belongs to a row.
    ///
    /// # Errors
    /// When the database fails, or a stored rule is broken.
    pub fn of(conn: &mut Conn, entry: Entry) -> OpResult<Self> {
        let contest = contests::by_id(conn, entry.contest_id)?.ok_or(OpError::NotFound)?;
        let category = match entry.category_id {
            Some(id) => contests::category(conn, id)?,
            None => None,
        };
        let rules = category.as_ref().map(Category::asks).transpose()?;
        let authors = store::authors_of(conn, entry.id)?;
        let files = store::files_of(conn, entry.id)?;
        let promises = contest.promises()?;
        let extended_to = write_store::extended_to(conn, contest.id, entry.owner_id)?;
        Ok(Self { entry, contest, category, rules, authors, files, promises, extended_to })
    }

    /// By the code of its address.
    ///
    /// # Errors
    /// `NotFound` when there is none; when the database fails.
    pub fn by_token(conn: &mut Conn, token: &str) -> OpResult<Self> {
        let entry = store::by_token(conn, token)?.ok_or(OpError::NotFound)?;
        Self::of(conn, entry)
    }

    /// By its key.
    ///
    /// # Errors
    /// `NotFound` when there is none; when the database fails.
    pub fn by_id(conn: &mut Conn, id: EntryId) -> OpResult<Self> {
        let entry = store::by_id(conn, id)?.ok_or(OpError::NotFound)?;
        Self::of(conn, entry)
    }

    #[must_use]
    pub fn zone(&self) -> Zone {
        zone(&self.contest)
    }

    /// The times that decide about this entry.
    #[must_use]
    pub fn deadline(&self, now: Timestamp) -> Deadline {
        deadline(&self.contest, self.extended_to, Some(self.entry.created_at), now)
    }

    /// The day on which it is asked who is under 18: today, and from the close on the day of the close.
    #[must_use]
    pub fn close_day(&self, now: Timestamp) -> NaiveDate {
        self.zone().day(self.contest.deadline_at.map_or(now, |close| close.min(now)))
    }

    /// The files that the present category has a place for. (Others are kept, in case the category is changed back.)
    #[must_use]
    pub fn used_files(&self) -> Vec<File> {
        let slots = self.rules.as_ref().map_or(0, |r| i64::try_from(r.files.len()).unwrap_or(i64::MAX));
        self.files.iter().filter(|f| (0..slots).contains(&f.slot)).cloned().collect()
    }

    /// What is missing or wrong.
    #[must_use]
    pub fn review(&self, now: Timestamp) -> Review {
        let day = |d: &Option<String>| d.as_deref().and_then(Day::parse);
        complete::review(&Facts {
            entry: &self.entry,
            rules: self.rules.as_ref(),
            authors: &self.authors,
            files: &self.used_files(),
            promises: &self.promises,
            window: (day(&self.contest.published_from), day(&self.contest.published_to)),
            close_day: self.close_day(now),
            today: self.zone().day(now),
        })
    }

    /// What a secretary should look at.
    ///
    /// # Errors
    /// When the database fails.
    pub fn findings(&self, conn: &mut Conn) -> OpResult<Vec<Finding>> {
        let mut counts = Vec::new();
        for a in &self.authors {
            counts.push(match self.entry.category_id {
                Some(c) => write_store::entries_naming(conn, c, a)?,
                None => 0,
            });
        }
        let blind = self.category.as_ref().is_some_and(|c| c.blind);
        let rules = self.rules.as_ref();
        Ok(findings::findings(&self.entry, rules, blind, &self.authors, &counts, &self.used_files()))
    }

    /// What would be handed in now.
    #[must_use]
    pub fn content(&self) -> Content {
        Content::of(&self.entry, self.category.as_ref(), &self.authors, &self.used_files())
    }

    /// What was handed in last; none for what never was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn handed_in(&self, conn: &mut Conn) -> OpResult<Option<Content>> {
        let row = match self.entry.submitted_number {
            0 => None,
            n => write_store::version(conn, self.entry.id, n)?,
        };
        Ok(row.map(|v| serde_json::from_str(&v.content)).transpose()?)
    }

    /// The work as it was handed in, whatever its author has begun to change since; as it stands where nothing was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn as_handed_in(&self, conn: &mut Conn) -> OpResult<Self> {
        let mut d = self.clone();
        if !self.has_unsent_changes(conn)? {
            return Ok(d);
        }
        let Some(content) = self.handed_in(conn)? else { return Ok(d) };
        if content.category_id != self.entry.category_id {
            d.category = match content.category_id {
                Some(id) => contests::category(conn, id)?,
                None => None,
            };
            d.rules = d.category.as_ref().map(Category::asks).transpose()?;
        }
        let id = d.entry.id;
        d.authors = content.authors.iter().enumerate().map(|(i, a)| a.row(id, i)).collect();
        d.files = write_store::every_file_of(conn, id)?;
        d.files.retain(|f| content.files.iter().any(|was| was.id == f.id));
        for f in &mut d.files {
            if let Some(was) = content.files.iter().find(|was| was.id == f.id) {
                f.slot = was.slot;
                f.position = was.position;
                f.caption.clone_from(&was.caption);
            }
            let rule = d.rules.as_ref().and_then(|r| r.slot(f.slot));
            found::again(f, rule.as_ref())?;
        }
        d.files.sort_by_key(|f| (f.slot, f.position, f.id));
        content.put_into(&mut d.entry)?;
        Ok(d)
    }

    /// Whether something was changed since it was handed in, and not handed in again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn has_unsent_changes(&self, conn: &mut Conn) -> OpResult<bool> {
        if !matches!(self.entry.state, EntryState::Submitted | EntryState::Correction) {
            return Ok(false);
        }
        Ok(self.handed_in(conn)?.is_some_and(|c| c != self.content()))
    }

    /// A mark of the captions of a place. Files that come to it meanwhile do not change it: their captions are still empty.
    #[must_use]
    pub fn captions_mark(&self, slot: i64) -> String {
        let of = self.files.iter().filter(|f| f.slot == slot && !f.caption.is_empty());
        let all: Vec<&str> = of.flat_map(|f| [f.token.as_str(), f.caption.as_str()]).collect();
        content::mark(&all)
    }

    /// A mark of what a section holds now; a page sends back the one it was drawn with, and is stale if they differ.
    #[must_use]
    pub fn mark(&self, section: Section) -> String {
        let e = &self.entry;
        match section {
            Section::Category => content::mark(&[&e.category_id.map(|c| c.to_string()).unwrap_or_default()]),
            Section::Work => content::mark(&[
                &e.title,
                &e.pen_name,
                &e.summary,
                &e.topic,
                &e.portrays,
                &e.outlet,
                e.published_on.as_deref().unwrap_or_default(),
                &e.link,
            ]),
            Section::Text => content::mark(&[&e.body]),
            Section::Authors => {
                let c = self.content();
                let authors = serde_json::to_string(&c.authors).unwrap_or_default();
                let unit = c.unit_id.map(|u| u.to_string()).unwrap_or_default();
                content::mark(&[c.author_kind.word(), &c.group_name, &unit, &c.unit_name, &authors])
            }
            Section::Files => {
                let c = self.content();
                let all: Vec<_> = c.files.iter().map(|f| (f.id, f.slot, f.position, &f.caption)).collect();
                content::mark(&[&serde_json::to_string(&all).unwrap_or_default()])
            }
            Section::Commitments => content::mark(&[
                &e.commitments,
                if e.gallery_consent { "1" } else { "0" },
                e.ai_used.as_deref().unwrap_or_default(),
                &e.ai_note,
            ]),
        }
    }
}
