//! Points in a database column: whole hundredths.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;

use super::points::Points;

impl<DB: Backend> ToSql<BigInt, DB> for Points
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_hundredths().to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Points
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self::from_hundredths)
    }
}
