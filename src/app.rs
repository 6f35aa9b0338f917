//! The parts wired together: what `main` and every test start.

use std::path::PathBuf;
use std::sync::Arc;

use crate::accounts::passwords::Hasher;
use crate::db::{self, Db};
use crate::kernel::actor::Cx;
use crate::kernel::errors::OpResult;
use crate::kernel::time::{Clock, Timestamp};
use crate::messages::transport::Transport;
use crate::settings::{Checked, Settings};
use crate::storage::{S3Settings, Store};

/// Everything a request, a job or a command needs. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub store: Store,
    pub hasher: Hasher,
    pub clock: Clock,
    pub mail: Transport,
    pub base_url: String,
    pub data: PathBuf,
    pub settings: Settings,
    pub cache: crate::web::cache::PageCache,
    pub boards: crate::results::kept::Boards,
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Why the parts could not be put together: a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl App {
    /// Opens database and store, migrates, and wires everything.
    ///
    /// # Errors
    /// A sentence saying what could not be opened.
    pub fn start(settings: &Settings, checked: &Checked, clock: Clock) -> Result<Self, StartError> {
        let app = Self::open(settings, checked, clock)?;
        db::migrate(&app.db).map_err(|e| StartError(format!("cannot bring the database up to date: {e}")))?;
        Ok(app)
    }

    /// Opens database and store as they are, and wires everything.
    ///
    /// # Errors
    /// A sentence saying what could not be opened.
    pub fn open(settings: &Settings, checked: &Checked, clock: Clock) -> Result<Self, StartError> {
        let fail = |what: &str, e: &dyn std::fmt::Display| StartError(format!("{what}: {e}"));
        std::fs::create_dir_all(&settings.data)
            .map_err(|e| fail(&format!("cannot make the folder {}", settings.data.display()), &e))?;
        let db = Db::open(&checked.database, 16).map_err(|e| fail("cannot open the database", &e))?;
        let store = match &settings.s3_bucket {
            None => Store::folder(&settings.data),
            Some(bucket) => {
                let mut s3 = S3Settings::new(bucket, settings.data.join("scratch"));
                s3.endpoint.clone_from(&settings.s3_endpoint);
                s3.region = Some(settings.s3_region.clone());
                s3.path_style = settings.s3_path_style;
                s3.access_key.clone_from(&settings.s3_access_key);
                s3.secret_key.clone_from(&settings.s3_secret_key);
                s3.session_token.clone_from(&settings.s3_session_token);
                Store::s3(s3)
            }
        }
        .map_err(|e| fail("cannot open the store of files", &e))?;
        let mail = Transport::new(settings).map_err(|e| fail("cannot set up mail", &e))?;
        Ok(Self(Arc::new(Parts {
            db,
            store,
            hasher: Hasher::new(),
            clock,
            mail,
            base_url: checked.base_url.clone(),
            data: settings.data.clone(),
            settings: settings.clone(),
            cache: crate::web::cache::PageCache::new(settings.page_cache_ms),
            boards: crate::results::kept::Boards::default(),
        })))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether people reach us by HTTPS (then cookies are `Secure` and carry the `__Host-` prefix).
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Runs a read off the event loop.
    ///
    /// # Errors
    /// What `f` gives.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut db::Conn) -> OpResult<T> + Send + 'static,
    ) -> OpResult<T> {
        let db = self.db.clone();
        off_loop(move || db.read(f)).await
    }

    /// Runs a write that may record events off the event loop. `f` may run more than once.
    ///
    /// # Errors
    /// What `f` gives.
    pub async fn write<T: Send + 'static>(
        &self,
        cx: Cx,
        mut f: impl FnMut(&mut db::Tx, &Cx) -> OpResult<T> + Send + 'static,
    ) -> OpResult<T> {
        let db = self.db.clone();
        off_loop(move || db.write(|tx| f(tx, &cx))).await
    }

    /// Runs a write that records no event (sessions, leases, counters) off the event loop.
    ///
    /// # Errors
    /// What `f` gives.
    pub async fn write_quiet<T: Send + 'static>(
        &self,
        mut f: impl FnMut(&mut db::Tx) -> OpResult<T> + Send + 'static,
    ) -> OpResult<T> {
        let db = self.db.clone();
        off_loop(move || db.write_quiet(|tx| f(tx))).await
    }
}

async fn off_loop<T: Send + 'static>(f: impl FnOnce() -> OpResult<T> + Send + 'static) -> OpResult<T> {
    tokio::task::spawn_blocking(f).await.map_err(crate::kernel::errors::OpError::internal)?
}
