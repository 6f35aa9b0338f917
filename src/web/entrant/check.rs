//! Check the answers, then hand in.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::desk::{self, At, Trouble};
use super::task_list::address;
use crate::entries::complete::{Review, Section};
use crate::entries::content;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{AuthorKind, EntryState};
use crate::entries::ops::{self, HandIn};
use crate::kernel::time::Day;
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !desk::may_edit(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    Ok(view(&v, &d, None))
}

fn view(v: &Visit, d: &Dossier, trouble: Option<&Trouble>) -> HttpResponse {
    let review = d.review(v.now);
    let e = &d.entry;
    let lead = if e.state == EntryState::Correction { "entry-check-lead-correction" } else { "entry-check-lead" };
    let button = if e.submitted_number > 0 { "entry-check-again" } else { "entry-check-submit" };
    let late = d.deadline(v.now).is_late() && e.state != EntryState::Correction && e.postmark_on.is_none();
    let page = Page::new(v, v.t("entry-check-title")).narrow();
    let page = match trouble {
        Some(Trouble::Stale) => page.status(actix_web::http::StatusCode::CONFLICT),
        Some(Trouble::Late(_)) => page.status(actix_web::http::StatusCode::FORBIDDEN),
        Some(Trouble::Faults(_)) => page.faulty(true),
        None => page,
    };
    page.body(html! {
        (back_link(&v.t("entry-back-tasks"), &desk::href(v, d, "")))
        @match trouble {
            Some(Trouble::Stale) => (Notice::text(Tone::Wait, &v.t("entry-stale")).alert()),
            Some(Trouble::Late(why)) => (Notice::text(Tone::Stop, why).alert()),
            _ => {}
        }
        h1 { (v.t("entry-check-title")) }
        @if review.is_complete() { p.soft { (v.t(lead)) } } @else { (missing(v, d, &review)) }
        @if late { (Notice::text(Tone::Wait, &v.t("entry-check-late"))) }
        (answers(v, d, Some(&review)))
        @if review.is_complete() {
            (Form::post(desk::href(v, d, "/kiem-tra")).body(html! {
                (hidden("version", &e.version.to_string()))
                (actions(Button::primary(v.t(button)).big()))
            }))
        }
    })
}

/// What is left to do, with the way there.
fn missing(v: &Visit, d: &Dossier, review: &Review) -> Markup {
    let n = review.faults.len();
    html! {
        (Notice::new(Tone::Wait, html! {
            ul { @for f in &review.faults {
                li { a href=(desk::href(v, d, &format!("{}?thieu=1", address(f.section)))) { (super::asks::capital(&v.say(&f.msg))) } }
            } }
        }).title(v.say(&msg!("entry-check-missing", count = n))))
    }
}

/// Everything that was answered, section by section; with links to change it when `review` is given.
pub fn answers(v: &Visit, d: &Dossier, review: Option<&Review>) -> Markup {
    let e = &d.entry;
    let mut list = SummaryList::new();
    let mut row = |key: String, value: Markup, section: Section| {
        let old = std::mem::take(&mut list);
        list = if review.is_some() {
            old.row_change(key, value, v.t("entry-check-edit"), desk::href(v, d, address(section)))
        } else {
            old.row(key, value)
        };
    };
    let text = |s: &str| html! { (s) };
    let category = d.category.as_ref().map(|c| desk::category_name(v, c)).unwrap_or_default();
    row(v.t("entry-section-category"), text(&category), Section::Category);
    row(v.t("entry-work-title-field"), text(&e.title), Section::Work);
    let published = e.published_on.as_deref().map(|s| Day::parse(s).map_or_else(|| s.to_owned(), Day::show));
    for (key, value) in [
        ("entry-work-pen-name", e.pen_name.as_str()),
        ("entry-work-summary", &e.summary),
        ("entry-work-topic", &e.topic),
        ("entry-work-portrays", &e.portrays),
        ("entry-work-outlet", &e.outlet),
        ("entry-work-published-on", published.as_deref().unwrap_or_default()),
        ("entry-work-link", &e.link),
    ] {
        if !value.is_empty() {
            row(v.t(key), text(value), Section::Work);
        }
    }
    if d.rules.as_ref().is_some_and(|r| r.text.is_some()) && !e.body.trim().is_empty() {
        let value = html! {
            p.soft.num { (super::text::counts(v, d, &e.body)) }
            details { summary { (v.t("entry-text-body")) } (crate::web::words::set_text(d.rules.as_ref(), &e.body)) }
        };
        row(v.t("entry-section-text"), value, Section::Text);
    }
    row(v.t("entry-section-authors"), authors(v, d), Section::Authors);
    let files = d.used_files();
    if d.rules.as_ref().is_some_and(|r| !r.files.is_empty()) {
        let value = html! {
            @if files.is_empty() { (v.t("entry-files-none")) }
            @for f in &files {
                p { (f.name) " " span.soft.num { "(" (v.lang.size(f.size)) ")" }
                    @if !f.caption.is_empty() { br; span.soft { (f.caption) } } }
            }
        };
        row(v.t("entry-section-files"), value, Section::Files);
    }
    let made = content::commitments(e);
    row(
        v.t("entry-section-commitments"),
        text(&v.say(&msg!("entry-check-commitments", n = made.len()))),
        Section::Commitments,
    );
    let ai = match e.ai_used.as_deref() {
        Some("yes") => v.say(&msg!("entry-check-ai-yes", note = e.ai_note.as_str())),
        Some(_) => v.t("entry-commit-ai-no"),
        None => String::new(),
    };
    row(v.t("entry-commit-ai"), text(&ai), Section::Commitments);
    row(v.t("entry-check-gallery"), text(&v.t(if e.gallery_consent { "yes" } else { "no" })), Section::Commitments);
    html! { (list) }
}

fn authors(v: &Visit, d: &Dossier) -> Markup {
    let e = &d.entry;
    html! {
        @if !e.group_name.is_empty() && matches!(e.author_kind, AuthorKind::Group | AuthorKind::Collective) {
            p { b { (e.group_name) } }
        }
        @for a in &d.authors {
            p {
                @match a.share.filter(|_| e.author_kind == AuthorKind::Several) {
                    Some(share) => (v.say(&msg!("entry-check-share", name = a.name.as_str(), share = share))),
                    None => (a.name),
                }
                @if let Some(b) = a.birth_date.as_deref().and_then(Day::parse) {
                    ", " (v.say(&msg!("entry-check-born", day = b.show())))
                }
                @if !a.unit_name.is_empty() { ", " (a.unit_name) }
                @if !a.guardian_name.is_empty() {
                    br; span.soft { (v.say(&msg!("entry-check-guardian", name = a.guardian_name.as_str(), phone = a.guardian_phone.as_str()))) }
                }
            }
        }
    }
}

pub async fn hand_in(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let seen: Option<i64> = posted.0.line("version").parse().ok();
    let cmd = HandIn { entry: desk::id(&d), version: seen };
    let result = v.write(move |tx, cx| ops::hand_in(tx, cx, cmd)).await;
    match desk::sorted(&v, result)? {
        Ok(_) => Ok(v.see_other(&desk::path(&d, "/bien-nhan?moi=1"))),
        Err(t) => {
            let d = desk::open(&v, &at.token).await?;
            // The button was pressed twice: what this page showed has been handed in already.
            let again = d.entry.state == EntryState::Submitted && seen.is_some_and(|n| n + 1 == d.entry.version);
            let d2 = d.clone();
            if again && !v.read(move |c| d2.has_unsent_changes(c)).await? {
                return Ok(v.see_other(&desk::path(&d, "/bien-nhan?moi=1")));
            }
            Ok(view(&v, &d, Some(&t)))
        }
    }
}
