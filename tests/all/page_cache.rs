//! Public pages for people who are not signed in: kept for a moment, known by an `ETag`, each language by itself.

use std::time::Duration;

use bongsen::db::Conn;
use bongsen::db::schema::contests;
use diesel::prelude::*;
use reqwest::Method;

use crate::on_both_stacks;
use crate::support::page::Page;
use crate::support::site::{Site, Visitor};

const PATH: &str = "/the-le";

async fn ask(who: &Visitor, method: Method, headers: &[(&str, &str)]) -> Page {
    let mut request = who.request(method, PATH);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Page::of(request.send().await.unwrap()).await
}

/// The contest gets another title behind the pages' back.
fn rename(site: &Site, title: &str) {
    let id = site.contest().id;
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        Ok(diesel::update(contests::table.find(id)).set(contests::title.eq(title)).execute(conn)?)
    });
}

on_both_stacks!(a_page_is_known_by_its_etag, |settings| settings.page_cache_ms = 1000, |site| async {
    let visitor = site.visitor();
    let page = ask(&visitor, Method::GET, &[]).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("cache-control"), "private, no-cache");
    assert_eq!(page.header("vary"), "accept-encoding, cookie");
    let etag = page.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() == 18, "{etag}");
    // The same again is not sent again.
    let again = ask(&visitor, Method::GET, &[("if-none-match", &etag)]).await;
    assert_eq!((again.status, again.header("etag"), again.bytes.len()), (304, etag.as_str(), 0));
    assert_eq!(again.header("vary"), "accept-encoding, cookie");
    assert_eq!(ask(&visitor, Method::GET, &[("if-none-match", "\"khac\"")]).await.status, 200);
    let head = ask(&visitor, Method::HEAD, &[]).await;
    assert_eq!((head.status, head.header("etag"), head.bytes.len()), (200, etag.as_str(), 0));
    // However it is packed.
    for packed in ["br", "gzip", "identity"] {
        let unpacked = ask(&visitor, Method::GET, &[("accept-encoding", packed)]).await;
        assert_eq!((unpacked.status, unpacked.header("etag")), (200, etag.as_str()), "{packed}");
    }
    // Another language is another page, and neither is given for the other.
    visitor.post("/ngon-ngu", &[("ngon-ngu", "en"), ("ve", PATH)]).await;
    let english = ask(&visitor, Method::GET, &[("if-none-match", &etag)]).await;
    assert_eq!(english.status, 200);
    assert_ne!(english.header("etag"), etag);
    assert!(english.html().contains("<html lang=\"en\"") && page.html().contains("<html lang=\"vi\""));
    let vietnamese = ask(&site.visitor(), Method::GET, &[("if-none-match", english.header("etag"))]).await;
    assert_eq!((vietnamese.status, vietnamese.header("etag")), (200, etag.as_str()));
    // Somebody signed in gets a page of their own.
    let an = site.account("Nguyễn Văn An", "entrant");
    let own = ask(&an, Method::GET, &[("if-none-match", &etag)]).await;
    assert_eq!((own.status, own.header("etag"), own.header("cache-control")), (200, "", "no-store"));
    assert!(own.html().contains("/tai-khoan") && !page.html().contains("/tai-khoan"));
});

on_both_stacks!(a_page_is_kept_for_who_is_not_signed_in, |settings| settings.page_cache_ms = 600_000, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let before = site.contest().title;
    assert!(site.visitor().get(PATH).await.html().contains(&before));
    rename(site, "Sen trắng");
    assert!(!site.visitor().get(PATH).await.html().contains("Sen trắng"), "still the page that is kept");
    assert!(an.get(PATH).await.html().contains("Sen trắng"), "but not for who is signed in");
    assert!(!site.visitor().get(PATH).await.html().contains("Sen trắng"), "whose page is not kept");
});

on_both_stacks!(a_page_is_not_older_than_a_second, |settings| settings.page_cache_ms = 1000, |site| async {
    let page = ask(&site.visitor(), Method::GET, &[]).await;
    rename(site, "Sen trắng");
    tokio::time::sleep(Duration::from_millis(1050)).await;
    let anew = ask(&site.visitor(), Method::GET, &[("if-none-match", page.header("etag"))]).await;
    assert_eq!(anew.status, 200);
    assert!(anew.html().contains("Sen trắng"));
});
