//! Paper works: begun by the office for their authors, with the day of the postmark; the receipt with a claim code.

use actix_web::{HttpResponse, web};
use maud::html;

use super::parts;
use super::work::{self, At};
use crate::contests::contest::Category;
use crate::contests::store as contests;
use crate::entries::content::AuthorContent;
use crate::entries::entry::{AuthorKind, Entry};
use crate::entries::intake_store;
use crate::entries::ops::intake;
use crate::entries::ops::{self, BeginOnBehalf, SaveAuthors, SaveCategory, SaveWork};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::{CategoryId, ContestId};
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Field, Form, Row, SummaryList, Table, Width, actions, back_link, confirmation};
use crate::web::visit::Visit;
use crate::web::words::name_in;

async fn load(v: &Visit, contest: ContestId) -> WebResult<(Vec<Category>, Vec<Entry>)> {
    v.read(move |c| Ok((contests::categories(c, contest)?, intake_store::paper_drafts(c, contest)?))).await
}

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    v.require(&Action::Office(contest.id))?;
    v.require(&Action::EnterOnBehalf(&contest))?;
    let (categories, drafts) = load(&v, contest.id).await?;
    Ok(draw(&v, &Fields::default(), &Faults::none(), &categories, &drafts))
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let contest = v.contest()?.clone();
    v.require(&Action::Office(contest.id))?;
    v.require(&Action::EnterOnBehalf(&contest))?;
    let mut faults = Faults::none();
    let title = f.need_line("title", 300, &mut faults);
    let name = f.need_line("name", 120, &mut faults);
    let phone = f.some_line("phone", 40, &mut faults);
    let postmark_on = f.some_day("postmark_on", &mut faults);
    if postmark_on.is_some_and(|d| d.0 > v.zone().day(v.now)) {
        faults.add("postmark_on", msg!("office-paper-future"));
    }
    let category: Option<CategoryId> = f.line("category").parse().ok();
    if category.is_none() {
        faults.add("category", msg!("office-choose-category"));
    }
    if let (Some(category), true) = (category, faults.is_empty()) {
        let id = contest.id;
        let begun = v
            .write(move |tx, cx| {
                let e = ops::begin_on_behalf(tx, cx, BeginOnBehalf { contest: id, postmark_on })?;
                ops::save_category(tx, cx, SaveCategory { entry: e.id, seen: None, category })?;
                ops::save_work(tx, cx, SaveWork::titled(e.id, &title))?;
                let author = AuthorContent { name: name.clone(), phone: phone.clone(), ..AuthorContent::default() };
                let authors = SaveAuthors {
                    entry: e.id,
                    seen: None,
                    kind: AuthorKind::Individual,
                    group_name: String::new(),
                    unit_id: None,
                    unit_name: String::new(),
                    authors: vec![author],
                };
                ops::save_authors(tx, cx, authors)?;
                Ok(e)
            })
            .await;
        match begun {
            Ok(e) => return Ok(v.see_other(&format!("/nop-bai/{}", e.token))),
            Err(OpError::Invalid(more)) => faults = more,
            Err(e) => return Err(e.into()),
        }
    }
    let (categories, drafts) = load(&v, contest.id).await?;
    Ok(draw(&v, &f, &faults, &categories, &drafts))
}

fn draw(v: &Visit, f: &Fields, faults: &Faults, categories: &[Category], drafts: &[Entry]) -> HttpResponse {
    let zone = v.zone();
    let options = categories.iter().map(|c| (c.id.to_string(), name_in(v.lang, &c.name, &c.name_en).to_owned()));
    Page::new(v, v.t("office-on-behalf")).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("office-queue-title"), &v.href("/ban-thu-ky")))
        (summary(v, faults))
        h1 { (v.t("office-on-behalf")) }
        p { (v.t("office-paper-lead")) }
        (Form::post(v.href("/ban-thu-ky/nhap-ho")).body(html! {
            (Field::select("category", v.t("office-category")).required().error(error_of(v, faults, "category"))
                .options(std::iter::once((String::new(), v.t("office-choose-category-option"))).chain(options)).value(f.raw("category")))
            (Field::text("title", v.t("office-paper-title")).required().maxlength(300).value(f.raw("title")).error(error_of(v, faults, "title")))
            (Field::text("name", v.t("office-paper-name")).required().maxlength(120).value(f.raw("name")).error(error_of(v, faults, "name")))
            (Field::tel("phone", v.t("office-phone")).optional(v.t("optional")).hint(v.t("office-paper-phone-hint")).width(Width::M)
                .value(f.raw("phone")).error(error_of(v, faults, "phone")))
            (Field::date("postmark_on", v.t("office-postmark")).optional(v.t("optional")).hint(v.t("office-paper-postmark-hint")).width(Width::M)
                .value(f.raw("postmark_on")).error(error_of(v, faults, "postmark_on")))
            (actions(Button::primary(v.t("office-paper-go"))))
        }))
        @if !drafts.is_empty() {
            h2 { (v.t("office-paper-drafts")) }
            (Table::new(v.t("office-paper-drafts")).hide_caption()
                .col(Col::new(v.t("office-col-work")).head()).col(Col::new(v.t("office-paper-begun")))
                .rows(drafts.iter().map(|e| Row::new()
                    .cell(html! { a href=(v.href(&format!("/nop-bai/{}", e.token))) {
                        @if e.title.is_empty() { (v.t("office-untitled")) } @else { (e.title) }
                    } })
                    .cell(html! { span.num { (zone.date_time(e.created_at)) } }))))
        }
    })
}

/// Makes the claim code and shows it once, on the receipt to be printed.
pub async fn claim_code(v: Visit, at: web::Path<At>, Posted(_): Posted) -> WebResult<HttpResponse> {
    let d = work::open(&v, &at.token).await?;
    let id = d.entry.id;
    let code = v.write(move |tx, cx| intake::issue_claim(tx, cx, id)).await?;
    let receipt = d.entry.receipt_code.clone().unwrap_or_default();
    let when = d.entry.submitted_at.map(|t| d.zone().date_time(t)).unwrap_or_default();
    let names = d.authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let address = format!("{}{}", v.app.base_url, v.href("/nop-bai/nhan-ho-so"));
    Ok(Page::new(&v, v.t("office-claim-title")).narrow().body(html! {
        (confirmation(&v.t("office-claim-title"), html! {
            p { (v.t("office-claim-code")) br; span.code { (code) } }
            p { (v.t("office-claim-once")) }
        }))
        div.paper {
            (SummaryList::new()
                .row(v.t("office-paper-contest"), d.contest.title.as_str())
                .row(v.t("office-paper-title"), d.entry.title.as_str())
                .row(v.t("office-authors"), names)
                .row(v.t("office-handed-in"), html! { span.num { (when) } })
                .row(v.t("office-receipt"), html! { span.code { (receipt) } })
                .row(v.t("office-claim-code"), html! { span.code { (code) } }))
            p { (v.say(&msg!("office-claim-how", address = address))) }
        }
        p { (parts::state_tag(&v, d.entry.state)) }
        div.row.no-print {
            button.btn type="button" data-print { (v.t("office-print")) }
            (Button::plain(v.t("office-claim-back")).href(v.href(&format!("/ban-thu-ky/bai/{}", d.entry.token))))
        }
    }))
}
