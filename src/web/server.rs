//! The HTTP server: middleware in order, routes from the table.

use actix_web::dev::Server;
use actix_web::http::{Method, header};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Web, HttpRequest, HttpResponse, HttpServer, web};

use super::{assets, body, cache, csrf, errors, headers, routes};
use crate::app::App;

/// Starts serving on a bound listener. `SIGTERM` and Ctrl-C finish what is under way within 30 s.
///
/// # Errors
/// When the listener cannot be used.
pub fn run(app: App, listener: std::net::TcpListener) -> std::io::Result<Server> {
    let workers = app.settings.workers;
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(web::Data::new(app.clone()))
            .app_data(web::PayloadConfig::new(2 * 1024 * 1024))
            // From the inside out: the last one wrapped sees the request first.
            .wrap(from_fn(body::guard))
            .wrap(from_fn(cache::serve))
            .wrap(from_fn(csrf::guard))
            .wrap(from_fn(errors::render))
            .wrap(Compress::default())
            .wrap(from_fn(headers::add))
            .route("/tinh/{hash}/{name:.*}", web::get().to(assets::serve))
            .configure(routes::register)
            .default_service(web::to(nothing_there))
    })
    .shutdown_timeout(30)
    // An answer goes out in several pieces: none of them waits 40 ms for the browser to say that it has the one before.
    .tcp_nodelay(true)
    .keep_alive(std::time::Duration::from_secs(75))
    .client_request_timeout(std::time::Duration::from_secs(20));
    let server = match workers {
        Some(n) => server.workers(n),
        None => server,
    };
    Ok(server.listen(listener)?.run())
}

/// What no route answers: there is no such page, or pages are not asked in this way at all.
async fn nothing_there(req: HttpRequest) -> HttpResponse {
    if matches!(*req.method(), Method::GET | Method::POST) {
        return HttpResponse::NotFound().finish();
    }
    HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, "GET, HEAD, POST")).finish()
}
