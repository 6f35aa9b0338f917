//! What is still missing from an entry, and where it goes beyond the limits of its category: one sentence each. Pure.

use chrono::NaiveDate;

use super::content;
use super::entry::{Author, AuthorKind, Entry, File, FileState};
use crate::contests::rules::{CategoryRules, Commitment, PublicationFact, PublishedBefore};
use crate::kernel::msg::Msg;
use crate::kernel::text::{count_lines, count_words};
use crate::kernel::time::Day;

words! {
    /// A line of the task list.
    pub enum Section {
        Category = "category", Work = "work", Text = "text", Authors = "authors", Files = "files",
        Commitments = "commitments",
    }
}

/// Where a section stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    NotBegun,
    InProgress,
    Done,
    Faults,
}

/// One thing that keeps the entry from being handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub section: Section,
    /// The field of the section's page.
    pub field: String,
    pub msg: Msg,
    /// Not there yet, as against there and wrong.
    pub missing: bool,
}

/// What the review looks at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub entry: &'a Entry,
    pub rules: Option<&'a CategoryRules>,
    pub authors: &'a [Author],
    pub files: &'a [File],
    pub promises: &'a [Commitment],
    /// First and last day of an earlier publication.
    pub window: (Option<Day>, Option<Day>),
    /// Today, or the day of the contest's close once that has passed: who is under 18 on it needs a guardian.
    pub close_day: NaiveDate,
    pub today: NaiveDate,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    pub faults: Vec<Fault>,
    pub sections: Vec<(Section, Status)>,
}

impl Review {
    /// Whether it can be handed in.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.faults.is_empty()
    }
    /// The faults of a section.
    pub fn of(&self, section: Section) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(move |f| f.section == section)
    }
    /// The status of a section; none when the category does not ask for it.
    #[must_use]
    pub fn status(&self, section: Section) -> Option<Status> {
        self.sections.iter().find(|(s, _)| *s == section).map(|(_, status)| *status)
    }
}

struct Found(Vec<Fault>);

impl Found {
    fn missing(&mut self, section: Section, field: impl Into<String>, msg: Msg) {
        self.0.push(Fault { section, field: field.into(), msg, missing: true });
    }
    fn wrong(&mut self, section: Section, field: impl Into<String>, msg: Msg) {
        self.0.push(Fault { section, field: field.into(), msg, missing: false });
    }
}

/// Looks at everything.
#[must_use]
pub fn review(facts: &Facts) -> Review {
    let mut found = Found(Vec::new());
    let e = facts.entry;
    if facts.rules.is_none() {
        found.missing(Section::Category, "category", msg!("entry-miss-category"));
    }
    if e.title.is_empty() {
        found.missing(Section::Work, "title", msg!("entry-miss-title"));
    }
    if let Some(rules) = facts.rules {
        publication(facts, rules, &mut found);
        text(facts, rules, &mut found);
        files(facts, rules, &mut found);
    }
    authors(facts, &mut found);
    promises(facts, &mut found);

    let mut sections = Vec::new();
    for section in Section::ALL {
        let asked = match section {
            Section::Text => facts.rules.is_some_and(|r| r.text.is_some()),
            Section::Files => facts.rules.is_some_and(|r| !r.files.is_empty()),
            _ => true,
        };
        if !asked {
            continue;
        }
        let mut of = found.0.iter().filter(|f| f.section == *section).peekable();
        let status = if of.peek().is_none() && (begun(facts, *section) || *section != Section::Files) {
            Status::Done
        } else if of.peek().is_none() || !begun(facts, *section) {
            Status::NotBegun
        } else if of.all(|f| f.missing) {
            Status::InProgress
        } else {
            Status::Faults
        };
        sections.push((*section, status));
    }
    Review { faults: found.0, sections }
}

/// Whether anything was put into a section.
fn begun(facts: &Facts, section: Section) -> bool {
    let e = facts.entry;
    match section {
        Section::Category => e.category_id.is_some(),
        Section::Work => {
            [&e.title, &e.pen_name, &e.summary, &e.topic, &e.portrays, &e.outlet, &e.link].iter().any(|s| !s.is_empty())
                || e.published_on.is_some()
        }
        Section::Text => !e.body.trim().is_empty(),
        Section::Authors => !facts.authors.is_empty() || !e.group_name.is_empty(),
        Section::Files => !facts.files.is_empty(),
        Section::Commitments => e.ai_used.is_some() || !content::commitments(e).is_empty(),
    }
}

fn publication(facts: &Facts, rules: &CategoryRules, found: &mut Found) {
    let e = facts.entry;
    let s = Section::Work;
    let told = !e.outlet.is_empty() || e.published_on.is_some() || !e.link.is_empty();
    if rules.published_before == PublishedBefore::MustNot {
        if told {
            found.wrong(s, "outlet", msg!("entry-published-must-not"));
        }
        return;
    }
    let must = rules.published_before == PublishedBefore::Must;
    let asks = |fact| must && rules.publication.contains(&fact) || !must && told && fact != PublicationFact::LinkOrScan;
    if asks(PublicationFact::Outlet) && e.outlet.is_empty() {
        found.missing(s, "outlet", msg!("entry-miss-outlet"));
    }
    let day = e.published_on.as_deref().map(Day::parse);
    match day {
        None if asks(PublicationFact::Date) => found.missing(s, "published_on", msg!("entry-miss-published-on")),
        Some(None) => found.wrong(s, "published_on", msg!("field-not-date")),
        Some(Some(day)) if day.0 > facts.today => {
            found.wrong(s, "published_on", msg!("entry-published-future"));
        }
        Some(Some(day)) if must => {
            let (from, to) = facts.window;
            if from.is_some_and(|f| day < f) || to.is_some_and(|t| day > t) {
                let show = |d: Option<Day>| d.map(Day::show).unwrap_or_default();
                found.wrong(s, "published_on", msg!("entry-published-outside", from = show(from), to = show(to)));
            }
        }
        _ => {}
    }
    if asks(PublicationFact::LinkOrScan) && e.link.is_empty() && standing(facts.files).next().is_none() {
        found.missing(s, "link", msg!("entry-miss-link-or-scan"));
    }
    if !e.link.is_empty() && !e.link.starts_with("https://") && !e.link.starts_with("http://") {
        found.wrong(s, "link", msg!("entry-link-bad"));
    }
}

/// Files that count: good, or still being looked at.
fn standing(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|f| matches!(f.state, FileState::Ready | FileState::Received))
}

fn text(facts: &Facts, rules: &CategoryRules, found: &mut Found) {
    let s = Section::Text;
    let body = &facts.entry.body;
    let empty = body.trim().is_empty();
    if rules.need_text_or_file && empty && standing(facts.files).next().is_none() {
        found.missing(s, "body", msg!("entry-miss-text-or-file"));
    }
    let Some(rule) = &rules.text else { return };
    if rule.required && empty {
        found.missing(s, "body", msg!("entry-miss-text"));
    }
    let is = count_words(body);
    if let Some(max) = rule.words_max
        && is > usize::try_from(max).unwrap_or(usize::MAX)
    {
        found.wrong(s, "body", msg!("entry-too-many-words", is = is, max = max));
    }
    let is = count_lines(body);
    if let Some(max) = rule.lines_max
        && is > usize::try_from(max).unwrap_or(usize::MAX)
    {
        found.wrong(s, "body", msg!("entry-too-many-lines", is = is, max = max));
    }
}

fn authors(facts: &Facts, found: &mut Found) {
    let s = Section::Authors;
    let e = facts.entry;
    let kind = e.author_kind;
    let n = facts.authors.len();
    if let Some(rules) = facts.rules {
        if !rules.kinds().contains(&kind) {
            found.wrong(s, "author_kind", msg!("entry-kind-not-here"));
        }
        let max = usize::try_from(rules.authors_max).unwrap_or(usize::MAX);
        if matches!(kind, AuthorKind::Several | AuthorKind::Group) && n > max {
            found.wrong(s, "author_kind", msg!("entry-too-many-authors", is = n, max = rules.authors_max));
        }
    }
    match kind {
        AuthorKind::Individual if n == 0 => found.missing(s, "name-1", msg!("entry-miss-author")),
        AuthorKind::Individual if n > 1 => {
            let others = facts.rules.is_none_or(|r| r.kinds().contains(&AuthorKind::Several));
            let msg =
                if others { msg!("entry-one-author-only", is = n) } else { msg!("entry-one-author-here", is = n) };
            found.wrong(s, "author_kind", msg);
        }
        AuthorKind::Several | AuthorKind::Group if n < 2 => {
            found.missing(s, format!("name-{}", n + 1), msg!("entry-miss-co-author"));
        }
        _ => {}
    }
    if kind == AuthorKind::Group && e.group_name.is_empty() {
        found.missing(s, "group_name", msg!("entry-miss-group-name"));
    }
    if kind == AuthorKind::Collective && e.group_name.is_empty() {
        found.missing(s, "group_name", msg!("entry-miss-collective-name"));
    }
    for (i, a) in facts.authors.iter().enumerate() {
        author(facts, i + 1, a, found);
    }
    if kind == AuthorKind::Several && n > 1 {
        if facts.authors.iter().any(|a| a.share.is_none()) {
            found.missing(s, "share-1", msg!("entry-miss-shares"));
        } else {
            let sum: i64 = facts.authors.iter().filter_map(|a| a.share).sum();
            if sum != 100 {
                found.wrong(s, "share-1", msg!("entry-shares-not-100", sum = sum));
            }
        }
    }
}

/// Whether an author is under 18 on a day.
#[must_use]
pub fn is_minor(author: &Author, on: NaiveDate) -> bool {
    author.birth_date.as_deref().and_then(Day::parse).and_then(|d| d.age_on(on)).is_some_and(|age| age < 18)
}

fn author(facts: &Facts, i: usize, a: &Author, found: &mut Found) {
    let s = Section::Authors;
    if a.name.is_empty() {
        found.missing(s, format!("name-{i}"), msg!("entry-miss-author-name", n = i));
    }
    let who = a.name.as_str();
    match a.birth_date.as_deref().map(Day::parse) {
        None if facts.entry.author_kind != AuthorKind::Collective => {
            found.missing(s, format!("birth-{i}"), msg!("entry-miss-birth", name = who));
        }
        Some(None) => found.wrong(s, format!("birth-{i}"), msg!("field-not-date")),
        Some(Some(d)) if d.0 >= facts.today => found.wrong(s, format!("birth-{i}"), msg!("entry-birth-future")),
        _ => {}
    }
    if is_minor(a, facts.close_day) {
        if a.guardian_name.is_empty() {
            found.missing(s, format!("guardian-{i}"), msg!("entry-miss-guardian", name = who));
        }
        if a.guardian_phone.is_empty() {
            found.missing(s, format!("guardian-phone-{i}"), msg!("entry-miss-guardian-phone", name = who));
        }
        if !a.guardian_consent {
            found.missing(s, format!("guardian-consent-{i}"), msg!("entry-miss-guardian-consent", name = who));
        }
    }
}

fn files(facts: &Facts, rules: &CategoryRules, found: &mut Found) {
    let s = Section::Files;
    for (i, rule) in rules.files.iter().enumerate() {
        let slot = i64::try_from(i).unwrap_or(i64::MAX);
        let of: Vec<&File> = facts.files.iter().filter(|f| f.slot == slot).collect();
        let field = format!("tep-{i}");
        let have = of.iter().filter(|f| matches!(f.state, FileState::Ready | FileState::Received)).count();
        let role = rule.role.as_str();
        if have < usize::try_from(rule.min).unwrap_or(usize::MAX) {
            found.missing(s, field.clone(), msg!("entry-miss-file", role = role, min = rule.min, have = have));
        }
        if have > usize::try_from(rule.max).unwrap_or(usize::MAX) {
            found.wrong(s, field, msg!("entry-too-many-files", role = role, max = rule.max));
        }
        for f in of {
            let caption = format!("caption-{}", f.token);
            match f.state {
                FileState::Refused => found.wrong(s, caption, msg!("entry-file-refused", name = f.name.as_str())),
                FileState::Received => found.missing(s, caption, msg!("entry-file-waiting", name = f.name.as_str())),
                FileState::Ready if rule.caption && f.caption.is_empty() => {
                    found.missing(s, caption, msg!("entry-miss-caption", name = f.name.as_str()));
                }
                _ => {}
            }
        }
    }
}

fn promises(facts: &Facts, found: &mut Found) {
    let s = Section::Commitments;
    let e = facts.entry;
    let made = content::commitments(e);
    for p in facts.promises.iter().filter(|p| p.required && !made.contains(&p.key)) {
        found.missing(s, p.key.clone(), msg!("entry-miss-commitment", text = p.text.as_str()));
    }
    match e.ai_used.as_deref() {
        None => found.missing(s, "ai_used", msg!("entry-miss-ai")),
        Some("yes") if facts.rules.is_some_and(|r| r.no_ai) => {
            found.wrong(s, "ai_used", msg!("entry-ai-not-here"));
        }
        Some("yes") if e.ai_note.is_empty() => found.missing(s, "ai_note", msg!("entry-miss-ai-note")),
        Some(_) => {}
    }
}
