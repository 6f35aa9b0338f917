//! One work to read, look at or listen to.

use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::{signed, winners};
use crate::contests::contest::Category;
use crate::contests::store as contests;
use crate::entries::entry::{Entry, File, FileState, Rendition, RenditionKind};
use crate::entries::store as entries;
use crate::files::kind::{Family, FileKind};
use crate::kernel::errors::OpError;
use crate::kernel::time::Day;
use crate::results::gallery_store as store;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::scoring;
use crate::web::ui::{Audio, Gallery, Pdf, Photo, Tone, Video, ViewerTexts, back_link, poem, prose, safe_href, tag};
use crate::web::visit::Visit;

struct Seen {
    entry: Entry,
    category: Option<Category>,
    names: Vec<String>,
    files: Vec<File>,
    views: Vec<Rendition>,
    level: Option<String>,
}

/// The page.
pub async fn page(v: Visit, req: HttpRequest) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let code = req.match_info().get("code").unwrap_or_default().to_owned();
    let asked = code.clone();
    let s = v
        .read(move |c| {
            let won = winners::of(c, contest)?.ok_or(OpError::NotFound)?;
            let entry = store::work(c, contest, &asked)?.ok_or(OpError::NotFound)?;
            let category = match entry.category_id {
                Some(id) => contests::category(c, id)?,
                None => None,
            };
            let names = entries::authors_of(c, entry.id)?.into_iter().map(|a| a.name).collect();
            let files = entries::files_of(c, entry.id)?;
            let ids: Vec<_> = files.iter().map(|f| f.id).collect();
            let views = entries::renditions_of(c, &ids)?;
            let level = won.get(&asked).map(|(_, l)| l.clone());
            Ok(Seen { entry, category, names, files, views, level })
        })
        .await?;
    let by = signed(s.entry.author_kind, &s.entry.pen_name, &s.entry.group_name, &s.names);
    let category = s.category.as_ref().map_or("", |c| scoring::name(v.lang, &c.name, &c.name_en));
    let about = if s.entry.summary.is_empty() { format!("{category} – {by}") } else { s.entry.summary.clone() };
    let title = s.entry.title.clone();
    let pictures = s.files.iter().any(|f| family(f) == Some(Family::Image));
    let mut page = Page::new(&v, title.clone()).narrow().description(about);
    if pictures {
        page = page.script("js/viewer.js");
    }
    Ok(page.body(html! {
        (back_link(&v.t("public-back"), &v.href("/tac-pham")))
        h1 { (title) }
        p {
            strong { (by) }
            @if !s.entry.unit_name.is_empty() { ", " (s.entry.unit_name) }
            " · " (category)
            @if let Some(l) = &s.level { " " (tag(Tone::Done, v.say(&msg!("results-level-of", level = l.as_str())))) }
        }
        @if !s.entry.summary.is_empty() { p.lines.soft { (s.entry.summary) } }
        @if !s.entry.portrays.is_empty() { p.soft { (v.say(&msg!("public-portrays", who = s.entry.portrays.as_str()))) } }
        (published(&v, &s.entry))
        (text(&s))
        (files(&v, &s, &code))
    }))
}

fn published(v: &Visit, e: &Entry) -> Markup {
    html! {
        @if !e.outlet.is_empty() || !e.link.is_empty() {
            p.soft {
                @if !e.outlet.is_empty() {
                    (v.say(&msg!("public-published-in", outlet = e.outlet.as_str())))
                    @if let Some(d) = e.published_on.as_deref().and_then(Day::parse) { ", " (d.show()) }
                    " "
                }
                @if !e.link.is_empty() {
                    a href=(safe_href(&e.link)) rel="noopener noreferrer nofollow" target="_blank" { (v.t("public-link")) }
                }
            }
        }
    }
}

/// A text keeps its lines where the category counts lines.
fn text(s: &Seen) -> Markup {
    if s.entry.body.trim().is_empty() {
        return html! {};
    }
    let lines =
        s.category.as_ref().and_then(|c| c.asks().ok()).and_then(|r| r.text).is_some_and(|t| t.lines_max.is_some());
    if lines { poem(&s.entry.body) } else { prose(&s.entry.body) }
}

pub(super) fn family(f: &File) -> Option<Family> {
    kind(f).map(FileKind::family)
}

pub(super) fn kind(f: &File) -> Option<FileKind> {
    if f.state == FileState::Ready { f.kind.as_deref().and_then(FileKind::from_ext) } else { None }
}

fn files(v: &Visit, s: &Seen, code: &str) -> Markup {
    let src = |n: usize| v.href(&format!("/tac-pham/{code}/tep/{n}"));
    let side = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    let texts = ViewerTexts {
        label: v.t("public-viewer"),
        close: v.t("close"),
        previous: v.t("public-prev"),
        next: v.t("public-next"),
        zoom: v.t("public-zoom"),
    };
    let mut gallery = Gallery::new(texts);
    let mut pictures = 0usize;
    for (i, f) in s.files.iter().enumerate() {
        let view = s.views.iter().find(|r| r.file_id == f.id && r.kind == RenditionKind::View);
        let (Some(Family::Image), Some(view)) = (family(f), view) else { continue };
        pictures += 1;
        let alt = if f.caption.is_empty() {
            v.say(&msg!("public-photo-n", n = pictures, title = s.entry.title.as_str()))
        } else {
            f.caption.clone()
        };
        let mut photo = Photo::new(src(i + 1), alt).full(src(i + 1));
        if let (Some(w), Some(h)) = (side(view.width), side(view.height)) {
            photo = photo.size(w, h);
        }
        if !f.caption.is_empty() {
            photo = photo.caption(f.caption.clone());
        }
        if pictures == 1 {
            photo = photo.eager();
        }
        gallery = gallery.photo(photo);
    }
    html! {
        @if pictures > 0 { div.full { (gallery) } }
        @for (i, f) in s.files.iter().enumerate() {
            @if let Some(kind) = kind(f) { (one(v, f, kind, &src(i + 1), i + 1)) }
        }
    }
}

fn one(v: &Visit, f: &File, kind: FileKind, src: &str, n: usize) -> Markup {
    let name = if f.caption.is_empty() { v.say(&msg!("public-file-n", n = n)) } else { f.caption.clone() };
    match kind.family() {
        Family::Image => html! {},
        Family::Audio => html! { (Audio::new(src, kind.media_type()).caption(name)) },
        Family::Video => {
            let mut video = Video::new(src, kind.media_type()).caption(name);
            let side = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
            if let (Some(w), Some(h)) = (side(f.width), side(f.height)) {
                video = video.size(w, h);
            }
            html! { div.full { (video) } }
        }
        Family::Document if kind == FileKind::Pdf => html! {
            div.full { (Pdf::new(src, name, v.t("public-file-open"))) }
        },
        Family::Document => {
            html! { p { a href=(src) { (name) " (" (kind) ")" } " " span.soft.small { (v.lang.size(f.size)) } } }
        }
    }
}
