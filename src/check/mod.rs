//! Checking: what reading and merging can't see, one rule a file.
//!
//! 1. [`published`] gathers every text that would be published, once each: the national ones once for all hubs.
//! 2. Every rule looks at them, or at what was merged, and makes its own report.
//! 3. The reports are joined in the order of the rules, so that the result doesn't depend on what ran first.

mod anchors;
mod find;
mod leaves;
mod prose_dates;
mod published;
#[cfg(test)]
mod samples;
mod tokens;

mod accent_contrast;
mod broken_link;
mod date_without_year;
mod deadline_after_start;
mod empty_item;
mod heading_order;
mod image_alt;
mod join_link;
mod leftover_prompt;
mod other_hub;
mod outside_edition;
mod past_deadline;
mod session_order;
mod tbc;
mod unknown_edition;
mod unknown_glossary_term;
mod unknown_hub;
mod unknown_phase;
mod unknown_programme;
mod unknown_stage;
mod vague_link_text;
mod wrong_weekday;

use crate::finding::Report;
use crate::model::{merged::Merged, site::Content, when::Date};
use crate::source::Sources;
use published::Writing;
use rayon::prelude::*;

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

/// A rule: what it has to say of the site, given every text that would be published.
type Check = fn(&Input, &[Writing]) -> Report;

/// Every rule of this room.
const CHECKS: &[Check] = &[
    unknown_programme::check,
    unknown_edition::check,
    unknown_phase::check,
    unknown_hub::check,
    unknown_stage::check,
    broken_link::check,
    join_link::check,
    leftover_prompt::check,
    tbc::check,
    session_order::check,
    deadline_after_start::check,
    outside_edition::check,
    wrong_weekday::check,
    date_without_year::check,
    vague_link_text::check,
    heading_order::check,
    empty_item::check,
    image_alt::check,
    accent_contrast::check,
    other_hub::check,
    past_deadline::check,
    unknown_glossary_term::check,
];

/// Runs every rule.
pub fn check(input: &Input) -> Report {
    let writings = published::writings(input.content);
    let reports: Vec<Report> = CHECKS.par_iter().map(|check| check(input, &writings)).collect();
    let mut all = Report::default();
    reports.into_iter().for_each(|report| all.extend(report));
    all
}

/// The beginning of a remedy where a name was mistyped; empty where nothing is near.
fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    crate::finding::nearest(name, candidates).map_or(String::new(), |near| format!("Did you mean `{near}`? "))
}
