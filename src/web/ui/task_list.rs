//! The list of short pages that make up a long form, each with where it stands.

use super::href::safe_href;
use super::tag::{Tag, Tone};
use maud::{Markup, Render, html};

/// One page of the form.
#[derive(Debug, Clone)]
pub struct Task {
    label: String,
    href: Option<String>,
    status: Option<Tag>,
    hint: Option<String>,
}

impl Task {
    /// A page that can be opened.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::locked(label) }
    }

    /// A page that cannot be opened (yet); say why with [`Task::hint`].
    pub fn locked(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None, status: None, hint: None }
    }

    /// Where it stands.
    #[must_use]
    pub fn status(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.status = Some(Tag::new(tone, text));
        self
    }

    /// A line under the name.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The whole list.
#[derive(Debug, Clone, Default)]
pub struct TaskList {
    tasks: Vec<Task>,
}

impl TaskList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more page.
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.tasks.push(task);
        self
    }
}

impl Render for TaskList {
    fn render(&self) -> Markup {
        html! {
            ul.tasks {
                @for task in &self.tasks {
                    li {
                        div {
                            @if let Some(href) = &task.href { a href=(safe_href(href)) { (task.label) } }
                            @else { span.strong.soft { (task.label) } }
                            @if let Some(hint) = &task.hint { span.hint { (hint) } }
                        }
                        @if let Some(status) = &task.status { (status) }
                    }
                }
            }
        }
    }
}
