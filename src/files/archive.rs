//! The list of contents at the end of a ZIP file (PKWARE APPNOTE, §4.3).
//!
//! Owns finding it and walking its names in constant memory. Must not unpack anything.

use std::io::{self, Read, Seek};

use super::source::{Source, part};

/// The central directory, as the record at the end of the file tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Directory {
    pub(super) entries: u64,
    pub(super) size: u64,
    pub(super) start: u64,
    /// The whole directory lies in front of the record, and begins with an entry.
    pub(super) sound: bool,
}

const END: &[u8; 4] = b"PK\x05\x06";
const ENTRY: &[u8; 4] = b"PK\x01\x02";
const END_SIZE: usize = 22;

/// Finds the directory; `None` when the record at the end is missing, as in a cut file.
pub(super) fn directory<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Option<Directory>> {
    let (from, tail) = source.tail(END_SIZE + usize::from(u16::MAX))?;
    let mut before = tail.len();
    while let Some(at) = tail.get(..before).and_then(|tail| tail.windows(4).rposition(|four| four == END)) {
        let position = from.saturating_add(u64::try_from(at).unwrap_or(u64::MAX));
        let record = tail.get(at..).unwrap_or_default();
        // The comment behind the record has to fit, or this is no record but four bytes of something else.
        let fits = part(record, 20)
            .map(|comment| END_SIZE + usize::from(u16::from_le_bytes(comment)))
            .is_some_and(|size| size <= record.len());
        if fits && let Some(directory) = read_end(source, record, position)? {
            return Ok(Some(directory));
        }
        before = at + 3;
    }
    Ok(None)
}

/// Shows every name to `look`, at most `most` of them; a name longer than 256 bytes is shown cut.
pub(super) fn each_name<R: Read + Seek>(
    source: &mut Source<R>,
    directory: &Directory,
    most: u64,
    mut look: impl FnMut(&[u8]),
) -> io::Result<()> {
    let mut at = directory.start;
    for _ in 0..directory.entries.min(most) {
        let Some(head) = source.bytes::<46>(at)? else {
            break;
        };
        if !head.starts_with(ENTRY) {
            break;
        }
        let size = |at| part(&head, at).map_or(0, u16::from_le_bytes);
        let (name, extra, comment) = (size(28), size(30), size(32));
        look(&source.piece(at + 46, usize::from(name.min(256)))?);
        at += 46 + u64::from(name) + u64::from(extra) + u64::from(comment);
    }
    Ok(())
}

fn read_end<R: Read + Seek>(source: &mut Source<R>, record: &[u8], position: u64) -> io::Result<Option<Directory>> {
    let short = |at| part(record, at).map(u16::from_le_bytes);
    let long = |at| part(record, at).map(u32::from_le_bytes);
    let (Some(entries), Some(size), Some(start)) = (short(10), long(12), long(16)) else {
        return Ok(None);
    };
    let mut directory =
        Directory { entries: u64::from(entries), size: u64::from(size), start: u64::from(start), sound: false };
    if (entries == u16::MAX || size == u32::MAX || start == u32::MAX)
        && let Some(large) = read_large_end(source, position)?
    {
        directory = large;
    }
    let fits = directory.start.checked_add(directory.size).is_some_and(|end| end <= position);
    directory.sound = fits && (directory.entries == 0 || source.bytes(directory.start)? == Some(*ENTRY));
    Ok(Some(directory))
}

/// The ZIP64 record, found by a locator just before the plain one.
fn read_large_end<R: Read + Seek>(source: &mut Source<R>, position: u64) -> io::Result<Option<Directory>> {
    let Some(locator) = position.checked_sub(20) else {
        return Ok(None);
    };
    let Some(locator) = source.bytes::<20>(locator)?.filter(|locator| locator.starts_with(b"PK\x06\x07")) else {
        return Ok(None);
    };
    let at = part(&locator, 8).map_or(u64::MAX, u64::from_le_bytes);
    let Some(record) = source.bytes::<56>(at)?.filter(|record| record.starts_with(b"PK\x06\x06")) else {
        return Ok(None);
    };
    let field = |at| part(&record, at).map_or(0, u64::from_le_bytes);
    Ok(Some(Directory { entries: field(32), size: field(40), start: field(48), sound: false }))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::source::fixtures::fixture;
    use super::*;

    #[test]
    fn walks_the_names() {
        let mut source = Source::open(&fixture("notes.zip")).unwrap();
        let directory = directory(&mut source).unwrap().unwrap();
        assert!(directory.sound);
        let mut names = Vec::new();
        each_name(&mut source, &directory, 10, |name| {
            names.push(String::from_utf8(name.to_vec()).unwrap());
        })
        .unwrap();
        assert_eq!(names, ["ghi-chu.txt"]);
    }

    #[test]
    fn a_cut_archive_has_no_directory() {
        let bytes = std::fs::read(fixture("poem.docx")).unwrap();
        let mut cut = Source::new(Cursor::new(&bytes[..bytes.len() - 30])).unwrap();
        assert_eq!(directory(&mut cut).unwrap(), None);
        // The front is lost: the record is there, the directory is not where it says.
        let mut late = Source::new(Cursor::new(&bytes[2_000..])).unwrap();
        assert!(!directory(&mut late).unwrap().unwrap().sound);
    }
}
