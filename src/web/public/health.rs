//! Whether the process lives (`/healthz`), and whether it can do its work (`/readyz`).

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::db;
use crate::kernel::errors::OpError;

pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

pub async fn readyz(app: web::Data<App>) -> HttpResponse {
    let database = app.read(|c| Ok(crate::audit::store::head(c)?)).await;
    let store = app.store.ping().await;
    let app2 = app.clone();
    let migrated = tokio::task::spawn_blocking(move || db::pending(&app2.db)).await.map_err(OpError::internal);
    let mut faults = Vec::new();
    if let Err(e) = database {
        tracing::error!(error = %e, "database not ready");
        faults.push("database");
    }
    if let Err(e) = store {
        tracing::error!(error = %e, "store not ready");
        faults.push("store");
    }
    if !matches!(migrated, Ok(Ok(0))) {
        faults.push("migrations");
    }
    if faults.is_empty() {
        HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable()
            .content_type("text/plain; charset=utf-8")
            .body(format!("not ready: {}\n", faults.join(", ")))
    }
}
