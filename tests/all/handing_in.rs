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
