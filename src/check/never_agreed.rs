//! `never-agreed`: nobody said which national text a hub's changes were made for. One note for each file.

use super::standing::{agree, finding, of_state};
use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::standing::{ChangeState, Standing};
use crate::source::FileId;
use std::collections::BTreeMap;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut files: BTreeMap<FileId, Vec<&Standing>> = BTreeMap::new();
    // A change that the national team asks to act on is told of by `national-text-changed`.
    for standing in of_state(input, ChangeState::NeverAgreed).filter(|standing| standing.action().is_none()) {
        files.entry(standing.file).or_default().push(standing);
    }
    let mut report = Report::default();
    for changes in files.into_values() {
        let Some((first, others)) = changes.split_first() else { continue };
        let names = quoted(&changes);
        let message = format!(
            "You haven't agreed to the national text of {names} yet, so Foldout can't tell you when it changes."
        );
        let one_section = others.iter().all(|other| other.section_id() == first.section_id());
        let remedy = format!("Once you have read it and your words fit, type:\n{}", agree(input, first, !one_section));
        let mut finding = finding(Rule::NeverAgreed, first, message, remedy);
        for other in others {
            finding = finding.also(other.change.span, "nor to that of this section");
        }
        report.push(finding);
    }
    report
}

/// `“Funding” and “Expectations”`: each section once.
fn quoted(changes: &[&Standing]) -> String {
    let mut names: Vec<String> = Vec::new();
    for name in changes.iter().map(|change| format!("“{}”", change.section_name())) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
