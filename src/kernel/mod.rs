//! Words that all parts share: time, ids, points, text, chance, who acts, what can go wrong. Knows none of the parts.

#[macro_use]
pub mod ids;
#[macro_use]
pub mod msg;

pub mod actor;
pub mod denied;
pub mod errors;
pub mod points;
pub mod points_sql;
pub mod seeded;
pub mod text;
pub mod time;
