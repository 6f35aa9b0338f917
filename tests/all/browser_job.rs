//! The main job in a real browser: on a small phone somebody signs up and hands in photos, a poem and a video; at desks the
//! office accepts, judges mark, two organizers publish; a visitor reads. Pages on the way are looked at by axe-core too.

use bongsen::contests::contest::{Phase, RoundKey};
use bongsen::kernel::ids::{digest, hex};

use crate::on_both_stacks;
use crate::support::screen::{LAPTOP, SMALL_PHONE, Screen};
use crate::support::site::{PASSWORD, Site, Visitor, fixture};
use crate::support::world::POEM;

/// Somebody with a phone who hands in.
pub struct Entrant<'a> {
    pub site: &'a Site,
    pub screen: Screen,
}

impl<'a> Entrant<'a> {
    /// Comes by the home page and makes an account.
    pub async fn signs_up(site: &'a Site, screen: Screen, name: &str, phone: &str) -> Self {
        screen.goto("/").await;
        screen.fine().await;
        screen.presses("Nộp tác phẩm").await;
        screen.presses("Chưa có tài khoản? Đăng ký").await;
        screen.types("name", name).await;
        screen.types("login", phone).await;
        screen.types("password", PASSWORD).await;
        screen.fine().await;
        screen.presses("Đăng ký").await;
        Self { site, screen }
    }

    /// Begins a work; gives the address of its task list.
    pub async fn begins(&self, category: &str) -> String {
        let id = self.site.category(category).id;
        self.screen.goto("/nop-bai").await;
        self.screen.presses("Nộp một tác phẩm").await;
        self.screen.ticks(&format!("[name=category][value='{id}']")).await;
        self.screen.presses("Tiếp tục").await;
        self.screen.path().await
    }

    /// Opens a part of the work from its task list.
    pub async fn opens(&self, work: &str, part: &str) {
        self.screen.goto(work).await;
        self.screen.goes(&format!("ul.tasks a[href$='{part}']")).await;
        self.screen.fine().await;
    }

    async fn saves(&self) {
        self.screen.presses("Lưu và tiếp tục").await;
        assert!(!self.screen.has("[data-error-summary]").await, "{}", self.screen.text().await);
    }

    async fn names_it(&self, work: &str, title: &str) {
        self.opens(work, "/tac-pham").await;
        self.screen.types("title", title).await;
        self.saves().await;
    }

    /// Chooses files and sends them: the page's own script does, or the form by itself.
    async fn sends_files(&self, work: &str, files: &[&str]) {
        self.opens(work, "/tep").await;
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
        let paths: Vec<String> = files.iter().map(|f| format!("{folder}/{f}")).collect();
        let field = self.screen.find("form[action$='/tep/0'] input[type=file]").await;
        field.send_keys(&paths.join("\n")).await.unwrap();
        self.screen.goes("form[action$='/tep/0'] button").await;
        self.site.work().await;
        self.screen.goto(&format!("{work}/tep")).await;
        let names = self.screen.texts("ul.files .name a").await;
        assert_eq!(names, files);
        let tags = self.screen.texts("ul.files .name .tag").await;
        assert_eq!(tags, vec!["Đã nhận"; files.len()]);
        self.screen.fine().await;
    }

    async fn finishes(&self, work: &str, author: &str) {
        self.opens(work, "/tac-gia").await;
        self.screen.types("name-1", author).await;
        self.screen.sets("birth-1", "1990-05-19").await;
        self.saves().await;
        self.opens(work, "/cam-ket").await;
        for promise in ["own_work", "rules", "personal_data", "gallery"] {
            self.screen.ticks(&format!("[name={promise}]")).await;
        }
        self.screen.ticks("[name=ai_used][value=no]").await;
        self.saves().await;
        self.screen.goto(&format!("{work}/kiem-tra")).await;
        self.screen.fine().await;
        self.screen.presses("Nộp tác phẩm").await;
        assert_eq!(self.screen.path().await, format!("{work}/bien-nhan?moi=1"));
        self.screen.fine().await;
    }

    pub async fn hands_in_poem(&self, author: &str, title: &str) {
        let work = self.begins("tho").await;
        self.names_it(&work, title).await;
        self.opens(&work, "/van-ban").await;
        self.screen.types("body", POEM).await;
        self.saves().await;
        self.finishes(&work, author).await;
    }

    pub async fn hands_in_photos(&self, author: &str, title: &str, photos: &[&str]) {
        let work = self.begins("nhiep-anh").await;
        self.names_it(&work, title).await;
        self.sends_files(&work, photos).await;
        for field in self.screen.names("caption-").await {
            self.screen.types(&field, "Chợ Phú Mỹ lúc 5 giờ sáng").await;
        }
        self.screen.presses("Lưu chú thích").await;
        self.finishes(&work, author).await;
        let receipt = self.screen.text().await;
        for photo in photos {
            let sum = hex(&digest(&fixture(photo)));
            assert!(receipt.contains(&sum), "{photo} {sum}: {receipt}");
        }
    }

    async fn hands_in_video(&self, author: &str, title: &str, video: &str) {
        let work = self.begins("truyen-hinh").await;
        self.opens(&work, "/tac-pham").await;
        self.screen.types("title", title).await;
        self.screen.types("outlet", "Đài Truyền thanh Phú Tân").await;
        self.screen.sets("published_on", "2026-05-19").await;
        self.saves().await;
        self.sends_files(&work, &[video]).await;
        self.finishes(&work, author).await;
    }
}

/// A secretary at the desk.
struct Secretary {
    screen: Screen,
}

impl Secretary {
    /// Opens a work from the queue, ticks what has to be looked at, accepts.
    async fn accepts(&self, title: &str) {
        self.screen.goto("/ban-thu-ky").await;
        self.screen.fine().await;
        self.screen.presses(title).await;
        self.screen.fine().await;
        while self.screen.has("form[action$='/kiem'] input[name=dat][value='1']").await {
            self.screen.goes("form[action$='/kiem']:has(input[name=dat][value='1']) button").await;
        }
        self.screen.goes("form[action$='/nhan'] button").await;
        let said = self.screen.text().await;
        assert!(said.contains("Đã nhận") || said.contains("hợp lệ"), "{said}");
    }
}

/// A judge at the desk.
struct Judge<'a> {
    site: &'a Site,
    who: &'a Visitor,
}

impl Judge<'_> {
    /// Marks every sheet by typing; each mark is kept before the next is typed. Gives the titles in their order.
    async fn types_marks(&self, key: RoundKey, less: i64) -> Vec<String> {
        let screen = Screen::of(self.site, self.who, LAPTOP).await;
        let mut titles = Vec::new();
        screen.goto("/cham").await;
        screen.fine().await;
        screen.goes("main a.btn[href*='/cham/']").await;
        for _ in self.site.sheets(self.who, key) {
            screen.fine().await;
            let title = screen.texts("article.work h1").await.remove(0);
            if screen.has("article.work video").await {
                // It plays here, not only downloads.
                screen.comes_true("document.querySelector('article.work video').readyState > 0").await;
            }
            titles.push(title);
            for name in screen.names("tc-").await {
                let max = format!("return document.querySelector('[name={name}]').closest('.crit').dataset.max");
                let max: i64 = screen.script(&max).await.as_str().unwrap().parse().unwrap();
                screen.types(&name, &format!("{}\t", max / 100 - less)).await;
                screen.find("[data-save-state][data-state=saved]").await;
            }
            screen.find(".levels button").await.click().await.unwrap();
            screen.presses("Nộp phiếu").await;
        }
        assert_eq!(screen.browser.console().await, Vec::<String>::new());
        titles
    }

    /// Marks by the same operations, without a screen.
    fn marks(&self, key: RoundKey, less: i32) -> usize {
        let sheets = self.site.sheets(self.who, key);
        for sheet in &sheets {
            self.site.marks(self.who, sheet, less);
        }
        sheets.len()
    }
}

/// An organizer at the desk.
struct Organizer {
    screen: Screen,
}

impl Organizer {
    /// Moves the contest on, having read what happens.
    async fn moves_on(&self) {
        self.screen.goto("/ban-to-chuc/giai-doan").await;
        self.screen.fine().await;
        if self.screen.has("[name=confirm]").await {
            self.screen.ticks("[name=confirm]").await;
        }
        self.screen.goes("form[action$='/giai-doan'] button").await;
    }

    /// Makes the panel of a group: who sits on it, who leads it, and who gets which work, by plan.
    async fn seats(&self, group: &str, judges: &[&Visitor], head: &Visitor) {
        self.screen.goto("/ban-to-chuc/cham-thi").await;
        self.screen.fine().await;
        self.screen.goes(&format!("form[action$='/lap'] button[aria-label*='{group}'][aria-label*='Sơ khảo']")).await;
        for judge in judges {
            self.screen.ticks(&format!("[name=members][value='{}']", judge.id())).await;
        }
        self.screen.chooses("head", &head.id().to_string()).await;
        self.screen.fine().await;
        self.screen.goes("main form[method=post] button").await;
        self.screen.fine().await;
        self.screen.goes("main a[href$='/ke-hoach']").await;
        self.screen.fine().await;
        self.screen.goes("main form[method=post][action$='/ke-hoach'] button").await;
        assert!(!self.screen.has("[data-error-summary]").await, "{}", self.screen.text().await);
    }

    async fn closes(&self, round: &str) {
        self.screen.goto(&format!("/ban-to-chuc/cham-thi/vong/{round}/dong")).await;
        self.screen.fine().await;
        self.screen.goes("form[action$='/dong'] button").await;
    }

    /// Opens a page, presses the button of a form, and says yes to the question.
    async fn does(&self, page: &str, form: &str) {
        if !page.is_empty() {
            self.screen.goto(page).await;
            self.screen.fine().await;
        }
        self.screen.answers(&format!("form[action$='{form}'] button")).await;
        assert!(!self.screen.has("[data-error-summary]").await, "{}", self.screen.text().await);
    }
}

on_both_stacks!(from_sign_up_to_results_with_clicks, |site| async move {
    const AN: &str = "Nguyễn Văn An";
    const TITLES: [&str; 3] = ["Bến nước quê mình", "Chợ sớm", "Người giữ đò"];
    site.quota(3);
    let an = Entrant::signs_up(site, Screen::open(site, SMALL_PHONE).await, AN, "0912 345 678").await;
    an.hands_in_poem(AN, TITLES[0]).await;
    an.hands_in_photos(AN, TITLES[1], &["photo.jpg", "photo2.jpg", "photo3.png"]).await;
    an.hands_in_video(AN, TITLES[2], "clip.mp4").await;
    an.screen.goto("/nop-bai").await;
    an.screen.fine().await;
    assert_eq!(an.screen.browser.console().await, Vec::<String>::new());

    let thu = site.account("Lê Thị Thư", "secretary");
    let secretary = Secretary { screen: Screen::of(site, &thu, LAPTOP).await };
    for title in TITLES {
        secretary.accepts(title).await;
    }
    site.work().await;
    drop((an, secretary));

    // The deadline passes.
    site.set_clock("2026-12-18T08:00");
    let (phuc, quy) = (site.account("Phạm Hữu Phúc", "organizer"), site.account("Đỗ Kim Quy", "organizer"));
    let people = [("Một", "head_judge"), ("Hai", "judge"), ("Ba", "judge")]
        .map(|(name, role)| site.account(&format!("Giám khảo {name}"), role));
    let bench: Vec<&Visitor> = people.iter().collect();
    let judges = [0, 1, 2].map(|i| Judge { site, who: &people[i] });
    let organizer = Organizer { screen: Screen::of(site, &phuc, LAPTOP).await };
    organizer.moves_on().await;
    assert_eq!(site.phase(), Phase::Intake);
    let seat = |key: RoundKey| {
        for group in ["VH", "NT", "BC"] {
            let panel = site.seat(&phuc, key, group, &bench, Some(bench[0]));
            site.plan(&phuc, &panel);
        }
    };
    for group in ["Văn học", "Nghệ thuật", "Báo chí"] {
        organizer.seats(group, &bench, bench[0]).await;
    }
    organizer.moves_on().await;
    assert_eq!(site.phase(), Phase::Preliminary);

    for (judge, less) in judges.iter().zip([3, 2, 1]) {
        let mut read = judge.types_marks(RoundKey::Preliminary, less).await;
        read.sort();
        assert_eq!(read, TITLES);
    }
    organizer.closes("so-khao").await;
    organizer.does("/ban-to-chuc/ket-qua/vao-chung-khao", "/vao-chung-khao").await;
    seat(RoundKey::Final);
    organizer.moves_on().await;
    for judge in &judges {
        assert_eq!(judge.marks(RoundKey::Final, 1), 3);
    }
    organizer.closes("chung-khao").await;
    organizer.moves_on().await;
    assert_eq!(site.phase(), Phase::Deliberation);

    let proposals = "form[action$='/theo-thu-tu']";
    organizer.screen.goto("/ban-to-chuc/ket-qua/giai").await;
    let groups = organizer.screen.values(&format!("{proposals} [name=nhom]")).await;
    assert_eq!(groups.len(), 3);
    for group in groups {
        organizer.screen.answers(&format!("{proposals}:has([value='{group}']) button")).await;
    }
    organizer.screen.fine().await;
    organizer.does("/ban-to-chuc/ket-qua/cong-bo", "/ghep-phach").await;
    organizer.does("", "/cong-bo").await;
    assert!(!organizer.screen.has("form[action$='/duyet']").await, "who proposed does not approve");
    let second = Organizer { screen: Screen::of(site, &quy, LAPTOP).await };
    second.does("/ban-to-chuc/ket-qua/cong-bo", "/duyet").await;
    assert_eq!(site.phase(), Phase::Published);

    let visitor = Screen::open(site, SMALL_PHONE).await;
    visitor.goto("/").await;
    visitor.fine().await;
    visitor.presses("Xem kết quả").await;
    visitor.fine().await;
    let prizes = visitor.texts(".winners li").await;
    let begin: Vec<String> = prizes.iter().map(|p| p.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(begin, TITLES.map(|t| format!("{t} – {AN}")));
    visitor.presses(TITLES[0]).await;
    visitor.fine().await;
    assert_eq!(visitor.texts("h1").await, [TITLES[0]]);
    assert_eq!(visitor.texts(".stanza span").await, POEM.lines().collect::<Vec<_>>());
    visitor.goto("/tac-pham").await;
    visitor.fine().await;
    visitor.presses(TITLES[1]).await;
    visitor.fine().await;
    let pictures =
        "[...document.querySelectorAll('main .gallery img')].map(i => i.loading = 'eager' && i.naturalWidth)";
    visitor.comes_true(&format!("{pictures}.length === 3 && {pictures}.every(w => w > 0)")).await;
    visitor.goto("/tac-pham").await;
    visitor.presses(TITLES[2]).await;
    visitor.fine().await;
    visitor.comes_true("document.querySelector('main video').readyState > 0").await;
    assert_eq!(visitor.browser.console().await, Vec::<String>::new());
});
