//! Groups and categories: the list, and what one category asks.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Typed, remove, setup, version, within};
use super::setup::organized;
use crate::contests::contest::Category;
use crate::contests::ops;
use crate::contests::rules::{CategoryRules, PublicationFact, PublishedBefore, TextRule};
use crate::contests::store;
use crate::entries::entry::AuthorKind;
use crate::files::kind::FileKind;
use crate::files::limits::SlotRule;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::{CategoryId, GroupId, RubricId};
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/thiet-lap/the-loai";

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Typed::fresh()).await
}

async fn draw(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let id = c.id;
    let (groups, all, rubrics) = v
        .read(move |conn| Ok((store::groups(conn, id)?, store::categories(conn, id)?, store::rubrics(conn, id)?)))
        .await?;
    let title = v.t("setup-categories");
    let body = html! {
        (typed.top(v))
        @for g in &groups {
            h2 { (g.name) }
            (all.iter().filter(|k| k.group_id == g.id).map(|k| {
                Task::new(&k.name, v.href(&format!("{HERE}/{}", k.id)))
                    .status(Tone::Quiet, v.t(if k.blind { "setup-blind" } else { "setup-open" }))
            }).fold(TaskList::new(), TaskList::task))
            details {
                summary { (v.say(&msg!("setup-group-change", name = g.name.as_str()))) }
                (Form::post(v.href(HERE)).body(html! {
                    (hidden("group", &g.id.to_string()))
                    (hidden("seen", &g.mark()))
                    (typed.put(v, Field::text(format!("group-{}", g.id), v.t("setup-group-name")).required(), &format!("group-{}", g.id), &g.name))
                    (typed.put(v, Field::text(format!("group_en-{}", g.id), v.t("setup-f-title-en")).optional(v.t("optional")), &format!("group_en-{}", g.id), &g.name_en))
                    (actions(html! {
                        (Button::plain(v.t("save")).name("act").value("set-group"))
                        (Button::quiet(v.t("setup-remove")).name("act").value("remove-group"))
                    }))
                }))
            }
        }
        h2 { (v.t("setup-category-add")) }
        (Form::post(v.href(HERE)).body(html! {
            (hidden("act", "add"))
            (typed.put(v, Field::text("name", v.t("setup-category-name")).required(), "name", ""))
            (typed.put(v, Field::select("group", v.t("setup-group")).options(groups.iter().map(|g| (g.id.to_string(), g.name.clone()))), "group", ""))
            (typed.put(v, Field::select("rubric", v.t("setup-rubric")).options(rubrics.iter().map(|r| (r.id.to_string(), r.name.clone()))), "rubric", ""))
            (actions(Button::primary(v.t("setup-category-add"))))
        }))
        details {
            summary { (v.t("setup-group-add")) }
            (Form::post(v.href(HERE)).body(html! {
                (hidden("act", "add-group"))
                (typed.put(v, Field::text("group_name", v.t("setup-group-name")).required(), "group_name", ""))
                (typed.put(v, Field::text("group_en", v.t("setup-f-title-en")).optional(v.t("optional")), "group_en", ""))
                (actions(Button::plain(v.t("setup-group-add"))))
            }))
        }
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(setup(v, &title, body)))
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            let mut faults = Faults::none();
            let group: Option<GroupId> = f.raw("group").parse().ok();
            match f.raw("act") {
                "add-group" => {
                    let name = f.need_line("group_name", 100, &mut faults);
                    let en = f.some_line("group_en", 100, &mut faults);
                    faults.check()?;
                    ops::add_group(tx, cx, contest, &name, &en).map(|_| None)
                }
                "set-group" => {
                    let id = group.ok_or(OpError::NotFound)?;
                    let name = f.some_line(&format!("group-{id}"), 100, &mut faults);
                    let en = f.some_line(&format!("group_en-{id}"), 100, &mut faults);
                    faults.check()?;
                    let cmd = ops::EditGroup { id, seen: f.line("seen"), name, en };
                    ops::edit_group(tx, cx, contest, &cmd).map(|()| None)
                }
                "remove-group" => ops::remove_group(tx, cx, contest, group.ok_or(OpError::NotFound)?).map(|()| None),
                _ => {
                    let cmd = ops::AddCategory {
                        contest,
                        group: group.unwrap_or(GroupId(0)),
                        name: f.need_line("name", 120, &mut faults),
                        rubric: f.raw("rubric").parse().unwrap_or(RubricId(0)),
                    };
                    faults.check()?;
                    ops::add_category(tx, cx, &cmd).map(Some)
                }
            }
        })
        .await;
    match done {
        Ok(Some(id)) => Ok(v.see_other(&format!("{HERE}/{id}"))),
        Ok(None) => Ok(v.see_other(HERE)),
        Err(e) => draw(&v, &Typed::of(f, e)?).await,
    }
}

#[derive(Deserialize)]
pub struct At {
    category: String,
}

impl At {
    fn id(&self) -> Result<CategoryId, OpError> {
        self.category.parse().map_err(|_| OpError::NotFound)
    }
}

pub async fn one_page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    draw_one(&v, at.id()?, &Typed::fresh()).await
}

fn number(n: Option<u32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

async fn draw_one(v: &Visit, id: CategoryId, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let contest = c.id;
    let (k, groups) = v
        .read(move |conn| {
            let k = store::category(conn, id)?.filter(|k| k.contest_id == contest).ok_or(OpError::NotFound)?;
            Ok((k, store::groups(conn, contest)?))
        })
        .await?;
    let asks = k.asks().map_err(OpError::from)?;
    let address = v.href(&format!("{HERE}/{id}"));
    let group = k.group_id.to_string();
    let body = html! {
        (typed.top(v))
        (Form::post(address.clone()).body(html! {
            (hidden("version", &k.version.to_string()))
            (typed.put(v, Field::text("name", v.t("setup-category-name")).required(), "name", &k.name))
            (typed.put(v, Field::text("name_en", v.t("setup-f-title-en")).optional(v.t("optional")), "name_en", &k.name_en))
            (typed.put(v, Field::text("code", v.t("setup-category-code")).width(Width::S), "code", &k.code))
            (typed.put(v, Field::select("group", v.t("setup-group")).options(groups.iter().map(|g| (g.id.to_string(), g.name.clone()))), "group", &group))
            (typed.put(v, Field::select("kind", v.t("setup-category-kind")).option("sáng tác", v.t("setup-category-kind-creation")).option("quảng bá", v.t("setup-category-kind-promotion")), "kind", &k.kind))
            (tick(v, typed, "blind", "setup-category-blind", k.blind))
            (text_part(v, typed, &asks))
            (publication_part(v, typed, &asks))
            (people_part(v, typed, &asks))
            h2 { (v.t("setup-slots")) }
            p.soft { (v.t("setup-slots-hint")) }
            (slots(v, typed, &asks))
            (actions(Button::primary(v.t("save"))))
        }))
        (remove(v, "setup-category-remove", &address))
    };
    let title = k.name.clone();
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(within(
        v,
        "setup-categories",
        HERE,
        &title,
        body,
    )))
}

fn tick(v: &Visit, typed: &Typed, name: &str, key: &str, stored: bool) -> Field {
    typed.tick(v, name, v.t(key), stored)
}

fn text_part(v: &Visit, typed: &Typed, asks: &CategoryRules) -> Markup {
    let t = asks.text.clone().unwrap_or_default();
    fieldset(
        &v.t("setup-text"),
        html! {
            (tick(v, typed, "text", "setup-text-takes", asks.text.is_some()))
            (tick(v, typed, "text_required", "setup-text-required", t.required))
            (tick(v, typed, "need_text_or_file", "setup-text-or-file-box", asks.need_text_or_file))
            (typed.put(v, Field::number("words_max", v.t("setup-words-max")).width(Width::S).optional(v.t("optional")), "words_max", &number(t.words_max)))
            (typed.put(v, Field::number("lines_max", v.t("setup-lines-max")).width(Width::S).optional(v.t("optional")), "lines_max", &number(t.lines_max)))
        },
    )
}

fn publication_part(v: &Visit, typed: &Typed, asks: &CategoryRules) -> Markup {
    let stored = match asks.published_before {
        PublishedBefore::Must => "must",
        PublishedBefore::MustNot => "must_not",
        PublishedBefore::Either => "either",
    };
    let has = |f| asks.publication.contains(&f);
    fieldset(
        &v.t("setup-published"),
        html! {
            (typed.put(v, Field::select("published_before", v.t("setup-published-before"))
                .option("must", v.t("setup-published-must")).option("must_not", v.t("setup-published-not")).option("either", v.t("setup-published-either")),
                "published_before", stored))
            (tick(v, typed, "fact_outlet", "setup-fact-outlet", has(PublicationFact::Outlet)))
            (tick(v, typed, "fact_date", "setup-fact-date", has(PublicationFact::Date)))
            (tick(v, typed, "fact_link", "setup-fact-link", has(PublicationFact::LinkOrScan)))
        },
    )
}

fn people_part(v: &Visit, typed: &Typed, asks: &CategoryRules) -> Markup {
    let kinds = asks.kinds();
    fieldset(
        &v.t("setup-people"),
        html! {
            @for k in AuthorKind::ALL {
                (typed.tick(v, &format!("author_{}", k.word()), capital(&v.t(&format!("author-kind-{}", k.word()))), kinds.contains(k)))
            }
            (typed.put(v, Field::number("authors_max", v.t("setup-authors-max")).width(Width::S), "authors_max", &asks.authors_max.to_string()))
            (typed.put(v, Field::number("entries_per_author", v.t("setup-entries-max")).width(Width::S), "entries_per_author", &asks.entries_per_author.to_string()))
            (tick(v, typed, "no_ai", "setup-no-ai", asks.no_ai))
        },
    )
}

fn capital(s: &str) -> String {
    let mut c = s.chars();
    c.next().map_or_else(String::new, |first| first.to_uppercase().chain(c).collect())
}

fn slots(v: &Visit, typed: &Typed, asks: &CategoryRules) -> Markup {
    let rows = typed.value("rows", "").parse().unwrap_or(asks.files.len() + 1).min(20);
    html! {
        (hidden("rows", &rows.to_string()))
        @for i in 0..rows {
            @let s = asks.files.get(i);
            @let name = |part: &str| format!("{part}-{i}");
            (fieldset(&v.say(&msg!("setup-slot", n = i + 1)), html! {
                (typed.put(v, Field::text(name("role"), v.t("setup-slot-role")).hint(v.t("setup-slot-role-hint")), &name("role"), s.map_or("", |s| &s.role)))
                div.row role="group" aria-label=(v.t("setup-slot-accept")) {
                    @for kind in FileKind::ALL {
                        (typed.tick(v, &format!("accept-{i}-{}", kind.ext()), kind.ext(), s.is_some_and(|s| s.accept.contains(&kind))))
                    }
                }
                div.row {
                    (typed.put(v, Field::number(name("min"), v.t("setup-slot-min")).width(Width::S), &name("min"), &s.map_or(String::new(), |s| s.min.to_string())))
                    (typed.put(v, Field::number(name("max"), v.t("setup-slot-max")).width(Width::S), &name("max"), &s.map_or(String::new(), |s| s.max.to_string())))
                    (typed.put(v, Field::number(name("megabytes"), v.t("setup-slot-megabytes")).width(Width::S), &name("megabytes"), &s.map_or(String::new(), |s| s.megabytes.to_string())))
                    (typed.put(v, Field::number(name("pixels"), v.t("setup-slot-pixels")).width(Width::S), &name("pixels"), &number(s.and_then(|s| s.pixels_long_side_min))))
                    (typed.put(v, Field::number(name("minutes"), v.t("setup-slot-minutes")).width(Width::S), &name("minutes"), &number(s.and_then(|s| s.minutes_max))))
                    (typed.put(v, Field::number(name("words"), v.t("setup-slot-words")).width(Width::S), &name("words"), &number(s.and_then(|s| s.words_max))))
                }
                (typed.tick(v, &name("caption"), v.t("setup-slot-caption"), s.is_some_and(|s| s.caption)))
            }))
        }
    }
}

/// A number that must not be negative; empty gives none.
fn count(f: &Fields, name: &str, faults: &mut Faults) -> Option<u32> {
    let n = f.some_number(name, faults)?;
    let n = u32::try_from(n).ok();
    if n.is_none() {
        faults.add(name, msg!("field-not-number"));
    }
    n
}

/// What the form says that the category asks, and which line of the form each slot stood in.
fn asks_of(f: &Fields, faults: &mut Faults) -> (CategoryRules, Vec<usize>) {
    let facts = [
        ("fact_outlet", PublicationFact::Outlet),
        ("fact_date", PublicationFact::Date),
        ("fact_link", PublicationFact::LinkOrScan),
    ];
    let (mut files, mut slots) = (Vec::new(), Vec::new());
    for i in 0..super::tables::rows_of(f).min(20) {
        let role = f.some_line(&format!("role-{i}"), 60, faults);
        if role.is_empty() {
            continue;
        }
        slots.push(i);
        files.push(SlotRule {
            role,
            accept: FileKind::ALL.into_iter().filter(|k| f.ticked(&format!("accept-{i}-{}", k.ext()))).collect(),
            min: count(f, &format!("min-{i}"), faults).unwrap_or(0),
            max: count(f, &format!("max-{i}"), faults).unwrap_or(1),
            megabytes: count(f, &format!("megabytes-{i}"), faults).unwrap_or(20),
            pixels_long_side_min: count(f, &format!("pixels-{i}"), faults),
            minutes_max: count(f, &format!("minutes-{i}"), faults),
            words_max: count(f, &format!("words-{i}"), faults),
            caption: f.ticked(&format!("caption-{i}")),
        });
    }
    let kinds = AuthorKind::ALL.iter().copied();
    let asks = CategoryRules {
        published_before: match f.raw("published_before") {
            "must" => PublishedBefore::Must,
            "must_not" => PublishedBefore::MustNot,
            _ => PublishedBefore::Either,
        },
        publication: facts.into_iter().filter(|(n, _)| f.ticked(n)).map(|(_, x)| x).collect(),
        authors_max: count(f, "authors_max", faults).unwrap_or(1),
        entries_per_author: count(f, "entries_per_author", faults).unwrap_or(1),
        author_kinds: kinds.filter(|k| f.ticked(&format!("author_{}", k.word()))).collect(),
        text: f.ticked("text").then(|| TextRule {
            required: f.ticked("text_required"),
            words_max: count(f, "words_max", faults),
            lines_max: count(f, "lines_max", faults),
        }),
        files,
        need_text_or_file: f.ticked("need_text_or_file"),
        no_ai: f.ticked("no_ai"),
    };
    (asks, slots)
}

pub async fn one(v: Visit, at: web::Path<At>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let id = at.id()?;
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            let k: Option<Category> = store::category(tx, id)?;
            k.filter(|k| k.contest_id == contest).ok_or(OpError::NotFound)?;
            if f.raw("act") == "remove" {
                return ops::remove_category(tx, cx, id);
            }
            let mut faults = Faults::none();
            let (asks, slots) = asks_of(f, &mut faults);
            let cmd = ops::EditCategory {
                category: id,
                version: version(f),
                group: f.raw("group").parse().unwrap_or(GroupId(0)),
                name: f.need_line("name", 120, &mut faults),
                name_en: f.some_line("name_en", 120, &mut faults),
                code: f.need_line("code", 6, &mut faults),
                kind: if f.raw("kind") == "quảng bá" { "quảng bá" } else { "sáng tác" }.to_owned(),
                blind: f.ticked("blind"),
                asks,
                slots,
            };
            faults.check()?;
            ops::edit_category(tx, cx, &cmd).map(|_| ())
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other(HERE)),
        Err(e) => draw_one(&v, id, &Typed::of(f, e)?).await,
    }
}
