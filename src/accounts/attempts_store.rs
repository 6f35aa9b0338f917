//! Limits on attempts that guess: counted in the database, so that every copy of the server sees them. What is counted
//! (an account's login, an address) stands there only as a digest, and goes a day later.

use diesel::prelude::*;

use crate::db::schema::attempts;
use crate::db::{Conn, Tx};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::{digest, hex};
use crate::kernel::time::Timestamp;

/// So many attempts in so long a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is limited; part of the counter's name.
    pub what: &'static str,
    pub most: i64,
    pub minutes: i64,
}

/// Wrong passwords for one login.
pub const SIGN_IN_ACCOUNT: Limit = Limit { what: "sign-in account", most: 10, minutes: 15 };
/// Wrong passwords from one address (a whole office may stand behind it).
pub const SIGN_IN_ADDRESS: Limit = Limit { what: "sign-in address", most: 60, minutes: 15 };
/// New accounts from one address (a class may sit behind it).
pub const SIGN_UP_ADDRESS: Limit = Limit { what: "sign-up address", most: 120, minutes: 60 };
/// Reset codes asked for one login.
pub const RESET_ACCOUNT: Limit = Limit { what: "reset account", most: 5, minutes: 60 };
/// Reset codes asked from one address.
pub const RESET_ADDRESS: Limit = Limit { what: "reset address", most: 60, minutes: 60 };
/// Codes typed from one address.
pub const CODE_ADDRESS: Limit = Limit { what: "code address", most: 60, minutes: 15 };
/// Codes typed for one login, whatever the code.
pub const CODE_ACCOUNT: Limit = Limit { what: "code account", most: 15, minutes: 15 };

/// Forms kept for people who are signed out, from one address.
pub const PARK_ADDRESS: Limit = Limit { what: "park address", most: 30, minutes: 60 };

fn bucket(limit: Limit, key: &str) -> String {
    hex(&digest(format!("{}\n{key}", limit.what).as_bytes()))
}

/// Counts one attempt against each limit; refuses when one is used up, and then counts nothing.
///
/// # Errors
/// `TooMany` with the seconds until the window ends.
pub fn take(tx: &mut Tx, now: Timestamp, limits: &[(Limit, &str)]) -> OpResult<()> {
    let conn: &mut Conn = tx;
    for (limit, key) in limits {
        let bucket = bucket(*limit, key);
        let window = limit.minutes.saturating_mul(60);
        let held: Option<(Timestamp, i64)> = attempts::table
            .filter(attempts::bucket.eq(&bucket))
            .select((attempts::window_start, attempts::count))
            .first(conn)
            .optional()?;
        match held {
            Some((start, count)) if now.seconds_since(start) < window => {
                if count >= limit.most {
                    return Err(OpError::TooMany { seconds: window - now.seconds_since(start) });
                }
                diesel::update(attempts::table.filter(attempts::bucket.eq(&bucket)))
                    .set(attempts::count.eq(count + 1))
                    .execute(conn)?;
            }
            Some(_) => {
                diesel::update(attempts::table.filter(attempts::bucket.eq(&bucket)))
                    .set((attempts::window_start.eq(now), attempts::count.eq(1i64)))
                    .execute(conn)?;
            }
            None => {
                diesel::delete(attempts::table.filter(attempts::window_start.lt(now.plus_days(-1)))).execute(conn)?;
                on!(conn => diesel::insert_into(attempts::table)
                    .values((attempts::bucket.eq(&bucket), attempts::window_start.eq(now), attempts::count.eq(1i64)))
                    .on_conflict_do_nothing()
                    .execute(conn))?;
            }
        }
    }
    Ok(())
}

/// The attempt was right: the first counter starts again, the others give it back.
///
/// # Errors
/// When the database fails.
pub fn forgive(tx: &mut Tx, own: (Limit, &str), shared: &[(Limit, &str)]) -> OpResult<()> {
    let conn: &mut Conn = tx;
    diesel::delete(attempts::table.filter(attempts::bucket.eq(bucket(own.0, own.1)))).execute(conn)?;
    for (limit, key) in shared {
        diesel::update(
            attempts::table.filter(attempts::bucket.eq(bucket(*limit, key))).filter(attempts::count.gt(0i64)),
        )
        .set(attempts::count.eq(attempts::count - 1i64))
        .execute(conn)?;
    }
    Ok(())
}
