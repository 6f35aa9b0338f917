//! Saving an entry part by part. What is incomplete is kept as it is; only what is too long to be stored is refused.

use crate::audit::{Subject, record};
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::complete::Section;
use crate::entries::content::AuthorContent;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{AuthorKind, FileState};
use crate::entries::{states, store, write_store};
use crate::jobs::queue::{JobKind, push};
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::{CategoryId, EntryId, UnitId};
use crate::kernel::text::{clean_line, clean_text, fold};
use crate::kernel::time::Day;

use super::{put_section, to_edit, touch};

/// The most authors that a form takes, far over any category's limit.
const MOST_AUTHORS: usize = 60;

/// Choose or change the category. `seen`: the mark that the page was drawn with (none: not checked; so in all of these).
#[derive(Clone, Debug)]
pub struct SaveCategory {
    pub entry: EntryId,
    pub seen: Option<String>,
    pub category: CategoryId,
}

/// Title and facts of the work. `published_on` as typed.
#[derive(Clone, Debug)]
pub struct SaveWork {
    pub entry: EntryId,
    pub seen: Option<String>,
    pub title: String,
    pub pen_name: String,
    pub summary: String,
    pub topic: String,
    pub portrays: String,
    pub outlet: String,
    pub published_on: String,
    pub link: String,
}

impl SaveWork {
    /// Nothing but a title.
    #[must_use]
    pub fn titled(entry: EntryId, title: &str) -> Self {
        let no = String::new;
        Self {
            entry,
            seen: None,
            title: title.to_owned(),
            pen_name: no(),
            summary: no(),
            topic: no(),
            portrays: no(),
            outlet: no(),
            published_on: no(),
            link: no(),
        }
    }
}

/// The text of the work.
#[derive(Clone, Debug)]
pub struct SaveText {
    pub entry: EntryId,
    pub seen: Option<String>,
    pub body: String,
}

/// Who made it. `unit_id`: the unit for which it is handed in (none: the first author's).
#[derive(Clone, Debug)]
pub struct SaveAuthors {
    pub entry: EntryId,
    pub seen: Option<String>,
    pub kind: AuthorKind,
    pub group_name: String,
    pub unit_id: Option<UnitId>,
    pub unit_name: String,
    pub authors: Vec<AuthorContent>,
}

/// Commitments made (their keys; `gallery` is the consent to be shown) and the declaration about AI.
#[derive(Clone, Debug)]
pub struct SaveCommitments {
    pub entry: EntryId,
    pub seen: Option<String>,
    pub made: Vec<String>,
    pub ai_used: Option<bool>,
    pub ai_note: String,
}

fn check(faults: &mut Faults, field: &str, text: &str, max: usize) {
    if text.chars().count() > max {
        faults.add(field, msg!("field-too-long", max = max));
    }
}

/// A date as `2026-01-05`; what is no date stays as typed, to be shown again.
fn day(typed: &str) -> Option<String> {
    let typed = clean_line(typed);
    if typed.is_empty() {
        return None;
    }
    Some(Day::parse(&typed).map_or(typed, Day::iso))
}

/// Chooses the category. What was typed and sent for another stays; files are looked at again under the new limits.
///
/// # Errors
/// When the actor may not; when there is no such category; `Conflict` when the page was stale (so in all of these).
pub fn save_category(tx: &mut Tx, cx: &Cx, cmd: SaveCategory) -> OpResult<Dossier> {
    let before = to_edit(tx, cx, cmd.entry)?;
    let category = contests::category(tx, cmd.category)?
        .filter(|c| c.contest_id == before.contest.id)
        .ok_or_else(|| OpError::invalid("category", msg!("entry-miss-category")))?;
    let rules = category.asks()?;
    let mut after = before.clone();
    after.entry.category_id = Some(category.id);
    if !rules.kinds().contains(&after.entry.author_kind)
        && after.authors.len() <= 1
        && after.entry.group_name.is_empty()
        && let Some(first) = rules.kinds().first()
    {
        after.entry.author_kind = *first;
    }
    let changed = before.entry.category_id != after.entry.category_id;
    after.category = Some(category);
    after.rules = Some(rules);
    let mut after = put_section(tx, cx, Section::Category, cmd.seen.as_deref(), &before, after)?;
    if changed {
        for mut f in after.used_files() {
            f.state = FileState::Received;
            write_store::update_file(tx, &f)?;
            push(tx, JobKind::InspectFile, &serde_json::json!({ "file": f.id.0 }), cx.now)?;
        }
        after.files = store::files_of(tx, after.entry.id)?;
    }
    Ok(after)
}

/// Saves title and facts.
pub fn save_work(tx: &mut Tx, cx: &Cx, cmd: SaveWork) -> OpResult<Dossier> {
    let before = to_edit(tx, cx, cmd.entry)?;
    let mut after = before.clone();
    let e = &mut after.entry;
    e.title = clean_line(&cmd.title);
    e.title_folded = fold(&e.title);
    e.pen_name = clean_line(&cmd.pen_name);
    e.summary = clean_text(&cmd.summary).trim().to_owned();
    e.topic = clean_line(&cmd.topic);
    e.portrays = clean_line(&cmd.portrays);
    e.outlet = clean_line(&cmd.outlet);
    e.published_on = day(&cmd.published_on);
    e.link = clean_line(&cmd.link);
    let mut faults = Faults::none();
    check(&mut faults, "title", &e.title, 300);
    check(&mut faults, "pen_name", &e.pen_name, 120);
    check(&mut faults, "summary", &e.summary, 4000);
    check(&mut faults, "topic", &e.topic, 300);
    check(&mut faults, "portrays", &e.portrays, 500);
    check(&mut faults, "outlet", &e.outlet, 300);
    check(&mut faults, "published_on", e.published_on.as_deref().unwrap_or_default(), 40);
    check(&mut faults, "link", &e.link, 2000);
    faults.check()?;
    put_section(tx, cx, Section::Work, cmd.seen.as_deref(), &before, after)
}

/// Corrects the day of the postmark of a paper work; whether it came late is found anew when it is handed in again.
///
/// # Errors
/// When the actor may not, or it is no paper work; `Invalid` on `postmark_on` for a day to come.
pub fn save_postmark(tx: &mut Tx, cx: &Cx, entry: EntryId, day: Option<Day>) -> OpResult<Dossier> {
    let mut d = to_edit(tx, cx, entry)?;
    if d.entry.on_behalf_by.is_none() {
        return Err(states::Refused(d.entry.state).into());
    }
    if day.is_some_and(|day| day.0 > d.zone().day(cx.now)) {
        return Err(OpError::invalid("postmark_on", msg!("office-paper-future")));
    }
    let is = day.map(Day::iso);
    if d.entry.postmark_on == is {
        return Ok(d);
    }
    d.entry.postmark_on = is;
    touch(tx, cx, &mut d.entry)?;
    record("entry.saved", Subject("entry", entry.0))
        .contest(d.contest.id)
        .fact("section", "postmark")
        .fact("version", d.entry.version)
        .write(tx, cx)?;
    Ok(d)
}

/// Saves the text.
pub fn save_text(tx: &mut Tx, cx: &Cx, cmd: SaveText) -> OpResult<Dossier> {
    let before = to_edit(tx, cx, cmd.entry)?;
    let mut after = before.clone();
    after.entry.body = clean_text(&cmd.body);
    let mut faults = Faults::none();
    check(&mut faults, "body", &after.entry.body, 200_000);
    faults.check()?;
    put_section(tx, cx, Section::Text, cmd.seen.as_deref(), &before, after)
}

/// Saves the authors. Those without anything typed are left out.
pub fn save_authors(tx: &mut Tx, cx: &Cx, cmd: SaveAuthors) -> OpResult<Dossier> {
    let before = to_edit(tx, cx, cmd.entry)?;
    let mut faults = Faults::none();
    let units = contests::units(tx, before.contest.id)?;
    let unit_name = |id: Option<UnitId>, typed: &str| {
        let known = id.and_then(|id| units.iter().find(|u| u.id == id));
        (known.map(|u| u.id), known.map_or_else(|| clean_line(typed), |u| u.name.clone()))
    };
    let mut authors = Vec::new();
    for a in &cmd.authors {
        let (unit_id, unit) = unit_name(a.unit_id, &a.unit_name);
        let clean = AuthorContent {
            name: clean_line(&a.name),
            birth_date: a.birth_date.as_deref().and_then(day),
            share: a.share,
            unit_id,
            unit_name: unit,
            phone: clean_line(&a.phone),
            guardian_name: clean_line(&a.guardian_name),
            guardian_phone: clean_line(&a.guardian_phone),
            guardian_consent: a.guardian_consent,
        };
        if clean == AuthorContent::default() {
            continue;
        }
        let n = authors.len() + 1;
        check(&mut faults, &format!("name-{n}"), &clean.name, 120);
        check(&mut faults, &format!("birth-{n}"), clean.birth_date.as_deref().unwrap_or_default(), 40);
        check(&mut faults, &format!("unit-name-{n}"), &clean.unit_name, 200);
        check(&mut faults, &format!("phone-{n}"), &clean.phone, 40);
        check(&mut faults, &format!("guardian-{n}"), &clean.guardian_name, 120);
        check(&mut faults, &format!("guardian-phone-{n}"), &clean.guardian_phone, 40);
        if clean.share.is_some_and(|s| !(0..=100).contains(&s)) {
            faults.add(format!("share-{n}"), msg!("entry-share-range"));
        }
        authors.push(clean);
    }
    if authors.len() > MOST_AUTHORS {
        faults.add("author_kind", msg!("entry-too-many-authors", is = authors.len(), max = MOST_AUTHORS));
    }
    let mut after = before.clone();
    let e = &mut after.entry;
    e.author_kind = cmd.kind;
    e.group_name = clean_line(&cmd.group_name);
    // Where nobody can hand in under a group's name, one that was typed for another category goes with it.
    let named = |k: &AuthorKind| matches!(k, AuthorKind::Group | AuthorKind::Collective);
    if !named(&e.author_kind) && before.rules.as_ref().is_some_and(|r| !r.kinds().iter().any(named)) {
        e.group_name.clear();
    }
    check(&mut faults, "group_name", &e.group_name, 200);
    let first = authors.first();
    (e.unit_id, e.unit_name) = if cmd.unit_id.is_some() || !cmd.unit_name.trim().is_empty() {
        unit_name(cmd.unit_id, &cmd.unit_name)
    } else {
        (first.and_then(|a| a.unit_id), first.map(|a| a.unit_name.clone()).unwrap_or_default())
    };
    check(&mut faults, "unit_name", &e.unit_name, 200);
    faults.check()?;
    after.authors = authors.iter().enumerate().map(|(i, a)| a.row(cmd.entry, i)).collect();
    let mut after = put_section(tx, cx, Section::Authors, cmd.seen.as_deref(), &before, after)?;
    if before.mark(Section::Authors) != after.mark(Section::Authors) {
        write_store::replace_authors(tx, cmd.entry, &authors)?;
        after.authors = store::authors_of(tx, cmd.entry)?;
    }
    Ok(after)
}

/// Saves the commitments and the declaration about AI.
pub fn save_commitments(tx: &mut Tx, cx: &Cx, cmd: SaveCommitments) -> OpResult<Dossier> {
    let before = to_edit(tx, cx, cmd.entry)?;
    let mut after = before.clone();
    let made: Vec<&str> =
        before.promises.iter().map(|p| p.key.as_str()).filter(|k| cmd.made.iter().any(|m| m == k)).collect();
    let e = &mut after.entry;
    e.commitments = serde_json::to_string(&made)?;
    e.gallery_consent = made.contains(&"gallery");
    e.ai_used = cmd.ai_used.map(|yes| if yes { "yes" } else { "no" }.to_owned());
    e.ai_note = clean_text(&cmd.ai_note).trim().to_owned();
    let mut faults = Faults::none();
    check(&mut faults, "ai_note", &e.ai_note, 2000);
    faults.check()?;
    put_section(tx, cx, Section::Commitments, cmd.seen.as_deref(), &before, after)
}
