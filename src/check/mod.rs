//! Checking: what reading and merging can't see, one rule a file.

use crate::finding::Report;
use crate::model::{merged::Merged, site::Content, when::Date};
use crate::source::Sources;

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The text as read, to find the place of a word.
    pub sources: &'a Sources,
    /// What was parsed.
    pub content: &'a Content,
    /// What was merged.
    pub merged: &'a Merged,
    /// The theme's colour behind text, `#rrggbb`.
    pub ground: &'a str,
    /// The day for which the site is built.
    pub day: Date,
}

/// Runs every rule.
pub fn check(input: &Input) -> Report {
    let _ = input;
    Report::default()
}
