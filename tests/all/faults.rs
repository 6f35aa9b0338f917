//! What surrounds the program fails: the disk is full, the bucket is away, another copy of the program is faster.

use std::time::Duration;

use bongsen::db::schema::{entry_versions, files, messages};
use bongsen::entries::entry::{EntryState, FileState};
use bongsen::entries::store as entries;
use diesel::prelude::*;

use crate::support::page::Page;
use crate::support::postgres::Postgres;
use crate::support::served::{Served, command};
use crate::support::site::{Site, Stack, Visitor, fixture};

/// What failed is told in words, with a number to call about, and nothing of how the machine works.
fn says_so(page: &Page) {
    assert_eq!(page.status, 500, "{}", page.text());
    assert!(page.text().contains("Lỗi thuộc về hệ thống"), "{}", page.text());
    for word in ["No space", "File too large", "os error", "S3", "sql"] {
        assert!(!page.text().contains(word), "{word}: {}", page.text());
    }
}

/// A film of so many bytes.
fn film(bytes: usize) -> reqwest::multipart::Form {
    let mut film = fixture("clip.mp4");
    film.resize(bytes, 0);
    let part = reqwest::multipart::Part::bytes(film).file_name("phim.mp4");
    reqwest::multipart::Form::new().part("file", part)
}

fn files_of(site: &Site) -> Vec<FileState> {
    site.read(|c| Ok(files::table.select(files::state).load(c)?))
}

/// A draft of a film; its address.
async fn film_draft(site: &Site, who: &Visitor) -> String {
    let category = site.category("truyen-hinh").id.to_string();
    let page = who.post("/nop-bai/moi", &[("category", &category)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_in_words_and_breaks_nothing() {
    let site = Site::start(Stack::Embedded).await;
    site.open_now();
    let an = site.account("Nguyễn Văn An", "entrant");
    let draft = film_draft(&site, &an).await;
    let blobs = site.data().join("blobs");
    {
        let served = Served::start_with_little_room(&site, 12 << 20).await;
        let here = an.at(&served.base);
        says_so(&here.post_files(&format!("{draft}/tep/0"), film(16 << 20)).await);
        assert_eq!(files_of(&site), []);
        let left: u64 = walk(&blobs).iter().map(|p| std::fs::metadata(p).unwrap().len()).sum();
        assert_eq!(left, 0, "what was written of it is gone: {:?}", walk(&blobs));
        // What there is room for is kept as always.
        let page = here.post_files(&format!("{draft}/tep/1"), form_of("scan.pdf")).await;
        assert_eq!((page.status, page.faults()), (200, vec![]));
        assert_eq!(files_of(&site).len(), 1);
        assert_eq!(here.get(&format!("{draft}/tep")).await.status, 200);
    }
    // The disk was cleared.
    let served = Served::start(&site).await;
    let page = an.at(&served.base).post_files(&format!("{draft}/tep/0"), film(16 << 20)).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(files_of(&site).len(), 2);
    drop(served);
    let check = command(&site, &["check"]).output().unwrap();
    assert!(check.status.success(), "bongsen check: {}", String::from_utf8_lossy(&check.stdout));
}

fn form_of(name: &str) -> reqwest::multipart::Form {
    let part = reqwest::multipart::Part::bytes(fixture(name)).file_name(name.to_owned());
    reqwest::multipart::Form::new().part("file", part)
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(read) = std::fs::read_dir(folder) else { return Vec::new() };
    let all = read.map(|e| e.unwrap().path());
    all.flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] }).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_is_away_holds_up_files_and_nothing_else() {
    let mut site = Site::start(Stack::Scaled).await;
    let an = site.account("Nguyễn Văn An", "entrant");
    let draft = film_draft(&site, &an).await;
    site.s3.as_mut().unwrap().stop();
    assert_eq!(an.get("/readyz").await.status, 503);
    says_so(&an.post_files(&format!("{draft}/tep/1"), form_of("scan.pdf")).await);
    assert_eq!(files_of(&site), []);
    // Words go on.
    let poem = site.poem_draft(&an, "Bến nước quê mình");
    let checked = an.get(&format!("/nop-bai/{}/kiem-tra", poem.token)).await;
    assert_eq!(checked.status, 200);
    site.s3.as_mut().unwrap().resume();
    for _ in 0..100 {
        if an.get("/readyz").await.status == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let page = an.post_files(&format!("{draft}/tep/1"), form_of("scan.pdf")).await;
    assert_eq!((page.status, page.faults()), (200, vec![]));
    site.work().await;
    assert_eq!(files_of(&site), [FileState::Ready]);
}

/// Thirty people press twice, once at each of two copies.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_copies_take_a_work_once() {
    let server = tokio::task::spawn_blocking(|| Postgres::start(false)).await.unwrap();
    let database = server.empty();
    let site = Site::start_on(Some(database.url.clone())).await;
    site.open_now();
    let people: Vec<_> = (0..30).map(|n| site.account(&format!("Tác giả {n}"), "entrant")).collect();
    let drafts: Vec<_> = people.iter().enumerate().map(|(n, p)| site.poem_draft(p, &format!("Bài {n}"))).collect();
    let copies = [Served::start(&site).await, Served::start(&site).await];
    let sent = people.iter().zip(&drafts).flat_map(|(who, draft)| {
        copies.iter().map(move |copy| async move {
            let path = format!("/nop-bai/{}/kiem-tra", draft.token);
            who.at(&copy.base).post(&path, &[("version", &draft.version.to_string())]).await.status
        })
    });
    let answers = futures_util::future::join_all(sent).await;
    assert!(answers.iter().all(|s| matches!(s, 200 | 409 | 422)), "{answers:?}");
    let mut codes = Vec::new();
    for draft in &drafts {
        let entry = site.read(|c| Ok(entries::by_id(c, draft.id)?)).unwrap();
        assert_eq!(entry.state, EntryState::Submitted);
        codes.push(entry.receipt_code.unwrap());
    }
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), drafts.len(), "each has a code of its own");
    let versions = site.read(|c| Ok(entry_versions::table.count().get_result::<i64>(c)?));
    assert_eq!(versions, 30, "each was handed in once");
    let letters =
        site.read(|c| Ok(messages::table.filter(messages::kind.eq("receipt")).count().get_result::<i64>(c)?));
    assert_eq!(letters, 0, "they have no mail, and are not telephoned about what they did themselves");
    drop(copies);
    let check = command(&site, &["check"]).output().unwrap();
    assert!(check.status.success(), "bongsen check: {}", String::from_utf8_lossy(&check.stdout));
}
