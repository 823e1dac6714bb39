//! Lines of a calendar file by RFC 5545: escaped, and folded where they are too long.

use super::escape;
use crate::model::when::{Date, Time, two_figures};
use jiff::tz::Offset;

/// Longest line, in octets.
const LINE: usize = 75;

/// Content lines, folded.
#[derive(Default)]
pub struct Lines {
    /// Those that are finished.
    pub text: String,
    /// The line that is being written.
    line: String,
}

impl Lines {
    /// A short line whose characters need no escape.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str("\r\n");
    }

    /// A property whose value is text, which comes in parts.
    pub fn property(&mut self, name: &str, value: &[&str]) {
        self.put(name);
        self.put(":");
        value.iter().for_each(|part| self.words(part));
        self.end();
    }

    /// A part of a line whose characters need no escape.
    pub fn put(&mut self, part: &str) {
        self.line.push_str(part);
    }

    /// Words in a line: escaped, and without control characters, so that they can begin no property.
    pub fn words(&mut self, words: &str) {
        let mut rest = words;
        // Some control characters begin with that last byte, as other letters do.
        let special = |byte: u8| byte < b' ' || matches!(byte, b'\\' | b';' | b',' | 0x7f | 0xc2);
        while let Some(at) = escape::find(rest, special) {
            let (before, after) = rest.split_at(at);
            self.line.push_str(before);
            let mut letters = after.chars();
            match letters.next() {
                Some('\\') => self.line.push_str("\\\\"),
                Some(';') => self.line.push_str("\\;"),
                Some(',') => self.line.push_str("\\,"),
                Some('\n') => self.line.push_str("\\n"),
                other => self.line.extend(other.filter(|letter| !letter.is_control())),
            }
            rest = letters.as_str();
        }
        self.line.push_str(rest);
    }

    /// `20180604`.
    pub fn day(&mut self, date: Date) {
        two_figures(&mut self.line, date.year() / 100);
        two_figures(&mut self.line, date.year());
        two_figures(&mut self.line, date.month().into());
        two_figures(&mut self.line, date.day().into());
    }

    /// `T093000`.
    pub fn time(&mut self, time: Time) {
        self.put("T");
        two_figures(&mut self.line, time.hour().into());
        two_figures(&mut self.line, time.minute().into());
        two_figures(&mut self.line, time.second().into());
    }

    /// `+0100`.
    pub fn offset(&mut self, offset: Offset) {
        let seconds = offset.seconds();
        self.put(if seconds < 0 { "-" } else { "+" });
        let seconds = seconds.abs();
        for part in [seconds / 3600, seconds / 60 % 60, seconds % 60].iter().take(if seconds % 60 == 0 { 2 } else { 3 })
        {
            two_figures(&mut self.line, i16::try_from(*part).unwrap_or_default());
        }
    }

    /// Ends the line, folded where it is too long.
    pub fn end(&mut self) {
        let mut rest = self.line.as_str();
        let mut room = LINE;
        while rest.len() > room {
            let fits = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(room);
            let (line, more) = rest.split_at(fits);
            self.text.push_str(line);
            self.text.push_str("\r\n ");
            (rest, room) = (more, LINE - 1);
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Lines)) -> String {
        let mut lines = Lines::default();
        write(&mut lines);
        lines.text
    }

    #[test]
    fn text_is_escaped_and_cannot_begin_a_property() {
        assert_eq!(
            written(|out| out.property("SUMMARY", &["a,b;c\\d\ne\r\nATTENDEE:x"])),
            "SUMMARY:a\\,b\\;c\\\\d\\ne\\nATTENDEE:x\r\n"
        );
    }

    #[test]
    fn long_lines_are_folded_at_75_octets_between_characters() {
        let folded = written(|out| out.property("SUMMARY", &[&"\u{e9}\u{20ac}a".repeat(60)]));
        let lines: Vec<_> = folded.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        assert!(lines.len() > 4);
        assert!(lines.iter().all(|line| line.len() <= 75));
        assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
        let unfolded: String = lines.iter().enumerate().map(|(i, line)| &line[usize::from(i > 0)..]).collect();
        assert_eq!(unfolded, format!("SUMMARY:{}", "\u{e9}\u{20ac}a".repeat(60)));
    }
}
