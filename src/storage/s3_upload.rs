//! Writing a blob to a bucket: one request when it is small, else a multipart upload.
//!
//! Parts are whole in memory, so that the client can send one again; a stream it could not.

use std::sync::Arc;

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use bytes::{Bytes, BytesMut};
use sha2::{Digest, Sha256};
use tokio::task::{JoinHandle, spawn_blocking};

use super::s3::{S3, object, refused};
use super::{BlobKey, StoreError};

/// Bytes of a part. S3 wants 5 MiB at least and takes 10,000 parts at most, so this reaches to 78 GiB.
const PART: usize = 8 * 1024 * 1024;

/// An upload: while one part is hashed and sent, the next gathers. It holds at most two parts in memory.
pub(super) struct S3Upload {
    s3: Arc<S3>,
    buffer: BytesMut,
    remote: Option<Remote>,
    sending: Option<JoinHandle<(Remote, Result<(), StoreError>)>>,
}

impl S3Upload {
    pub(super) fn new(s3: Arc<S3>) -> Self {
        let remote =
            Remote { s3: Arc::clone(&s3), key: BlobKey::random(), hash: Sha256::new(), begun: None, parts: Vec::new() };
        Self { s3, buffer: BytesMut::new(), remote: Some(remote), sending: None }
    }

    pub(super) async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        while !bytes.is_empty() {
            // A part leaves only when more is known to follow, so that a blob of just one part takes one request.
            if self.buffer.len() >= PART {
                self.send().await?;
            }
            let room = PART.saturating_sub(self.buffer.len());
            let (now, later) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.buffer.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Sends the full buffer off, once the part before it has arrived.
    async fn send(&mut self) -> Result<(), StoreError> {
        let mut remote = self.settle().await?;
        let part = std::mem::take(&mut self.buffer).freeze();
        self.sending = Some(self.s3.spawn(async move {
            let result = remote.send(part).await;
            (remote, result)
        })?);
        Ok(())
    }

    /// Waits for the part under way and takes the remote half.
    async fn settle(&mut self) -> Result<Remote, StoreError> {
        if let Some(sending) = &mut self.sending {
            let done = sending.await;
            self.sending = None;
            let (remote, result) = done?;
            if let Err(error) = result {
                // Kept, so that dropping the upload gives up what was begun.
                self.remote = Some(remote);
                return Err(error);
            }
            return Ok(remote);
        }
        self.remote.take().ok_or_else(|| StoreError::Unavailable("the upload has failed before".to_owned()))
    }

    pub(super) async fn finish(mut self) -> Result<(BlobKey, [u8; 32]), StoreError> {
        let mut remote = self.settle().await?;
        let rest = std::mem::take(&mut self.buffer).freeze();
        self.s3
            .spawn(async move {
                let result = remote.finish(rest).await;
                if result.is_err() {
                    remote.abort().await;
                }
                result
            })?
            .await?
    }

    pub(super) async fn abort(mut self) {
        if let Some(giving_up) = self.give_up() {
            let _ = giving_up.await;
        }
    }

    /// Starts to give up what was begun, if anything was.
    fn give_up(&mut self) -> Option<JoinHandle<()>> {
        let sending = self.sending.take();
        let idle = self.remote.take().filter(|remote| remote.begun.is_some());
        if sending.is_none() && idle.is_none() {
            return None;
        }
        let work = async move {
            // A part under way is let through first: the upload's name may be on its way back with it.
            let sent = match sending {
                Some(sending) => sending.await.ok().map(|(remote, _)| remote),
                None => None,
            };
            if let Some(mut remote) = sent.or(idle) {
                remote.abort().await;
            }
        };
        self.s3.spawn(work).ok()
    }
}

impl Drop for S3Upload {
    fn drop(&mut self) {
        drop(self.give_up());
    }
}

/// The half of an upload that goes along with the requests.
struct Remote {
    s3: Arc<S3>,
    key: BlobKey,
    hash: Sha256,
    /// The store's name for the multipart upload, once there is one.
    begun: Option<String>,
    parts: Vec<CompletedPart>,
}

impl Remote {
    /// Hashes a piece off the threads that carry the requests.
    async fn digest(&mut self, bytes: &Bytes) -> Result<(), StoreError> {
        let mut hash = std::mem::take(&mut self.hash);
        let bytes = bytes.clone();
        self.hash = spawn_blocking(move || {
            hash.update(&bytes);
            hash
        })
        .await?;
        Ok(())
    }

    async fn begin(&mut self) -> Result<String, StoreError> {
        if let Some(id) = &self.begun {
            return Ok(id.clone());
        }
        let request = self.s3.client.create_multipart_upload().bucket(&self.s3.bucket).key(object(&self.key));
        let answer = request.send().await.map_err(|error| unexpected(refused(&error)))?;
        let id =
            answer.upload_id.ok_or_else(|| StoreError::Unavailable("the store does not name its upload".to_owned()))?;
        self.begun = Some(id.clone());
        Ok(id)
    }

    async fn send(&mut self, part: Bytes) -> Result<(), StoreError> {
        self.digest(&part).await?;
        let id = self.begin().await?;
        let number = i32::try_from(self.parts.len()).unwrap_or(i32::MAX).saturating_add(1);
        let request = self.s3.client.upload_part().bucket(&self.s3.bucket).key(object(&self.key));
        let request = request.upload_id(id).part_number(number).body(ByteStream::from(part));
        let answer = request.send().await.map_err(|error| unexpected(refused(&error)))?;
        self.parts.push(CompletedPart::builder().part_number(number).set_e_tag(answer.e_tag).build());
        Ok(())
    }

    async fn finish(&mut self, rest: Bytes) -> Result<(BlobKey, [u8; 32]), StoreError> {
        let Some(id) = self.begun.clone() else {
            self.digest(&rest).await?;
            let request = self.s3.client.put_object().bucket(&self.s3.bucket).key(object(&self.key));
            request.body(ByteStream::from(rest)).send().await.map_err(|error| unexpected(refused(&error)))?;
            return Ok(self.result());
        };
        if !rest.is_empty() {
            self.send(rest).await?;
        }
        let parts = CompletedMultipartUpload::builder().set_parts(Some(std::mem::take(&mut self.parts))).build();
        let request = self.s3.client.complete_multipart_upload().bucket(&self.s3.bucket).key(object(&self.key));
        request.upload_id(id).multipart_upload(parts).send().await.map_err(|error| unexpected(refused(&error)))?;
        self.begun = None;
        Ok(self.result())
    }

    fn result(&mut self) -> (BlobKey, [u8; 32]) {
        (self.key.clone(), std::mem::take(&mut self.hash).finalize().into())
    }

    /// Gives up the multipart upload. What remains after a failure is found by [`super::Store::sweep`].
    async fn abort(&mut self) {
        let Some(id) = self.begun.take() else { return };
        let request = self.s3.client.abort_multipart_upload().bucket(&self.s3.bucket).key(object(&self.key));
        if let Err(error) = request.upload_id(id).send().await {
            tracing::warn!(error = %refused(&error), "an unfinished upload to S3 stays behind until the next sweep");
        }
    }
}

/// While writing, a missing object means that the upload itself is gone, which is no answer about a blob.
fn unexpected(error: StoreError) -> StoreError {
    match error {
        StoreError::NotFound => StoreError::Unavailable("the store no longer knows the upload".to_owned()),
        other => other,
    }
}
