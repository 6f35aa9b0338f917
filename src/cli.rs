//! The subcommands.

pub mod backup;
pub mod check;
mod check_acts;
pub mod check_log;
mod check_results;
mod check_store;
mod ledger;
pub mod numbers;
pub mod user;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::accounts;
use crate::app::App;
use crate::contests;
use crate::contests::ops::Import;
use crate::contests::template::{PHU_TAN, Template};
use crate::db;
use crate::demo;
use crate::jobs::worker;
use crate::kernel::actor::Cx;
use crate::kernel::time::Clock;
use crate::settings::{Checked, Settings, without_empty_variables};
use crate::web::server;

/// Bông Sen: contest submission and judging.
#[derive(Debug, Parser)]
#[command(
    name = "bongsen",
    version,
    about,
    after_help = "Every option can also be given by the environment variable named beside it."
)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site; on an empty folder, set everything up first
    Serve,
    /// Fill an empty folder with three contests to look at, and serve them
    Demo,
    /// Bring the database up to date and stop
    Migrate,
    /// Hold log, results, stored files and data against themselves; exit code 1 when anything is wrong
    Check {
        /// A published results file (JSON) alone: rank it anew and lay the prizes over the order; needs no database
        #[arg(long, value_name = "FILE")]
        results: Option<PathBuf>,
    },
    /// Give works to judges: quota, conflicts, loads, expertise, anchors; JSON in, JSON out
    Assign(numbers::Assign),
    /// Tell from a table of marks how judges and works differ and how well the panel agrees, as JSON
    Analyse(numbers::Analyse),
    /// Play a design of judging many times and tell how well it finds the best works, as JSON
    Simulate(numbers::Simulate),
    /// List accounts, give a password link, set a password, bar and let in, make administrators
    User(user::User),
    /// Copy the embedded database and the files into one tar, while the site may be running
    Backup {
        /// The file to make; it must not be there yet
        file: PathBuf,
    },
    /// Fill an empty data folder from a backup
    Restore {
        /// A file that `backup` made
        file: PathBuf,
    },
}

/// Reads the command line and does what it says.
#[must_use]
pub fn main() -> ExitCode {
    let mut cli = match Cli::from_arg_matches(&without_empty_variables(Cli::command()).get_matches()) {
        Ok(cli) => cli,
        Err(e) => e.exit(),
    };
    // Pure arithmetic: needs no settings and touches no data.
    match &cli.command {
        Command::Assign(wish) => return numbers::assign(wish),
        Command::Analyse(wish) => return numbers::analyse(wish),
        Command::Simulate(wish) => return numbers::simulate(wish),
        Command::Check { results: Some(file) } => return check_results::run(file),
        _ => {}
    }
    cli.settings.forget_empty();
    let checked = match cli.settings.check() {
        Ok(c) => c,
        Err(faults) => {
            for f in faults {
                eprintln!("{f}");
            }
            return ExitCode::from(2);
        }
    };
    init_logs(&cli.settings);
    match run(&cli.command, &cli.settings, &checked) {
        Ok(code) => code,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

fn init_logs(settings: &Settings) {
    let logs = tracing_subscriber::fmt()
        .with_env_filter(settings.log.as_str())
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if settings.log_json {
        logs.json().init();
    } else {
        logs.init();
    }
}

fn run(command: &Command, settings: &Settings, checked: &Checked) -> Result<ExitCode, Box<dyn std::error::Error>> {
    match command {
        Command::Backup { file } => {
            let n = backup::backup(settings, checked, file)?;
            println!("{}: the database and {n} stored files.", file.display());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Restore { file } => {
            let n = backup::restore(settings, checked, file)?;
            println!(
                "{}: the database and {n} stored files are back. `bongsen check` reads them through.",
                settings.data.display()
            );
            return Ok(ExitCode::SUCCESS);
        }
        // These are about a site that there is: a mistyped folder is not to become one.
        Command::Check { .. } | Command::User(_) => {
            if let db::Url::Sqlite(path) = &checked.database
                && !path.exists()
            {
                return Err(format!("{}: there is no database here. Is --data right?", path.display()).into());
            }
        }
        _ => {}
    }
    if matches!(command, Command::Check { .. }) {
        let app = App::open(settings, checked, Clock::System)?;
        if db::pending(&app.db)? > 0 {
            return Err("The database is not up to date with this program: run `bongsen migrate` first.".into());
        }
        return check::run(&app);
    }
    // Before anything is made: two servers on one address are a mistake.
    let listener = match command {
        Command::Serve | Command::Demo => Some(std::net::TcpListener::bind(checked.listen).map_err(|e| {
            format!(
                "BONGSEN_LISTEN (--listen): cannot listen on {}: {e}. Is another server running there?",
                checked.listen
            )
        })?),
        _ => None,
    };
    let app = App::start(settings, checked, Clock::System)?;
    match command {
        Command::Migrate => println!("The database is up to date."),
        Command::Serve | Command::Demo => {
            if matches!(command, Command::Demo) {
                show_demo(&app)?;
            }
            if let Some(listener) = listener {
                serve(app, checked, listener)?;
            }
        }
        Command::User(user) => return Ok(user::run(&app, user)),
        Command::Check { .. }
        | Command::Backup { .. }
        | Command::Restore { .. }
        | Command::Assign(_)
        | Command::Analyse(_)
        | Command::Simulate(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn serve(app: App, checked: &Checked, listener: std::net::TcpListener) -> Result<(), Box<dyn std::error::Error>> {
    first_contest(&app)?;
    println!("{}", checked.base_url);
    let cx = Cx::system(app.now());
    if let Some(secret) = app.db.write(|tx| accounts::ops::setup_link(tx, &cx))? {
        println!("Set up the first administrator: {}/thiet-lap/{secret}", checked.base_url);
    }
    actix_web::rt::System::new().block_on(async move {
        // Ends with the server: the system's tasks go when it does.
        actix_web::rt::spawn(worker::run(app.clone()));
        server::run(app, listener)?.await
    })?;
    Ok(())
}

/// On an empty database: the contest of the template that comes with the program.
fn first_contest(app: &App) -> Result<(), Box<dyn std::error::Error>> {
    let template = Template::parse(PHU_TAN).map_err(|f| format!("{f:?}"))?;
    let cx = Cx::system(app.now());
    app.db.write(|tx| {
        if contests::store::all(tx)?.is_empty() {
            let cmd = Import { template: template.clone(), which: "PT26".into(), short_code: None, current: true };
            contests::ops::import(tx, &cx, &cmd)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Makes the demo, or says that it is there; prints who can sign in.
fn show_demo(app: &App) -> Result<(), Box<dyn std::error::Error>> {
    let file = demo::accounts_file(app);
    if demo::is_there(app) {
        println!("The demo is here already. Who can sign in: {}", file.display());
        return Ok(());
    }
    let began = std::time::Instant::now();
    let built = demo::build(app, demo::Size::Full)?;
    let mut before = (String::new(), "");
    let mut shown = 0;
    println!("{:<8} {:<11} {:<42} {:<18} Name", "Contest", "Role", "Sign in with", "Password");
    for a in &built.accounts {
        let same = before == (a.contest.clone(), a.role);
        shown = if same { shown + 1 } else { 0 };
        before = (a.contest.clone(), a.role);
        // Of entrants a few will do; all stand in the file.
        if a.role != "entrant" || shown < 5 {
            println!("{:<8} {:<11} {:<42} {:<18} {}", a.contest, a.role, a.login, a.password, a.name);
        }
    }
    println!("All {} lines: {}", built.accounts.len(), file.display());
    for (phase, ms) in &built.phases {
        println!("{phase:<9} {ms:>6} ms");
    }
    println!("Made in {:.1} s.", began.elapsed().as_secs_f64());
    Ok(())
}
