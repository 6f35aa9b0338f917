//! The list of works: search, filters, pages of 24.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::{signed, winners};
use crate::contests::contest::Category;
use crate::contests::store as contests;
use crate::entries::store as entries;
use crate::kernel::ids::{CategoryId, EntryId};
use crate::kernel::text::{fold, title_key};
use crate::results::gallery_store::{self as store, Found};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields};
use crate::web::layout::Page;
use crate::web::scoring;
use crate::web::ui::{Button, Empty, Field, Form, Pager, Photo, Tag, Tile, Tone, button, tiles};
use crate::web::visit::Visit;

/// Works on a page.
const PER_PAGE: usize = 24;

/// What was asked for.
#[derive(Clone, Debug, Default)]
struct Wish {
    search: String,
    category: String,
    prize: String,
    page: usize,
}

impl Wish {
    fn of(f: &Fields) -> Self {
        Self {
            search: f.line("tim").chars().take(100).collect(),
            category: f.line("the-loai"),
            prize: f.line("giai"),
            page: f.line("trang").parse().unwrap_or(1).max(1),
        }
    }
    fn is_plain(&self) -> bool {
        self.search.is_empty() && self.category.is_empty() && self.prize.is_empty()
    }
    fn query(&self, page: u32) -> String {
        let encode = |s: &str| percent_encoding::utf8_percent_encode(s, percent_encoding::NON_ALPHANUMERIC).to_string();
        let mut parts = Vec::new();
        for (name, value) in [("tim", &self.search), ("the-loai", &self.category), ("giai", &self.prize)] {
            if !value.is_empty() {
                parts.push(format!("{name}={}", encode(value)));
            }
        }
        if page > 1 {
            parts.push(format!("trang={page}"));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// One work on the page.
struct Shown {
    found: Found,
    by: String,
    level: Option<String>,
    /// Width and height of its small picture.
    thumb: Option<(u32, u32)>,
    verse: String,
}

struct Listed {
    published: bool,
    categories: Vec<Category>,
    levels: Vec<String>,
    total: usize,
    page: usize,
    works: Vec<Shown>,
}

/// The page.
pub async fn page(v: Visit, asked: Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    let wish = Wish::of(&asked.0);
    let (id, w) = (contest.id, wish.clone());
    let listed = v.read(move |c| read(c, id, &w)).await?;
    let title = v.t("public-gallery");
    let about = v.say(&msg!("public-gallery-about", title = scoring::name(v.lang, &contest.title, &contest.title_en)));
    Ok(Page::new(&v, title.clone()).description(about.clone()).body(html! {
        h1 { (title) }
        @if !listed.published {
            (Empty::new(v.t("public-gallery-none")).body(html! { p { (v.t("public-gallery-none-body")) } })
                .action(button(v.t("nav-rules")).href(v.href("/the-le"))))
        } @else {
            p.soft { (about) }
            (filters(&v, &wish, &listed))
            (works(&v, &wish, &listed))
        }
    }))
}

fn read(
    c: &mut crate::db::Conn,
    contest: crate::kernel::ids::ContestId,
    wish: &Wish,
) -> crate::kernel::errors::OpResult<Listed> {
    let categories = contests::categories(c, contest)?;
    let Some(won) = winners::of(c, contest)? else {
        return Ok(Listed { published: false, categories, levels: vec![], total: 0, page: 1, works: vec![] });
    };
    let mut levels: Vec<(usize, String)> = won.values().cloned().collect();
    levels.sort_unstable();
    let mut seen = BTreeSet::new();
    let levels: Vec<String> = levels.into_iter().map(|(_, l)| l).filter(|l| seen.insert(l.clone())).collect();
    let level = |f: &Found| f.public_code.as_ref().and_then(|code| won.get(code));

    let mut found = store::shown(c, contest)?;
    if let Some(category) = categories.iter().find(|x| x.code == wish.category) {
        found.retain(|f| f.category_id == Some(category.id));
    }
    match wish.prize.as_str() {
        "" => {}
        "co" => found.retain(|f| level(f).is_some()),
        wanted => found.retain(|f| level(f).is_some_and(|(_, l)| l == wanted)),
    }
    let words: Vec<String> = fold(&wish.search).split_whitespace().map(str::to_owned).collect();
    if !words.is_empty() {
        let mut names: BTreeMap<EntryId, Vec<String>> = BTreeMap::new();
        for (entry, name) in store::names(c, contest)? {
            names.entry(entry).or_default().push(name);
        }
        found.retain(|f| {
            // A pen name or a group may hide who stands behind it: only what is shown can be searched.
            let names = names.get(&f.id).map(Vec::as_slice).unwrap_or_default();
            let by = signed(f.author_kind, &f.pen_name, &f.group_name, names);
            let hay = format!("{} {} {}", f.title_folded, fold(&by), fold(&f.unit_name));
            words.iter().all(|w| hay.contains(w.as_str()))
        });
    }
    // Winners first, in the order of the prize table; then by title.
    found.sort_by_cached_key(|f| (level(f).map_or(usize::MAX, |(place, _)| *place), title_key(&f.title), f.id));
    let total = found.len();
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = wish.page.min(pages);
    let here: Vec<Found> = found.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();

    let ids: Vec<EntryId> = here.iter().map(|f| f.id).collect();
    let authors = entries::authors_of_all(c, &ids)?;
    let bodies: BTreeMap<EntryId, String> = store::bodies(c, &ids)?.into_iter().collect();
    let mut thumbs: BTreeMap<EntryId, (u32, u32)> = BTreeMap::new();
    for (entry, w, h) in store::thumbs(c, &ids)? {
        let side = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(480);
        thumbs.entry(entry).or_insert((side(w), side(h)));
    }
    let works = here
        .into_iter()
        .map(|f| {
            let names: Vec<String> = authors.iter().filter(|a| a.entry_id == f.id).map(|a| a.name.clone()).collect();
            Shown {
                by: signed(f.author_kind, &f.pen_name, &f.group_name, &names),
                level: level(&f).map(|(_, l)| l.clone()),
                thumb: thumbs.get(&f.id).copied(),
                verse: first_lines(bodies.get(&f.id).map_or("", String::as_str)),
                found: f,
            }
        })
        .collect();
    Ok(Listed { published: true, categories, levels, total, page, works })
}

/// The first four lines that are not empty, each cut to what a tile can hold.
fn first_lines(body: &str) -> String {
    let cut = |line: &str| -> String {
        if line.chars().count() <= 60 {
            return line.to_owned();
        }
        let begin: String = line.chars().take(60).collect();
        let whole = begin.rsplit_once(' ').map_or(begin.as_str(), |(words, _)| words);
        format!("{}…", whole.trim_end_matches([',', ';', ':', '.']))
    };
    body.lines().map(str::trim).filter(|l| !l.is_empty()).take(4).map(cut).collect::<Vec<_>>().join("\n")
}

fn filters(v: &Visit, wish: &Wish, l: &Listed) -> Markup {
    html! {
        (Form::get(v.href("/tac-pham")).class("filters").body(html! {
            (Field::search("tim", v.t("public-search")).value(wish.search.as_str()))
            (Field::select("the-loai", v.t("public-category")).value(wish.category.as_str()).option("", v.t("public-any"))
                .options(l.categories.iter().map(|c| (c.code.clone(), scoring::name(v.lang, &c.name, &c.name_en).to_owned()))))
            (Field::select("giai", v.t("public-prize")).value(wish.prize.as_str()).option("", v.t("public-any"))
                .option("co", v.t("public-with-prize")).options(l.levels.iter().map(|x| (x.clone(), x.clone()))))
            (Button::primary(v.t("public-search-do")))
        }))
    }
}

fn works(v: &Visit, wish: &Wish, l: &Listed) -> Markup {
    if l.total == 0 {
        let empty = if wish.is_plain() {
            Empty::new(v.t("public-gallery-none")).body(html! { p { (v.t("public-gallery-none-body")) } })
        } else {
            Empty::new(v.t("public-gallery-nothing"))
                .body(html! { p { (v.t("public-gallery-nothing-body")) } })
                .action(Button::plain(v.t("public-gallery-all")).href(v.href("/tac-pham")))
        };
        return html! { (empty) };
    }
    let names: BTreeMap<CategoryId, &str> =
        l.categories.iter().map(|c| (c.id, scoring::name(v.lang, &c.name, &c.name_en))).collect();
    let tile = |s: &Shown| {
        let code = s.found.public_code.as_deref().unwrap_or_default();
        let href = v.href(&format!("/tac-pham/{code}"));
        let mut meta = s.by.clone();
        if let Some(name) = s.found.category_id.and_then(|c| names.get(&c)) {
            meta = if meta.is_empty() { (*name).to_owned() } else { format!("{meta} · {name}") };
        }
        let mut t = Tile::new(href.clone(), s.found.title.clone()).meta(meta);
        if let Some((w, h)) = s.thumb {
            t = t.image(&Photo::new(format!("{href}/tep/nho"), "").size(w, h));
        } else if !s.verse.is_empty() {
            t = t.verse(&s.verse);
        }
        if let Some(level) = &s.level {
            t = t.tag(Tag::new(Tone::Done, v.say(&msg!("results-level-of", level = level.as_str()))));
        }
        t
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let from = (l.page - 1) * PER_PAGE + 1;
    let pager = Pager::new(v.t("public-pages"), number(l.page), number(l.total.div_ceil(PER_PAGE)), |n| {
        v.href(&format!("/tac-pham{}", wish.query(n)))
    })
    .prev(v.t("public-prev"))
    .next(v.t("public-next"))
    .summary(v.say(&msg!("public-found", from = from, to = from + l.works.len() - 1, n = l.total)));
    html! { (tiles(l.works.iter().map(tile))) (pager) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_holds_four_lines() {
        assert_eq!(first_lines("Một\n\n Hai\nBa\nBốn\nNăm"), "Một\nHai\nBa\nBốn");
        assert_eq!(first_lines(&"a".repeat(70)), format!("{}…", "a".repeat(60)));
    }

    #[test]
    fn a_filter_stays_in_the_address() {
        let wish = Wish { search: "hoa sen".into(), prize: "A".into(), ..Wish::default() };
        assert_eq!(wish.query(1), "?tim=hoa%20sen&giai=A");
        assert_eq!(wish.query(2), "?tim=hoa%20sen&giai=A&trang=2");
        assert_eq!(Wish::default().query(1), "");
    }
}
