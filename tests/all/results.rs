//! From marked sheets to published results: ranking, the final, prizes, unblinding, two people's publication, the gallery,
//! `check`, `backup` and `restore`.

use bongsen::cli::{backup, check};
use bongsen::contests::contest::{Category, Phase, RoundKey, RoundState};
use bongsen::contests::store as contests;
use bongsen::db::schema::{
    assignments, authors, awards, contests as contest_rows, entries, entry_versions, files, marks, panel_members,
    panels, publications, rounds,
};
use bongsen::db::{Conn, Tx};
use bongsen::entries::entry::{AuthorKind, EntryState, FileState};
use bongsen::judging::sheet::{Origin, SheetState};
use bongsen::kernel::actor::Cx;
use bongsen::kernel::errors::OpResult;
use bongsen::kernel::ids::{AccountId, AssignmentId, EntryId, FileId, GroupId, PanelId, RoundId, digest, hex, token};
use bongsen::kernel::points::Points;
use bongsen::kernel::text::fold;
use bongsen::kernel::time::Timestamp;
use bongsen::results::ops;
use bongsen::results::snapshot::Snapshot;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::site::{Site, Visitor};

/// An accepted poem with its author.
fn poem(c: &mut Conn, of: &Category, owner: AccountId, code: &str, title: &str, author: &str, shown: bool) -> EntryId {
    let now = Timestamp(1_790_000_000_000_000);
    let id = diesel::insert_into(entries::table)
        .values((
            (
                entries::contest_id.eq(of.contest_id),
                entries::owner_id.eq(owner),
                entries::category_id.eq(Some(of.id)),
                entries::token.eq(token()),
                entries::state.eq(EntryState::Accepted),
                entries::receipt_code.eq(Some(format!("PT26-{code}"))),
                entries::blind_code.eq(Some(code)),
                entries::title.eq(title),
                entries::title_folded.eq(fold(title)),
                entries::pen_name.eq(""),
                entries::summary.eq(""),
                entries::body.eq("Bông sen nở giữa đồng\nHương thơm theo gió vào lòng người đi"),
                entries::outlet.eq(""),
                entries::link.eq(""),
                entries::portrays.eq(""),
                entries::topic.eq(""),
                entries::author_kind.eq(AuthorKind::Individual),
            ),
            (
                entries::group_name.eq(""),
                entries::unit_name.eq("Trường Tiểu học Phú Mỹ"),
                entries::ai_note.eq(""),
                entries::commitments.eq("[]"),
                entries::gallery_consent.eq(shown),
                entries::late.eq(false),
                entries::version.eq(1i64),
                entries::submitted_number.eq(1i64),
                entries::created_at.eq(now),
                entries::updated_at.eq(now),
                entries::submitted_at.eq(Some(now)),
                entries::state_at.eq(now),
                entries::correction_text.eq(""),
                entries::decision_reason.eq(""),
            ),
        ))
        .returning(entries::id)
        .get_result::<EntryId>(c)
        .unwrap();
    diesel::insert_into(entry_versions::table)
        .values((
            entry_versions::entry_id.eq(id),
            entry_versions::number.eq(1i64),
            entry_versions::content.eq("{}"),
            entry_versions::made_at.eq(now),
        ))
        .execute(c)
        .unwrap();
    diesel::insert_into(authors::table)
        .values((
            authors::entry_id.eq(id),
            authors::position.eq(0i64),
            authors::name.eq(author),
            authors::name_folded.eq(fold(author)),
            authors::unit_name.eq(""),
            authors::phone.eq(""),
            authors::guardian_name.eq(""),
            authors::guardian_phone.eq(""),
            authors::guardian_consent.eq(false),
        ))
        .execute(c)
        .unwrap();
    id
}

fn panel(c: &mut Conn, round: RoundId, group: GroupId, judges: &[Visitor]) {
    let contest = contests::round(c, round).unwrap().unwrap().contest_id;
    let id = diesel::insert_into(panels::table)
        .values((panels::contest_id.eq(contest), panels::round_id.eq(round), panels::group_id.eq(group)))
        .returning(panels::id)
        .get_result::<PanelId>(c)
        .unwrap();
    for (i, j) in judges.iter().enumerate() {
        diesel::insert_into(panel_members::table)
            .values((
                panel_members::panel_id.eq(id),
                panel_members::account_id.eq(j.id()),
                panel_members::is_head.eq(i == 0),
                panel_members::added_at.eq(Timestamp(1)),
            ))
            .execute(c)
            .unwrap();
    }
}

/// A sheet that was handed in, with marks in whole points.
fn sheet(c: &mut Conn, round: RoundId, of: &Category, entry: EntryId, judge: &Visitor, points: &[i32]) {
    let id = diesel::insert_into(assignments::table)
        .values((
            assignments::contest_id.eq(of.contest_id),
            assignments::round_id.eq(round),
            assignments::entry_id.eq(entry),
            assignments::judge_id.eq(judge.id()),
            assignments::token.eq(token()),
            assignments::order_key.eq(1i64),
            assignments::state.eq(SheetState::HandedIn),
            assignments::origin.eq(Origin::Hand),
            assignments::version.eq(1i64),
            assignments::comment.eq(""),
            assignments::skipped.eq(false),
            assignments::last_key.eq(""),
            assignments::created_at.eq(Timestamp(1)),
            assignments::updated_at.eq(Timestamp(1)),
        ))
        .returning(assignments::id)
        .get_result::<AssignmentId>(c)
        .unwrap();
    let rubric = contests::rubric_of(c, of.id, round).unwrap().unwrap();
    for (criterion, p) in contests::criteria(c, rubric).unwrap().iter().zip(points) {
        diesel::insert_into(marks::table)
            .values((
                marks::assignment_id.eq(id),
                marks::criterion_id.eq(criterion.id),
                marks::points.eq(Points::whole(*p)),
                marks::marked_at.eq(Timestamp(1)),
            ))
            .execute(c)
            .unwrap();
    }
}

fn close(c: &mut Conn, round: RoundId) {
    diesel::update(rounds::table.find(round)).set(rounds::state.eq(RoundState::Closed)).execute(c).unwrap();
}

/// Marks for every criterion: so many for the first and the second, one for each other.
fn points(n: usize, first: i32, second: i32) -> Vec<i32> {
    let mut all = vec![1; n];
    all[0] = first;
    all[1] = second;
    all
}

pub struct Story {
    pub organizer: Visitor,
    pub other: Visitor,
    pub entries: Vec<EntryId>,
    pub category: Category,
}

pub const CODES: [&str; 4] = ["K7M4Q", "A3C4D", "R9T6W", "X4Y7H"];

/// Four poems, all marked by three judges in the preliminary round, in the order of `CODES`.
pub fn poems(site: &Site) -> Story {
    let organizer = site.account("Lê Thị Tổ Chức", "organizer");
    let other = site.account("Trần Văn Duyệt", "organizer");
    let owner = site.account("Nguyễn Văn Nộp", "entrant").id();
    let judges: Vec<Visitor> = (1..=3).map(|n| site.account(&format!("Giám khảo {n}"), "judge")).collect();
    let contest = site.contest();
    let (entries, category) = site.write(|tx, _| {
        let c: &mut Conn = tx;
        let category = contests::categories(c, contest.id)?.into_iter().find(|x| x.key == "tho").unwrap();
        let round = contests::round_by_key(c, contest.id, RoundKey::Preliminary)?.unwrap().id;
        let rubric = contests::rubric_of(c, category.id, round)?.unwrap();
        let n = contests::criteria(c, rubric)?.len();
        panel(c, round, category.group_id, &judges);
        let titles = ["Hoa sen Đồng Tháp", "Dòng sông quê mẹ", "Nắng trên đồng", "Chiều Phú Tân"];
        let names = ["Phạm Thị Ánh", "Đỗ Quốc Bảo", "Hồ Minh Châu", "Võ Thanh Dũng"];
        let mut all = Vec::new();
        for (i, code) in CODES.iter().enumerate() {
            let e = poem(c, &category, owner, code, titles[i], names[i], i != 1);
            for j in &judges {
                sheet(c, round, &category, e, j, &points(n, 9 - i32::try_from(i).unwrap(), 1));
            }
            all.push(e);
        }
        close(c, round);
        diesel::update(contest_rows::table.find(contest.id)).set(contest_rows::phase.eq(Phase::Final)).execute(c)?;
        Ok((all, category))
    });
    Story { organizer, other, entries, category }
}

/// Marks the final: its two works level in total, apart on the first criterion.
pub fn judge_final(site: &Site, s: &Story) {
    let judges: Vec<Visitor> = (1..=5).map(|n| site.account(&format!("Giám khảo chung khảo {n}"), "judge")).collect();
    let contest = site.contest();
    site.write(|tx, _| {
        let c: &mut Conn = tx;
        let round = contests::round_by_key(c, contest.id, RoundKey::Final)?.unwrap().id;
        let rubric = contests::rubric_of(c, s.category.id, round)?.unwrap();
        let n = contests::criteria(c, rubric)?.len();
        panel(c, round, s.category.group_id, &judges);
        for j in &judges {
            sheet(c, round, &s.category, s.entries[0], j, &points(n, 8, 3));
            sheet(c, round, &s.category, s.entries[1], j, &points(n, 9, 2));
        }
        close(c, round);
        Ok(())
    });
    site.set_phase(Phase::Deliberation);
}

fn faults(site: &Site) -> Vec<String> {
    site.read(check::data).faults
}

/// The titles in the gallery, in order.
async fn titles(who: &Visitor, path: &str) -> Vec<String> {
    who.get(path).await.select("li.tile a").into_iter().filter(|t| !t.is_empty()).collect()
}

on_both_stacks!(from_sheets_to_the_public_page, |site| async {
    let s = poems(site);
    let page = s.organizer.get("/ban-to-chuc/ket-qua?vong=preliminary&the-loai=TH").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.select("table tbody th"), CODES);
    assert!(!page.html().contains("Phạm Thị Ánh") && !page.html().contains("Hoa sen Đồng Tháp"));
    let visitor = site.visitor();
    assert_eq!(visitor.get("/ket-qua").await.select("h1"), ["Kết quả"]);
    assert_eq!(titles(&visitor, "/tac-pham").await, Vec::<String>::new());

    // The best 30% of four, rounded up, are two.
    let page = s.organizer.post("/ban-to-chuc/ket-qua/vao-chung-khao", &[]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/ban-to-chuc/ket-qua/vao-chung-khao"), "{}", page.text());
    judge_final(site, &s);
    let page = s.organizer.get("/ban-to-chuc/ket-qua?vong=final&the-loai=TH").await;
    assert_eq!(page.select("table tbody th"), ["A3C4D", "K7M4Q"]);
    assert!(page.text().contains("Xếp theo điểm tiêu chí"), "{}", page.text());

    // Prizes by the order.
    let group = s.category.group_id.to_string();
    let page = s.organizer.post("/ban-to-chuc/ket-qua/giai/theo-thu-tu", &[("nhom", &group)]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/ban-to-chuc/ket-qua/giai"), "{}", page.text());
    let given: i64 = site.read(|c| Ok(awards::table.count().get_result(c)?));
    assert_eq!(given, 2);
    assert!(!page.html().contains("Dòng sông quê mẹ"));

    // Not before unblinding; never by one person alone.
    let page = s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await;
    assert_eq!(page.status, 422);
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo/ghep-phach", &[]).await.status, 200);
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo/ghep-phach", &[]).await.status, 422);
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await.status, 200);
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo/duyet", &[("so", "1")]).await.status, 403);
    assert_eq!(visitor.get("/ket-qua/ban-1.json").await.status, 404);
    assert_eq!(titles(&visitor, "/tac-pham").await, Vec::<String>::new());
    assert_eq!(s.other.post("/ban-to-chuc/ket-qua/cong-bo/duyet", &[("so", "1")]).await.status, 200);
    assert_eq!(site.contest().phase, Phase::Published);

    let page = visitor.get("/ket-qua").await;
    let text = page.text();
    assert!(text.contains("Dòng sông quê mẹ – Đỗ Quốc Bảo (Trường Tiểu học Phú Mỹ)"), "{text}");
    assert!(!text.contains("Nắng trên đồng") && !text.contains("Giám khảo chung khảo"), "{text}");
    let json = visitor.get("/ket-qua/ban-1.json").await;
    assert!(page.html().contains(&hex(&digest(json.html().as_bytes()))));
    let snapshot: Snapshot = serde_json::from_str(&json.html()).unwrap();
    assert_eq!(snapshot.recompute(), Vec::<String>::new());

    // The gallery: those who agreed, winners first; found without marks.
    assert_eq!(titles(&visitor, "/tac-pham").await, ["Hoa sen Đồng Tháp", "Chiều Phú Tân", "Nắng trên đồng"]);
    for asked in ["chau%20ho%20minh", "N%E1%BA%AFng%20%C4%91%E1%BB%93ng", "nang%20dong"] {
        assert_eq!(titles(&visitor, &format!("/tac-pham?tim={asked}")).await, ["Nắng trên đồng"], "{asked}");
    }
    assert_eq!(titles(&visitor, "/tac-pham?tim=bao").await, Vec::<String>::new());
    assert_eq!(titles(&visitor, "/tac-pham?giai=co").await, ["Hoa sen Đồng Tháp"]);
    let address = visitor.get("/tac-pham").await.attr("li.tile a", "href")[0].clone();
    let page = visitor.get(&address).await;
    assert_eq!((page.status, page.select("h1")), (200, vec!["Hoa sen Đồng Tháp".to_owned()]));
    assert_eq!(page.select(".reading .stanza span").len(), 2);
    let hidden: Option<String> =
        site.read(|c| Ok(entries::table.find(s.entries[1]).select(entries::public_code).first(c)?));
    assert_eq!(visitor.get(&format!("/tac-pham/{}", hidden.unwrap())).await.status, 404);
    // A work can be taken out of the gallery, with a reason, and shown again.
    let code = address.rsplit('/').next().unwrap();
    let hide =
        async |why: &str| s.organizer.post("/ban-to-chuc/ket-qua/trung-bay", &[("ma", code), ("ly-do", why)]).await;
    assert_eq!(hide(" ").await.status, 422);
    let page = hide("Tác giả đề nghị").await;
    assert_eq!((page.status, page.select("tbody th")), (200, vec!["Hoa sen Đồng Tháp".to_owned()]));
    assert_eq!(hide("lần nữa").await.status, 422);
    assert_eq!(visitor.get(&address).await.status, 404);
    assert_eq!(titles(&visitor, "/tac-pham").await, ["Chiều Phú Tân", "Nắng trên đồng"]);
    let page = visitor.get("/ket-qua").await;
    assert!(page.text().contains("Hoa sen Đồng Tháp") && !page.html().contains(code), "the results stand");
    let again = [("bai", s.entries[0].to_string()), ("ly-do", "Đã xác minh".to_owned())];
    let again: Vec<(&str, &str)> = again.iter().map(|(k, x)| (*k, x.as_str())).collect();
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/trung-bay/hien-lai", &again).await.status, 200);
    assert_eq!(visitor.get(&address).await.status, 200);
    assert_eq!(faults(site), Vec::<String>::new());
    for name in ["tac-pham", "bang-diem", "ket-qua"] {
        let r = s
            .organizer
            .request(reqwest::Method::GET, &format!("/ban-to-chuc/tai-ve/{name}.xlsx"))
            .send()
            .await
            .unwrap();
        assert_eq!((r.status().as_u16(), &r.bytes().await.unwrap()[..4]), (200, &b"PK\x03\x04"[..]), "{name}");
    }
});

on_both_stacks!(a_correction_is_a_new_version, |site| async {
    let s = poems(site);
    let contest = site.contest().id;
    let (one, two) = (site.cx_of(&s.organizer), site.cx_of(&s.other));
    let act = |cx: &Cx, f: &dyn Fn(&mut Tx, &Cx) -> OpResult<()>| site.app.db.write(|tx| f(tx, cx));
    act(&one, &|tx, cx| ops::advance(tx, cx, &ops::Advance { contest }).map(|n| assert_eq!(n, 2))).unwrap();
    judge_final(site, &s);
    let by_order = ops::AwardProposed { contest, group: s.category.group_id };
    act(&one, &|tx, cx| ops::award_proposed(tx, cx, &by_order).map(|_| ())).unwrap();
    act(&one, &|tx, cx| ops::unblind(tx, cx, &ops::Unblind { contest })).unwrap();
    let propose = |reason: &str| {
        let cmd = ops::Propose { contest, reason: reason.to_owned() };
        act(&one, &|tx, cx| ops::propose(tx, cx, &cmd).map(|_| ()))
    };
    let approve = |number| act(&two, &|tx, cx| ops::approve(tx, cx, &ops::Approve { contest, number }).map(|_| ()));
    propose("").unwrap();
    approve(1).unwrap();

    // A prize is revoked with a reason; the correction needs one as well.
    let award = site.read(|c| Ok(awards::table.select(awards::id).order(awards::id.desc()).first(c)?));
    let take = |reason: &str| {
        let cmd = ops::Unaward { award, reason: reason.to_owned() };
        act(&one, &|tx, cx| ops::unaward(tx, cx, &cmd))
    };
    assert!(take(" ").is_err());
    take("Tác phẩm đã đăng trước khi dự thi").unwrap();
    assert!(propose("").is_err());
    // So does its place, which nobody took.
    assert!(propose("Thu hồi một giải do vi phạm thể lệ").is_err());
    let prize = site.read(|c| Ok(awards::table.find(award).select(awards::prize_id).first(c)?));
    let why = ops::ExplainVacancy { contest, prize, reason: "Giải đã thu hồi".to_owned() };
    act(&one, &|tx, cx| ops::explain_vacancy(tx, cx, &why)).unwrap();
    propose("Thu hồi một giải do vi phạm thể lệ").unwrap();
    let visitor = site.visitor();
    assert!(!visitor.get("/ket-qua").await.text().contains("Đính chính"));
    approve(2).unwrap();
    let text = visitor.get("/ket-qua").await.text();
    assert!(text.contains("Thu hồi một giải do vi phạm thể lệ") && text.contains("Bản số 2"), "{text}");
    assert_eq!(visitor.get("/ket-qua/ban-1.json").await.status, 200);
    assert_eq!(faults(site), Vec::<String>::new());

    // What was published cannot be changed without `check` seeing it, nor can a mark leave its bounds.
    let first = site.write(|tx, _| {
        let c: &mut Conn = tx;
        let of_one = publications::table.filter(publications::number.eq(1i64));
        let content: String = of_one.select(publications::content).first(c)?;
        let changed = content.replacen("Dòng sông", "Giòng sông", 1);
        diesel::update(of_one).set(publications::content.eq(changed)).execute(c)?;
        let (mark, sheet): (i64, AssignmentId) =
            marks::table.order(marks::id.asc()).select((marks::id, marks::assignment_id)).first(c)?;
        diesel::update(marks::table.filter(marks::id.eq(mark))).set(marks::points.eq(Points::whole(900))).execute(c)?;
        Ok(sheet)
    });
    let max = site.read(|c| {
        let rubric = contests::categories(c, contest)?.iter().find(|x| x.key == "tho").unwrap().id;
        let round = contests::round_by_key(c, contest, RoundKey::Preliminary)?.unwrap().id;
        let rubric = contests::rubric_of(c, rubric, round)?.unwrap();
        Ok(contests::criteria(c, rubric)?[0].max)
    });
    assert_eq!(
        faults(site),
        [
            format!("sheet {first}: a mark of 900 where at most {max} is allowed"),
            format!("results 1 of contest {contest}: the snapshot was changed after it was made"),
        ]
    );
});

/// A file's row, as if this had been uploaded.
fn file(c: &mut Conn, entry: EntryId, key: &str, size: i64, sha256: &[u8]) -> FileId {
    diesel::insert_into(files::table)
        .values((
            (
                files::entry_id.eq(entry),
                files::token.eq(token()),
                files::slot.eq(0i64),
                files::position.eq(0i64),
                files::name.eq("bai-tho.pdf"),
                files::caption.eq(""),
                files::state.eq(FileState::Ready),
                files::faults.eq("[]"),
                files::unverified.eq("[]"),
            ),
            (
                files::size.eq(size),
                files::sha256.eq(sha256),
                files::blob_key.eq(key),
                files::created_at.eq(Timestamp(1)),
            ),
        ))
        .returning(files::id)
        .get_result(c)
        .unwrap()
}

on_both_stacks!(check_reads_every_stored_file, |site| async {
    let entry = poems(site).entries[0];
    let stored = site.app.store.put("một bài thơ".into()).await.unwrap();
    site.app.store.put("không ai nhắc đến".into()).await.unwrap();
    let key = stored.key.as_str();
    let missing = "0123456789abcdef0123456789abcdef";
    let ids = site.write(|tx, _| {
        file(tx, entry, key, 15, &stored.sha256);
        Ok([
            file(tx, entry, key, 14, &stored.sha256),
            file(tx, entry, key, 15, &[7; 32]),
            file(tx, entry, missing, 15, &stored.sha256),
        ])
    });
    let wanted = site.read(check::blobs);
    let report = check::hold(&site.app.store, &wanted).await.unwrap();
    assert_eq!(report.seen, ["stored files: 2 (1 more that nothing names)"]);
    assert_eq!(
        report.faults,
        [
            format!("file {}: 15 bytes are stored where 14 were received", ids[0]),
            format!("file {}: what is stored has another SHA-256 than what was received", ids[1]),
            format!("file {}: it is missing from the store", ids[2]),
        ]
    );
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_comes_back_whole() {
    let site = Site::start(crate::support::site::Stack::Embedded).await;
    poems(&site);
    let stored = site.app.store.put("một bài thơ".into()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bongsen.tar");
    let mut settings = site.app.settings.clone();
    let checked = settings.check().unwrap();
    assert_eq!(backup::backup(&settings, &checked, &file).unwrap(), 1);
    let again = backup::backup(&settings, &checked, &file).unwrap_err().to_string();
    assert!(again.contains("is there already"), "{again}");
    let refused = backup::restore(&settings, &checked, &file).unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");

    // One that was cut, or holds what no backup holds, leaves the folder as it was, ready for the right one.
    settings.data = folder.path().join("new");
    let whole = std::fs::read(&file).unwrap();
    for (name, bytes) in [("cut.tar", &whole[..whole.len() / 2]), ("no.tar", b"not a tar at all".as_slice())] {
        let bad = folder.path().join(name);
        std::fs::write(&bad, bytes).unwrap();
        let refused = backup::restore(&settings, &settings.check().unwrap(), &bad).unwrap_err().to_string();
        assert!(refused.contains(name), "{refused}");
        let left: Vec<_> = std::fs::read_dir(&settings.data).unwrap().collect();
        assert!(left.is_empty(), "{name}: {left:?}");
    }
    let checked = settings.check().unwrap();
    assert_eq!(backup::restore(&settings, &checked, &file).unwrap(), 1);
    let clock = bongsen::kernel::time::Clock::System;
    let app = bongsen::app::App::start(&settings, &checked, clock).unwrap();
    let codes: Vec<Option<String>> =
        app.db.read(|c| Ok(entries::table.order(entries::id.asc()).select(entries::blind_code).load(c)?)).unwrap();
    assert_eq!(codes.into_iter().flatten().collect::<Vec<_>>(), CODES);
    assert_eq!(app.store.get_all(&stored.key, 100).await.unwrap(), "một bài thơ".as_bytes());
    assert_eq!(app.db.read(check::data).unwrap().faults, Vec::<String>::new());
}
