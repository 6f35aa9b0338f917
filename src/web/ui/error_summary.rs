//! What is wrong on a page, at its top, each line leading to its field.

use super::field::field_id;
use maud::{Markup, Render, html};

/// The list of a form's errors. `base.js` moves the focus to it. Draws nothing while it is empty.
#[derive(Debug, Clone)]
pub struct ErrorSummary {
    title: String,
    items: Vec<(String, String)>,
    still: bool,
}

impl ErrorSummary {
    /// A summary under `title` ("Có 2 chỗ cần sửa").
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), items: Vec::new(), still: false }
    }

    /// One error: the field's name (empty when it belongs to no field) and what to do.
    #[must_use]
    pub fn item(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.items.push((field.into(), message.into()));
        self
    }

    /// Does not take the focus, where it is only shown (the samples).
    #[must_use]
    pub fn still(mut self) -> Self {
        self.still = true;
        self
    }

    /// Several errors as pairs of field name and message.
    #[must_use]
    pub fn items<F: Into<String>, M: Into<String>>(self, pairs: impl IntoIterator<Item = (F, M)>) -> Self {
        pairs.into_iter().fold(self, |all, (field, message)| all.item(field, message))
    }
}

impl Render for ErrorSummary {
    fn render(&self) -> Markup {
        html! {
            @if !self.items.is_empty() {
                div.summary role=[(!self.still).then_some("alert")] tabindex="-1" data-error-summary[!self.still] {
                    h2 { (self.title) }
                    ul {
                        @for (field, message) in &self.items {
                            li {
                                @if field.is_empty() { (message) } @else { a href={ "#" (field_id(field)) } { (message) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_leads_to_its_field() {
        let summary = ErrorSummary::new("Có 2 chỗ cần sửa").item("ten", "Xin ghi <tên>").item("", "Hết hạn nhận bài");
        assert_eq!(
            summary.render().into_string(),
            concat!(
                r#"<div class="summary" role="alert" tabindex="-1" data-error-summary><h2>Có 2 chỗ cần sửa</h2><ul>"#,
                r##"<li><a href="#f-ten">Xin ghi &lt;tên&gt;</a></li><li>Hết hạn nhận bài</li></ul></div>"##
            )
        );
    }

    #[test]
    fn nothing_wrong_draws_nothing() {
        assert_eq!(ErrorSummary::new("Có lỗi").render().into_string(), String::new());
    }
}
