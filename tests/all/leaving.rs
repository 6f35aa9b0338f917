//! Judges who leave, and rounds whose numbers would come to nothing: found before it is too late to mend.

use bongsen::contests::contest::RoundKey;
use bongsen::contests::store as contests;
use bongsen::db::Conn;
use bongsen::db::schema::{contests as contest_rows, memberships};
use bongsen::judging::ops::{CloseRound, close_round, end_role};
use bongsen::judging::store as judging;
use bongsen::kernel::errors::OpError;
use bongsen::kernel::ids::MembershipId;
use diesel::prelude::*;

use crate::on_both_stacks;
use crate::support::site::{Site, Visitor};

struct Round {
    organizer: Visitor,
    judges: [Visitor; 2],
}

/// Two poems, each with two judges, in an open round; the second judge has still to hand in one sheet.
fn under_way(site: &Site) -> Round {
    let organizer = site.account("Lê Thị Tổ Chức", "organizer");
    let secretary = site.account("Phạm Thị Thư", "secretary");
    let judges = ["Giám khảo Một", "Giám khảo Hai"].map(|name| site.account(name, "judge"));
    let an = site.account("Nguyễn Văn An", "entrant");
    site.quota(1);
    for title in ["Bến nước", "Đường hoa"] {
        let entry = site.poem(&an, title);
        site.accept(&secretary, &entry);
    }
    site.onward(&organizer);
    site.quota(2);
    let panel = site.seat(&organizer, RoundKey::Preliminary, "VH", &[&judges[0], &judges[1]], None);
    site.plan(&organizer, &panel);
    site.onward(&organizer);
    for sheet in site.sheets(&judges[0], RoundKey::Preliminary) {
        site.marks(&judges[0], &sheet, 1);
    }
    site.marks(&judges[1], &site.sheets(&judges[1], RoundKey::Preliminary)[0], 1);
    Round { organizer, judges }
}

fn seats(site: &Site) -> usize {
    let contest = site.contest().id;
    site.read(|c| Ok(judging::panel_members(c, contest)?.len()))
}

fn leaves(site: &Site, organizer: &Visitor, judge: &Visitor) -> Result<(), OpError> {
    let cx = site.cx_of(organizer);
    let of = memberships::table.filter(memberships::account_id.eq(judge.id()));
    let id: MembershipId = site.read(|c| Ok(of.select(memberships::id).first(c)?));
    site.app.db.write(|tx| end_role(tx, &cx, id))
}

on_both_stacks!(who_leaves_after_the_round_stays_on_its_panel, |site| async {
    let Round { organizer, judges } = under_way(site);
    assert!(leaves(site, &organizer, &judges[1]).is_err(), "a sheet is still open");
    let round = site.read(|c| Ok(contests::round_by_key(c, site.contest().id, RoundKey::Preliminary)?)).unwrap().id;
    site.by(&organizer, |tx, cx| close_round(tx, cx, CloseRound { round, open_seen: 1 }));
    leaves(site, &organizer, &judges[1]).unwrap();
    assert_eq!(seats(site), 2, "the panel of a closed round is as it was");
});

on_both_stacks!(sums_of_unequal_counts_keep_the_round_open, |site| async {
    let Round { organizer, judges } = under_way(site);
    site.quota(1);
    site.write(|tx, _| {
        let c: &mut Conn = tx;
        Ok(diesel::update(contest_rows::table).set(contest_rows::score_method.eq("sum")).execute(c)?)
    });
    let close = "/ban-to-chuc/cham-thi/vong/so-khao/dong";
    let page = organizer.get(close).await;
    assert!(page.text().contains("đang có từ 1 đến 2 phiếu"), "{}", page.text());
    assert_eq!(organizer.post(close, &[("open", "1")]).await.status, 409);
    let last = site.sheets(&judges[1], RoundKey::Preliminary);
    site.marks(&judges[1], &last[1], 1);
    assert_eq!(organizer.post(close, &[("open", "0")]).await.status, 200);
});
