//! `heading-order`: a heading more than one level below the one before it.

use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::text::{Block, Element, Node, plain};
use crate::source::Span;

/// The level of a section's own heading, below which its text's headings stand.
const SECTION: u8 = 2;

pub(super) fn check(_: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        for text in &writing.texts {
            let mut before = SECTION;
            for (level, words, span) in headings(text.blocks) {
                if level > before + 1 {
                    let right = "#".repeat(usize::from(before) + 1);
                    report.push(writing.finding(
                        Rule::HeadingOrder,
                        span,
                        format!(
                            "This heading has {level} hashes, but the one above it has {before}: a level is left out."
                        ),
                        format!("Begin it with {} hashes: {right} {words}", before + 1),
                    ));
                }
                before = level;
            }
        }
    }
    report
}

/// The headings of a text, in reading order, with their level, words and place.
fn headings(blocks: &[Block]) -> Vec<(u8, String, Span)> {
    let mut out = Vec::new();
    for block in blocks {
        block.node.walk(&mut |node| {
            if let Node::Element(Element::Heading { level, .. }, children) = node {
                out.push((*level, plain(children), block.span));
            }
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::check::samples::found_in_words;
    use crate::finding::Rule;

    #[test]
    fn no_level_is_left_out() {
        let found =
            found_in_words(super::check, Rule::HeadingOrder, "#### Deep\n\nText.\n\n### Right\n\n#### Below it\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words.trim_end(), "#### Deep");
        assert_eq!(found[0].remedy, "Begin it with 3 hashes: ### Deep");
    }
}
