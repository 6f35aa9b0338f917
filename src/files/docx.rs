//! The text of a DOCX, for counting.
//!
//! Owns reading `word/document.xml` within bounds: on the archive, on what is unpacked, on depth. Must not know styles,
//! notes, headers or who wrote it.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::BytesRef;
use quick_xml::events::Event;

use super::archive;
use super::source::{Source, guarded};

/// Why there is no text.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("not a readable DOCX")]
    Unreadable,
    #[error("larger than anything that is opened")]
    TooLarge,
}

/// The archive itself, the entries in it, their list, and what the document may unpack to.
const MAX_FILE: u64 = 256 << 20;
const MAX_ENTRIES: u64 = 10_000;
const MAX_DIRECTORY: u64 = 4 << 20;
const MAX_DOCUMENT: u64 = 64 << 20;
const MAX_TEXT: usize = 16 << 20;
const MAX_DEPTH: usize = 256;

/// The text: a line for every paragraph and every line break. What was deleted with changes tracked is left out.
///
/// # Errors
/// When the file is not a DOCX that can be read, or goes beyond the bounds.
pub fn text(path: &Path) -> Result<String, DocxError> {
    let mut source = Source::<File>::open(path)?;
    if source.len() > MAX_FILE {
        return Err(DocxError::TooLarge);
    }
    // Looked at before the library takes the list into memory.
    let directory =
        archive::directory(&mut source)?.filter(|directory| directory.sound).ok_or(DocxError::Unreadable)?;
    if directory.entries > MAX_ENTRIES || directory.size > MAX_DIRECTORY {
        return Err(DocxError::TooLarge);
    }
    let file = File::open(path)?;
    guarded(|| document(file)).unwrap_or(Err(DocxError::Unreadable))
}

fn document(file: File) -> Result<String, DocxError> {
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|_| DocxError::Unreadable)?;
    let name = ["word/document.xml", "word/document2.xml"]
        .into_iter()
        .find(|name| archive.index_for_name(name).is_some())
        .ok_or(DocxError::Unreadable)?;
    let entry = archive.by_name(name).map_err(|_| DocxError::Unreadable)?;
    // The size that the archive claims is not trusted: reading stops by itself.
    let mut limited = entry.take(MAX_DOCUMENT + 1);
    let text = words_of(BufReader::new(&mut limited));
    if limited.limit() == 0 {
        return Err(DocxError::TooLarge);
    }
    text
}

/// Reads the text out of the document's XML.
fn words_of(xml: impl io::BufRead) -> Result<String, DocxError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut inside_text = false;
    // While set, everything down to this depth is a second copy of what is read elsewhere.
    let mut skipped: Option<usize> = None;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| DocxError::Unreadable)?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(DocxError::Unreadable);
                }
                match tag.local_name().into_inner() {
                    // Older readers' copy of a drawing, and where moved text used to stand.
                    "Fallback" | "moveFrom" if skipped.is_none() => skipped = Some(depth),
                    "t" => inside_text = skipped.is_none(),
                    _ => {}
                }
            }
            Event::End(tag) => {
                match tag.local_name().into_inner() {
                    "t" => inside_text = false,
                    "p" if skipped.is_none() => text.push('\n'),
                    _ => {}
                }
                if skipped == Some(depth) {
                    skipped = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Empty(tag) if skipped.is_none() => match tag.local_name().into_inner() {
                "p" | "br" | "cr" => text.push('\n'),
                "tab" => text.push('\t'),
                "noBreakHyphen" => text.push('-'),
                _ => {}
            },
            Event::Text(part) if inside_text => text.push_str(&part.into_inner()),
            Event::CData(part) if inside_text => text.push_str(&part.into_inner()),
            Event::GeneralRef(name) if inside_text => text.extend(character(&name)),
            Event::Eof => break,
            _ => {}
        }
        if text.len() > MAX_TEXT {
            return Err(DocxError::TooLarge);
        }
    }
    if depth == 0 { Ok(text) } else { Err(DocxError::Unreadable) }
}

/// The five names that XML knows, and characters by number. No others: a DOCX defines none.
fn character(name: &BytesRef<'_>) -> Option<char> {
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::super::source::fixtures::{file_of, fixture};
    use super::*;

    fn docx_of(document: &[u8]) -> tempfile::NamedTempFile {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file("[Content_Types].xml", options).unwrap();
        zip.start_file("word/document.xml", options).unwrap();
        zip.write_all(document).unwrap();
        file_of(&zip.finish().unwrap().into_inner())
    }

    #[test]
    fn reads_a_poem() {
        assert_eq!(
            text(&fixture("poem.docx")).unwrap(),
            "Bên hồ sen\nSớm nay sương đậu bờ ao\nCánh sen hé nụ, nghiêng chào nắng lên\n\
             Con đường mới mở ngang bên\nTiếng cười lũ trẻ vang trên lối về.\n"
        );
    }

    #[test]
    fn reads_breaks_and_signs_and_leaves_copies_out() {
        let xml = "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>\
            <w:p><w:r><w:t>Cá</w:t><w:tab/><w:t xml:space=\"preserve\"> &amp; c&#x1A1;m</w:t><w:br/><w:t>dòng hai</w:t></w:r>\
            <w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\
            <w:p/><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>khung</w:t></w:r></w:p></mc:Choice>\
            <mc:Fallback><w:p><w:r><w:t>khung</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>\
            <w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom></w:body></w:document>";
        assert_eq!(text(docx_of(xml.as_bytes()).path()).unwrap(), "Cá\t & cơm\ndòng hai\n\nkhung\n");
    }

    #[test]
    fn bombs_and_depths_are_refused() {
        let mut bomb = b"<w:document><w:p><w:t>".to_vec();
        bomb.resize(usize::try_from(MAX_DOCUMENT).unwrap() + 50, b' ');
        let bomb = docx_of(&bomb);
        assert!(bomb.path().metadata().unwrap().len() < 200_000);
        assert!(matches!(text(bomb.path()), Err(DocxError::TooLarge)));

        let deep = "<a>".repeat(MAX_DEPTH + 1);
        assert!(matches!(text(docx_of(deep.as_bytes()).path()), Err(DocxError::Unreadable)));
        assert!(matches!(text(&fixture("notes.zip")), Err(DocxError::Unreadable)));
        assert!(matches!(text(&fixture("old.doc")), Err(DocxError::Unreadable)));
    }
}
