//! A work as its judge reads it: text, pictures, sound, film, papers. Knows only what a `BlindEntry` tells.

use maud::{Markup, html};

use crate::files::kind::{Family, FileKind};
use crate::judging::blind::{BlindEntry, BlindFile, Given};
use crate::kernel::text::{count_lines, count_words};
use crate::kernel::time::Day;
use crate::web::ui::{Audio, Gallery, Notice, Pdf, Photo, Tone, Video, ViewerTexts, poem, prose};
use crate::web::visit::Visit;

/// The whole work.
pub fn work(v: &Visit, w: &BlindEntry) -> Markup {
    let pictures: Vec<(&BlindFile, &Given)> = w
        .files
        .iter()
        .filter_map(|f| f.given.as_ref().map(|g| (f, g)))
        .filter(|(_, g)| g.kind.family() == Family::Image)
        .collect();
    let others = w.files.iter().filter(|f| f.given.as_ref().is_none_or(|g| g.kind.family() != Family::Image));
    html! {
        h1 { (w.title) }
        @if !w.summary.is_empty() { p.lines.soft { (w.summary) } }
        @if let Some(p) = &w.published {
            p.soft {
                (v.say(&msg!("judge-published", outlet = p.outlet.as_str(),
                    on = p.on.as_deref().and_then(Day::parse).map(Day::show).unwrap_or_default())))
                @if !p.link.is_empty() {
                    " " a href=(crate::web::ui::safe_href(&p.link)) rel="noopener noreferrer" target="_blank" { (v.t("judge-published-link")) }
                }
            }
        }
        @if !w.text.trim().is_empty() {
            (if w.keeps_lines { poem(&w.text) } else { prose(&w.text) })
            p.small.soft { (v.say(&msg!("judge-text-counts", lines = count_lines(&w.text), words = count_words(&w.text)))) }
        }
        @if !pictures.is_empty() { div.full { (gallery(v, w, &pictures)) } }
        @for f in others { (file(v, w, f)) }
        @if w.text.trim().is_empty() && w.files.is_empty() && w.published.is_none() {
            (Notice::text(Tone::Wait, &v.t("judge-nothing-to-see")))
        }
    }
}

fn address(v: &Visit, w: &BlindEntry, n: u32) -> String {
    v.href(&format!("/cham/{}/tep/{n}", w.token))
}

fn gallery(v: &Visit, w: &BlindEntry, pictures: &[(&BlindFile, &Given)]) -> Markup {
    let texts = ViewerTexts {
        label: v.t("judge-viewer"),
        close: v.t("close"),
        previous: v.t("judge-viewer-previous"),
        next: v.t("judge-viewer-next"),
        zoom: v.t("judge-viewer-zoom"),
    };
    let all = pictures.iter().enumerate().fold(Gallery::new(texts), |all, (i, (f, g))| {
        let src = address(v, w, f.n);
        let alt = if f.caption.is_empty() { v.say(&msg!("judge-picture", n = f.n)) } else { f.caption.clone() };
        let mut photo = Photo::new(src.clone(), alt).full(src);
        if let (Some(width), Some(height)) = (g.width, g.height) {
            photo = photo.size(width, height);
        }
        if !f.caption.is_empty() {
            photo = photo.caption(f.caption.clone());
        }
        if i == 0 {
            photo = photo.eager();
        }
        all.photo(photo)
    });
    html! { (all) }
}

/// The name of a file for people: what the category calls it, and its number.
fn label(v: &Visit, f: &BlindFile) -> String {
    let what = if f.role.is_empty() { v.t("judge-file") } else { capital(&f.role) };
    format!("{what} {} ({})", f.n, f.kind)
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn file(v: &Visit, w: &BlindEntry, f: &BlindFile) -> Markup {
    let name = label(v, f);
    let Some(g) = &f.given else {
        return html! {
            (Notice::text(Tone::Wait, &v.say(&msg!("judge-file-withheld", file = name))))
        };
    };
    let src = address(v, w, f.n);
    let caption = if f.caption.is_empty() { name.clone() } else { format!("{name}: {}", f.caption) };
    match g.kind.family() {
        Family::Audio => html! { (Audio::new(src, g.kind.media_type()).caption(caption)) },
        Family::Video => {
            let mut video = Video::new(src, g.kind.media_type()).caption(caption);
            if let (Some(width), Some(height)) = (g.width, g.height) {
                video = video.size(width, height);
            }
            html! { div.full { (video) } }
        }
        Family::Document if g.kind == FileKind::Pdf => {
            html! { div.full { (Pdf::new(src, caption, v.t("judge-open-pdf"))) } }
        }
        Family::Document | Family::Image => html! {
            p { a href=(src) download=(g.name) { (caption) } " " span.soft.small { (v.lang.size(g.size)) } }
        },
    }
}
