//! Whether a hub's words stand in the national text already.

use crate::model::local::{Change, Verb};
use crate::model::national::Section;
use crate::words::even;

/// Whether a change changes nothing: a replacement that says the same, an addition whose words are there already.
/// White space and the shape of quotation marks make no difference.
pub(super) fn is(change: &Change, section: &Section) -> bool {
    if change.text.is_empty() {
        return false;
    }
    match change.verb {
        Verb::Replace => even(&change.text) == even(&section.text),
        Verb::AddBefore | Verb::AddTo => stands_in(&even(&change.text), &even(&section.text)),
        Verb::Hide | Verb::NewSection { .. } => false,
    }
}

/// Whether words stand in a text as whole sentences, items or paragraphs, not as part of one that says something else.
fn stands_in(words: &str, text: &str) -> bool {
    let is_item = |text: &str| ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark));
    let ends = |text: &str| text.ends_with(['.', '!', '?', ':']);
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (text[..at].trim_end(), &text[at + words.len()..]);
        let begins = before.is_empty() || ends(before) || matches!(before.rsplit(' ').next(), Some("-" | "*" | "+"));
        let stops =
            after.is_empty() || ends(words) && after.starts_with(' ') || after == "." || after.starts_with(". ");
        (begins || is_item(words)) && (stops || is_item(after.trim_start()))
    })
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn only_whole_sentences_and_items_count() {
        let text = "It is free. Schools pay for travel: - by train - by bus";
        for (words, stands) in [
            ("It is free.", true),
            ("It is free", true),
            ("Schools pay for travel:", true),
            ("by train", true),
            ("- by bus", true),
            ("It is", false),
            ("is free.", false),
            ("Schools pay", false),
            ("by", false),
            (text, true),
        ] {
            assert_eq!(stands_in(words, text), stands, "{words}");
        }
    }
}
