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
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        if is_even(line) {
            out.push_str(line);
        } else {
            push_even(&mut out, line);
        }
    }
    out
}

/// Whether a line without white space at its ends is even as it stands, as most are.
fn is_even(line: &str) -> bool {
    let mut before = b'.';
    line.bytes().all(|byte| {
        let even = matches!(byte, b'!'..=b'~') || byte == b' ' && before != b' ';
        before = byte;
        even
    })
}

fn push_even(out: &mut String, line: &str) {
    for (at, word) in line.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.extend(word.chars().map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' => '"',
            other => other,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::even;

    #[test]
    fn white_space_is_evened_out_within_lines_and_between_them() {
        for (text, expected) in [
            ("", ""),
            (" \n\u{a0}\n", ""),
            ("a b\nc", "a b c"),
            (" a  b \n\n \tc\u{2003}d\r\ne\u{b}f\u{2028}g ", "a b c d e f g"),
            ("it\u{2019}s  \u{201e}so\u{201c}", "it's \"so\""),
            ("caf\u{e9}\u{7f} \u{1f}x", "caf\u{e9}\u{7f} \u{1f}x"),
        ] {
            assert_eq!(even(text), expected, "{text:?}");
        }
    }
}
