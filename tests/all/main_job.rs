//! The main job: people hand in, the office accepts, judges mark, two organizers publish, everybody reads the results.
//! Once over plain forms on both stacks (as without JavaScript), once in a real browser.

use bongsen::contests::contest::{Phase, RoundKey};

use crate::on_both_stacks;
use crate::support::forms::Form;
use crate::support::page::Page;
use crate::support::site::{Site, Visitor};
use crate::support::world::POEM;

/// Follows a redirect's end: the page must be fine.
fn fine(page: Page) -> Page {
    assert_eq!(page.status, 200, "{}: {}", page.path, page.text());
    page
}

/// Somebody who hands in by forms.
struct Entrant {
    who: Visitor,
}

impl Entrant {
    /// Begins a work in a category; gives the address of its task list.
    async fn begins(&self, site: &Site, category: &str) -> String {
        let id = site.category(category).id.to_string();
        let page = fine(self.who.get("/nop-bai/moi").await);
        let list = fine(Form::of(&page, "/moi").fill(&[("category", &id)]).send(&self.who).await);
        list.path
    }

    /// Fills in one part of a work.
    async fn fills(&self, work: &str, part: &str, fields: &[(&str, &str)]) {
        let page = fine(self.who.get(&format!("{work}{part}")).await);
        let after = Form::of(&page, part).fill(fields).send(&self.who).await;
        assert_eq!((after.status, after.faults()), (200, vec![]), "{part}: {}", after.text());
    }

    async fn names_the_author(&self, work: &str) {
        let fields = [("name-1", self.who.name.as_str()), ("birth-1", "1990-05-19")];
        self.fills(work, "/tac-gia", &fields).await;
    }

    async fn promises(&self, work: &str) {
        let made = [("own_work", "1"), ("rules", "1"), ("personal_data", "1"), ("gallery", "1"), ("ai_used", "no")];
        self.fills(work, "/cam-ket", &made).await;
    }

    /// Checks the answers and hands in; gives the receipt.
    async fn sends(&self, work: &str) -> Page {
        let page = fine(self.who.get(&format!("{work}/kiem-tra")).await);
        let receipt = fine(Form::of(&page, "/kiem-tra").send(&self.who).await);
        assert_eq!(receipt.path, format!("{work}/bien-nhan?moi=1"));
        receipt
    }

    async fn hands_in_poem(&self, site: &Site, title: &str) -> Page {
        let work = self.begins(site, "tho").await;
        self.fills(&work, "/tac-pham", &[("title", title)]).await;
        self.fills(&work, "/van-ban", &[("body", POEM)]).await;
        self.names_the_author(&work).await;
        self.promises(&work).await;
        self.sends(&work).await
    }

    async fn hands_in_photos(&self, site: &Site, title: &str, photos: &[&str]) -> Page {
        let work = self.begins(site, "nhiep-anh").await;
        self.fills(&work, "/tac-pham", &[("title", title)]).await;
        let page = fine(self.who.get(&format!("{work}/tep")).await);
        let after = fine(Form::of(&page, "/tep/0").send_files(&self.who, "file", photos).await);
        assert_eq!(after.faults(), Vec::<String>::new());
        site.work().await;
        let page = fine(self.who.get(&format!("{work}/tep")).await);
        let captions = Form::of(&page, "/tep").names("caption-");
        assert_eq!(captions.len(), photos.len());
        let fields: Vec<(&str, &str)> = captions.iter().map(|c| (c.as_str(), "Chợ Phú Mỹ lúc 5 giờ sáng")).collect();
        let after = fine(Form::of(&page, "/tep").fill(&fields).press("luu", "1").send(&self.who).await);
        assert_eq!(after.faults(), Vec::<String>::new());
        self.names_the_author(&work).await;
        self.promises(&work).await;
        self.sends(&work).await
    }
}

/// A secretary who takes every work that waits: opens it from the queue, ticks what has to be looked at, accepts.
struct Secretary {
    who: Visitor,
}

impl Secretary {
    async fn accepts(&self, title: &str) -> Page {
        let queue = fine(self.who.get("/ban-thu-ky").await);
        let link = queue.link(title).unwrap_or_else(|| panic!("no «{title}» in the queue: {}", queue.text()));
        let mut page = fine(self.who.get(&link).await);
        loop {
            let ticks = Form::all(&page, "/kiem");
            let Some(open) = ticks.into_iter().find(|f| f.value("dat") == Some("1")) else { break };
            page = fine(open.send(&self.who).await);
        }
        fine(Form::of(&page, "/nhan").send(&self.who).await)
    }
}

/// A judge who marks every sheet of the list, each criterion so far below its maximum.
struct Judge {
    who: Visitor,
}

impl Judge {
    async fn marks(&self, site: &Site, key: RoundKey, less: impl Fn(&str) -> i64) -> usize {
        let sheets = site.sheets(&self.who, key);
        for sheet in &sheets {
            let desk = fine(self.who.get(&format!("/cham/{}", sheet.token)).await);
            let text = desk.text();
            let title = site.read(|c| Ok(bongsen::entries::store::by_id(c, sheet.entry_id)?)).unwrap().title;
            assert!(text.contains(&title), "the desk shows the work: {text}");
            let maxima = desk.attr("[data-criterion]", "data-max");
            let names: Vec<String> =
                desk.attr("[data-criterion]", "data-criterion").into_iter().map(|id| format!("tc-{id}")).collect();
            let typed: Vec<String> =
                maxima.iter().map(|m| (m.parse::<i64>().unwrap() / 100 - less(&title)).to_string()).collect();
            let fields: Vec<(&str, &str)> =
                names.iter().map(String::as_str).zip(typed.iter().map(String::as_str)).collect();
            let form = Form::of(&desk, &format!("/cham/{}", sheet.token));
            let after = fine(form.fill(&fields).press("viec", "nop").send(&self.who).await);
            assert_eq!(after.faults(), Vec::<String>::new());
        }
        sheets.len()
    }
}

on_both_stacks!(a_contest_from_sign_up_to_results, |site| async move {
    site.quota(3);
    let an = Entrant { who: site.sign_up("Nguyễn Văn An").await };
    let binh = Entrant { who: site.sign_up("Trần Thị Bình").await };
    let receipt = an.hands_in_poem(site, "Bến nước quê mình").await;
    assert!(receipt.text().contains("PT26-"), "{}", receipt.text());
    binh.hands_in_poem(site, "Mùa nước nổi").await;
    let photos = ["photo.jpg", "photo2.jpg", "photo3.png"];
    let receipt = an.hands_in_photos(site, "Chợ sớm", &photos).await.text();
    for photo in photos {
        assert!(receipt.contains(photo), "{receipt}");
        let sum = bongsen::kernel::ids::hex(&bongsen::kernel::ids::digest(&crate::support::site::fixture(photo)));
        assert!(receipt.replace(' ', "").contains(&sum), "{photo} {sum}: {receipt}");
    }

    let thu_ky = Secretary { who: site.account("Lê Thị Thư", "secretary") };
    for title in ["Bến nước quê mình", "Mùa nước nổi", "Chợ sớm"] {
        thu_ky.accepts(title).await;
    }

    let (phuc, quy) = (site.account("Phạm Hữu Phúc", "organizer"), site.account("Đỗ Kim Quy", "organizer"));
    let judges = [
        Judge { who: site.account("Giám khảo Một", "head_judge") },
        Judge { who: site.account("Giám khảo Hai", "judge") },
        Judge { who: site.account("Giám khảo Ba", "judge") },
    ];
    let bench: Vec<&Visitor> = judges.iter().map(|j| &j.who).collect();
    assert_eq!(site.onward(&phuc).phase, Phase::Intake);
    for group in ["VH", "NT"] {
        let panel = site.seat(&phuc, RoundKey::Preliminary, group, &bench, Some(bench[0]));
        site.plan(&phuc, &panel);
    }
    assert_eq!(site.onward(&phuc).phase, Phase::Preliminary);
    for judge in &judges {
        let less = |title: &str| if title == "Mùa nước nổi" { 5 } else { 2 };
        assert_eq!(judge.marks(site, RoundKey::Preliminary, less).await, 3);
    }
    site.close_round(&phuc, RoundKey::Preliminary);

    let page = fine(phuc.get("/ban-to-chuc/ket-qua/vao-chung-khao").await);
    fine(Form::of(&page, "/vao-chung-khao").send(&phuc).await);
    for group in ["VH", "NT"] {
        let panel = site.seat(&phuc, RoundKey::Final, group, &bench, Some(bench[0]));
        site.plan(&phuc, &panel);
    }
    assert_eq!(site.onward(&phuc).phase, Phase::Final);
    for judge in &judges {
        assert_eq!(judge.marks(site, RoundKey::Final, |_| 1).await, 2, "30% of each category, rounded up");
    }
    site.close_round(&phuc, RoundKey::Final);
    assert_eq!(site.onward(&phuc).phase, Phase::Deliberation);

    // Nothing is public yet.
    let visitor = site.visitor();
    assert!(!visitor.get("/ket-qua").await.text().contains("Bến nước quê mình"));

    let page = fine(phuc.get("/ban-to-chuc/ket-qua/giai").await);
    for form in Form::all(&page, "/theo-thu-tu") {
        fine(form.send(&phuc).await);
    }
    let page = fine(phuc.get("/ban-to-chuc/ket-qua/cong-bo").await);
    let page = fine(Form::of(&page, "/ghep-phach").send(&phuc).await);
    let page = fine(Form::of(&page, "/cong-bo").send(&phuc).await);
    assert_eq!(Form::all(&page, "/duyet").len(), 0, "who proposed does not approve");
    let page = fine(quy.get("/ban-to-chuc/ket-qua/cong-bo").await);
    fine(Form::of(&page, "/duyet").send(&quy).await);

    assert_eq!(site.phase(), Phase::Published);
    let results = fine(visitor.get("/ket-qua").await);
    let prizes = results.select(".winners li");
    assert_eq!(prizes.len(), 2, "{prizes:?}");
    assert!(prizes[0].starts_with("Bến nước quê mình – Nguyễn Văn An"), "{prizes:?}");
    assert!(prizes[1].starts_with("Chợ sớm – Nguyễn Văn An"), "{prizes:?}");
    let gallery = fine(visitor.get("/tac-pham").await);
    let mut there = Vec::new();
    for title in ["Bến nước quê mình", "Mùa nước nổi", "Chợ sớm"] {
        there.push(gallery.text().contains(title));
    }
    assert_eq!(there, [true; 3], "{}", gallery.text());
});
