//! The prizes of each group against the order: what is suggested, what was given, why it departs.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::said;
use crate::contests::contest::{Contest, Phase, Prize, Unit};
use crate::contests::store as contests;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{AwardId, EntryId, GroupId, PrizeId, UnitId};
use crate::policy::Action;
use crate::results::award::{Award, Vacancy};
use crate::results::load::{self, Board};
use crate::results::ops::proposal::{self, GroupPrizes};
use crate::results::ops::{self, AwardPrize, AwardProposed, AwardTo, ExplainAward, ExplainVacancy, Unaward};
use crate::results::prizes::Unexplained;
use crate::results::store;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::scoring;
use crate::web::ui::{Button, Col, Empty, Field, Form, Notice, Row, Table, Tag, Tone, Width, actions, hidden};
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/ket-qua/giai";

struct Seen {
    contest: Contest,
    board: Board,
    prizes: Vec<Prize>,
    groups: Vec<GroupPrizes>,
    held: Vec<Award>,
    vacancies: Vec<Vacancy>,
    /// Codes of works that hold a prize and are not accepted any more.
    fallen: BTreeMap<EntryId, String>,
    units: Vec<Unit>,
    unblinded: bool,
}

async fn seen(v: &Visit) -> WebResult<Seen> {
    let contest = v.contest()?.clone();
    v.require(&Action::Organize(contest.id))?;
    let v2 = v.clone();
    v.read(move |c| {
        let board = load::board(c, &contest)?;
        let prizes = contests::prizes(c, contest.id)?;
        // Who judges as well sees no order before the round has closed.
        let may = board.deciding().is_none_or(|r| v2.may(&Action::SeeMarks { round: &r.round }));
        let groups = if may { proposal::groups(&board, &prizes) } else { Vec::new() };
        let held: Vec<Award> = store::awards(c, contest.id)?.into_iter().filter(|a| a.revoked_at.is_none()).collect();
        let fallen: Vec<EntryId> =
            held.iter().filter_map(|a| a.entry_id).filter(|e| !board.works.contains_key(e)).collect();
        let fallen = store::blind_codes(c, &fallen)?;
        let vacancies = store::vacancies(c, contest.id)?;
        let units = contests::units(c, contest.id)?;
        let unblinded = store::unblinding(c, contest.id)?.is_some();
        Ok(Seen { contest, board, prizes, groups, held, vacancies, fallen, units, unblinded })
    })
    .await
}

/// The page.
pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let s = seen(&v).await?;
    Ok(draw(&v, &s, &Fields::default(), None))
}

fn draw(v: &Visit, s: &Seen, typed: &Fields, fault: Option<String>) -> HttpResponse {
    let open = v.may(&Action::ProposeResults(&s.contest));
    Page::new(v, v.t("results-prizes")).faulty(fault.is_some()).body(html! {
        h1 { (v.t("results-prizes")) }
        (super::tabs(v, HERE))
        @if let Some(f) = &fault { (Notice::text(Tone::Stop, f).alert()) }
        @if !open { (Notice::text(Tone::Wait, &v.t("results-prizes-wait"))) }
        @if s.prizes.is_empty() { (Empty::new(v.t("results-no-prizes"))) }
        @for g in &s.groups { (group(v, s, g, typed, open)) }
        (collective(v, s, typed, open))
        @if open {
            (actions(html! { (Button::primary(v.t("results-to-publication")).href(v.href("/ban-to-chuc/ket-qua/cong-bo"))) }))
        }
    })
}

fn work_name(s: &Seen, entry: EntryId) -> String {
    match s.board.works.get(&entry) {
        Some(w) if s.unblinded => format!("{} – {}", w.code(), w.title),
        Some(w) => w.code().to_owned(),
        None => s.fallen.get(&entry).cloned().unwrap_or_default(),
    }
}

fn group(v: &Visit, s: &Seen, g: &GroupPrizes, typed: &Fields, open: bool) -> Markup {
    let level: BTreeMap<PrizeId, &str> = g.prizes.iter().map(|p| (p.id, p.level.as_str())).collect();
    let categories: BTreeMap<_, _> = s
        .board
        .deciding()
        .into_iter()
        .flat_map(|r| &r.categories)
        .map(|c| (c.category.id, scoring::name(v.lang, &c.category.name, &c.category.name_en)))
        .collect();
    let mut table = Table::new(v.say(&msg!("results-order-of", group = g.group.name.as_str())))
        .col(Col::new(v.t("results-place")).num())
        .col(Col::new(v.t("results-work")).head())
        .col(Col::new(v.t("results-category")))
        .col(Col::new(v.t("results-score")).num())
        .col(Col::new(v.t("results-share")).num())
        .col(Col::new(v.t("results-suggested")))
        .col(Col::new(v.t("results-given")));
    // The prizes and a little beyond, where departures come from.
    let wanted = usize::try_from(g.prizes.iter().map(|p| p.count).sum::<i64>()).unwrap_or(0) + 10;
    for row in g.order.rows.iter().take(wanted.max(20)) {
        let suggested = g.suggested(row.entry).and_then(|p| level.get(&p)).copied();
        let held = s.held.iter().find(|a| a.entry_id == Some(row.entry));
        table = table.row(
            Row::new()
                .cell(row.place.to_string())
                .cell(work_name(s, row.entry))
                .cell(categories.get(&row.category).copied().unwrap_or_default())
                .cell(scoring::score(v.lang, row.score))
                .cell(percent(v, row.share))
                .cell(suggested.unwrap_or("–"))
                .cell(html! { @if let Some(a) = held { (Tag::new(Tone::Done, level.get(&a.prize_id).copied().unwrap_or_default())) } }),
        );
    }
    let here = typed.raw("nhom") == g.group.id.to_string();
    let is_given = g.proposal.awards.iter().all(|a| s.held.iter().any(|h| h.entry_id == Some(a.entry)));
    html! {
        section {
            h2 { (scoring::name(v.lang, &g.group.name, &g.group.name_en)) }
            @if g.order.rubrics_differ { (Notice::text(Tone::Wait, &v.t("results-rubrics-differ"))) }
            @for b in &g.proposal.boundaries {
                (Notice::text(Tone::Wait, &v.say(&msg!("results-boundary",
                    level = level.get(&b.level).copied().unwrap_or_default(), left = b.left,
                    codes = b.entries.iter().map(|e| s.board.code(*e)).collect::<Vec<_>>().join(", ")))))
            }
            (prize_table(v, s, scoring::name(v.lang, &g.group.name, &g.group.name_en), &g.prizes, open))
            (reasons(v, s, g, typed, open))
            @if g.order.rows.is_empty() {
                (Empty::new(v.t("results-none-ranked")).body(html! { p { (v.t("results-none-final")) } }))
            } @else { (table) }
            @if open && !g.order.rows.is_empty() {
                @if !is_given {
                    (Form::post(v.href("/ban-to-chuc/ket-qua/giai/theo-thu-tu")).body(html! {
                        (hidden("nhom", &g.group.id.to_string()))
                        (actions(html! { (Button::plain(v.t("results-give-suggested"))) }))
                    }))
                }
                details open[here] { summary { (v.t("results-give-one")) } (Form::post(v.href(HERE)).body(html! {
                    (hidden("nhom", &g.group.id.to_string()))
                    (Field::text("ma", v.t("results-code")).id(format!("f-ma-{}", g.group.code)).width(Width::S)
                        .value(if here { typed.raw("ma") } else { "" }).required())
                    (Field::select("giai", v.t("results-level")).id(format!("f-giai-{}", g.group.code)).width(Width::M)
                        .value(if here { typed.raw("giai") } else { "" })
                        .options(g.prizes.iter().map(|p| (p.id.to_string(), p.level.clone()))))
                    (Field::text("ly-do", v.t("results-reason")).id(format!("f-ly-do-{}", g.group.code))
                        .hint(v.t("results-reason-hint")).value(if here { typed.raw("ly-do") } else { "" }))
                    (actions(html! { (Button::plain(v.t("results-give"))) }))
                })) }
            }
        }
    }
}

fn percent(v: &Visit, share: crate::kernel::points::Fraction) -> String {
    let hundred = crate::kernel::points::Fraction::new(100, 1);
    let shown = hundred.and_then(|h| share.checked_mul(h)).map(|s| scoring::score(v.lang, s));
    format!("{} %", shown.unwrap_or_default())
}

/// The levels with those who have them, and how to take one back.
fn prize_table(v: &Visit, s: &Seen, group: &str, prizes: &[Prize], open: bool) -> Markup {
    let left = proposal::left(prizes, &s.held);
    let mut table = Table::new(v.say(&msg!("results-given-of", group = group)))
        .hide_caption()
        .col(Col::new(v.t("results-level")).head())
        .col(Col::new(v.t("results-money")).num())
        .col(Col::new(v.t("results-left-label")).num())
        .col(Col::new(v.t("results-given")));
    for p in prizes {
        let held: Vec<&Award> = s.held.iter().filter(|a| a.prize_id == p.id).collect();
        table = table.row(
            Row::new()
                .cell(v.say(&msg!("results-level-of", level = p.level.as_str())))
                .cell(scoring::money(v.lang, p.money))
                .cell(v.say(&msg!("results-left", left = left.get(&p.id).copied().unwrap_or(0), count = p.count)))
                .cell(html! { @if !held.is_empty() { ul.clean.mb-0 { @for a in held { li { (given(v, s, a, open)) } } } } }),
        );
    }
    html! { (table) }
}

/// Who has a prize, and how to take it back; after the publication only with a reason, behind a fold.
fn given(v: &Visit, s: &Seen, a: &Award, open: bool) -> Markup {
    let published = s.contest.phase >= Phase::Published;
    let who = match (a.entry_id, a.unit_id) {
        (Some(e), _) => work_name(s, e),
        (None, Some(u)) => s.units.iter().find(|x| x.id == u).map_or(String::new(), |x| x.name.clone()),
        (None, None) => String::new(),
    };
    let what = v.t(if published { "results-revoke" } else { "results-take-back" });
    let aria = v.say(&msg!("results-take-back-from", what = what.as_str(), who = who.as_str()));
    let form = Form::post(v.href("/ban-to-chuc/ket-qua/giai/thu-hoi")).class("row").body(html! {
        (hidden("giai", &a.id.to_string()))
        @if published {
            (Field::text("ly-do", v.t("results-reason")).id(format!("f-thu-hoi-{}", a.id)).required())
        }
        (Button::quiet(what.as_str()).small().aria(aria.as_str()))
    });
    html! {
        div.row.between {
            span { (who) @if !a.reason.is_empty() { " – " em { (a.reason) } }
                @if a.entry_id.is_some_and(|e| s.fallen.contains_key(&e)) { " " (Tag::new(Tone::Stop, v.t("results-fallen"))) } }
            @if open && !published { (form) }
            @if open && published { details.small { summary aria-label=(aria) { (what) } (form) } }
        }
    }
}

/// What departs from the order and wants its reason, each with a place to type it; reasons that were given, to change them.
fn reasons(v: &Visit, s: &Seen, g: &GroupPrizes, typed: &Fields, open: bool) -> Markup {
    let level = |id: PrizeId| g.prizes.iter().find(|p| p.id == id).map_or("?", |p| p.level.as_str());
    let wanted = g.unexplained(&s.held, &s.vacancies);
    html! {
        @for (i, one) in wanted.iter().enumerate() {
            @match one {
                Unexplained::Other { entry, level: l } => {
                    @let who = work_name(s, *entry);
                    @let said = v.say(&msg!("results-why-other", who = who.as_str(), level = level(*l)));
                    (Notice::new(Tone::Wait, html! {
                        p { (said) }
                        @for a in s.held.iter().filter(|a| open && a.entry_id == Some(*entry) && a.prize_id == *l) {
                            (explain(v, ("giai", &a.id.to_string()), &v.say(&msg!("results-explain-award", level = level(*l), who = who.as_str())), typed, ""))
                        }
                    }))
                }
                // The last of those that were given stands for the level.
                Unexplained::TooMany { level: l } => {
                    (Notice::new(Tone::Wait, html! {
                        p { (v.say(&msg!("results-why-many", level = level(*l)))) }
                        @if let Some(a) = s.held.iter().rev().find(|a| open && a.prize_id == *l && a.reason.is_empty()) {
                            @let who = a.entry_id.map(|e| work_name(s, e)).unwrap_or_default();
                            (explain(v, ("giai", &a.id.to_string()), &v.say(&msg!("results-explain-award", level = level(*l), who = who)), typed, ""))
                        }
                    }))
                }
                Unexplained::Nothing { level: l, .. } => {
                    // One reason for all of a level.
                    @let first = !wanted.iter().take(i).any(|w| matches!(w, Unexplained::Nothing { level: x, .. } if x == l));
                    @if first && !s.held.is_empty() { (Notice::new(Tone::Wait, html! {
                        p { (v.say(&msg!("results-why-nothing", level = level(*l), codes = passed_over(s, g, *l)))) }
                        @if open { (explain(v, ("muc", &l.to_string()), &v.say(&msg!("results-explain-vacancy", level = level(*l))), typed, "")) }
                    })) }
                }
            }
        }
        @for said in s.vacancies.iter().filter(|x| open && g.prizes.iter().any(|p| p.id == x.prize_id)) {
            details { summary { (v.say(&msg!("results-explain-vacancy", level = level(said.prize_id)))) ": " em { (said.reason) } }
                (explain(v, ("muc", &said.prize_id.to_string()), &v.t("results-reason"), typed, &said.reason)) }
        }
    }
}

fn passed_over(s: &Seen, g: &GroupPrizes, level: PrizeId) -> String {
    g.passed_over(level, &s.held).iter().map(|e| s.board.code(*e)).collect::<Vec<_>>().join(", ")
}

/// The form for one reason. `about`: the hidden field that says of what.
fn explain(v: &Visit, about: (&'static str, &str), label: &str, typed: &Fields, stored: &str) -> Markup {
    let (field, key) = about;
    let value = if typed.raw(field) == key { typed.raw("ly-do") } else { stored };
    html! {
        (Form::post(v.href("/ban-to-chuc/ket-qua/giai/ly-do")).body(html! {
            (hidden(field, key))
            (Field::text("ly-do", label).id(format!("f-vi-sao-{field}-{key}")).hint(v.t("results-explain-hint")).value(value))
            (actions(html! { (Button::plain(v.t("results-explain"))) }))
        }))
    }
}

/// Records a reason: of an award, or of a level.
pub async fn give_reason(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    let reason = form.0.line("ly-do");
    let done = if let Ok(award) = form.0.raw("giai").parse::<AwardId>() {
        let cmd = ExplainAward { award, reason };
        v.write(move |tx, cx| ops::explain_award(tx, cx, &cmd)).await
    } else {
        let prize = form.0.raw("muc").parse::<PrizeId>().map_err(|_| OpError::NotFound)?;
        let cmd = ExplainVacancy { contest, prize, reason };
        v.write(move |tx, cx| ops::explain_vacancy(tx, cx, &cmd)).await
    };
    after(&v, &form.0, done).await
}

fn collective(v: &Visit, s: &Seen, typed: &Fields, open: bool) -> Markup {
    let prizes: Vec<Prize> = s.prizes.iter().filter(|p| p.group_id.is_none()).cloned().collect();
    if prizes.is_empty() {
        return html! {};
    }
    let here = !typed.raw("don-vi").is_empty() || (!typed.raw("ma").is_empty() && typed.raw("nhom").is_empty());
    html! {
        section {
            h2 { (v.t("results-collective")) }
            (prize_table(v, s, &v.t("results-collective"), &prizes, open))
            @if open {
                details open[here] { summary { (v.t("results-give-collective")) } (Form::post(v.href(HERE)).body(html! {
                    (Field::select("don-vi", v.t("results-unit")).value(typed.raw("don-vi"))
                        .option("", "–").options(s.units.iter().map(|u| (u.id.to_string(), u.name.clone()))))
                    (Field::text("ma", v.t("results-or-code")).id("f-ma-tap-the").width(Width::S).value(""))
                    (Field::select("giai", v.t("results-level")).id("f-giai-tap-the").width(Width::M)
                        .options(prizes.iter().map(|p| (p.id.to_string(), p.level.clone()))))
                    (Field::text("ly-do", v.t("results-reason")).id("f-ly-do-tap-the").optional(v.t("optional")))
                    (actions(html! { (Button::plain(v.t("results-give"))) }))
                })) }
            }
        }
    }
}

/// Gives one prize.
pub async fn give(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let s = seen(&v).await?;
    let fields = form.0;
    let contest = s.contest.id;
    let Ok(prize) = fields.raw("giai").parse::<PrizeId>() else {
        return Ok(draw(&v, &s, &fields, Some(v.t("results-choose-level"))));
    };
    let to = if let Ok(unit) = fields.raw("don-vi").parse::<UnitId>() {
        AwardTo::Unit(unit)
    } else {
        let code = fields.line("ma").to_uppercase();
        match s.board.works.values().find(|w| w.code() == code) {
            Some(w) => AwardTo::Entry(w.id),
            None => return Ok(draw(&v, &s, &fields, Some(v.say(&msg!("results-no-such-code", code = code))))),
        }
    };
    let cmd = AwardPrize { contest, prize, to, reason: fields.line("ly-do") };
    let done = v.write(move |tx, cx| ops::award(tx, cx, &cmd).map(|_| ())).await;
    after(&v, &fields, done).await
}

/// Gives what the order suggests.
pub async fn give_proposed(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    let group = form.0.raw("nhom").parse::<GroupId>().map_err(|_| OpError::NotFound)?;
    let done = v.write(move |tx, cx| ops::award_proposed(tx, cx, &AwardProposed { contest, group }).map(|_| ())).await;
    after(&v, &form.0, done).await
}

/// Takes one back.
pub async fn take_back(v: Visit, form: Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    v.require(&Action::Organize(contest))?;
    let award = form.0.raw("giai").parse::<AwardId>().map_err(|_| OpError::NotFound)?;
    let cmd = Unaward { award, reason: form.0.line("ly-do") };
    let done = v.write(move |tx, cx| ops::unaward(tx, cx, &cmd)).await;
    after(&v, &Fields::default(), done).await
}

async fn after(v: &Visit, typed: &Fields, done: OpResult<()>) -> WebResult<HttpResponse> {
    let said = match done {
        Ok(()) => return Ok(v.see_other(HERE)),
        Err(e) => said(v, e)?,
    };
    let s = seen(v).await?;
    Ok(draw(v, &s, typed, Some(said)))
}
