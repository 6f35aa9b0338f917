//! Every address, asked by nobody, by somebody else and by the wrong role, gives the refusal that the table of addresses says.

use actix_web::http::Method;
use bongsen::accounts::ops::grant;
use bongsen::contests::contest::{Phase, RoundKey};
use bongsen::contests::ops::Import;
use bongsen::contests::store as contests;
use bongsen::contests::template::{PHU_TAN, Template};
use bongsen::db::schema::{audit_events, categories, files, renditions, sessions};
use bongsen::kernel::actor::Role;
use bongsen::kernel::ids::SessionId;
use bongsen::web::routes::{Access, RouteSpec, table};
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::page::Page;
use crate::support::site::{Site, Visitor};

/// A contest in the middle of judging, with real things in it that belong to An and to the first judge.
pub struct World {
    pub an: Visitor,
    other: Visitor,
    pub judges: [Visitor; 3],
    pub head: Visitor,
    pub secretary: Visitor,
    pub organizer: Visitor,
    pub admin: Visitor,
    /// Organizer of another contest.
    stranger: Visitor,
    fill: Vec<(&'static str, &'static str, String)>,
}

impl World {
    pub async fn make(site: &Site) -> Self {
        let an = site.account("Nguyễn Văn An", "entrant");
        let other = site.account("Trần Thị Bình", "entrant");
        let organizer = site.account("Phạm Hữu Phúc", "organizer");
        let secretary = site.account("Lê Thị Thư", "secretary");
        let head = site.account("Trưởng ban", "head_judge");
        let judges = ["Một", "Hai", "Ba"].map(|n| site.account(&format!("Giám khảo {n}"), "judge"));
        let admin = site.account("Quản trị", "admin");
        let stranger = site.account("Người nơi khác", "entrant");
        let away = site.write(|tx, cx| {
            let template = Template::parse(PHU_TAN).unwrap();
            let cmd = Import { template, which: "PT23".into(), short_code: None, current: false };
            bongsen::contests::ops::import(tx, cx, &cmd)
        });
        let (who, away) = (stranger.id(), away.id);
        site.write(|tx, cx| {
            // Nobody holds both roles where a category is blind.
            diesel::update(categories::table.filter(categories::contest_id.eq(away)))
                .set(categories::blind.eq(false))
                .execute(&mut **tx)?;
            grant(tx, cx, away, who, Role::Organizer, None)?;
            grant(tx, cx, away, who, Role::Judge, None)
        });

        let entry = site.poem(&an, "Bến nước quê mình");
        // A file with its thumbnail, of a draft of the same person.
        let category = site.category("nhiep-anh").id.to_string();
        let draft = an.post("/nop-bai/moi", &[("category", &category)]).await.path;
        let sent = an.upload(&format!("{draft}/tep/0"), &[], "file", "photo.jpg", "photo.jpg").await;
        assert_eq!((sent.status, sent.faults()), (200, vec![]), "{}", sent.text());
        site.work().await;
        let (file, rendition) = site.read(|c| {
            Ok((
                files::table.select(files::token).first::<String>(c)?,
                renditions::table.select(renditions::token).first::<String>(c)?,
            ))
        });
        let entry = site.accept(&secretary, &entry);
        site.quota(3);
        site.set_phase(Phase::Intake);
        let bench: Vec<&Visitor> = judges.iter().collect();
        let panel = site.seat(&organizer, RoundKey::Preliminary, "VH", &bench, None);
        site.plan(&organizer, &panel);
        assert_eq!(site.onward(&organizer).phase, Phase::Preliminary);
        let sheet = site.sheets(&judges[0], RoundKey::Preliminary).remove(0);
        let contest = site.contest().id;
        let (unit, rubric, session) = site.read(|c| {
            let unit = contests::units(c, contest)?.remove(0).id.to_string();
            let rubric = contests::rubrics(c, contest)?.remove(0).id.to_string();
            let own = sessions::table.filter(sessions::account_id.eq(an.id()));
            Ok((unit, rubric, own.select(sessions::id).first::<SessionId>(c)?.to_string()))
        });
        // What stands in addresses, by where they begin and the parameter's name.
        let fill = vec![
            ("/nop-bai", "token", entry.token.clone()),
            ("/nop-bai", "slot", "0".into()),
            ("/nop-bai", "n", "1".into()),
            ("/tep", "file", file.clone()),
            ("/anh", "rendition", rendition),
            ("/cham", "token", sheet.token.clone()),
            ("/cham", "n", "1".into()),
            ("/ban-thu-ky", "token", entry.token.clone()),
            ("/ban-thu-ky", "file", file.clone()),
            ("/ban-thu-ky", "viec", "khong-nhan".into()),
            ("/ban-to-chuc/cham-thi", "round", "so-khao".into()),
            ("/ban-to-chuc", "panel", panel.id.to_string()),
            ("/ban-to-chuc", "round", sheet.round_id.to_string()),
            ("/ban-to-chuc", "sheet", sheet.token.clone()),
            ("/tac-pham", "code", entry.blind_code.clone().unwrap_or("A1".into())),
            ("/tac-pham", "n", "1".into()),
            ("/ket-qua", "number", "1".into()),
            ("/ban-to-chuc", "unit", unit),
            ("/ban-to-chuc", "rubric", rubric),
            ("/ban-to-chuc", "category", site.category("tho").id.to_string()),
            ("/tai-khoan", "id", session),
            ("/quan-tri", "account", an.id().to_string()),
            // Secrets that nobody knows.
            ("/dang-nhap", "token", "khong-co".into()),
            ("/moi", "token", "khong-co".into()),
            ("/thiet-lap", "token", "khong-co".into()),
        ];
        Self { an, other, judges, head, secretary, organizer, admin, stranger, fill }
    }

    /// The address with real things in it.
    pub fn address(&self, pattern: &str) -> String {
        let mut address = pattern.to_owned();
        while let Some((before, rest)) = address.split_once('{') {
            let (name, after) = rest.split_once('}').unwrap();
            let known = self.fill.iter().find(|(at, n, _)| pattern.starts_with(at) && *n == name);
            let Some((_, _, value)) = known else { panic!("the test does not know what {{{name}}} of {pattern} is") };
            address = format!("{before}{value}{after}");
        }
        address
    }

    /// Who must be refused, and how.
    fn refused(&self, route: &RouteSpec) -> Vec<(&str, &Visitor, u16)> {
        let (an, other) = (("owner of a work", &self.an), ("another entrant", &self.other));
        let judge = ("judge", &self.judges[1]);
        let (office, organizer) = (("secretary", &self.secretary), ("organizer", &self.organizer));
        let (head, away) = (("head judge", &self.head), ("organizer elsewhere", &self.stranger));
        let admin = ("administrator", &self.admin);
        let (status, who) = match route.access {
            // Somebody else's thing among one's own.
            Access::SignedIn if route.path.contains('{') => (404, vec![other, admin]),
            Access::Public | Access::Secret | Access::SignedIn => return Vec::new(),
            Access::Entry => (404, vec![other, judge, head, away, admin]),
            Access::Sheet => (404, vec![an, other, judge, head, office, organizer, away, admin]),
            Access::Judge => (403, vec![an, office, organizer, away, admin]),
            Access::Office => (403, vec![an, judge, head, away]),
            Access::Judging => (403, vec![an, judge, away]),
            Access::Organizer => (403, vec![an, judge, head, office, away]),
            Access::Admin => (403, vec![an, judge, head, office, organizer, away]),
        };
        who.into_iter().map(|(name, v)| (name, v, status)).collect()
    }
}

async fn ask(who: &Visitor, route: &RouteSpec, address: &str) -> Page {
    if route.method == Method::GET {
        who.get_still(address).await
    } else {
        who.post_still(address, &[("x", "1")]).await
    }
}

fn count_events(site: &Site) -> i64 {
    site.read(|c| Ok(audit_events::table.count().get_result(c)?))
}

on_both_stacks!(every_address_refuses_whom_the_table_says, |site| async move {
    let world = World::make(site).await;
    let before = count_events(site);
    let nobody = site.visitor();
    let mut wrong = Vec::new();
    for route in table() {
        let bare = world.address(route.path);
        let twin = format!("/cuoc-thi/PT26{}", if bare == "/" { "" } else { &bare });
        let addresses = if route.in_contest { vec![bare, twin] } else { vec![bare] };
        for address in addresses {
            let is = format!("{} {address}", route.method);
            let page = ask(&nobody, &route, &address).await;
            let to_sign_in = page.status == 303 && page.location().starts_with("/dang-nhap");
            match route.access {
                Access::Public | Access::Secret if matches!(page.status, 401 | 403 | 500..) || to_sign_in => {
                    wrong.push(format!("{is}: nobody gets {} {}", page.status, page.location()));
                }
                Access::Public | Access::Secret => {}
                _ if !to_sign_in => wrong.push(format!("{is}: nobody gets {} {}", page.status, page.location())),
                _ => {}
            }
            for (name, who, status) in world.refused(&route) {
                let page = ask(who, &route, &address).await;
                if page.status != status {
                    wrong.push(format!("{is}: {name} gets {} {}, not {status}", page.status, page.location()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(count_events(site), before, "who was refused changed nothing");
});

on_both_stacks!(nothing_changes_without_our_own_origin, |site| async move {
    let world = World::make(site).await;
    let before = count_events(site);
    let plain = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut wrong = Vec::new();
    for route in table().iter().filter(|r| r.method != Method::GET) {
        let who = match route.access {
            Access::Judge | Access::Sheet => &world.judges[0],
            Access::Office => &world.secretary,
            Access::Judging | Access::Organizer => &world.organizer,
            Access::Admin => &world.admin,
            Access::Public | Access::Secret | Access::SignedIn | Access::Entry => &world.an,
        };
        for headers in [vec![], vec![("origin", "https://evil.example")], vec![("sec-fetch-site", "cross-site")]] {
            let address = format!("{}{}", site.base, world.address(route.path));
            let mut request = plain.post(address).header("cookie", who.cookie());
            for (name, value) in &headers {
                request = request.header(*name, *value);
            }
            let status = request.form(&[("x", "1")]).send().await.unwrap().status().as_u16();
            if status != 403 {
                wrong.push(format!("{} {} with {headers:?}: {status}", route.method, route.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(count_events(site), before);
});
