//! Typed ids inside, short random codes outside.

use rand::RngExt;

/// Makes a newtype over a 64-bit key that both databases read and write.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[serde(transparent)]
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        pub struct $name(pub i64);

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> for $name
        where
            i64: diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::BigInt, DB>::to_sql(&self.0, out)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> for $name
        where
            i64: diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <i64 as diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>>::from_sql(bytes).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    )+};
}

id! {
    AccountId, SessionId, CodeId, InvitationId, MembershipId,
    ContestId, RulesId, UnitId, GroupId, CategoryId, RubricId, CriterionId, RoundId, PrizeId,
    EntryId, VersionId, AuthorId, FileId, RenditionId, ExtensionId,
    PanelId, PanelMemberId, ConflictId, AssignmentId, MarkId,
    AwardId, PublicationId, MessageId, JobId,
}

/// Makes an enum that stands in the databases as one of a fixed set of words.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        $vis enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands in the database and in forms.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(self.word(), out)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let s = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes)?;
                Self::parse(&s).ok_or_else(|| format!("{} is no {}", s, stringify!($name)).into())
            }
        }
    };
}

/// Letters and digits that nobody confuses when reading aloud or from paper (no 0 O 1 I L 5 S 2 Z 8 B U V).
const UNAMBIGUOUS: &[u8] = b"34679ACDEFGHJKMNPQRTWXY";
const LOWER: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";

fn pick(alphabet: &[u8], n: usize) -> String {
    let mut rng = rand::rng();
    (0..n)
        .map(|_| {
            let i = rng.random_range(0..alphabet.len());
            char::from(alphabet.get(i).copied().unwrap_or(b'X'))
        })
        .collect()
}

/// A blind code: five unambiguous characters, made from nothing else.
#[must_use]
pub fn blind_code() -> String {
    pick(UNAMBIGUOUS, 5)
}

/// A public code: six unambiguous characters.
#[must_use]
pub fn public_code() -> String {
    pick(UNAMBIGUOUS, 6)
}

/// A receipt code such as `PT26-482913`.
#[must_use]
pub fn receipt_code(contest: &str) -> String {
    format!("{contest}-{}", pick(b"0123456789", 6))
}

/// Twelve characters for addresses: no order, no count to be read from it (about 59 bits; who may look is checked besides).
#[must_use]
pub fn token() -> String {
    pick(LOWER, 12)
}

/// Six digits that are mailed or read out.
#[must_use]
pub fn one_time_code() -> String {
    pick(b"0123456789", 6)
}

/// A 256-bit secret as 43 characters of base64url.
#[must_use]
pub fn secret() -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// SHA-256, the form in which secrets are stored.
#[must_use]
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        use std::fmt::Write;
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// Reads hexadecimal.
#[must_use]
pub fn unhex(s: &str) -> Option<Vec<u8>> {
    if !s.len().is_multiple_of(2) || !s.is_ascii() {
        return None;
    }
    (0..s.len()).step_by(2).map(|i| u8::from_str_radix(s.get(i..i + 2)?, 16).ok()).collect()
}

/// A short mark of what a page was drawn from: if that no longer stands, the page is stale.
#[must_use]
pub fn mark(parts: &[&str]) -> String {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    hex(&digest(&bytes)).chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_shapes() {
        assert_eq!(blind_code().len(), 5);
        assert!(blind_code().bytes().all(|b| UNAMBIGUOUS.contains(&b)));
        let r = receipt_code("PT26");
        assert_eq!((r.len(), &r[..5]), (11, "PT26-"));
        assert_eq!(secret().len(), 43);
        assert_ne!(secret(), secret());
        assert_eq!(unhex(&hex(&[0, 15, 255])), Some(vec![0, 15, 255]));
        assert_eq!(unhex("0g"), None);
    }
}
