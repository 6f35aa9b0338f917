//! A one-time code for somebody who forgot the password and has no mail: find the account, check the person, read the code out.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use crate::accounts::account::Account;
use crate::accounts::login::{PASSWORD_MIN, show_phone};
use crate::accounts::ops::{self, IssuedCode};
use crate::contests::store as contests;
use crate::entries::entry::{Author, Entry};
use crate::entries::{intake_store, store};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::{AccountId, CategoryId, EntryId, secret};
use crate::kernel::time::Day;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::{Fields, Posted, error_of, summary};
use crate::web::layout::Page;
use crate::web::ui::{Button, Field, Form, Notice, SummaryList, Tone, actions, back_link, confirmation, hidden};
use crate::web::visit::Visit;
use crate::web::words::name_in;

const HERE: &str = "/ban-thu-ky/ma-mot-lan";
const GIVEN: &str = "/ban-thu-ky/ma-mot-lan/da-cap";
/// Carries the code from the form to the page that shows it, which takes it away: a reload shows and issues nothing.
const CARRIER: &str = "ma-vua-cap";
/// Seconds for which it is carried.
const CARRIED: i64 = 120;

/// Somebody who was found, with what the caller can be asked about.
struct Found {
    account: Account,
    works: Vec<Entry>,
    authors: Vec<Author>,
    categories: Vec<(CategoryId, String)>,
}

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    guard(&v)?;
    Ok(draw_find(&v, &Fields::default(), &Faults::none()))
}

fn guard(v: &Visit) -> WebResult<()> {
    v.require(&Action::Office(v.contest()?.id))?;
    v.require(&Action::IssueCode)
}

/// Finds, or issues. A login stands in no address: it is posted.
pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    guard(&v)?;
    let mut faults = Faults::none();
    let login = f.need_line("login", 254, &mut faults);
    if !faults.is_empty() {
        return Ok(draw_find(&v, &f, &faults));
    }
    if f.raw("act") == "issue" {
        let how = f.text("how");
        let (typed, form) = (login.clone(), f.text("phieu"));
        match v.write(move |tx, cx| ops::issue_code(tx, cx, &typed, &how, &form)).await {
            Ok(issued) => {
                let held = format!("{}.{}", issued.account.id, issued.code);
                let mut there = v.see_other(GIVEN);
                there.add_cookie(&carrier(&v, held, CARRIED)).map_err(OpError::internal)?;
                return Ok(there);
            }
            Err(OpError::Invalid(found)) => faults = found,
            Err(e) => return Err(e.into()),
        }
        if faults.of("login").is_some() {
            return Ok(draw_find(&v, &f, &faults));
        }
    }
    let (cx, contest, lang) = (v.cx(), v.contest()?.id, v.lang);
    let found = v
        .app
        .read(move |c| {
            let account = ops::account_for_code(c, &cx, &login)?;
            let works = intake_store::works_of(c, contest, account.id)?;
            let ids: Vec<EntryId> = works.iter().map(|e| e.id).collect();
            let categories = contests::categories(c, contest)?;
            let categories = categories.iter().map(|x| (x.id, name_in(lang, &x.name, &x.name_en).to_owned())).collect();
            Ok(Found { account, authors: store::authors_of_all(c, &ids)?, works, categories })
        })
        .await;
    match found {
        Ok(found) => Ok(draw_check(&v, &f, &faults, &found)),
        Err(OpError::Invalid(faults)) => Ok(draw_find(&v, &f, &faults)),
        Err(e) => Err(e.into()),
    }
}

fn carrier(v: &Visit, held: String, seconds: i64) -> Cookie<'static> {
    Cookie::build(CARRIER, held)
        .path(v.href(GIVEN))
        .http_only(true)
        .secure(v.app.is_https())
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(seconds))
        .finish()
}

/// The code that was just issued, once; after that, that it was shown.
pub async fn given(v: Visit, req: HttpRequest) -> WebResult<HttpResponse> {
    guard(&v)?;
    let held = req.cookie(CARRIER).map(|c| c.value().to_owned()).unwrap_or_default();
    let parts = held.split_once('.').and_then(|(id, code)| Some((AccountId(id.parse().ok()?), code.to_owned())));
    let Some((account, code)) = parts else { return Ok(draw_shown(&v)) };
    let cx = v.cx();
    let issued = v.read(move |c| ops::code_given(c, &cx, account, &code)).await?;
    let mut page = match issued {
        Some(issued) => draw_code(&v, &issued),
        None => draw_shown(&v),
    };
    page.add_cookie(&carrier(&v, String::new(), 0)).map_err(OpError::internal)?;
    Ok(page)
}

fn draw_shown(v: &Visit) -> HttpResponse {
    Page::new(v, v.t("codes-shown-title")).narrow().body(html! {
        (back_link(&v.t("office-queue-title"), &v.href("/ban-thu-ky")))
        h1 { (v.t("codes-shown-title")) }
        p { (v.t("codes-shown")) }
        (actions(Button::primary(v.t("codes-back")).href(v.href(HERE))))
    })
}

fn draw_find(v: &Visit, f: &Fields, faults: &Faults) -> HttpResponse {
    Page::new(v, v.t("codes-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("office-queue-title"), &v.href("/ban-thu-ky")))
        (summary(v, faults))
        h1 { (v.t("codes-title")) }
        p { (v.t("codes-lead")) }
        (Form::post(v.href(HERE)).body(html! {
            (Field::text("login", v.t("account-login")).hint(v.t("codes-login-hint")).required().autocomplete("off")
                .value(f.raw("login")).error(error_of(v, faults, "login")))
            (actions(Button::primary(v.t("codes-find"))))
        }))
    })
}

fn work(v: &Visit, found: &Found, e: &Entry) -> Markup {
    let category = found.categories.iter().find(|c| Some(c.0) == e.category_id).map_or("", |c| c.1.as_str());
    let title = if e.title.is_empty() { v.t("office-untitled") } else { e.title.clone() };
    let authors = found.authors.iter().filter(|a| a.entry_id == e.id);
    html! {
        p.mt-0.mb-2 {
            (v.say(&msg!("codes-work", title = title, category = category)))
            @if let Some(code) = &e.receipt_code { " · " span.code { (code) } }
            @for a in authors {
                br;
                (a.name)
                @if let Some(day) = a.birth_date.as_deref().and_then(Day::parse) {
                    ", " (v.say(&msg!("codes-born", date = day.show())))
                }
                @if !a.unit_name.is_empty() { ", " (a.unit_name) }
            }
        }
    }
}

fn draw_check(v: &Visit, f: &Fields, faults: &Faults, found: &Found) -> HttpResponse {
    let a = &found.account;
    // One form, one code, however often it is sent.
    let form = secret();
    let mut facts = SummaryList::new().row(v.t("codes-name"), a.name.as_str());
    if let Some(phone) = &a.phone {
        facts = facts.row(v.t("account-phone"), show_phone(phone));
    }
    if let Some(email) = &a.email {
        facts = facts.row(v.t("codes-email"), email.as_str());
    }
    facts = facts.row(v.t("codes-since"), v.zone().date(a.created_at));
    if !found.works.is_empty() {
        facts = facts.row(v.t("codes-works"), html! { @for e in &found.works { (work(v, found, e)) } });
    }
    Page::new(v, v.t("codes-check-title")).narrow().faulty(!faults.is_empty()).body(html! {
        (back_link(&v.t("codes-another"), &v.href(HERE)))
        (summary(v, faults))
        h1 { (v.t("codes-check-title")) }
        @if a.email.is_some() { (Notice::text(Tone::Wait, &v.t("codes-has-email"))) }
        p { (v.t("codes-check-lead")) }
        ul {
            li { (v.t("codes-ask-name")) }
            @if !found.works.is_empty() {
                li { (v.t("codes-ask-birth")) }
                li { (v.t("codes-ask-work")) }
            }
        }
        (facts)
        @if found.works.is_empty() { p.soft { (v.t("codes-no-works")) } }
        (Form::post(v.href(HERE)).body(html! {
            (hidden("act", "issue"))
            (hidden("phieu", &form))
            (hidden("login", f.raw("login")))
            (Field::textarea("how", v.t("codes-how")).hint(v.t("codes-how-hint")).rows(2).maxlength(500).required()
                .value(f.raw("how")).error(error_of(v, faults, "how")))
            (actions(Button::primary(v.t("codes-issue"))))
        }))
    })
}

/// The code, once. Six digits in two groups are easier to read out.
fn draw_code(v: &Visit, issued: &IssuedCode) -> HttpResponse {
    let a = &issued.account;
    let login = a.phone.as_deref().map(show_phone).or_else(|| a.email.clone()).unwrap_or_default();
    let (head, tail) = issued.code.split_at_checked(3).unwrap_or((&issued.code, ""));
    let shown = format!("{head} {tail}");
    let address = format!("{}/quen-mat-khau/ma", v.app.base_url);
    let title = v.say(&msg!("codes-once-title", name = a.name.as_str()));
    let until = v.zone().date_time(issued.until);
    Page::new(v, title.clone()).narrow().body(html! {
        (confirmation(&title, html! {
            p.code.big #one-time-code { (shown) }
            p { (v.say(&msg!("codes-once", time = until))) }
        }))
        h2 { (v.t("codes-say")) }
        ol {
            li { (v.say(&msg!("codes-say-1", address = address))) }
            li { (v.say(&msg!("codes-say-2", login = login))) }
            li { (v.say(&msg!("codes-say-3", code = shown.as_str()))) }
            li { (v.say(&msg!("codes-say-4", min = PASSWORD_MIN))) }
        }
        p.soft { (v.t("codes-once-void")) }
        p { a href=(v.href(HERE)) { (v.t("codes-back")) } }
        p { a href=(v.href("/ban-thu-ky")) { (v.t("office-queue-title")) } }
    })
}
