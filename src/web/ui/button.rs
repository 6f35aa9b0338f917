//! Buttons, links that look like buttons, and one-button forms.

use super::field::hidden;
use super::href::safe_href;
use maud::{Markup, Render, html};

#[derive(Debug, Clone)]
enum Kind {
    Submit,
    Link { href: String, new_tab: bool },
    Post { action: String },
}

/// A button. Submits the form it stands in, unless [`Button::href`] makes it a link or
/// [`Button::post`] gives it a form of its own. One [`Button::primary`] per page.
#[derive(Debug, Clone)]
pub struct Button {
    label: String,
    look: &'static str,
    kind: Kind,
    size: &'static str,
    full: bool,
    disabled: bool,
    name: Option<String>,
    value: Option<String>,
    id: Option<String>,
    form: Option<String>,
    confirm: Option<String>,
    aria: Option<String>,
    key: Option<String>,
    hidden: Vec<(String, String)>,
}

impl Button {
    fn new(label: impl Into<String>, look: &'static str) -> Self {
        Self {
            label: label.into(),
            look,
            kind: Kind::Submit,
            size: "",
            full: false,
            disabled: false,
            name: None,
            value: None,
            id: None,
            form: None,
            confirm: None,
            aria: None,
            key: None,
            hidden: Vec::new(),
        }
    }

    /// Filled: the one main act of a page.
    pub fn primary(label: impl Into<String>) -> Self {
        Self::new(label, "btn")
    }

    /// Outlined: any other act.
    pub fn plain(label: impl Into<String>) -> Self {
        Self::new(label, "btn plain")
    }

    /// Brick red: takes something away.
    pub fn danger(label: impl Into<String>) -> Self {
        Self::new(label, "btn danger")
    }

    /// Looks like a link, keeps a button's size for the finger.
    pub fn quiet(label: impl Into<String>) -> Self {
        Self::new(label, "btn quiet")
    }

    /// Becomes a link to `href`.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.kind = Kind::Link { href: href.into(), new_tab: false };
        self
    }

    /// A link opens in a new tab (for papers and downloads that would lose a half-typed page).
    #[must_use]
    pub fn new_tab(mut self) -> Self {
        if let Kind::Link { new_tab, .. } = &mut self.kind {
            *new_tab = true;
        }
        self
    }

    /// Becomes a form of its own that posts to `action`.
    #[must_use]
    pub fn post(mut self, action: impl Into<String>) -> Self {
        self.kind = Kind::Post { action: action.into() };
        self
    }

    /// A hidden field in the form made by [`Button::post`].
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// The field name this button sends when pressed.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The value this button sends when pressed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Larger, for the act a whole page is about.
    #[must_use]
    pub fn big(mut self) -> Self {
        self.size = " large";
        self
    }

    /// Slimmer, for rows of a table.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.size = " slim";
        self
    }

    /// As wide as its place.
    #[must_use]
    pub fn full(mut self) -> Self {
        self.full = true;
        self
    }

    /// Cannot be pressed. Say nearby why.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// The element's id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Submits the form with this id instead of the one around it.
    #[must_use]
    pub fn form(mut self, id: impl Into<String>) -> Self {
        self.form = Some(id.into());
        self
    }

    /// Asks first, through the [`super::Dialog`] with this id (with script; without, the server's
    /// own "what will happen" page must do).
    #[must_use]
    pub fn confirm(mut self, dialog_id: impl Into<String>) -> Self {
        self.confirm = Some(dialog_id.into());
        self
    }

    /// The name read aloud, where the label alone says too little ("Sửa" in a list).
    #[must_use]
    pub fn aria(mut self, name: impl Into<String>) -> Self {
        self.aria = Some(name.into());
        self
    }

    /// What the keyboard calls this button (`accept`, `prev`, `next`).
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    fn class(&self) -> String {
        format!("{}{}{}", self.look, self.size, if self.full { " full" } else { "" })
    }

    fn submit(&self) -> Markup {
        html! {
            button type="submit" class=(self.class()) id=[self.id.as_deref()] name=[self.name.as_deref()] value=[self.value.as_deref()]
                form=[self.form.as_deref()] data-confirm=[self.confirm.as_deref()] data-key=[self.key.as_deref()]
                aria-label=[self.aria.as_deref()] disabled[self.disabled] { (self.label) }
        }
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        match &self.kind {
            Kind::Submit => self.submit(),
            // A link cannot be disabled; one without an address is no link, which says the same.
            Kind::Link { .. } if self.disabled => {
                html! { a class=(self.class()) role="link" aria-disabled="true" id=[self.id.as_deref()] { (self.label) } }
            }
            Kind::Link { href, new_tab } => html! {
                a class=(self.class()) href=(safe_href(href)) id=[self.id.as_deref()] data-key=[self.key.as_deref()]
                    aria-label=[self.aria.as_deref()] target=[new_tab.then_some("_blank")] rel=[new_tab.then_some("noopener")] { (self.label) }
            },
            Kind::Post { action } => html! {
                form class=[(!self.full).then_some("inline")] method="post" action=(safe_href(action)) {
                    @for (name, value) in &self.hidden { (hidden(name, value)) }
                    (self.submit())
                }
            },
        }
    }
}

/// A primary submit button.
pub fn button(label: impl Into<String>) -> Button {
    Button::primary(label)
}

/// A link that looks like a plain button.
pub fn link_button(label: impl Into<String>, href: impl Into<String>) -> Button {
    Button::plain(label).href(href)
}

/// A plain button that is a form of its own.
pub fn form_button(label: impl Into<String>, action: impl Into<String>) -> Button {
    Button::plain(label).post(action)
}

/// The row of buttons at the end of a form or page.
#[must_use]
pub fn actions(body: impl Render) -> Markup {
    html! { div.actions { (body) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submit_button_carries_its_name_and_value() {
        assert_eq!(
            Button::plain("Lưu <b>").name("viec").value("luu").render().into_string(),
            r#"<button type="submit" class="btn plain" name="viec" value="luu">Lưu &lt;b&gt;</button>"#
        );
    }

    #[test]
    fn a_link_never_runs_a_script() {
        assert_eq!(
            link_button("Xem", "javascript:alert(1)").render().into_string(),
            r##"<a class="btn plain" href="#">Xem</a>"##
        );
    }

    #[test]
    fn a_post_button_brings_its_own_form_and_fields() {
        assert_eq!(
            Button::danger("Xóa").post("/tep/7/xoa").hidden("ly-do", "\"").confirm("hoi").render().into_string(),
            concat!(
                r#"<form class="inline" method="post" action="/tep/7/xoa"><input type="hidden" name="ly-do" value="&quot;">"#,
                r#"<button type="submit" class="btn danger" data-confirm="hoi">Xóa</button></form>"#
            )
        );
    }

    #[test]
    fn a_disabled_link_has_no_address() {
        assert_eq!(
            link_button("Sau", "/2").disabled(true).render().into_string(),
            r#"<a class="btn plain" role="link" aria-disabled="true">Sau</a>"#
        );
    }
}
