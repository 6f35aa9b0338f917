//! What the office and the administrator do for people: calls, one-time codes, accounts; and `bongsen user`.

use std::io::Write;
use std::process::{Command, Stdio};

use bongsen::audit;
use bongsen::db::schema::audit_events;
use bongsen::messages::message::MessageState;
use bongsen::messages::store;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::forms::Form;
use crate::support::page::Page;
use crate::support::site::{PASSWORD, Site, Visitor};

const NEW_PASSWORD: &str = "sen tàn lại nở";

/// How often an action stands in the log.
fn logged(site: &Site, action: &str) -> i64 {
    site.read(|c| Ok(audit_events::table.filter(audit_events::action.eq(action)).count().get_result(c)?))
}

async fn sign_in(who: &Visitor, login: &str, password: &str) -> Page {
    who.post("/dang-nhap", &[("login", login), ("password", password), ("tiep", "/tai-khoan")]).await
}

on_both_stacks!(who_has_no_mail_is_called_once_for_all_letters, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let secretary = site.account("Lê Thị Thư", "secretary");
    let quiet = secretary.get("/ban-thu-ky").await;
    assert_eq!(quiet.link("Gọi điện").as_deref(), Some("/ban-thu-ky/goi-dien"));
    let empty = secretary.get("/ban-thu-ky/goi-dien").await;
    assert_eq!(empty.select(".empty h2"), ["Không còn ai cần gọi"]);
    let (one, two) = (site.poem(&an, "Bến nước"), site.poem(&an, "Đường hoa"));
    let unasked = secretary.get("/ban-thu-ky").await;
    assert!(unasked.link("Gọi điện").is_some(), "nobody is called about what they saw themselves");
    let codes = [one, two].map(|entry| site.accept(&secretary, &entry).receipt_code.unwrap());
    let desk = secretary.get("/ban-thu-ky").await;
    let to = desk.link("Gọi điện (1)").unwrap();
    let page = secretary.get(&to).await;
    assert_eq!((page.status, page.select("h1")), (200, vec!["Gọi điện báo tin".to_owned()]));
    let contest = site.contest().title;
    assert_eq!(
        page.select("tbody tr td p"),
        [
            format!("Tác phẩm “Bến nước” (mã hồ sơ {}) hợp lệ để dự thi {contest}.", codes[0]),
            format!("Tác phẩm “Đường hoa” (mã hồ sơ {}) hợp lệ để dự thi {contest}.", codes[1]),
        ]
    );
    let shown = format!("{} {} {}", &an.login[..4], &an.login[4..7], &an.login[7..]);
    assert_eq!(page.link(&shown), Some(format!("tel:+84{}", &an.login[1..])), "{}", page.html());
    // Two secretaries press the same button.
    let form = Form::of(&page, "/goi-dien");
    let stale = Form::of(&page, "/goi-dien");
    let page = form.send(&secretary).await;
    assert_eq!(page.path, "/ban-thu-ky/goi-dien?xong=goi");
    assert_eq!(page.select(".empty h2"), ["Không còn ai cần gọi"]);
    assert_eq!(logged(site, "message.called"), 2);
    let other = site.account("Lê Thị Hai", "secretary");
    assert_eq!(stale.send(&other).await.path, "/ban-thu-ky/goi-dien?xong=roi");
    assert_eq!(logged(site, "message.called"), 2);
    // Nobody picked up after all.
    let page = other.get("/ban-thu-ky/goi-dien").await;
    let made = page.select("tbody tr");
    assert!(made[0].contains("Nguyễn Văn An") && made[0].contains("Lê Thị Thư"), "{made:?}");
    let page = Form::of(&page, "/goi-dien").send(&other).await;
    assert_eq!((page.path.as_str(), page.select("tbody tr").len()), ("/ban-thu-ky/goi-dien?xong=lai", 1));
    let contest = site.contest().id;
    assert_eq!(site.read(|c| Ok(store::count_calls(c, contest)?)), 1);
    assert_eq!(logged(site, "message.call_again"), 2);
});

on_both_stacks!(calls_are_the_offices_own, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let judge = site.account("Giám khảo Một", "judge");
    let secretary = site.account("Lê Thị Thư", "secretary");
    let entry = site.poem(&an, "Bến nước");
    site.accept(&secretary, &entry);
    let contest = site.contest().id;
    let id = site.read(|c| Ok(store::calls(c, contest, 10)?)).remove(0).id.to_string();
    for who in [&an, &judge] {
        assert_eq!(who.get("/ban-thu-ky/goi-dien").await.status, 403);
        let page = who.post("/ban-thu-ky/goi-dien", &[("act", "called"), ("id", &id)]).await;
        assert_eq!(page.status, 403);
    }
    // Not even the office of another contest: the letter is not theirs.
    let away = site.write(|tx, cx| {
        let template = bongsen::contests::template::Template::parse(bongsen::contests::template::PHU_TAN).unwrap();
        let cmd = bongsen::contests::ops::Import { template, which: "PT23".into(), short_code: None, current: false };
        bongsen::contests::ops::import(tx, cx, &cmd)
    });
    let stranger = site.account("Người nơi khác", "entrant");
    let (who, role) = (stranger.id(), bongsen::kernel::actor::Role::Secretary);
    site.write(|tx, cx| bongsen::accounts::ops::grant(tx, cx, away.id, who, role, None));
    let page = stranger.post("/cuoc-thi/PT23/ban-thu-ky/goi-dien", &[("act", "called"), ("id", &id)]).await;
    assert_eq!(page.status, 403);
    assert_eq!(site.read(|c| Ok(store::count(c, MessageState::Call)?)), 1);
});

/// Finds an account on the one-time-code page.
async fn looks_up(who: &Visitor, login: &str) -> Page {
    let page = who.get("/ban-thu-ky/ma-mot-lan").await;
    assert_eq!(page.status, 200, "{}", page.text());
    Form::of(&page, "/ma-mot-lan").fill(&[("login", login)]).send(who).await
}

on_both_stacks!(a_secretary_reads_out_a_code_and_the_person_comes_in, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let entry = site.poem(&an, "Bến nước");
    let secretary = site.account("Lê Thị Thư", "secretary");
    let desk = secretary.get("/ban-thu-ky").await;
    assert_eq!(desk.link("Mã dùng một lần").as_deref(), Some("/ban-thu-ky/ma-mot-lan"));
    let page = looks_up(&secretary, &an.login).await;
    assert_eq!((page.status, page.select("h1")), (200, vec!["Kiểm tra đúng người".to_owned()]));
    assert_eq!(page.path, "/ban-thu-ky/ma-mot-lan", "no login stands in an address");
    for known in ["Nguyễn Văn An", "Bến nước", "19/05/1990", entry.receipt_code.as_deref().unwrap()] {
        assert!(page.text().contains(known), "{known}: {}", page.text());
    }
    let form = Form::of(&page, "/ma-mot-lan");
    let page = form.send(&secretary).await;
    assert_eq!((page.status, page.faults()), (422, vec!["Xin điền mục này.".to_owned()]));
    assert_eq!(logged(site, "account.code_issued"), 0);
    let form = Form::of(&page, "/ma-mot-lan").fill(&[("how", "Đúng ngày sinh và tên bài")]);
    let page = form.clone().send(&secretary).await;
    assert_eq!((page.status, page.select("h1")), (200, vec!["Mã của Nguyễn Văn An".to_owned()]));
    assert!(page.text().contains("dùng được một lần, đến 01/10/2026 08:30."), "{}", page.text());
    let code = page.select("#one-time-code").remove(0);
    assert_eq!(code.len(), 7, "two groups of three digits: {code}");
    // Loading the page again shows nothing and issues nothing; the form sent twice gives the code that it gave.
    let page = secretary.get("/ban-thu-ky/ma-mot-lan/da-cap").await;
    assert_eq!((page.select("#one-time-code").len(), page.select("h1")), (0, vec!["Mã đã hiện một lần".to_owned()]));
    assert_eq!(form.clone().send(&secretary).await.select("#one-time-code"), vec![code.clone()]);
    assert_eq!(logged(site, "account.code_issued"), 1);
    let issued = site.read(|c| Ok(audit::store::about(c, "account", an.id().0)?)).pop().unwrap();
    assert_eq!((issued.action.as_str(), issued.actor_id), ("account.code_issued", secretary.account));
    let notes = site.read(|c| Ok(audit::store::notes(c, issued.seq)?));
    assert_eq!(
        notes.iter().map(|(n, _, b)| (n.as_str(), b.as_str())).collect::<Vec<_>>(),
        [("how", "Đúng ngày sinh và tên bài")]
    );
    // As the person types it.
    let here = site.visitor();
    let page = here.get("/quen-mat-khau/ma").await;
    let fill = [("login", an.login.as_str()), ("code", &code), ("password", NEW_PASSWORD)];
    let page = Form::of(&page, "/quen-mat-khau/ma").fill(&fill).send(&here).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/tai-khoan?xong=mat-khau"), "{}", page.text());
    assert_eq!(an.get_still("/tai-khoan").await.status, 303, "the lost machine is signed out");
    assert_eq!(sign_in(&an, &an.login, NEW_PASSWORD).await.path, "/tai-khoan");
    let again = here.post("/quen-mat-khau/ma", &fill).await;
    assert_eq!(again.status, 422, "a code is for once");
    let page = form.send(&secretary).await;
    assert!(page.status == 409 && page.text().contains("đã được dùng hoặc đã hết hạn"), "{}", page.text());
});

on_both_stacks!(a_code_holds_for_half_an_hour_and_the_newest_only, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let secretary = site.account("Lê Thị Thư", "secretary");
    let give = async || {
        let fields = [("act", "issue"), ("login", an.login.as_str()), ("how", "Đến tận nơi")];
        secretary.post("/ban-thu-ky/ma-mot-lan", &fields).await.select("#one-time-code").remove(0)
    };
    let here = site.visitor();
    let try_it = async |code: &str| {
        let fields = [("login", an.login.as_str()), ("code", code), ("password", NEW_PASSWORD)];
        here.post("/quen-mat-khau/ma", &fields).await.status
    };
    let old = give().await;
    site.minutes_pass(30);
    assert_eq!(try_it(&old).await, 422);
    let (first, second) = (give().await, give().await);
    if first != second {
        assert_eq!(try_it(&first).await, 422);
    }
    site.minutes_pass(29);
    assert_eq!(try_it(&second).await, 200);
});

on_both_stacks!(nobody_gives_a_code_to_who_may_more_than_they, |site| async {
    let staff = "Bạn không được cấp mã cho tài khoản có nhiệm vụ này. Xin nhờ Ban Tổ chức hoặc quản trị viên.";
    let nobody = "Không có tài khoản nào với số điện thoại hoặc email này. Xin kiểm tra lại.";
    let secretary = site.account("Lê Thị Thư", "secretary");
    let organizer = site.account("Phạm Hữu Phúc", "organizer");
    let colleague = site.account("Trần Tổ Chức", "organizer");
    let judge = site.account("Giám khảo Một", "judge");
    let admin = site.account("Quản trị", "admin");
    for (who, login, fault) in [
        (&secretary, &judge.login, Some(staff)),
        (&secretary, &organizer.login, Some(staff)),
        (&secretary, &admin.login, Some(staff)),
        (&secretary, &secretary.login, Some(staff)),
        (&secretary, &"0999 999 999".to_owned(), Some(nobody)),
        (&organizer, &judge.login, None),
        (&organizer, &secretary.login, None),
        (&organizer, &colleague.login, Some(staff)),
        (&organizer, &admin.login, Some(staff)),
    ] {
        let page = looks_up(who, login).await;
        assert_eq!(page.faults(), fault.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{} {login}", who.name);
        assert_eq!(page.status, if fault.is_some() { 422 } else { 200 });
        // Nor past the page, by sending the second step at once.
        let before = logged(site, "account.code_issued");
        let fields = [("act", "issue"), ("login", login.as_str()), ("how", "Quen giọng")];
        let page = who.post("/ban-thu-ky/ma-mot-lan", &fields).await;
        let given = i64::from(fault.is_none());
        assert_eq!(page.select("#one-time-code").len(), usize::try_from(given).unwrap());
        assert_eq!(logged(site, "account.code_issued") - before, given);
    }
});

on_both_stacks!(the_administrator_finds_and_bars_an_account, |site| async {
    let admin = site.account("Quản trị", "admin");
    let an = site.account("Nguyễn Văn Ân", "entrant");
    let judge = site.account("Đỗ Thị Chấm", "judge");
    let home = admin.get("/quan-tri").await;
    assert_eq!(home.link("Tài khoản").as_deref(), Some("/tai-khoan"), "the person's own, at the top");
    assert_eq!(home.attr("main a[href='/quan-tri/tai-khoan']", "href").len(), 1);
    let names = async |query: &str| {
        admin
            .get(&format!("/quan-tri/tai-khoan?{query}"))
            .await
            .select("tbody tr td:first-child, tbody tr th:first-child")
    };
    assert_eq!(names("").await, ["Đỗ Thị Chấm", "Nguyễn Văn Ân", "Quản trị"]);
    assert_eq!(names("tim=van%20an").await, ["Nguyễn Văn Ân"]);
    assert_eq!(names(&format!("tim={}", &an.login[5..])).await, ["Nguyễn Văn Ân"]);
    assert_eq!(names(&format!("tim=%2B84%20{}", &judge.login[1..])).await, ["Đỗ Thị Chấm"]);
    assert_eq!(names("loai=vai-tro").await, ["Đỗ Thị Chấm", "Quản trị"]);
    assert_eq!(names("loai=quan-tri").await, ["Quản trị"]);
    assert_eq!(names("loai=khoa").await, [""; 0]);
    let page = admin.get("/quan-tri/tai-khoan?tim=khong-ai").await;
    assert_eq!(page.select(".empty h2"), ["Không có tài khoản nào khớp"]);

    let page = admin.get("/quan-tri/tai-khoan").await;
    let here = page.link("Nguyễn Văn Ân").unwrap();
    let page = admin.post(&here, &[("act", "disable"), ("reason", " ")]).await;
    assert_eq!((page.status, page.faults()), (422, vec!["Xin điền mục này.".to_owned()]));
    let page = admin.post(&here, &[("act", "disable"), ("reason", "Giả mạo tên người khác")]).await;
    assert_eq!(page.path, format!("{here}?xong=khoa"));
    assert_eq!(an.get_still("/tai-khoan").await.status, 303, "signed out at once");
    let refused = sign_in(&an, &an.login, PASSWORD).await;
    assert_eq!(
        refused.faults(),
        ["Số điện thoại, email hoặc mật khẩu chưa đúng. Xin kiểm tra lại, hoặc chọn “Quên mật khẩu?”."]
    );
    assert_eq!(names("loai=khoa").await, ["Nguyễn Văn Ân"]);
    let event = site.read(|c| Ok(audit::store::about(c, "account", an.id().0)?)).pop().unwrap();
    let notes = site.read(|c| Ok(audit::store::notes(c, event.seq)?));
    assert_eq!((event.action.as_str(), notes[0].2.as_str()), ("account.disabled", "Giả mạo tên người khác"));
    assert_eq!(admin.post(&here, &[("act", "disable"), ("reason", "Lần nữa")]).await.status, 409);
    let page = admin.post(&here, &[("act", "enable"), ("reason", "Đã xác minh")]).await;
    assert_eq!(page.path, format!("{here}?xong=mo-khoa"));
    assert_eq!(sign_in(&an, &an.login, PASSWORD).await.path, "/tai-khoan");
    // Out of every machine, without being barred.
    let page = admin.post(&here, &[("act", "sessions")]).await;
    assert_eq!(page.path, format!("{here}?xong=phien"));
    assert_eq!(an.get_still("/tai-khoan").await.status, 303);
    // A link instead of a password.
    let page = admin.post(&here, &[("act", "link")]).await;
    let link = page.select("#password-link").remove(0);
    let path = link.strip_prefix(&site.base).unwrap();
    let form = Form::of(&an.get(path).await, path).fill(&[("password", NEW_PASSWORD)]);
    assert_eq!(form.send(&an).await.status, 200);
    assert_eq!(sign_in(&an, &an.login, NEW_PASSWORD).await.path, "/tai-khoan");
    assert_eq!(admin.get("/quan-tri/tai-khoan/999999").await.status, 404);
});

on_both_stacks!(the_last_administrator_stays, |site| async {
    let admin = site.account("Quản trị", "admin");
    let an = site.account("Nguyễn Văn An", "entrant");
    let own = format!("/quan-tri/tai-khoan/{}", admin.id());
    let other = format!("/quan-tri/tai-khoan/{}", an.id());
    let page = admin.post(&own, &[("act", "no-admin")]).await;
    assert_eq!(page.status, 409);
    assert!(page.text().contains("Đây là quản trị viên cuối cùng nên phải giữ lại."), "{}", page.text());
    assert_eq!(admin.post(&own, &[("act", "disable"), ("reason", "Thử")]).await.status, 403, "not oneself");
    assert_eq!(admin.post(&other, &[("act", "admin")]).await.path, format!("{other}?xong=quan-tri"));
    assert_eq!(an.get("/quan-tri").await.status, 200);
    assert_eq!(an.post(&own, &[("act", "disable"), ("reason", "Nghỉ việc")]).await.path, format!("{own}?xong=khoa"));
    assert_eq!(admin.get_still("/quan-tri").await.status, 303);
});

/// Runs `bongsen user …` on the site's database; gives exit code, output and what it complained of.
fn user(site: &Site, arguments: &[&str], typed: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bongsen"));
    command.arg("user").args(arguments).arg("--data").arg(site.data()).arg("--base-url").arg(&site.base);
    command.env_remove("DATABASE_URL").env("BONGSEN_LOG", "off");
    if let Some(url) = &site.app.settings.database_url {
        command.env("DATABASE_URL", url);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let text = |b: Vec<u8>| String::from_utf8(b).unwrap();
    (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
}

#[test]
fn a_mistyped_folder_does_not_become_a_site() {
    let held = tempfile::tempdir().unwrap();
    for command in [&["user", "list"][..], &["check"]] {
        let out = Command::new(env!("CARGO_BIN_EXE_bongsen"))
            .args(command)
            .arg("--data")
            .arg(held.path())
            .env_remove("DATABASE_URL")
            .output()
            .unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(1), "{said}");
        assert!(said.contains("there is no database here"), "{said}");
        assert_eq!(std::fs::read_dir(held.path()).unwrap().count(), 0, "nothing was made");
    }
}

on_both_stacks!(accounts_are_looked_after_from_the_command_line, |site| async {
    let admin = site.account("Quản trị", "admin");
    let an = site.account("Nguyễn Văn An", "entrant");
    let judge = site.account("Đỗ Thị Chấm", "judge");
    let shown = |v: &Visitor| format!("{} ({} {} {})", v.name, &v.login[..4], &v.login[4..7], &v.login[7..]);
    let line =
        |v: &Visitor, words: &str| format!("{:>6}  {}  {words}", v.id().0, shown(v)).trim_end().to_owned() + "\n";
    let all = format!("{}{}{}", line(&judge, "judge@PT26"), line(&an, ""), line(&admin, "admin"));
    assert_eq!(user(site, &["list"], ""), (0, all, String::new()));
    assert_eq!(user(site, &["list", "do thi"], ""), (0, line(&judge, "judge@PT26"), String::new()));

    // A link.
    let (code, link, _) = user(site, &["link", &an.login], "");
    assert_eq!(code, 0);
    let path = link.trim_end().strip_prefix(&site.base).unwrap().to_owned();
    assert!(path.starts_with("/thiet-lap/"), "{path}");
    // A password, typed or made.
    let said = format!("The password of {} is set.\n", shown(&an));
    assert_eq!(user(site, &["password", &an.login, "--stdin"], "sen tàn lại nở\n"), (0, said, String::new()));
    assert_eq!(an.get_still("/tai-khoan").await.status, 303, "signed out everywhere");
    assert_eq!(sign_in(&an, &an.login, NEW_PASSWORD).await.path, "/tai-khoan");
    let short = (1, String::new(), "The password needs at least 8 characters.\n".to_owned());
    assert_eq!(user(site, &["password", &an.login, "--stdin"], "ngắn\n"), short);
    let (code, said, _) = user(site, &["password", &an.login], "");
    let made = said.trim_end().rsplit(' ').next().unwrap().to_owned();
    assert_eq!((code, made.len()), (0, 16));
    assert_eq!(sign_in(&an, &an.login, &made).await.path, "/tai-khoan");

    // Barred, and let in.
    let told = |what: &str| (0, format!("{} {what}\n", shown(&an)), String::new());
    assert_eq!(user(site, &["disable", &an.login], ""), told("can no longer sign in."));
    assert_eq!(an.get_still("/tai-khoan").await.status, 303);
    let refused = (1, String::new(), "This account is disabled already.\n".to_owned());
    assert_eq!(user(site, &["disable", &an.login], ""), refused);
    assert_eq!(user(site, &["enable", &an.login], ""), told("can sign in again."));
    assert_eq!(sign_in(&an, &an.login, &made).await.path, "/tai-khoan");

    // Administrators.
    assert_eq!(user(site, &["admin", &an.login], ""), told("is an administrator now."));
    assert_eq!(an.get("/quan-tri").await.status, 200);
    assert_eq!(user(site, &["admin", &an.login, "--off"], ""), told("is no longer an administrator."));
    let last = user(site, &["admin", &admin.login, "--off"], "");
    assert_eq!((last.0, last.1.as_str()), (1, ""));
    assert!(last.2.contains("last administrator"), "{}", last.2);
    assert_eq!(admin.get("/quan-tri").await.status, 200);

    // Whom nobody knows.
    let nobody = (1, String::new(), "There is no account with 0999999999.\n".to_owned());
    assert_eq!(user(site, &["link", "0999999999"], ""), nobody);
    let none = (1, String::new(), "ai-do is neither a phone number nor a mail address.\n".to_owned());
    assert_eq!(user(site, &["password", "ai-do"], ""), none);
    let (code, help, _) = user(site, &["--help"], "");
    assert_eq!(code, 0);
    for deed in ["list", "link", "password", "admin", "disable", "enable"] {
        assert!(help.lines().any(|l| l.trim_start().starts_with(deed)), "{deed}: {help}");
    }
});
