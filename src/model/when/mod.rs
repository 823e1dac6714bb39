//! Dates and times as people write them, read and written out.
//!
//! Dates are `2022-11-03` or `3 November 2022`, times `09:30`, `9:30am`, `9.30am`, `9am` or `midday`; anything
//! else is refused with words that say what to type. Nothing is guessed: where a text can be read in two ways
//! (`03/11/2022`, `5`, `midnight`), the remedy writes both.

mod date;
mod session;
mod time;
mod write;

pub use date::{day_month_year, month_number, parse_date, parse_moment, weekday_name, weekday_number};
pub use jiff::civil::{Date, Time};
pub use session::{SessionLine, parse_session_line, parse_to_be_confirmed};
pub use time::{parse_time, parse_times};
pub use write::{clock, display_date, display_moment, display_time, iso_date, iso_moment, two_figures};

use std::borrow::Cow;

/// A date, or a date and a time in the site's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time; `None` means the whole day.
    pub time: Option<Time>,
}

/// Why a value can't be read, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong: one sentence.
    pub message: String,
    /// What to type instead: one sentence.
    pub remedy: String,
}

impl Unreadable {
    fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: remedy.into() }
    }
}

/// A text as it is quoted in a message: its white space as single spaces, and not endless.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("“{}…”", &line[..end]),
        None => format!("“{line}”"),
    }
}

/// A word of a text, and where it ends in it.
#[derive(Debug, Clone)]
struct Word<'a> {
    /// In lower case, its dashes all `-`, commas and closing full stops gone.
    text: Cow<'a, str>,
    /// One past its last byte in the text, with what was cut off.
    end: usize,
}

/// The words of a text: what stands between white space and commas.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c == ',' || c.is_whitespace() {
            if let Some(word) = text.get(start..at).filter(|word| !word.is_empty()) {
                push_word(&mut out, word, start);
            }
            start = at + c.len_utf8();
        }
    }
    out
}

/// Adds a word that starts at `start`; `2018-06-04T17:00` is two.
fn push_word<'a>(out: &mut Vec<Word<'a>>, word: &'a str, start: usize) {
    let clock = word.get(11..).filter(|clock| clock.starts_with(|c: char| c.is_ascii_digit()));
    match (word.get(..10), word.get(10..11), clock) {
        (Some(day), Some("T" | "t"), Some(clock)) if day.starts_with(|c: char| c.is_ascii_digit()) => {
            out.push(Word { text: plain_word(day), end: start + 10 });
            out.push(Word { text: plain_word(clock), end: start + word.len() });
        }
        _ => out.push(Word { text: plain_word(word), end: start + word.len() }),
    }
}

fn plain_word(word: &str) -> Cow<'_, str> {
    lower(word.trim_end_matches('.'))
}

/// A text in lower case, its dashes all `-`. Mostly it is so as it stands.
fn lower(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(text.to_lowercase().replace(DASHES, "-"))
    } else if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Hyphens and dashes that people and word processors write.
const DASHES: [char; 6] = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_makes_it_panic() {
        let pieces = [
            "3",
            "11",
            "2022",
            "-",
            "–",
            "/",
            ":",
            ".",
            ",",
            " ",
            "am",
            "p.m.",
            "é",
            "日本",
            "\u{301}",
            "٣",
            "T",
            "by",
            "to",
            "tbc",
            "Thursday",
            "november",
            "online",
            "99999999999999999999",
            "\u{a0}",
            "İ",
            "ß",
            "\n",
            "st",
        ];
        // Every pair and triple of pieces: thousands of odd texts, the same ones each time.
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    for text in [format!("{a}{b}{c}"), format!("2022-11-03 {a}{b} {c}"), format!("tbc {a} {b}{c}")] {
                        let _ = (parse_date(&text), parse_time(&text), parse_moment(&text), parse_times(&text));
                        let _ = (parse_session_line(&text), parse_to_be_confirmed(&text));
                    }
                }
            }
        }
    }
}
