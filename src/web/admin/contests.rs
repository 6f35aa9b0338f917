//! All contests; making another from a template; which one the bare addresses mean.

use actix_web::HttpResponse;
use maud::html;

use crate::contests::ops::{self, Import};
use crate::contests::store;
use crate::contests::template::{ContestPart, PHU_TAN, Template, is_short_code};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::ContestId;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

const HERE: &str = "/quan-tri/cuoc-thi";

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Fields::default(), &Faults::none(), &[]).await
}

/// `broken`: what the template says is wrong with itself.
async fn draw(v: &Visit, f: &Fields, faults: &Faults, broken: &[String]) -> WebResult<HttpResponse> {
    v.require(&Action::Administer)?;
    let all = v.read(|c| Ok(store::all(c)?)).await?;
    let title = v.t("admin-contests");
    let mut table = Table::new(title.clone())
        .hide_caption()
        .col(Col::new(v.t("admin-contest-code")).head())
        .col(Col::new(v.t("admin-contest-title")))
        .col(Col::new(v.t("admin-contest-phase")))
        .col(Col::new(v.t("admin-contest-current")))
        .empty(Empty::new(v.t("contests-none")));
    for c in &all {
        let current = if c.is_current {
            html! { (tag(Tone::Done, v.t("admin-contest-is-current"))) }
        } else {
            html! {
                (Button::quiet(v.t("admin-contest-make-current")).post(HERE).hidden("act", "current")
                    .hidden("contest", c.id.to_string()).small().aria(v.say(&msg!("admin-contest-make-current-of", code = c.short_code.as_str()))))
            }
        };
        let row = Row::new()
            .cell(html! { a href={ "/cuoc-thi/" (c.short_code) "/ban-to-chuc" } { (c.short_code) } })
            .cell(&c.title)
            .cell(v.t(&format!("phase-{}", c.phase.word())))
            .cell(current);
        table = table.row(row);
    }
    let own = built_in();
    let source = if f.has("source") { f.raw("source") } else { own.first().map_or("paste", |p| p.short_code.as_str()) };
    let fault = |name: &str| faults.of(name).map(|m| v.say(m));
    let count = i64::try_from(faults.0.len()).unwrap_or(0);
    let summary = faults
        .0
        .iter()
        .fold(ErrorSummary::new(v.say(&msg!("errors-title", count = count))), |s, (n, m)| s.item(n.as_str(), v.say(m)));
    let mut choice = Field::radios("source", v.t("admin-contest-source"));
    for p in &own {
        choice = choice.option(
            p.short_code.clone(),
            v.say(&msg!("admin-contest-built-in", code = p.short_code.as_str(), title = p.title.as_str())),
        );
    }
    let body = html! {
        (summary)
        @if !broken.is_empty() {
            (Notice::new(Tone::Stop, html! { ul { @for b in broken { li { (b) } } } }).title(v.t("admin-template-faults")).alert())
        }
        (table)
        h2 { (v.t("admin-contest-new")) }
        p { (v.t("admin-contest-new-hint")) }
        (Form::post(HERE).body(html! {
            (hidden("act", "make"))
            (choice.option("paste", v.t("admin-contest-paste")).value(source).error(fault("source")))
            (Field::textarea("template", v.t("admin-template")).hint(v.t("admin-template-hint")).rows(8).value(f.raw("template")).error(fault("template")).optional(v.t("optional")))
            (Field::text("short_code", v.t("admin-contest-code")).hint(v.t("admin-contest-code-hint")).value(f.raw("short_code")).error(fault("short_code")).width(Width::S).required())
            (Field::checkbox("current", v.t("admin-contest-as-current")).value("1").checked(f.ticked("current")))
            (actions(Button::primary(v.t("admin-contest-make"))))
        }))
    };
    let bad = !faults.is_empty() || !broken.is_empty();
    Ok(Page::new(v, title.clone()).narrow().faulty(bad).body(html! {
        (back_link(&v.t("nav-admin"), "/quan-tri")) h1 { (title) } (body)
    }))
}

/// The contests of the template that comes with the program.
fn built_in() -> Vec<ContestPart> {
    Template::parse(PHU_TAN).map(|t| t.contests).unwrap_or_default()
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    v.require(&Action::Administer)?;
    if f.raw("act") == "current" {
        let id: ContestId = f.raw("contest").parse().map_err(|_| OpError::NotFound)?;
        v.write(move |tx, cx| ops::make_current(tx, cx, id)).await?;
        return Ok(v.see_other(HERE));
    }
    let code = f.line("short_code").to_uppercase();
    if !is_short_code(&code) {
        let mut faults = Faults::none();
        faults.add("short_code", msg!("admin-contest-code-bad"));
        return draw(&v, &f, &faults, &[]).await;
    }
    let pasted = f.raw("source") == "paste";
    let template = match Template::parse(if pasted { f.raw("template") } else { PHU_TAN }) {
        Ok(t) => t,
        Err(broken) => return draw(&v, &f, &Faults::none(), &broken).await,
    };
    // Of a pasted template the contest of the same code, else its first one.
    let named = if pasted { code.as_str() } else { f.raw("source") };
    let of = template.contests.iter().find(|c| c.short_code == named).or_else(|| template.contests.first());
    let which = of.map(|c| c.short_code.clone()).unwrap_or_default();
    let cmd = Import { template, which, short_code: Some(code), current: f.ticked("current") };
    match v.write(move |tx, cx| ops::import(tx, cx, &cmd)).await {
        Ok(c) => Ok(v.see_other(&format!("/cuoc-thi/{}/ban-to-chuc/thiet-lap", c.short_code))),
        Err(OpError::Invalid(faults)) => draw(&v, &f, &faults, &[]).await,
        Err(e) => Err(e.into()),
    }
}
