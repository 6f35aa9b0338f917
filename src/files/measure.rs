//! How large, long or wordy a file is.
//!
//! Owns asking the right reader of each kind. Must not know limits. What cannot be told soundly is `None`, never a guess.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use lofty::config::ParseOptions;
use lofty::file::{AudioFile, FileType};
use lofty::probe::Probe;
use serde::{Deserialize, Serialize};

use super::boxes;
use super::docx::{self, DocxError};
use super::image::{self, ImageError};
use super::kind::FileKind;
use super::source::{Budget, Source, guarded};
use crate::kernel::text::{count_lines, count_words};

/// What could be measured. A field that does not fit the kind, or that cannot be told, is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measures {
    /// Pixels, as shown: after the turn that the camera noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// *Số chữ*: runs without spaces that hold a letter or a digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<u32>,
    /// Lines that are not empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

impl Measures {
    /// The longer side in pixels.
    #[must_use]
    pub fn long_side(&self) -> Option<u32> {
        Some(self.width?.max(self.height?))
    }
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// Says nothing about the file. Try again.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is not what it begins as.
    #[error("the file is damaged")]
    Unreadable,
}

/// What a parser of sound may read, and how often it may jump, before it is stopped.
const MAX_BYTES: u64 = 64 << 20;
const MAX_CALLS: u64 = 200_000;

/// Measures a file of this kind (as sniffed). PDF and DOC are not opened: their pages and words are left to people.
///
/// # Errors
/// When the file cannot be read, or is no picture or DOCX although it begins like one. Sound whose length cannot be told is no
/// error.
pub fn measure(path: &Path, kind: FileKind) -> Result<Measures, MeasureError> {
    let mut measures = Measures::default();
    match kind {
        FileKind::Jpeg | FileKind::Png => {
            let (width, height) = image::dimensions(path, kind).map_err(|error| match error {
                ImageError::Io(error) => MeasureError::Io(error),
                _ => MeasureError::Unreadable,
            })?;
            measures.width = Some(width);
            measures.height = Some(height);
        }
        FileKind::Docx => match docx::text(path) {
            Ok(text) => {
                measures.words = u32::try_from(count_words(&text)).ok();
                measures.lines = u32::try_from(count_lines(&text)).ok();
            }
            Err(DocxError::TooLarge) => {}
            Err(DocxError::Unreadable) => return Err(MeasureError::Unreadable),
            Err(DocxError::Io(error)) => return Err(MeasureError::Io(error)),
        },
        FileKind::Mp3 => measures.duration_ms = sound_length(path, FileType::Mpeg)?,
        FileKind::Wav => measures.duration_ms = sound_length(path, FileType::Wav)?,
        // The movie header counts silent films and trimmed ones rightly; readers of tags look at the sound only.
        FileKind::M4a | FileKind::Mp4 => {
            let movie = boxes::read_movie(&mut Source::<File>::open(path)?)?;
            measures.duration_ms = movie.and_then(|movie| movie.duration_ms);
        }
        FileKind::Pdf | FileKind::Doc => {}
    }
    Ok(measures)
}

fn sound_length(path: &Path, kind: FileType) -> Result<Option<u64>, MeasureError> {
    let file = BufReader::new(Budget::new(File::open(path)?, MAX_BYTES, MAX_CALLS));
    let options = ParseOptions::new().read_tags(false).read_cover_art(false);
    let read = guarded(|| {
        let tagged = Probe::with_file_type(file, kind).options(options).read();
        tagged.map(|tagged| tagged.properties().duration())
    });
    Ok(read.and_then(Result::ok).and_then(|length| u64::try_from(length.as_millis()).ok()).filter(|ms| *ms > 0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::source::fixtures::{file_of, fixture};
    use super::*;

    fn of(name: &str, kind: FileKind) -> Measures {
        measure(&fixture(name), kind).unwrap()
    }

    fn size(width: u32, height: u32) -> Measures {
        Measures { width: Some(width), height: Some(height), ..Measures::default() }
    }

    fn lasting(ms: u64) -> Measures {
        Measures { duration_ms: Some(ms), ..Measures::default() }
    }

    #[test]
    fn pictures_are_measured_as_shown() {
        let photo = of("photo.jpg", FileKind::Jpeg);
        assert_eq!(photo, size(1_200, 1_800));
        assert_eq!(photo.long_side(), Some(1_800));
        assert_eq!(of("photo2.jpg", FileKind::Jpeg), size(2_000, 1_333));
        assert_eq!(of("photo3.png", FileKind::Png), size(1_700, 1_100));
        assert_eq!(of("small.jpg", FileKind::Jpeg), size(900, 600));
    }

    #[test]
    fn sound_and_film_are_timed() {
        assert_eq!(of("song.mp3", FileKind::Mp3), lasting(5_042));
        assert_eq!(of("song.m4a", FileKind::M4a), lasting(5_000));
        assert_eq!(of("sound.wav", FileKind::Wav), lasting(1_000));
        assert_eq!(of("clip.mp4", FileKind::Mp4), lasting(2_534));
    }

    #[test]
    fn a_poem_is_counted() {
        let poem = Measures { words: Some(31), lines: Some(5), ..Measures::default() };
        assert_eq!(of("poem.docx", FileKind::Docx), poem);
        assert_eq!(of("scan.pdf", FileKind::Pdf), Measures::default());
        assert_eq!(of("old.doc", FileKind::Doc), Measures::default());
    }

    #[test]
    fn what_is_no_picture_is_unreadable() {
        for kind in [FileKind::Jpeg, FileKind::Png, FileKind::Docx] {
            assert!(matches!(measure(&fixture("fake.jpg"), kind), Err(MeasureError::Unreadable)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn damaged_files_never_panic(
            (name, kind) in prop::sample::select(vec![
                ("small.jpg", FileKind::Jpeg), ("photo3.png", FileKind::Png), ("poem.docx", FileKind::Docx),
                ("song.mp3", FileKind::Mp3), ("sound.wav", FileKind::Wav), ("clip.mp4", FileKind::Mp4),
            ]),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
            front in any::<bool>(),
        ) {
            let mut bytes = std::fs::read(fixture(name)).unwrap();
            let reach = if front { 600 } else { bytes.len() };
            for (at, byte) in damage {
                bytes[at.index(reach)] = byte;
            }
            let judged = measure(file_of(&bytes).path(), kind);
            prop_assert!(!matches!(judged, Err(MeasureError::Io(_))), "{judged:?}");
        }
    }
}
