//! Points in whole hundredths, and exact fractions of them.
//!
//! Owns how a mark is read, written and compared. Must not know rubrics, judges or entries, and uses no floating point.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The most that can be typed as one mark: a million points. Far above any scale, and low enough that no sum of marks overflows.
const MOST_HUNDREDTHS: i64 = 100_000_000;

/// A mark or a total, in hundredths of a point (8,75 is 875). In JSON it is that integer.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[serde(transparent)]
#[diesel(sql_type = diesel::sql_types::BigInt)]
pub struct Points(i64);

/// Why a text is not a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// Nothing was typed: the mark is missing, which is not the same as 0.
    #[error("no mark given")]
    Empty,
    /// Something that is not a decimal number.
    #[error("not a number")]
    NotANumber,
    /// A number below 0.
    #[error("below zero")]
    Negative,
    /// More than two decimals; nothing is rounded silently.
    #[error("more than two decimals")]
    TooFine,
    /// More than a million points.
    #[error("too large")]
    TooLarge,
}

impl Points {
    /// No points at all.
    pub const ZERO: Self = Self(0);

    /// Points from hundredths (875 is 8,75).
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// The hundredths, by reference: what a database column binds.
    #[must_use]
    pub const fn as_hundredths(&self) -> &i64 {
        &self.0
    }

    /// Whole points (8 is 8,00).
    #[must_use]
    pub fn whole(points: i32) -> Self {
        Self(i64::from(points) * 100)
    }

    /// The number of hundredths.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Reads what a person typed: "8,75", "8.75", " 8 ".
    ///
    /// # Errors
    /// Says what is wrong; an empty text is [`PointsError::Empty`], never 0.
    pub fn parse(text: &str) -> Result<Self, PointsError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PointsError::Empty);
        }
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(decimals) {
            return Err(PointsError::NotANumber);
        }
        if negative {
            return Err(PointsError::Negative);
        }
        let hundredths: i64 = match decimals.len() {
            1 => decimals.parse::<i64>().map(|d| d * 10),
            2 => decimals.parse::<i64>(),
            _ => return Err(PointsError::TooFine),
        }
        .map_err(|_| PointsError::NotANumber)?;
        whole
            .parse::<i64>()
            .ok()
            .and_then(|w| w.checked_mul(100)?.checked_add(hundredths))
            .filter(|total| *total <= MOST_HUNDREDTHS)
            .map(Self)
            .ok_or(PointsError::TooLarge)
    }

    /// Whether this is a whole number of steps. A step of 0 or less allows nothing.
    #[must_use]
    pub const fn on_step(self, step: Self) -> bool {
        step.0 > 0 && self.0 % step.0 == 0
    }

    /// Adds, or `None` where the sum does not fit.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }
}

/// Stays at the largest value instead of overflowing; marks read by [`Points::parse`] never come near it.
impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(marks: I) -> Self {
        marks.fold(Self::ZERO, Add::add)
    }
}

impl FromStr for Points {
    type Err = PointsError;
    fn from_str(text: &str) -> Result<Self, PointsError> {
        Self::parse(text)
    }
}

/// As Vietnamese readers write it: "8,75", "8,5", "8".
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (size / 100, size % 100);
        let shown = match rest {
            0 => format!("{sign}{whole}"),
            tenths if tenths % 10 == 0 => format!("{sign}{whole},{}", tenths / 10),
            _ => format!("{sign}{whole},{rest:02}"),
        };
        f.pad(&shown)
    }
}

/// Numerators and denominators stay below this (2^100), so that one decimal digit more always fits.
const FRACTION_LIMIT: i128 = 1 << 100;

/// An exact number: always in lowest terms, the denominator above 0. Compared unrounded. In JSON it is the text "num/den".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    num: i128,
    den: i128,
}

impl Fraction {
    /// 0.
    pub const ZERO: Self = Self { num: 0, den: 1 };
    /// 1.
    pub const ONE: Self = Self { num: 1, den: 1 };

    /// `num / den` in lowest terms; `None` where `den` is 0 or the terms pass 2^100.
    #[must_use]
    pub fn new(num: i128, den: i128) -> Option<Self> {
        if den == 0 {
            return None;
        }
        let divisor = gcd(num.unsigned_abs(), den.unsigned_abs());
        let (num_size, den_size) = (num.unsigned_abs() / divisor, den.unsigned_abs() / divisor);
        let num_size = i128::try_from(num_size).ok().filter(|n| *n < FRACTION_LIMIT)?;
        let den_size = i128::try_from(den_size).ok().filter(|d| *d < FRACTION_LIMIT)?;
        let num = if (num < 0) == (den < 0) { num_size } else { -num_size };
        Some(Self { num, den: den_size })
    }

    /// The points as a number of points (875 hundredths is 35/4).
    #[must_use]
    pub fn of_points(points: Points) -> Self {
        Self::mean_of(points, 1).unwrap_or(Self::ZERO)
    }

    /// `sum / count` in points; `None` for a count of 0.
    #[must_use]
    pub fn mean_of(sum: Points, count: usize) -> Option<Self> {
        let count = i128::try_from(count).ok()?;
        Self::new(i128::from(sum.hundredths()), count.checked_mul(100)?)
    }

    /// The numerator, in lowest terms.
    #[must_use]
    pub const fn num(self) -> i128 {
        self.num
    }

    /// The denominator, above 0.
    #[must_use]
    pub const fn den(self) -> i128 {
        self.den
    }

    /// `self / other`; `None` by 0 or where it does not fit.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        Self::new(self.num.checked_mul(other.den)?, self.den.checked_mul(other.num)?)
    }

    /// `self × other`; `None` where it does not fit.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        Self::new(self.num.checked_mul(other.num)?, self.den.checked_mul(other.den)?)
    }

    /// `self + other`; `None` where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let left = self.num.checked_mul(other.den)?;
        let right = other.num.checked_mul(self.den)?;
        Self::new(left.checked_add(right)?, self.den.checked_mul(other.den)?)
    }

    /// `self − other`; `None` where it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self { num: -other.num, den: other.den })
    }

    /// For show only: so many decimals, half up (towards +∞), with a decimal comma: 26/3 is "8,67".
    #[must_use]
    pub fn show(self, decimals: u8) -> String {
        let mut whole = self.num.div_euclid(self.den);
        let mut rest = self.num.rem_euclid(self.den);
        let mut digits = Vec::with_capacity(usize::from(decimals));
        for _ in 0..decimals {
            rest *= 10;
            digits.push(rest / self.den);
            rest %= self.den;
        }
        if rest * 2 >= self.den {
            let mut carry = true;
            for digit in digits.iter_mut().rev() {
                *digit += 1;
                carry = *digit == 10;
                if !carry {
                    break;
                }
                *digit = 0;
            }
            if carry {
                whole += 1;
            }
        }
        if whole < 0 && digits.iter().any(|d| *d != 0) {
            return format!("-{}", complement(whole, &digits));
        }
        join(whole, &digits)
    }
}

/// Digits held as floor plus a part above it, turned into the size of a negative number.
fn complement(whole: i128, digits: &[i128]) -> String {
    let mut flipped: Vec<i128> = digits.iter().map(|d| 9 - d).collect();
    for digit in flipped.iter_mut().rev() {
        *digit += 1;
        if *digit < 10 {
            break;
        }
        *digit = 0;
    }
    join(-whole - 1, &flipped)
}

fn join(whole: i128, digits: &[i128]) -> String {
    let mut shown = whole.to_string();
    if !digits.is_empty() {
        shown.push(',');
        for digit in digits {
            shown.push_str(&digit.to_string());
        }
    }
    shown
}

const fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { a }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        // Cross multiplication; where even 128 bits are too few, whole parts and then the rests turned over (Euclid).
        match (self.num.checked_mul(other.den), other.num.checked_mul(self.den)) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => by_whole_parts((self.num, self.den), (other.num, other.den)),
        }
    }
}

fn by_whole_parts(mut left: (i128, i128), mut right: (i128, i128)) -> Ordering {
    let mut turned = false;
    loop {
        let parts = left.0.div_euclid(left.1).cmp(&right.0.div_euclid(right.1));
        let rests = (left.0.rem_euclid(left.1), right.0.rem_euclid(right.1));
        let found = match (parts, rests) {
            (Ordering::Equal, (0, 0)) => Some(Ordering::Equal),
            (Ordering::Equal, (0, _)) => Some(Ordering::Less),
            (Ordering::Equal, (_, 0)) => Some(Ordering::Greater),
            (Ordering::Equal, _) => None,
            (unequal, _) => Some(unequal),
        };
        if let Some(order) = found {
            return if turned { order.reverse() } else { order };
        }
        left = (left.1, rests.0);
        right = (right.1, rests.1);
        turned = !turned;
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The exact number, "35/4".
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.num, self.den))
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let parts = text.split_once('/').and_then(|(num, den)| Self::new(num.parse().ok()?, den.parse().ok()?));
        parts.ok_or_else(|| de::Error::custom("a fraction is written num/den"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        let read = |text| Points::parse(text).map(Points::hundredths);
        assert_eq!(read("8,75"), Ok(875));
        assert_eq!(read("8.75"), Ok(875));
        assert_eq!(read(" 8 "), Ok(800));
        assert_eq!(read("8,5"), Ok(850));
        assert_eq!(read("0,05"), Ok(5));
        assert_eq!(read("0"), Ok(0));
        assert_eq!(read("1000000"), Ok(100_000_000));
        assert_eq!(read(""), Err(PointsError::Empty));
        assert_eq!(read("  "), Err(PointsError::Empty));
        assert_eq!(read("-1"), Err(PointsError::Negative));
        assert_eq!(read("8,755"), Err(PointsError::TooFine));
        assert_eq!(read("1.000"), Err(PointsError::TooFine));
        assert_eq!(read("1000000,01"), Err(PointsError::TooLarge));
        assert_eq!(read("99999999999999999999"), Err(PointsError::TooLarge));
        for junk in ["8,", ",5", "8,7,5", "8 7", "+8", "1e3", "tám", "-", "٨", "8,٥", "NaN", "0x8"] {
            assert_eq!(read(junk), Err(PointsError::NotANumber), "{junk}");
        }
    }

    #[test]
    fn writes_with_a_comma_and_no_idle_zeros() {
        let write = |hundredths| Points::from_hundredths(hundredths).to_string();
        assert_eq!([875, 850, 800, 5, 0, -50].map(write), ["8,75", "8,5", "8", "0,05", "0", "-0,5"]);
    }

    #[test]
    fn knows_its_step() {
        let on = |mark: &str, step: &str| Points::parse(mark).unwrap().on_step(Points::parse(step).unwrap());
        assert!(on("8,75", "0,25"));
        assert!(!on("8,75", "0,5"));
        assert!(on("9", "1"));
        assert!(!on("9", "0"));
    }

    #[test]
    fn is_an_integer_in_json() {
        assert_eq!(serde_json::to_string(&Points::from_hundredths(875)).unwrap(), "875");
        assert_eq!(serde_json::from_str::<Points>("875").unwrap(), Points::from_hundredths(875));
    }

    fn fraction(num: i128, den: i128) -> Fraction {
        Fraction::new(num, den).unwrap()
    }

    #[test]
    fn shows_half_up_with_a_comma() {
        assert_eq!(fraction(26, 3).show(2), "8,67");
        assert_eq!(fraction(1725, 200).show(2), "8,63");
        assert_eq!(fraction(8624, 1000).show(2), "8,62");
        assert_eq!(fraction(9995, 1000).show(2), "10,00");
        assert_eq!(fraction(17, 2).show(0), "9");
        assert_eq!(fraction(17, 2).show(2), "8,50");
        assert_eq!(fraction(-1, 4).show(1), "-0,2");
        assert_eq!(fraction(-1, 3).show(2), "-0,33");
        assert_eq!(fraction(-3, 1).show(2), "-3,00");
        assert_eq!(fraction(-1, 1000).show(2), "0,00");
    }

    #[test]
    fn a_mean_is_exact() {
        let mean = Fraction::mean_of(Points::from_hundredths(2600), 3).unwrap();
        assert_eq!((mean.num(), mean.den()), (26, 3));
        assert_eq!(Fraction::mean_of(Points::ZERO, 0), None);
        assert_eq!(Fraction::of_points(Points::from_hundredths(875)), fraction(35, 4));
    }

    #[test]
    fn is_a_text_in_json() {
        assert_eq!(serde_json::to_string(&fraction(-10, 4)).unwrap(), "\"-5/2\"");
        assert_eq!(serde_json::from_str::<Fraction>("\"10/4\"").unwrap(), fraction(5, 2));
        assert!(serde_json::from_str::<Fraction>("\"1/0\"").is_err());
    }

    #[test]
    fn equal_when_rounded_is_not_equal() {
        let (a, b) = (fraction(26, 3), fraction(867, 100));
        assert_eq!(a.show(2), b.show(2));
        assert_eq!(a.cmp(&b), Ordering::Less);
    }

    proptest! {
        #[test]
        fn points_survive_writing_and_reading(hundredths in 0..=MOST_HUNDREDTHS) {
            let points = Points::from_hundredths(hundredths);
            prop_assert_eq!(Points::parse(&points.to_string()), Ok(points));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,12}") {
            let _ = Points::parse(&text);
        }

        #[test]
        fn fractions_keep_the_order_of_numbers(a in -9999i128..9999, b in 1i128..999, c in -9999i128..9999, d in 1i128..999) {
            prop_assert_eq!(fraction(a, b).cmp(&fraction(c, d)), (a * d).cmp(&(c * b)));
            prop_assert_eq!(by_whole_parts((a, b), (c, d)), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn showing_is_within_half_a_hundredth(a in -99_999i128..99_999, b in 1i128..999) {
            let shown = fraction(a, b).show(2).replace(',', "");
            let hundredths: i128 = shown.parse().unwrap();
            // shown − 1/2 <= value < shown + 1/2, in hundredths
            prop_assert!((2 * hundredths - 1) * b <= 200 * a);
            prop_assert!(200 * a < (2 * hundredths + 1) * b);
        }

        #[test]
        fn dividing_undoes_multiplying(a in -9999i128..9999, b in 1i128..999, c in 1i128..9999, d in 1i128..999) {
            let (x, y) = (fraction(a, b), fraction(c, d));
            prop_assert_eq!(x.checked_mul(y).unwrap().checked_div(y).unwrap(), x);
            prop_assert_eq!(x.checked_add(y).unwrap().checked_sub(y).unwrap(), x);
        }
    }
}
