//! Setting a contest up without harm: files stay in their slots, judges apart from the office, an archived contest as it is,
//! a form that is old says so, a rubric adds up when its round opens, the log calls things by their names.

use bongsen::accounts::ops as accounts;
use bongsen::contests::contest::{Phase, RoundKey};
use bongsen::contests::store as contests;
use bongsen::db::schema::{categories, criteria, memberships, units};
use bongsen::entries::entry::FileState;
use bongsen::kernel::actor::Role;
use bongsen::kernel::errors::OpError;
use bongsen::kernel::points::Points;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::forms::Form;
use crate::support::page::Page;
use crate::support::site::Site;

const SETUP: &str = "/ban-to-chuc/thiet-lap";

/// The form that edits a category; the other one on its page removes it.
fn editing(page: &Page, address: &str) -> Form {
    let found = Form::all(page, address).into_iter().find(|f| f.value("name").is_some());
    found.unwrap_or_else(|| panic!("no form to edit {address}: {}", page.text()))
}

/// No category hides its authors.
fn nothing_blind(site: &Site) {
    let contest = site.contest().id;
    site.write(|tx, _| {
        let all = categories::table.filter(categories::contest_id.eq(contest));
        Ok(diesel::update(all).set(categories::blind.eq(false)).execute(&mut **tx)?)
    });
}

on_both_stacks!(a_slot_that_has_files_stays_where_it_is, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let an = site.account("Nguyễn Văn An", "entrant");
    let category = site.category("bai-ca-co");
    let address = format!("{SETUP}/the-loai/{}", category.id);
    let draft = an.post("/nop-bai/moi", &[("category", &category.id.to_string())]).await.path;
    let sent = an.upload(&format!("{draft}/tep/0"), &[], "file", "poem.docx", "loi.docx").await;
    assert_eq!((sent.status, sent.faults()), (200, vec![]));
    let page = organizer.get(&address).await;
    let form = editing(&page, &address);
    let page = form.fill(&[("role-0", "")]).send(&organizer).await;
    assert_eq!(page.status, 422);
    assert!(page.faults().iter().any(|f| f.contains("Đã có thí sinh gửi tệp")), "{:?}", page.faults());
    // The one after it, which nobody uses, may go.
    let page = organizer.get(&address).await;
    let form = editing(&page, &address);
    let page = form.fill(&[("role-1", "")]).send(&organizer).await;
    assert_eq!((page.status, page.faults()), (200, vec![]));
    let files = site.read(|c| {
        use bongsen::db::schema::files;
        Ok(files::table.filter(files::state.ne(FileState::Removed)).select(files::slot).load::<i64>(c)?)
    });
    assert_eq!(files, [0]);
});

on_both_stacks!(who_sees_names_does_not_judge_blind_categories, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let secretary = site.account("Lê Thị Thư", "secretary");
    let admin = site.account("Quản Trị", "admin");
    let judge = site.account("Phạm Giám Khảo", "judge");
    let contest = site.contest().id;
    let cx = site.cx_of(&organizer);
    let judges = |who| site.app.db.write(|tx| accounts::grant(tx, &cx, contest, who, Role::Judge, None));
    let refused = |r: Result<(), OpError>| match r {
        Err(OpError::Conflict(m)) => m.key,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(judges(secretary.id())), "account-judge-or-office");
    assert_eq!(refused(judges(admin.id())), "account-judge-or-admin");
    let by_admin = site.cx_of(&admin);
    let made = site.app.db.write(|tx| accounts::set_admin(tx, &by_admin, judge.id(), true));
    assert_eq!(refused(made), "account-judge-or-admin");
    // Who has been in the office while works came in has seen them.
    site.write(|tx, cx| {
        let of = memberships::table.filter(memberships::account_id.eq(secretary.id()));
        Ok(diesel::update(of).set(memberships::ended_at.eq(cx.now)).execute(&mut **tx)?)
    });
    assert_eq!(refused(judges(secretary.id())), "account-judge-was-office");

    // Where nothing is blind they may; then nothing becomes blind under their eyes.
    nothing_blind(site);
    judges(organizer.id()).unwrap();
    let category = site.category("tho").id;
    let address = format!("{SETUP}/the-loai/{category}");
    let page = organizer.get(&address).await;
    let page = editing(&page, &address).fill(&[("blind", "1")]).send(&organizer).await;
    assert_eq!(page.status, 422);
    assert!(page.faults()[0].contains("Trần Tổ Chức"), "{:?}", page.faults());
});

on_both_stacks!(an_archived_contest_stays_as_it_is, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let forms = ["chung", "lich", "the-le", "cam-ket", "giai-thuong"].map(|p| format!("{SETUP}/{p}"));
    let mut pages = Vec::new();
    for address in &forms {
        pages.push(organizer.get(address).await);
    }
    site.set_phase(Phase::Archived);
    for (address, page) in forms.iter().zip(&pages) {
        let tail = address.rsplit('/').next().unwrap();
        let page = Form::of(page, &format!("/{tail}")).send(&organizer).await;
        assert_eq!(page.status, 403, "{address}: {}", page.text());
    }
});

on_both_stacks!(an_old_page_of_dates_says_that_it_is_old, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let page = organizer.get(&format!("{SETUP}/lich")).await;
    let extend = organizer.get("/ban-to-chuc/gia-han").await;
    let form = Form::of(&extend, "/gia-han").fill(&[("until", "2027-01-05T17:00"), ("reason", "Nhiều xã đề nghị")]);
    assert_eq!(form.send(&organizer).await.status, 200);
    let page = Form::of(&page, "/lich").send(&organizer).await;
    assert_eq!(page.status, 422, "{}", page.text());
    assert!(!page.text().contains("gia hạn nộp bài để đổi"), "{}", page.text());
    // Nor does an open intake begin later by a slip.
    let page = organizer.get(&format!("{SETUP}/lich")).await;
    let page = Form::of(&page, "/lich").fill(&[("open_at", "2026-12-30T08:00")]).send(&organizer).await;
    assert_eq!(page.status, 422);
    assert!(page.faults().iter().any(|f| f.contains("đang nhận bài")), "{:?}", page.faults());
});

on_both_stacks!(a_round_opens_only_with_rubrics_that_add_up, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let secretary = site.account("Lê Thị Thư", "secretary");
    let judge = site.account("Phạm Giám Khảo", "judge");
    let an = site.account("Nguyễn Văn An", "entrant");
    let entry = site.poem(&an, "Bến nước quê mình");
    site.accept(&secretary, &entry);
    site.quota(1);
    site.set_phase(Phase::Intake);
    let panel = site.seat(&organizer, RoundKey::Preliminary, "VH", &[&judge], None);
    site.plan(&organizer, &panel);
    assert_eq!(site.onward(&organizer).phase, Phase::Preliminary);
    // Somebody edits a rubric between the step and the opening.
    let contest = site.contest().id;
    site.write(|tx, _| {
        let rubric = contests::rubrics(tx, contest)?.remove(0);
        let first = contests::criteria(tx, rubric.id)?.remove(0);
        let set = diesel::update(criteria::table.find(first.id)).set(criteria::max.eq(Points::whole(1)));
        Ok(set.execute(&mut **tx)?)
    });
    let round = site.read(|c| Ok(contests::round_by_key(c, contest, RoundKey::Preliminary)?)).unwrap();
    let (k, r) = (site.contest(), round.clone());
    let opening = site.read(|c| bongsen::judging::ops::rounds::opening(c, &k, &r));
    assert!(opening.blocked.iter().any(|m| m.key == "step-open-rubric-sum"), "{:?}", opening.blocked);
});

on_both_stacks!(a_role_given_again_keeps_its_unit, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let judge = site.account("Phạm Giám Khảo", "judge");
    let contest = site.contest().id;
    let unit = site.read(|c| Ok(units::table.select(units::id).first(c)?));
    site.by(&organizer, |tx, cx| accounts::grant(tx, cx, contest, judge.id(), Role::Judge, Some(unit)));
    site.by(&organizer, |tx, cx| accounts::grant(tx, cx, contest, judge.id(), Role::Judge, None));
    let held = site.person(&judge).memberships;
    assert_eq!(held.iter().map(|m| m.unit).collect::<Vec<_>>(), [Some(unit)]);
});

on_both_stacks!(a_fault_stands_beside_its_row, |site| async {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let address = format!("{SETUP}/giai-thuong");
    let page = organizer.get(&address).await;
    // The first row is emptied: the fault of the third is not moved up.
    let form = Form::of(&page, "/giai-thuong").fill(&[("level-0", ""), ("count-2", "0")]);
    let page = form.send(&organizer).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.select("#f-count-2-error").len(), 1);
    let page = organizer.get(&format!("{SETUP}/cam-ket")).await;
    let same = Form::of(&page, "/cam-ket").value("text-1").unwrap().to_owned();
    let form = Form::of(&page, "/cam-ket").fill(&[("text-0", ""), ("key-1", "x"), ("text-2", &same), ("key-2", "x")]);
    let page = form.send(&organizer).await;
    assert_eq!((page.status, page.select("#f-text-2-error").len()), (422, 1));
});

on_both_stacks!(one_form_of_a_page_leaves_the_others_as_they_are, |site| async {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let page = organizer.get(&format!("{SETUP}/the-loai")).await;
    let groups = Form::all(&page, "/the-loai").into_iter().filter(|f| f.value("group").is_some());
    let group = groups.into_iter().find(|f| !f.names("group-").is_empty()).unwrap();
    let name = group.names("group-").remove(0);
    let long = "Văn học".repeat(20);
    let page = group.fill(&[(&name, &long)]).press("act", "set-group").send(&organizer).await;
    assert_eq!(page.status, 422);
    let groups: Vec<_> = Form::all(&page, "/the-loai").into_iter().filter(|f| !f.names("group-").is_empty()).collect();
    let shown: Vec<_> = groups.iter().map(|f| f.value(&f.names("group-")[0]).unwrap()).collect();
    assert!(shown.contains(&long.as_str()), "what was typed stays: {shown:?}");
    assert!(shown.iter().all(|s| !s.is_empty()), "the others are as stored: {shown:?}");
});

on_both_stacks!(a_clash_says_how_the_boxes_are_stored, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let category = site.category("nhiep-anh");
    let address = format!("{SETUP}/the-loai/{}", category.id);
    let old = organizer.get(&address).await;
    let (first, second) = (editing(&old, &address), editing(&old, &address));
    assert_eq!(first.fill(&[("no_ai", "")]).send(&organizer).await.status, 200);
    let page = second.fill(&[("no_ai", "1")]).send(&organizer).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Đang lưu: không chọn"), "{}", page.text());
});

on_both_stacks!(an_invitation_sent_twice_is_one, |site| async {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let page = organizer.get("/ban-to-chuc/thanh-vien").await;
    let form = Form::all(&page, "/thanh-vien").into_iter().find(|f| f.value("act") == Some("invite")).unwrap();
    let form = form.fill(&[("name", "Lê Thị Chấm"), ("email", "cham@example.vn"), ("role", "judge")]);
    let once = form.clone().send(&organizer).await.select("#invitation-link");
    let again = form.clone().send(&organizer).await.select("#invitation-link");
    assert_eq!((once.len(), &once), (1, &again));
    site.work().await;
    assert_eq!(site.mails().len(), 1);
    let page = organizer.get("/ban-to-chuc/thanh-vien").await;
    let waiting = Form::all(&page, "/thanh-vien").into_iter().find(|f| f.value("act") == Some("revoke")).unwrap();
    assert_eq!(waiting.send(&organizer).await.status, 200);
    let late = form.send(&organizer).await;
    assert_eq!(late.status, 422, "{}", late.text());
});

on_both_stacks!(who_goes_on_is_a_whole_number, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let contest = site.contest().id;
    let round = site.read(|c| Ok(contests::round_by_key(c, contest, RoundKey::Preliminary)?)).unwrap();
    let address = format!("{SETUP}/vong-cham/{}", round.id);
    for number in ["12,5", "-3", "0", "nhiều"] {
        let page = organizer.get(&address).await;
        let form = Form::of(&page, &address).fill(&[("rule", "top_n"), ("number", number)]);
        let page = form.send(&organizer).await;
        assert_eq!((page.status, page.faults().len()), (422, 1), "{number}: {:?}", page.faults());
    }
});

on_both_stacks!(the_log_names_works_by_their_codes, |site| async {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let an = site.account("Nguyễn Văn An", "entrant");
    let entry = site.poem(&an, "Bến nước quê mình");
    let code = entry.receipt_code.unwrap();
    let page = organizer.get("/ban-to-chuc/nhat-ky").await;
    assert_eq!(page.link(&code), Some(format!("/ban-thu-ky/bai/{}", entry.token)), "{}", page.text());
    let draft = an.post("/nop-bai/moi", &[("category", &site.category("tho").id.to_string())]).await;
    assert_eq!(draft.status, 200);
    let rows = organizer.get("/ban-to-chuc/nhat-ky").await.select("tbody tr");
    assert!(rows[0].contains("Hồ sơ #"), "a draft has no code yet: {}", rows[0]);
});

on_both_stacks!(two_tabs_of_a_unit_or_a_group_do_not_overwrite_each_other, |site| async move {
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let unit: bongsen::kernel::ids::UnitId = site.read(|c| Ok(units::table.select(units::id).first(c)?));
    let address = format!("{SETUP}/don-vi/{unit}");
    let page = organizer.get(&address).await;
    let (first, second) = (editing(&page, &address), editing(&page, &address));
    assert_eq!(first.fill(&[("name", "Phú Mỹ Mới")]).send(&organizer).await.status, 200);
    let page = second.fill(&[("name", "Phú Mỹ Cũ")]).send(&organizer).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Đang lưu: Phú Mỹ Mới"), "{}", page.text());
    // Who has seen that may insist.
    let page = editing(&page, &address).send(&organizer).await;
    assert_eq!(page.status, 200, "{}", page.text());

    let page = organizer.get(&format!("{SETUP}/the-loai")).await;
    let group = || Form::all(&page, "/the-loai").into_iter().find(|f| !f.names("group-").is_empty()).unwrap();
    let name = group().names("group-").remove(0);
    let saved = group().fill(&[(&name, "Văn chương")]).press("act", "set-group").send(&organizer).await;
    assert_eq!((saved.status, saved.faults()), (200, vec![]));
    let late = group().fill(&[(&name, "Văn thơ")]).press("act", "set-group").send(&organizer).await;
    assert!(late.status == 422 && late.text().contains("Đang lưu: Văn chương"), "{}", late.text());
});
