//! Taking files in: who, what and whether there is room is asked before the body is read; the bytes go to the store as they
//! come; only what is safe there gets its row.

use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{StreamExt, TryStreamExt};
use serde::Deserialize;

use super::desk::{self, Trouble};
use super::files;
use crate::app::App;
use crate::entries::dossier::Dossier;
use crate::entries::entry::FileState;
use crate::entries::ops::{self, AddFile};
use crate::jobs::inspect_file;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::FileId;
use crate::kernel::msg::Msg;
use crate::policy::Action;
use crate::storage::{StoreError, Stored};
use crate::web::body::broken_form;
use crate::web::errors::WebResult;
use crate::web::visit::Visit;

/// An entry's place for files.
#[derive(Deserialize)]
pub struct SlotAt {
    token: String,
    slot: i64,
}

/// The most bytes that are read past a limit so that the browser gets to hear why; then the connection is closed.
const LISTEN_ON: u64 = 64 << 20;

/// How long an upload's answer waits for the look into its files, so that most people see the result at once.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(4);

pub async fn receive(
    v: Visit,
    at: web::Path<SlotAt>,
    req: HttpRequest,
    payload: web::Payload,
) -> WebResult<HttpResponse> {
    let at = at.into_inner();
    let d = desk::open(&v, &at.token).await?;
    v.require(&Action::EditEntry { entry: &d.entry, contest: &d.contest, deadline: d.deadline(v.now) })?;
    let field = format!("tep-{}", at.slot);
    let rule = match ops::room(&d, at.slot) {
        Ok(rule) => rule,
        Err(OpError::Invalid(f)) => return refuse(&v, &d, f).await,
        Err(e) => return Err(e.into()),
    };
    let mut body = Multipart::new(req.headers(), payload);
    let (mut taken, mut faults, mut any) = (Vec::new(), Faults::none(), false);
    while let Some(part) = body.try_next().await.map_err(|e| broken_form(&e))? {
        let name = part.content_disposition().and_then(|c| c.get_filename()).map(str::to_owned);
        let is_file = part.name() == Some("file") && name.as_deref().is_some_and(|n| !n.is_empty());
        if !is_file {
            skip(part, 1 << 20).await?;
            continue;
        }
        any = true;
        let name = name.unwrap_or_default();
        match store(&v.app, part, rule.max_bytes()).await? {
            Kept::Fault(msg) => faults.add(field.clone(), msg),
            Kept::Stored(stored) => {
                let key = stored.key.clone();
                let cmd = AddFile { entry: desk::id(&d), slot: at.slot, name, stored };
                match v.write(move |tx, cx| ops::add_file(tx, cx, cmd.clone())).await {
                    Ok(id) => taken.push(id),
                    Err(e) => {
                        // No row knows these bytes; if this fails too, they are swept up later.
                        let _ = v.app.store.delete(&key).await;
                        match e {
                            OpError::Invalid(f) => faults.0.extend(f.0),
                            e => return Err(e.into()),
                        }
                    }
                }
            }
        }
    }
    if !any {
        faults.add(field, msg!("entry-fault-none"));
    }
    look_into(&v.app, taken).await;
    if faults.is_empty() {
        if v.wants_json {
            return Ok(HttpResponse::Ok().json(serde_json::json!({})));
        }
        return Ok(v.see_other(&desk::path(&d, "/tep")));
    }
    refuse(&v, &d, faults).await
}

async fn refuse(v: &Visit, d: &Dossier, faults: Faults) -> WebResult<HttpResponse> {
    let trouble = Trouble::Faults(faults);
    if v.wants_json {
        return Ok(desk::trouble_json(v, &trouble));
    }
    let d = desk::open(v, &d.entry.token).await?;
    files::view(v, &d, Some(&trouble), false).await
}

enum Kept {
    Stored(Stored),
    Fault(Msg),
}

/// Streams one part into the store.
async fn store(app: &App, mut part: Field, max: u64) -> OpResult<Kept> {
    let mut upload = app.store.begin().await.map_err(full)?;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|e| broken_form(&e))?;
        let size = upload.size() + u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if size > max {
            upload.abort().await;
            skip(part, LISTEN_ON).await?;
            return Ok(Kept::Fault(msg!("entry-fault-over", max = i64::try_from(max).unwrap_or(i64::MAX))));
        }
        upload.write(chunk).await.map_err(full)?;
    }
    if upload.size() == 0 {
        upload.abort().await;
        return Ok(Kept::Fault(msg!("entry-fault-empty")));
    }
    Ok(Kept::Stored(upload.finish().await.map_err(full)?))
}

/// Reads what is left of a part, up to a limit.
async fn skip(mut part: Field, most: u64) -> OpResult<()> {
    let mut read = 0u64;
    while let Some(chunk) = part.next().await {
        read += u64::try_from(chunk.map_err(|e| broken_form(&e))?.len()).unwrap_or(u64::MAX);
        if read > most {
            return Err(OpError::invalid("", msg!("error-413")));
        }
    }
    Ok(())
}

fn full(e: StoreError) -> OpError {
    OpError::internal(e)
}

/// Looks into files now, and answers when that is done or takes too long; the job is the safety behind it.
async fn look_into(app: &App, files: Vec<FileId>) {
    let app = app.clone();
    let looking = actix_web::rt::spawn(async move {
        for file in files {
            if let Err(e) = inspect_file::run(&app, file).await {
                tracing::warn!(file = file.0, error = %e, "a file could not be looked into; the job will try again");
            }
        }
    });
    let _ = actix_web::rt::time::timeout(PATIENCE, looking).await;
}

/// Looks again into the files that a change of category left waiting, without waiting for it.
pub fn look_into_waiting(v: &Visit, d: &Dossier) {
    let waiting: Vec<_> = d.used_files().iter().filter(|f| f.state == FileState::Received).map(|f| f.id).collect();
    if !waiting.is_empty() {
        let app = v.app.clone();
        actix_web::rt::spawn(async move { look_into(&app, waiting).await });
    }
}
