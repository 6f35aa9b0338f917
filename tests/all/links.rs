//! Every link that a page shows leads somewhere its reader may go: a demo with contests in three phases is walked by each kind of
//! person, from the home pages on, until no new page is found.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bongsen::demo::{Size, accounts_file, build};

use crate::on_both_stacks;
use crate::support::site::{Site, Stack, Visitor};

/// A site with the demo in it.
pub async fn demo(stack: Stack) -> Site {
    let site = Site::empty(stack).await;
    let app = site.app.clone();
    tokio::task::spawn_blocking(move || build(&app, Size::Small).unwrap()).await.unwrap();
    site
}

/// One person of each role in each contest, with the role and the contest's short code.
pub fn people(site: &Site) -> Vec<(String, String, Visitor)> {
    let json: Vec<BTreeMap<String, String>> =
        serde_json::from_str(&std::fs::read_to_string(accounts_file(&site.app)).unwrap()).unwrap();
    let mut seen = BTreeSet::new();
    let fresh = json.into_iter().filter(|a| seen.insert((a["role"].clone(), a["contest"].clone())));
    fresh.map(|a| (a["role"].clone(), a["contest"].clone(), site.seated(&a["login"]))).collect()
}

/// The address without what only sorts, filters or turns pages.
fn place(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

/// Where the links of the pages lead that one person meets; what is wrong, and how many pages there were.
async fn walk(who: &Visitor, starts: &[String]) -> (usize, Vec<String>) {
    let (mut wrong, mut pages) = (Vec::new(), 0);
    let mut waiting: VecDeque<(String, String)> = starts.iter().map(|s| (s.clone(), "the start".into())).collect();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut known = BTreeSet::new();
    while let Some((address, from)) = waiting.pop_front() {
        if !known.insert(address.clone()) {
            continue;
        }
        // Of one table with its many filters a few are enough.
        let times = met.entry(place(&address).to_owned()).or_default();
        *times += 1;
        if *times > 2 {
            continue;
        }
        let page = who.get_still(&address).await;
        pages += 1;
        match page.status {
            200 | 206 => {}
            302 | 303 | 307 | 308 => {
                let to = page.location().to_owned();
                waiting.push_back((to, address.clone()));
                continue;
            }
            status => {
                wrong.push(format!("{status} {address} (from {from})"));
                continue;
            }
        }
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        for href in page.attr("a[href]", "href").into_iter().chain(page.attr("img[src]", "src")) {
            let href = href.split('#').next().unwrap_or_default();
            if let Some(query) = href.strip_prefix('?') {
                waiting.push_back((format!("{}?{query}", place(&address)), address.clone()));
            } else if href.starts_with('/') && !href.starts_with("//") {
                waiting.push_back((href.to_owned(), address.clone()));
            }
        }
    }
    (pages, wrong)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_leads_somewhere_for_everybody() {
    every_link_leads_somewhere(&demo(Stack::Embedded).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_leads_somewhere_for_everybody_at_scale() {
    every_link_leads_somewhere(&demo(Stack::Scaled).await).await;
}

async fn every_link_leads_somewhere(site: &Site) {
    let mut all = people(site);
    all.push(("nobody".into(), "PT26".into(), site.visitor()));
    assert!(all.len() > 12, "{} people", all.len());
    let mut faults = Vec::new();
    let mut total = 0;
    for (role, contest, who) in &all {
        let mut starts = vec!["/".to_owned()];
        if !contest.is_empty() {
            starts.push(format!("/cuoc-thi/{contest}"));
        }
        if role != "nobody" {
            starts.push("/tai-khoan".to_owned());
        }
        let (pages, wrong) = walk(who, &starts).await;
        assert!(pages > 10, "{role} of {contest} met {pages} pages");
        total += pages;
        faults.extend(wrong.into_iter().map(|w| format!("{role} of {contest}: {w}")));
    }
    assert!(faults.is_empty(), "{} of {total} links wrong:\n{}", faults.len(), faults.join("\n"));
}

on_both_stacks!(other_ways_of_asking_are_answered_in_their_way, |site| async {
    let who = site.visitor();
    for (method, address, status) in [
        (reqwest::Method::HEAD, "/", 200),
        (reqwest::Method::HEAD, "/healthz", 200),
        (reqwest::Method::HEAD, "/khong-co", 404),
        (reqwest::Method::DELETE, "/", 405),
        (reqwest::Method::PUT, "/the-le", 405),
    ] {
        let r = who.request(method.clone(), address).send().await.unwrap();
        assert_eq!(r.status().as_u16(), status, "{method} {address}");
        assert_eq!(r.headers().contains_key("allow"), status == 405, "{method} {address}");
        if method == reqwest::Method::HEAD {
            assert!(r.bytes().await.unwrap().is_empty(), "{address}");
        }
    }
    let big = "x".repeat(3 * 1024 * 1024);
    let page = who.post_still("/dang-nhap", &[("login", &big)]).await;
    assert_eq!((page.status, page.title().contains("quá lớn")), (413, true), "{}", page.title());
});
