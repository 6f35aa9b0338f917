//! What all pages of one entry share: loading it for whoever may see it, saving a section, showing faults, a stale page, a page
//! that came too late. Must not know any single section.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use crate::entries::complete::{Section, Status};
use crate::entries::dossier::Dossier;
use crate::entries::entry::EntryState;
use crate::entries::states;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::EntryId;
use crate::policy::{Action, Reason};
use crate::web::errors::{WebError, WebResult};
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The entry's code in an address.
#[derive(Clone, Debug, Deserialize)]
pub struct At {
    pub token: String,
}

/// The entry of an address, if this person may see it.
///
/// # Errors
/// 404 otherwise.
pub async fn open(v: &Visit, token: &str) -> WebResult<Dossier> {
    let token = token.to_owned();
    // Nobody signed in: to the sign-in page, whether or not there is such an entry.
    v.require(&Action::OwnAccount)?;
    let d = v.read(move |c| Dossier::by_token(c, &token)).await?;
    v.require(&Action::SeeEntry(&d.entry))?;
    Ok(d)
}

/// The path of the entry, inside its contest.
#[must_use]
pub fn path(d: &Dossier, rest: &str) -> String {
    format!("/nop-bai/{}{rest}", d.entry.token)
}

/// The address of a page of the entry.
#[must_use]
pub fn href(v: &Visit, d: &Dossier, rest: &str) -> String {
    v.href(&path(d, rest))
}

/// Whether its content can be changed by this person now.
#[must_use]
pub fn may_edit(v: &Visit, d: &Dossier) -> bool {
    states::is_open_to_change(d.entry.state)
        && v.may(&Action::EditEntry { entry: &d.entry, contest: &d.contest, deadline: d.deadline(v.now) })
}

/// Why a save did not happen; the page is drawn again with what was typed.
#[derive(Debug)]
pub enum Trouble {
    Faults(Faults),
    /// The section is no longer what it was when the page was drawn.
    Stale,
    /// The time, phase or state no longer allows it: the sentence says which.
    Late(String),
}

impl Trouble {
    fn status(&self) -> StatusCode {
        match self {
            Self::Faults(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale => StatusCode::CONFLICT,
            Self::Late(_) => StatusCode::FORBIDDEN,
        }
    }
}

/// Sorts out what a save gave: done, a page to be drawn again, or an error page.
///
/// # Errors
/// What is no trouble of the form.
pub fn sorted<T>(v: &Visit, result: OpResult<T>) -> WebResult<Result<T, Trouble>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(OpError::Invalid(f)) => Ok(Err(Trouble::Faults(f))),
        Err(OpError::Conflict(_)) => Ok(Err(Trouble::Stale)),
        Err(OpError::Denied(d)) if matches!(d.reason, Reason::Time | Reason::Phase | Reason::State) => {
            Ok(Err(Trouble::Late(v.say(&WebError(OpError::Denied(d)).msg()))))
        }
        Err(e) => Err(e.into()),
    }
}

/// The answer to our script: kept, under this mark.
#[must_use]
pub fn saved_json(v: &Visit, d: &Dossier, section: Section, live: serde_json::Value) -> HttpResponse {
    kept_json(v, &d.mark(section), live)
}

/// The same with a mark of its own.
#[must_use]
pub fn kept_json(v: &Visit, mark: &str, live: serde_json::Value) -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "version": mark, "time": v.zone().clock(v.now), "live": live }))
}

/// What a form that saves itself says.
#[must_use]
pub fn save_texts(v: &Visit) -> SaveTexts {
    SaveTexts {
        saving: v.t("entry-saving"),
        saved: v.say(&msg!("entry-saved-at", time = "{time}")),
        failed: v.t("entry-save-failed"),
    }
}

/// The answer to our script: not kept, and why.
#[must_use]
pub fn trouble_json(v: &Visit, trouble: &Trouble) -> HttpResponse {
    let error = match trouble {
        Trouble::Faults(f) => f.0.first().map(|(_, m)| v.say(m)).unwrap_or_default(),
        Trouble::Stale => v.t("entry-stale"),
        Trouble::Late(s) => s.clone(),
    };
    HttpResponse::build(trouble.status()).json(serde_json::json!({ "error": error }))
}

/// Where a section stands after a save: faults are shown on its page, else on to the task list.
#[must_use]
pub fn after_save(v: &Visit, d: &Dossier, section: Section, rest: &str) -> HttpResponse {
    let review = d.review(v.now);
    if review.of(section).any(|f| !f.missing || f.field.starts_with("guardian")) {
        return v.see_other(&path(d, &format!("{rest}?thieu=1")));
    }
    v.see_other(&path(d, ""))
}

/// The mark that a posted form was drawn with.
#[must_use]
pub fn seen(fields: &Fields) -> Option<String> {
    fields.has("version").then(|| fields.raw("version").to_owned())
}

/// The sentences beside the fields of a section's page.
#[derive(Clone, Debug, Default)]
pub struct Errors(pub Vec<(String, String)>);

impl Errors {
    #[must_use]
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(f, _)| f == field).map(|(_, s)| s.clone())
    }
}

/// One page of one section, around its fields.
pub struct SectionPage<'a> {
    pub v: &'a Visit,
    pub d: &'a Dossier,
    pub section: Section,
    pub title: String,
    pub trouble: Option<&'a Trouble>,
    /// All that is missing is shown too, not only what is wrong.
    pub missing_too: bool,
}

impl SectionPage<'_> {
    /// What to say beside the fields.
    #[must_use]
    pub fn errors(&self) -> Errors {
        let mut all = Vec::new();
        if let Some(Trouble::Faults(f)) = self.trouble {
            all.extend(f.0.iter().map(|(field, m)| (field.clone(), self.v.say(m))));
        } else if self.trouble.is_none() {
            let review = self.d.review(self.v.now);
            let begun = review.status(self.section) != Some(Status::NotBegun);
            for f in review.of(self.section) {
                if self.missing_too || begun && !f.missing {
                    all.push((f.field.clone(), self.v.say(&f.msg)));
                }
            }
        }
        Errors(all)
    }

    /// The whole page. `now`: what the fields hold in the store, for a page that turned out stale.
    #[must_use]
    pub fn draw(&self, errors: &Errors, now: &[(String, String)], body: &Markup) -> HttpResponse {
        let (v, d) = (self.v, self.d);
        let page = Page::new(v, format!("{} – {}", self.title, shown_title(v, d))).narrow().script("js/upload.js");
        let page = match self.trouble {
            Some(t) => page.status(t.status()),
            None => page,
        };
        page.body(html! {
            (back_link(&v.t("entry-back-tasks"), &href(v, d, "")))
            @let n = i64::try_from(errors.0.len()).unwrap_or(0);
            (ErrorSummary::new(v.say(&msg!("errors-title", count = n))).items(errors.0.clone()))
            h1 { (self.title) }
            @match self.trouble {
                Some(Trouble::Stale) => (Notice::new(Tone::Wait, html! {
                    p { (v.t("entry-stale-body")) }
                    h2.h3 { (v.t("entry-stale-now")) }
                    (now.iter().fold(SummaryList::new(), |list, (label, value)| {
                        let value = if value.is_empty() { v.t("entry-empty-value") } else { value.clone() };
                        list.row(label.clone(), poem(&value))
                    }))
                }).title(v.t("entry-stale-title")).alert()),
                Some(Trouble::Late(why)) => (Notice::new(Tone::Stop, html! {
                    p { (why) } p { (v.t("entry-late-body")) }
                }).title(v.t("entry-late-title")).alert()),
                _ => {}
            }
            (body)
        })
    }
}

/// A section's form: saves itself, and carries the mark of what it was drawn with.
#[must_use]
pub fn section_form(v: &Visit, d: &Dossier, section: Section, rest: &str, fields: &Markup, autosave: bool) -> Markup {
    let form = Form::post(href(v, d, rest));
    let form = if autosave { form.autosave(save_texts(v)) } else { form };
    let body = html! {
        (enter_saves())
        (hidden("version", &d.mark(section)))
        (fields)
        (actions(html! {
            (Button::primary(v.t("entry-save-go")))
            @if autosave { (save_state("")) }
        }))
    };
    html! { (form.body(body)) }
}

/// The title, or that there is none yet.
#[must_use]
pub fn shown_title(v: &Visit, d: &Dossier) -> String {
    if d.entry.title.is_empty() { v.t("entry-untitled") } else { d.entry.title.clone() }
}

/// The tag of a state.
#[must_use]
pub fn state_tag(v: &Visit, state: EntryState) -> Markup {
    let tone = match state {
        EntryState::Draft => Tone::Quiet,
        EntryState::Submitted => Tone::Wait,
        EntryState::Correction => Tone::Act,
        EntryState::Accepted => Tone::Done,
        EntryState::Refused | EntryState::Disqualified => Tone::Stop,
        EntryState::Withdrawn => Tone::Quiet,
    };
    tag(tone, v.t(&format!("state-{}", state.word())))
}

/// The name of a category in the reader's language.
#[must_use]
pub fn category_name(v: &Visit, c: &crate::contests::contest::Category) -> String {
    if v.lang == crate::lang::Lang::En && !c.name_en.is_empty() { c.name_en.clone() } else { c.name.clone() }
}

/// The id of the dossier's entry: for closures that run on another thread.
#[must_use]
pub const fn id(d: &Dossier) -> EntryId {
    d.entry.id
}
