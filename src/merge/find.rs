//! What to suggest where a name means no section.

use crate::model::ids::SectionId;
use crate::model::national::{Description, Section};
use crate::model::section::Found;
use std::sync::Arc;

/// The nearest section to a name that means none.
pub fn nearest<'a>(description: &'a Description, given: &str) -> Option<&'a Arc<Section>> {
    let names: Vec<String> = description.sections.iter().map(|section| section.name()).collect();
    let ids = description.sections.iter().map(|section| section.id.as_str());
    let old = description.sections.iter().flat_map(|section| section.was.iter().map(SectionId::as_str));
    let all = names.iter().map(String::as_str).chain(ids).chain(old);
    let near = crate::finding::nearest(given, all)?.to_owned();
    match description.find(&near) {
        Found::One(_, section) => Some(section),
        _ => None,
    }
}

/// The sections' names, for a remedy.
pub fn list(description: &Description) -> String {
    let names: Vec<String> = description
        .sections
        .iter()
        .map(|section| match section.heading {
            None => "“intro” (the text before its first heading)".to_owned(),
            Some(_) => format!("“{}”", section.name()),
        })
        .collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
