//! How the site is: database, store, work in the background, letters.

use actix_web::HttpResponse;
use maud::html;

use crate::jobs::job::JobState;
use crate::jobs::store as jobs;
use crate::messages::message::MessageState;
use crate::messages::store as messages;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::layout::Page;
use crate::web::ui::{Stat, SummaryList, stats};
use crate::web::visit::Visit;

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    v.require(&Action::Administer)?;
    let (counts, dead) = v
        .read(|c| {
            let counts = [
                jobs::count(c, JobState::Ready)? + jobs::count(c, JobState::Leased)?,
                jobs::count(c, JobState::Dead)?,
                messages::count(c, MessageState::Queued)?,
                messages::count(c, MessageState::Failed)?,
                messages::count(c, MessageState::Sent)?,
                messages::count(c, MessageState::Call)?,
            ];
            Ok((counts, jobs::dead(c)?))
        })
        .await?;
    let store = v.app.store.ping().await.is_ok();
    let keys = [
        "admin-jobs",
        "admin-jobs-dead",
        "admin-mail-queued",
        "admin-mail-failed",
        "admin-mail-sent",
        "admin-mail-call",
    ];
    let shown = keys.iter().zip(counts).map(|(key, n)| Stat::new(v.lang.number(n), v.t(key)));
    Ok(Page::new(&v, v.t("nav-admin")).body(html! {
        h1 { (v.t("nav-admin")) }
        (stats(shown))
        (SummaryList::new()
            .row(v.t("admin-database"), if v.app.db.is_embedded() { "SQLite" } else { "PostgreSQL" })
            .row(v.t("admin-store"), v.t(if store { "admin-well" } else { "admin-unreachable" }))
            .row(v.t("admin-version"), env!("CARGO_PKG_VERSION")))
        @if !dead.is_empty() {
            h2 { (v.t("admin-jobs-dead")) }
            ul { @for job in &dead { li { (job.kind) " · " (v.zone().date_time(job.run_at)) " · " (job.error) } } }
        }
        p { a href="/quan-tri/tai-khoan" { (v.t("admin-accounts")) } }
        p { a href="/quan-tri/hop-thu" { (v.t("admin-outbox")) } }
        p { a href="/quan-tri/cuoc-thi" { (v.t("admin-contests")) } }
        p { a href="/quan-tri/thanh-phan" { (v.t("admin-samples")) } }
    }))
}
