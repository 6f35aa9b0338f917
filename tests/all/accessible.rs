//! Every page of the table of addresses in a real browser, as the person who may see it: in both languages, on a small phone
//! and on a laptop, light and dark. axe-core finds nothing, and no page scrolls sideways.

use actix_web::http::Method;
use bongsen::contests::contest::Phase;
use bongsen::web::routes::{Access, RouteSpec, table};

use crate::permissions::World;
use crate::support::screen::{LAPTOP, SMALL_PHONE, Screen};
use crate::support::site::{Site, Stack, Visitor};

/// Who may see what stands behind the address.
fn guest<'a>(world: &'a World, route: &RouteSpec) -> Option<&'a Visitor> {
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

/// What the walk has seen.
#[derive(Default)]
struct Seen {
    pages: usize,
    wrong: Vec<String>,
}

impl Seen {
    /// Opens an address, looks, and writes down what is wrong. Files, pictures and answers for machines are no pages.
    async fn visit(&mut self, site: &Site, screen: &Screen, who: Option<&Visitor>, address: &str) {
        let nobody = site.visitor();
        let answer = who.unwrap_or(&nobody).get_still(address).await;
        if !answer.header("content-type").starts_with("text/html") {
            return;
        }
        screen.goto(address).await;
        let mut faults = look(screen).await;
        // Advice to developers, and that a page is not there, are no faults.
        let said = screen.browser.console().await;
        let harmless =
            |line: &String| line.starts_with("DEBUG") || line.contains("the server responded with a status of 4");
        let said = said.into_iter().filter(|line| !harmless(line));
        faults.extend(said.map(|line| format!("  console: {line}")));
        self.pages += 1;
        if !faults.is_empty() {
            self.wrong.push(format!("{address}:\n{}", faults.join("\n")));
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
    for route in table().iter().filter(|r| r.method == Method::GET) {
        let who = guest(&world, route);
        if sits != who.map(|w| w.login.as_str()) {
            screen.sits_down(&site, who).await;
            sits = who.map(|w| w.login.as_str());
        }
        seen.visit(&site, &screen, who, &world.address(route.path)).await;
    }
    // A work being made has pages that a finished one has not; and it needs an open contest.
    site.set_phase(Phase::Open);
    let draft = site.poem_draft(&world.an, "Mùa nước nổi").token;
    screen.sits_down(&site, Some(&world.an)).await;
    for route in table().iter().filter(|r| r.method == Method::GET && r.path.starts_with("/nop-bai")) {
        seen.visit(&site, &screen, Some(&world.an), &route.path.replace("{token}", &draft)).await;
    }
    assert!(seen.wrong.is_empty(), "{} of {} pages wrong:\n{}", seen.wrong.len(), seen.pages, seen.wrong.join("\n"));
    assert!(seen.pages > 60, "only {} pages", seen.pages);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_for_everybody_in_vietnamese() {
    walk("vi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_for_everybody_in_english() {
    walk("en").await;
}
