//! Forms: where they post, and what script may add to them (saving as one types, upload progress).

use super::href::safe_href;
use maud::{Markup, PreEscaped, Render, html};

/// What stands beside a form that saves itself.
#[derive(Debug, Clone)]
pub struct SaveTexts {
    /// While it is being sent.
    pub saving: String,
    /// When the server has it; the time replaces `{time}`.
    pub saved: String,
    /// When it could not be sent and stays in this page.
    pub failed: String,
}

/// What an upload says while it runs.
#[derive(Debug, Clone)]
pub struct UploadTexts {
    /// `{name}` and `{percent}` are replaced.
    pub sending: String,
    /// Sent, being checked; `{name}` is replaced.
    pub checking: String,
    /// The connection broke; `{name}` is replaced.
    pub failed: String,
    /// On the button that tries again.
    pub retry: String,
    /// The most bytes of one file, and what is said of a larger one.
    pub most: Option<(u64, String)>,
    /// On the link to the sign-in page, when the session has ended meanwhile. It opens beside this page, which holds the files.
    pub sign_in: String,
}

/// A form. The browser's own checks are off: the server says what is wrong, in the page's language.
#[derive(Debug, Clone)]
pub struct Form {
    method: &'static str,
    action: String,
    id: Option<String>,
    class: Option<String>,
    multipart: bool,
    autosave: Option<SaveTexts>,
    upload: Option<UploadTexts>,
    confirm: Option<String>,
    body: Markup,
}

impl Form {
    fn new(method: &'static str, action: impl Into<String>) -> Self {
        Self {
            method,
            action: action.into(),
            id: None,
            class: None,
            multipart: false,
            autosave: None,
            upload: None,
            confirm: None,
            body: PreEscaped(String::new()),
        }
    }

    /// A form that changes something.
    pub fn post(action: impl Into<String>) -> Self {
        Self::new("post", action)
    }

    /// A form that asks for a page (filters, search).
    pub fn get(action: impl Into<String>) -> Self {
        Self::new("get", action)
    }

    /// What stands inside.
    #[must_use]
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = body.render();
        self
    }

    /// Can carry files.
    #[must_use]
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// Saves itself while one types (`base.js`); put a [`save_state`] inside.
    #[must_use]
    pub fn autosave(mut self, texts: SaveTexts) -> Self {
        self.autosave = Some(texts);
        self
    }

    /// Sends its files one by one with progress (`upload.js`). Also makes it multipart.
    #[must_use]
    pub fn upload(mut self, texts: UploadTexts) -> Self {
        self.upload = Some(texts);
        self.multipart = true;
        self
    }

    /// The element's id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Classes, for instance `filters`.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = Some(class.into());
        self
    }

    /// Asks first, through the [`super::Dialog`] with this id.
    #[must_use]
    pub fn confirm(mut self, dialog_id: impl Into<String>) -> Self {
        self.confirm = Some(dialog_id.into());
        self
    }
}

impl Render for Form {
    fn render(&self) -> Markup {
        let save = self.autosave.as_ref();
        let up = self.upload.as_ref();
        html! {
            form method=(self.method) action=(safe_href(&self.action)) id=[self.id.as_deref()] class=[self.class.as_deref()]
                enctype=[self.multipart.then_some("multipart/form-data")] novalidate
                data-confirm=[self.confirm.as_deref()]
                data-autosave[save.is_some()] data-saving=[save.map(|t| &t.saving)]
                data-saved=[save.map(|t| &t.saved)] data-failed=[save.map(|t| &t.failed)]
                data-upload[up.is_some()] data-sending=[up.map(|t| &t.sending)] data-checking=[up.map(|t| &t.checking)]
                data-broken=[up.map(|t| &t.failed)] data-retry=[up.map(|t| &t.retry)]
                data-max=[up.and_then(|t| t.most.as_ref()).map(|m| m.0)] data-over=[up.and_then(|t| t.most.as_ref()).map(|m| &m.1)]
                data-sign-in=[up.map(|t| &t.sign_in)] { (self.body) }
        }
    }
}

/// Where a form that saves itself says how it stands; `initial` is what the server knows
/// ("Bản nháp đã lưu lúc 14:32"), or empty.
#[must_use]
pub fn save_state(initial: &str) -> Markup {
    html! {
        span role="status" data-save-state data-state=[(!initial.is_empty()).then_some("saved")] { (initial) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_form_is_multipart_and_carries_its_words() {
        let texts = UploadTexts {
            sending: "Đang gửi {name}: {percent}".into(),
            checking: "Đang kiểm tra".into(),
            failed: "Mất kết nối".into(),
            retry: "Gửi lại".into(),
            most: None,
            sign_in: "Đăng nhập".into(),
        };
        assert_eq!(
            Form::post("/tep").upload(texts).body("…").render().into_string(),
            concat!(
                r#"<form method="post" action="/tep" enctype="multipart/form-data" novalidate data-upload "#,
                r#"data-sending="Đang gửi {name}: {percent}" data-checking="Đang kiểm tra" data-broken="Mất kết nối" "#,
                r#"data-retry="Gửi lại" data-sign-in="Đăng nhập">…</form>"#
            )
        );
    }

    #[test]
    fn a_form_never_posts_to_a_script() {
        assert_eq!(
            Form::get("javascript:x").render().into_string(),
            r##"<form method="get" action="#" novalidate></form>"##
        );
    }
}
