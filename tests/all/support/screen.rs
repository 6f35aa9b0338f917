//! A person at a screen: a real browser that says what is wrong with each page it is shown.

use bongsen::accounts::sessions;
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};

use super::chromium::{Browser, Setup};
use super::site::{Site, Visitor};

/// The narrowest phone that we care for.
pub const SMALL_PHONE: (u32, u32) = (360, 740);
/// A common laptop.
pub const LAPTOP: (u32, u32) = (1280, 860);

/// A browser on one site.
pub struct Screen {
    pub browser: Browser,
    base: String,
}

impl Screen {
    /// Nobody is signed in.
    pub async fn open(site: &Site, window: (u32, u32)) -> Self {
        Self { browser: Browser::open(Setup { window, ..Setup::default() }).await, base: site.base.clone() }
    }

    /// The same where pages may run no scripts.
    pub async fn without_scripts(site: &Site, window: (u32, u32)) -> Self {
        let setup = Setup { window, scripts: false, ..Setup::default() };
        Self { browser: Browser::open(setup).await, base: site.base.clone() }
    }

    /// Somebody who has an account and comes back.
    pub async fn of(site: &Site, who: &Visitor, window: (u32, u32)) -> Self {
        let screen = Self::open(site, window).await;
        screen.sits_down(site, Some(who)).await;
        screen
    }

    /// Another person (or nobody) takes the place.
    pub async fn sits_down(&self, site: &Site, who: Option<&Visitor>) {
        self.cookie("phien", String::new()).await;
        if let Some(who) = who {
            let now = site.now();
            let session = site.write(|tx, _| sessions::begin(tx, who.id(), "", now));
            self.cookie("phien", session).await;
        }
    }

    async fn cookie(&self, name: &'static str, value: String) {
        self.browser.set_cookie(&self.base, name, &value).await;
    }

    /// Reads in a language from now on.
    pub async fn speaks(&self, lang: &'static str) {
        self.cookie("ngon-ngu", lang.to_owned()).await;
    }

    /// Opens an address of the site.
    pub async fn goto(&self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.base)).await.unwrap();
    }

    /// Path and query of the page.
    pub async fn path(&self) -> String {
        self.browser.current_url().await.unwrap().as_str().replacen(&self.base, "", 1)
    }

    /// The text of the main part, as it is seen.
    pub async fn text(&self) -> String {
        let main = self.script("return document.querySelector('main').innerText").await;
        main.as_str().unwrap_or_default().to_owned()
    }

    /// The first element, which must come.
    pub async fn find(&self, css: &str) -> Element {
        match self.browser.wait().for_element(Locator::Css(css)).await {
            Ok(e) => e,
            Err(e) => panic!("no {css} on {}: {e}\n{}", self.path().await, self.text().await),
        }
    }

    /// Whether there is such an element now.
    pub async fn has(&self, css: &str) -> bool {
        !self.browser.find_all(Locator::Css(css)).await.unwrap().is_empty()
    }

    /// Clicks an element and waits until another page stands there.
    pub async fn goes(&self, css: &str) {
        let element = self.find(css).await;
        self.follows(element, css).await;
    }

    /// Clicks the link or button with this text, and waits until another page stands there.
    pub async fn presses(&self, text: &str) {
        let what = format!("//main//*[self::a or self::button][normalize-space()='{text}']");
        let found = self.browser.wait().for_element(Locator::XPath(&what)).await;
        let Ok(element) = found else { panic!("no «{text}» on {}:\n{}", self.path().await, self.text().await) };
        self.follows(element, text).await;
    }

    /// Presses the mouse button in the middle of an element that is in sight.
    async fn clicks(&self, element: &Element, what: &str) {
        if self.browser.scripts {
            element.click().await.unwrap_or_else(|e| panic!("{what}: {e}"));
            return;
        }
        // The driver's own click waits for a script to run, which none does here.
        const MIDDLE: &str =
            "const r = arguments[0].getClientRects()[0]; return [r.left + r.width / 2, r.top + r.height / 2]";
        let at = self.browser.execute(MIDDLE, vec![json!(element)]).await.unwrap();
        for kind in ["mousePressed", "mouseReleased"] {
            let mouse = json!({ "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1 });
            self.browser.chromium("Input.dispatchMouseEvent", mouse).await;
        }
    }

    async fn follows(&self, element: Element, what: &str) {
        // A mark that goes away with the page.
        self.script("window.hereStill = true").await;
        self.browser.execute("arguments[0].scrollIntoView({block: 'center'})", vec![json!(element)]).await.unwrap();
        self.clicks(&element, what).await;
        self.leaves(what).await;
    }

    /// Waits until another page stands there.
    pub async fn leaves(&self, what: &str) {
        for _ in 0..600 {
            let ready = "return !window.hereStill && document.readyState === 'complete'";
            if self.browser.execute(ready, vec![]).await.is_ok_and(|v| v == true) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{what} leads nowhere from {}:\n{}", self.path().await, self.text().await);
    }

    /// Types into a field in place of what is there.
    pub async fn types(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Puts a value into a field that has a picker of its own, such as a date.
    pub async fn sets(&self, name: &str, value: &str) {
        let field = self.find(&format!("[name='{name}']")).await;
        const SET: &str = "arguments[0].value = arguments[1];
            arguments[0].dispatchEvent(new Event('input', { bubbles: true }));";
        self.browser.execute(SET, vec![json!(field), json!(value)]).await.unwrap();
    }

    /// The texts of all such elements, spaces drawn together.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        const TEXTS: &str =
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim().replace(/\\s+/g, ' '))";
        let all = self.browser.execute(TEXTS, vec![json!(css)]).await.unwrap();
        serde_json::from_value(all).unwrap()
    }

    /// What stands in all such fields.
    pub async fn values(&self, css: &str) -> Vec<String> {
        const VALUES: &str = "return [...document.querySelectorAll(arguments[0])].map(e => e.value)";
        serde_json::from_value(self.browser.execute(VALUES, vec![json!(css)]).await.unwrap()).unwrap()
    }

    /// Names of fields that begin so.
    pub async fn names(&self, begin: &str) -> Vec<String> {
        const NAMES: &str = "return [...document.querySelectorAll(`main [name^='${arguments[0]}']`)].map(e => e.name)";
        serde_json::from_value(self.browser.execute(NAMES, vec![json!(begin)]).await.unwrap()).unwrap()
    }

    /// Waits until an expression is true on the page.
    pub async fn comes_true(&self, js: &str) {
        for _ in 0..200 {
            if self.script(&format!("return {js}")).await == true {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("never on {}: {js}", self.path().await);
    }

    /// Clicks a button and says yes to the question that comes, if one comes; waits until another page stands there.
    pub async fn answers(&self, css: &str) {
        self.script("window.hereStill = true").await;
        let button = self.find(css).await;
        self.browser.execute("arguments[0].scrollIntoView({block: 'center'})", vec![json!(button)]).await.unwrap();
        button.click().await.unwrap();
        if self
            .browser
            .execute("return !!document.querySelector('dialog[open]')", vec![])
            .await
            .is_ok_and(|v| v == true)
        {
            self.find("dialog[open] button[value=ok]").await.click().await.unwrap();
        }
        self.leaves(css).await;
    }

    /// Ticks a box or chooses a radio.
    pub async fn ticks(&self, css: &str) {
        let field = self.find(css).await;
        self.browser.execute("arguments[0].scrollIntoView({block: 'center'})", vec![json!(field)]).await.unwrap();
        if !field.is_selected().await.unwrap() {
            self.clicks(&field, css).await;
            assert!(field.is_selected().await.unwrap(), "{css} is not ticked");
        }
    }

    /// Chooses from a list.
    pub async fn chooses(&self, name: &str, value: &str) {
        self.find(&format!("select[name='{name}']")).await.select_by_value(value).await.unwrap();
    }

    pub async fn script(&self, js: &str) -> Value {
        self.browser.execute(js, vec![]).await.unwrap()
    }

    /// Another window.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let phone = width < 600;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        self.browser.chromium("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Light or dark, as the person's system says.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.browser.chromium("Emulation.setEmulatedMedia", features).await;
    }

    /// What is wrong with the page as it is: rules of axe that it breaks, scrolling sideways.
    pub async fn faults(&self) -> Vec<String> {
        let mut all: Vec<String> = self.browser.axe().await.iter().map(ToString::to_string).collect();
        const WIDER: &str = "const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > width + 1).map(e => e.outerHTML.slice(0, 120)).slice(0, 5)
                .concat(`${document.documentElement.scrollWidth} in ${width}`)";
        let wider = self.script(WIDER).await;
        if wider.as_array().is_some_and(|w| !w.is_empty()) {
            all.push(format!("scrolls sideways: {wider}"));
        }
        all
    }

    /// The page must be without faults.
    pub async fn fine(&self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "{}:\n{}", self.path().await, faults.join("\n"));
    }
}
