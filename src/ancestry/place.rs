//! The place of a sentence in its file.
//!
//! Parsed text knows the place of each block, not of each word. A sentence's words are looked for in the block's
//! source, in their order; marks and addresses may stand between them.

use crate::model::sentence::{HOLE, Sentence, even};
use crate::source::{Sources, Span};
use std::ops::Range;

/// How many words of Markdown (an address, a placeholder's name) may stand between two words of a sentence.
const BETWEEN: usize = 24;
/// How far behind a field's beginning its words are looked for, in bytes.
const REACH: usize = 20_000;

/// The place of a sentence that stands in a block, or in a field somewhere behind the span's start. The block itself
/// where its words are written in another way.
pub(super) fn place(sources: &Sources, within: Span, sentence: &Sentence) -> Span {
    let text = sources.text(within.file);
    let start = (within.start as usize).min(text.len());
    let mut end = (within.end as usize).min(text.len()).min(start + REACH).max(start);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match text.get(start..end).and_then(|source| find(source, sentence)) {
        Some(range) => Span::new(within.file, start + range.start..start + range.end),
        None if within.end == u32::MAX => Span { end: within.start, ..within },
        None => within,
    }
}

fn find(source: &str, sentence: &Sentence) -> Option<Range<usize>> {
    let words: Vec<&str> = sentence.words().filter(|word| *word != HOLE).collect();
    let tokens = tokens(source);
    let first = *words.first()?;
    let starts = (0..tokens.len()).filter(|at| tokens[*at].0 == first);
    let ends = starts.filter_map(|start| Some((start, end(&tokens, start, &words)?)));
    // What stands closest together is the sentence; of two alike, the first.
    let (start, end) = ends.min_by_key(|(start, end)| (end - start, *start))?;
    let range = tokens[start].1.start..tokens[end].1.end;
    let mark = source[range.end..].chars().next().filter(|c| matches!(c, '.' | '!' | '?' | '…'));
    Some(range.start..range.end + mark.map_or(0, char::len_utf8))
}

/// The token of the last word, given that of the first.
fn end(tokens: &[(String, Range<usize>)], start: usize, words: &[&str]) -> Option<usize> {
    let mut at = start;
    for word in words.iter().skip(1) {
        at = (at + 1..tokens.len().min(at + 2 + BETWEEN)).find(|next| tokens[*next].0 == *word)?;
    }
    Some(at)
}

/// The words of a text, evened out, with their places.
fn tokens(text: &str) -> Vec<(String, Range<usize>)> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{0300}'..='\u{036f}');
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (inside(c), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                let word = even(&text[begin..at]);
                if !word.is_empty() {
                    out.push((word, begin..at));
                }
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sentence::sentences_of;

    fn found(source: &str, words: &str) -> String {
        find(source, &sentences_of(words)[0]).map_or("nowhere".to_owned(), |range| source[range].to_owned())
    }

    #[test]
    fn a_sentence_is_found_between_others_and_with_its_marks() {
        assert_eq!(
            found("Not it. It is *here*, in the text. No.", "It is here, in the text."),
            "It is *here*, in the text."
        );
        assert_eq!(
            found("See [the\npage](https://a.example/the-page) about it now", "See the page about it now"),
            "See [the\npage](https://a.example/the-page) about it now"
        );
        assert_eq!(found("The hub\u{2019}s own", "the hub's own"), "The hub\u{2019}s own");
        assert_eq!(found("Nothing of it", "Something else"), "nowhere");
    }
}
