//! The queue's filter as it stands in the address, and back.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::entries::entry::EntryState;
use crate::entries::intake_store::{Filter, Flag, Order};
use crate::kernel::ids::{CategoryId, UnitId};
use crate::kernel::text::fold;
use crate::web::forms::Fields;

/// What is asked for, as typed, with the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    pub filter: Filter,
    /// As typed.
    pub text: String,
    pub page: u32,
    /// Every state (the address says so; without it, works that wait to be checked).
    pub all: bool,
}

const FLAGS: [(&str, Flag); 6] = [
    ("muon", Flag::Late),
    ("nhap-ho", Flag::OnBehalf),
    ("trung-tep", Flag::SameFile),
    ("xem-tay", Flag::Look),
    ("tep-loi", Flag::BadFile),
    ("con-giu", Flag::Held),
];
const ORDERS: [(&str, Order); 4] =
    [("cu", Order::Oldest), ("moi", Order::Newest), ("ten", Order::Title), ("don-vi", Order::Unit)];

/// The words for flags in addresses.
pub fn flags() -> impl Iterator<Item = (&'static str, Flag)> {
    FLAGS.into_iter()
}
/// The words for orders in addresses.
pub fn orders() -> impl Iterator<Item = (&'static str, Order)> {
    ORDERS.into_iter()
}

impl Asking {
    /// Reads the address. What is no filter is left out.
    #[must_use]
    pub fn read(q: &Fields) -> Self {
        let word = q.line("trang-thai");
        let all = word == "tat-ca";
        let state = EntryState::parse(&word).filter(|s| *s != EntryState::Draft);
        let text: String = q.line("tim").chars().take(100).collect();
        Self {
            filter: Filter {
                state: if all { None } else { Some(state.unwrap_or(EntryState::Submitted)) },
                category: q.line("the-loai").parse::<CategoryId>().ok(),
                unit: q.line("don-vi").parse::<UnitId>().ok(),
                flag: FLAGS.iter().find(|(w, _)| *w == q.line("co")).map(|(_, f)| *f),
                text: fold(&text),
                order: ORDERS.iter().find(|(w, _)| *w == q.line("xep")).map_or(Order::default(), |(_, o)| *o),
            },
            text,
            page: q.line("trang").parse().unwrap_or(1).max(1),
            all,
        }
    }

    /// The query of the address (`?…`, or nothing when everything is as usual), with the page.
    #[must_use]
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        let f = &self.filter;
        match f.state {
            None => parts.push("trang-thai=tat-ca".to_owned()),
            Some(EntryState::Submitted) => {}
            Some(s) => parts.push(format!("trang-thai={}", s.word())),
        }
        if let Some(c) = f.category {
            parts.push(format!("the-loai={c}"));
        }
        if let Some(u) = f.unit {
            parts.push(format!("don-vi={u}"));
        }
        if let Some((w, _)) = f.flag.and_then(|flag| FLAGS.iter().find(|(_, x)| *x == flag)) {
            parts.push(format!("co={w}"));
        }
        if !self.text.is_empty() {
            parts.push(format!("tim={}", utf8_percent_encode(&self.text, NON_ALPHANUMERIC)));
        }
        if let Some((w, _)) = ORDERS.iter().find(|(_, o)| *o == f.order && f.order != Order::default()) {
            parts.push(format!("xep={w}"));
        }
        if self.page > 1 {
            parts.push(format!("trang={}", self.page));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    #[must_use]
    pub fn state(&self, state: Option<EntryState>) -> Self {
        let mut other = self.clone();
        other.filter.state = state;
        other.all = state.is_none();
        other.page = 1;
        other
    }
    #[must_use]
    pub fn order(&self, order: Order) -> Self {
        let mut other = self.clone();
        other.filter.order = order;
        other.page = 1;
        other
    }
    #[must_use]
    pub fn page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }
    /// Whether anything but the state narrows it.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        let f = &self.filter;
        f.category.is_some() || f.unit.is_some() || f.flag.is_some() || !f.text.is_empty()
    }
}

/// Reads a query that a form carried along (`?a=b` or `a=b`).
#[must_use]
pub fn carried(query: &str) -> Asking {
    Asking::read(&Fields::parse(query.trim_start_matches('?')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_stays_in_the_address() {
        for query in [
            "",
            "?trang-thai=tat-ca",
            "?trang-thai=accepted&the-loai=3&don-vi=7&co=trung-tep&tim=s%C3%B4ng%20H%E1%BA%ADu&xep=ten&trang=4",
        ] {
            assert_eq!(carried(query).query(), query);
        }
        assert_eq!(carried("?tim=S%C3%B4ng").filter.text, "song");
        assert_eq!(carried("?trang-thai=draft&trang=0&xep=la"), carried(""));
    }
}
