//! How mail leaves: SMTP, or a folder of `.eml` files.

use std::path::PathBuf;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::settings::Settings;

/// A configured way out.
pub struct Transport {
    from: Mailbox,
    way: Way,
}

enum Way {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

/// A mail that did not leave, as a sentence for the outbox.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MailError(String);

fn fault(e: impl std::fmt::Display) -> MailError {
    MailError(e.to_string())
}

impl Transport {
    /// The way that the settings say.
    ///
    /// # Errors
    /// When the SMTP address or the sender cannot be understood, or the folder not be made.
    pub fn new(settings: &Settings) -> Result<Self, MailError> {
        let from = settings.mail_from.parse().map_err(fault)?;
        let way = match &settings.smtp_url {
            Some(url) => {
                Way::Smtp(Box::new(AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(fault)?.build()))
            }
            None => {
                let folder = settings.data.join("mail");
                std::fs::create_dir_all(&folder).map_err(fault)?;
                Way::Folder(folder)
            }
        };
        Ok(Self { from, way })
    }

    /// Sends one mail; `key` makes the file name (and Message-ID) stable, so that a second try does not make a second mail.
    ///
    /// # Errors
    /// When the address is none, or the other side refuses.
    pub async fn send(
        &self,
        key: &str,
        to_name: &str,
        to: &str,
        subject: &str,
        text: &str,
        html: &str,
    ) -> Result<(), MailError> {
        let to = Mailbox::new(Some(to_name.to_owned()), to.parse().map_err(fault)?);
        let host = self.from.email.domain();
        let mail = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<{key}@{host}>")))
            .multipart(
                MultiPart::alternative()
                    .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text.to_owned()))
                    .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(html.to_owned())),
            )
            .map_err(fault)?;
        match &self.way {
            Way::Smtp(smtp) => smtp.send(mail).await.map(|_| ()).map_err(fault),
            Way::Folder(folder) => {
                let (part, whole) = (folder.join(format!("{key}.part")), folder.join(format!("{key}.eml")));
                tokio::fs::write(&part, mail.formatted()).await.map_err(fault)?;
                tokio::fs::rename(&part, &whole).await.map_err(fault)
            }
        }
    }
}
