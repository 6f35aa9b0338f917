//! The demo: three contests made by the operations, in the states that are wanted.

use std::collections::BTreeMap;

use bongsen::contests::contest::{Contest, Phase};
use bongsen::contests::store as contests;
use bongsen::demo::{Size, accounts_file, build, is_there};
use bongsen::entries::entry::EntryState;
use bongsen::entries::store as entries;
use bongsen::judging::sheet::SheetState;
use bongsen::judging::store as judging;
use bongsen::kernel::time::Clock;

use crate::support::site::{Site, Stack};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_is_made_by_the_operations_in_every_state() {
    holds_every_state(Stack::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_is_made_at_scale_as_well() {
    holds_every_state(Stack::Scaled).await;
}

async fn holds_every_state(stack: Stack) {
    let site = Site::empty(stack).await;
    site.app.clock.set(Clock::System.now());
    assert!(!is_there(&site.app));
    let app = site.app.clone();
    tokio::task::spawn_blocking(move || build(&app, Size::Small).unwrap()).await.unwrap();
    let app = &site.app;
    assert!(is_there(app));
    let all: BTreeMap<String, Contest> =
        app.db.read(|c| Ok(contests::all(c)?.into_iter().map(|k| (k.short_code.clone(), k)).collect())).unwrap();
    let phases: Vec<_> = all.iter().map(|(code, c)| (code.as_str(), c.phase)).collect();
    assert_eq!(phases, [("PT23", Phase::Published), ("PT26", Phase::Open), ("PTCT", Phase::Preliminary)]);
    let in_state = |code: &str, state| app.db.read(|c| Ok(entries::in_state(c, all[code].id, state)?.len())).unwrap();
    let counts: Vec<_> = EntryState::ALL.iter().map(|s| (*s, in_state("PT26", *s))).collect();
    use EntryState as E;
    assert_eq!(
        counts,
        [
            (E::Draft, 3),
            (E::Submitted, 6),
            (E::Correction, 2),
            (E::Accepted, 9),
            (E::Refused, 1),
            (E::Withdrawn, 1),
            (E::Disqualified, 1)
        ]
    );
    assert_eq!(in_state("PT23", E::Accepted), 9);
    let sheets = app
        .db
        .read(|c| {
            let rounds = contests::rounds(c, all["PTCT"].id)?;
            Ok(judging::of_round(c, rounds[0].id)?)
        })
        .unwrap();
    let count = |state| sheets.iter().filter(|s| s.state == state).count();
    assert!(count(SheetState::HandedIn) > 0 && count(SheetState::Open) > 0);
    assert_eq!(sheets.len(), 24, "eight works, three judges each");
    let (_, faults) = app.db.read(bongsen::audit::verify::chain).unwrap();
    assert_eq!(faults, Vec::<String>::new());

    let json: Vec<BTreeMap<String, String>> =
        serde_json::from_str(&std::fs::read_to_string(accounts_file(app)).unwrap()).unwrap();
    let keys: Vec<&str> = json[0].keys().map(String::as_str).collect();
    assert_eq!(keys, ["contest", "login", "name", "password", "role"]);
    for code in ["PT23", "PT26", "PTCT"] {
        let n = |role: &str| json.iter().filter(|l| l["contest"] == code && l["role"] == role).count();
        assert_eq!((n("organizer"), n("secretary"), n("head_judge"), n("judge")), (2, 2, 4, 12), "{code}");
        assert!(n("entrant") > 3);
    }
}
