//! The real program, killed in the middle of two hundred people handing in and marking at once: what it acknowledged is there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bongsen::audit::{Subject, record};
use bongsen::contests::contest::{RoundKey, RoundState};
use bongsen::contests::store as contests;
use bongsen::db::Conn;
use bongsen::db::schema::rounds;
use bongsen::entries::entry::EntryState;
use diesel::prelude::*;

use crate::support::postgres::Postgres;
use crate::support::served::{Served, command};
use crate::support::site::Site;

/// Half of them hand in, half of them mark.
const AT_ONCE: usize = 200;

/// What somebody is about to send, and how to find it again.
enum Deed {
    HandIn { entry: bongsen::kernel::ids::EntryId },
    Mark { sheet: bongsen::kernel::ids::AssignmentId },
}

struct Sending {
    deed: Deed,
    path: String,
    cookie: String,
    fields: Vec<(String, String)>,
}

/// Everybody with their form filled in.
fn ready_to_send(site: &Site) -> Vec<Sending> {
    site.open_now();
    site.quota(1);
    let (organizer, secretary) = (site.account("Phúc", "organizer"), site.account("Thư", "secretary"));
    let judge = site.account("Giám khảo", "judge");
    let mut all = Vec::new();
    for n in 0..AT_ONCE / 2 {
        let an = site.account(&format!("Tác giả {n}"), "entrant");
        let there = site.poem(&an, &format!("Bài đã nhận {n}"));
        site.accept(&secretary, &there);
        let draft = site.poem_draft(&an, &format!("Bài sắp nộp {n}"));
        all.push(Sending {
            deed: Deed::HandIn { entry: draft.id },
            path: format!("/nop-bai/{}/kiem-tra", draft.token),
            cookie: an.cookie(),
            fields: vec![("version".into(), draft.version.to_string())],
        });
    }
    let panel = site.seat(&organizer, RoundKey::Preliminary, "VH", &[&judge], None);
    site.plan(&organizer, &panel);
    site.write(|tx, cx| {
        let conn: &mut Conn = tx;
        let of = rounds::table.find(panel.round_id);
        diesel::update(of).set(rounds::state.eq(RoundState::Open)).execute(conn)?;
        record("judging.round_opened", Subject("round", panel.round_id.0)).write(tx, cx)
    });
    let round = panel.round_id;
    let category = site.category("tho").id;
    let criterion = site.read(|c| {
        let rubric = contests::rubric_of(c, category, round)?.unwrap();
        Ok(contests::criteria(c, rubric)?.remove(0).id)
    });
    for (i, sheet) in site.sheets(&judge, RoundKey::Preliminary).into_iter().enumerate() {
        let sending = Sending {
            deed: Deed::Mark { sheet: sheet.id },
            path: format!("/cham/{}", sheet.token),
            cookie: judge.cookie(),
            fields: vec![("version".into(), sheet.version.to_string()), (format!("tc-{criterion}"), "7".into())],
        };
        all.insert((2 * i).min(all.len()), sending);
    }
    assert_eq!(all.len(), AT_ONCE);
    all
}

async fn nothing_acknowledged_is_lost(database: Option<&str>) {
    let site = Site::start_on(database.map(str::to_owned)).await;
    let all = ready_to_send(&site);
    let served = Served::start(&site, database).await;
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut tasks = Vec::new();
    for sending in all {
        let request = client
            .post(format!("{}{}", served.base, sending.path))
            .header("cookie", &sending.cookie)
            .header("sec-fetch-site", "same-origin")
            .form(&sending.fields);
        let acknowledged = acknowledged.clone();
        tasks.push(tokio::spawn(async move {
            let status = request.send().await.ok().map(|r| r.status().as_u16());
            if status == Some(303) {
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            (sending, status)
        }));
    }
    for _ in 0..60_000 {
        if acknowledged.load(Ordering::SeqCst) >= AT_ONCE / 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    drop(served);
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    let refused: Vec<_> = answers.iter().filter_map(|(_, s)| *s).filter(|s| *s != 303).collect();
    assert_eq!(refused, Vec::<u16>::new(), "everybody may do what they do");
    let kept = answers.iter().filter(|(_, s)| s.is_some()).count();
    assert!((AT_ONCE / 3..AT_ONCE).contains(&kept), "killed in the middle: {kept} acknowledged");

    let served = Served::start(&site, database).await;
    let mut lost = Vec::new();
    for (sending, _) in answers.iter().filter(|(_, s)| s.is_some()) {
        match sending.deed {
            Deed::HandIn { entry } => {
                let e = site.read(|c| Ok(bongsen::entries::store::by_id(c, entry)?)).unwrap();
                let version = site.read(|c| bongsen::entries::ops::version(c, entry, 1));
                let path = sending.path.replace("/kiem-tra", "/bien-nhan");
                let receipt = client.get(format!("{}{path}", served.base)).header("cookie", &sending.cookie);
                let receipt = receipt.send().await.unwrap().status().as_u16();
                if e.state != EntryState::Submitted || version.is_none() || receipt != 200 {
                    lost.push(format!("{}: {:?}, receipt {receipt}", sending.path, e.state));
                }
            }
            Deed::Mark { sheet } => {
                let marks = site.read(|c| Ok(bongsen::judging::store::marks_of(c, sheet)?));
                if marks.iter().map(|m| m.points.to_string()).collect::<Vec<_>>() != ["7"] {
                    lost.push(format!("{}: {marks:?}", sending.path));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
    drop(served);
    let check = command(&site, database, &["check"]).output().unwrap();
    assert!(check.status.success(), "bongsen check: {}", String::from_utf8_lossy(&check.stdout));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_loses_nothing_that_was_acknowledged() {
    nothing_acknowledged_is_lost(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_loses_nothing_that_was_acknowledged() {
    let server = tokio::task::spawn_blocking(|| Postgres::start(true)).await.unwrap();
    let database = server.empty();
    nothing_acknowledged_is_lost(Some(&database.url)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_started_again_is_found_again() {
    let server = tokio::task::spawn_blocking(|| Postgres::start(false)).await.unwrap();
    let database = server.empty();
    let site = Site::start_on(Some(database.url.clone())).await;
    let an = site.account("Nguyễn Văn An", "entrant");
    // Twenty at once, so that there are many connections, all of which die.
    let twenty = async || {
        let pages = futures_util::future::join_all((0..20).map(|_| an.get("/nop-bai"))).await;
        pages.into_iter().map(|p| p.status).collect::<Vec<_>>()
    };
    assert_eq!(twenty().await, [200; 20]);
    tokio::task::block_in_place(|| {
        server.stop();
        server.resume();
    });
    let began = std::time::Instant::now();
    assert_eq!(an.get("/nop-bai").await.status, 200);
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    assert_eq!(twenty().await, [200; 20]);
    // Writing as well.
    tokio::task::block_in_place(|| {
        server.stop();
        server.resume();
    });
    site.sign_up("Trần Thị Bình").await;
    assert_eq!(twenty().await, [200; 20]);
}
