//! The section that a name means.

use crate::model::ids::{SectionId, slug};
use crate::model::national::{Description, Section};
use crate::model::text::{Node, plain};
use std::sync::Arc;

/// What a name means among a description's sections.
pub enum Found<'a> {
    /// This section, the n-th.
    One(usize, &'a Arc<Section>),
    /// Several.
    Several(Vec<&'a Arc<Section>>),
    /// None.
    None,
}

/// Finds a section by its id, else by an old id, else by its heading. Case, punctuation and Markdown don't matter.
pub fn section<'a>(description: &'a Description, name: &str) -> Found<'a> {
    let wanted = slug(name);
    let ways: [&dyn Fn(&Section) -> bool; 3] = [
        &|section| section.id.as_str() == wanted,
        &|section| section.was.iter().any(|old| old.as_str() == wanted),
        &|section| heading_slug(section).as_deref() == Some(wanted.as_str()),
    ];
    for way in ways {
        let found: Vec<_> = description.sections.iter().enumerate().filter(|(_, section)| way(section)).collect();
        match found.as_slice() {
            [] => {}
            [(index, section)] => return Found::One(*index, section),
            _ => return Found::Several(found.into_iter().map(|(_, section)| section).collect()),
        }
    }
    Found::None
}

fn heading_slug(section: &Section) -> Option<String> {
    section.heading.as_ref().map(|heading| slug(&plain(&heading.nodes)))
}

/// What people call a section: its heading, or `intro`.
pub fn name(section: &Section) -> String {
    let words = section.heading.as_ref().map(|heading| words(&heading.nodes));
    words.filter(|words| !words.is_empty()).unwrap_or_else(|| section.id.to_string())
}

fn words(nodes: &[Node]) -> String {
    plain(nodes).trim().to_owned()
}

/// The nearest section to a name that means none.
pub fn nearest<'a>(description: &'a Description, given: &str) -> Option<&'a Arc<Section>> {
    let names: Vec<String> = description.sections.iter().map(|section| name(section)).collect();
    let ids = description.sections.iter().map(|section| section.id.as_str());
    let old = description.sections.iter().flat_map(|section| section.was.iter().map(SectionId::as_str));
    let all = names.iter().map(String::as_str).chain(ids).chain(old);
    let near = crate::finding::nearest(given, all)?.to_owned();
    match section(description, &near) {
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
            Some(_) => format!("“{}”", name(section)),
        })
        .collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
