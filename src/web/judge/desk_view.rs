//! How the desk looks: the work on the left, set for reading; the sheet on the right. The markup that `js/desk.js` asks for.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::list::to_u64;
use super::work_view::work;
use crate::contests::contest::Criterion;
use crate::contests::rules::Level;
use crate::judging::marking::field;
use crate::judging::reading::Desk;
use crate::judging::sheet::SheetState;
use crate::kernel::errors::Faults;
use crate::lang::Lang;
use crate::policy::Action;
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::ui::{
    Button, ErrorSummary, Field, Notice, Progress, SummaryList, Tone, field_id, link_button, save_state,
};
use crate::web::visit::Visit;

/// Draws the desk; `typed` is what was posted when it could not be kept.
pub fn draw(v: &Visit, desk: &Desk, typed: Option<&Fields>, faults: &Faults, handed: Option<&str>) -> HttpResponse {
    let code = desk.work.blind_code.as_str();
    let may_mark = v.may(&Action::Mark { sheet: &desk.sheet, round: &desk.round });
    let body = html! {
        (bar(v, desk))
        div.desk {
            article.work {
                @if let Some(code) = handed {
                    (Notice::text(Tone::Done, &v.say(&msg!("judge-handed-in-notice", code = code))))
                }
                (work(v, &desk.work))
            }
            aside.sheet aria-label=(v.t("judge-sheet")) {
                @if may_mark { (form(v, desk, typed, faults)) } @else { (done(v, desk)) }
            }
        }
    };
    Page::new(v, v.say(&msg!("judge-desk-title", code = code)))
        .full()
        .script("js/desk.js")
        .script("js/queue.js")
        .script("js/viewer.js")
        .faulty(!faults.is_empty())
        .body(body)
}

fn bar(v: &Visit, desk: &Desk) -> Markup {
    let done = desk.list.iter().filter(|i| i.state == SheetState::HandedIn).count();
    let category = category_name(v, desk);
    let go = |to: Option<&crate::judging::reading::Item>, sign: &str, label: &str, key: &str| {
        let b = match to {
            Some(i) => link_button(sign, v.href(&format!("/cham/{}", i.token))).key(key),
            None => link_button(sign, "#").disabled(true),
        };
        b.aria(v.t(label))
    };
    html! {
        div.deskbar {
            a href=(v.href("/cham")) data-key="list" { "← " (v.t("judge-back-to-list")) }
            span.code { (desk.work.blind_code) }
            span.soft.small { (category) " · " (desk.round.name) }
            span.push.soft.small.num { (done) " / " (desk.list.len()) }
            (Progress::new(v.say(&msg!("judge-progress", round = desk.round.name.as_str())), to_u64(done), to_u64(desk.list.len())))
            (go(desk.previous(), "‹", "judge-previous", "prev"))
            (go(desk.next(), "›", "judge-following", "next"))
        }
    }
}

pub(super) fn category_name<'a>(v: &Visit, desk: &'a Desk) -> &'a str {
    if v.lang == Lang::En && !desk.work.category_name_en.is_empty() {
        &desk.work.category_name_en
    } else {
        &desk.work.category_name
    }
}

pub(super) fn criterion_name<'a>(v: &Visit, c: &'a Criterion) -> &'a str {
    if v.lang == Lang::En && !c.name_en.is_empty() { &c.name_en } else { &c.name }
}

/// The sheet that can be written on.
fn form(v: &Visit, desk: &Desk, typed: Option<&Fields>, faults: &Faults) -> Markup {
    let address = v.href(&format!("/cham/{}", desk.sheet.token));
    let missing = desk.missing();
    let summary =
        faults.0.iter().fold(ErrorSummary::new(v.say(&msg!("errors-title", count = faults.0.len()))), |s, (f, m)| {
            s.item(f.clone(), v.say(m))
        });
    let comment = typed.filter(|f| f.has("comment")).map_or_else(|| desk.sheet.comment.clone(), |f| f.text("comment"));
    let saved = if desk.sheet.version > 1 && typed.is_none() { v.t("judge-saved") } else { String::new() };
    html! {
        form method="post" action=(address) novalidate data-sheet=(address) data-saving=(v.t("judge-saving")) data-local=(v.t("judge-local"))
            data-saved=(v.t("judge-saved")) data-invalid=(v.say(&msg!("judge-invalid-template", max = "{max}", step = "{step}"))) {
            input type="hidden" name="version" value=(desk.sheet.version);
            h2 { (v.t("judge-sheet")) }
            @if let Some(why) = &desk.reopened {
                (Notice::text(Tone::Wait, &v.say(&msg!("judge-reopened-why", reason = why.as_str()))))
            }
            (summary)
            div.clash data-clash hidden {
                p.strong { (v.t("judge-clash-title")) }
                table {
                    thead { tr { th scope="col" { (v.t("judge-clash-what")) } th scope="col" { (v.t("judge-clash-theirs")) } th scope="col" { (v.t("judge-clash-mine")) } } }
                    tbody data-rows {}
                }
                div.actions {
                    button.btn.slim type="button" data-use="mine" { (v.t("judge-clash-use-mine")) }
                    button.btn.plain.slim type="button" data-use="theirs" { (v.t("judge-clash-use-theirs")) }
                }
            }
            @for c in &desk.criteria { (criterion(v, desk, c, typed, faults)) }
            div.mt-4 {
                (Field::textarea("comment", v.t("judge-comment")).optional(v.t("optional")).rows(3).value(comment)
                    .hint(v.t("judge-comment-hint")).error(faults.of("comment").map(|m| v.say(m))))
            }
            p.small { a href=(v.href(&format!("/cham/{}/nhan-ra", desk.sheet.token))) { (v.t("judge-recognise")) } }
            div.foot {
                div.total {
                    span {
                        (v.t("judge-total")) " "
                        span.soft.small data-missing=(v.say(&msg!("judge-missing-template", n = "{n}"))) {
                            @if missing > 0 { (v.say(&msg!("judge-missing-template", n = missing))) }
                        }
                    }
                    b data-total { (desk.total()) }
                }
                div.actions {
                    // The first button is the one that Enter presses: it must not hand in.
                    (Button::plain(v.t("save")).name("viec").value("luu"))
                    (Button::plain(v.t("judge-later")).name("viec").value("sau"))
                    (Button::primary(v.t("judge-hand-in")).name("viec").value("nop"))
                }
                div.row.between {
                    (save_state(&saved))
                    button.linkish.push type="button" data-undo { (v.t("judge-undo")) }
                }
            }
        }
    }
}

fn criterion(v: &Visit, desk: &Desk, c: &Criterion, typed: Option<&Fields>, faults: &Faults) -> Markup {
    let name = field(c.id);
    let id = field_id(&name);
    let label = criterion_name(v, c);
    let there = desk.marks.get(&c.id).map(ToString::to_string).unwrap_or_default();
    let value = typed.filter(|f| f.has(&name)).map_or(there, |f| f.raw(&name).to_owned());
    let fault = faults.of(&name).map(|m| v.say(m));
    let levels = c.bands().unwrap_or_default();
    let error_id = format!("{id}-e");
    html! {
        div.crit.bad[fault.is_some()] data-criterion=(c.id) data-max=(c.max.hundredths()) data-step=(desk.rubric.step.hundredths()) {
            div.head {
                label for=(id) { (label) }
                span.mark {
                    input.input id=(id) name=(name) type="text" inputmode="decimal" autocomplete="off" value=(value)
                        aria-invalid=(if fault.is_some() { "true" } else { "false" }) aria-describedby=(error_id);
                    span.of { "/ " (c.max) }
                }
            }
            p.error id=(error_id) data-error { @if let Some(f) = &fault { (f) } }
            @if !levels.is_empty() {
                div.levels role="group" aria-label=(v.say(&msg!("judge-levels", criterion = label))) hidden {
                    @for l in &levels {
                        button type="button" data-level data-band=(band(v, l)) data-text=(l.text) aria-pressed="false" { (l.name) }
                    }
                }
                p.why data-why aria-live="polite" {}
                details data-plain {
                    summary { (v.t("judge-levels-open")) }
                    dl.levels-all {
                        @for l in &levels { dt { (l.name) " · " (band(v, l)) } dd { (l.text) } }
                    }
                }
            }
        }
    }
}

/// "27–30 điểm".
fn band(v: &Visit, l: &Level) -> String {
    let show = |s: &str| s.replace('.', ",");
    v.say(&msg!("judge-band", from = show(&l.from), to = show(&l.to)))
}

/// The sheet as it was handed in or locked.
fn done(v: &Visit, desk: &Desk) -> Markup {
    let (tone, text) = match (desk.sheet.state, desk.sheet.handed_in_at) {
        (SheetState::HandedIn, Some(at)) => {
            (Tone::Done, v.say(&msg!("judge-done-handed-in", at = v.zone().date_time(at))))
        }
        _ => (Tone::Stop, v.t("judge-done-locked")),
    };
    let list = desk.criteria.iter().fold(SummaryList::new(), |l, c| {
        let mark = desk.marks.get(&c.id).map_or_else(|| "–".to_owned(), ToString::to_string);
        l.row(criterion_name(v, c), format!("{mark} / {}", c.max))
    });
    html! {
        h2 { (v.t("judge-sheet")) }
        (Notice::text(tone, &text))
        (list)
        @if !desk.sheet.comment.is_empty() {
            h3 { (v.t("judge-comment")) }
            p.lines { (desk.sheet.comment) }
        }
        div.mt-4 { div.total { span { (v.t("judge-total")) } b { (desk.total()) } } }
    }
}
