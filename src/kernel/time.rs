//! Instants and zones. An instant is passed in by whoever acts; only `Clock` reads the machine's.
//!
//! Instants are stored as microseconds in a 64-bit column on both databases, so that nothing is rounded
//! differently by one of them and no session time zone can shift them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use diesel::deserialize::{FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, AsExpression, FromSqlRow,
)]
#[serde(transparent)]
#[diesel(sql_type = BigInt)]
pub struct Timestamp(pub i64);

impl<DB: diesel::backend::Backend> ToSql<BigInt, DB> for Timestamp
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: diesel::backend::Backend> FromSql<BigInt, DB> for Timestamp
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

impl Timestamp {
    /// The instant of a UTC date-time, cut to microseconds.
    #[must_use]
    pub fn of(t: DateTime<Utc>) -> Self {
        Self(t.timestamp_micros())
    }

    /// As a UTC date-time (the epoch if out of chrono's range, which no stored instant is).
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    #[must_use]
    pub fn plus_seconds(self, s: i64) -> Self {
        Self(self.0.saturating_add(s.saturating_mul(1_000_000)))
    }

    #[must_use]
    pub fn plus_minutes(self, m: i64) -> Self {
        self.plus_seconds(m.saturating_mul(60))
    }

    #[must_use]
    pub fn plus_days(self, d: i64) -> Self {
        self.plus_seconds(d.saturating_mul(86_400))
    }

    /// Whole seconds from `earlier` to `self`, negative if it lies after.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }

    /// RFC 3339 with `Z`, to the second.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// A contest's IANA zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(pub Tz);

impl Zone {
    /// Parses an IANA name such as `Asia/Ho_Chi_Minh`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// `05/01/2026 14:30`.
    #[must_use]
    pub fn date_time(self, t: Timestamp) -> String {
        t.utc().with_timezone(&self.0).format("%d/%m/%Y %H:%M").to_string()
    }

    /// `14:30 ngày 05/01/2026` is the page's affair; this is `14:30`.
    #[must_use]
    pub fn clock(self, t: Timestamp) -> String {
        t.utc().with_timezone(&self.0).format("%H:%M").to_string()
    }

    /// `05/01/2026`.
    #[must_use]
    pub fn date(self, t: Timestamp) -> String {
        t.utc().with_timezone(&self.0).format("%d/%m/%Y").to_string()
    }

    /// The calendar day of an instant here.
    #[must_use]
    pub fn day(self, t: Timestamp) -> NaiveDate {
        t.utc().with_timezone(&self.0).date_naive()
    }

    /// `2026-01-05T14:30`, the value of a datetime-local field.
    #[must_use]
    pub fn field(self, t: Timestamp) -> String {
        t.utc().with_timezone(&self.0).format("%Y-%m-%dT%H:%M").to_string()
    }

    /// Reads what a datetime-local field or a template gives: `2026-01-05T14:30`, with seconds, or a bare date (midnight).
    #[must_use]
    pub fn parse_field(self, s: &str) -> Option<Timestamp> {
        let s = s.trim();
        let naive = NaiveDateTime::parse_from_str(s, "%Y-%m-%dT%H:%M")
            .or_else(|_| NaiveDateTime::parse_from_str(s, "%Y-%m-%dT%H:%M:%S"))
            .or_else(|_| NaiveDateTime::parse_from_str(s, "%d/%m/%Y %H:%M"))
            .ok()
            .or_else(|| Day::parse(s).and_then(|d| d.0.and_hms_opt(0, 0, 0)))?;
        self.0.from_local_datetime(&naive).earliest().map(|t| Timestamp::of(t.with_timezone(&Utc)))
    }

    /// Day, month, year, hour and minute here, for sentences of official papers.
    #[must_use]
    pub fn parts(self, t: Timestamp) -> (u32, u32, i32, u32, u32) {
        let l = t.utc().with_timezone(&self.0);
        (l.day(), l.month(), l.year(), l.hour(), l.minute())
    }
}

/// A calendar day, stored as `2026-01-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub NaiveDate);

impl Day {
    /// Reads `2026-01-05` or `05/01/2026` (also with `-` or `.` between).
    #[must_use]
    pub fn parse(s: &str) -> Option<Self> {
        let s = s.trim();
        if let Ok(d) = NaiveDate::parse_from_str(s, "%Y-%m-%d") {
            return (1900..2200).contains(&d.year()).then_some(Self(d));
        }
        let s = s.replace(['-', '.'], "/");
        let d = NaiveDate::parse_from_str(&s, "%d/%m/%Y").ok()?;
        (1900..2200).contains(&d.year()).then_some(Self(d))
    }

    /// `2026-01-05`.
    #[must_use]
    pub fn iso(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }

    /// `05/01/2026`.
    #[must_use]
    pub fn show(self) -> String {
        self.0.format("%d/%m/%Y").to_string()
    }

    /// Whole years completed on `on`.
    #[must_use]
    pub fn age_on(self, on: NaiveDate) -> Option<u32> {
        on.years_since(self.0)
    }
}

/// Where "now" comes from: the machine, or a test's hand.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands until it is moved.
    #[must_use]
    pub fn fixed(t: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(t.0)))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::of(Utc::now()),
            Self::Fixed(t) => Timestamp(t.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; the machine's clock cannot be moved.
    pub fn set(&self, t: Timestamp) {
        if let Self::Fixed(cell) = self {
            cell.store(t.0, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_an_instant_in_the_contests_zone() {
        let z = Zone::parse("Asia/Ho_Chi_Minh").unwrap();
        let t = z.parse_field("2026-12-16T17:00").unwrap();
        assert_eq!(t.rfc3339(), "2026-12-16T10:00:00Z");
        assert_eq!(z.date_time(t), "16/12/2026 17:00");
        assert_eq!(z.field(t), "2026-12-16T17:00");
        assert_eq!(z.parse_field("16/12/2026 17:00"), Some(t));
        assert_eq!(z.parse_field("hôm nay"), None);
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let d = Day::parse("05/01/2010").unwrap();
        assert_eq!(Day::parse("2010-01-05"), Some(d));
        assert_eq!(Day::parse("5.1.2010"), Some(d));
        assert_eq!(Day::parse("31/02/2010"), None);
        assert_eq!(d.age_on(Day::parse("2026-01-04").unwrap().0), Some(15));
        assert_eq!(d.age_on(Day::parse("2026-01-05").unwrap().0), Some(16));
    }
}
