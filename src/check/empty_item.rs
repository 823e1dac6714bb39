//! `empty-item`: a list item or heading with nothing in it.

use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::text::{Block, Element, Node};
use crate::source::{Sources, Span};

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        for text in &writing.texts {
            if let Some(heading) = text.heading.filter(|heading| heading.nodes.iter().all(is_empty)) {
                report.push(empty_heading(writing, heading.span));
            }
            for block in text.blocks {
                of_block(input.sources, writing, block, &mut report);
            }
        }
    }
    report
}

fn of_block(sources: &Sources, writing: &Writing, block: &Block, report: &mut Report) {
    let mut items = 0;
    block.node.walk(&mut |node| match node {
        Node::Element(Element::Item, children) if children.iter().all(is_empty) => items += 1,
        Node::Element(Element::Heading { .. }, children) if children.iter().all(is_empty) => {
            report.push(empty_heading(writing, block.span));
        }
        _ => {}
    });
    let lines = if items > 0 { bare_marks(sources, block.span) } else { Vec::new() };
    for item in 0..items {
        report.push(writing.finding(
            Rule::EmptyItem,
            lines.get(item).copied().unwrap_or(block.span),
            "This list item has nothing in it.",
            "Write what belongs here, or take the line out.",
        ));
    }
}

fn empty_heading(writing: &Writing, span: Span) -> crate::finding::Finding {
    let remedy = "Write the heading's words after the hashes, or take the line out.";
    writing.finding(Rule::EmptyItem, span, "This heading has nothing in it.", remedy)
}

/// Whether nothing is shown of a node. Holes, pictures and code are something.
fn is_empty(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::SoftBreak | Node::HardBreak => true,
        Node::Element(_, children) => children.iter().all(is_empty),
        Node::Link(link) => link.children.iter().all(is_empty),
        Node::Code(_) | Node::CodeBlock(_) | Node::Rule | Node::Image(_) | Node::Hole(_) => false,
    }
}

/// Lines of a list that hold nothing but an item's mark.
fn bare_marks(sources: &Sources, list: Span) -> Vec<Span> {
    let start = list.start as usize;
    let mut at = 0;
    let mut out = Vec::new();
    for line in sources.slice(list).split_inclusive('\n') {
        let mark = line.trim();
        let numbered = mark.strip_suffix(['.', ')']).is_some_and(|number| number.parse::<u32>().is_ok());
        if matches!(mark, "-" | "*" | "+") || numbered {
            let begin = start + at + (line.len() - line.trim_start().len());
            out.push(Span::new(list.file, begin..begin + mark.len()));
        }
        at += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::check::samples::found_in_words;
    use crate::finding::Rule;

    #[test]
    fn items_and_headings_hold_something() {
        let found = found_in_words(super::check, Rule::EmptyItem, "- one\n-\n- `code`\n\n###\n\n1. first\n2.\n");
        let words: Vec<&str> = found.iter().map(|found| found.words.trim()).collect();
        assert_eq!(words, ["-", "###", "2."]);
    }
}
