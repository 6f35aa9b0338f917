//! Markdown that organizers write, as HTML that is safe to show. Sanitising comes last, whatever the parser made.

use std::sync::OnceLock;

use comrak::{Options, markdown_to_html};
use maud::PreEscaped;

use super::layout::trusted;

/// Headings begin one level lower: the page has its own first one.
fn lowered(html: &str) -> String {
    let mut out = html.to_owned();
    for level in (1..=5).rev() {
        let below = level + 1;
        out = out.replace(&format!("<h{level}>"), &format!("<h{below}>"));
        out = out.replace(&format!("</h{level}>"), &format!("</h{below}>"));
    }
    out
}

fn cleaner() -> &'static ammonia::Builder<'static> {
    static CLEANER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let tags = [
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "ul",
            "ol",
            "li",
            "strong",
            "em",
            "del",
            "blockquote",
            "a",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "hr",
            "br",
            "code",
            "pre",
        ];
        let mut b = ammonia::Builder::default();
        b.tags(tags.into_iter().collect())
            .tag_attributes([("a", ["href"].into_iter().collect()), ("ol", ["start"].into_iter().collect())].into())
            .generic_attributes(std::collections::HashSet::new())
            .url_schemes(["https", "http", "mailto", "tel"].into_iter().collect())
            .link_rel(Some("noopener nofollow"));
        b
    })
}

/// The text as safe HTML.
#[must_use]
pub fn render(text: &str) -> PreEscaped<String> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.render.hardbreaks = true;
    let html = markdown_to_html(text, &options);
    // A table that is wider than a phone scrolls by itself. The wrapper is ours, so it comes after the cleaning.
    let clean = cleaner().clean(&lowered(&html)).to_string();
    trusted(&clean.replace("<table>", "<div class=\"table scroll\"><table>").replace("</table>", "</table></div>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_organizers_write_becomes_headings_lists_and_links() {
        assert_eq!(
            render("# Điều 1\n\n- một\n- **hai**\n\n[web](https://example.vn)").0,
            "<h2>Điều 1</h2>\n<ul>\n<li>một</li>\n<li><strong>hai</strong></li>\n</ul>\n<p><a href=\"https://example.vn\" rel=\"noopener nofollow\">web</a></p>\n"
        );
    }

    #[test]
    fn nothing_that_runs_gets_through() {
        for bad in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "<a href=\"data:text/html,x\" onclick=\"x\">x</a>",
            "<p style=\"color:red\">x</p>",
        ] {
            let html = render(bad).0;
            for mark in ["<script", "onerror", "javascript:", "data:", "onclick", "style=", "<img"] {
                assert!(!html.contains(mark), "{bad} became {html}");
            }
        }
    }
}
