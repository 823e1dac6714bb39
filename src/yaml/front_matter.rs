//! Front matter between lines of three hyphens, told from the text below it; and what people write in its place.

use crate::words::lines;
use std::ops::Range;

/// A file's front matter and body.
pub struct FrontMatter<'a> {
    /// The YAML text and the byte at which it begins.
    pub yaml: Option<(&'a str, usize)>,
    /// The byte at which the body begins.
    pub body: usize,
}

/// Why front matter can't be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// It begins and never ends. Where it begins.
    NeverEnds(Range<usize>),
    /// Words stand above it. Where they are.
    WordsAbove(Range<usize>),
    /// It begins with a line of other marks. Where that is.
    OtherMarks(Range<usize>),
}

/// Splits front matter between `---` lines from the body. Empty lines may stand above it.
pub fn split(text: &str) -> Result<FrontMatter<'_>, Lost> {
    let blank = text.len() - text.trim_start_matches([' ', '\t', '\n']).len();
    let start = text.get(..blank).and_then(|space| space.rfind('\n')).map_or(0, |at| at + 1);
    let mut lines = lines(&text[start..]);
    let first = lines.next().unwrap_or("");
    if first.trim_end() != "---" {
        return match elsewhere(&text[start..], first) {
            Some(Lost::WordsAbove(range)) => Err(Lost::WordsAbove(start + range.start..start + range.end)),
            Some(_) => Err(Lost::OtherMarks(start..start + first.trim_end().len())),
            None => Ok(FrontMatter { yaml: None, body: 0 }),
        };
    }
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        if line.trim_end() == "---" {
            return Ok(FrontMatter { yaml: Some((&text[begin..at], begin)), body: at + line.len() });
        }
        at += line.len();
    }
    Err(Lost::NeverEnds(start..start + 3))
}

/// Front matter that a text without any seems to hold after all: below other words, or between other marks.
fn elsewhere(text: &str, first: &str) -> Option<Lost> {
    const ABOVE: usize = 3;
    let is_mark =
        |line: &str| line.trim_end().len() > 1 && line.trim_end().chars().all(|c| "-_=\u{2013}\u{2014}".contains(c));
    let is_key = |line: &str| {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        line.starts_with('#') || !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    let next_is_key = |lines: &mut std::str::Lines| lines.find(|line| !line.trim().is_empty()).is_some_and(is_key);
    let mut lines = text.lines();
    if is_mark(first) {
        lines.next();
        return next_is_key(&mut lines).then_some(Lost::OtherMarks(0..0));
    }
    let at = text.lines().take(ABOVE + 1).position(|line| line.trim_end() == "---")?;
    let mut below = text.lines().skip(at + 1);
    let key_first = below.find(|line| !line.trim().is_empty()).is_some_and(is_key);
    let ends = below.any(|line| line.trim_end() == "---");
    (key_first && ends).then(|| Lost::WordsAbove(0..first.trim_end().len()))
}
