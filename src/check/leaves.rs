//! Runs of words: what stands in one paragraph, item, cell, heading or field, as one line, with the way back to
//! its place in the file.

use super::find::Whereabouts;
use crate::model::national::Heading;
use crate::model::text::{Block, Element, Node};
use crate::source::{Sources, Span};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Stands in a passage for code, a picture or a hole: no letter, so that nothing is read across it.
pub(super) const GAP: char = '\u{fffc}';

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Sentences, headings, items.
    Words,
    /// The words of a link that front matter gives.
    Label,
    /// A web or e-mail address that front matter gives.
    Address,
    /// A name or postal address.
    Name,
}

/// A run of words.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    /// What it is.
    pub sort: Sort,
    /// The words, without marks; line ends inside a paragraph are spaces, lasting ones `\n`.
    pub text: Cow<'a, str>,
    way: Way<'a>,
}

/// The way back to the place in the file.
#[derive(Debug)]
enum Way<'a> {
    /// A field of front matter: it stands somewhere behind this point.
    Field(Span),
    /// Text nodes of a block: the number of the first, and where each begins in the passage.
    Nodes { block: Arc<Whereabouts<'a>>, first: usize, starts: Vec<usize> },
}

impl<'a> Passage<'a> {
    /// A field's words.
    pub fn field(sort: Sort, text: &'a str, from: Span) -> Self {
        Self { sort, text: Cow::Borrowed(text), way: Way::Field(from) }
    }

    /// Where a part of the words stands in the file.
    pub fn place(&self, sources: &Sources, part: Range<usize>) -> Span {
        match &self.way {
            Way::Field(from) => super::find::in_field(sources, *from, &self.text, part),
            Way::Nodes { block, first, starts } => {
                let node = starts.partition_point(|start| *start <= part.start).saturating_sub(1);
                let last = starts.partition_point(|start| *start < part.end).saturating_sub(1).max(node);
                let begin = |node: usize| starts.get(node).copied().unwrap_or(0);
                let words = self.text.get(part.clone()).unwrap_or("");
                let from = (first + node, part.start.saturating_sub(begin(node)));
                let to = (first + last, part.end.saturating_sub(begin(last)));
                block.place(sources, words, from, to)
            }
        }
    }
}

/// The passages of a block, in reading order.
pub(super) fn of_block<'a>(block: &'a Block, out: &mut Vec<Passage<'a>>) {
    of_nodes(std::slice::from_ref(&block.node), block.span, out);
}

/// A heading's passage.
pub(super) fn of_heading<'a>(heading: &'a Heading, out: &mut Vec<Passage<'a>>) {
    of_nodes(&heading.nodes, heading.span, out);
}

fn of_nodes<'a>(nodes: &'a [Node], span: Span, out: &mut Vec<Passage<'a>>) {
    let block = Arc::new(Whereabouts::new(nodes, span));
    let mut gatherer = Gatherer { block, out, text: Cow::default(), starts: Vec::new(), seen: 0 };
    gatherer.nodes(nodes);
    gatherer.finish();
}

struct Gatherer<'a, 'o> {
    block: Arc<Whereabouts<'a>>,
    out: &'o mut Vec<Passage<'a>>,
    text: Cow<'a, str>,
    starts: Vec<usize>,
    /// Text nodes seen so far in the block.
    seen: usize,
}

impl<'a> Gatherer<'a, '_> {
    fn nodes(&mut self, nodes: &'a [Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &'a Node) {
        match node {
            Node::Text(text) => {
                self.starts.push(self.text.len());
                self.seen += 1;
                // Most passages are one text, which need not be copied.
                match self.text.is_empty() {
                    true => self.text = Cow::Borrowed(text),
                    false => self.text.to_mut().push_str(text),
                }
            }
            Node::SoftBreak => self.text.to_mut().push(' '),
            Node::HardBreak => self.text.to_mut().push('\n'),
            Node::Code(_) | Node::Hole(_) => self.text.to_mut().push(GAP),
            Node::Image(image) => {
                self.text.to_mut().push(GAP);
                if !image.alt.is_empty() {
                    self.out.push(Passage::field(Sort::Words, &image.alt, image.span));
                }
            }
            Node::Link(link) => self.nodes(&link.children),
            Node::Element(Element::Emphasis | Element::Strong | Element::Strikethrough, children) => {
                self.nodes(children)
            }
            Node::Element(_, children) => {
                self.finish();
                self.nodes(children);
                self.finish();
            }
            Node::Rule | Node::CodeBlock(_) => self.finish(),
        }
    }

    fn finish(&mut self) {
        let text = std::mem::take(&mut self.text);
        let starts = std::mem::take(&mut self.starts);
        if !starts.is_empty() {
            let first = self.seen - starts.len();
            let way = Way::Nodes { block: self.block.clone(), first, starts };
            self.out.push(Passage { sort: Sort::Words, text, way });
        }
    }
}
