//! The kinds of file that a contest can ask for.
//!
//! Owns their names, media types and families. Must not know how a kind is recognised.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A kind of file that can be handed in. Written as its extension ("jpg") in templates, addresses and the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    #[serde(rename = "jpg", alias = "jpeg")]
    Jpeg,
    Png,
    Pdf,
    Docx,
    Doc,
    Mp3,
    M4a,
    Wav,
    Mp4,
}

/// What a kind is to a person: something to look at, to read, to hear, to watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    Image,
    Document,
    Audio,
    Video,
}

impl FileKind {
    /// Every kind, in the order in which they are listed to people.
    pub const ALL: [Self; 9] =
        [Self::Jpeg, Self::Png, Self::Pdf, Self::Docx, Self::Doc, Self::Mp3, Self::M4a, Self::Wav, Self::Mp4];

    /// The extension in lower case, without the dot.
    #[must_use]
    pub const fn ext(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Wav => "wav",
            Self::Mp4 => "mp4",
        }
    }

    /// The media type to serve it with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Doc => "application/msword",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
            Self::Mp4 => "video/mp4",
        }
    }

    /// The kind that an extension stands for, whatever its case, with or without the dot.
    #[must_use]
    pub fn from_ext(ext: &str) -> Option<Self> {
        let ext = ext.strip_prefix('.').unwrap_or(ext).to_ascii_lowercase();
        if ext == "jpeg" {
            return Some(Self::Jpeg);
        }
        Self::ALL.into_iter().find(|kind| kind.ext() == ext)
    }

    /// What it is to a person.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Jpeg | Self::Png => Family::Image,
            Self::Pdf | Self::Docx | Self::Doc => Family::Document,
            Self::Mp3 | Self::M4a | Self::Wav => Family::Audio,
            Self::Mp4 => Family::Video,
        }
    }
}

/// As people write it: "JPG", "DOCX".
impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.ext().to_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_back_from_its_extension() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_ext(kind.ext()), Some(kind));
            assert_eq!(FileKind::from_ext(&format!(".{kind}")), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.ext()));
        }
        assert_eq!(FileKind::from_ext("JPEG"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::from_ext("svg"), None);
        assert_eq!(serde_json::from_str::<FileKind>("\"jpeg\"").unwrap(), FileKind::Jpeg);
    }
}
