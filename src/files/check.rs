//! Everything that can be told about one file against the rule of its slot, in one call.
//!
//! Owns the order of the looks: a file of the wrong type is not opened further, a cut one not measured.

use std::io;
use std::path::Path;

use super::kind::FileKind;
use super::limits::{self, FileFault, SlotRule, Unverified};
use super::measure::{MeasureError, Measures, measure};
use super::sniff::{SniffError, Sniffed, sniff};
use super::whole::{Cut, is_whole};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The true type, when it is one that can be handed in.
    pub kind: Option<FileKind>,
    /// A short name of the true type; empty when nobody can tell.
    pub is: String,
    /// Bytes.
    pub size: u64,
    pub measures: Measures,
    /// Why the file is refused; empty when it is not.
    pub faults: Vec<FileFault>,
    /// What is left to a secretary's eyes.
    pub unverified: Vec<Unverified>,
}

impl Checked {
    /// Whether the file can be taken.
    #[must_use]
    pub const fn ready(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Looks at a file: its true type, whether it is whole, its measures, the limits of the slot.
///
/// # Errors
/// Only when the file could not be read, which says nothing about it: try again. What is wrong with the file itself is among
/// the faults.
pub fn check(path: &Path, rule: &SlotRule) -> io::Result<Checked> {
    let size = path.metadata()?.len();
    let Sniffed { kind, other } = sniff(path).map_err(|SniffError::Io(error)| error)?;
    let mut checked = Checked {
        kind,
        is: other.clone(),
        size,
        measures: Measures::default(),
        faults: Vec::new(),
        unverified: Vec::new(),
    };
    if size == 0 {
        checked.faults.push(FileFault::Empty);
        return Ok(checked);
    }
    let wrong = limits::wrong_type(rule, &Sniffed { kind, other });
    let kind = match (wrong, kind) {
        (None, Some(kind)) => kind,
        (wrong, _) => {
            checked.faults.extend(wrong);
            return Ok(checked);
        }
    };
    match is_whole(path, kind) {
        Ok(()) => {}
        Err(Cut::Io(kind)) => return Err(kind.into()),
        Err(cut) => {
            checked.faults.push(match cut {
                Cut::Empty => FileFault::Empty,
                Cut::Short => FileFault::Cut,
                Cut::Broken | Cut::Io(_) => FileFault::Unreadable,
            });
            return Ok(checked);
        }
    }
    match measure(path, kind) {
        Ok(measures) => checked.measures = measures,
        Err(MeasureError::Io(error)) => return Err(error),
        Err(MeasureError::Unreadable) => {
            checked.faults.push(FileFault::Unreadable);
            return Ok(checked);
        }
    }
    checked.faults = limits::faults(rule, kind, size, &checked.measures);
    checked.unverified = limits::unverified(rule, kind, &checked.measures);
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use super::super::source::fixtures::fixture;
    use super::*;

    fn rule() -> SlotRule {
        SlotRule {
            role: "ảnh".to_owned(),
            accept: vec![FileKind::Jpeg, FileKind::Png, FileKind::Mp4],
            min: 1,
            max: 7,
            megabytes: 20,
            pixels_long_side_min: Some(1_600),
            minutes_max: Some(15),
            words_max: None,
            caption: true,
        }
    }

    fn faults(name: &str) -> Vec<FileFault> {
        check(&fixture(name), &rule()).unwrap().faults
    }

    #[test]
    fn a_good_file_is_ready() {
        let checked = check(&fixture("photo.jpg"), &rule()).unwrap();
        assert!(checked.ready());
        assert_eq!(checked.kind, Some(FileKind::Jpeg));
        assert_eq!(checked.measures.long_side(), Some(1_800));
        assert_eq!(checked.unverified, []);
        assert!(check(&fixture("clip.mp4"), &rule()).unwrap().ready());
    }

    #[test]
    fn every_fault_is_told_as_what_it_is() {
        let wrong = |is: &str| vec![FileFault::WrongType { is: is.to_owned(), accepts: rule().accept }];
        assert_eq!(faults("empty.jpg"), [FileFault::Empty]);
        assert_eq!(faults("fake.jpg"), wrong("TXT"));
        assert_eq!(faults("script.svg"), wrong("SVG"));
        assert_eq!(faults("notes.zip"), wrong("ZIP"));
        assert_eq!(faults("song.mp3"), wrong("MP3"));
        assert_eq!(faults("cut.jpg"), [FileFault::Cut]);
        assert_eq!(faults("cut.mp4"), [FileFault::Cut]);
        assert_eq!(faults("small.jpg"), [FileFault::TooSmallPicture { is: 900, min: 1_600 }]);
    }

    #[test]
    fn a_file_that_is_not_there_is_no_fault() {
        let error = check(&fixture("nowhere.jpg"), &rule()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
