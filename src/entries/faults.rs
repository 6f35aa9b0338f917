//! What is wrong with a file, as sentences. Pure.

use crate::files::kind::FileKind;
use crate::files::limits::{FileFault, Unverified};
use crate::files::sniff::LOCKED;
use crate::kernel::msg::Msg;

/// `JPG, PNG`.
#[must_use]
pub fn kinds(accepts: &[FileKind]) -> String {
    accepts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The sentence of a fault.
#[must_use]
pub fn sentence(fault: &FileFault) -> Msg {
    match fault {
        FileFault::WrongType { is, accepts } if is == LOCKED => msg!("entry-fault-locked", accepts = kinds(accepts)),
        FileFault::WrongType { is, accepts } if is.is_empty() => {
            msg!("entry-fault-unknown-type", accepts = kinds(accepts))
        }
        FileFault::WrongType { is, accepts } => {
            msg!("entry-fault-wrong-type", is = is.as_str(), accepts = kinds(accepts))
        }
        FileFault::TooBig { size, max } => msg!("entry-fault-too-big", size = number(*size), max = number(*max)),
        FileFault::TooSmallPicture { is, min } => msg!("entry-fault-too-small", is = *is, min = *min),
        FileFault::TooManyPixels { width, height, max } => {
            msg!("entry-fault-too-many-pixels", width = *width, height = *height, max = number(*max / 1_000_000))
        }
        FileFault::TooLong { is_ms, max_minutes } => {
            msg!("entry-fault-too-long", ms = number(*is_ms), max = *max_minutes)
        }
        FileFault::TooManyWords { is, max } => msg!("entry-fault-too-many-words", is = *is, max = *max),
        FileFault::Empty => msg!("entry-fault-empty"),
        FileFault::Cut => msg!("entry-fault-cut"),
        FileFault::Unreadable => msg!("entry-fault-unreadable"),
    }
}

/// The sentences of a file's stored faults (none if the JSON is broken or empty).
#[must_use]
pub fn stored(json: &str) -> Vec<Msg> {
    serde_json::from_str::<Vec<FileFault>>(json).unwrap_or_default().iter().map(sentence).collect()
}

/// What the machine could not check about a file, as a line for the secretary to tick.
#[must_use]
pub fn unverified(name: &str, what: Unverified) -> Msg {
    match what {
        Unverified::Pixels { min } => msg!("entry-look-pixels", name = name, min = min),
        Unverified::Minutes { max } => msg!("entry-look-minutes", name = name, max = max),
        Unverified::Words { max } => msg!("entry-look-words", name = name, max = max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn a_fault_is_said_so_that_it_can_be_mended() {
        let vi = |f: FileFault| Lang::Vi.say(&sentence(&f));
        assert_eq!(
            vi(FileFault::TooSmallPicture { is: 900, min: 1600 }),
            "Cạnh dài của ảnh chỉ 900 px; thể lệ yêu cầu ít nhất 1.600 px."
        );
        assert_eq!(
            vi(FileFault::TooBig { size: 31_457_280, max: 20_971_520 }),
            "Tệp nặng 30 MB; thể lệ cho phép nhiều nhất 20 MB."
        );
        assert_eq!(
            vi(FileFault::TooLong { is_ms: 960_000, max_minutes: 15 }),
            "Bản này dài 16:00; thể lệ cho phép nhiều nhất 15 phút."
        );
        assert_eq!(
            vi(FileFault::WrongType { is: "ZIP".into(), accepts: vec![FileKind::Jpeg, FileKind::Png] }),
            "Đây thực ra là tệp ZIP; mục này chỉ nhận JPG, PNG. Xin chọn tệp khác."
        );
        assert_eq!(
            Lang::En.say(&sentence(&FileFault::TooManyWords { is: 3812, max: 3500 })),
            "The file holds 3,812 words; the rules allow at most 3,500."
        );
    }
}
