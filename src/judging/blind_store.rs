//! The one query through which a work reaches a judge. It names its columns, and none of them tells an author.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::blind::{BlindEntry, BlindFile, Given, Published, Sources, choose, keeps_lines};
use crate::contests::rules::CategoryRules;
use crate::db::Conn;
use crate::db::schema::{categories, entries, files, renditions};
use crate::entries::entry::{FileState, RenditionKind};
use crate::entries::intake_store;
use crate::files::kind::FileKind;
use crate::files::names::neutral_name;
use crate::judging::sheet::Assignment;
use crate::judging::write_store::WorkRow;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{CategoryId, EntryId, FileId};
use crate::kernel::time::Timestamp;

/// The work of a sheet. Whether the reader may see it was asked before.
///
/// # Errors
/// `NotFound` if the work has no category any more.
pub fn of_sheet(conn: &mut Conn, sheet: &Assignment) -> OpResult<BlindEntry> {
    type Work = (Option<String>, String, String, String, String, Option<String>, String);
    type About = (CategoryId, String, String, String, bool, String);
    let (work, about): (Work, About) = entries::table
        .inner_join(categories::table)
        .filter(entries::id.eq(sheet.entry_id))
        .select((
            (
                entries::blind_code,
                entries::title,
                entries::summary,
                entries::body,
                entries::outlet,
                entries::published_on,
                entries::link,
            ),
            (
                categories::id,
                categories::name,
                categories::name_en,
                categories::code,
                categories::blind,
                categories::rules,
            ),
        ))
        .first(conn)
        .optional()?
        .ok_or(OpError::NotFound)?;
    let (code, title, summary, text, outlet, on, link) = work;
    let (category, category_name, category_name_en, category_code, is_blind, rules) = about;
    let blind_code = code.unwrap_or_default();
    let rules: CategoryRules = serde_json::from_str(&rules)?;
    let files = files_of(conn, sheet, is_blind, &category_code, &blind_code, &rules)?;
    let published = (!(is_blind || outlet.is_empty() && link.is_empty())).then_some(Published { outlet, on, link });
    let counts_lines = rules.text.as_ref().is_some_and(|t| t.lines_max.is_some());
    let keeps_lines = keeps_lines(&text, counts_lines);
    Ok(BlindEntry {
        token: sheet.token.clone(),
        blind_code,
        category,
        category_name,
        category_name_en,
        is_blind,
        title,
        summary,
        text,
        keeps_lines,
        published,
        files,
    })
}

/// The blind codes of works with a file that no judge gets to see. In the order of `works`.
pub fn held_back(conn: &mut Conn, categories: &[CategoryId], works: &[WorkRow]) -> QueryResult<Vec<String>> {
    let held: BTreeSet<EntryId> = intake_store::held_back(conn, categories)?.into_iter().collect();
    Ok(works.iter().filter(|w| held.contains(&w.entry)).map(|w| w.code.clone()).collect())
}

fn files_of(
    conn: &mut Conn,
    sheet: &Assignment,
    is_blind: bool,
    category_code: &str,
    blind_code: &str,
    rules: &CategoryRules,
) -> OpResult<Vec<BlindFile>> {
    type Row = (
        (FileId, i64, String, Option<String>, Option<Timestamp>),
        (String, i64, Option<i64>, Option<i64>, Option<i64>),
    );
    let rows: Vec<Row> = files::table
        .filter(files::entry_id.eq(sheet.entry_id))
        .filter(files::state.eq(FileState::Ready))
        .order((files::slot.asc(), files::position.asc(), files::id.asc()))
        .select((
            (files::id, files::slot, files::caption, files::kind, files::released_at),
            (files::blob_key, files::size, files::width, files::height, files::duration_ms),
        ))
        .load(conn)?;
    type Made = (FileId, RenditionKind, String, String, i64, Option<i64>, Option<i64>);
    let ids: Vec<FileId> = rows.iter().map(|r| r.0.0).collect();
    let made: Vec<Made> = renditions::table
        .filter(renditions::file_id.eq_any(ids))
        .filter(renditions::kind.eq_any(vec![RenditionKind::View, RenditionKind::JudgingCopy]))
        .select((
            renditions::file_id,
            renditions::kind,
            renditions::file_kind,
            renditions::blob_key,
            renditions::size,
            renditions::width,
            renditions::height,
        ))
        .load(conn)?;
    let pixels = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    let mut all = Vec::new();
    for ((id, slot, caption, kind, released), (blob, size, width, height, duration_ms)) in rows {
        let Some(kind) = kind.as_deref().and_then(FileKind::from_ext) else { continue };
        let n = u32::try_from(all.len()).unwrap_or(u32::MAX).saturating_add(1);
        let given = |kind: FileKind, blob_key: &str, size: i64, width: Option<i64>, height: Option<i64>| Given {
            kind,
            name: neutral_name(category_code, blind_code, n, kind),
            size,
            width: pixels(width),
            height: pixels(height),
            duration_ms,
            blob_key: blob_key.to_owned(),
        };
        let rendition = |wanted: RenditionKind| {
            made.iter().find(|m| m.0 == id && m.1 == wanted).and_then(|(_, _, ext, blob, size, width, height)| {
                Some(given(FileKind::from_ext(ext)?, blob, *size, *width, *height))
            })
        };
        let sources = Sources {
            view: rendition(RenditionKind::View),
            copy: rendition(RenditionKind::JudgingCopy),
            original: Some(given(kind, &blob, size, width, height)),
            released: released.is_some(),
        };
        let role = usize::try_from(slot).ok().and_then(|s| rules.files.get(s)).map(|s| s.role.clone());
        all.push(BlindFile { n, role: role.unwrap_or_default(), caption, kind, given: choose(is_blind, sources) });
    }
    Ok(all)
}
