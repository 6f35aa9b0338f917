//! The migrations, embedded, run at start under a lock so that copies that start together are safe.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, Db, DbError};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number that nobody else uses for an advisory lock in this database.
const LOCK: i64 = 0x626f_6e67_7365_6e00;

/// Brings the schema up to date; gives how many steps were taken.
///
/// # Errors
/// When a step fails; then what came before it stands.
pub fn migrate(db: &Db) -> Result<usize, DbError> {
    db.raw(|conn| match conn {
        Conn::Pg(c) => {
            c.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
            let done = c.run_pending_migrations(POSTGRES).map(|v| v.len()).map_err(|e| DbError::Failed(e.to_string()));
            c.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            done
        }
        Conn::Sqlite(c) => {
            // Each migration takes the write lock itself; a second process that waited finds nothing left to do.
            let mut tries = 0;
            loop {
                match c.run_pending_migrations(SQLITE).map(|v| v.len()) {
                    Err(e)
                        if tries < 50
                            && (e.to_string().contains("locked") || e.to_string().contains("already exists")) =>
                    {
                        tries += 1;
                        std::thread::sleep(std::time::Duration::from_millis(100));
                    }
                    other => return other.map_err(|e| DbError::Failed(e.to_string())),
                }
            }
        }
    })
}

/// How many migrations have not been run.
///
/// # Errors
/// When the database cannot be asked.
pub fn pending(db: &Db) -> Result<usize, DbError> {
    db.raw(|conn| {
        match conn {
            Conn::Pg(c) => c.pending_migrations(POSTGRES).map(|v| v.len()),
            Conn::Sqlite(c) => c.pending_migrations(SQLITE).map(|v| v.len()),
        }
        .map_err(|e| DbError::Failed(e.to_string()))
    })
}

/// Undoes every migration: for the test that each can be undone.
///
/// # Errors
/// When a step fails.
pub fn undo_all(db: &Db) -> Result<usize, DbError> {
    db.raw(|conn| {
        match conn {
            Conn::Pg(c) => c.revert_all_migrations(POSTGRES).map(|v| v.len()),
            Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(|v| v.len()),
        }
        .map_err(|e| DbError::Failed(e.to_string()))
    })
}

/// The names of the migrations of each backend, in order: for the test that they are the same.
#[must_use]
pub fn names() -> (Vec<String>, Vec<String>) {
    fn of<DB: diesel::backend::Backend>(source: EmbeddedMigrations) -> Vec<String>
    where
        EmbeddedMigrations: MigrationSource<DB>,
    {
        let all: Vec<Box<dyn Migration<DB>>> = source.migrations().unwrap_or_default();
        all.iter().map(|m| m.name().to_string()).collect()
    }
    (of::<diesel::sqlite::Sqlite>(SQLITE), of::<diesel::pg::Pg>(POSTGRES))
}
