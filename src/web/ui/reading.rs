//! Works set for reading: a poem keeps its lines, prose its paragraphs.

use maud::{Markup, html};

/// A poem: blank lines part its stanzas, a line too long for the page hangs.
#[must_use]
pub fn poem(text: &str) -> Markup {
    html! {
        div.reading {
            @for stanza in blocks(text) {
                p.stanza { @for line in stanza { span { (line) } } }
            }
        }
    }
}

/// Prose: every line that is not empty is a paragraph.
#[must_use]
pub fn prose(text: &str) -> Markup {
    html! {
        div.reading {
            @for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) { p { (line) } }
        }
    }
}

fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut all: Vec<Vec<&str>> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
            continue;
        }
        match all.last_mut() {
            Some(block) if open => block.push(line),
            _ => all.push(vec![line]),
        }
        open = true;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poem_keeps_lines_and_stanzas() {
        assert_eq!(
            poem("Sớm nay\r\n  gió <thổi>\n\n\n \nĐường xưa\n").into_string(),
            concat!(
                r#"<div class="reading"><p class="stanza"><span>Sớm nay</span><span>gió &lt;thổi&gt;</span></p>"#,
                r#"<p class="stanza"><span>Đường xưa</span></p></div>"#
            )
        );
    }

    #[test]
    fn prose_is_made_of_paragraphs() {
        assert_eq!(prose("Một.\n\n Hai.").into_string(), r#"<div class="reading"><p>Một.</p><p>Hai.</p></div>"#);
    }
}
