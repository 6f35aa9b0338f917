//! Unblinding, proposing and approving publications, and the versions there are.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::said;
use crate::accounts::store as accounts;
use crate::contests::contest::{Contest, RoundState};
use crate::contests::store as contests;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AccountId, hex};
use crate::policy::Action;
use crate::results::award::{Publication, PublicationState, Unblinding};
use crate::results::ops::{self, Approve, Drop, Propose, Unblind};
use crate::results::snapshot::Snapshot;
use crate::results::store;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::public::results::{prize_list, score_tables};
use crate::web::ui::{Button, Col, Dialog, Field, Form, Notice, Row, Table, Tag, Tone, actions, hidden};
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/ket-qua/cong-bo";

struct Seen {
    contest: Contest,
    unblinding: Option<Unblinding>,
    versions: Vec<Publication>,
    names: Vec<(AccountId, String)>,
    rounds_open: bool,
}

async fn seen(v: &Visit) -> WebResult<Seen> {
    let contest = v.contest()?.clone();
    v.require(&Action::Organize(contest.id))?;
    v.read(move |c| {
        let unblinding = store::unblinding(c, contest.id)?;
        let versions = store::publications(c, contest.id)?;
        let mut ids: Vec<AccountId> = versions.iter().flat_map(|p| [p.proposed_by, p.approved_by]).flatten().collect();
        ids.extend(unblinding.as_ref().and_then(|u| u.made_by));
        ids.sort_unstable();
        ids.dedup();
        let mut names = Vec::new();
        for id in ids {
            names.extend(accounts::by_id(c, id)?.map(|a| (id, a.name)));
        }
        let rounds_open = contests::rounds(c, contest.id)?.iter().any(|r| r.state == RoundState::Open);
        Ok(Seen { contest, unblinding, versions, names, rounds_open })
    })
    .await
}

impl Seen {
    fn name(&self, id: Option<AccountId>) -> &str {
        id.and_then(|id| self.names.iter().find(|(i, _)| *i == id)).map_or("–", |(_, n)| n.as_str())
    }
}

/// The page.
pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let s = seen(&v).await?;
    Ok(draw(&v, &s, &Fields::default(), None))
}

fn draw(v: &Visit, s: &Seen, typed: &Fields, fault: Option<String>) -> HttpResponse {
    let open = v.may(&Action::ProposeResults(&s.contest));
    let waiting = s.versions.iter().find(|p| p.state == PublicationState::Proposed);
    let in_force = s.versions.iter().find(|p| p.state == PublicationState::Published);
    Page::new(v, v.t("results-publication")).faulty(fault.is_some()).body(html! {
        h1 { (v.t("results-publication")) }
        (super::tabs(v, HERE))
        @if let Some(f) = &fault { (Notice::text(Tone::Stop, f).alert()) }
        @if !open { (Notice::text(Tone::Wait, &v.t("results-publication-wait"))) }
        h2 { (v.t("results-step-unblind")) }
        (unblinding(v, s, open))
        h2 { (v.t("results-step-propose")) }
        @if let Some(p) = waiting {
            p { (v.say(&msg!("results-waiting", number = p.number, who = s.name(p.proposed_by), when = v.zone().date_time(p.proposed_at)))) }
        } @else if open && s.unblinding.is_some() {
            p { (v.t(if in_force.is_some() { "results-propose-correction" } else { "results-propose-first" })) }
            (Form::post(v.href(HERE)).body(html! {
                @if in_force.is_some() {
                    (Field::textarea("ly-do", v.t("results-correction-reason")).hint(v.t("results-correction-hint")).rows(3).value(typed.raw("ly-do")).required())
                }
                (actions(html! { (Button::primary(v.t("results-propose"))) }))
            }))
        } @else if s.unblinding.is_none() {
            p.soft { (v.t("results-after-unblinding")) }
        }
        @if let Some(p) = waiting { (approval(v, s, p)) }
        h2 { (v.t("results-versions")) }
        (versions(v, s))
        p { a href=(v.href("/ban-to-chuc/tai-ve/ket-qua.xlsx")) { (v.t("results-x-download")) } }
    })
}

fn unblinding(v: &Visit, s: &Seen, open: bool) -> Markup {
    html! {
        @match &s.unblinding {
            Some(u) => p { (Tag::new(Tone::Done, v.t("results-unblinded"))) " "
                (v.say(&msg!("results-unblinded-by", who = s.name(u.made_by), when = v.zone().date_time(u.made_at)))) },
            None => {
                p { (v.t("results-unblind-body")) }
                @if s.rounds_open { (Notice::text(Tone::Wait, &v.t("results-round-still-open"))) }
                @if open && !s.rounds_open {
                    (Form::post(v.href("/ban-to-chuc/ket-qua/cong-bo/ghep-phach")).confirm("ghep-phach").body(actions(html! {
                        (Button::primary(v.t("results-unblind")))
                    })))
                    (Dialog::new("ghep-phach", v.t("results-unblind")).body(html! { p { (v.t("results-unblind-sure")) } })
                        .ok(v.t("results-unblind")).cancel(v.t("cancel")))
                }
            }
        }
    }
}

fn approval(v: &Visit, s: &Seen, p: &Publication) -> Markup {
    let may = v.may(&Action::ApproveResults { contest: &s.contest, proposer: p.proposed_by });
    let number = p.number.to_string();
    let snapshot: Option<Snapshot> = serde_json::from_str(&p.content).ok();
    html! {
        h2 { (v.t("results-step-approve")) }
        @if may { p { (v.t("results-approve-body")) } }
        @else { (Notice::text(Tone::Wait, &v.t("results-approve-other"))) }
        @if !p.reason.is_empty() { p { strong { (v.t("results-correction-reason")) ": " } (p.reason) } }
        p.small { "SHA-256: " code { (hex(&p.sha256)) } }
        @if let Some(snap) = &snapshot {
            (prize_list(v, snap, &std::collections::BTreeSet::new()))
            details { summary { (v.t("results-score-table")) } (score_tables(v, snap)) }
        }
        @if may {
            (Form::post(v.href("/ban-to-chuc/ket-qua/cong-bo/duyet")).confirm("duyet").body(html! {
                (hidden("so", &number))
                (actions(html! { (Button::primary(v.t("results-approve"))) }))
            }))
            (Dialog::new("duyet", v.t("results-approve")).body(html! { p { (v.t("results-approve-sure")) } })
                .ok(v.t("results-approve")).cancel(v.t("cancel")))
        }
        (Button::quiet(v.t("results-drop")).post(v.href("/ban-to-chuc/ket-qua/cong-bo/bo")).hidden("so", &number))
    }
}

fn versions(v: &Visit, s: &Seen) -> Markup {
    let mut t = Table::new(v.t("results-versions"))
        .hide_caption()
        .col(Col::new(v.t("results-number")).num())
        .col(Col::new(v.t("results-state")))
        .col(Col::new(v.t("results-proposed")))
        .col(Col::new(v.t("results-approved")))
        .col(Col::new(v.t("results-reason")))
        .empty(html! { p { (v.t("results-versions-none")) } });
    for p in &s.versions {
        let state = match p.state {
            PublicationState::Proposed => Tag::new(Tone::Wait, v.t("results-state-proposed")),
            PublicationState::Published => Tag::new(Tone::Done, v.t("results-state-published")),
            PublicationState::Superseded => Tag::new(Tone::Quiet, v.t("results-state-superseded")),
            PublicationState::Dropped => Tag::new(Tone::Quiet, v.t("results-state-dropped")),
        };
        let public = matches!(p.state, PublicationState::Published | PublicationState::Superseded);
        let number = html! {
            @if public { a href=(v.href(&format!("/ket-qua/ban-{}.json", p.number))) { (p.number) } } @else { (p.number) }
        };
        let approved = p
            .approved_at
            .map_or_else(|| "–".to_owned(), |t| format!("{}, {}", s.name(p.approved_by), v.zone().date_time(t)));
        t = t.row(
            Row::new()
                .cell(number)
                .cell(state)
                .cell(format!("{}, {}", s.name(p.proposed_by), v.zone().date_time(p.proposed_at)))
                .cell(approved)
                .cell(p.reason.as_str()),
        );
    }
    html! { (t) }
}

/// Unblinds.
pub async fn unblind(v: Visit, _form: Posted) -> WebResult<HttpResponse> {
    let contest = organizes(&v)?;
    let done = v.write(move |tx, cx| ops::unblind(tx, cx, &Unblind { contest })).await;
    after(&v, &Fields::default(), done).await
}

/// Proposes the next version.
pub async fn propose(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = organizes(&v)?;
    let cmd = Propose { contest, reason: form.0.text("ly-do") };
    let done = v.write(move |tx, cx| ops::propose(tx, cx, &cmd).map(|_| ())).await;
    after(&v, &form.0, done).await
}

/// Puts a proposal in force.
pub async fn approve(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = organizes(&v)?;
    let number = form.0.raw("so").parse().map_err(|_| OpError::NotFound)?;
    let done = v.write(move |tx, cx| ops::approve(tx, cx, &Approve { contest, number }).map(|_| ())).await;
    after(&v, &form.0, done).await
}

/// Lets a proposal fall.
pub async fn discard(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = organizes(&v)?;
    let number = form.0.raw("so").parse().map_err(|_| OpError::NotFound)?;
    let done = v.write(move |tx, cx| ops::drop_proposal(tx, cx, &Drop { contest, number })).await;
    after(&v, &form.0, done).await
}

fn organizes(v: &Visit) -> WebResult<crate::kernel::ids::ContestId> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    Ok(contest)
}

async fn after(v: &Visit, typed: &Fields, done: OpResult<()>) -> WebResult<HttpResponse> {
    let said = match done {
        Ok(()) => return Ok(v.see_other(HERE)),
        Err(e) => said(v, e)?,
    };
    let s = seen(v).await?;
    Ok(draw(v, &s, typed, Some(said)))
}
