//! Who enters what, when, and what becomes of it: fixed before anything is done, the same every time. Pure.

use super::media::{Piece, What};
use super::pictures::Scene;
use super::texts::{CATEGORIES, Texts, Work};
use crate::contests::template::Template;
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::seeded::Seeded;
use crate::kernel::time::{Timestamp, Zone};

/// What becomes of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Draft,
    Submitted,
    Correction,
    Accepted,
    Refused,
    Withdrawn,
    Disqualified,
}

/// One work of one contest.
#[derive(Clone, Debug)]
pub struct Plan {
    pub contest: usize,
    pub category: &'static str,
    /// Place in the category's texts, for what only some have.
    pub number: usize,
    pub work: Work,
    /// Who enters: a place among the people.
    pub person: usize,
    pub files: Vec<Piece>,
    pub fate: Fate,
    /// Within the grace after the first close.
    pub late: bool,
    /// On paper, entered by the office.
    pub on_behalf: bool,
    pub gallery: bool,
    /// How good it is, of a thousand.
    pub quality: i64,
    pub begun: Timestamp,
    pub sent: Timestamp,
    pub decided: Timestamp,
}

/// How a contest fills.
#[derive(Clone, Debug)]
pub struct Fill {
    pub contest: usize,
    /// Works for each category.
    pub counts: [usize; 10],
    /// Where the texts begin: a part of a hundred.
    pub from: usize,
    pub first_person: usize,
    /// How many of each; the rest is accepted.
    pub fates: Vec<(Fate, usize)>,
    /// Works that come in on paper.
    pub on_behalf: usize,
    pub opens: Timestamp,
    pub closes: Timestamp,
    /// Nothing is decided after it.
    pub now: Timestamp,
    /// The pause between the first close and the extension.
    pub pause: Option<(Timestamp, Timestamp)>,
    pub seed: u64,
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(0)
}

/// Near a middle, within twice a spread.
pub fn around(s: &mut Seeded, middle: i64, spread: u64) -> i64 {
    let drawn: i64 = (0..4).map(|_| signed(s.below(spread + 1))).sum();
    middle + drawn - 2 * signed(spread)
}

fn pieces(template: &Template, category: &str, i: usize, work: &Work) -> OpResult<Vec<Piece>> {
    let rules = template
        .groups
        .iter()
        .flat_map(|g| &g.categories)
        .find(|c| c.key == category)
        .map(|c| &c.rules.files)
        .ok_or(OpError::NotFound)?;
    let n = u16::try_from(i % 1000).unwrap_or(0);
    let script = || What::Script(work.title.clone(), work.text.clone());
    let mut wanted: Vec<(usize, String, String, What)> = Vec::new();
    let plain = String::new;
    match category {
        "tho" if i.is_multiple_of(3) => wanted.push((0, "ban-thao.docx".into(), plain(), script())),
        "van-xuoi" if i.is_multiple_of(2) => wanted.push((0, "ban-thao.docx".into(), plain(), script())),
        "ca-khuc" => {
            wanted.push((0, "ban-ky-am.pdf".into(), plain(), What::Music(n % 2)));
            wanted.push((1, "ban-thu.mp3".into(), plain(), What::Song));
        }
        "bai-ca-co" if i.is_multiple_of(2) => wanted.push((1, "ban-thu.mp3".into(), plain(), What::Song)),
        "nhiep-anh" | "my-thuat" => {
            let photos = [
                Scene::River,
                Scene::Field,
                Scene::Lane,
                Scene::Silk,
                Scene::Road,
                Scene::River,
                Scene::Lotus,
                Scene::Bridge,
            ];
            let paintings = [Scene::Lotus, Scene::Poster, Scene::Silk, Scene::Poster, Scene::Bridge];
            let list = if category == "nhiep-anh" { &photos[..] } else { &paintings[..] };
            let scene = list.get(i % list.len().max(1)).copied().unwrap_or(Scene::River);
            for (k, caption) in (0u16..).zip(&work.captions) {
                wanted.push((0, format!("anh-{}.jpg", k + 1), caption.clone(), What::Picture(scene, (n + k) % 4)));
            }
        }
        "bao-in-dien-tu" if i.is_multiple_of(2) => {
            wanted.push((0, "trang-bao.jpg".into(), plain(), What::Picture(Scene::Page, n % 2)));
        }
        "phat-thanh" => {
            wanted.push((0, "chuong-trinh.mp3".into(), plain(), What::Song));
            wanted.push((1, "kich-ban.docx".into(), plain(), script()));
        }
        "truyen-hinh" => {
            wanted.push((0, "phong-su.mp4".into(), plain(), What::Clip));
            wanted.push((1, "loi-binh.docx".into(), plain(), script()));
        }
        "quang-ba" => {
            let scene = [Scene::River, Scene::Road, Scene::Bridge, Scene::Lotus].get(i % 4).copied();
            let scene = scene.unwrap_or(Scene::Road);
            wanted.push((0, "minh-chung-1.jpg".into(), plain(), What::Picture(scene, n % 2)));
            wanted.push((0, "minh-chung-2.jpg".into(), plain(), What::Picture(Scene::Poster, n % 4)));
            wanted.push((0, "ho-so.docx".into(), plain(), script()));
        }
        _ => {}
    }
    let with_rule =
        |(slot, name, caption, what)| rules.get(slot).cloned().map(|rule| Piece { slot, name, caption, what, rule });
    Ok(wanted.into_iter().filter_map(with_rule).collect())
}

/// An instant between two, by day in Vietnam if there is one: few people write, check or mark at night.
pub fn between(s: &mut Seeded, from: Timestamp, to: Timestamp) -> Timestamp {
    const DRAWS: usize = 12;
    let span = u64::try_from(to.seconds_since(from)).unwrap_or(1).max(1);
    let mut at = from;
    for _ in 0..DRAWS {
        at = from.plus_seconds(signed(s.below(span)));
        let hour = Zone(chrono_tz::Asia::Ho_Chi_Minh).parts(at).3;
        if (6..22).contains(&hour) {
            break;
        }
    }
    at
}

/// Plans a contest.
///
/// # Errors
/// When the template lacks a category.
pub fn plan(texts: &Texts, template: &Template, fill: &Fill) -> OpResult<Vec<Plan>> {
    let mut s = Seeded::new(fill.seed);
    let total: usize = fill.counts.iter().sum();
    let mut fates: Vec<Fate> = fill.fates.iter().flat_map(|(f, n)| std::iter::repeat_n(*f, *n)).collect();
    fates.resize(total.max(fates.len()), Fate::Accepted);
    s.shuffle(&mut fates);
    let people = texts.people.entrants.len().max(1);
    let mut plans: Vec<Plan> = Vec::new();
    for (category, count) in CATEGORIES.into_iter().zip(fill.counts) {
        let works = texts.works.get(category).map(Vec::as_slice).unwrap_or_default();
        for i in 0..count.min(works.len()) {
            let number = (works.len() * fill.from / 100 + i) % works.len();
            let Some(work) = works.get(number).cloned() else { continue };
            let fate = fates.get(plans.len()).copied().unwrap_or(Fate::Accepted);
            let decides = !matches!(fate, Fate::Draft | Fate::Submitted);
            let last =
                if decides { fill.closes.min(fill.now.plus_seconds(-40 * 3600)) } else { fill.closes.min(fill.now) };
            // Most come in the last days, as everywhere.
            let from = if s.below(3) == 0 { fill.opens } else { Timestamp(i64::midpoint(fill.opens.0, last.0)) };
            let mut sent = between(&mut s, from.plus_seconds(6 * 3600), last.plus_seconds(-1800));
            if let Some((a, b)) = fill.pause
                && sent > a
                && sent < b.plus_seconds(6 * 3600)
            {
                sent = b.plus_seconds(6 * 3600 + signed(s.below(20 * 3600)));
            }
            let begun = sent.plus_seconds(-900 - signed(s.below(4 * 3600)));
            let files = pieces(template, category, number, &work)?;
            plans.push(Plan {
                contest: fill.contest,
                category,
                number,
                work,
                person: (fill.first_person + plans.len()) % people,
                files,
                fate,
                late: false,
                on_behalf: false,
                gallery: s.below(5) != 0,
                quality: around(&mut s, 775, 70),
                begun,
                sent,
                decided: between(&mut s, sent.plus_seconds(3 * 3600), sent.plus_seconds(33 * 3600)),
            });
        }
    }
    let first_close = fill.pause.map_or(fill.closes, |(a, _)| a);
    let mut late = 2;
    let mut paper = fill.on_behalf;
    for p in &mut plans {
        let kept = matches!(p.fate, Fate::Submitted | Fate::Accepted);
        if late > 0 && kept && matches!(p.category, "van-xuoi" | "bao-in-dien-tu") && p.number % 2 == 1 {
            p.late = true;
            p.begun = first_close.plus_seconds(-1500 - late * 60);
            p.sent = first_close.plus_seconds(480 + late * 120);
            p.decided = p.sent.plus_seconds(26 * 3600);
            late -= 1;
        } else if paper > 0 && kept && p.category == "tho" && p.number % 2 == 1 {
            p.on_behalf = true;
            paper -= 1;
        }
    }
    Ok(plans)
}
