//! One request as the pages see it: who, in which contest, in which language, at what time.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};

use super::errors::WebError;
use super::session;
use crate::accounts::sessions;
use crate::app::App;
use crate::contests::contest::Contest;
use crate::contests::store as contests;
use crate::db::{Conn, Tx};
use crate::kernel::actor::{Actor, Cx, Person};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::ids::SessionId;
use crate::kernel::msg::Msg;
use crate::kernel::time::{Timestamp, Zone};
use crate::lang::Lang;
use crate::policy::{self, Action};

/// The request's number, put there by the headers middleware.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// A request, its person and its contest. Cheap to clone.
#[derive(Clone)]
pub struct Visit {
    pub app: App,
    pub person: Option<Arc<Person>>,
    pub session: Option<SessionId>,
    contest: Option<Arc<Contest>>,
    /// `""` at bare addresses, `/cuoc-thi/PT26` under a contest's own.
    pub prefix: String,
    pub lang: Lang,
    pub now: Timestamp,
    pub request_id: String,
    /// Path and query as asked.
    pub path: String,
    /// The address of the peer (or what a trusted proxy says it is): for limiting attempts only, never stored or logged.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    /// The request asks for JSON (our scripts do).
    pub wants_json: bool,
}

impl Visit {
    /// The contest of this address.
    ///
    /// # Errors
    /// 404 when there is none.
    pub fn contest(&self) -> Result<&Contest, WebError> {
        self.contest.as_deref().ok_or_else(|| OpError::NotFound.into())
    }
    #[must_use]
    pub fn contest_opt(&self) -> Option<&Contest> {
        self.contest.as_deref()
    }

    /// The zone of the contest (Vietnam's where there is none).
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.contest.as_ref().and_then(|c| Zone::parse(&c.time_zone)).unwrap_or(Zone(chrono_tz::Asia::Ho_Chi_Minh))
    }

    #[must_use]
    pub fn actor(&self) -> Actor {
        self.person.as_deref().map_or(Actor::Anyone, |p| Actor::Person(p.clone()))
    }
    #[must_use]
    pub fn cx(&self) -> Cx {
        Cx { actor: self.actor(), now: self.now, request_id: self.request_id.clone() }
    }

    /// Whether to draw a button: the same question as the op asks.
    #[must_use]
    pub fn may(&self, action: &Action) -> bool {
        policy::may(&self.actor(), action).is_ok()
    }
    /// Guards a page.
    ///
    /// # Errors
    /// The refusal.
    pub fn require(&self, action: &Action) -> Result<(), WebError> {
        policy::may(&self.actor(), action).map_err(|d| OpError::from(d).into())
    }
    /// The signed-in person.
    ///
    /// # Errors
    /// Sends to the sign-in page.
    pub fn signed_in(&self) -> Result<&Person, WebError> {
        self.require(&Action::OwnAccount)?;
        self.person.as_deref().ok_or_else(|| OpError::NotFound.into())
    }

    /// A sentence without values.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.lang.text(key)
    }
    /// A sentence with values: `v.say(&msg!("key", n = 3))`.
    #[must_use]
    pub fn say(&self, msg: &Msg) -> String {
        self.lang.say(msg)
    }

    /// An address of the present contest: `v.href("/the-le")`.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        if self.prefix.is_empty() {
            path.to_owned()
        } else if path == "/" {
            self.prefix.clone()
        } else {
            format!("{}{path}", self.prefix)
        }
    }

    /// `303 See Other` to an address of the present contest.
    #[must_use]
    pub fn see_other(&self, path: &str) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((header::LOCATION, self.href(path))).finish()
    }

    /// Reads off the event loop.
    ///
    /// # Errors
    /// What `f` gives.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> OpResult<T> + Send + 'static,
    ) -> Result<T, WebError> {
        Ok(self.app.read(f).await?)
    }
    /// Runs an op off the event loop, as the person of this request.
    ///
    /// # Errors
    /// What the op gives; pages that show faults match on it.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut Tx, &Cx) -> OpResult<T> + Send + 'static,
    ) -> OpResult<T> {
        self.app.write(self.cx(), f).await
    }
}

impl FromRequest for Visit {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of(&req).await })
    }
}

impl Visit {
    /// Loads the person and the contest of a request in one read.
    ///
    /// # Errors
    /// 404 for a contest that there is not; a failure of the database.
    pub async fn of(req: &HttpRequest) -> Result<Self, WebError> {
        let app: App = req
            .app_data::<web::Data<App>>()
            .map(|d| d.get_ref().clone())
            .ok_or_else(|| OpError::Internal("the app is not wired".into()))?;
        let now = app.now();
        let token = session::token(req, app.is_https());
        let code = req.match_info().get("contest").map(str::to_owned);
        let wanted = code.clone();
        let (who, contest) = app
            .read(move |c| {
                let who = match &token {
                    Some(t) => sessions::person_of(c, t, now)?,
                    None => None,
                };
                let contest = match &wanted {
                    Some(code) => Some(contests::by_code(c, code)?.ok_or(OpError::NotFound)?),
                    None => contests::current(c)?,
                };
                Ok((who, contest))
            })
            .await?;
        if let Some((s, _, true)) = who {
            app.write_quiet(move |tx| sessions::seen(tx, s, now)).await?;
        }
        let (session, person) = who.map_or((None, None), |(s, p, _)| (Some(s), Some(Arc::new(p))));
        let header = |name: header::HeaderName| {
            req.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
        };
        let address = address(req, &app);
        Ok(Self {
            person,
            session,
            // A draft contest is seen by its staff only; the pages ask the policy.
            contest: contest.map(Arc::new),
            prefix: code.map(|c| format!("/cuoc-thi/{c}")).unwrap_or_default(),
            lang: session::lang(req),
            now,
            request_id: req.extensions().get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default(),
            path: req.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
            address,
            agent: header(header::USER_AGENT),
            wants_json: header(header::ACCEPT).starts_with("application/json"),
            app,
        })
    }
}

/// The address of the peer, or what a trusted proxy says it is: for limiting attempts only, never stored or logged.
pub fn address(req: &HttpRequest, app: &App) -> String {
    let said: Vec<_> =
        req.headers().get_all("x-forwarded-for").map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
    let peer = req.peer_addr().map(|a| a.ip());
    peer.map(|p| believed(p, &said.join(","), &app.settings.trusted_proxies).to_string()).unwrap_or_default()
}

/// From the peer back along the way that was said, as long as whoever says it is a trusted proxy.
fn believed(peer: IpAddr, said: &str, trusted: &[IpAddr]) -> IpAddr {
    let mut at = peer.to_canonical();
    for word in said.rsplit(',') {
        let Ok(before) = word.trim().parse::<IpAddr>() else { break };
        if !trusted.iter().any(|t| t.to_canonical() == at) {
            break;
        }
        at = before.to_canonical();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_believed_as_far_as_it_is_trusted() {
        let ip = |s: &str| s.parse::<IpAddr>().unwrap();
        let trusted = [ip("10.0.0.1"), ip("10.0.0.2"), ip("fd00::1")];
        for (peer, said, expected) in [
            ("203.0.113.9", "", "203.0.113.9"),
            // Whoever is no proxy of ours says what they like.
            ("203.0.113.9", "198.51.100.7", "203.0.113.9"),
            ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("fd00::1", "2001:db8::7", "2001:db8::7"),
            // What the visitor wrote before the proxy's word is not believed.
            ("10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
            // Two proxies of ours, in one header or in two.
            ("10.0.0.1", "1.2.3.4, 198.51.100.7,10.0.0.2", "198.51.100.7"),
            // Only proxies: the first of them.
            ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
            // Where it makes no sense, the walk ends.
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "unknown", "10.0.0.1"),
            ("10.0.0.1", "198.51.100.7, khong, 10.0.0.2", "10.0.0.2"),
            ("10.0.0.1", "198.51.100.7,", "10.0.0.1"),
        ] {
            assert_eq!(believed(ip(peer), said, &trusted), ip(expected), "{peer} {said}");
        }
    }
}
