//! Setting a contest up, as the organizer does it in the browser, and the steps between its phases.

use bongsen::contests::contest::Phase;
use bongsen::contests::store as contests;
use bongsen::contests::template::PHU_TAN;

use crate::on_both_stacks;
use crate::support::forms::Form;
use crate::support::page::Page;
use crate::support::site::{Site, Visitor};

const SETUP: &str = "/ban-to-chuc/thiet-lap";

fn fine(page: Page) -> Page {
    assert_eq!(page.status, 200, "{}: {}", page.path, page.text());
    page
}

/// A contest that is still being prepared, and its organizer.
fn prepared(site: &Site) -> Visitor {
    site.set_phase(Phase::Draft);
    site.set_clock("2026-05-04T08:00");
    site.account("Phạm Hữu Phúc", "organizer")
}

async fn form(who: &Visitor, part: &str) -> Form {
    let address = format!("{SETUP}/{part}");
    let page = fine(who.get(&address).await);
    Form::all(&page, &address).remove(0)
}

/// The first page that the list `part` of the set-up links to, e.g. its first rubric.
async fn first(who: &Visitor, part: &str) -> String {
    let page = fine(who.get(&format!("{SETUP}/{part}")).await);
    let begin = format!("{SETUP}/{part}/");
    let link = page.attr("main a", "href").into_iter().find(|h| h.contains(&begin)).expect("a link");
    link[link.find(SETUP).unwrap() + SETUP.len() + 1..].to_owned()
}

on_both_stacks!(what_the_organizer_writes_is_what_visitors_read, |site| async {
    let who = prepared(site);
    let basics = [("title", "Cuộc thi “Sen nở” <2026>"), ("contact", "02963 000 111"), ("topics", "Một\n\nHai\n")];
    fine(form(&who, "chung").await.fill(&basics).send(&who).await);
    let rules = "## Ai được dự thi\n\nMọi người <script>alert(1)</script> [ở đây](javascript:alert(1)) **đều được**.";
    let page = fine(form(&who, "the-le").await.fill(&[("body", rules)]).press("act", "preview").send(&who).await);
    assert_eq!(page.select(".prose strong"), ["đều được"], "a preview");
    fine(Form::of(&page, "/the-le").press("act", "save").send(&who).await);
    fine(form(&who, "lich").await.fill(&[("deadline_at", "2026-10-15T17:30")]).send(&who).await);
    fine(form(&who, "cam-ket").await.fill(&[("text-0", "Tôi tự viết bài này.")]).send(&who).await);
    fine(
        form(&who, "giai-thuong").await.fill(&[("level-0", "Giải Đặc biệt"), ("money-0", "12500000")]).send(&who).await,
    );
    let unit = [("name", "Xã Phú Hưng Mới"), ("kind", "xã")];
    fine(form(&who, "don-vi/moi").await.fill(&unit).send(&who).await);

    site.set_phase(Phase::Open);
    let visitor = site.visitor();
    let home = fine(visitor.get("/").await);
    assert_eq!(home.select("h1"), ["Cuộc thi “Sen nở” <2026>"]);
    let rules = fine(visitor.get("/the-le").await);
    assert!(rules.text().contains("Ai được dự thi"), "{}", rules.text());
    assert!(rules.text().contains("Giải Đặc biệt") && rules.text().contains("12.500.000"), "{}", rules.text());
    assert!(!rules.html().contains("alert(1)</script>") && !rules.html().contains("javascript:"));
    assert!(rules.text().contains("17:30") && rules.text().contains("15/10/2026"), "{}", rules.text());
    let id = site.contest().id;
    let units = site.read(|c| Ok(contests::units(c, id)?));
    assert_eq!(units.iter().filter(|u| u.name == "Xã Phú Hưng Mới").count(), 1);
});

on_both_stacks!(of_two_tabs_the_second_loses_nothing, |site| async {
    let who = prepared(site);
    let (one, two) = (form(&who, "chung").await, form(&who, "chung").await);
    fine(one.fill(&[("title", "Tên thứ nhất")]).send(&who).await);
    let page = two.fill(&[("title", "Tên thứ hai")]).send(&who).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.value("title").as_deref(), Some("Tên thứ hai"), "what was typed is still there");
    assert_eq!(site.contest().title, "Tên thứ nhất");

    let page = form(&who, "chung").await.fill(&[("title", "  ")]).send(&who).await;
    assert_eq!((page.status, page.faults().len()), (422, 1), "{:?}", page.faults());
});

on_both_stacks!(a_category_has_the_limits_that_were_typed, |site| async {
    let who = prepared(site);
    let page = fine(who.get(&format!("{SETUP}/the-loai")).await);
    let add = Form::all(&page, "/the-loai").into_iter().find(|f| f.value("name").is_some()).unwrap();
    let page = fine(add.fill(&[("name", "Truyện tranh")]).send(&who).await);
    let address = page.path.clone();
    let form = Form::all(&page, &address).remove(0);
    let typed = [
        ("text", "1"),
        ("words_max", "800"),
        ("entries_per_author", "2"),
        ("role-0", "Trang truyện"),
        ("accept-0-jpg", "1"),
        ("min-0", "1"),
        ("max-0", "12"),
        ("megabytes-0", "20"),
    ];
    fine(form.fill(&typed).send(&who).await);
    let id = site.contest().id;
    let all = site.read(|c| Ok(contests::categories(c, id)?));
    let asks = all.iter().find(|k| k.name == "Truyện tranh").unwrap().asks().unwrap();
    assert_eq!((asks.text.unwrap().words_max, asks.entries_per_author), (Some(800), 2));
    let slot = asks.files.first().unwrap();
    assert_eq!((slot.role.as_str(), slot.min, slot.max, slot.megabytes), ("Trang truyện", 1, 12, 20));

    let page = fine(who.get(&address).await);
    let removal = Form::all(&page, &address).into_iter().find(|f| f.value("act") == Some("remove")).unwrap();
    fine(removal.send(&who).await);
    let left = site.read(|c| Ok(contests::categories(c, id)?.len()));
    assert_eq!(left, all.len() - 1);
});

on_both_stacks!(what_blocks_the_opening_is_named_and_the_step_waits, |site| async {
    let who = prepared(site);
    let rubric = first(&who, "bieu-diem").await;
    let sheet = form(&who, &rubric).await;
    let (name, max) = (sheet.value("name").unwrap().to_owned(), sheet.value("max-0").unwrap().to_owned());
    fine(sheet.fill(&[("max-0", "99")]).send(&who).await);
    let page = fine(who.get("/ban-to-chuc/giai-doan").await);
    assert_eq!(Form::all(&page, "/giai-doan").len(), 0, "nothing to press");
    let blocks = page.select(".notice li");
    assert!(blocks.iter().any(|b| b.contains(&name)), "{blocks:?}");
    let forced = who.post("/ban-to-chuc/giai-doan", &[("from", "draft"), ("confirm", "1")]).await;
    assert_eq!((forced.status, site.phase()), (422, Phase::Draft));

    fine(form(&who, &rubric).await.fill(&[("max-0", &max)]).send(&who).await);
    let page = fine(who.get("/ban-to-chuc/giai-doan").await);
    let step = Form::of(&page, "/giai-doan");
    let unsure = step.send(&who).await;
    assert_eq!((unsure.status, site.phase()), (422, Phase::Draft), "before its opening date it asks again");
    fine(Form::of(&unsure, "/giai-doan").fill(&[("confirm", "1")]).send(&who).await);
    assert_eq!(site.phase(), Phase::Open);
    let over = fine(who.get("/").await).attr("[data-countdown]", "data-over");
    assert_eq!(over, ["Đã bắt đầu nhận bài"], "what it counts down to is the opening");
    // The other tab still shows the step that was taken.
    let late = who.post("/ban-to-chuc/giai-doan", &[("from", "draft"), ("confirm", "1")]).await;
    assert_eq!((late.status, site.phase()), (422, Phase::Open));
});

on_both_stacks!(more_time_reopens_the_intake_and_tells_everybody, |site| async {
    let deadline = site.contest().deadline_at.unwrap();
    site.app.clock.set(deadline.plus_days(-10));
    let entrant = site.account("Nguyễn Văn An", "entrant");
    site.poem_draft(&entrant, "Bến nước quê mình");
    site.app.clock.set(deadline.plus_days(1));
    let who = site.account("Phạm Hữu Phúc", "organizer");
    site.onward(&who);
    assert_eq!(site.phase(), Phase::Intake);
    let until = bongsen::kernel::time::Zone::parse("Asia/Ho_Chi_Minh").unwrap().field(deadline.plus_days(-1));
    let page = fine(who.get("/ban-to-chuc/gia-han").await);
    let early = Form::of(&page, "/gia-han").fill(&[("until", &until), ("reason", "Mưa lũ")]).send(&who).await;
    assert_eq!((early.status, early.faults().len()), (422, 1), "{:?}", early.faults());
    let until = bongsen::kernel::time::Zone::parse("Asia/Ho_Chi_Minh").unwrap().field(deadline.plus_days(15));
    let form = Form::of(&early, "/gia-han");
    assert_eq!(form.value("reason"), Some("Mưa lũ"), "what was typed is still there");
    fine(form.fill(&[("until", &until)]).send(&who).await);
    assert_eq!(site.phase(), Phase::Open);
    assert_eq!(site.contest().deadline_at, Some(deadline.plus_days(15)));
    let told = site.read(|c| {
        use bongsen::db::schema::messages;
        use diesel::prelude::*;
        let to_him = messages::table.filter(messages::account_id.eq(entrant.id()));
        Ok(to_him.filter(messages::kind.eq("extended")).count().get_result::<i64>(c)?)
    });
    assert_eq!(told, 1);
});

on_both_stacks!(another_contest_is_made_from_a_template, |site| async {
    let admin = site.account("Quản trị", "admin");
    let page = fine(admin.get("/quan-tri/cuoc-thi").await);
    let make = || Form::all(&page, "/cuoc-thi").into_iter().find(|f| f.value("short_code").is_some()).unwrap();
    let bad = make().fill(&[("source", "PT23"), ("short_code", "a b")]).send(&admin).await;
    assert_eq!((bad.status, bad.faults().len()), (422, 1));
    let there = make().fill(&[("source", "PT26"), ("short_code", "PT26")]).send(&admin).await;
    assert_eq!(there.status, 422, "the short code is taken");
    let other = |text: &str, which: &str| {
        make().fill(&[("source", "other"), ("template", text), ("which", which), ("short_code", "X1")])
    };
    let broken = other("{", "").send(&admin).await;
    assert_eq!(broken.status, 422);
    // Every fault is named in words, and what was pasted stays.
    let twice = PHU_TAN.replacen("\"key\": \"van-xuoi\"", "\"key\": \"tho\"", 1);
    let broken = other(&twice.replace("\"chung-khao\"", "\"so-khao\""), "PT26").send(&admin).await;
    assert_eq!(broken.status, 422);
    for word in ["“tho” có hai lần", "đúng một vòng sơ khảo và một vòng chung khảo"] {
        assert!(broken.faults().iter().any(|f| f.contains(word)), "{word}: {:?}", broken.faults());
    }
    let kept = Form::all(&broken, "/cuoc-thi").into_iter().find(|f| f.value("short_code").is_some()).unwrap();
    assert!(kept.value("template").unwrap().contains("PT26"));
    let which = other(PHU_TAN, "").send(&admin).await;
    assert!(which.faults()[0].contains("PT23, PT26"), "{:?}", which.faults());
    assert_eq!(site.read(|c| Ok(contests::all(c)?.len())), 1);

    let made = fine(make().fill(&[("source", "PT26"), ("short_code", "pt28")]).send(&admin).await);
    assert_eq!(made.path, "/cuoc-thi/PT28/ban-to-chuc/thiet-lap");
    let all = site.read(|c| Ok(contests::all(c)?));
    let current = |code: &str| all.iter().find(|c| c.short_code == code).map(|c| c.is_current);
    assert_eq!((all.len(), current("PT26"), current("PT28")), (2, Some(true), Some(false)));
    let count = |i: usize| {
        site.read(|c| Ok((contests::categories(c, all[i].id)?.len(), contests::rubrics(c, all[i].id)?.len())))
    };
    assert_eq!(count(0), count(1));

    let page = fine(admin.get("/quan-tri/cuoc-thi").await);
    let current = Form::all(&page, "/cuoc-thi").into_iter().find(|f| f.value("act") == Some("current")).unwrap();
    fine(current.send(&admin).await);
    assert_eq!(site.contest().short_code, "PT28");
    fine(site.visitor().get("/cuoc-thi/PT26/the-le").await);

    // From a file.
    let file = PHU_TAN.replace("Văn học", "Văn chương");
    let part = reqwest::multipart::Part::text(file).file_name("mau.json");
    let form = reqwest::multipart::Form::new().text("act", "make").text("source", "other").text("template", "");
    let form = form.text("which", "pt23").text("short_code", "PT30").part("file", part);
    let made = fine(admin.post_files("/quan-tri/cuoc-thi", form).await);
    assert_eq!(made.path, "/cuoc-thi/PT30/ban-to-chuc/thiet-lap");
    let page = fine(admin.get("/cuoc-thi/PT30/ban-to-chuc/thiet-lap/the-loai").await);
    assert!(page.text().contains("Văn chương"));
    assert_eq!(site.visitor().get("/cuoc-thi/KHONG/the-le").await.status, 404);
});

on_both_stacks!(rules_of_one_contest_stay_with_its_organizers, |site| async {
    let admin = site.account("Quản trị", "admin");
    let page = fine(admin.get("/quan-tri/cuoc-thi").await);
    let make = Form::all(&page, "/cuoc-thi").into_iter().find(|f| f.value("short_code").is_some()).unwrap();
    fine(make.fill(&[("source", "PT26"), ("short_code", "PT28")]).send(&admin).await);
    let who = site.account("Phạm Hữu Phúc", "organizer");
    fine(who.get("/cuoc-thi/PT26/ban-to-chuc/thiet-lap").await);
    assert_eq!(who.get("/cuoc-thi/PT28/ban-to-chuc/thiet-lap").await.status, 403);
    // A category of another contest is not there, whatever its number.
    let other = site.read(|c| {
        let id = contests::all(c)?.into_iter().find(|k| k.short_code == "PT28").unwrap().id;
        Ok(contests::categories(c, id)?.remove(0).id)
    });
    assert_eq!(who.get(&format!("{SETUP}/the-loai/{other}")).await.status, 404);
});
