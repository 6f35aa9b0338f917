//! The text of the work, typed or pasted, with its counts.

use actix_web::{HttpResponse, web};
use maud::html;

use super::asks;
use super::desk::{self, At, SectionPage, Trouble};
use crate::entries::complete::Section;
use crate::entries::dossier::Dossier;
use crate::entries::ops::{self, SaveText};
use crate::kernel::text::{count_lines, count_words};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Posted};
use crate::web::ui::*;
use crate::web::visit::Visit;

/// How long a text is, beside how long it may be.
#[must_use]
pub fn counts(v: &Visit, d: &Dossier, body: &str) -> String {
    let (words, lines) = (count_words(body), count_lines(body));
    let rule = d.rules.as_ref().and_then(|r| r.text.as_ref());
    match (rule.and_then(|r| r.words_max), rule.and_then(|r| r.lines_max)) {
        (Some(max), _) => v.say(&msg!("entry-text-counts-words", words = words, lines = lines, max = max)),
        (None, Some(max)) => v.say(&msg!("entry-text-counts-lines", words = words, lines = lines, max = max)),
        (None, None) => v.say(&msg!("entry-text-counts", words = words, lines = lines)),
    }
}

pub async fn page(v: Visit, at: web::Path<At>, asked: Asked) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !desk::may_edit(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    Ok(view(&v, &d, &d.entry.body, None, asked.0.ticked("thieu")))
}

fn view(v: &Visit, d: &Dossier, body: &str, trouble: Option<&Trouble>, missing_too: bool) -> HttpResponse {
    let title = v.t("entry-section-text");
    let page = SectionPage { v, d, section: Section::Text, title, trouble, missing_too };
    let errors = page.errors();
    let blind = d.category.as_ref().is_some_and(|c| c.blind);
    let limits = d.rules.as_ref().and_then(|r| asks::text(v, r));
    let fields = html! {
        @if let Some(l) = limits { p.soft { (l) "." } }
        (Field::textarea("body", v.t("entry-text-body")).reading().rows(18).maxlength(200_000).value(body)
            .hint(v.t(if blind { "entry-text-hint" } else { "entry-text-hint-open" })).error(errors.of("body")))
        p.soft.num data-live="counts" aria-live="polite" { (counts(v, d, body)) }
    };
    let form = desk::section_form(v, d, Section::Text, "/van-ban", &fields, true);
    page.draw(&errors, &[(v.t("entry-text-body"), d.entry.body.clone())], &form)
}

pub async fn save(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let f = posted.0;
    let cmd = SaveText { entry: desk::id(&d), seen: desk::seen(&f), body: f.text("body") };
    let typed = cmd.body.clone();
    let result = v.write(move |tx, cx| ops::save_text(tx, cx, cmd.clone())).await;
    Ok(match desk::sorted(&v, result)? {
        Ok(d) if v.wants_json => {
            let live = serde_json::json!({ "counts": counts(&v, &d, &d.entry.body) });
            desk::saved_json(&v, &d, Section::Text, live)
        }
        Ok(d) => desk::after_save(&v, &d, Section::Text, "/van-ban"),
        Err(t) if v.wants_json => desk::trouble_json(&v, &t),
        Err(t) => view(&v, &d, &typed, Some(&t), false),
    })
}
