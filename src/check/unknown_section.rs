//! `unknown-section`: a note in `changes.yaml` is about a section that its programme doesn't have. (Of hubs' changes
//! merging says so.)

use super::{Input, Writing, did_you_mean};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::national::{Description, Section};
use crate::model::section::Found;
use std::sync::Arc;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    for edition in input.content.editions.values() {
        for note in edition.changes.iter() {
            let description = match &note.programme {
                None => edition.introduction.as_ref().map(|introduction| &introduction.text),
                Some(id) => edition.programmes.get(id).map(|programme| &programme.text),
            };
            let (Some(description), Some(section)) = (description, &note.section) else { continue };
            if description.unreadable || !matches!(description.find(&section.value), Found::None) {
                continue;
            }
            report.push(Finding::new(
                Rule::UnknownSection,
                section.span,
                Scope::Aside { hub: None },
                format!("The national text has no section “{}”, so no hub is told of this change.", section.value),
                remedy(description, &section.value),
            ));
        }
    }
    report
}

fn remedy(description: &Description, given: &str) -> String {
    let names: Vec<String> = description.sections.iter().map(|section: &Arc<Section>| section.name()).collect();
    let near = did_you_mean(given, names.iter().map(String::as_str));
    let list: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    let list = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    format!(
        "{near}Its sections are: {list}. For a change of the whole programme, or of a section that is gone, take `section` out."
    )
}
