//! Blobs in a folder: `blobs/ab/cd/<key>`, each written beside them in `blobs/tmp`, synced, and moved into place.
//!
//! Blocking work runs on the blocking pool, a piece at a time, so that a slow client holds no thread.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use sha2::{Digest, Sha256};
use tokio::task::{JoinHandle, spawn_blocking};

use super::{BlobKey, BlobStream, Listed, LocalFile, StoreError, part_of};

/// Bytes gathered before a trip to the blocking pool. Large enough that the trips cost nothing, small enough that a
/// thousand uploads at once fit into memory (an upload holds at most two of these).
const WRITE_CHUNK: usize = 512 * 1024;

/// Bytes read at a time.
const READ_CHUNK: usize = 256 * 1024;

/// Bytes after which the disk is told to begin, so that a long upload does not end with a long wait.
const SYNC_EVERY: u64 = 32 * 1024 * 1024;

/// A folder of blobs.
pub(super) struct Folder {
    root: PathBuf,
    temp: PathBuf,
    /// Folders of which this process knows that they outlive a crash.
    lasting: Mutex<HashSet<PathBuf>>,
}

impl Folder {
    /// Makes what is missing of `data/blobs`. Blocks.
    pub(super) fn open(data: &Path) -> Result<Self, StoreError> {
        let root = data.join("blobs");
        let temp = root.join("tmp");
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&temp).map_err(StoreError::Io)?;
        sync_folder(&root).map_err(StoreError::Io)?;
        sync_folder(data).map_err(StoreError::Io)?;
        Ok(Self { root, temp, lasting: Mutex::default() })
    }

    fn path(&self, key: &BlobKey) -> PathBuf {
        let (first, second) = key.shelf();
        self.root.join(first).join(second).join(key.as_str())
    }

    /// Moves a synced file to its place and makes sure that the place outlives a crash. Blocks.
    fn shelve(&self, file: LocalFile, key: &BlobKey) -> io::Result<()> {
        let (first, second) = key.shelf();
        let outer = self.root.join(first);
        let inner = outer.join(second);
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&inner)?;
        let place = inner.join(key.as_str());
        file.settle(&place)?;
        // From the inside out. A folder that another process has made may not be synced yet, so each process syncs every
        // folder once, whoever made it.
        let result =
            sync_folder(&inner).and_then(|()| self.keep(&inner, &outer)).and_then(|()| self.keep(&outer, &self.root));
        if result.is_err() {
            // Nobody will learn this key.
            let _ = fs::remove_file(&place);
        }
        result
    }

    /// Makes sure that the entry of `folder` in its `parent` outlives a crash. Blocks.
    fn keep(&self, folder: &Path, parent: &Path) -> io::Result<()> {
        let known = || self.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        if !known().contains(folder) {
            sync_folder(parent)?;
            known().insert(folder.to_path_buf());
        }
        Ok(())
    }

    pub(super) async fn get(&self, key: &BlobKey, range: Option<(u64, u64)>) -> Result<BlobStream, StoreError> {
        let path = self.path(key);
        let (reader, first, len, size) = spawn_blocking(move || -> Result<_, StoreError> {
            let mut file = File::open(path).map_err(StoreError::reading)?;
            let size = file.metadata()?.len();
            let (offset, len) = part_of(size, range)?;
            if offset > 0 {
                file.seek(SeekFrom::Start(offset))?;
            }
            let mut reader = Reader { file, left: len };
            let first = reader.read()?;
            Ok((reader, first, len, size))
        })
        .await??;
        let first = stream::iter((!first.is_empty()).then_some(Ok(first)));
        let rest = stream::unfold(Some(reader), |reader| async move {
            let mut reader = reader.filter(|reader| reader.left > 0)?;
            let step = spawn_blocking(move || reader.read().map(|bytes| (bytes, reader))).await;
            Some(match step {
                Ok(Ok((bytes, reader))) => (Ok(bytes), Some(reader)),
                Ok(Err(error)) => (Err(error), None),
                Err(error) => (Err(error.into()), None),
            })
        });
        Ok(BlobStream { len, size, body: first.chain(rest).fuse().boxed() })
    }

    pub(super) async fn size(&self, key: &BlobKey) -> Result<u64, StoreError> {
        let path = self.path(key);
        let data = spawn_blocking(move || fs::metadata(path)).await?;
        Ok(data.map_err(StoreError::reading)?.len())
    }

    pub(super) async fn delete(&self, key: &BlobKey) -> Result<(), StoreError> {
        let path = self.path(key);
        spawn_blocking(move || {
            match fs::remove_file(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                done => done?,
            }
            // What was erased must not come back after a crash.
            path.parent().map_or(Ok(()), sync_folder)?;
            Ok(())
        })
        .await?
    }

    pub(super) async fn local(&self, key: &BlobKey) -> Result<LocalFile, StoreError> {
        self.size(key).await?;
        Ok(LocalFile::lasting(self.path(key)))
    }

    pub(super) fn pages(&self) -> FolderPages {
        FolderPages { root: self.root.clone(), next: Some(0) }
    }

    pub(super) async fn sweep(&self, older_than: Duration) -> Result<usize, StoreError> {
        let temp = self.temp.clone();
        spawn_blocking(move || sweep(&temp, older_than)).await?
    }

    pub(super) async fn ping(&self) -> Result<(), StoreError> {
        let temp = self.temp.clone();
        spawn_blocking(move || {
            // A folder that was unmounted is missing here, which is no matter of one blob.
            let probe = LocalFile::temporary(&temp).and_then(|(probe, mut file)| file.write_all(b"?").map(|()| probe));
            probe.map(drop).map_err(|error| match StoreError::from(error) {
                StoreError::Full => StoreError::Full,
                other => StoreError::Unavailable(format!("{}: {other}", temp.display())),
            })
        })
        .await?
    }
}

/// Removes the files of `folder` that nobody has written to for `older_than`. Blocks.
pub(super) fn sweep(folder: &Path, older_than: Duration) -> Result<usize, StoreError> {
    let now = SystemTime::now();
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let old = entry
            .metadata()
            .and_then(|data| data.modified())
            .is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age >= older_than));
        // Another process may have finished or removed it meanwhile.
        if old && fs::remove_file(entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// What is still to be read of a file.
struct Reader {
    file: File,
    left: u64,
}

impl Reader {
    /// The next piece; empty only when nothing is left. Blocks.
    fn read(&mut self) -> Result<Bytes, StoreError> {
        let want = usize::try_from(self.left).unwrap_or(READ_CHUNK).min(READ_CHUNK);
        let mut buffer = vec![0; want];
        self.file.read_exact(&mut buffer)?;
        self.left = self.left.saturating_sub(u64::try_from(want).unwrap_or(u64::MAX));
        Ok(buffer.into())
    }
}

/// A file being written, and the hash of what is in it.
struct Sink {
    temp: LocalFile,
    file: Arc<File>,
    hash: Sha256,
}

impl Sink {
    /// Blocks.
    fn open(folder: &Folder) -> io::Result<Self> {
        let (temp, file) = LocalFile::temporary(&folder.temp)?;
        Ok(Self { temp, file: Arc::new(file), hash: Sha256::new() })
    }

    /// Blocks.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.file.as_ref().write_all(bytes)
    }
}

/// What one trip to the blocking pool gives back: the file, and the emptied buffer to fill again.
type Trip = Result<(Sink, Vec<u8>), StoreError>;

/// A blob being written to the folder. While one buffer is hashed and written, the other fills.
pub(super) struct FolderUpload {
    folder: Arc<Folder>,
    buffer: Vec<u8>,
    spare: Vec<u8>,
    sink: Option<Sink>,
    trip: Option<JoinHandle<Trip>>,
    syncing: Option<JoinHandle<io::Result<()>>>,
    unsynced: u64,
}

impl FolderUpload {
    pub(super) fn new(folder: Arc<Folder>) -> Self {
        Self { folder, buffer: Vec::new(), spare: Vec::new(), sink: None, trip: None, syncing: None, unsynced: 0 }
    }

    pub(super) async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        while !bytes.is_empty() {
            let room = WRITE_CHUNK.saturating_sub(self.buffer.len());
            let (now, later) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() >= WRITE_CHUNK {
                self.flush().await?;
            }
        }
        Ok(())
    }

    /// Sends the full buffer off, once the one before it is written.
    async fn flush(&mut self) -> Result<(), StoreError> {
        self.settle().await?;
        self.begin_sync().await?;
        let full = std::mem::replace(&mut self.buffer, std::mem::take(&mut self.spare));
        self.unsynced = self.unsynced.saturating_add(u64::try_from(full.len()).unwrap_or(u64::MAX));
        let sink = self.sink.take();
        let folder = Arc::clone(&self.folder);
        self.trip = Some(spawn_blocking(move || {
            let mut sink = sink.map_or_else(|| Sink::open(&folder), Ok)?;
            sink.append(&full)?;
            let mut emptied = full;
            emptied.clear();
            Ok((sink, emptied))
        }));
        Ok(())
    }

    /// Waits for the trip under way.
    async fn settle(&mut self) -> Result<(), StoreError> {
        if let Some(trip) = &mut self.trip {
            let done = trip.await;
            self.trip = None;
            let (sink, spare) = done??;
            self.sink = Some(sink);
            self.spare = spare;
        }
        Ok(())
    }

    /// Lets the disk begin with what has gathered, unless it is at it still.
    async fn begin_sync(&mut self) -> Result<(), StoreError> {
        let idle = self.syncing.as_ref().is_none_or(JoinHandle::is_finished);
        if self.unsynced >= SYNC_EVERY && idle {
            self.end_sync().await?;
            if let Some(sink) = &self.sink {
                let file = Arc::clone(&sink.file);
                self.syncing = Some(spawn_blocking(move || file.sync_data()));
                self.unsynced = 0;
            }
        }
        Ok(())
    }

    /// Takes the disk's answer. The kernel reports a failed write once for each open file, so none may be lost.
    async fn end_sync(&mut self) -> Result<(), StoreError> {
        if let Some(syncing) = &mut self.syncing {
            let done = syncing.await;
            self.syncing = None;
            done??;
        }
        Ok(())
    }

    pub(super) async fn abort(mut self) {
        // Whether the last trip went well matters no more.
        let _ = self.settle().await;
        if let Some(sink) = self.sink.take() {
            let _ = spawn_blocking(move || sink.temp.remove()).await;
        }
    }

    pub(super) async fn finish(mut self) -> Result<(BlobKey, [u8; 32]), StoreError> {
        self.settle().await?;
        self.end_sync().await?;
        let Self { folder, buffer, sink, .. } = self;
        spawn_blocking(move || {
            let mut sink = sink.map_or_else(|| Sink::open(&folder), Ok)?;
            sink.append(&buffer)?;
            let Sink { temp, file, hash } = sink;
            file.sync_all()?;
            let key = BlobKey::random();
            folder.shelve(temp, &key)?;
            Ok((key, hash.finalize().into()))
        })
        .await?
    }
}

/// Walks the folders `00` to `ff`, one a page.
pub(super) struct FolderPages {
    root: PathBuf,
    next: Option<u8>,
}

impl FolderPages {
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Listed>>, StoreError> {
        let Some(number) = self.next else {
            return Ok(None);
        };
        let outer = self.root.join(format!("{number:02x}"));
        let page = spawn_blocking(move || list_shelf(&outer)).await??;
        self.next = number.checked_add(1);
        Ok(Some(page))
    }
}

/// The blobs in one outer folder. What is not named like a blob is none of ours. Blocks.
fn list_shelf(shelf: &Path) -> Result<Vec<Listed>, StoreError> {
    let mut found = Vec::new();
    for inner in read_folder(shelf)? {
        for entry in read_folder(&inner?.path())? {
            let entry = entry?;
            let Some(key) = entry.file_name().to_str().and_then(|name| name.parse::<BlobKey>().ok()) else {
                continue;
            };
            match entry.metadata() {
                Ok(data) => found.push(Listed { key, size: data.len(), modified: data.modified().ok() }),
                // Deleted while we look.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(found)
}

/// The entries of a folder; none when it is missing or no folder.
fn read_folder(path: &Path) -> Result<Box<dyn Iterator<Item = io::Result<fs::DirEntry>>>, StoreError> {
    match fs::read_dir(path) {
        Ok(entries) => Ok(Box::new(entries)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Box::new(std::iter::empty()))
        }
        Err(error) => Err(error.into()),
    }
}
