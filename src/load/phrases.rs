//! Phrases that mark a placeholder in national text, such as "Hub to insert local information here".
//!
//! They are found in parsed text, never in Markdown source, so that code stays what it is.

use std::ops::Range;

/// The phrases of a site: the built-in ones and those of `placeholder_phrases`.
#[derive(Debug)]
pub struct Phrases {
    /// Found anywhere.
    anywhere: Vec<Vec<String>>,
    /// Found as a whole line, item or cell, or in brackets.
    alone: Vec<Vec<String>>,
    /// Found as a line before one of these.
    confirmed: Vec<Vec<String>>,
    /// The characters with which any of them begins.
    begin: String,
}

/// What a line is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Phrases only, perhaps with "To be confirmed".
    Phrases,
    /// "To be confirmed" only.
    ToBeConfirmed,
    /// Anything else.
    Words,
}

const ANYWHERE: &[&str] = &[
    "hub to insert local information here",
    "hubs to insert local information here",
    "hub(s) to insert local information here",
    "hub to customise as appropriate here",
    "hubs to customise as appropriate here",
    "hub(s) to customise as appropriate here",
    "amend text here according to the work group model chosen by hub",
];
const ALONE: &[&str] = &["text here", "insert text here", "insert local text here"];
const TO_BE_CONFIRMED: &[&str] = &["to be confirmed", "tbc"];

fn pattern(phrase: &str) -> Vec<String> {
    let phrase = phrase.trim().trim_end_matches(['.', ',', ';', ':', '!', '?', '…']);
    phrase.split_whitespace().map(str::to_lowercase).collect()
}

impl Phrases {
    /// The built-in phrases and `more`.
    pub fn new(more: &[String]) -> Self {
        let more = more.iter().map(String::as_str);
        let anywhere: Vec<Vec<String>> =
            ANYWHERE.iter().copied().chain(more).map(pattern).filter(|words| !words.is_empty()).collect();
        let patterns = |phrases: &[&str]| phrases.iter().copied().map(pattern).collect();
        let alone: Vec<Vec<String>> = patterns(ALONE);
        let confirmed: Vec<Vec<String>> = patterns(TO_BE_CONFIRMED);
        let all = anywhere.iter().chain(&alone).chain(&confirmed);
        let begin = all.filter_map(|words| words.first()?.chars().next()).collect();
        Self { anywhere, alone, confirmed, begin }
    }

    /// What a line is made of.
    pub fn line(&self, text: &str) -> Line {
        let (mut at, mut phrases, mut any) = (0, false, false);
        while at < text.len() {
            let rest = &text[at..];
            let first = rest.chars().next();
            if let Some(c) = first.filter(|c| !c.is_alphanumeric()) {
                at += c.len_utf8();
            } else if !first.is_some_and(|c| self.may_begin(c)) {
                return Line::Words;
            } else if let Some(length) = longest(rest, self.anywhere.iter().chain(&self.alone)) {
                (at, phrases, any) = (at + length, true, true);
            } else if let Some(length) = longest(rest, &self.confirmed) {
                (at, any) = (at + length, true);
            } else {
                return Line::Words;
            }
        }
        match (phrases, any) {
            (true, _) => Line::Phrases,
            (false, true) => Line::ToBeConfirmed,
            (false, false) => Line::Words,
        }
    }

    /// Whether a phrase may begin with a character, in any case.
    fn may_begin(&self, c: char) -> bool {
        !c.is_ascii() || self.begin.contains(c.to_ascii_lowercase())
    }

    /// The first phrase inside a text, from byte `from` on. In square brackets it is found with them.
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let mut before = text[..from].chars().next_back();
        for (i, c) in text[from..].char_indices() {
            let at = from + i;
            let starts_word = c.is_alphanumeric() && !before.is_some_and(char::is_alphanumeric);
            if starts_word && self.may_begin(c) {
                if let Some(length) = longest(&text[at..], &self.anywhere) {
                    return Some(with_square_brackets(text, at..at + length));
                }
                if let Some(length) = longest(&text[at..], &self.alone) {
                    let closing = text[at + length..].trim_start_matches(['.', ' ']).chars().next();
                    if matches!((before, closing), (Some('('), Some(')')) | (Some('['), Some(']'))) {
                        return Some(with_square_brackets(text, at..at + length));
                    }
                }
            }
            before = Some(c);
        }
        None
    }
}

fn with_square_brackets(text: &str, found: Range<usize>) -> Range<usize> {
    let bracketed = text[..found.start].ends_with('[') && text[found.end..].starts_with(']');
    if bracketed { found.start - 1..found.end + 1 } else { found }
}

/// The length of the longest pattern with which a text begins, as whole words.
fn longest<'a>(text: &str, patterns: impl IntoIterator<Item = &'a Vec<String>>) -> Option<usize> {
    patterns.into_iter().filter_map(|words| matched(text, words)).max()
}

fn matched(text: &str, words: &[String]) -> Option<usize> {
    let mut at = 0;
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            let gap = text[at..].len() - text[at..].trim_start().len();
            if gap == 0 {
                return None;
            }
            at += gap;
        }
        let mut wanted = word.chars();
        let mut rest = text[at..].chars();
        for c in wanted.by_ref() {
            let given = rest.next()?;
            let same = match given.is_ascii() {
                true => given.to_ascii_lowercase() == c || given == c,
                false => given.to_lowercase().eq(std::iter::once(c)) || given == c,
            };
            if !same {
                return None;
            }
            at += given.len_utf8();
        }
    }
    (!text[at..].chars().next().is_some_and(char::is_alphanumeric)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_in_any_case_spacing_and_closing_punctuation() {
        let phrases = Phrases::new(&["Ask the hub lead".into()]);
        for text in [
            "Hub to insert local information here",
            "HUB  to insert\nlocal information here.",
            "Hub(s) to customise as appropriate here!",
            "To be confirmed. Hub to insert local information here",
            "Text here",
            "[Insert local text here]",
            "ask the hub lead:",
        ] {
            assert_eq!(phrases.line(text), Line::Phrases, "{text}");
        }
        assert_eq!(phrases.line("To be confirmed"), Line::ToBeConfirmed);
        assert_eq!(phrases.line("See the text here"), Line::Words);
        assert_eq!(phrases.line(""), Line::Words);
        assert_eq!(phrases.find("one aspect (hubs to customise as appropriate here) of maths", 0), Some(12..49));
        assert_eq!(phrases.find("The text here is fine", 0), None);
        assert_eq!(phrases.find("Write (text here) now", 0), Some(7..16));
        assert_eq!(phrases.find("Write [text here] now", 0), Some(6..17));
        assert_eq!(phrases.find("hub to insert local information hereafter", 0), None);
    }
}
