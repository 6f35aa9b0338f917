//! The rules in the open: text, dates, categories with their limits, rubrics with their levels, prizes.

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::contests::contest::{Category, Contest, Criterion, Group, Phase, Prize, Rubric, Rules};
use crate::contests::store;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::{CategoryId, RubricId};
use crate::phases::facts_store;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::markdown;
use crate::web::ui::*;
use crate::web::visit::Visit;
use crate::web::words::{limits, money, name_in};

struct Data {
    rules: Option<Rules>,
    groups: Vec<Group>,
    categories: Vec<Category>,
    rubrics: Vec<(Rubric, Vec<Criterion>)>,
    /// Which rubric each category is judged by (the last round's where they differ).
    rubric_of: Vec<(CategoryId, RubricId)>,
    prizes: Vec<Prize>,
}

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let c = v.contest()?.clone();
    let title = v.t("rules-title");
    if c.phase == Phase::Draft && !v.may(&Action::Office(c.id)) {
        let body = html! { h1 { (title) } (Empty::new(v.t("rules-draft"))) };
        return Ok(Page::new(&v, title).narrow().body(body));
    }
    let id = c.id;
    let data = v.read(move |conn| load(conn, id)).await?;
    let main = html! {
        h1 { (title) }
        p.theme { (name_in(v.lang, &c.title, &c.title_en)) }
        nav.toc aria-label=(v.t("rules-contents")) {
            ul {
                li { a href="#van-ban" { (v.t("rules-text")) } }
                li { a href="#thoi-gian" { (v.t("rules-dates")) } }
                li { a href="#the-loai" { (v.t("rules-categories")) } }
                li { a href="#bieu-diem" { (v.t("rules-rubrics")) } }
                @if !data.prizes.is_empty() { li { a href="#giai-thuong" { (v.t("rules-prizes")) } } }
            }
        }
        section #van-ban {
            h2 { (v.t("rules-text")) }
            @match &data.rules {
                Some(r) => {
                    div.prose { (markdown::render(&r.body)) }
                    p.small.soft { (v.say(&msg!("rules-version", n = r.number, time = v.zone().date_time(r.made_at)))) }
                },
                None => (Empty::new(v.t("rules-none"))),
            }
        }
        (dates(&v, &c))
        section #the-loai {
            h2 { (v.t("rules-categories")) }
            @for g in &data.groups { (group(&v, &c, g, &data)) }
        }
        section #bieu-diem {
            h2 { (v.t("rules-rubrics")) }
            p { (v.t("rules-rubrics-intro")) }
            @for (r, own) in &data.rubrics { (rubric(&v, r, own, &data)) }
        }
        (prizes(&v, &data))
    };
    Ok(Page::new(&v, title).narrow().description(c.theme.clone()).body(main))
}

fn load(conn: &mut crate::db::Conn, id: crate::kernel::ids::ContestId) -> OpResult<Data> {
    let mut rubrics = Vec::new();
    for r in store::rubrics(conn, id)? {
        let own = store::criteria(conn, r.id)?;
        rubrics.push((r, own));
    }
    let mut rubric_of = Vec::new();
    for round in store::rounds(conn, id)? {
        for cr in store::category_rubrics(conn, round.id)? {
            rubric_of.retain(|(k, _)| *k != cr.category_id);
            rubric_of.push((cr.category_id, cr.rubric_id));
        }
    }
    Ok(Data {
        rules: store::rules(conn, id)?,
        groups: store::groups(conn, id)?,
        categories: store::categories(conn, id)?,
        rubrics,
        rubric_of,
        prizes: store::prizes(conn, id)?,
    })
}

fn dates(v: &Visit, c: &Contest) -> Markup {
    let z = v.zone();
    let rows = [
        ("rules-date-launch", c.launch_at.map(|t| z.date(t))),
        ("rules-date-open", c.open_at.map(|t| z.date_time(t))),
        ("rules-date-deadline", c.deadline_at.map(|t| z.date_time(t))),
        ("rules-date-preliminary", c.preliminary_at.map(|t| z.date(t))),
        ("rules-date-final", c.final_at.map(|t| z.date(t))),
        ("rules-date-publication", c.publication_at.map(|t| z.date(t))),
    ];
    let mut list = SummaryList::new();
    for (key, when) in rows {
        if let Some(when) = when {
            list = list.row(v.t(key), when);
        }
    }
    html! { section #thoi-gian { h2 { (v.t("rules-dates")) } (list) } }
}

fn group(v: &Visit, c: &Contest, g: &Group, data: &Data) -> Markup {
    let window = (c.published_from.as_deref(), c.published_to.as_deref());
    html! {
        h3 id=(g.code.to_lowercase()) { (name_in(v.lang, &g.name, &g.name_en)) }
        @for k in data.categories.iter().filter(|k| k.group_id == g.id) {
            h4 id={ "the-loai-" (k.key) } { (name_in(v.lang, &k.name, &k.name_en)) }
            @if let Ok(asks) = k.asks() {
                ul { @for line in limits(v, &asks, window) { li { (line) } } }
            }
            p.small.soft {
                (v.t(if k.blind { "rules-blind" } else { "rules-not-blind" }))
                @if let Some((r, _)) = data.rubric_of.iter().find(|(id, _)| *id == k.id)
                    .and_then(|(_, r)| data.rubrics.iter().find(|(x, _)| x.id == *r)) {
                    " " a href={ "#bieu-diem-" (r.key) } { (v.say(&msg!("rules-rubric-link", name = name_in(v.lang, &r.name, &r.name_en)))) }
                }
            }
        }
    }
}

fn rubric(v: &Visit, r: &Rubric, own: &[Criterion], data: &Data) -> Markup {
    let used: Vec<&str> = data
        .categories
        .iter()
        .filter(|k| data.rubric_of.contains(&(k.id, r.id)))
        .map(|k| name_in(v.lang, &k.name, &k.name_en))
        .collect();
    html! {
        h3 id={ "bieu-diem-" (r.key) } { (name_in(v.lang, &r.name, &r.name_en)) }
        p.small.soft {
            (v.say(&msg!("rules-scale", scale = r.scale.to_string(), step = r.step.to_string())))
            @if !used.is_empty() { " " (v.say(&msg!("rules-used-for", names = used.join(", ")))) }
        }
        @for c in own {
            details {
                summary { (name_in(v.lang, &c.name, &c.name_en)) " " span.soft.num { (v.say(&msg!("rules-points", n = c.max.to_string()))) } }
                dl.levels-text {
                    @for l in c.bands().unwrap_or_default() {
                        dt { (l.name) " " span.soft.num { (l.from.replace('.', ",")) "–" (l.to.replace('.', ",")) } }
                        dd { (l.text) }
                    }
                }
            }
        }
    }
}

fn prizes(v: &Visit, data: &Data) -> Markup {
    if data.prizes.is_empty() {
        return html! {};
    }
    let mut table = Table::new(v.t("rules-prizes"))
        .hide_caption()
        .col(Col::new(v.t("rules-prize-for")).head())
        .col(Col::new(v.t("rules-prize-level")))
        .col(Col::new(v.t("rules-prize-count")).num())
        .col(Col::new(v.t("rules-prize-money")).num());
    for p in &data.prizes {
        let who = p.group_id.and_then(|g| data.groups.iter().find(|x| x.id == g));
        let who =
            who.map_or_else(|| v.t("rules-prize-collective"), |g| name_in(v.lang, &g.name, &g.name_en).to_owned());
        let money = if p.money > 0 { money(v, p.money) } else { "–".to_owned() };
        table = table.row(Row::new().cell(who).cell(&p.level).cell(v.lang.number(p.count)).cell(money));
    }
    html! { section #giai-thuong { h2 { (v.t("rules-prizes")) } (table) } }
}

/// All contests: what runs now and what was.
pub async fn all(v: Visit) -> WebResult<HttpResponse> {
    let list = v
        .read(|conn| {
            let mut out = Vec::new();
            for c in store::all(conn)? {
                let n: i64 = facts_store::by_category(conn, c.id)?.values().sum();
                out.push((c, n));
            }
            Ok(out)
        })
        .await?;
    let shown: Vec<_> =
        list.into_iter().filter(|(c, _)| c.phase != Phase::Draft || v.may(&Action::Office(c.id))).collect();
    let title = v.t("contests-title");
    let body = html! {
        h1 { (title) }
        @if shown.is_empty() { (Empty::new(v.t("contests-none"))) }
        (cards(shown.iter().map(|(c, n)| {
            let z = crate::kernel::time::Zone::parse(&c.time_zone).unwrap_or_else(|| v.zone());
            let until = c.deadline_at.map(|t| v.say(&msg!("contests-deadline", time = z.date_time(t))));
            Card::new(html! {
                p { (tag(Tone::Quiet, v.t(&format!("phase-{}", c.phase.word())))) }
                p.small.soft { (c.theme) }
                @if let Some(u) = until { p.small.num { (u) } }
                @if *n > 0 { p.small { (v.say(&msg!("home-count", n = *n))) } }
            })
            .title(name_in(v.lang, &c.title, &c.title_en))
            .first()
            .link(v.t("contests-open"), format!("/cuoc-thi/{}", c.short_code))
        })))
    };
    Ok(Page::new(&v, title).body(body))
}
