//! `unknown-phase`: `goals` of a year's introduction names a phase that the site doesn't list.

use super::{Input, Writing, did_you_mean};
use crate::finding::{Finding, Report, Rule, Scope};

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    let phases = &input.content.site.phases;
    if phases.is_empty() {
        // A finding in site.yaml says why; nothing can be compared with it.
        return report;
    }
    for introduction in input.content.editions.values().filter_map(|edition| edition.introduction.as_deref()) {
        for (named, _) in introduction.goals.iter().filter(|(named, _)| !phases.contains(&named.value)) {
            report.push(Finding::new(
                Rule::UnknownPhase,
                named.span,
                Scope::Introduction { edition: introduction.edition.to_string() },
                format!("There is no phase `{}`.", named.value),
                format!(
                    "{}The phases in content/site.yaml are: {}.",
                    did_you_mean(&named.value, phases.iter().map(String::as_str)),
                    phases.join(", ")
                ),
            ));
        }
    }
    report
}
