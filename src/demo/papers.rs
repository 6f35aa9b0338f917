//! Papers and recordings of the demo: the least PDF that holds pictures, the least DOCX that holds a text, and copies of files that
//! differ in a harmless place, so that no two works hold the same bytes.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::kernel::errors::{OpError, OpResult};

/// A PDF whose pages each hold one JPEG of the given size.
#[must_use]
pub fn pdf(pictures: &[&[u8]], width: u32, height: u32) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    let mut object = |out: &mut Vec<u8>, head: &str, stream: Option<&[u8]>| {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{head}\n", places.len()).as_bytes());
        if let Some(bytes) = stream {
            out.extend_from_slice(b"stream\n");
            out.extend_from_slice(bytes);
            out.extend_from_slice(b"\nendstream\n");
        }
        out.extend_from_slice(b"endobj\n");
    };
    let kids: Vec<String> = (0..pictures.len()).map(|i| format!("{} 0 R", 3 + i * 3)).collect();
    object(&mut out, "<< /Type /Catalog /Pages 2 0 R >>", None);
    object(&mut out, &format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()), None);
    let (w, h) = (595, 595 * height / width.max(1));
    for (i, picture) in pictures.iter().enumerate() {
        let n = 3 + i * 3;
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w} {h}] /Contents {} 0 R /Resources << /XObject << /P {} 0 R >> >> >>",
            n + 1,
            n + 2
        );
        object(&mut out, &page, None);
        let draw = format!("q {w} 0 0 {h} 0 0 cm /P Do Q");
        object(&mut out, &format!("<< /Length {} >>", draw.len()), Some(draw.as_bytes()));
        let head = format!(
            "<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8 \
             /Filter /DCTDecode /Length {} >>",
            picture.len()
        );
        object(&mut out, &head, Some(picture));
    }
    let xref = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes());
    for p in &places {
        out.extend_from_slice(format!("{p:010} 00000 n \n").as_bytes());
    }
    let tail = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n", places.len() + 1);
    out.extend_from_slice(tail.as_bytes());
    out
}

/// A DOCX with a title and a paragraph for each line.
///
/// # Errors
/// When it cannot be packed.
pub fn docx(title: &str, text: &str) -> OpResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, body: &str| -> OpResult<()> {
        zip.start_file(name, SimpleFileOptions::default()).map_err(OpError::internal)?;
        zip.write_all(body.as_bytes()).map_err(OpError::internal)
    };
    let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    part(
        "[Content_Types].xml",
        &format!(
            r#"{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#
        ),
    )?;
    part(
        "_rels/.rels",
        &format!(
            r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#
        ),
    )?;
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut body = format!(
        r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="32"/></w:rPr><w:t>{}</w:t></w:r></w:p>"#,
        escape(title)
    );
    for line in text.lines() {
        body.push_str(&format!(
            r#"<w:p><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
            escape(line)
        ));
    }
    part(
        "word/document.xml",
        &format!(
            r#"{head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
        ),
    )?;
    Ok(zip.finish().map_err(OpError::internal)?.into_inner())
}

/// A JPEG with a remark right after its first mark.
#[must_use]
pub fn marked_jpeg(bytes: &[u8], number: u32) -> Vec<u8> {
    let (start, rest) = bytes.split_at(bytes.len().min(2));
    let mut out = start.to_vec();
    out.extend_from_slice(&[0xff, 0xfe, 0, 6]);
    out.extend_from_slice(&number.to_be_bytes());
    out.extend_from_slice(rest);
    out
}

/// An MP3 with an `ID3v1` tag at its end.
#[must_use]
pub fn marked_mp3(bytes: &[u8], number: u32) -> Vec<u8> {
    let mut tag = [0u8; 128];
    let text = format!("TAG{number:08}");
    for (to, from) in tag.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    [bytes, &tag[..]].concat()
}

/// An MP4 with a free box at its end.
#[must_use]
pub fn marked_mp4(bytes: &[u8], number: u32) -> Vec<u8> {
    [bytes, &12u32.to_be_bytes(), b"free", &number.to_be_bytes()].concat()
}
