//! How two texts differ, word by word.

use super::even;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A run of words that stands in both texts, or in one alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// In which it stands.
    pub mark: Mark,
    /// The words as written, with the space before them, where there is any.
    pub words: String,
}

/// In which of two texts words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// In both; as the new one has them.
    Same,
    /// In the old one alone.
    Gone,
    /// In the new one alone.
    New,
}

/// A word with the white space before it.
struct Word<'t> {
    space: &'t str,
    word: &'t str,
}

impl Word<'_> {
    /// A word that begins a paragraph or a line of its own says something else than one that goes on.
    fn key(&self) -> String {
        let breaks = self.space.matches('\n').count() > 1;
        format!("{}{}", if breaks { "\u{2029}" } else { "" }, even(self.word))
    }
}

/// The new text in stretches, with what is gone of the old one between them.
pub fn differences(old: &str, new: &str) -> Vec<Stretch> {
    let (old, new) = (words(old), words(new));
    let keys = |words: &[Word]| words.iter().map(Word::key).collect::<Vec<_>>();
    let mut out: Vec<Stretch> = Vec::new();
    for change in capture_diff_slices(Algorithm::Patience, &keys(&old), &keys(&new)) {
        let (tag, gone, come) = change.as_tag_tuple();
        if tag == DiffTag::Equal {
            push(&mut out, Mark::Same, &new[come]);
        } else {
            push(&mut out, Mark::Gone, &old[gone]);
            push(&mut out, Mark::New, &new[come]);
        }
    }
    out
}

fn push(out: &mut Vec<Stretch>, mark: Mark, words: &[Word]) {
    if words.is_empty() {
        return;
    }
    let words: String = words.iter().flat_map(|word| [word.space, word.word]).collect();
    match out.last_mut() {
        Some(last) if last.mark == mark => last.words.push_str(&words),
        _ => out.push(Stretch { mark, words }),
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut rest = text.trim_end();
    let mut words = Vec::new();
    while !rest.is_empty() {
        let space = rest.len() - rest.trim_start().len();
        let end = rest[space..].find(char::is_whitespace).map_or(rest.len(), |at| space + at);
        words.push(Word { space: &rest[..space], word: &rest[space..end] });
        rest = &rest[end..];
    }
    words
}
