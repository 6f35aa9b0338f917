//! Title and facts of the work, its publication.

use actix_web::{HttpResponse, web};
use maud::html;

use super::asks;
use super::desk::{self, At, SectionPage, Trouble};
use crate::contests::rules::PublishedBefore;
use crate::entries::complete::Section;
use crate::entries::dossier::Dossier;
use crate::entries::ops::{self, SaveWork};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Posted};
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The fields as stored.
fn stored(d: &Dossier) -> SaveWork {
    let e = &d.entry;
    SaveWork {
        entry: e.id,
        seen: None,
        title: e.title.clone(),
        pen_name: e.pen_name.clone(),
        summary: e.summary.clone(),
        topic: e.topic.clone(),
        portrays: e.portrays.clone(),
        outlet: e.outlet.clone(),
        published_on: e.published_on.clone().unwrap_or_default(),
        link: e.link.clone(),
    }
}

pub async fn page(v: Visit, at: web::Path<At>, asked: Asked) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !desk::may_edit(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    Ok(view(&v, &d, &stored(&d), None, asked.0.ticked("thieu")))
}

fn view(v: &Visit, d: &Dossier, w: &SaveWork, trouble: Option<&Trouble>, missing_too: bool) -> HttpResponse {
    let title = v.t("entry-section-work");
    let page = SectionPage { v, d, section: Section::Work, title, trouble, missing_too };
    let errors = page.errors();
    let optional = v.t("optional");
    let topics = d.contest.topic_list().unwrap_or_default();
    let published = d.rules.as_ref().map(|r| r.published_before).unwrap_or_default();
    let told = !w.outlet.is_empty() || !w.published_on.is_empty() || !w.link.is_empty();
    let must = published == PublishedBefore::Must;
    let mark = |field: Field| if must { field } else { field.optional(optional.clone()) };
    let fields = html! {
        (Field::text("title", v.t("entry-work-title-field")).hint(v.t("entry-work-title-hint")).value(&w.title)
            .maxlength(300).required().error(errors.of("title")))
        (Field::text("pen_name", v.t("entry-work-pen-name")).hint(v.t("entry-work-pen-name-hint")).value(&w.pen_name)
            .optional(optional.clone()).maxlength(120).width(Width::L).error(errors.of("pen_name")))
        (Field::textarea("summary", v.t("entry-work-summary")).hint(v.t("entry-work-summary-hint")).value(&w.summary)
            .optional(optional.clone()).maxlength(4000).rows(4).error(errors.of("summary")))
        @if !topics.is_empty() {
            (Field::select("topic", v.t("entry-work-topic")).optional(optional.clone()).width(Width::Full)
                .option("", v.t("entry-work-topic-none")).options(topics.iter().map(|t| (t.as_str(), t.as_str())))
                .value(&w.topic).error(errors.of("topic")))
        }
        (Field::text("portrays", v.t("entry-work-portrays")).hint(v.t("entry-work-portrays-hint")).value(&w.portrays)
            .optional(optional.clone()).maxlength(500).error(errors.of("portrays")))
        @if published != PublishedBefore::MustNot || told {
            (fieldset(&v.t("entry-work-publication"), html! {
                @match published {
                    PublishedBefore::Must => {
                        @let (from, to) = asks::window(&d.contest);
                        p.soft { (v.say(&msg!("entry-work-publication-must", from = from, to = to))) }
                    }
                    PublishedBefore::Either => p.soft { (v.t("entry-work-publication-either")) },
                    PublishedBefore::MustNot => {}
                }
                (mark(Field::text("outlet", v.t("entry-work-outlet")).hint(v.t("entry-work-outlet-hint")))
                    .value(&w.outlet).maxlength(300).error(errors.of("outlet")))
                (mark(Field::date("published_on", v.t("entry-work-published-on"))).value(&w.published_on)
                    .error(errors.of("published_on")))
                (Field::url("link", v.t("entry-work-link")).hint(v.t("entry-work-link-hint")).value(&w.link)
                    .optional(optional.clone()).maxlength(2000).error(errors.of("link")))
            }))
        }
    };
    let form = desk::section_form(v, d, Section::Work, "/tac-pham", &fields, true);
    let now = stored(d);
    let pairs = [
        ("entry-work-title-field", now.title, &w.title),
        ("entry-work-pen-name", now.pen_name, &w.pen_name),
        ("entry-work-summary", now.summary, &w.summary),
        ("entry-work-topic", now.topic, &w.topic),
        ("entry-work-portrays", now.portrays, &w.portrays),
        ("entry-work-outlet", now.outlet, &w.outlet),
        ("entry-work-published-on", now.published_on, &w.published_on),
        ("entry-work-link", now.link, &w.link),
    ];
    let differing: Vec<_> =
        pairs.into_iter().filter(|(_, now, typed)| now != *typed).map(|(k, now, _)| (v.t(k), now)).collect();
    page.draw(&errors, &differing, &form)
}

pub async fn save(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let f = posted.0;
    // A field that was not on the page is left as it is.
    let get = |name: &str, now: &str| if f.has(name) { f.raw(name).to_owned() } else { now.to_owned() };
    let e = &d.entry;
    let cmd = SaveWork {
        entry: e.id,
        seen: desk::seen(&f),
        title: get("title", &e.title),
        pen_name: get("pen_name", &e.pen_name),
        summary: get("summary", &e.summary),
        topic: get("topic", &e.topic),
        portrays: get("portrays", &e.portrays),
        outlet: get("outlet", &e.outlet),
        published_on: get("published_on", e.published_on.as_deref().unwrap_or_default()),
        link: get("link", &e.link),
    };
    let typed = cmd.clone();
    let result = v.write(move |tx, cx| ops::save_work(tx, cx, cmd.clone())).await;
    Ok(match desk::sorted(&v, result)? {
        Ok(d) if v.wants_json => desk::saved_json(&v, &d, Section::Work, serde_json::Value::Null),
        Ok(d) => desk::after_save(&v, &d, Section::Work, "/tac-pham"),
        Err(t) if v.wants_json => desk::trouble_json(&v, &t),
        Err(t) => view(&v, &d, &typed, Some(&t), false),
    })
}
