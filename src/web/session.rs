//! The cookies: who is signed in, and the language chosen.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::accounts::parked;
use crate::accounts::sessions::DAYS;
use crate::lang::Lang;

const LANG: &str = "ngon-ngu";

/// The name of the session's cookie: with the `__Host-` prefix when people come by HTTPS.
#[must_use]
pub const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-phien" } else { "phien" }
}

fn build(name: &'static str, value: String, https: bool, age: Duration) -> Cookie<'static> {
    Cookie::build(name, value).path("/").http_only(true).secure(https).same_site(SameSite::Lax).max_age(age).finish()
}

#[must_use]
pub fn cookie(token: String, https: bool) -> Cookie<'static> {
    build(cookie_name(https), token, https, Duration::days(DAYS))
}

#[must_use]
pub fn ended_cookie(https: bool) -> Cookie<'static> {
    build(cookie_name(https), String::new(), https, Duration::ZERO)
}

#[must_use]
pub fn lang_cookie(lang: Lang, https: bool) -> Cookie<'static> {
    build(LANG, lang.code().to_owned(), https, Duration::days(365))
}

/// The cookie of the browser for which a form is kept: its name, and itself.
const fn browser_name(https: bool) -> &'static str {
    if https { "__Host-phieu" } else { "phieu" }
}

#[must_use]
pub fn browser_cookie(secret: String, https: bool) -> Cookie<'static> {
    build(browser_name(https), secret, https, Duration::days(parked::DAYS))
}

/// The secret of the browser that had a form kept.
#[must_use]
pub fn browser(req: &HttpRequest, https: bool) -> Option<String> {
    req.cookie(browser_name(https)).map(|c| c.value().to_owned()).filter(|v| !v.is_empty())
}

/// The token that the request carries.
#[must_use]
pub fn token(req: &HttpRequest, https: bool) -> Option<String> {
    req.cookie(cookie_name(https)).map(|c| c.value().to_owned()).filter(|v| !v.is_empty())
}

/// The language of a request: the cookie, else Vietnamese. What the browser prefers is not asked: a borrowed phone set to English
/// should still greet in Vietnamese, and the switch stands on every page.
#[must_use]
pub fn lang(req: &HttpRequest) -> Lang {
    req.cookie(LANG).and_then(|c| Lang::parse(c.value())).unwrap_or_default()
}
