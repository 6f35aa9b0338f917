//! What a browser's form sends, before it means anything: names and values in order, names may repeat.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::TryStreamExt;

use super::body;
use super::errors::WebError;
use super::ui::ErrorSummary;
use super::visit::Visit;
use crate::kernel::errors::{Faults, OpError};
use crate::kernel::points::Points;
use crate::kernel::text;
use crate::kernel::time::{Day, Timestamp, Zone};

/// The body as it came but for passwords, kept in the request's extensions so that it is not lost when the person has to sign in first.
#[derive(Clone)]
pub struct RawBody(pub String);

/// The fields of a form (or of a query), in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads `a=b&c=d`.
    #[must_use]
    pub fn parse(s: &str) -> Self {
        let decode = |s: &str| {
            let s = s.replace('+', " ");
            percent_encoding::percent_decode_str(&s).decode_utf8_lossy().into_owned()
        };
        Self(
            s.split('&')
                .filter(|p| !p.is_empty())
                .map(|p| p.split_once('=').unwrap_or((p, "")))
                .map(|(k, v)| (decode(k), decode(v)))
                .collect(),
        )
    }
    /// As a form sends them: `a=b&c=d`.
    #[must_use]
    pub fn urlencoded(&self) -> String {
        let code = |s: &str| percent_encoding::utf8_percent_encode(s, percent_encoding::NON_ALPHANUMERIC).to_string();
        self.0.iter().map(|(k, v)| format!("{}={}", code(k), code(v))).collect::<Vec<_>>().join("&")
    }
    /// The first value as it was typed (`""` if there is none).
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(k, _)| k == name)
    }
    /// A line: trimmed, NFC, without control characters.
    #[must_use]
    pub fn line(&self, name: &str) -> String {
        text::clean_line(self.raw(name))
    }
    /// Text of many lines: NFC, line ends as `\n`, without control characters.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        text::clean_text(self.raw(name))
    }
    /// Every value of a repeated name.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(k, _)| k == name).map(|(_, v)| v.as_str()).collect()
    }
    /// A box that is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.0.iter().any(|(k, v)| k == name && !v.is_empty() && v != "0")
    }
    /// A line that must be there and not be too long; adds the fault otherwise.
    pub fn need_line(&self, name: &str, max: usize, faults: &mut Faults) -> String {
        let s = self.line(name);
        if s.is_empty() {
            faults.add(name, msg!("field-required"));
        } else {
            long(name, &s, max, faults);
        }
        s
    }
    /// A line that may be empty but not too long.
    pub fn some_line(&self, name: &str, max: usize, faults: &mut Faults) -> String {
        let s = self.line(name);
        long(name, &s, max, faults);
        s
    }
    /// A text that may be empty but not too long.
    pub fn some_text(&self, name: &str, max: usize, faults: &mut Faults) -> String {
        let s = self.text(name);
        long(name, &s, max, faults);
        s
    }
    /// A whole number; empty gives none.
    pub fn some_number(&self, name: &str, faults: &mut Faults) -> Option<i64> {
        let s = self.line(name).replace(['.', ' ', '\u{a0}'], "");
        if s.is_empty() {
            return None;
        }
        let n = s.parse().ok();
        if n.is_none() {
            faults.add(name, msg!("field-not-number"));
        }
        n
    }
    /// Points such as `8,75`; empty gives none.
    pub fn some_points(&self, name: &str, faults: &mut Faults) -> Option<Points> {
        let s = self.line(name);
        if s.is_empty() {
            return None;
        }
        let p = Points::parse(&s).ok();
        if p.is_none() {
            faults.add(name, msg!("field-not-number"));
        }
        p
    }
    /// A calendar day; empty gives none.
    pub fn some_day(&self, name: &str, faults: &mut Faults) -> Option<Day> {
        let s = self.line(name);
        if s.is_empty() {
            return None;
        }
        let d = Day::parse(&s);
        if d.is_none() {
            faults.add(name, msg!("field-not-date"));
        }
        d
    }
    /// An instant, typed in the contest's zone; empty gives none.
    pub fn some_time(&self, name: &str, zone: Zone, faults: &mut Faults) -> Option<Timestamp> {
        let s = self.line(name);
        if s.is_empty() {
            return None;
        }
        let t = zone.parse_field(&s);
        if t.is_none() {
            faults.add(name, msg!("field-not-time"));
        }
        t
    }
}

fn long(name: &str, s: &str, max: usize, faults: &mut Faults) {
    if s.chars().count() > max {
        faults.add(name, msg!("field-too-long", max = max));
    }
}

/// The sentence beside a field, if something is wrong with it.
#[must_use]
pub fn error_of(v: &Visit, faults: &Faults, field: &str) -> Option<String> {
    faults.of(field).map(|m| v.say(m))
}

/// What is wrong, at the top of the page: each sentence leads to its field. Nothing when nothing is.
#[must_use]
pub fn summary(v: &Visit, faults: &Faults) -> ErrorSummary {
    let title = v.say(&msg!("errors-title", count = faults.0.len()));
    ErrorSummary::new(title).items(faults.0.iter().map(|(field, m)| (field.clone(), v.say(m))))
}

/// The most that a form may weigh.
const MOST: usize = 2 << 20;

/// A body as it may be kept: nobody's password is written down, even for a day.
fn without_passwords(body: &str) -> String {
    let is_kept = |pair: &&str| Fields::parse(pair).0.iter().all(|(name, _)| !name.contains("password"));
    body.split('&').filter(is_kept).collect::<Vec<_>>().join("&")
}

/// Keeps a body with the request, in case the person has to sign in first.
fn keep(req: &HttpRequest, body: &str) {
    let kept = without_passwords(body);
    if !kept.is_empty() {
        req.extensions_mut().insert(RawBody(kept));
    }
}

/// A posted form: urlencoded, or in parts whose files are small texts. At most 2 MiB.
pub struct Posted(pub Fields);

/// A form in parts as fields; of a file its text.
async fn parts(mut form: Multipart) -> Result<Fields, OpError> {
    let (mut fields, mut size) = (Fields::default(), 0);
    while let Some(mut part) = form.try_next().await.map_err(|e| body::broken_form(&e))? {
        let name = part.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.try_next().await.map_err(|e| body::broken_form(&e))? {
            size += chunk.len();
            if size > MOST {
                return Err(OpError::invalid("", msg!("error-413")));
            }
            bytes.extend_from_slice(&chunk);
        }
        fields.0.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(fields)
}

impl FromRequest for Posted {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if req.content_type() == "multipart/form-data" {
            let (form, req) = (Multipart::new(req.headers(), payload.take()), req.clone());
            return Box::pin(async move {
                let fields = parts(form).await?;
                keep(&req, &fields.urlencoded());
                Ok(Self(fields))
            });
        }
        let body = web::Bytes::from_request(req, payload);
        let req = req.clone();
        Box::pin(async move {
            let body = body.await.map_err(|e| match e.as_error() {
                Some(e) => body::broken(e),
                None => OpError::internal(e),
            })?;
            let body = String::from_utf8_lossy(&body).into_owned();
            let fields = Fields::parse(&body);
            keep(&req, &body);
            Ok(Self(fields))
        })
    }
}

/// The fields of the address's query.
pub struct Asked(pub Fields);

impl FromRequest for Asked {
    type Error = WebError;
    type Future = std::future::Ready<Result<Self, WebError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self(Fields::parse(req.query_string()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_order_repeats_and_vietnamese() {
        let f = Fields::parse("ten=B%C3%B4ng+Sen&x=1&x=2&rong=&dong=a%0D%0Ab");
        assert_eq!(f.line("ten"), "Bông Sen");
        assert_eq!(f.all("x"), ["1", "2"]);
        assert_eq!(Fields::parse(&f.urlencoded()), f);
        assert_eq!(f.raw("rong"), "");
        assert!(f.has("rong") && !f.has("khong"));
        assert_eq!(f.text("dong"), "a\nb");
        assert_eq!(without_passwords("a=1&pass%77ord=x&password_old=y&b=%26"), "a=1&b=%26");
        let mut faults = Faults::none();
        assert_eq!(f.need_line("khong", 10, &mut faults), "");
        assert_eq!(faults.of("khong"), Some(&msg!("field-required")));
    }
}
