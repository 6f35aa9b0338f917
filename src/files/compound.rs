//! Compound files, in which Word kept a document until 2007 ([MS-CFB]).
//!
//! Owns the directory at the root and whether every sector is there. Must not read streams.

use std::io::{self, Read, Seek};

use super::source::{Source, part};

/// The first eight bytes of every compound file.
pub(super) const MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// A compound file's header.
pub(super) struct Compound {
    sector: u64,
    directory: u32,
    tables: Vec<u32>,
    more_tables: u32,
}

/// Sector numbers from here on are marks, not sectors.
const MARKS: u32 = 0xFFFF_FFFA;
const FREE: u32 = 0xFFFF_FFFF;
const TABLES: usize = 4_096;
const DIRECTORY_SECTORS: usize = 256;
const ENTRY: usize = 128;

impl Compound {
    /// Reads the header; `None` when it makes no sense.
    pub(super) fn read<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Option<Self>> {
        let head = source.piece(0, 512)?;
        let sector = match part(&head, 30).map(u16::from_le_bytes) {
            Some(9) => 512,
            Some(12) => 4_096,
            _ => return Ok(None),
        };
        if head.len() < 512 || !head.starts_with(MAGIC) {
            return Ok(None);
        }
        let field = |at| part(&head, at).map_or(FREE, u32::from_le_bytes);
        Ok(Some(Self {
            sector,
            directory: field(48),
            tables: words(head.get(76..).unwrap_or_default()).filter(|number| *number < MARKS).collect(),
            more_tables: field(68),
        }))
    }

    /// The names of the streams and storages directly under the root (those of embedded objects lie deeper).
    pub(super) fn root_names<R: Read + Seek>(&self, source: &mut Source<R>) -> io::Result<Vec<String>> {
        let mut entries = Vec::new();
        let mut number = self.directory;
        for _ in 0..DIRECTORY_SECTORS {
            if number >= MARKS {
                break;
            }
            let size = usize::try_from(self.sector).unwrap_or(512);
            let sector = source.piece(self.position(number), size)?;
            entries.extend(sector.chunks_exact(ENTRY).map(<[u8]>::to_vec));
            number = match self.after(source, number)? {
                Some(next) => next,
                None => break,
            };
        }
        let link = |entry: u32, at: usize| -> u32 {
            usize::try_from(entry).ok().and_then(|entry| part(entries.get(entry)?, at)).map_or(FREE, u32::from_le_bytes)
        };
        let mut names = Vec::new();
        let mut waiting = vec![link(0, 76)];
        // A tree has no circles; a hostile one is left after as many steps as there are entries.
        for _ in 0..=entries.len() * 2 {
            let Some(entry) = waiting.pop() else { break };
            let Some(bytes) = usize::try_from(entry).ok().and_then(|at| entries.get(at)) else {
                continue;
            };
            names.push(name_of(bytes));
            waiting.extend([link(entry, 68), link(entry, 72)]);
        }
        Ok(names)
    }

    /// Whether every sector that the tables call used begins inside the file.
    pub(super) fn is_whole<R: Read + Seek>(&self, source: &mut Source<R>) -> io::Result<bool> {
        let size = usize::try_from(self.sector).unwrap_or(512);
        let mut last = self.directory;
        for (index, table) in (0_u64..).zip(&self.tables) {
            if self.position(*table).saturating_add(self.sector) > source.len() {
                return Ok(false);
            }
            let first = index * (self.sector / 4);
            let entries = source.piece(self.position(*table), size)?;
            let used = words(&entries).zip(first..).filter(|(word, _)| *word != FREE);
            if let Some((_, number)) = used.last() {
                last = last.max(u32::try_from(number).unwrap_or(u32::MAX));
            }
        }
        Ok(self.position(last) < source.len())
    }

    fn position(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) * self.sector
    }

    /// The sector that follows in a chain; `None` when the table for it cannot be found.
    fn after<R: Read + Seek>(&self, source: &mut Source<R>, number: u32) -> io::Result<Option<u32>> {
        let per_table = self.sector / 4;
        let index = usize::try_from(u64::from(number) / per_table).unwrap_or(usize::MAX);
        let Some(table) = self.table(source, index)? else {
            return Ok(None);
        };
        let at = self.position(table) + u64::from(number) % per_table * 4;
        Ok(source.bytes(at)?.map(u32::from_le_bytes))
    }

    /// The sector of a table: the first 109 stand in the header, the others in a chain of sectors (in files beyond 7 MB).
    fn table<R: Read + Seek>(&self, source: &mut Source<R>, index: usize) -> io::Result<Option<u32>> {
        if let Some(table) = self.tables.get(index) {
            return Ok(Some(*table));
        }
        let per_sector = usize::try_from(self.sector / 4 - 1).unwrap_or(127);
        let Some(mut left) = index.checked_sub(109).filter(|_| index < TABLES) else {
            return Ok(None);
        };
        let mut chain = self.more_tables;
        while chain < MARKS {
            let size = usize::try_from(self.sector).unwrap_or(512);
            let sector = source.piece(self.position(chain), size)?;
            if left < per_sector {
                return Ok(words(&sector).nth(left).filter(|table| *table < MARKS));
            }
            left -= per_sector;
            chain = words(&sector).nth(per_sector).unwrap_or(FREE);
        }
        Ok(None)
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|word| part(word, 0).map(u32::from_le_bytes))
}

fn name_of(entry: &[u8]) -> String {
    let units: Vec<u16> = entry
        .chunks_exact(2)
        .take(32)
        .filter_map(|unit| part(unit, 0).map(u16::from_le_bytes))
        .take_while(|unit| *unit != 0)
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::source::fixtures::fixture;
    use super::*;

    #[test]
    fn finds_the_word_document_at_the_root() {
        let bytes = std::fs::read(fixture("old.doc")).unwrap();
        let mut source = Source::new(Cursor::new(bytes.clone())).unwrap();
        let compound = Compound::read(&mut source).unwrap().unwrap();
        let names = compound.root_names(&mut source).unwrap();
        assert!(names.contains(&"WordDocument".to_owned()), "{names:?}");
        assert!(compound.is_whole(&mut source).unwrap());

        let mut cut = Source::new(Cursor::new(&bytes[..bytes.len() * 6 / 10])).unwrap();
        let compound = Compound::read(&mut cut).unwrap().unwrap();
        assert!(!compound.is_whole(&mut cut).unwrap());
    }
}
