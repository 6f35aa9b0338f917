//! One entry: the task list while it can be worked on, where it stands, what happened to it.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::aside;
use super::desk::{self, At};
use super::start;
use crate::audit::{self, Event as Logged};
use crate::entries::complete::{Section, Status};
use crate::entries::dossier::Dossier;
use crate::entries::entry::EntryState;
use crate::entries::ops;
use crate::kernel::errors::Faults;
use crate::kernel::time::Day;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The page of a section, after the entry's own address.
#[must_use]
pub const fn address(section: Section) -> &'static str {
    match section {
        Section::Category => "/the-loai",
        Section::Work => "/tac-pham",
        Section::Text => "/van-ban",
        Section::Authors => "/tac-gia",
        Section::Files => "/tep",
        Section::Commitments => "/cam-ket",
    }
}

pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let d2 = d.clone();
    let (unsent, events, asides) = v
        .read(move |c| {
            let id = d2.entry.id;
            Ok((d2.has_unsent_changes(c)?, audit::store::about(c, "entry", id.0)?, ops::put_aside(c, id)?))
        })
        .await?;
    let e = &d.entry;
    let editable = desk::may_edit(&v, &d);
    let office = v.person.as_deref().is_some_and(|p| p.runs(d.contest.id)) && e.on_behalf_by.is_some();
    let back = if office { v.href("/ban-thu-ky") } else { v.href("/nop-bai") };
    Ok(Page::new(&v, desk::shown_title(&v, &d)).narrow().body(html! {
        (back_link(&v.t("entry-my-works"), &back))
        p.kicker { (v.t("entry-task-title")) }
        h1 { (desk::shown_title(&v, &d)) }
        p.row { (desk::state_tag(&v, e.state))
            @if e.late { (tag(Tone::Wait, v.t("late"))) }
            @if e.on_behalf_by.is_some() { (tag(Tone::Quiet, v.t("on-behalf"))) }
            @if let Some(code) = &e.receipt_code { span.soft { (v.t("entry-code")) " " span.code { (code) } } }
        }
        (standing(&v, &d))
        @if unsent { (unsent_notice(&v, &d)) }
        @if aside::may_see(&v, &d) { (aside::notice(&v, &d, &asides)) }
        @if editable { (tasks(&v, &d)) }
        (other_steps(&v, &d))
        (timeline(&v, &events))
    }))
}

/// In words: where it stands, and what is asked.
fn standing(v: &Visit, d: &Dossier) -> Markup {
    let e = &d.entry;
    let zone = d.zone();
    html! {
        @if e.on_behalf_by.is_some() {
            @if desk::may_edit(v, d) && e.state != EntryState::Accepted {
                details {
                    summary { (v.t("entry-postmark-edit")) }
                    (Form::post(desk::href(v, d, "/dau-buu-dien")).body(html! {
                        (Field::date("postmark_on", v.t("office-postmark")).optional(v.t("optional")).width(Width::M)
                            .value(e.postmark_on.as_deref().unwrap_or_default()))
                        (Button::plain(v.t("entry-postmark-save")))
                    }))
                }
            }
            p.soft { (v.t("entry-on-behalf-note"))
                @if let Some(day) = e.postmark_on.as_deref().and_then(Day::parse) {
                    " " (v.say(&msg!("entry-on-behalf-postmark", day = day.show())))
                }
            }
        }
        @match e.state {
            EntryState::Draft => {}
            EntryState::Submitted => (Notice::text(Tone::Wait, &v.t("entry-state-submitted-body"))),
            EntryState::Accepted => (Notice::text(Tone::Done, &v.t("entry-state-accepted-body"))),
            EntryState::Withdrawn => (Notice::text(Tone::Quiet, &v.t("entry-state-withdrawn-body"))),
            EntryState::Correction => (Notice::new(Tone::Act, html! {
                (prose(&e.correction_text))
                @if let Some(t) = e.correction_due_at {
                    p { b { (v.say(&msg!("entry-correction-due", time = zone.date_time(t)))) } " " (start::clock(v, t)) }
                }
                p { (v.t("entry-correction-how")) }
            }).title(v.t("entry-correction-title"))),
            EntryState::Refused | EntryState::Disqualified => (Notice::new(Tone::Stop, html! {
                p { (v.t(&format!("entry-state-{}-body", e.state.word()))) }
                @if !e.decision_reason.is_empty() {
                    p { (v.say(&msg!("entry-refused-because", reason = e.decision_reason.as_str()))) }
                }
            })),
        }
        @if e.submitted_number > 0 {
            p { a href=(desk::href(v, d, "/bien-nhan")) { (v.t("entry-receipt-link")) } }
        }
    }
}

fn unsent_notice(v: &Visit, d: &Dossier) -> Markup {
    let time = d.entry.submitted_at.map(|t| d.zone().date_time(t)).unwrap_or_default();
    html! { (Notice::text(Tone::Wait, &v.say(&msg!("entry-unsent", time = time)))) }
}

fn tasks(v: &Visit, d: &Dossier) -> Markup {
    let review = d.review(v.now);
    let mut list = TaskList::new();
    for (section, status) in &review.sections {
        let (tone, key) = match status {
            Status::NotBegun => (Tone::Quiet, "entry-status-not-begun"),
            Status::InProgress => (Tone::Act, "entry-status-in-progress"),
            Status::Done => (Tone::Done, "entry-status-done"),
            Status::Faults => (Tone::Wait, "entry-status-faults"),
        };
        let mut task =
            Task::new(v.t(&format!("entry-section-{}", section.word())), desk::href(v, d, address(*section)))
                .status(tone, v.t(key));
        if let Some(hint) = hint(v, d, *section) {
            task = task.hint(hint);
        }
        list = list.task(task);
    }
    let check = v.t("entry-section-check");
    list = list.task(if review.is_complete() {
        Task::new(check, desk::href(v, d, "/kiem-tra"))
    } else {
        Task::locked(check).hint(v.t("entry-check-locked"))
    });
    let last =
        d.deadline(v.now).last().filter(|_| d.entry.state == EntryState::Draft && d.entry.on_behalf_by.is_none());
    html! {
        @if let Some(t) = last {
            p.soft { (v.t("entry-left")) ": " (start::clock(v, t)) " (" (v.say(&msg!("entry-start-until", time = d.zone().date_time(t)))) ")" }
        }
        p.soft { (v.t("entry-task-lead")) }
        (list)
        @if review.is_complete() {
            (actions(Button::primary(v.t("entry-check-go")).href(desk::href(v, d, "/kiem-tra"))))
        }
    }
}

fn hint(v: &Visit, d: &Dossier, section: Section) -> Option<String> {
    let text = match section {
        Section::Category => d.category.as_ref().map(|c| desk::category_name(v, c)).unwrap_or_default(),
        Section::Work => d.entry.title.clone(),
        Section::Text if !d.entry.body.is_empty() => super::text::counts(v, d, &d.entry.body),
        Section::Authors => {
            let names = d.authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
            if d.entry.group_name.is_empty() { names } else { d.entry.group_name.clone() }
        }
        Section::Files => match d.used_files().len() {
            0 => String::new(),
            n => v.say(&msg!("entry-ask-count-one", n = n)),
        },
        _ => String::new(),
    };
    (!text.is_empty()).then_some(text)
}

/// Whether it is this person's to withdraw, to change, to throw away: their own, or one that the office entered.
fn is_own(v: &Visit, d: &Dossier) -> bool {
    d.entry.on_behalf_by.is_some() || v.actor().account() == Some(d.entry.owner_id)
}

fn may_change(v: &Visit, d: &Dossier) -> bool {
    let (entry, contest, deadline) = (&d.entry, &d.contest, d.deadline(v.now));
    is_own(v, d) && entry.state == EntryState::Accepted && v.may(&Action::EditEntry { entry, contest, deadline })
}

fn may_delete(v: &Visit, d: &Dossier) -> bool {
    is_own(v, d) && d.entry.state == EntryState::Draft && d.entry.submitted_number == 0
}

/// A question on a page of its own: what will happen, the act, and the way back.
fn question(v: &Visit, d: &Dossier, to: &str, ask: &str, body: &str, act: Button, keep: &str) -> HttpResponse {
    Page::new(v, v.t(ask)).narrow().body(html! {
        (back_link(&v.t("entry-back-tasks"), &desk::href(v, d, "")))
        h1 { (v.t(ask)) }
        p { strong { (desk::shown_title(v, d)) } }
        (Notice::text(Tone::Wait, &v.t(body)))
        (Form::post(desk::href(v, d, to)).body(actions(html! {
            (act)
            (Button::quiet(v.t(keep)).href(desk::href(v, d, "")))
        })))
    })
}

/// Asks whether a draft shall go.
pub async fn ask_delete(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !may_delete(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    let act = Button::danger(v.t("entry-delete"));
    Ok(question(&v, &d, "/xoa", "entry-delete-ask", "entry-delete-body", act, "entry-delete-keep"))
}

/// Asks whether an accepted work shall be opened again.
pub async fn ask_change(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !may_change(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    let act = Button::primary(v.t("entry-change-ok"));
    Ok(question(&v, &d, "/sua", "entry-change-ask", "entry-change-body", act, "cancel"))
}

/// Steps beside the main one, each with its question first.
fn other_steps(v: &Visit, d: &Dossier) -> Markup {
    let (e, contest, deadline) = (&d.entry, &d.contest, d.deadline(v.now));
    let own = is_own(v, d);
    let change = may_change(v, d);
    let returns = own && v.may(&Action::Return { entry: e, contest, deadline });
    let withdraw = own && v.may(&Action::Withdraw { entry: e, contest });
    let delete = may_delete(v, d);
    if !(change || returns || withdraw || delete) {
        return html! {};
    }
    html! {
        div.row.mt-6 {
            @if change { (Button::plain(v.t("entry-change")).href(desk::href(v, d, "/sua"))) }
            @if returns { (form_button(v.t("entry-return"), desk::href(v, d, "/tro-lai"))) }
            @if withdraw { (Button::quiet(v.t("entry-withdraw")).href(desk::href(v, d, "/rut"))) }
            @if delete { (Button::quiet(v.t("entry-delete")).href(desk::href(v, d, "/xoa"))) }
        }
    }
}

/// What happened, from the log: acts that changed where the entry stands.
fn timeline(v: &Visit, events: &[Logged]) -> Markup {
    let zone = v.zone();
    let mut line = Timeline::new();
    for e in events {
        let number = serde_json::from_str::<serde_json::Value>(&e.data)
            .ok()
            .and_then(|d| d.get("number").and_then(serde_json::Value::as_i64))
            .unwrap_or(1);
        let (title, tone) = match e.action.as_str() {
            "entry.begun" => (v.t("entry-event-begun"), Tone::Quiet),
            "entry.submitted" if number > 1 => (v.say(&msg!("entry-event-resubmitted", n = number)), Tone::Act),
            "entry.submitted" => (v.t("entry-event-submitted"), Tone::Act),
            "entry.changing" => (v.t("entry-event-changing"), Tone::Wait),
            "entry.withdrawn" => (v.t("entry-event-withdrawn"), Tone::Stop),
            "entry.returned" => (v.t("entry-event-returned"), Tone::Act),
            "entry.accepted" => (v.t("entry-event-accepted"), Tone::Done),
            "entry.correction-requested" => (v.t("entry-event-correction"), Tone::Wait),
            "entry.refused" => (v.t("entry-event-refused"), Tone::Stop),
            "entry.reopened" => (v.t("entry-event-reopened"), Tone::Wait),
            "entry.moved" => (v.t("entry-event-moved"), Tone::Wait),
            "entry.disqualified" => (v.t("entry-event-disqualified"), Tone::Stop),
            "entry.settled" => (v.t("entry-event-settled"), Tone::Quiet),
            _ => continue,
        };
        let mut event = Event::new(zone.date_time(e.at), title).tone(tone);
        if e.action == "entry.settled" {
            event = event.body(v.t("entry-event-settled-body"));
        }
        line = line.event(event);
    }
    html! { h2.mt-6 { (v.t("entry-timeline")) } (line) }
}

/// Corrects the day of the postmark.
pub async fn postmark(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let mut faults = Faults::none();
    let day = posted.0.some_day("postmark_on", &mut faults);
    faults.check()?;
    let id = desk::id(&d);
    v.write(move |tx, cx| ops::save_postmark(tx, cx, id, day)).await?;
    Ok(v.see_other(&desk::path(&d, "")))
}

/// Throws the draft away.
pub async fn delete(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let id = desk::id(&d);
    v.write(move |tx, cx| ops::delete_draft(tx, cx, id)).await?;
    Ok(v.see_other(if d.entry.on_behalf_by.is_some() { "/ban-thu-ky" } else { "/nop-bai" }))
}

/// Opens an accepted work to change.
pub async fn change(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let id = desk::id(&d);
    v.write(move |tx, cx| ops::change_accepted(tx, cx, id)).await?;
    Ok(v.see_other(&desk::path(&d, "")))
}

/// Brings a withdrawn work back.
pub async fn give_back(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let id = desk::id(&d);
    v.write(move |tx, cx| ops::give_back(tx, cx, id)).await?;
    Ok(v.see_other(&desk::path(&d, "")))
}
