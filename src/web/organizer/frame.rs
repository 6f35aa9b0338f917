//! What the organizer's pages share: their sub-navigation, and a form that remembers what was typed.

use maud::{Markup, Render, html};

use crate::kernel::errors::{Faults, OpError};
use crate::kernel::msg::Msg;
use crate::web::errors::WebError;
use crate::web::forms::Fields;
use crate::web::ui::*;
use crate::web::visit::Visit;

/// The pages of the desk: path and text.
const PAGES: [(&str, &str); 7] = [
    ("/ban-to-chuc", "organizer-nav-board"),
    ("/ban-to-chuc/giai-doan", "organizer-nav-phase"),
    ("/ban-to-chuc/cham-thi", "judge-run-title"),
    ("/ban-to-chuc/ket-qua", "nav-results"),
    ("/ban-to-chuc/thiet-lap", "organizer-nav-setup"),
    ("/ban-to-chuc/thanh-vien", "organizer-nav-members"),
    ("/ban-to-chuc/nhat-ky", "organizer-nav-log"),
];

/// A page of the desk: where one is, the heading, the body.
pub fn desk(v: &Visit, here: &str, title: &str, body: impl Render) -> Markup {
    let mut tabs = Tabs::new(v.t("organizer-nav"));
    for (path, key) in PAGES {
        tabs = tabs.tab(v.t(key), v.href(path), here == path);
    }
    html! { (tabs) h1 { (title) } (body) }
}

/// A page of the set-up: with a way back to its list.
pub fn setup(v: &Visit, title: &str, body: impl Render) -> Markup {
    within(v, "setup-title", "/ban-to-chuc/thiet-lap", title, body)
}

/// A page below another: with a way back to it.
pub fn within(v: &Visit, above: &str, path: &str, title: &str, body: impl Render) -> Markup {
    let body = body.render();
    desk(v, "", title, html! { (back_link(&v.t(above), &v.href(path))) (body) })
}

/// The button that takes a thing away, apart from the others; it asks first.
pub fn remove(v: &Visit, label: &str, address: &str) -> Markup {
    let button = Button::danger(v.t("setup-remove-do")).post(address).hidden("act", "remove").small();
    html! { div.mt-6 { (ask_first(&v.t(label), &v.t("setup-remove-sure"), button)) } }
}

/// An act that cannot be taken back, behind a question that needs no script.
pub fn ask_first(label: &str, question: &str, button: Button) -> Markup {
    html! { details { summary { (label) } p { (question) } (button) } }
}

/// What a form knows besides the stored values: what was typed, what is wrong with it, whether somebody else was faster.
#[derive(Default)]
pub struct Typed {
    fields: Option<Fields>,
    faults: Faults,
    clash: Option<Msg>,
}

impl Typed {
    /// A form that nobody has sent yet.
    pub fn fresh() -> Self {
        Self::default()
    }

    /// A form that came back with faults or a clash; every other failure is passed on.
    ///
    /// # Errors
    /// What is not the form's own fault.
    pub fn of(fields: Fields, e: OpError) -> Result<Self, WebError> {
        // A removal sends no fields: what is stored stays on the page.
        let fields = (fields.raw("act") != "remove").then_some(fields);
        match e {
            OpError::Invalid(faults) => Ok(Self { fields, faults, clash: None }),
            OpError::Conflict(m) => Ok(Self { fields, faults: Faults::none(), clash: Some(m) }),
            e => Err(e.into()),
        }
    }

    /// A form that is only shown again (a preview): nothing is wrong with it.
    pub fn shown(fields: Fields) -> Self {
        Self { fields: Some(fields), ..Self::default() }
    }

    /// Whether it was refused.
    pub fn is_bad(&self) -> bool {
        !self.faults.is_empty() || self.clash.is_some()
    }

    /// What stands in a field: what was typed, else (a field of another form of the page) what is stored.
    pub fn value(&self, name: &str, stored: &str) -> String {
        match &self.fields {
            Some(f) if f.has(name) => f.raw(name).to_owned(),
            _ => stored.to_owned(),
        }
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str, stored: bool) -> bool {
        self.fields.as_ref().map_or(stored, |f| f.ticked(name))
    }

    /// A box with its state and (where somebody else was faster) how it is stored now.
    pub fn tick(&self, v: &Visit, name: &str, label: impl Into<String>, stored: bool) -> Field {
        let now = self.ticked(name, stored);
        let field = Field::checkbox(name, label).value("1").checked(now);
        let field = field.error(self.faults.of(name).map(|m| v.say(m)));
        if self.clash.is_none() || now == stored {
            return field;
        }
        let stored = v.t(if stored { "setup-stored-ticked" } else { "setup-stored-not-ticked" });
        field.hint(v.say(&msg!("setup-stored", value = stored)))
    }

    /// The field with its value, its fault, and (where somebody else was faster) what is stored now.
    pub fn put(&self, v: &Visit, field: Field, name: &str, stored: &str) -> Field {
        let now = self.value(name, stored);
        let mut field = field.error(self.faults.of(name).map(|m| v.say(m)));
        if self.clash.is_some() && now.trim() != stored.trim() {
            let stored = if stored.is_empty() { v.t("setup-stored-empty") } else { stored.to_owned() };
            field = field.hint(v.say(&msg!("setup-stored", value = stored)));
        }
        field.value(now)
    }

    /// The summary at the top of the page.
    pub fn top(&self, v: &Visit) -> Markup {
        let count = i64::try_from(self.faults.0.len()).unwrap_or(0);
        let mut summary = ErrorSummary::new(v.say(&msg!("errors-title", count = count)));
        for (name, m) in &self.faults.0 {
            summary = summary.item(name.as_str(), v.say(m));
        }
        html! {
            @if let Some(m) = &self.clash { (Notice::text(Tone::Act, &v.say(m)).alert()) }
            (summary)
        }
    }
}

/// A version that a form carries, so that a stale one is noticed.
pub fn version(f: &Fields) -> i64 {
    f.raw("version").parse().unwrap_or(-1)
}
