//! The true type of a file, read from its bytes.
//!
//! Owns telling kinds apart, whatever the file is called. Must not judge whether a kind is wanted or the file whole: a cut
//! DOCX is still told as a DOCX, so that its owner is told that it is cut.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use file_format::FileFormat;

use super::archive;
use super::boxes::{self, Movie};
use super::compound::{self, Compound};
use super::kind::FileKind;
use super::mpeg;
use super::source::{Source, holds, part};

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sniffed {
    /// One of the kinds that can be handed in, if it is one.
    pub kind: Option<FileKind>,
    /// A short name of what it really is ("ZIP", "SVG", "JPG"), for a message; empty when nobody can tell.
    pub other: String,
}

/// What a DOCX, XLSX or PPTX locked with a password is called: from outside nobody can tell which it is. For the web layer to
/// word.
pub const LOCKED: &str = "DOCX/XLSX/PPTX, password";

/// Why a file could not be looked at: never because of its bytes.
#[derive(Debug, thiserror::Error)]
pub enum SniffError {
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl Sniffed {
    fn is(kind: FileKind) -> Self {
        Self { kind: Some(kind), other: kind.to_string() }
    }

    fn other(name: &str) -> Self {
        Self { kind: None, other: name.to_owned() }
    }
}

/// Reads the true type of a file. Reads a few hundred kilobytes at most, however large it is.
///
/// # Errors
/// When the file cannot be opened or read.
pub fn sniff(path: &Path) -> Result<Sniffed, SniffError> {
    Ok(sniff_source(&mut Source::<File>::open(path)?)?)
}

const FRONT: usize = 64 * 1024;

pub(super) fn sniff_source<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Sniffed> {
    let front = source.piece(0, FRONT)?;
    if front.starts_with(b"PK\x03\x04") {
        return zip(source, &front);
    }
    if front.starts_with(b"PK\x05\x06") {
        return Ok(Sniffed::other("ZIP"));
    }
    if front.starts_with(compound::MAGIC) {
        return compound(source, &front);
    }
    if let Some(movie) = boxes::read_movie(source)?
        && let Some(sniffed) = film(&movie)
    {
        return Ok(sniffed);
    }
    if let Some(sniffed) = sound(source, &front)? {
        return Ok(sniffed);
    }
    let format = FileFormat::from_reader(Cursor::new(&front))?;
    Ok(match format {
        FileFormat::Empty => Sniffed::other(""),
        FileFormat::JointPhotographicExpertsGroup => Sniffed::is(FileKind::Jpeg),
        FileFormat::PortableNetworkGraphics | FileFormat::AnimatedPortableNetworkGraphics => Sniffed::is(FileKind::Png),
        FileFormat::PortableDocumentFormat | FileFormat::AdobeIllustratorArtwork => Sniffed::is(FileKind::Pdf),
        FileFormat::WaveformAudio => Sniffed::is(FileKind::Wav),
        FileFormat::ArbitraryBinaryData
        | FileFormat::Mpeg12AudioLayer3
        | FileFormat::PlainText
        | FileFormat::ExtensibleMarkupLanguage => unmarked(source, &front)?,
        known => Sniffed::other(&known.extension().to_uppercase()),
    })
}

/// Files without a signature at their very beginning, and text.
fn unmarked<R: Read + Seek>(source: &mut Source<R>, front: &[u8]) -> io::Result<Sniffed> {
    // Readers take a PDF whose header stands within the first kilobyte.
    if holds(front.get(..1_024).unwrap_or(front), b"%PDF-") {
        return Ok(Sniffed::is(FileKind::Pdf));
    }
    if let Some(name) = text(front) {
        return Ok(Sniffed::other(name));
    }
    if mpeg::first_frame(source, 0, 4_096)?.is_some() {
        return Ok(Sniffed::is(FileKind::Mp3));
    }
    Ok(Sniffed::other(""))
}

/// What kind of text it is; `None` when it is none.
fn text(front: &[u8]) -> Option<&'static str> {
    let utf8 = match str::from_utf8(front) {
        Ok(text) => text,
        // The end of the part that was read may cut a character in two.
        Err(error) if error.error_len().is_none() => str::from_utf8(front.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    if utf8.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}')) {
        return None;
    }
    let start: String = utf8.chars().take(4_096).collect();
    let start = start.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']).to_ascii_lowercase();
    Some(if !start.starts_with('<') {
        if start.starts_with("{\\rtf") { "RTF" } else { "TXT" }
    } else if start.contains("<svg") {
        "SVG"
    } else if start.contains("<html") {
        "HTML"
    } else if start.starts_with("<?xml") {
        "XML"
    } else {
        "TXT"
    })
}

/// MP3, with tags or without. Other sound behind a tag is named.
fn sound<R: Read + Seek>(source: &mut Source<R>, front: &[u8]) -> io::Result<Option<Sniffed>> {
    let tagged = front.starts_with(b"ID3");
    let synced = part::<2>(front, 0).is_some_and(|[sync, kind]| sync == 0xFF && kind >= 0xE0);
    if !tagged && !synced {
        return Ok(None);
    }
    let from = mpeg::behind_tags(source)?;
    // Cut within its tag: still meant as MP3.
    if tagged && from >= source.len() {
        return Ok(Some(Sniffed::is(FileKind::Mp3)));
    }
    if tagged && source.bytes(from)? == Some(*b"fLaC") {
        return Ok(Some(Sniffed::other("FLAC")));
    }
    let junk = if tagged { 64 * 1024 } else { 0 };
    if mpeg::first_frame(source, from, junk)?.is_some() {
        return Ok(Some(Sniffed::is(FileKind::Mp3)));
    }
    Ok(tagged.then(|| Sniffed::other("ID3")))
}

/// MP4 or M4A; `None` for pictures and other things in boxes, which their brand names.
fn film(movie: &Movie) -> Option<Sniffed> {
    const BRANDS: [&[u8; 4]; 24] = [
        b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42", b"mp71",
        b"avc1", b"dash", b"mmp4", b"MSNV", b"XAVC", b"M4V ", b"M4VH", b"M4VP", b"M4A ", b"M4B ", b"f4v ", b"F4V ",
    ];
    let known = |brand: &[u8; 4]| BRANDS.contains(&brand);
    let telephone = movie.brand.starts_with(b"3g") && movie.compatible.iter().any(known);
    if !known(&movie.brand) && !telephone {
        return None;
    }
    let sound_brand = matches!(&movie.brand, b"M4A " | b"M4B ");
    Some(if movie.has_video {
        Sniffed::is(FileKind::Mp4)
    } else if movie.has_audio {
        Sniffed::is(FileKind::M4a)
    } else if movie.has_moov {
        Sniffed::other("MP4")
    } else if sound_brand {
        Sniffed::is(FileKind::M4a)
    } else {
        Sniffed::is(FileKind::Mp4)
    })
}

fn compound<R: Read + Seek>(source: &mut Source<R>, front: &[u8]) -> io::Result<Sniffed> {
    let names = match Compound::read(source)? {
        Some(compound) => compound.root_names(source)?,
        None => Vec::new(),
    };
    let has = |name: &str| names.iter().any(|n| n == name);
    if has("WordDocument") {
        return Ok(Sniffed::is(FileKind::Doc));
    }
    if has("EncryptedPackage") {
        return Ok(Sniffed::other(LOCKED));
    }
    let format = FileFormat::from_reader(Cursor::new(front))?;
    Ok(match format {
        FileFormat::MicrosoftWordDocument => Sniffed::is(FileKind::Doc),
        FileFormat::CompoundFileBinary | FileFormat::ArbitraryBinaryData => {
            // Cut off in front of its directory: taken for the one kind that can be handed in, and then told as cut.
            if names.is_empty() {
                Sniffed::is(FileKind::Doc)
            } else if has("Workbook") || has("Book") {
                Sniffed::other("XLS")
            } else if has("PowerPoint Document") {
                Sniffed::other("PPT")
            } else {
                Sniffed::other("CFB")
            }
        }
        known => Sniffed::other(&known.extension().to_uppercase()),
    })
}

/// The library can tell kinds of ZIP too, but takes the sizes that a file claims on trust; names are enough here.
fn zip<R: Read + Seek>(source: &mut Source<R>, front: &[u8]) -> io::Result<Sniffed> {
    let mut seen = Seen::default();
    if let Some(directory) = archive::directory(source)?.filter(|directory| directory.sound) {
        archive::each_name(source, &directory, 4_096, |name| seen.look(name))?;
    } else {
        // Cut: the names of the first entries stand before their data.
        for name in [&b"[Content_Types].xml"[..], b"word/document.xml", b"word/", b"xl/", b"ppt/"] {
            if holds(front, name) {
                seen.look(name);
            }
        }
        seen.document |= seen.word && seen.types;
    }
    Ok(if seen.macros {
        Sniffed::other(if seen.document { "DOCM" } else { "ZIP" })
    } else if seen.document && seen.types {
        Sniffed::is(FileKind::Docx)
    } else if seen.types && seen.sheets {
        Sniffed::other("XLSX")
    } else if seen.types && seen.slides {
        Sniffed::other("PPTX")
    } else if seen.open_document {
        Sniffed::other("ODT/ODS/ODP")
    } else if seen.book {
        Sniffed::other("EPUB")
    } else if seen.android {
        Sniffed::other("APK")
    } else {
        Sniffed::other("ZIP")
    })
}

/// Which telling names an archive holds.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "a set of names, each seen or not")]
struct Seen {
    types: bool,
    word: bool,
    document: bool,
    macros: bool,
    sheets: bool,
    slides: bool,
    open_document: bool,
    book: bool,
    android: bool,
}

impl Seen {
    fn look(&mut self, name: &[u8]) {
        match name {
            b"[Content_Types].xml" => self.types = true,
            b"word/document.xml" | b"word/document2.xml" => self.document = true,
            b"META-INF/manifest.xml" => self.open_document = true,
            b"META-INF/container.xml" => self.book = true,
            b"AndroidManifest.xml" => self.android = true,
            _ if name.ends_with(b"/vbaProject.bin") => self.macros = true,
            _ if name.starts_with(b"word/") => self.word = true,
            _ if name.starts_with(b"xl/") => self.sheets = true,
            _ if name.starts_with(b"ppt/") => self.slides = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::super::source::fixtures::{file_of, fixture};
    use super::*;

    fn is(bytes: &[u8]) -> String {
        sniff_source(&mut Source::new(Cursor::new(bytes)).unwrap()).unwrap().other
    }

    fn zip_of(names: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(b"<x/>").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn every_kind_is_told_from_its_bytes() {
        for (name, kind) in [
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
        ] {
            assert_eq!(sniff(&fixture(name)).unwrap(), Sniffed::is(kind), "{name}");
            // Its first tenth still tells.
            let bytes = std::fs::read(fixture(name)).unwrap();
            let cut = file_of(&bytes[..bytes.len() / 10]);
            assert_eq!(sniff(cut.path()).unwrap(), Sniffed::is(kind), "a tenth of {name}");
        }
    }

    #[test]
    fn what_is_not_wanted_is_named() {
        for (name, other) in [("fake.jpg", "TXT"), ("script.svg", "SVG"), ("notes.zip", "ZIP"), ("empty.jpg", "")] {
            assert_eq!(sniff(&fixture(name)).unwrap(), Sniffed::other(other), "{name}");
        }
        assert_eq!(is(b"GIF89a\x01\x00\x01\x00"), "GIF");
        assert_eq!(is(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "HEIC");
        assert_eq!(is(b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  "), "MOV");
        assert_eq!(is(b"RIFF\x24\x00\x00\x00WEBPVP8 "), "WEBP");
        assert_eq!(is(b"<!DOCTYPE html><html><body>"), "HTML");
        assert_eq!(is(b"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "SVG");
        assert_eq!(is(b"ID3\x03\x00\x00\x00\x00\x00\x04\0\0\0\0fLaC\0\0\0\x22"), "FLAC");
        assert_eq!(is(&[1, 2, 3, 4, 5, 6, 7, 8, 9]), "");
    }

    #[test]
    fn kinds_of_zip_are_told_apart() {
        let types = "[Content_Types].xml";
        assert_eq!(is(&zip_of(&[types, "word/document.xml"])), "DOCX");
        assert_eq!(is(&zip_of(&[types, "word/document.xml", "word/vbaProject.bin"])), "DOCM");
        assert_eq!(is(&zip_of(&[types, "xl/workbook.xml"])), "XLSX");
        assert_eq!(is(&zip_of(&["mimetype", "content.xml", "META-INF/manifest.xml"])), "ODT/ODS/ODP");
        // A folder called "word" does not make a document.
        assert_eq!(is(&zip_of(&["word/list.txt"])), "ZIP");
    }

    #[test]
    fn a_locked_document_is_not_taken_for_an_old_one() {
        let wide = |name: &str| -> Vec<u8> { name.bytes().flat_map(|byte| [byte, 0]).collect() };
        let mut bytes = std::fs::read(fixture("old.doc")).unwrap();
        let name = wide("WordDocument");
        let at = bytes.windows(name.len()).position(|w| w == name).unwrap();
        bytes[at..at + 32].copy_from_slice(&wide("EncryptedPackage"));
        assert_eq!(is(&bytes), LOCKED);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_bytes_are_told_without_panic(
            start in prop::sample::select(vec![
                &b""[..], b"PK\x03\x04", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n", b"%PDF-", b"RIFF\0\0\0\0WAVE",
                b"ID3\x04\0\0\0\0\0\x04", b"\xFF\xFB\x90\0", b"\0\0\0\x10ftypisom\0\0\0\0", compound::MAGIC, b"<svg",
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..4_096),
        ) {
            let bytes = [start, &rest].concat();
            let sniffed = sniff_source(&mut Source::new(Cursor::new(&bytes)).unwrap()).unwrap();
            prop_assert_eq!(sniffed.kind.map(|kind| kind.to_string()), sniffed.kind.map(|_| sniffed.other));
        }
    }
}
