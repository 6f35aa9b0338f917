//! What is known of a file, held against the rule of a place without opening it again. Pure.

use super::entry::{File, FileState};
use crate::files::kind::FileKind;
use crate::files::limits::{self, SlotRule};
use crate::files::measure::Measures;

/// What the look into a file measured, as its row keeps it.
fn measures(f: &File) -> Measures {
    let small = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    Measures {
        width: small(f.width),
        height: small(f.height),
        duration_ms: f.duration_ms.and_then(|n| u64::try_from(n).ok()),
        words: small(f.words),
        pages: small(f.pages),
        ..Measures::default()
    }
}

/// Puts a file back as one of what was handed in, under the rule of its place there. One that still waits to be looked into waits on.
///
/// # Errors
/// None that its fields could cause.
pub fn again(f: &mut File, rule: Option<&SlotRule>) -> serde_json::Result<()> {
    f.removed_at = None;
    let kind = f.kind.as_deref().and_then(FileKind::from_ext);
    let (Some(kind), false) = (kind, f.state == FileState::Received) else {
        f.state = FileState::Received;
        return Ok(());
    };
    let Some(rule) = rule else {
        f.state = if f.faults == "[]" { FileState::Ready } else { FileState::Refused };
        return Ok(());
    };
    let measures = measures(f);
    let faults = limits::faults(rule, kind, u64::try_from(f.size).unwrap_or_default(), &measures);
    f.state = if faults.is_empty() { FileState::Ready } else { FileState::Refused };
    f.faults = serde_json::to_string(&faults)?;
    f.unverified = serde_json::to_string(&limits::unverified(rule, kind, &measures))?;
    Ok(())
}
