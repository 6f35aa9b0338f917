//! The gallery: works whose authors agreed, once the results are out. Found with or without diacritics.

mod file;
mod list;
mod winners;
mod work;

pub use file::send as file;
pub use list::page as list;
pub use work::page as work;

use crate::entries::entry::AuthorKind;

/// How a work is signed in public: a group by its name, one author by the pen name if there is one, else by name.
fn signed(kind: AuthorKind, pen_name: &str, group_name: &str, names: &[String]) -> String {
    match kind {
        AuthorKind::Group | AuthorKind::Collective if !group_name.is_empty() => group_name.to_owned(),
        AuthorKind::Individual if !pen_name.is_empty() => pen_name.to_owned(),
        AuthorKind::Individual | AuthorKind::Several | AuthorKind::Group | AuthorKind::Collective => names.join(", "),
    }
}
