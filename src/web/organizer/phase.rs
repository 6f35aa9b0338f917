//! The next step of a contest: what it will do, what blocks it, and taking it. And more time for everybody (*gia hạn*).

use actix_web::HttpResponse;
use maud::html;

use super::frame::{Typed, desk};
use crate::contests::contest::Phase;
use crate::kernel::errors::Faults;
use crate::kernel::errors::OpError;
use crate::phases::{facts_store, ops};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Typed::fresh()).await
}

async fn draw(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = v.contest()?.clone();
    v.require(&Action::Organize(c.id))?;
    let (of, now) = (c.clone(), v.now);
    // The contest is read again: after a clash the visit still holds the phase as it was.
    let (c, step) = v
        .read(move |conn| {
            let c = crate::contests::store::by_id(conn, of.id)?.ok_or(OpError::NotFound)?;
            let step = ops::preview(conn, &c, now)?;
            Ok((c, step))
        })
        .await?;
    let title = v.t("phase-title");
    let word = |p: Phase| v.t(&format!("phase-{}", p.word()));
    let mut road = Road::new(v.t("phase-title"));
    for p in Phase::ALL {
        let at = match p.cmp(&c.phase) {
            std::cmp::Ordering::Less => Step::Past,
            std::cmp::Ordering::Equal => Step::Now,
            std::cmp::Ordering::Greater => Step::Next,
        };
        road = road.step(at, word(*p), "");
    }
    let body = html! {
        (typed.top(v))
        (road)
        @match step.next {
            None => (Notice::text(Tone::Quiet, &v.t("organizer-no-next"))),
            Some(next) => {
                h2 { (v.say(&msg!("phase-from-to", from = word(c.phase), to = word(next)))) }
                @if !step.blocks.is_empty() {
                    (Notice::new(Tone::Stop, html! {
                        ul { @for b in &step.blocks { li { a href=(v.href(b.path)) { (v.say(&b.msg)) } } } }
                    }).title(v.t("phase-blocks")))
                }
                h3 { (v.t("phase-does")) }
                ul { @for m in &step.does { li { (v.say(m)) } } }
                @if !step.warns.is_empty() {
                    (Notice::new(Tone::Wait, html! { ul { @for m in &step.warns { li { (v.say(m)) } } } }).title(v.t("phase-warns")))
                }
                @if step.can() {
                    (Form::post(v.href("/ban-to-chuc/giai-doan")).body(html! {
                        (hidden("from", c.phase.word()))
                        @if !step.warns.is_empty() {
                            (typed.put(v, Field::checkbox("confirm", v.t("phase-confirm")), "confirm", "").value("1").checked(typed.ticked("confirm", false)))
                        }
                        (actions(Button::primary(v.say(&msg!("organizer-move", next = word(next))))))
                    }))
                }
            }
        }
    };
    Ok(Page::new(v, title.clone()).faulty(typed.is_bad()).body(desk(v, "/ban-to-chuc/giai-doan", &title, body)))
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let c = v.contest()?.id;
    v.require(&Action::Organize(c))?;
    let Some(from) = Phase::parse(f.raw("from")) else { return Err(OpError::NotFound.into()) };
    let cmd = ops::MovePhase { contest: c, from, confirmed: f.ticked("confirm") };
    match v.write(move |tx, cx| ops::move_phase(tx, cx, cmd)).await {
        Ok(_) => Ok(v.see_other("/ban-to-chuc")),
        Err(e) => draw(&v, &Typed::of(f, e)?).await,
    }
}

pub async fn extend_page(v: Visit) -> WebResult<HttpResponse> {
    draw_extend(&v, &Typed::fresh()).await
}

async fn draw_extend(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = v.contest()?.clone();
    v.require(&Action::Organize(c.id))?;
    let id = c.id;
    let people = v.read(move |conn| Ok(facts_store::entrants(conn, id)?.len())).await?;
    let title = v.t("extend-title");
    let can = matches!(c.phase, Phase::Open | Phase::Intake);
    let mut until = Field::datetime("until", v.t("extend-until")).required();
    if let Some(t) = c.preliminary_at {
        until = until.hint(v.say(&msg!("extend-until-hint", time = v.zone().date_time(t))));
    }
    let body = html! {
        (typed.top(v))
        @if let Some(t) = c.deadline_at { p { (v.say(&msg!("extend-now", time = v.zone().date_time(t)))) } }
        @if can {
            ul {
                li { (v.t("extend-does")) }
                @if c.phase == Phase::Intake { li { (v.t("extend-reopens")) } }
                li { (v.say(&msg!("extend-tells", n = people))) }
            }
            (Form::post(v.href("/ban-to-chuc/gia-han")).body(html! {
                (typed.put(v, until, "until", ""))
                (typed.put(v, Field::textarea("reason", v.t("extend-reason")).hint(v.t("extend-reason-hint")).rows(3).required(), "reason", ""))
                (actions(Button::primary(v.t("extend-do"))))
            }))
        } @else {
            (Empty::new(v.t("extend-not-now")).body(html! { p { (v.t("extend-not-now-hint")) } }))
        }
    };
    let body = html! { (back_link(&v.t("organizer-nav-board"), &v.href("/ban-to-chuc"))) (body) };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(desk(v, "", &title, body)))
}

pub async fn extend(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let zone = v.zone();
    let fields: Fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let mut faults = Faults::none();
            let reason = fields.some_text("reason", 500, &mut faults);
            let until = fields.some_time("until", zone, &mut faults);
            if until.is_none() && faults.of("until").is_none() {
                faults.add("until", msg!("field-required"));
            }
            faults.check()?;
            let Some(until) = until else { return Err(OpError::NotFound) };
            ops::extend(tx, cx, &ops::Extend { contest, until, reason })
        })
        .await;
    match done {
        Ok(_) => Ok(v.see_other("/ban-to-chuc")),
        Err(e) => draw_extend(&v, &Typed::of(f, e)?).await,
    }
}
