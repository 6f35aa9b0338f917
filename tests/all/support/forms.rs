//! Forms as a browser without scripts sends them: what the page put into the fields, with what a person typed over it.

use scraper::{ElementRef, Html, Selector};

use super::page::Page;
use super::site::{Visitor, fixture};

/// A form found on a page.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    multipart: bool,
    fields: Vec<(String, String)>,
    /// Names of all controls, ticked or not.
    names: Vec<String>,
    buttons: Vec<(String, String)>,
}

fn all<'a>(of: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    let css = Selector::parse(css).unwrap();
    of.select(&css).collect()
}

impl Form {
    /// The forms of a page whose address ends so.
    pub fn all(page: &Page, action: &str) -> Vec<Self> {
        let html = Html::parse_document(&page.html());
        let here = page.path.split('?').next().unwrap_or_default().to_owned();
        let css = Selector::parse("form[method=post]").unwrap();
        let found = html.select(&css).map(|f| Self::read(f, &here));
        found.filter(|f| f.action.split('?').next().unwrap().ends_with(action)).collect()
    }

    /// The only form of a page whose address ends so.
    pub fn of(page: &Page, action: &str) -> Self {
        let mut found = Self::all(page, action);
        assert_eq!(found.len(), 1, "forms to {action} on {}: {}", page.path, page.text());
        found.remove(0)
    }

    fn read(form: ElementRef, here: &str) -> Self {
        let attr = |e: ElementRef, name: &str| e.attr(name).unwrap_or_default().to_owned();
        let (mut fields, mut names, mut buttons) = (Vec::new(), Vec::new(), Vec::new());
        for e in all(form, "input, select, textarea, button") {
            let (tag, name, kind) = (e.value().name(), attr(e, "name"), attr(e, "type"));
            if e.attr("disabled").is_some() || all(form, "template input").contains(&e) {
                continue;
            }
            if tag == "button" {
                buttons.push((name, attr(e, "value")));
                continue;
            }
            if name.is_empty() {
                continue;
            }
            names.push(name.clone());
            match (tag, kind.as_str()) {
                ("input", "checkbox" | "radio") if e.attr("checked").is_none() => {}
                ("input", "checkbox" | "radio") => fields.push((name, e.attr("value").unwrap_or("on").to_owned())),
                ("input", "file" | "submit") => {}
                ("textarea", _) => {
                    fields.push((name, e.text().collect::<String>().trim_start_matches('\n').to_owned()));
                }
                ("select", _) => {
                    let options = all(e, "option");
                    let chosen = options.iter().find(|o| o.attr("selected").is_some()).or(options.first());
                    fields.extend(chosen.map(|o| (name, attr(*o, "value"))));
                }
                _ => fields.push((name, attr(e, "value"))),
            }
        }
        let action = e_or(form.attr("action"), here);
        Self { action, multipart: form.attr("enctype") == Some("multipart/form-data"), fields, names, buttons }
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The names of fields that begin so.
    pub fn names(&self, begin: &str) -> Vec<String> {
        self.names.iter().filter(|n| n.starts_with(begin)).cloned().collect()
    }

    /// Types into fields (or ticks, or chooses); each must be there.
    pub fn fill(mut self, typed: &[(&str, &str)]) -> Self {
        for (name, value) in typed {
            assert!(self.names.iter().any(|n| n == name), "no field {name} among {:?}", self.names);
            self.fields.retain(|(n, _)| n != name);
            self.fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        self
    }

    /// Presses a button that says what to do.
    pub fn press(mut self, name: &str, value: &str) -> Self {
        let button = (name.to_owned(), value.to_owned());
        assert!(self.buttons.contains(&button), "no button {button:?} among {:?}", self.buttons);
        self.fields.push(button);
        self
    }

    /// Sends it.
    pub async fn send(self, who: &Visitor) -> Page {
        if self.multipart {
            let action = self.action.clone();
            return who.post_files(&action, self.parts()).await;
        }
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        who.post(&self.action, &fields).await
    }

    /// Sends it with files of `tests/fixtures` in its file field.
    pub async fn send_files(self, who: &Visitor, field: &str, files: &[&str]) -> Page {
        assert!(self.multipart && self.names.iter().any(|n| n == field), "no field {field} among {:?}", self.names);
        let action = self.action.clone();
        let mut form = self.parts();
        for file in files {
            let part = reqwest::multipart::Part::bytes(fixture(file)).file_name((*file).to_owned());
            form = form.part(field.to_owned(), part);
        }
        who.post_files(&action, form).await
    }

    fn parts(self) -> reqwest::multipart::Form {
        self.fields.into_iter().fold(reqwest::multipart::Form::new(), |form, (name, value)| form.text(name, value))
    }
}

fn e_or(action: Option<&str>, here: &str) -> String {
    action.filter(|a| !a.is_empty()).unwrap_or(here).to_owned()
}
