//! The published results, from the snapshot in force and nothing else; the snapshot itself as JSON.

use std::collections::BTreeSet;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use crate::kernel::errors::OpError;
use crate::kernel::ids::hex;
use crate::results::award::{Publication, PublicationState};
use crate::results::snapshot::{PrizeFacts, RoundTable, Snapshot, Winner};
use crate::results::store;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::scoring;
use crate::web::ui::{Col, Empty, Row, Table, Tag, Tone, button};
use crate::web::visit::Visit;

/// The page.
pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    let id = contest.id;
    let (versions, linked) = v.read(move |c| Ok((store::publications(c, id)?, store::shown_codes(c, id)?))).await?;
    let in_force = versions.iter().find(|p| p.state == PublicationState::Published);
    let Some(p) = in_force else {
        return Ok(Page::new(&v, v.t("public-results")).body(html! {
            h1 { (v.t("public-results")) }
            (Empty::new(v.t("public-results-none")).body(html! {
                p { (v.t("public-results-none-body")) }
                @if let Some(t) = contest.publication_at { p { (v.say(&msg!("public-results-planned", day = v.zone().date(t)))) } }
            }).action(button(v.t("nav-rules")).href(v.href("/the-le"))))
        }));
    };
    let snapshot: Snapshot = serde_json::from_str(&p.content).map_err(OpError::from)?;
    let title = scoring::name(v.lang, &snapshot.contest.title, &snapshot.contest.title_en).to_owned();
    let corrected: Vec<&Publication> = versions
        .iter()
        .filter(|p| {
            matches!(p.state, PublicationState::Published | PublicationState::Superseded) && !p.reason.is_empty()
        })
        .collect();
    Ok(Page::new(&v, v.t("public-results")).description(v.say(&msg!("public-results-about", title = title.as_str()))).body(html! {
        h1 { (v.t("public-results")) }
        p { (title) }
        p.soft {
            (v.say(&msg!("public-version", number = p.number)))
            @if let Some(t) = p.approved_at { ", " (v.say(&msg!("public-published-at", when = v.zone().date_time(t)))) }
        }
        @if !corrected.is_empty() {
            h2 { (v.t("public-corrections")) }
            ul {
                @for c in corrected {
                    li { (v.say(&msg!("public-version", number = c.number)))
                        @if let Some(t) = c.approved_at { " (" (v.zone().date(t)) ")" } ": " (c.reason) }
                }
            }
        }
        (prize_list(&v, &snapshot, &linked))
        h2 { (v.t("public-score-table")) }
        p { (v.say(&scoring::method(snapshot.method))) " " (v.say(&msg!("public-tie-policy", rules = scoring::policy(&v, &snapshot.tie_policy)))) }
        (score_tables(&v, &snapshot))
        h2 { (v.t("public-proof")) }
        p { (v.t("public-proof-body")) " "
            a href=(v.href(&format!("/ket-qua/ban-{}.json", p.number))) { (v.say(&msg!("public-snapshot", number = p.number))) } }
        p { (v.say(&msg!("public-rules-number", number = snapshot.rules_number))) }
        @if versions.iter().any(|x| x.state == PublicationState::Superseded) {
            p { (v.t("public-superseded")) }
            ul {
                @for old in versions.iter().filter(|x| x.state == PublicationState::Superseded) {
                    li { a href=(v.href(&format!("/ket-qua/ban-{}.json", old.number))) { (v.say(&msg!("public-snapshot", number = old.number))) }
                        @if let Some(t) = old.approved_at { " (" (v.zone().date(t)) ")" } }
                }
            }
        }
        p.small { (v.t("public-check-yourself")) " " code { (format!("bongsen check --results ban-{}.json", p.number)) } }
        p.small { "SHA-256: " code { (hex(&p.sha256)) } }
    }))
}

/// A published version as it was hashed.
pub async fn json(v: Visit, req: HttpRequest) -> WebResult<HttpResponse> {
    let id = v.contest()?.id;
    let number: i64 = req.match_info().get("number").and_then(|n| n.parse().ok()).ok_or(OpError::NotFound)?;
    let p = v
        .read(move |c| Ok(store::publication(c, id, number)?))
        .await?
        .filter(|p| matches!(p.state, PublicationState::Published | PublicationState::Superseded))
        .ok_or(OpError::NotFound)?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json; charset=utf-8")).body(p.content))
}

/// The prizes, group by group.
pub fn prize_list(v: &Visit, s: &Snapshot, linked: &BTreeSet<String>) -> Markup {
    let mut groups: Vec<(&str, &str, Vec<&PrizeFacts>)> = Vec::new();
    for p in &s.prizes {
        match groups.iter_mut().find(|(g, _, _)| *g == p.group) {
            Some((_, _, all)) => all.push(p),
            None => groups.push((&p.group, &p.group_en, vec![p])),
        }
    }
    html! {
        @for (group, en, prizes) in groups {
            section {
                h2 { @if group.is_empty() { (v.t("public-collective")) } @else { (scoring::name(v.lang, group, en)) } }
                @if prizes.iter().all(|p| p.winners.is_empty()) { p.soft { (v.t("public-no-prizes")) } }
                @let shown = prizes.iter().any(|p| !p.winners.is_empty() || !p.vacancy.is_empty());
                @for p in prizes.iter().filter(|_| shown) {
                        h3 { (v.say(&msg!("results-level-of", level = p.level.as_str()))) }
                        @if p.winners.is_empty() { p { (v.t("public-not-given")) } }
                        @else { ul.winners { @for w in &p.winners { li { (winner(v, s, w, linked)) } } } }
                        @if !p.vacancy.is_empty() { p.soft { (v.say(&msg!("public-vacancy", reason = p.vacancy.as_str()))) } }
                }
            }
        }
    }
}

fn winner(v: &Visit, s: &Snapshot, w: &Winner, linked: &BTreeSet<String>) -> Markup {
    let category = s.categories.iter().find(|c| c.code == w.category);
    html! {
        @if w.title.is_empty() { strong { (w.unit) } } @else {
            strong {
                @if linked.contains(&w.public_code) { a href=(v.href(&format!("/tac-pham/{}", w.public_code))) { (w.title) } }
                @else { (w.title) }
            }
            " – " (w.authors.join(", "))
            @if !w.unit.is_empty() { " (" (w.unit) ")" }
            span.soft {
                @if let Some(c) = category { ", " (scoring::name(v.lang, &c.name, &c.name_en)) }
                ", " (v.say(&msg!("public-blind-code", code = w.blind_code.as_str())))
            }
        }
        @if !w.reason.is_empty() { br; span.soft { (v.say(&msg!("public-departure", reason = w.reason.as_str()))) } }
    }
}

/// The score table under blind codes, category by category; the deciding round first.
pub fn score_tables(v: &Visit, s: &Snapshot) -> Markup {
    html! {
        @for c in s.categories.iter().filter(|c| c.rounds.iter().any(|r| !r.rows.is_empty() || !r.incomplete.is_empty())) {
            h3 { (scoring::name(v.lang, &c.name, &c.name_en)) }
            @for r in c.rounds.iter().rev().filter(|r| !r.rows.is_empty() || !r.incomplete.is_empty()) { (round(v, &c.name, r)) }
        }
    }
}

fn round(v: &Visit, category: &str, r: &RoundTable) -> Markup {
    let criteria: Vec<String> =
        r.criteria.iter().map(|c| scoring::name(v.lang, &c.name, &c.name_en).to_owned()).collect();
    let mut t = Table::new(v.say(&msg!(
        "public-round-caption",
        category = category,
        round = r.name.as_str(),
        scale = scoring::points(v.lang, r.scale)
    )))
    .col(Col::new(v.t("results-rank")).num())
    .col(Col::new(v.t("results-code")).head());
    for j in &r.judges {
        t = t.col(Col::new(j.clone()).num());
    }
    t = t
        .col(Col::new(v.t("results-sum")).num())
        .col(Col::new(v.t("results-score")).num())
        .col(Col::new(v.t("results-how")));
    for row in &r.rows {
        let mut line = Row::new().cell(row.rank.to_string()).cell(row.code.as_str());
        for j in &r.judges {
            let total = row.sheets.iter().find(|s| s.judge == *j).map(|s| scoring::points(v.lang, s.total));
            line = line.cell(total.unwrap_or_else(|| "–".into()));
        }
        let how = html! {
            @if let Some(rule) = row.split_by { (v.say(&msg!("results-split-by", rule = scoring::split_rule(v, rule, &criteria)))) " " }
            @if row.shared { (Tag::new(Tone::Wait, v.t("results-shared"))) }
        };
        t = t.row(line.cell(scoring::points(v.lang, row.sum)).cell(scoring::score(v.lang, row.score)).cell(how));
    }
    html! {
        @if !r.rows.is_empty() { (t.scroll().dense()) }
        @if !r.incomplete.is_empty() {
            p { (v.t("public-incomplete")) " "
                @for (i, x) in r.incomplete.iter().enumerate() {
                    @if i > 0 { ", " }
                    (x.code) " " (v.say(&msg!("results-sheets-of", have = x.have, need = x.need)))
                } "." }
        }
    }
}
