//! What the entrant promises, and whether artificial intelligence was used.

use actix_web::{HttpResponse, web};
use maud::html;

use super::desk::{self, At, SectionPage, Trouble};
use crate::contests::rules::Commitment;
use crate::entries::complete::Section;
use crate::entries::content;
use crate::entries::dossier::Dossier;
use crate::entries::ops::{self, SaveCommitments};
use crate::lang::Lang;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Posted};
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The words of a commitment in the reader's language.
#[must_use]
pub fn words<'a>(v: &Visit, p: &'a Commitment) -> &'a str {
    if v.lang == Lang::En && !p.en.is_empty() { &p.en } else { &p.text }
}

fn stored(d: &Dossier) -> SaveCommitments {
    SaveCommitments {
        entry: d.entry.id,
        seen: None,
        made: content::commitments(&d.entry),
        ai_used: d.entry.ai_used.as_deref().map(|s| s == "yes"),
        ai_note: d.entry.ai_note.clone(),
    }
}

pub async fn page(v: Visit, at: web::Path<At>, asked: Asked) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !desk::may_edit(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    Ok(view(&v, &d, &stored(&d), None, asked.0.ticked("thieu")))
}

fn view(v: &Visit, d: &Dossier, cmd: &SaveCommitments, trouble: Option<&Trouble>, missing_too: bool) -> HttpResponse {
    let title = v.t("entry-section-commitments");
    let page = SectionPage { v, d, section: Section::Commitments, title, trouble, missing_too };
    let errors = page.errors();
    let no_ai = d.rules.as_ref().is_some_and(|r| r.no_ai);
    let ai = match cmd.ai_used {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let mut used = Field::radios("ai_used", v.t("entry-commit-ai"))
        .option("no", v.t("entry-commit-ai-no"))
        .option("yes", v.t("entry-commit-ai-yes"))
        .value(ai)
        .error(errors.of("ai_used"));
    if no_ai {
        used = used.hint(v.t("entry-commit-ai-forbidden"));
    }
    let fields = html! {
        p.soft { (v.t("entry-commit-lead")) " " a href=(v.href("/the-le")) { (v.t("entry-commit-rules")) } }
        (fieldset(&v.t("entry-commit-list"), html! {
            @for p in &d.promises {
                @let label = if p.required { words(v, p).to_owned() } else { format!("{} ({})", words(v, p), v.t("entry-commit-optional")) };
                (Field::checkbox(p.key.clone(), label).value("1").checked(cmd.made.contains(&p.key)).error(errors.of(&p.key)))
            }
        }))
        (used)
        (Field::textarea("ai_note", v.t("entry-commit-ai-note")).hint(v.t("entry-commit-ai-note-hint")).value(&cmd.ai_note)
            .rows(3).maxlength(2000).error(errors.of("ai_note")))
    };
    let form = desk::section_form(v, d, Section::Commitments, "/cam-ket", &fields, true);
    let made = content::commitments(&d.entry);
    let now = d.promises.iter().filter(|p| made.contains(&p.key)).map(|p| words(v, p)).collect::<Vec<_>>().join("\n\n");
    let pairs = [(v.t("entry-commit-list"), now), (v.t("entry-commit-ai-note"), d.entry.ai_note.clone())];
    page.draw(&errors, &pairs, &form)
}

pub async fn save(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let f = posted.0;
    let cmd = SaveCommitments {
        entry: desk::id(&d),
        seen: desk::seen(&f),
        made: d.promises.iter().filter(|p| f.ticked(&p.key)).map(|p| p.key.clone()).collect(),
        ai_used: match f.raw("ai_used") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        ai_note: f.text("ai_note"),
    };
    let typed = cmd.clone();
    let result = v.write(move |tx, cx| ops::save_commitments(tx, cx, cmd.clone())).await;
    Ok(match desk::sorted(&v, result)? {
        Ok(d) if v.wants_json => desk::saved_json(&v, &d, Section::Commitments, serde_json::Value::Null),
        Ok(d) => desk::after_save(&v, &d, Section::Commitments, "/cam-ket"),
        Err(t) if v.wants_json => desk::trouble_json(&v, &t),
        Err(t) => view(&v, &d, &typed, Some(&t), false),
    })
}
