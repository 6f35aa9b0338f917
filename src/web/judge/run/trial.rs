//! *Thử trước*: before a round is dealt out, how often a design would find the truly best works, played on made-up contests.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::board::{AtRound, round_of};
use super::common::BASE;
use crate::contests::contest::Round;
use crate::judging::overview;
use crate::kernel::errors::{Faults, OpError, OpResult};
use crate::kernel::ids::ContestId;
use crate::lang::Lang;
use crate::numbers::simulation::{BadDesign, Design, Found, Played, Simulation, simulate};
use crate::web::errors::WebResult;
use crate::web::forms::{Asked, Fields};
use crate::web::layout::Page;
use crate::web::ui::{Button, Col, Field, Form, Notice, Row, Table, Tone, actions, back_link};
use crate::web::visit::Visit;

/// Marks that one look may play in all its runs, so that nobody waits long; larger designs are for the command line.
const MARKS: usize = 80_000;
const MOST_RUNS: usize = 200;
const FEWEST_RUNS: usize = 10;
/// What the form takes: works, judges (the fit's cost grows with their cube), judges for each work.
const MOST_WORKS: usize = 2_000;
const MOST_JUDGES: usize = 60;
const MOST_QUOTA: usize = 12;

/// The numbers of the form, each as it was typed or as the round has it.
struct Asking {
    works: String,
    judges: String,
    quota: String,
    top: String,
    spread_works: String,
    spread_judges: String,
    spread_rest: String,
}

impl Asking {
    /// What was typed; where nothing was, what the round has.
    fn read(q: &Fields, works: usize, judges: usize, quota: i64) -> Self {
        let or = |name: &str, own: String| if q.has(name) { q.line(name) } else { own };
        Self {
            works: or("bai", works.to_string()),
            judges: or("giam-khao", judges.to_string()),
            quota: or("moi-bai", quota.to_string()),
            top: or("dau", (works / 20).max(1).to_string()),
            spread_works: or("lech-bai", "8".into()),
            spread_judges: or("lech-giam-khao", "6".into()),
            spread_rest: or("lech-phieu", "7".into()),
        }
    }

    /// The design, or what is wrong with each number.
    fn design(&self) -> Result<Design, Faults> {
        let mut faults = Vec::new();
        let mut count = |name: &str, text: &str, most: usize| match text.trim().parse::<usize>() {
            Ok(n) if n <= most => n,
            Ok(_) => {
                faults.push((name.to_owned(), msg!("trial-too-large", most = most)));
                0
            }
            Err(_) => {
                faults.push((name.to_owned(), msg!("trial-not-a-count")));
                0
            }
        };
        let (entries, judges) = (count("bai", &self.works, MOST_WORKS), count("giam-khao", &self.judges, MOST_JUDGES));
        let (quota, top) = (count("moi-bai", &self.quota, MOST_QUOTA), count("dau", &self.top, MOST_WORKS));
        let mut spread = |name: &str, text: &str| match text.trim().replace(',', ".").parse::<f64>() {
            Ok(sd) if (0.0..=100.0).contains(&sd) => sd,
            _ => {
                faults.push((name.to_owned(), msg!("trial-not-a-spread")));
                0.0
            }
        };
        let sd_entry = spread("lech-bai", &self.spread_works);
        let sd_judge = spread("lech-giam-khao", &self.spread_judges);
        let sd_residual = spread("lech-phieu", &self.spread_rest);
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        let marks = entries.saturating_mul(quota + 1).max(1);
        let runs = (MARKS / marks).clamp(FEWEST_RUNS, MOST_RUNS);
        Ok(Design { entries, judges, quota, sd_entry, sd_judge, sd_residual, top, runs, seed: 1 })
    }
}

/// What is wrong with a design that cannot be played, at the number that is to blame.
fn fault(bad: BadDesign) -> Faults {
    let (name, key) = match bad {
        BadDesign::Entries => ("bai", "trial-few-works"),
        BadDesign::Quota => ("moi-bai", "trial-bad-quota"),
        BadDesign::Top => ("dau", "trial-bad-top"),
        BadDesign::Spread => ("lech-bai", "trial-bad-spread"),
        BadDesign::Runs | BadDesign::TooLarge => ("bai", "trial-too-much"),
    };
    Faults(vec![(name.to_owned(), crate::kernel::msg::Msg::new(key))])
}

pub async fn page(v: Visit, at: web::Path<AtRound>, Asked(q): Asked) -> WebResult<HttpResponse> {
    let round = round_of(&v, &at).await?;
    let contest = v.contest()?.id;
    let key = round.id;
    let (works, judges) = v.read(move |c| largest(c, contest, key)).await?;
    // A round without works or judges yet has nothing to play: then the form is a suggestion, and waits.
    let is_made = works > 1 && i64::try_from(judges).unwrap_or(0) >= round.quota;
    let (works, judges) = if is_made { (works, judges) } else { (60, usize::try_from(round.quota).unwrap_or(3) + 3) };
    let asking = Asking::read(&q, works, judges, round.quota);
    let wanted = !q.0.is_empty() || is_made;
    let played = match asking.design() {
        Err(faults) => Some(Err(faults)),
        Ok(_) if !wanted => None,
        Ok(design) => {
            // Off the event loop, and without a connection of the database.
            let played = tokio::task::spawn_blocking(move || simulate(&design)).await.map_err(OpError::internal)?;
            Some(played.map_err(fault))
        }
    };
    let faults = match &played {
        Some(Err(faults)) => faults.clone(),
        _ => Faults::none(),
    };
    let title = v.say(&msg!("trial-title", round = round.name.as_str()));
    Ok(Page::new(&v, title.clone()).narrow().faulty(!faults.0.is_empty()).body(html! {
        (back_link(&v.t("judge-run-title"), &v.href(BASE)))
        h1 { (title) }
        p.soft { (v.t("trial-intro")) }
        @if let Some(Ok(s)) = &played { (answer(&v, s)) }
        (form(&v, &round, &at.round, is_made, &asking, &faults))
    }))
}

/// Works and judges of the round's largest panel.
fn largest(
    c: &mut crate::db::Conn,
    contest: ContestId,
    round: crate::kernel::ids::RoundId,
) -> OpResult<(usize, usize)> {
    let board = overview::board(c, contest)?;
    let panels = board.iter().filter(|r| r.round.id == round).flat_map(|r| &r.groups).filter_map(|(_, p)| p.as_ref());
    Ok(panels.map(|p| (p.works.len(), p.bench.members.len())).max().unwrap_or((0, 0)))
}

fn form(v: &Visit, round: &Round, word: &str, is_made: bool, a: &Asking, faults: &Faults) -> Markup {
    let at = |f: Field, name: &str, value: &str| {
        let fault = faults.0.iter().find(|(n, _)| n == name).map(|(_, m)| v.say(m));
        f.value(value).error(fault)
    };
    html! {
        h2 { (v.t("trial-design")) }
        p.soft { (v.say(&crate::kernel::msg::Msg::new(if is_made { "trial-design-hint" } else { "trial-design-none" }).with("round", round.name.as_str()))) }
        (Form::get(v.href(&format!("{BASE}/vong/{word}/thu-truoc"))).body(html! {
            (at(Field::number("bai", v.t("trial-works")), "bai", &a.works))
            (at(Field::number("giam-khao", v.t("trial-judges")), "giam-khao", &a.judges))
            (at(Field::number("moi-bai", v.t("trial-quota")), "moi-bai", &a.quota))
            (at(Field::number("dau", v.t("trial-top")).hint(v.t("trial-top-hint")), "dau", &a.top))
            (at(Field::decimal("lech-bai", v.t("trial-spread-works")).hint(v.t("trial-spread-hint")), "lech-bai", &a.spread_works))
            (at(Field::decimal("lech-giam-khao", v.t("trial-spread-judges")), "lech-giam-khao", &a.spread_judges))
            (at(Field::decimal("lech-phieu", v.t("trial-spread-rest")), "lech-phieu", &a.spread_rest))
            (actions(Button::primary(v.t("trial-do"))))
        }))
    }
}

/// A share as whole percent.
fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn two(v: &Visit, value: f64) -> String {
    let text = format!("{value:.2}");
    if v.lang == Lang::Vi { text.replace('.', ",") } else { text }
}

fn answer(v: &Visit, s: &Simulation) -> Markup {
    let d = &s.design;
    let top = d.top;
    let found = |f: &Found| percent(f.top_share);
    let gain = s.now.adjusted.top_share - s.now.mean.top_share;
    html! {
        (Notice::new(Tone::Act, html! {
            p { (v.say(&msg!("trial-now", top = top, quota = d.quota, mean = found(&s.now.mean), adjusted = found(&s.now.adjusted)))) }
            @if let Some(more) = &s.one_more {
                p { (v.say(&msg!("trial-more", quota = more.quota, mean = found(&more.mean), adjusted = found(&more.adjusted), sheets = d.entries))) }
            } @else {
                p { (v.t("trial-all-judges")) }
            }
            p { (v.t(if gain >= 0.02 { "trial-adjust-helps" } else { "trial-adjust-same" })) }
        }).title(v.t("trial-found")))
        (table(v, s))
        p.small.soft { (v.say(&msg!("trial-runs", runs = d.runs))) }
    }
}

fn table(v: &Visit, s: &Simulation) -> Markup {
    let mut table = Table::new(v.t("trial-table"))
        .col(Col::new(v.t("trial-col-way")).head())
        .col(Col::new(v.t("trial-col-share")).num())
        .col(Col::new(v.t("trial-col-exact")).num())
        .col(Col::new(v.t("trial-col-correlation")).num());
    let rows: Vec<&Played> = std::iter::once(&s.now).chain(s.one_more.as_ref()).collect();
    for played in rows {
        for (key, f) in [("trial-way-mean", &played.mean), ("trial-way-adjusted", &played.adjusted)] {
            table = table.row(
                Row::new()
                    .cell(v.say(&crate::kernel::msg::Msg::new(key).with("quota", played.quota)))
                    .cell(percent(f.top_share))
                    .cell(percent(f.top_exact))
                    .cell(two(v, f.rank_correlation)),
            );
        }
    }
    html! { (table) }
}
