//! One text merged for one hub, and the national text as it is without a hub.

use super::prune::{Nothing, Prunings, names};
use super::{Used, answers, sections, unfilled};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, PlaceholderName};
use crate::model::local::{Hub, LocalFile};
use crate::model::merged::{Fill, MergedSection, MergedText, Origin, Piece};
use crate::model::national::{Description, Permission, Programme};
use crate::model::text::{HoleName, Link, Node, Target};
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
        let answered = answers::fill(self, &changed);
        prune_sections(self.prunings, &mut changed.sections, &answered.nothing);
        unfilled::report(self, &changed.sections, &answered);
        let left = standing(&changed.sections);
        let mut fills = answered.fills;
        fills.retain(|name, _| left.contains(name));
        MergedText { sections: changed.sections, fills, refused: changed.refused }
    }
}

/// The placeholders that stand in sections.
pub fn standing(sections: &[MergedSection]) -> BTreeSet<PlaceholderName> {
    let mut out = BTreeSet::new();
    for section in sections {
        each_hole(section, &mut |name, _, _| {
            if let HoleName::Ask(name) = name
                && !out.contains(name)
            {
                out.insert(name.clone());
            }
        });
    }
    out
}

/// Calls `visit` with every hole of a section: its name, its place, and where the text around it comes from.
pub fn each_hole<'a>(section: &'a MergedSection, visit: &mut impl FnMut(&'a HoleName, Span, Origin)) {
    let mut walk = |node: &'a Node, origin: Origin| {
        node.walk(&mut |node| match node {
            Node::Hole(hole) => visit(&hole.name, hole.span, origin),
            Node::Link(Link { target: Target::Hole(name), span, .. }) => visit(name, *span, origin),
            _ => {}
        });
    };
    for node in section.heading.iter().flat_map(|heading| &heading.nodes) {
        walk(node, section.origin);
    }
    for piece in &section.pieces {
        for block in piece.blocks.iter() {
            walk(&block.node, piece.origin);
        }
    }
}

/// Takes out what comes to nothing, then the pieces and sections that this leaves empty.
fn prune_sections(prunings: &mut Prunings, sections: &mut Vec<MergedSection>, nothing: &Nothing) {
    if nothing.is_empty() {
        return;
    }
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
