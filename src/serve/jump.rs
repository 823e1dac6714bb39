//! From a finding to its place in the page: the box that asks, else the section in which the words stand.

use super::subject::{Subject, offering};
use crate::finding::{Finding, Place, Rule};
use crate::model::merged::{Fill, Merged, MergedSection, MergedText};
use crate::model::text::{Block, HoleName};
use crate::render::prompt_anchor;
use crate::source::Span;

/// The anchor of a finding's place in the page, empty for its beginning; `None` where it stands nowhere in it.
pub fn anchor(subject: &Subject, finding: &Finding, merged: &Merged) -> Option<String> {
    let (text, prefix) = text(subject, finding, merged)?;
    let first = match finding.place {
        Place::Span(span) => Some(span),
        Place::Path(_) => None,
    };
    let spans: Vec<Span> = finding.also.iter().map(|also| also.span).chain(first).collect();
    let asks = (finding.rule == Rule::Unfilled).then(|| spans.iter().find_map(|span| box_of(text, *span))).flatten();
    let found = asks.or_else(|| spans.iter().find_map(|span| section_of(text, *span)))?;
    // Before its first heading a text's place is where the text begins.
    Some(if found.is_empty() { prefix.trim_end_matches('-').to_owned() } else { format!("{prefix}{found}") })
}

/// The text of the page in which a finding may stand, and what its anchors begin with.
fn text<'m>(subject: &Subject, finding: &Finding, merged: &'m Merged) -> Option<(&'m MergedText, String)> {
    match subject {
        Subject::Network => None,
        Subject::Programme(edition, programme) => {
            let year = merged.editions.iter().find(|year| year.edition.as_str() == edition)?;
            let national = year.programmes.iter().find(|it| it.programme.id.as_str() == programme)?;
            Some((&national.text, String::new()))
        }
        Subject::Hub(hub, edition) => {
            let hub = merged.hubs.iter().find(|it| it.hub.id.as_str() == hub)?;
            let year = hub.editions.iter().find(|year| year.edition.as_str() == edition)?;
            year.introduction.as_ref().map(|introduction| (&introduction.text, String::new()))
        }
        Subject::Booklet(hub, edition, _) => {
            let programme = finding.scope.programme()?;
            Some((&offering(merged, hub, edition, programme)?.text, format!("{programme}--")))
        }
        Subject::Offering(hub, edition, programme) => {
            Some((&offering(merged, hub, edition, programme)?.text, String::new()))
        }
    }
}

/// The box of the hole at a place: of a placeholder without an answer, or of a fact that is missing.
fn box_of(text: &MergedText, wanted: Span) -> Option<String> {
    let answers = text.fills.values().filter_map(|fill| match fill {
        Fill::Words { words, .. } => Some(words.blocks.iter()),
        _ => None,
    });
    let blocks = text.sections.iter().flat_map(blocks).chain(answers.flatten());
    let is_box = |name: &HoleName| match name {
        HoleName::Ask(name) => matches!(text.fills.get(name), Some(Fill::Unfilled { .. })),
        HoleName::Fact(_) => true,
        HoleName::Dates | HoleName::Apply | HoleName::NetworkHubs => false,
    };
    let in_headings = text.sections.iter().filter_map(|section| section.heading.as_ref());
    let in_headings = in_headings.flat_map(|heading| heading.nodes.iter()).flat_map(|node| node.holes());
    let mut holes = blocks.flat_map(|block| block.node.holes()).chain(in_headings);
    holes.find(|(name, span)| *span == wanted && is_box(name)).map(|(name, _)| prompt_anchor(name))
}

fn blocks(section: &MergedSection) -> impl Iterator<Item = &Block> {
    section.pieces.iter().flat_map(|piece| piece.blocks.iter())
}

fn section_of(text: &MergedText, wanted: Span) -> Option<String> {
    let holds = |span: Span| {
        span.file == wanted.file && span.start <= wanted.start && wanted.start < span.end.max(span.start + 1)
    };
    let in_answer = |section: &MergedSection| {
        let mut holes = blocks(section).flat_map(|block| block.node.holes());
        holes.any(|(name, _)| match name {
            HoleName::Ask(name) => match text.fills.get(name) {
                Some(Fill::Words { words, .. }) => holds(words.span),
                _ => false,
            },
            _ => false,
        })
    };
    let mut sections = text.sections.iter();
    let found = sections.find(|section| blocks(section).any(|block| holds(block.span)) || in_answer(section));
    found.map(|section| section.heading.as_ref().map_or_else(String::new, |_| section.id.to_string()))
}
