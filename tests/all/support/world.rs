//! Deeds that a story needs but does not tell, done by the same operations that the pages call.

use bongsen::contests::contest::{Category, Contest, Phase, RoundKey};
use bongsen::contests::store as contests;
use bongsen::db::schema::rounds;
use bongsen::db::{Conn, Tx};
use bongsen::entries::content::AuthorContent;
use bongsen::entries::dossier::Dossier;
use bongsen::entries::entry::{AuthorKind, Entry};
use bongsen::entries::ops as entries;
use bongsen::entries::ops::intake as office;
use bongsen::judging::ops::{self as judging, ApplyPlan, CloseRound, PlanWish, SaveMarks, Saved, SetPanel};
use bongsen::judging::sheet::{Assignment, Panel};
use bongsen::kernel::actor::Cx;
use bongsen::kernel::errors::OpResult;
use bongsen::kernel::points::Points;
use bongsen::phases::ops::{MovePhase, move_phase};
use diesel::prelude::*;

use super::site::{Site, Visitor};

/// A poem within the limits of its category.
pub const POEM: &str = "Sáng nay con nước đầy sông\nBác đưa đò cũ chở đồng mùa lên\nLời Người gửi giữa bình yên\nThành tay vun đất, thành thuyền qua mưa";

impl Site {
    /// Runs an operation as somebody.
    pub fn by<T>(&self, who: &Visitor, mut f: impl FnMut(&mut Tx, &Cx) -> OpResult<T>) -> T {
        let cx = self.cx_of(who);
        self.app.db.write(|tx| f(tx, &cx)).unwrap()
    }

    /// A category of the current contest, by its key in the template.
    pub fn category(&self, key: &str) -> Category {
        let contest = self.contest().id;
        let all = self.read(|c| Ok(contests::categories(c, contest)?));
        all.into_iter().find(|c| c.key == key).expect("a category")
    }

    /// A draft of a poem to which nothing is missing.
    pub fn poem_draft(&self, who: &Visitor, title: &str) -> Entry {
        let (contest, category) = (self.contest().id, self.category("tho").id);
        self.by(who, |tx, cx| {
            let entry = entries::begin(tx, cx, entries::Begin { contest })?.id;
            entries::save_category(tx, cx, entries::SaveCategory { entry, seen: None, category })?;
            entries::save_work(tx, cx, entries::SaveWork::titled(entry, title))?;
            entries::save_text(tx, cx, entries::SaveText { entry, seen: None, body: POEM.into() })?;
            let author = AuthorContent {
                name: who.name.clone(),
                birth_date: Some("1990-05-19".into()),
                ..AuthorContent::default()
            };
            let authors = entries::SaveAuthors {
                entry,
                seen: None,
                kind: AuthorKind::Individual,
                group_name: String::new(),
                unit_id: None,
                unit_name: String::new(),
                authors: vec![author],
            };
            entries::save_authors(tx, cx, authors)?;
            let made = ["own_work", "rules", "personal_data", "gallery"].map(str::to_owned).to_vec();
            let promise =
                entries::SaveCommitments { entry, seen: None, made, ai_used: Some(false), ai_note: String::new() };
            Ok(entries::save_commitments(tx, cx, promise)?.entry)
        })
    }

    /// A poem that was handed in.
    pub fn poem(&self, who: &Visitor, title: &str) -> Entry {
        let entry = self.poem_draft(who, title).id;
        self.by(who, |tx, cx| entries::hand_in(tx, cx, entries::HandIn { entry, version: None }))
    }

    /// A secretary ticks what has to be looked at, and accepts the work.
    pub fn accept(&self, secretary: &Visitor, entry: &Entry) -> Entry {
        let entry = entry.id;
        self.by(secretary, |tx, cx| {
            for line in office::checks_of(&Dossier::by_id(tx, entry)?) {
                office::tick(tx, cx, office::Tick { entry, key: line.key, on: true })?;
            }
            office::accept(tx, cx, office::Accept { entry, number: None })
        })
    }

    /// How many sheets a work needs in each round of this contest.
    pub fn quota(&self, n: i64) {
        let contest = self.contest().id;
        self.write(|tx, _| {
            let conn: &mut Conn = tx;
            let of = rounds::table.filter(rounds::contest_id.eq(contest));
            Ok(diesel::update(of).set(rounds::quota.eq(n)).execute(conn)?)
        });
    }

    /// Seats judges on the panel of a round and a group of categories; the first leads if there is a head judge among them.
    pub fn seat(&self, by: &Visitor, key: RoundKey, group: &str, judges: &[&Visitor], head: Option<&Visitor>) -> Panel {
        let contest = self.contest().id;
        let round = self.read(|c| Ok(contests::round_by_key(c, contest, key)?)).expect("a round").id;
        let groups = self.read(|c| Ok(contests::groups(c, contest)?));
        let group = groups.into_iter().find(|g| g.code == group).expect("a group").id;
        let members: Vec<_> = judges.iter().map(|j| j.id()).collect();
        let head = head.map(Visitor::id);
        self.by(by, |tx, cx| judging::set_panel(tx, cx, &SetPanel { round, group, members: members.clone(), head }))
    }

    /// Gives the works to the panel by plan.
    pub fn plan(&self, by: &Visitor, panel: &Panel) {
        let panel = panel.id;
        self.by(by, |tx, cx| judging::apply_plan(tx, cx, &ApplyPlan { panel, wish: PlanWish::default(), seen: None }));
    }

    /// Moves the contest to its next phase.
    pub fn onward(&self, organizer: &Visitor) -> Contest {
        let (contest, from) = (self.contest().id, self.contest().phase);
        self.by(organizer, |tx, cx| move_phase(tx, cx, MovePhase { contest, from, confirmed: true }))
    }

    /// Closes a round in which every sheet was handed in.
    pub fn close_round(&self, by: &Visitor, key: RoundKey) {
        let contest = self.contest().id;
        let round = self.read(|c| Ok(contests::round_by_key(c, contest, key)?)).expect("a round").id;
        self.by(by, |tx, cx| judging::close_round(tx, cx, CloseRound { round, open_seen: 0 }));
    }

    /// A judge's sheets in a round.
    pub fn sheets(&self, judge: &Visitor, key: RoundKey) -> Vec<Assignment> {
        let contest = self.contest().id;
        let round = self.read(|c| Ok(contests::round_by_key(c, contest, key)?)).expect("a round").id;
        self.read(|c| Ok(bongsen::judging::store::of_judge(c, judge.id(), round)?))
    }

    /// A judge gives every criterion of a sheet its maximum less so many points, and hands it in.
    pub fn marks(&self, judge: &Visitor, sheet: &Assignment, less: i32) {
        self.by(judge, |tx, cx| {
            let (_, criteria) = judging::sheets::rubric_of(tx, sheet)?;
            let marks = criteria
                .iter()
                .map(|c| (c.id, Points::from_hundredths(c.max.hundredths() - i64::from(less) * 100).to_string()))
                .collect();
            let cmd = SaveMarks {
                token: sheet.token.clone(),
                version: sheet.version,
                key: String::new(),
                marks,
                comment: Some("Ý thơ gọn, nhạc điệu tốt.".into()),
            };
            let Saved::Kept { version } = judging::save_marks(tx, cx, &cmd)? else { panic!("the sheet was stale") };
            judging::hand_in(tx, cx, &judging::HandIn { token: sheet.token.clone(), version })
        });
    }

    /// The phase of the current contest.
    pub fn phase(&self) -> Phase {
        self.contest().phase
    }
}
