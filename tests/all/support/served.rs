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

/// The program with the settings of a site.
pub fn command(site: &Site, arguments: &[&str]) -> Command {
    with_settings(Command::new(env!("CARGO_BIN_EXE_bongsen")), site, arguments)
}

fn with_settings(mut command: Command, site: &Site, arguments: &[&str]) -> Command {
    command.args(arguments).arg("--data").arg(site.data()).stdout(Stdio::null());
    let s = &site.app.settings;
    for (name, value) in [
        ("DATABASE_URL", &s.database_url),
        ("BONGSEN_S3_BUCKET", &s.s3_bucket),
        ("BONGSEN_S3_ENDPOINT", &s.s3_endpoint),
        ("AWS_ACCESS_KEY_ID", &s.s3_access_key),
        ("AWS_SECRET_ACCESS_KEY", &s.s3_secret_key),
        ("AWS_REGION", &Some(s.s3_region.clone())),
    ] {
        command.env(name, value.as_deref().unwrap_or_default());
    }
    command
}

impl Served {
    pub async fn start(site: &Site) -> Self {
        Self::start_as(site, Command::new(env!("CARGO_BIN_EXE_bongsen"))).await
    }

    /// Where no file can grow beyond so many bytes, as on a disk that is full.
    pub async fn start_with_little_room(site: &Site, most: u64) -> Self {
        let mut prlimit = Command::new("prlimit");
        // Without the signal, a write fails as it does on a full disk.
        prlimit.arg(format!("--fsize={most}")).args(["env", "--ignore-signal=XFSZ", env!("CARGO_BIN_EXE_bongsen")]);
        Self::start_as(site, prlimit).await
    }

    async fn start_as(site: &Site, command: Command) -> Self {
        // A port that was free a moment ago.
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let arguments = ["serve", "--listen", &listen, "--page-cache-ms", "0"];
        let child = with_settings(command, site, &arguments).spawn().unwrap();
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
