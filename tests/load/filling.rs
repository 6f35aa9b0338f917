//! What stands on the site that is measured: a published contest and one in the middle of judging, 2,000 works each, and one
//! that is open for uploads. Made through the operations, many in one transaction.

use std::collections::BTreeMap;

use bongsen::accounts::ops::{NewAccount, create_account, grant};
use bongsen::accounts::store::person;
use bongsen::accounts::{account_store, passwords, sessions};
use bongsen::app::App;
use bongsen::contests::contest::{Contest, Phase, RoundKey};
use bongsen::contests::ops::{Import, import};
use bongsen::contests::store as contests;
use bongsen::contests::template::{PHU_TAN, Template};
use bongsen::db::schema;
use bongsen::db::{Conn, Tx};
use bongsen::entries::content::AuthorContent;
use bongsen::entries::dossier::Dossier;
use bongsen::entries::entry::{AuthorKind, EntryState};
use bongsen::entries::ops as entries;
use bongsen::entries::ops::intake as office;
use bongsen::judging::ops as judging;
use bongsen::judging::sheet::SheetState;
use bongsen::judging::store as sheets;
use bongsen::kernel::actor::{Cx, Role};
use bongsen::kernel::errors::OpResult;
use bongsen::kernel::ids::{AccountId, CategoryId, EntryId};
use bongsen::kernel::points::Points;
use bongsen::kernel::time::{Timestamp, Zone};
use bongsen::phases::ops::{MovePhase, move_phase};
use bongsen::results::load;
use bongsen::results::ops as results;
use bongsen::results::ops::proposal;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// Works of each of the two contests.
pub const WORKS: usize = 2000;
const JUDGES: usize = 12;
/// Places for uploads.
const UPLOADS: usize = 40;

/// The short codes: published, being judged, open.
const CODES: [&str; 3] = ["KQ", "CH", "NB"];

/// Who can do what there, by the tokens of their sessions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct World {
    /// One of the published works.
    pub work: String,
    pub works: Vec<String>,
    /// Session and open sheets: the sheet's token, its version, its criteria with their maxima in hundredths.
    pub judges: Vec<(String, Vec<OpenSheet>)>,
    pub organizer: String,
    /// A work as the secretary sees it.
    pub handed_in: String,
    pub entrant: String,
    /// Drafts that wait for a video.
    pub drafts: Vec<String>,
    /// Sessions of people who have handed something in.
    pub people: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OpenSheet {
    pub token: String,
    pub version: i64,
    pub criteria: Vec<(i64, i64)>,
}

struct Staff {
    organizers: Vec<AccountId>,
    judges: Vec<AccountId>,
    authors: Vec<AccountId>,
}

fn at(text: &str) -> Timestamp {
    Zone::parse("Asia/Ho_Chi_Minh").unwrap().parse_field(text).unwrap()
}

fn do_it<T>(app: &App, what: &str, f: impl FnMut(&mut Tx) -> OpResult<T>) -> T {
    app.db.write(f).unwrap_or_else(|e| panic!("{what}: {e:?}"))
}

fn by(tx: &mut Tx, who: AccountId, now: Timestamp) -> OpResult<Cx> {
    Ok(Cx::by(person(tx, who)?.expect("a person"), now))
}

/// Fills an empty site.
pub fn fill(app: &App) -> World {
    let staff = people(app);
    let published = contest(app, &staff, 0, "PT23", at("2023-06-01T08:00"));
    judge(app, &staff, &published, RoundKey::Preliminary, at("2023-09-21T08:00"), 1);
    publish(app, &staff, &published);
    let judged = contest(app, &staff, 1, "PT26", at("2026-10-01T08:00"));
    judge(app, &staff, &judged, RoundKey::Preliminary, at("2026-11-02T08:00"), 3);
    let open = contest(app, &staff, 2, "PT26", at("2026-10-01T08:00"));
    let mut world = World { drafts: drafts(app, &staff, &open), ..World::default() };
    let now = Timestamp::of(chrono::Utc::now());
    let token = |who: AccountId| do_it(app, "a session", |tx| sessions::begin(tx, who, "", now));
    world.organizer = token(staff.organizers[0]);
    world.entrant = token(staff.authors[0]);
    world.people = staff.authors.iter().take(1000).map(|a| token(*a)).collect();
    world.judges = staff.judges.iter().map(|j| (token(*j), open_sheets(app, &judged, *j))).collect();
    app.db
        .read(|c| {
            use schema::entries as e;
            let codes: Vec<Option<String>> = e::table
                .filter(e::contest_id.eq(published.id))
                .filter(e::public_code.is_not_null())
                .filter(e::gallery_consent.eq(true))
                .order(e::id.asc())
                .select(e::public_code)
                .load(c)?;
            world.works = codes.into_iter().flatten().collect();
            world.work = world.works[world.works.len() / 2].clone();
            let of = e::table.filter(e::contest_id.eq(judged.id)).order(e::id.asc()).offset(1000);
            world.handed_in = of.select(e::token).first(c)?;
            Ok(())
        })
        .unwrap();
    world
}

fn people(app: &App) -> Staff {
    let hash = passwords::hash_here("mật khẩu để đo").unwrap();
    let now = at("2023-04-01T08:00");
    let mut next = 0;
    let mut some = |name: &str, n: usize| -> Vec<AccountId> {
        let from = next;
        next += n;
        do_it(app, "accounts", |tx| {
            let cx = Cx::system(now);
            let one = |tx: &mut Tx, i: usize| {
                let new = NewAccount {
                    name: format!("{name} {}", word(i)),
                    phone: Some(format!("09{:08}", from + i)),
                    password_hash: Some(hash.clone()),
                    ..NewAccount::default()
                };
                create_account(tx, &cx, new)
            };
            (0..n).map(|i| one(tx, i)).collect()
        })
    };
    let organizers = some("Nguyễn Thị", 2);
    let judges = some("Trần Văn", JUDGES);
    let authors = some("Lê Thị", WORKS);
    do_it(app, "the administrator", |tx| Ok(account_store::set_admin(tx, organizers[0], true)?));
    Staff { organizers, judges, authors }
}

/// A name for a number, the same every time.
fn word(i: usize) -> String {
    const FIRST: [&str; 12] = ["An", "Bình", "Cúc", "Dung", "Hạnh", "Kiều", "Lan", "Minh", "Ngọc", "Phúc", "Sen", "Tú"];
    const THEN: [&str; 10] = ["Anh", "Bảo", "Chi", "Duy", "Giang", "Hiếu", "Khánh", "Linh", "Mai", "Nhi"];
    format!("{} {} {}", FIRST[i % 12], THEN[i / 12 % 10], i)
}

fn contest(app: &App, staff: &Staff, i: usize, which: &str, now: Timestamp) -> Contest {
    let template = Template::parse(PHU_TAN).unwrap();
    let head = staff.judges[0];
    let contest = do_it(app, "a contest", |tx| {
        let cx = by(tx, staff.organizers[0], now)?;
        let cmd = Import {
            template: template.clone(),
            which: which.into(),
            short_code: Some(CODES[i].into()),
            current: i == 0,
        };
        let contest = import(tx, &cx, &cmd)?;
        for o in &staff.organizers {
            grant(tx, &cx, contest.id, *o, Role::Organizer, None)?;
        }
        for j in &staff.judges {
            grant(tx, &cx, contest.id, *j, if *j == head { Role::HeadJudge } else { Role::Judge }, None)?;
        }
        let cx = by(tx, staff.organizers[0], now)?;
        move_phase(tx, &cx, MovePhase { contest: contest.id, from: Phase::Draft, confirmed: true })
    });
    if i == 2 {
        // Open whenever this runs.
        do_it(app, "the deadline", |tx| {
            let conn: &mut Conn = tx;
            let until = Some(Timestamp::of(chrono::Utc::now()).plus_days(30));
            let of = schema::contests::table.find(contest.id);
            Ok(diesel::update(of).set(schema::contests::deadline_at.eq(until)).execute(conn)?)
        });
        return contest;
    }
    let all: Vec<usize> = (0..WORKS).collect();
    for some in all.chunks(250) {
        do_it(app, "works", |tx| {
            let keys = ["tho", "van-xuoi", "bai-ca-co"].map(|k| category(tx, &contest, k));
            for n in some {
                let category = match n % 10 {
                    0..4 => keys[0],
                    4..7 => keys[1],
                    _ => keys[2],
                };
                work(tx, staff, &contest, category, *n, now.plus_seconds(i64::try_from(*n).unwrap() * 60))?;
            }
            Ok(())
        });
    }
    onward(app, staff, &contest, Phase::Open, now.plus_days(20));
    contest
}

fn category(tx: &mut Tx, contest: &Contest, key: &str) -> CategoryId {
    let all = contests::categories(tx, contest.id).unwrap();
    all.iter().find(|c| c.key == key).unwrap().id
}

/// Lines of a text about the river, as many as asked for.
fn text(n: usize, lines: usize) -> String {
    const LINES: [&str; 8] = [
        "Sáng nay con nước đầy sông",
        "Bác đưa đò cũ chở đồng mùa lên",
        "Lời Người gửi giữa bình yên",
        "Thành tay vun đất, thành thuyền qua mưa",
        "Xóm ven kinh nhỏ đèn vừa",
        "Sáng trang sách mở đầu mùa nước dâng",
        "Mẹ ngồi vá lưới dưới trăng",
        "Nghe con đọc chuyện Bác Hồ năm xưa",
    ];
    let mut all: Vec<&str> = (0..lines).map(|i| LINES[(n * 7 + i * 3 + i / 8) % 8]).collect();
    let name = format!("({n})");
    all.push(&name);
    all.join("\n")
}

fn work(
    tx: &mut Tx,
    staff: &Staff,
    contest: &Contest,
    category: CategoryId,
    n: usize,
    now: Timestamp,
) -> OpResult<EntryId> {
    let cx = by(tx, staff.authors[n], now)?;
    let entry = entries::begin(tx, &cx, entries::Begin { contest: contest.id })?.id;
    entries::save_category(tx, &cx, entries::SaveCategory { entry, seen: None, category })?;
    let mut facts = entries::SaveWork::titled(
        entry,
        &format!("Mùa nước {} {}", word(n * 5 + 3), text(n, 1).lines().next().unwrap()),
    );
    facts.summary = text(n, 3);
    entries::save_work(tx, &cx, facts)?;
    let body = text(n, if n % 10 < 4 { 24 } else { 160 });
    entries::save_text(tx, &cx, entries::SaveText { entry, seen: None, body })?;
    let name = person(tx, staff.authors[n])?.unwrap().name;
    let author = AuthorContent { name, birth_date: Some("1980-05-19".into()), ..AuthorContent::default() };
    let authors = entries::SaveAuthors {
        entry,
        seen: None,
        kind: AuthorKind::Individual,
        group_name: String::new(),
        unit_id: None,
        unit_name: String::new(),
        authors: vec![author],
    };
    entries::save_authors(tx, &cx, authors)?;
    let made = ["own_work", "rules", "personal_data", "gallery"].map(str::to_owned).to_vec();
    let promise = entries::SaveCommitments { entry, seen: None, made, ai_used: Some(false), ai_note: String::new() };
    entries::save_commitments(tx, &cx, promise)?;
    entries::hand_in(tx, &cx, entries::HandIn { entry, version: None })?;
    let cx = by(tx, staff.organizers[1], now.plus_days(2))?;
    for line in office::checks_of(&Dossier::by_id(tx, entry)?) {
        office::tick(tx, &cx, office::Tick { entry, key: line.key, on: true })?;
    }
    office::accept(tx, &cx, office::Accept { entry, number: None })?;
    Ok(entry)
}

fn onward(app: &App, staff: &Staff, contest: &Contest, from: Phase, now: Timestamp) {
    do_it(app, "the next phase", |tx| {
        let cx = by(tx, staff.organizers[0], now)?;
        move_phase(tx, &cx, MovePhase { contest: contest.id, from, confirmed: true })
    });
}

/// Seats everybody on every panel that has works, opens the round, and has all but every `leave`th sheet handed in (1: all).
fn judge(app: &App, staff: &Staff, contest: &Contest, key: RoundKey, now: Timestamp, leave: usize) {
    let round = app.db.read(|c| Ok(contests::round_by_key(c, contest.id, key)?.unwrap().id)).unwrap();
    do_it(app, "panels", |tx| {
        let cx = by(tx, staff.organizers[0], now)?;
        for (i, group) in (1u64..).zip(contests::groups(tx, contest.id)?) {
            if !matches!(group.code.as_str(), "VH" | "NT") {
                continue;
            }
            let (members, head) = (staff.judges.clone(), Some(staff.judges[0]));
            let panel = judging::set_panel(tx, &cx, &judging::SetPanel { round, group: group.id, members, head })?;
            let wish = judging::PlanWish { seed: i, ..judging::PlanWish::default() };
            judging::apply_plan(tx, &cx, &judging::ApplyPlan { panel: panel.id, wish, seen: None })?;
        }
        Ok(())
    });
    onward(app, staff, contest, if key == RoundKey::Preliminary { Phase::Intake } else { Phase::Preliminary }, now);
    let all = app.db.read(|c| Ok(sheets::of_round(c, round)?)).unwrap();
    for some in all.chunks(500) {
        do_it(app, "marks", |tx| {
            for sheet in some.iter().filter(|s| s.state == SheetState::Open) {
                let n = usize::try_from(sheet.id.0).unwrap();
                let cx = by(tx, sheet.judge_id, now.plus_seconds(sheet.id.0))?;
                let (rubric, criteria) = judging::sheets::rubric_of(tx, sheet)?;
                let step = rubric.step.hundredths().max(1);
                let good = 550 + sheet.entry_id.0 * 37 % 400;
                let mark = |i: usize, max: Points| {
                    let part = good + i64::try_from((n * 13 + i * 29) % 50).unwrap();
                    Points::from_hundredths(max.hundredths() * part / 1000 / step * step).to_string()
                };
                let left = leave > 1 && n.is_multiple_of(leave);
                let take = if left { criteria.len() / 2 } else { criteria.len() };
                let cmd = judging::SaveMarks {
                    token: sheet.token.clone(),
                    version: sheet.version,
                    key: String::new(),
                    marks: criteria.iter().take(take).enumerate().map(|(i, c)| (c.id, mark(i, c.max))).collect(),
                    comment: Some(text(n, 2)),
                };
                let judging::Saved::Kept { version } = judging::save_marks(tx, &cx, &cmd)? else { panic!("stale") };
                if !left {
                    judging::hand_in(tx, &cx, &judging::HandIn { token: sheet.token.clone(), version })?;
                }
            }
            Ok(())
        });
    }
    if leave == 1 {
        do_it(app, "the end of a round", |tx| {
            let cx = by(tx, staff.organizers[0], now.plus_days(1))?;
            judging::close_round(tx, &cx, judging::CloseRound { round, open_seen: 0 })
        });
    }
}

fn publish(app: &App, staff: &Staff, contest: &Contest) {
    let id = contest.id;
    do_it(app, "the final's works", |tx| {
        let cx = by(tx, staff.organizers[0], at("2023-10-18T08:00"))?;
        results::advance(tx, &cx, &results::Advance { contest: id })
    });
    judge(app, staff, contest, RoundKey::Final, at("2023-10-20T08:00"), 1);
    onward(app, staff, contest, Phase::Final, at("2023-11-01T08:00"));
    do_it(app, "the results", |tx| {
        let cx = by(tx, staff.organizers[0], at("2023-11-10T08:00"))?;
        let contest = contests::by_id(tx, id)?.unwrap();
        let board = load::board(tx, &contest)?;
        for round in &board.rounds {
            for s in &round.categories {
                for tie in s.ranking.as_ref().map(|r| r.unvoted.clone()).unwrap_or_default() {
                    let places: BTreeMap<EntryId, i64> = tie.into_iter().zip(1i64..).collect();
                    let places = places.into_iter().collect();
                    results::vote_tie(tx, &cx, &results::VoteTie { round: round.round.id, places })?;
                }
            }
        }
        for group in contests::groups(tx, id)? {
            if matches!(group.code.as_str(), "VH" | "NT") {
                results::award_proposed(tx, &cx, &results::AwardProposed { contest: id, group: group.id })?;
            }
        }
        share_places(tx, &cx, &contest)?;
        results::unblind(tx, &cx, &results::Unblind { contest: id })?;
        let proposed = results::propose(tx, &cx, &results::Propose { contest: id, reason: String::new() })?;
        let cx = by(tx, staff.organizers[1], at("2023-11-20T08:00"))?;
        results::approve(tx, &cx, &results::Approve { contest: id, number: proposed.number })
    });
}

/// Works that share the last place of a level get its prize as well, which needs a reason.
fn share_places(tx: &mut Tx, cx: &Cx, contest: &Contest) -> OpResult<()> {
    let (board, prizes) = (load::board(tx, contest)?, contests::prizes(tx, contest.id)?);
    for group in proposal::groups(&board, &prizes).into_iter().filter(|g| matches!(g.group.code.as_str(), "VH" | "NT"))
    {
        let held = bongsen::results::store::awards(tx, contest.id)?;
        for a in group.proposal.awards.iter().filter(|a| held.iter().all(|h| h.entry_id != Some(a.entry))) {
            let (to, reason) = (results::AwardTo::Entry(a.entry), "Đồng hạng, trao đồng giải.".to_owned());
            results::award(tx, cx, &results::AwardPrize { contest: contest.id, prize: a.level, to, reason })?;
        }
    }
    Ok(())
}

fn drafts(app: &App, staff: &Staff, contest: &Contest) -> Vec<String> {
    do_it(app, "drafts", |tx| {
        let cx = by(tx, staff.authors[0], Timestamp::of(chrono::Utc::now()))?;
        let category = category(tx, contest, "truyen-hinh");
        let one = |tx: &mut Tx| {
            let entry = entries::begin(tx, &cx, entries::Begin { contest: contest.id })?;
            entries::save_category(tx, &cx, entries::SaveCategory { entry: entry.id, seen: None, category })?;
            Ok(entry.token)
        };
        (0..UPLOADS).map(|_| one(tx)).collect()
    })
}

fn open_sheets(app: &App, contest: &Contest, judge: AccountId) -> Vec<OpenSheet> {
    app.db
        .read(|c| {
            let round = contests::round_by_key(c, contest.id, RoundKey::Preliminary)?.unwrap().id;
            let mut all = Vec::new();
            for s in sheets::of_judge(c, judge, round)?.into_iter().filter(|s| s.state == SheetState::Open).take(5) {
                let (_, criteria) = judging::sheets::rubric_of(c, &s)?;
                let criteria = criteria.iter().map(|k| (k.id.0, k.max.hundredths())).collect();
                all.push(OpenSheet { token: s.token, version: s.version, criteria });
            }
            Ok(all)
        })
        .unwrap()
}

/// How many works of a contest are accepted: to say what was measured.
pub fn accepted(app: &App) -> i64 {
    use schema::entries as e;
    app.db.read(|c| Ok(e::table.filter(e::state.eq(EntryState::Accepted)).count().get_result(c)?)).unwrap()
}
