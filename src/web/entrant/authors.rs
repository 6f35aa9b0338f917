//! Who made the work: one person, several with their shares, a group, a collective; guardians of those under 18.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::desk::{self, At, Errors, SectionPage, Trouble};
use crate::contests::contest::Unit;
use crate::contests::store as contests;
use crate::entries::complete::Section;
use crate::entries::content::AuthorContent;
use crate::entries::dossier::Dossier;
use crate::entries::entry::AuthorKind;
use crate::entries::ops::{self, SaveAuthors};
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::time::Day;
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The most people that one page takes.
const MOST: usize = 40;

fn stored(d: &Dossier) -> SaveAuthors {
    let c = d.content();
    SaveAuthors {
        entry: d.entry.id,
        seen: None,
        kind: c.author_kind,
        group_name: c.group_name,
        unit_id: c.unit_id,
        unit_name: c.unit_name,
        authors: c.authors,
    }
}

/// Shares that are no whole numbers: they would be lost.
fn broken_shares(f: &Fields) -> Faults {
    let mut faults = Faults::none();
    for i in 1..=f.line("rows").parse::<usize>().unwrap_or(1).min(MOST) {
        let field = format!("share-{i}");
        let typed = f.line(&field);
        if !typed.is_empty() && share(&typed).is_none() {
            faults.add(field, msg!("entry-share-whole"));
        }
    }
    faults
}

fn share(typed: &str) -> Option<i64> {
    typed.trim_end_matches('%').trim().parse().ok()
}

/// What the form holds; the row `without` (from 1) is left out.
fn typed(d: &Dossier, f: &Fields, without: Option<usize>) -> SaveAuthors {
    let rows = f.line("rows").parse::<usize>().unwrap_or(1).min(MOST);
    let some = |s: String| if s.is_empty() { None } else { Some(s) };
    let authors = (1..=rows)
        .filter(|i| Some(*i) != without)
        .map(|i| {
            let unit_id = f.line(&format!("unit-{i}")).parse().ok();
            AuthorContent {
                name: f.line(&format!("name-{i}")),
                birth_date: some(f.line(&format!("birth-{i}"))),
                share: share(&f.line(&format!("share-{i}"))),
                unit_id,
                unit_name: if unit_id.is_some() { String::new() } else { f.line(&format!("unit-name-{i}")) },
                phone: f.line(&format!("phone-{i}")),
                guardian_name: f.line(&format!("guardian-{i}")),
                guardian_phone: f.line(&format!("guardian-phone-{i}")),
                guardian_consent: f.ticked(&format!("guardian-consent-{i}")),
            }
        })
        .collect();
    SaveAuthors {
        entry: d.entry.id,
        seen: desk::seen(f),
        kind: AuthorKind::parse(f.raw("author_kind")).unwrap_or(d.entry.author_kind),
        group_name: f.line("group_name"),
        unit_id: None,
        unit_name: String::new(),
        authors,
    }
}

pub async fn page(v: Visit, at: web::Path<At>, asked: Asked) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    if !desk::may_edit(&v, &d) {
        return Ok(v.see_other(&desk::path(&d, "")));
    }
    let more = asked.0.line("hang").parse::<usize>().unwrap_or(0).min(MOST);
    view(&v, &d, &stored(&d), more, None, asked.0.ticked("thieu"), &Fields::default()).await
}

async fn view(
    v: &Visit,
    d: &Dossier,
    cmd: &SaveAuthors,
    rows: usize,
    trouble: Option<&Trouble>,
    missing_too: bool,
    typed: &Fields,
) -> WebResult<HttpResponse> {
    let contest = d.contest.id;
    let units = v.read(move |c| Ok(contests::units(c, contest)?)).await?;
    let title = v.t("entry-section-authors");
    let page = SectionPage { v, d, section: Section::Authors, title, trouble, missing_too };
    let errors = page.errors();
    let kinds = d.rules.as_ref().map_or_else(|| AuthorKind::ALL.to_vec(), crate::contests::rules::CategoryRules::kinds);
    let rows = rows.max(cmd.authors.len()).max(if matches!(cmd.kind, AuthorKind::Several | AuthorKind::Group) {
        2
    } else {
        1
    });
    let several = kinds.iter().any(|k| *k != AuthorKind::Individual) || cmd.authors.len() > 1;
    let named = kinds.iter().any(|k| matches!(k, AuthorKind::Group | AuthorKind::Collective));
    // A kind that is not taken here is left for the one that is.
    let chosen =
        if kinds.contains(&cmd.kind) || kinds.len() > 1 { cmd.kind } else { *kinds.first().unwrap_or(&cmd.kind) };
    let mut kind = Field::radios("author_kind", v.t("entry-authors-kind")).value(chosen.word());
    for k in &kinds {
        let label = v.t(&format!("entry-kind-{}", k.word()));
        kind = if *k == AuthorKind::Individual {
            kind.option(k.word(), label)
        } else {
            kind.option_hint(k.word(), label, v.t(&format!("entry-kind-{}-hint", k.word())))
        };
    }
    let empty = AuthorContent::default();
    let fields = html! {
        (hidden("rows", &rows.to_string()))
        @if several { (kind.error(errors.of("author_kind"))) }
        @else { (hidden("author_kind", chosen.word())) }
        @if named || !cmd.group_name.is_empty() {
            (Field::text("group_name", v.t("entry-authors-group-name")).hint(v.t("entry-authors-group-hint"))
                .value(&cmd.group_name).maxlength(200).error(errors.of("group_name")))
        }
        @for i in 1..=rows {
            (person(v, d, &units, i, rows, cmd.authors.get(i - 1).unwrap_or(&empty), &errors, several, typed))
        }
        @if several && rows < MOST {
            p { (Button::plain(v.t("entry-authors-add")).name("do").value("add")) }
        }
    };
    let form = desk::section_form(v, d, Section::Authors, "/tac-gia", &fields, true);
    let names = d.authors.iter().map(|a| a.name.clone()).collect::<Vec<_>>().join("\n");
    let now = [
        (v.t("entry-authors-kind"), v.t(&format!("entry-kind-{}", d.entry.author_kind.word()))),
        (v.t("entry-authors-group-name"), d.entry.group_name.clone()),
        (v.t("entry-section-authors"), names),
    ];
    Ok(page.draw(&errors, &now, &form))
}

#[expect(clippy::too_many_arguments, reason = "one person of the form")]
fn person(
    v: &Visit,
    d: &Dossier,
    units: &[Unit],
    i: usize,
    rows: usize,
    a: &AuthorContent,
    errors: &Errors,
    several: bool,
    typed: &Fields,
) -> Markup {
    let field = |name: &str| format!("{name}-{i}");
    let optional = v.t("optional");
    let day = d.close_day(v.now);
    let today = d.zone().day(v.now);
    let minor = a.birth_date.as_deref().and_then(Day::parse).and_then(|b| b.age_on(day)).is_some_and(|n| n < 18);
    let guarded = minor || !a.guardian_name.is_empty() || !a.guardian_phone.is_empty() || a.guardian_consent;
    let valid = |u: &&Unit| {
        let is = |d: &Option<String>| d.as_deref().and_then(Day::parse).map(|d| d.0);
        a.unit_id == Some(u.id)
            || is(&u.valid_from).is_none_or(|f| f <= day.max(today))
                && is(&u.valid_to).is_none_or(|t| t >= day.min(today))
    };
    let mut unit = Field::select(field("unit"), v.t("entry-authors-unit"))
        .optional(optional.clone())
        .option("", v.t("entry-authors-unit-none"));
    let mut kinds: Vec<&str> = Vec::new();
    for u in units.iter().filter(valid) {
        if !kinds.contains(&u.kind.as_str()) {
            kinds.push(&u.kind);
        }
    }
    for k in kinds {
        let of = units.iter().filter(valid).filter(|u| u.kind == k).map(|u| (u.id.to_string(), u.name.clone()));
        unit = unit.group(super::asks::capital(k), of);
    }
    if let Some(id) = a.unit_id {
        unit = unit.value(id.to_string());
    }
    let other = if a.unit_id.is_some() { "" } else { &a.unit_name };
    let n = i64::try_from(i).unwrap_or(0);
    fieldset(
        &v.say(&msg!("entry-authors-person", n = n)),
        html! {
            (Field::text(field("name"), v.t("entry-authors-name")).value(&a.name).maxlength(120).required()
                .autocomplete("off").error(errors.of(&field("name"))))
            (Field::date(field("birth"), v.t("entry-authors-birth")).value(a.birth_date.clone().unwrap_or_default())
                .required().error(errors.of(&field("birth"))))
            @if several {
                (Field::number(field("share"), v.t("entry-authors-share")).hint(v.t("entry-authors-share-hint")).suffix("%")
                    .value(a.share.map_or_else(|| typed.line(&field("share")), |s| s.to_string())).error(errors.of(&field("share"))))
            }
            (unit.error(errors.of(&field("unit"))))
            (Field::text(field("unit-name"), v.t("entry-authors-unit-other")).hint(v.t("entry-authors-unit-other-hint"))
                .optional(optional.clone()).value(other).maxlength(200).error(errors.of(&field("unit-name"))))
            (Field::tel(field("phone"), v.t("entry-authors-phone")).optional(optional).autocomplete("off").value(&a.phone)
                .maxlength(40).error(errors.of(&field("phone"))))
            @if guarded {
                h3 { (v.t("entry-authors-guardian")) }
                @if minor { p.soft { (v.t("entry-authors-guardian-lead")) } }
                (Field::text(field("guardian"), v.t("entry-authors-guardian-name")).value(&a.guardian_name).maxlength(120)
                    .autocomplete("off").error(errors.of(&field("guardian"))))
                (Field::tel(field("guardian-phone"), v.t("entry-authors-guardian-phone")).value(&a.guardian_phone)
                    .maxlength(40).autocomplete("off").error(errors.of(&field("guardian-phone"))))
                (Field::checkbox(field("guardian-consent"), v.t("entry-authors-guardian-consent")).value("1")
                    .checked(a.guardian_consent).error(errors.of(&field("guardian-consent"))))
            }
            @if rows > 1 {
                p { (Button::quiet(v.say(&msg!("entry-authors-remove", n = n))).name("do").value(format!("remove-{i}"))) }
            }
        },
    )
}

pub async fn save(v: Visit, at: web::Path<At>, posted: Posted) -> WebResult<HttpResponse> {
    let d = desk::open(&v, &at.token).await?;
    let f = posted.0;
    let act = f.line("do");
    let without = act.strip_prefix("remove-").and_then(|n| n.parse().ok());
    let cmd = typed(&d, &f, without);
    let (again, rows) = (cmd.clone(), cmd.authors.len());
    let broken = if without.is_none() { broken_shares(&f) } else { Faults::none() };
    let result = if broken.is_empty() {
        v.write(move |tx, cx| ops::save_authors(tx, cx, cmd.clone())).await
    } else {
        Err(OpError::Invalid(broken))
    };
    match desk::sorted(&v, result)? {
        Ok(d) if v.wants_json => Ok(desk::saved_json(&v, &d, Section::Authors, serde_json::Value::Null)),
        Ok(d) if act == "add" => Ok(v.see_other(&desk::path(&d, &format!("/tac-gia?hang={}", rows + 1)))),
        Ok(d) if without.is_some() => Ok(v.see_other(&desk::path(&d, "/tac-gia"))),
        Ok(d) => Ok(desk::after_save(&v, &d, Section::Authors, "/tac-gia")),
        Err(t) if v.wants_json => Ok(desk::trouble_json(&v, &t)),
        Err(t) => view(&v, &d, &again, rows, Some(&t), false, &f).await,
    }
}
