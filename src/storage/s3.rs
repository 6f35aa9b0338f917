//! Blobs in a bucket, under `blobs/<key>`: everything but writing, which is in `s3_upload`.
//!
//! Requests run on a small runtime of their own. The client signs by hashing what it sends, which would hold up the
//! event loop of a web worker for milliseconds a part, and its pooled connections must not end with the worker that
//! happened to open them.

use std::future::Future;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{
    BehaviorVersion, Config, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
    retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, spawn_blocking};

use super::{BlobKey, BlobStream, Listed, LocalFile, S3Settings, StoreError, folder, part_of};

/// What our objects' names begin with, so that a bucket can hold other things too.
const PREFIX: &str = "blobs/";

/// How often a request is tried, and how often in a row a broken download is taken up again.
const ATTEMPTS: u32 = 4;

/// A bucket.
pub(super) struct S3 {
    pub(super) client: Client,
    pub(super) bucket: String,
    scratch: PathBuf,
    /// Always there until dropped.
    runtime: Option<Runtime>,
}

impl S3 {
    /// Makes the client and the scratch folder, without reaching out. Blocks.
    pub(super) fn open(settings: S3Settings) -> Result<Self, StoreError> {
        let (access, secret) = settings.keys()?;
        let credentials = Credentials::new(access, secret, settings.session_token.clone(), None, "settings");
        let region = settings.region.clone().unwrap_or_else(|| "us-east-1".to_owned());
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .credentials_provider(credentials)
            .region(Region::new(region))
            .force_path_style(settings.path_style)
            // Other makers' stores do not all know the checksums that Amazon's client would add by itself.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(Duration::from_secs(3))
                    .read_timeout(Duration::from_secs(30))
                    .operation_attempt_timeout(Duration::from_mins(2))
                    .build(),
            );
        config.set_endpoint_url(settings.endpoint);
        let scratch = settings.scratch;
        std::fs::create_dir_all(&scratch)?;
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("s3").enable_all().build()?;
        Ok(Self { client: Client::from_conf(config.build()), bucket: settings.bucket, scratch, runtime: Some(runtime) })
    }

    /// Runs work on the store's own runtime, where it goes on even if nobody waits for it any more.
    pub(super) fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<JoinHandle<T>, StoreError> {
        let runtime = self.runtime.as_ref().ok_or_else(|| StoreError::Unavailable("the store is closed".to_owned()))?;
        Ok(runtime.spawn(work))
    }

    async fn run<T, E>(
        &self,
        work: impl Future<Output = Result<T, SdkError<E>>> + Send + 'static,
    ) -> Result<T, StoreError>
    where
        T: Send + 'static,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        self.spawn(async move { work.await.map_err(|error| refused(&error)) })?.await?
    }

    async fn open_object(&self, key: &BlobKey, range: Option<(u64, u64)>) -> Result<GetObjectOutput, StoreError> {
        let range = range.map(|(first, last)| format!("bytes={first}-{last}"));
        self.run(self.client.get_object().bucket(&self.bucket).key(object(key)).set_range(range).send()).await
    }

    pub(super) async fn get(
        self: &Arc<Self>,
        key: &BlobKey,
        range: Option<(u64, u64)>,
    ) -> Result<BlobStream, StoreError> {
        // The largest place that stores can name.
        const FARTHEST: u64 = i64::MAX.unsigned_abs();
        let range = range.map(|(first, last)| (first, last.min(FARTHEST)));
        if range.is_some_and(|(first, last)| last < first) {
            return Err(StoreError::Range { size: self.size(key).await? });
        }
        let answer = match self.open_object(key, range).await {
            // The store does not say how long the blob is when it refuses a range.
            Err(StoreError::Range { .. }) => {
                return Err(StoreError::Range { size: self.size(key).await? });
            }
            other => other?,
        };
        let size = match (&range, &answer.content_range) {
            (Some(_), Some(text)) => text.rsplit('/').next().and_then(|total| total.parse().ok()),
            // A store may answer a range with everything, which is not what we asked for.
            (Some(_), None) => None,
            (None, _) => answer.content_length.and_then(|len| u64::try_from(len).ok()),
        };
        let size =
            size.ok_or_else(|| StoreError::Unavailable("the answer does not say how long the blob is".to_owned()))?;
        let (offset, len) = part_of(size, range)?;
        let download = Download {
            s3: Arc::clone(self),
            key: key.clone(),
            body: Some(answer.body),
            offset,
            left: len,
            failures: 0,
        };
        let body = stream::try_unfold(download, |mut download| async move {
            Ok(download.next().await?.map(|bytes| (bytes, download)))
        });
        Ok(BlobStream { len, size, body: body.fuse().boxed() })
    }

    pub(super) async fn size(&self, key: &BlobKey) -> Result<u64, StoreError> {
        let head = self.run(self.client.head_object().bucket(&self.bucket).key(object(key)).send()).await?;
        Ok(head.content_length.and_then(|len| u64::try_from(len).ok()).unwrap_or_default())
    }

    pub(super) async fn delete(&self, key: &BlobKey) -> Result<(), StoreError> {
        match self.run(self.client.delete_object().bucket(&self.bucket).key(object(key)).send()).await {
            Ok(_) | Err(StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn local(self: &Arc<Self>, key: &BlobKey) -> Result<LocalFile, StoreError> {
        let mut blob = self.get(key, None).await?;
        let scratch = self.scratch.clone();
        let (local, mut file) = spawn_blocking(move || LocalFile::temporary(&scratch)).await??;
        while let Some(bytes) = blob.body.try_next().await? {
            file = spawn_blocking(move || file.write_all(&bytes).map(|()| file)).await??;
        }
        Ok(local)
    }

    pub(super) fn pages(s3: &Arc<Self>) -> S3Pages {
        S3Pages { s3: Arc::clone(s3), token: None, ended: false }
    }

    pub(super) async fn sweep(&self, older_than: Duration) -> Result<usize, StoreError> {
        let scratch = self.scratch.clone();
        let mut removed = spawn_blocking(move || folder::sweep(&scratch, older_than)).await??;
        let (mut key_marker, mut id_marker) = (None, None);
        loop {
            let request = self.client.list_multipart_uploads().bucket(&self.bucket).prefix(PREFIX);
            let page = match self.run(request.set_key_marker(key_marker).set_upload_id_marker(id_marker).send()).await {
                // Some stores forget unfinished uploads by themselves and list none.
                Err(StoreError::Unavailable(why)) if why.contains("NotImplemented") => {
                    return Ok(removed);
                }
                other => other?,
            };
            for upload in page.uploads() {
                let begun = upload.initiated().and_then(|at| SystemTime::try_from(*at).ok());
                let old =
                    begun.is_some_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age >= older_than));
                if let (true, Some(key), Some(id)) = (old, upload.key(), upload.upload_id()) {
                    self.run(self.client.abort_multipart_upload().bucket(&self.bucket).key(key).upload_id(id).send())
                        .await?;
                    removed = removed.saturating_add(1);
                }
            }
            if !page.is_truncated().unwrap_or_default() || page.next_key_marker().is_none() {
                return Ok(removed);
            }
            (key_marker, id_marker) = (page.next_key_marker, page.next_upload_id_marker);
        }
    }

    pub(super) async fn ping(&self) -> Result<(), StoreError> {
        match self.run(self.client.head_bucket().bucket(&self.bucket).send()).await {
            Ok(_) => Ok(()),
            Err(StoreError::NotFound) => Err(StoreError::Unavailable(format!("there is no bucket {}", self.bucket))),
            Err(error) => Err(error),
        }
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        // Waiting here would block whoever drops the last handle, which may be an event loop.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The object of a blob.
pub(super) fn object(key: &BlobKey) -> String {
    format!("{PREFIX}{key}")
}

/// Sorts a refusal into the few kinds that callers treat differently.
pub(super) fn refused<E>(error: &SdkError<E>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let status = error.raw_response().map(|answer| answer.status().as_u16());
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code);
    match (status, code) {
        // A bucket that is missing is a fault of the settings, not an answer about one blob.
        (_, Some("NoSuchBucket")) => StoreError::Unavailable("there is no such bucket".to_owned()),
        (Some(404), _) => StoreError::NotFound,
        (Some(416), _) => StoreError::Range { size: 0 },
        (Some(507), _) | (_, Some("XMinioStorageFull" | "QuotaExceeded" | "QuotaExceededException")) => {
            StoreError::Full
        }
        (Some(status), Some(code)) => {
            let message = error.as_service_error().and_then(ProvideErrorMetadata::message);
            StoreError::Unavailable(format!("{code} ({status}): {}", message.unwrap_or_default()))
        }
        _ => StoreError::Unavailable(reason(error)),
    }
}

/// An error and what caused it, in one line; the client's errors say nearly nothing by themselves.
fn reason(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let words: Vec<String> = causes.map(ToString::to_string).collect();
    words.join(": ")
}

/// A blob being read, which is taken up again where it broke off: blobs never change, so the rest still fits.
struct Download {
    s3: Arc<S3>,
    key: BlobKey,
    body: Option<ByteStream>,
    offset: u64,
    left: u64,
    failures: u32,
}

impl Download {
    async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        while self.left > 0 {
            let step = match &mut self.body {
                Some(body) => body.try_next().await.map_err(|error| reason(&error)),
                None => Ok(None),
            };
            match step {
                Ok(Some(bytes)) if bytes.is_empty() => {}
                Ok(Some(mut bytes)) => {
                    // More than was promised is cut off, so that lengths sent to a browser hold.
                    bytes.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
                    let got = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                    self.offset = self.offset.saturating_add(got);
                    self.left = self.left.saturating_sub(got);
                    self.failures = 0;
                    return Ok(Some(bytes));
                }
                Ok(None) => self.resume("it ended early").await?,
                Err(why) => self.resume(&why).await?,
            }
        }
        Ok(None)
    }

    async fn resume(&mut self, why: &str) -> Result<(), StoreError> {
        self.body = None;
        self.failures = self.failures.saturating_add(1);
        if self.failures >= ATTEMPTS {
            return Err(StoreError::Unavailable(format!("the download broke off: {why}")));
        }
        tracing::warn!(why, failures = self.failures, "a download from S3 broke off and is taken up again");
        let last = self.offset.saturating_add(self.left).saturating_sub(1);
        let answer = self.s3.open_object(&self.key, Some((self.offset, last))).await?;
        if answer.content_range.is_none() {
            return Err(StoreError::Unavailable("the store does not give parts of a blob".to_owned()));
        }
        self.body = Some(answer.body);
        Ok(())
    }
}

/// Walks the bucket by the store's own pages.
pub(super) struct S3Pages {
    s3: Arc<S3>,
    token: Option<String>,
    ended: bool,
}

impl S3Pages {
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Listed>>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let request = self.s3.client.list_objects_v2().bucket(&self.s3.bucket).prefix(PREFIX);
        let page = self.s3.run(request.set_continuation_token(self.token.clone()).send()).await?;
        let found = page
            .contents()
            .iter()
            .filter_map(|object| {
                // What is not named like a blob is none of ours.
                let key = object.key()?.strip_prefix(PREFIX)?.parse().ok()?;
                let size = object.size().and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
                Some(Listed {
                    key,
                    size,
                    modified: object.last_modified().and_then(|at| SystemTime::try_from(*at).ok()),
                })
            })
            .collect();
        self.token = page.next_continuation_token;
        self.ended = self.token.is_none();
        Ok(Some(found))
    }
}
