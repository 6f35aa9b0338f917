//! The outbox: which letters wait, left, failed and why; and another try.

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::kernel::ids::MessageId;
use crate::messages::message::{Message, MessageState};
use crate::messages::outbox::{BASE, LetterKind};
use crate::messages::{ops, store};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Posted};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Empty, Notice, Pager, Row, Table, Tabs, Tone, back_link, tag};
use crate::web::visit::Visit;

const HERE: &str = "/quan-tri/hop-thu";
const PER_PAGE: i64 = 50;
const STATES: [MessageState; 5] =
    [MessageState::Queued, MessageState::Sent, MessageState::Failed, MessageState::Call, MessageState::Called];

fn address(state: Option<MessageState>, page: u32) -> String {
    format!("{HERE}?trang-thai={}&trang={page}", state.map_or("", MessageState::word))
}

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    v.require(&Action::Administer)?;
    let state = MessageState::parse(q.raw("trang-thai"));
    let page: u32 = q.raw("trang").parse().unwrap_or(1).max(1);
    let (letters, counts) = v
        .read(move |c| {
            let offset = i64::from(page - 1) * PER_PAGE;
            let mut counts = Vec::new();
            for s in STATES {
                counts.push((s, store::count(c, s)?));
            }
            Ok((store::page(c, state, offset, PER_PAGE)?, counts))
        })
        .await?;
    let of = |s: Option<MessageState>| counts.iter().filter(|(x, _)| s.is_none_or(|s| s == *x)).map(|(_, n)| n).sum();
    let here: i64 = of(state);
    let failed: i64 = of(Some(MessageState::Failed));
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let mut tabs =
        Tabs::new(v.t("outbox-tabs")).tab_count(v.t("outbox-all"), address(None, 1), state.is_none(), count(of(None)));
    for s in STATES {
        tabs = tabs.tab_count(words(&v, s), address(Some(s), 1), state == Some(s), count(of(Some(s))));
    }
    let title = v.t("outbox-title");
    let pages = u32::try_from((here + PER_PAGE - 1) / PER_PAGE).unwrap_or(1).max(1);
    let first = i64::from(page - 1) * PER_PAGE + 1;
    let last = first - 1 + i64::try_from(letters.len()).unwrap_or(0);
    let number = |n: i64| v.lang.number(n);
    let range = msg!("people-range", first = number(first), last = number(last), all = number(here));
    let said = match q.raw("xong") {
        "mot" => Some("outbox-done-mot"),
        "het" => Some("outbox-done-het"),
        _ => None,
    };
    Ok(Page::new(&v, title.clone()).body(html! {
        (back_link(&v.t("nav-admin"), "/quan-tri"))
        h1 { (title) }
        @if let Some(key) = said { (Notice::text(Tone::Done, &v.t(key))) }
        p { (v.t("outbox-lead")) }
        (tabs)
        @if state == Some(MessageState::Failed) && failed > 0 {
            p { (Button::plain(v.say(&msg!("outbox-retry-all", n = failed))).post(HERE).hidden("act", "all")) }
        }
        @if letters.is_empty() {
            @if state == Some(MessageState::Failed) {
                (Empty::new(v.t("outbox-none-failed")).body(v.t("outbox-none-failed-body")))
            } @else {
                (Empty::new(v.t("outbox-none")).body(v.t("outbox-none-body")))
            }
        } @else {
            (Table::new(title.clone()).hide_caption()
                .col(Col::new(v.t("outbox-letter")).head())
                .col(Col::new(v.t("outbox-to")))
                .col(Col::new(v.t("outbox-written")))
                .col(Col::new(v.t("outbox-state")))
                .rows(letters.iter().map(|m| row(&v, m))))
            (Pager::new(v.t("people-pages"), page, pages, |n| address(state, n))
                .prev(v.t("people-prev")).next(v.t("people-next")).summary(v.say(&range)))
        }
    }))
}

fn words(v: &Visit, s: MessageState) -> String {
    v.t(&format!("outbox-state-{}", s.word()))
}

/// Letters that hold what only their reader may know.
fn is_secret(m: &Message) -> bool {
    LetterKind::parse(&m.kind).is_none_or(LetterKind::is_secret)
}

fn text(v: &Visit, m: &Message) -> Markup {
    html! {
        details.small {
            summary { (v.t("outbox-read")) }
            @if is_secret(m) { p { (v.t("outbox-secret")) } }
            @else { p.lines { (m.body.replace(BASE, &v.app.base_url)) } }
        }
    }
}

fn row(v: &Visit, m: &Message) -> Row {
    let tone = match m.state {
        MessageState::Sent | MessageState::Called => Tone::Done,
        MessageState::Queued | MessageState::Call => Tone::Wait,
        MessageState::Failed => Tone::Stop,
    };
    let zone = v.zone();
    let tried = m.attempts > 0 && matches!(m.state, MessageState::Queued | MessageState::Failed);
    Row::new()
        .cell(html! { (m.subject) (text(v, m)) })
        .cell(html! {
            (m.recipient_name) br;
            @match &m.recipient {
                Some(to) => span.soft.small { (to) },
                None => span.soft.small { (v.t("outbox-no-address")) },
            }
        })
        .cell(html! { span.num { (zone.date_time(m.created_at)) } })
        .cell(html! {
            (tag(tone, words(v, m.state)))
            @if let Some(t) = m.done_at { br; span.soft.small.num { (zone.date_time(t)) } }
            @if tried {
                br; span.small { (v.say(&msg!("outbox-tries", n = m.attempts))) }
                @if m.state == MessageState::Queued {
                    br; span.small { (v.say(&msg!("outbox-next", time = zone.date_time(m.next_at)))) }
                }
            }
            @if !m.error.is_empty() { br; span.small { (v.say(&msg!("outbox-why", error = m.error.as_str()))) } }
            @if m.state == MessageState::Failed && !m.body.is_empty() {
                div.mt-2 {
                    (Button::plain(v.t("outbox-retry")).small().post(HERE).hidden("id", m.id.to_string())
                        .aria(v.say(&msg!("outbox-retry-of", name = m.recipient_name.as_str()))))
                }
            }
        })
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    v.require(&Action::Administer)?;
    if f.raw("act") == "all" {
        v.write(ops::retry_all).await?;
        return Ok(v.see_other(&format!("{HERE}?trang-thai=queued&xong=het")));
    }
    let id: MessageId = f.raw("id").parse().map_err(|_| crate::kernel::errors::OpError::NotFound)?;
    v.write(move |tx, cx| ops::retry(tx, cx, id)).await?;
    Ok(v.see_other(&format!("{HERE}?trang-thai=queued&xong=mot")))
}
