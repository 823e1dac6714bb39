//! Words of a passage, for rules that read sentences.

use std::ops::Range;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// The word as written.
    pub text: &'a str,
    /// In lower case.
    pub lower: String,
    /// Where it stands in the passage.
    pub range: Range<usize>,
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                let word = &text[begin..at];
                out.push(Token { text: word, lower: word.to_lowercase(), range: begin..at });
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// What stands between a token and the one before it; all of the text before the first.
pub(super) fn gap_before<'a>(text: &'a str, tokens: &[Token], at: usize) -> &'a str {
    let start = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |token| token.range.end);
    let end = tokens.get(at).map_or(text.len(), |token| token.range.start);
    text.get(start..end).unwrap_or("")
}
