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
use crate::web::forms::{Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

const HERE: &str = "/quan-tri/cuoc-thi";

/// The choice of a template that does not come with the program.
const OTHER: &str = "other";

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Fields::default(), &Faults::none()).await
}

async fn draw(v: &Visit, f: &Fields, faults: &Faults) -> WebResult<HttpResponse> {
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
    let source = if f.has("source") { f.raw("source") } else { own.first().map_or(OTHER, |p| p.short_code.as_str()) };
    let fault = |name: &str| error_of(v, faults, name);
    let mut choice = Field::radios("source", v.t("admin-contest-source"));
    for p in &own {
        choice = choice.option(
            p.short_code.clone(),
            v.say(&msg!("admin-contest-built-in", code = p.short_code.as_str(), title = p.title.as_str())),
        );
    }
    let body = html! {
        (summary(v, faults))
        (table)
        h2 { (v.t("admin-contest-new")) }
        p { (v.t("admin-contest-new-hint")) }
        (Form::post(HERE).multipart().body(html! {
            (hidden("act", "make"))
            (choice.option(OTHER, v.t("admin-contest-other")).value(source).error(fault("source")))
            (Field::file("file", v.t("admin-template-file")).hint(v.t("admin-template-hint")).accept(".json,application/json").error(fault("file")).optional(v.t("optional")))
            (Field::textarea("template", v.t("admin-template")).hint(v.t("admin-template-pasted-hint")).rows(8).value(f.raw("template")).error(fault("template")).optional(v.t("optional")))
            (Field::text("which", v.t("admin-template-which")).hint(v.t("admin-template-which-hint")).value(f.raw("which")).error(fault("which")).width(Width::S).optional(v.t("optional")))
            (Field::text("short_code", v.t("admin-contest-code")).hint(v.t("admin-contest-code-hint")).value(f.raw("short_code")).error(fault("short_code")).width(Width::S).required())
            (Field::checkbox("current", v.t("admin-contest-as-current")).value("1").checked(f.ticked("current")))
            (actions(Button::primary(v.t("admin-contest-make"))))
        }))
    };
    Ok(Page::new(v, title.clone()).narrow().faulty(!faults.is_empty()).body(html! {
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
    let mut f = f;
    // What is wrong with a file is read off its text, which stays on the page to be mended.
    if f.raw("source") == OTHER && !f.raw("file").trim().is_empty() {
        let text = f.raw("file").to_owned();
        f.0.retain(|(name, _)| name != "template" && name != "file");
        f.0.push(("template".to_owned(), text));
    }
    let made = match asked(&f) {
        Ok(cmd) => v.write(move |tx, cx| ops::import(tx, cx, &cmd)).await,
        Err(faults) => Err(OpError::Invalid(faults)),
    };
    match made {
        Ok(c) => Ok(v.see_other(&format!("/cuoc-thi/{}/ban-to-chuc/thiet-lap", c.short_code))),
        Err(OpError::Invalid(faults)) => draw(&v, &f, &faults).await,
        Err(e) => Err(e.into()),
    }
}

/// Which contest of which template the form asks for.
fn asked(f: &Fields) -> Result<Import, Faults> {
    let mut faults = Faults::none();
    let code = f.line("short_code").to_uppercase();
    if !is_short_code(&code) {
        faults.add("short_code", msg!("admin-contest-code-bad"));
    }
    let other = f.raw("source") == OTHER;
    let text = if other { f.raw("template") } else { PHU_TAN };
    if text.trim().is_empty() {
        faults.add("file", msg!("admin-template-needed"));
        return Err(faults);
    }
    let template = match Template::parse(text) {
        Ok(t) => t,
        Err(broken) => {
            faults.0.extend(broken.into_iter().map(|m| ("template".to_owned(), m)));
            return Err(faults);
        }
    };
    let named = if other { f.line("which").to_uppercase() } else { f.raw("source").to_owned() };
    let codes: Vec<_> = template.contests.iter().map(|c| c.short_code.clone()).collect();
    let which = match codes.as_slice() {
        [only] if named.is_empty() => Some(only.clone()),
        all => all.iter().find(|c| **c == named).cloned(),
    };
    match which {
        Some(which) if faults.is_empty() => {
            Ok(Import { template, which, short_code: Some(code), current: f.ticked("current") })
        }
        Some(_) => Err(faults),
        None => {
            faults.add("which", msg!("admin-template-which-none", codes = codes.join(", ")));
            Err(faults)
        }
    }
}
