//! The one table of addresses: it registers them, and the permission test walks it.

use actix_web::http::Method;
use actix_web::web::ServiceConfig;

/// Who may come here at all. Finer rules (phase, state, whose) are the policy's; this is what the permission test checks for
/// every route with nobody's, another person's and the wrong role's session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever holds the secret in the address (an invitation).
    Secret,
    /// Whoever is signed in.
    SignedIn,
    /// The owner of the entry in the address, or the office of its contest; others see 404.
    Entry,
    /// The judge of the assignment in the address; others see 404.
    Sheet,
    /// Judges of the contest.
    Judge,
    /// Secretaries and organizers of the contest.
    Office,
    /// Whoever runs the judging: organizers, secretaries, head judges.
    Judging,
    /// Organizers of the contest.
    Organizer,
    /// The administrator.
    Admin,
}

/// One address.
pub struct RouteSpec {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    /// Also under `/cuoc-thi/{contest}`.
    pub in_contest: bool,
    /// Anonymous answers may be kept for the page cache's time.
    pub cached: bool,
    make: fn() -> actix_web::Route,
}

impl RouteSpec {
    /// A page of a contest: at the bare address for the current one, and under `/cuoc-thi/{short code}` for each.
    #[must_use]
    pub fn here(mut self) -> Self {
        self.in_contest = true;
        self
    }
    /// Its anonymous answer may be up to the page cache's time old.
    #[must_use]
    pub fn cached(mut self) -> Self {
        self.cached = true;
        self
    }
}

/// A page.
#[must_use]
pub fn get(path: &'static str, access: Access, make: fn() -> actix_web::Route) -> RouteSpec {
    RouteSpec { method: Method::GET, path, access, in_contest: false, cached: false, make }
}

/// An act.
#[must_use]
pub fn post(path: &'static str, access: Access, make: fn() -> actix_web::Route) -> RouteSpec {
    RouteSpec { method: Method::POST, path, access, in_contest: false, cached: false, make }
}

/// Every address of the site but the assets.
#[must_use]
pub fn table() -> Vec<RouteSpec> {
    let mut all = Vec::new();
    all.extend(super::public::routes());
    all.extend(super::account::routes());
    all.extend(super::entrant::routes());
    all.extend(super::judge::routes());
    all.extend(super::office::routes());
    all.extend(super::organizer::routes());
    all.extend(super::admin::routes());
    all
}

/// Where a contest's own addresses begin.
pub const CONTEST_PREFIX: &str = "/cuoc-thi/{contest}";

/// Registers the table.
pub fn register(cfg: &mut ServiceConfig) {
    for r in table() {
        cfg.route(r.path, (r.make)());
        if r.in_contest {
            let path = if r.path == "/" { CONTEST_PREFIX.to_owned() } else { format!("{CONTEST_PREFIX}{}", r.path) };
            cfg.route(&path, (r.make)());
        }
    }
}

/// The patterns whose anonymous answers may be kept.
#[must_use]
pub fn cached_patterns() -> std::collections::HashSet<String> {
    let mut set = std::collections::HashSet::new();
    for r in table().iter().filter(|r| r.cached) {
        set.insert(r.path.to_owned());
        if r.in_contest {
            set.insert(if r.path == "/" { CONTEST_PREFIX.to_owned() } else { format!("{CONTEST_PREFIX}{}", r.path) });
        }
    }
    set
}
