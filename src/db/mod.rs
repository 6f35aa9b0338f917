//! The databases: how they are opened, read and written. Everything that touches a connection goes through
//! [`Db::read`], [`Db::write`] (for what records an event) or [`Db::write_quiet`] (for what does not: sessions, leases).

mod open;
pub mod schema;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{Pool, PooledConnection};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::{PgConnection, SqliteConnection};

use crate::kernel::errors::{OpError, OpResult};
pub use open::{DbError, Url};
use open::{Held, Opener};
use writer::Writer;

mod migrate;
pub use migrate::{migrate, names, pending, undo_all};

/// One connection to either database. Which of the two is decided by the address, never by trying.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Type-checks one expression for each backend: for what `MultiConnection` does not cover (`ON CONFLICT`,
/// batch inserts, window functions). `on!(conn => diesel::insert_into(t).values(&v).on_conflict_do_nothing().execute(conn))`.
#[macro_export]
macro_rules! on {
    ($conn:ident => $body:expr) => {
        match $conn {
            $crate::db::Conn::Pg($conn) => $body,
            $crate::db::Conn::Sqlite($conn) => $body,
        }
    };
}

/// A write under way. Dereferences to the connection; only [`Db`] makes one.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    logged: bool,
}

impl Tx<'_> {
    /// Whether this write may record events (and so holds the log's lock).
    #[must_use]
    pub fn is_logged(&self) -> bool {
        self.logged
    }
}

impl std::ops::Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}
impl std::ops::DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

#[derive(Clone)]
enum Backend {
    Pg(Pool<Opener>),
    Sqlite { writer: Arc<Writer>, readers: Pool<Opener> },
}

/// A handle to the database, cheap to clone. All methods block: call them off the event loop.
#[derive(Clone)]
pub struct Db {
    backend: Backend,
}

/// How often a write is tried when the database asks for it.
const TRIES: u32 = 12;

impl Db {
    /// Opens the database at `url` without migrating it.
    ///
    /// # Errors
    /// When it cannot be opened or reached.
    pub fn open(url: &Url, readers: u32) -> Result<Self, DbError> {
        let pool = |opener: Opener, size: u32| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .test_on_check_out(false)
                .connection_timeout(Duration::from_secs(10))
                .build(opener)
        };
        let backend = match url {
            Url::Sqlite(_) => {
                // The writer first: it makes the file that the readers open.
                let writer = Opener { url: url.clone(), reader: false }.open()?;
                // Reading is work for the processor: more readers than a few for each core only fight over it, and over memory.
                let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
                let few = u32::try_from(cores).unwrap_or(2).saturating_mul(3).max(4);
                let readers = pool(Opener { url: url.clone(), reader: true }, readers.min(few))?;
                Backend::Sqlite { writer: Arc::new(Writer::new(writer)), readers }
            }
            Url::Postgres(_) => Backend::Pg(pool(Opener { url: url.clone(), reader: false }, readers)?),
        };
        Ok(Self { backend })
    }

    /// Whether this is the embedded database.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self.backend, Backend::Sqlite { .. })
    }

    /// Runs `f` on a consistent snapshot.
    ///
    /// # Errors
    /// What `f` gives, or a failure to get a connection.
    pub fn read<T>(&self, f: impl FnOnce(&mut Conn) -> OpResult<T>) -> OpResult<T> {
        let (pool, begin) = match &self.backend {
            Backend::Sqlite { readers, .. } => (readers, "BEGIN"),
            Backend::Pg(pool) => (pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        };
        let mut held = begun(pool, begin)?;
        let result = f(&mut held.conn);
        let ended = held.conn.batch_execute("COMMIT").or_else(|_| held.conn.batch_execute("ROLLBACK"));
        held.is_dead = ended.is_err();
        ended?;
        result
    }

    /// Runs `f` in one transaction that may record events. `f` may run more than once: it must have no effect but on the database.
    ///
    /// # Errors
    /// What `f` gives (then nothing is written), or a failure of the database.
    pub fn write<T>(&self, f: impl FnMut(&mut Tx) -> OpResult<T>) -> OpResult<T> {
        self.transact(true, f)
    }

    /// Like [`Db::write`] for what records no event: it does not wait for the log's lock.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_quiet<T>(&self, f: impl FnMut(&mut Tx) -> OpResult<T>) -> OpResult<T> {
        self.transact(false, f)
    }

    fn transact<T>(&self, logged: bool, mut f: impl FnMut(&mut Tx) -> OpResult<T>) -> OpResult<T> {
        match &self.backend {
            Backend::Sqlite { writer, .. } => {
                // Another process (a backup, the command line) may hold the file's lock past the busy timeout.
                for _ in 0..TRIES {
                    match writer.once(logged, &mut f) {
                        Ok(None) => {}
                        Ok(Some(value)) => return Ok(value),
                        Err(e) if again(&e) => {}
                        Err(e) => return Err(e),
                    }
                }
            }
            Backend::Pg(pool) => {
                for i in 0..TRIES {
                    let mut held = begun(pool, "BEGIN ISOLATION LEVEL SERIALIZABLE")?;
                    match once(&mut held, logged, &mut f) {
                        Err(e) if again(&e) => {
                            let spread = u64::from(rand::random::<u8>()) * u64::from(i + 1) * 40;
                            std::thread::sleep(Duration::from_micros(spread));
                        }
                        other => return other,
                    }
                }
            }
        }
        Err(OpError::Internal(format!("the database asked {TRIES} times to try again")))
    }

    /// Runs `f` on the connection that migrates, outside any transaction of ours.
    ///
    /// # Errors
    /// What `f` gives, or a failure to get a connection.
    pub fn raw<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T, DbError>) -> Result<T, DbError> {
        match &self.backend {
            Backend::Sqlite { writer, .. } => writer.raw(f),
            Backend::Pg(pool) => {
                let mut held = pool.get()?;
                f(&mut held.conn)
            }
        }
    }
}

/// A connection with a transaction begun. Connections that died while they waited are thrown away on the way to it.
fn begun(pool: &Pool<Opener>, begin: &str) -> OpResult<PooledConnection<Opener>> {
    let mut left = pool.max_size();
    loop {
        let mut held = pool.get().map_err(OpError::internal)?;
        match held.conn.batch_execute(begin) {
            Ok(()) => return Ok(held),
            Err(e) => {
                held.is_dead = true;
                if left == 0 {
                    return Err(e.into());
                }
                left -= 1;
            }
        }
    }
}

/// One try on PostgreSQL.
fn once<T>(held: &mut Held, logged: bool, f: &mut impl FnMut(&mut Tx) -> OpResult<T>) -> OpResult<T> {
    let conn = &mut held.conn;
    let result = (|| {
        if logged {
            // The first statement, so that the snapshot is taken after the lock: see docs/architecture.md.
            conn.batch_execute("LOCK TABLE audit_head IN EXCLUSIVE MODE")?;
        }
        let value = f(&mut Tx { conn, logged })?;
        conn.batch_execute("COMMIT")?;
        Ok(value)
    })();
    if result.is_err() {
        held.is_dead = held.conn.batch_execute("ROLLBACK").is_err();
    }
    result
}

/// Whether the database asks for another try: a serialization failure, a deadlock, a lock held too long.
fn again(e: &OpError) -> bool {
    let OpError::Db(e) = e else { return false };
    match e {
        DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        DieselError::DatabaseError(_, info) => {
            let m = info.message();
            m.contains("database is locked") || m.contains("deadlock detected") || m.contains("could not serialize")
        }
        _ => false,
    }
}

/// Whether a write failed because a row with the same unique value is there. (`SQLite` does not name the constraint.)
#[must_use]
pub fn is_unique_violation(e: &DieselError) -> bool {
    matches!(e, DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}
