//! A blob as a file of this machine: the blob itself, or a copy that goes away.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A path to read a blob from, valid as long as this value lives.
#[derive(Debug)]
pub struct LocalFile {
    path: PathBuf,
    temporary: bool,
}

impl LocalFile {
    /// A file that belongs to the store and stays.
    pub(super) fn lasting(path: PathBuf) -> Self {
        Self { path, temporary: false }
    }

    /// Makes an empty file, readable by nobody else, that is removed with the value. Blocks.
    pub(super) fn temporary(folder: &Path) -> io::Result<(Self, File)> {
        let path = folder.join(format!("{:032x}", rand::random::<u128>()));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok((Self { path, temporary: true }, file))
    }

    /// Moves a temporary file to where it stays. Blocks.
    pub(super) fn settle(mut self, to: &Path) -> io::Result<()> {
        fs::rename(&self.path, to)?;
        self.temporary = false;
        Ok(())
    }

    /// Removes a temporary file now. Blocks.
    pub(super) fn remove(mut self) {
        if std::mem::take(&mut self.temporary) {
            unlink(&self.path);
        }
    }

    /// Where the file is. Read it, and do not write to it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl AsRef<Path> for LocalFile {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}

impl Drop for LocalFile {
    fn drop(&mut self) {
        if !self.temporary {
            return;
        }
        let path = std::mem::take(&mut self.path);
        let remove = move || unlink(&path);
        // Unlinking a large file takes a while on some file systems, so it is kept off the event loop.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_) => remove(),
        }
    }
}

fn unlink(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        tracing::warn!(%error, "a temporary file stays behind until the next sweep");
    }
}
