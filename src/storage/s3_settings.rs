//! How to reach a bucket. What the settings do not say is taken from the environment names that AWS tools share.

use std::fmt;
use std::path::PathBuf;

use super::StoreError;

/// Where the bucket is and who we are there.
#[derive(Clone)]
pub struct S3Settings {
    /// Name of a bucket that exists.
    pub bucket: String,
    /// Address of the store, with `http://` or `https://`; none for Amazon's own.
    pub endpoint: Option<String>,
    /// Region, or whatever the store calls so; `us-east-1` if none.
    pub region: Option<String>,
    /// Whether the bucket stands in the path instead of in the host name. Most stores of one's own want this.
    pub path_style: bool,
    /// Access key.
    pub access_key: Option<String>,
    /// Secret of the access key.
    pub secret_key: Option<String>,
    /// Token of keys that were lent for some hours.
    pub session_token: Option<String>,
    /// Folder of this machine for copies of blobs that must be read as files.
    pub scratch: PathBuf,
}

impl S3Settings {
    /// A bucket about which nothing else is known.
    #[must_use]
    pub fn new(bucket: impl Into<String>, scratch: impl Into<PathBuf>) -> Self {
        Self {
            bucket: bucket.into(),
            endpoint: None,
            region: None,
            path_style: false,
            access_key: None,
            secret_key: None,
            session_token: None,
            scratch: scratch.into(),
        }
    }

    /// Takes what is missing from `AWS_REGION` or `AWS_DEFAULT_REGION`, and, only if no access key is set, the three
    /// parts of one from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, as `env` gives them.
    #[must_use]
    pub fn fill_from(mut self, env: impl Fn(&str) -> Option<String>) -> Self {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        self.region = self.region.or_else(|| env("AWS_REGION")).or_else(|| env("AWS_DEFAULT_REGION"));
        if self.access_key.is_none() {
            // Parts of different keys must not mix.
            self.access_key = env("AWS_ACCESS_KEY_ID");
            self.secret_key = env("AWS_SECRET_ACCESS_KEY");
            self.session_token = env("AWS_SESSION_TOKEN");
        }
        self
    }

    /// The access key and its secret.
    pub(super) fn keys(&self) -> Result<(&str, &str), StoreError> {
        match (&self.access_key, &self.secret_key) {
            (Some(access), Some(secret)) => Ok((access, secret)),
            _ => Err(StoreError::Unavailable(
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for the bucket".to_owned(),
            )),
        }
    }
}

impl fmt::Debug for S3Settings {
    /// Leaves out the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Settings")
            .field("bucket", &self.bucket)
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("path_style", &self.path_style)
            .field("access_key", &self.access_key)
            .field("scratch", &self.scratch)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(name: &str) -> Option<String> {
        match name {
            "AWS_REGION" => Some(String::new()),
            "AWS_DEFAULT_REGION" => Some("garage".to_owned()),
            "AWS_ACCESS_KEY_ID" => Some("from-env".to_owned()),
            "AWS_SECRET_ACCESS_KEY" => Some("hush".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn the_environment_fills_what_is_missing() {
        let filled = S3Settings::new("works", "/tmp").fill_from(env);
        assert_eq!(filled.region.as_deref(), Some("garage"));
        assert_eq!(filled.keys().unwrap(), ("from-env", "hush"));
    }

    #[test]
    fn a_key_is_never_joined_to_the_secret_of_another() {
        let mut own = S3Settings::new("works", "/tmp");
        own.access_key = Some("own".to_owned());
        assert!(own.fill_from(env).keys().is_err());
    }

    #[test]
    fn secrets_are_not_printed() {
        let shown = format!("{:?}", S3Settings::new("works", "/tmp").fill_from(env));
        assert!(!shown.contains("hush"), "{shown}");
    }
}
