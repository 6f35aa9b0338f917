//! The parts of the set-up that are one table each: prizes and commitments. Units have a list and a page for each.

use actix_web::{HttpResponse, web};
use maud::html;
use serde::Deserialize;

use super::frame::{Typed, remove, setup, version, within};
use super::setup::organized;
use crate::contests::contest::{Prize, Unit};
use crate::contests::ops::{self, PrizeRow, UnitRow};
use crate::contests::rules::Commitment;
use crate::contests::store;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::{GroupId, PrizeId, UnitId};
use crate::kernel::text::slug;
use crate::kernel::time::Day;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;
use crate::web::words::day;

/// Empty rows below the stored ones.
const SPARE: usize = 3;

pub async fn prizes_page(v: Visit) -> WebResult<HttpResponse> {
    draw_prizes(&v, &Typed::fresh()).await
}

async fn draw_prizes(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let id = c.id;
    let (prizes, groups) = v.read(move |conn| Ok((store::prizes(conn, id)?, store::groups(conn, id)?))).await?;
    let title = v.t("setup-prizes");
    let rows = typed.value("rows", "").parse().unwrap_or(prizes.len() + SPARE).min(200);
    let stored: Vec<Option<&Prize>> = (0..rows).map(|i| prizes.get(i)).collect();
    let of = |i: usize, p: Option<&Prize>| {
        let group = p.and_then(|p| p.group_id).map(|g| g.0.to_string()).unwrap_or_default();
        let (level, count, money) = p.map_or_else(
            || (String::new(), String::new(), String::new()),
            |p| (p.level.clone(), p.count.to_string(), p.money.to_string()),
        );
        let select = Field::select(format!("group-{i}"), v.t("rules-prize-for"))
            .option("", v.t("rules-prize-collective"))
            .options(groups.iter().map(|g| (g.id.0.to_string(), g.name.clone())));
        fieldset(
            &v.say(&msg!("setup-row", n = i + 1)),
            html! {
                (hidden(&format!("id-{i}"), &typed.value(&format!("id-{i}"), &p.map(|p| p.id.0.to_string()).unwrap_or_default())))
                div.row {
                    (typed.put(v, Field::text(format!("level-{i}"), v.t("rules-prize-level")).width(Width::M), &format!("level-{i}"), &level))
                    (typed.put(v, select, &format!("group-{i}"), &group))
                    (typed.put(v, Field::number(format!("count-{i}"), v.t("rules-prize-count")).width(Width::S), &format!("count-{i}"), &count))
                    (typed.put(v, Field::number(format!("money-{i}"), v.t("rules-prize-money")).width(Width::M).suffix("đồng"), &format!("money-{i}"), &money))
                }
            },
        )
    };
    let body = html! {
        (typed.top(v))
        p { (v.t("setup-prizes-how")) }
        (Form::post(v.href("/ban-to-chuc/thiet-lap/giai-thuong")).body(html! {
            (hidden("version", &c.version.to_string()))
            (hidden("rows", &rows.to_string()))
            @for (i, p) in stored.into_iter().enumerate() { (of(i, p)) }
            (actions(Button::primary(v.t("save"))))
        }))
    };
    Ok(Page::new(v, title.clone()).faulty(typed.is_bad()).body(setup(v, &title, body)))
}

/// How many rows a form says that it has.
pub fn rows_of(f: &Fields) -> usize {
    f.raw("rows").parse().unwrap_or(0).min(200)
}

pub async fn prizes(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            let mut faults = Faults::none();
            let (mut prizes, mut rows) = (Vec::new(), Vec::new());
            for i in 0..rows_of(f) {
                let level = f.some_line(&format!("level-{i}"), 60, &mut faults);
                if level.is_empty() {
                    continue;
                }
                let row = PrizeRow {
                    group: f.raw(&format!("group-{i}")).parse().ok().map(GroupId),
                    level,
                    count: f.some_number(&format!("count-{i}"), &mut faults).unwrap_or(1),
                    money: f.some_number(&format!("money-{i}"), &mut faults).unwrap_or(0),
                };
                prizes.push((f.raw(&format!("id-{i}")).parse().ok().map(PrizeId), row));
                rows.push(i);
            }
            faults.check()?;
            let cmd = ops::EditPrizes { contest, version: version(f), prizes };
            ops::edit_prizes(tx, cx, &cmd).map_err(|e| e.in_rows(&rows))
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other("/ban-to-chuc/thiet-lap/giai-thuong")),
        Err(e) => draw_prizes(&v, &Typed::of(f, e)?).await,
    }
}

pub async fn commitments_page(v: Visit) -> WebResult<HttpResponse> {
    draw_commitments(&v, &Typed::fresh()).await
}

async fn draw_commitments(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let all = c.promises().map_err(OpError::from)?;
    let title = v.t("setup-commitments");
    let rows = typed.value("rows", "").parse().unwrap_or(all.len() + 2).min(50);
    let body = html! {
        (typed.top(v))
        p { (v.t("setup-commitments-how")) }
        (Form::post(v.href("/ban-to-chuc/thiet-lap/cam-ket")).body(html! {
            (hidden("version", &c.version.to_string()))
            (hidden("rows", &rows.to_string()))
            @for i in 0..rows {
                @let k = all.get(i);
                (fieldset(&v.say(&msg!("setup-row", n = i + 1)), html! {
                    (hidden(&format!("key-{i}"), &typed.value(&format!("key-{i}"), k.map_or("", |k| &k.key))))
                    (typed.put(v, Field::textarea(format!("text-{i}"), v.t("setup-commitment-text")).rows(3), &format!("text-{i}"), k.map_or("", |k| &k.text)))
                    (typed.put(v, Field::textarea(format!("en-{i}"), v.t("setup-commitment-en")).rows(2).optional(v.t("optional")), &format!("en-{i}"), k.map_or("", |k| &k.en)))
                    (typed.tick(v, &format!("required-{i}"), v.t("setup-commitment-required"), k.is_none_or(|k| k.required)))
                }))
            }
            (actions(Button::primary(v.t("save"))))
        }))
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(setup(v, &title, body)))
}

pub async fn commitments(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            let mut faults = Faults::none();
            let (mut commitments, mut rows): (Vec<Commitment>, Vec<usize>) = (Vec::new(), Vec::new());
            for i in 0..rows_of(f) {
                let text = f.some_text(&format!("text-{i}"), 1000, &mut faults);
                if text.is_empty() {
                    continue;
                }
                // A new one is named by its first words; entries keep that name, so it never changes afterwards.
                let known = f.line(&format!("key-{i}"));
                let key = if known.is_empty() { slug(&text).chars().take(24).collect() } else { known };
                rows.push(i);
                commitments.push(Commitment {
                    key,
                    text,
                    en: f.some_text(&format!("en-{i}"), 1000, &mut faults),
                    required: f.ticked(&format!("required-{i}")),
                });
            }
            faults.check()?;
            let cmd = ops::EditCommitments { contest, version: version(f), commitments };
            ops::edit_commitments(tx, cx, &cmd).map_err(|e| e.in_rows(&rows))
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other("/ban-to-chuc/thiet-lap")),
        Err(e) => draw_commitments(&v, &Typed::of(f, e)?).await,
    }
}

#[derive(Deserialize)]
pub struct UnitAt {
    unit: String,
}

pub async fn units(v: Visit) -> WebResult<HttpResponse> {
    let c = organized(&v).await?;
    let id = c.id;
    let all = v.read(move |conn| Ok(store::units(conn, id)?)).await?;
    let title = v.t("setup-units");
    let mut table = Table::new(title.clone())
        .hide_caption()
        .col(Col::new(v.t("setup-unit-name")).head())
        .col(Col::new(v.t("setup-unit-kind")))
        .col(Col::new(v.t("setup-unit-valid")))
        .col(Col::new(v.t("setup-unit-successor")))
        .empty(Empty::new(v.t("setup-units-none")));
    for u in &all {
        let next =
            u.successor_id.and_then(|s| all.iter().find(|x| x.id == s)).map(|x| x.name.clone()).unwrap_or_default();
        let valid = match (&u.valid_from, &u.valid_to) {
            (None, None) => String::new(),
            (Some(a), None) => v.say(&msg!("setup-unit-since", day = day(a))),
            (None, Some(b)) => v.say(&msg!("setup-unit-until", day = day(b))),
            (Some(a), Some(b)) => format!("{} – {}", day(a), day(b)),
        };
        let href = v.href(&format!("/ban-to-chuc/thiet-lap/don-vi/{}", u.id));
        table = table.row(Row::new().cell(html! { a href=(href) { (u.name) } }).cell(&u.kind).cell(valid).cell(next));
    }
    let body = html! {
        p.actions { (Button::primary(v.t("setup-unit-add")).href(v.href("/ban-to-chuc/thiet-lap/don-vi/moi"))) }
        (table)
    };
    Ok(Page::new(&v, title.clone()).body(setup(&v, &title, body)))
}

pub async fn unit_page(v: Visit, at: web::Path<UnitAt>) -> WebResult<HttpResponse> {
    draw_unit(&v, &at.unit, &Typed::fresh()).await
}

async fn draw_unit(v: &Visit, at: &str, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let id = c.id;
    let all = v.read(move |conn| Ok(store::units(conn, id)?)).await?;
    let unit: Option<&Unit> = match at {
        "moi" => None,
        n => {
            let n: i64 = n.parse().map_err(|_| OpError::NotFound)?;
            Some(all.iter().find(|u| u.id.0 == n).ok_or(OpError::NotFound)?)
        }
    };
    let title = unit.map_or_else(|| v.t("setup-unit-add"), |u| u.name.clone());
    let address = v.href(&format!("/ban-to-chuc/thiet-lap/don-vi/{at}"));
    let text = |s: Option<&String>| s.cloned().unwrap_or_default();
    let successor = unit.and_then(|u| u.successor_id).map(|s| s.0.to_string()).unwrap_or_default();
    let others = all.iter().filter(|u| Some(u.id) != unit.map(|u| u.id));
    let others = others.map(|u| {
        let kind =
            if u.valid_to.is_some() { format!("{} – {}", u.kind, v.t("setup-unit-old")) } else { u.kind.clone() };
        (u.id.0.to_string(), format!("{} ({kind})", u.name))
    });
    let body = html! {
        (typed.top(v))
        (Form::post(address.clone()).body(html! {
            @if let Some(u) = unit { (hidden("seen", &u.mark())) }
            (typed.put(v, Field::text("name", v.t("setup-unit-name")).required(), "name", unit.map_or("", |u| &u.name)))
            (typed.put(v, Field::text("kind", v.t("setup-unit-kind")).hint(v.t("setup-unit-kind-hint")).required(), "kind", unit.map_or("xã", |u| &u.kind)))
            (typed.put(v, Field::date("valid_from", v.t("setup-unit-from")).optional(v.t("optional")), "valid_from", &text(unit.and_then(|u| u.valid_from.as_ref()))))
            (typed.put(v, Field::date("valid_to", v.t("setup-unit-to")).optional(v.t("optional")), "valid_to", &text(unit.and_then(|u| u.valid_to.as_ref()))))
            (typed.put(v, Field::select("successor", v.t("setup-unit-successor")).option("", v.t("setup-unit-no-successor")).options(others), "successor", &successor))
            (actions(Button::primary(v.t("save"))))
        }))
        @if unit.is_some() { (remove(v, "setup-remove", &address)) }
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(within(
        v,
        "setup-units",
        "/ban-to-chuc/thiet-lap/don-vi",
        &title,
        body,
    )))
}

pub async fn unit(v: Visit, at: web::Path<UnitAt>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let unit: Option<UnitId> = at.unit.parse().ok();
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            if let (Some(id), "remove") = (unit, f.raw("act")) {
                return ops::remove_unit(tx, cx, contest, id);
            }
            let mut faults = Faults::none();
            let row = UnitRow {
                name: f.need_line("name", 120, &mut faults),
                kind: f.need_line("kind", 60, &mut faults),
                valid_from: f.some_day("valid_from", &mut faults).map(Day::iso),
                valid_to: f.some_day("valid_to", &mut faults).map(Day::iso),
                successor: f.raw("successor").parse().ok(),
            };
            faults.check()?;
            let seen = f.has("seen").then(|| f.line("seen"));
            ops::edit_unit(tx, cx, &ops::EditUnit { contest, unit, seen, row }).map(|_| ())
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other("/ban-to-chuc/thiet-lap/don-vi")),
        // A removal that was refused sent no fields: the stored ones stand.
        Err(e) => draw_unit(&v, &at.unit, &Typed::of(f, e)?).await,
    }
}
