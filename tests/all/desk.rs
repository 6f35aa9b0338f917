//! The judge's desk against a second tab, a lost network, an impatient finger, a work that goes away, a conflict that comes up.

use bongsen::accounts::ops as accounts;
use bongsen::contests::contest::{Phase, RoundKey};
use bongsen::contests::store as contests;
use bongsen::db::Conn;
use bongsen::db::schema::{authors, entries, memberships};
use bongsen::entries::entry::EntryState;
use bongsen::judging::ops::{self, rounds};
use bongsen::judging::sheet::SheetState;
use bongsen::kernel::actor::Role;
use bongsen::kernel::ids::EntryId;
use diesel::prelude::*;
use fantoccini::Locator;

use crate::judging::{
    AUTHOR, FULL, assign, browser_of, fields, file, marks, panel, poem, round, sheet, two_judges, whole,
};
use crate::on_both_stacks;
use crate::support::chromium::Setup;
use crate::support::site::{Site, Visitor, fixture};

/// The judge's and the author's unit become one.
fn same_unit(site: &Site, judge: &Visitor, work: EntryId) {
    let contest = site.contest().id;
    let unit = site.read(|c| Ok(contests::units(c, contest)?)).remove(0).id;
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        diesel::update(memberships::table.filter(memberships::account_id.eq(judge.id())))
            .set(memberships::unit_id.eq(unit))
            .execute(conn)?;
        Ok(diesel::update(authors::table.filter(authors::entry_id.eq(work)))
            .set(authors::unit_id.eq(unit))
            .execute(conn)?)
    });
}

on_both_stacks!(a_tab_that_knows_little_does_not_take_the_new_version, |site| async move {
    let (_, judge, _, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let at = format!("/cham/{}", there.token);
    let names = fields(&judge.get(&at).await);
    let first = names[0].as_str();
    // Tab B marks everything; tab A, which saw nothing of it, types one of the marks again.
    judge.post(&at, &whole(&names, &FULL, "1", "luu")).await;
    let same = judge.post_json(&at, &[(first, FULL[0]), ("version", "1"), ("key", "a1")]).await;
    assert_eq!(same.status, 409);
    assert_eq!(same.json()["marks"].as_object().unwrap().values().filter(|m| m.is_i64()).count(), 5);
    // Who names everything as it is has seen everything.
    let all = whole(&names, &FULL, "1", "luu");
    assert_eq!(judge.post_json(&at, &all).await.json()["version"].as_i64(), Some(2));
    // A key says that it is the same message only where the content is the same.
    let page = judge.post_json(&at, &[(first, "20"), ("version", "2"), ("key", "k")]).await;
    assert_eq!(page.json()["version"].as_i64(), Some(3));
    let page = judge.post_json(&at, &[(first, "21"), ("version", "2"), ("key", "k")]).await;
    assert_eq!(page.status, 409, "other content under a used key is not said to be kept");
    let page = judge.post_json(&at, &[(first, "21"), ("version", "3"), ("key", "k")]).await;
    assert_eq!(page.json()["version"].as_i64(), Some(4));
    assert_eq!(marks(site, &there)[0], "21");
});

on_both_stacks!(a_work_that_left_the_contest_is_not_marked, |site| async move {
    let (_, judge, _, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let at = format!("/cham/{}", there.token);
    let name = fields(&judge.get(&at).await).remove(0);
    let stands = |state: EntryState| {
        site.write(|tx, _| {
            Ok(diesel::update(entries::table.find(work)).set(entries::state.eq(state)).execute(&mut **tx)?)
        });
    };
    stands(EntryState::Withdrawn);
    let page = judge.post_json(&at, &[(name.as_str(), "20"), ("version", "1"), ("key", "k")]).await;
    assert_eq!(page.status, 410);
    assert!(page.json()["error"].as_str().unwrap().contains("không còn trong cuộc thi"));
    // Nobody is told that this sheet is missing.
    let (r, all) =
        (round(site, RoundKey::Preliminary), site.read(|c| rounds::closing(c, &round(site, RoundKey::Preliminary))));
    assert_eq!((all.open, all.shorts, r.quota > 2), (2, 1, true));
    stands(EntryState::Accepted);
    let all = site.read(|c| rounds::closing(c, &r));
    assert_eq!((all.open, all.shorts, all.short.as_str()), (4, 2, "K7M4Q, R9T3W"));
    let page = judge.post_json(&at, &[(name.as_str(), "20"), ("version", "1"), ("key", "k")]).await;
    assert_eq!(page.status, 200);
});

on_both_stacks!(a_conflict_that_came_up_keeps_a_sheet_from_being_handed_in, |site| async move {
    let (_, judge, _, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let at = format!("/cham/{}", there.token);
    let names = fields(&judge.get(&at).await);
    same_unit(site, &judge, work);
    let page = judge.post(&at, &whole(&names, &FULL, "1", "nop")).await;
    assert_eq!(page.status, 409);
    assert!(page.text().contains("xung đột lợi ích"), "{}", page.text());
    assert_eq!(marks(site, &there).len(), 5, "what was typed is kept");
    assert_eq!(sheet(site, &judge, work).state, SheetState::Open);
});

on_both_stacks!(a_round_does_not_open_onto_conflicts_and_says_what_judges_cannot_see, |site| async move {
    let head = site.account("Lê Trưởng Ban", "head_judge");
    let judge = site.account("Phạm Giám Khảo", "judge");
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let one = poem(site, "K7M4Q", "Con đường hoa", AUTHOR);
    let two = poem(site, "R9T3W", "Nắng trên kênh", "Võ Thị Hai");
    file(site, two, "ban-thao.pdf", 1, fixture("scan.pdf"), "pdf", false).await;
    site.set_phase(Phase::Preliminary);
    let panel = panel(site, RoundKey::Preliminary, &[&head, &judge]);
    for j in [&head, &judge] {
        assign(site, &panel, j, &[one, two]).unwrap();
    }
    same_unit(site, &judge, one);
    let opening = "/ban-to-chuc/cham-thi/vong/so-khao/mo";
    let page = organizer.get(opening).await.text();
    assert!(page.contains("xung đột lợi ích (K7M4Q)") && page.contains("chưa xem được (R9T3W)"), "{page}");
    let page = organizer.post(opening, &[]).await;
    assert_eq!(page.status, 409, "{}", page.text());
    // The panel sorts it out: another judge in that one's place, or no sheet.
    let token = sheet(site, &judge, one).token;
    let gone = organizer.post(&format!("/ban-to-chuc/cham-thi/{}/phieu/{token}/rut", panel.id), &[]).await;
    assert_eq!(gone.status, 200, "{}", gone.text());
    assert_eq!(organizer.post(opening, &[]).await.status, 200);
    assert_eq!(round(site, RoundKey::Preliminary).state.word(), "open");
});

on_both_stacks!(the_judge_learns_why_a_sheet_was_opened_again, |site| async move {
    let (head, judge, panel, work, _) = two_judges(site);
    let at = format!("/cham/{}", sheet(site, &judge, work).token);
    let names = fields(&judge.get(&at).await);
    assert!(!judge.get(&at).await.text().contains("mở lại"));
    judge.post(&at, &whole(&names, &FULL, "1", "nop")).await;
    let reopen = format!("/ban-to-chuc/cham-thi/{}/phieu{}/mo-lai", panel.id, &at[5..]);
    assert_eq!(head.post(&reopen, &[("reason", "Cộng nhầm tiêu chí thứ hai.")]).await.status, 200);
    site.work().await;
    let desk = judge.get(&at).await.text();
    assert!(desk.contains("Phiếu này được mở lại. Lý do: Cộng nhầm tiêu chí thứ hai."), "{desk}");
    let told = site.read(|c| {
        use bongsen::db::schema::messages;
        Ok(messages::table
            .filter(messages::account_id.eq(judge.id()))
            .filter(messages::kind.eq("sheet-reopened"))
            .select(messages::body)
            .load::<String>(c)?)
    });
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("Cộng nhầm tiêu chí thứ hai.") && told[0].contains("K7M4Q"), "{}", told[0]);
});

on_both_stacks!(a_head_judge_runs_the_own_panel_and_no_other, |site| async move {
    let (head, judge, ours, work, _) = two_judges(site);
    let organizer = site.account("Trần Tổ Chức", "organizer");
    let contest = site.contest().id;
    let groups = site.read(|c| Ok(contests::groups(c, contest)?));
    let arts = groups.iter().find(|g| g.code == "NT").unwrap().id;
    let prelim = round(site, RoundKey::Preliminary).id;
    let theirs = site.by(&organizer, |tx, cx| {
        let set = ops::SetPanel { round: prelim, group: arts, members: vec![judge.id()], head: None };
        ops::set_panel(tx, cx, &set)
    });
    let at = "/ban-to-chuc/cham-thi";
    assert_eq!(head.get(&format!("{at}/{}", ours.id)).await.status, 200);
    for path in ["", "/thanh-vien", "/phan-cong", "/ke-hoach", "/thay", "/xung-dot"] {
        assert_eq!(head.get(&format!("{at}/{}{path}", theirs.id)).await.status, 403, "{path}");
    }
    let me = head.id().to_string();
    let seat = head.post(&format!("{at}/{}/thanh-vien", theirs.id), &[("members", &me), ("head", &me)]).await;
    assert_eq!(seat.status, 403);
    assert_eq!(head.get(&format!("{at}/vong/so-khao/dong")).await.status, 403);
    assert_eq!(head.post(&format!("{at}/vong/so-khao/dong"), &[("open", "4")]).await.status, 403);
    let board = head.get(at).await;
    let links = board.attr("main a", "href");
    assert!(
        links.contains(&format!("{at}/{}", ours.id)) && !links.contains(&format!("{at}/{}", theirs.id)),
        "{links:?}"
    );
    assert!(!links.iter().any(|l| l.ends_with("/dong")), "{links:?}");

    // Which works a judge must not judge would tell whose they are: who judges sees how many.
    same_unit(site, &judge, work);
    let page = head.get(&format!("{at}/{}/xung-dot", ours.id)).await;
    assert!(!page.html().contains("K7M4Q") && page.text().contains("Phạm Giám Khảo 1"), "{}", page.text());
    // A form names works by their codes, never by the order of their coming.
    let hand = format!("{at}/{}/phan-cong?judge={me}", ours.id);
    let three = poem(site, "W4X7B", "Mùa lũ", "Trương Tư");
    assert_eq!(head.get(&hand).await.attr("[name=entries]", "value"), ["W4X7B"]);
    let page = head.post(&format!("{at}/{}/phan-cong", ours.id), &[("judge", &me), ("entries", "W4X7B")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(sheet(site, &head, three).state, SheetState::Open);
    // The role alone, without a panel, opens nothing.
    let other = site.account("Trưởng ban khác", "judge");
    site.by(&organizer, |tx, cx| accounts::grant(tx, cx, contest, other.id(), Role::HeadJudge, None));
    assert_eq!(other.get(&format!("{at}/{}", ours.id)).await.status, 403);
});

on_both_stacks!(a_plan_leaves_alone_what_is_settled, |site| async move {
    let (_, judge, panel, work, other) = two_judges(site);
    site.quota(2);
    let at = format!("/cham/{}", sheet(site, &judge, work).token);
    let names = fields(&judge.get(&at).await);
    judge.post(&at, &whole(&names, &FULL, "1", "nop")).await;
    // Handed in before the conflict came up, and a sheet of a work that left: nothing is left to do.
    same_unit(site, &judge, work);
    let gone = |state: EntryState| {
        site.write(|tx, _| {
            Ok(diesel::update(entries::table.find(other)).set(entries::state.eq(state)).execute(&mut **tx)?)
        });
    };
    let at = format!("/cham/{}", sheet(site, &judge, other).token);
    judge.post(&at, &whole(&names, &FULL, "1", "nop")).await;
    gone(EntryState::Withdrawn);
    let bench = site.read(|c| ops::Bench::load(c, panel.id));
    let made = site.read(|c| ops::planning::make(c, &bench, &ops::PlanWish::default()));
    assert_eq!(made.plan.new, []);
    assert_eq!(made.plan.removed.iter().filter(|r| r.judge == judge.id()).count(), 0);
});

on_both_stacks!(enter_goes_to_the_next_mark_and_marks_made_without_a_network_arrive, |site| async {
    let (_, judge, _, work, _) = two_judges(site);
    let there = sheet(site, &judge, work);
    let browser = browser_of(site, &judge, Setup::default()).await;
    browser.goto(&format!("{}/cham/{}", site.base, there.token)).await.unwrap();
    let first = browser.find(Locator::Css(".crit input[name^='tc-']")).await.unwrap();
    first.click().await.unwrap();
    for mark in FULL {
        browser.active_element().await.unwrap().send_keys(&format!("{mark}\u{e007}")).await.unwrap();
    }
    let saved = Locator::Css("[data-save-state][data-state=saved]");
    browser.wait().for_element(saved).await.unwrap();
    let at = browser.active_element().await.unwrap().attr("name").await.unwrap();
    assert_eq!(at.as_deref(), Some("comment"), "Enter leads on, and hands nothing in");
    assert_eq!(sheet(site, &judge, work).state, SheetState::Open);
    for _ in 0..100 {
        if marks(site, &there).len() == 5 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(marks(site, &there), ["26", "17,5", "20", "12,5", "0"]);

    browser.set_offline(true).await;
    first.clear().await.unwrap();
    first.send_keys("22\t").await.unwrap();
    browser.wait().for_element(Locator::Css("[data-save-state][data-state=local]")).await.unwrap();
    assert_eq!(marks(site, &there)[0], "26");
    // The page is left and opened again: what was kept on this device is still there, and goes out.
    browser.set_offline(false).await;
    browser.goto(&format!("{}/cham", site.base)).await.unwrap();
    for _ in 0..100 {
        if marks(site, &there)[0] == "22" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(marks(site, &there)[0], "22");
});
