//! The real program as a process of its own, on the data of a site.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::site::Site;

/// `bongsen serve` as a process of its own. Killed with the value, as by `kill -9`.
pub struct Served {
    child: Child,
    pub base: String,
}

/// The program with the settings of a site, on its own database or another.
pub fn command(site: &Site, database: Option<&str>, arguments: &[&str]) -> Command {
    with_settings(Command::new(env!("CARGO_BIN_EXE_bongsen")), site, database, arguments)
}

fn with_settings(mut command: Command, site: &Site, database: Option<&str>, arguments: &[&str]) -> Command {
    command.args(arguments).arg("--data").arg(site.data()).env_remove("DATABASE_URL").stdout(Stdio::null());
    if let Some(url) = database {
        command.env("DATABASE_URL", url);
    }
    command
}

impl Served {
    pub async fn start(site: &Site, database: Option<&str>) -> Self {
        Self::start_as(site, database, Command::new(env!("CARGO_BIN_EXE_bongsen"))).await
    }

    /// Where no file can grow beyond so many bytes, as on a disk that is full.
    pub async fn start_with_little_room(site: &Site, most: u64) -> Self {
        let mut prlimit = Command::new("prlimit");
        // Without the signal, a write fails as it does on a full disk.
        prlimit.arg(format!("--fsize={most}")).args(["env", "--ignore-signal=XFSZ", env!("CARGO_BIN_EXE_bongsen")]);
        Self::start_as(site, None, prlimit).await
    }

    async fn start_as(site: &Site, database: Option<&str>, command: Command) -> Self {
        // A port that was free a moment ago.
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let arguments = ["serve", "--listen", &listen, "--page-cache-ms", "0"];
        let child = with_settings(command, site, database, &arguments).spawn().unwrap();
        let served = Self { child, base: format!("http://{listen}") };
        for _ in 0..600 {
            let ready = reqwest::get(format!("{}/readyz", served.base)).await;
            if ready.is_ok_and(|r| r.status().is_success()) {
                return served;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server was not ready within 30 s");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // `kill` is SIGKILL.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
