//! A colour profile without its words.
//!
//! Owns making anew, from the numbers of a simple profile (three colours and their curves; ICC.1:2022), a profile that holds
//! nothing else: no device, date, maker, description or private tags, in which a name could hide.

use super::source::part;

/// The numbers that make colours, and the type and largest size of each.
const KEPT: [[u8; 4]; 8] = [*b"wtpt", *b"chad", *b"rXYZ", *b"gXYZ", *b"bXYZ", *b"rTRC", *b"gTRC", *b"bTRC"];
const NEEDED: [[u8; 4]; 7] = [*b"wtpt", *b"rXYZ", *b"gXYZ", *b"bXYZ", *b"rTRC", *b"gTRC", *b"bTRC"];
const MAX_CURVE: usize = 4_096;
const HEADER: usize = 128;

/// The same colours, told by a new profile; `None` when it is not a simple RGB profile (the picture is then shown as sRGB).
pub(super) fn plain(profile: &[u8]) -> Option<Vec<u8>> {
    let is = |at, wanted: &[u8; 4]| part(profile, at) == Some(*wanted);
    if !(is(36, b"acsp") && is(16, b"RGB ") && is(20, b"XYZ ")) {
        return None;
    }
    let mut tags = Vec::new();
    for name in KEPT {
        if let Some(value) = value_of(profile, name) {
            tags.push((name, value));
        }
    }
    if !NEEDED.iter().all(|name| tags.iter().any(|(kept, _)| kept == name)) {
        return None;
    }
    let modern = *profile.get(8)? >= 4;
    tags.push((*b"desc", description(modern)));
    tags.push((*b"cprt", copyright(modern)));
    write(profile, &tags)
}

/// The value of a tag, cut to what its own type says it holds.
fn value_of(profile: &[u8], name: [u8; 4]) -> Option<Vec<u8>> {
    let count = usize::try_from(u32::from_be_bytes(part(profile, HEADER)?)).ok()?;
    let entry =
        profile.get(HEADER + 4..)?.chunks_exact(12).take(count.min(200)).find(|entry| entry.starts_with(&name))?;
    let at = usize::try_from(u32::from_be_bytes(part(entry, 4)?)).ok()?;
    let value = profile.get(at..)?;
    let size = match &part(value, 0)? {
        b"XYZ " => 20,
        b"sf32" => 8 + 9 * 4,
        b"curv" => {
            let points = usize::try_from(u32::from_be_bytes(part(value, 8)?)).ok()?;
            if points > MAX_CURVE {
                return None;
            }
            12 + 2 * points
        }
        b"para" => {
            let numbers = match u16::from_be_bytes(part(value, 8)?) {
                0 => 1,
                1 => 3,
                2 => 4,
                3 => 5,
                4 => 7,
                _ => return None,
            };
            12 + 4 * numbers
        }
        _ => return None,
    };
    let mut value = value.get(..size)?.to_vec();
    // Reserved bytes are zero, whatever stood there.
    value.get_mut(4..8)?.fill(0);
    if value.starts_with(b"para") {
        value.get_mut(10..12)?.fill(0);
    }
    Some(value)
}

fn write(old: &[u8], tags: &[([u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let mut body: Vec<u8> = Vec::new();
    let mut table: Vec<u8> = u32::try_from(tags.len()).ok()?.to_be_bytes().to_vec();
    let body_start = HEADER + 4 + tags.len() * 12;
    let mut placed: Vec<(&[u8], usize)> = Vec::new();
    for (name, value) in tags {
        // The three curves are mostly one.
        let twin = placed.iter().find(|(other, _)| *other == value.as_slice());
        let at = twin.map_or(body_start + body.len(), |(_, at)| *at);
        if twin.is_none() {
            placed.push((value, at));
            body.extend(value);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        table.extend(name);
        table.extend(u32::try_from(at).ok()?.to_be_bytes());
        table.extend(u32::try_from(value.len()).ok()?.to_be_bytes());
    }
    let size = u32::try_from(body_start + body.len()).ok()?;

    let mut new = Vec::with_capacity(body_start + body.len());
    new.extend(size.to_be_bytes());
    new.extend([0; 4]);
    let [version, minor]: [u8; 2] = part(old, 8)?;
    new.extend([version, minor, 0, 0]);
    new.extend(b"mntrRGB XYZ ");
    // 1 January 2000: a date has to stand here, not that of the picture.
    new.extend([0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    new.extend(b"acsp");
    new.extend([0; 24]);
    new.extend(part::<4>(old, 64)?);
    // The white of the space between profiles: D50.
    new.extend([0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]);
    new.resize(HEADER, 0);
    new.extend(table);
    new.extend(body);
    Some(new)
}

/// A description has to stand there; this one says nothing.
fn description(modern: bool) -> Vec<u8> {
    if modern {
        return text_by_language(*b"RGB");
    }
    let mut value = b"desc\0\0\0\0\0\0\0\x04RGB\0".to_vec();
    // No Unicode text, no Macintosh text.
    value.resize(value.len() + 4 + 4 + 2 + 1 + 67, 0);
    value
}

fn copyright(modern: bool) -> Vec<u8> {
    if modern { text_by_language(*b"CC0") } else { b"text\0\0\0\0CC0\0".to_vec() }
}

fn text_by_language(text: [u8; 3]) -> Vec<u8> {
    let mut value = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS\0\0\0\x06\0\0\0\x1C".to_vec();
    for letter in text {
        value.extend([0, letter]);
    }
    value
}

#[cfg(test)]
mod tests {
    use ::image::{ImageDecoder, codecs::jpeg::JpegDecoder};

    use super::super::source::{fixtures::fixture, holds};
    use super::*;

    fn profile() -> Vec<u8> {
        let bytes = std::fs::read(fixture("photo2.jpg")).unwrap();
        JpegDecoder::new(std::io::Cursor::new(bytes)).unwrap().icc_profile().unwrap().unwrap()
    }

    #[test]
    fn keeps_the_colours_and_no_words() {
        let old = profile();
        assert!(holds(&old, b"lcms"));
        let new = plain(&old).unwrap();
        assert!(!holds(&new, b"lcms"));
        assert_eq!(part(&new, 0).map(u32::from_be_bytes), u32::try_from(new.len()).ok());
        for name in NEEDED {
            assert_eq!(value_of(&new, name), value_of(&old, name));
        }
        // Made twice, it stays the same.
        assert_eq!(plain(&new).unwrap(), new);
    }

    #[test]
    fn other_profiles_are_dropped() {
        let mut gray = profile();
        gray[16..20].copy_from_slice(b"GRAY");
        assert_eq!(plain(&gray), None);
        assert_eq!(plain(b""), None);
        assert_eq!(plain(&[0; 200]), None);
        let old = profile();
        for end in 0..old.len().min(400) {
            assert_eq!(plain(&old[..end]), None);
        }
    }
}
