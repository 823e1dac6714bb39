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

/// The first line of a text, without its end.
pub fn first_line(text: &str) -> &str {
    text.get(..memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len())).unwrap_or(text)
}

/// A text's lines, each with its end.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, below) = rest.split_at_checked(end)?;
        rest = below;
        (!line.is_empty()).then_some(line)
    })
}

/// A text evened out: every run of white space one space, none at the ends, and quotation marks straight.
pub fn even(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in lines(text).map(str::trim).filter(|line| !line.is_empty()) {
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
    let bytes = line.as_bytes();
    // Without an early end, so that many bytes are looked at in one step.
    let plain = bytes.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    let after = bytes.get(1..).unwrap_or_default();
    plain && bytes.iter().zip(after).fold(true, |all, (one, next)| all & ((*one != b' ') | (*next != b' ')))
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
