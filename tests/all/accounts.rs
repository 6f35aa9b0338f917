//! Accounts over HTTP: signing up, in and out, and what is theirs.

use bongsen::accounts::account::InvitedRole;
use bongsen::accounts::attempts_store::{self as attempts, CODE_ACCOUNT, Limit, SIGN_IN_ADDRESS, SIGN_UP_ADDRESS};
use bongsen::accounts::ops;
use bongsen::db::Tx;
use bongsen::db::schema::{messages, parked_forms};
use bongsen::kernel::actor::Role;
use bongsen::kernel::errors::OpError;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::forms::Form;
use crate::support::site::{PASSWORD, Site, Visitor};

const WRONG: &str = "Số điện thoại, email hoặc mật khẩu chưa đúng. Xin kiểm tra lại, hoặc chọn “Quên mật khẩu?”.";
const CODE_WRONG: &str = "Mã chưa đúng, đã dùng hoặc đã quá hạn. Xin kiểm tra lại hoặc gửi mã mới.";
const NEW_PASSWORD: &str = "sen tàn lại nở";

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

on_both_stacks!(a_login_is_guessed_ten_times_and_then_rests, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let thief = site.visitor();
    for _ in 0..10 {
        let page = sign_in(&thief, &an.login, "không phải đâu").await;
        assert_eq!((page.status, page.faults()), (422, vec![WRONG.to_owned()]));
    }
    // The eleventh time not even the right one, from wherever it comes.
    let page = sign_in(&site.visitor(), &an.login, PASSWORD).await;
    assert_eq!((page.status, page.header("retry-after")), (429, "900"));
    assert!(page.text().contains("Xin đợi 15 phút rồi thử lại."), "{}", page.text());
    site.minutes_pass(4);
    let page = sign_in(&site.visitor(), &an.login, PASSWORD).await;
    assert_eq!((page.status, page.header("retry-after")), (429, "660"));
    assert!(page.text().contains("Xin đợi 11 phút rồi thử lại."), "{}", page.text());
    // Somebody else at the same address is not held up.
    let binh = site.account("Trần Thị Bình", "entrant");
    assert_eq!(sign_in(&site.visitor(), &binh.login, PASSWORD).await.path, "/tai-khoan");
    site.minutes_pass(10);
    assert_eq!(sign_in(&site.visitor(), &an.login, PASSWORD).await.status, 429);
    site.minutes_pass(1);
    assert_eq!(sign_in(&site.visitor(), &an.login, PASSWORD).await.path, "/tai-khoan");
});

on_both_stacks!(an_address_may_fail_sixty_times_and_success_does_not_count, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let now = site.now();
    let fail = |n: usize| {
        site.write(|tx: &mut Tx, _| {
            (0..n).try_for_each(|_| attempts::take(tx, now, &[(SIGN_IN_ADDRESS, "127.0.0.1")]))
        });
    };
    fail(59);
    // A right password gives its attempt back.
    for _ in 0..3 {
        assert_eq!(sign_in(&site.visitor(), &an.login, PASSWORD).await.path, "/tai-khoan");
    }
    fail(1);
    let page = sign_in(&site.visitor(), &an.login, PASSWORD).await;
    assert_eq!(page.status, 429, "{}", page.text());
    site.minutes_pass(15);
    assert_eq!(sign_in(&site.visitor(), &an.login, PASSWORD).await.path, "/tai-khoan");
});

on_both_stacks!(what_is_no_login_is_counted_too, |site| async {
    let thief = site.visitor();
    for _ in 0..10 {
        assert_eq!(sign_in(&thief, "ai-do", "không phải đâu").await.faults(), [WRONG]);
    }
    assert_eq!(sign_in(&thief, "AI-DO", "không phải đâu").await.status, 429);
});

on_both_stacks!(codes_and_new_accounts_have_limits_too, |site| async {
    let here = site.visitor();
    // Five letters an hour to one login, whether there is such an account or not.
    for login in ["ai@example.vn", "AI@example.vn", "ai@example.vn", "ai@example.vn", "ai@example.vn"] {
        assert_eq!(here.post("/quen-mat-khau", &[("login", login)]).await.path, "/quen-mat-khau/ma?gui=1");
    }
    let page = here.post("/quen-mat-khau", &[("login", "ai@example.vn")]).await;
    assert_eq!(page.status, 429);
    assert!(page.text().contains("Xin đợi 60 phút rồi thử lại."), "{}", page.text());
    assert_eq!(here.post("/quen-mat-khau", &[("login", "khac@example.vn")]).await.status, 200);

    let now = site.now();
    let fail = |limit: Limit, key: &'static str, n: usize| {
        site.write(|tx: &mut Tx, _| (0..n).try_for_each(|_| attempts::take(tx, now, &[(limit, key)])));
    };
    // Fifteen codes for one login.
    fail(CODE_ACCOUNT, "ai@example.vn", 14);
    assert_eq!(types_code(&here, "ai@example.vn", "123456", NEW_PASSWORD).await.faults(), [CODE_WRONG]);
    assert_eq!(types_code(&here, "ai@example.vn", "123456", NEW_PASSWORD).await.status, 429);
    // A class may sign up behind one address, a machine may not.
    fail(SIGN_UP_ADDRESS, "127.0.0.1", 119);
    let form = [("name", "Nguyễn Văn An"), ("login", "0912345678"), ("password", PASSWORD)];
    assert_eq!(site.visitor().post("/dang-ky", &form).await.status, 200);
    let form = [("name", "Trần Thị Bình"), ("login", "0912345679"), ("password", PASSWORD)];
    assert_eq!(site.visitor().post("/dang-ky", &form).await.status, 429);
    site.minutes_pass(60);
    assert_eq!(site.visitor().post("/dang-ky", &form).await.status, 200);
});

/// The six digits in the newest mailed letter.
fn mailed_code(site: &Site) -> String {
    let body: String = site.read(|c| {
        let of = messages::table.filter(messages::kind.eq("reset-code")).order(messages::id.desc());
        Ok(of.select(messages::body).first(c)?)
    });
    let after = body.split("là: ").nth(1).unwrap_or_else(|| panic!("{body}"));
    after.chars().take_while(char::is_ascii_digit).collect()
}

/// A code that is surely another one.
fn other_than(code: &str) -> String {
    let n: u32 = code.parse().unwrap();
    format!("{:06}", (n + 1) % 1_000_000)
}

async fn types_code(who: &Visitor, login: &str, code: &str, password: &str) -> crate::support::page::Page {
    who.post("/quen-mat-khau/ma", &[("login", login), ("code", code), ("password", password)]).await
}

on_both_stacks!(a_forgotten_password_is_reset_by_a_mailed_code, |site| async {
    let an = site.visitor();
    let login = "an@example.vn";
    let form = [("name", "Nguyễn Văn An"), ("login", login), ("password", PASSWORD), ("tiep", "/tai-khoan")];
    assert_eq!(an.post("/dang-ky", &form).await.path, "/tai-khoan");
    let page = site.visitor().get("/quen-mat-khau").await;
    let here = site.visitor();
    let page = Form::of(&page, "/quen-mat-khau").fill(&[("login", "AN@example.vn")]).send(&here).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/quen-mat-khau/ma?gui=1"));
    let told = page.text();
    let code = mailed_code(site);
    assert_eq!(code.len(), 6);
    // Nobody learns from the answer whether there is such an account.
    let page = here.post("/quen-mat-khau", &[("login", "khong-co@example.vn")]).await;
    assert_eq!((page.status, page.text()), (200, told));

    let page = types_code(&here, login, &other_than(&code), NEW_PASSWORD).await;
    assert_eq!((page.status, page.faults()), (422, vec![CODE_WRONG.to_owned()]));
    let page = types_code(&here, login, &code, "ngắn").await;
    assert_eq!(page.faults(), ["Mật khẩu cần ít nhất 8 ký tự."]);
    let page = types_code(&here, login, &format!("{} {}", &code[..3], &code[3..]), NEW_PASSWORD).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/tai-khoan?xong=mat-khau"));
    // The other machine is signed out, the old password is dead, the code was for once.
    assert_eq!(an.get_still("/tai-khoan").await.status, 303);
    assert_eq!(sign_in(&an, login, PASSWORD).await.faults(), [WRONG]);
    assert_eq!(sign_in(&an, login, NEW_PASSWORD).await.path, "/tai-khoan");
    assert_eq!(types_code(&site.visitor(), login, &code, PASSWORD).await.faults(), [CODE_WRONG]);
    // What was mailed is not kept once it has left.
    site.work().await;
    let kept: String =
        site.read(|c| Ok(messages::table.filter(messages::kind.eq("reset-code")).select(messages::body).first(c)?));
    assert_eq!(kept, "");
});

on_both_stacks!(a_mailed_code_dies_of_age_of_tries_and_of_a_newer_one, |site| async {
    let an = site.visitor();
    let login = "an@example.vn";
    an.post("/dang-ky", &[("name", "Nguyễn Văn An"), ("login", login), ("password", PASSWORD)]).await;
    let here = site.visitor();
    let ask = async || {
        assert_eq!(here.post("/quen-mat-khau", &[("login", login)]).await.status, 200);
        mailed_code(site)
    };
    let old = ask().await;
    site.minutes_pass(30);
    assert_eq!(types_code(&here, login, &old, NEW_PASSWORD).await.faults(), [CODE_WRONG]);
    let first = ask().await;
    let second = ask().await;
    if first != second {
        assert_eq!(types_code(&here, login, &first, NEW_PASSWORD).await.faults(), [CODE_WRONG]);
    }
    for _ in 0..5 {
        assert_eq!(types_code(&here, login, &other_than(&second), NEW_PASSWORD).await.faults(), [CODE_WRONG]);
    }
    assert_eq!(types_code(&here, login, &second, NEW_PASSWORD).await.faults(), [CODE_WRONG]);
    let third = ask().await;
    assert_eq!(types_code(&here, login, &third, NEW_PASSWORD).await.path, "/tai-khoan?xong=mat-khau");
});

on_both_stacks!(an_invitation_is_accepted_once, |site| async {
    let organizer = site.account("Phạm Hữu Phúc", "organizer");
    let page = organizer.get("/ban-to-chuc/thanh-vien").await;
    assert_eq!(page.status, 200, "{}", page.text());
    let form = [("name", "Lê Thị Chấm"), ("email", "cham@example.vn"), ("role", "judge")];
    let page = organizer.post("/ban-to-chuc/thanh-vien", &form).await;
    let link = page.select("#invitation-link").remove(0);
    let path = link.strip_prefix(&site.base).unwrap().to_owned();
    let letter: (String, String, Option<String>) = site.read(|c| {
        let of = messages::table.filter(messages::kind.eq("invitation"));
        Ok(of.select((messages::subject, messages::body, messages::recipient)).first(c)?)
    });
    let contest = site.contest().title;
    assert_eq!((letter.0, letter.2.as_deref()), (format!("Thư mời tham gia {contest}"), Some("cham@example.vn")));
    assert!(letter.1.contains("với nhiệm vụ: Giám khảo.\n\n"), "{}", letter.1);
    assert!(letter.1.contains(&path), "{}", letter.1);

    let cham = site.visitor();
    let page = cham.get(&path).await;
    assert_eq!((page.status, page.value("name").as_deref()), (200, Some("Lê Thị Chấm")));
    assert_eq!(page.value("login").as_deref(), Some("cham@example.vn"));
    let page = Form::of(&page, &path).fill(&[("password", PASSWORD)]).send(&cham).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/cuoc-thi/PT26"), "{}", page.text());
    let id = site.account_of("cham@example.vn").unwrap();
    let roles = site.read(|c| Ok(bongsen::accounts::store::person(c, id)?)).unwrap().memberships;
    assert_eq!(roles.iter().map(|m| (m.contest, m.role)).collect::<Vec<_>>(), [(site.contest().id, Role::Judge)]);
    assert_eq!(cham.get("/cham").await.status, 200);

    // Whoever comes second finds it used, by the page and by the act.
    let binh = site.account("Trần Thị Bình", "entrant");
    for page in [binh.get(&path).await, binh.post(&path, &[]).await] {
        assert_eq!(page.status, 404);
        assert!(page.text().contains("Thư mời này đã được dùng"), "{}", page.text());
    }
    assert_eq!(site.person(&binh).memberships, []);
});

on_both_stacks!(an_invitation_ends_with_its_fourteenth_day_or_when_taken_back, |site| async {
    let organizer = site.account("Phạm Hữu Phúc", "organizer");
    let contest = site.contest();
    let invite = || {
        let cmd = ops::Invite {
            contest: Some(contest.id),
            contest_title: contest.title.clone(),
            role: InvitedRole::Secretary,
            name: "Lê Thị Thư".into(),
            email: String::new(),
            unit: None,
            form: String::new(),
        };
        site.by(&organizer, |tx, cx| ops::invite(tx, cx, &cmd))
    };
    let thu = site.account("Lê Thị Thư", "entrant");
    let (id, token) = invite();
    site.by(&organizer, |tx, cx| ops::revoke_invitation(tx, cx, id));
    assert_eq!(thu.post(&format!("/moi/{token}"), &[]).await.status, 404);
    let (_, token) = invite();
    site.minutes_pass(14 * 24 * 60 - 1);
    assert_eq!(site.visitor().get(&format!("/moi/{token}")).await.status, 200);
    site.minutes_pass(1);
    assert_eq!(site.visitor().get(&format!("/moi/{token}")).await.status, 404);
    let late = site.visitor();
    let form = [("name", "Lê Thị Thư"), ("login", "thu@example.vn"), ("password", PASSWORD)];
    assert_eq!(late.post(&format!("/moi/{token}"), &form).await.status, 404);
    assert_eq!(site.account_of("thu@example.vn"), None);
});

on_both_stacks!(somebody_with_an_account_accepts_by_signing_in, |site| async {
    let organizer = site.account("Phạm Hữu Phúc", "organizer");
    let form = [("name", "Lê Thị Chấm"), ("email", ""), ("role", "head_judge")];
    let page = organizer.post("/ban-to-chuc/thanh-vien", &form).await;
    let link = page.select("#invitation-link").remove(0);
    let path = link.strip_prefix(&site.base).unwrap();
    let cham = site.account("Lê Thị Chấm", "entrant");
    let here = site.visitor();
    let page = here.get(path).await;
    let to_sign_in = page.link("Đăng nhập để nhận lời").unwrap();
    let page = here.get(&to_sign_in).await;
    let fill = [("login", cham.login.as_str()), ("password", PASSWORD)];
    let page = Form::of(&page, "/dang-nhap").fill(&fill).send(&here).await;
    assert_eq!((page.status, page.path.as_str()), (200, path), "{}", page.text());
    Form::of(&page, path).send(&here).await;
    assert_eq!(site.person(&cham).memberships.iter().map(|m| m.role).collect::<Vec<_>>(), [Role::HeadJudge]);
});

on_both_stacks!(the_first_administrator_comes_in_by_a_link_once, |site| async {
    let link = || site.write(ops::setup_link);
    let older = link().expect("nobody administers yet");
    let newer = link().expect("nobody administers yet");
    let here = site.visitor();
    assert_eq!(here.get(&format!("/thiet-lap/{older}")).await.status, 404, "the newer link voids the older");
    let path = format!("/thiet-lap/{newer}");
    let page = here.get(&path).await;
    assert_eq!((page.status, page.select("h1")), (200, vec!["Thiết lập tài khoản".to_owned()]));
    let fill = [("name", "Đỗ Quản Trị"), ("email", ""), ("phone", ""), ("password", PASSWORD)];
    let page = Form::of(&page, &path).fill(&fill).send(&here).await;
    assert_eq!((page.status, page.faults()), (422, vec!["Cần có số điện thoại hoặc email.".to_owned()]));
    let page = Form::of(&page, &path).fill(&[("phone", "0987 654 321"), ("password", PASSWORD)]).send(&here).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/"), "{}", page.text());
    assert_eq!(here.get("/quan-tri").await.status, 200);
    assert_eq!(here.get("/ban-to-chuc/thanh-vien").await.status, 200, "nobody else could invite the organizers");
    assert_eq!(site.visitor().get(&path).await.status, 404);
    assert_eq!(site.visitor().post(&path, &fill).await.status, 404);
    assert_eq!(link(), None, "there is one now");
    let again = site.visitor();
    assert_eq!(sign_in(&again, "0987654321", PASSWORD).await.path, "/tai-khoan");
});

on_both_stacks!(a_set_up_link_ends_after_seven_days_and_when_the_account_is_barred, |site| async {
    let admin = site.account("Quản trị", "admin");
    let an = site.account("Nguyễn Văn An", "entrant");
    let link = site.by(&admin, |tx, cx| ops::first_password_link(tx, cx, an.id()));
    let path = format!("/thiet-lap/{link}");
    site.minutes_pass(7 * 24 * 60 - 1);
    assert_eq!(site.visitor().get(&path).await.status, 200);
    site.by(&admin, |tx, cx| ops::set_disabled(tx, cx, an.id(), true, "Đăng ký nhầm"));
    assert_eq!(site.visitor().get(&path).await.status, 404);
    let cx = site.cx_of(&admin);
    let refused = site.app.db.write(|tx| ops::first_password_link(tx, &cx, an.id()));
    assert!(matches!(refused, Err(OpError::Conflict(_))), "{refused:?}");
    site.by(&admin, |tx, cx| ops::set_disabled(tx, cx, an.id(), false, "Đúng là của An"));
    assert_eq!(site.visitor().get(&path).await.status, 200);
    site.minutes_pass(1);
    assert_eq!(site.visitor().get(&path).await.status, 404);
});

on_both_stacks!(what_was_typed_when_the_session_ended_comes_back, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let entry = site.poem_draft(&an, "Bến nước");
    let address = format!("/nop-bai/{}/van-ban", entry.token);
    let page = an.get(&address).await;
    let typed = "Sông Hậu chiều nay\nlặng như tờ & mênh mông";
    let form = Form::of(&page, "/van-ban").fill(&[("body", typed)]);
    an.forget();
    let page = form.send(&an).await;
    assert!(page.path.starts_with("/dang-nhap?phieu="), "{}", page.path);
    assert!(page.text().contains("những gì bạn vừa gõ vẫn được giữ"), "{}", page.text());
    // In another language, and with a wrong password first: what was typed stays all the same.
    for lang in ["en", "vi"] {
        let there = an.post("/ngon-ngu", &[("ngon-ngu", lang), ("ve", &page.path)]).await;
        assert_eq!(there.path, page.path);
    }
    let wrong = [("login", an.login.as_str()), ("password", "không phải đâu")];
    let page = Form::of(&page, "/dang-nhap").fill(&wrong).send(&an).await;
    assert_eq!(page.faults(), [WRONG]);
    let right = [("login", an.login.as_str()), ("password", PASSWORD)];
    let page = Form::of(&page, "/dang-nhap").fill(&right).send(&an).await;
    assert!(page.path.starts_with("/dang-nhap/phieu/"), "{}", page.path);
    assert!(page.text().contains("Sông Hậu chiều nay lặng như tờ & mênh mông"), "{}", page.text());
    assert!(page.text().contains(&format!("{}{address}", site.base)), "it says where it goes: {}", page.text());
    let kept = page.path.clone();
    let again = Form::of(&page, &kept);
    assert_eq!(again.value("body"), Some(typed));
    let own = again.value("version").unwrap();
    assert!(!page.text().contains(own), "what the page itself sent is not called typed: {}", page.text());
    let sent = again.clone().send(&an).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    // Once is once.
    assert!(an.get(&kept).await.text().contains("không còn được giữ"));
    assert!(again.send(&an).await.text().contains("không còn được giữ"));
    let id = entry.id;
    assert_eq!(site.read(|c| Ok(bongsen::entries::store::by_id(c, id)?)).unwrap().body, typed);
});

on_both_stacks!(nobody_sends_what_somebody_else_typed, |site| async {
    let (thief, an) = (site.visitor(), site.account("Nguyễn Văn An", "entrant"));
    let entry = site.poem_draft(&an, "Bến nước");
    let address = format!("/nop-bai/{}/van-ban", entry.token);
    let page = thief.post(&address, &[("body", "Đã bị đổi")]).await;
    assert!(page.path.starts_with("/dang-nhap?phieu="), "{}", page.path);
    let sent = thief.post_still(&address, &[("body", "Đã bị đổi")]).await;
    let cookie = sent.header("set-cookie").to_owned();
    assert!(cookie.starts_with("phieu=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    let kept = page.path.replace("?phieu=", "/phieu/");
    assert_eq!(thief.get_still(&kept).await.location(), page.path, "its own sender signs in first");
    // An follows the thief's link and signs in there: nothing is offered and nothing is sent.
    an.forget();
    let form = [("login", an.login.as_str()), ("password", PASSWORD)];
    let page = Form::of(&an.get(&page.path).await, "/dang-nhap").fill(&form).send(&an).await;
    assert_eq!(page.path, kept);
    assert!(page.text().contains("không còn được giữ") && !page.html().contains("Đã bị đổi"), "{}", page.text());
    let page = an.post(&kept, &[("body", "Đã bị đổi")]).await;
    assert_eq!(page.path, kept);
    // With a form of An's own kept as well, so that there is a cookie.
    an.forget();
    an.post(&address, &[("body", "Của An")]).await;
    an.post("/dang-nhap", &form).await;
    assert!(an.get(&kept).await.text().contains("không còn được giữ"));
    an.post(&kept, &[("body", "Đã bị đổi")]).await;
    let id = entry.id;
    let body = site.read(|c| Ok(bongsen::entries::store::by_id(c, id)?)).unwrap().body;
    assert!(!body.contains("Đã bị đổi"), "{body}");
});

on_both_stacks!(a_password_is_never_kept, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    an.forget();
    let form = [("password_old", PASSWORD), ("password", NEW_PASSWORD)];
    let page = an.post("/tai-khoan/mat-khau", &form).await;
    assert_eq!(page.path, "/dang-nhap");
    let count = || site.read(|c| Ok(parked_forms::table.count().get_result::<i64>(c)?));
    assert_eq!(count(), 0);
    // The rest of a form is.
    an.post("/tai-khoan", &[("name", "Nguyen"), ("password", PASSWORD)]).await;
    assert_eq!(site.read(|c| Ok(parked_forms::table.select(parked_forms::body).load::<String>(c)?)), ["name=Nguyen"]);
    // What is kept is kept for a day.
    let page = an.post_still("/nop-bai/moi", &[("category", "1")]).await;
    let token = page.location().strip_prefix("/dang-nhap?phieu=").unwrap().to_owned();
    assert_eq!(an.get_still(&format!("/dang-nhap/phieu/{token}")).await.location(), page.location());
    site.minutes_pass(24 * 60 + 1);
    let page = an.get(&format!("/dang-nhap/phieu/{token}")).await;
    assert!(page.text().contains("Phần đã gõ không còn được giữ"), "{}", page.text());
    let went = bongsen::jobs::tidy::run(&site.app, bongsen::jobs::tidy::UNCLAIMED).await.unwrap();
    assert_eq!((went.forms, count()), (2, 0));
});

on_both_stacks!(the_other_machines_are_signed_out, |site| async {
    let phone = site.account("Nguyễn Văn An", "entrant");
    let login = phone.login.clone();
    let (desk, borrowed) = (site.visitor(), site.visitor());
    for machine in [&desk, &borrowed] {
        assert_eq!(sign_in(machine, &login, PASSWORD).await.path, "/tai-khoan");
    }
    let page = desk.get("/tai-khoan").await;
    let ends: Vec<String> = page.attr("form", "action").into_iter().filter(|a| a.contains("/phien/")).collect();
    assert_eq!(ends.len(), 2, "one button for each other machine");
    // One of them.
    assert_eq!(desk.post(&ends[0], &[]).await.path, "/tai-khoan?xong=phien");
    let left = [phone.get_still("/tai-khoan").await.status, borrowed.get_still("/tai-khoan").await.status];
    assert_eq!(left.iter().filter(|s| **s == 200).count(), 1);
    // The rest.
    let page = desk.get("/tai-khoan").await;
    let page = Form::of(&page, "/tai-khoan/phien").send(&desk).await;
    assert_eq!(page.status, 200);
    assert_eq!(phone.get_still("/tai-khoan").await.status, 303);
    assert_eq!(borrowed.get_still("/tai-khoan").await.status, 303);
    assert_eq!(desk.get_still("/tai-khoan").await.status, 200);
    // Another password signs the others out as well.
    assert_eq!(sign_in(&borrowed, &login, PASSWORD).await.path, "/tai-khoan");
    let form = [("password_old", PASSWORD), ("password", NEW_PASSWORD)];
    assert_eq!(desk.post("/tai-khoan/mat-khau", &form).await.path, "/tai-khoan?xong=mat-khau");
    assert_eq!(borrowed.get_still("/tai-khoan").await.status, 303);
    assert_eq!(desk.get_still("/tai-khoan").await.status, 200);
    // Nobody ends what is not theirs.
    let binh = site.account("Trần Thị Bình", "entrant");
    assert_eq!(binh.post(&ends[1], &[]).await.status, 404);
});
