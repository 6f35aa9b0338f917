//! What was looked at: lines ticked, files released to judges.

use actix_web::{HttpResponse, web};

use super::decide::go;
use super::filter;
use super::work::{self, At};
use crate::entries::ops::intake::{self, Release, Tick};
use crate::entries::store;
use crate::kernel::errors::OpError;
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::visit::Visit;

pub async fn tick(v: Visit, at: web::Path<At>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let d = work::open(&v, &at.token).await?;
    let cmd = Tick { entry: d.entry.id, key: f.line("dong"), on: f.ticked("dat") };
    v.write(move |tx, cx| intake::tick(tx, cx, cmd.clone())).await?;
    Ok(go(&v, &format!("/ban-thu-ky/bai/{}", d.entry.token), &filter::carried(f.raw("loc")), "kiem", ""))
}

pub async fn release(v: Visit, at: web::Path<At>, Posted(f): Posted) -> WebResult<HttpResponse> {
    let d = work::open(&v, &at.token).await?;
    let (token, id, on) = (f.line("tep"), d.entry.id, f.ticked("mo"));
    v.write(move |tx, cx| {
        let file = store::file_by_token(tx, &token)?.filter(|x| x.entry_id == id).ok_or(OpError::NotFound)?;
        intake::release(tx, cx, Release { file: file.id, on })
    })
    .await?;
    Ok(go(&v, &format!("/ban-thu-ky/bai/{}", d.entry.token), &filter::carried(f.raw("loc")), "tep", ""))
}
