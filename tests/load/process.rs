//! A server in a process of its own: started, waited for, asked for its memory, ended.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The program that is measured: the one built with this benchmark, or another one to hold it against.
fn program() -> std::ffi::OsString {
    std::env::var_os("BENCH_BONGSEN").unwrap_or_else(|| env!("CARGO_BIN_EXE_bongsen").into())
}

/// A running server.
pub struct Server {
    child: Child,
    pub addr: SocketAddr,
    /// From the start of the process to its first 200 on `/healthz`.
    pub began_after: Duration,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn is_well(addr: SocketAddr) -> bool {
    use std::io::{Read, Write};
    let Ok(mut s) = TcpStream::connect(addr) else { return false };
    let mut answer = [0u8; 12];
    s.write_all(b"GET /healthz HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n").is_ok()
        && s.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}

impl Server {
    /// `bongsen serve` or `bongsen demo` on a folder.
    pub fn site(command: &str, data: &Path, workers: usize) -> Self {
        let addr: SocketAddr = ([127, 0, 0, 1], free_port()).into();
        let began = Instant::now();
        let child = Command::new(program())
            .arg(command)
            .args(["--listen", &addr.to_string(), "--workers", &workers.to_string()])
            .arg("--data")
            .arg(data)
            .env("BONGSEN_LOG", "warn")
            .env_remove("DATABASE_URL")
            .stdout(Stdio::null())
            .spawn()
            .expect("bongsen starts");
        while !is_well(addr) {
            assert!(began.elapsed() < Duration::from_mins(2), "bongsen {command} does not answer");
            std::thread::sleep(Duration::from_millis(1));
        }
        Self { child, addr, began_after: began.elapsed() }
    }

    /// The bare handler.
    pub fn bare(folder: &Path, workers: usize) -> Self {
        let began = Instant::now();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--bare")
            .arg(folder)
            .arg(workers.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let addr = ([127, 0, 0, 1], port.trim().parse::<u16>().unwrap()).into();
        Self { child, addr, began_after: began.elapsed() }
    }

    /// Processor time that the process has had so far.
    pub fn processor(&self) -> Duration {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after = text.rsplit(')').next().unwrap_or_default();
        let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
        // The kernel counts in hundredths of a second.
        Duration::from_millis(ticks * 10)
    }

    fn status(&self, name: &str) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }
    /// Resident memory now, in MiB.
    pub fn memory(&self) -> f64 {
        self.status("VmRSS")
    }
    /// The most that was resident since the start or the last [`Server::forget_peak`], in MiB.
    pub fn peak(&self) -> f64 {
        self.status("VmHWM")
    }
    pub fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }

    /// Asks it to end.
    pub fn terminate(&self) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
    }
    /// Waits until it has ended; whether it ended well.
    pub fn wait(mut self) -> bool {
        self.child.wait().unwrap().success()
    }
    /// Both.
    pub fn end(self) {
        self.terminate();
        self.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
