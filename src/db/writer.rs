//! The one writer of the embedded database. Writes that wait for each other share a commit: each stands behind a savepoint of
//! its own, and nobody is answered before the commit that holds their write is on the disk. One commit costs one wait for the
//! disk, however many writes it holds.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use diesel::connection::SimpleConnection;

use super::{Conn, DbError, Tx};
use crate::kernel::errors::OpResult;

/// The most writes that share a commit.
const MOST: usize = 16;
/// How many failed commits are remembered, for whoever has not looked yet.
const REMEMBERED: usize = 256;

/// The writer. All its methods block.
pub(super) struct Writer {
    turn: Mutex<Turn>,
    /// Who waits for a turn: the last of them commits for everybody.
    waiting: AtomicUsize,
    ended: Condvar,
}

struct Turn {
    conn: Conn,
    /// The number of the present commit, or of the last one.
    batch: u64,
    is_open: bool,
    writes: usize,
    failed: std::collections::VecDeque<u64>,
}

impl Turn {
    /// Ends the present commit: everything in it stands, or nothing.
    fn commit(&mut self) -> OpResult<()> {
        let result = self.conn.batch_execute("COMMIT");
        self.is_open = false;
        if let Err(e) = result {
            self.give_up();
            return Err(e.into());
        }
        Ok(())
    }

    /// Nothing of the present commit stands.
    fn give_up(&mut self) {
        let _ = self.conn.batch_execute("ROLLBACK");
        self.is_open = false;
        self.failed.push_back(self.batch);
        if self.failed.len() > REMEMBERED {
            self.failed.pop_front();
        }
    }
}

/// Gives the present commit up, for all who share it, if a write panics.
struct Alarm<'a>(&'a mut Turn, &'a Condvar);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.give_up();
            self.1.notify_all();
        }
    }
}

/// Runs `f` behind a savepoint. The outer failure is the whole transaction's: the savepoint is gone with it.
fn act<T>(conn: &mut Conn, logged: bool, f: &mut impl FnMut(&mut Tx) -> OpResult<T>) -> OpResult<OpResult<T>> {
    conn.batch_execute("SAVEPOINT act")?;
    match f(&mut Tx { conn, logged }) {
        Ok(value) => {
            conn.batch_execute("RELEASE act")?;
            Ok(Ok(value))
        }
        Err(e) => match conn.batch_execute("ROLLBACK TO act; RELEASE act") {
            Ok(()) => Ok(Err(e)),
            Err(_) => Err(e),
        },
    }
}

impl Writer {
    pub fn new(conn: Conn) -> Self {
        let turn = Turn { conn, batch: 0, is_open: false, writes: 0, failed: std::collections::VecDeque::new() };
        Self { turn: Mutex::new(turn), waiting: AtomicUsize::new(0), ended: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Turn> {
        // A poisoned lock means that a write panicked: what it had begun was rolled back as it went.
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `f` once. None when the commit that it shared failed: it has to be run again.
    ///
    /// # Errors
    /// What `f` gives (then nothing of it is written), or a failure of the database.
    pub fn once<T>(&self, logged: bool, f: &mut impl FnMut(&mut Tx) -> OpResult<T>) -> OpResult<Option<T>> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut turn = self.lock();
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        if !turn.is_open {
            turn.conn.batch_execute("BEGIN IMMEDIATE")?;
            turn.is_open = true;
            turn.batch += 1;
            turn.writes = 0;
        }
        let mine = turn.batch;
        turn.writes += 1;
        let acted = {
            let alarm = Alarm(&mut turn, &self.ended);
            act(&mut alarm.0.conn, logged, f)
        };
        let result = match acted {
            Ok(result) => result,
            Err(e) => {
                turn.give_up();
                self.ended.notify_all();
                return Err(e);
            }
        };
        if turn.writes >= MOST || self.waiting.load(Ordering::SeqCst) == 0 {
            let committed = turn.commit();
            self.ended.notify_all();
            let value = result?;
            return committed.map(|()| Some(value));
        }
        // Whoever waits for a turn goes on from here, and the last commits. What was refused needs no commit.
        let value = result?;
        while turn.is_open && turn.batch == mine {
            turn = self.ended.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        Ok((!turn.failed.contains(&mine)).then_some(value))
    }

    /// Runs `f` on the connection outside any transaction of ours.
    pub fn raw<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T, DbError>) -> Result<T, DbError> {
        let mut turn = self.lock();
        if turn.is_open {
            // Whoever shares it learns what became of it.
            let _ = turn.commit();
            self.ended.notify_all();
        }
        f(&mut turn.conn)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use diesel::RunQueryDsl;
    use diesel::connection::SimpleConnection;
    use diesel::sql_types::BigInt;

    use crate::db::{Conn, Db, Tx, Url};
    use crate::kernel::errors::{OpError, OpResult};

    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }

    fn put(tx: &mut Tx, n: i64) -> OpResult<()> {
        // Long enough for the others to queue behind it.
        std::thread::sleep(Duration::from_millis(1));
        Ok(tx.batch_execute(&format!("INSERT INTO t (n) VALUES ({n})"))?)
    }

    fn all(db: &Db) -> Vec<i64> {
        let lines = db.read(|c| {
            let Conn::Sqlite(c) = c else { return Err(OpError::NotFound) };
            Ok(diesel::sql_query("SELECT n FROM t ORDER BY n").load::<Line>(c)?)
        });
        lines.unwrap().into_iter().map(|l| l.n).collect()
    }

    /// Eight at once; what `refuse` or `fail` says of a number happens to it after it was written.
    fn crowd(fail: fn(i64) -> bool, refuse: fn(i64) -> bool) -> (Vec<i64>, Vec<i64>) {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Url::Sqlite(folder.path().join("a.db")), 2).unwrap();
        db.raw(|c| Ok(c.batch_execute("CREATE TABLE t (n BIGINT NOT NULL UNIQUE)")?)).unwrap();
        let threads: Vec<_> = (0..8i64)
            .map(|t| {
                let db = db.clone();
                std::thread::spawn(move || {
                    let mut answered = Vec::new();
                    for i in 0..25i64 {
                        let n = t * 100 + i;
                        let one = || {
                            db.write_quiet(|tx| {
                                put(tx, n)?;
                                assert!(!fail(n), "as wished");
                                if refuse(n) { Err(OpError::NotFound) } else { Ok(n) }
                            })
                        };
                        if let Ok(Ok(n)) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(one)) {
                            answered.push(n);
                        }
                    }
                    answered
                })
            })
            .collect();
        let mut answered: Vec<i64> = threads.into_iter().flat_map(|t| t.join().unwrap()).collect();
        answered.sort_unstable();
        (answered, all(&db))
    }

    #[test]
    fn what_is_refused_leaves_the_others_of_its_commit_alone() {
        let (answered, there) = crowd(|_| false, |n| n % 5 == 0);
        assert_eq!(answered.len(), 8 * 20);
        assert_eq!(there, answered);
    }

    #[test]
    fn a_panic_takes_nothing_with_it_that_was_acknowledged() {
        let (answered, there) = crowd(|n| n % 25 == 7, |_| false);
        assert_eq!(answered.len(), 8 * 25 - 8);
        assert_eq!(there, answered);
    }
}
