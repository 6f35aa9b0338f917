//! A work's content before the secretary: facts, text, files to look at and play, authors.

use maud::{Markup, html};

use crate::entries::content::Content;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{AuthorKind, File, FileState, Rendition, RenditionKind};
use crate::entries::faults;
use crate::entries::ops::intake::HandedIn;
use crate::files::kind::{Family, FileKind};
use crate::kernel::text::{count_lines, count_words};
use crate::policy::Action;
use crate::web::ui::{
    Audio, Button, Col, Field, Form, Gallery, Pdf, Photo, Row, SummaryList, Table, Tone, Video, ViewerTexts, hidden,
    tag,
};
use crate::web::visit::Visit;
use crate::web::words::{day, name_in, set_text};

/// Everything that was handed in.
pub fn view(v: &Visit, d: &Dossier, h: &HandedIn, query: &str) -> Markup {
    html! {
        (facts(v, d, &h.content))
        @if !h.content.body.trim().is_empty() {
            section {
                h2 { (v.t("office-text")) }
                p.soft.small.num {
                    (v.say(&msg!("office-text-size", words = count_words(&h.content.body), lines = count_lines(&h.content.body))))
                }
                (set_text(d.rules.as_ref(), &h.content.body))
            }
        }
        @if !h.files.is_empty() { (files(v, d, h, query)) }
        (authors(v, d, &h.content))
    }
}

fn facts(v: &Visit, d: &Dossier, c: &Content) -> Markup {
    let category = d.category.as_ref().map(|c| name_in(v.lang, &c.name, &c.name_en).to_owned());
    let mut list = SummaryList::new().row(v.t("office-category"), category.unwrap_or_else(|| c.category.clone()));
    let mut add = |key: &str, value: &str| {
        if !value.is_empty() {
            list = std::mem::take(&mut list).row(v.t(key), value);
        }
    };
    add("office-pen-name", &c.pen_name);
    add("office-topic", &c.topic);
    add("office-portrays", &c.portrays);
    add("office-summary", &c.summary);
    add("office-outlet", &c.outlet);
    add("office-published-on", &c.published_on.as_deref().map(day).unwrap_or_default());
    if !c.link.is_empty() {
        let link = html! { a href=(crate::web::ui::safe_href(&c.link)) rel="noopener noreferrer" target="_blank" { (c.link) } };
        list = list.row(v.t("office-link"), link);
    }
    let ai = match c.ai_used.as_deref() {
        Some("yes") => format!("{}. {}", v.t("yes"), c.ai_note),
        Some(_) => v.t("no"),
        None => v.t("office-not-said"),
    };
    list = list.row(v.t("office-ai"), ai);
    list = list.row(v.t("office-gallery"), if c.gallery_consent { v.t("yes") } else { v.t("no") });
    let when = d.entry.submitted_at.map(|t| d.zone().date_time(t)).unwrap_or_default();
    list = list.row(v.t("office-handed-in"), html! { span.num { (when) } });
    html! { section { h2 { (v.t("office-facts")) } (list) } }
}

fn authors(v: &Visit, d: &Dossier, c: &Content) -> Markup {
    let close = d.close_day(v.now);
    let minor = |birth: &Option<String>| {
        birth
            .as_deref()
            .and_then(crate::kernel::time::Day::parse)
            .and_then(|b| b.age_on(close))
            .is_some_and(|age| age < 18)
    };
    let shares = c.author_kind == AuthorKind::Several;
    let mut t = Table::new(v.t("office-authors"))
        .hide_caption()
        .col(Col::new(v.t("office-author")).head())
        .col(Col::new(v.t("office-birth")))
        .col(Col::new(v.t("office-unit")))
        .col(Col::new(v.t("office-phone")))
        .col(Col::new(v.t("office-guardian")));
    if shares {
        t = t.col(Col::new(v.t("office-share")).num());
    }
    let t = t.rows(c.authors.iter().map(|a| {
        let mut row = Row::new()
            .cell(a.name.as_str())
            .cell(html! {
                span.num { (a.birth_date.as_deref().map(day).unwrap_or_default()) }
                @if minor(&a.birth_date) { " " (tag(Tone::Wait, v.t("office-minor"))) }
            })
            .cell(a.unit_name.as_str())
            .cell(html! { span.num { (a.phone) } })
            .cell(html! {
                (a.guardian_name) @if !a.guardian_phone.is_empty() { " · " span.num { (a.guardian_phone) } }
                @if a.guardian_consent { " " (tag(Tone::Done, v.t("office-consent"))) }
            });
        if shares {
            row = row.cell(a.share.map(|s| format!("{s}%")).unwrap_or_default());
        }
        row
    }));
    html! {
        section {
            h2 { (v.t("office-authors")) }
            p { (v.t(&format!("author-kind-{}", c.author_kind.word())))
                @if !c.group_name.is_empty() { ": " strong { (c.group_name) } }
                @if !c.unit_name.is_empty() { " · " (c.unit_name) }
            }
            @if !c.authors.is_empty() { (t) }
        }
    }
}

fn files(v: &Visit, d: &Dossier, h: &HandedIn, query: &str) -> Markup {
    let rules = d.rules.as_ref();
    let slots: std::collections::BTreeSet<i64> = h.files.iter().map(|f| f.slot).collect();
    html! {
        section {
            h2 { (v.t("office-files")) }
            @for slot in slots {
                @let of: Vec<&File> = h.files.iter().filter(|f| f.slot == slot).collect();
                @if let Some(rule) = usize::try_from(slot).ok().and_then(|i| rules?.files.get(i)) { h3 { (capital(&rule.role)) } }
                (pictures(v, &of, &h.copies))
                @for f in of { (file(v, d, f, &h.copies, query)) }
            }
        }
    }
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn copy<'a>(copies: &'a [Rendition], f: &File, kind: RenditionKind) -> Option<&'a Rendition> {
    copies.iter().find(|r| r.file_id == f.id && r.kind == kind)
}

fn kind_of(f: &File) -> Option<FileKind> {
    f.kind.as_deref().and_then(FileKind::from_ext)
}

/// The pictures of a place as one gallery.
fn pictures(v: &Visit, of: &[&File], copies: &[Rendition]) -> Markup {
    let photos: Vec<Photo> = of
        .iter()
        .filter_map(|f| {
            let thumb = copy(copies, f, RenditionKind::Thumb)?;
            let full = copy(copies, f, RenditionKind::View).unwrap_or(thumb);
            let alt = if f.caption.is_empty() { &f.name } else { &f.caption };
            let side = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(480);
            Some(
                Photo::new(format!("/anh/{}", thumb.token), alt)
                    .size(side(thumb.width), side(thumb.height))
                    .full(format!("/anh/{}", full.token))
                    .caption(alt),
            )
        })
        .collect();
    if photos.is_empty() {
        return html! {};
    }
    let texts = ViewerTexts {
        label: v.t("office-viewer"),
        close: v.t("close"),
        previous: v.t("office-viewer-previous"),
        next: v.t("office-viewer-next"),
        zoom: v.t("office-viewer-zoom"),
    };
    html! { (photos.into_iter().fold(Gallery::new(texts), Gallery::photo)) }
}

fn file(v: &Visit, d: &Dossier, f: &File, copies: &[Rendition], query: &str) -> Markup {
    let src = format!("/tep/{}", f.token);
    let kind = kind_of(f);
    let mut about = vec![v.lang.size(f.size)];
    if let Some(k) = kind {
        about.insert(0, k.to_string());
    }
    if let (Some(w), Some(h)) = (f.width, f.height) {
        about.push(format!("{w} × {h} px"));
    }
    if let Some(ms) = f.duration_ms {
        about.push(v.lang.duration(ms));
    }
    if let Some(n) = f.words {
        about.push(v.say(&msg!("office-words", n = v.lang.number(n))));
    }
    let caption = if f.caption.is_empty() { f.name.clone() } else { f.caption.clone() };
    html! {
        div.card.mt-4 {
            @if f.state == FileState::Ready {
                @match kind.map(FileKind::family) {
                    Some(Family::Audio) => (Audio::new(&src, kind.map_or("", FileKind::media_type)).caption(&caption)),
                    Some(Family::Video) => (Video::new(&src, kind.map_or("", FileKind::media_type)).caption(&caption)),
                    Some(Family::Document) if kind == Some(FileKind::Pdf) => (Pdf::new(&src, &caption, v.t("office-open-pdf"))),
                    _ => {}
                }
            }
            p {
                a href=(format!("{src}?tai=1")) { (f.name) } " "
                @match f.state {
                    FileState::Received => (tag(Tone::Wait, v.t("office-file-received"))),
                    FileState::Refused => (tag(Tone::Stop, v.t("office-file-refused"))),
                    FileState::Ready | FileState::Removed => {}
                }
                br; span.soft.small.num { (about.join(" · ")) }
            }
            @for m in faults::stored(&f.faults) { p.error { (v.say(&m)) } }
            (for_judges(v, d, f, copies, query))
        }
    }
}

/// Whether judges of a blind category get to see a file, and how that is changed.
fn for_judges(v: &Visit, d: &Dossier, f: &File, copies: &[Rendition], query: &str) -> Markup {
    let blind = d.category.as_ref().is_some_and(|c| c.blind);
    if !blind || !v.may(&Action::Office(d.contest.id)) {
        return html! {};
    }
    let cleaned = copy(copies, f, RenditionKind::JudgingCopy);
    let picture = kind_of(f).is_some_and(|k| k.family() == Family::Image);
    let at = |what: &str| v.href(&format!("/ban-thu-ky/bai/{}/{what}", d.entry.token));
    let (tone, text) = match (cleaned, picture, f.released_at) {
        (Some(_), ..) => (Tone::Done, "office-judges-copy"),
        (None, true, _) => (Tone::Done, "office-judges-picture"),
        (None, false, Some(_)) => (Tone::Done, "office-judges-released"),
        (None, false, None) => (Tone::Wait, "office-judges-held"),
    };
    html! {
        details {
            summary { (v.t("office-judges")) " " (tag(tone, v.t(text))) }
            p.soft { (v.t("office-judges-lead")) }
            div.row {
                @if !picture && cleaned.is_none() {
                    @let on = f.released_at.is_none();
                    (Form::post(at("tep")).class("plain-form").body(html! {
                        (hidden("loc", query)) (hidden("tep", &f.token)) (hidden("mo", if on { "1" } else { "0" }))
                        (Button::plain(if on { v.t("office-release") } else { v.t("office-hold") }).small())
                    }))
                }
                @if let Some(r) = cleaned {
                    a href=(format!("/anh/{}", r.token)) target="_blank" rel="noopener" { (v.t("office-copy-see")) }
                    (Form::post(at(&format!("ban-cham/{}/bo", f.token))).class("plain-form").body(html! {
                        (hidden("loc", query)) (Button::quiet(v.t("office-copy-remove")).small())
                    }))
                }
            }
            (Form::post(at(&format!("ban-cham/{}", f.token))).multipart().body(html! {
                (hidden("loc", query))
                (Field::file("tep", v.t("office-copy-put")).hint(v.t("office-copy-hint")).id(format!("f-tep-{}", f.token)))
                (Button::plain(v.t("office-copy-send")).small())
            }))
        }
    }
}
