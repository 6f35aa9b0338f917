//! One panel: who sits on it and how far they are, its works, who stepped back, and the ways on.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::common::{At, BASE, href, load, name};
use crate::contests::contest::RoundState;
use crate::judging::overview::PanelView;
use crate::judging::sheet::SheetState;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::judge::list::to_u64;
use crate::web::layout::Page;
use crate::web::ui::{
    Button, Col, Notice, Pager, Progress, Row, Stat, Table, Tone, actions, back_link, link_button, stats, tag,
};
use crate::web::visit::Visit;

pub async fn page(v: Visit, at: web::Path<At>, Asked(asked): Asked) -> WebResult<HttpResponse> {
    let view = load(&v, &at.panel).await?;
    let title = name(&v, &view);
    let changeable = view.bench.round.state != RoundState::Closed;
    let page: u64 = asked.line("trang").parse().unwrap_or(1).max(1);
    Ok(Page::new(&v, title.clone()).body(html! {
        (back_link(&v.t("judge-run-title"), &v.href(BASE)))
        h1 { (title) }
        (stats([
            Stat::new(view.works.len().to_string(), v.t("judge-col-works")),
            Stat::new(view.bench.members.len().to_string(), v.t("judge-col-judges")),
            Stat::new(view.short().to_string(), v.t("judge-col-short")),
            Stat::new(format!("{} / {}", view.handed_in(), view.all()), v.t("judge-col-handed-in")),
        ]))
        (recused(&v, &view))
        h2 { (v.t("judge-members")) }
        (members(&v, &view))
        (actions(html! {
            @if changeable {
                (Button::primary(v.t("judge-to-plan")).href(href(&v, &view, "/ke-hoach")))
                (link_button(v.t("judge-to-hand"), href(&v, &view, "/phan-cong")))
                (link_button(v.t("judge-to-members"), href(&v, &view, "/thanh-vien")))
                (link_button(v.t("judge-to-replace"), href(&v, &view, "/thay")))
            }
            (link_button(v.t("judge-to-conflicts"), href(&v, &view, "/xung-dot")))
        }))
        h2.mt-6 { (v.t("judge-papers")) }
        (papers(&v, &view))
        h2.mt-6 { (v.t("judge-col-works")) }
        (works(&v, &view, page))
    }))
}

fn members(v: &Visit, view: &PanelView) -> Markup {
    let mut table = Table::new(v.t("judge-members"))
        .hide_caption()
        .col(Col::new(v.t("judge-col-judge")).head())
        .col(Col::new(v.t("judge-col-progress")))
        .col(Col::new(v.t("judge-col-untouched")).num())
        .col(Col::new(v.t("judge-col-recused")).num())
        .col(Col::new(v.t("judge-col-last")))
        .empty(html! { p { (v.t("judge-members-empty")) } });
    for p in &view.progress {
        let last = p.last.map_or_else(|| v.t("judge-never"), |t| v.zone().date_time(t));
        let progress = Progress::new(
            v.say(&msg!("judge-progress", round = p.name.as_str())),
            to_u64(p.handed_in),
            to_u64(p.all()),
        )
        .text(v.say(&msg!("judge-progress-text", done = p.handed_in, all = p.all())));
        table = table.row(
            Row::new()
                .cell(html! {
                    (p.name)
                    @if p.is_head { " " (tag(Tone::Act, v.t("judge-head"))) }
                    @if !p.seated { " " (tag(Tone::Quiet, v.t("judge-left"))) }
                })
                .cell(progress)
                .cell(p.untouched.to_string())
                .cell(p.recused.to_string())
                .cell(last),
        );
    }
    html! { (table) }
}

/// Works that a judge stepped back from and that lack a judge now.
fn recused(v: &Visit, view: &PanelView) -> Markup {
    let quota = usize::try_from(view.bench.round.quota).unwrap_or(0);
    let open = view.sheets.iter().filter(|s| s.state == SheetState::Recused && view.live(s.entry_id).count() < quota);
    let lines: Vec<String> = open
        .filter_map(|s| {
            let code = &view.work(s.entry_id)?.code;
            Some(v.say(&msg!("judge-recused-line", name = view.name(s.judge_id), code = code.as_str())))
        })
        .collect();
    html! {
        @if !lines.is_empty() {
            (Notice::new(Tone::Wait, html! { ul { @for l in &lines { li { (l) } } } }).title(v.t("judge-recused-title")))
        }
    }
}

fn papers(v: &Visit, view: &PanelView) -> Markup {
    let at = |tail: &str| v.href(&format!("{BASE}/in/{}{tail}", view.bench.panel.id));
    let marks = v.may(&Action::SeeMarks { round: &view.bench.round });
    html! {
        ul {
            li { a href=(at("/phieu-trang")) { (v.t("judge-paper-blank")) } }
            @if marks {
                @for p in view.progress.iter().filter(|p| p.handed_in > 0) {
                    li { a href=(at(&format!("/phieu?giam-khao={}", p.judge))) { (v.say(&msg!("judge-paper-filled", name = p.name.as_str()))) } }
                }
                li { a href=(at("/tong-hop")) { (v.t("judge-paper-summary")) } }
            } @else {
                li.soft { (v.t("judge-paper-later")) }
            }
        }
    }
}

fn works(v: &Visit, view: &PanelView, page: u64) -> Markup {
    const EACH: usize = 100;
    let pages = to_u64(view.works.len().div_ceil(EACH)).max(1);
    let page = page.min(pages);
    let skip = usize::try_from(page - 1).unwrap_or(0).saturating_mul(EACH);
    let quota = view.bench.round.quota;
    let heads = view.bench.is_head(v.person.as_deref().map(|p| p.account));
    let mut table = Table::new(v.t("judge-col-works"))
        .hide_caption()
        .dense()
        .col(Col::new(v.t("judge-col-code")).head())
        .col(Col::new(v.t("judge-col-title")))
        .col(Col::new(v.t("judge-col-category")))
        .col(Col::new(v.t("judge-col-sheets")))
        .empty(html! { p { (v.t("judge-works-empty")) } });
    for w in view.works.iter().skip(skip).take(EACH) {
        let category = view.bench.categories.iter().find(|c| c.id == w.category).map_or("", |c| c.name.as_str());
        let count = view.live(w.entry).count();
        let sheets = html! {
            span.num { (count) " / " (quota) }
            ul.clean.small {
                @for s in view.live(w.entry) {
                    li {
                        (view.name(s.judge_id)) " "
                        @if s.state == SheetState::HandedIn {
                            (tag(Tone::Done, v.t("judge-state-handed-in")))
                            @if v.may(&Action::ReopenSheet { sheet: s, round: &view.bench.round, heads }) {
                                " " a href=(href(v, view, &format!("/phieu/{}/mo-lai", s.token)))
                                    aria-label=(v.say(&msg!("judge-reopen-of", name = view.name(s.judge_id), code = w.code.as_str()))) { (v.t("judge-reopen")) }
                            }
                        } @else if view.begun.contains(&s.id) {
                            (tag(Tone::Act, v.t("judge-state-marking")))
                        } @else {
                            (tag(Tone::Quiet, v.t("judge-state-new")))
                            @if s.locked_at.is_none() {
                                " " (Button::quiet(v.t("judge-unassign")).post(href(v, view, &format!("/phieu/{}/rut", s.token))).small()
                                    .aria(v.say(&msg!("judge-unassign-of", name = view.name(s.judge_id), code = w.code.as_str()))))
                            }
                        }
                    }
                }
            }
        };
        table = table.row(Row::new().cell(html! { span.code { (w.code) } }).cell(&w.title).cell(category).cell(sheets));
    }
    html! {
        (table)
        @if pages > 1 {
            (Pager::new(v.t("judge-col-works"), u32::try_from(page).unwrap_or(1), u32::try_from(pages).unwrap_or(1),
                |n| href(v, view, &format!("?trang={n}"))).prev(v.t("judge-page-previous")).next(v.t("judge-page-next")))
        }
    }
}
