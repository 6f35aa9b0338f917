//! What a category asks of the files in one slot, and where a file falls short of it.
//!
//! Owns the rules and the faults, as data. Must not know sentences: the web layer words each fault in both languages.

use serde::{Deserialize, Serialize};

use super::image::MAX_PIXELS;
use super::kind::{Family, FileKind};
use super::measure::Measures;
use super::sniff::Sniffed;

/// One slot of a category: "ảnh", 1 to 7 JPG or PNG of at most 20 MiB, and so on. As written in a template's `files`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotRule {
    /// What the files are, in the organizer's words.
    pub role: String,
    pub accept: Vec<FileKind>,
    /// How many files at least; 0 for a slot that may stay empty.
    #[serde(default)]
    pub min: u32,
    /// How many at most.
    #[serde(default = "one")]
    pub max: u32,
    /// The largest size of one file, in MiB.
    #[serde(default = "twenty")]
    pub megabytes: u32,
    /// The least length of a picture's longer side, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels_long_side_min: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_max: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words_max: Option<u32>,
    /// Whether every file needs a caption.
    #[serde(default)]
    pub caption: bool,
}

const fn one() -> u32 {
    1
}

const fn twenty() -> u32 {
    20
}

impl SlotRule {
    /// The largest size of one file, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> u64 {
        u64::from(self.megabytes) << 20
    }
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum FileFault {
    /// `is`: a short name of what it really is, empty when nobody can tell.
    WrongType {
        is: String,
        accepts: Vec<FileKind>,
    },
    /// Bytes.
    TooBig {
        size: u64,
        max: u64,
    },
    /// Pixels of the longer side.
    TooSmallPicture {
        is: u32,
        min: u32,
    },
    /// More pixels in all than can be shown; `max` in pixels.
    TooManyPixels {
        width: u32,
        height: u32,
        max: u64,
    },
    TooLong {
        is_ms: u64,
        max_minutes: u32,
    },
    TooManyWords {
        is: u32,
        max: u32,
    },
    /// No bytes at all.
    Empty,
    /// It ends before its own end.
    Cut,
    /// It begins like its kind but cannot be opened.
    Unreadable,
}

/// A limit that the machine could not check: a line for the secretary to tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "limit", rename_all = "snake_case")]
pub enum Unverified {
    /// Pixels of the longer side.
    Pixels {
        min: u32,
    },
    Minutes {
        max: u32,
    },
    Words {
        max: u32,
    },
}

/// Recordings are padded by fractions of a second when they are encoded; a second over is not over.
const GRACE_MS: u64 = 1_000;

/// The fault of a file whose true type is not among those accepted.
#[must_use]
pub fn wrong_type(rule: &SlotRule, sniffed: &Sniffed) -> Option<FileFault> {
    let accepted = sniffed.kind.is_some_and(|kind| rule.accept.contains(&kind));
    (!accepted).then(|| FileFault::WrongType { is: sniffed.other.clone(), accepts: rule.accept.clone() })
}

/// Where a file of this kind, size (bytes) and these measures goes beyond the rule.
#[must_use]
pub fn faults(rule: &SlotRule, kind: FileKind, size: u64, measures: &Measures) -> Vec<FileFault> {
    let mut faults = Vec::new();
    if !rule.accept.contains(&kind) {
        faults.push(FileFault::WrongType { is: kind.to_string(), accepts: rule.accept.clone() });
    }
    if size == 0 {
        faults.push(FileFault::Empty);
    }
    if size > rule.max_bytes() {
        faults.push(FileFault::TooBig { size, max: rule.max_bytes() });
    }
    if let (Some(min), Some(is)) = (rule.pixels_long_side_min, measures.long_side())
        && is < min
    {
        faults.push(FileFault::TooSmallPicture { is, min });
    }
    if let (Some(width), Some(height)) = (measures.width, measures.height)
        && u64::from(width) * u64::from(height) > MAX_PIXELS
    {
        faults.push(FileFault::TooManyPixels { width, height, max: MAX_PIXELS });
    }
    if let (Some(max_minutes), Some(is_ms)) = (rule.minutes_max, measures.duration_ms)
        && is_ms > u64::from(max_minutes) * 60_000 + GRACE_MS
    {
        faults.push(FileFault::TooLong { is_ms, max_minutes });
    }
    if let (Some(max), Some(is)) = (rule.words_max, measures.words)
        && is > max
    {
        faults.push(FileFault::TooManyWords { is, max });
    }
    faults
}

/// The limits of the rule that concern this kind and could not be checked.
#[must_use]
pub fn unverified(rule: &SlotRule, kind: FileKind, measures: &Measures) -> Vec<Unverified> {
    let mut left = Vec::new();
    let family = kind.family();
    // A scan inside a PDF has pixels too; a photographed manuscript has words.
    let to_look_at = matches!(family, Family::Image | Family::Document);
    if let Some(min) = rule.pixels_long_side_min
        && to_look_at
        && measures.long_side().is_none()
    {
        left.push(Unverified::Pixels { min });
    }
    if let Some(max) = rule.minutes_max
        && matches!(family, Family::Audio | Family::Video)
        && measures.duration_ms.is_none()
    {
        left.push(Unverified::Minutes { max });
    }
    if let Some(max) = rule.words_max
        && to_look_at
        && measures.words.is_none()
    {
        left.push(Unverified::Words { max });
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> SlotRule {
        serde_json::from_str(json).unwrap()
    }

    fn photos() -> SlotRule {
        rule(
            r#"{"role": "ảnh", "accept": ["jpg", "png", "pdf"], "min": 1, "max": 7, "megabytes": 20,
                "pixels_long_side_min": 1600, "caption": true}"#,
        )
    }

    fn picture(width: u32, height: u32) -> Measures {
        Measures { width: Some(width), height: Some(height), ..Measures::default() }
    }

    #[test]
    fn is_read_from_a_template_with_defaults() {
        let short = rule(r#"{"role": "bản thảo", "accept": ["docx", "pdf"]}"#);
        assert_eq!((short.min, short.max, short.max_bytes()), (0, 1, 20_971_520));
        assert!(!short.caption);
        assert!(photos().caption);
        let typo = r#"{"role": "ảnh", "accept": ["jpg"], "pixel_min": 1600}"#;
        assert!(serde_json::from_str::<SlotRule>(typo).is_err());
    }

    #[test]
    fn a_picture_is_held_to_its_longer_side() {
        let rule = photos();
        assert_eq!(faults(&rule, FileKind::Jpeg, 5, &picture(1_600, 900)), []);
        assert_eq!(faults(&rule, FileKind::Jpeg, 5, &picture(900, 1_600)), []);
        assert_eq!(
            faults(&rule, FileKind::Jpeg, 5, &picture(900, 600)),
            [FileFault::TooSmallPicture { is: 900, min: 1_600 }]
        );
        assert_eq!(
            faults(&rule, FileKind::Png, 5, &picture(20_000, 20_000)),
            [FileFault::TooManyPixels { width: 20_000, height: 20_000, max: 100_000_000 }]
        );
    }

    #[test]
    fn size_type_and_emptiness() {
        let rule = photos();
        let fine = picture(1_700, 1_100);
        assert_eq!(faults(&rule, FileKind::Png, 20 << 20, &fine), []);
        assert_eq!(
            faults(&rule, FileKind::Png, (20 << 20) + 1, &fine),
            [FileFault::TooBig { size: 20_971_521, max: 20_971_520 }]
        );
        assert_eq!(faults(&rule, FileKind::Png, 0, &fine), [FileFault::Empty]);
        let accepts = vec![FileKind::Jpeg, FileKind::Png, FileKind::Pdf];
        assert_eq!(
            faults(&rule, FileKind::Mp3, 5, &Measures::default()),
            [FileFault::WrongType { is: "MP3".to_owned(), accepts: accepts.clone() }]
        );
        let zip = Sniffed { kind: None, other: "ZIP".to_owned() };
        assert_eq!(wrong_type(&rule, &zip), Some(FileFault::WrongType { is: "ZIP".to_owned(), accepts }));
    }

    #[test]
    fn minutes_and_words() {
        let rule = rule(r#"{"role": "bản thu", "accept": ["mp3", "docx", "doc"], "minutes_max": 8, "words_max": 100}"#);
        let lasting = |ms| Measures { duration_ms: Some(ms), ..Measures::default() };
        let wordy = |words| Measures { words: Some(words), ..Measures::default() };
        assert_eq!(faults(&rule, FileKind::Mp3, 5, &lasting(480_999)), []);
        assert_eq!(
            faults(&rule, FileKind::Mp3, 5, &lasting(481_001)),
            [FileFault::TooLong { is_ms: 481_001, max_minutes: 8 }]
        );
        assert_eq!(faults(&rule, FileKind::Docx, 5, &wordy(100)), []);
        assert_eq!(faults(&rule, FileKind::Docx, 5, &wordy(101)), [FileFault::TooManyWords { is: 101, max: 100 }]);
        assert_eq!(unverified(&rule, FileKind::Mp3, &lasting(5)), []);
        assert_eq!(unverified(&rule, FileKind::Mp3, &Measures::default()), [Unverified::Minutes { max: 8 }]);
        assert_eq!(unverified(&rule, FileKind::Doc, &Measures::default()), [Unverified::Words { max: 100 }]);
        assert_eq!(unverified(&rule, FileKind::Docx, &wordy(5)), []);
    }

    #[test]
    fn a_scan_in_a_pdf_is_left_to_a_person() {
        assert_eq!(unverified(&photos(), FileKind::Pdf, &Measures::default()), [Unverified::Pixels { min: 1_600 }]);
        assert_eq!(unverified(&photos(), FileKind::Jpeg, &picture(5, 5)), []);
    }

    #[test]
    fn faults_are_kept_as_data() {
        let fault = FileFault::TooLong { is_ms: 9, max_minutes: 8 };
        let json = serde_json::to_string(&fault).unwrap();
        assert_eq!(json, r#"{"fault":"too_long","is_ms":9,"max_minutes":8}"#);
        assert_eq!(serde_json::from_str::<FileFault>(&json).unwrap(), fault);
        assert_eq!(serde_json::to_string(&FileFault::Cut).unwrap(), r#"{"fault":"cut"}"#);
    }
}
