//! Choosing the category: for a new entry, and later.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::asks;
use super::desk::{self, At, SectionPage, Trouble};
use crate::contests::contest::{Category, Contest, Group};
use crate::contests::store as contests;
use crate::entries::complete::Section;
use crate::entries::dossier;
use crate::entries::ops::{self, Begin, SaveCategory};
use crate::kernel::ids::{CategoryId, ContestId};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

async fn offered(v: &Visit, contest: ContestId) -> WebResult<(Vec<Group>, Vec<Category>)> {
    v.read(move |c| Ok((contests::groups(c, contest)?, contests::categories(c, contest)?))).await
}

fn choices(
    v: &Visit,
    contest: &Contest,
    all: &(Vec<Group>, Vec<Category>),
    chosen: Option<CategoryId>,
    error: Option<String>,
) -> Markup {
    let mut field = Field::radios("category", v.t("entry-category-title")).hide_label().error(error);
    if let Some(id) = chosen {
        field = field.value(id.to_string());
    }
    for g in &all.0 {
        for c in all.1.iter().filter(|c| c.group_id == g.id) {
            let hint = c.asks().map(|r| asks::lines(v, contest, &r).join(" · ")).unwrap_or_default();
            field = field.option_hint(c.id.to_string(), desk::category_name(v, c), hint);
        }
    }
    html! { (field) }
}

/// The page for a new entry.
pub async fn new_page(v: Visit) -> WebResult<HttpResponse> {
    v.signed_in()?;
    new_view(&v, None).await
}

async fn new_view(v: &Visit, error: Option<String>) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    let (account, now, c2) = (v.actor().account(), v.now, contest.clone());
    let deadline = v.read(move |c| dossier::deadline_of(c, &c2, account, now)).await?;
    v.require(&Action::BeginEntry { contest: &contest, deadline })?;
    let all = offered(v, contest.id).await?;
    Ok(Page::new(v, v.t("entry-new-title")).narrow().faulty(error.is_some()).body(html! {
        (back_link(&v.t("entry-my-works"), &v.href("/nop-bai")))
        @if let Some(e) = &error {
            (ErrorSummary::new(v.say(&msg!("errors-title", count = 1i64))).item("category", e.clone()))
        }
        h1 { (v.t("entry-new-title")) }
        p.soft { (v.t("entry-category-lead")) }
        (Form::post(v.href("/nop-bai/moi")).body(html! {
            (choices(v, &contest, &all, None, error))
            (actions(Button::primary(v.t("entry-category-go"))))
        }))
    }))
}

/// Begins the entry.
pub async fn new_save(v: Visit, posted: Posted) -> WebResult<HttpResponse> {
    v.signed_in()?;
    let contest = v.contest()?.id;
    let Ok(category) = posted.0.line("category").parse::<CategoryId>() else {
        let error = v.t("entry-miss-category");
        return new_view(&v, Some(error)).await;
    };
    let d = v
        .write(move |tx, cx| {
            let entry = ops::begin(tx, cx, Begin { contest })?.id;
            ops::save_category(tx, cx, SaveCategory { entry, seen: None, category })
        })
        .await?;
    Ok(v.see_other(&desk::path(&d, "")))
}

/// The page of an entry.
pub async fn page(v: Visit, at: web::Path<At>) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !desk::may_edit(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    view(&v, &d, d.entry.category_id, None).await
}

async fn view(
    v: &Visit,
    d: &dossier::Dossier,
    chosen: Option<CategoryId>,
    trouble: Option<&Trouble>,
) -> WebResult<HttpResponse> {
    let all = offered(v, d.contest.id).await?;
    let title = v.t("entry-category-title");
    let page = SectionPage { v, d, section: Section::Category, title, trouble, missing_too: false };
    let errors = page.errors();
    let fields = html! {
        p.soft { (v.t("entry-category-lead")) }
        (choices(v, &d.contest, &all, chosen, errors.of("category")))
    };
    let now = d.category.as_ref().map(|c| desk::category_name(v, c)).unwrap_or_default();
    let form = desk::section_form(v, d, Section::Category, "/the-loai", &fields, false);
    Ok(page.draw(&errors, &[(v.t("entry-category-title"), now)], &form))
}

pub async fn save(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let (entry, f) = (desk::id(&d), posted.0);
    let chosen = f.line("category").parse::<CategoryId>().ok();
    let cmd = SaveCategory { entry, seen: desk::seen(&f), category: chosen.unwrap_or(CategoryId(0)) };
    let result = v.write(move |tx, cx| ops::save_category(tx, cx, cmd.clone())).await;
    match desk::sorted(&v, result)? {
        Ok(d) => {
            super::upload::look_into_waiting(&v, &d);
            Ok(v.see_other(&desk::path(&d, "")))
        }
        Err(t) => view(&v, &d, chosen, Some(&t)).await,
    }
}
