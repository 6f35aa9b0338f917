//! What goes wrong between an author and the office, and ends well: files over a limit, half-made changes, captions, late files.

use bongsen::contests::contest::Phase;
use bongsen::db::schema::{categories, files};
use bongsen::entries::dossier::Dossier;
use bongsen::entries::entry::{Entry, EntryState, File, FileState};
use bongsen::entries::ops::{self, Inspected, SaveText, intake};
use bongsen::files::check::check;
use bongsen::kernel::ids::EntryId;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::page::Page;
use crate::support::screen::{LAPTOP, Screen};
use crate::support::site::{PASSWORD, Site, Visitor, fixture};
use crate::support::world::POEM;

/// Begins a work in a category, with everything but text and files; gives its address.
async fn begins(site: &Site, who: &Visitor, key: &str, title: &str) -> String {
    let id = site.category(key).id.to_string();
    let at = who.post_still("/nop-bai/moi", &[("category", &id)]).await.location().to_owned();
    who.post(&format!("{at}/tac-pham"), &[("title", title)]).await;
    let author = [("rows", "1"), ("name-1", &who.name), ("birth-1", "1980-05-19"), ("author_kind", "individual")];
    who.post(&format!("{at}/tac-gia"), &author).await;
    let made = [("own_work", "1"), ("rules", "1"), ("personal_data", "1"), ("gallery", "1"), ("ai_used", "no")];
    let page = who.post(&format!("{at}/cam-ket"), &made).await;
    assert_eq!((page.status, page.path.as_str()), (200, at.as_str()), "{}", page.text());
    at
}

async fn sends(who: &Visitor, at: &str, slot: usize, name: &str) -> Page {
    who.upload(&format!("{at}/tep/{slot}"), &[], "file", name, name).await
}

async fn hands_in(who: &Visitor, at: &str) -> Page {
    let check = who.get(&format!("{at}/kiem-tra")).await;
    let version = check.value("version").unwrap_or_else(|| panic!("not complete: {}", check.text()));
    who.post(&format!("{at}/kiem-tra"), &[("version", &version)]).await
}

fn dossier(site: &Site, at: &str) -> Dossier {
    let token = at.rsplit('/').next().unwrap().to_owned();
    site.read(|c| Dossier::by_token(c, &token))
}

fn office(at: &str) -> String {
    format!("/ban-thu-ky/bai/{}", at.rsplit('/').next().unwrap())
}

fn caption(f: &File) -> String {
    format!("caption-{}", f.token)
}

fn state(site: &Site, id: EntryId) -> Entry {
    site.read(|c| Dossier::by_id(c, id)).entry
}

on_both_stacks!(a_document_keeps_to_the_words_of_the_text, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let prose = site.category("van-xuoi");
    site.write(|tx, _| {
        let rules = prose.rules.replace("3500", "20");
        assert_ne!(rules, prose.rules);
        Ok(diesel::update(categories::table.find(prose.id)).set(categories::rules.eq(rules)).execute(&mut **tx)?)
    });
    let at = begins(site, &an, "van-xuoi", "Chuyện bến sông").await;
    assert!(an.get(&format!("{at}/tep")).await.text().contains("không quá 20 chữ"));
    let page = sends(&an, &at, 0, "poem.docx").await;
    assert!(page.text().contains("Tệp có 31 chữ; thể lệ cho phép nhiều nhất 20 chữ."), "{}", page.text());
    assert_eq!(dossier(site, &at).files[0].state, FileState::Refused);
});

on_both_stacks!(what_was_handed_in_is_looked_at_whatever_was_begun_since, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let at = begins(site, &an, "my-thuat", "Mùa sen").await;
    sends(&an, &at, 0, "scan.pdf").await;
    let first = dossier(site, &at).files[0].clone();
    an.post(&format!("{at}/tep"), &[(&caption(&first), "Sơn dầu, 60 × 80 cm")]).await;
    hands_in(&an, &at).await;
    // The author takes the file away and begins with another one.
    an.post(&format!("{at}/tep"), &[("bo", &first.token)]).await;
    sends(&an, &at, 0, "photo.jpg").await;

    let page = lan.get(&office(&at)).await;
    assert!(page.text().contains("scan.pdf") && !page.text().contains("photo.jpg"), "{}", page.text());
    let key = page.value("dong").expect("a line to tick");
    let ticked = lan.post(&format!("{}/kiem", office(&at)), &[("dong", &key), ("dat", "1")]).await;
    assert_eq!(ticked.status, 200, "{}", ticked.text());
    let released = lan.post(&format!("{}/tep", office(&at)), &[("tep", &first.token), ("mo", "1")]).await;
    assert_eq!(released.status, 200, "{}", released.text());
    assert_eq!(lan.post(&format!("{}/nhan", office(&at)), &[("so", "1")]).await.status, 200);
    let d = dossier(site, &at);
    assert_eq!(d.entry.state, EntryState::Accepted);
    let held: Vec<_> = d.files.iter().map(|f| (f.name.as_str(), f.state, f.caption.as_str())).collect();
    assert_eq!(held, [("scan.pdf", FileState::Ready, "Sơn dầu, 60 × 80 cm")]);
});

on_both_stacks!(an_author_sees_what_was_put_aside, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let e = site.poem(&an, "Con đường hoa");
    let (at, desk) = (format!("/nop-bai/{}", e.token), office(&e.token));
    let ask = [("so", "1"), ("text", "Xin bỏ tên tác giả."), ("due_at", "2027-01-10T17:00")];
    lan.post(&format!("{desk}/bo-sung"), &ask).await;
    let asked = an.get(&at).await;
    assert!(asked.select(".timeline li").iter().any(|l| l.contains("Ban Thư ký đề nghị bổ sung")), "{}", asked.text());
    site.by(&an, |tx, cx| ops::save_text(tx, cx, SaveText { entry: e.id, seen: None, body: "Câu đang sửa dở".into() }));
    sends(&an, &at, 0, "poem.docx").await;
    lan.post(&format!("{desk}/khong-nhan"), &[("so", "1"), ("rule", "Điều 4.")]).await;
    let now = state(site, e.id);
    assert_eq!((now.state, now.body.as_str()), (EntryState::Refused, POEM));

    let tasks = an.get(&at).await;
    assert!(tasks.text().contains("Phần sửa chưa nộp"), "{}", tasks.text());
    let aside = an.get(&format!("{at}/de-rieng/1")).await;
    assert_eq!(aside.status, 200);
    assert!(aside.text().contains("Câu đang sửa dở"), "{}", aside.text());
    let file = aside.link("poem.docx").expect("the file");
    assert_eq!(an.get(&file).await.bytes, fixture("poem.docx"));
    assert_eq!(lan.get(&format!("{at}/de-rieng/1")).await.status, 404, "it is the author's");
    assert_eq!(an.get(&format!("{at}/de-rieng/2")).await.status, 404);
});

on_both_stacks!(a_caption_is_kept_while_other_files_come, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let at = begins(site, &an, "nhiep-anh", "Bến sông").await;
    let place = format!("{at}/tep");
    let page = sends(&an, &at, 0, "photo.jpg").await;
    assert!(page.attr("form[data-upload]", "data-max").contains(&(20 << 20).to_string()));
    let (mark, slot) = (page.value("version").unwrap(), page.value("muc").unwrap());
    let f = dossier(site, &at).files[0].clone();
    // Another picture arrives between the page and the save.
    sends(&an, &at, 0, "photo2.jpg").await;
    let saved = an.post_json(&place, &[("muc", &slot), ("version", &mark), (&caption(&f), "Bến Tân Châu")]).await;
    assert_eq!(saved.status, 200, "{}", saved.html());
    let next = saved.json()["version"].as_str().unwrap().to_owned();
    assert_eq!(dossier(site, &at).files[0].caption, "Bến Tân Châu");
    // A page that does not know of it overwrites nothing.
    let stale = an.post_json(&place, &[("muc", &slot), ("version", &mark), (&caption(&f), "Khác")]).await;
    assert_eq!(stale.status, 409);
    let fresh = an.post_json(&place, &[("muc", &slot), ("version", &next), (&caption(&f), "Bến đò chiều")]).await;
    assert_eq!((fresh.status, dossier(site, &at).files[0].caption.as_str()), (200, "Bến đò chiều"));
});

on_both_stacks!(a_paper_work_is_not_of_whoever_entered_it, |site| async move {
    let lan = site.account("Lê Thị Lan", "secretary");
    let contest = site.contest().id;
    let e = site.by(&lan, |tx, cx| ops::begin_on_behalf(tx, cx, ops::BeginOnBehalf { contest, postmark_on: None }));
    let at = format!("/nop-bai/{}", e.token);
    assert_eq!(lan.get(&at).await.status, 200);
    let id = lan.id();
    site.write(|tx, _| {
        use bongsen::db::schema::memberships;
        let of = memberships::table.filter(memberships::account_id.eq(id));
        Ok(diesel::delete(of).execute(&mut **tx)?)
    });
    assert_eq!(lan.get(&at).await.status, 404);
});

on_both_stacks!(nothing_is_accepted_before_its_files_were_looked_into, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let at = begins(site, &an, "van-xuoi", "Chuyện bến sông").await;
    sends(&an, &at, 0, "scan.pdf").await;
    hands_in(&an, &at).await;
    let desk = office(&at);
    let key = lan.get(&desk).await.value("dong").expect("its words must be counted by a person");
    lan.post(&format!("{desk}/kiem"), &[("dong", &key), ("dat", "1")]).await;
    assert_eq!(site.read(|c| intake::open_checks(c, &dossier(site, &at))), 0);

    // Under another limit it is looked at again; and not before the machine has done so.
    let to = site.category("bai-ca-co").id;
    let id = dossier(site, &at).entry.id;
    site.by(&lan, |tx, cx| {
        let cmd = intake::MoveCategory { entry: id, number: None, to, reason: "Gửi nhầm.".into() };
        intake::move_category(tx, cx, cmd)
    });
    let early = lan.post(&format!("{desk}/nhan"), &[("so", "2")]).await;
    assert_eq!(early.status, 409);
    assert!(early.text().contains("còn đang được kiểm tra"), "{}", early.text());
    site.work().await;
    assert_eq!(dossier(site, &at).files[0].state, FileState::Ready);
    assert_eq!(site.read(|c| intake::open_checks(c, &dossier(site, &at))), 1);
});

on_both_stacks!(a_look_under_other_rules_is_not_written_down, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let at = begins(site, &an, "van-xuoi", "Chuyện bến sông").await;
    sends(&an, &at, 0, "poem.docx").await;
    let d = dossier(site, &at);
    let file = d.files[0].id;
    let path = format!("{}/tests/fixtures/poem.docx", env!("CARGO_MANIFEST_DIR"));
    let rule = d.rules.unwrap().slot(0).unwrap();
    let found = |category| {
        let checked = check(path.as_ref(), &rule).unwrap();
        Inspected { file, category, checked, copies: Vec::new() }
    };
    let write = |category| site.write(|tx, cx| ops::record_inspection(tx, cx, &found(category)));
    assert!(write(d.entry.category_id).is_none(), "it was looked into already");
    site.write(|tx, _| {
        Ok(diesel::update(files::table.find(file)).set(files::state.eq(FileState::Received)).execute(&mut **tx)?)
    });
    assert!(write(Some(site.category("tho").id)).is_none(), "under the rules of another category");
    assert!(write(d.entry.category_id).is_some());
});

on_both_stacks!(more_time_for_one_person_is_shown_and_holds, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let binh = site.account("Trần Thị Bình", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let e = site.poem(&an, "Con đường hoa");
    site.set_clock("2027-01-05T08:00");
    for who in [&an, &binh, &lan] {
        let page = who.post("/dang-nhap", &[("login", &who.login), ("password", PASSWORD)]).await;
        assert_eq!(page.status, 200, "{}", page.text());
    }
    site.set_phase(Phase::Intake);
    let form = [("who", an.login.as_str()), ("until_at", "2027-01-08T17:00"), ("reason", "Bão, mất mạng.")];
    assert_eq!(lan.post("/ban-thu-ky/gia-han-rieng", &form).await.status, 200);
    let start = an.get("/nop-bai").await;
    assert!(start.text().contains("08/01/2027 17:00"), "{}", start.text());
    assert!(start.attr("a[href]", "href").iter().any(|h| h.ends_with("/nop-bai/moi")));
    let others = binh.get("/nop-bai").await;
    assert!(!others.attr("a[href]", "href").iter().any(|h| h.ends_with("/nop-bai/moi")), "{}", others.text());
    let withdraw = an.get(&format!("/nop-bai/{}/rut", e.token)).await;
    assert!(withdraw.text().contains("08/01/2027 17:00"), "{}", withdraw.text());
    begins(site, &an, "tho", "Thêm một bài").await;
});

on_both_stacks!(a_picture_that_cannot_be_opened_here_is_refused_in_words, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let at = begins(site, &an, "nhiep-anh", "Bến sông").await;
    // In several passes, and of 64 megapixels.
    let mut giant = fixture("photo.jpg");
    let frame = giant.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    giant[frame + 1] = 0xC2;
    giant[frame + 5..frame + 9].copy_from_slice(&[0x1F, 0x40, 0x1F, 0x40]);
    let part = reqwest::multipart::Part::bytes(giant).file_name("lon.jpg");
    let page = an.post_files(&format!("{at}/tep/0"), reqwest::multipart::Form::new().part("file", part)).await;
    assert!(page.text().contains("Ảnh có kích thước 8.000 × 8.000 px, lớn hơn 40 triệu điểm ảnh"), "{}", page.text());
});

on_both_stacks!(a_moved_work_keeps_its_time_and_names_what_has_no_place, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let at = begins(site, &an, "bai-ca-co", "Câu hò bến sông").await;
    sends(&an, &at, 0, "poem.docx").await;
    sends(&an, &at, 1, "song.mp3").await;
    hands_in(&an, &at).await;
    let first = dossier(site, &at).entry;
    site.minutes_pass(90);
    let desk = office(&at);
    let ask = lan.get(&format!("{desk}/doi-the-loai")).await;
    assert!(ask.text().contains("Truyện ngắn, bút ký: song.mp3"), "{}", ask.text());
    assert!(!ask.text().contains("Ca khúc: "), "{}", ask.text());
    let to = site.category("van-xuoi").id.to_string();
    let moved = lan.post(&format!("{desk}/doi-the-loai"), &[("so", "1"), ("to", &to), ("reason", "Gửi nhầm.")]).await;
    assert!(moved.text().contains("không có chỗ cho tệp “song.mp3”"), "{}", moved.text());
    let receipt = an.get(&format!("{at}/bien-nhan")).await.text();
    assert!(receipt.contains("08:00") && !receipt.contains("09:30"), "{receipt}");
    assert_eq!(state(site, first.id).submitted_at, first.submitted_at);
    site.work().await;
    an.post(&format!("{at}/tac-pham"), &[("title", "Câu hò bên sông")]).await;
    hands_in(&an, &at).await;
    assert_eq!(state(site, first.id).submitted_at, Some(site.now()));
});

on_both_stacks!(refused_files_do_not_pile_up, |site| async move {
    use std::time::Duration;

    use bongsen::jobs::tidy;

    let an = site.account("Nguyễn Văn An", "entrant");
    let at = begins(site, &an, "nhiep-anh", "Bến sông").await;
    sends(&an, &at, 0, "photo.jpg").await;
    for _ in 0..=ops::MOST_UNWANTED {
        sends(&an, &at, 0, "fake.jpg").await;
    }
    let first = dossier(site, &at).files.into_iter().find(|f| f.state == FileState::Refused).unwrap();
    let went = tidy::run(&site.app, Duration::ZERO).await.unwrap();
    assert_eq!((went.files, went.blobs), (1, 1));
    let left = dossier(site, &at).files;
    assert_eq!(left.len(), ops::MOST_UNWANTED + 1);
    assert!(left.iter().all(|f| f.id != first.id), "the oldest goes");
    assert_eq!(tidy::run(&site.app, Duration::ZERO).await.unwrap().files, 0);
    let said = site.read(bongsen::cli::check_log::rows);
    assert!(said.is_empty(), "{said:?}");
});

on_both_stacks!(a_secretary_decides_nothing_about_their_own, |site| async move {
    let lan = site.account("Lê Thị Lan", "secretary");
    let mai = site.account("Trần Thị Mai", "secretary");
    let e = site.poem(&lan, "Con đường hoa");
    let desk = office(&e.token);
    mai.post(&format!("{desk}/khong-nhan"), &[("so", "1"), ("rule", "Điều 4.")]).await;
    assert_eq!(lan.post(&format!("{desk}/mo-lai"), &[("reason", "Xin xem lại.")]).await.status, 403);
    assert_eq!(state(site, e.id).state, EntryState::Refused);
    let form = [("who", lan.login.as_str()), ("until_at", "2027-01-08T17:00"), ("reason", "Bão.")];
    let own = lan.post("/ban-thu-ky/gia-han-rieng", &form).await;
    assert_eq!((own.status, own.faults().len()), (422, 1), "{}", own.text());
    assert_eq!(mai.post("/ban-thu-ky/gia-han-rieng", &form).await.status, 200);
    // Another's work is withdrawn by the office only with a reason, wherever it is done.
    let an = site.account("Nguyễn Văn An", "entrant");
    let other = site.poem(&an, "Mùa nước nổi");
    let page = lan.post(&format!("/nop-bai/{}/rut", other.token), &[("reason", " ")]).await;
    assert_eq!((page.status, state(site, other.id).state), (422, EntryState::Submitted), "{}", page.text());
    let page = lan.post(&format!("/nop-bai/{}/rut", other.token), &[("reason", "Tác giả gọi điện xin rút.")]).await;
    assert_eq!((page.status, state(site, other.id).state), (200, EntryState::Withdrawn));
});

on_both_stacks!(what_cannot_be_taken_back_is_asked_on_its_own_page, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let draft = site.poem_draft(&an, "Con đường hoa");
    let at = format!("/nop-bai/{}", draft.token);
    let ask = an.get(&an.get(&at).await.link("Xóa bản nháp").expect("the way to throw it away")).await;
    assert_eq!(ask.select("h1"), ["Xóa bản nháp này?"]);
    assert_eq!(state(site, draft.id).state, EntryState::Draft);
    let form = crate::support::forms::Form::of(&ask, "/xoa");
    form.send(&an).await;
    assert_eq!(an.get(&at).await.status, 404);

    let e = site.poem(&an, "Mùa nước nổi");
    site.accept(&lan, &e);
    let at = format!("/nop-bai/{}", e.token);
    let ask = an.get(&an.get(&at).await.link("Sửa bài đã hợp lệ").expect("the way to change it")).await;
    assert_eq!(
        (ask.select("h1"), state(site, e.id).state),
        (vec!["Sửa tác phẩm này?".to_owned()], EntryState::Accepted)
    );
    crate::support::forms::Form::of(&ask, "/sua").send(&an).await;
    assert_eq!(state(site, e.id).state, EntryState::Submitted);
});

on_both_stacks!(a_button_pressed_twice_hands_in_once, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let e = site.poem_draft(&an, "Con đường hoa");
    let check = format!("/nop-bai/{}/kiem-tra", e.token);
    let version = an.get(&check).await.value("version").unwrap();
    for _ in 0..2 {
        let page = an.post(&check, &[("version", &version)]).await;
        assert_eq!((page.status, page.path), (200, format!("/nop-bai/{}/bien-nhan?moi=1", e.token)));
    }
    assert_eq!(state(site, e.id).submitted_number, 1);
    // A change that was made meanwhile is not taken for what was handed in.
    let version = an.get(&check).await.value("version").unwrap();
    an.post(&format!("/nop-bai/{}/van-ban", e.token), &[("body", "Một câu khác hẳn")]).await;
    assert_eq!(an.post(&check, &[("version", &version)]).await.status, 409);
});

on_both_stacks!(authors_are_told_what_to_mend, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let at = begins(site, &an, "ca-khuc", "Câu hò").await;
    let mut form =
        vec![("author_kind", "several"), ("rows", "2"), ("name-1", "Nguyễn Văn An"), ("birth-1", "1980-05-19")];
    form.extend([("name-2", "Trần Thị Bình"), ("birth-2", "1981-05-19"), ("share-1", "33,3"), ("share-2", "67")]);
    let page = an.post(&format!("{at}/tac-gia"), &form).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.faults(), ["Xin ghi phần đóng góp bằng số nguyên, không có phần lẻ, ví dụ 33, 33 và 34."]);
    assert_eq!(page.value("share-1").as_deref(), Some("33,3"));

    // Under 18 on the day it is written, even if not any more at the close.
    let young = [("author_kind", "individual"), ("rows", "1"), ("name-1", "Lê Thị Út"), ("birth-1", "2008-11-01")];
    let page = an.post(&format!("{at}/tac-gia"), &young).await;
    assert!(page.text().contains("chưa đủ 18 tuổi"), "{}", page.text());

    // A group that comes to a category of one author: saving the form is enough.
    let at = begins(site, &an, "quang-ba", "Đường hoa").await;
    let group = [
        ("author_kind", "collective"),
        ("rows", "1"),
        ("group_name", "Chi hội Phú Lâm"),
        ("name-1", "Nguyễn Văn An"),
        ("birth-1", "1980-05-19"),
    ];
    an.post(&format!("{at}/tac-gia"), &group).await;
    an.post(&format!("{at}/the-loai"), &[("category", &site.category("tho").id.to_string())]).await;
    let page = an.get(&format!("{at}/tac-gia")).await;
    assert_eq!(page.value("author_kind").as_deref(), Some("individual"));
    crate::support::forms::Form::of(&page, "/tac-gia").send(&an).await;
    let e = dossier(site, &at).entry;
    assert_eq!((e.author_kind.word(), e.group_name.as_str()), ("individual", ""));
});

on_both_stacks!(the_queue_finds_what_is_left_to_do, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let at = begins(site, &an, "ca-khuc", "Câu hò bến sông").await;
    let group = [
        ("author_kind", "group"),
        ("rows", "2"),
        ("group_name", "Nhóm Sông Hậu"),
        ("name-1", "Nguyễn Văn An"),
        ("birth-1", "1980-05-19"),
        ("unit-name-1", "Chi hội Phú Lâm"),
        ("name-2", "Trần Thị Bình"),
        ("birth-2", "1981-05-19"),
    ];
    an.post(&format!("{at}/tac-gia"), &group).await;
    sends(&an, &at, 0, "scan.pdf").await;
    sends(&an, &at, 1, "song.mp3").await;
    let binh = site.account("Trần Thị Bình", "entrant");
    let twin = begins(site, &binh, "ca-khuc", "Nháp").await;
    sends(&binh, &twin, 1, "song.mp3").await;
    hands_in(&an, &at).await;
    for asked in ["tim=nhom+song", "tim=chi+hoi+phu"] {
        let page = lan.get(&format!("/ban-thu-ky?{asked}")).await;
        assert_eq!(page.select("table[data-queue] tbody a"), ["Câu hò bến sông"], "{asked}");
    }
    let same = lan.get("/ban-thu-ky?co=trung-tep").await;
    assert!(same.select("table[data-queue] tbody a").is_empty(), "a draft is nobody's but its author's");
    assert!(!lan.get("/ban-thu-ky").await.text().contains("Trùng tệp Câu hò"));

    let e = dossier(site, &at).entry;
    site.accept(&lan, &e);
    let queue = lan.get("/ban-thu-ky").await;
    assert!(queue.text().contains("chưa xem được ở 1 tác phẩm"), "{}", queue.text());
    let held = lan.get(&queue.link("Xem các tác phẩm này").unwrap()).await;
    assert_eq!(held.select("table[data-queue] tbody a"), ["Câu hò bến sông"]);
    for f in dossier(site, &at).files {
        site.by(&lan, |tx, cx| intake::release(tx, cx, intake::Release { file: f.id, on: true }));
    }
    assert!(!lan.get("/ban-thu-ky").await.text().contains("chưa xem được ở"));
    // Who is not signed in comes back to the contest they were at.
    let start = site.visitor().get("/cuoc-thi/PT26/nop-bai").await;
    assert!(
        start.attr("a", "href").contains(&"/dang-nhap?tiep=%2Fcuoc%2Dthi%2FPT26%2Fnop%2Dbai".to_owned()),
        "{}",
        start.html()
    );
});

on_both_stacks!(a_paper_work_is_mended_and_its_collective_called, |site| async move {
    let lan = site.account("Lê Thị Lan", "secretary");
    let contest = site.contest().id;
    let category = site.category("quang-ba").id;
    let e = site.by(&lan, |tx, cx| {
        let e = ops::begin_on_behalf(tx, cx, ops::BeginOnBehalf { contest, postmark_on: None })?;
        ops::save_category(tx, cx, ops::SaveCategory { entry: e.id, seen: None, category })?;
        ops::save_work(tx, cx, ops::SaveWork::titled(e.id, "Đường hoa"))?;
        Ok(e)
    });
    let at = format!("/nop-bai/{}", e.token);
    let future = lan.post(&format!("{at}/dau-buu-dien"), &[("postmark_on", "2026-12-24")]).await;
    assert_eq!(future.status, 422);
    let page = lan.post(&format!("{at}/dau-buu-dien"), &[("postmark_on", "2026-09-28")]).await;
    assert!(page.text().contains("Ngày dấu bưu điện: 28/09/2026."), "{}", page.text());
    let collective = [("author_kind", "collective"), ("rows", "1"), ("group_name", "Chi hội Phú Lâm")];
    lan.post(&format!("{at}/tac-gia"), &collective).await;
    let made = [("own_work", "1"), ("rules", "1"), ("personal_data", "1"), ("ai_used", "no")];
    lan.post(&format!("{at}/cam-ket"), &made).await;
    lan.post(&format!("{at}/van-ban"), &[("body", "Mỗi nhà một gốc hoa.")]).await;
    sends(&lan, &at, 0, "scan.pdf").await;
    hands_in(&lan, &at).await;
    site.accept(&lan, &dossier(site, &at).entry);
    let calls = lan.get("/ban-thu-ky/goi-dien").await;
    assert!(calls.text().contains("Chi hội Phú Lâm"), "{}", calls.text());
});

/// A category that was only tried and left again changes nothing about what was handed in.
async fn tries_another_category(an: &Visitor, at: &str, site: &Site, key: &str) {
    let category = site.category(key).id.to_string();
    let page = an.post(&format!("{at}/the-loai"), &[("category", &category)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    site.work().await;
}

on_both_stacks!(a_category_tried_in_between_leaves_the_files_as_they_were, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let lan = site.account("Lê Thị Lan", "secretary");
    let at = begins(site, &an, "van-xuoi", "Chuyện bến sông").await;
    sends(&an, &at, 0, "poem.docx").await;
    hands_in(&an, &at).await;
    tries_another_category(&an, &at, site, "nhiep-anh").await;
    assert_eq!(dossier(site, &at).files[0].state, FileState::Refused, "it is no picture");
    let page = lan.get(&office(&at)).await;
    assert_eq!(page.value("dong"), None, "its words were counted: {}", page.text());
    assert!(page.text().contains("Truyện ngắn, bút ký"), "{}", page.text());
    assert_eq!(lan.post(&format!("{}/nhan", office(&at)), &[("so", "1")]).await.status, 200);
    let d = dossier(site, &at);
    assert_eq!((d.entry.state, d.files[0].state, d.files[0].words), (EntryState::Accepted, FileState::Ready, Some(31)));
});

on_both_stacks!(a_caption_typed_while_a_picture_is_sent_stays, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let at = begins(site, &an, "nhiep-anh", "Bến sông").await;
    sends(&an, &at, 0, "photo.jpg").await;
    let first = dossier(site, &at).files[0].clone();
    let screen = Screen::open(site, LAPTOP).await;
    screen.sits_down(site, Some(&an)).await;
    screen.goto(&format!("{at}/tep")).await;
    let send = async || {
        let field = screen.find("form[data-upload] input[type=file]").await;
        field.send_keys(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/photo2.jpg")).await.unwrap();
    };
    screen.types(&caption(&first), "Bến Tân Châu").await;
    send().await;
    screen.goes("form[data-upload] button").await;
    let files = dossier(site, &at).files;
    assert_eq!((files.len(), files[0].caption.as_str()), (2, "Bến Tân Châu"));
    // What is too large is told before it is sent.
    screen.script("document.querySelector('form[data-upload]').dataset.max = '10'").await;
    send().await;
    screen.find("form[data-upload] button").await.click().await.unwrap();
    screen
        .comes_true("(document.querySelector('form[data-upload] .error') || {}).textContent?.includes('nặng hơn')")
        .await;
    assert_eq!(dossier(site, &at).files.len(), 2);
});
