//! What axe-core (vendored in `tests/vendor`) finds wrong with a page for people who cannot see it, or not use a mouse.

use fantoccini::Client;
use serde_json::Value;

/// One rule that a page breaks. It prints as what to mend and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Name of the rule.
    pub rule: String,
    /// How bad: `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// What the rule wants.
    pub help: String,
    /// For each element at fault: a selector, its HTML, and what would mend it.
    pub elements: Vec<String>,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}): {}", self.rule, self.impact, self.help)?;
        self.elements.iter().try_for_each(|element| write!(f, "\n    {element}"))
    }
}

/// Looks at the page that the browser shows. Its scripts need timers, so scripts must be allowed to run.
pub async fn axe(client: &Client) -> Vec<Violation> {
    const AXE: &str = include_str!("../../vendor/axe.min.js");
    const RUN: &str = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(
            found => done(found.violations),
            error => done(String(error)),
        );";
    if client.execute("return !window.axe", vec![]).await.unwrap() == true {
        client.execute(AXE, vec![]).await.unwrap();
    }
    let found = client.execute_async(RUN, vec![]).await.unwrap();
    let Some(violations) = found.as_array() else { panic!("axe failed: {found}") };
    violations.iter().map(violation).collect()
}

fn violation(found: &Value) -> Violation {
    let elements = found["nodes"].as_array().into_iter().flatten();
    Violation {
        rule: text(&found["id"]),
        impact: text(&found["impact"]),
        help: text(&found["help"]),
        elements: elements
            .map(|element| {
                let mend = text(&element["failureSummary"]).replace("\n  ", " ");
                format!("{}  {}  {mend}", element["target"], text(&element["html"]))
            })
            .collect(),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
