//! When everything happens: the finished contest on its own dates, the two others around now. Pure.

use chrono::NaiveTime;

use crate::contests::template::{Dates, PHU_TAN, Template};
use crate::kernel::errors::{OpError, OpResult};
use crate::kernel::time::{Timestamp, Zone};

/// The dates of a contest.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub launch: Timestamp,
    pub open: Timestamp,
    pub deadline: Timestamp,
    pub preliminary: Timestamp,
    pub last: Timestamp,
    pub publication: Timestamp,
}

/// All of them.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub now: Timestamp,
    pub zone: Zone,
    pub finished: Days,
    pub judged: Days,
    /// Its deadline is the one after the extension.
    pub open: Days,
    /// The open contest's deadline before it was extended.
    pub first_close: Timestamp,
    /// When it was extended.
    pub extended: Timestamp,
}

impl Calendar {
    /// Around an instant.
    ///
    /// # Errors
    /// When the template's zone or dates are broken.
    pub fn of(now: Timestamp) -> OpResult<Self> {
        let broken = || OpError::Internal("a date of the demo".into());
        let zone = Zone::parse("Asia/Ho_Chi_Minh").ok_or_else(broken)?;
        let midnight = zone.day(now).and_time(NaiveTime::MIN);
        let midnight = zone.parse_field(&midnight.format("%Y-%m-%dT%H:%M").to_string()).ok_or_else(broken)?;
        let at = |days: i64, hour: i64| midnight.plus_days(days).plus_seconds(hour * 3600);
        let template = Template::parse(PHU_TAN).map_err(|f| OpError::Internal(format!("{f:?}")))?;
        let part = template.contests.iter().find(|c| c.short_code == "PT23").ok_or_else(broken)?;
        let [launch, open, deadline, preliminary, last, publication] = part.instants(zone);
        let finished = Days {
            launch: launch.ok_or_else(broken)?,
            open: open.ok_or_else(broken)?,
            deadline: deadline.ok_or_else(broken)?,
            preliminary: preliminary.ok_or_else(broken)?.plus_seconds(8 * 3600),
            last: last.ok_or_else(broken)?.plus_seconds(8 * 3600),
            publication: publication.ok_or_else(broken)?,
        };
        let days = |launch, deadline, preliminary, last, publication| Days {
            launch: at(launch, 0),
            open: at(launch, 8),
            deadline: at(deadline, 17),
            preliminary: at(preliminary, 8),
            last: at(last, 8),
            publication: at(publication, 0),
        };
        Ok(Self {
            now,
            zone,
            finished,
            judged: days(-150, -40, -20, 14, 35),
            open: days(-62, 23, 48, 78, 99),
            first_close: at(-6, 17),
            extended: at(-5, 9),
        })
    }

    fn dates(&self, d: &Days, deadline: Timestamp) -> Dates {
        Dates {
            launch: self.zone.field(d.launch),
            open: self.zone.field(d.open),
            deadline: self.zone.field(deadline),
            preliminary: self.zone.field(d.preliminary),
            r#final: self.zone.field(d.last),
            publication: self.zone.field(d.publication),
        }
    }

    /// The rules with other dates than the template's.
    fn reworded(&self, rules: &str, old: &Dates, d: &Days, deadline: Timestamp) -> String {
        let day = |s: &str| self.zone.parse_field(s).map(|t| self.zone.date(t)).unwrap_or_default();
        let mut rules = rules.to_owned();
        // All at once, through marks that stand nowhere else, so that no new date is taken for an old one.
        let pairs = [
            (&old.launch, d.launch),
            (&old.deadline, deadline),
            (&old.preliminary, d.preliminary),
            (&old.r#final, d.last),
            (&old.publication, d.publication),
        ];
        for (i, (was, _)) in pairs.iter().enumerate() {
            rules = rules.replace(&day(was), &format!("\u{1}{i}\u{1}"));
        }
        for (i, (_, is)) in pairs.iter().enumerate() {
            rules = rules.replace(&format!("\u{1}{i}\u{1}"), &self.zone.date(*is));
        }
        rules
    }

    /// The template for each contest, with its own dates: finished, being judged, open (before its extension).
    ///
    /// # Errors
    /// When the template is broken.
    pub fn templates(&self) -> OpResult<[Template; 3]> {
        let whole = Template::parse(PHU_TAN).map_err(|f| OpError::Internal(format!("{f:?}")))?;
        let with = |code: &str| {
            let mut t = whole.clone();
            t.contests.retain(|c| c.short_code == code);
            t
        };
        let moved = |d: &Days, deadline: Timestamp| {
            let mut t = with("PT26");
            for c in &mut t.contests {
                c.rules_md = self.reworded(&c.rules_md, &c.dates, d, deadline);
                c.dates = self.dates(d, deadline);
                let to = self.zone.day(deadline).format("%Y-%m-%d").to_string();
                c.publication_window = c.publication_window.take().map(|(from, _)| (from, to));
            }
            t
        };
        let mut judged = moved(&self.judged, self.judged.deadline);
        for c in &mut judged.contests {
            c.title = "Cuộc thi sáng tác tác phẩm văn học, nghệ thuật và báo chí “Sen quê tôi”".into();
            c.en = "“Lotus of My Homeland”: a contest of literature, arts and journalism".into();
        }
        Ok([with("PT23"), judged, moved(&self.open, self.first_close)])
    }

    /// The rules of the open contest after its extension.
    ///
    /// # Errors
    /// When the template is broken.
    pub fn extended_rules(&self) -> OpResult<String> {
        let whole = Template::parse(PHU_TAN).map_err(|f| OpError::Internal(format!("{f:?}")))?;
        let part = whole.contests.iter().find(|c| c.short_code == "PT26").ok_or(OpError::NotFound)?;
        Ok(self.reworded(&part.rules_md, &part.dates, &self.open, self.open.deadline))
    }
}
