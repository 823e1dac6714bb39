//! What a link's `#section` may name: sections by their id or an old one, and headings inside them.

use crate::model::merged::{Fill, MergedText};
use crate::model::national::Description;
use crate::model::text::{Block, Element, Node};
use std::collections::BTreeSet;

/// The anchors of a description.
pub(super) fn of_description(description: &Description) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for section in &description.sections {
        out.insert(section.id.as_str());
        out.extend(section.was.iter().map(|id| id.as_str()));
        of_blocks(&section.blocks, &mut out);
    }
    out
}

/// The anchors of a hub's own text.
pub(super) fn of_merged(text: &MergedText) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for section in &text.sections {
        out.insert(section.id.as_str());
        out.extend(section.was.iter().map(|id| id.as_str()));
        section.pieces.iter().for_each(|piece| of_blocks(&piece.blocks, &mut out));
    }
    for fill in text.fills.values() {
        if let Fill::Words { words, .. } = fill {
            of_blocks(&words.blocks, &mut out);
        }
    }
    out
}

/// The anchors of blocks.
pub(super) fn of_blocks<'a>(blocks: &'a [Block], out: &mut BTreeSet<&'a str>) {
    for block in blocks {
        block.node.walk(&mut |node| {
            if let Node::Element(Element::Heading { id, .. }, _) = node {
                out.insert(id);
            }
        });
    }
}
