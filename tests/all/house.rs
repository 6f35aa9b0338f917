//! The house as docs/architecture.md says: who may import whom, and that files name no machine of ours.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut names: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for p in names {
        if p.is_dir() {
            sources(&p, out);
        } else if p.extension().is_some_and(|e| e == "rs") {
            out.push(p);
        }
    }
}

/// The capabilities from the ground up: each may use those before it, never those after it.
const CAPABILITIES: [&str; 6] = ["accounts", "contests", "entries", "judging", "results", "phases"];

/// Files that gather what ops and pages need, by reading stores and asking the policy: they stand on the floor of the ops.
const GATHERERS: [&str; 8] = ["sessions", "parked", "dossier", "reading", "load", "kept", "blind", "overview"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Floor {
    Kernel,
    Pure,
    Db,
    Audit,
    Policy,
    Store,
    Messages,
    Jobs,
    Ops,
    Top,
}

/// The floor of a file, by its path under `src` without `.rs`, and its capability.
fn floor(path: &str) -> (Floor, Option<usize>) {
    let parts: Vec<&str> = path.split('/').collect();
    let capability = CAPABILITIES.iter().position(|c| *c == parts[0]);
    let f = match (parts[0], capability) {
        ("kernel" | "lang", _) => Floor::Kernel,
        ("files" | "numbers" | "storage", _) => Floor::Pure,
        ("db", _) => Floor::Db,
        ("audit", _) => Floor::Audit,
        ("policy", _) => Floor::Policy,
        ("messages", _) if parts[1..] == ["ops"] => Floor::Ops,
        ("messages", _) => Floor::Messages,
        ("jobs", _) => Floor::Jobs,
        (_, Some(_)) => {
            let last = parts.last().copied().unwrap_or_default();
            if parts.contains(&"ops") || GATHERERS.contains(&last) {
                Floor::Ops
            } else if last.ends_with("store") {
                Floor::Store
            } else {
                Floor::Pure
            }
        }
        _ => Floor::Top,
    };
    (f, capability)
}

/// Every `crate::…` path in a text, to two segments; test modules are left out.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut out = BTreeSet::new();
    for (i, _) in code.match_indices("crate::") {
        if code[..i].ends_with('$') {
            continue;
        }
        let rest = &code[i + 7..];
        let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
        let mut segments = path.split("::").filter(|s| !s.is_empty());
        let (Some(a), b) = (segments.next(), segments.next()) else { continue };
        out.insert(b.map_or_else(|| a.to_owned(), |b| format!("{a}/{b}")));
    }
    out
}

fn may_import(from: Floor, to: Floor) -> bool {
    use Floor as F;
    match from {
        F::Kernel => matches!(to, F::Kernel),
        F::Pure => matches!(to, F::Kernel | F::Pure | F::Db),
        F::Db => matches!(to, F::Kernel | F::Db),
        F::Audit => matches!(to, F::Kernel | F::Db | F::Audit),
        F::Policy => matches!(to, F::Kernel | F::Pure | F::Policy),
        F::Store => matches!(to, F::Kernel | F::Pure | F::Db | F::Store),
        F::Messages => matches!(to, F::Kernel | F::Pure | F::Db | F::Messages | F::Top),
        F::Jobs | F::Top => true,
        F::Ops => !matches!(to, F::Top),
    }
}

#[test]
fn every_import_goes_down() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 60, "the test must see the sources");
    let mut breaches = Vec::new();
    for file in files {
        let name = file.strip_prefix(&src).unwrap().with_extension("").display().to_string();
        let (from, own) = floor(&name);
        let text = std::fs::read_to_string(&file).unwrap();
        if !matches!(from, Floor::Top | Floor::Jobs) && (text.contains("actix_web") || text.contains("maud::")) {
            breaches.push(format!("{name} knows the web"));
        }
        for to in imports(&text) {
            let (floor_of, capability) = floor(&to);
            // `db::schema` is words only: rows derive from it.
            let words = to == "db/schema" || to == "app" && from == Floor::Messages;
            if !words && !may_import(from, floor_of) {
                breaches.push(format!("{name} ({from:?}) imports {to} ({floor_of:?})"));
            }
            if let (Some(own), Some(other)) = (own, capability)
                && other > own
            {
                breaches
                    .push(format!("{name} imports {to}: {} comes before {}", CAPABILITIES[own], CAPABILITIES[other]));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// What is left of a source when test modules and comments are taken away.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_capability_writes_into_the_tables_of_another() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut breaches = Vec::new();
    for own in CAPABILITIES.iter().chain(&["messages", "jobs"]) {
        let mut files = Vec::new();
        sources(&src.join(own), &mut files);
        for file in files {
            let code = code(&file);
            for other in CAPABILITIES.iter().filter(|c| *c != own) {
                // To the end of the path, or of the `use` that begins with it.
                let begin = format!("crate::{other}::");
                let names = code.match_indices(&begin).map(|(at, _)| {
                    let rest = &code[at..];
                    let is_use = code[..at].trim_end().ends_with("use");
                    let end = if is_use {
                        rest.find(';')
                    } else {
                        rest.find(|c: char| !c.is_alphanumeric() && !"_:".contains(c))
                    };
                    &rest[..end.unwrap_or(rest.len())]
                });
                for name in names.filter(|n| n.contains("write_store")) {
                    breaches.push(format!("{}: {name}", file.display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn every_address_stands_in_the_table() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let mut files = Vec::new();
    sources(&web, &mut files);
    let mut found = Vec::new();
    for file in files {
        for line in code(&file).lines() {
            if [".route(", ".service(", "web::scope(", "web::resource(", ".configure("].iter().any(|w| line.contains(w))
            {
                found.push(format!("{}: {}", file.strip_prefix(&web).unwrap().display(), line.trim()));
            }
        }
    }
    assert_eq!(
        found,
        [
            "routes.rs: cfg.route(r.path, (r.make)());",
            "routes.rs: cfg.route(&path, (r.make)());",
            r#"server.rs: .route("/tinh/{hash}/{name:.*}", web::get().to(assets::serve))"#,
            "server.rs: .configure(routes::register)",
        ]
    );
}
