//! The segments of a JPEG file (ITU-T T.81, annex B).
//!
//! Owns the way through its markers, which tells a whole picture from a cut one. Must not know pixels.

use std::io::{self, Read, Seek};

use super::source::Source;

/// What the markers tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Walk {
    /// The end-of-image marker of the picture itself was met (not that of a thumbnail inside its metadata).
    pub(super) ends: bool,
    /// The markers make no sense.
    pub(super) broken: bool,
    /// Stored in several passes; decoding then holds every coefficient in memory.
    pub(super) progressive: bool,
}

const SEGMENTS: u32 = 100_000;

/// Follows the markers up to the end of the image. What may stand behind it (a second picture, a short film) is not looked at.
pub(super) fn walk<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Walk> {
    let mut walk = Walk::default();
    if source.bytes(0)? != Some([0xFF, 0xD8]) {
        walk.broken = true;
        return Ok(walk);
    }
    let mut at = 2;
    for _ in 0..SEGMENTS {
        let Some([mark, code]) = source.bytes(at)? else {
            return Ok(walk);
        };
        if mark != 0xFF {
            walk.broken = true;
            return Ok(walk);
        }
        match code {
            // Fill bytes, and marks without a body.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD7 => at += 2,
            0xD9 => {
                walk.ends = true;
                return Ok(walk);
            }
            0x00 | 0xD8 => {
                walk.broken = true;
                return Ok(walk);
            }
            _ => {
                let Some(size) = source.bytes(at + 2)?.map(u16::from_be_bytes) else {
                    return Ok(walk);
                };
                if size < 2 {
                    walk.broken = true;
                    return Ok(walk);
                }
                if matches!(code, 0xC2 | 0xC6 | 0xCA | 0xCE) {
                    walk.progressive = true;
                }
                at = at + 2 + u64::from(size);
                if code == 0xDA {
                    match scan_end(source, at)? {
                        Some(end) => at = end,
                        None => return Ok(walk),
                    }
                }
            }
        }
    }
    walk.broken = true;
    Ok(walk)
}

/// The first marker behind coded data: neither a stuffed zero nor a restart.
fn scan_end<R: Read + Seek>(source: &mut Source<R>, from: u64) -> io::Result<Option<u64>> {
    let mut at = from;
    while let Some(mark) = source.find(0xFF, at)? {
        match source.bytes(mark + 1)? {
            None => return Ok(None),
            Some([0x00 | 0xD0..=0xD7]) => at = mark + 2,
            Some([0xFF]) => at = mark + 1,
            Some(_) => return Ok(Some(mark)),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::super::source::fixtures::fixture;
    use super::*;

    fn walk_of(name: &str) -> Walk {
        walk(&mut Source::open(&fixture(name)).unwrap()).unwrap()
    }

    #[test]
    fn tells_a_whole_picture_from_a_cut_one() {
        let whole = Walk { ends: true, ..Walk::default() };
        assert_eq!(walk_of("photo.jpg"), whole);
        assert_eq!(walk_of("photo2.jpg"), Walk { progressive: true, ..whole });
        assert_eq!(walk_of("cut.jpg"), Walk::default());
        assert!(walk_of("fake.jpg").broken);
    }
}
