//! A file's text, as it stands on disk and as Foldout reads it.

use std::ops::Range;

const MARK: char = '\u{feff}';

/// A file's text as it stands on disk, and as every other stage sees it: without byte order mark, and with `\n` at
/// the end of each line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    raw: String,
    text: String,
    /// How many bytes the byte order mark takes.
    mark: usize,
    /// The line ends in `text` that are two bytes on disk.
    double: Vec<usize>,
}

impl Original {
    /// Of what stands on disk.
    pub fn new(raw: impl Into<String>) -> Self {
        let raw = raw.into();
        let body = raw.strip_prefix(MARK).unwrap_or(&raw);
        let mark = raw.len() - body.len();
        let mut text = String::with_capacity(body.len());
        let mut double = Vec::new();
        let mut characters = body.chars().peekable();
        while let Some(c) = characters.next() {
            if c == '\r' {
                if characters.next_if_eq(&'\n').is_some() {
                    double.push(text.len());
                }
                text.push('\n');
            } else {
                text.push(c);
            }
        }
        Self { raw, text, mark, double }
    }

    /// The text as it stands on disk.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The text as every other stage sees it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text on disk with `range` of [`text`](Self::text) replaced by `words`, whose line ends become those of the
    /// file. Every byte outside the range stays.
    pub fn splice(&self, range: Range<usize>, words: &str) -> String {
        let (start, end) = (self.on_disk(range.start), self.on_disk(range.end));
        let words = if self.is_double() { words.replace('\n', "\r\n") } else { words.to_owned() };
        let before = self.raw.get(..start).unwrap_or(&self.raw);
        let after = self.raw.get(end..).unwrap_or("");
        [before, &words, after].concat()
    }

    /// The text on disk where `text` would stand in place of [`text`](Self::text): only what differs is replaced.
    pub fn with_text(&self, text: &str) -> String {
        let (before, after) = common(&self.text, text);
        self.splice(before..self.text.len() - after, &text[before..text.len() - after])
    }

    /// Whether most lines end in two bytes.
    fn is_double(&self) -> bool {
        self.double.len() * 2 > self.text.bytes().filter(|byte| *byte == b'\n').count()
    }

    /// The place on disk of a place in the text.
    fn on_disk(&self, at: usize) -> usize {
        self.mark + at + self.double.partition_point(|end| *end < at)
    }
}

/// How many bytes two texts have in common at their beginning and, behind that, at their end.
pub fn common(old: &str, new: &str) -> (usize, usize) {
    let before: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[before..], &new[before..]);
    let after = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    (before, after)
}
