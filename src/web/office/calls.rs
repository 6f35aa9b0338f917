//! The call list: people without a mail address, or whom a mail did not reach, for whom there is news, and what to tell them.

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::accounts::login::{phone, show_phone};
use crate::entries::intake_store::names_of;
use crate::kernel::ids::{AccountId, MessageId};
use crate::messages::message::{Message, MessageState};
use crate::messages::outbox::{BASE, LetterKind};
use crate::messages::{ops, store};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Posted};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Empty, Notice, Row, Table, Tone, back_link};
use crate::web::visit::Visit;

const HERE: &str = "/ban-thu-ky/goi-dien";
/// Letters on one page, and calls made that are shown below.
const MOST: i64 = 300;
const MADE: i64 = 20;

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Office(contest))?;
    let (waiting, count, made, names) = v
        .read(move |c| {
            let made = store::calls_made(c, contest, MADE)?;
            let by: Vec<AccountId> = made.iter().filter_map(|m| m.done_by).collect();
            Ok((store::calls(c, contest, MOST)?, store::count_calls(c, contest)?, made, names_of(c, &by)?))
        })
        .await?;
    let more = i64::try_from(waiting.len()).unwrap_or(MOST) >= MOST;
    let calls = calls(waiting);
    let title = v.t("calls-title");
    let said = match q.raw("xong") {
        "goi" => Some((Tone::Done, "calls-done")),
        "lai" => Some((Tone::Done, "calls-undone")),
        "roi" => Some((Tone::Wait, "calls-stale")),
        _ => None,
    };
    Ok(Page::new(&v, title.clone()).body(html! {
        (back_link(&v.t("office-queue-title"), &v.href("/ban-thu-ky")))
        h1 { (title) }
        @if let Some((tone, key)) = said { (Notice::text(tone, &v.t(key))) }
        @if calls.is_empty() {
            (Empty::new(v.t("calls-none")).body(v.t("calls-none-body")))
        } @else {
            p { (v.t("calls-lead")) @if calls.iter().any(|c| c.letters.iter().any(failed)) { " " (v.t("calls-lead-failed")) } }
            p.soft { (v.say(&msg!("calls-count", n = count))) }
            (Table::new(title.clone()).hide_caption()
                .col(Col::new(v.t("calls-who")).head())
                .col(Col::new(v.t("calls-say")))
                .col(Col::new(v.t("calls-act")).hide_label())
                .rows(calls.iter().map(|call| row(&v, call))))
            @if more { p.soft { (v.t("calls-more")) } }
        }
        (done(&v, made, &names))
    }))
}

/// The letters of one person: one call.
struct Call {
    letters: Vec<Message>,
    name: String,
    phone: Option<String>,
}

/// Whose letter this is: letters to one account, or to one number and name, are told in one call.
fn same(call: &Call, m: &Message) -> bool {
    call.letters.first().is_some_and(|f| f.account_id == m.account_id)
        && call.phone == m.phone
        && call.name == m.recipient_name
}

fn calls(letters: Vec<Message>) -> Vec<Call> {
    let mut all: Vec<Call> = Vec::new();
    for m in letters {
        match all.iter_mut().find(|call| same(call, &m)) {
            Some(call) => call.letters.push(m),
            None => all.push(Call { name: m.recipient_name.clone(), phone: m.phone.clone(), letters: vec![m] }),
        }
    }
    all
}

/// A number that can be pressed; authors' numbers stand as they were typed.
fn number(v: &Visit, typed: Option<&str>) -> Markup {
    let sound = typed.and_then(phone);
    html! {
        @match (sound, typed) {
            (Some(p), _) => a.nowrap href=(format!("tel:{p}")) { (show_phone(&p)) },
            (None, Some(other)) => (other),
            (None, None) => span.soft { (v.t("calls-no-phone")) },
        }
    }
}

/// A letter whose address did not take it.
fn failed(m: &Message) -> bool {
    m.state == MessageState::Failed
}

/// What to say; of a letter that did not arrive also why.
fn letter(v: &Visit, m: &Message) -> Markup {
    if !failed(m) {
        return html! { p.mt-0.mb-2 { (m.body) } };
    }
    let to = m.recipient.as_deref().unwrap_or_default();
    html! {
        div.mb-2 {
            strong { (m.subject) } br;
            span.danger-text { (v.say(&msg!("calls-failed", to = to))) } " "
            span.small { (v.say(&msg!("calls-failed-why", error = m.error.as_str()))) }
            @if LetterKind::parse(&m.kind).is_none_or(LetterKind::is_secret) {
                br; span.small { (v.t("calls-failed-secret")) }
            } @else {
                details.small {
                    summary { (v.t("calls-read")) }
                    p.lines { (m.body.replace(BASE, &v.app.base_url)) }
                }
            }
        }
    }
}

fn row(v: &Visit, call: &Call) -> Row {
    let since = call.letters.first().map(|m| v.zone().date_time(m.created_at)).unwrap_or_default();
    let mut button = Button::plain(v.t("calls-called"))
        .small()
        .post(v.href(HERE))
        .hidden("act", "called")
        .aria(v.say(&msg!("calls-called-of", name = call.name.as_str())));
    for m in &call.letters {
        button = button.hidden("id", m.id.to_string());
    }
    Row::new()
        .cell(html! { strong { (call.name) } br; (number(v, call.phone.as_deref())) })
        .cell(html! {
            @for m in &call.letters { (letter(v, m)) }
            span.soft.small { (v.say(&msg!("calls-since", time = since))) }
        })
        .cell(button)
}

fn done(v: &Visit, made: Vec<Message>, names: &[(AccountId, String)]) -> Markup {
    if made.is_empty() {
        return html! {};
    }
    let by = |id: Option<AccountId>| names.iter().find(|n| Some(n.0) == id).map_or("", |n| n.1.as_str());
    let title = v.t("calls-made");
    let mut table = Table::new(title.clone())
        .hide_caption()
        .dense()
        .col(Col::new(v.t("calls-who")).head())
        .col(Col::new(v.t("calls-made-by")))
        .col(Col::new(v.t("calls-made-at")).num())
        .col(Col::new(v.t("calls-act")).hide_label());
    for call in calls(made) {
        let last = call.letters.first();
        let mut undo = Button::quiet(v.t("calls-undo"))
            .small()
            .post(v.href(HERE))
            .hidden("act", "again")
            .aria(v.say(&msg!("calls-undo-of", name = call.name.as_str())));
        for m in &call.letters {
            undo = undo.hidden("id", m.id.to_string());
        }
        table = table.row(
            Row::new()
                .cell(html! { (call.name) " · " (number(v, call.phone.as_deref())) })
                .cell(by(last.and_then(|m| m.done_by)))
                .cell(last.and_then(|m| m.done_at).map(|t| v.zone().date_time(t)).unwrap_or_default())
                .cell(undo),
        );
    }
    html! { h2 { (title) } (table) }
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    v.require(&Action::Office(v.contest()?.id))?;
    let ids: Vec<MessageId> = f.all("id").iter().filter_map(|id| id.parse().ok()).collect();
    let again = f.raw("act") == "again";
    let n =
        v.write(move |tx, cx| if again { ops::call_again(tx, cx, &ids) } else { ops::called(tx, cx, &ids) }).await?;
    let word = match (n, again) {
        (0, _) => "roi",
        (_, true) => "lai",
        (_, false) => "goi",
    };
    Ok(v.see_other(&format!("{HERE}?xong={word}")))
}
