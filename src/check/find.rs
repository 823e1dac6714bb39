//! Finding the place of words in a file, once something is wrong with them.
//!
//! Parsed text knows the place of each block, but not of each word. Words are searched for in the block's source
//! in reading order, within a short distance, so that looking costs no more than reading did.

use crate::model::text::Node;
use crate::source::{Sources, Span};
use std::ops::Range;
use std::sync::OnceLock;

/// How far behind the last words found the next are looked for, beside their own length.
const REACH: usize = 2000;

/// Where each text node of a block stands; worked out when first asked.
#[derive(Debug)]
pub(super) struct Whereabouts<'a> {
    nodes: &'a [Node],
    span: Span,
    starts: OnceLock<Vec<Start>>,
}

/// Where a text node begins in the block's source.
#[derive(Debug, Clone, Copy)]
struct Start {
    at: usize,
    /// Whether it stands there as it is, without escapes or entities.
    exact: bool,
}

impl<'a> Whereabouts<'a> {
    pub fn new(nodes: &'a [Node], span: Span) -> Self {
        Self { nodes, span, starts: OnceLock::new() }
    }

    /// The place of `words`, which go from a byte of one text node to a byte of another.
    pub fn place(&self, sources: &Sources, words: &str, from: (usize, usize), to: (usize, usize)) -> Span {
        let source = sources.slice(self.span);
        let starts = self.starts.get_or_init(|| self.look(source));
        let Some(start) = starts.get(from.0) else { return self.span };
        if start.exact {
            let begin = start.at + from.1;
            let end = match starts.get(to.0) {
                Some(last) if last.exact && last.at + to.1 >= begin => last.at + to.1,
                _ => begin + words.len(),
            };
            return self.inside(begin..end.min(source.len()));
        }
        match find_near(source, words, start.at) {
            Some(begin) => self.inside(begin..begin + words.len()),
            None => self.span,
        }
    }

    fn inside(&self, range: Range<usize>) -> Span {
        let start = self.span.start as usize;
        Span::new(self.span.file, start + range.start..start + range.end)
    }

    fn look(&self, source: &str) -> Vec<Start> {
        let mut starts = Vec::new();
        let mut cursor = 0;
        for node in self.nodes {
            node.walk(&mut |node| match node {
                Node::Text(text) => {
                    let found = find_near(source, text, cursor);
                    starts.push(Start { at: found.unwrap_or(cursor), exact: found.is_some() });
                    cursor = found.map_or(cursor, |at| at + text.len());
                }
                Node::Code(text) | Node::CodeBlock(text) => {
                    cursor = find_near(source, text, cursor).map_or(cursor, |at| at + text.len());
                }
                // In a quoted YAML value a hole's span is the whole value.
                Node::Hole(hole) if hole.span != self.span => {
                    cursor = cursor.max(hole.span.end.saturating_sub(self.span.start) as usize);
                }
                _ => {}
            });
        }
        starts
    }
}

/// Where `words` stand in `text`, from byte `from` on and not far behind it.
fn find_near(text: &str, words: &str, from: usize) -> Option<usize> {
    let mut end = from.saturating_add(words.len()).saturating_add(REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(from..end)?.find(words).map(|at| from + at)
}

/// The place of a link or picture. In a quoted YAML value its own place is not known, but that of `words` in it.
pub(super) fn narrowed(sources: &Sources, span: Span, words: &str) -> Span {
    let source = sources.slice(span);
    if source.starts_with(['[', '<', '!']) {
        return span;
    }
    match source.find(words) {
        Some(at) => Span::new(span.file, span.start as usize + at..span.start as usize + at + words.len()),
        None => span,
    }
}

/// The place of a part of a field's words, which stand somewhere behind `from` in a `.yaml` file or front matter.
pub(super) fn in_field(sources: &Sources, from: Span, words: &str, part: Range<usize>) -> Span {
    let text = sources.text(from.file);
    let part_words = words.get(part.clone()).unwrap_or("");
    let start = from.start as usize;
    let whole = find_near(text, words, start).map(|at| (at + part.start, at + part.end));
    let near = || find_near(text, part_words, start).map(|at| (at, at + part_words.len()));
    let anywhere = || front_matter(text).find(part_words).map(|at| (at, at + part_words.len()));
    match whole.or_else(near).or_else(anywhere) {
        Some((start, end)) => Span::new(from.file, start..end),
        None => from,
    }
}

/// A file's front matter, or all of a file that has none.
fn front_matter(text: &str) -> &str {
    let end = if text.starts_with("---") { text.find("\n---\n") } else { None };
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
