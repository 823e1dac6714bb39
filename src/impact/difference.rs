//! What differs between two texts, paragraph by paragraph.

use crate::words::{Mark, Stretch};
use similar::{ChangeTag, TextDiff};

/// The lines (paragraphs, headings and items) of the new text, with those that are gone of the old one between them.
pub fn lines(before: &str, after: &str) -> Vec<Stretch> {
    let (before, after) = (format!("{before}\n"), format!("{after}\n"));
    let mut stretches: Vec<Stretch> = Vec::new();
    for change in TextDiff::from_lines(&before, &after).iter_all_changes() {
        let mark = match change.tag() {
            ChangeTag::Equal => Mark::Same,
            ChangeTag::Delete => Mark::Gone,
            ChangeTag::Insert => Mark::New,
        };
        match stretches.last_mut() {
            Some(last) if last.mark == mark => last.words.push_str(change.value()),
            _ => stretches.push(Stretch { mark, words: change.value().to_owned() }),
        }
    }
    stretches
}
