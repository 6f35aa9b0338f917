//! The real program, killed in the middle of two hundred people handing in, sending files and marking at once: what it
//! acknowledged is there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bongsen::audit::{Subject, record};
use bongsen::contests::contest::{RoundKey, RoundState};
use bongsen::contests::store as contests;
use bongsen::db::Conn;
use bongsen::db::schema::rounds;
use bongsen::entries::entry::EntryState;
use bongsen::entries::ops as entries;
use bongsen::kernel::ids::{AssignmentId, EntryId};
use bongsen::settings::Settings;
use diesel::prelude::*;

use crate::support::postgres::Postgres;
use crate::support::s3::{BUCKET, S3Server};
use crate::support::served::{Served, command};
use crate::support::site::{Site, Stack, fixture};

/// How many send a file; of the others half hand in and half mark.
const FILES: usize = 10;
const AT_ONCE: usize = 200 + FILES;

/// What somebody is about to send, and how to find it again.
enum Deed {
    HandIn { entry: EntryId },
    Send { entry: EntryId },
    Mark { sheet: AssignmentId },
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
    for n in 0..(AT_ONCE - FILES) / 2 {
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
    let category = site.category("nhiep-anh").id;
    for n in 0..FILES {
        let an = site.account(&format!("Người chụp {n}"), "entrant");
        let entry = site.by(&an, |tx, cx| {
            let entry = entries::begin(tx, cx, entries::Begin { contest: site.contest().id })?;
            entries::save_category(tx, cx, entries::SaveCategory { entry: entry.id, seen: None, category })?;
            Ok(entry)
        });
        let sending = Sending {
            deed: Deed::Send { entry: entry.id },
            path: format!("/nop-bai/{}/tep/0", entry.token),
            cookie: an.cookie(),
            fields: Vec::new(),
        };
        all.insert(n, sending);
    }
    assert_eq!(all.len(), AT_ONCE);
    all
}

async fn nothing_acknowledged_is_lost(tweak: impl FnOnce(&mut Settings) + Send + 'static) {
    let site = Site::start_with(Stack::Embedded, tweak).await;
    let all = ready_to_send(&site);
    let served = Served::start(&site).await;
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut tasks = Vec::new();
    for sending in all {
        let request = client
            .post(format!("{}{}", served.base, sending.path))
            .header("cookie", &sending.cookie)
            .header("sec-fetch-site", "same-origin");
        let request = match sending.deed {
            Deed::Send { .. } => {
                let part = reqwest::multipart::Part::bytes(fixture("photo.jpg")).file_name("photo.jpg");
                request.multipart(reqwest::multipart::Form::new().part("file", part))
            }
            _ => request.form(&sending.fields),
        };
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

    let served = Served::start(&site).await;
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
            Deed::Send { entry } => {
                let files = site.read(|c| Ok(bongsen::entries::store::files_of(c, entry)?));
                let keys: Vec<_> = files.iter().map(|f| f.blob_key.parse().unwrap()).collect();
                let Some(key) = keys.first() else {
                    lost.push(format!("{}: no file", sending.path));
                    continue;
                };
                let kept = site.app.store.get_all(key, 64 << 20).await.map(|b| b.to_vec());
                if kept.ok() != Some(fixture("photo.jpg")) {
                    lost.push(format!("{}: its bytes", sending.path));
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
    let check = command(&site, &["check"]).output().unwrap();
    assert!(check.status.success(), "bongsen check: {}", String::from_utf8_lossy(&check.stdout));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_loses_nothing_that_was_acknowledged() {
    nothing_acknowledged_is_lost(|_| {}).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_and_s3_lose_nothing_that_was_acknowledged() {
    let server = tokio::task::spawn_blocking(|| Postgres::start(true)).await.unwrap();
    let database = server.empty();
    let s3 = S3Server::start();
    let (url, keys) = (database.url.clone(), s3.settings());
    nothing_acknowledged_is_lost(|settings| {
        settings.database_url = Some(url);
        settings.s3_bucket = Some(BUCKET.to_owned());
        settings.s3_endpoint = keys.endpoint;
        settings.s3_access_key = keys.access_key;
        settings.s3_secret_key = keys.secret_key;
    })
    .await;
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
