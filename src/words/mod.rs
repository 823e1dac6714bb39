//! The words of a text: its sentences, how two texts differ, and what comes of it where two people changed one.
//!
//! Text goes in as it was written, with its Markdown. White space and the shape of quotation marks never count as a
//! difference: a paragraph that was wrapped anew says what it said.

mod difference;
mod merge;
mod sentence;

pub use difference::{Mark, Stretch, differences};
pub use merge::merge;
pub use sentence::{Joint, Sentence, sentences};

/// A text evened out: every run of white space one space, none at the ends, and quotation marks straight.
pub fn even(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        // Most words are copied whole.
        if word.is_ascii() {
            out.push_str(word);
            continue;
        }
        out.extend(word.chars().map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' => '"',
            other => other,
        }));
    }
    out
}
