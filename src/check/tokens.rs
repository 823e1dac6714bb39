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
        let begin = at + text[at..].find(char::is_alphanumeric)?;
        let rest = &text[begin..];
        // Most words are small letters up to a space or the like.
        let small = rest.bytes().position(|b| !(b.is_ascii_lowercase() || b.is_ascii_digit())).unwrap_or(rest.len());
        let ends = rest.as_bytes().get(small).is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
        let word = match ends {
            true => &rest[..small],
            false => rest.split(|c: char| !c.is_alphanumeric()).next()?,
        };
        let lower = if ends { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        at = begin + word.len();
        Some(Token { text: word, lower, range: begin..at })
    })
}

/// The words of a text in lower case.
pub(super) fn lower_words(text: &str) -> Vec<String> {
    tokens(text).map(|token| token.lower.into_owned()).collect()
}

/// What stands between a token and the one before it; all of the text before the first.
pub(super) fn gap_before<'a>(text: &'a str, tokens: &[Token], at: usize) -> &'a str {
    let start = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |token| token.range.end);
    let end = tokens.get(at).map_or(text.len(), |token| token.range.start);
    text.get(start..end).unwrap_or("")
}
