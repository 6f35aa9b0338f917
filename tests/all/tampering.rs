//! Rows that were changed past the operations are found: each is held against the log. The rows are those of a small demo.

use bongsen::app::App;
use bongsen::cli::{check, check_log};
use bongsen::demo::{Size, build};
use bongsen::kernel::errors::OpError;
use bongsen::kernel::ids::{digest, hex};
use bongsen::kernel::time::Clock;
use bongsen::settings::Settings;
use clap::Parser;
use diesel::connection::SimpleConnection;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: Settings,
}

/// What the check says once `sql` was done; it is undone again.
fn after(app: &App, sql: &str) -> Vec<String> {
    let mut said = Vec::new();
    let undone = app.db.write_quiet(|tx| {
        tx.batch_execute(sql)?;
        said = check_log::rows(tx)?;
        Err::<(), _>(OpError::NotFound)
    });
    assert!(matches!(undone, Err(OpError::NotFound)), "{sql}: {undone:?}");
    said
}

#[test]
fn what_is_changed_past_the_log_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Line::parse_from(["bongsen", "--data", &folder.path().display().to_string()]).settings;
    let app = App::start(&settings, &settings.check().unwrap(), Clock::System).unwrap();
    build(&app, Size::Small).unwrap();
    assert_eq!(app.db.read(check_log::rows).unwrap(), Vec::<String>::new());
    assert_eq!(app.db.read(check::data).unwrap().faults, Vec::<String>::new());

    let sheet = "(SELECT MAX(id) FROM assignments WHERE state = 'handed_in')";
    let accepted = "(SELECT MAX(id) FROM entries WHERE state = 'accepted')";
    let award = "(SELECT MAX(id) FROM awards WHERE entry_id IS NOT NULL)";
    let forged = hex(&digest(b"{}"));
    let tampered = [
        (format!("UPDATE marks SET points = points - 25 WHERE assignment_id = {sheet}"), "marks are not those"),
        (format!("DELETE FROM marks WHERE assignment_id = {sheet}"), "marks are not those"),
        (format!("UPDATE assignments SET comment = 'Tuyệt vời' WHERE id = {sheet}"), "its comment was changed"),
        (format!("UPDATE assignments SET state = 'open' WHERE id = {sheet}"), "is open, but the log says handed_in"),
        (
            format!("UPDATE assignments SET judge_id = (SELECT MIN(id) FROM accounts) WHERE id = {sheet}"),
            "another round, work or judge",
        ),
        (format!("UPDATE sheet_copies SET content = '{{}}' WHERE assignment_id = {sheet}"), "was changed afterwards"),
        (format!("DELETE FROM sheet_copies WHERE assignment_id = {sheet}"), "that was handed in (1) is gone"),
        (
            format!(
                "UPDATE entry_versions SET content = replace(content, '\"body\"', '\"body2\"') WHERE entry_id = {accepted}"
            ),
            "was changed after it was handed in",
        ),
        (format!("DELETE FROM entry_versions WHERE entry_id = {accepted}"), "version 1 is gone"),
        (format!("UPDATE entries SET body = 'Lời khác' WHERE id = {accepted}"), "it was changed after"),
        (
            format!("UPDATE entries SET state = 'refused' WHERE id = {accepted}"),
            "it is refused, but the log says accepted",
        ),
        (format!("DELETE FROM authors WHERE entry_id = {accepted}"), "it was changed after"),
        (format!("UPDATE awards SET revoked_at = 1 WHERE id = {award}"), "it is taken back, but the log says in force"),
        (
            format!(
                "UPDATE awards SET entry_id = (SELECT MIN(id) FROM entries WHERE id NOT IN (SELECT entry_id FROM awards \
                 WHERE entry_id IS NOT NULL)) WHERE id = {award}"
            ),
            "another prize or another winner",
        ),
        (format!("DELETE FROM awards WHERE id = {award}"), "it is gone"),
        (format!("UPDATE publications SET content = '{{}}', sha256 = X'{forged}'"), "is not the one that the log says"),
        ("UPDATE publications SET state = 'dropped' WHERE state = 'published'".into(), "they are dropped, but"),
        ("DELETE FROM advancements".into(), "is not in it, and the log says otherwise"),
        ("DELETE FROM unblindings".into(), "whether its authors were unveiled"),
        (
            format!(
                "INSERT INTO tie_votes (round_id, entry_id, place, made_at) \
                 SELECT MIN(id), {accepted}, 1, 1 FROM rounds"
            ),
            "the vote on entry number",
        ),
        ("UPDATE publications SET approved_by = NULL".into(), "that others proposed or approved them"),
        ("UPDATE publications SET proposed_by = (SELECT MIN(id) FROM accounts)".into(), "that others proposed or approved them"),
        ("UPDATE publications SET approved_at = approved_at + 1".into(), "or at another time"),
        ("UPDATE contests SET phase = 'intake' WHERE phase = 'open'".into(), "its phase is intake, but the log says open"),
        ("UPDATE rounds SET state = 'open' WHERE state = 'closed'".into(), "it is open, but the log says closed"),
        ("UPDATE memberships SET role = 'organizer' WHERE role = 'judge'".into(), "another person or role"),
        ("UPDATE memberships SET ended_at = 1".into(), "or another end"),
        (
            "INSERT INTO memberships (contest_id, account_id, role, granted_at) SELECT MIN(c.id), MAX(a.id), 'organizer', 1 \
             FROM contests c, accounts a"
                .into(),
            "the log does not know it",
        ),
        (
            "UPDATE accounts SET is_admin = TRUE WHERE id = (SELECT MAX(id) FROM accounts)".into(),
            "it is an administrator, and the log says otherwise",
        ),
        ("UPDATE accounts SET is_admin = FALSE".into(), "it is no administrator"),
        (format!("UPDATE files SET sha256 = X'{forged}'"), "another SHA-256 of what was received"),
        ("UPDATE awards SET reason = 'Chỗ quen biết'".into(), "its reason is not the one"),
        (
            "INSERT INTO vacancies (contest_id, prize_id, reason, made_at) SELECT contest_id, MIN(id), 'x', 1 FROM prizes \
             GROUP BY contest_id"
                .into(),
            "the reason for giving fewer",
        ),
        ("UPDATE advancements SET reason = 'khác' WHERE way = 'hand'".into(), "the reason for entry number"),
    ];
    for (sql, wanted) in &tampered {
        let said = after(&app, sql);
        assert!(said.iter().any(|s| s.contains(wanted)), "{sql}:\n{said:#?}");
    }
    assert_eq!(app.db.read(check_log::rows).unwrap(), Vec::<String>::new(), "all of it was undone");
}
