//! Addresses of databases and how a connection is opened. A mistyped address is an error, not a new database.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, PgConnection, SqliteConnection};

use super::Conn;

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("DATABASE_URL must begin with postgres:// or sqlite://, not «{0}»")]
    Scheme(String),
    #[error("cannot connect to the database: {0}")]
    Connect(#[from] diesel::ConnectionError),
    #[error("cannot get a connection: {0}")]
    Pool(#[from] diesel::r2d2::PoolError),
    #[error("the database refused: {0}")]
    Query(#[from] diesel::result::Error),
    #[error("{0}")]
    Failed(String),
}

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Url {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Url {
    /// The address that `DATABASE_URL` gives.
    ///
    /// # Errors
    /// When its scheme is none that we know.
    pub fn parse(s: &str) -> Result<Self, DbError> {
        if s.starts_with("postgres://") || s.starts_with("postgresql://") {
            return Ok(Self::Postgres(s.to_owned()));
        }
        match s.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err(DbError::Scheme(s.split("://").next().unwrap_or_default().to_owned())),
        }
    }
}

/// A connection in the pool. One that is found dead (the database was started again) is not put back.
pub(super) struct Held {
    pub conn: Conn,
    pub is_dead: bool,
}

/// Opens connections for the pool.
#[derive(Clone, Debug)]
pub(super) struct Opener {
    pub url: Url,
    pub reader: bool,
}

impl Opener {
    pub fn open(&self) -> Result<Conn, DbError> {
        match &self.url {
            Url::Sqlite(path) => sqlite(path, self.reader).map(Conn::Sqlite),
            Url::Postgres(address) => {
                let mut c = PgConnection::establish(address)?;
                c.batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages = warning")?;
                Ok(Conn::Pg(c))
            }
        }
    }
}

fn sqlite(path: &Path, reader: bool) -> Result<SqliteConnection, DbError> {
    let mut c = SqliteConnection::establish(&path.display().to_string())?;
    c.batch_execute(
        "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
         PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;",
    )?;
    if reader {
        c.batch_execute("PRAGMA query_only=ON")?;
    }
    Ok(c)
}

impl ManageConnection for Opener {
    type Connection = Held;
    type Error = DbError;

    fn connect(&self) -> Result<Held, DbError> {
        Ok(Held { conn: self.open()?, is_dead: false })
    }
    fn is_valid(&self, held: &mut Held) -> Result<(), DbError> {
        held.conn.batch_execute("SELECT 1").map_err(DbError::from)
    }
    fn has_broken(&self, held: &mut Held) -> bool {
        held.is_dead
            || std::thread::panicking()
            || match &mut held.conn {
                Conn::Pg(c) => c.is_broken(),
                Conn::Sqlite(c) => c.is_broken(),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_address_is_refused() {
        assert_eq!(Url::parse("postgres://a/b").unwrap(), Url::Postgres("postgres://a/b".into()));
        assert_eq!(Url::parse("sqlite://x.db").unwrap(), Url::Sqlite("x.db".into()));
        for bad in ["postgre://a/b", "bongsen.db", "sqlite://", "", "mysql://x"] {
            assert!(matches!(Url::parse(bad), Err(DbError::Scheme(_))), "{bad}");
        }
    }
}
