//! Sends the letters of the outbox that are due. A letter leaves outside of any transaction; its number makes the mail's name,
//! so that one sent twice after a crash is recognised as the same.

use std::time::Duration;

use maud::{DOCTYPE, html};

use crate::app::App;
use crate::kernel::errors::OpResult;
use crate::messages::message::Message;
use crate::messages::{outbox, store};

/// Minutes until the next try, by how many there were; after that it has failed.
const AGAIN: [i64; 5] = [1, 5, 30, 120, 720];
/// Minutes after which a letter that somebody took is free again.
const LEASE: i64 = 5;
/// How long a letter may be on its way out: less than the lease, so that nobody else sends it meanwhile.
const PATIENCE: Duration = Duration::from_mins(4);
/// Letters sent in one go.
const MOST: usize = 20;

/// Sends up to twenty letters, each taken when its turn comes; gives how many were taken.
///
/// # Errors
/// When the database fails.
pub async fn send_due(app: &App) -> OpResult<usize> {
    let mut count = 0;
    while count < MOST {
        let now = app.now();
        if !app.read(move |c| Ok(store::any_due(c, now)?)).await? {
            break;
        }
        let taken = app.write_quiet(move |tx| Ok(store::claim(tx, now, now.plus_minutes(LEASE))?)).await?;
        let Some(m) = taken else { break };
        count += 1;
        send(app, m).await?;
    }
    Ok(count)
}

async fn send(app: &App, m: Message) -> OpResult<()> {
    let Some(to) = &m.recipient else { return Ok(()) };
    let text = m.body.replace(outbox::BASE, &app.base_url);
    let html = page(&m.subject, &text);
    let key = format!("thu-{:08}", m.id.0);
    let on_its_way = app.mail.send(&key, &m.recipient_name, to, &m.subject, &text, &html);
    let error = match tokio::time::timeout(PATIENCE, on_its_way).await {
        Ok(sent) => sent.err().map(|e| e.to_string()),
        Err(late) => Some(late.to_string()),
    };
    let now = app.now();
    app.write_quiet(move |tx| {
        match &error {
            None => store::set_sent(tx, &m, now)?,
            Some(e) => store::set_failed(tx, m.id, e, next_try(&m).map(|minutes| now.plus_minutes(minutes)))?,
        };
        Ok(())
    })
    .await
}

fn next_try(m: &Message) -> Option<i64> {
    let tried = usize::try_from(m.attempts).unwrap_or(usize::MAX);
    AGAIN.get(tried.checked_sub(1)?).copied()
}

/// The letter as a web page: paragraphs, and addresses that can be pressed.
fn page(subject: &str, text: &str) -> String {
    html! {
        (DOCTYPE)
        html {
            head { meta charset="utf-8"; title { (subject) } }
            body {
                @for paragraph in text.split("\n\n") {
                    p {
                        @for (i, line) in paragraph.lines().enumerate() {
                            @if i > 0 { br; }
                            @for (j, word) in line.split(' ').enumerate() {
                                @if j > 0 { " " }
                                @if word.starts_with("http://") || word.starts_with("https://") {
                                    a href=(word) { (word) }
                                } @else { (word) }
                            }
                        }
                    }
                }
            }
        }
    }
    .into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_keeps_its_lines_and_its_links_and_nothing_becomes_markup() {
        assert_eq!(
            page("Thư", "Kính gửi <An>,\n\nXin mở: https://thi.example.vn/a?b=1&c=2\nTrân trọng"),
            concat!(
                r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Thư</title></head><body><p>Kính gửi &lt;An&gt;,</p>"#,
                r#"<p>Xin mở: <a href="https://thi.example.vn/a?b=1&amp;c=2">https://thi.example.vn/a?b=1&amp;c=2</a><br>Trân trọng</p></body></html>"#
            )
        );
    }
}
