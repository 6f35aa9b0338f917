//! `bongsen user`: accounts from the command line, for whoever runs the machine.

use std::io::Read;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::accounts::account::Account;
use crate::accounts::account_store as rows;
use crate::accounts::login::{Login, check_password, show_phone};
use crate::accounts::{ops, passwords};
use crate::app::App;
use crate::kernel::actor::Cx;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::ids::secret;
use crate::kernel::text::fold;
use crate::lang::Lang;
use crate::web::errors::WebError;

/// What to do with accounts.
#[derive(Debug, Args)]
pub struct User {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// List accounts: number, login, name, roles; newest first
    List {
        /// Only those whose name, phone number or mail address contains this
        text: Option<String>,
    },
    /// Print a link by which the owner sets a password; it works once, for seven days
    Link {
        /// Phone number or mail address
        login: String,
    },
    /// Set a password (made and printed, unless it comes by standard input) and end all sessions
    Password {
        /// Phone number or mail address
        login: String,
        /// Read the password from the first line of standard input
        #[arg(long)]
        stdin: bool,
    },
    /// Make an administrator
    Admin {
        /// Phone number or mail address
        login: String,
        /// Take the administrator's role away
        #[arg(long)]
        off: bool,
    },
    /// Bar an account from signing in
    Disable {
        /// Phone number or mail address
        login: String,
        /// Why; stands in the log
        #[arg(long, default_value = "Command line")]
        reason: String,
    },
    /// Let an account sign in again
    Enable {
        /// Phone number or mail address
        login: String,
        /// Why; stands in the log
        #[arg(long, default_value = "Command line")]
        reason: String,
    },
}

/// Does it; a refusal is a sentence, and exit code 1.
#[must_use]
pub fn run(app: &App, user: &User) -> ExitCode {
    match told(app, user) {
        Ok(lines) => {
            print!("{lines}");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Does it, and gives what to print, or why not.
///
/// # Errors
/// A sentence.
pub fn told(app: &App, user: &User) -> Result<String, String> {
    let cx = Cx::system(app.now());
    match &user.deed {
        Deed::List { text } => list(app, text.as_deref().unwrap_or_default()),
        Deed::Link { login } => {
            let a = find(app, login)?;
            let link = app.db.write(|tx| ops::first_password_link(tx, &cx, a.id)).map_err(sentence)?;
            Ok(format!("{}/thiet-lap/{link}\n", app.base_url))
        }
        Deed::Password { login, stdin } => {
            let a = find(app, login)?;
            let password = if *stdin { first_line()? } else { secret().chars().take(16).collect() };
            let mut faults = Faults::none();
            check_password("password", &password, &mut faults);
            faults.check().map_err(sentence)?;
            let hash = passwords::hash_here(&password).map_err(sentence)?;
            app.db.write(|tx| ops::force_password(tx, &cx, a.id, &hash)).map_err(sentence)?;
            Ok(if *stdin {
                format!("The password of {} is set.\n", shown(&a))
            } else {
                format!("The password of {} is now {password}\n", shown(&a))
            })
        }
        Deed::Admin { login, off } => {
            let a = find(app, login)?;
            app.db.write(|tx| ops::set_admin(tx, &cx, a.id, !off)).map_err(sentence)?;
            let now = if *off { "no longer an administrator" } else { "an administrator now" };
            Ok(format!("{} is {now}.\n", shown(&a)))
        }
        Deed::Disable { login, reason } => bar(app, &cx, login, true, reason),
        Deed::Enable { login, reason } => bar(app, &cx, login, false, reason),
    }
}

fn bar(app: &App, cx: &Cx, login: &str, disabled: bool, reason: &str) -> Result<String, String> {
    let a = find(app, login)?;
    app.db.write(|tx| ops::set_disabled(tx, cx, a.id, disabled, reason)).map_err(sentence)?;
    let now = if disabled { "can no longer sign in" } else { "can sign in again" };
    Ok(format!("{} {now}.\n", shown(&a)))
}

fn find(app: &App, typed: &str) -> Result<Account, String> {
    let login = Login::parse(typed).ok_or_else(|| format!("{typed} is neither a phone number nor a mail address."))?;
    let found = app.db.read(|c| Ok(rows::by_login(c, &login)?)).map_err(sentence)?;
    found.ok_or_else(|| format!("There is no account with {typed}."))
}

fn shown(a: &Account) -> String {
    let logins: Vec<String> = a.phone.as_deref().map(show_phone).into_iter().chain(a.email.clone()).collect();
    format!("{} ({})", if a.name.is_empty() { "–" } else { &a.name }, logins.join(", "))
}

fn list(app: &App, text: &str) -> Result<String, String> {
    let text = fold(text);
    let (all, held) = app.db.read(|c| Ok((rows::all(c)?, rows::held(c, None)?))).map_err(sentence)?;
    let mut lines = String::new();
    for a in &all {
        let who = shown(a);
        let plain = fold(&format!("{who} {}", a.phone.as_deref().unwrap_or_default()));
        if !plain.contains(&text) {
            continue;
        }
        let mut words: Vec<String> = Vec::new();
        if a.is_admin {
            words.push("admin".into());
        }
        words.extend(held.iter().filter(|h| h.account == a.id).map(|h| format!("{}@{}", h.role.word(), h.contest)));
        if a.disabled_at.is_some() {
            words.push("disabled".into());
        }
        if a.password_hash.is_none() {
            words.push("no password".into());
        }
        let line = format!("{:>6}  {who}  {}", a.id.0, words.join(", "));
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    Ok(lines)
}

fn first_line() -> Result<String, String> {
    let mut all = String::new();
    std::io::stdin().read_to_string(&mut all).map_err(|e| e.to_string())?;
    Ok(all.lines().next().unwrap_or_default().to_owned())
}

/// A refusal in English, as the command line speaks.
fn sentence(e: impl Into<OpError>) -> String {
    let e = e.into();
    match &e {
        OpError::Internal(why) => why.clone(),
        OpError::Db(why) => why.to_string(),
        _ => Lang::En.say(&WebError(e).msg()),
    }
}
