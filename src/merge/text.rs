//! One text merged for one hub, and the national text as it is without a hub.

use super::prune::{Nothing, Prunings, names};
use super::{Used, answers, sections, unfilled};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, PlaceholderName};
use crate::model::local::{Hub, LocalFile};
use crate::model::merged::{Fill, MergedSection, MergedText, Origin, Piece};
use crate::model::national::{Description, Permission, Programme};
use crate::model::text::{HoleName, Node};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A description with nothing in it, for a hub's introduction to a year that the national team says nothing about.
pub static NO_TEXT: Description = Description {
    permission: Permission::Open,
    sections: Vec::new(),
    placeholders: BTreeMap::new(),
    unreadable: false,
};

/// Everything that the merging of one text looks at, and where it puts what it finds.
pub struct Merging<'a, 'r> {
    /// The hub.
    pub hub: &'a Hub,
    /// Its file.
    pub local: Option<&'a LocalFile>,
    /// The national text.
    pub description: &'a Description,
    /// The programme; `None` for a year's introduction.
    pub programme: Option<&'a Arc<Programme>>,
    /// The edition.
    pub edition: &'a EditionName,
    /// Where a finding stands that has no place of its own: the local file, or a line of `hub.yaml`.
    pub asked_at: Span,
    /// What an error withholds.
    pub scope: Scope,
    /// What was found.
    pub report: &'r mut Report,
    /// Hub-wide answers that were used.
    pub used: &'r mut Used,
    /// What was pruned before.
    pub prunings: &'r mut Prunings,
}

impl Merging<'_, '_> {
    /// Notes a finding.
    pub fn find(&mut self, finding: Finding) {
        self.report.push(finding);
    }

    /// Where the description comes from: the national team, unless it is the hub's own programme.
    pub fn origin(&self) -> Origin {
        let own = self.programme.is_some_and(|programme| programme.hub.is_some());
        if own { Origin::Added } else { Origin::National }
    }

    /// The text as the hub tells it.
    pub fn merge(&mut self) -> MergedText {
        if self.description.unreadable {
            return MergedText::default();
        }
        let mut changed = sections::apply(self);
        let mut left = holes(&changed.sections);
        let mut answered = answers::fill(self, &changed, &left);
        if !answered.nothing.is_empty() {
            prune_sections(self.prunings, &mut changed.sections, &answered.nothing);
            left = holes(&changed.sections);
            let names = standing(&left);
            answered.fills.retain(|name, _| names.contains(name));
        }
        unfilled::report(self, &left, &answered);
        MergedText { sections: changed.sections, fills: answered.fills, refused: changed.refused }
    }
}

/// A hole of a text: its name and its place.
pub type Hole<'a> = (&'a HoleName, Span);

/// The holes of sections, in reading order.
fn holes<'a>(sections: &'a [MergedSection]) -> Vec<Hole<'a>> {
    let nodes = |section: &'a MergedSection| {
        let heading = section.heading.iter().flat_map(|heading| &heading.nodes);
        heading.chain(section.pieces.iter().flat_map(|piece| piece.blocks.iter().map(|block| &block.node)))
    };
    sections.iter().flat_map(nodes).flat_map(Node::holes).collect()
}

/// The placeholders among holes.
pub fn standing<'a>(holes: &[Hole<'a>]) -> BTreeSet<&'a PlaceholderName> {
    let asked = holes.iter().filter_map(|(name, _)| match name {
        HoleName::Ask(name) => Some(name),
        _ => None,
    });
    asked.collect()
}

/// Takes out what comes to nothing, then the pieces and sections that this leaves empty.
fn prune_sections(prunings: &mut Prunings, sections: &mut Vec<MergedSection>, nothing: &Nothing) {
    sections.retain_mut(|section| {
        let had_text = !section.pieces.is_empty();
        let in_heading = section.heading.as_ref().is_some_and(|heading| {
            heading
                .nodes
                .iter()
                .flat_map(Node::holes)
                .any(|(name, _)| matches!(name, HoleName::Ask(name) if nothing.contains(name)))
        });
        for piece in &mut section.pieces {
            if names(&piece.blocks).any(|name| nothing.contains(&name)) {
                piece.blocks = prunings.prune(&piece.blocks, nothing);
            }
        }
        section.pieces.retain(|piece: &Piece| !piece.blocks.is_empty());
        // A heading that asks for something optional goes with its section.
        !(in_heading || had_text && section.pieces.is_empty())
    });
}

/// A national text as it is without a hub: defaults, or `decided by your hub`. A default that doesn't fit its kind
/// is a finding here, once.
pub fn national(description: &Description, scope: Scope, report: &mut Report) -> MergedText {
    let sections = description
        .sections
        .iter()
        .map(|section| MergedSection {
            id: section.id.clone(),
            was: section.was.clone(),
            heading: section.heading.clone(),
            origin: Origin::National,
            pieces: if section.blocks.is_empty() {
                Vec::new()
            } else {
                vec![Piece { origin: Origin::National, blocks: section.blocks.clone() }]
            },
        })
        .collect();
    let fills = description
        .placeholders
        .values()
        .map(|placeholder| {
            let default = placeholder.default.as_ref().filter(|words| !words.raw.is_empty());
            let fill = default.map(|words| match answers::value(placeholder.kind, words) {
                Ok(value) => Fill::Words { words: words.clone(), value, origin: Origin::Default },
                Err(problem) => {
                    report.push(Finding::new(
                        Rule::BadValue,
                        words.span,
                        scope.clone(),
                        problem.message,
                        problem.remedy,
                    ));
                    Fill::ByHub
                }
            });
            (placeholder.name.clone(), fill.unwrap_or(Fill::ByHub))
        })
        .collect();
    MergedText { sections, fills, refused: Vec::new() }
}
