//! The whole program in this process: a real server on a free port, a database and a store of its own, a clock that stands
//! until a test moves it, mail in a folder. On either stack.
//!
//! ```ignore
//! on_both_stacks!(an_hands_in_a_poem, |site| async move {
//!     let an = site.sign_up("Nguyễn Văn An").await;
//!     let page = an.get("/nop-bai").await;
//!     assert_eq!((page.status, page.title()), (200, "Bài của tôi".to_owned()));
//! });
//! ```

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use bongsen::accounts::ops::NewAccount;
use bongsen::accounts::{self, passwords, sessions};
use bongsen::app::App;
use bongsen::audit::{Subject, record};
use bongsen::contests::contest::{Contest, Phase};
use bongsen::contests::ops::Import;
use bongsen::contests::template::{PHU_TAN, Template};
use bongsen::db::schema::contests;
use bongsen::db::{Conn, Db, Tx, Url};
use bongsen::kernel::actor::{Cx, Person, Role};
use bongsen::kernel::errors::OpResult;
use bongsen::kernel::ids::{AccountId, digest, hex};
use bongsen::kernel::time::{Clock, Timestamp, Zone};
use bongsen::settings::Settings;
use clap::Parser;
use diesel::prelude::*;
use reqwest::header::{HeaderMap, HeaderValue};
use tempfile::TempDir;

use super::page::Page;
use super::postgres::{self, Database};
use super::s3::{BUCKET, S3Server};

/// What lies below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stack {
    /// `SQLite` and a folder.
    Embedded,
    /// PostgreSQL and S3.
    Scaled,
}

/// Where the clock stands at first: 08:00 on 1 October 2026 in Vietnam.
pub const MORNING: &str = "2026-10-01T08:00";

/// The password of everybody made by [`Site::account`] and [`Site::sign_up`].
pub const PASSWORD: &str = "sen nở tháng năm";

/// Vietnam's zone.
pub fn vietnam() -> Zone {
    Zone::parse("Asia/Ho_Chi_Minh").unwrap()
}

/// A running site. It is gone with the value.
pub struct Site {
    pub app: App,
    pub base: String,
    pub stack: Stack,
    server: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
    data: TempDir,
    _database: Option<Database<'static>>,
    pub s3: Option<S3Server>,
}

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: Settings,
}

fn migrated() -> Database<'static> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/postgres");
    let mut all = Vec::new();
    let mut steps: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    steps.sort();
    for step in steps {
        all.extend(std::fs::read(step.join("up.sql")).unwrap());
    }
    let name: String = hex(&digest(&all)).chars().take(16).collect();
    postgres::shared().copy_of(&format!("site_{name}"), |url| {
        let db = Db::open(&Url::parse(url).unwrap(), 2).unwrap();
        bongsen::db::migrate(&db).unwrap();
    })
}

impl Site {
    /// Starts a site with the contest PT26 of the Phú Tân template, open for handing in.
    pub async fn start(stack: Stack) -> Self {
        Self::start_with(stack, |_| {}).await
    }

    /// The same with settings of its own.
    pub async fn start_with(stack: Stack, tweak: impl FnOnce(&mut Settings) + Send + 'static) -> Self {
        let site = tokio::task::spawn_blocking(move || Self::start_here(stack, tweak)).await.unwrap();
        site.import_current();
        site
    }

    fn import_current(&self) {
        let template = Template::parse(PHU_TAN).unwrap();
        self.write(move |tx, cx| {
            let cmd = Import { template: template.clone(), which: "PT26".into(), short_code: None, current: true };
            bongsen::contests::ops::import(tx, cx, &cmd)
        });
        self.set_phase(Phase::Open);
    }

    /// Starts a site without any contest or account.
    pub async fn empty(stack: Stack) -> Self {
        tokio::task::spawn_blocking(move || Self::start_here(stack, |_| {})).await.unwrap()
    }

    /// Starts a site with the contest on a database that the test looks after, files in a folder.
    pub async fn start_on(database: Option<String>) -> Self {
        Self::start_with(Stack::Embedded, move |settings| settings.database_url = database).await
    }

    fn start_here(stack: Stack, tweak: impl FnOnce(&mut Settings)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let mut settings =
            Line::parse_from(["bongsen", "--page-cache-ms", "0", "--workers", "1", "--base-url", &base]).settings;
        settings.data = data.path().to_path_buf();
        settings.database_url = None;
        settings.smtp_url = None;
        settings.mail_from = "Ban Tổ chức <thu@example.vn>".to_owned();
        let (database, s3) = match stack {
            Stack::Embedded => (None, None),
            Stack::Scaled => {
                let (database, s3) = (migrated(), S3Server::start());
                let keys = s3.settings();
                settings.database_url = Some(database.url.clone());
                settings.s3_bucket = Some(BUCKET.to_owned());
                settings.s3_endpoint = keys.endpoint;
                settings.s3_region = keys.region.unwrap();
                settings.s3_path_style = true;
                settings.s3_access_key = keys.access_key;
                settings.s3_secret_key = keys.secret_key;
                (Some(database), Some(s3))
            }
        };
        tweak(&mut settings);
        let checked = settings.check().unwrap();
        let clock = Clock::fixed(vietnam().parse_field(MORNING).unwrap());
        let app = App::start(&settings, &checked, clock).unwrap();
        let (send, receive) = std::sync::mpsc::channel();
        let served = app.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = bongsen::web::server::run(served, listener).unwrap();
                send.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        let server = receive.recv().unwrap();
        Self { app, base, stack, server, thread: Some(thread), data, _database: database, s3 }
    }

    /// The clock's time.
    pub fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// Moves the clock, e.g. to `2026-11-01T17:00` in Vietnam.
    pub fn set_clock(&self, at: &str) {
        self.app.clock.set(vietnam().parse_field(at).unwrap());
    }

    /// Moves the clock forward.
    pub fn minutes_pass(&self, minutes: i64) {
        self.app.clock.set(self.now().plus_minutes(minutes));
    }

    /// Sets the clock to the time that it is, and the contest open: for a program of its own, which has no other clock.
    pub fn open_now(&self) {
        let (now, contest) = (Clock::System.now(), self.contest().id);
        self.app.clock.set(now);
        self.write(|tx, _| {
            let open =
                (contests::open_at.eq(Some(now.plus_days(-1))), contests::deadline_at.eq(Some(now.plus_days(1))));
            Ok(diesel::update(contests::table.find(contest)).set(open).execute(&mut **tx)?)
        });
    }

    /// Reads the database behind the site's back.
    pub fn read<T>(&self, f: impl FnOnce(&mut Conn) -> OpResult<T>) -> T {
        self.app.db.read(f).unwrap()
    }

    /// Runs an op as the machine.
    pub fn write<T>(&self, mut f: impl FnMut(&mut Tx, &Cx) -> OpResult<T>) -> T {
        let cx = Cx::system(self.now());
        self.app.db.write(|tx| f(tx, &cx)).unwrap()
    }

    /// The contest that the bare addresses mean.
    pub fn contest(&self) -> Contest {
        self.read(|c| Ok(bongsen::contests::store::current(c)?)).expect("a contest")
    }

    /// Puts the current contest into a phase without asking anybody: how a test's story begins.
    pub fn set_phase(&self, phase: Phase) {
        let id = self.contest().id;
        self.write(|tx, cx| {
            let conn: &mut Conn = tx;
            diesel::update(contests::table.find(id)).set(contests::phase.eq(phase)).execute(conn)?;
            record("contest.moved", Subject("contest", id.0)).contest(id).fact("to", phase.word()).write(tx, cx)
        });
    }

    /// Sends the mail that is due and does the jobs that are due, until nothing is left.
    pub async fn work(&self) {
        bongsen::jobs::worker::run_due(&self.app).await;
    }

    /// The mails in the folder, each as `(file name, text)`, in the order of the names.
    pub fn mails(&self) -> Vec<(String, String)> {
        let mut found: Vec<_> = std::fs::read_dir(self.data.path().join("mail"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "eml"))
            .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&p).unwrap()))
            .collect();
        found.sort();
        found
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Visitor {
        let mut always = HeaderMap::new();
        always.insert("origin", HeaderValue::from_str(&self.base).unwrap());
        always.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        always.insert("user-agent", HeaderValue::from_static("Mozilla/5.0 (Linux; Android 9) Test"));
        let jar = std::sync::Arc::new(reqwest::cookie::Jar::default());
        let build = |policy| {
            reqwest::Client::builder()
                .cookie_provider(jar.clone())
                .default_headers(always.clone())
                .redirect(policy)
                .timeout(Duration::from_mins(1))
                .build()
                .unwrap()
        };
        Visitor {
            client: build(reqwest::redirect::Policy::limited(5)),
            still: build(reqwest::redirect::Policy::none()),
            jar,
            base: self.base.clone(),
            name: String::new(),
            login: String::new(),
            account: None,
        }
    }

    /// Somebody who signs up by the form, with a phone number of their own.
    pub async fn sign_up(&self, name: &str) -> Visitor {
        let mut v = self.visitor();
        v.name = name.to_owned();
        v.login = new_phone();
        let form = [("name", name), ("login", &v.login), ("password", PASSWORD), ("tiep", "/tai-khoan")];
        let page = v.post("/dang-ky", &form).await;
        assert_eq!((page.status, page.path.as_str()), (200, "/tai-khoan"), "{}", page.text());
        v.account = self.account_of(&v.login);
        v
    }

    /// Somebody with an account and a role: `admin`, `organizer`, `secretary`, `head_judge`, `judge`, `entrant`; signed in.
    pub fn account(&self, name: &str, role: &str) -> Visitor {
        let mut v = self.visitor();
        v.name = name.to_owned();
        v.login = new_phone();
        let contest = self.read(|c| Ok(bongsen::contests::store::current(c)?));
        let (phone, now) = (v.login.clone(), self.now());
        let hash = hash();
        let (id, token) = self.write(|tx, cx| {
            let new = NewAccount {
                name: name.to_owned(),
                phone: Some(phone.clone()),
                password_hash: Some(hash.clone()),
                ..NewAccount::default()
            };
            let id = accounts::ops::create_account(tx, cx, new)?;
            match role {
                "entrant" => {}
                "admin" => {
                    accounts::ops::set_admin(tx, cx, id, true)?;
                }
                word => {
                    let role = Role::parse(word).expect("a role");
                    let contest = contest.as_ref().expect("a contest").id;
                    accounts::ops::grant(tx, cx, contest, id, role, None)?;
                }
            }
            Ok((id, sessions::begin(tx, id, "", now)?))
        });
        v.account = Some(id);
        v.carry(&token);
        v
    }

    /// Somebody who has an account, signed in.
    pub fn seated(&self, login: &str) -> Visitor {
        let mut v = self.visitor();
        v.login = login.to_owned();
        v.account = self.account_of(login);
        let (id, now) = (v.account.expect("an account with this login"), self.now());
        v.carry(&self.write(|tx, _| sessions::begin(tx, id, "", now)));
        v
    }

    /// The account of a login.
    pub fn account_of(&self, login: &str) -> Option<AccountId> {
        let login = accounts::login::Login::parse(login)?;
        self.read(|c| Ok(accounts::account_store::by_login(c, &login)?)).map(|a| a.id)
    }

    /// The circumstances of an act by somebody, to run an op as them.
    pub fn cx_of(&self, who: &Visitor) -> Cx {
        Cx::by(self.person(who), self.now())
    }

    pub fn person(&self, who: &Visitor) -> Person {
        let id = who.account.expect("an account");
        self.read(|c| Ok(accounts::store::person(c, id)?)).expect("a person")
    }

    /// The folder of database, blobs and mail.
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        if let Some(t) = self.thread.take() {
            let _ = t.join();
        }
    }
}

/// One hash for everybody, made once: it takes its time.
fn hash() -> String {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| passwords::hash_here(PASSWORD).unwrap()).clone()
}

fn new_phone() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1_000_000);
    format!("091{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Somebody with a browser: keeps cookies, follows redirects, sends what browsers send.
pub struct Visitor {
    client: reqwest::Client,
    still: reqwest::Client,
    jar: std::sync::Arc<reqwest::cookie::Jar>,
    base: String,
    pub name: String,
    /// Phone number or mail address.
    pub login: String,
    pub account: Option<AccountId>,
}

impl Visitor {
    /// Comes with a session.
    pub fn carry(&self, token: &str) {
        self.jar.add_cookie_str(&format!("phien={token}; Path=/"), &self.base.parse().unwrap());
    }

    /// The header that carries the session.
    pub fn cookie(&self) -> String {
        use reqwest::cookie::CookieStore;
        let header = self.jar.cookies(&self.base.parse().unwrap());
        header.map(|h| h.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// Loses the session, as when it ended.
    pub fn forget(&self) {
        self.carry("");
    }

    /// The same person at another server of the same site.
    pub fn at(&self, base: &str) -> Self {
        Self {
            client: self.client.clone(),
            still: self.still.clone(),
            jar: self.jar.clone(),
            base: base.to_owned(),
            name: self.name.clone(),
            login: self.login.clone(),
            account: self.account,
        }
    }

    /// The account, which must be known.
    pub fn id(&self) -> AccountId {
        self.account.expect("an account")
    }

    async fn page(&self, request: reqwest::RequestBuilder) -> Page {
        Page::of(request.send().await.expect("an answer")).await
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Page {
        self.page(self.client.get(format!("{}{path}", self.base))).await
    }

    /// Sends a form and follows to where it leads.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.page(self.client.post(format!("{}{path}", self.base)).form(fields)).await
    }

    /// Opens a page without following where it leads: see [`Page::location`].
    pub async fn get_still(&self, path: &str) -> Page {
        self.page(self.still.get(format!("{}{path}", self.base))).await
    }

    /// Sends a form without following where it leads.
    pub async fn post_still(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.page(self.still.post(format!("{}{path}", self.base)).form(fields)).await
    }

    /// Sends a form as our scripts do: the answer is JSON, or nothing.
    pub async fn post_json(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let r = self.client.post(format!("{}{path}", self.base)).header("accept", "application/json");
        self.page(r.form(fields)).await
    }

    /// Sends a form with files.
    pub async fn post_files(&self, path: &str, form: reqwest::multipart::Form) -> Page {
        self.page(self.client.post(format!("{}{path}", self.base)).multipart(form)).await
    }

    /// Sends one file of `tests/fixtures` (under another name, if given) with other fields before it.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], field: &str, fixture: &str, name: &str) -> Page {
        let mut form = reqwest::multipart::Form::new();
        for (k, v) in fields {
            form = form.text((*k).to_owned(), (*v).to_owned());
        }
        let part = reqwest::multipart::Part::bytes(super::site::fixture(fixture)).file_name(name.to_owned());
        self.post_files(path, form.part(field.to_owned(), part)).await
    }

    /// A request to be completed by hand (ranges, odd headers).
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.still.request(method, format!("{}{path}", self.base))
    }
}

/// The bytes of a file of `tests/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A test that runs on each stack, as `name::embedded` and `name::scaled`. The body gets the [`Site`] by reference. What stands
/// between name and body changes the settings.
#[macro_export]
macro_rules! on_both_stacks {
    ($name:ident, |$site:ident| async $(move)? $body:block) => {
        $crate::on_both_stacks!($name, |_| {}, |$site| async $body);
    };
    ($name:ident, $tweak:expr, |$site:ident| async $(move)? $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not every test needs what its file imports")]
            use super::*;

            async fn story($site: &$crate::support::site::Site) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn embedded() {
                let site = $crate::support::site::Site::start_with($crate::support::site::Stack::Embedded, $tweak).await;
                story(&site).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn scaled() {
                let site = $crate::support::site::Site::start_with($crate::support::site::Stack::Scaled, $tweak).await;
                story(&site).await;
            }
        }
    };
}
