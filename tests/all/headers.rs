//! Every address of the table answers with the headers that docs/security.md speaks of, whoever asks and whatever the answer is.

use actix_web::http::Method;
use bongsen::web::routes::table;

use crate::accessible::guest;
use crate::on_both_stacks;
use crate::permissions::World;
use crate::support::page::Page;
use crate::support::site::PASSWORD;

/// What is wrong with the headers of an answer.
fn faults(page: &Page, is_file: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut must = |name: &str, is: bool| {
        if !is {
            wrong.push(format!("{} {}: {name}: {}", page.status, page.path, page.header(name)));
        }
    };
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        must(name, page.header(name) == value);
    }
    must("x-request-id", page.header("x-request-id").len() == 12);
    let csp = page.header("content-security-policy");
    must("content-security-policy", csp.starts_with("default-src 'none'; ") && !csp.contains("script-src 'unsafe"));
    if is_file {
        let is_pdf = page.header("content-type") == "application/pdf";
        must("content-security-policy", is_pdf || csp.contains("; sandbox;"));
        must("content-security-policy", !csp.contains("script-src"));
        must("x-frame-options", page.header("x-frame-options") == if is_pdf { "SAMEORIGIN" } else { "DENY" });
        must("cache-control", page.header("cache-control") == "private, no-cache");
    } else {
        must("content-security-policy", csp.contains("frame-ancestors 'none'") && !csp.contains("unsafe"));
        must("x-frame-options", page.header("x-frame-options") == "DENY");
        must("cache-control", page.header("cache-control").ends_with("no-store"));
    }
    wrong
}

on_both_stacks!(every_answer_carries_the_headers, |site| async move {
    let world = World::make(site).await;
    let nobody = site.visitor();
    let (mut wrong, mut files) = (Vec::new(), 0);
    // What is posted may end sessions and more: only when everything was read.
    let (read, posted): (Vec<_>, Vec<_>) = table().into_iter().partition(|r| r.method == Method::GET);
    for route in read.into_iter().chain(posted) {
        let address = world.address(route.path);
        let mut who = vec![&nobody];
        who.extend(guest(&world, &route));
        for who in who {
            let page = if route.method == Method::GET {
                who.get_still(&address).await
            } else {
                who.post_still(&address, &[("x", "1")]).await
            };
            let is_file = page.status == 200 && !page.header("accept-ranges").is_empty();
            files += usize::from(is_file);
            wrong.extend(faults(&page, is_file));
            let said = page.header("strict-transport-security");
            assert_eq!(said, "", "{address}: without HTTPS nobody is held to it");
        }
    }
    assert!(files >= 2, "a file and a picture, not {files}");
    // What no handler of ours answers.
    let elsewhere = reqwest::Client::new();
    for (request, status) in [
        (elsewhere.get(format!("{}/khong-co", site.base)), 404),
        (elsewhere.put(format!("{}/the-le", site.base)).header("sec-fetch-site", "same-origin"), 405),
        (elsewhere.post(format!("{}/dang-nhap", site.base)), 403),
        (elsewhere.head(format!("{}/nop-bai", site.base)), 200),
        (nobody.request(reqwest::Method::POST, "/dang-nhap").body("x".repeat(3 << 20)), 413),
    ] {
        let page = Page::of(request.send().await.unwrap()).await;
        assert_eq!(page.status, status, "{}", page.path);
        wrong.extend(faults(&page, false));
    }
    // What never changes may be kept by everybody, for ever.
    let css = nobody.get("/").await.attr("link[rel=stylesheet]", "href").remove(0);
    let page = nobody.get(&css).await;
    assert_eq!(page.header("cache-control"), "public, max-age=31536000, immutable");
    wrong.extend(faults(&page, false).into_iter().filter(|f| !f.contains("cache-control")));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
});

on_both_stacks!(
    behind_https_cookies_and_browsers_are_held_to_it,
    |settings| settings.base_url = Some("https://thi.example.vn".into()),
    |site| async {
        let an = site.visitor();
        for page in [an.get("/").await, an.get("/khong-co").await, an.get_still("/nop-bai").await] {
            assert_eq!(page.header("strict-transport-security"), "max-age=31536000", "{}", page.path);
        }
        let form = [("name", "Nguyễn Văn An"), ("login", "0911222333"), ("password", PASSWORD)];
        let signed_up = an.post_still("/dang-ky", &form).await;
        let kept = site.visitor().post_still("/tai-khoan", &[("name", "An")]).await;
        for (page, name) in [(&signed_up, "__Host-phien="), (&kept, "__Host-phieu=")] {
            let cookie = cookie_of(page, name);
            assert_eq!(page.status, 303, "{}", page.text());
            for part in ["; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"] {
                assert!(cookie.contains(part), "{part}: {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    }
);

fn cookie_of(page: &Page, name: &str) -> String {
    let all = page.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap().to_owned());
    let mut all = all.filter(|c| c.starts_with(name));
    all.next().unwrap_or_else(|| panic!("no {name} among {:?}", page.headers))
}
