//! Where the bytes of files live: a folder of this machine, or a bucket of any S3-compatible store.
//!
//! Owns reading, writing and removing blobs under random keys. Must not know what a blob is for, who may see it, or
//! that there is a database.
//!
//! Keys are random and say nothing about the content. Were they its hash, two people with the same file would share one
//! blob, so that a file could not be erased for one of them, and whoever can name a hash could ask whether the store
//! has that file. The hash of what was written is returned instead, for the caller to keep beside the key.

mod error;
mod folder;
mod key;
mod local;
mod s3;
mod s3_settings;
mod s3_upload;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{BoxStream, TryStreamExt};

pub use error::StoreError;
pub use key::BlobKey;
pub use local::LocalFile;
pub use s3_settings::S3Settings;

use folder::{Folder, FolderPages, FolderUpload};
use s3::{S3, S3Pages};
use s3_upload::S3Upload;

/// What has been written: where it is, how many bytes, and their SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The new key, the only way back to the bytes.
    pub key: BlobKey,
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
}

/// One blob as the store itself knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: BlobKey,
    /// Length in bytes.
    pub size: u64,
    /// When it was written, by the store's clock; none if the store does not say.
    pub modified: Option<SystemTime>,
}

/// A blob, or a part of one, being read.
pub struct BlobStream {
    /// Bytes that `body` gives.
    pub len: u64,
    /// Bytes of the whole blob.
    pub size: u64,
    /// The bytes in order. It ends early only with an error.
    pub body: BoxStream<'static, Result<Bytes, StoreError>>,
}

/// The store of blobs. Cloning is cheap; every clone is the same store, and any thread may use it.
#[derive(Clone)]
pub struct Store(Kind);

#[derive(Clone)]
enum Kind {
    Folder(Arc<Folder>),
    S3(Arc<S3>),
}

impl Store {
    /// A store in `data/blobs`, made if missing. Blocks shortly; meant for start.
    ///
    /// # Errors
    /// When the folders cannot be made.
    pub fn folder(data: &Path) -> Result<Self, StoreError> {
        Ok(Self(Kind::Folder(Arc::new(Folder::open(data)?))))
    }

    /// A store in a bucket that exists. Does not reach out yet: see [`Store::ping`].
    ///
    /// # Errors
    /// When keys are missing, or the scratch folder cannot be made.
    pub fn s3(settings: S3Settings) -> Result<Self, StoreError> {
        Ok(Self(Kind::S3(Arc::new(S3::open(settings)?))))
    }

    /// Begins a blob whose length nobody needs to know yet.
    ///
    /// # Errors
    /// None today; a store may come to need a round trip here.
    #[expect(
        clippy::unused_async,
        reason = "a store may need a round trip to begin, and callers should not change then"
    )]
    pub async fn begin(&self) -> Result<Upload, StoreError> {
        let writer = match &self.0 {
            Kind::Folder(folder) => Writer::Folder(FolderUpload::new(Arc::clone(folder))),
            Kind::S3(s3) => Writer::S3(S3Upload::new(Arc::clone(s3))),
        };
        Ok(Upload { writer, size: 0 })
    }

    /// Writes a blob that is in memory already.
    ///
    /// # Errors
    /// When the store is full or cannot be reached; nothing is left behind then.
    pub async fn put(&self, bytes: Bytes) -> Result<Stored, StoreError> {
        let mut upload = self.begin().await?;
        upload.write(bytes).await?;
        upload.finish().await
    }

    /// Opens a blob for reading. `range` is its first and last byte, both included as in HTTP; a last byte beyond the
    /// end is taken as the end.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or [`StoreError::Range`] when the range begins at or after the end, or ends before it
    /// begins.
    pub async fn get(&self, key: &BlobKey, range: Option<(u64, u64)>) -> Result<BlobStream, StoreError> {
        match &self.0 {
            Kind::Folder(folder) => folder.get(key, range).await,
            Kind::S3(s3) => s3.get(key, range).await,
        }
    }

    /// Reads a whole blob into memory.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] when it has more than `max` bytes; nothing of it is read then.
    pub async fn get_all(&self, key: &BlobKey, max: u64) -> Result<Bytes, StoreError> {
        let mut blob = self.get(key, None).await?;
        if blob.size > max {
            return Err(StoreError::TooLarge { size: blob.size, max });
        }
        let first = blob.body.try_next().await?.unwrap_or_default();
        let Some(second) = blob.body.try_next().await? else {
            return Ok(first);
        };
        let mut all = BytesMut::with_capacity(usize::try_from(blob.size).unwrap_or_default());
        all.extend_from_slice(&first);
        all.extend_from_slice(&second);
        while let Some(chunk) = blob.body.try_next().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// Length of a blob in bytes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn size(&self, key: &BlobKey) -> Result<u64, StoreError> {
        match &self.0 {
            Kind::Folder(folder) => folder.size(key).await,
            Kind::S3(s3) => s3.size(key).await,
        }
    }

    /// Whether there is a blob under this key.
    ///
    /// # Errors
    /// When the store cannot say.
    pub async fn exists(&self, key: &BlobKey) -> Result<bool, StoreError> {
        match self.size(key).await {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes a blob for good. There being none is no error, so that it can be done again.
    ///
    /// # Errors
    /// When the store cannot do it; the blob may still be there.
    pub async fn delete(&self, key: &BlobKey) -> Result<(), StoreError> {
        match &self.0 {
            Kind::Folder(folder) => folder.delete(key).await,
            Kind::S3(s3) => s3.delete(key).await,
        }
    }

    /// A file of this machine with the blob's bytes, for readers that must seek. It is to be read only: in a folder it
    /// is the blob itself. A copy fetched from S3 goes away with the value returned.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or when there is no room for the copy.
    pub async fn to_temp_file(&self, key: &BlobKey) -> Result<LocalFile, StoreError> {
        match &self.0 {
            Kind::Folder(folder) => folder.local(key).await,
            Kind::S3(s3) => s3.local(key).await,
        }
    }

    /// All blobs, a page at a time, for checking and for finding what no row points to. A blob appears before its row is
    /// committed, so that a young one without a row may be an upload under way.
    #[must_use]
    pub fn list(&self) -> Pages {
        Pages(match &self.0 {
            Kind::Folder(folder) => Lister::Folder(folder.pages()),
            Kind::S3(s3) => Lister::S3(S3::pages(s3)),
        })
    }

    /// Removes what killed processes have left of unfinished uploads, if nothing was written to it for `older_than`.
    /// Returns how many there were.
    ///
    /// # Errors
    /// When the store cannot be read or does not let them be removed.
    pub async fn sweep(&self, older_than: Duration) -> Result<usize, StoreError> {
        match &self.0 {
            Kind::Folder(folder) => folder.sweep(older_than).await,
            Kind::S3(s3) => s3.sweep(older_than).await,
        }
    }

    /// Whether the store can be used now: the folder can be written to, or the bucket answers to these keys.
    ///
    /// # Errors
    /// Why it cannot.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match &self.0 {
            Kind::Folder(folder) => folder.ping().await,
            Kind::S3(s3) => s3.ping().await,
        }
    }
}

/// A blob being written. It has no key that anybody could read before [`Upload::finish`]; dropping it removes what was
/// written.
pub struct Upload {
    writer: Writer,
    size: u64,
}

enum Writer {
    Folder(FolderUpload),
    S3(S3Upload),
}

impl Upload {
    /// Adds bytes. Memory stays bounded however many there are: it waits while the store is behind.
    ///
    /// # Errors
    /// When the store is full or fails. The upload is of no use after that.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), StoreError> {
        self.size = self.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        match &mut self.writer {
            Writer::Folder(upload) => upload.write(&bytes).await,
            Writer::S3(upload) => upload.write(&bytes).await,
        }
    }

    /// Bytes taken so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Makes the blob durable. Once this returns, the bytes outlive a crash of the process and of the machine. If the
    /// caller goes away while waiting, a blob may remain whose key nobody knows; [`Store::list`] finds it.
    ///
    /// # Errors
    /// When the store is full or fails; nothing is left behind then.
    pub async fn finish(self) -> Result<Stored, StoreError> {
        let size = self.size;
        let (key, sha256) = match self.writer {
            Writer::Folder(upload) => upload.finish().await?,
            Writer::S3(upload) => upload.finish().await?,
        };
        Ok(Stored { key, size, sha256 })
    }

    /// Removes what was written and waits until it is gone. Dropping the upload does the same without waiting.
    pub async fn abort(self) {
        match self.writer {
            Writer::Folder(upload) => upload.abort().await,
            Writer::S3(upload) => upload.abort().await,
        }
    }
}

/// The pages of [`Store::list`].
pub struct Pages(Lister);

enum Lister {
    Folder(FolderPages),
    S3(S3Pages),
}

impl Pages {
    /// The next blobs in no promised order, or nothing when there are no more. A page may be empty.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<Listed>>, StoreError> {
        match &mut self.0 {
            Lister::Folder(pages) => pages.next().await,
            Lister::S3(pages) => pages.next().await,
        }
    }
}

/// Turns an inclusive range into offset and length within a blob of `size` bytes.
fn part_of(size: u64, range: Option<(u64, u64)>) -> Result<(u64, u64), StoreError> {
    let Some((first, last)) = range else {
        return Ok((0, size));
    };
    if first >= size || last < first {
        return Err(StoreError::Range { size });
    }
    let last = last.min(size.saturating_sub(1));
    Ok((first, last.saturating_sub(first).saturating_add(1)))
}
