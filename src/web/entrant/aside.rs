//! What an author had changed and not handed in when the office decided: kept aside, to be looked at and copied from.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::desk;
use crate::entries::content::Content;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{EntryVersion, File};
use crate::entries::ops;
use crate::kernel::errors::OpError;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;
use crate::web::words::set_text;

/// One of them, counted from 1.
#[derive(Deserialize)]
pub struct AsideAt {
    token: String,
    n: i64,
}

/// It is its author's; of a work on paper, the office's.
#[must_use]
pub fn may_see(v: &Visit, d: &Dossier) -> bool {
    d.entry.on_behalf_by.is_some() || v.actor().account() == Some(d.entry.owner_id)
}

/// That there are such changes, and where.
#[must_use]
pub fn notice(v: &Visit, d: &Dossier, all: &[EntryVersion]) -> Markup {
    if all.is_empty() {
        return html! {};
    }
    html! {
        (Notice::new(Tone::Wait, html! {
            p { (v.t("entry-aside-body")) }
            ul {
                @for a in all {
                    li { a href=(desk::href(v, d, &format!("/de-rieng/{}", -a.number))) {
                        (v.say(&msg!("entry-aside-link", time = d.zone().date_time(a.made_at))))
                    } }
                }
            }
        }).title(v.t("entry-aside-title")))
    }
}

pub async fn page(v: Visit, at: web::Path<AsideAt>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !may_see(&v, &d) {
        return Err(OpError::NotFound.into());
    }
    let (id, number) = (desk::id(&d), at.n.saturating_neg());
    let (version, files) = v.read(move |c| ops::aside(c, id, number)).await?;
    let content: Content = serde_json::from_str(&version.content).map_err(OpError::from)?;
    let time = d.zone().date_time(version.made_at);
    Ok(Page::new(&v, v.t("entry-aside-title")).narrow().body(html! {
        (back_link(&v.t("entry-back-tasks"), &desk::href(&v, &d, "")))
        h1 { (v.t("entry-aside-title")) }
        p { (v.say(&msg!("entry-aside-lead", time = time))) }
        (answers(&v, &content, &files))
        @if !content.body.trim().is_empty() {
            h2 { (v.t("entry-section-text")) }
            (set_text(d.rules.as_ref(), &content.body))
        }
    }))
}

fn answers(v: &Visit, c: &Content, files: &[File]) -> Markup {
    let names = c.authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut list = SummaryList::new();
    for (key, value) in [
        ("entry-section-category", &c.category),
        ("entry-work-title-field", &c.title),
        ("entry-work-pen-name", &c.pen_name),
        ("entry-work-summary", &c.summary),
        ("entry-work-topic", &c.topic),
        ("entry-work-portrays", &c.portrays),
        ("entry-work-outlet", &c.outlet),
        ("entry-work-link", &c.link),
        ("entry-authors-group-name", &c.group_name),
        ("entry-section-authors", &names),
        ("entry-commit-ai-note", &c.ai_note),
    ] {
        if !value.is_empty() {
            list = list.row(v.t(key), poem(value));
        }
    }
    if !c.files.is_empty() {
        let row = html! {
            @for was in &c.files {
                p {
                    @match files.iter().find(|f| f.id == was.id) {
                        Some(f) => a href=(format!("/tep/{}?tai=1", f.token)) { (was.name) },
                        None => (was.name),
                    }
                    " " span.soft.num { "(" (v.lang.size(was.size)) ")" }
                    @if !was.caption.is_empty() { br; span.soft { (was.caption) } }
                }
            }
        };
        list = list.row(v.t("entry-section-files"), row);
    }
    html! { (list) }
}
