//! Judging over HTTP, on both stacks: from the panel to the closed round; nothing lost, nobody named.

use bongsen::contests::contest::{Phase, Round, RoundKey};
use bongsen::contests::store as contests;
use bongsen::db::Conn;
use bongsen::db::schema::{self, advancements, authors, entries, files, memberships, renditions};
use bongsen::entries::entry::{AuthorKind, EntryState, FileState, RenditionKind};
use bongsen::files::image::rendition;
use bongsen::files::kind::FileKind;
use bongsen::judging::ops;
use bongsen::judging::sheet::{Assignment, Panel, SheetState, Way};
use bongsen::judging::store as judging;
use bongsen::kernel::errors::OpError;
use bongsen::kernel::ids::{AccountId, EntryId, FileId, UnitId, receipt_code, token};
use bongsen::kernel::points::Points;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::chromium::{Browser, PHONE, Setup};
use crate::support::site::{Site, Visitor, fixture};

/// What must never reach a judge: the author's and the files' names.
pub const AUTHOR: &str = "Trịnh Công Khuất Danh";
const FILE_NAME: &str = "khuat-danh-tho.jpg";

const POEM: &str = "Sớm nay gió thổi qua sông,\nHàng hoa bên lộ trổ bông đón người.\n\nBà con tay cuốc, miệng cười,\nMỗi nhà một gốc, mười mươi góp cùng.";

/// An accepted poem, as intake leaves it.
pub fn poem(site: &Site, code: &str, title: &str, author: &str) -> EntryId {
    let owner = site.account(author, "entrant").id();
    let contest = site.contest().id;
    site.write(|tx, cx| {
        let conn: &mut Conn = tx;
        let category = contests::categories(conn, contest)?.into_iter().find(|c| c.key == "tho").unwrap().id;
        let id: EntryId = diesel::insert_into(entries::table)
            .values((
                (
                    entries::contest_id.eq(contest),
                    entries::owner_id.eq(owner),
                    entries::category_id.eq(category),
                    entries::token.eq(token()),
                    entries::state.eq(EntryState::Accepted),
                    entries::receipt_code.eq(receipt_code("PT26")),
                    entries::blind_code.eq(code),
                    entries::title.eq(title),
                    entries::title_folded.eq(""),
                    entries::pen_name.eq(""),
                    entries::summary.eq(""),
                    entries::body.eq(POEM),
                    entries::outlet.eq(""),
                    entries::link.eq(""),
                    entries::portrays.eq(""),
                    entries::topic.eq(""),
                ),
                (
                    entries::author_kind.eq(AuthorKind::Individual),
                    entries::group_name.eq(""),
                    entries::unit_name.eq(""),
                    entries::ai_note.eq(""),
                    entries::commitments.eq("[]"),
                    entries::gallery_consent.eq(true),
                    entries::late.eq(false),
                    entries::version.eq(1i64),
                    entries::submitted_number.eq(1i64),
                    entries::created_at.eq(cx.now),
                    entries::updated_at.eq(cx.now),
                    entries::submitted_at.eq(cx.now),
                    entries::state_at.eq(cx.now),
                    entries::correction_text.eq(""),
                    entries::decision_reason.eq(""),
                ),
            ))
            .returning(entries::id)
            .get_result(conn)?;
        diesel::insert_into(authors::table)
            .values((
                authors::entry_id.eq(id),
                authors::position.eq(1i64),
                authors::name.eq(author),
                authors::name_folded.eq(""),
                authors::unit_name.eq(""),
                authors::phone.eq("0912999888"),
                authors::guardian_name.eq(""),
                authors::guardian_phone.eq(""),
                authors::guardian_consent.eq(false),
            ))
            .execute(conn)?;
        Ok(id)
    })
}

pub fn round(site: &Site, key: RoundKey) -> Round {
    let contest = site.contest().id;
    site.read(|c| Ok(contests::round_by_key(c, contest, key)?)).unwrap()
}

/// The panel of literature in a round, with these judges; the first leads it.
pub fn panel(site: &Site, key: RoundKey, judges: &[&Visitor]) -> Panel {
    let contest = site.contest().id;
    let round = round(site, key).id;
    let group = site.read(|c| Ok(contests::groups(c, contest)?)).into_iter().find(|g| g.code == "VH").unwrap().id;
    let members: Vec<AccountId> = judges.iter().map(|j| j.id()).collect();
    let head = members.first().copied();
    site.write(|tx, cx| ops::set_panel(tx, cx, &ops::SetPanel { round, group, members: members.clone(), head }))
}

pub fn assign(site: &Site, panel: &Panel, judge: &Visitor, works: &[EntryId]) -> Result<ops::Assigned, OpError> {
    let cx = bongsen::kernel::actor::Cx::system(site.now());
    let cmd = ops::Assign { panel: panel.id, judge: judge.id(), entries: works.to_vec() };
    site.app.db.write(|tx| ops::assign(tx, &cx, &cmd))
}

fn open(site: &Site, key: RoundKey) {
    let round = round(site, key).id;
    site.write(|tx, cx| ops::open_round(tx, cx, ops::OpenRound { round }));
}

pub fn sheet(site: &Site, judge: &Visitor, work: EntryId) -> Assignment {
    site.read(|c| Ok(judging::of_entry(c, work)?)).into_iter().find(|a| a.judge_id == judge.id()).unwrap()
}

/// The names of the mark fields of a desk, in order.
pub fn fields(page: &crate::support::page::Page) -> Vec<String> {
    page.attr(".crit input[name^='tc-']", "name")
}

pub fn marks(site: &Site, sheet: &Assignment) -> Vec<String> {
    let mut all = site.read(|c| Ok(judging::marks_of(c, sheet.id)?));
    all.sort_by_key(|m| m.criterion_id);
    all.into_iter().map(|m| m.points.to_string()).collect()
}

/// A head judge and a judge with two poems each, the preliminary round open.
pub fn two_judges(site: &Site) -> (Visitor, Visitor, Panel, EntryId, EntryId) {
    let head = site.account("Lê Trưởng Ban", "head_judge");
    let judge = site.account("Phạm Giám Khảo", "judge");
    let one = poem(site, "K7M4Q", "Con đường hoa xóm nhỏ", AUTHOR);
    let two = poem(site, "R9T3W", "Nắng trên kênh Xáng", "Võ Thị Hai");
    site.set_phase(Phase::Preliminary);
    let panel = panel(site, RoundKey::Preliminary, &[&head, &judge]);
    for j in [&head, &judge] {
        assign(site, &panel, j, &[one, two]).unwrap();
    }
    open(site, RoundKey::Preliminary);
    (head, judge, panel, one, two)
}

pub const FULL: [&str; 5] = ["26", "17,5", "20", "12.5", "0"];

/// A whole sheet as the plain form sends it.
pub fn whole<'a>(names: &'a [String], marks: &[&'a str], version: &'a str, act: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("version", version), ("viec", act), ("comment", "Hình ảnh đẹp.")];
    all.extend(names.iter().map(String::as_str).zip(marks.iter().copied()));
    all
}

on_both_stacks!(from_the_panel_to_the_closed_round, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let head = site.account("Lê Trưởng Ban", "head_judge");
    let judge = site.account("Phạm Giám Khảo", "judge");
    for (code, title) in [("K7M4Q", "Con đường hoa"), ("R9T3W", "Nắng trên kênh"), ("W4X6Y", "Mùa nước nổi")]
    {
        poem(site, code, title, &format!("Tác Giả {code}"));
    }
    site.set_phase(Phase::Preliminary);

    // The board, a panel, its members.
    let base = "/ban-to-chuc/cham-thi";
    let page = organizer.get(base).await;
    assert_eq!((page.status, page.title().as_str()), (200, "Chấm thi"));
    let round_id = round(site, RoundKey::Preliminary).id.to_string();
    let contest = site.contest().id;
    let group = site.read(|c| Ok(contests::groups(c, contest)?)).into_iter().find(|g| g.code == "VH").unwrap();
    let page = organizer.post(&format!("{base}/lap"), &[("round", &round_id), ("group", &group.id.to_string())]).await;
    assert_eq!((page.status, page.title().as_str()), (200, "Thành viên"), "{}", page.text());
    let at = page.path.clone();
    let (h, j) = (head.id().to_string(), judge.id().to_string());
    let page = organizer.post(&at, &[("members", &h), ("members", &j), ("head", &j)]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Phạm Giám Khảo chưa có nhiệm vụ Trưởng Ban Giám khảo"), "{}", page.text());
    let page = organizer.post(&at, &[("members", &h), ("members", &j), ("head", &h)]).await;
    assert_eq!((page.status, page.title().as_str()), (200, "Văn học · Sơ khảo"));
    let panel = page.path.clone();

    // A plan is shown before it is carried out; carrying out what was not shown is refused.
    let plan = format!("{panel}/ke-hoach");
    let page = organizer.get(&plan).await;
    assert!(page.text().contains("2 giám khảo × 3 tác phẩm × 3"), "{}", page.text());
    let digest = page.value("digest").unwrap();
    let page = organizer.post(&plan, &[("hat", "1"), ("digest", "khác")]).await;
    assert_eq!(page.status, 409);
    let page = organizer.post(&plan, &[("hat", "1"), ("digest", &digest)]).await;
    assert_eq!((page.status, page.path.as_str()), (200, panel.as_str()));

    // Before the round is open a judge has nothing.
    let page = judge.get("/cham").await;
    assert!(page.text().contains("Chưa có bài nào được phân công"), "{}", page.text());
    let page = organizer.get(&format!("{base}/vong/so-khao/mo")).await;
    assert!(page.text().contains("chưa đủ 3 giám khảo"), "{}", page.text());
    assert_eq!(organizer.post(&format!("{base}/vong/so-khao/mo"), &[]).await.path, base);

    // The judge marks all three without script.
    let page = judge.get("/cham").await;
    assert!(page.text().contains("Đã nộp 0 / 3 phiếu"), "{}", page.text());
    let first = page.attr("main a.btn[href*='/cham/']", "href").remove(0);
    let desk = judge.get(&first).await;
    assert_eq!(desk.select(".stanza").len(), 2, "a poem keeps its stanzas");
    let names = fields(&desk);
    assert_eq!(names.len(), 5);
    // A criterion without a mark is missing, never 0, and blocks handing in; what was typed is kept.
    let page = judge.post(&first, &whole(&names, &["26", "", "20", "12,5", "0"], "1", "nop")).await;
    assert_eq!((page.status, page.faults()), (422, vec!["Chưa có điểm: Cảm xúc.".to_owned()]));
    assert_eq!(page.value(&names[0]), Some("26".into()));
    assert_eq!(page.value("version"), Some("2".into()));
    let page = judge.post(&first, &whole(&names, &FULL, "2", "nop")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Đã nộp phiếu chấm bài"), "{}", page.text());
    // The next one is set aside: it stays to be done.
    let second = page.path.split('?').next().unwrap().to_owned();
    let page = judge.post(&second, &whole(&names, &["", "", "", "", ""], "1", "sau")).await;
    let third = page.path.clone();
    assert_ne!(third, second);
    let page = judge.post(&third, &whole(&names, &FULL, "1", "nop")).await;
    assert_eq!(page.path.split('?').next(), Some(second.as_str()), "what was set aside comes back");
    let page = judge.get("/cham").await;
    assert!(!page.text().contains("Đã nộp phiếu cho mọi bài"), "{}", page.text());
    let version = judge.get(&second).await.value("version").unwrap();
    let page = judge.post(&second, &whole(&names, &FULL, &version, "nop")).await;
    assert_eq!(page.path.split('?').next(), Some("/cham"));
    assert!(page.text().contains("Đã nộp phiếu cho mọi bài"), "{}", page.text());

    // The organizer sees who lags; closing says what it will do and refuses what was not shown.
    let page = organizer.get(base).await;
    assert!(page.text().contains("Lê Trưởng Ban"), "{}", page.text());
    let close = format!("{base}/vong/so-khao/dong");
    let page = organizer.get(&close).await;
    assert!(page.text().contains("Còn 3 phiếu chưa nộp"), "{}", page.text());
    // Trying a design out: filled in from the round, deterministic, and each wrong number is said at its field.
    let trial = organizer.get(base).await.link("Thử trước").unwrap();
    assert_eq!(trial, format!("{base}/vong/so-khao/thu-truoc"));
    let page = organizer.get(&trial).await;
    assert_eq!((page.value("bai").as_deref(), page.value("moi-bai").as_deref()), (Some("60"), Some("3")));
    assert!(page.text().contains("chưa có đủ tác phẩm và giám khảo, nên đây là số gợi ý"), "{}", page.text());
    assert_eq!(page.select("table").len(), 0, "nothing is played before there is something to play");
    let asked = format!("{trial}?bai=60&giam-khao=6&moi-bai=2&dau=10&lech-bai=8&lech-giam-khao=6,5&lech-phieu=4");
    let page = organizer.get(&asked).await;
    let played = page.text();
    assert!(
        played.contains("trong 10 bài hay nhất")
            && played.contains("Thêm một giám khảo cho mỗi bài (thành 3, thêm 60 phiếu)"),
        "{played}"
    );
    assert_eq!(page.select("tbody tr").len(), 4, "{played}");
    assert_eq!(organizer.get(&asked).await.text(), played, "the same numbers give the same answer");
    for (wrong, said) in [
        ("bai=x&giam-khao=6&moi-bai=2&dau=1&lech-bai=8&lech-giam-khao=6&lech-phieu=7", "Xin điền một số nguyên"),
        ("bai=60&giam-khao=6&moi-bai=7&dau=1&lech-bai=8&lech-giam-khao=6&lech-phieu=7", "nhiều nhất bằng số giám khảo"),
        ("bai=60&giam-khao=6&moi-bai=2&dau=60&lech-bai=8&lech-giam-khao=6&lech-phieu=7", "ít hơn số tác phẩm"),
        ("bai=60&giam-khao=6&moi-bai=2&dau=1&lech-bai=0&lech-giam-khao=6&lech-phieu=7", "hơn 0 điểm"),
        ("bai=60&giam-khao=6&moi-bai=2&dau=1&lech-bai=NaN&lech-giam-khao=6&lech-phieu=7", "từ 0 đến 100"),
        ("bai=99999999999&giam-khao=6&moi-bai=2&dau=1&lech-bai=8&lech-giam-khao=6&lech-phieu=7", "nhiều nhất là"),
    ] {
        let page = organizer.get(&format!("{trial}?{wrong}")).await;
        assert!(page.status == 422 && page.text().contains(said), "{wrong}: {} {}", page.status, page.text());
    }
    let analysis = format!("{base}/vong/so-khao/phan-tich");
    let page = organizer.get(&analysis).await;
    assert!(page.text().contains("Chỉ phân tích được khi vòng chấm đã đóng."), "{}", page.text());
    assert_eq!(page.select("table").len(), 0);
    assert_eq!(organizer.post(&close, &[("open", "0")]).await.status, 409);
    let page = organizer.post(&close, &[("open", "3")]).await;
    assert_eq!((page.path.as_str(), page.link("Phân tích").as_deref()), (base, Some(analysis.as_str())));
    let page = organizer.get(&analysis).await;
    assert!(page.text().contains("Chỉ có 3 tác phẩm, chưa đủ để so (cần ít nhất 5)."), "{}", page.text());
    assert!(page.text().contains("K7M4Q") && !page.html().contains("Tác Giả"), "{}", page.text());
    let page = organizer.get("/ban-to-chuc/ket-qua?vong=preliminary").await;
    assert_eq!(page.link("Phân tích điểm của Sơ khảo").as_deref(), Some(analysis.as_str()), "{}", page.text());
    let page = judge.post(&first, &whole(&names, &FULL, "9", "luu")).await;
    assert_eq!(page.status, 409, "a locked sheet is not changed");

    // Papers.
    let id = panel.rsplit('/').next().unwrap();
    let page = organizer.get(&format!("{base}/in/{id}/phieu-trang")).await;
    assert!(page.text().contains("(Ký, ghi rõ họ tên)"));
    assert!(page.text().contains("Phú Tân, ngày … tháng … năm …"), "{}", page.text());
    let page = organizer.get(&format!("{base}/in/{id}/phieu?giam-khao={j}")).await;
    assert_eq!(page.select("section.paper").len(), 3);
    assert!(page.text().contains("Phú Tân, ngày 01 tháng 10 năm 2026"), "{}", page.text());
    // The heading is the issuer's: the Party's here, the State's once the contest says so.
    let heads = |text: String| (text.contains("ĐẢNG CỘNG SẢN VIỆT NAM"), text.contains("Độc lập - Tự do - Hạnh phúc"));
    assert_eq!(heads(page.text()), (true, false));
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        let issuer = schema::contests::issuer.eq(r#"{"format":"state","issuing":"Ban Tổ chức cuộc thi"}"#);
        Ok(diesel::update(schema::contests::table.find(site.contest().id)).set(issuer).execute(conn)?)
    });
    let page = organizer.get(&format!("{base}/in/{id}/phieu?giam-khao={j}")).await;
    assert_eq!(heads(page.text()), (false, true));
    assert!(page.text().contains("Ngày 01 tháng 10 năm 2026"), "no place is known: {}", page.text());
    assert!(page.text().contains("76"), "the total: {}", page.text());
    let page = organizer.get(&format!("{base}/in/{id}/tong-hop")).await;
    assert!(page.text().contains("K7M4Q") && page.text().contains("TRƯỞNG BAN GIÁM KHẢO"), "{}", page.text());
    assert!(!page.html().contains("Tác Giả"));
});

on_both_stacks!(a_stale_tab_gets_what_is_there_and_loses_nothing, |site| async move {
    let (_, judge, _, work, _) = two_judges(site);
    let sheet_there = sheet(site, &judge, work);
    let at = format!("/cham/{}", sheet_there.token);
    let names = fields(&judge.get(&at).await);
    let (a, b) = (names[0].as_str(), names[1].as_str());

    // By script: a changed field, a version, a key; the same key again gets the same answer.
    let page = judge.post_json(&at, &[(a, "20"), ("version", "1"), ("key", "k1")]).await;
    assert_eq!((page.status, page.json()["version"].as_i64()), (200, Some(2)));
    let page = judge.post_json(&at, &[(a, "20"), ("version", "1"), ("key", "k1")]).await;
    assert_eq!((page.status, page.json()["version"].as_i64()), (200, Some(2)));
    // Another tab still has version 1.
    let page = judge.post_json(&at, &[(a, "25"), ("version", "1"), ("key", "k2")]).await;
    assert_eq!(page.status, 409);
    let there = page.json();
    let id = a.strip_prefix("tc-").unwrap();
    assert_eq!((there["version"].as_i64(), there["marks"][id].as_i64()), (Some(2), Some(2000)));
    assert_eq!(there["marks"].as_object().unwrap().len(), 5);
    assert_eq!(marks(site, &sheet_there), ["20"]);

    // By plain form: both versions on one page, and either can be kept.
    let mine = [(a, "25"), (b, "10"), ("comment", "Của tôi"), ("version", "1"), ("viec", "luu")];
    let page = judge.post(&at, &mine).await;
    assert_eq!(page.status, 409);
    assert!(page.text().contains("Phiếu này vừa được sửa ở nơi khác"), "{}", page.text());
    assert_eq!((page.value(a), page.value("comment")), (Some("25".into()), Some("Của tôi".into())));
    let version = page.value("version").unwrap();
    let mine = [(a, "25"), (b, "10"), ("comment", "Của tôi"), ("version", &version), ("viec", "luu")];
    assert_eq!(judge.post(&at, &mine).await.status, 200);
    assert_eq!(marks(site, &sheet_there), ["25", "10"]);
    // A field that is named and empty clears the mark; one that is not named stays.
    let page = judge.post_json(&at, &[(a, ""), ("version", "3"), ("key", "k3")]).await;
    assert_eq!(page.status, 200);
    assert_eq!(marks(site, &sheet_there), ["10"]);
    assert_eq!(sheet(site, &judge, work).comment, "Của tôi");
});

on_both_stacks!(marks_out_of_range_or_off_the_step_are_refused_in_words, |site| async move {
    let (_, judge, _, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let at = format!("/cham/{}", there.token);
    let names = fields(&judge.get(&at).await);
    let page = judge.post(&at, &whole(&names, &["30,5", "17,3", "-1", "mười", "10"], "1", "luu")).await;
    assert_eq!(page.status, 422);
    assert_eq!(
        page.faults(),
        [
            "Điểm phải từ 0 đến 30.",
            "Điểm phải tròn đến 0,5.",
            "Điểm phải từ 0 đến 25.",
            "Điểm phải là một số, ví dụ 8,5."
        ]
    );
    assert_eq!(page.value(&names[3]), Some("mười".into()), "what was typed is still there");
    assert_eq!(marks(site, &there), Vec::<String>::new());
    let page = judge.post_json(&at, &[(names[0].as_str(), "31"), ("version", "1"), ("key", "k")]).await;
    assert_eq!((page.status, page.json()["error"].as_str()), (422, Some("Điểm phải từ 0 đến 30.")));
    let page = judge.post_json(&at, &[("tc-999999", "1"), ("version", "1"), ("key", "k")]).await;
    assert_eq!(page.status, 422);
});

on_both_stacks!(another_judges_sheet_is_not_there, |site| async move {
    let (head, judge, _, work, _) = two_judges(site);
    let other = sheet(site, &head, work).token;
    for path in [format!("/cham/{other}"), format!("/cham/{other}/nhan-ra"), format!("/cham/{other}/tep/1")] {
        assert_eq!(judge.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(judge.post(&format!("/cham/{other}"), &[("version", "1"), ("viec", "luu")]).await.status, 404);
    assert_eq!(judge.post_json(&format!("/cham/{other}"), &[("version", "1"), ("key", "x")]).await.status, 404);
    let stranger = site.account("Người Khác", "entrant");
    assert_eq!(stranger.get(&format!("/cham/{other}")).await.status, 404);
    assert_eq!(stranger.get("/cham").await.status, 403);
    assert_eq!(judge.get("/ban-to-chuc/cham-thi").await.status, 403);
});

on_both_stacks!(a_judge_steps_back, |site| async move {
    let (head, judge, panel, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let at = format!("/cham/{}", there.token);
    let name = fields(&judge.get(&at).await).remove(0);
    judge.post_json(&at, &[(name.as_str(), "20"), ("version", "1"), ("key", "k")]).await;
    let page = judge.get(&format!("{at}/nhan-ra")).await;
    assert_eq!(page.title(), "Thôi chấm bài K7M4Q?");
    let page = judge.post(&format!("{at}/nhan-ra"), &[("reason", "Học trò cũ của tôi")]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/cham"));
    assert!(!page.html().contains("K7M4Q"), "the work is hidden from that judge");
    assert_eq!(judge.get(&at).await.status, 404);
    let late = judge.post_json(&at, &[(name.as_str(), "21"), ("version", "2"), ("key", "k2")]).await;
    assert_eq!(late.status, 410, "the script forgets what it kept");
    assert_eq!(sheet(site, &judge, work).state, SheetState::Recused);
    // The head judge is told, without the reason; the work cannot come back to that judge.
    let page = head.get(&format!("/ban-to-chuc/cham-thi/{}", panel.id)).await;
    assert!(page.text().contains("Phạm Giám Khảo xin thôi chấm bài K7M4Q."), "{}", page.text());
    assert!(!page.html().contains("Học trò"));
    let Err(OpError::Invalid(faults)) = assign(site, &panel, &judge, &[work]) else { panic!("assigned again") };
    assert_eq!(faults.of("entries"), Some(&bongsen::msg!("judge-assign-conflict", code = "K7M4Q")));
});

on_both_stacks!(a_judge_is_replaced_in_mid_round, |site| async move {
    let (_, judge, panel, one, two) = two_judges(site);
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let new = site.account("Đỗ Người Mới", "judge");
    let at = format!("/cham/{}", sheet(site, &judge, one).token);
    let names = fields(&judge.get(&at).await);
    judge.post(&at, &whole(&names, &FULL, "1", "nop")).await;
    let replace = format!("/ban-to-chuc/cham-thi/{}/thay", panel.id);
    let (from, to) = (judge.id().to_string(), new.id().to_string());
    let page = organizer.get(&format!("{replace}?from={from}&to={to}")).await;
    assert!(page.text().contains("Đỗ Người Mới thay Phạm Giám Khảo"), "{}", page.text());
    let page = organizer.post(&replace, &[("from", &from), ("to", &to), ("reason", "")]).await;
    assert_eq!(page.status, 422);
    let page = organizer.post(&replace, &[("from", &from), ("to", &to), ("reason", "Ốm")]).await;
    assert_eq!((page.status, page.title().as_str()), (200, "Văn học · Sơ khảo"));
    assert_eq!(sheet(site, &judge, one).state, SheetState::HandedIn, "what was handed in stands");
    assert_eq!(sheet(site, &judge, two).state, SheetState::Dropped);
    assert_eq!(sheet(site, &new, two).state, SheetState::Open);
    assert!(new.get("/cham").await.html().contains("R9T3W"));
    assert_eq!(judge.get(&format!("/cham/{}", sheet(site, &judge, two).token)).await.status, 404);
});

on_both_stacks!(a_sheet_is_opened_again_with_a_reason, |site| async move {
    let (head, judge, panel, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let at = format!("/cham/{}", there.token);
    let names = fields(&judge.get(&at).await);
    judge.post(&at, &whole(&names, &FULL, "1", "nop")).await;
    let again = judge.post(&at, &whole(&names, &FULL, "3", "nop")).await;
    assert_eq!(again.status, 409, "a sheet that is in is not changed");
    let reopen = format!("/ban-to-chuc/cham-thi/{}/phieu/{}/mo-lai", panel.id, there.token);
    assert_eq!(judge.post(&reopen, &[("reason", "Tôi muốn")]).await.status, 403);
    assert_eq!(head.post(&reopen, &[("reason", " ")]).await.status, 422);
    assert_eq!(head.post(&reopen, &[("reason", "Cộng nhầm")]).await.status, 200);
    assert_eq!(sheet(site, &judge, work).state, SheetState::Open);
    let version = judge.get(&at).await.value("version").unwrap();
    judge.post(&at, &whole(&names, &["30", "20", "25", "15", "10"], &version, "nop")).await;
    assert_eq!(sheet(site, &judge, work).state, SheetState::HandedIn);
    let copies = site.read(|c| {
        use bongsen::db::schema::sheet_copies;
        Ok(sheet_copies::table
            .filter(sheet_copies::assignment_id.eq(there.id))
            .order(sheet_copies::number.asc())
            .select(sheet_copies::content)
            .load::<String>(c)?)
    });
    let total = |s: &String| serde_json::from_str::<serde_json::Value>(s).unwrap()["total"].as_i64();
    assert_eq!(copies.iter().map(total).collect::<Vec<_>>(), [Some(7600), Some(10000)], "both copies are kept");
});

on_both_stacks!(nobody_is_assigned_against_a_conflict, |site| async move {
    let head = site.account("Lê Trưởng Ban", "head_judge");
    let namesake = site.account("Võ Thị Hai", "judge");
    let neighbour = site.account("Phạm Giám Khảo", "judge");
    let one = poem(site, "K7M4Q", "Con đường hoa", "Võ Thị Hai");
    let two = poem(site, "R9T3W", "Nắng trên kênh", AUTHOR);
    let contest = site.contest().id;
    let units: Vec<UnitId> = site.read(|c| Ok(contests::units(c, contest)?)).iter().map(|u| u.id).collect();
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        diesel::update(memberships::table.filter(memberships::account_id.eq(neighbour.id())))
            .set(memberships::unit_id.eq(units[0]))
            .execute(conn)?;
        Ok(diesel::update(authors::table.filter(authors::entry_id.eq(two)))
            .set(authors::unit_id.eq(units[0]))
            .execute(conn)?)
    });
    site.set_phase(Phase::Preliminary);
    let panel = panel(site, RoundKey::Preliminary, &[&head, &namesake, &neighbour]);
    for (judge, work) in [(&namesake, one), (&neighbour, two)] {
        assert!(matches!(assign(site, &panel, judge, &[work]), Err(OpError::Invalid(_))));
    }
    // The plan keeps clear of them, and says what it lacks.
    let cmd = ops::ApplyPlan { panel: panel.id, wish: ops::PlanWish::default(), seen: None };
    let made = site.write(|tx, cx| ops::apply_plan(tx, cx, &cmd));
    let mut pairs = made.plan.new.clone();
    pairs.sort();
    let mut wanted = vec![(head.id(), one), (head.id(), two), (namesake.id(), two), (neighbour.id(), one)];
    wanted.sort();
    assert_eq!(pairs, wanted);
    assert_eq!(made.plan.unmet.iter().map(|u| u.missing).collect::<Vec<_>>(), [1, 1]);
    // A secretary knows better: only a likeness of names. The head judge sees that there is a conflict, not why.
    let secretary = site.account("Ngô Thư Ký", "secretary");
    let at = format!("/ban-to-chuc/cham-thi/{}/xung-dot", panel.id);
    assert!(secretary.get(&at).await.text().contains("Trùng tên tác giả"));
    let seen = head.get(&at).await;
    assert!(!seen.text().contains("Trùng tên") && !seen.text().contains("Cùng đơn vị"), "{}", seen.text());
    let id = namesake.id().to_string();
    let page =
        secretary.post(&at, &[("judge", &id), ("code", "k7m4q"), ("pin", "absent"), ("reason", "Chỉ trùng tên")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(assign(site, &panel, &namesake, &[one]).unwrap().given, [one]);
    assert_eq!(head.post(&at, &[("judge", &id), ("code", "K7M4Q"), ("pin", "absent")]).await.status, 403);
});

on_both_stacks!(the_final_takes_only_what_advanced, |site| async move {
    let head = site.account("Lê Trưởng Ban", "head_judge");
    let one = poem(site, "K7M4Q", "Con đường hoa", AUTHOR);
    let two = poem(site, "R9T3W", "Nắng trên kênh", "Võ Thị Hai");
    site.set_phase(Phase::Final);
    let contest = site.contest().id;
    let final_round = round(site, RoundKey::Final).id;
    site.write(|tx, cx| {
        let conn: &mut Conn = tx;
        Ok(diesel::insert_into(advancements::table)
            .values((
                advancements::contest_id.eq(contest),
                advancements::round_id.eq(final_round),
                advancements::entry_id.eq(one),
                advancements::way.eq(Way::Hand),
                advancements::reason.eq(""),
                advancements::made_at.eq(cx.now),
            ))
            .execute(conn)?)
    });
    let panel = panel(site, RoundKey::Final, &[&head]);
    assert_eq!(assign(site, &panel, &head, &[one]).unwrap().given, [one]);
    let Err(OpError::Invalid(faults)) = assign(site, &panel, &head, &[two]) else { panic!("assigned") };
    assert_eq!(faults.of("entries"), Some(&bongsen::msg!("judge-assign-not-here")));
});

/// A file of a work as intake leaves it: stored, ready, perhaps released.
pub async fn file(
    site: &Site,
    work: EntryId,
    name: &str,
    position: i64,
    bytes: Vec<u8>,
    kind: &str,
    released: bool,
) -> FileId {
    let stored = site.app.store.put(bytes.into()).await.unwrap();
    site.write(|tx, cx| {
        let conn: &mut Conn = tx;
        Ok(diesel::insert_into(files::table)
            .values((
                files::entry_id.eq(work),
                files::token.eq(token()),
                files::slot.eq(0i64),
                files::position.eq(position),
                files::name.eq(name),
                files::caption.eq(""),
                files::state.eq(FileState::Ready),
                files::faults.eq("[]"),
                files::unverified.eq("[]"),
                files::size.eq(i64::try_from(stored.size).unwrap()),
                files::sha256.eq(stored.sha256.to_vec()),
                files::blob_key.eq(stored.key.as_str()),
                files::kind.eq(kind),
                files::created_at.eq(cx.now),
                files::released_at.eq(released.then_some(cx.now)),
            ))
            .returning(files::id)
            .get_result(conn)?)
    })
}

async fn copy(site: &Site, of: FileId, kind: RenditionKind, bytes: Vec<u8>, ext: &str) {
    let stored = site.app.store.put(bytes.into()).await.unwrap();
    site.write(|tx, cx| {
        let conn: &mut Conn = tx;
        Ok(diesel::insert_into(renditions::table)
            .values((
                renditions::file_id.eq(of),
                renditions::kind.eq(kind),
                renditions::token.eq(token()),
                renditions::blob_key.eq(stored.key.as_str()),
                renditions::size.eq(i64::try_from(stored.size).unwrap()),
                renditions::sha256.eq(stored.sha256.to_vec()),
                renditions::file_kind.eq(ext),
                renditions::made_at.eq(cx.now),
            ))
            .execute(conn)?)
    });
}

on_both_stacks!(nothing_that_reaches_a_judge_names_the_author, |site| async move {
    let (_, judge, _, work, _) = two_judges(site);
    let photo = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photo.jpg");
    let view = rendition(&photo, FileKind::Jpeg, 2048, 85).unwrap();
    let picture = file(site, work, FILE_NAME, 1, fixture("photo.jpg"), "jpg", false).await;
    copy(site, picture, RenditionKind::View, view.bytes.clone(), "jpg").await;
    file(site, work, "khuat-danh.docx", 2, fixture("poem.docx"), "docx", false).await;
    file(site, work, "khuat-danh.pdf", 3, fixture("scan.pdf"), "pdf", true).await;
    let song = file(site, work, "khuat-danh.mp3", 4, fixture("song.mp3"), "mp3", false).await;
    copy(site, song, RenditionKind::JudgingCopy, fixture("sound.wav"), "wav").await;

    let (owner, receipt, entry_token): (AccountId, Option<String>, String) = site.read(|c| {
        Ok(entries::table.find(work).select((entries::owner_id, entries::receipt_code, entries::token)).first(c)?)
    });
    let secrets: Vec<(FileId, String, Vec<u8>, String)> = site.read(|c| {
        Ok(files::table
            .filter(files::entry_id.eq(work))
            .select((files::id, files::token, files::sha256, files::blob_key))
            .load(c)?)
    });
    let mut banned: Vec<String> = vec![
        AUTHOR.into(),
        "Khuất Danh".into(),
        "khuat-danh".into(),
        "0912999888".into(),
        receipt.unwrap(),
        entry_token,
        format!("owner={owner}"),
    ];
    for (_, token, sha, key) in &secrets {
        banned.extend([token.clone(), bongsen::kernel::ids::hex(sha), key.clone()]);
    }
    let at = format!("/cham/{}", sheet(site, &judge, work).token);
    let mut seen = vec![judge.get("/cham").await, judge.get(&at).await, judge.get(&format!("{at}/nhan-ra")).await];
    for n in 1..=5 {
        seen.push(judge.get(&format!("{at}/tep/{n}")).await);
    }
    let files_seen: Vec<(u16, String)> =
        seen[3..].iter().map(|p| (p.status, p.header("content-disposition").to_owned())).collect();
    let statuses: Vec<u16> = files_seen.iter().map(|f| f.0).collect();
    assert_eq!(statuses, [200, 404, 200, 200, 404], "{files_seen:?}");
    for (i, name) in [(0, "TH-K7M4Q-1.jpg"), (2, "TH-K7M4Q-3.pdf"), (3, "TH-K7M4Q-4.wav")] {
        assert!(files_seen[i].1.contains(name), "{:?}", files_seen[i]);
    }
    assert_eq!(seen[3].bytes, view.bytes, "the re-encoded picture, not the original");
    assert_eq!(seen[6].bytes, fixture("sound.wav"), "the cleaned copy, not the original");
    for page in &seen {
        let headers = format!("{:?}", page.headers);
        for word in &banned {
            assert!(!headers.contains(word.as_str()), "{}: {word} in {headers}", page.path);
            let found = page.bytes.windows(word.len()).any(|w| w == word.as_bytes());
            assert!(!found, "{}: {word}", page.path);
        }
    }
    assert!(seen[1].text().contains("Ban Thư ký đang kiểm tra"), "what is withheld is said: {}", seen[1].text());
    // A part of it, for seeking.
    let part =
        judge.request(reqwest::Method::GET, &format!("{at}/tep/4")).header("range", "bytes=0-9").send().await.unwrap();
    assert_eq!(
        (part.status().as_u16(), part.bytes().await.unwrap().to_vec()),
        (206, fixture("sound.wav")[..10].to_vec())
    );
});

on_both_stacks!(judges_are_told_and_the_total_counts_exactly, |site| async move {
    let (_, judge, _, work, _) = two_judges(site);
    let told: i64 = site.read(|c| {
        use bongsen::db::schema::messages;
        Ok(messages::table
            .filter(messages::account_id.eq(judge.id()))
            .filter(messages::kind.eq("assignment-ready"))
            .count()
            .get_result(c)?)
    });
    assert_eq!(told, 1);
    let there = sheet(site, &judge, work);
    let names = fields(&judge.get(&format!("/cham/{}", there.token)).await);
    let marks: Vec<_> = names.iter().map(|n| n.strip_prefix("tc-").unwrap().parse().unwrap()).collect();
    let cx = site.cx_of(&judge);
    let save = ops::SaveMarks {
        token: there.token.clone(),
        version: 1,
        key: "k".into(),
        marks: marks.into_iter().zip(FULL.iter().map(|m| (*m).to_owned())).collect(),
        comment: None,
    };
    assert_eq!(site.app.db.write(|tx| ops::save_marks(tx, &cx, &save)).unwrap(), ops::Saved::Kept { version: 2 });
    let hand_in = ops::HandIn { token: there.token.clone(), version: 2 };
    let total = site.app.db.write(|tx| ops::hand_in(tx, &cx, &hand_in)).unwrap();
    assert_eq!(total, Points::parse("76").unwrap());
});

/// A browser in which somebody is signed in.
pub async fn browser_of(site: &Site, who: &Visitor, setup: Setup) -> Browser {
    let now = site.now();
    let session = site.write(|tx, _| bongsen::accounts::sessions::begin(tx, who.id(), "", now));
    let browser = Browser::open(setup).await;
    browser.set_cookie(&site.base, "phien", &session).await;
    browser
}

on_both_stacks!(the_desk_saves_as_the_judge_types_and_every_page_is_accessible, |site| async {
    let (_, judge, panel, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let desk = format!("{}/cham/{}", site.base, there.token);
    let browser = browser_of(site, &judge, Setup::default()).await;
    browser.goto(&desk).await.unwrap();
    assert_eq!(browser.axe().await, []);
    let mark = browser.find(fantoccini::Locator::Css(".crit input[name^='tc-']")).await.unwrap();
    mark.send_keys("26,5\t").await.unwrap();
    let saved = fantoccini::Locator::Css("[data-save-state][data-state=saved]");
    browser.wait().for_element(saved).await.unwrap();
    assert_eq!(marks(site, &there), ["26,5"]);
    let level = browser.find(fantoccini::Locator::Css(".levels button")).await.unwrap();
    level.click().await.unwrap();
    let why = browser.find(fantoccini::Locator::Css("[data-why]")).await.unwrap().text().await.unwrap();
    assert!(why.starts_with("27–30 điểm"), "{why}");
    assert_eq!(marks(site, &there), ["26,5"], "a level never writes a mark");
    browser.goto(&format!("{}/cham", site.base)).await.unwrap();
    assert_eq!(browser.axe().await, []);
    assert_eq!(browser.console().await, Vec::<String>::new());

    let phone = browser_of(site, &judge, Setup { window: PHONE, languages: "en", ..Setup::default() }).await;
    for path in [desk.clone(), format!("{desk}/nhan-ra")] {
        phone.goto(&path).await.unwrap();
        assert_eq!(phone.axe().await, [], "{path}");
    }
    phone.goto(&desk).await.unwrap();

    let organizer = site.account("Trần Tổ Chức", "organizer");
    let browser = browser_of(site, &organizer, Setup::default()).await;
    let (base, id) = (format!("{}/ban-to-chuc/cham-thi", site.base), panel.id);
    let judge_id = judge.id();
    for path in [
        String::new(),
        format!("/{id}"),
        format!("/{id}/thanh-vien"),
        format!("/{id}/phan-cong?judge={judge_id}"),
        format!("/{id}/ke-hoach"),
        format!("/{id}/thay"),
        format!("/{id}/xung-dot"),
        "/vong/so-khao/dong".to_owned(),
        format!("/in/{id}/phieu-trang"),
        format!("/in/{id}/tong-hop"),
    ] {
        browser.goto(&format!("{base}{path}")).await.unwrap();
        assert_eq!(browser.axe().await, [], "{path}");
    }
    assert_eq!(browser.console().await, Vec::<String>::new());
});
