//! Letters: what each says in both languages, how they leave the house, and what becomes of those that do not.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bongsen::accounts::ops as accounts;
use bongsen::app::App;
use bongsen::db::Conn;
use bongsen::db::schema::messages;
use bongsen::jobs::mailer;
use bongsen::kernel::ids::AccountId;
use bongsen::lang::Lang;
use bongsen::messages::message::{Message, MessageState};
use bongsen::messages::outbox::{Letter, LetterKind, tell, tell_address};
use bongsen::messages::store;
use diesel::prelude::*;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::sync::mpsc;

use crate::on_both_stacks;
use crate::support::forms::Form;
use crate::support::site::{PASSWORD, Site, Stack};

/// Every kind with its subject in both languages.
const SUBJECTS: [(LetterKind, &str, &str); 14] = [
    (LetterKind::Welcome, "Chào mừng đến với Bông Sen", "Welcome to Bông Sen"),
    (LetterKind::ResetCode, "Mã đặt lại mật khẩu", "Code for a new password"),
    (LetterKind::Receipt, "Đã nhận tác phẩm PT26-1", "Received: PT26-1"),
    (LetterKind::Correction, "Đề nghị bổ sung hồ sơ PT26-1", "Please correct or complete PT26-1"),
    (LetterKind::Accepted, "Tác phẩm PT26-1 hợp lệ", "Accepted: PT26-1"),
    (LetterKind::Refused, "Tác phẩm PT26-1 chưa đủ điều kiện dự thi", "Not accepted: PT26-1"),
    (LetterKind::Reopened, "Hồ sơ PT26-1 được xem xét lại", "Under review again: PT26-1"),
    (LetterKind::Withdrawn, "Đã rút tác phẩm PT26-1", "Withdrawn: PT26-1"),
    (LetterKind::Disqualified, "Tác phẩm PT26-1 bị loại khỏi cuộc thi", "Disqualified: PT26-1"),
    (LetterKind::Invitation, "Thư mời tham gia Sen vàng", "Invitation to Sen vàng"),
    (LetterKind::AssignmentReady, "Đã phân công chấm: 3 tác phẩm", "Works to judge: 3"),
    (LetterKind::SheetReopened, "Phiếu chấm bài PT26-1 được mở lại", "Your sheet for PT26-1 was reopened"),
    (LetterKind::Extended, "Gia hạn nộp bài đến 20/12/2026 17:00", "The deadline is now 20/12/2026 17:00"),
    (LetterKind::Results, "Công bố kết quả Sen vàng", "Results of Sen vàng"),
];

fn letter(kind: LetterKind, prize: &str) -> Letter {
    Letter::new(kind, None, "/noi-do")
        .with("code", "PT26-1")
        .with("contest", "Sen vàng")
        .with("title", "Bến nước")
        .with("time", "01/10/2026 08:00")
        .with("text", "Ảnh số 2 còn mờ.")
        .with("due", "05/10/2026 17:00")
        .with("reason", "Không đúng thể loại.")
        .with("role", "Giám khảo")
        .with("count", 3i64)
        .with("round", "Sơ khảo")
        .with("until", "20/12/2026 17:00")
        .with("prize", prize)
}

fn newest(site: &Site) -> Message {
    site.read(|c| Ok(store::page(c, None, 0, 1)?)).remove(0)
}

/// Somebody with a mail address who reads this language.
fn reader(site: &Site, lang: Lang) -> AccountId {
    let email = format!("doc-{}@example.vn", lang.code());
    site.write(|tx, cx| {
        let new = accounts::NewAccount {
            name: "Lê Thị Đọc".into(),
            email: Some(email.clone()),
            lang,
            ..accounts::NewAccount::default()
        };
        accounts::create_account(tx, cx, new)
    })
}

/// What is wrong with a text of ours, if anything: names of keys or values, gaps where something should stand.
fn blemish(text: &str) -> Option<&str> {
    text.lines().find(|line| {
        line.replace("{base}", "").contains(['{', '}', '$'])
            || line.starts_with("mail-")
            || line.ends_with(' ')
            || line.trim_start().contains("  ")
            || line.contains(" .")
            || line.contains("“”")
    })
}

on_both_stacks!(every_letter_is_whole_in_both_languages, |site| async {
    assert_eq!(SUBJECTS.map(|(k, ..)| k).to_vec(), LetterKind::ALL.to_vec());
    let (vi, en) = (reader(site, Lang::Vi), reader(site, Lang::En));
    let by_phone = site.account("Trần Thị Bình", "entrant").id();
    for (kind, in_vi, in_en) in SUBJECTS {
        for prize in ["none", "A"] {
            for (who, subject, dear, yours) in [
                (vi, in_vi, "Kính gửi Lê Thị Đọc,\n\n", "\n\nTrân trọng,\nBan Tổ chức"),
                (en, in_en, "Dear Lê Thị Đọc,\n\n", "\n\nYours sincerely,\nThe organizers"),
            ] {
                site.write(|tx, cx| tell(tx, cx, who, &letter(kind, prize)));
                let m = newest(site);
                assert_eq!((m.subject.as_str(), m.state), (subject, MessageState::Queued));
                assert!(m.body.starts_with(dear), "{kind:?}: {}", m.body);
                assert!(m.body.ends_with(yours), "{kind:?}: {}", m.body);
                assert!(m.body.contains("{base}/noi-do"), "{kind:?}: {}", m.body);
                assert_eq!(blemish(&m.body), None, "{kind:?}: {}", m.body);
            }
            if kind.by_phone() {
                site.write(|tx, cx| tell(tx, cx, by_phone, &letter(kind, prize)));
                let m = newest(site);
                assert_eq!((m.state, m.recipient.as_deref()), (MessageState::Call, None));
                assert_eq!((blemish(&m.body), m.body.contains("{base}")), (None, false), "{kind:?}: {}", m.body);
                assert!(m.body.lines().count() == 1 && !m.body.is_empty(), "{kind:?}: {}", m.body);
            }
        }
    }
});

on_both_stacks!(the_results_letter_says_what_became_of_the_work, |site| async {
    let (vi, en) = (reader(site, Lang::Vi), reader(site, Lang::En));
    let line = |who: AccountId, prize: &str| {
        site.write(|tx, cx| tell(tx, cx, who, &letter(LetterKind::Results, prize)));
        newest(site).body.lines().nth(2).unwrap().to_owned()
    };
    assert_eq!(
        line(vi, "none"),
        "Kết quả Sen vàng đã được công bố. Tác giả đã dự thi với tác phẩm “Bến nước”. Rất tiếc, tác phẩm không có trong danh sách đạt giải lần này."
    );
    assert_eq!(
        line(vi, "A"),
        "Kết quả Sen vàng đã được công bố. Tác giả đã dự thi với tác phẩm “Bến nước”. Xin chúc mừng: tác phẩm đạt giải A."
    );
    assert_eq!(
        line(en, "none"),
        "The results of Sen vàng are out. You took part with “Bến nước”. Unfortunately it is not among the winners this time."
    );
    assert_eq!(
        line(en, "A"),
        "The results of Sen vàng are out. You took part with “Bến nước”. Congratulations: it won prize A."
    );
});

on_both_stacks!(an_invitation_speaks_the_language_of_who_is_invited_or_invites, |site| async {
    reader(site, Lang::En);
    let organizer = site.account("Phạm Hữu Phúc", "organizer");
    let contest = site.contest();
    let invite = |email: &str| {
        let cmd = accounts::Invite {
            contest: Some(contest.id),
            contest_title: "Sen vàng".into(),
            role: bongsen::accounts::account::InvitedRole::HeadJudge,
            name: "Ann Reader".into(),
            email: email.into(),
            unit: None,
            form: String::new(),
        };
        site.by(&organizer, |tx, cx| accounts::invite(tx, cx, &cmd));
        newest(site)
    };
    let m = invite("doc-en@example.vn");
    assert_eq!(m.subject, "Invitation to Sen vàng");
    assert!(m.body.contains("Head judge") && !m.body.contains("Trưởng ban"), "{}", m.body);
    assert_eq!(invite("moi@example.vn").subject, "Thư mời tham gia Sen vàng");
    organizer.post("/ngon-ngu", &[("ngon-ngu", "en"), ("ve", "/")]).await;
    assert_eq!(invite("khac@example.vn").subject, "Invitation to Sen vàng");
});

/// One part of a mail, decoded.
fn part(mail: &str, kind: &str) -> String {
    let (_, rest) = mail.split_once(&format!("Content-Type: {kind}")).unwrap_or_else(|| panic!("{mail}"));
    let (head, rest) = rest.split_once("\r\n\r\n").unwrap();
    let body = rest.split("\r\n--").next().unwrap();
    let bytes = if head.contains("base64") {
        STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap()
    } else if head.contains("quoted-printable") {
        let mut out = Vec::new();
        let body = body.replace("=\r\n", "");
        let mut rest = body.bytes();
        while let Some(b) = rest.next() {
            if b == b'=' {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            } else {
                out.push(b);
            }
        }
        out
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

on_both_stacks!(a_letter_leaves_as_text_and_as_a_page, |site| async {
    let an = site.visitor();
    let form = [("name", "Nguyễn Văn An"), ("login", "an@example.vn"), ("password", PASSWORD)];
    an.post("/dang-ky", &form).await;
    site.work().await;
    let m = newest(site);
    assert_eq!((m.state, m.attempts, m.done_at), (MessageState::Sent, 1, Some(site.now())));
    let mails = site.mails();
    assert_eq!(mails.len(), 1);
    let mail = &mails[0].1;
    assert!(mail.contains("<an@example.vn>"), "{mail}");
    assert!(mail.contains(&format!("<thu-{:08}@example.vn>", m.id.0)), "{mail}");
    let text = part(mail, "text/plain");
    let start = format!("Bắt đầu nộp bài tại: {}/nop-bai\n", site.base);
    assert!(text.starts_with("Kính gửi Nguyễn Văn An,\n\n") && text.contains(&start), "{text}");
    let page = part(mail, "text/html");
    let address = format!("{}/nop-bai", site.base);
    assert!(page.contains(&format!(r#"<a href="{address}">{address}</a>"#)), "{page}");
    assert!(!mail.contains("{base}"), "{mail}");
});

/// Lets a letter wait for somebody at this address.
fn waiting(site: &Site, email: &str) -> Message {
    let contest = Some(site.contest().id);
    let letter = Letter { contest, ..letter(LetterKind::Accepted, "none") };
    site.write(|tx, cx| tell_address(tx, cx, "Lê Thị Đọc", email, Lang::Vi, &letter));
    newest(site)
}

on_both_stacks!(a_letter_taken_by_a_copy_that_died_is_sent_by_another, |site| async {
    let m = waiting(site, "doc@example.vn");
    let now = site.now();
    let taken = site.write(|tx, _| Ok(store::claim(tx, now, now.plus_minutes(5))?));
    assert_eq!(taken.map(|t| (t.id, t.attempts)), Some((m.id, 1)));
    // A second copy finds nothing while the first may still be at it.
    assert_eq!(site.write(|tx, _| Ok(store::claim(tx, now, now.plus_minutes(5))?)), None);
    site.minutes_pass(4);
    site.work().await;
    assert_eq!((newest(site).state, site.mails().len()), (MessageState::Queued, 0));
    site.minutes_pass(1);
    site.work().await;
    let sent = newest(site);
    assert_eq!((sent.state, sent.attempts, site.mails().len()), (MessageState::Sent, 2, 1));
    site.work().await;
    assert_eq!(site.mails().len(), 1);
});

/// A mail server that takes its time: with every letter a minute passes on the site's clock. It gives the number of each letter
/// that it took.
async fn slow_server(listener: tokio::net::TcpListener, app: App, took: mpsc::UnboundedSender<String>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let (app, took) = (app.clone(), took.clone());
        tokio::spawn(async move {
            let mut socket = BufReader::new(socket);
            socket.write_all(b"220 thu\r\n").await?;
            let (mut line, mut is_letter, mut number) = (String::new(), false, String::new());
            while socket.read_line(&mut line).await? > 0 {
                let said = std::mem::take(&mut line);
                let answer = if is_letter {
                    if let Some(n) = said.strip_prefix("Message-ID: ") {
                        number = n.trim().to_owned();
                    }
                    if said != ".\r\n" {
                        continue;
                    }
                    is_letter = false;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    app.clock.set(app.now().plus_minutes(1));
                    let _ = took.send(std::mem::take(&mut number));
                    "250 ok\r\n"
                } else if said.starts_with("DATA") {
                    is_letter = true;
                    "354 go on\r\n"
                } else {
                    "250 ok\r\n"
                };
                socket.write_all(answer.as_bytes()).await?;
            }
            std::io::Result::Ok(())
        });
    }
}

async fn two_mailers_send_each_letter_once(stack: Stack) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let site = Site::start_with(stack, move |settings| settings.smtp_url = Some(address)).await;
    let (took, mut arrived) = mpsc::unbounded_channel();
    tokio::spawn(slow_server(listener, site.app.clone(), took));
    for n in 0..30 {
        waiting(&site, &format!("doc{n}@example.vn"));
    }
    let (one, other) = (site.app.clone(), site.app.clone());
    let first = tokio::spawn(async move { mailer::send_due(&one).await.unwrap() });
    // The second begins when the first has been at it for longer than anybody may hold a letter.
    let mut letters = Vec::new();
    for _ in 0..7 {
        letters.push(arrived.recv().await.unwrap());
    }
    let second = tokio::spawn(async move { mailer::send_due(&other).await.unwrap() });
    assert_eq!(first.await.unwrap() + second.await.unwrap(), 30);
    while let Ok(letter) = arrived.try_recv() {
        letters.push(letter);
    }
    letters.sort();
    let all = letters.len();
    letters.dedup();
    assert_eq!((letters.len(), all), (30, 30), "each once");
    assert_eq!(site.read(|c| Ok(store::count(c, MessageState::Sent)?)), 30);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_mailers_send_each_letter_once_on_sqlite() {
    two_mailers_send_each_letter_once(Stack::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_mailers_send_each_letter_once_on_postgresql() {
    two_mailers_send_each_letter_once(Stack::Scaled).await;
}

on_both_stacks!(a_letter_that_does_not_leave_is_tried_again_and_then_shown, |site| async {
    let admin = site.account("Quản trị", "admin");
    let m = waiting(site, "không phải địa chỉ");
    for (tried, minutes) in [1, 5, 30, 120, 720].into_iter().enumerate() {
        let begun = site.now();
        site.work().await;
        let now = newest(site);
        assert_eq!((now.state, now.attempts), (MessageState::Queued, i64::try_from(tried).unwrap() + 1));
        assert_eq!(now.next_at, begun.plus_minutes(minutes));
        assert_ne!(now.error, "");
        site.minutes_pass(minutes);
    }
    site.work().await;
    let failed = newest(site);
    assert_eq!((failed.state, failed.attempts), (MessageState::Failed, 6));
    site.minutes_pass(100_000);
    site.work().await;
    assert_eq!(newest(site), failed, "it has failed for good");

    // Who got no letter has to be told by telephone: what, and why the letter did not arrive.
    let secretary = site.account("Lê Thị Thư", "secretary");
    let page = secretary.get("/ban-thu-ky/goi-dien").await;
    let row = page.select("tbody tr").join(" ");
    for said in ["Lê Thị Đọc", "Email đến không phải địa chỉ không tới được.", &failed.error] {
        assert!(row.contains(said), "{said}: {row}");
    }

    // A week later the session has ended.
    let admin = {
        let page =
            admin.post("/dang-nhap", &[("login", &admin.login), ("password", PASSWORD), ("tiep", "/quan-tri")]).await;
        assert_eq!(page.link("Hộp thư đi").as_deref(), Some("/quan-tri/hop-thu"), "{}", page.text());
        admin
    };
    let page = admin.get("/quan-tri/hop-thu?trang-thai=failed").await;
    let text = page.text();
    for said in ["Tác phẩm PT26-1 hợp lệ", "Lê Thị Đọc", "không phải địa chỉ", "Đã thử 6 lần", &failed.error]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(admin.get("/quan-tri/hop-thu?trang-thai=sent").await.select("tbody tr").len(), 0);
    // The address is mended, and the button pressed.
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        let of = messages::table.find(m.id);
        Ok(diesel::update(of).set(messages::recipient.eq("doc@example.vn")).execute(conn)?)
    });
    let id = m.id.to_string();
    let page = admin.post("/quan-tri/hop-thu", &[("id", &id)]).await;
    assert_eq!(page.path, "/quan-tri/hop-thu?trang-thai=queued&xong=mot");
    assert_eq!(page.select("tbody tr").len(), 1);
    site.work().await;
    assert_eq!((newest(site).state, site.mails().len()), (MessageState::Sent, 1));
    assert_eq!(admin.post("/quan-tri/hop-thu", &[("id", &id)]).await.status, 404, "it did not fail");
});

on_both_stacks!(the_outbox_is_read_by_state_and_keeps_secrets, |site| async {
    let admin = site.account("Quản trị", "admin");
    let an = site.account("Nguyễn Văn An", "entrant");
    for n in 0..60 {
        waiting(site, &format!("doc{n}@example.vn"));
    }
    site.write(|tx, cx| tell(tx, cx, an.id(), &letter(LetterKind::Accepted, "none")));
    let invitation = letter(LetterKind::Invitation, "none");
    site.write(|tx, cx| tell_address(tx, cx, "Lê Thị Mời", "moi@example.vn", Lang::Vi, &invitation));
    let page = admin.get("/quan-tri/hop-thu").await;
    assert_eq!(page.select("tbody tr").len(), 50);
    assert!(page.text().contains("1–50 trong 62"), "{}", page.text());
    let first = &page.select("tbody tr")[0];
    assert!(first.contains("Thư này có mã hoặc đường dẫn riêng") && !first.contains("/noi-do"), "{first}");
    assert_eq!(admin.get("/quan-tri/hop-thu?trang=2").await.select("tbody tr").len(), 12);
    let calls = admin.get("/quan-tri/hop-thu?trang-thai=call").await;
    assert_eq!(calls.select("tbody tr").len(), 1);
    assert!(calls.text().contains("Không có email"), "{}", calls.text());
    let failed = admin.get("/quan-tri/hop-thu?trang-thai=failed").await;
    assert_eq!(failed.select(".empty h2"), ["Không có thư nào bị lỗi"]);
    // All that failed at once.
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        let of = messages::table.filter(messages::state.eq(MessageState::Queued));
        Ok(diesel::update(of).set(messages::state.eq(MessageState::Failed)).execute(conn)?)
    });
    let page = admin.post("/quan-tri/hop-thu", &[("act", "all")]).await;
    assert_eq!(page.path, "/quan-tri/hop-thu?trang-thai=queued&xong=het");
    assert!(page.text().contains("1–50 trong 61"), "{}", page.text());
});

on_both_stacks!(a_secret_that_never_left_does_not_stay, |site| async {
    let admin = site.account("Quản trị", "admin");
    for kind in [LetterKind::Invitation, LetterKind::Accepted] {
        site.write(|tx, cx| tell_address(tx, cx, "Lê Thị Mời", "moi@example.vn", Lang::Vi, &letter(kind, "none")));
    }
    site.write(|tx, _| {
        let conn: &mut Conn = tx;
        Ok(diesel::update(messages::table).set(messages::state.eq(MessageState::Failed)).execute(conn)?)
    });
    let bodies = || {
        let all: Vec<String> = site.read(|c| Ok(messages::table.order(messages::id).select(messages::body).load(c)?));
        all.iter().map(|b| !b.is_empty()).collect::<Vec<_>>()
    };
    let tidy = || bongsen::jobs::tidy::run(&site.app, bongsen::jobs::tidy::UNCLAIMED);
    tidy().await.unwrap();
    assert_eq!(bodies(), [true, true], "it may be sent again for as long as it is good for something");
    site.minutes_pass(15 * 24 * 60);
    tidy().await.unwrap();
    assert_eq!(bodies(), [false, true]);
    let admin = {
        let form = [("login", admin.login.as_str()), ("password", PASSWORD), ("tiep", "/quan-tri")];
        assert_eq!(admin.post("/dang-nhap", &form).await.status, 200);
        admin
    };
    let failed = admin.get("/quan-tri/hop-thu?trang-thai=failed").await;
    assert_eq!(Form::all(&failed, "/hop-thu").len(), 2, "all of them, and the one that can be sent");
    let page = admin.post("/quan-tri/hop-thu", &[("act", "all")]).await;
    assert_eq!((page.status, page.select("tbody tr").len()), (200, 1), "an empty letter is not sent");
});
