//! MP3: tags in front, frames behind.
//!
//! Owns finding the first frame and what its header says about the rest. Must not know durations.

use std::io::{self, Read, Seek};

use super::source::{Source, part};

/// A frame of MPEG audio, layer III.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    at: u64,
    len: u64,
    /// Version and sample rate: the same in every frame of a file.
    family: (u8, u8),
    /// Bytes of side information, behind which an information header stands in a first frame.
    side: u64,
}

/// Where the sound should begin: behind any number of `ID3v2` tags. The position may lie behind the end of a cut file.
pub(super) fn behind_tags<R: Read + Seek>(source: &mut Source<R>) -> io::Result<u64> {
    let mut at = 0_u64;
    for _ in 0..16 {
        let Some([b'I', b'D', b'3', _, _, flags, a, b, c, d]) = source.bytes(at)? else {
            break;
        };
        // Four times seven bits; a set top bit is no size.
        if [a, b, c, d].iter().any(|byte| *byte > 0x7F) {
            break;
        }
        let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | u64::from(*byte));
        at += 10 + size + if flags & 0x10 == 0 { 0 } else { 10 };
    }
    Ok(at)
}

/// The first frame from `at` on, at most `junk` bytes further, that is followed by another of its family or by the end.
pub(super) fn first_frame<R: Read + Seek>(source: &mut Source<R>, at: u64, junk: u64) -> io::Result<Option<Frame>> {
    let mut from = at;
    while let Some(mark) = source.find(0xFF, from)? {
        if mark > at.saturating_add(junk) {
            break;
        }
        if let Some(frame) = frame_at(source, mark)? {
            let next = frame.at + frame.len;
            let follows = match frame_at(source, next)? {
                Some(second) => second.family == frame.family,
                // One frame alone, or a file cut within its second one.
                None => next >= source.len(),
            };
            if follows {
                return Ok(Some(frame));
            }
        }
        from = mark + 1;
    }
    Ok(None)
}

/// How many bytes the sound should have, when the first frame tells (Xing, Info or VBRI header).
pub(super) fn told_bytes<R: Read + Seek>(source: &mut Source<R>, frame: &Frame) -> io::Result<Option<u64>> {
    let info = frame.at + 4 + frame.side;
    if let Some(head) = source.bytes::<16>(info)?
        && (head.starts_with(b"Xing") || head.starts_with(b"Info"))
    {
        let flags = part(&head, 4).map_or(0, u32::from_be_bytes);
        let field = if flags & 1 == 0 { 8 } else { 12 };
        return Ok(part(&head, field).filter(|_| flags & 2 != 0).map(|size| u64::from(u32::from_be_bytes(size))));
    }
    if let Some(head) = source.bytes::<14>(frame.at + 36)?
        && head.starts_with(b"VBRI")
    {
        return Ok(part(&head, 10).map(|size| u64::from(u32::from_be_bytes(size))));
    }
    Ok(None)
}

/// Whether fewer bytes stand behind the first frame's beginning than it tells. One frame may be missing: some writers count
/// the information frame itself, some do not.
pub(super) fn is_short<R: Read + Seek>(source: &mut Source<R>, frame: &Frame) -> io::Result<bool> {
    let there = source.len().saturating_sub(frame.at);
    let slack = frame.len.max(1_500);
    Ok(told_bytes(source, frame)?.is_some_and(|told| there.saturating_add(slack) < told))
}

fn frame_at<R: Read + Seek>(source: &mut Source<R>, at: u64) -> io::Result<Option<Frame>> {
    Ok(source.bytes(at)?.and_then(|head| frame(head, at)))
}

fn frame(head: [u8; 4], at: u64) -> Option<Frame> {
    const V1: [u32; 16] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    const V2: [u32; 16] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    const RATES: [u32; 3] = [44_100, 48_000, 32_000];

    let [sync, kind, rate, mode] = head;
    // Eleven bits of sync, a version that exists, layer III.
    if sync != 0xFF || kind & 0xE0 != 0xE0 || kind & 0x06 != 0x02 {
        return None;
    }
    let (table, per_second, divisor) = match kind >> 3 & 3 {
        3 => (V1, 144_000, 1),
        2 => (V2, 72_000, 2),
        0 => (V2, 72_000, 4),
        _ => return None,
    };
    let kilobits = *table.get(usize::from(rate >> 4)).filter(|k| **k > 0)?;
    let hertz = RATES.get(usize::from(rate >> 2 & 3))? / divisor;
    let padding = u32::from(rate >> 1 & 1);
    let mono = mode >> 6 == 3;
    let side = match (divisor == 1, mono) {
        (true, false) => 32,
        (true, true) | (false, false) => 17,
        (false, true) => 9,
    };
    Some(Frame {
        at,
        len: u64::from(per_second * kilobits / hertz + padding),
        family: (kind >> 3 & 3, rate >> 2 & 3),
        side,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::source::fixtures::fixture;
    use super::*;

    #[test]
    fn finds_the_sound_behind_the_tag() {
        let bytes = std::fs::read(fixture("song.mp3")).unwrap();
        let mut source = Source::new(Cursor::new(bytes.clone())).unwrap();
        let behind = behind_tags(&mut source).unwrap();
        assert!(behind > 10);
        let frame = first_frame(&mut source, behind, 0).unwrap().unwrap();
        let told = told_bytes(&mut source, &frame).unwrap().unwrap();
        assert_eq!(told, source.len() - frame.at);
        assert!(!is_short(&mut source, &frame).unwrap());

        let mut cut = Source::new(Cursor::new(&bytes[..bytes.len() / 2])).unwrap();
        assert!(is_short(&mut cut, &frame).unwrap());
    }

    #[test]
    fn reads_a_frame_header() {
        let stereo = frame([0xFF, 0xFB, 0x90, 0x00], 7).unwrap();
        assert_eq!((stereo.at, stereo.len, stereo.side), (7, 417, 32));
        assert_eq!(frame([0xFF, 0xFB, 0xF0, 0x00], 0), None);
        assert_eq!(frame([0xFF, 0xFD, 0x90, 0x00], 0), None);
    }
}
