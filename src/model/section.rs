//! The section that a name means.

use super::ids::slug;
use super::national::{Description, Section};
use super::text::plain;
use std::sync::Arc;

/// What a name means among a description's sections.
#[derive(Debug)]
pub enum Found<'a> {
    /// This section, the n-th.
    One(usize, &'a Arc<Section>),
    /// Several.
    Several(Vec<&'a Arc<Section>>),
    /// None.
    None,
}

impl Description {
    /// Finds a section by its id, else by an old id, else by its heading. Case, punctuation and Markdown don't matter.
    pub fn find(&self, name: &str) -> Found<'_> {
        let wanted = slug(name);
        let ways: [&dyn Fn(&Section) -> bool; 3] = [
            &|section| section.id.as_str() == wanted,
            &|section| section.was.iter().any(|old| old.as_str() == wanted),
            &|section| section.heading.as_ref().is_some_and(|heading| slug(&plain(&heading.nodes)) == wanted),
        ];
        for way in ways {
            let found: Vec<_> = self.sections.iter().enumerate().filter(|(_, section)| way(section)).collect();
            match found.as_slice() {
                [] => {}
                [(index, section)] => return Found::One(*index, section),
                _ => return Found::Several(found.into_iter().map(|(_, section)| section).collect()),
            }
        }
        Found::None
    }
}

impl Section {
    /// What people call it: its heading, or `intro`.
    pub fn name(&self) -> String {
        let words = self.heading.as_ref().map(|heading| plain(&heading.nodes).trim().to_owned());
        words.filter(|words| !words.is_empty()).unwrap_or_else(|| self.id.to_string())
    }
}
