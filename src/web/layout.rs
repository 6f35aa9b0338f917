//! The frame of every page: head, header, main part, footer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use super::assets;
use super::visit::Visit;
use crate::contests::contest::Phase;
use crate::kernel::actor::{Person, Role};
use crate::kernel::ids::ContestId;
use crate::lang::Lang;

/// A page being made: `Page::new(&v, "Title").body(html! { … })`.
pub struct Page<'a> {
    v: &'a Visit,
    title: String,
    status: StatusCode,
    width: Width,
    scripts: Vec<&'static str>,
    description: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    Normal,
    Narrow,
    Bare,
}

impl<'a> Page<'a> {
    #[must_use]
    pub fn new(v: &'a Visit, title: impl Into<String>) -> Self {
        Self {
            v,
            title: title.into(),
            status: StatusCode::OK,
            width: Width::Normal,
            scripts: vec!["js/base.js"],
            description: None,
        }
    }
    /// A column for forms and reading.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.width = Width::Narrow;
        self
    }
    /// No wrapping column: the page sets its own (desks, home).
    #[must_use]
    pub fn full(mut self) -> Self {
        self.width = Width::Bare;
        self
    }
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
    /// The page again, with faults: 422.
    #[must_use]
    pub fn faulty(self, faulty: bool) -> Self {
        if faulty { self.status(StatusCode::UNPROCESSABLE_ENTITY) } else { self }
    }
    /// A script besides the base one, e.g. `js/desk.js`.
    #[must_use]
    pub fn script(mut self, name: &'static str) -> Self {
        self.scripts.push(name);
        self
    }
    /// For search engines and shared links.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The answer.
    #[must_use]
    pub fn body(self, main: impl Render) -> HttpResponse {
        let v = self.v;
        let site = v.t("site-name");
        let full_title = if self.title == site { site.clone() } else { format!("{} – {site}", self.title) };
        let main = html! {
            @match self.width {
                Width::Bare => main #main tabindex="-1" { (main) },
                Width::Normal => main.wrap #main tabindex="-1" { (main) },
                Width::Narrow => main.wrap.narrow #main tabindex="-1" { (main) },
            }
        };
        let page = html! {
            (DOCTYPE)
            html lang=(v.lang.code()) {
                (head(&full_title, &self.scripts, self.description.as_deref(), v))
                body { (header(v)) (main) (footer(v)) }
            }
        };
        HttpResponse::build(self.status).content_type("text/html; charset=utf-8").body(page.into_string())
    }
}

fn head(title: &str, scripts: &[&str], description: Option<&str>, v: &Visit) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) }
            @if let Some(d) = description {
                meta name="description" content=(d);
                meta property="og:description" content=(d);
            }
            meta property="og:title" content=(title);
            meta property="og:site_name" content=(v.t("site-name"));
            (links(scripts))
        }
    }
}

fn links(scripts: &[&str]) -> Markup {
    html! {
        meta name="color-scheme" content="light dark";
        link rel="icon" href=(assets::href("favicon.svg")) type="image/svg+xml";
        link rel="stylesheet" href=(assets::href("app.css"));
        @for s in scripts { script src=(assets::href(s)) defer {} }
    }
}

fn logo() -> Markup {
    html! { img src=(assets::href("logo.svg")) alt="" width="36" height="36"; }
}

/// Who runs the judging but has no organizer's desk to find it from.
fn runs_judging(p: &Person, c: ContestId) -> bool {
    (p.holds(c, Role::Secretary) || p.holds(c, Role::HeadJudge)) && !p.holds(c, Role::Organizer)
}

fn header(v: &Visit) -> Markup {
    let item = |path: &str, key: &str| {
        let href = v.href(path);
        let here = v.path.split('?').next() == Some(href.as_str());
        html! { a href=(href) aria-current=[here.then_some("page")] { (v.t(key)) } }
    };
    let contest = v.contest_opt();
    let desk = |path: &str, key: &str, show: bool| {
        if show {
            item(path, key)
        } else {
            html! {}
        }
    };
    let p = v.person.as_deref();
    let holds = |f: &dyn Fn(&Person, ContestId) -> bool| p.zip(contest).is_some_and(|(p, c)| f(p, c.id));
    html! {
        a.skip href="#main" { (v.t("skip")) }
        header.site {
            div.wrap {
                a.brand href=(v.href("/")) { (logo()) span { (v.t("site-name")) } }
                nav.main aria-label=(v.t("nav-main")) {
                    // One's own desk first: a phone shows only the beginning of this row.
                    (desk("/cham", "nav-judge", holds(&|p, c| p.judges(c))))
                    (desk("/ban-thu-ky", "nav-office", holds(&|p, c| p.runs(c))))
                    // The organizer's desk has these two among its tabs.
                    (desk("/ban-to-chuc/cham-thi", "nav-judging", holds(&runs_judging)))
                    (desk("/ban-to-chuc/ket-qua", "nav-ranking", holds(&runs_judging) && contest.is_some_and(|c| c.phase >= Phase::Preliminary)))
                    (desk("/ban-to-chuc", "nav-organizer", holds(&|p, c| p.holds(c, Role::Organizer))))
                    @if p.is_some_and(|p| p.is_admin) { a href="/quan-tri" { (v.t("nav-admin")) } }
                    @if p.is_some() { (item("/nop-bai", "nav-submit")) }
                    (item("/the-le", "nav-rules"))
                    (item("/tac-pham", "nav-gallery"))
                    (item("/ket-qua", "nav-results"))
                }
                div.tools {
                    form.plain-form method="post" action="/ngon-ngu" {
                        input type="hidden" name="ve" value=(v.path);
                        button.linkish name="ngon-ngu" value=(if v.lang == Lang::Vi { "en" } else { "vi" })
                            lang=(if v.lang == Lang::Vi { "en" } else { "vi" }) { (v.t("language-other")) }
                    }
                    @match p {
                        Some(_) => a href="/tai-khoan" { (v.t("nav-account")) },
                        None => a.btn.plain href="/dang-nhap" { (v.t("nav-sign-in")) },
                    }
                }
            }
        }
    }
}

fn footer(v: &Visit) -> Markup {
    html! {
        footer.site {
            div.wrap {
                @if let Some(c) = v.contest_opt() {
                    @if !c.contact.is_empty() { span { (v.say(&msg!("footer-contact", contact = c.contact.as_str()))) } " · " }
                }
                a href="/du-lieu-ca-nhan" { (v.t("footer-privacy")) } " · "
                a href="/cuoc-thi" { (v.t("footer-all-contests")) }
            }
        }
    }
}

/// A page without anything that needs the database: errors.
#[must_use]
pub fn bare(lang: Lang, title: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – " (lang.text("site-name")) }
                (links(&[]))
            }
            body {
                header.site { div.wrap { a.brand href="/" { (logo()) span { (lang.text("site-name")) } } } }
                main.wrap.narrow #main { (main) }
            }
        }
    }
}

/// Text that is already safe HTML (Markdown made and sanitised by us).
#[must_use]
pub fn trusted(html: &str) -> PreEscaped<String> {
    PreEscaped(html.to_owned())
}
