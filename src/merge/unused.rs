//! Hub-wide answers that no offering uses.

use super::year::Year;
use crate::finding::{Finding, Level, Report, Rule, Scope, nearest};
use crate::model::ids::PlaceholderName;
use crate::model::site::Content;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// Reports the answers of every `hub.yaml` that none of its hub's pages uses.
pub fn hub_answers(content: &Content, years: &[Year]) -> Report {
    let mut report = Report::default();
    let known = LazyCell::new(|| known(content));
    for (at, (id, entry)) in content.hubs.iter().enumerate() {
        for (name, _) in &entry.hub.answers {
            if years.iter().any(|year| year.uses(at, &name.value)) {
                continue;
            }
            let near = if known.contains(name.value.as_str()) {
                String::new()
            } else {
                nearest(name.value.as_str(), known.iter().copied())
                    .map_or(String::new(), |near| format!("Did you mean `{near}`? "))
            };
            report.push(
                Finding::new(
                    Rule::UnusedAnswer,
                    name.span,
                    Scope::Hub(id.to_string()),
                    format!("None of the hub's pages uses the answer `{}`.", name.value),
                    format!("{near}Take it out, or give it the name of a placeholder that the hub's programmes have."),
                )
                .level(Level::Warning),
            );
        }
    }
    report
}

/// The names of all national placeholders.
fn known(content: &Content) -> BTreeSet<&str> {
    let programmes = content.editions.values().flat_map(|edition| edition.programmes.values());
    programmes.flat_map(|programme| programme.text.placeholders.keys()).map(PlaceholderName::as_str).collect()
}
