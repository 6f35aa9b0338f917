//! One work before the secretary: everything of it, what was found, what can be decided; and the work after it.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::filter::Asking;
use super::{content, history, parts};
use crate::db::Conn;
use crate::entries::dossier::Dossier;
use crate::entries::entry::EntryState;
use crate::entries::intake_store;
use crate::entries::ops::intake::{self, HandedIn, Looked};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::layout::Page;
use crate::web::ui::{Button, Form, Notice, SummaryList, Tone, back_link, hidden, tag};
use crate::web::visit::Visit;

/// A work's code in the address.
#[derive(Deserialize)]
pub struct At {
    pub token: String,
}

/// Loads a work that was handed in to this contest. Drafts are nobody's but their authors'.
///
/// # Errors
/// `NotFound` otherwise.
pub fn load(c: &mut Conn, contest: ContestId, token: &str) -> OpResult<Dossier> {
    let d = Dossier::by_token(c, token)?;
    if d.entry.contest_id != contest || d.entry.state == EntryState::Draft {
        return Err(OpError::NotFound);
    }
    Ok(d)
}

/// Loads a work for somebody of the office.
///
/// # Errors
/// The refusal, or 404.
pub async fn open(v: &Visit, token: &str) -> WebResult<Dossier> {
    let contest = v.contest()?.id;
    v.require(&Action::Office(contest))?;
    let token = token.to_owned();
    v.read(move |c| load(c, contest, &token)).await
}

pub async fn page(v: Visit, at: web::Path<At>, Asked(q): Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Office(contest))?;
    let asking = Asking::read(&q);
    let (token, filter, now) = (at.into_inner().token, asking.filter.clone(), v.now);
    let (d, looked, handed, around, events) = v
        .read(move |c| {
            let d = load(c, contest, &token)?;
            let looked = intake::look(c, &d, now)?;
            let d = d.as_handed_in(c)?;
            let handed = intake::handed_in(c, &d)?;
            let around = intake_store::neighbours(c, contest, &filter, d.entry.id)?;
            let events = history::load(c, &d)?;
            Ok((d, looked, handed, around, events))
        })
        .await?;
    let query = asking.query();
    let link = |t: &str| v.href(&format!("/ban-thu-ky/bai/{t}{query}"));
    let title = if handed.content.title.is_empty() { v.t("office-untitled") } else { handed.content.title.clone() };
    Ok(Page::new(&v, &title).script("js/queue.js").script("js/viewer.js").body(html! {
        div.row.between {
            (back_link(&v.t("office-queue-title"), &v.href(&format!("/ban-thu-ky{query}"))))
            div.row {
                @if let Some(t) = &around.0 { a href=(link(t)) data-key="prev" rel="prev" { (v.t("office-prev")) } }
                @if let Some(t) = &around.1 { a href=(link(t)) data-key="next" rel="next" { (v.t("office-next")) } }
            }
        }
        (parts::done(&v, &q.line("xong"), &q.line("ma")))
        h1 { (title) }
        p.row {
            (parts::state_tag(&v, d.entry.state))
            @if d.entry.late { (tag(Tone::Wait, v.t("late"))) }
            @if d.entry.on_behalf_by.is_some() { (tag(Tone::Quiet, v.t("on-behalf"))) }
            @if let Some(code) = &d.entry.receipt_code { span.code { (code) } }
        }
        (standing(&v, &d, &looked))
        (found(&v, &d, &looked, &query))
        (decisions(&v, &d, &looked, &query))
        (content::view(&v, &d, &handed, &query))
        (codes(&v, &d, &handed, &query))
        (history::view(&v, &d, &events))
    }))
}

/// What its state says: what was asked, why it was refused.
fn standing(v: &Visit, d: &Dossier, looked: &Looked) -> Markup {
    let e = &d.entry;
    let zone = d.zone();
    html! {
        @match e.state {
            EntryState::Correction => {
                @let due = e.correction_due_at.map(|t| zone.date_time(t)).unwrap_or_default();
                (Notice::new(Tone::Wait, html! { p { (e.correction_text) } p.soft.num { (v.say(&msg!("office-due", time = due))) } })
                    .title(v.t("office-asked")))
            }
            EntryState::Refused | EntryState::Disqualified => {
                (Notice::text(Tone::Stop, &e.decision_reason).title(v.t("office-reason")))
            }
            _ => {}
        }
        @if looked.being_changed { (Notice::text(Tone::Wait, &v.t("office-being-changed"))) }
    }
}

fn found(v: &Visit, d: &Dossier, looked: &Looked, query: &str) -> Markup {
    let deciding = v.may(&Action::Decide { entry: &d.entry, contest: &d.contest });
    html! {
        section {
            h2 { (v.t("office-found")) }
            @if looked.is_clear() && looked.checks.is_empty() {
                p.soft { (v.t("office-found-nothing")) }
            }
            @if !looked.findings.is_empty() || !looked.twins.is_empty() {
                ul {
                    @for m in &looked.findings { li { (v.say(m)) } }
                    @for t in &looked.twins {
                        li {
                            @let what = if t.file.is_empty() { msg!("office-find-same-text") }
                                else { msg!("office-find-same-file", file = t.file.as_str()) };
                            (v.say(&what)) " "
                            a href=(format!("/cuoc-thi/{}/ban-thu-ky?trang-thai=tat-ca&tim={}", t.contest_code, t.receipt)) {
                                (t.title) " (" (t.receipt) ")"
                            }
                            @if t.contest != d.contest.id { " " (tag(Tone::Quiet, t.contest_code.as_str())) }
                        }
                    }
                }
            }
            @if !looked.checks.is_empty() {
                h3 { (v.t("office-checks")) }
                ul.plain {
                    @for (line, tick) in &looked.checks {
                        li.row {
                            @if tick.is_some() { (tag(Tone::Done, v.t("office-ticked"))) } @else { (tag(Tone::Wait, v.t("office-to-tick"))) }
                            span { (v.say(&line.msg)) }
                            @if deciding {
                                (Form::post(v.href(&format!("/ban-thu-ky/bai/{}/kiem", d.entry.token))).class("plain-form").body(html! {
                                    (hidden("loc", query)) (hidden("dong", &line.key)) (hidden("dat", if tick.is_some() { "0" } else { "1" }))
                                    (Button::quiet(if tick.is_some() { v.t("office-untick") } else { v.t("office-tick") }).small())
                                }))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The acts that this person may do now; the first is the one most works get.
fn decisions(v: &Visit, d: &Dossier, looked: &Looked, query: &str) -> Markup {
    let at = |what: &str| v.href(&format!("/ban-thu-ky/bai/{}/{what}{query}", d.entry.token));
    let e = &d.entry;
    let deciding = v.may(&Action::Decide { entry: e, contest: &d.contest });
    let waiting = looked.checks.iter().filter(|(_, t)| t.is_none()).count();
    let office = v.may(&Action::Withdraw { entry: e, contest: &d.contest });
    html! {
        section aria-label=(v.t("office-decide")) {
            h2 { (v.t("office-decide")) }
            div.row {
                @if deciding && e.state == EntryState::Submitted {
                    (Form::post(v.href(&format!("/ban-thu-ky/bai/{}/nhan", e.token))).class("plain-form").body(html! {
                        (hidden("loc", query)) (hidden("so", &e.submitted_number.to_string()))
                        (Button::primary(v.t("office-accept")).key("accept").disabled(waiting > 0 || looked.unread))
                    }))
                    (Button::plain(v.t("office-correct")).href(at("bo-sung")))
                }
                @if deciding && matches!(e.state, EntryState::Submitted | EntryState::Correction) {
                    (Button::plain(v.t("office-refuse")).href(at("khong-nhan")))
                }
                @if deciding && e.state == EntryState::Submitted {
                    (Button::plain(v.t("office-move")).href(at("doi-the-loai")))
                }
                @if v.may(&Action::Reopen { entry: e, contest: &d.contest }) {
                    (Button::plain(v.t("office-reopen")).href(at("mo-lai")))
                }
                @if v.may(&Action::Disqualify { entry: e, contest: &d.contest }) {
                    (Button::plain(v.t("office-disqualify")).href(at("loai")))
                }
                @if office { (Button::quiet(v.t("office-withdraw")).href(at("rut"))) }
                @if e.on_behalf_by.is_none() && v.may(&Action::Extend(d.contest.id)) {
                    (Button::quiet(v.t("office-extend")).href(v.href(&format!("/ban-thu-ky/gia-han-rieng?bai={}", e.token))))
                }
            }
            @if deciding && e.state == EntryState::Submitted && looked.unread {
                p.soft { (v.say(&msg!("office-files-first", title = e.title.as_str()))) }
            }
            @if deciding && e.state == EntryState::Submitted && waiting > 0 {
                p.soft { (v.say(&msg!("office-tick-first", title = e.title.as_str(), n = waiting))) }
            }
            @if !deciding && e.state == EntryState::Submitted { p.soft { (v.t("office-no-decision")) } }
        }
    }
}

/// Where its codes stand; the claim of a work that the office entered.
fn codes(v: &Visit, d: &Dossier, handed: &HandedIn, query: &str) -> Markup {
    let e = &d.entry;
    let blind = d.category.as_ref().is_some_and(|c| c.blind);
    let state = match (&e.blind_code, blind) {
        (None, _) => v.t("office-blind-none"),
        (Some(_), true) => v.t("office-blind-given"),
        (Some(_), false) => v.t("office-blind-open"),
    };
    let mut list = SummaryList::new().row(v.t("office-blind"), state);
    list = list.row(v.t("office-version"), html! { span.num { (e.submitted_number) } });
    if let Some(day) = &handed.content.postmark_on {
        list = list.row(v.t("office-postmark"), crate::web::words::day(day));
    }
    html! {
        section {
            h2 { (v.t("office-codes")) }
            (list)
            @if e.on_behalf_by.is_some() && e.receipt_code.is_some() {
                p { (v.t("office-claim-lead")) }
                (Button::plain(v.t("office-claim-issue")).post(v.href(&format!("/ban-thu-ky/bai/{}/ma-nhan", e.token))).hidden("loc", query))
            }
        }
    }
}
