//! Settings from the command line and the environment, checked at start with a sentence for each fault.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

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
    /// An empty variable counts as none: compose files and service units often set one that way.
    pub fn forget_empty(&mut self) {
        for setting in [
            &mut self.database_url,
            &mut self.base_url,
            &mut self.smtp_url,
            &mut self.s3_bucket,
            &mut self.s3_endpoint,
            &mut self.s3_access_key,
            &mut self.s3_secret_key,
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
        let after = base_url.strip_prefix("https://").or_else(|| base_url.strip_prefix("http://"));
        if after.is_none_or(|rest| rest.is_empty() || rest.contains('/') || rest.contains(char::is_whitespace)) {
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
        if self.s3_bucket.is_some() && (self.s3_access_key.is_none() || self.s3_secret_key.is_none()) {
            faults.push(
                "BONGSEN_S3_BUCKET is set: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are needed as well.".to_owned(),
            );
        }
        if self.workers == Some(0) {
            faults.push("BONGSEN_WORKERS (--workers) must be at least 1.".to_owned());
        }
        match (listen, database) {
            (Ok(listen), Ok(database)) if faults.is_empty() => Ok(Checked { listen, database, base_url }),
            _ => Err(faults),
        }
    }
}
