//! The main job in a real browser that runs no scripts, and an upload whose session ended on the way.

use bongsen::contests::contest::{Phase, RoundKey};
use bongsen::db::Conn;
use bongsen::db::schema::{entries, sessions};
use bongsen::entries::entry::Entry;
use bongsen::judging::sheet::SheetState;
use bongsen::kernel::ids::{digest, hex};
use diesel::prelude::*;
use fantoccini::Locator;

use crate::browser_job::Entrant;
use crate::on_both_stacks;
use crate::support::screen::{LAPTOP, SMALL_PHONE, Screen};
use crate::support::site::{PASSWORD, fixture};

on_both_stacks!(without_scripts_works_are_handed_in_and_marked, |site| async move {
    const AN: &str = "Nguyễn Văn An";
    site.quota(1);
    let screen = Screen::without_scripts(site, SMALL_PHONE).await;
    let an = Entrant::signs_up(site, screen, AN, "0912 345 678").await;
    an.hands_in_poem(AN, "Bến nước quê mình").await;
    let receipt = an.screen.text().await;
    assert!(receipt.contains("PT26-") && receipt.contains("Bến nước quê mình"), "{receipt}");
    an.hands_in_photos(AN, "Chợ sớm", &["photo.jpg"]).await;
    let receipt = an.screen.text().await;
    assert!(receipt.contains("PT26-") && receipt.contains(&hex(&digest(&fixture("photo.jpg")))), "{receipt}");
    an.screen.goto("/nop-bai").await;
    an.screen.fine().await;
    let works = an.screen.text().await;
    assert!(works.contains("Bến nước quê mình") && works.contains("Chợ sớm"), "{works}");
    assert_eq!(an.screen.browser.console().await, Vec::<String>::new());
    drop(an);

    // The office does its part, and both works come to a judge.
    let (organizer, secretary) = (site.account("Phúc", "organizer"), site.account("Thư", "secretary"));
    let judge = site.account("Giám khảo", "judge");
    let works = site.read(|c| Ok(entries::table.select(Entry::as_select()).load(c)?));
    for work in &works {
        site.accept(&secretary, work);
    }
    site.set_phase(Phase::Intake);
    for group in ["VH", "NT"] {
        let panel = site.seat(&organizer, RoundKey::Preliminary, group, &[&judge], None);
        site.plan(&organizer, &panel);
    }
    site.onward(&organizer);
    let screen = Screen::without_scripts(site, LAPTOP).await;
    screen.sits_down(site, Some(&judge)).await;
    screen.goto("/cham").await;
    screen.fine().await;
    screen.goes("main a.btn[href*='/cham/']").await;
    screen.fine().await;
    let desk = screen.path().await;
    // One mark, kept by the button; what is missing is said when it is handed in too early.
    let names = screen.names("tc-").await;
    screen.types(&names[0], "7,5").await;
    screen.presses("Lưu").await;
    assert_eq!(screen.values(&format!("[name='{}']", names[0])).await, ["7,5"]);
    screen.presses("Nộp phiếu").await;
    assert!(screen.has("[data-error-summary]").await, "{}", screen.text().await);
    screen.fine().await;
    let said = screen.browser.console().await;
    assert!(said.iter().all(|line| line.ends_with("422 (Unprocessable Entity)")), "{said:?}");
    for name in &names {
        screen.types(name, "6").await;
    }
    screen.types("comment", "Ý thơ gọn, nhạc điệu tốt.").await;
    screen.presses("Nộp phiếu").await;
    assert_ne!(screen.path().await, desk, "the other work is next");
    let sheets = site.sheets(&judge, RoundKey::Preliminary);
    let sheet = sheets.into_iter().find(|s| desk.ends_with(&s.token)).expect("the sheet at the desk");
    assert_eq!((sheet.state, sheet.comment.as_str()), (SheetState::HandedIn, "Ý thơ gọn, nhạc điệu tốt."));
    let marks = site.read(|c| Ok(bongsen::judging::store::marks_of(c, sheet.id)?));
    assert_eq!(marks.iter().map(|m| m.points.to_string()).collect::<Vec<_>>(), vec!["6"; names.len()]);
    assert_eq!(screen.browser.console().await, Vec::<String>::new());
});

on_both_stacks!(an_upload_waits_while_its_sender_signs_in_again, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let category = site.category("nhiep-anh").id.to_string();
    let draft = an.post("/nop-bai/moi", &[("category", &category)]).await.path;
    let screen = Screen::of(site, &an, SMALL_PHONE).await;
    screen.goto(&format!("{draft}/tep")).await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/photo.jpg");
    screen.find("form[action$='/tep/0'] input[type=file]").await.send_keys(path).await.unwrap();
    // A month later.
    let id = an.id();
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        Ok(diesel::delete(sessions::table.filter(sessions::account_id.eq(id))).execute(conn)?)
    });
    screen.find("form[action$='/tep/0'] button").await.click().await.unwrap();
    let link = screen.find("[data-upload] .files a[href^='/dang-nhap']").await;
    assert_eq!(screen.texts(".files .error").await, ["Xin đăng nhập để tiếp tục."]);
    screen.fine().await;
    // Signs in beside the page, and is led back to the same address there.
    let here = screen.browser.window().await.unwrap();
    link.click().await.unwrap();
    let there = screen.browser.windows().await.unwrap().into_iter().find(|w| *w != here).expect("a second tab");
    screen.browser.switch_to_window(there).await.unwrap();
    screen.types("login", &an.login).await;
    screen.types("password", PASSWORD).await;
    screen.presses("Đăng nhập").await;
    assert_eq!(screen.path().await, format!("{draft}/tep"));
    // Back in the first, the file is still there to be sent.
    screen.browser.switch_to_window(here).await.unwrap();
    let again = screen.browser.wait().for_element(Locator::XPath("//button[.='Gửi lại']")).await.unwrap();
    screen.script("window.hereStill = true").await;
    again.click().await.unwrap();
    screen.leaves("Gửi lại").await;
    assert_eq!(screen.texts("ul.files .name a").await, ["photo.jpg"]);
});

on_both_stacks!(an_upload_by_plain_form_comes_back_to_its_page, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let category = site.category("nhiep-anh").id.to_string();
    let draft = an.post("/nop-bai/moi", &[("category", &category)]).await.path;
    an.forget();
    let send = |from: String| {
        let part = reqwest::multipart::Part::bytes(fixture("photo.jpg")).file_name("photo.jpg");
        let request = an.request(reqwest::Method::POST, &format!("{draft}/tep/0")).header("referer", from);
        request.multipart(reqwest::multipart::Form::new().part("file", part)).send()
    };
    let encoded = format!("{draft}/tep").replace('/', "%2F").replace('-', "%2D");
    for (from, to) in [
        (format!("{}{draft}/tep", site.base), format!("/dang-nhap?tiep={encoded}")),
        ("https://evil.example/x".to_owned(), "/dang-nhap".to_owned()),
        (format!("{}.evil.example/x", site.base), "/dang-nhap".to_owned()),
    ] {
        let answer = send(from).await.unwrap();
        assert_eq!(answer.headers()["location"], to.as_str());
    }
});
