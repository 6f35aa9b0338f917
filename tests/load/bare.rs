//! The measure: a bare actix handler in a process of its own, with as many workers as the site. It answers bytes that it was
//! given before, and takes uploads by hashing and writing them.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use actix_web::{App, HttpResponse, HttpServer, web};
use bytes::Bytes;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

type Kept = Arc<RwLock<HashMap<String, Bytes>>>;

/// Serves until it is killed; prints its port.
pub fn serve(folder: PathBuf, workers: usize) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    let kept = Kept::default();
    let folder = Arc::new(folder);
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(kept.clone()))
                .app_data(web::Data::new(folder.clone()))
                .app_data(web::PayloadConfig::new(64 << 20))
                .route("/b/{name}", web::get().to(give))
                .route("/b/{name}", web::put().to(keep))
                .route("/nop", web::post().to(take))
        })
        .workers(workers)
        .listen(listener)
        .unwrap()
        .run()
        .await
        .unwrap();
    });
}

async fn keep(kept: web::Data<Kept>, name: web::Path<String>, body: Bytes) -> HttpResponse {
    kept.write().unwrap().insert(name.into_inner(), body);
    HttpResponse::Ok().finish()
}

async fn give(kept: web::Data<Kept>, name: web::Path<String>) -> HttpResponse {
    let body = kept.read().unwrap().get(name.as_str()).cloned().unwrap();
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body)
}

async fn take(folder: web::Data<Arc<PathBuf>>, mut body: web::Payload) -> HttpResponse {
    let path = folder.join("nop");
    let mut file = std::fs::File::create(&path).unwrap();
    let mut hash = Sha256::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.unwrap();
        hash.update(&chunk);
        file.write_all(&chunk).unwrap();
    }
    file.sync_all().unwrap();
    drop(file);
    std::fs::remove_file(&path).unwrap();
    HttpResponse::Ok().body(bongsen::kernel::ids::hex(&hash.finalize()))
}
