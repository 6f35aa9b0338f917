//! Who holds which role: invite by a link, take an invitation back, end a role.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::frame::{Typed, ask_first, desk};
use super::setup::organized;
use crate::accounts::account::{Account, InvitedRole, MembershipRow};
use crate::accounts::login::show_phone;
use crate::accounts::{member_store, ops, store as accounts};
use crate::contests::contest::Unit;
use crate::contests::store;
use crate::judging::ops as judging;
use crate::kernel::actor::Role;
use crate::kernel::errors::OpError;
use crate::kernel::ids::{InvitationId, MembershipId, secret};
use crate::web::errors::WebResult;
use crate::web::forms::Posted;
use crate::web::layout::Page;
use crate::web::ui::*;
use crate::web::visit::Visit;

const HERE: &str = "/ban-to-chuc/thanh-vien";

pub async fn page(v: Visit) -> WebResult<HttpResponse> {
    draw(&v, &Typed::fresh(), None).await
}

/// A link that was just made: whose, and where it leads. It is shown this once.
struct Made {
    name: String,
    link: String,
    mailed: bool,
}

async fn draw(v: &Visit, typed: &Typed, made: Option<Made>) -> WebResult<HttpResponse> {
    let c = organized(v).await?;
    let id = c.id;
    let (members, invitations, units) = v
        .read(move |conn| {
            Ok((
                member_store::of_contest(conn, id)?,
                member_store::invitations(conn, Some(id))?,
                store::units(conn, id)?,
            ))
        })
        .await?;
    let open = invitations.iter().filter(|i| i.accepted_at.is_none() && i.revoked_at.is_none() && i.expires_at > v.now);
    let title = v.t("organizer-nav-members");
    let role = |w: &str| v.t(&format!("role-{w}"));
    let mut waiting = Table::new(v.t("members-waiting"))
        .hide_caption()
        .col(Col::new(v.t("members-name")).head())
        .col(Col::new(v.t("members-role")))
        .col(Col::new(v.t("members-until")))
        .col(Col::new(v.t("members-act")).hide_label());
    let mut any = false;
    for i in open {
        any = true;
        let email = i.email.clone().unwrap_or_default();
        waiting = waiting.row(
            Row::new()
                .cell(html! { (i.name) @if !email.is_empty() { " " span.soft.small { (login(&email)) } } })
                .cell(role(i.role.word()))
                .cell(v.zone().date(i.expires_at))
                .cell(
                    Button::quiet(v.t("members-revoke"))
                        .post(v.href(HERE))
                        .hidden("act", "revoke")
                        .hidden("id", i.id.to_string())
                        .small()
                        .aria(v.say(&msg!("members-revoke-of", name = i.name.as_str()))),
                ),
        );
    }
    let current = units.iter().filter(|u| u.valid_to.is_none());
    let body = html! {
        (typed.top(v))
        @if let Some(m) = made {
            (Notice::new(Tone::Done, html! {
                p { (v.say(&if m.mailed { msg!("members-made-mailed", name = m.name.as_str()) } else { msg!("members-made", name = m.name.as_str()) })) }
                p { code #invitation-link { (m.link) } }
            }).title(v.t("members-made-title")))
        }
        (roles(v, &members, &units))
        @if any { h2 { (v.t("members-waiting")) } (waiting) }
        h2 { (v.t("members-invite")) }
        p { (v.say(&msg!("members-invite-hint", days = ops::INVITATION_DAYS))) }
        (Form::post(v.href(HERE)).body(html! {
            (hidden("act", "invite"))
            (hidden("phieu", &secret()))
            (typed.put(v, Field::text("name", v.t("members-name")).required(), "name", ""))
            (typed.put(v, Field::email("email", v.t("members-email")).hint(v.t("members-email-hint")).optional(v.t("optional")), "email", ""))
            (typed.put(v, Field::select("role", v.t("members-role")).options(Role::ALL.iter().map(|r| (r.word(), role(r.word())))), "role", "judge"))
            (typed.put(v, Field::select("unit", v.t("members-unit")).hint(v.t("members-unit-hint")).option("", "–")
                .options(current.map(|u| (u.id.to_string(), u.name.clone()))), "unit", ""))
            (actions(Button::primary(v.t("members-invite-do"))))
        }))
    };
    Ok(Page::new(v, title.clone()).faulty(typed.is_bad()).body(desk(v, HERE, &title, body)))
}

fn roles(v: &Visit, members: &[(MembershipRow, Account)], units: &[Unit]) -> Markup {
    html! {
        @for role in Role::ALL {
            @let own: Vec<_> = members.iter().filter(|(m, _)| m.role == *role).collect();
            h2 { (v.t(&format!("role-{}", role.word()))) " " span.soft.num { (own.len()) } }
            @if own.is_empty() {
                p.soft { (v.t("members-none")) }
            } @else {
                (own.into_iter().fold(
                    Table::new(v.t(&format!("role-{}", role.word()))).hide_caption()
                        .col(Col::new(v.t("members-name")).head())
                        .col(Col::new(v.t("members-login")))
                        .col(Col::new(v.t("members-unit")))
                        .col(Col::new(v.t("members-since")))
                        .col(Col::new(v.t("members-act")).hide_label()),
                    |t, (m, a)| {
                        let unit = m.unit_id.and_then(|u| units.iter().find(|x| x.id == u)).map(|u| u.name.clone());
                        let means = a.email.clone().or_else(|| a.phone.as_deref().map(show_phone)).unwrap_or_default();
                        t.row(Row::new()
                            .cell(&a.name)
                            .cell(login(&means))
                            .cell(unit.unwrap_or_default())
                            .cell(v.zone().date(m.granted_at))
                            .cell(ask_first(&v.t("members-end"), &v.say(&msg!("members-end-sure", name = a.name.as_str())),
                                Button::danger(v.t("members-end")).post(v.href(HERE)).hidden("act", "end").hidden("id", m.id.to_string()).small()
                                    .aria(v.say(&msg!("members-end-of", name = a.name.as_str()))))))
                    },
                ))
            }
        }
    }
}

pub async fn act(v: Visit, Posted(f): Posted) -> WebResult<HttpResponse> {
    let c = v.contest()?.clone();
    let fields = f.clone();
    let title = c.title.clone();
    let done = v
        .write(move |tx, cx| {
            let f = &fields;
            match f.raw("act") {
                "revoke" => {
                    let id: InvitationId = f.raw("id").parse().map_err(|_| OpError::NotFound)?;
                    // Only of this contest: another one's numbers lead nowhere.
                    member_store::invitation(tx, id)?
                        .filter(|i| i.contest_id == Some(c.id))
                        .ok_or(OpError::NotFound)?;
                    ops::revoke_invitation(tx, cx, id).map(|()| None)
                }
                "end" => {
                    let id: MembershipId = f.raw("id").parse().map_err(|_| OpError::NotFound)?;
                    member_store::by_id(tx, id)?.filter(|m| m.contest_id == c.id).ok_or(OpError::NotFound)?;
                    judging::end_role(tx, cx, id).map(|()| None)
                }
                _ => {
                    let role = Role::parse(f.raw("role")).and_then(|r| InvitedRole::parse(r.word()));
                    let role = role.ok_or_else(|| OpError::invalid("role", msg!("field-required")))?;
                    let cmd = ops::Invite {
                        contest: Some(c.id),
                        contest_title: title.clone(),
                        role,
                        name: f.line("name"),
                        email: f.line("email"),
                        unit: f.raw("unit").parse().ok(),
                        form: f.line("phieu"),
                    };
                    ops::invite(tx, cx, &cmd).map(|(_, token)| Some(token))
                }
            }
        })
        .await;
    match done {
        Ok(None) => {
            // Who has just ended their own role has no more business here.
            let mine = v.app.read({
                let (me, c) = (v.signed_in()?.account, v.contest()?.id);
                move |conn| Ok(accounts::person(conn, me)?.is_some_and(|p| p.is_admin || p.holds(c, Role::Organizer)))
            });
            Ok(v.see_other(if mine.await? { HERE } else { "/" }))
        }
        Ok(Some(token)) => {
            let made = Made {
                name: f.line("name"),
                link: format!("{}/moi/{token}", v.app.base_url),
                mailed: !f.line("email").is_empty(),
            };
            draw(&v, &Typed::fresh(), Some(made)).await
        }
        Err(e) => draw(&v, &Typed::of(f, e)?, None).await,
    }
}
