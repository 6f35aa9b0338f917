//! A real PostgreSQL server: one for all tests of this process (or of the whole run, if `BONGSEN_TEST_PG` names one
//! that `tests/servers` has started), with a database of its own for each test; and servers that one test may crash.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{Bool, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};

/// A server, known by its address without a database.
pub struct Postgres {
    base: String,
    process: Option<Mutex<Process>>,
    made: Mutex<HashSet<String>>,
}

/// The script that runs the server. It ends, and takes everything with it, when its input ends: when this is dropped,
/// and also when this process ends in any way, so that a static can hold it.
struct Process {
    script: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// The server that tests share. The first to ask waits a second for it.
pub fn shared() -> &'static Postgres {
    static SHARED: OnceLock<Postgres> = OnceLock::new();
    SHARED.get_or_init(|| match std::env::var("BONGSEN_TEST_PG") {
        Ok(base) => Postgres { base, process: None, made: Mutex::default() },
        Err(_) => Postgres::start(false),
    })
}

impl Postgres {
    /// Starts a server for one test. With `fsync`, it waits for the disk as in earnest.
    pub fn start(fsync: bool) -> Self {
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers"))
            .env("BONGSEN_TEST_FSYNC", if fsync { "on" } else { "off" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = script.stdin.take();
        let output = BufReader::new(script.stdout.take().unwrap());
        let mut process = Process { script, input, output };
        let base = process.answer();
        Self { base, process: Some(Mutex::new(process)), made: Mutex::default() }
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("{}/{database}", self.base)
    }

    /// An empty database with a name of its own.
    pub fn empty(&self) -> Database<'_> {
        self.create("template0")
    }

    /// A copy of the database that `make` fills, given its address. `make` runs once for each `name` on a server, even
    /// if tests in several processes ask at once; so the name must change with what `make` does, as a hash of the
    /// migrations would.
    pub fn copy_of(&self, name: &str, make: impl FnOnce(&str)) -> Database<'_> {
        let template = format!("template_{name}");
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if !made.contains(&template) {
            self.make_template(&template, make);
            made.insert(template.clone());
        }
        drop(made);
        self.create(&template)
    }

    fn make_template(&self, template: &str, make: impl FnOnce(&str)) {
        #[derive(QueryableByName)]
        struct Answer {
            #[diesel(sql_type = Bool)]
            there: bool,
        }
        let mut admin = self.admin();
        // Held until the connection closes: other processes wait here.
        admin.batch_execute("SELECT pg_advisory_lock(4711)").unwrap();
        let found: Answer = sql_query("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1) AS there")
            .bind::<Text, _>(template)
            .get_result(&mut admin)
            .unwrap();
        if !found.there {
            // Under its final name only when complete.
            let draft = format!("{template}_draft");
            admin.batch_execute(&format!("DROP DATABASE IF EXISTS \"{draft}\" WITH (FORCE)")).unwrap();
            admin.batch_execute(&format!("CREATE DATABASE \"{draft}\" TEMPLATE template0")).unwrap();
            make(&self.url(&draft));
            admin
                .batch_execute(&format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{draft}'"
                ))
                .unwrap();
            admin.batch_execute(&format!("ALTER DATABASE \"{draft}\" RENAME TO \"{template}\"")).unwrap();
        }
    }

    fn create(&self, template: &str) -> Database<'_> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        self.admin().batch_execute(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"")).unwrap();
        Database { server: self, url: self.url(&name), name }
    }

    fn admin(&self) -> PgConnection {
        PgConnection::establish(&self.url("postgres")).unwrap()
    }

    /// Stops at once, as in a crash.
    pub fn stop(&self) {
        self.say("stop");
    }

    /// Comes back at the same address with what it had committed.
    pub fn resume(&self) {
        self.say("start");
    }

    fn say(&self, word: &str) {
        let process = self.process.as_ref();
        let process = process.expect("a server of one's own, not the shared one");
        let mut process = process.lock().unwrap();
        writeln!(process.input.as_mut().unwrap(), "{word}").unwrap();
        assert_eq!(process.answer(), self.base);
    }
}

impl Process {
    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "PostgreSQL did not start; what it said is above");
        line.trim().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.script.wait();
    }
}

/// A database that is removed with the value.
pub struct Database<'a> {
    server: &'a Postgres,
    name: String,
    /// Its address, for `DATABASE_URL`.
    pub url: String,
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        // The server may be stopped by the test; then it takes the database with it.
        if let Ok(mut admin) = PgConnection::establish(&self.server.url("postgres")) {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name));
        }
    }
}

#[derive(QueryableByName, Debug, PartialEq)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

fn words(url: &str) -> Vec<String> {
    let mut connection = PgConnection::establish(url).unwrap();
    let rows: Vec<Word> = sql_query("SELECT word FROM words ORDER BY word").load(&mut connection).unwrap();
    rows.into_iter().map(|row| row.word).collect()
}

fn run(url: &str, sql: &str) {
    PgConnection::establish(url).unwrap().batch_execute(sql).unwrap();
}

#[test]
fn tests_get_copies_that_do_not_touch_each_other() {
    let make = |url: &str| run(url, "CREATE TABLE words (word text); INSERT INTO words VALUES ('sen')");
    let copies: Vec<Vec<String>> = std::thread::scope(|threads| {
        let running: Vec<_> = (0..4)
            .map(|number| {
                threads.spawn(move || {
                    let database = shared().copy_of("words_1", make);
                    run(&database.url, &format!("INSERT INTO words VALUES ('thread {number}')"));
                    words(&database.url)
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (number, found) in copies.iter().enumerate() {
        assert_eq!(found, &["sen".to_owned(), format!("thread {number}")]);
    }
    let empty = shared().empty();
    assert!(PgConnection::establish(&empty.url).unwrap().batch_execute("SELECT * FROM words").is_err());
}

#[test]
fn a_server_of_ones_own_can_crash_and_keeps_what_was_committed() {
    let server = Postgres::start(true);
    let database = server.empty();
    let url = database.url.clone();
    run(&url, "CREATE TABLE words (word text); INSERT INTO words VALUES ('durable')");
    server.stop();
    assert!(PgConnection::establish(&url).is_err());
    server.resume();
    assert_eq!(words(&url), ["durable"]);
}
