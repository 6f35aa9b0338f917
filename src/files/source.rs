//! Reading a few bytes here and there in a file of any size.
//!
//! Owns seeking and the bounds on it. Must not know any file format.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A reader that knows its length and is asked by position. Holds one buffer, whatever the size of the file.
pub(super) struct Source<R> {
    reader: BufReader<R>,
    at: u64,
    len: u64,
}

impl Source<File> {
    /// Opens a file.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Self::new(File::open(path)?)
    }
}

impl<R: Read + Seek> Source<R> {
    /// Takes a reader from its beginning.
    pub(super) fn new(mut inner: R) -> io::Result<Self> {
        let len = inner.seek(SeekFrom::End(0))?;
        inner.rewind()?;
        Ok(Self { reader: BufReader::with_capacity(16 * 1024, inner), at: 0, len })
    }

    /// Bytes in all.
    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    /// Fills as much of `buf` as the file has from `at` on; gives how much that was.
    pub(super) fn fill(&mut self, at: u64, buf: &mut [u8]) -> io::Result<usize> {
        if at >= self.len {
            return Ok(0);
        }
        self.go(at)?;
        let mut filled = 0;
        while let Some(rest) = buf.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.reader.read(rest) {
                Ok(0) => break,
                Ok(n) => {
                    filled += n;
                    self.at = self.at.saturating_add(u64::try_from(n).unwrap_or(u64::MAX));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// Exactly `N` bytes from `at`; `None` when the file ends before.
    pub(super) fn bytes<const N: usize>(&mut self, at: u64) -> io::Result<Option<[u8; N]>> {
        let mut buf = [0; N];
        Ok((self.fill(at, &mut buf)? == N).then_some(buf))
    }

    /// At most `most` bytes from `at`, fewer when the file ends before.
    pub(super) fn piece(&mut self, at: u64, most: usize) -> io::Result<Vec<u8>> {
        let left = usize::try_from(self.len.saturating_sub(at)).unwrap_or(usize::MAX);
        let mut buf = vec![0; most.min(left)];
        let filled = self.fill(at, &mut buf)?;
        buf.truncate(filled);
        Ok(buf)
    }

    /// The last bytes, at most `most`, and where they begin.
    pub(super) fn tail(&mut self, most: usize) -> io::Result<(u64, Vec<u8>)> {
        let from = self.len.saturating_sub(u64::try_from(most).unwrap_or(u64::MAX));
        Ok((from, self.piece(from, most)?))
    }

    /// Where `byte` next stands, from `at` on; `None` when it does not come again.
    pub(super) fn find(&mut self, byte: u8, at: u64) -> io::Result<Option<u64>> {
        if at >= self.len {
            return Ok(None);
        }
        self.go(at)?;
        loop {
            let held = match self.reader.fill_buf() {
                Ok(held) => held,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if held.is_empty() {
                return Ok(None);
            }
            let found = held.iter().position(|b| *b == byte);
            let step = found.unwrap_or(held.len());
            self.reader.consume(step);
            self.at = self.at.saturating_add(u64::try_from(step).unwrap_or(u64::MAX));
            if found.is_some() {
                return Ok(Some(self.at));
            }
        }
    }

    fn go(&mut self, to: u64) -> io::Result<()> {
        // Small steps stay in the buffer; `seek` would throw it away.
        let step = i64::try_from(to).ok().zip(i64::try_from(self.at).ok());
        match step {
            Some((to, at)) => self.reader.seek_relative(to - at)?,
            None => {
                self.reader.seek(SeekFrom::Start(to))?;
            }
        }
        self.at = to;
        Ok(())
    }
}

/// A reader that fails once so many bytes or jumps have been asked of it: keeps other people's parsers from walking forever.
pub(super) struct Budget<R> {
    inner: R,
    bytes: u64,
    calls: u64,
}

impl<R> Budget<R> {
    pub(super) const fn new(inner: R, bytes: u64, calls: u64) -> Self {
        Self { inner, bytes, calls }
    }

    fn spend(&mut self, bytes: u64) -> io::Result<()> {
        let spent = self
            .bytes
            .checked_sub(bytes)
            .zip(self.calls.checked_sub(1))
            .ok_or_else(|| io::Error::other("too much work for one file"))?;
        (self.bytes, self.calls) = spent;
        Ok(())
    }
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.spend(u64::try_from(read).unwrap_or(u64::MAX))?;
        Ok(read)
    }
}

impl<R: Seek> Seek for Budget<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.spend(0)?;
        self.inner.seek(to)
    }
}

/// Runs someone else's decoder on hostile bytes; `None` when it panicked.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// `N` bytes of a slice; `None` when it is too short.
pub(super) fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

/// Whether `bytes` hold `wanted` somewhere.
pub(super) fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// What tests of several files share.
#[cfg(test)]
pub(super) mod fixtures {
    use std::path::{Path, PathBuf};

    /// The path of a committed file.
    pub(in crate::files) fn fixture(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
    }

    /// A file of these bytes, removed when dropped.
    pub(in crate::files) fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        file
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn reads_by_position_in_any_order() {
        let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        let mut source = Source::new(Cursor::new(bytes)).unwrap();
        assert_eq!(source.bytes(70_000).unwrap(), Some([112, 113]));
        assert_eq!(source.bytes(3).unwrap(), Some([3, 4, 5]));
        assert_eq!(source.bytes::<2>(99_999).unwrap(), None);
        assert_eq!(source.piece(99_998, 10).unwrap(), [158, 159]);
        assert_eq!(source.find(255, 256).unwrap(), Some(511));
        assert_eq!(source.find(200, 99_990).unwrap(), None);
        assert_eq!(source.tail(2).unwrap(), (99_998, vec![158, 159]));
    }

    #[test]
    fn a_budget_ends() {
        let mut budget = Budget::new(Cursor::new(vec![0; 100]), 10, 100);
        assert_eq!(budget.read(&mut [0; 10]).unwrap(), 10);
        assert_eq!(budget.read(&mut [0; 1]).unwrap_err().kind(), io::ErrorKind::Other);
    }
}
