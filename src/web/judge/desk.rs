//! The desk: one work beside its sheet. Saves as the judge types, or by a plain form; nothing typed is lost to another tab.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::{clash, desk_view};
use crate::judging::ops::{self, HandIn, SaveMarks, Saved, SetAside};
use crate::judging::reading::{self, Desk, Item};
use crate::judging::sheet::{Assignment, SheetState};
use crate::judging::store as judging;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::CriterionId;
use crate::kernel::msg::Msg;
use crate::policy::Reason;
use crate::web::blobs::{self, Blob, Cache};
use crate::web::errors::{WebError, WebResult};
use crate::web::forms::{Asked, Fields, Posted};
use crate::web::visit::Visit;

/// The sheet in the address.
#[derive(Clone, Debug, Deserialize)]
pub struct At {
    pub token: String,
}

/// A file of the sheet's work.
#[derive(Clone, Debug, Deserialize)]
pub struct AtFile {
    pub token: String,
    pub n: u32,
}

pub(super) async fn load(v: &Visit, token: &str) -> WebResult<Desk> {
    v.signed_in()?;
    let (contest, actor, token) = (v.contest()?.id, v.actor(), token.to_owned());
    v.read(move |c| reading::desk(c, &actor, contest, &token)).await
}

pub async fn page(v: Visit, at: web::Path<At>, Asked(asked): Asked) -> WebResult<HttpResponse> {
    let desk = load(&v, &at.token).await?;
    let handed = asked.line("da-nop");
    let handed = desk.list.iter().find(|i| i.code == handed).map(|i| i.code.clone());
    Ok(desk_view::draw(&v, &desk, None, &Faults::none(), handed.as_deref()))
}

/// What was posted, as a command.
fn command(token: &str, fields: &Fields) -> SaveMarks {
    let marks = fields
        .0
        .iter()
        .filter_map(|(name, value)| {
            let id: CriterionId = name.strip_prefix("tc-")?.parse().ok()?;
            Some((id, value.clone()))
        })
        .collect();
    SaveMarks {
        token: token.to_owned(),
        version: fields.line("version").parse().unwrap_or(0),
        key: fields.line("key").chars().take(64).collect(),
        marks,
        comment: fields.has("comment").then(|| fields.text("comment")),
    }
}

pub async fn act(v: Visit, at: web::Path<At>, Posted(fields): Posted) -> WebResult<HttpResponse> {
    v.signed_in()?;
    // The sheet has to be one of this contest, whatever the address says.
    let contest = v.contest()?.id;
    let cmd = command(&at.token, &fields);
    let saving = cmd.clone();
    let saved = v
        .write(move |tx, cx| {
            let sheet = judging::assignment_by_token(tx, &saving.token)?.ok_or(OpError::NotFound)?;
            if sheet.contest_id != contest {
                return Err(OpError::NotFound);
            }
            ops::save_marks(tx, cx, &saving)
        })
        .await;
    if v.wants_json {
        return answer(&v, &at.token, saved).await;
    }
    let version = match saved {
        Ok(Saved::Kept { version }) => version,
        Ok(Saved::Stale(now)) => {
            let desk = load(&v, &at.token).await?;
            return Ok(clash::draw(&v, &desk, &fields, Some(&now)));
        }
        Err(OpError::Invalid(faults)) => {
            let desk = load(&v, &at.token).await?;
            return Ok(desk_view::draw(&v, &desk, Some(&fields), &faults, None));
        }
        Err(OpError::Denied(d)) if matches!(d.reason, Reason::State | Reason::Phase) => {
            // Handed in from another tab, or locked: what was typed is shown beside what stands.
            let desk = load(&v, &at.token).await?;
            return Ok(clash::draw(&v, &desk, &fields, None));
        }
        Err(e) => return Err(e.into()),
    };
    let token = at.token.clone();
    match fields.raw("viec") {
        "nop" => {
            let cmd = HandIn { token: token.clone(), version };
            match v.write(move |tx, cx| ops::hand_in(tx, cx, &cmd)).await {
                Ok(_) => {}
                Err(OpError::Invalid(faults)) => {
                    let desk = load(&v, &token).await?;
                    return Ok(desk_view::draw(&v, &desk, None, &faults, None));
                }
                Err(e) => return Err(e.into()),
            }
            let desk = load(&v, &token).await?;
            Ok(onward(&v, &desk, &format!("?da-nop={}", desk.work.blind_code)))
        }
        "sau" => {
            let cmd = SetAside { token: token.clone() };
            v.write(move |tx, cx| ops::set_aside(tx, cx, &cmd)).await?;
            let desk = load(&v, &token).await?;
            Ok(onward(&v, &desk, ""))
        }
        _ => Ok(v.see_other(&format!("/cham/{token}"))),
    }
}

/// To the next sheet that is to do, or back to the list.
fn onward(v: &Visit, desk: &Desk, query: &str) -> HttpResponse {
    let items: Vec<&Item> = desk.list.iter().collect();
    match reading::next_to_do(&items, Some(&desk.sheet.token)) {
        Some(next) => v.see_other(&format!("/cham/{}{query}", next.token)),
        None => v.see_other(&format!("/cham{query}")),
    }
}

fn gone(v: &Visit, why: &Msg) -> HttpResponse {
    HttpResponse::Gone().json(serde_json::json!({ "error": v.say(why) }))
}

/// The answer for the script.
async fn answer(v: &Visit, token: &str, saved: Result<Saved, OpError>) -> WebResult<HttpResponse> {
    match saved {
        Ok(Saved::Kept { version }) => {
            Ok(HttpResponse::Ok().json(serde_json::json!({ "version": version, "time": v.zone().clock(v.now) })))
        }
        Ok(Saved::Stale(now)) => Ok(HttpResponse::Conflict().json(serde_json::json!({
            "version": now.version, "marks": now.marks, "comment": now.comment,
        }))),
        Err(OpError::NotFound) => {
            // One's own sheet that fell away: the script may forget what it kept for it.
            let (me, token) = (v.signed_in()?.account, token.to_owned());
            let own = v.read(move |c| Ok(judging::assignment_by_token(c, &token)?)).await?;
            let fell = |s: &Assignment| matches!(s.state, SheetState::Recused | SheetState::Dropped);
            if own.is_some_and(|s| s.judge_id == me && fell(&s)) {
                Ok(gone(v, &msg!("judge-sheet-gone")))
            } else {
                Err(OpError::NotFound.into())
            }
        }
        // The work is out of the contest.
        Err(OpError::Conflict(m)) => Ok(gone(v, &m)),
        Err(OpError::Invalid(faults)) => {
            let text = faults.0.first().map(|(_, m)| v.say(m)).unwrap_or_default();
            Ok(HttpResponse::UnprocessableEntity().json(serde_json::json!({ "error": text })))
        }
        Err(e) => Err(WebError(e)),
    }
}

/// A file of the work, under its neutral name.
pub async fn file(v: Visit, at: web::Path<AtFile>, req: HttpRequest) -> WebResult<HttpResponse> {
    v.signed_in()?;
    let (contest, actor, token) = (v.contest()?.id, v.actor(), at.token.clone());
    let work = v
        .read(move |c| {
            let (sheet, _) = reading::sheet(c, &actor, contest, &token)?;
            crate::judging::blind_store::of_sheet(c, &sheet)
        })
        .await?;
    let file = work.files.into_iter().find(|f| f.n == at.n).and_then(|f| f.given).ok_or(OpError::NotFound)?;
    // Neither the hash nor the key in the store: both stand on other papers too.
    let known = crate::kernel::ids::digest(format!("{}/{}", at.token, file.blob_key).as_bytes());
    let etag: String = crate::kernel::ids::hex(&known).chars().take(20).collect();
    let blob = Blob {
        key: &file.blob_key,
        size: file.size,
        media_type: file.kind.media_type(),
        name: &file.name,
        inline: true,
        etag: &etag,
        cache: Cache::Private,
    };
    blobs::send(&v.app, &req, &blob).await
}
