//! What happened to a work, from the log: when, what, by whom, with the words that were written.

use maud::{Markup, html};

use crate::audit::{Event as Logged, store as audit};
use crate::db::Conn;
use crate::entries::dossier::Dossier;
use crate::entries::intake_store;
use crate::kernel::errors::OpResult;
use crate::kernel::ids::AccountId;
use crate::kernel::msg::Msg;
use crate::web::ui::{Event, Timeline, Tone};
use crate::web::visit::Visit;

/// An event with its notes and the name of who did it.
pub struct Happened {
    event: Logged,
    who: Option<String>,
    notes: Vec<String>,
    /// How many of the same kind followed at once.
    times: usize,
}

/// The acts that have words of their own.
const KNOWN: [&str; 26] = [
    "entry.begun",
    "entry.saved",
    "entry.file-added",
    "entry.file-removed",
    "entry.file-ready",
    "entry.file-refused",
    "entry.submitted",
    "entry.changing",
    "entry.settled",
    "entry.withdrawn",
    "entry.returned",
    "entry.accepted",
    "entry.correction-requested",
    "entry.refused",
    "entry.reopened",
    "entry.moved",
    "entry.disqualified",
    "entry.checked",
    "entry.unchecked",
    "entry.file-released",
    "entry.file-held",
    "entry.judging-copy",
    "entry.judging-copy-removed",
    "entry.claim-issued",
    "entry.claimed",
    "entry.public-code",
];

/// Loads it, oldest first; the same act by the same person again and again is one.
///
/// # Errors
/// When the database fails.
pub fn load(c: &mut Conn, d: &Dossier) -> OpResult<Vec<Happened>> {
    let events = audit::about(c, "entry", d.entry.id.0)?;
    let seqs: Vec<i64> = events.iter().map(|e| e.seq).collect();
    let notes = intake_store::notes_of(c, &seqs)?;
    let ids: Vec<AccountId> = events.iter().filter_map(|e| e.actor_id).collect();
    let names = intake_store::names_of(c, &ids)?;
    let mut all: Vec<Happened> = Vec::new();
    for event in events {
        let notes: Vec<String> = notes.iter().filter(|n| n.0 == event.seq).map(|n| n.2.clone()).collect();
        let who = event.actor_id.and_then(|id| names.iter().find(|n| n.0 == id)).map(|n| n.1.clone());
        match all.last_mut() {
            Some(last) if last.event.action == event.action && last.who == who && notes.is_empty() => {
                last.times += 1;
                last.event = event;
            }
            _ => all.push(Happened { event, who, notes, times: 1 }),
        }
    }
    Ok(all)
}

/// Draws it, newest first.
pub fn view(v: &Visit, d: &Dossier, all: &[Happened]) -> Markup {
    let zone = d.zone();
    let line = all.iter().rev().fold(Timeline::new(), |line, h| {
        let action = h.event.action.as_str();
        let key = if KNOWN.contains(&action) { action.replace('.', "-") } else { "other".to_owned() };
        let mut title = v.say(&Msg::new(&format!("office-event-{key}")));
        if h.times > 1 {
            title = v.say(&msg!("office-event-times", what = title, n = h.times));
        }
        let mut event = Event::new(zone.date_time(h.event.at), title)
            .who(h.who.clone().unwrap_or_else(|| v.t("office-event-machine")));
        event = match action {
            "entry.accepted" => event.tone(Tone::Done),
            "entry.correction-requested" => event.tone(Tone::Wait),
            "entry.refused" | "entry.disqualified" => event.tone(Tone::Stop),
            "entry.submitted" => event.tone(Tone::Act),
            _ => event,
        };
        if !h.notes.is_empty() {
            event = event.body(html! { @for n in &h.notes { p { (n) } } });
        }
        line.event(event)
    });
    html! { section { h2 { (v.t("office-history")) } (line) } }
}
