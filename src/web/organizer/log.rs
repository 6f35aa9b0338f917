//! The log of a contest in words, newest first.

use std::collections::HashMap;

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::frame::desk;
use super::log_about::{self, About};
use crate::accounts::store as accounts;
use crate::audit::{self, Event};
use crate::kernel::ids::AccountId;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Empty, Row, Table};
use crate::web::visit::Visit;

/// The notes that are shown: why something was done, which rule a refusal names, what a correction asks for.
const NOTES: [&str; 3] = ["reason", "rule", "text"];

/// Events on one page.
const PAGE: usize = 50;

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::SeeLog(contest))?;
    let before: Option<i64> = q.raw("truoc").parse().ok();
    let (events, names, notes, subjects) = v
        .read(move |conn| {
            let limit = i64::try_from(PAGE + 1).unwrap_or(51);
            let events = audit::store::recent(conn, contest, before, limit)?;
            let mut names: HashMap<AccountId, String> = HashMap::new();
            let mut notes: HashMap<i64, Vec<String>> = HashMap::new();
            for e in &events {
                if let Some(id) = e.actor_id
                    && !names.contains_key(&id)
                    && let Some(a) = accounts::by_id(conn, id)?
                {
                    names.insert(id, a.name);
                }
                // Long notes (a text of the rules) are not for a table; titles stand where the work is.
                let own = audit::store::notes(conn, e.seq)?;
                notes.insert(
                    e.seq,
                    own.into_iter().filter(|(n, ..)| NOTES.contains(&n.as_str())).map(|(.., b)| b).collect(),
                );
            }
            let subjects = log_about::names(conn, &events)?;
            Ok((events, names, notes, subjects))
        })
        .await?;
    let more = events.len() > PAGE;
    let title = v.t("log-title");
    let mut table = Table::new(title.clone())
        .hide_caption()
        .col(Col::new(v.t("log-when")).num())
        .col(Col::new(v.t("log-who")))
        .col(Col::new(v.t("log-what")).head())
        .col(Col::new(v.t("log-about")))
        .empty(Empty::new(v.t("log-empty")));
    for e in events.iter().take(PAGE) {
        let who = e.actor_id.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| v.t("log-machine"));
        let reasons = notes.get(&e.seq).map(|n| n.join(" · ")).unwrap_or_default();
        table = table.row(
            Row::new()
                .cell(html! { span title=(e.seq) { (v.zone().date_time(e.at)) } })
                .cell(who)
                .cell(html! { (words(&v, e)) @if !reasons.is_empty() { p.small.soft { "“" (reasons) "”" } } })
                .cell(about(&v, e, subjects.get(&(e.subject.clone(), e.subject_id)))),
        );
    }
    let next = events.get(PAGE.saturating_sub(1)).filter(|_| more).map(|e| e.seq);
    let body = html! {
        p.soft { (v.t("log-intro")) }
        (table)
        @if let Some(seq) = next {
            p { (Button::plain(v.t("log-older")).href(v.href(&format!("/ban-to-chuc/nhat-ky?truoc={seq}")))) }
        }
    };
    Ok(Page::new(&v, title.clone()).body(desk(&v, "/ban-to-chuc/nhat-ky", &title, body)))
}

/// The action as a sentence; an action that has no words yet stands as it is written.
fn words(v: &Visit, e: &Event) -> String {
    let key = format!("log-{}", e.action.replace(['.', '_'], "-"));
    Some(v.t(&key)).filter(|t| *t != key).unwrap_or_else(|| e.action.clone())
}

fn about(v: &Visit, e: &Event, named: Option<&About>) -> Markup {
    let key = format!("log-subject-{}", e.subject.replace('_', "-"));
    let what = Some(v.t(&key)).filter(|t| *t != key).unwrap_or_else(|| e.subject.clone());
    html! {
        span.soft { (what) } " "
        @match named {
            Some(About { name, path: Some(path) }) => a href=(v.href(path)) { (name) },
            Some(About { name, path: None }) => (name),
            None => span.soft { "#" (e.subject_id) },
        }
    }
}
