//! A real browser: headless Chromium, driven by WebDriver, with a fresh profile, and gone with the test.

use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::axe::{Violation, axe, text};

/// The window: a phone of common size.
pub const PHONE: (u32, u32) = (390, 844);
/// The window: a desk with a common screen.
pub const DESK: (u32, u32) = (1366, 900);

/// Runs the driver until its input ends, which it does when this process goes away in any manner; then ends the driver
/// with every browser that it started.
const KEEPER: &str =
    r#"trap '' INT HUP TERM; setsid chromedriver --port=0 & driver=$!; cat >/dev/null; kill -KILL "-$driver"; wait"#;

/// What sort of browser.
#[derive(Clone, Copy)]
pub struct Setup {
    /// Width and height of the page in CSS pixels. Less than 600 wide is a phone with a touch screen.
    pub window: (u32, u32),
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// Languages that the person reads, as in `Accept-Language`.
    pub languages: &'static str,
}

impl Default for Setup {
    fn default() -> Self {
        Self { window: DESK, scripts: true, languages: "vi" }
    }
}

/// A browser with one window. All that a WebDriver client can do, it can do.
pub struct Browser {
    client: Client,
    /// Whether pages may run scripts.
    pub scripts: bool,
    _keeper: Keeper,
    profile: TempDir,
}

struct Keeper {
    script: Child,
    input: Option<ChildStdin>,
    _output: BufReader<ChildStdout>,
}

impl Keeper {
    /// Starts the driver, whose temporary files go into `profile`, and returns it with its address.
    fn start(profile: &TempDir) -> (Self, String) {
        let mut script = Command::new("sh")
            .args(["-c", KEEPER])
            // Chromium leaves things there when it is killed.
            .env("TMPDIR", profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = script.stdin.take();
        let mut output = BufReader::new(script.stdout.take().unwrap());
        let mut said = String::new();
        let port = loop {
            let before = said.len();
            output.read_line(&mut said).unwrap();
            assert!(said.len() > before, "chromedriver did not start (apt-get install chromium-driver): {said}");
            let port = said.trim_end().rsplit_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.'));
            if let Some(port) = port {
                break port.to_owned();
            }
        };
        (Self { script, input, _output: output }, format!("http://127.0.0.1:{port}"))
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.script.wait();
    }
}

impl Browser {
    /// Opens a browser that has never been anywhere.
    pub async fn open(setup: Setup) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (keeper, address) = Keeper::start(&profile);
        let capabilities = capabilities(setup, &profile);
        let client =
            ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&address).await.unwrap();
        let browser = Self { client, scripts: setup.scripts, _keeper: keeper, profile };
        browser.let_scripts(setup.scripts).await;
        browser
    }

    /// Not a preference of the browser, since axe needs timers, which run only where scripts do: see [`Browser::axe`].
    /// It holds for this window.
    async fn let_scripts(&self, run: bool) {
        let disabled = json!({ "value": !run });
        self.chromium("Emulation.setScriptExecutionDisabled", disabled).await;
    }

    /// Sends a command of Chromium's own protocol, such as `Emulation.setEmulatedMedia`.
    pub async fn chromium(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// Pulls the network cable, or plugs it in again.
    pub async fn set_offline(&self, offline: bool) {
        let conditions = json!({ "offline": offline, "latency": 0, "throughput": -1 });
        self.post("chromium/network_conditions", json!({ "network_conditions": conditions })).await;
    }

    /// Gives it a cookie of a site, as if the site had.
    pub async fn set_cookie(&self, site: &str, name: &str, value: &str) {
        let cookie = json!({ "name": name, "value": value, "url": site, "path": "/", "httpOnly": true });
        let done = self.chromium("Network.setCookie", cookie).await;
        assert_eq!(done["success"], true, "{name}");
    }

    /// What the console has said since it was asked last: script errors, refusals by the content policy, failed loads.
    pub async fn console(&self) -> Vec<String> {
        let lines = self.post("se/log", json!({ "type": "browser" })).await;
        let lines = lines.as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| format!("{} {}", text(&line["level"]), text(&line["message"]))).collect()
    }

    /// Where downloads go.
    pub fn downloads(&self) -> std::path::PathBuf {
        self.profile.path().join("downloads")
    }

    /// What axe-core finds wrong with the page as it is now. The driver puts it in, which no content policy hinders;
    /// where pages may not run scripts, it may for that moment.
    pub async fn axe(&self) -> Vec<Violation> {
        self.let_scripts(true).await;
        let found = axe(&self.client).await;
        self.let_scripts(self.scripts).await;
        found
    }

    async fn post(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Post { path, body }).await.unwrap()
    }
}

impl Deref for Browser {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

fn capabilities(setup: Setup, profile: &TempDir) -> serde_json::Map<String, Value> {
    let (width, height) = setup.window;
    let phone = width < 600;
    let preferences = json!({
        "intl.accept_languages": setup.languages,
        "download.default_directory": profile.path().join("downloads"),
        "credentials_enable_service": false,
    });
    let capabilities = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "args": [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--force-prefers-reduced-motion",
                format!("--window-size={width},{height}"),
                format!("--user-data-dir={}", profile.path().join("profile").display()),
            ],
            "prefs": preferences,
            // A window alone cannot be as narrow as a phone.
            "mobileEmulation": {
                "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0, "mobile": phone, "touch": phone },
            },
        },
    });
    capabilities.as_object().cloned().unwrap()
}

/// A command that the driver knows beyond the standard.
#[derive(Debug)]
struct Post {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(
        &self,
        base_url: &reqwest::Url,
        session_id: Option<&str>,
    ) -> Result<reqwest::Url, <reqwest::Url as std::str::FromStr>::Err> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &reqwest::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fantoccini::Locator;
    use std::time::Duration;

    /// A page with a strict policy and one fault: a picture that says nothing to who cannot see it.
    const FAULTY: &str = "data:text/html;charset=utf-8,<!doctype html><html lang=vi><meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"><meta name=viewport content='width=device-width'><title>Bông sen</title><main><h1>Bông sen</h1><img src=x></main>";

    #[tokio::test]
    async fn axe_finds_a_known_fault_under_a_strict_policy() {
        for scripts in [true, false] {
            let browser = Browser::open(Setup { scripts, ..Setup::default() }).await;
            browser.goto(FAULTY).await.unwrap();
            let found = browser.axe().await;
            let rules: Vec<_> = found.iter().map(|found| (found.rule.as_str(), found.impact.as_str())).collect();
            assert_eq!(rules, [("image-alt", "critical")]);
            let shown = found[0].to_string();
            assert!(
                shown.starts_with(
                    "image-alt (critical): Images must have alternative text\n    [\"img\"]  <img src=\"x\">"
                ),
                "{shown}"
            );
            browser.goto(&FAULTY.replace("<img src=x>", "<img src=x alt='Một bông sen'>")).await.unwrap();
            assert_eq!(browser.axe().await, []);
        }
    }

    #[tokio::test]
    async fn the_window_has_the_size_asked_for() {
        for window in [PHONE, DESK] {
            let browser = Browser::open(Setup { window, ..Setup::default() }).await;
            browser.goto(FAULTY).await.unwrap();
            let size = browser.execute("return [innerWidth, innerHeight, navigator.language]", vec![]).await.unwrap();
            assert_eq!(size, json!([window.0, window.1, "vi"]));
        }
    }

    #[tokio::test]
    async fn scripts_of_pages_run_only_where_they_may() {
        for (scripts, title, words) in [(true, "có", "x"), (false, "không", "xy")] {
            let browser = Browser::open(Setup { scripts, ..Setup::default() }).await;
            browser.goto("data:text/html;charset=utf-8,<title>không</title><p>x<noscript>y</noscript><script>document.title = 'có'</script>").await.unwrap();
            assert_eq!(browser.title().await.unwrap(), title);
            let seen = browser.execute("return document.body.innerText", vec![]);
            assert_eq!(seen.await.unwrap(), words);
        }
    }

    #[tokio::test]
    async fn the_console_the_cable_and_the_downloads_are_in_hand() {
        let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", server.local_addr().unwrap());
        tokio::spawn(answer_all(server));
        let browser = Browser::open(Setup::default()).await;
        browser.goto(&address).await.unwrap();
        assert_eq!(browser.title().await.unwrap(), "Ao sen");
        assert_eq!(browser.console().await, [format!("SEVERE {address} 1:14 Uncaught Error: lá sen")]);
        assert_eq!(browser.console().await, [""; 0]);

        let fetch = "const done = arguments[0]; fetch('/').then(() => done('sent'), () => done('cut'))";
        browser.set_offline(true).await;
        assert_eq!(browser.execute_async(fetch, vec![]).await.unwrap(), "cut");
        browser.set_offline(false).await;
        assert_eq!(browser.execute_async(fetch, vec![]).await.unwrap(), "sent");

        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        assert_eq!(browser.execute(dark, vec![]).await.unwrap(), false);
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        browser.chromium("Emulation.setEmulatedMedia", features).await;
        assert_eq!(browser.execute(dark, vec![]).await.unwrap(), true);

        browser.find(Locator::Css("a")).await.unwrap().click().await.unwrap();
        let file = browser.downloads().join("sen.txt");
        for _ in 0..200 {
            if file.exists() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert_eq!(std::fs::read_to_string(file).unwrap(), "Ao");
    }

    /// Gives the same page to every request.
    async fn answer_all(server: tokio::net::TcpListener) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        const PAGE: &str = "<!doctype html><title>Ao sen</title>\n<script>throw Error('lá sen')</script>\n<a download=sen.txt href='data:,Ao'>tải</a>";
        loop {
            let (mut socket, _) = server.accept().await.unwrap();
            tokio::spawn(async move {
                let _ = socket.read(&mut [0; 8192]).await;
                let head =
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close\r\ncontent-length:";
                let _ = socket.write_all(format!("{head} {}\r\n\r\n{PAGE}", PAGE.len()).as_bytes()).await;
            });
        }
    }
}
