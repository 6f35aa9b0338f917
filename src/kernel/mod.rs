//! Words that all parts share: points, text, chance. Knows none of them.

pub mod points;
pub mod seeded;
pub mod text;
