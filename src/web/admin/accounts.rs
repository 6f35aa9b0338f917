//! Everybody's accounts: found by name, phone number or mail address.

use actix_web::HttpResponse;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::accounts::account::Account;
use crate::accounts::account_store::{self as rows, Held};
use crate::accounts::login::show_phone;
use crate::kernel::ids::AccountId;
use crate::kernel::text::fold;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::forms::Asked;
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Empty, Field, Form, Pager, Row, Table, Tone, back_link, login, tag};
use crate::web::visit::Visit;

const PER_PAGE: usize = 50;
/// What can be shown alone.
const ONLY: [&str; 3] = ["vai-tro", "quan-tri", "khoa"];

/// How somebody signs in, in the form in which people write it.
pub(super) fn logins(a: &Account) -> Vec<String> {
    a.phone.as_deref().map(show_phone).into_iter().chain(a.email.clone()).collect()
}

/// The roles of an account in words.
pub(super) fn roles(v: &Visit, a: &Account, held: &[Held]) -> Vec<String> {
    let admin = a.is_admin.then(|| v.t("role-admin"));
    let own = held.iter().filter(|h| h.account == a.id).map(|h| {
        let role = v.t(&format!("role-{}", h.role.word()));
        v.say(&msg!("people-role-in", role = role, contest = h.contest.as_str()))
    });
    admin.into_iter().chain(own).collect()
}

/// The state of an account.
pub(super) fn state(v: &Visit, a: &Account) -> Markup {
    if a.disabled_at.is_some() {
        tag(Tone::Stop, v.t("people-disabled"))
    } else if a.password_hash.is_none() {
        tag(Tone::Wait, v.t("people-no-password"))
    } else {
        tag(Tone::Done, v.t("people-active"))
    }
}

/// How an account is called on these pages.
pub(super) fn name_of(v: &Visit, a: &Account) -> String {
    if a.name.is_empty() { v.t("people-unnamed") } else { a.name.clone() }
}

fn matches(a: &Account, text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    // However a number is written: its digits, without the leading zero or country.
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("84").or_else(|| digits.strip_prefix('0')).unwrap_or(&digits);
    let is_number = !digits.is_empty() && !text.chars().any(char::is_alphabetic);
    fold(&a.name).contains(text)
        || a.email.as_deref().is_some_and(|e| e.contains(text))
        || is_number && a.phone.as_deref().is_some_and(|p| p.contains(digits))
}

pub async fn page(v: Visit, Asked(q): Asked) -> WebResult<HttpResponse> {
    v.require(&Action::Administer)?;
    let typed = q.line("tim");
    let (text, only) = (fold(&typed), q.raw("loai").to_owned());
    let page: usize = q.raw("trang").parse().unwrap_or(1).max(1);
    let wanted = only.clone();
    // Names are compared without their marks, which no database does the same way; the accounts of a contest are few enough.
    let (shown, held, all) = v
        .read(move |c| {
            let staff = rows::held(c, None)?;
            let fits = |a: &Account| match wanted.as_str() {
                "vai-tro" => a.is_admin || staff.iter().any(|h| h.account == a.id),
                "quan-tri" => a.is_admin,
                "khoa" => a.disabled_at.is_some(),
                _ => true,
            };
            let found: Vec<Account> = rows::all(c)?.into_iter().filter(|a| fits(a) && matches(a, &text)).collect();
            let all = found.len();
            let shown: Vec<Account> =
                found.into_iter().skip((page - 1).saturating_mul(PER_PAGE)).take(PER_PAGE).collect();
            let ids: Vec<AccountId> = shown.iter().map(|a| a.id).collect();
            let held: Vec<Held> = staff.into_iter().filter(|h| ids.contains(&h.account)).collect();
            Ok((shown, held, all))
        })
        .await?;
    let title = v.t("people-title");
    let row = |a: &Account| {
        Row::new()
            .cell(html! { a href=(format!("/quan-tri/tai-khoan/{}", a.id)) { (name_of(&v, a)) } })
            .cell(html! { @for (i, l) in logins(a).iter().enumerate() { @if i > 0 { br; } (login(l)) } })
            .cell(html! { @for (i, r) in roles(&v, a, &held).iter().enumerate() { @if i > 0 { br; } (r) } })
            .cell(html! { span.num { (v.zone().date(a.created_at)) } })
            .cell(state(&v, a))
    };
    let number = |n: usize| v.lang.number(i64::try_from(n).unwrap_or(0));
    let first = (page - 1).saturating_mul(PER_PAGE) + 1;
    let range = msg!("people-range", first = number(first), last = number(first + shown.len() - 1), all = number(all));
    let address = |n: u32| {
        let text = utf8_percent_encode(&typed, NON_ALPHANUMERIC);
        format!("/quan-tri/tai-khoan?tim={text}&loai={}&trang={n}", ONLY.iter().find(|o| **o == only).unwrap_or(&""))
    };
    let pages = u32::try_from(all.div_ceil(PER_PAGE)).unwrap_or(1).max(1);
    Ok(Page::new(&v, title.clone()).body(html! {
        (back_link(&v.t("nav-admin"), "/quan-tri"))
        h1 { (title) }
        (Form::get("/quan-tri/tai-khoan").class("filters").body(html! {
            (Field::search("tim", v.t("people-search")).value(typed.as_str()).placeholder(v.t("people-search-hint")))
            (Field::select("loai", v.t("people-only"))
                .option("", v.t("people-any"))
                .option("vai-tro", v.t("people-only-staff"))
                .option("quan-tri", v.t("people-only-admin"))
                .option("khoa", v.t("people-only-disabled"))
                .value(only.as_str()))
            (Button::plain(v.t("people-go")))
            @if !typed.is_empty() || !only.is_empty() { a href="/quan-tri/tai-khoan" { (v.t("people-clear")) } }
        }))
        @if shown.is_empty() {
            (Empty::new(v.t("people-none")).body(v.t("people-none-body")))
        } @else {
            (Table::new(title.clone()).hide_caption()
                .col(Col::new(v.t("people-name")).head())
                .col(Col::new(v.t("people-login")))
                .col(Col::new(v.t("people-roles")))
                .col(Col::new(v.t("people-created")))
                .col(Col::new(v.t("people-state")))
                .rows(shown.iter().map(row)))
            (Pager::new(v.t("people-pages"), u32::try_from(page).unwrap_or(1), pages, address)
                .prev(v.t("people-prev")).next(v.t("people-next")).summary(v.say(&range)))
        }
    }))
}
