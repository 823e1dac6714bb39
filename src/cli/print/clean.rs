//! Words from files, made safe for a terminal: a hub's text must not move the cursor or turn the line round.

/// The words without control characters.
pub fn words(text: &str) -> String {
    text.chars().map(|c| if is_harmless(c) { c } else { '\u{fffd}' }).collect()
}

/// The same, each character replaced by one of as many bytes, so that places in the text stay right.
pub fn same_length(text: &str) -> String {
    let replace = |c: char| match (is_harmless(c), c.len_utf8()) {
        (true, _) => c,
        (_, 1) => '?',
        (_, 2) => '\u{b7}',
        _ => '\u{fffd}',
    };
    text.chars().map(replace).collect()
}

fn is_harmless(c: char) -> bool {
    matches!(c, '\n' | '\t')
        || !(c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}
