//! Prizes that leave the order: each says why before it is published, a correction leaves its trace, a fallen work keeps none.

use std::process::Command;

use bongsen::cli::{check, check_log};
use bongsen::contests::contest::Prize;
use bongsen::contests::store as contests;
use bongsen::db::schema::{awards, contests as contest_rows, entries};
use bongsen::db::{Conn, Tx};
use bongsen::entries::entry::EntryState;
use bongsen::kernel::actor::Cx;
use bongsen::kernel::errors::OpResult;
use bongsen::kernel::ids::{AwardId, EntryId, digest, hex};
use bongsen::results::ops::{self, AwardPrize, AwardTo, Unaward};
use bongsen::results::snapshot::Snapshot;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::results::{Story, judge_final, poems};
use crate::support::forms::Form;
use crate::support::site::Site;

/// The table of the poems' group, from the highest level.
fn levels(site: &Site, s: &Story) -> Vec<Prize> {
    let contest = site.contest().id;
    site.read(|c| Ok(contests::prizes(c, contest)?))
        .into_iter()
        .filter(|p| p.group_id == Some(s.category.group_id))
        .collect()
}

fn act(site: &Site, cx: &Cx, f: &dyn Fn(&mut Tx, &Cx) -> OpResult<()>) -> OpResult<()> {
    site.app.db.write(|tx| f(tx, cx))
}

/// Two poems in the final, unblinded; the better one is A3C4D, the second of the story.
fn judged(site: &Site) -> Story {
    let s = poems(site);
    let (contest, cx) = (site.contest().id, site.cx_of(&s.organizer));
    act(site, &cx, &|tx, cx| ops::advance(tx, cx, &ops::Advance { contest }).map(|_| ())).unwrap();
    judge_final(site, &s);
    act(site, &cx, &|tx, cx| ops::unblind(tx, cx, &ops::Unblind { contest })).unwrap();
    s
}

fn give(site: &Site, s: &Story, entry: EntryId, prize: &Prize, reason: &str) -> OpResult<AwardId> {
    let cx = site.cx_of(&s.organizer);
    let (contest, reason) = (site.contest().id, reason.to_owned());
    let cmd = AwardPrize { contest, prize: prize.id, to: AwardTo::Entry(entry), reason };
    site.app.db.write(|tx| ops::award(tx, &cx, &cmd))
}

/// What check says about awards.
fn of_awards(site: &Site) -> Vec<String> {
    let mut said = site.read(check_log::rows);
    said.retain(|f| f.contains("award") || f.contains("prize") || f.contains("results"));
    said.extend(site.read(check::data).faults);
    said
}

on_both_stacks!(a_prize_that_was_revoked_and_given_again_leaves_its_trace, |site| async {
    let s = judged(site);
    let table = levels(site, &s);
    let first = give(site, &s, s.entries[1], &table[0], "").unwrap();
    give(site, &s, s.entries[0], &table[2], "Cần gọt lại đôi chỗ").unwrap();
    let why =
        s.organizer.post("/ban-to-chuc/ket-qua/giai/ly-do", &[("muc", &table[1].id.to_string()), ("ly-do", "x")]).await;
    assert_eq!(why.status, 200);
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await.status, 200);
    assert_eq!(s.other.post("/ban-to-chuc/ket-qua/cong-bo/duyet", &[("so", "1")]).await.status, 200);

    // From A to B after the publication: the first award stays as it was, with the reason of its end beside it.
    let cx = site.cx_of(&s.organizer);
    let take = Unaward { award: first, reason: "Chép nhầm mức giải".into() };
    act(site, &cx, &|tx, cx| ops::unaward(tx, cx, &take)).unwrap();
    give(site, &s, s.entries[1], &table[1], "Hội đồng xét lại").unwrap();
    assert!(give(site, &s, s.entries[1], &table[2], "hai giải").is_err());
    let row: (String, String) =
        site.read(|c| Ok(awards::table.find(first).select((awards::reason, awards::revoked_reason)).first(c)?));
    assert_eq!(row, (String::new(), "Chép nhầm mức giải".to_owned()));
    assert_eq!(of_awards(site), Vec::<String>::new());
    let reason = [("ly-do", "Sửa mức giải chép nhầm")];
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &reason).await.status, 200);
    assert_eq!(s.other.post("/ban-to-chuc/ket-qua/cong-bo/duyet", &[("so", "2")]).await.status, 200);
    assert_eq!(of_awards(site), Vec::<String>::new());
});

on_both_stacks!(what_leaves_the_order_is_not_published_without_its_reason, |site| async {
    let s = judged(site);
    let table = levels(site, &s);
    // The second gets its prize; the first is passed over.
    give(site, &s, s.entries[0], &table[1], "").unwrap();
    let page = s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("chưa ghi lý do"), "{}", page.text());
    let page = s.organizer.get("/ban-to-chuc/ket-qua/giai").await;
    assert!(page.text().contains("Theo thứ tự, A3C4D được đề xuất giải A"), "{}", page.text());
    let fields = [("muc", table[0].id.to_string()), ("ly-do", "Chưa có bài xứng tầm giải A".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, x)| (*k, x.as_str())).collect();
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/giai/ly-do", &fields).await.status, 200);
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await.status, 200);
    assert_eq!(s.other.post("/ban-to-chuc/ket-qua/cong-bo/duyet", &[("so", "1")]).await.status, 200);
    let visitor = site.visitor();
    let text = visitor.get("/ket-qua").await.text();
    assert!(
        text.contains("Không trao. Lý do không trao đủ giải") && text.contains("Chưa có bài xứng tầm giải A"),
        "{text}"
    );
    let json = visitor.get("/ket-qua/ban-1.json").await.html();
    let snapshot: Snapshot = serde_json::from_str(&json).unwrap();
    assert_eq!(snapshot.recompute(), Vec::<String>::new());
    // Anybody can do that with the published file alone.
    let file = site.data().join("ban-1.json");
    let check = |content: &str| {
        std::fs::write(&file, content).unwrap();
        let done =
            Command::new(env!("CARGO_BIN_EXE_bongsen")).args(["check", "--results"]).arg(&file).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, said) = check(&json);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&hex(&digest(json.as_bytes()))) && said.ends_with("All is well.\n"), "{said}");
    let (code, said) = check(&json.replacen("\"rank\":1", "\"rank\":2", 1));
    assert!(code == Some(1) && said.contains("comes out at rank 1"), "{said}");
    assert_eq!(check("{}").0, Some(2));
    let mut silent = snapshot;
    for p in &mut silent.prizes {
        p.vacancy.clear();
    }
    assert_eq!(silent.recompute().len(), 1, "{:?}", silent.recompute());
});

on_both_stacks!(a_work_that_falls_after_its_prize_keeps_none, |site| async {
    let s = judged(site);
    let table = levels(site, &s);
    let award = give(site, &s, s.entries[1], &table[0], "").unwrap();
    give(site, &s, s.entries[0], &table[1], "").unwrap();
    site.write(|tx, _| {
        let c: &mut Conn = tx;
        let fallen = entries::table.find(s.entries[1]);
        diesel::update(fallen).set(entries::state.eq(EntryState::Disqualified)).execute(c)?;
        Ok(())
    });
    let page = s.organizer.get("/ban-to-chuc/ket-qua/giai").await;
    assert!(page.text().contains("A3C4D không còn hợp lệ, xin rút giải"), "{}", page.text());
    let page = s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Tác phẩm A3C4D không còn hợp lệ mà vẫn giữ giải"), "{}", page.text());
    let cx = site.cx_of(&s.organizer);
    act(site, &cx, &|tx, cx| ops::unaward(tx, cx, &Unaward { award, reason: String::new() })).unwrap();
    // The other has moved up in the order: its prize now departs from it.
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await.status, 422);
    let own: AwardId = site.read(|c| Ok(awards::table.select(awards::id).first(c)?));
    let why = [("giai", own.to_string()), ("ly-do", "Giữ mức đã bình xét".to_owned())];
    let why: Vec<(&str, &str)> = why.iter().map(|(k, x)| (*k, x.as_str())).collect();
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/giai/ly-do", &why).await.status, 200);
    assert_eq!(s.organizer.post("/ban-to-chuc/ket-qua/cong-bo", &[]).await.status, 200);
});

on_both_stacks!(the_table_does_not_shrink_below_what_is_given, |site| async {
    let s = judged(site);
    let table = levels(site, &s);
    let second = &table[2];
    give(site, &s, s.entries[0], second, "a").unwrap();
    give(site, &s, s.entries[1], second, "b").unwrap();
    let all = site.read(|c| Ok(contests::prizes(c, site.contest().id)?));
    let at = all.iter().position(|p| p.id == second.id).unwrap();
    let mut fields =
        vec![("version".to_owned(), site.contest().version.to_string()), ("rows".into(), all.len().to_string())];
    for (i, p) in all.iter().enumerate() {
        fields.push((format!("id-{i}"), p.id.to_string()));
        fields.push((format!("level-{i}"), p.level.clone()));
        let collective = i == at || p.group_id.is_none();
        fields.push((format!("group-{i}"), if collective { String::new() } else { p.group_id.unwrap().to_string() }));
        fields.push((format!("count-{i}"), if i == at { "1".to_owned() } else { p.count.to_string() }));
        fields.push((format!("money-{i}"), p.money.to_string()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, x)| (k.as_str(), x.as_str())).collect();
    let page = s.organizer.post("/ban-to-chuc/thiet-lap/giai-thuong", &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Đã trao 2 giải ở mức này"), "{}", page.text());
    assert!(page.text().contains("không chuyển sang loại hình khác được"), "{}", page.text());
});

on_both_stacks!(the_head_judges_order_can_be_corrected_until_the_publication, |site| async {
    let s = poems(site);
    let contest = site.contest().id;
    let cx = site.cx_of(&s.organizer);
    // Only the head judge splits ties here, and the first two poems are level.
    site.write(|tx, _| {
        let c: &mut Conn = tx;
        let policy = contest_rows::tie_policy.eq(r#"[{"rule":"head_judge"}]"#);
        diesel::update(contest_rows::table.find(contest)).set(policy).execute(c)?;
        Ok(())
    });
    act(site, &cx, &|tx, cx| ops::advance(tx, cx, &ops::Advance { contest }).map(|_| ())).unwrap();
    judge_final(site, &s);
    let at = "/ban-to-chuc/ket-qua?vong=final&the-loai=TH";
    let page = s.organizer.get(at).await;
    let form = Form::of(&page, "/bieu-quyet");
    form.fill(&[("hang-K7M4Q", "1"), ("hang-A3C4D", "2")]).send(&s.organizer).await;
    let page = s.organizer.get(at).await;
    assert_eq!(page.select("table tbody th"), ["K7M4Q", "A3C4D"]);
    assert_eq!(page.value("hang-K7M4Q").as_deref(), Some("1"), "{}", page.html());
    let form = Form::of(&page, "/bieu-quyet");
    form.fill(&[("hang-K7M4Q", "2"), ("hang-A3C4D", "1")]).send(&s.organizer).await;
    assert_eq!(s.organizer.get(at).await.select("table tbody th"), ["A3C4D", "K7M4Q"]);
});
