//! Bodies as they come in: whoever stops sending for too long is told so, and holds nothing any longer. Slow is not stopped.

use std::io::ErrorKind;
use std::time::Duration;

use actix_multipart::MultipartError;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use futures_util::{StreamExt, stream};

use crate::app::App;
use crate::kernel::errors::OpError;

/// Lets the body of a request end with an error when nothing came for as long as the setting says.
///
/// # Errors
/// None of its own.
pub async fn guard(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let idle = req.app_data::<web::Data<App>>().map(|a| Duration::from_secs(a.settings.body_idle_seconds));
    match (req.take_payload(), idle) {
        (Payload::None, _) => {}
        (body, None) => req.set_payload(body),
        (body, Some(idle)) => {
            let watched = stream::unfold(Some(body), move |body| async move {
                let mut body = body?;
                match actix_web::rt::time::timeout(idle, body.next()).await {
                    Ok(came) => came.map(|bytes| (bytes, Some(body))),
                    Err(_) => Some((Err(PayloadError::Io(ErrorKind::TimedOut.into())), None)),
                }
            });
            // Readers of forms ask again after the end.
            req.set_payload(Payload::Stream { payload: Box::pin(watched.fuse()) });
        }
    }
    next.call(req).await
}

/// What to say when a body could not be read: it stopped coming, was too large, broke off or is no form.
#[must_use]
pub fn broken(e: &PayloadError) -> OpError {
    OpError::invalid(
        "",
        match e {
            PayloadError::Overflow => msg!("error-413"),
            PayloadError::Io(e) if e.kind() == ErrorKind::TimedOut => msg!("error-408"),
            _ => msg!("error-400"),
        },
    )
}

/// The same for a form with files.
#[must_use]
pub fn broken_form(e: &MultipartError) -> OpError {
    match e {
        MultipartError::Payload(e) => broken(e),
        _ => OpError::invalid("", msg!("error-400")),
    }
}
