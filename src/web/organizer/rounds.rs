//! The rounds of judging as planned, and how scores are made and ties split.

use actix_web::{HttpResponse, web};
use maud::html;
use serde::Deserialize;
use serde_json::json;

use super::frame::{Typed, setup, version, within};
use super::setup::organized;
use crate::contests::contest::{ConflictRule, Phase, RoundState};
use crate::contests::ops;
use crate::contests::store;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::{CategoryId, RoundId};
use crate::kernel::points::Points;
use crate::results::advance::{AdvanceRule, Per, Rounding, Ties};
use crate::results::ranking::Method;
use crate::results::ties::TieRule;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/thiet-lap/vong-cham";
/// Rules for ties that a form offers.
const TIES: usize = 6;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Typed::fresh()).await
}

/// A tie rule as a form's value: `criterion-2`, `first_places`, …
fn tie_word(rule: TieRule) -> String {
    match rule {
        TieRule::Criterion { n } => format!("criterion-{n}"),
        TieRule::FirstPlaces => "first_places".to_owned(),
        TieRule::HeadJudge => "head_judge".to_owned(),
        TieRule::Shared => "shared".to_owned(),
    }
}

fn tie_of(word: &str) -> Option<TieRule> {
    match word {
        "first_places" => Some(TieRule::FirstPlaces),
        "head_judge" => Some(TieRule::HeadJudge),
        "shared" => Some(TieRule::Shared),
        w => w.strip_prefix("criterion-")?.parse().ok().map(|n| TieRule::Criterion { n }),
    }
}

async fn draw(v: &Visit, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let id = c.id;
    let rounds = v.read(move |conn| Ok(store::rounds(conn, id)?)).await?;
    let ties = c.ties().map_err(OpError::from)?;
    let title = v.t("setup-rounds");
    let tasks = rounds.iter().map(|r| {
        Task::new(&r.name, v.href(&format!("{HERE}/{}", r.id)))
            .status(
                if r.state == RoundState::Planned { Tone::Quiet } else { Tone::Done },
                v.t(&format!("setup-round-{}", r.state.word())),
            )
            .hint(v.say(&msg!("setup-round-quota", n = r.quota)))
    });
    let open = c.phase < Phase::Preliminary;
    let body = html! {
        (typed.top(v))
        (tasks.fold(TaskList::new(), TaskList::task))
        h2 { (v.t("setup-scoring")) }
        @if !open { (Notice::text(Tone::Quiet, &v.t("setup-scoring-fixed"))) }
        (Form::post(v.href(HERE)).body(html! {
            (hidden("version", &c.version.to_string()))
            (typed.put(v, Field::select("method", v.t("setup-method")).disabled(!open)
                .option("mean", v.t("setup-method-mean")).option("trimmed_mean", v.t("setup-method-trimmed"))
                .option("median", v.t("setup-method-median")).option("sum", v.t("setup-method-sum")), "method", &c.score_method))
            (fieldset(&v.t("setup-ties"), html! {
                p.soft { (v.t("setup-ties-hint")) }
                @for i in 0..TIES {
                    @let name = format!("tie-{i}");
                    (typed.put(v, (1..=6usize).fold(Field::select(name.clone(), v.say(&msg!("setup-tie", n = i + 1))).disabled(!open).option("", "–"), |f, n| {
                        f.option(format!("criterion-{n}"), v.say(&msg!("setup-tie-criterion", n = n)))
                    }).option("first_places", v.t("setup-tie-firsts")).option("head_judge", v.t("setup-tie-head")).option("shared", v.t("setup-tie-shared")),
                    &name, &ties.get(i).map(|t| tie_word(*t)).unwrap_or_default()))
                }
            }))
            (typed.put(v, Field::select("conflict", v.t("setup-conflict")).disabled(!open)
                .option("contest", v.t("setup-conflict-contest")).option("category", v.t("setup-conflict-category")), "conflict", c.conflict_rule.word()))
            @if open { (actions(Button::primary(v.t("save")))) }
        }))
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(typed.is_bad()).body(setup(v, &title, body)))
}

pub async fn scoring(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            let method: Method = serde_json::from_value(json!(f.raw("method")))
                .map_err(|_| OpError::invalid("method", msg!("field-required")))?;
            let cmd = ops::EditScoring {
                contest,
                version: version(f),
                method,
                ties: (0..TIES).filter_map(|i| tie_of(f.raw(&format!("tie-{i}")))).collect(),
                conflict_rule: ConflictRule::parse(f.raw("conflict")).unwrap_or(ConflictRule::Contest),
            };
            ops::edit_scoring(tx, cx, &cmd)
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other(HERE)),
        Err(e) => draw(&v, &Typed::of(f, e)?).await,
    }
}

#[derive(Deserialize)]
pub struct At {
    round: String,
}

impl At {
    fn id(&self) -> Result<RoundId, OpError> {
        self.round.parse().map_err(|_| OpError::NotFound)
    }
}

pub async fn one_page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    draw_one(&v, at.id()?, &Typed::fresh()).await
}

async fn draw_one(v: &Visit, id: RoundId, typed: &Typed) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let contest = c.id;
    let (r, categories, rubrics, of) = v
        .read(move |conn| {
            let r = store::round(conn, id)?.filter(|r| r.contest_id == contest).ok_or(OpError::NotFound)?;
            Ok((
                r,
                store::categories(conn, contest)?,
                store::rubrics(conn, contest)?,
                store::category_rubrics(conn, id)?,
            ))
        })
        .await?;
    let (rule, number) = match r.advances().map_err(OpError::from)? {
        None => ("", String::new()),
        Some(AdvanceRule::HandPicked) => ("hand_picked", String::new()),
        Some(AdvanceRule::TopN { n }) => ("top_n", n.to_string()),
        Some(AdvanceRule::Share { percent, .. }) => ("share", percent.to_string()),
        Some(AdvanceRule::Threshold { points }) => ("threshold", points.to_string()),
    };
    let open = r.state == RoundState::Planned;
    let title = r.name.clone();
    let body = html! {
        (typed.top(v))
        @if !open { (Notice::text(Tone::Quiet, &v.t("setup-round-fixed"))) }
        (Form::post(v.href(&format!("{HERE}/{id}"))).body(html! {
            (hidden("version", &r.version.to_string()))
            (typed.put(v, Field::text("name", v.t("setup-round-name")).required().disabled(!open), "name", &r.name))
            (typed.put(v, Field::number("quota", v.t("setup-quota")).width(Width::S).disabled(!open), "quota", &r.quota.to_string()))
            (typed.put(v, Field::select("rule", v.t("setup-advance")).disabled(!open).option("", v.t("setup-advance-none"))
                .option("share", v.t("setup-advance-share")).option("top_n", v.t("setup-advance-top"))
                .option("threshold", v.t("setup-advance-threshold")).option("hand_picked", v.t("setup-advance-hand")), "rule", rule))
            (typed.put(v, Field::decimal("number", v.t("setup-advance-number")).hint(v.t("setup-advance-number-hint")).width(Width::S).disabled(!open), "number", &number))
            (typed.tick(v, "deliberation", v.t("setup-deliberation"), r.deliberation).disabled(!open))
            (fieldset(&v.t("setup-round-rubrics"), html! {
                @for k in &categories {
                    @let name = format!("rubric-{}", k.id);
                    @let stored = of.iter().find(|x| x.category_id == k.id).map(|x| x.rubric_id.to_string()).unwrap_or_default();
                    (typed.put(v, Field::select(name.clone(), k.name.clone()).disabled(!open)
                        .options(stored.is_empty().then(|| (String::new(), "–".to_owned())))
                        .options(rubrics.iter().map(|x| (x.id.to_string(), x.name.clone()))), &name, &stored))
                }
            }))
            @if open { (actions(Button::primary(v.t("save")))) }
        }))
    };
    let body = html! {
        (body)
        @if r.state != RoundState::Closed {
            p { a href=(v.href(&crate::web::judge::trial_path(r.key))) { (v.say(&msg!("trial-open-for", round = r.name.as_str()))) } }
        }
    };
    let body = within(v, "setup-rounds", HERE, &title, body);
    Ok(Page::new(v, title).narrow().faulty(typed.is_bad()).body(body))
}

/// The rule for going on as the form says it.
fn advance_of(f: &Fields, faults: &mut Faults) -> Option<AdvanceRule> {
    let points = f.some_points("number", faults);
    let needs_whole = matches!(f.raw("rule"), "share" | "top_n");
    if needs_whole && points.is_some_and(|p| p.hundredths() % 100 != 0 || p <= Points::ZERO) {
        faults.add("number", msg!("field-not-number"));
    }
    let whole = points.map(|p| p.hundredths() / 100).unwrap_or(0);
    let rule = match f.raw("rule") {
        "hand_picked" => return Some(AdvanceRule::HandPicked),
        "share" => u32::try_from(whole).ok().map(|percent| AdvanceRule::Share {
            percent,
            rounding: Rounding::Up,
            per: Per::Category,
            ties: Ties::Keep,
        }),
        "top_n" => usize::try_from(whole).ok().map(|n| AdvanceRule::TopN { n }),
        "threshold" => points.map(|points| AdvanceRule::Threshold { points }),
        _ => return None,
    };
    if points.is_none() && faults.of("number").is_none() {
        faults.add("number", msg!("field-required"));
    }
    rule
}

pub async fn one(v: Visit, at: web::Path<At>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let id = at.id()?;
    let contest = v.contest()?.id;
    let fields = f.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            store::round(tx, id)?.filter(|r| r.contest_id == contest).ok_or(OpError::NotFound)?;
            let mut faults = Faults::none();
            let rubrics =
                f.0.iter()
                    .filter_map(|(k, x)| {
                        let category: CategoryId = k.strip_prefix("rubric-")?.parse().ok()?;
                        Some((category, x.parse().ok()?))
                    })
                    .collect();
            let cmd = ops::EditRound {
                round: id,
                version: version(f),
                name: f.need_line("name", 60, &mut faults),
                quota: f.some_number("quota", &mut faults).unwrap_or(0),
                advance: advance_of(f, &mut faults),
                deliberation: f.ticked("deliberation"),
                rubrics,
            };
            faults.check()?;
            ops::edit_round(tx, cx, &cmd)
        })
        .await;
    match done {
        Ok(()) => Ok(v.see_other(HERE)),
        Err(e) => draw_one(&v, id, &Typed::of(f, e)?).await,
    }
}
