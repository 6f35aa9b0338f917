//! The settings as compose files and service units give them to the real program.

use std::process::{Command, Output, Stdio};

fn bongsen(folder: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bongsen"));
    command.args(arguments).current_dir(folder).env_remove("DATABASE_URL").stdin(Stdio::null());
    command
}

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let folder = tempfile::tempdir().unwrap();
    let help = said(&bongsen(folder.path(), &["--help"]).output().unwrap());
    let variables: Vec<&str> = help.split("[env: ").skip(1).map(|s| s.split(['=', ']']).next().unwrap()).collect();
    for name in ["BONGSEN_WORKERS", "BONGSEN_TRUSTED_PROXIES", "AWS_REGION", "AWS_SESSION_TOKEN", "BONGSEN_LOG"] {
        assert!(variables.contains(&name), "{name}: {help}");
    }
    let mut command = bongsen(folder.path(), &["migrate"]);
    for name in &variables {
        command.env(name, "");
    }
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}", said(&out));
    assert!(folder.path().join("var/bongsen.db").exists());
}

#[test]
fn a_bad_setting_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value, sentence) in [
        ("BONGSEN_LOG", "bongsen=to", "BONGSEN_LOG (--log) must be a filter such as bongsen=debug, not «bongsen=to»"),
        ("BONGSEN_LISTEN", "0.0.0.0:8080", "set BONGSEN_BASE_URL (--base-url) to the address that people open"),
    ] {
        let out = bongsen(folder.path(), &["migrate"]).env(name, value).output().unwrap();
        assert_eq!(out.status.code(), Some(2), "{}", said(&out));
        assert!(said(&out).contains(sentence), "{}", said(&out));
        assert!(!folder.path().join("var").exists(), "nothing was made");
    }
}
