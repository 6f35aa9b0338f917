//! Which addresses a link, a form or a picture may carry. maud escapes text but not `javascript:`.

/// The address itself if it leads somewhere harmless, else `#`.
///
/// Allowed: paths of this site (`/…`, but not `//host`), `?query`, `#fragment`, plain relative
/// paths, and `https:`, `http:`, `mailto:`, `tel:`. Refused: every other scheme, control characters
/// (browsers skip them while they look for a scheme) and backslashes (browsers read them as `/`).
#[must_use]
pub fn safe_href(href: &str) -> &str {
    const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];
    let trimmed = href.trim();
    if trimmed.is_empty() || trimmed.chars().any(|c| c.is_control() || c == '\\') || trimmed.starts_with("//") {
        return "#";
    }
    let head = trimmed.split(['/', '?', '#']).next().unwrap_or_default();
    match head.split_once(':') {
        None => trimmed,
        Some((scheme, _)) if SCHEMES.iter().any(|s| scheme.eq_ignore_ascii_case(s)) => trimmed,
        Some(_) => "#",
    }
}

#[cfg(test)]
mod tests {
    use super::safe_href;

    #[test]
    fn passes_paths_and_common_schemes() {
        for good in [
            "/nop-bai",
            "/tim?q=a:b",
            "?trang=2",
            "#f-ten",
            "tep/1",
            "https://angiang.gov.vn/",
            "mailto:btc@phutan.vn",
            "tel:+842960000000",
            "HTTP://phutan.vn",
        ] {
            assert_eq!(safe_href(good), good);
        }
    }

    #[test]
    fn refuses_what_could_run_or_leave_the_site_unseen() {
        for bad in [
            "javascript:alert(1)",
            "  JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "//evil.example/",
            "/\\evil.example/",
            "",
        ] {
            assert_eq!(safe_href(bad), "#", "{bad:?}");
        }
    }
}
