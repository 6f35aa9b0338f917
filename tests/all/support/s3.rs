//! A real S3 server in this process, with a bucket of its own for each test.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use bongsen::storage::S3Settings;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const ACCESS: &str = "test-access";
const SECRET: &str = "test-secret";
/// The bucket that is there from the beginning.
pub const BUCKET: &str = "works";

/// The server. Its objects are files in a temporary folder, and go with it.
pub struct S3Server {
    root: TempDir,
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl S3Server {
    /// Starts a server with an empty bucket on a free port.
    pub fn start() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join(BUCKET)).unwrap();
        let mut server = Self { root, address: ([127, 0, 0, 1], 0).into(), runtime: None };
        server.resume();
        server
    }

    /// Goes away as if the cable were pulled; the objects stay.
    pub fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A thread of its own, for a runtime must not be waited for from within another.
            std::thread::spawn(move || runtime.shutdown_timeout(Duration::from_secs(5))).join().unwrap();
        }
    }

    /// Comes back at the same address.
    pub fn resume(&mut self) {
        assert!(self.runtime.is_none(), "the server runs already");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(self.root.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(ACCESS, SECRET));
        let service = builder.build();
        let listener = std::net::TcpListener::bind(self.address).unwrap();
        self.address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let Ok((socket, _)) = listener.accept().await else {
                    continue;
                };
                let service = service.clone();
                tokio::spawn(async move {
                    let _ =
                        auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        self.runtime = Some(runtime);
    }

    /// What our program needs to know to use the bucket. The scratch folder goes with the server.
    pub fn settings(&self) -> S3Settings {
        S3Settings {
            endpoint: Some(self.url()),
            region: Some("test".to_owned()),
            path_style: true,
            access_key: Some(ACCESS.to_owned()),
            secret_key: Some(SECRET.to_owned()),
            ..S3Settings::new(BUCKET, self.root.path().join(".scratch"))
        }
    }

    /// The server's address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the server keeps its files, to count what it holds or to damage it.
    pub fn folder(&self) -> PathBuf {
        self.root.path().to_path_buf()
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        self.stop();
    }
}
