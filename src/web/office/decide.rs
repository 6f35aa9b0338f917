//! Decisions about one work: accepting at once, the others each on a small page of their own. After one, the next work opens.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::filter::{self, Asking};
use super::work::{self, At};
use crate::contests::contest::Category;
use crate::contests::store as contests;
use crate::entries::dossier::Dossier;
use crate::entries::entry::{Entry, EntryState};
use crate::entries::intake_store;
use crate::entries::ops::intake::{
    self, Accept, Disqualify, MoveCategory, Refuse, Reopen, RequestCorrection, WithdrawFor,
};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::{Button, ErrorSummary, Field, Form, Notice, Tone, Width, actions, back_link, hidden};
use crate::web::visit::Visit;
use crate::web::words::name_in;

/// A work and what is to be done with it.
#[derive(Deserialize)]
pub struct StepAt {
    token: String,
    viec: String,
}

/// What has a page of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Correct,
    Refuse,
    Move,
    Reopen,
    Disqualify,
    Withdraw,
}

impl Step {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "bo-sung" => Self::Correct,
            "khong-nhan" => Self::Refuse,
            "doi-the-loai" => Self::Move,
            "mo-lai" => Self::Reopen,
            "loai" => Self::Disqualify,
            "rut" => Self::Withdraw,
            _ => return None,
        })
    }
    const fn word(self) -> &'static str {
        match self {
            Self::Correct => "bo-sung",
            Self::Refuse => "khong-nhan",
            Self::Move => "doi-the-loai",
            Self::Reopen => "mo-lai",
            Self::Disqualify => "loai",
            Self::Withdraw => "rut",
        }
    }
    /// Whether this person may do it to this work now: the same question as the op asks.
    fn require(self, v: &Visit, d: &Dossier) -> WebResult<()> {
        let (entry, contest) = (&d.entry, &d.contest);
        let state = || -> WebResult<()> { Err(OpError::from(crate::entries::states::Refused(entry.state)).into()) };
        match self {
            Self::Correct | Self::Move if entry.state != EntryState::Submitted => state(),
            Self::Refuse if !matches!(entry.state, EntryState::Submitted | EntryState::Correction) => state(),
            Self::Correct | Self::Refuse | Self::Move => v.require(&Action::Decide { entry, contest }),
            Self::Reopen => v.require(&Action::Reopen { entry, contest }),
            Self::Disqualify => v.require(&Action::Disqualify { entry, contest }),
            Self::Withdraw => v.require(&Action::Withdraw { entry, contest }),
        }
    }
}

/// Where to go after a decision: the work after this one, or the queue.
pub(super) async fn next_work(v: &Visit, d: &Dossier, asking: &Asking) -> WebResult<Option<String>> {
    let (contest, filter, id) = (d.contest.id, asking.filter.clone(), d.entry.id);
    let (_, next) = v.read(move |c| Ok(intake_store::neighbours(c, contest, &filter, id)?)).await?;
    Ok(next)
}

/// `303` to a page of the office that says what was done.
pub(super) fn go(v: &Visit, path: &str, asking: &Asking, done: &str, code: &str) -> HttpResponse {
    let query = asking.query();
    let sep = if query.is_empty() { "?" } else { "&" };
    v.see_other(&format!("{path}{query}{sep}xong={done}&ma={code}"))
}

fn onward(v: &Visit, next: Option<&str>, asking: &Asking, done: &str, e: &Entry) -> HttpResponse {
    let code = e.receipt_code.clone().unwrap_or_default();
    let path = next.map_or_else(|| "/ban-thu-ky".to_owned(), |t| format!("/ban-thu-ky/bai/{t}"));
    go(v, &path, asking, done, &code)
}

/// Accepts, and opens the next.
pub async fn accept(v: Visit, at: web::Path<At>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let d = work::open(&v, &at.token).await?;
    let asking = filter::carried(f.raw("loc"));
    let next = next_work(&v, &d, &asking).await?;
    let cmd = Accept { entry: d.entry.id, number: f.line("so").parse().ok() };
    let e = v.write(move |tx, cx| intake::accept(tx, cx, cmd)).await?;
    Ok(onward(&v, next.as_deref(), &asking, "nhan", &e))
}

pub async fn page(v: Visit, at: web::Path<StepAt>, Asked(q): Asked) -> WebResult<HttpResponse> {
    let (d, step, categories) = open(&v, &at).await?;
    step.require(&v, &d)?;
    Ok(draw(&v, &d, step, &categories, &Asking::read(&q).query(), &Fields::default(), &Faults::none(), None))
}

async fn open(v: &Visit, at: &StepAt) -> WebResult<(Dossier, Step, Vec<Category>)> {
    let d = work::open(v, &at.token).await?;
    let step = Step::parse(&at.viec).ok_or(OpError::NotFound)?;
    let contest = d.contest.id;
    // Decided about is what was handed in.
    let (d, categories) = v.read(move |c| Ok((d.as_handed_in(c)?, contests::categories(c, contest)?))).await?;
    Ok((d, step, categories))
}

pub async fn act(v: Visit, at: web::Path<StepAt>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let (d, step, categories) = open(&v, &at).await?;
    let asking = filter::carried(f.raw("loc"));
    let next = next_work(&v, &d, &asking).await?;
    match perform(&v, &d, step, &f).await {
        // A moved work is looked at again: its own page opens, not the next.
        Ok(e) if step == Step::Move || step == Step::Reopen => {
            let path = format!("/ban-thu-ky/bai/{}", e.token);
            Ok(go(&v, &path, &asking, step.word(), &e.receipt_code.unwrap_or_default()))
        }
        Ok(e) => Ok(onward(&v, next.as_deref(), &asking, step.word(), &e)),
        Err(OpError::Invalid(faults)) => Ok(draw(&v, &d, step, &categories, f.raw("loc"), &f, &faults, None)),
        // What was typed stays on the page, with why it was not done.
        Err(e @ (OpError::Conflict(_) | OpError::Denied(_))) => {
            let e = crate::web::errors::WebError(e);
            let why = v.say(&e.msg());
            Ok(draw(&v, &d, step, &categories, f.raw("loc"), &f, &Faults::none(), Some((why, &e))))
        }
        Err(e) => Err(e.into()),
    }
}

async fn perform(v: &Visit, d: &Dossier, step: Step, f: &Fields) -> OpResult<Entry> {
    let entry = d.entry.id;
    let number: Option<i64> = f.line("so").parse().ok();
    let reason = f.text("reason");
    match step {
        Step::Correct => {
            let mut faults = Faults::none();
            let due_at = f.some_time("due_at", d.zone(), &mut faults);
            let text = f.text("text");
            if text.trim().is_empty() {
                faults.add("text", msg!("field-required"));
            }
            if due_at.is_none() && faults.of("due_at").is_none() {
                faults.add("due_at", msg!("field-required"));
            }
            faults.check()?;
            let due_at = due_at.ok_or(OpError::NotFound)?;
            let cmd = RequestCorrection { entry, number, text, due_at };
            v.write(move |tx, cx| intake::request_correction(tx, cx, cmd.clone())).await
        }
        Step::Refuse => {
            let cmd = Refuse { entry, number, rule: f.text("rule") };
            v.write(move |tx, cx| intake::refuse(tx, cx, cmd.clone())).await
        }
        Step::Move => {
            let to = f.line("to").parse().map_err(|_| OpError::invalid("to", msg!("office-choose-category")))?;
            let cmd = MoveCategory { entry, number, to, reason };
            v.write(move |tx, cx| intake::move_category(tx, cx, cmd.clone())).await.map(|d| d.entry)
        }
        Step::Reopen => {
            let cmd = Reopen { entry, reason };
            v.write(move |tx, cx| intake::reopen(tx, cx, cmd.clone())).await
        }
        Step::Disqualify => {
            let cmd = Disqualify { entry, reason };
            v.write(move |tx, cx| intake::disqualify(tx, cx, cmd.clone())).await
        }
        Step::Withdraw => {
            let cmd = WithdrawFor { entry, reason };
            v.write(move |tx, cx| intake::withdraw_for(tx, cx, cmd.clone())).await
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "what the page shows, drawn from two places")]
fn draw(
    v: &Visit,
    d: &Dossier,
    step: Step,
    categories: &[Category],
    query: &str,
    f: &Fields,
    faults: &Faults,
    refused: Option<(String, &crate::web::errors::WebError)>,
) -> HttpResponse {
    let word = step.word();
    let title = v.t(&format!("office-step-{word}"));
    let query = filter::carried(query).query();
    let back = v.href(&format!("/ban-thu-ky/bai/{}{query}", d.entry.token));
    let number = if f.has("so") { f.line("so") } else { d.entry.submitted_number.to_string() };
    let button = if matches!(step, Step::Refuse | Step::Disqualify | Step::Withdraw) {
        Button::danger(v.t(&format!("office-step-{word}-go")))
    } else {
        Button::primary(v.t(&format!("office-step-{word}-go")))
    };
    let mut page = Page::new(v, &title).narrow().faulty(!faults.is_empty());
    if let Some((_, e)) = &refused {
        page = page.status(actix_web::ResponseError::status_code(*e));
    }
    page.body(html! {
        (back_link(&d.entry.title, &back))
        @if !faults.is_empty() {
            (ErrorSummary::new(v.say(&msg!("errors-title", count = faults.0.len()))).items(faults.0.iter().map(|(n, m)| (n.clone(), v.say(m)))))
        }
        @if let Some((why, _)) = &refused { (Notice::text(Tone::Stop, why).alert()) }
        h1 { (title) }
        p { strong { (d.entry.title) } @if let Some(code) = &d.entry.receipt_code { " · " span.code { (code) } } }
        p { (v.t(&format!("office-step-{word}-lead"))) }
        (Form::post(v.href(&format!("/ban-thu-ky/bai/{}/{word}", d.entry.token))).body(html! {
            (hidden("loc", &query)) (hidden("so", &number))
            (fields(v, d, step, categories, f, faults))
            (actions(html! { (button) a href=(back) { (v.t("cancel")) } }))
        }))
    })
}

/// Which files would have no place, category by category.
fn hidden_files(v: &Visit, d: &Dossier, categories: &[Category]) -> Markup {
    let of = |c: &&Category| {
        let names = intake::without_place(d, c).unwrap_or_default();
        (!names.is_empty()).then(|| (name_in(v.lang, &c.name, &c.name_en).to_owned(), names.join(", ")))
    };
    let others = categories.iter().filter(|c| Some(c.id) != d.entry.category_id);
    let all: Vec<(String, String)> = others.filter_map(|c| of(&c)).collect();
    if all.is_empty() {
        return html! {};
    }
    html! {
        (Notice::new(Tone::Wait, html! {
            p { (v.t("office-move-hidden-lead")) }
            ul { @for (category, files) in &all {
                li { (v.say(&msg!("office-move-hidden", category = category.as_str(), files = files.as_str()))) }
            } }
        }).title(v.t("office-move-hidden-title")))
    }
}

fn fields(v: &Visit, d: &Dossier, step: Step, categories: &[Category], f: &Fields, faults: &Faults) -> Markup {
    let error = |name: &str| faults.of(name).map(|m| v.say(m));
    let area = |name: &str, key: &str, hint: &str| {
        Field::textarea(name, v.t(key))
            .hint(v.t(hint))
            .rows(5)
            .required()
            .maxlength(2000)
            .value(f.raw(name))
            .error(error(name))
    };
    match step {
        Step::Correct => {
            let due = if f.has("due_at") { f.line("due_at") } else { d.zone().field(v.now.plus_days(7)) };
            html! {
                (area("text", "office-correct-text", "office-correct-text-hint"))
                (Field::datetime("due_at", v.t("office-correct-due")).hint(v.t("office-correct-due-hint")).required().width(Width::M)
                    .value(due).error(error("due_at")))
            }
        }
        Step::Refuse => html! { (area("rule", "office-refuse-rule", "office-refuse-rule-hint")) },
        Step::Move => html! {
            (hidden_files(v, d, categories))
            (Field::select("to", v.t("office-move-to")).required().error(error("to"))
                .options(std::iter::once((String::new(), v.t("office-choose-category-option"))).chain(
                    categories.iter().filter(|c| Some(c.id) != d.entry.category_id)
                        .map(|c| (c.id.to_string(), name_in(v.lang, &c.name, &c.name_en).to_owned()))))
                .value(f.line("to")))
            (area("reason", "office-reason", "office-reason-log-hint"))
        },
        Step::Withdraw => html! { (area("reason", "office-reason", "office-reason-log-hint")) },
        Step::Reopen | Step::Disqualify => html! { (area("reason", "office-reason", "office-reason-sent-hint")) },
    }
}
