//! Every page of the table of addresses in a real browser, as the person who may see it: in both languages, on a small phone
//! and on a laptop, light and dark. axe-core finds nothing, and no page scrolls sideways.

use std::collections::BTreeSet;

use actix_web::http::Method;
use bongsen::accounts::account::InvitedRole;
use bongsen::accounts::attempts_store as attempts;
use bongsen::accounts::ops::{Invite, invite as invite_judge, setup_link};
use bongsen::accounts::sessions;
use bongsen::contests::contest::{Phase, RoundKey};
use bongsen::entries::ops::{SaveText, save_text, settle};
use bongsen::kernel::actor::Cx;
use bongsen::web::routes::{Access, RouteSpec, table};

use crate::links;
use crate::permissions::World;
use crate::support::screen::{LAPTOP, SMALL_PHONE, Screen};
use crate::support::site::{PASSWORD, Site, Stack, Visitor};

/// Who may see what stands behind the address.
pub fn guest<'a>(world: &'a World, route: &RouteSpec) -> Option<&'a Visitor> {
    match route.access {
        // The pages that somebody signed in does not get to see.
        Access::Public if route.path.starts_with("/dang-") => None,
        Access::Secret => None,
        Access::Public | Access::SignedIn | Access::Entry => Some(&world.an),
        Access::Judge | Access::Sheet => Some(&world.judges[0]),
        Access::Office => Some(&world.secretary),
        Access::Judging | Access::Organizer => Some(&world.organizer),
        Access::Admin => Some(&world.admin),
    }
}

/// Faults of the page that stands there, at each width and in each light.
async fn look(screen: &Screen) -> Vec<String> {
    let mut all = Vec::new();
    for (name, window) in [("phone", SMALL_PHONE), ("laptop", LAPTOP)] {
        screen.resize(window).await;
        for dark in [false, true] {
            screen.dark(dark).await;
            let light = if dark { "dark" } else { "light" };
            all.extend(screen.faults().await.into_iter().map(|f| format!("  {name}, {light}: {f}")));
        }
    }
    all
}

/// Addresses of files, and what there is only once results are published: [`published`] looks at those.
const ELSEWHERE: [&str; 4] =
    ["/cham/{token}/tep/{n}", "/tac-pham/{code}", "/tac-pham/{code}/tep/{n}", "/ket-qua/ban-{number}.json"];

/// What the walk has seen.
#[derive(Default)]
struct Seen {
    pages: usize,
    wrong: Vec<String>,
    /// Patterns of addresses whose page was not to be had yet.
    missed: BTreeSet<&'static str>,
}

impl Seen {
    /// Opens an address, looks, and writes down what is wrong. Files, pictures and answers for machines are no pages.
    async fn visit(&mut self, site: &Site, screen: &Screen, who: Option<&Visitor>, address: &str) {
        let nobody = site.visitor();
        let answer = who.unwrap_or(&nobody).get_still(address).await;
        if !answer.location().is_empty() {
            self.wrong.push(format!("{address}: leads to {} and was not looked at", answer.location()));
        }
        if !answer.header("content-type").starts_with("text/html") {
            return;
        }
        screen.goto(address).await;
        let mut faults = look(screen).await;
        if answer.status >= 400 {
            faults.push(format!("  answered {}", answer.status));
        }
        // Advice to developers is no fault.
        let said = screen.browser.console().await;
        let said = said.into_iter().filter(|line| !line.starts_with("DEBUG"));
        faults.extend(said.map(|line| format!("  console: {line}")));
        self.pages += 1;
        if !faults.is_empty() {
            self.wrong.push(format!("{address}:\n{}", faults.join("\n")));
        }
    }

    /// Opens what stands behind a pattern, if it is to be had as things stand (and does not lead elsewhere); else remembers it.
    async fn tries(
        &mut self,
        site: &Site,
        screen: &Screen,
        who: Option<&Visitor>,
        pattern: &'static str,
        address: &str,
    ) {
        let nobody = site.visitor();
        if matches!(who.unwrap_or(&nobody).get_still(address).await.status, 303 | 403 | 404) {
            self.missed.insert(pattern);
        } else {
            self.missed.remove(pattern);
            self.visit(site, screen, who, address).await;
        }
    }
}

async fn walk(lang: &'static str) {
    let site = Site::start(Stack::Embedded).await;
    let world = World::make(&site).await;
    let screen = Screen::open(&site, LAPTOP).await;
    screen.speaks(lang).await;
    let mut seen = Seen::default();
    let mut sits: Option<&str> = None;
    // Addresses that are a secret come below, with the secret.
    let pages = || table().into_iter().filter(|r| r.method == Method::GET && r.access != Access::Secret);
    for route in pages().filter(|r| !ELSEWHERE.contains(&r.path)) {
        let who = guest(&world, &route);
        if sits != who.map(|w| w.login.as_str()) {
            screen.sits_down(&site, who).await;
            sits = who.map(|w| w.login.as_str());
        }
        seen.tries(&site, &screen, who, route.path, &world.address(route.path)).await;
    }
    // A sheet that is handed in can be opened again; a judge's sheets can be printed.
    let judge = &world.judges[0];
    let sheet = site.sheets(judge, RoundKey::Preliminary).remove(0);
    site.marks(judge, &sheet, 1);
    screen.sits_down(&site, Some(&world.organizer)).await;
    for (path, asked) in [
        ("/ban-to-chuc/cham-thi/{panel}/phieu/{sheet}/mo-lai", String::new()),
        ("/ban-to-chuc/cham-thi/in/{panel}/phieu", format!("?giam-khao={}", judge.id())),
    ] {
        let address = format!("{}{asked}", world.address(path));
        seen.tries(&site, &screen, Some(&world.organizer), path, &address).await;
    }
    // A work being made has pages that a finished one has not, as has one that waits for the office; both need an open contest.
    site.set_phase(Phase::Open);
    let draft = site.poem_draft(&world.an, "Mùa nước nổi").token;
    let waiting = site.poem(&world.an, "Chợ nổi");
    // A change that its author has only begun, put aside by the office.
    let (entry, body) = (waiting.id, "Câu đang sửa dở".to_owned());
    site.by(&world.an, |tx, cx| save_text(tx, cx, SaveText { entry, seen: None, body: body.clone() }));
    site.by(&world.secretary, |tx, cx| settle(tx, cx, entry));
    let waiting = waiting.token;
    screen.sits_down(&site, Some(&world.an)).await;
    for route in pages().filter(|r| r.path.starts_with("/nop-bai")) {
        let finished = ["/rut", "/bien-nhan", "/de-rieng/{n}"].iter().any(|end| route.path.ends_with(end));
        let one = route.path.replace("{token}", if finished { &waiting } else { &draft }).replace("{n}", "1");
        // Only an accepted work is opened again.
        let one = if route.path.ends_with("/sua") { world.address(route.path) } else { one };
        seen.tries(&site, &screen, Some(&world.an), route.path, &one).await;
    }
    screen.sits_down(&site, Some(&world.secretary)).await;
    for route in pages().filter(|r| r.path.starts_with("/ban-thu-ky")) {
        let one = route.path.replace("{token}", &waiting);
        seen.tries(&site, &screen, Some(&world.secretary), route.path, &world.address(&one)).await;
    }
    let decisions = ["bo-sung", "doi-the-loai", "khong-nhan", "rut"].map(|d| format!("/ban-thu-ky/bai/{waiting}/{d}"));
    for address in decisions {
        seen.visit(&site, &screen, Some(&world.secretary), &address).await;
    }
    assert_eq!(seen.missed, BTreeSet::new(), "pages that were never looked at");
    // Who holds a secret of an address: an invitation, and a form that was kept while its sender signs in.
    screen.sits_down(&site, None).await;
    let invite = Invite {
        contest: Some(site.contest().id),
        contest_title: String::new(),
        role: InvitedRole::Judge,
        name: "Giám khảo Bốn".into(),
        email: String::new(),
        unit: None,
        form: String::new(),
    };
    let cx = site.cx_of(&world.organizer);
    let (_, secret) = site.write(|tx, _| invite_judge(tx, &cx, &invite));
    seen.visit(&site, &screen, None, &format!("/moi/{secret}")).await;
    let an = site.seated(&world.an.login);
    an.forget();
    let kept = an.post_still("/tai-khoan", &[("name", "Nguyễn Văn An")]).await;
    let (_, form) = kept.location().split_once("phieu=").expect("the form is kept");
    seen.visit(&site, &screen, None, kept.location()).await;
    let now = site.now();
    an.carry(&site.write(|tx, _| sessions::begin(tx, an.id(), "", now)));
    screen.sits_down(&site, Some(&an)).await;
    let browser = an.cookie().split("; ").find_map(|c| c.strip_prefix("phieu=").map(str::to_owned)).unwrap();
    screen.browser.set_cookie(&site.base, "phieu", &browser).await;
    seen.visit(&site, &screen, Some(&an), &format!("/dang-nhap/phieu/{form}")).await;
    assert!(screen.has("main form[action^='/dang-nhap/phieu/']").await, "{}", screen.text().await);
    assert!(seen.wrong.is_empty(), "{} of {} pages wrong:\n{}", seen.wrong.len(), seen.pages, seen.wrong.join("\n"));
    assert!(seen.pages > 60, "only {} pages", seen.pages);
}

/// Pages that only a published contest has, those of a form that waits for its sender, and that of the first administrator.
async fn published(lang: &'static str) {
    let site = links::demo(Stack::Embedded).await;
    let screen = Screen::open(&site, LAPTOP).await;
    screen.speaks(lang).await;
    let mut seen = Seen::default();
    screen.sits_down(&site, None).await;
    let gallery = site.visitor().get("/cuoc-thi/PT23/tac-pham").await;
    let work = gallery.attr("li.tile a", "href").remove(0);
    let pages = ["", "/the-le", "/ket-qua", "/tac-pham"].map(|p| format!("/cuoc-thi/PT23{p}"));
    for address in pages.into_iter().chain([work]) {
        let answer = site.visitor().get_still(&address).await;
        assert_eq!(answer.status, 200, "{address}");
        seen.visit(&site, &screen, None, &address).await;
    }
    let organizer = links::people(&site).into_iter().find(|(r, c, _)| r == "organizer" && c == "PT23").unwrap().2;
    screen.sits_down(&site, Some(&organizer)).await;
    for page in ["", "/giai", "/cong-bo"] {
        seen.visit(&site, &screen, Some(&organizer), &format!("/cuoc-thi/PT23/ban-to-chuc/ket-qua{page}")).await;
    }
    assert!(seen.wrong.is_empty(), "{} of {} pages wrong:\n{}", seen.wrong.len(), seen.pages, seen.wrong.join("\n"));
    assert_eq!(seen.pages, 8);

    let empty = Site::start(Stack::Embedded).await;
    let secret = empty.write(|tx, _| setup_link(tx, &Cx::system(empty.now()))).expect("nobody administers it yet");
    let address = format!("/thiet-lap/{secret}");
    let screen = Screen::open(&empty, LAPTOP).await;
    screen.speaks(lang).await;
    seen.visit(&empty, &screen, None, &address).await;
    assert!(seen.wrong.is_empty(), "{}", seen.wrong.join("\n"));
    assert_eq!(seen.pages, 9);
}

/// The pages that nobody wants to see: what there is not, what one may not see, faults in a form, too much, too often.
async fn refused(lang: &'static str) {
    let site = Site::start(Stack::Embedded).await;
    let an = site.account("Nguyễn Văn An", "entrant");
    let screen = Screen::open(&site, LAPTOP).await;
    screen.speaks(lang).await;
    let mut wrong = Vec::new();
    let mut see = async |status: u16| {
        const STATUS: &str = "return performance.getEntriesByType('navigation')[0].responseStatus";
        assert_eq!(screen.script(STATUS).await, status, "{}", screen.path().await);
        assert_eq!(screen.script("return document.documentElement.lang").await, lang);
        let faults = look(&screen).await;
        if !faults.is_empty() {
            wrong.push(format!("{status}:\n{}", faults.join("\n")));
        }
    };
    screen.goto("/khong-co-trang-nay").await;
    see(404).await;
    screen.goto("/dang-ky").await;
    screen.goes("main form button").await;
    assert_eq!(screen.texts("[data-error-summary] li").await.len(), 3);
    see(422).await;
    // More than any form may hold.
    screen.goto("/dang-nhap").await;
    screen.script("document.querySelector('[name=login]').value = 'x'.repeat(3 << 20)").await;
    screen.goes("main form button").await;
    see(413).await;
    // Somebody at this address has guessed for a while.
    let now = site.now();
    let limit = attempts::SIGN_IN_ADDRESS;
    site.write(|tx, _| (0..limit.most).try_for_each(|_| attempts::take(tx, now, &[(limit, "127.0.0.1")])));
    screen.goto("/dang-nhap").await;
    screen.types("login", &an.login).await;
    screen.types("password", PASSWORD).await;
    screen.goes("main form button").await;
    see(429).await;
    screen.sits_down(&site, Some(&an)).await;
    screen.goto("/ban-thu-ky").await;
    see(403).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_are_for_everybody_in_vietnamese() {
    refused("vi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_are_for_everybody_in_english() {
    refused("en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn published_pages_are_for_everybody_in_vietnamese() {
    published("vi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn published_pages_are_for_everybody_in_english() {
    published("en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_for_everybody_in_vietnamese() {
    walk("vi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_for_everybody_in_english() {
    walk("en").await;
}
