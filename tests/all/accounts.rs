//! Accounts over HTTP: signing up, in and out, and what is theirs.

use crate::on_both_stacks;
use crate::support::site::{PASSWORD, Visitor};

async fn sign_in(v: &Visitor, login: &str, password: &str) -> crate::support::page::Page {
    v.post("/dang-nhap", &[("login", login), ("password", password), ("tiep", "/tai-khoan")]).await
}

on_both_stacks!(a_person_signs_up_out_and_in_again, |site| async {
    let an = site.sign_up("  Nguyễn   Văn An ").await;
    let page = an.get("/tai-khoan").await;
    assert_eq!((page.status, page.title()), (200, "Tài khoản".to_owned()));
    assert_eq!(page.select("h1"), ["Tài khoản"]);
    assert_eq!(page.value("name").as_deref(), Some("Nguyễn Văn An"));
    let page = an.post("/dang-xuat", &[]).await;
    assert_eq!(page.path, "/");
    assert_eq!(an.get("/tai-khoan").await.path, "/dang-nhap?tiep=%2Ftai%2Dkhoan");
    // The same number, written another way.
    let other = format!("+84 {}", an.login.strip_prefix('0').unwrap());
    assert_eq!(sign_in(&an, &other, PASSWORD).await.path, "/tai-khoan");
});
