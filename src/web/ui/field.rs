//! One question of a form: label, hint, error and control, wired together for screen readers.
//!
//! The control's id is [`field_id`]; hint and error hang on it by `aria-describedby`. The words
//! "required" and "optional" come from the caller; by custom only optional fields are marked.

use maud::{Markup, Render, html};

/// How wide the control is drawn: a hint at how much is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A year, a number.
    S,
    /// A phone number, a date.
    M,
    /// A name, an address of a page.
    L,
    /// As wide as the column.
    Full,
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Self::S => "input w-s",
            Self::M => "input w-m",
            Self::L => "input w-l",
            Self::Full => "input",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Input(&'static str),
    TextArea,
    Select,
    Radios,
    Checkboxes,
    Checkbox,
}

#[derive(Debug, Clone)]
struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
    group: Option<String>,
}

/// The id of the control that a field's label, hint, error and the error summary point to.
#[must_use]
pub fn field_id(name: &str) -> String {
    format!("f-{name}")
}

/// A hidden field.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// What the Enter key does in a form whose buttons also take away or move things: first of all buttons, it is the one that a
/// browser presses then, and it only saves.
#[must_use]
pub fn enter_saves() -> Markup {
    html! { button type="submit" hidden tabindex="-1" {} }
}

/// Several fields under one heading.
#[must_use]
pub fn fieldset(legend: &str, body: impl Render) -> Markup {
    html! { fieldset.fieldset { legend { (legend) } (body) } }
}

/// A question of a form, see the constructors for its kinds.
#[derive(Debug, Clone)]
pub struct Field {
    kind: Kind,
    name: String,
    label: String,
    id: Option<String>,
    values: Vec<String>,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
    optional: Option<String>,
    hide_label: bool,
    width: Option<Width>,
    suffix: Option<String>,
    rows: u32,
    choices: Vec<Choice>,
    class: &'static str,
    attrs: Vec<(&'static str, String)>,
    flags: Flags,
}

#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one attribute of HTML")]
struct Flags {
    checked: bool,
    disabled: bool,
    readonly: bool,
    multiple: bool,
    autofocus: bool,
}

impl Field {
    fn new(kind: Kind, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            label: label.into(),
            id: None,
            values: Vec::new(),
            hint: None,
            error: None,
            required: false,
            optional: None,
            hide_label: false,
            width: None,
            suffix: None,
            rows: 5,
            choices: Vec::new(),
            class: "",
            attrs: Vec::new(),
            flags: Flags::default(),
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("text"), name, label)
    }

    /// An e-mail address.
    pub fn email(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("email"), name, label).autocomplete("email").attr("spellcheck", "false").width(Width::L)
    }

    /// A phone number.
    pub fn tel(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("tel"), name, label).autocomplete("tel").width(Width::M)
    }

    /// A password; say with [`Field::autocomplete`] whether it is the current or a new one.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("password"), name, label).width(Width::L)
    }

    /// The address of a page.
    pub fn url(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("url"), name, label).attr("spellcheck", "false").inputmode("url")
    }

    /// Words to look for.
    pub fn search(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("search"), name, label)
    }

    /// A whole number. Typed as text with a number keypad, since spinners change it by accident.
    pub fn number(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("text"), name, label).inputmode("numeric").attr("autocomplete", "off").width(Width::S)
    }

    /// A number with a decimal comma.
    pub fn decimal(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("text"), name, label).inputmode("decimal").attr("autocomplete", "off").width(Width::S)
    }

    /// A day; sends and takes `yyyy-mm-dd`.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("date"), name, label).width(Width::M)
    }

    /// A day and a time; sends and takes `yyyy-mm-ddThh:mm`.
    pub fn datetime(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("datetime-local"), name, label).width(Width::M)
    }

    /// A file. Its form must be [`super::Form::multipart`].
    pub fn file(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Input("file"), name, label)
    }

    /// Several lines of text.
    pub fn textarea(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::TextArea, name, label)
    }

    /// One of a list, folded. Prefer [`Field::radios`] up to seven choices.
    pub fn select(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Select, name, label).width(Width::L)
    }

    /// One of a list, open.
    pub fn radios(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Radios, name, label)
    }

    /// Any of a list; each ticked value is sent under the same name.
    pub fn checkboxes(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Checkboxes, name, label)
    }

    /// One box to tick; sends `1` unless [`Field::value`] says otherwise.
    pub fn checkbox(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Kind::Checkbox, name, label)
    }

    /// What stands in the control (or which choice is taken).
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values = vec![value.into()];
        self
    }

    /// Which boxes of [`Field::checkboxes`] are ticked.
    #[must_use]
    pub fn values<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// A sentence that helps to answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do, if anything is.
    #[must_use]
    pub fn error<S: Into<String>>(mut self, error: Option<S>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Must be answered.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// May stay empty; `mark` stands in brackets after the label.
    #[must_use]
    pub fn optional(mut self, mark: impl Into<String>) -> Self {
        self.optional = Some(mark.into());
        self
    }

    /// What browsers may fill in (`name`, `tel`, `current-password`, `new-password`, `bday`, …).
    #[must_use]
    pub fn autocomplete(self, token: impl Into<String>) -> Self {
        self.attr("autocomplete", token)
    }

    /// Which keys a phone shows (`numeric`, `decimal`, `url`, …).
    #[must_use]
    pub fn inputmode(self, mode: impl Into<String>) -> Self {
        self.attr("inputmode", mode)
    }

    /// A sample in the empty control. Never instead of a label or a hint.
    #[must_use]
    pub fn placeholder(self, text: impl Into<String>) -> Self {
        self.attr("placeholder", text)
    }

    /// Lines shown by a text area.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        self.rows = rows;
        self
    }

    /// Longest text the control takes, in UTF-16 units as browsers count.
    #[must_use]
    pub fn maxlength(self, max: u32) -> Self {
        self.attr("maxlength", max.to_string())
    }

    /// Earliest day or least number.
    #[must_use]
    pub fn min(self, min: impl Into<String>) -> Self {
        self.attr("min", min)
    }

    /// Latest day or largest number.
    #[must_use]
    pub fn max(self, max: impl Into<String>) -> Self {
        self.attr("max", max)
    }

    /// Step of a number or time.
    #[must_use]
    pub fn step(self, step: impl Into<String>) -> Self {
        self.attr("step", step)
    }

    /// Which files the picker offers (`image/*`, `.docx,.pdf`).
    #[must_use]
    pub fn accept(self, types: impl Into<String>) -> Self {
        self.attr("accept", types)
    }

    /// Several files, or several choices of a select.
    #[must_use]
    pub fn multiple(mut self) -> Self {
        self.flags.multiple = true;
        self
    }

    /// How wide the control is drawn.
    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = Some(width);
        self
    }

    /// Words after the control ("/ 30", "phút").
    #[must_use]
    pub fn suffix(mut self, text: impl Into<String>) -> Self {
        self.suffix = Some(text.into());
        self
    }

    /// Set in the reading face, for the text of a work.
    #[must_use]
    pub fn reading(mut self) -> Self {
        self.class = " read";
        self
    }

    /// Cannot be changed and is not sent.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.flags.disabled = disabled;
        self
    }

    /// Cannot be changed but is sent.
    #[must_use]
    pub fn readonly(mut self) -> Self {
        self.flags.readonly = true;
        self
    }

    /// Takes the focus when the page opens. At most one, on pages with one question.
    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.flags.autofocus = true;
        self
    }

    /// Another id than `f-` and the name, where a page holds the same name twice.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The label is read aloud but not drawn.
    #[must_use]
    pub fn hide_label(mut self) -> Self {
        self.hide_label = true;
        self
    }

    /// Ticked, for [`Field::checkbox`].
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.flags.checked = checked;
        self
    }

    /// One more choice.
    #[must_use]
    pub fn option(self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.choice(value.into(), label.into(), None, None)
    }

    /// One more choice with a sentence under it (radios and checkboxes).
    #[must_use]
    pub fn option_hint(self, value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        self.choice(value.into(), label.into(), Some(hint.into()), None)
    }

    /// Choices as pairs of value and label.
    #[must_use]
    pub fn options<V: Into<String>, L: Into<String>>(self, pairs: impl IntoIterator<Item = (V, L)>) -> Self {
        pairs.into_iter().fold(self, |field, (value, label)| field.option(value, label))
    }

    /// Choices of a select under a heading.
    #[must_use]
    pub fn group<V: Into<String>, L: Into<String>>(
        self,
        label: impl Into<String>,
        pairs: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        let group = label.into();
        pairs
            .into_iter()
            .fold(self, |field, (value, text)| field.choice(value.into(), text.into(), None, Some(group.clone())))
    }

    /// An attribute of the control; a later one of the same name wins.
    fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attrs.retain(|(known, _)| *known != name);
        self.attrs.push((name, value.into()));
        self
    }

    fn choice(mut self, value: String, label: String, hint: Option<String>, group: Option<String>) -> Self {
        self.choices.push(Choice { value, label, hint, group });
        self
    }

    fn control_id(&self) -> String {
        self.id.clone().unwrap_or_else(|| field_id(&self.name))
    }

    fn first_value(&self) -> Option<&str> {
        self.values.first().map(String::as_str)
    }

    fn described_by(&self, id: &str) -> Option<String> {
        let mut parts = Vec::new();
        if self.hint.is_some() {
            parts.push(format!("{id}-hint"));
        }
        if self.error.is_some() {
            parts.push(format!("{id}-error"));
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn class(&self) -> String {
        format!("{}{}", self.width.unwrap_or(Width::Full).class(), self.class)
    }

    fn caption(&self) -> Markup {
        html! {
            (self.label)
            @if let Some(mark) = &self.optional { " " span.opt { "(" (mark) ")" } }
        }
    }

    fn notes(&self, id: &str) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { span.hint id={ (id) "-hint" } { (hint) } }
            @if let Some(error) = &self.error { span.error id={ (id) "-error" } { (error) } }
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn control(&self, id: &str) -> Markup {
        match self.kind {
            Kind::TextArea => html! {
                textarea class=(self.class()) id=(id) name=(self.name) rows=(self.rows) aria-describedby=[self.described_by(id)]
                    aria-invalid=[self.invalid()] required[self.required] disabled[self.flags.disabled]
                    readonly[self.flags.readonly] autofocus[self.flags.autofocus]
                    maxlength=[self.attribute("maxlength")] placeholder=[self.attribute("placeholder")]
                    autocomplete=[self.attribute("autocomplete")] spellcheck=[self.attribute("spellcheck")] {
                    // HTML drops one newline right after the tag: give it one to drop.
                    "\n" (self.first_value().unwrap_or_default())
                }
            },
            Kind::Select => html! {
                select class=(self.class()) id=(id) name=(self.name) aria-describedby=[self.described_by(id)]
                    aria-invalid=[self.invalid()] required[self.required] disabled[self.flags.disabled]
                    multiple[self.flags.multiple] autofocus[self.flags.autofocus]
                    autocomplete=[self.attribute("autocomplete")] { (self.select_options()) }
            },
            Kind::Input(kind) => html! {
                input class=(self.class()) type=(kind) id=(id) name=(self.name)
                    value=[self.first_value().filter(|_| kind != "password" && kind != "file")]
                    aria-describedby=[self.described_by(id)] aria-invalid=[self.invalid()]
                    required[self.required] disabled[self.flags.disabled] readonly[self.flags.readonly]
                    multiple[self.flags.multiple] autofocus[self.flags.autofocus]
                    autocomplete=[self.attribute("autocomplete")] inputmode=[self.attribute("inputmode")]
                    placeholder=[self.attribute("placeholder")] maxlength=[self.attribute("maxlength")]
                    min=[self.attribute("min")] max=[self.attribute("max")] step=[self.attribute("step")]
                    accept=[self.attribute("accept")] spellcheck=[self.attribute("spellcheck")]
                    pattern=[self.attribute("pattern")] list=[self.attribute("list")];
            },
            Kind::Radios | Kind::Checkboxes | Kind::Checkbox => self.boxes(id),
        }
    }

    fn select_options(&self) -> Markup {
        let mut runs: Vec<(Option<&str>, Vec<&Choice>)> = Vec::new();
        for choice in &self.choices {
            let group = choice.group.as_deref();
            match runs.last_mut() {
                Some((current, run)) if *current == group => run.push(choice),
                _ => runs.push((group, vec![choice])),
            }
        }
        let list = |run: &[&Choice]| {
            html! {
                @for choice in run {
                    option value=(choice.value) selected[self.values.contains(&choice.value)] { (choice.label) }
                }
            }
        };
        html! {
            @for (group, run) in &runs {
                @if let Some(label) = group { optgroup label=(label) { (list(run)) } } @else { (list(run)) }
            }
        }
    }

    fn boxes(&self, id: &str) -> Markup {
        let kind = if self.kind == Kind::Radios { "radio" } else { "checkbox" };
        html! {
            div.choices {
                @for (index, choice) in self.choices.iter().enumerate() {
                    // The first box bears the field's id, so that the error summary leads to it.
                    @let box_id = if index == 0 { id.to_owned() } else { format!("{id}-{}", index + 1) };
                    div.choice {
                        input type=(kind) id=(box_id) name=(self.name) value=(choice.value)
                            aria-describedby=[choice.hint.as_ref().map(|_| format!("{box_id}-note"))]
                            checked[self.values.contains(&choice.value)]
                            required[self.required && self.kind == Kind::Radios] disabled[self.flags.disabled];
                        label for=(box_id) { (choice.label) }
                        @if let Some(hint) = &choice.hint { span.hint id={ (box_id) "-note" } { (hint) } }
                    }
                }
            }
        }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        let id = self.control_id();
        let bad = self.error.is_some();
        match self.kind {
            Kind::Radios | Kind::Checkboxes => html! {
                fieldset.field.bad[bad] aria-describedby=[self.described_by(&id)] {
                    legend class=[self.hide_label.then_some("vh")] { (self.caption()) }
                    (self.notes(&id))
                    (self.control(&id))
                }
            },
            Kind::Checkbox => html! {
                div.field.bad[bad] {
                    @if let Some(error) = &self.error { span.error id={ (id) "-error" } { (error) } }
                    div.choice {
                        input type="checkbox" id=(id) name=(self.name) value=(self.first_value().unwrap_or("1"))
                            aria-describedby=[self.described_by(&id)] aria-invalid=[self.invalid()]
                            checked[self.flags.checked] required[self.required] disabled[self.flags.disabled];
                        label for=(id) { (self.caption()) }
                        @if let Some(hint) = &self.hint { span.hint id={ (id) "-hint" } { (hint) } }
                    }
                }
            },
            Kind::Input(_) | Kind::TextArea | Kind::Select => html! {
                div.field.bad[bad] {
                    label class=[self.hide_label.then_some("vh")] for=(id) { (self.caption()) }
                    (self.notes(&id))
                    @if let Some(suffix) = &self.suffix {
                        div.affix { (self.control(&id)) span.soft { (suffix) } }
                    } @else { (self.control(&id)) }
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(field: &Field) -> String {
        field.render().into_string()
    }

    #[test]
    fn label_hint_and_error_are_wired_to_the_control() {
        let field = Field::text("ten", "Tên <tác phẩm>")
            .value("\"Sen\" & <nắng>")
            .hint("Như ghi trên bản in")
            .error(Some("Xin ghi tên tác phẩm"))
            .required();
        assert_eq!(
            html(&field),
            concat!(
                r#"<div class="field bad"><label for="f-ten">Tên &lt;tác phẩm&gt;</label>"#,
                r#"<span class="hint" id="f-ten-hint">Như ghi trên bản in</span>"#,
                r#"<span class="error" id="f-ten-error">Xin ghi tên tác phẩm</span>"#,
                r#"<input class="input" type="text" id="f-ten" name="ten" value="&quot;Sen&quot; &amp; &lt;nắng&gt;" "#,
                r#"aria-describedby="f-ten-hint f-ten-error" aria-invalid="true" required></div>"#
            )
        );
    }

    #[test]
    fn a_field_without_hint_or_error_describes_itself_by_nothing() {
        assert_eq!(
            html(&Field::number("so", "Số trang").optional("không bắt buộc")),
            concat!(
                r#"<div class="field"><label for="f-so">Số trang <span class="opt">(không bắt buộc)</span></label>"#,
                r#"<input class="input w-s" type="text" id="f-so" name="so" autocomplete="off" inputmode="numeric"></div>"#
            )
        );
    }

    #[test]
    fn a_password_is_never_sent_back() {
        assert_eq!(
            html(&Field::password("mat-khau", "Mật khẩu").value("bí mật")),
            concat!(
                r#"<div class="field"><label for="f-mat-khau">Mật khẩu</label>"#,
                r#"<input class="input w-l" type="password" id="f-mat-khau" name="mat-khau"></div>"#
            )
        );
    }

    #[test]
    fn a_text_area_keeps_a_leading_blank_line() {
        assert_eq!(
            html(&Field::textarea("bai", "Bài").value("\nSớm nay")),
            concat!(
                r#"<div class="field"><label for="f-bai">Bài</label><textarea class="input" id="f-bai" name="bai" rows="5">"#,
                "\n\nSớm nay</textarea></div>"
            )
        );
    }

    #[test]
    fn radios_stand_in_a_fieldset_and_the_first_bears_the_id() {
        let field = Field::radios("loai", "Thể loại")
            .option("tho", "Thơ")
            .option_hint("anh", "Ảnh", "JPEG, từ 1.600 px")
            .value("anh")
            .error(Some("Chọn một thể loại"));
        assert_eq!(
            html(&field),
            concat!(
                r#"<fieldset class="field bad" aria-describedby="f-loai-error"><legend>Thể loại</legend>"#,
                r#"<span class="error" id="f-loai-error">Chọn một thể loại</span><div class="choices">"#,
                r#"<div class="choice"><input type="radio" id="f-loai" name="loai" value="tho"><label for="f-loai">Thơ</label></div>"#,
                r#"<div class="choice"><input type="radio" id="f-loai-2" name="loai" value="anh" aria-describedby="f-loai-2-note" checked>"#,
                r#"<label for="f-loai-2">Ảnh</label><span class="hint" id="f-loai-2-note">JPEG, từ 1.600 px</span></div></div></fieldset>"#
            )
        );
    }

    #[test]
    fn select_groups_its_choices() {
        let field = Field::select("dv", "Đơn vị")
            .option("", "Chọn")
            .group("Xã", [("1", "Phú Tân"), ("2", "Phú An")])
            .value("2");
        assert_eq!(
            html(&field),
            concat!(
                r#"<div class="field"><label for="f-dv">Đơn vị</label><select class="input w-l" id="f-dv" name="dv">"#,
                r#"<option value="">Chọn</option><optgroup label="Xã"><option value="1">Phú Tân</option>"#,
                r#"<option value="2" selected>Phú An</option></optgroup></select></div>"#
            )
        );
    }
}
