//! `bad-value` for a programme's `stage` that the year's introduction doesn't explain, where it explains any.

use super::{Input, Writing, did_you_mean};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::national::Programme;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    for (name, edition) in &input.content.editions {
        let stages =
            edition.introduction.as_ref().map(|introduction| introduction.stages.as_slice()).unwrap_or_default();
        let known: Vec<&str> = stages.iter().map(|(stage, _)| stage.as_str()).collect();
        if known.is_empty() {
            continue;
        }
        for programme in edition.programmes.values() {
            let scope = Scope::Programme { edition: name.to_string(), programme: programme.id.to_string() };
            report.findings.extend(stage(programme, &known, scope));
        }
        for hub in input.content.hubs.values() {
            let files = hub.editions.get(name).into_iter().flat_map(|edition| edition.programmes.values());
            for own in files.filter_map(|file| file.own.as_deref()) {
                let scope = Scope::Offering {
                    hub: hub.hub.id.to_string(),
                    edition: name.to_string(),
                    programme: own.id.to_string(),
                };
                report.findings.extend(stage(own, &known, scope));
            }
        }
    }
    report
}

fn stage(programme: &Programme, known: &[&str], scope: Scope) -> Option<Finding> {
    let stage = programme.stage.as_ref().filter(|stage| !known.contains(&stage.value.as_str()))?;
    Some(Finding::new(
        Rule::BadValue,
        stage.span,
        scope,
        format!("The year's introduction does not explain the stage `{}`.", stage.value),
        format!(
            "{}The stages in edition.md are: {}.",
            did_you_mean(&stage.value, known.iter().copied()),
            known.join(", ")
        ),
    ))
}
