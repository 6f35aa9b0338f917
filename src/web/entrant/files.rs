//! The files of an entry: place by place, sending, captions, order, taking one away.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::asks;
use super::desk::{self, At, Errors, SectionPage, Trouble};
use crate::contests::rules::CategoryRules;
use crate::entries::complete::Section;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{File, FileState, Rendition, RenditionKind};
use crate::entries::faults;
use crate::entries::ops::{self, ArrangeFiles};
use crate::entries::store;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Posted};
use crate::web::ui::*;
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>, asked: Asked) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !desk::may_edit(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    view(&v, &d, None, asked.0.ticked("thieu")).await
}

/// The page; `trouble` beside the place it belongs to.
pub async fn view(v: &Visit, d: &Dossier, trouble: Option<&Trouble>, missing_too: bool) -> WebResult<HttpResponse> {
    let ids: Vec<_> = d.files.iter().map(|f| f.id).collect();
    let copies = v.read(move |c| Ok(store::renditions_of(c, &ids)?)).await?;
    let title = v.t("entry-section-files");
    let page = SectionPage { v, d, section: Section::Files, title, trouble, missing_too };
    let mut errors = page.errors();
    // Beside each file its own sentence stands already.
    errors.0.retain(|(field, _)| {
        trouble.is_some()
            || !d.files.iter().any(|f| f.state == FileState::Received && *field == format!("caption-{}", f.token))
    });
    let slots = d.rules.as_ref().map(CategoryRules::slots).unwrap_or_default();
    let used = d.used_files();
    let unused: Vec<&File> = d.files.iter().filter(|f| !used.contains(f)).collect();
    let waiting = used.iter().any(|f| f.state == FileState::Received);
    let body = html! {
        @if slots.is_empty() { p { (v.t("entry-files-none-needed")) } }
        @for (i, rule) in slots.iter().enumerate() {
            @let slot = i64::try_from(i).unwrap_or(0);
            @let of: Vec<&File> = used.iter().filter(|f| f.slot == slot).collect();
            section.part {
                h2 id=(field_id(&format!("tep-{i}"))) tabindex="-1" { (asks::capital(&rule.role)) }
                p.soft { (asks::slot(v, rule)) "." }
                @if let Some(e) = errors.of(&format!("tep-{i}")) { p.error { (e) } }
                (send_form(v, d, i, rule, &of))
                (list(v, d, &of, &copies, rule.caption.then_some(slot), &errors))
            }
        }
        @if waiting { p { (Button::plain(v.t("entry-files-reload")).href(desk::href(v, d, "/tep"))) } }
        @if !unused.is_empty() {
            h2 { (v.t("entry-files-unused")) }
            p.soft { (v.t("entry-files-unused-lead")) }
            (list(v, d, &unused, &copies, None, &Errors::default()))
        }
        (actions(Button::primary(v.t("entry-files-done")).href(desk::href(v, d, ""))))
    };
    Ok(page.draw(&errors, &[], &body))
}

fn send_form(v: &Visit, d: &Dossier, i: usize, rule: &crate::files::limits::SlotRule, of: &[&File]) -> Markup {
    let have = of.iter().filter(|f| f.state != FileState::Refused).count();
    let max = usize::try_from(rule.max).unwrap_or(usize::MAX);
    if have >= max {
        return html! { p.soft { (v.t("entry-files-full")) } };
    }
    let accept = rule
        .accept
        .iter()
        .map(|k| if k.ext() == "jpg" { ".jpg,.jpeg".to_owned() } else { format!(".{}", k.ext()) })
        .collect::<Vec<_>>()
        .join(",");
    let mut field = Field::file("file", v.t("entry-files-choose")).id(format!("chon-{i}")).accept(accept);
    if max - have > 1 {
        field = field.multiple();
    }
    let max_bytes = rule.max_bytes();
    let texts = UploadTexts {
        sending: v.say(&msg!("entry-files-sending", name = "{name}", percent = "{percent}")),
        checking: v.say(&msg!("entry-files-checking", name = "{name}")),
        failed: v.say(&msg!("entry-files-broken", name = "{name}")),
        retry: v.t("entry-files-retry"),
        most: Some((max_bytes, v.say(&msg!("entry-fault-over", max = i64::try_from(max_bytes).unwrap_or(i64::MAX))))),
        sign_in: v.t("entry-files-sign-in"),
    };
    html! {
        (Form::post(desk::href(v, d, &format!("/tep/{i}"))).upload(texts).body(html! {
            (field)
            (Button::plain(v.t("entry-files-send")))
        }))
    }
}

/// What is known of a file, in one line.
pub fn facts(v: &Visit, f: &File) -> String {
    let mut parts = vec![v.lang.size(f.size)];
    if let (Some(w), Some(h)) = (f.width, f.height) {
        parts.push(v.say(&msg!("entry-files-pixels", width = w, height = h)));
    }
    if let Some(ms) = f.duration_ms {
        parts.push(v.lang.duration(ms));
    }
    if let Some(n) = f.pages {
        parts.push(v.say(&msg!("entry-files-pages", n = n)));
    }
    if let Some(n) = f.words {
        parts.push(v.say(&msg!("entry-files-words", n = n)));
    }
    parts.join(" · ")
}

/// The files of a place; `captions`: which place, where it asks for captions.
fn list(v: &Visit, d: &Dossier, of: &[&File], copies: &[Rendition], captions: Option<i64>, errors: &Errors) -> Markup {
    if of.is_empty() {
        return html! { p.soft { (v.t("entry-files-none")) } };
    }
    let thumb = |f: &File| copies.iter().find(|r| r.file_id == f.id && r.kind == RenditionKind::Thumb);
    let form = Form::post(desk::href(v, d, "/tep"));
    let form = if captions.is_some() { form.autosave(desk::save_texts(v)) } else { form };
    html! {
        (form.body(html! {
            (enter_saves())
            @if let Some(slot) = captions {
                (hidden("muc", &slot.to_string()))
                (hidden("version", &d.captions_mark(slot)))
            }
            ul.files {
                @for (i, f) in of.iter().enumerate() {
                    li {
                        @if let Some(r) = thumb(f) {
                            a href=(format!("/tep/{}", f.token)) {
                                img src=(format!("/anh/{}", r.token)) alt=(if f.caption.is_empty() { &f.name } else { &f.caption })
                                    width=[r.width.map(|w| w / 2)] height=[r.height.map(|h| h / 2)] loading="lazy";
                            }
                        }
                        span.name { a href=(format!("/tep/{}", f.token)) { (f.name) } " "
                            @match f.state {
                                FileState::Ready => (tag(Tone::Done, v.t("entry-files-ready"))),
                                FileState::Received => (tag(Tone::Wait, v.t("entry-files-received"))),
                                _ => (tag(Tone::Stop, v.t("entry-files-refused"))),
                            }
                        }
                        span.hint.num { (facts(v, f)) }
                        @for m in faults::stored(&f.faults) { span.error id=(field_id(&format!("caption-{}", f.token))) { (v.say(&m)) } }
                        @if captions.is_some() && f.state != FileState::Refused {
                            (Field::text(format!("caption-{}", f.token), v.t("entry-files-caption")).hint(v.t("entry-files-caption-hint"))
                                .value(&f.caption).maxlength(1000).error(errors.of(&format!("caption-{}", f.token))))
                        }
                        div.row {
                            @if i > 0 {
                                (Button::quiet(v.t("entry-files-up")).small().name("len").value(&f.token)
                                    .aria(v.say(&msg!("entry-files-up-aria", name = f.name.as_str()))))
                            }
                            (Button::quiet(v.t("entry-files-remove")).small().name("bo").value(&f.token)
                                .aria(v.say(&msg!("entry-files-remove-aria", name = f.name.as_str()))))
                        }
                    }
                }
            }
            @if captions.is_some() {
                noscript { p.soft { (v.t("entry-files-save-first")) } }
                (actions(html! { (Button::plain(v.t("entry-files-save")).name("luu").value("1")) (save_state("")) }))
            }
        }))
    }
}

pub async fn save(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let f = posted.0;
    let some = |name: &str| Some(f.line(name)).filter(|s| !s.is_empty());
    let captions: Vec<_> =
        f.0.iter().filter_map(|(k, s)| Some((k.strip_prefix("caption-")?.to_owned(), s.clone()))).collect();
    let cmd = ArrangeFiles {
        entry: Some(desk::id(&d)),
        slot: f.line("muc").parse().unwrap_or(-1),
        seen: desk::seen(&f),
        captions: captions.clone(),
        up: some("len"),
        remove: some("bo"),
    };
    let slot = cmd.slot;
    let result = v.write(move |tx, cx| ops::arrange_files(tx, cx, cmd.clone())).await;
    match desk::sorted(&v, result)? {
        Ok(d) if v.wants_json => Ok(desk::kept_json(&v, &d.captions_mark(slot), serde_json::Value::Null)),
        Err(t) if v.wants_json => Ok(desk::trouble_json(&v, &t)),
        Ok(d) => Ok(v.see_other(&desk::path(&d, "/tep"))),
        Err(t) => {
            // What was typed stays in the fields; what is stored now is named above them.
            let mut d = desk::open(&v, &at.token).await?;
            for file in &mut d.files {
                if let Some((_, typed)) = captions.iter().find(|(token, _)| *token == file.token) {
                    file.caption.clone_from(typed);
                }
            }
            view(&v, &d, Some(&t), false).await
        }
    }
}
