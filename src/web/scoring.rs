//! How scores, ranks and the rules behind them are said, for organizers and the public alike.

use super::visit::Visit;
use crate::kernel::msg::Msg;
use crate::kernel::points::{Fraction, Points};
use crate::lang::Lang;
use crate::results::ranking::Method;
use crate::results::ties::TieRule;

/// A score for show: two decimals, half up, in the reader's way of writing.
#[must_use]
pub fn score(lang: Lang, s: Fraction) -> String {
    decimal(lang, s.show(2))
}

/// Points in the reader's way of writing.
#[must_use]
pub fn points(lang: Lang, p: Points) -> String {
    decimal(lang, p.to_string())
}

fn decimal(lang: Lang, s: String) -> String {
    if lang == Lang::En { s.replace(',', ".") } else { s }
}

/// The rule that split a tie, in words. `criteria`: their names, in order.
#[must_use]
pub fn split_rule(v: &Visit, rule: TieRule, criteria: &[String]) -> String {
    v.say(&match rule {
        TieRule::Criterion { n } => match n.checked_sub(1).and_then(|i| criteria.get(i)) {
            Some(name) => msg!("results-split-criterion", name = name.as_str()),
            None => msg!("results-split-criterion-n", n = n),
        },
        TieRule::FirstPlaces => msg!("results-split-first-places"),
        TieRule::HeadJudge => msg!("results-split-head-judge"),
        TieRule::Shared => msg!("results-split-shared"),
    })
}

/// How scores are made, in words.
#[must_use]
pub fn method(m: Method) -> Msg {
    match m {
        Method::Mean => msg!("results-method-mean"),
        Method::TrimmedMean => msg!("results-method-trimmed"),
        Method::Median => msg!("results-method-median"),
        Method::Sum => msg!("results-method-sum"),
    }
}

/// The tie policy as one sentence.
#[must_use]
pub fn policy(v: &Visit, ties: &[TieRule]) -> String {
    let rules: Vec<String> = ties.iter().map(|t| split_rule(v, *t, &[])).collect();
    rules.join(" → ")
}

/// The name in the reader's language, where there is one.
#[must_use]
pub fn name<'a>(lang: Lang, vi: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::En && !en.is_empty() { en } else { vi }
}

/// Money as people read it: `3.000.000 đồng`.
#[must_use]
pub fn money(lang: Lang, dong: i64) -> String {
    lang.say(&msg!("money", n = lang.number(dong)))
}
