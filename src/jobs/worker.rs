//! Does what is due: jobs and letters. Several copies of the program may do this at once; the lease decides who does what.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::job::Job;
use super::queue::JobKind;
use super::{inspect_file, mailer, store, tidy};
use crate::app::App;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::FileId;

/// Minutes after which a job whose worker died is free again.
const LEASE: i64 = 15;
/// Minutes until the next try, by how many there were.
const AGAIN: [i64; 5] = [1, 5, 15, 60, 240];
/// How long to rest when nothing is due.
const REST: Duration = Duration::from_millis(500);

/// Works until the task is dropped: one for each server.
pub async fn run(app: App) {
    let mut tidied: Option<Instant> = None;
    loop {
        if tidied.is_none_or(|t| t.elapsed() >= tidy::EVERY) {
            tidied = Some(Instant::now());
            match tidy::run(&app, tidy::UNCLAIMED).await {
                Ok(went) if went == tidy::Tidied::default() => {}
                Ok(went) => tracing::info!(?went, "tidied up"),
                Err(e) => tracing::error!(error = %e, "could not tidy up"),
            }
        }
        match step(&app).await {
            Ok(0) => tokio::time::sleep(REST).await,
            Ok(_) => {}
            Err(e) => {
                tracing::error!(error = %e, "the worker could not look for work");
                tokio::time::sleep(REST * 10).await;
            }
        }
    }
}

/// Does everything that is due now, until nothing is left: for tests and the demo.
pub async fn run_due(app: &App) {
    while let Ok(n) = step(app).await {
        if n == 0 {
            break;
        }
    }
}

/// Does a handful of what is due; gives how much that was.
///
/// # Errors
/// When the database fails.
pub async fn step(app: &App) -> OpResult<usize> {
    let now = app.now();
    let letters = mailer::send_due(app).await?;
    if !app.read(move |c| Ok(store::any_due(c, now)?)).await? {
        return Ok(letters);
    }
    let jobs = app.write_quiet(move |tx| Ok(store::claim(tx, now, now.plus_minutes(LEASE), 2)?)).await?;
    let count = jobs.len();
    for result in join_all(jobs.into_iter().map(|job| finish(app, job))).await {
        result?;
    }
    Ok(letters + count)
}

async fn finish(app: &App, job: Job) -> OpResult<()> {
    let result = perform(app, &job.kind, &job.payload).await;
    let now = app.now();
    if let Err(e) = &result {
        tracing::warn!(job = job.id.0, kind = job.kind, attempt = job.attempts, error = e, "a job failed");
    }
    app.write_quiet(move |tx| {
        match &result {
            Ok(()) => store::set_done(tx, &job, now)?,
            Err(e) => store::set_failed(tx, &job, e, next_try(&job).map(|minutes| now.plus_minutes(minutes)))?,
        };
        Ok(())
    })
    .await
}

fn next_try(job: &Job) -> Option<i64> {
    let tried = usize::try_from(job.attempts).unwrap_or(usize::MAX);
    AGAIN.get(tried.checked_sub(1)?).copied()
}

/// The registry: what each kind of job does. Errors are sentences for the administrator.
async fn perform(app: &App, kind: &str, payload: &str) -> Result<(), String> {
    let payload: serde_json::Value = serde_json::from_str(payload).map_err(|e| e.to_string())?;
    match JobKind::parse(kind) {
        Some(JobKind::InspectFile) => {
            let file = payload.get("file").and_then(serde_json::Value::as_i64).ok_or("the payload names no file")?;
            inspect_file::run(app, FileId(file)).await.map_err(|e| e.to_string())
        }
        None => Err(format!("no job is called {kind}")),
    }
}
