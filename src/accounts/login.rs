//! What people type to say who they are: phone numbers, mail addresses, passwords. Pure.

use crate::kernel::errors::Faults;
use crate::kernel::text;

/// What somebody signs in with, in the one form in which it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// In lower case.
    Email(String),
    /// As `+84912345678`.
    Phone(String),
}

impl Login {
    /// Reads a phone number or a mail address, whichever it looks like.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.contains('@') { email(typed).map(Self::Email) } else { phone(typed).map(Self::Phone) }
    }

    /// The stored form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(s) | Self::Phone(s) => s,
        }
    }

    #[must_use]
    pub fn into_parts(self) -> (Option<String>, Option<String>) {
        match self {
            Self::Email(e) => (Some(e), None),
            Self::Phone(p) => (None, Some(p)),
        }
    }
}

/// A phone number as `+84912345678`, from what people write: `0912 345 678`, `0912.345.678`, `+84 (0)912-345-678`, `0084…`.
/// Numbers of other countries must begin with `+`.
#[must_use]
pub fn phone(typed: &str) -> Option<String> {
    let typed = text::clean_line(typed);
    let mut digits = String::new();
    let mut plus = false;
    for (i, c) in typed.chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !plus && i <= 1 => plus = true,
            ' ' | '.' | '-' | '(' | ')' | '\u{a0}' | '/' => {}
            _ => return None,
        }
    }
    if !plus && let Some(rest) = digits.strip_prefix("00") {
        digits = rest.to_owned();
        plus = true;
    }
    let national = if plus {
        match digits.strip_prefix("84") {
            Some(rest) => rest,
            None => return (8..=15).contains(&digits.len()).then(|| format!("+{digits}")),
        }
    } else if let Some(rest) = digits.strip_prefix('0') {
        rest
    } else {
        // 84912345678, as some telephones write it.
        digits.strip_prefix("84").filter(|r| r.len() == 9)?
    };
    let national = national.strip_prefix('0').unwrap_or(national);
    // Nine digits of a mobile or a landline, ten of a landline in the largest cities.
    let sound = matches!(national.len(), 9 | 10) && !national.starts_with(['0', '1']);
    sound.then(|| format!("+84{national}"))
}

/// A phone number as people read it: `0912 345 678`; those of other countries as stored.
#[must_use]
pub fn show_phone(stored: &str) -> String {
    let Some(national) = stored.strip_prefix("+84") else { return stored.to_owned() };
    let digits: Vec<char> = format!("0{national}").chars().collect();
    let (head, tail) = digits.split_at(digits.len().min(4));
    let mut out: String = head.iter().collect();
    for part in tail.chunks(3) {
        out.push(' ');
        out.extend(part);
    }
    out
}

/// A mail address in lower case, if it is one.
#[must_use]
pub fn email(typed: &str) -> Option<String> {
    let address = text::clean_line(typed).to_lowercase();
    let (_, domain) = address.rsplit_once('@')?;
    let sound = address.len() <= 254 && domain.contains('.') && address.parse::<lettre::Address>().is_ok();
    sound.then_some(address)
}

/// The fewest characters of a password.
pub const PASSWORD_MIN: usize = 8;
/// The most: enough for any sentence, and a bound on what is hashed.
pub const PASSWORD_MAX: usize = 200;

/// Adds a fault if the password is too short or too long. Any characters are welcome (NIST SP 800-63B).
pub fn check_password(field: &str, password: &str, faults: &mut Faults) {
    let n = password.chars().count();
    if n == 0 {
        faults.add(field, msg!("field-required"));
    } else if n < PASSWORD_MIN {
        faults.add(field, msg!("account-password-short", min = PASSWORD_MIN));
    } else if n > PASSWORD_MAX {
        faults.add(field, msg!("field-too-long", max = PASSWORD_MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for typed in [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "+84 912 345 678",
            "+84912345678",
            "(+84) 912-345-678",
            "+84 (0)912 345 678",
            "0084 912345678",
            "84912345678",
            "  0912\u{a0}345\u{a0}678 ",
        ] {
            assert_eq!(phone(typed).as_deref(), Some("+84912345678"), "{typed}");
        }
        assert_eq!(phone("0296 3822 123").as_deref(), Some("+842963822123"));
        assert_eq!(phone("+66 81 234 5678").as_deref(), Some("+66812345678"));
        for typed in ["", "912345678", "0912", "09123456789012", "0912 345 67x", "+84 12", "++84912345678", "0012"] {
            assert_eq!(phone(typed), None, "{typed}");
        }
    }

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        assert_eq!(show_phone("+84912345678"), "0912 345 678");
        assert_eq!(show_phone("+842963822123"), "0296 382 212 3");
        assert_eq!(show_phone("+66812345678"), "+66812345678");
    }

    #[test]
    fn addresses_are_kept_in_lower_case() {
        assert_eq!(Login::parse(" An.Nguyen@Example.VN "), Some(Login::Email("an.nguyen@example.vn".to_owned())));
        assert_eq!(Login::parse("0912 345 678"), Some(Login::Phone("+84912345678".to_owned())));
        for typed in
            ["an@", "@example.vn", "an@example", "an nguyen@example.vn", "an@@example.vn", "an@example.vn\n, b@x.vn"]
        {
            assert_eq!(Login::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn passwords_are_counted_in_characters() {
        let faults = |p: &str| {
            let mut f = Faults::none();
            check_password("password", p, &mut f);
            f.of("password").cloned()
        };
        assert_eq!(faults("bông sen"), None);
        assert_eq!(faults("sen nở!"), Some(msg!("account-password-short", min = 8usize)));
        assert_eq!(faults(""), Some(msg!("field-required")));
        assert_eq!(faults(&"x".repeat(201)), Some(msg!("field-too-long", max = 200usize)));
    }
}
