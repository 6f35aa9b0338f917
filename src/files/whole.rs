//! Whether a file is whole, or was cut on its way.
//!
//! Owns each kind's own sign of its end. Must not decode: constant memory, whatever the size.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use super::archive;
use super::boxes::{self, Layout};
use super::compound::Compound;
use super::jpeg;
use super::kind::FileKind;
use super::mpeg;
use super::source::{Source, holds, part};

/// Why a file is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Cut {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// It ends before its own end.
    #[error("the file is cut short")]
    Short,
    /// Its parts make no sense.
    #[error("the file is damaged")]
    Broken,
    /// It could not be read; says nothing about the file. Try again.
    #[error("the file cannot be read: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for Cut {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// Whether a file of this kind (as sniffed) is whole. An MP3 without an information header cannot be told, and counts as whole.
///
/// # Errors
/// What is wrong with it.
pub fn is_whole(path: &Path, kind: FileKind) -> Result<(), Cut> {
    is_whole_source(&mut Source::<File>::open(path)?, kind)
}

pub(super) fn is_whole_source<R: Read + Seek>(source: &mut Source<R>, kind: FileKind) -> Result<(), Cut> {
    if source.len() == 0 {
        return Err(Cut::Empty);
    }
    match kind {
        FileKind::Jpeg => jpeg_ends(source),
        FileKind::Png => png_ends(source),
        FileKind::Pdf => pdf_ends(source),
        FileKind::Docx => zip_ends(source),
        FileKind::Doc => compound_ends(source),
        FileKind::Mp3 => mp3_ends(source),
        FileKind::Wav => wav_ends(source),
        FileKind::M4a | FileKind::Mp4 => movie_ends(source),
    }
}

fn jpeg_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    let walk = jpeg::walk(source)?;
    match (walk.ends, walk.broken) {
        (true, _) => Ok(()),
        (_, true) => Err(Cut::Broken),
        _ => Err(Cut::Short),
    }
}

/// Chunk by chunk up to IEND. A picture of 2 GiB in chunks of 8 KiB has a quarter of a million.
fn png_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    let mut at = 8_u64;
    for _ in 0..1_000_000 {
        let Some([a, b, c, d, name @ ..]) = source.bytes::<8>(at)? else {
            return Err(Cut::Short);
        };
        if !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Cut::Broken);
        }
        // Length, name and checksum stand around the data.
        at += 12 + u64::from(u32::from_be_bytes([a, b, c, d]));
        if at > source.len() {
            return Err(Cut::Short);
        }
        if &name == b"IEND" {
            return Ok(());
        }
    }
    Err(Cut::Broken)
}

fn pdf_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    let (_, tail) = source.tail(2_048)?;
    if holds(&tail, b"%%EOF") { Ok(()) } else { Err(Cut::Short) }
}

fn zip_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    match archive::directory(source)? {
        None => Err(Cut::Short),
        Some(directory) if directory.sound && directory.entries > 0 => Ok(()),
        Some(_) => Err(Cut::Broken),
    }
}

fn compound_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    if source.len() < 512 {
        return Err(Cut::Short);
    }
    match Compound::read(source)? {
        None => Err(Cut::Broken),
        Some(compound) if compound.is_whole(source)? => Ok(()),
        Some(_) => Err(Cut::Short),
    }
}

fn mp3_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    let from = mpeg::behind_tags(source)?;
    if from >= source.len() {
        return Err(Cut::Short);
    }
    match mpeg::first_frame(source, from, 64 * 1024)? {
        None => Err(Cut::Broken),
        Some(frame) if mpeg::is_short(source, &frame)? => Err(Cut::Short),
        Some(_) => Ok(()),
    }
}

fn wav_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    let mut at = 12_u64;
    for _ in 0..10_000 {
        let Some(head) = source.bytes::<8>(at)? else {
            return Err(Cut::Short);
        };
        let size = part(&head, 4).map_or(0, u32::from_le_bytes);
        let end = at + 8 + u64::from(size);
        if head.starts_with(b"data") {
            // A recorder that could not go back to write the size leaves nothing or everything there.
            let told = !matches!(size, 0 | u32::MAX);
            return if told && end > source.len() { Err(Cut::Short) } else { Ok(()) };
        }
        // Chunks begin at even positions.
        at = end + (end & 1);
    }
    Err(Cut::Broken)
}

fn movie_ends<R: Read + Seek>(source: &mut Source<R>) -> Result<(), Cut> {
    match boxes::read_movie(source)?.map(|movie| movie.layout) {
        Some(Layout::Whole) => Ok(()),
        Some(Layout::Short) => Err(Cut::Short),
        Some(Layout::Broken) | None => Err(Cut::Broken),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::super::source::fixtures::fixture;
    use super::*;

    const WHOLE: [(&str, FileKind); 10] = [
        ("photo.jpg", FileKind::Jpeg),
        ("photo2.jpg", FileKind::Jpeg),
        ("photo3.png", FileKind::Png),
        ("scan.pdf", FileKind::Pdf),
        ("poem.docx", FileKind::Docx),
        ("old.doc", FileKind::Doc),
        ("song.mp3", FileKind::Mp3),
        ("song.m4a", FileKind::M4a),
        ("sound.wav", FileKind::Wav),
        ("clip.mp4", FileKind::Mp4),
    ];

    fn whole(bytes: &[u8], kind: FileKind) -> Result<(), Cut> {
        is_whole_source(&mut Source::new(Cursor::new(bytes)).unwrap(), kind)
    }

    #[test]
    fn whole_files_are_whole() {
        for (name, kind) in WHOLE {
            assert_eq!(is_whole(&fixture(name), kind), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_short() {
        for (name, kind) in WHOLE {
            let bytes = std::fs::read(fixture(name)).unwrap();
            for tenths in [1, 3, 5, 7, 9] {
                let cut = &bytes[..bytes.len() * tenths / 10];
                assert_eq!(whole(cut, kind), Err(Cut::Short), "{tenths}/10 of {name}");
            }
        }
        assert_eq!(is_whole(&fixture("cut.jpg"), FileKind::Jpeg), Err(Cut::Short));
        assert_eq!(is_whole(&fixture("cut.mp4"), FileKind::Mp4), Err(Cut::Short));
        assert_eq!(is_whole(&fixture("empty.jpg"), FileKind::Jpeg), Err(Cut::Empty));
        assert_eq!(is_whole(&fixture("nowhere.jpg"), FileKind::Jpeg), Err(Cut::Io(io::ErrorKind::NotFound)));
    }

    #[test]
    fn bytes_behind_the_end_do_no_harm() {
        for (name, kind) in [
            ("photo.jpg", FileKind::Jpeg),
            ("photo3.png", FileKind::Png),
            ("scan.pdf", FileKind::Pdf),
            ("sound.wav", FileKind::Wav),
            ("song.mp3", FileKind::Mp3),
        ] {
            let mut bytes = std::fs::read(fixture(name)).unwrap();
            bytes.extend([0x20; 600]);
            assert_eq!(whole(&bytes, kind), Ok(()), "{name}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn damaged_files_never_panic(
            which in 0..WHOLE.len(),
            thousandths in 0..=1_000_usize,
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..24),
            front in any::<bool>(),
        ) {
            let (name, kind) = WHOLE[which];
            let mut bytes = std::fs::read(fixture(name)).unwrap();
            bytes.truncate(bytes.len() * thousandths / 1_000);
            if !bytes.is_empty() {
                // Headers are where damage tells, so half of the time it goes there.
                let reach = if front { bytes.len().min(600) } else { bytes.len() };
                for (at, byte) in damage {
                    bytes[at.index(reach)] = byte;
                }
            }
            for kind in [kind, FileKind::ALL[which % FileKind::ALL.len()]] {
                let judged = whole(&bytes, kind);
                prop_assert!(!matches!(judged, Err(Cut::Io(_))), "{judged:?}");
            }
        }
    }
}
