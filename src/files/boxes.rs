//! The boxes of MP4 and M4A (ISO base media file format, ISO/IEC 14496-12).
//!
//! Owns the way through them: brands, tracks, duration, whether they all fit into the file. Must not know tags or codecs.

use std::io::{self, Read, Seek};

use super::source::{Source, part};

/// What the boxes tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Movie {
    pub(super) brand: [u8; 4],
    pub(super) compatible: Vec<[u8; 4]>,
    /// The table of contents was found whole.
    pub(super) has_moov: bool,
    pub(super) has_video: bool,
    pub(super) has_audio: bool,
    /// As the movie header tells; `None` when it does not.
    pub(super) duration_ms: Option<u64>,
    pub(super) layout: Layout,
}

/// How the boxes lie in the file.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    #[default]
    Whole,
    /// A box runs past the end, or the table of contents never came.
    Short,
    /// No boxes.
    Broken,
}

/// Boxes looked at in one file, in all. A fragmented recording of hours has some ten thousand.
const BOXES: u32 = 500_000;

struct Head {
    name: [u8; 4],
    body: u64,
    end: u64,
}

enum Next {
    Box(Head),
    /// Fewer bytes left than a head needs.
    End,
    Nonsense,
}

/// Reads the boxes; `None` when the file does not begin with a file type box.
pub(super) fn read_movie<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Option<Movie>> {
    let len = source.len();
    let Next::Box(first) = next(source, 0, len)? else {
        return Ok(None);
    };
    if &first.name != b"ftyp" {
        return Ok(None);
    }
    let mut movie = brands(source, &first)?;
    let mut at = first.end;
    let mut data = false;
    let mut budget = BOXES;
    loop {
        if at == len && movie.has_moov {
            break;
        }
        budget = budget.saturating_sub(1);
        let head = match next(source, at, len)? {
            _ if budget == 0 => {
                movie.layout = Layout::Broken;
                break;
            }
            Next::Box(head) => head,
            // Some writers leave stray bytes behind a whole film.
            Next::End | Next::Nonsense if movie.has_moov && data => break,
            Next::End => {
                movie.layout = Layout::Short;
                break;
            }
            Next::Nonsense => {
                movie.layout = Layout::Broken;
                break;
            }
        };
        if head.end > len {
            movie.layout = Layout::Short;
            break;
        }
        match &head.name {
            b"moov" => {
                contents(source, &head, &mut movie, &mut budget, 0)?;
                movie.has_moov = true;
            }
            b"mdat" | b"moof" => data = true,
            _ => {}
        }
        at = head.end;
    }
    Ok(Some(movie))
}

fn brands<R: Read + Seek>(source: &mut Source<R>, head: &Head) -> io::Result<Movie> {
    let size = usize::try_from(head.end.saturating_sub(head.body)).unwrap_or(usize::MAX);
    let body = source.piece(head.body, size.min(1_024))?;
    let mut words = body.chunks_exact(4).filter_map(|word| part(word, 0));
    let brand = words.next().unwrap_or_default();
    Ok(Movie {
        brand,
        // The word between is a version number.
        compatible: words.skip(1).collect(),
        ..Movie::default()
    })
}

fn contents<R: Read + Seek>(
    source: &mut Source<R>,
    parent: &Head,
    movie: &mut Movie,
    budget: &mut u32,
    depth: u8,
) -> io::Result<()> {
    let mut at = parent.body;
    while let Next::Box(head) = next(source, at, parent.end)? {
        *budget = budget.saturating_sub(1);
        if *budget == 0 || head.end > parent.end {
            break;
        }
        match &head.name {
            b"trak" | b"mdia" | b"mvex" if depth < 4 => {
                contents(source, &head, movie, budget, depth + 1)?;
            }
            b"hdlr" => match source.bytes(head.body + 8)? {
                Some([b'v', b'i', b'd', b'e']) => movie.has_video = true,
                Some([b's', b'o', b'u', b'n']) => movie.has_audio = true,
                _ => {}
            },
            b"mvhd" => movie.duration_ms = header_duration(&source.piece(head.body, 32)?),
            _ => {}
        }
        at = head.end;
    }
    Ok(())
}

/// The duration in a movie header; `None` for zero (a fragmented film) and for "not known".
fn header_duration(body: &[u8]) -> Option<u64> {
    let (scale, duration) = if *body.first()? == 1 {
        (part(body, 20)?, u64::from_be_bytes(part(body, 24)?))
    } else {
        let short = u32::from_be_bytes(part(body, 16)?);
        let long = if short == u32::MAX { u64::MAX } else { u64::from(short) };
        (part(body, 12)?, long)
    };
    if duration == 0 || duration == u64::MAX {
        return None;
    }
    let scale = u128::from(u32::from_be_bytes(scale));
    let ms = (u128::from(duration) * 1_000).checked_div(scale)?;
    u64::try_from(ms).ok()
}

fn next<R: Read + Seek>(source: &mut Source<R>, at: u64, end: u64) -> io::Result<Next> {
    if end.saturating_sub(at) < 8 {
        return Ok(Next::End);
    }
    let Some([a, b, c, d, name @ ..]) = source.bytes::<8>(at)? else {
        return Ok(Next::End);
    };
    // Names are four letters of Latin-1 (a copyright sign begins those of tags).
    if name.iter().any(|byte| !(matches!(byte, b' '..=b'~') || *byte == 0xA9)) {
        return Ok(Next::Nonsense);
    }
    let (head, size) = match u32::from_be_bytes([a, b, c, d]) {
        0 => (8, end - at),
        1 => match source.bytes(at + 8)? {
            Some(long) => (16, u64::from_be_bytes(long)),
            None => return Ok(Next::End),
        },
        short => (8, u64::from(short)),
    };
    if size < head {
        return Ok(Next::Nonsense);
    }
    Ok(Next::Box(Head { name, body: at + head, end: at.saturating_add(size) }))
}

#[cfg(test)]
mod tests {
    use super::super::source::fixtures::fixture;
    use super::*;

    fn movie(name: &str) -> Movie {
        read_movie(&mut Source::open(&fixture(name)).unwrap()).unwrap().unwrap()
    }

    #[test]
    fn reads_a_film_and_a_song() {
        let clip = movie("clip.mp4");
        assert_eq!(&clip.brand, b"isom");
        assert!(clip.compatible.contains(b"mp41"));
        assert_eq!((clip.has_video, clip.has_audio), (true, true));
        assert_eq!(clip.layout, Layout::Whole);
        assert_eq!(clip.duration_ms, Some(2_534));

        let song = movie("song.m4a");
        assert_eq!(&song.brand, b"M4A ");
        assert_eq!((song.has_video, song.has_audio), (false, true));
        assert_eq!((song.layout, song.duration_ms), (Layout::Whole, Some(5_000)));
    }

    #[test]
    fn a_cut_film_still_tells_its_tracks() {
        let cut = movie("cut.mp4");
        assert_eq!((cut.layout, cut.has_video), (Layout::Short, true));
    }

    #[test]
    fn reads_both_versions_of_the_header() {
        let mut short = [0; 32];
        short[14] = 3;
        short[15] = 0xE8;
        short[18] = 4;
        assert_eq!(header_duration(&short), Some(1_024));
        short[12..20].fill(0xFF);
        assert_eq!(header_duration(&short), None);
        let mut long = [0; 32];
        long[0] = 1;
        long[23] = 10;
        long[31] = 25;
        assert_eq!(header_duration(&long), Some(2_500));
        assert_eq!(header_duration(&[0; 32]), None);
    }
}
