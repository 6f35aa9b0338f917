//! What every store must do, done by each of them: a folder, and a bucket.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bongsen::storage::{BlobKey, Listed, S3Settings, Store, StoreError, Stored};
use bytes::Bytes;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::support::s3::{BUCKET, S3Server};

const MIB: usize = 1024 * 1024;

/// A store, and the folder in which everything that it holds can be seen as files.
struct Fixture {
    store: Store,
    files: PathBuf,
    _folder: Option<TempDir>,
    _server: Option<S3Server>,
}

impl Fixture {
    fn folder() -> Self {
        let data = tempfile::tempdir().unwrap();
        Self {
            store: Store::folder(data.path()).unwrap(),
            files: data.path().to_path_buf(),
            _folder: Some(data),
            _server: None,
        }
    }

    fn s3() -> Self {
        let server = S3Server::start();
        Self {
            store: Store::s3(server.settings()).unwrap(),
            files: server.folder(),
            _folder: None,
            _server: Some(server),
        }
    }

    /// Waits until no file is left but those of `stored`, as clean-up after a drop takes a moment.
    async fn holds_only(&self, stored: &[&Stored]) {
        let mut want: Vec<u64> = stored.iter().map(|stored| stored.size).collect();
        want.sort_unstable();
        let mut found = Vec::new();
        for _ in 0..200 {
            found = blobs_in(&self.files);
            found.sort_unstable();
            if found == want {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert_eq!(found, want, "sizes of the files that the store holds");
    }
}

/// Sizes of all files below, but for the notes that the S3 server keeps of its own (hidden, or JSON).
fn blobs_in(folder: &Path) -> Vec<u64> {
    let mut sizes = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(data) = entry.metadata() else { continue };
        if data.is_dir() {
            sizes.extend(blobs_in(&entry.path()));
        } else if entry.path().extension().is_none_or(|ext| ext != "json") {
            sizes.push(data.len());
        }
    }
    sizes
}

/// Bytes that repeat at no handy distance, so that pieces in the wrong order are seen.
fn pattern(len: usize) -> Bytes {
    let mut state = 0x9e37_79b9_u32;
    (0..len)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect()
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

async fn read(store: &Store, key: &BlobKey, range: Option<(u64, u64)>) -> Vec<u8> {
    let blob = store.get(key, range).await.unwrap();
    let promised = blob.len;
    let chunks: Vec<Bytes> = blob.body.try_collect().await.unwrap();
    let bytes = chunks.concat();
    assert_eq!(bytes.len() as u64, promised);
    bytes
}

async fn list(store: &Store) -> Vec<Listed> {
    let mut pages = store.list();
    let mut all = Vec::new();
    while let Some(page) = pages.next().await.unwrap() {
        all.extend(page);
    }
    all.sort_by(|one, two| one.key.cmp(&two.key));
    all
}

/// One test for each store.
macro_rules! on_every_store {
    ($($name:ident),* $(,)?) => {
        mod folder { $(#[tokio::test] async fn $name() { super::$name(super::Fixture::folder()).await; })* }
        mod s3 { $(#[tokio::test] async fn $name() { super::$name(super::Fixture::s3()).await; })* }
    };
}

on_every_store!(
    a_blob_is_read_back_as_written,
    a_long_upload_comes_in_parts,
    ranges_are_inclusive_and_clipped,
    what_is_deleted_is_gone,
    what_is_missing_is_said_to_be_missing,
    an_abandoned_upload_leaves_nothing,
    nothing_is_seen_before_it_is_finished,
    the_list_names_every_blob_once,
    a_blob_can_be_read_as_a_file,
    many_write_at_once,
    the_same_bytes_twice_are_two_blobs,
);

async fn a_blob_is_read_back_as_written(at: Fixture) {
    at.store.ping().await.unwrap();
    for len in [0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 8 * MIB] {
        let bytes = pattern(len);
        let stored = at.store.put(bytes.clone()).await.unwrap();
        assert_eq!((stored.size, stored.sha256), (len as u64, sha256(&bytes)));
        assert_eq!(at.store.size(&stored.key).await.unwrap(), len as u64);
        assert!(at.store.exists(&stored.key).await.unwrap());
        assert!(read(&at.store, &stored.key, None).await == bytes, "{len} bytes come back changed");
        let all = at.store.get_all(&stored.key, len as u64).await.unwrap();
        assert!(all == bytes, "{len} bytes come back changed");
        if len > 0 {
            let refused = at.store.get_all(&stored.key, len as u64 - 1).await;
            assert!(
                matches!(refused, Err(StoreError::TooLarge { size, max }) if (size, max) == (len as u64, len as u64 - 1))
            );
        }
    }
}

async fn a_long_upload_comes_in_parts(at: Fixture) {
    let bytes = pattern(20 * MIB);
    let mut upload = at.store.begin().await.unwrap();
    // Pieces of a size that fits no part and no buffer.
    for piece in bytes.chunks(60_001) {
        upload.write(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    assert_eq!(upload.size(), bytes.len() as u64);
    let stored = upload.finish().await.unwrap();
    assert_eq!((stored.size, stored.sha256), (bytes.len() as u64, sha256(&bytes)));
    assert!(read(&at.store, &stored.key, None).await == bytes);
    at.holds_only(&[&stored]).await;
}

async fn ranges_are_inclusive_and_clipped(at: Fixture) {
    let bytes = pattern(600_000);
    let stored = at.store.put(bytes.clone()).await.unwrap();
    for (first, last) in [(0, 0), (0, 9), (5, 300_000), (299_999, 599_999), (599_999, 599_999), (1000, u64::MAX)] {
        let end = (last as usize).min(bytes.len() - 1);
        let part = at.store.get(&stored.key, Some((first, last))).await.unwrap();
        assert_eq!((part.size, part.len), (600_000, end as u64 - first + 1));
        let part = read(&at.store, &stored.key, Some((first, last))).await;
        assert!(part == bytes[first as usize..=end], "bytes {first} to {last}");
    }
    for outside in [(600_000, 600_000), (600_001, u64::MAX), (5, 4)] {
        let refused = at.store.get(&stored.key, Some(outside)).await.err();
        assert!(matches!(refused, Some(StoreError::Range { size: 600_000 })), "{outside:?}: {refused:?}");
    }
    let empty = at.store.put(Bytes::new()).await.unwrap();
    let refused = at.store.get(&empty.key, Some((0, 0))).await.err();
    assert!(matches!(refused, Some(StoreError::Range { size: 0 })), "{refused:?}");
}

async fn what_is_deleted_is_gone(at: Fixture) {
    let kept = at.store.put(pattern(10)).await.unwrap();
    let gone = at.store.put(pattern(11)).await.unwrap();
    at.store.delete(&gone.key).await.unwrap();
    assert!(!at.store.exists(&gone.key).await.unwrap());
    assert!(matches!(at.store.get(&gone.key, None).await.err(), Some(StoreError::NotFound)));
    at.holds_only(&[&kept]).await;
    // Again, as when the answer was lost the first time.
    at.store.delete(&gone.key).await.unwrap();
}

async fn what_is_missing_is_said_to_be_missing(at: Fixture) {
    let key: BlobKey = "0123456789abcdef0123456789abcdef".parse().unwrap();
    assert!(matches!(at.store.get(&key, None).await.err(), Some(StoreError::NotFound)));
    assert!(matches!(at.store.get(&key, Some((0, 5))).await.err(), Some(StoreError::NotFound)));
    assert!(matches!(at.store.get_all(&key, 10).await, Err(StoreError::NotFound)));
    assert!(matches!(at.store.size(&key).await, Err(StoreError::NotFound)));
    assert!(matches!(at.store.to_temp_file(&key).await, Err(StoreError::NotFound)));
    assert!(!at.store.exists(&key).await.unwrap());
    at.store.delete(&key).await.unwrap();
}

async fn an_abandoned_upload_leaves_nothing(at: Fixture) {
    for len in [0, 1000, 3 * MIB, 17 * MIB] {
        let mut upload = at.store.begin().await.unwrap();
        upload.write(pattern(len)).await.unwrap();
        drop(upload);
        let mut upload = at.store.begin().await.unwrap();
        upload.write(pattern(len)).await.unwrap();
        upload.abort().await;
    }
    at.holds_only(&[]).await;
    assert_eq!(list(&at.store).await, []);
}

async fn nothing_is_seen_before_it_is_finished(at: Fixture) {
    let mut upload = at.store.begin().await.unwrap();
    upload.write(pattern(18 * MIB)).await.unwrap();
    assert_eq!(list(&at.store).await, []);
    let stored = upload.finish().await.unwrap();
    let listed: Vec<BlobKey> = list(&at.store).await.into_iter().map(|blob| blob.key).collect();
    assert_eq!(listed, [stored.key]);
}

async fn the_list_names_every_blob_once(at: Fixture) {
    let before = SystemTime::now() - Duration::from_secs(5);
    let mut want = Vec::new();
    for len in 0..40 {
        let stored = at.store.put(pattern(len)).await.unwrap();
        want.push((stored.key, stored.size));
    }
    want.sort();
    let found = list(&at.store).await;
    assert!(found.iter().all(|blob| blob.modified.unwrap() > before));
    let found: Vec<_> = found.into_iter().map(|blob| (blob.key, blob.size)).collect();
    assert_eq!(found, want);
}

async fn a_blob_can_be_read_as_a_file(at: Fixture) {
    let bytes = pattern(3 * MIB + 7);
    let stored = at.store.put(bytes.clone()).await.unwrap();
    let local = at.store.to_temp_file(&stored.key).await.unwrap();
    assert!(std::fs::read(local.path()).unwrap() == bytes);
    drop(local);
    at.holds_only(&[&stored]).await;
    assert!(read(&at.store, &stored.key, None).await == bytes);
}

async fn many_write_at_once(at: Fixture) {
    let writers = (1..=16).map(|number| {
        let store = at.store.clone();
        tokio::spawn(async move {
            let bytes = pattern(number * 100_003);
            let mut upload = store.begin().await.unwrap();
            for piece in bytes.chunks(7_000) {
                upload.write(Bytes::copy_from_slice(piece)).await.unwrap();
            }
            (upload.finish().await.unwrap(), bytes)
        })
    });
    for written in futures_util::future::join_all(writers).await {
        let (stored, bytes) = written.unwrap();
        assert_eq!(stored.sha256, sha256(&bytes));
        assert!(read(&at.store, &stored.key, None).await == bytes);
    }
    assert_eq!(list(&at.store).await.len(), 16);
}

async fn the_same_bytes_twice_are_two_blobs(at: Fixture) {
    let one = at.store.put(pattern(100)).await.unwrap();
    let two = at.store.put(pattern(100)).await.unwrap();
    assert_eq!(one.sha256, two.sha256);
    at.store.delete(&one.key).await.unwrap();
    assert_eq!(read(&at.store, &two.key, None).await, pattern(100));
}

#[tokio::test]
async fn a_sweep_takes_old_leftovers_only() {
    let at = Fixture::folder();
    let kept = at.store.put(pattern(50)).await.unwrap();
    std::fs::write(at.files.join("blobs/tmp/left-by-a-killed-process"), b"half").unwrap();
    assert_eq!(at.store.sweep(Duration::from_hours(1)).await.unwrap(), 0);
    assert_eq!(at.store.sweep(Duration::ZERO).await.unwrap(), 1);
    at.holds_only(&[&kept]).await;
}

#[tokio::test]
async fn a_sweep_goes_through_where_the_bucket_lists_no_uploads() {
    let at = Fixture::s3();
    assert_eq!(at.store.sweep(Duration::ZERO).await.unwrap(), 0);
}

#[tokio::test]
async fn a_blob_that_lost_its_end_is_an_error_and_not_a_short_file() {
    let at = Fixture::folder();
    let stored = at.store.put(pattern(400_000)).await.unwrap();
    let blob = at.store.get(&stored.key, None).await.unwrap();
    let local = at.store.to_temp_file(&stored.key).await.unwrap();
    std::fs::File::options().write(true).open(local.path()).unwrap().set_len(300_000).unwrap();
    assert!(blob.body.try_collect::<Vec<Bytes>>().await.is_err());
}

#[tokio::test]
async fn a_folder_that_went_away_is_not_ready() {
    let at = Fixture::folder();
    std::fs::remove_dir_all(at.files.join("blobs")).unwrap();
    assert!(matches!(at.store.ping().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(at.store.put(pattern(5)).await, Err(StoreError::Io(_))));
}

#[tokio::test]
async fn a_bucket_that_is_missing_or_closed_to_us_is_not_ready() {
    let server = S3Server::start();
    let other = S3Settings { bucket: "other".to_owned(), ..server.settings() };
    let closed = S3Settings { secret_key: Some("wrong".to_owned()), ..server.settings() };
    let said = Store::s3(other).unwrap().ping().await.err().unwrap();
    assert_eq!(said.to_string(), "the store cannot be used: there is no bucket other");
    let store = Store::s3(closed).unwrap();
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
    let said = store.put(pattern(5)).await.err().unwrap().to_string();
    assert!(said.contains("SignatureDoesNotMatch (403)"), "{said}");
    let keyless = S3Settings { access_key: None, ..server.settings() };
    let said = Store::s3(keyless).err().unwrap().to_string();
    assert_eq!(said, "the store cannot be used: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for the bucket");
}

/// Runs `work` while the server is away for a moment.
async fn while_away<T>(server: &mut S3Server, work: impl Future<Output = T>) -> T {
    server.stop();
    let back = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.resume();
    };
    let (result, ()) = tokio::join!(work, back);
    result
}

#[tokio::test]
async fn a_bucket_that_comes_back_soon_is_waited_for() {
    let mut server = S3Server::start();
    let store = Store::s3(server.settings()).unwrap();
    let bytes = pattern(20 * MIB);
    let mut upload = store.begin().await.unwrap();
    upload.write(bytes.slice(..10 * MIB)).await.unwrap();
    while_away(&mut server, upload.write(bytes.slice(10 * MIB..))).await.unwrap();
    let stored = upload.finish().await.unwrap();
    assert_eq!(stored.sha256, sha256(&bytes));

    let mut blob = store.get(&stored.key, None).await.unwrap();
    let mut got = blob.body.try_next().await.unwrap().unwrap().to_vec();
    let rest: Vec<Bytes> = while_away(&mut server, blob.body.try_collect()).await.unwrap();
    got.extend(rest.concat());
    assert!(got == bytes, "a download across the gap comes back changed");
    assert_eq!(blobs_in(&server.folder().join(BUCKET)), [bytes.len() as u64]);
}
