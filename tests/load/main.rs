//! The whole site measured beside a bare actix handler, in one run: `tests/bench`. Prints tables in Markdown.
//! Not a test: nothing here passes or fails but what is broken outright.
//!
//! `-- --seconds 3` for each measurement, `--data DIR` keeps the filled site there and uses it again, `--only WORD` for some
//! parts (`start`, `pages`, `desks`, `marks`, `uploads`, `people`, `end`, `demo`, `numbers`). `BENCH_BONGSEN` names another program to measure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark that cannot go on should say so by panicking"
)]

mod bare;
mod filling;
mod load;
mod numbers;
mod process;
mod report;
mod sending;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bongsen::app::App;
use bongsen::kernel::time::Clock;
use bongsen::settings::Settings;
use clap::Parser;
use filling::World;
use load::Answer;
use process::Server;
use report::Table;

/// Connections of every measurement.
const LINES: usize = 8;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: Settings,
}

struct Bench {
    rt: tokio::runtime::Runtime,
    seconds: f64,
    only: Option<String>,
    workers: usize,
    data: PathBuf,
    world: World,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if args.first().is_some_and(|a| a == "--bare") {
        return bare::serve(PathBuf::from(&args[1]), args[2].parse().unwrap());
    }
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).cloned();
    let held = tempfile::tempdir().unwrap();
    let data = option("--data").map_or_else(|| held.path().join("site"), PathBuf::from);
    report::machine();
    let only = option("--only");
    if only.as_deref().is_none_or(|o| o == "numbers") {
        numbers::measure();
    }
    if only.as_deref() == Some("numbers") {
        return report::load_now("at the end");
    }
    let world = filled(&data);
    let bench = Bench {
        rt: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
        seconds: option("--seconds").map_or(3.0, |s| s.parse().unwrap()),
        only,
        workers: std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
        data,
        world,
    };
    bench.run();
    report::load_now("at the end");
}

/// The filled site: made now, or found.
fn filled(data: &Path) -> World {
    let file = data.join("bench.json");
    if let Ok(text) = std::fs::read_to_string(&file) {
        return serde_json::from_str(&text).unwrap();
    }
    std::fs::create_dir_all(data).unwrap();
    let mut settings = Line::parse_from(["bench"]).settings;
    settings.data = data.to_path_buf();
    settings.database_url = None;
    let app = App::start(&settings, &settings.check().unwrap(), Clock::System).unwrap();
    let began = Instant::now();
    let world = filling::fill(&app);
    println!(
        "Filled in {:.1} s through the operations: two contests, {} works accepted; of one the results are published, in the other {} judges are at work.\n",
        began.elapsed().as_secs_f64(),
        filling::accepted(&app),
        world.judges.len()
    );
    std::fs::write(file, serde_json::to_string(&world).unwrap()).unwrap();
    world
}

impl Bench {
    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|o| o == part)
    }
    fn time(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }

    fn run(&self) {
        if self.wants("start") {
            self.starts();
        }
        let site = Server::site("serve", &self.data, self.workers);
        std::thread::sleep(Duration::from_secs(1));
        println!("Memory idle, a second after the start: {:.1} MiB.\n", site.memory());
        let bare = Server::bare(&self.data, self.workers);
        if self.wants("people") {
            self.people(&site);
        }
        if self.wants("pages") {
            self.pages(&site, &bare);
            self.first_visit(&site);
        }
        if self.wants("desks") {
            self.desks(&site, &bare);
        }
        if self.wants("marks") {
            self.marks(&site);
        }
        println!("Memory after what stands above: {:.1} MiB, at most {:.1} MiB.\n", site.memory(), site.peak());
        if self.wants("uploads") {
            sending::measure(&self.rt, &site, &bare, &self.data, &self.world);
        }
        if self.wants("end") {
            self.ends(site);
        } else {
            site.end();
        }
        drop(bare);
        if self.wants("demo") {
            let folder = tempfile::tempdir().unwrap();
            let demo = Server::site("demo", folder.path(), self.workers);
            println!("`bongsen demo` on an empty folder, until it answers: {:.1} s.\n", demo.began_after.as_secs_f64());
            demo.end();
        }
    }

    /// From the start of the process to the first answer.
    fn starts(&self) {
        let median = |folder: &dyn Fn() -> PathBuf| {
            let mut all: Vec<Duration> = (0..5)
                .map(|_| {
                    let s = Server::site("serve", &folder(), self.workers);
                    let took = s.began_after;
                    s.end();
                    took
                })
                .collect();
            all.sort_unstable();
            all[2].as_secs_f64() * 1000.0
        };
        let held = tempfile::tempdir().unwrap();
        let count = std::cell::Cell::new(0);
        let empty = || {
            count.set(count.get() + 1);
            held.path().join(count.get().to_string())
        };
        println!(
            "Start to the first 200 on `/healthz`, the middle of five: {:.0} ms; on an empty folder, which makes the database and the contest of the template: {:.0} ms.\n",
            median(&|| self.data.clone()),
            median(&empty)
        );
    }

    /// One request, its answer shown to be right.
    fn one(&self, site: &Server, path: &str, cookie: Option<&str>) -> Answer {
        let answer = self.rt.block_on(load::once(site.addr, &load::get(path, cookie)));
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        answer
    }

    /// The site beside the bare handler with the same bytes, in turns so that what else runs hits both alike.
    fn beside(
        &self,
        table: &Table,
        what: &str,
        (site, bare): (&Server, &Server),
        paths: &[String],
        cookie: Option<&str>,
    ) {
        let sample = self.one(site, &paths[0], cookie).body;
        let put = format!("PUT /b/x HTTP/1.1\r\nhost: bench\r\ncontent-length: {}\r\n\r\n", sample.len());
        self.rt.block_on(load::once(bare.addr, &[put.as_bytes(), &sample].concat()));
        let requests: std::rc::Rc<Vec<Vec<u8>>> =
            std::rc::Rc::new(paths.iter().map(|p| load::get(p, cookie)).collect());
        let turn = |addr, requests: std::rc::Rc<Vec<Vec<u8>>>| {
            self.rt.block_on(load::run(addr, LINES, self.time() / 2, |line| {
                let requests = requests.clone();
                let mut n = line * requests.len() / LINES;
                move |_: Option<&Answer>| {
                    n += 1;
                    requests[n % requests.len()].clone()
                }
            }))
        };
        let same = std::rc::Rc::new(vec![load::get("/b/x", None)]);
        let before = site.processor();
        let (b1, s1) = (turn(bare.addr, same.clone()), turn(site.addr, requests.clone()));
        let (b2, s2) = (turn(bare.addr, same), turn(site.addr, requests));
        let (b, s) = (b1.and(b2), s1.and(s2));
        let processor = site.processor().saturating_sub(before);
        table.row(&[
            what.to_owned(),
            format!("{:.1}", report::kib(sample.len())),
            format!("{:.0}", s.per_second()),
            format!("{:.2}", s.within(500)),
            format!("{:.2}", s.within(990)),
            format!("{:.2}", s.each(processor)),
            format!("{:.0}", b.per_second()),
            format!("{:.2}", b.within(990)),
            format!("{:.0} %", 100.0 * s.per_second() / b.per_second()),
        ]);
    }

    fn table() -> Table {
        Table::new(&[
            "page",
            "KiB sent",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "processor ms each",
            "bare requests/s",
            "bare p99 ms",
            "share",
        ])
    }

    fn pages(&self, site: &Server, bare: &Server) {
        println!("### Public pages, anonymous, {LINES} connections\n");
        let t = Self::table();
        let both = (site, bare);
        let one = |p: &str| vec![p.to_owned()];
        self.beside(&t, "`/`", both, &one("/"), None);
        self.beside(&t, "`/tac-pham`, 2,000 works", both, &one("/tac-pham"), None);
        self.beside(&t, "a search in them", both, &one("/tac-pham?tim=mua%20nuoc"), None);
        self.beside(&t, "a work", both, &[format!("/tac-pham/{}", self.world.work)], None);
        let works: Vec<String> = self.world.works.iter().map(|w| format!("/tac-pham/{w}")).collect();
        self.beside(&t, "2,000 works in turn", both, &works, None);
        self.beside(&t, "`/ket-qua`, 2,000 works", both, &one("/ket-qua"), None);
        t.end();
    }

    /// Everything that a browser fetches for the home page on its first visit.
    fn first_visit(&self, site: &Server) {
        let mut sums = std::collections::BTreeMap::<&str, usize>::new();
        let home = self.one(site, "/", None);
        sums.insert("HTML", home.body.len());
        let mut seen = std::collections::BTreeSet::new();
        let mut to_do = vec![plain(&home.body)];
        while let Some(text) = to_do.pop() {
            for found in text.split("/tinh/").skip(1) {
                let end = found.find(['"', ')', '\'', ' ']).unwrap_or(found.len());
                let path = format!("/tinh/{}", &found[..end]);
                if !seen.insert(path.clone()) {
                    continue;
                }
                let answer = self.one(site, &path, None);
                let kind = match path.rsplit('.').next().unwrap_or_default() {
                    "css" => {
                        to_do.push(plain(&answer.body));
                        "CSS"
                    }
                    "js" => "scripts",
                    "woff2" => "fonts",
                    _ => "pictures",
                };
                *sums.entry(kind).or_default() += answer.body.len();
            }
        }
        let parts: Vec<String> = sums.iter().map(|(k, n)| format!("{k} {:.1}", report::kib(*n))).collect();
        let all: usize = sums.values().sum();
        println!("First visit of `/`, as sent (brotli): {:.1} KiB ({}).\n", report::kib(all), parts.join(", "));
    }

    fn desks(&self, site: &Server, bare: &Server) {
        println!("### Desks, signed in, {LINES} connections\n");
        let t = Self::table();
        let both = (site, bare);
        let (judge, sheets) = &self.world.judges[1];
        let organizer = Some(self.world.organizer.as_str());
        let row = |what: &str, path: &str, who: Option<&str>| {
            self.beside(&t, what, both, &[format!("/cuoc-thi/{path}")], who);
        };
        row("a judge's list, 500 sheets", "CH/cham", Some(judge));
        row("a sheet with its work", &format!("CH/cham/{}", sheets[0].token), Some(judge));
        row("the secretary's queue of 2,000", "CH/ban-thu-ky?trang-thai=tat-ca", organizer);
        row("its page 20, searched", "CH/ban-thu-ky?trang-thai=tat-ca&tim=mua&trang=20", organizer);
        row(
            "a work before the secretary",
            &format!("CH/ban-thu-ky/bai/{}?trang-thai=tat-ca", self.world.handed_in),
            organizer,
        );
        row("the organizer's board, 2,000 works", "CH/ban-to-chuc", organizer);
        row("the organizer's table of 2,000 (ranking)", "KQ/ban-to-chuc/ket-qua", organizer);
        t.end();
    }

    /// Each connection is a judge who saves one mark after another.
    fn marks(&self, site: &Server) {
        println!("### Saving a mark, durable, {LINES} connections (a judge each)\n");
        let disk = report::disk(&self.data, self.time() / 2);
        let path = |token: &str| format!("/cuoc-thi/CH/cham/{token}");
        let m = self.rt.block_on(load::run(site.addr, LINES, self.time(), |line| {
            let (cookie, sheets) = self.world.judges[line].clone();
            let sheet = sheets[1].clone();
            let mut n = line;
            let mut first = Some(Self::version_now(site, &cookie, &sheet.token));
            move |before: Option<&Answer>| {
                let version = first.take().or_else(|| {
                    let said: serde_json::Value = serde_json::from_slice(&unpacked(before?)).ok()?;
                    said.get("version")?.as_i64()
                });
                n += 1;
                let (id, max) = sheet.criteria[n % sheet.criteria.len()];
                // Whole points that change every time round.
                let whole = max / 100;
                let points = i64::try_from(n / sheet.criteria.len()).unwrap() % (whole + 1);
                let body = format!("version={}&key={line}-{n}&tc-{id}={points}", version.unwrap_or(0));
                load::post(&path(&sheet.token), &cookie, &body)
            }
        }));
        let t = Table::new(&["what", "a second", "p50 ms", "p99 ms"]);
        for (what, m) in [("saving a mark", &m), ("`fdatasync` of 4 KiB on this disk, one after the other", &disk)] {
            t.row(&[
                what.to_owned(),
                format!("{:.0}", m.per_second()),
                format!("{:.2}", m.within(500)),
                format!("{:.2}", m.within(990)),
            ]);
        }
        t.end();
    }

    /// The version of a sheet, as its page says.
    fn version_now(site: &Server, cookie: &str, token: &str) -> i64 {
        let request = load::get(&format!("/cuoc-thi/CH/cham/{token}"), Some(cookie));
        let addr = site.addr;
        let page = std::thread::spawn(move || {
            let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            rt.block_on(load::once(addr, &request))
        });
        let page = plain(&page.join().unwrap().body);
        let after = page.split("name=\"version\" value=\"").nth(1).expect("a version");
        after.split('"').next().unwrap().parse().unwrap()
    }

    /// A thousand people with sessions look at their own page.
    fn people(&self, site: &Server) {
        let requests: Vec<Vec<u8>> =
            self.world.people.iter().map(|p| load::get("/cuoc-thi/CH/nop-bai", Some(p))).collect();
        let began = Instant::now();
        self.rt.block_on(async {
            let mut line = load::Line::open(site.addr).await;
            for r in &requests {
                assert_eq!(line.ask(r).await.status, 200);
            }
        });
        println!(
            "{} signed-in people looked at their own works ({:.1} s, one connection): memory {:.1} MiB, at most {:.1} MiB so far.\n",
            requests.len(),
            began.elapsed().as_secs_f64(),
            site.memory(),
            site.peak()
        );
    }

    /// `SIGTERM` while an upload comes in slowly: it is still answered.
    fn ends(&self, site: Server) {
        let took = self.rt.block_on(sending::under_way(&site, &self.world));
        let began = Instant::now();
        let well = site.wait();
        println!(
            "`SIGTERM` with an upload under way: the upload was answered with {} after {:.1} s, the process ended {:.1} s later, {}.\n",
            took.0,
            took.1.as_secs_f64(),
            began.elapsed().as_secs_f64(),
            if well { "well" } else { "badly" }
        );
    }
}

/// The text of a brotli answer.
fn plain(body: &[u8]) -> String {
    let mut out = Vec::new();
    match brotli::BrotliDecompress(&mut &body[..], &mut out) {
        Ok(()) => String::from_utf8_lossy(&out).into_owned(),
        Err(_) => String::from_utf8_lossy(body).into_owned(),
    }
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    if answer.head.to_ascii_lowercase().contains("content-encoding: br") {
        plain(&answer.body).into_bytes()
    } else {
        answer.body.clone()
    }
}
