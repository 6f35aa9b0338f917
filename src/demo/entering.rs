//! Works come in and are decided about, step by step as people do it.

use super::cast::{Cast, SECRETARIES};
use super::media::Ready;
use super::plan::{Fate, Plan};
use super::texts::Texts;
use crate::contests::contest::Contest;
use crate::contests::rules::AuthorKind;
use crate::contests::store as contests;
use crate::db::Tx;
use crate::entries::content::AuthorContent;
use crate::entries::dossier::{Dossier, zone};
use crate::entries::ops::intake as office;
use crate::entries::ops::{
    AddFile, ArrangeFiles, Begin, BeginOnBehalf, HandIn, Inspected, SaveAuthors, SaveCategory, SaveCommitments,
    SaveText, SaveWork, add_file, arrange_files, begin, begin_on_behalf, hand_in, record_inspection, save_authors,
    save_category, save_commitments, save_text, save_work, withdraw,
};
use crate::entries::store;
use crate::files::kind::Family;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{CategoryId, EntryId, UnitId};
use crate::kernel::time::Day;

/// The name of whoever entered.
pub fn entrant<'t>(texts: &'t Texts, plan: &Plan) -> OpResult<&'t str> {
    texts.people.entrants.get(plan.person).map(|p| p.name.as_str()).ok_or(OpError::NotFound)
}

fn secretary(plan: &Plan) -> &'static str {
    let [first, second] = SECRETARIES;
    if plan.number % 3 == 2 { second } else { first }
}

fn category_of(tx: &mut Tx, contest: &Contest, key: &str) -> OpResult<CategoryId> {
    let all = contests::categories(tx, contest.id)?;
    all.iter().find(|c| c.key == key).map(|c| c.id).ok_or(OpError::NotFound)
}

fn author(
    texts: &Texts,
    i: usize,
    old: bool,
    unit: impl Fn(&str) -> Option<UnitId>,
    share: Option<i64>,
) -> AuthorContent {
    let all = &texts.people.entrants;
    let Some(p) = all.get(i % all.len().max(1)) else { return AuthorContent::default() };
    let birth = format!("{}-{:02}-{:02}", p.birth_year, i % 12 + 1, i % 27 + 1);
    let mut a = AuthorContent {
        name: p.name.clone(),
        birth_date: Some(birth),
        share,
        unit_id: unit(if old { &p.unit_old } else { &p.unit_new }),
        phone: format!("0900000{:03}", 100 + i % 900),
        ..AuthorContent::default()
    };
    if p.birth_year > 2005
        && let Some(parent) = all.get((i + 17) % all.len())
    {
        a.guardian_name.clone_from(&parent.name);
        a.guardian_phone = format!("0900000{:03}", 300 + i % 600);
        a.guardian_consent = true;
    }
    a
}

fn authors(texts: &Texts, contest: &Contest, plan: &Plan, entry: EntryId, units: &[(String, UnitId)]) -> SaveAuthors {
    let old = contest.short_code == "PT23";
    let unit = |key: &str| units.iter().find(|(k, _)| k == key).map(|(_, id)| *id);
    let one = |i, share| author(texts, i, old, unit, share);
    let mut cmd = SaveAuthors {
        entry,
        seen: None,
        kind: AuthorKind::Individual,
        group_name: String::new(),
        unit_id: None,
        unit_name: String::new(),
        authors: Vec::new(),
    };
    let i = plan.person;
    match plan.category {
        "quang-ba" => {
            cmd.kind = AuthorKind::Collective;
            let all = &texts.people.collectives;
            if let Some(c) = all.get((plan.number * 3 + plan.contest) % all.len().max(1)) {
                cmd.group_name.clone_from(&c.name);
                cmd.unit_id = unit(if old { &c.unit_old } else { &c.unit_new });
            }
            cmd.authors.push(one(i, None));
        }
        "ca-khuc" | "bao-in-dien-tu" if plan.number % 2 == 1 => {
            cmd.kind = AuthorKind::Several;
            cmd.authors = vec![one(i, Some(60)), one(i + 41, Some(40))];
        }
        "truyen-hinh" | "phat-thanh" => {
            cmd.kind = AuthorKind::Group;
            cmd.group_name = if plan.category == "truyen-hinh" {
                "Nhóm làm phim Bãi Bồi"
            } else {
                "Tổ truyền thanh Sóng Quê"
            }
            .into();
            cmd.authors = vec![one(i, None), one(i + 33, None), one(i + 57, None)];
        }
        _ => cmd.authors.push(one(i, None)),
    }
    cmd
}

/// Enters a work, as far as its fate lets it come; gives its key.
///
/// # Errors
/// What an operation refuses.
pub fn enter(
    tx: &mut Tx,
    texts: &Texts,
    cast: &Cast,
    contest: &Contest,
    plan: &Plan,
    files: &[Ready],
) -> OpResult<EntryId> {
    let who = if plan.on_behalf { secretary(plan) } else { entrant(texts, plan)? };
    let cx = cast.by(tx, who, plan.begun)?;
    let zone = zone(contest);
    let entry = if plan.on_behalf {
        let posted = Day(zone.day(plan.begun.plus_days(-2)));
        begin_on_behalf(tx, &cx, BeginOnBehalf { contest: contest.id, postmark_on: Some(posted) })?.id
    } else {
        begin(tx, &cx, Begin { contest: contest.id })?.id
    };
    let half = plan.fate == Fate::Draft;
    let category = category_of(tx, contest, plan.category)?;
    save_category(tx, &cx, SaveCategory { entry, seen: None, category })?;
    let w = &plan.work;
    let mut work = SaveWork::titled(entry, &w.title);
    work.pen_name = w.pen_name.clone().unwrap_or_default();
    work.summary.clone_from(&w.summary);
    work.topic.clone_from(&w.topic);
    work.portrays.clone_from(&w.portrays);
    if let Some(days) = w.days_before_deadline {
        work.outlet.clone_from(&w.outlet);
        work.link.clone_from(&w.link);
        work.published_on = Day(zone.day(plan.begun.plus_days(-3 - days))).iso();
    }
    save_work(tx, &cx, work)?;
    if half && plan.number.is_multiple_of(3) {
        return Ok(entry);
    }
    let asks_text = !matches!(plan.category, "ca-khuc" | "nhiep-anh" | "my-thuat" | "phat-thanh" | "truyen-hinh");
    if asks_text {
        save_text(tx, &cx, SaveText { entry, seen: None, body: w.text.clone() })?;
    }
    let units: Vec<(String, UnitId)> = contests::units(tx, contest.id)?.into_iter().map(|u| (u.key, u.id)).collect();
    save_authors(tx, &cx, authors(texts, contest, plan, entry, &units))?;
    if half && plan.number % 3 == 1 {
        return Ok(entry);
    }
    send_files(tx, &cx, entry, files)?;
    if half {
        return Ok(entry);
    }
    let mut made: Vec<String> = ["own_work", "rules", "personal_data"].map(String::from).to_vec();
    if plan.gallery {
        made.push("gallery".into());
    }
    let ai = plan.category == "quang-ba" && plan.number.is_multiple_of(2);
    let ai_note = if ai { "Dùng trí tuệ nhân tạo để soát lỗi chính tả bản mô tả." } else { "" };
    let promises = SaveCommitments { entry, seen: None, made, ai_used: Some(ai), ai_note: ai_note.into() };
    save_commitments(tx, &cx, promises)?;
    let cx = cast.by(tx, who, plan.sent)?;
    hand_in(tx, &cx, HandIn { entry, version: None })?;
    Ok(entry)
}

fn send_files(tx: &mut Tx, cx: &Cx, entry: EntryId, files: &[Ready]) -> OpResult<()> {
    let machine = Cx::system(cx.now);
    let category = store::by_id(tx, entry)?.and_then(|e| e.category_id);
    let mut captions = Vec::new();
    for f in files {
        let cmd = AddFile { entry, slot: f.slot, name: f.name.clone(), stored: f.stored.clone() };
        let id = add_file(tx, cx, cmd)?;
        let found = Inspected { file: id, category, checked: f.checked.clone(), copies: f.copies.clone() };
        let row = record_inspection(tx, &machine, &found)?.ok_or(OpError::NotFound)?;
        captions.push((row.token, f.caption.clone()));
    }
    if !captions.is_empty() {
        arrange_files(tx, cx, ArrangeFiles { entry: Some(entry), captions, ..ArrangeFiles::default() })?;
    }
    Ok(())
}

/// What the office decides, and what follows.
///
/// # Errors
/// What an operation refuses.
pub fn decide(tx: &mut Tx, texts: &Texts, cast: &Cast, plan: &Plan, entry: EntryId) -> OpResult<()> {
    let cx = cast.by(tx, secretary(plan), plan.decided)?;
    match plan.fate {
        Fate::Draft | Fate::Submitted => Ok(()),
        Fate::Accepted | Fate::Disqualified => {
            accept(tx, &cx, entry)?;
            if plan.fate == Fate::Disqualified {
                let cx = cast.by(
                    tx,
                    super::cast::ORGANIZERS.first().copied().unwrap_or_default(),
                    plan.decided.plus_seconds(7200),
                )?;
                let reason =
                    "Điều 5, khoản 1: nội dung trùng phần lớn với một tác phẩm đã công bố của người khác.".to_owned();
                office::disqualify(tx, &cx, office::Disqualify { entry, reason })?;
            }
            Ok(())
        }
        Fate::Correction => {
            let text = match plan.category {
                "nhiep-anh" | "my-thuat" => {
                    "Chú thích ảnh chưa ghi ngày và nơi chụp (thực hiện). Xin bổ sung vào chú thích của từng ảnh."
                }
                "bao-in-dien-tu" | "phat-thanh" | "truyen-hinh" => {
                    "Ngày đăng (phát) chưa khớp với đường dẫn. Xin kiểm tra lại và ghi đúng ngày."
                }
                "ca-khuc" | "bai-ca-co" => {
                    "Bản thu còn lời giới thiệu tên tác giả ở đầu. Xin cắt bỏ phần này vì thể loại được chấm kín."
                }
                _ => "Cuối bài còn ghi tên và số điện thoại của tác giả. Xin bỏ phần này vì thể loại được chấm kín.",
            };
            let due_at = plan.decided.plus_days(12);
            office::request_correction(
                tx,
                &cx,
                office::RequestCorrection { entry, number: None, text: text.into(), due_at },
            )?;
            Ok(())
        }
        Fate::Refused => {
            let rule = match plan.category {
                "bao-in-dien-tu" | "phat-thanh" | "truyen-hinh" => {
                    "Điều 5, khoản 3: tác phẩm đăng, phát ngoài thời gian quy định."
                }
                "nhiep-anh" => "Điều 4, thể loại Nhiếp ảnh: ảnh đã chắp ghép, làm sai lệch sự thật.",
                "quang-ba" => "Điều 4, thể loại Hoạt động quảng bá: minh chứng không phải của hoạt động được mô tả.",
                _ => "Điều 5, khoản 2: tác phẩm đã được đăng trên mạng xã hội trước khi gửi dự thi.",
            };
            office::refuse(tx, &cx, office::Refuse { entry, number: None, rule: rule.into() })?;
            Ok(())
        }
        Fate::Withdrawn => {
            let who = if plan.on_behalf { secretary(plan) } else { entrant(texts, plan)? };
            let cx = cast.by(tx, who, plan.decided)?;
            withdraw(tx, &cx, entry, "Tôi muốn sửa lại tác phẩm rồi gửi vào dịp khác.")?;
            Ok(())
        }
    }
}

fn accept(tx: &mut Tx, cx: &Cx, entry: EntryId) -> OpResult<()> {
    let d = Dossier::by_id(tx, entry)?;
    for line in office::checks_of(&d) {
        office::tick(tx, cx, office::Tick { entry, key: line.key, on: true })?;
    }
    if d.category.as_ref().is_some_and(|c| c.blind) {
        for f in d.used_files() {
            let picture = f.kind.as_deref().and_then(crate::files::kind::FileKind::from_ext);
            if picture.is_none_or(|k| k.family() != Family::Image) {
                office::release(tx, cx, office::Release { file: f.id, on: true })?;
            }
        }
    }
    office::accept(tx, cx, office::Accept { entry, number: None })?;
    Ok(())
}
