//! Rubrics with their criteria and levels.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Typed, remove, setup, version, within};
use super::setup::organized;
use super::tables::rows_of;
use crate::contests::contest::Criterion;
use crate::contests::ops::{self, CriterionEdit};
use crate::contests::rules::Level;
use crate::contests::store;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::RubricId;
use crate::kernel::points::Points;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/thiet-lap/bieu-diem";
/// Levels of a criterion.
const LEVELS: usize = 4;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Typed::fresh()).await
}

async fn draw(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let id = c.id;
    let all = v
        .read(move |conn| {
            let mut out = Vec::new();
            for r in store::rubrics(conn, id)? {
                let sum: Points = store::criteria(conn, r.id)?.iter().map(|k| k.max).sum();
                out.push((r, sum));
            }
            Ok(out)
        })
        .await?;
    let title = v.t("setup-rubrics");
    let tasks = all.iter().map(|(r, sum)| {
        let task = Task::new(&r.name, v.href(&format!("{HERE}/{}", r.id)));
        let shown = format!("{sum} / {}", r.scale);
        task.status(if *sum == r.scale { Tone::Done } else { Tone::Stop }, shown)
    });
    let body = html! {
        (typed.top(v))
        (tasks.fold(TaskList::new(), TaskList::task))
        h2 { (v.t("setup-rubric-add")) }
        (Form::post(v.href(HERE)).body(html! {
            (typed.put(v, Field::text("name", v.t("setup-rubric-name")).required(), "name", ""))
            (actions(Button::primary(v.t("setup-rubric-add"))))
        }))
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(setup(v, &title, body)))
}

pub async fn add(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let name = f.line("name");
    match v.write(move |tx, cx| ops::add_rubric(tx, cx, contest, &name)).await {
        Ok(id) => Ok(v.see_other(&format!("{HERE}/{id}"))),
        Err(e) => draw(&v, &Typed::of(f, e)?).await,
    }
}

#[derive(Deserialize)]
pub struct At {
    rubric: String,
}

impl At {
    fn id(&self) -> Result<RubricId, OpError> {
        self.rubric.parse().map_err(|_| OpError::NotFound)
    }
}

pub async fn one_page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    draw_one(&v, at.id()?, &Typed::fresh()).await
}

async fn draw_one(v: &Visit, id: RubricId, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let contest = c.id;
    let (r, all) = v
        .read(move |conn| {
            let r = store::rubric(conn, id)?.filter(|r| r.contest_id == contest).ok_or(OpError::NotFound)?;
            let all = store::criteria(conn, id)?;
            Ok((r, all))
        })
        .await?;
    let rows = typed.value("rows", "").parse().unwrap_or(all.len() + 1).min(20);
    let sum: Points = all.iter().map(|k| k.max).sum();
    let address = v.href(&format!("{HERE}/{id}"));
    let body = html! {
        (typed.top(v))
        @if sum != r.scale {
            (Notice::text(Tone::Wait, &v.say(&msg!("step-open-rubric-sum", name = r.name.as_str(), sum = sum.to_string(), scale = r.scale.to_string()))))
        }
        (Form::post(address.clone()).body(html! {
            (hidden("version", &r.version.to_string()))
            (hidden("rows", &rows.to_string()))
            (typed.put(v, Field::text("name", v.t("setup-rubric-name")).required(), "name", &r.name))
            (typed.put(v, Field::text("name_en", v.t("setup-f-title-en")).optional(v.t("optional")), "name_en", &r.name_en))
            (typed.put(v, Field::decimal("scale", v.t("setup-rubric-scale")).width(Width::S), "scale", &r.scale.to_string()))
            (typed.put(v, Field::decimal("step", v.t("setup-rubric-step")).hint(v.t("setup-rubric-step-hint")).width(Width::S), "step", &r.step.to_string()))
            p.soft { (v.t("setup-criteria-how")) }
            @for i in 0..rows { (criterion(v, typed, i, all.get(i))) }
            (actions(Button::primary(v.t("save"))))
        }))
        (remove(v, "setup-rubric-remove", &address))
    };
    let title = r.name.clone();
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(within(v, "setup-rubrics", HERE, &title, body)))
}

fn criterion(v: &Visit, typed: &Typed, i: usize, k: Option<&Criterion>) -> Markup {
    let levels = k.and_then(|k| k.bands().ok()).unwrap_or_default();
    let name = |part: &str| format!("{part}-{i}");
    let put = |f: Field, part: &str, stored: &str| typed.put(v, f, &name(part), stored);
    fieldset(
        &v.say(&msg!("setup-criterion", n = i + 1)),
        html! {
            (hidden(&name("id"), &typed.value(&name("id"), &k.map(|k| k.id.to_string()).unwrap_or_default())))
            (put(Field::text(name("criterion"), v.t("setup-criterion-name")), "criterion", k.map_or("", |k| &k.name)))
            (put(Field::text(name("criterion_en"), v.t("setup-f-title-en")).optional(v.t("optional")), "criterion_en", k.map_or("", |k| &k.name_en)))
            (put(Field::decimal(name("max"), v.t("setup-criterion-max")).width(Width::S), "max", &k.map(|k| k.max.to_string()).unwrap_or_default()))
            details open[k.is_none() || typed.is_bad()] {
                summary { (v.t("setup-levels")) }
                @for j in 0..LEVELS {
                    @let l = levels.get(j);
                    @let at = |part: &str| format!("{part}-{i}-{j}");
                    @let put = |f: Field, part: &str, stored: &str| typed.put(v, f, &at(part), stored);
                    (put(Field::text(at("level"), v.say(&msg!("setup-level", n = j + 1))).width(Width::M), "level", l.map_or("", |l| &l.name)))
                    div.row {
                        (put(Field::decimal(at("from"), v.t("setup-level-from")).width(Width::S), "from", &l.map(|l| l.from.replace('.', ",")).unwrap_or_default()))
                        (put(Field::decimal(at("to"), v.t("setup-level-to")).width(Width::S), "to", &l.map(|l| l.to.replace('.', ",")).unwrap_or_default()))
                    }
                    (put(Field::textarea(at("text"), v.t("setup-level-text")).rows(3), "text", l.map_or("", |l| &l.text)))
                }
            }
        },
    )
}

/// The criteria, and which row of the form each stood in.
fn criteria_of(f: &Fields, faults: &mut Faults) -> (Vec<CriterionEdit>, Vec<usize>) {
    let (mut out, mut rows) = (Vec::new(), Vec::new());
    for i in 0..rows_of(f).min(20) {
        let name = f.some_line(&format!("criterion-{i}"), 120, faults);
        if name.is_empty() {
            continue;
        }
        let mut levels = Vec::new();
        for j in 0..LEVELS {
            let level = f.some_line(&format!("level-{i}-{j}"), 40, faults);
            if level.is_empty() {
                continue;
            }
            levels.push(Level {
                name: level,
                // Kept with a decimal point, as in a template.
                from: f.line(&format!("from-{i}-{j}")).replace(',', "."),
                to: f.line(&format!("to-{i}-{j}")).replace(',', "."),
                text: f.some_text(&format!("text-{i}-{j}"), 1000, faults),
            });
        }
        rows.push(i);
        out.push(CriterionEdit {
            id: f.raw(&format!("id-{i}")).parse().ok(),
            name,
            name_en: f.some_line(&format!("criterion_en-{i}"), 120, faults),
            max: f.some_points(&format!("max-{i}"), faults).unwrap_or(Points::ZERO),
            levels,
        });
    }
    (out, rows)
}

pub async fn one(v: Visit, at: web::Path<At>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let id = at.id()?;
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            store::rubric(tx, id)?.filter(|r| r.contest_id == contest).ok_or(OpError::NotFound)?;
            if f.raw("act") == "remove" {
                return ops::remove_rubric(tx, cx, id);
            }
            let mut faults = Faults::none();
            let (criteria, rows) = criteria_of(f, &mut faults);
            let cmd = ops::EditRubric {
                rubric: id,
                version: version(f),
                name: f.need_line("name", 120, &mut faults),
                name_en: f.some_line("name_en", 120, &mut faults),
                scale: f.some_points("scale", &mut faults).unwrap_or(Points::ZERO),
                step: f.some_points("step", &mut faults).unwrap_or(Points::ZERO),
                criteria,
            };
            faults.check()?;
            ops::edit_rubric(tx, cx, &cmd).map(|_| ()).map_err(|e| e.in_rows(&rows))
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other(HERE)),
        Err(e) => draw_one(&v, id, &Typed::of(f, e)?).await,
    }
}
