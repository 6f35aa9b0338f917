//! The set-up of a contest: its list of parts, the plain facts, the dates, the text of the rules.

use actix_web::HttpResponse;
use maud::html;

use super::frame::{Typed, desk, setup, version};
use crate::contests::contest::{Contest, Phase};
use crate::contests::ops::{self, DatesRow};
use crate::contests::rules::Issuer;
use crate::contests::store;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::ContestId;
use crate::kernel::time::Day;
use crate::policy::Action;
use crate::web::errors::{WebError, WebResult};
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::markdown;
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The contest as it is stored now, for one of its organizers.
pub async fn organized(v: &Visit) -> Result<Contest, WebError> {
    let id = v.contest()?.id;
    v.require(&Action::Organize(id))?;
    v.read(move |c| store::by_id(c, id)?.ok_or(OpError::NotFound)).await
}

pub async fn index(v: Visit) -> WebResult<HttpResponse> {
    let c = organized(&v).await?;
    let id = c.id;
    let (rules, categories, rubrics, units, prizes, rounds) = v
        .read(move |conn| {
            Ok((
                store::rules(conn, id)?,
                store::categories(conn, id)?.len(),
                store::rubrics(conn, id)?.len(),
                store::units(conn, id)?.len(),
                store::prizes(conn, id)?.len(),
                store::rounds(conn, id)?.len(),
            ))
        })
        .await?;
    let some = |n: usize| {
        if n > 0 { (Tone::Done, v.say(&msg!("setup-count", n = n))) } else { (Tone::Wait, v.t("setup-empty")) }
    };
    let has = |yes: bool| if yes { (Tone::Done, v.t("setup-has")) } else { (Tone::Wait, v.t("setup-empty")) };
    let promises = c.promises().map(|p| p.len()).unwrap_or(0);
    let mut list = TaskList::new();
    let parts = [
        ("chung", "setup-basics", "setup-basics-hint", has(!c.title.is_empty())),
        ("lich", "setup-dates", "setup-dates-hint", has(c.open_at.is_some() && c.deadline_at.is_some())),
        ("the-le", "setup-rules", "setup-rules-hint", has(rules.is_some_and(|r| !r.body.is_empty()))),
        ("the-loai", "setup-categories", "setup-categories-hint", some(categories)),
        ("bieu-diem", "setup-rubrics", "setup-rubrics-hint", some(rubrics)),
        ("vong-cham", "setup-rounds", "setup-rounds-hint", some(rounds)),
        ("don-vi", "setup-units", "setup-units-hint", some(units)),
        ("giai-thuong", "setup-prizes", "setup-prizes-hint", some(prizes)),
        ("cam-ket", "setup-commitments", "setup-commitments-hint", some(promises)),
    ];
    for (path, key, hint, (tone, text)) in parts {
        let href = v.href(&format!("/ban-to-chuc/thiet-lap/{path}"));
        list = list.task(Task::new(v.t(key), href).status(tone, text).hint(v.t(hint)));
    }
    let title = v.t("setup-title");
    let body = desk(&v, "/ban-to-chuc/thiet-lap", &title, list);
    Ok(Page::new(&v, title).narrow().body(body))
}

pub async fn basics_page(v: Visit) -> WebResult<HttpResponse> {
    draw_basics(&v, &Typed::fresh()).await
}

async fn draw_basics(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let issuer = c.issued_by().unwrap_or_default();
    let topics = c.topic_list().unwrap_or_default().join("\n");
    let title = v.t("setup-basics");
    let format = typed.value("format", &issuer.format);
    let body = html! {
        (typed.top(v))
        (Form::post(v.href("/ban-to-chuc/thiet-lap/chung")).body(html! {
            (hidden("version", &c.version.to_string()))
            (typed.put(v, Field::text("title", v.t("setup-f-title")).required(), "title", &c.title))
            (typed.put(v, Field::text("title_en", v.t("setup-f-title-en")).optional(v.t("optional")), "title_en", &c.title_en))
            (typed.put(v, Field::text("theme", v.t("setup-f-theme")).optional(v.t("optional")), "theme", &c.theme))
            (typed.put(v, Field::text("contact", v.t("setup-f-contact")).hint(v.t("setup-f-contact-hint")).optional(v.t("optional")), "contact", &c.contact))
            (typed.put(v, Field::textarea("topics", v.t("setup-f-topics")).hint(v.t("setup-f-topics-hint")).rows(8).optional(v.t("optional")), "topics", &topics))
            (fieldset(&v.t("setup-f-issuer"), html! {
                (typed.put(v, Field::select("format", v.t("setup-f-format")).option("state", v.t("setup-f-format-state")).option("party", v.t("setup-f-format-party")), "format", &format))
                (typed.put(v, Field::text("superior", v.t("setup-f-superior")).optional(v.t("optional")), "superior", &issuer.superior))
                (typed.put(v, Field::text("issuing", v.t("setup-f-issuing")).optional(v.t("optional")), "issuing", &issuer.issuing))
                (typed.put(v, Field::text("place", v.t("setup-f-place")).optional(v.t("optional")), "place", &issuer.place))
            }))
            (actions(Button::primary(v.t("save"))))
        }))
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(setup(v, &title, body)))
}

pub async fn basics(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let mut faults = Faults::none();
            let cmd = ops::EditBasics {
                contest,
                version: version(&fields),
                title: fields.need_line("title", 300, &mut faults),
                title_en: fields.some_line("title_en", 300, &mut faults),
                theme: fields.some_line("theme", 300, &mut faults),
                contact: fields.some_line("contact", 300, &mut faults),
                issuer: Issuer {
                    format: if fields.raw("format") == "party" { "party" } else { "state" }.to_owned(),
                    superior: fields.some_line("superior", 200, &mut faults),
                    issuing: fields.some_line("issuing", 200, &mut faults),
                    place: fields.some_line("place", 100, &mut faults),
                },
                topics: lines(&fields.some_text("topics", 5000, &mut faults)),
            };
            faults.check()?;
            ops::edit_basics(tx, cx, &cmd)
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other("/ban-to-chuc/thiet-lap")),
        Err(e) => draw_basics(&v, &Typed::of(f, e)?).await,
    }
}

/// The lines of a text that hold something.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

pub async fn dates_page(v: Visit) -> WebResult<HttpResponse> {
    draw_dates(&v, &Typed::fresh()).await
}

async fn draw_dates(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let z = v.zone();
    let title = v.t("setup-dates");
    let day = |name: &str, key: &str, t: Option<crate::kernel::time::Timestamp>| {
        let stored = t.map(|t| z.field(t).chars().take(10).collect::<String>()).unwrap_or_default();
        typed.put(v, Field::date(name, v.t(key)).optional(v.t("optional")), name, &stored)
    };
    let time = |t: Option<crate::kernel::time::Timestamp>| t.map(|t| z.field(t)).unwrap_or_default();
    let drafted = c.phase == Phase::Draft;
    let body = html! {
        (typed.top(v))
        p.soft { (v.say(&msg!("setup-zone", zone = c.time_zone.as_str()))) }
        (Form::post(v.href("/ban-to-chuc/thiet-lap/lich")).body(html! {
            (hidden("version", &c.version.to_string()))
            (day("launch_at", "rules-date-launch", c.launch_at))
            (typed.put(v, Field::datetime("open_at", v.t("rules-date-open")), "open_at", &time(c.open_at)))
            @if drafted {
                (typed.put(v, Field::datetime("deadline_at", v.t("rules-date-deadline")), "deadline_at", &time(c.deadline_at)))
            } @else {
                (hidden("deadline_at", &time(c.deadline_at)))
                (Notice::new(Tone::Quiet, html! {
                    p { (v.say(&msg!("setup-deadline-fixed", time = c.deadline_at.map(|t| z.date_time(t)).unwrap_or_default()))) " "
                        a href=(v.href("/ban-to-chuc/gia-han")) { (v.t("extend-title")) } }
                }))
            }
            (typed.put(v, Field::number("grace_minutes", v.t("setup-grace")).hint(v.t("setup-grace-hint")).min("0").max("1440").width(Width::S), "grace_minutes", &c.grace_minutes.to_string()))
            (day("preliminary_at", "rules-date-preliminary", c.preliminary_at))
            (day("final_at", "rules-date-final", c.final_at))
            (day("publication_at", "rules-date-publication", c.publication_at))
            (fieldset(&v.t("setup-window"), html! {
                p.soft { (v.t("setup-window-hint")) }
                (typed.put(v, Field::date("published_from", v.t("setup-window-from")).optional(v.t("optional")), "published_from", c.published_from.as_deref().unwrap_or_default()))
                (typed.put(v, Field::date("published_to", v.t("setup-window-to")).optional(v.t("optional")), "published_to", c.published_to.as_deref().unwrap_or_default()))
            }))
            (actions(Button::primary(v.t("save"))))
        }))
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(setup(v, &title, body)))
}

pub async fn dates(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest: ContestId = v.contest()?.id;
    let z = v.zone();
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let mut faults = Faults::none();
            let f = &fields;
            let stored = store::by_id(tx, contest)?.ok_or(OpError::NotFound)?;
            let mut time = |name: &str| f.some_time(name, z, &mut faults);
            let launch_at = time("launch_at");
            let open_at = time("open_at");
            // The field shows whole minutes: an instant within the same minute has not been changed.
            let deadline_at = time("deadline_at");
            let same =
                deadline_at.is_some() && deadline_at == stored.deadline_at.and_then(|t| z.parse_field(&z.field(t)));
            let preliminary_at = time("preliminary_at");
            let final_at = time("final_at");
            let publication_at = time("publication_at");
            let dates = DatesRow {
                launch_at,
                open_at,
                deadline_at: if same { stored.deadline_at } else { deadline_at },
                preliminary_at,
                final_at,
                publication_at,
                grace_minutes: f.some_number("grace_minutes", &mut faults).unwrap_or(0),
                published_from: f.some_day("published_from", &mut faults).map(Day::iso),
                published_to: f.some_day("published_to", &mut faults).map(Day::iso),
            };
            faults.check()?;
            ops::edit_dates(tx, cx, &ops::EditDates { contest, version: version(f), dates })
        })
        .await;
    match done {
        Ok(_) => Ok(v.see_other("/ban-to-chuc/thiet-lap")),
        Err(e) => draw_dates(&v, &Typed::of(f, e)?).await,
    }
}

pub async fn rules_page(v: Visit) -> WebResult<HttpResponse> {
    draw_rules(&v, &Typed::fresh(), None).await
}

async fn draw_rules(v: &Visit, typed: &Typed, preview: Option<String>) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let id = c.id;
    let rules = v.read(move |conn| Ok(store::rules(conn, id)?)).await?;
    let number = rules.as_ref().map_or(0, |r| r.number);
    let stored = rules.as_ref().map_or("", |r| r.body.as_str());
    let title = v.t("setup-rules");
    // After a clash the stored text stands below, whole, beside what was typed.
    let clash = typed.is_bad() && typed.value("body", stored) != stored;
    let body = html! {
        (typed.top(v))
        @if let Some(r) = &rules { p.soft { (v.say(&msg!("rules-version", n = r.number, time = v.zone().date_time(r.made_at)))) } }
        p { (v.t("setup-rules-how")) }
        (Form::post(v.href("/ban-to-chuc/thiet-lap/the-le")).body(html! {
            (hidden("number", &number.to_string()))
            (Field::textarea("body", v.t("setup-rules-body")).rows(24).reading().value(typed.value("body", stored)).required())
            (actions(html! {
                (Button::primary(v.t("setup-rules-save")).name("act").value("save"))
                (Button::plain(v.t("setup-rules-preview")).name("act").value("preview"))
            }))
        }))
        @if let Some(text) = preview {
            h2 #xem-truoc { (v.t("setup-rules-previewed")) }
            (Card::new(html! { div.prose { (markdown::render(&text)) } }))
        }
        @if clash {
            h2 { (v.t("setup-rules-now")) }
            (Card::new(html! { div.prose { (markdown::render(stored)) } }))
        }
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(setup(v, &title, body)))
}

pub async fn rules(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    if f.raw("act") == "preview" {
        let text = f.text("body");
        return draw_rules(&v, &Typed::shown(f), Some(text)).await;
    }
    let fields: Fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let number = fields.raw("number").parse().unwrap_or(-1);
            ops::edit_rules(tx, cx, &ops::EditRules { contest, number, body: fields.text("body") })
        })
        .await;
    match done {
        Ok(_) => Ok(v.see_other("/ban-to-chuc/thiet-lap")),
        Err(e) => draw_rules(&v, &Typed::of(f, e)?, None).await,
    }
}
