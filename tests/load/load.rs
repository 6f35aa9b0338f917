//! The load client: N connections that each send the next request as soon as the answer to the one before is there.
//! Raw HTTP/1.1 on TCP, so that it costs little beside what it measures. Knows nothing of the site.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// A connection that is kept.
pub struct Line {
    stream: TcpStream,
    held: Vec<u8>,
}

/// A request without a body.
pub fn get(path: &str, cookie: Option<&str>) -> Vec<u8> {
    let cookie = cookie.map(|c| format!("cookie: phien={c}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: br\r\n{cookie}\r\n").into_bytes()
}

/// A form as our scripts send it.
pub fn post(path: &str, cookie: &str, body: &str) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncookie: phien={cookie}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    (head + body).into_bytes()
}

fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|l| {
        let (k, v) = l.split_once(':')?;
        k.eq_ignore_ascii_case(name).then(|| v.trim())
    })
}

impl Line {
    pub async fn open(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect(addr).await.expect("a connection");
        stream.set_nodelay(true).unwrap();
        Self { stream, held: Vec::with_capacity(64 << 10) }
    }

    async fn more(&mut self) {
        let n = self.stream.read_buf(&mut self.held).await.expect("bytes");
        assert!(n > 0, "the server hung up: {}", String::from_utf8_lossy(&self.held));
    }

    /// Sends bytes without waiting for an answer.
    pub async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("sent");
    }

    /// Waits for one answer.
    pub async fn answer(&mut self) -> Answer {
        let head_end = loop {
            if let Some(i) = self.held.windows(4).position(|w| w == b"\r\n\r\n") {
                break i + 4;
            }
            self.more().await;
        };
        let head = String::from_utf8_lossy(&self.held[..head_end]).into_owned();
        let status = head.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0);
        self.held.drain(..head_end);
        let mut body = Vec::new();
        if let Some(n) = value(&head, "content-length") {
            let n: usize = n.parse().unwrap();
            while self.held.len() < n {
                self.more().await;
            }
            body.extend(self.held.drain(..n));
        } else if value(&head, "transfer-encoding").is_some() {
            loop {
                let line_end = loop {
                    if let Some(i) = self.held.windows(2).position(|w| w == b"\r\n") {
                        break i;
                    }
                    self.more().await;
                };
                let size = usize::from_str_radix(std::str::from_utf8(&self.held[..line_end]).unwrap(), 16).unwrap();
                let whole = line_end + 2 + size + 2;
                while self.held.len() < whole {
                    self.more().await;
                }
                body.extend_from_slice(&self.held[line_end + 2..line_end + 2 + size]);
                self.held.drain(..whole);
                if size == 0 {
                    break;
                }
            }
        }
        Answer { status, head, body }
    }

    /// One request and its answer.
    pub async fn ask(&mut self, request: &[u8]) -> Answer {
        self.send(request).await;
        self.answer().await
    }
}

/// One request on a connection of its own.
pub async fn once(addr: SocketAddr, request: &[u8]) -> Answer {
    Line::open(addr).await.ask(request).await
}

/// What came of a load.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    took: Vec<Duration>,
    elapsed: Duration,
}

impl Measured {
    pub fn of(took: Vec<Duration>, elapsed: Duration) -> Self {
        Self { took, elapsed }
    }
    /// What one request has of something that all had together, in milliseconds.
    pub fn each(&self, all: Duration) -> f64 {
        all.as_secs_f64() * 1000.0 / f64::from(u32::try_from(self.took.len().max(1)).unwrap())
    }
    pub fn per_second(&self) -> f64 {
        let n = f64::from(u32::try_from(self.took.len()).unwrap());
        n / self.elapsed.as_secs_f64()
    }
    /// Milliseconds within which this many of a thousand were answered.
    pub fn within(&self, of_thousand: usize) -> f64 {
        let mut all = self.took.clone();
        all.sort_unstable();
        let i = (all.len() * of_thousand).div_ceil(1000).saturating_sub(1);
        all.get(i).copied().unwrap_or_default().as_secs_f64() * 1000.0
    }
    /// Both together, as if one had followed the other.
    pub fn and(mut self, other: Self) -> Self {
        self.took.extend(other.took);
        self.elapsed += other.elapsed;
        self
    }
}

/// Loads the server for a time. `next` makes the request of a connection from the answer before it (none at first).
/// Every answer has to be 200.
pub async fn run<F>(addr: SocketAddr, lines: usize, time: Duration, make: impl Fn(usize) -> F) -> Measured
where
    F: FnMut(Option<&Answer>) -> Vec<u8> + 'static,
{
    let local = tokio::task::LocalSet::new();
    let began = Instant::now();
    let mut tasks = Vec::new();
    for i in 0..lines {
        let mut next = make(i);
        tasks.push(local.spawn_local(async move {
            let mut line = Line::open(addr).await;
            let mut took = Vec::new();
            let mut last: Option<Answer> = None;
            while began.elapsed() < time {
                let request = next(last.as_ref());
                let at = Instant::now();
                let answer = line.ask(&request).await;
                took.push(at.elapsed());
                let text = String::from_utf8_lossy(&answer.body);
                assert_eq!(answer.status, 200, "{}\n{}\n{text}", String::from_utf8_lossy(&request), answer.head);
                last = Some(answer);
            }
            took
        }));
    }
    let mut all = Measured::default();
    local
        .run_until(async {
            for t in tasks {
                all.took.extend(t.await.unwrap());
            }
        })
        .await;
    all.elapsed = began.elapsed();
    all
}
