//! What the pages of running the judging share: finding the panel of the address, and words for people and rounds.

use serde::Deserialize;

use crate::contests::contest::RoundKey;
use crate::judging::overview::PanelView;
use crate::kernel::errors::OpError;
use crate::kernel::ids::PanelId;
use crate::policy::Action;
use crate::web::errors::WebResult;
use crate::web::visit::Visit;

/// Where these pages begin.
pub const BASE: &str = "/ban-to-chuc/cham-thi";

/// The panel in the address.
#[derive(Clone, Debug, Deserialize)]
pub struct At {
    pub panel: String,
}

/// A sheet of the panel in the address.
#[derive(Clone, Debug, Deserialize)]
pub struct AtSheet {
    pub panel: String,
    pub sheet: String,
}

/// Guards the page: whoever runs the judging of this contest.
pub fn guard(v: &Visit) -> WebResult<()> {
    v.require(&Action::RunJudging(v.contest()?.id))
}

/// Whether this reader may look into a panel and change it: the office, and whoever heads it.
pub fn runs(v: &Visit, view: &PanelView) -> bool {
    v.may(&run(v, view))
}

fn run(v: &Visit, view: &PanelView) -> Action<'static> {
    let heads = view.bench.is_head(v.person.as_deref().map(|p| p.account));
    Action::RunPanel { contest: view.bench.contest.id, heads }
}

/// The panel of the address, in this contest.
pub async fn load(v: &Visit, panel: &str) -> WebResult<PanelView> {
    guard(v)?;
    let contest = v.contest()?.id;
    let id: PanelId = panel.parse().map_err(|_| OpError::NotFound)?;
    let view = v.read(move |c| PanelView::load(c, id)).await?;
    if view.bench.contest.id != contest {
        return Err(OpError::NotFound.into());
    }
    v.require(&run(v, &view))?;
    Ok(view)
}

/// An address under a panel.
pub fn href(v: &Visit, view: &PanelView, tail: &str) -> String {
    v.href(&format!("{BASE}/{}{tail}", view.bench.panel.id))
}

/// "Văn học · Sơ khảo".
pub fn name(v: &Visit, view: &PanelView) -> String {
    let group = if v.lang == crate::lang::Lang::En && !view.bench.group.name_en.is_empty() {
        &view.bench.group.name_en
    } else {
        &view.bench.group.name
    };
    format!("{group} · {}", view.bench.round.name)
}

/// Whether this reader may know why there is a conflict: a judge may not, the reason tells of the author.
pub fn sees_reasons(v: &Visit) -> bool {
    let Ok(contest) = v.contest() else { return false };
    v.may(&Action::Office(contest.id)) && !v.person.as_deref().is_some_and(|p| p.judges(contest.id))
}

/// The round of an address.
pub fn round_key(word: &str) -> Option<RoundKey> {
    match word {
        "so-khao" => Some(RoundKey::Preliminary),
        "chung-khao" => Some(RoundKey::Final),
        _ => None,
    }
}

/// The word of a round in addresses.
pub const fn round_word(key: RoundKey) -> &'static str {
    match key {
        RoundKey::Preliminary => "so-khao",
        RoundKey::Final => "chung-khao",
    }
}
