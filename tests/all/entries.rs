//! Handing in, over HTTP, on both stacks: from the first page to the receipt.

use reqwest::Method;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RANGE};

use bongsen::contests::contest::Phase;
use bongsen::entries::dossier::Dossier;
use bongsen::entries::entry::{EntryState, FileState};
use bongsen::entries::ops;
use bongsen::kernel::ids::{digest, hex};

use crate::on_both_stacks;
use crate::support::site::{PASSWORD, Site, Visitor, fixture};

const POEM: &str = "Sớm nay gió thổi qua sông,\nHàng hoa bên lộ trổ bông đón người.\n\nBà con tay cuốc, miệng cười,\nMỗi nhà một gốc, mười mươi góp cùng.";

/// Begins an entry in the category of this key; gives its address.
async fn begins(site: &Site, who: &Visitor, key: &str) -> String {
    let contest = site.contest().id;
    let all = site.read(|c| Ok(bongsen::contests::store::categories(c, contest)?));
    let id = all.iter().find(|c| c.key == key).unwrap().id.to_string();
    let page = who.post_still("/nop-bai/moi", &[("category", &id)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    page.location().to_owned()
}

fn dossier(site: &Site, address: &str) -> Dossier {
    let token = address.rsplit('/').next().unwrap().to_owned();
    site.read(|c| Dossier::by_token(c, &token))
}

/// Fills in everything but text and files.
async fn fills_in(who: &Visitor, address: &str, title: &str) {
    let page = who.post(&format!("{address}/tac-pham"), &[("title", title)]).await;
    assert_eq!((page.status, page.path.as_str()), (200, address), "{}", page.text());
    let author =
        [("rows", "1"), ("name-1", "Nguyễn Văn An"), ("birth-1", "1980-05-19"), ("unit-name-1", "Chi hội Phú Lâm")];
    let page = who.post(&format!("{address}/tac-gia"), &author).await;
    assert_eq!((page.status, page.path.as_str()), (200, address), "{}", page.text());
    let made = [("own_work", "1"), ("rules", "1"), ("personal_data", "1"), ("gallery", "1"), ("ai_used", "no")];
    let page = who.post(&format!("{address}/cam-ket"), &made).await;
    assert_eq!((page.status, page.path.as_str()), (200, address), "{}", page.text());
}

/// Weeks later the session has ended: signs in again.
async fn comes_back(who: &Visitor) {
    let page = who.post("/dang-nhap", &[("login", &who.login), ("password", PASSWORD), ("tiep", "/nop-bai")]).await;
    assert_eq!(page.path, "/nop-bai", "{}", page.text());
}

/// Hands in, and gives the receipt's page.
async fn hands_in(who: &Visitor, address: &str) -> crate::support::page::Page {
    let check = who.get(&format!("{address}/kiem-tra")).await;
    let version = check.value("version").unwrap_or_else(|| panic!("not complete: {}", check.text()));
    who.post(&format!("{address}/kiem-tra"), &[("version", &version)]).await
}

on_both_stacks!(a_poem_is_handed_in_and_gets_a_receipt, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    assert_eq!(an.get("/nop-bai").await.status, 200);
    let address = begins(site, &an, "tho").await;
    let early = an.get(&format!("{address}/kiem-tra")).await;
    assert_eq!(early.value("version"), None, "nothing to hand in yet");
    fills_in(&an, &address, "Đường hoa").await;
    let page = an.post(&format!("{address}/van-ban"), &[("body", POEM)]).await;
    assert_eq!((page.status, page.path.as_str()), (200, address.as_str()));

    let receipt = hands_in(&an, &address).await;
    assert_eq!(receipt.status, 200, "{}", receipt.text());
    let d = dossier(site, &address);
    let code = d.entry.receipt_code.clone().unwrap();
    assert_eq!((d.entry.state, d.entry.submitted_number, d.entry.late), (EntryState::Submitted, 1, false));
    assert_eq!(d.entry.rules_number, Some(1));
    assert!(receipt.text().contains(&code), "{}", receipt.text());
    assert!(receipt.text().contains(&hex(&digest(POEM.as_bytes()))), "{}", receipt.text());
    assert!(!site.read(|c| d.has_unsent_changes(c)));
    assert_eq!(site.read(|c| d.handed_in(c)).unwrap(), d.content());
    // Nobody else sees it.
    let binh = site.account("Trần Thị Bình", "entrant");
    assert_eq!(binh.get(&address).await.status, 404);
    assert_eq!(binh.post(&format!("{address}/van-ban"), &[("body", "x")]).await.status, 404);
});

on_both_stacks!(a_change_is_a_new_version_and_never_loses_the_one_handed_in, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let address = begins(site, &an, "tho").await;
    fills_in(&an, &address, "Đường hoa").await;
    an.post(&format!("{address}/van-ban"), &[("body", POEM)]).await;
    hands_in(&an, &address).await;
    let first = dossier(site, &address);
    // A change that is not handed in again does not count: what is decided about is what was handed in.
    an.post(&format!("{address}/van-ban"), &[("body", "Bản đang sửa dở")]).await;
    let half = dossier(site, &address);
    assert!(site.read(|c| half.has_unsent_changes(c)));
    let (id, content) = (half.entry.id, half.content());
    let settled = site.write(move |tx, cx| ops::settle(tx, cx, id));
    assert_eq!(settled.body, POEM);
    let aside = site.read(|c| ops::version(c, id, -1)).unwrap();
    assert_eq!(serde_json::from_str::<bongsen::entries::content::Content>(&aside.content).unwrap(), content);
    // A change that is handed in again is the second version, under the same code.
    an.post(&format!("{address}/van-ban"), &[("body", "Bản thứ hai")]).await;
    hands_in(&an, &address).await;
    let second = dossier(site, &address);
    assert_eq!((second.entry.submitted_number, second.entry.body.as_str()), (2, "Bản thứ hai"));
    assert_eq!(second.entry.receipt_code, first.entry.receipt_code);
    let kept = site.read(|c| ops::version(c, id, 1)).unwrap();
    assert_eq!(serde_json::from_str::<bongsen::entries::content::Content>(&kept.content).unwrap().body, POEM);
});

on_both_stacks!(a_stale_tab_overwrites_nothing_and_loses_nothing, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let address = begins(site, &an, "tho").await;
    let text = format!("{address}/van-ban");
    let mark = an.get(&text).await.value("version").unwrap();
    let saved = an.post_json(&text, &[("version", &mark), ("body", "Từ cửa sổ thứ nhất")]).await;
    assert_eq!((saved.status, saved.json()["live"]["counts"].as_str().unwrap()), (200, "5 chữ · 1 / 40 dòng"));
    let stale = an.post(&text, &[("version", &mark), ("body", "Từ cửa sổ thứ hai")]).await;
    assert_eq!(stale.status, 409);
    assert_eq!(stale.value("body").as_deref(), Some("Từ cửa sổ thứ hai"));
    assert!(stale.text().contains("Từ cửa sổ thứ nhất"), "{}", stale.text());
    assert_eq!(dossier(site, &address).entry.body, "Từ cửa sổ thứ nhất");
    let now = stale.value("version").unwrap();
    let page = an.post(&text, &[("version", &now), ("body", "Từ cửa sổ thứ hai")]).await;
    assert_eq!((page.status, dossier(site, &address).entry.body.as_str()), (200, "Từ cửa sổ thứ hai"));
    // After the close, what was typed is given back.
    site.set_clock("2027-01-05T08:00");
    comes_back(&an).await;
    let late = an.post(&text, &[("version", &now), ("body", "Gõ sau giờ đóng")]).await;
    assert_eq!((late.status, late.value("body").as_deref()), (403, Some("Gõ sau giờ đóng")));
});

on_both_stacks!(limits_are_told_each_in_its_own_sentence, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let address = begins(site, &an, "tho").await;
    let long = "một dòng\n".repeat(41);
    let page = an.post(&format!("{address}/van-ban"), &[("body", &long)]).await;
    assert_eq!(page.faults(), ["Bài có 41 dòng; thể lệ cho phép nhiều nhất 40 dòng (không tính dòng trống)."]);
    assert_eq!(dossier(site, &address).entry.body, long, "kept all the same");
    let minor = [("rows", "1"), ("name-1", "Lê Thị Út"), ("birth-1", "2012-03-01")];
    let page = an.post(&format!("{address}/tac-gia"), &minor).await;
    assert_eq!(
        page.faults(),
        [
            "Lê Thị Út chưa đủ 18 tuổi: xin ghi họ tên cha, mẹ hoặc người giám hộ.",
            "Xin ghi số điện thoại người giám hộ của Lê Thị Út.",
            "Cần sự đồng ý của người giám hộ của Lê Thị Út."
        ]
    );
    // Forcing it is refused inside the write.
    let forced = an.post(&format!("{address}/kiem-tra"), &[]).await;
    assert_eq!((forced.status, dossier(site, &address).entry.state), (422, EntryState::Draft));
});

on_both_stacks!(files_are_looked_into_kept_and_served, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let address = begins(site, &an, "nhiep-anh").await;
    fills_in(&an, &address, "Bến sông").await;
    let slot = format!("{address}/tep/0");
    let page = an.upload(&slot, &[], "file", "photo.jpg", "Bến sông.jpg").await;
    assert_eq!((page.status, page.path.clone()), (200, format!("{address}/tep")), "{}", page.text());
    let d = dossier(site, &address);
    let f = d.files[0].clone();
    assert_eq!((f.state, f.name.as_str(), f.width), (FileState::Ready, "Bến sông.jpg", Some(1200)));
    assert_eq!(hex(&f.sha256), hex(&digest(&fixture("photo.jpg"))));
    // What is wrong is said in words.
    for (name, sentence) in [
        ("small.jpg", "Cạnh dài của ảnh chỉ 900 px; thể lệ yêu cầu ít nhất 1.600 px."),
        ("cut.jpg", "Tệp bị thiếu phần cuối, có lẽ chép hoặc tải về chưa xong. Xin lấy lại bản đầy đủ rồi gửi."),
        ("song.mp3", "Đây thực ra là tệp MP3; mục này chỉ nhận JPG, PNG. Xin chọn tệp khác."),
    ] {
        let page = an.upload(&slot, &[], "file", name, name).await;
        assert!(page.text().contains(sentence), "{name}: {}", page.text());
    }
    let empty = an.upload(&slot, &[], "file", "empty.jpg", "empty.jpg").await;
    assert_eq!(
        (empty.status, empty.faults()),
        (422, vec!["Tệp rỗng, không có nội dung. Xin kiểm tra lại tệp trên máy.".to_owned()])
    );
    for f in dossier(site, &address).files.iter().filter(|f| f.state == FileState::Refused) {
        an.post(&format!("{address}/tep"), &[("bo", &f.token)]).await;
    }
    assert_eq!(dossier(site, &address).files.len(), 1);
    let caption = format!("caption-{}", f.token);
    an.post(&format!("{address}/tep"), &[(&caption, "Bến Tân Châu, tháng 10 năm 2026")]).await;
    assert_eq!(dossier(site, &address).files[0].caption, "Bến Tân Châu, tháng 10 năm 2026");

    // Whole, in part, not again; by nobody else.
    let original = format!("/tep/{}", f.token);
    let whole = an.request(Method::GET, &original).send().await.unwrap();
    let etag = whole.headers()[ETAG].clone();
    assert_eq!(whole.headers()[CONTENT_TYPE], "image/jpeg");
    assert_eq!(
        whole.headers()[CONTENT_DISPOSITION],
        "inline; filename=\"Ben song.jpg\"; filename*=UTF-8''B%E1%BA%BFn%20s%C3%B4ng.jpg"
    );
    assert_eq!(whole.bytes().await.unwrap(), fixture("photo.jpg"));
    let part = an.request(Method::GET, &original).header(RANGE, "bytes=10-19").send().await.unwrap();
    assert_eq!(
        (part.status(), part.headers()[CONTENT_RANGE].to_str().unwrap().to_owned()),
        (206.try_into().unwrap(), format!("bytes 10-19/{}", f.size))
    );
    assert_eq!(part.bytes().await.unwrap(), fixture("photo.jpg")[10..20]);
    let again = an.request(Method::GET, &original).header(IF_NONE_MATCH, etag).send().await.unwrap();
    assert_eq!(again.status(), 304);
    assert_eq!(site.account("Trần Thị Bình", "entrant").get(&original).await.status, 404);
    let thumb = an.get(&format!("{address}/tep")).await.attr("ul.files img", "src");
    let picture = an.request(Method::GET, &thumb[0]).send().await.unwrap();
    assert_eq!(
        (picture.status(), picture.headers()[CONTENT_TYPE].to_str().unwrap().to_owned()),
        (200.try_into().unwrap(), "image/jpeg".to_owned())
    );

    let receipt = hands_in(&an, &address).await;
    assert!(receipt.text().contains(&hex(&f.sha256)), "{}", receipt.text());
    assert!(receipt.text().contains("Bến sông.jpg"));
});

on_both_stacks!(an_upload_is_refused_before_its_body_is_read, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let address = begins(site, &an, "nhiep-anh").await;
    let binh = site.account("Trần Thị Bình", "entrant");
    assert_eq!(binh.upload(&format!("{address}/tep/0"), &[], "file", "photo.jpg", "a.jpg").await.status, 404);
    assert_eq!(an.upload(&format!("{address}/tep/7"), &[], "file", "photo.jpg", "a.jpg").await.status, 404);
    site.set_phase(Phase::Preliminary);
    assert_eq!(an.upload(&format!("{address}/tep/0"), &[], "file", "photo.jpg", "a.jpg").await.status, 403);
    assert_eq!(dossier(site, &address).files.len(), 0);
});

on_both_stacks!(a_work_can_be_withdrawn_and_brought_back, |site| async move {
    let an = site.account("Nguyễn Văn An", "entrant");
    let address = begins(site, &an, "tho").await;
    fills_in(&an, &address, "Đường hoa").await;
    an.post(&format!("{address}/van-ban"), &[("body", POEM)]).await;
    hands_in(&an, &address).await;
    assert_eq!(an.get(&format!("{address}/rut")).await.status, 200);
    let page = an.post(&format!("{address}/rut"), &[("reason", "Gửi nhầm bản")]).await;
    assert_eq!((page.status, dossier(site, &address).entry.state), (200, EntryState::Withdrawn));
    let page = an.post(&format!("{address}/tro-lai"), &[]).await;
    assert_eq!((page.status, dossier(site, &address).entry.state), (200, EntryState::Submitted));
    let events = page.select(".timeline li");
    assert_eq!(events.len(), 4, "{events:?}");
    // Within the grace after the close it is late; later it is not taken.
    let other = begins(site, &an, "tho").await;
    fills_in(&an, &other, "Bài thứ hai").await;
    an.post(&format!("{other}/van-ban"), &[("body", POEM)]).await;
    site.set_clock("2026-12-16T17:10");
    comes_back(&an).await;
    hands_in(&an, &other).await;
    let d = dossier(site, &other);
    assert_eq!((d.entry.state, d.entry.late), (EntryState::Submitted, true));
    assert_eq!(an.post("/nop-bai/moi", &[("category", &d.entry.category_id.unwrap().to_string())]).await.status, 403);
});

on_both_stacks!(a_draft_thrown_away_takes_its_files_with_it, |site| async move {
    use std::time::Duration;

    use bongsen::jobs::tidy;

    let an = site.account("Nguyễn Văn An", "entrant");
    let kept = begins(site, &an, "nhiep-anh").await;
    let thrown = begins(site, &an, "nhiep-anh").await;
    for address in [&kept, &thrown] {
        an.upload(&format!("{address}/tep/0"), &[], "file", "photo.jpg", "Bến sông.jpg").await;
    }
    site.work().await;
    // The picture with its two copies, twice.
    let stored = async || {
        let (mut n, mut pages) = (0, site.app.store.list());
        while let Some(page) = pages.next().await.unwrap() {
            n += page.len();
        }
        n
    };
    assert_eq!(stored().await, 6);
    assert_eq!(tidy::run(&site.app, Duration::ZERO).await.unwrap().blobs, 0, "every blob has its row");
    an.post(&format!("{thrown}/xoa"), &[]).await;
    assert_eq!(tidy::run(&site.app, tidy::UNCLAIMED).await.unwrap().blobs, 0, "too young: its row may be on the way");
    let went = tidy::run(&site.app, Duration::ZERO).await.unwrap();
    assert_eq!((went.blobs, stored().await), (3, 3));
    site.app.clock.set(site.now().plus_days(400));
    let went = tidy::run(&site.app, Duration::ZERO).await.unwrap();
    assert_eq!((went.sessions, went.jobs, went.blobs), (1, 2, 0));
});
