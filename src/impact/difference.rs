//! What differs between two texts, for people to see.

use similar::{ChangeTag, TextDiff};

/// A part of a text beside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// In both.
    Same(String),
    /// Only before.
    Gone(String),
    /// Only afterwards.
    New(String),
}

/// The differing words.
pub fn words(before: &str, after: &str) -> Vec<Part> {
    parts(TextDiff::from_words(before, after).iter_all_changes().map(|change| (change.tag(), change.value())))
}

/// The differing lines: paragraphs, headings and items.
pub fn lines(before: &str, after: &str) -> Vec<Part> {
    let (before, after) = (format!("{before}\n"), format!("{after}\n"));
    parts(TextDiff::from_lines(&before, &after).iter_all_changes().map(|change| (change.tag(), change.value())))
}

/// Neighbours of one kind become one part.
fn parts<'c>(changes: impl Iterator<Item = (ChangeTag, &'c str)>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (tag, words) in changes {
        match (tag, parts.last_mut()) {
            (ChangeTag::Equal, Some(Part::Same(last)))
            | (ChangeTag::Delete, Some(Part::Gone(last)))
            | (ChangeTag::Insert, Some(Part::New(last))) => last.push_str(words),
            (ChangeTag::Equal, _) => parts.push(Part::Same(words.to_owned())),
            (ChangeTag::Delete, _) => parts.push(Part::Gone(words.to_owned())),
            (ChangeTag::Insert, _) => parts.push(Part::New(words.to_owned())),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_differs() {
        let parts = words("Groups meet four times.", "Groups meet five times.");
        let (same, gone, new) =
            (|text: &str| Part::Same(text.into()), Part::Gone("four".into()), Part::New("five".into()));
        assert_eq!(parts, [same("Groups meet "), gone, new, same(" times.")]);
    }
}
