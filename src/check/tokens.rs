//! Words of a passage, for rules that read sentences.

use std::borrow::Cow;
use std::ops::Range;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// The word as written.
    pub text: &'a str,
    /// In lower case, as most words are written.
    pub lower: Cow<'a, str>,
    /// Where it stands in the passage.
    pub range: Range<usize>,
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let begin = skip(text, at, false);
        at = skip(text, begin, true);
        let word = text.get(begin..at).filter(|word| !word.is_empty())?;
        Some(Token { text: word, lower: lower(word), range: begin..at })
    })
}

/// Where the letters and digits that begin at a byte end, or what is none of these.
fn skip(text: &str, mut at: usize, alphanumeric: bool) -> usize {
    while let Some(byte) = text.as_bytes().get(at) {
        let (is, length) = match byte.is_ascii() {
            true => (byte.is_ascii_alphanumeric(), 1),
            false => text[at..].chars().next().map_or((false, 1), |c| (c.is_alphanumeric(), c.len_utf8())),
        };
        if is != alphanumeric {
            break;
        }
        at += length;
    }
    at
}

/// The words of a text in lower case.
pub(super) fn lower_words(text: &str) -> Vec<String> {
    tokens(text).map(|token| token.lower.into_owned()).collect()
}

fn lower(word: &str) -> Cow<'_, str> {
    let is_lower = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// What stands between a token and the one before it; all of the text before the first.
pub(super) fn gap_before<'a>(text: &'a str, tokens: &[Token], at: usize) -> &'a str {
    let start = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |token| token.range.end);
    let end = tokens.get(at).map_or(text.len(), |token| token.range.start);
    text.get(start..end).unwrap_or("")
}
