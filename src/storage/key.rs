//! The name of a blob: random, and safe wherever it is put.

use std::fmt;
use std::str::FromStr;

use super::StoreError;

/// Hexadecimal digits of a key: 128 random bits, so that none can be guessed and no two are ever the same.
const DIGITS: usize = 32;

/// The key of a blob: 32 lowercase hexadecimal digits and nothing else, so that no key can walk out of the folder, reach
/// another object, or differ in case only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobKey(String);

impl BlobKey {
    /// A new key that nobody has seen.
    pub(super) fn random() -> Self {
        Self(format!("{:032x}", rand::random::<u128>()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits in three pieces, `ab/cd/rest`, which keeps folders small.
    pub(super) fn shelf(&self) -> (&str, &str) {
        // The digits are ASCII and 32 of them, so that both pieces are there.
        (self.0.get(..2).unwrap_or_default(), self.0.get(2..4).unwrap_or_default())
    }
}

impl TryFrom<String> for BlobKey {
    type Error = StoreError;

    fn try_from(text: String) -> Result<Self, StoreError> {
        let good = text.len() == DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if good { Ok(Self(text)) } else { Err(StoreError::BadKey) }
    }
}

impl FromStr for BlobKey {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        Self::try_from(text.to_owned())
    }
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for BlobKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn random_keys_are_keys_and_differ() {
        let (one, two) = (BlobKey::random(), BlobKey::random());
        assert_ne!(one, two);
        assert_eq!(one.as_str().parse::<BlobKey>().unwrap(), one);
    }

    #[test]
    fn tricks_are_no_keys() {
        let good = "0123456789abcdef0123456789abcdef";
        assert!(good.parse::<BlobKey>().is_ok());
        for bad in [
            "",
            "..",
            "../../../../../../../etc/passwd0",
            "0123456789abcdef0123456789abcde/",
            "0123456789ABCDEF0123456789ABCDEF",
            "0123456789abcdef0123456789abcde",
            "0123456789abcdef0123456789abcdef0",
            "0123456789abcdef0123456789abcde\0",
            " 123456789abcdef0123456789abcdef",
            "０123456789abcdef0123456789abc",
        ] {
            assert!(matches!(bad.parse::<BlobKey>(), Err(StoreError::BadKey)), "{bad:?} was taken for a key");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_exactly_its_digits(text in "[0-9a-fA-F./]{30,34}") {
            let plain = text.len() == 32 && text.chars().all(|c| "0123456789abcdef".contains(c));
            prop_assert_eq!(text.parse::<BlobKey>().ok().map(|key| key.to_string()), plain.then_some(text));
        }
    }
}
