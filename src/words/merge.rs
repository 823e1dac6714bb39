//! What comes of a text that two people changed: a suggestion, and only where neither touched what the other did.

use super::sentence::{Joint, Sentence, sentences};
use similar::{MergeResolution, TextMerge};

/// The text that holds both what `ours` and what `theirs` made of `base`, sentence by sentence. `None` where both
/// changed the same or neighbouring sentences, or where the result would say nothing that one of the two doesn't.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let (base, ours, theirs) = (sentences(base), sentences(ours), sentences(theirs));
    let (base_keys, our_keys, their_keys) = (keys(&base), keys(&ours), keys(&theirs));
    let merge = TextMerge::from_lines(base_keys.as_str(), our_keys.as_str(), their_keys.as_str());
    if merge.is_conflicted() {
        return None;
    }
    let mut merged: Vec<&Sentence> = Vec::new();
    for region in merge.regions() {
        match region.resolution() {
            MergeResolution::Theirs => merged.extend(theirs.get(region.theirs_range())?),
            MergeResolution::Conflict => return None,
            _ => merged.extend(ours.get(region.ours_range())?),
        }
    }
    let wanted = merged.iter().map(|sentence| sentence.key() + "\n").collect::<String>();
    if wanted == our_keys || wanted == their_keys {
        return None;
    }
    let text = put_together(&merged);
    // Read again, it must have the sentences, paragraphs and list items that it was made of.
    let as_first = |keys: &str| keys.trim_start_matches(['\u{2028}', '\u{2029}', ' ']).to_owned();
    (as_first(&keys(&sentences(&text))) == as_first(&wanted)).then_some(text)
}

/// One line for each sentence, for a merge of lines.
fn keys(sentences: &[Sentence]) -> String {
    sentences.iter().map(|sentence| sentence.key() + "\n").collect()
}

fn put_together(sentences: &[&Sentence]) -> String {
    let mut text = String::new();
    for (i, sentence) in sentences.iter().enumerate() {
        if i == 0 {
            let indent = sentence.space.rfind('\n').map_or(sentence.space, |at| &sentence.space[at + 1..]);
            text.push_str(indent);
        } else {
            // What was first in its own text has no space before it there.
            let missing = match sentence.joint {
                Joint::Paragraph if !sentence.space.contains('\n') => "\n\n",
                Joint::Line if !sentence.space.contains('\n') => "\n",
                Joint::Same if sentence.space.is_empty() => " ",
                _ => "",
            };
            text.push_str(missing);
            text.push_str(sentence.space);
        }
        text.push_str(sentence.words);
    }
    text
}
