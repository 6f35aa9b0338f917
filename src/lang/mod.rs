//! The catalogue of sentences: Vietnamese first, English second, both complete (a test compares them). One `.ftl` file
//! per part of the house and language. What people wrote is never translated.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

use crate::kernel::msg::{Msg, MsgArg};

static_loader! {
    static CATALOGUE = {
        locales: "./src/lang",
        fallback_language: "vi",
        // Marks around values would stand in titles and mail subjects as boxes.
        customise: |bundle| {
            bundle.set_use_isolating(false);
            let lang = if bundle.locales.iter().any(|l| l.language == "en") { Lang::En } else { Lang::Vi };
            // In sentences: { COUNT($n) } is 1.600, { SIZE($bytes) } is 20 MB, { LENGTH($ms) } is 3:05.
            let shows: [(&str, fn(Lang, i64) -> String); 3] =
                [("COUNT", Lang::number), ("SIZE", Lang::size), ("LENGTH", Lang::duration_in)];
            for (name, show) in shows {
                // The name is ours and free: adding cannot fail.
                let _ = bundle.add_function(name, move |args, _| match args.first() {
                    Some(FluentValue::Number(n)) => {
                        FluentValue::from(show(lang, format!("{:.0}", n.value).parse().unwrap_or_default()))
                    }
                    Some(FluentValue::String(s)) => FluentValue::from(s.to_string()),
                    _ => FluentValue::Error,
                });
            }
        },
    };
}

static VI: LanguageIdentifier = langid!("vi");
static EN: LanguageIdentifier = langid!("en");

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    #[must_use]
    pub fn parse(s: &str) -> Option<Self> {
        match s {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }

    /// The sentence in this language. A key that is not there shows as itself; the tests do not let that happen.
    #[must_use]
    pub fn say(self, msg: &Msg) -> String {
        if msg.args.is_empty() {
            return self.text(&msg.key);
        }
        let args: HashMap<Cow<'static, str>, FluentValue> = msg
            .args
            .iter()
            .map(|(k, v)| {
                let value = match v {
                    // Numbers go in as text already grouped the Vietnamese or English way, except that plurals need them.
                    MsgArg::Number(n) => FluentValue::from(*n),
                    MsgArg::Text(s) => FluentValue::from(s.clone()),
                };
                (Cow::Owned(k.clone()), value)
            })
            .collect();
        CATALOGUE.try_lookup_with_args(self.id(), &msg.key, &args).unwrap_or_else(|| msg.key.clone())
    }

    /// The sentence of a key without values.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        CATALOGUE.try_lookup(self.id(), key).unwrap_or_else(|| key.to_owned())
    }

    /// A whole number with its thousands apart: 1.000.000 in Vietnamese, 1,000,000 in English.
    #[must_use]
    pub fn number(self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(if self == Self::Vi { '.' } else { ',' });
            }
            out.push(c);
        }
        if n < 0 { format!("-{out}") } else { out }
    }

    /// A size as people read it, in powers of 1024 and with a decimal comma in Vietnamese.
    #[must_use]
    pub fn size(self, bytes: i64) -> String {
        const UNITS: [&str; 4] = ["B", "KB", "MB", "GB"];
        let (mut tenths, mut unit) = (bytes.saturating_mul(10), 0);
        while tenths >= 10_240 && unit < 3 {
            tenths /= 1024;
            unit += 1;
        }
        let name = UNITS.get(unit).copied().unwrap_or("GB");
        let point = if self == Self::Vi { ',' } else { '.' };
        if tenths % 10 == 0 || unit == 0 {
            format!("{} {name}", tenths / 10)
        } else {
            format!("{}{point}{} {name}", tenths / 10, tenths % 10)
        }
    }

    fn duration_in(self, ms: i64) -> String {
        self.duration(ms)
    }

    /// A duration as 3:05 or 1:02:03.
    #[must_use]
    pub fn duration(self, ms: i64) -> String {
        let s = ms / 1000;
        if s >= 3600 {
            format!("{}:{:02}:{:02}", s / 3600, s % 3600 / 60, s % 60)
        } else {
            format!("{}:{:02}", s / 60, s % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sizes_read_as_in_each_language() {
        assert_eq!(Lang::Vi.number(1_000_000), "1.000.000");
        assert_eq!(Lang::En.number(-1234), "-1,234");
        assert_eq!(Lang::Vi.size(1_572_864), "1,5 MB");
        assert_eq!(Lang::En.size(1_572_864), "1.5 MB");
        assert_eq!(Lang::Vi.size(2_147_483_648), "2 GB");
        assert_eq!(Lang::Vi.size(900), "900 B");
        assert_eq!(Lang::Vi.duration(185_000), "3:05");
    }
}
