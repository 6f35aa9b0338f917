//! Names of files: what people see, what judges see, what is sent in a header.
//!
//! Owns making a stranger's file name harmless. Must not know storage: nothing on disk is ever called by these names.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::kind::FileKind;
use crate::kernel::text::clean_line;

const LONGEST: usize = 120;
const LONGEST_EXT: usize = 10;

/// What a file is called in front of judges: category, blind code, number, kind. "TH-K7M4Q-1.jpg". Nothing of the original
/// name is in it.
#[must_use]
pub fn neutral_name(category_code: &str, blind_code: &str, n: u32, kind: FileKind) -> String {
    format!("{category_code}-{blind_code}-{n}.{}", kind.ext())
}

/// The name that a file came with, fit to be shown: no folders, control, bidi or invisible characters, composed letters, at
/// most 120 characters with the extension kept. "tep" when nothing is left.
#[must_use]
pub fn display_name(original: &str) -> String {
    let last = original.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean = clean_line(last);
    let name = clean.trim_start_matches('.').trim();
    if name.is_empty() {
        return "tep".to_owned();
    }
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let ext = name.rsplit_once('.').map(|(_, ext)| ext).filter(|ext| (1..=LONGEST_EXT).contains(&ext.chars().count()));
    match ext {
        Some(ext) => {
            let room = LONGEST - 1 - ext.chars().count();
            let stem: String = name.chars().take(room).collect();
            format!("{}.{ext}", stem.trim_end())
        }
        None => name.chars().take(LONGEST).collect(),
    }
}

/// What may stand unescaped in an extended value (RFC 8187, `attr-char`).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The value of `Content-Disposition` (RFC 6266): the name in ASCII for old programs, and as it is for the others.
#[must_use]
pub fn content_disposition(name: &str, inline: bool) -> String {
    let name = display_name(name);
    let manner = if inline { "inline" } else { "attachment" };
    let ascii = ascii(&name);
    if ascii == name {
        return format!("{manner}; filename=\"{ascii}\"");
    }
    let extended = utf8_percent_encode(&name, ESCAPED);
    format!("{manner}; filename=\"{ascii}\"; filename*=UTF-8''{extended}")
}

/// Without marks, and nothing that needs quoting.
fn ascii(name: &str) -> String {
    name.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            '"' | '%' | '\\' | ';' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn judges_see_a_neutral_name() {
        assert_eq!(neutral_name("TH", "K7M4Q", 1, FileKind::Jpeg), "TH-K7M4Q-1.jpg");
    }

    #[test]
    fn shown_names_are_harmless() {
        assert_eq!(display_name("C:\\Ảnh\\Hồ sen.jpg"), "Hồ sen.jpg");
        assert_eq!(display_name("../../etc/passwd"), "passwd");
        assert_eq!(display_name("tho\u{202E}gpj.exe\u{0}\n"), "thogpj.exe");
        assert_eq!(display_name("Thơ   của  tôi .docx"), "Thơ của tôi .docx");
        // As Apple's systems send it, in pieces.
        assert_eq!(display_name("Ho\u{302}\u{300}.png"), "Hồ.png");
        assert_eq!(display_name(".htaccess"), "htaccess");
        assert_eq!(display_name("ảnh/"), "tep");
        assert_eq!(display_name(""), "tep");
        let long = display_name(&format!("{}.docx", "ạ".repeat(300)));
        assert_eq!(long.chars().count(), 120);
        assert!(long.ends_with("ạ.docx"));
    }

    #[test]
    fn headers_carry_both_spellings() {
        assert_eq!(content_disposition("TH-K7M4Q-1.jpg", true), "inline; filename=\"TH-K7M4Q-1.jpg\"");
        assert_eq!(
            content_disposition("Đồng quê.mp3", false),
            "attachment; filename=\"Dong que.mp3\"; filename*=UTF-8''%C4%90%E1%BB%93ng%20qu%C3%AA.mp3"
        );
        assert_eq!(
            content_disposition("a\"b%41;\r\nX: y.pdf", false),
            "attachment; filename=\"a_b_41_ X: y.pdf\"; filename*=UTF-8''a%22b%2541%3B%20X%3A%20y.pdf"
        );
    }

    proptest! {
        #[test]
        fn any_name_makes_a_safe_header(name in "\\PC*|[\\x00-\\x7F]{0,300}") {
            let shown = display_name(&name);
            prop_assert!(!shown.is_empty() && shown.chars().count() <= LONGEST);
            prop_assert!(!shown.contains(['/', '\\']) && !shown.chars().any(char::is_control));
            prop_assert_eq!(&display_name(&shown), &shown);
            let header = content_disposition(&name, false);
            prop_assert!(header.bytes().all(|byte| (0x20..0x7F).contains(&byte)));
            prop_assert_eq!(header.matches('"').count(), 2);
        }
    }
}
