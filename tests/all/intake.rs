//! The office over HTTP: the queue, the decisions, paper works, and who may not.

use bongsen::contests::store as contests;
use bongsen::db::Db;
use bongsen::entries::content::AuthorContent;
use bongsen::entries::entry::{AuthorKind, Entry, EntryState};
use bongsen::entries::ops::{
    self, Begin, HandIn, SaveAuthors, SaveCategory, SaveCommitments, SaveText, SaveWork, intake,
};
use bongsen::entries::store;
use bongsen::kernel::actor::Cx;
use bongsen::kernel::ids::{CategoryId, EntryId};

use crate::on_both_stacks;
use crate::support::site::{Site, Visitor};

const VERSES: &str = "Sớm nay gió thổi qua sông,\nHàng hoa bên lộ trổ bông đón người.\nBà con tay cuốc, miệng cười,\nMỗi nhà một gốc, mười mươi góp cùng.";

fn db(site: &Site) -> Db {
    site.app.db.clone()
}

fn category(site: &Site, key: &str) -> CategoryId {
    let id = site.contest().id;
    site.read(|c| Ok(contests::categories(c, id)?)).into_iter().find(|c| c.key == key).unwrap().id
}

fn entry(site: &Site, id: EntryId) -> Entry {
    site.read(|c| Ok(store::by_id(c, id)?)).unwrap()
}

/// Fills in what a poem needs, as whoever works on it, and hands it in.
fn fill(site: &Site, cx: &Cx, e: EntryId, author: &str, title: &str, body: &str) -> Entry {
    let tho = category(site, "tho");
    let contest = site.contest();
    let made: Vec<String> = contest.promises().unwrap().into_iter().map(|p| p.key).collect();
    db(site)
        .write(|tx| {
            ops::save_category(tx, cx, SaveCategory { entry: e, seen: None, category: tho })?;
            ops::save_work(tx, cx, SaveWork::titled(e, title))?;
            ops::save_text(tx, cx, SaveText { entry: e, seen: None, body: body.to_owned() })?;
            let authors = vec![AuthorContent {
                name: author.to_owned(),
                birth_date: Some("1970-05-19".to_owned()),
                phone: "0912 345 678".to_owned(),
                ..AuthorContent::default()
            }];
            ops::save_authors(
                tx,
                cx,
                SaveAuthors {
                    entry: e,
                    seen: None,
                    kind: AuthorKind::Individual,
                    group_name: String::new(),
                    unit_id: None,
                    unit_name: "Xã Phú Tân".to_owned(),
                    authors,
                },
            )?;
            ops::save_commitments(
                tx,
                cx,
                SaveCommitments {
                    entry: e,
                    seen: None,
                    made: made.clone(),
                    ai_used: Some(false),
                    ai_note: String::new(),
                },
            )?;
            ops::hand_in(tx, cx, HandIn { entry: e, version: None })
        })
        .unwrap()
}

/// Signs somebody in anew: sessions do not last from autumn to spring.
fn come_back(site: &Site, who: &Visitor) {
    let (id, now) = (who.id(), site.now());
    who.carry(&site.write(|tx, _| bongsen::accounts::sessions::begin(tx, id, "", now)));
}

fn poem(site: &Site, who: &Visitor, title: &str, body: &str) -> Entry {
    let cx = site.cx_of(who);
    let contest = site.contest().id;
    let e = db(site).write(|tx| ops::begin(tx, &cx, Begin { contest })).unwrap();
    fill(site, &cx, e.id, &who.name, title, body)
}

on_both_stacks!(the_secretary_accepts_and_the_next_work_opens, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let binh = site.account("Trần Thị Bình", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let first = poem(site, &an, "Con đường hoa", VERSES);
    site.minutes_pass(5);
    let second =
        poem(site, &binh, "Tiếng trống trường", "Trống trường giục giã tuổi thơ\nrộn ràng bước nhỏ bên bờ kinh xanh.");

    let queue = lan.get("/ban-thu-ky").await;
    assert_eq!((queue.status, queue.select("h1")), (200, vec!["Trang thư ký".to_owned()]));
    assert_eq!(queue.select("table[data-queue] tbody a"), ["Con đường hoa", "Tiếng trống trường"]);
    // Found without marks, by title and by author; the filter stays in the address.
    let found = lan.get("/ban-thu-ky?tim=tieng+trong").await;
    assert_eq!(found.select("table[data-queue] tbody a"), ["Tiếng trống trường"]);
    let found = lan.get("/ban-thu-ky?tim=nguyen+van+an").await;
    assert_eq!(found.select("table[data-queue] tbody a"), ["Con đường hoa"]);

    let page = lan.get(&format!("/ban-thu-ky/bai/{}", first.token)).await;
    assert_eq!(page.select("h1"), ["Con đường hoa"]);
    assert!(page.text().contains("Không thấy điều gì cần chú ý."), "{}", page.text());
    let number = first.submitted_number.to_string();
    let next = lan.post(&format!("/ban-thu-ky/bai/{}/nhan", first.token), &[("so", &number), ("loc", "")]).await;
    assert_eq!((next.status, next.select("h1")), (200, vec!["Tiếng trống trường".to_owned()]));
    assert!(next.text().contains(&format!("Đã ghi hợp lệ cho {}.", first.receipt_code.clone().unwrap())));
    let accepted = entry(site, first.id);
    assert_eq!(accepted.state, EntryState::Accepted);
    assert_eq!(accepted.blind_code.as_deref().map(str::len), Some(5));
    // Accepting twice is refused, and the code stays.
    let again = lan.post(&format!("/ban-thu-ky/bai/{}/nhan", first.token), &[("so", &number)]).await;
    assert_eq!(again.status, 403);
    assert_eq!(entry(site, first.id).blind_code, accepted.blind_code);

    let empty = lan.post(&format!("/ban-thu-ky/bai/{}/nhan", second.token), &[("so", "1"), ("loc", "")]).await;
    assert_eq!(empty.select("h1"), ["Trang thư ký"]);
    assert!(empty.text().contains("Không còn tác phẩm nào chờ kiểm tra"));
    assert_ne!(entry(site, second.id).blind_code, accepted.blind_code);
    // The author sees it; the letter stands on the call list, since there is no mail address.
    assert!(an.get(&format!("/nop-bai/{}", first.token)).await.text().contains("Hợp lệ"));
});

on_both_stacks!(a_correction_is_asked_for_answered_and_the_work_refused_and_reopened, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let e = poem(site, &an, "Con đường hoa", VERSES);
    let at = format!("/ban-thu-ky/bai/{}", e.token);

    let page = lan.post(&format!("{at}/bo-sung"), &[("so", "1"), ("text", "  "), ("due_at", "hôm nào")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.faults(), ["Thời điểm chưa đúng.", "Xin điền mục này."]);
    assert_eq!(page.value("due_at").as_deref(), Some("hôm nào"));
    let ask = [("so", "1"), ("text", "Xin bỏ tên tác giả ở cuối bài."), ("due_at", "2027-01-10T17:00")];
    assert_eq!(lan.post(&format!("{at}/bo-sung"), &ask).await.status, 200);
    let asked = entry(site, e.id);
    assert_eq!(
        (asked.state, asked.correction_text.as_str()),
        (EntryState::Correction, "Xin bỏ tên tác giả ở cuối bài.")
    );
    let mine = an.get(&format!("/nop-bai/{}", e.token)).await.text();
    assert!(mine.contains("Xin bỏ tên tác giả ở cuối bài.") && mine.contains("10/01/2027 17:00"), "{mine}");

    // Answered after the close, within its own due date.
    site.set_clock("2027-01-05T08:00");
    come_back(site, &an);
    come_back(site, &lan);
    site.set_phase(bongsen::contests::contest::Phase::Intake);
    let cx = site.cx_of(&an);
    db(site).write(|tx| ops::hand_in(tx, &cx, HandIn { entry: e.id, version: None })).unwrap();
    assert_eq!(entry(site, e.id).state, EntryState::Submitted);
    // The page that was open shows the first version: nothing is decided about the second.
    let refuse = [("so", "1"), ("rule", "Điều 4: quá số dòng.")];
    let stale = lan.post(&format!("{at}/khong-nhan"), &refuse).await;
    assert_eq!((stale.status, stale.value("rule").as_deref()), (409, Some("Điều 4: quá số dòng.")));
    let refuse = [("so", "2"), ("rule", "Điều 4: quá số dòng.")];
    assert_eq!(lan.post(&format!("{at}/khong-nhan"), &refuse).await.status, 200);
    assert_eq!(entry(site, e.id).state, EntryState::Refused);
    assert!(an.get(&format!("/nop-bai/{}", e.token)).await.text().contains("Điều 4: quá số dòng."));
    assert_eq!(lan.post(&format!("{at}/mo-lai"), &[("reason", "Đếm nhầm dòng trống.")]).await.status, 200);
    assert_eq!(entry(site, e.id).state, EntryState::Submitted);
    let history = lan.get(&at).await.select(".timeline .strong");
    assert_eq!(
        history.iter().take(5).map(String::as_str).collect::<Vec<_>>(),
        ["Xét lại", "Ghi không hợp lệ", "Nộp bài", "Yêu cầu bổ sung", "Nộp bài"]
    );
});

on_both_stacks!(a_half_made_correction_is_put_aside_when_the_work_is_refused, |site| async {
    use bongsen::db::schema::entry_versions;
    use diesel::prelude::*;
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let e = poem(site, &an, "Con đường hoa", VERSES);
    let at = format!("/ban-thu-ky/bai/{}", e.token);
    for (n, body) in ["Câu đầu đổi dở", "Câu sau đổi dở"].into_iter().enumerate() {
        let ask = [("so", "1"), ("text", "Xin bỏ tên tác giả."), ("due_at", "2027-01-10T17:00")];
        assert_eq!(lan.post(&format!("{at}/bo-sung"), &ask).await.status, 200);
        site.by(&an, |tx, cx| ops::save_text(tx, cx, SaveText { entry: e.id, seen: None, body: body.into() }));
        let refuse = [("so", "1"), ("rule", "Điều 4.")];
        assert_eq!(lan.post(&format!("{at}/khong-nhan"), &refuse).await.status, 200);
        let now = entry(site, e.id);
        assert_eq!((now.state, now.body.as_str()), (EntryState::Refused, VERSES));
        // Nothing that was put aside is written over.
        let aside: i64 = site.read(|c| {
            let of = entry_versions::table.filter(entry_versions::entry_id.eq(e.id));
            Ok(of.filter(entry_versions::number.lt(0i64)).count().get_result(c)?)
        });
        assert_eq!(aside, i64::try_from(n).unwrap() + 1);
        let said = site.read(bongsen::cli::check_log::rows);
        assert!(!said.iter().any(|s| s.starts_with("entry")), "{said:?}");
        assert_eq!(lan.post(&format!("{at}/mo-lai"), &[("reason", "Xem lại")]).await.status, 200);
    }
});

on_both_stacks!(several_are_accepted_but_not_what_changed_or_was_found, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let binh = site.account("Trần Thị Bình", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let good = poem(site, &an, "Con đường hoa", VERSES);
    let other = poem(site, &an, "Mùa nước nổi", "Nước về đồng rộng mênh mông\ncá linh bông súng đầy lòng ghe con.");
    // The same text but for capitals and spaces.
    let twin = poem(site, &binh, "Bài của tôi", &VERSES.to_uppercase().replace(' ', "  "));
    let page = lan.get(&format!("/ban-thu-ky/bai/{}", twin.token)).await;
    assert!(page.text().contains("Nội dung giống hệt"), "{}", page.text());

    let asked = format!("/ban-thu-ky/nhan?bai={}:1&bai={}:1&bai={}:1", good.token, other.token, twin.token);
    let page = lan.get(&asked).await;
    let hidden = page.attr("input[name=bai]", "value");
    assert_eq!(hidden, [format!("{}:1", other.token)], "{}", page.text());
    // Handed in anew between the page and the act: left out and named.
    let cx = site.cx_of(&an);
    db(site)
        .write(|tx| {
            let body = "Nước về đồng rộng mênh mông,\ncá linh bông súng đầy lòng ghe con.".to_owned();
            ops::save_text(tx, &cx, SaveText { entry: other.id, seen: None, body })?;
            ops::hand_in(tx, &cx, HandIn { entry: other.id, version: None })
        })
        .unwrap();
    let done = lan
        .post("/ban-thu-ky/nhan", &[("bai", &format!("{}:1", other.token)), ("bai", &format!("{}:1", good.token))])
        .await;
    assert_eq!(done.select("h1"), ["Đã ghi hợp lệ 1 tác phẩm"]);
    assert!(done.text().contains("Mùa nước nổi"));
    assert_eq!(entry(site, other.id).state, EntryState::Submitted);
    assert_eq!(entry(site, good.id).state, EntryState::Accepted);
});

on_both_stacks!(a_paper_work_is_entered_and_claimed_by_its_author, |site| async {
    let lan = site.account("Lê Thị Lan", "secretary");
    let tu = site.account("Phạm Văn Tư", "entrant");
    let other = site.account("Ngô Thị Năm", "entrant");
    let tho = category(site, "tho").to_string();
    let form = [
        ("category", tho.as_str()),
        ("title", "Bến sông quê"),
        ("name", "Phạm Văn Tư"),
        ("phone", "0912 345 678"),
        ("postmark_on", "2026-09-28"),
    ];
    let tasks = lan.post("/ban-thu-ky/nhap-ho", &form).await;
    assert_eq!(tasks.status, 200, "{}", tasks.text());
    let token = tasks.path.rsplit('/').next().unwrap().to_owned();
    let begun = site.read(|c| Ok(store::by_token(c, &token)?)).unwrap();
    assert_eq!((begun.title.as_str(), begun.postmark_on.as_deref()), ("Bến sông quê", Some("2026-09-28")));
    let cx = site.cx_of(&lan);
    let e = fill(site, &cx, begun.id, "Phạm Văn Tư", "Bến sông quê", VERSES);
    assert_eq!(other.get(&format!("/nop-bai/{token}")).await.status, 404);

    let receipt = lan.post(&format!("/ban-thu-ky/bai/{token}/ma-nhan"), &[]).await;
    let code = receipt.select(".panel .code").remove(0);
    assert_eq!(code.len(), 11, "{code}");
    let wrong = [("receipt", e.receipt_code.as_deref().unwrap()), ("code", "AAAAA-AAAAA")];
    assert_eq!(tu.post("/nop-bai/nhan-ho-so", &wrong).await.status, 422);
    let typed = code.to_lowercase().replace('-', " ");
    let right = [("receipt", e.receipt_code.as_deref().unwrap()), ("code", typed.as_str())];
    let claimed = tu.post("/nop-bai/nhan-ho-so", &right).await;
    assert_eq!((claimed.status, claimed.path.as_str()), (200, format!("/nop-bai/{token}").as_str()));
    assert_eq!(entry(site, e.id).owner_id, tu.id());
    // Once only.
    assert_eq!(other.post("/nop-bai/nhan-ho-so", &right).await.status, 422);
    assert_eq!(entry(site, e.id).owner_id, tu.id());
});

on_both_stacks!(a_work_is_moved_and_one_person_gets_more_time, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let e = poem(site, &an, "Con đường hoa", VERSES);
    let at = format!("/ban-thu-ky/bai/{}", e.token);
    let to = category(site, "nhiep-anh");
    let page =
        lan.post(&format!("{at}/doi-the-loai"), &[("so", "1"), ("to", &to.to_string()), ("reason", "Gửi nhầm.")]).await;
    assert_eq!((page.status, page.select("h1")), (200, vec!["Con đường hoa".to_owned()]));
    // Nothing is lost, and what it lacks there is found.
    let moved = entry(site, e.id);
    assert_eq!((moved.category_id, moved.body.as_str(), moved.submitted_number), (Some(to), VERSES, 2));
    assert!(page.text().contains("cần ít nhất 1 tệp"), "{}", page.text());
    let left = lan.post(&format!("{at}/nhan"), &[("so", "1")]).await;
    assert_eq!(left.status, 409);

    site.set_clock("2027-06-01T08:00");
    come_back(site, &lan);
    site.set_phase(bongsen::contests::contest::Phase::Intake);
    let cx = site.cx_of(&an);
    let contest = site.contest().id;
    assert!(db(site).write(|tx| ops::begin(tx, &cx, Begin { contest })).is_err());
    let page = lan
        .post(
            "/ban-thu-ky/gia-han-rieng",
            &[("who", &an.login), ("until_at", "2027-05-01T08:00"), ("reason", "Bão, mất mạng.")],
        )
        .await;
    assert_eq!((page.status, page.faults()), (422, vec!["Thời điểm này đã qua. Xin chọn thời điểm khác.".to_owned()]));
    let code = e.receipt_code.clone().unwrap();
    let page = lan
        .post(
            "/ban-thu-ky/gia-han-rieng",
            &[("who", &code), ("until_at", "2027-06-03T08:00"), ("reason", "Bão, mất mạng.")],
        )
        .await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Nguyễn Văn An") && page.text().contains("03/06/2027 08:00"), "{}", page.text());
    assert!(db(site).write(|tx| ops::begin(tx, &cx, Begin { contest })).is_ok());
});

on_both_stacks!(a_judging_copy_takes_a_files_place_and_files_are_released, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let cx = site.cx_of(&an);
    let contest = site.contest().id;
    let e = db(site).write(|tx| ops::begin(tx, &cx, Begin { contest })).unwrap();
    let tho = category(site, "tho");
    db(site).write(|tx| ops::save_category(tx, &cx, SaveCategory { entry: e.id, seen: None, category: tho })).unwrap();
    let sent = an.upload(&format!("/nop-bai/{}/tep/0", e.token), &[], "file", "scan.pdf", "An - thơ.pdf").await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    site.work().await;
    fill(site, &cx, e.id, "Nguyễn Văn An", "Con đường hoa", VERSES);
    let file = site.read(|c| Ok(store::files_of(c, e.id)?)).remove(0);
    let at = format!("/ban-thu-ky/bai/{}", e.token);

    let page = lan.post(&format!("{at}/tep"), &[("tep", &file.token), ("mo", "1")]).await;
    assert!(page.text().contains("đã cho xem"), "{}", page.text());
    lan.post(&format!("{at}/tep"), &[("tep", &file.token), ("mo", "0")]).await;
    assert_eq!(site.read(|c| Ok(store::file(c, file.id)?)).unwrap().released_at, None);

    let bad = lan.upload(&format!("{at}/ban-cham/{}", file.token), &[], "tep", "notes.zip", "a.pdf").await;
    assert_eq!(bad.status, 422);
    assert_eq!(bad.faults().len(), 1);
    let page =
        lan.upload(&format!("{at}/ban-cham/{}", file.token), &[("loc", "")], "tep", "scan.pdf", "sạch.pdf").await;
    assert!(page.text().contains("bản do thư ký đặt"), "{}", page.text());
    let page = lan.post(&format!("{at}/ban-cham/{}/bo", file.token), &[]).await;
    assert!(page.text().contains("chưa cho xem"), "{}", page.text());
});

on_both_stacks!(only_the_office_comes_in_and_nobody_decides_about_their_own, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let judge = site.account("Võ Thị Sáu", "judge");
    let lan = site.account("Lê Thị Lan", "secretary");
    let own = poem(site, &lan, "Thơ của thư ký", VERSES);
    let theirs = poem(site, &an, "Con đường hoa", "Một bài thơ ngắn\nvề con đường hoa.");
    for path in ["/ban-thu-ky".to_owned(), format!("/ban-thu-ky/bai/{}", theirs.token), "/ban-thu-ky/nhan".to_owned()] {
        assert_eq!(an.get(&path).await.status, 403, "{path}");
        assert_eq!(judge.get(&path).await.status, 403, "{path}");
        assert!(site.visitor().get(&path).await.path.starts_with("/dang-nhap"), "{path}");
    }
    for viec in ["nhan", "kiem", "tep", "bo-sung", "khong-nhan", "doi-the-loai", "rut", "ma-nhan"] {
        let r = an.post(&format!("/ban-thu-ky/bai/{}/{viec}", theirs.token), &[("so", "1")]).await;
        assert_eq!(r.status, 403, "{viec}");
    }
    assert_eq!(entry(site, theirs.id).state, EntryState::Submitted);
    assert_eq!(lan.post(&format!("/ban-thu-ky/bai/{}/nhan", own.token), &[("so", "1")]).await.status, 403);
    // Only an organizer takes an accepted work out.
    let cx = site.cx_of(&lan);
    db(site).write(|tx| intake::accept(tx, &cx, intake::Accept { entry: theirs.id, number: None })).unwrap();
    assert_eq!(
        lan.post(&format!("/ban-thu-ky/bai/{}/loai", theirs.token), &[("reason", "Chép bài.")]).await.status,
        403
    );
    let organizer = site.account("Huỳnh Văn Ba", "organizer");
    assert_eq!(
        organizer.post(&format!("/ban-thu-ky/bai/{}/loai", theirs.token), &[("reason", "Chép bài.")]).await.status,
        200
    );
    assert_eq!(entry(site, theirs.id).state, EntryState::Disqualified);
});
