//! An answer as a person would see it.

use scraper::{ElementRef, Html, Selector};

/// What came back.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    /// Path and query of the last address.
    pub path: String,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Page {
    pub async fn of(r: reqwest::Response) -> Self {
        let url = r.url().clone();
        let path = url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()));
        let (status, headers) = (r.status().as_u16(), r.headers().clone());
        let bytes = r.bytes().await.expect("a whole body").to_vec();
        Self { status, path, headers, bytes }
    }

    /// The source.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.html()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect that was not followed leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The title without the site's name.
    pub fn title(&self) -> String {
        let title = self.select("title").into_iter().next().unwrap_or_default();
        title.strip_suffix(" – Bông Sen").unwrap_or(&title).to_owned()
    }

    /// The text of the main part, spaces drawn together.
    pub fn text(&self) -> String {
        let main = self.select("main");
        if main.is_empty() { squish(&self.html()) } else { main.join(" ") }
    }

    /// The texts of all elements that a CSS selector finds, spaces drawn together.
    pub fn select(&self, css: &str) -> Vec<String> {
        self.each(css, |e| squish(&e.text().collect::<Vec<_>>().join(" ")))
    }

    /// The values of an attribute of all elements that a CSS selector finds (those that have it).
    pub fn attr(&self, css: &str, name: &str) -> Vec<String> {
        self.each(css, |e| e.attr(name).map(str::to_owned)).into_iter().flatten().collect()
    }

    /// The value of a form's field: of an input, of a textarea, of the chosen option.
    pub fn value(&self, field: &str) -> Option<String> {
        let input = self.attr(&format!("input[name='{field}']:not([type=radio]):not([type=checkbox])"), "value");
        let ticked = self.attr(&format!("input[name='{field}'][checked]"), "value");
        let chosen = self.attr(&format!("select[name='{field}'] option[selected]"), "value");
        let area = self.each(&format!("textarea[name='{field}']"), |e| e.text().collect::<String>());
        [input, ticked, chosen, area].into_iter().flatten().next()
    }

    /// The faults at the top of the page.
    pub fn faults(&self) -> Vec<String> {
        self.select("[data-error-summary] li")
    }

    /// The address of the link with this text.
    pub fn link(&self, text: &str) -> Option<String> {
        self.each("a[href]", |e| {
            (squish(&e.text().collect::<String>()) == text).then(|| e.attr("href").unwrap_or_default().to_owned())
        })
        .into_iter()
        .flatten()
        .next()
    }

    fn each<T>(&self, css: &str, f: impl Fn(ElementRef) -> T) -> Vec<T> {
        let selector = Selector::parse(css).unwrap_or_else(|e| panic!("{css}: {e}"));
        Html::parse_document(&self.html()).select(&selector).map(f).collect()
    }
}

fn squish(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}
