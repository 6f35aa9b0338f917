//! Settings from the command line and the environment, checked at start with a sentence for each fault.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use clap::builder::Resettable;

use crate::db::Url;

/// Every setting; each is an option and an environment variable.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// Folder of the embedded database, uploaded files and mail
    #[arg(long, env = "BONGSEN_DATA", default_value = "./var", global = true)]
    pub data: PathBuf,
    /// Address and port to listen on
    #[arg(long, env = "BONGSEN_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    pub listen: String,
    /// `postgres://…` to use PostgreSQL, `sqlite://PATH` for another file; by default DATA/bongsen.db
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Address under which people reach the site, e.g. `https://cuocthi.example.vn`; by default `http://LISTEN`
    #[arg(long, env = "BONGSEN_BASE_URL", global = true)]
    pub base_url: Option<String>,
    /// SMTP server, `smtps://user:password@host:465` or `smtp://host:587?tls=required`; by default mail is written to DATA/mail
    #[arg(long, env = "BONGSEN_SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// Sender of mail
    #[arg(long, env = "BONGSEN_MAIL_FROM", default_value = "Bông Sen <no-reply@localhost.localdomain>", global = true)]
    pub mail_from: String,
    /// Bucket for uploaded files; by default they are kept in DATA/blobs
    #[arg(long, env = "BONGSEN_S3_BUCKET", global = true)]
    pub s3_bucket: Option<String>,
    /// Endpoint of an S3-compatible store other than AWS
    #[arg(long, env = "BONGSEN_S3_ENDPOINT", global = true)]
    pub s3_endpoint: Option<String>,
    /// Address the bucket by path instead of by host name
    #[arg(long, env = "BONGSEN_S3_PATH_STYLE", default_value_t = true, action = clap::ArgAction::Set, global = true)]
    pub s3_path_style: bool,
    /// Access key of the store
    #[arg(long, env = "AWS_ACCESS_KEY_ID", hide_env_values = true, global = true)]
    pub s3_access_key: Option<String>,
    /// Secret key of the store
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", hide_env_values = true, global = true)]
    pub s3_secret_key: Option<String>,
    /// Session token of the store, with temporary keys
    #[arg(long, env = "AWS_SESSION_TOKEN", hide_env_values = true, global = true)]
    pub s3_session_token: Option<String>,
    /// Region of the store
    #[arg(long, env = "AWS_REGION", default_value = "us-east-1", global = true)]
    pub s3_region: String,
    /// Addresses of proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "BONGSEN_TRUSTED_PROXIES", value_delimiter = ',', global = true)]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Worker threads of the server; by default one for each core
    #[arg(long, env = "BONGSEN_WORKERS", global = true)]
    pub workers: Option<usize>,
    /// How old, in milliseconds, a public page may be for people who are not signed in
    #[arg(long, env = "BONGSEN_PAGE_CACHE_MS", default_value_t = 1000, global = true)]
    pub page_cache_ms: u64,
    /// Seconds after which somebody who stopped in the middle of sending something is given up
    #[arg(long, env = "BONGSEN_BODY_IDLE_SECONDS", default_value_t = 30, global = true)]
    pub body_idle_seconds: u64,
    /// What to log, e.g. `bongsen=debug`
    #[arg(long, env = "BONGSEN_LOG", default_value = "warn,bongsen=info,lofty=error", global = true)]
    pub log: String,
    /// Write logs as JSON lines
    #[arg(long, env = "BONGSEN_LOG_JSON", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, default_missing_value = "true", global = true)]
    pub log_json: bool,
}

/// The settings after checking.
#[derive(Clone, Debug)]
pub struct Checked {
    pub listen: SocketAddr,
    pub database: Url,
    /// Scheme, host and port, without a slash at the end.
    pub base_url: String,
}

impl Settings {
    /// An empty option counts as none, as an empty variable does: see [`without_empty_variables`].
    pub fn forget_empty(&mut self) {
        for setting in [
            &mut self.database_url,
            &mut self.base_url,
            &mut self.smtp_url,
            &mut self.s3_bucket,
            &mut self.s3_endpoint,
            &mut self.s3_access_key,
            &mut self.s3_secret_key,
            &mut self.s3_session_token,
        ] {
            if setting.as_deref().is_some_and(|s| s.trim().is_empty()) {
                *setting = None;
            }
        }
    }

    /// Checks every setting.
    ///
    /// # Errors
    /// All faults found, each as a sentence.
    pub fn check(&self) -> Result<Checked, Vec<String>> {
        let mut faults = Vec::new();
        let listen = self.listen.parse::<SocketAddr>().map_err(|_| {
            faults.push(format!(
                "BONGSEN_LISTEN (--listen) must be an address and a port such as 127.0.0.1:8080, not «{}».",
                self.listen
            ));
        });
        let database = match &self.database_url {
            None => Ok(Url::Sqlite(self.data.join("bongsen.db"))),
            Some(u) => Url::parse(u).map_err(|e| faults.push(format!("{e}."))),
        };
        let base_url = match &self.base_url {
            None => format!("http://{}", self.listen),
            Some(u) => u.trim_end_matches('/').to_owned(),
        };
        if host(&base_url).is_none_or(|rest| rest.contains('/')) {
            faults.push(format!("BONGSEN_BASE_URL (--base-url) must be http:// or https:// and a host, without a path, not «{base_url}»."));
        }
        if self.base_url.is_none() && listen.as_ref().is_ok_and(|l| l.ip().is_unspecified()) {
            faults.push(format!(
                "BONGSEN_LISTEN (--listen) is {}, which is every address of this machine: set BONGSEN_BASE_URL (--base-url) to the \
                 address that people open, such as https://thi.example.vn.",
                self.listen
            ));
        }
        if let Some(u) = &self.smtp_url
            && !(u.starts_with("smtp://") || u.starts_with("smtps://"))
        {
            faults.push("BONGSEN_SMTP_URL (--smtp-url) must begin with smtp:// or smtps://.".to_owned());
        }
        if self.mail_from.parse::<lettre::message::Mailbox>().is_err() {
            faults.push(format!(
                "BONGSEN_MAIL_FROM (--mail-from) must be an address such as «Ban Tổ chức <thu@example.vn>», not «{}».",
                self.mail_from
            ));
        }
        if self.s3_bucket.is_none() && self.s3_endpoint.is_some() {
            faults.push("BONGSEN_S3_ENDPOINT is set but BONGSEN_S3_BUCKET is not: name the bucket.".to_owned());
        }
        if let Some(u) = &self.s3_endpoint
            && host(u).is_none()
        {
            faults.push(format!(
                "BONGSEN_S3_ENDPOINT (--s3-endpoint) must be http:// or https:// and a host, such as http://garage:3900, not «{u}»."
            ));
        }
        if self.s3_bucket.is_some() && (self.s3_access_key.is_none() || self.s3_secret_key.is_none()) {
            faults.push(
                "BONGSEN_S3_BUCKET is set: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are needed as well.".to_owned(),
            );
        }
        if self.workers == Some(0) {
            faults.push("BONGSEN_WORKERS (--workers) must be at least 1.".to_owned());
        }
        if self.body_idle_seconds == 0 {
            faults.push("BONGSEN_BODY_IDLE_SECONDS (--body-idle-seconds) must be at least 1.".to_owned());
        }
        if let Err(e) = self.log.parse::<tracing_subscriber::EnvFilter>() {
            faults
                .push(format!("BONGSEN_LOG (--log) must be a filter such as bongsen=debug, not «{}»: {e}.", self.log));
        }
        match (listen, database) {
            (Ok(listen), Ok(database)) if faults.is_empty() => Ok(Checked { listen, database, base_url }),
            _ => Err(faults),
        }
    }
}

/// What stands behind `http://` or `https://`, when that is a host (and perhaps a port and a path).
fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    (!rest.is_empty() && !rest.starts_with(['/', ':', '?', '#']) && !rest.contains(char::is_whitespace)).then_some(rest)
}

/// The command line without the variables that are set to nothing: compose files and service units often set one that way.
#[must_use]
pub fn without_empty_variables(command: clap::Command) -> clap::Command {
    command.mut_args(|a| {
        let value = a.get_env().and_then(std::env::var_os);
        if value.is_some_and(|v| v.to_string_lossy().trim().is_empty()) { a.env(Resettable::Reset) } else { a }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        settings: Settings,
    }

    fn faults(line: &[&str]) -> Vec<String> {
        let line = ["bongsen"].iter().chain(line);
        Line::parse_from(line).settings.check().err().unwrap_or_default()
    }

    #[test]
    fn each_fault_is_a_sentence_that_names_the_setting() {
        for (line, begin) in [
            (vec!["--listen", "0.0.0.0:8080"], "BONGSEN_LISTEN (--listen) is 0.0.0.0:8080, which is every address"),
            (vec!["--listen", "[::]:8080"], "BONGSEN_LISTEN (--listen) is [::]:8080, which is every address"),
            (vec!["--listen", "8080"], "BONGSEN_LISTEN (--listen) must be"),
            (vec!["--base-url", "thi.example.vn"], "BONGSEN_BASE_URL (--base-url) must be"),
            (vec!["--base-url", "https://thi.example.vn/thi"], "BONGSEN_BASE_URL (--base-url) must be"),
            (vec!["--base-url", "https://:443"], "BONGSEN_BASE_URL (--base-url) must be"),
            (vec!["--log", "bongsen=to"], "BONGSEN_LOG (--log) must be a filter"),
            (vec!["--body-idle-seconds", "0"], "BONGSEN_BODY_IDLE_SECONDS"),
        ] {
            let found = faults(&line);
            assert!(found.len() == 1 && found[0].starts_with(begin), "{line:?}: {found:?}");
        }
        let s3 = ["--s3-bucket", "b", "--s3-access-key", "a", "--s3-secret-key", "c", "--s3-endpoint"];
        for bad in ["garage:3900", "http://", "ftp://garage", "http:///b", "http://ga rage"] {
            let found = faults(&[&s3[..], &[bad]].concat());
            assert!(found.len() == 1 && found[0].starts_with("BONGSEN_S3_ENDPOINT (--s3-endpoint) must"), "{found:?}");
        }
        assert_eq!(faults(&[&s3[..], &["http://garage:3900"]].concat()), Vec::<String>::new());
        assert_eq!(faults(&["--listen", "0.0.0.0:80", "--base-url", "https://thi.example.vn"]), Vec::<String>::new());
    }
}
