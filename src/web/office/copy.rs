//! A judging copy: a file cleaned by a secretary, streamed to the store, looked into, put in the place of the original.

use actix_multipart::{Field as Part, Multipart};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{StreamExt, TryStreamExt};
use maud::html;
use serde::Deserialize;

use super::decide::go;
use super::filter;
use super::work;
use crate::app::App;
use crate::entries::dossier::Dossier;
use crate::entries::entry::File;
use crate::entries::ops::intake::{self, JudgingCopy};
use crate::entries::store;
use crate::files::image::{Rendition, VIEW, rendition};
use crate::files::kind::{Family, FileKind};
use crate::files::{measure, sniff, whole};
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::msg::Msg;
use crate::storage::Stored;
use crate::web::body::broken_form;
use crate::web::errors::WebResult;
use crate::web::forms::{Posted, summary};
use crate::web::layout::Page;
use crate::web::ui::{Button, Field, Form, actions, back_link, hidden};
use crate::web::visit::Visit;

/// A file of a work in the address.
#[derive(Deserialize)]
pub struct FileAt {
    token: String,
    file: String,
}

/// The most that a copy may weigh.
const MOST: u64 = 2 << 30;

async fn open(v: &Visit, at: &FileAt) -> WebResult<(Dossier, File)> {
    let d = work::open(v, &at.token).await?;
    let (token, id) = (at.file.clone(), d.entry.id);
    let file =
        v.read(move |c| store::file_by_token(c, &token)?.filter(|f| f.entry_id == id).ok_or(OpError::NotFound)).await?;
    Ok((d, file))
}

pub async fn put(v: Visit, at: web::Path<FileAt>, req: HttpRequest, payload: web::Payload) -> WebResult<HttpResponse> {
    let (d, file) = open(&v, &at).await?;
    let mut body = Multipart::new(req.headers(), payload);
    let (mut query, mut stored) = (String::new(), None);
    while let Some(part) = body.try_next().await.map_err(|e| broken_form(&e))? {
        match part.name() {
            Some("loc") => query = text(part).await?,
            Some("tep") if stored.is_none() => stored = receive(&v.app, part).await?,
            _ => {
                text(part).await?;
            }
        }
    }
    let asking = filter::carried(&query);
    let cmd = match stored {
        None => Err(msg!("office-copy-empty")),
        Some(stored) => look_into(&v.app, stored, &file).await?,
    };
    match cmd {
        Ok(cmd) => {
            v.write(move |tx, cx| intake::put_judging_copy(tx, cx, cmd.clone())).await?;
            Ok(go(&v, &format!("/ban-thu-ky/bai/{}", d.entry.token), &asking, "ban-cham", ""))
        }
        Err(why) => Ok(draw(&v, &d, &file, &asking.query(), why)),
    }
}

pub async fn remove(v: Visit, at: web::Path<FileAt>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let (d, file) = open(&v, &at).await?;
    v.write(move |tx, cx| intake::remove_judging_copy(tx, cx, file.id)).await?;
    Ok(go(&v, &format!("/ban-thu-ky/bai/{}", d.entry.token), &filter::carried(f.raw("loc")), "khong-con", ""))
}

/// A short field; what is longer is cut.
async fn text(mut part: Part) -> OpResult<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|e| broken_form(&e))?;
        if bytes.len() < 4096 {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Streams a file into the store; none when it is empty.
async fn receive(app: &App, mut part: Part) -> OpResult<Option<Stored>> {
    let mut upload = app.store.begin().await.map_err(OpError::internal)?;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|e| broken_form(&e))?;
        if upload.size() + u64::try_from(chunk.len()).unwrap_or(u64::MAX) > MOST {
            upload.abort().await;
            return Err(OpError::invalid("", msg!("error-413")));
        }
        upload.write(chunk).await.map_err(OpError::internal)?;
    }
    if upload.size() == 0 {
        upload.abort().await;
        return Ok(None);
    }
    Ok(Some(upload.finish().await.map_err(OpError::internal)?))
}

/// Its true type and measures; what judges could not open is taken out of the store again.
async fn look_into(app: &App, stored: Stored, file: &File) -> OpResult<Result<JudgingCopy, Msg>> {
    let local = app.store.to_temp_file(&stored.key).await.map_err(OpError::internal)?;
    let found = tokio::task::spawn_blocking(move || {
        let Some(kind) = sniff::sniff(local.path()).ok().and_then(|s| s.kind) else {
            return Err(msg!("office-copy-kind"));
        };
        if whole::is_whole(local.path(), kind).is_err() {
            return Err(msg!("office-copy-cut"));
        }
        if kind.family() == Family::Image {
            // A picture tells more than it shows (place, camera, name): judges get it drawn anew.
            let drawn = rendition(local.path(), kind, VIEW.longest_side, VIEW.quality);
            return drawn.map(Found::Drawn).map_err(|_| msg!("office-copy-cut"));
        }
        Ok(Found::AsSent(kind, measure::measure(local.path(), kind).unwrap_or_default()))
    })
    .await
    .map_err(OpError::internal)?;
    let copy = match found {
        Ok(Found::AsSent(kind, m)) => {
            return Ok(Ok(JudgingCopy { file: file.id, stored, kind, width: m.width, height: m.height }));
        }
        Ok(Found::Drawn(picture)) => {
            let (width, height) = (Some(picture.width), Some(picture.height));
            let anew = app.store.put(picture.bytes.into()).await.map_err(OpError::internal)?;
            Ok(JudgingCopy { file: file.id, stored: anew, kind: FileKind::Jpeg, width, height })
        }
        Err(why) => Err(why),
    };
    // No row knows what was sent; if this fails, it is swept up later.
    let _ = app.store.delete(&stored.key).await;
    Ok(copy)
}

/// What came: a picture, drawn anew, or something to be kept as it is.
enum Found {
    Drawn(Rendition),
    AsSent(FileKind, measure::Measures),
}

fn draw(v: &Visit, d: &Dossier, file: &File, query: &str, why: Msg) -> HttpResponse {
    let mut faults = Faults::none();
    faults.add("tep", why);
    let error = faults.of("tep").map(|m| v.say(m));
    Page::new(v, v.t("office-copy-title")).narrow().faulty(true).body(html! {
        (back_link(&d.entry.title, &v.href(&format!("/ban-thu-ky/bai/{}{query}", d.entry.token))))
        (summary(v, &faults))
        h1 { (v.t("office-copy-title")) }
        p { (file.name) }
        (Form::post(v.href(&format!("/ban-thu-ky/bai/{}/ban-cham/{}", d.entry.token, file.token))).multipart().body(html! {
            (hidden("loc", query))
            (Field::file("tep", v.t("office-copy-put")).hint(v.t("office-copy-hint")).error(error))
            (actions(Button::primary(v.t("office-copy-send"))))
        }))
    })
}
