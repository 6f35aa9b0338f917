//! Bodies that stop coming are given up with a sentence; those that only come slowly are taken whole.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::on_both_stacks;
use crate::support::page::Page;
use crate::support::site::{Site, Visitor, fixture};

/// Sends the head of a request and the beginning of its body, and nothing more; gives what comes back until the other side closes.
async fn stops(site: &Site, path: &str, cookie: &str, kind: &str, begin: &str) -> String {
    let mut socket = tokio::net::TcpStream::connect(site.base.strip_prefix("http://").unwrap()).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
         content-type: {kind}\r\ncontent-length: 100000\r\n\r\n{begin}"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let whole = tokio::time::timeout(Duration::from_secs(20), socket.read_to_end(&mut answer)).await;
    assert!(whole.is_ok(), "still open: {}", String::from_utf8_lossy(&answer));
    String::from_utf8_lossy(&answer).into_owned()
}

async fn photo_slot(site: &Site, an: &Visitor) -> String {
    let category = site.category("nhiep-anh").id.to_string();
    let draft = an.post("/nop-bai/moi", &[("category", &category)]).await.path;
    format!("{draft}/tep/0")
}

on_both_stacks!(who_stops_sending_is_given_up, |settings| settings.body_idle_seconds = 1, |site| async {
    const SAID: &str = "Nội dung gửi lên bị ngừng giữa chừng nên chưa được nhận.";
    let an = site.account("Nguyễn Văn An", "entrant");
    let answer = stops(site, "/dang-nhap", "", "application/x-www-form-urlencoded", "login=an").await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains(SAID), "{answer}");
    let slot = photo_slot(site, &an).await;
    let begin = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\nabc";
    let answer = stops(site, &slot, &an.cookie(), "multipart/form-data; boundary=x", begin).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains(SAID), "{answer}");
    let page = an.get(slot.strip_suffix("/0").unwrap()).await;
    assert_eq!(page.select("ul.files .name a"), [""; 0]);
    // Who is not let in at all is told so, and does not hold the connection either.
    let answer = stops(site, &slot, "", "multipart/form-data; boundary=x", begin).await;
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
});

on_both_stacks!(who_sends_slowly_is_waited_for, |settings| settings.body_idle_seconds = 1, |site| async {
    let an = site.account("Nguyễn Văn An", "entrant");
    let slot = photo_slot(site, &an).await;
    let bytes = fixture("photo.jpg");
    let mut body = b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n".to_vec();
    body.extend(&bytes);
    body.extend(b"\r\n--x--\r\n");
    let pieces: Vec<Vec<u8>> = body.chunks(body.len().div_ceil(5)).map(<[u8]>::to_vec).collect();
    let slowly = futures_util::stream::unfold(pieces.into_iter(), |mut left| async {
        let piece = left.next()?;
        tokio::time::sleep(Duration::from_millis(600)).await;
        Some((std::io::Result::Ok(piece), left))
    });
    let began = Instant::now();
    let request = an.request(reqwest::Method::POST, &slot);
    let request = request.header("content-type", "multipart/form-data; boundary=x");
    let answer = Page::of(request.body(reqwest::Body::wrap_stream(slowly)).send().await.unwrap()).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(began.elapsed() > Duration::from_secs(2));
    assert_eq!(an.get(slot.strip_suffix("/0").unwrap()).await.select("ul.files .name a"), ["a.jpg"]);
});
