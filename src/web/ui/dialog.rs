//! A question asked over the page before something is done.

use maud::{Markup, PreEscaped, Render, html};

/// A dialog that `base.js` opens when a button or form that names it ([`super::Button::confirm`])
/// is about to submit. Without script it stays closed, and the server's own page must ask.
#[derive(Debug, Clone)]
pub struct Dialog {
    id: String,
    title: String,
    body: Markup,
    ok: String,
    cancel: String,
    danger: bool,
}

impl Dialog {
    /// A dialog with this id and question.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            body: PreEscaped(String::new()),
            ok: String::new(),
            cancel: String::new(),
            danger: false,
        }
    }

    /// What will happen.
    #[must_use]
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = body.render();
        self
    }

    /// On the button that goes on.
    #[must_use]
    pub fn ok(mut self, label: impl Into<String>) -> Self {
        self.ok = label.into();
        self
    }

    /// On the button that goes back.
    #[must_use]
    pub fn cancel(mut self, label: impl Into<String>) -> Self {
        self.cancel = label.into();
        self
    }

    /// Going on takes something away.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl Render for Dialog {
    fn render(&self) -> Markup {
        html! {
            dialog id=(self.id) aria-labelledby={ (self.id) "-title" } {
                h2 id={ (self.id) "-title" } { (self.title) }
                (self.body)
                form.actions method="dialog" {
                    button class=(if self.danger { "btn danger" } else { "btn" }) value="ok" { (self.ok) }
                    button.btn.plain value="" autofocus { (self.cancel) }
                }
            }
        }
    }
}
