//! What to say about front matter that YAML can't read: the place where the slip was made, which is often above
//! the one where YAML stumbled, and the line as it should be.

use super::fields::instead;
use super::reading::Reading;
use super::yaml::{Failure, Trouble};
use crate::finding::{Finding, Rule};
use crate::source::Span;
use crate::words::first_line;

/// A line of the file and the byte at which it begins.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
}

impl Line<'_> {
    fn indent(&self) -> &str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// The words without the space around them.
    fn span(&self, reading: &Reading) -> Span {
        let start = self.start + self.indent().len();
        reading.span(start..start + self.text.trim().len())
    }

    /// The key and the value, where there is a colon and a space (or nothing) after it.
    fn entry(&self) -> Option<(&str, &str)> {
        let text = self.text.trim();
        let (key, value) = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, "")))?;
        Some((key.trim_start_matches("- ").trim(), value.trim()))
    }
}

/// Reports front matter, which begins at byte `start` of the file, that YAML can't read.
pub fn report(reading: &mut Reading, start: usize, failure: Failure) {
    let text = reading.text();
    let at = (failure.span.start as usize).clamp(start, text.len().max(start));
    let Some((line, above)) = lines(text, start, at) else { return };
    let found = match &failure.trouble {
        Trouble::KeyTwice(key) => return twice(reading, key, line, start),
        Trouble::SecondColon if !before(line, at).contains(": ") => above
            .and_then(|above| of_line_above(reading, line, above))
            .unwrap_or_else(|| second_colon(reading, line, failure.span, start)),
        Trouble::SecondColon => second_colon(reading, line, failure.span, start),
        Trouble::UnclosedQuote => unclosed_quote(line, failure.span),
        Trouble::UnclosedBracket | Trouble::MisplacedColon => unclosed_bracket(reading, start, at)
            .unwrap_or_else(|| (failure.span, failure.trouble.words(), in_quotes(reading, line, start))),
        Trouble::NoColon if !line.text.contains(':') && !line.text.trim().is_empty() => no_key(reading, line),
        Trouble::Tab => tab(reading, line),
        Trouble::TooMuch => (
            failure.span,
            failure.trouble.words(),
            "Take out what begins with & or *, and write the words themselves.".to_owned(),
        ),
        Trouble::SecondDocument => (
            failure.span,
            failure.trouble.words(),
            "Take this line out. Text begins below the second line of three hyphens.".to_owned(),
        ),
        _ => (failure.span, failure.trouble.words(), in_quotes(reading, line, start)),
    };
    reading.find(Rule::BadFrontMatter, found.0, found.1, found.2);
}

type Said = (Span, String, String);

/// The line around byte `at`, and the last one above it that holds anything.
fn lines(text: &str, start: usize, at: usize) -> Option<(Line<'_>, Option<Line<'_>>)> {
    let mut above = None;
    let mut begin = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        let this = Line { text: bare, start: begin };
        begin += line.len();
        if at < begin || begin == text.len() {
            return Some((this, above));
        }
        if !bare.trim().is_empty() && !bare.trim().starts_with('#') {
            above = Some(this);
        }
    }
    Some((Line { text: "", start: at }, above))
}

fn before(line: Line<'_>, at: usize) -> &str {
    line.text.get(..at.saturating_sub(line.start)).unwrap_or("")
}

fn twice(reading: &mut Reading, key: &str, line: Line, start: usize) {
    let message = Trouble::KeyTwice(key.to_owned()).words();
    // The library writes some characters of a key otherwise than they stand in the file.
    let span = |line: Line| match line.text.find(key) {
        Some(at) => Span::new(reading.file, line.start + at..line.start + at + key.len()),
        None => line.span(reading),
    };
    let mut finding = Finding::new(
        Rule::BadFrontMatter,
        span(line),
        reading.scope.clone(),
        message,
        "Keep one of the two lines and take the other out.",
    );
    let mut begin = start;
    for text in reading.text().get(start..line.start).unwrap_or("").split_inclusive('\n') {
        let other = Line { text: text.trim_end_matches('\n'), start: begin };
        if other.indent() == line.indent() && other.entry().is_some_and(|(name, _)| name == key) {
            finding = finding.also(span(other), "the first one stands here");
            break;
        }
        begin += text.len();
    }
    reading.report.push(finding);
}

/// A colon that surprises YAML though it is the first of its line: the line above has none, or begins elsewhere.
fn of_line_above(reading: &Reading, line: Line, above: Line) -> Option<Said> {
    if above.entry().is_none() && !above.text.trim().starts_with("- ") {
        return Some(no_key(reading, above));
    }
    (above.indent().len() < line.indent().len()).then(|| {
        (
            line.span(reading),
            "This line begins further to the right than the one above it.".to_owned(),
            format!("Begin it exactly below that one:\n{}{}", above.indent(), line.text.trim()),
        )
    })
}

/// A line that should hold a key.
fn no_key(reading: &Reading, line: Line) -> Said {
    let text = line.text.trim();
    let span = line.span(reading);
    match text.split_once(':') {
        Some((key, value)) => (
            span,
            "There is no space after the colon, so this can't be read as a key and its value.".to_owned(),
            format!("Write a space after the colon:\n{}{key}: {value}", line.indent()),
        ),
        None => {
            let (key, value) = text.split_once(' ').unwrap_or((text, "…"));
            (
                span,
                Trouble::NoColon.words(),
                format!(
                    "Write a colon and a space after the key:\n{}{key}: {}",
                    line.indent(),
                    value.trim_start_matches(['=', '-', ' '])
                ),
            )
        }
    }
}

/// What stands where keys should be holds none.
pub fn no_keys(reading: &mut Reading, span: Span) {
    let at = span.start as usize;
    let text = reading.text().get(at..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let line = Line { text, start: at };
    let looks_like_key = text.split_once(':').is_some_and(|(key, _)| !key.is_empty() && !key.contains(' '));
    let (span, message, remedy) = if looks_like_key && line.entry().is_none() {
        no_key(reading, line)
    } else {
        (
            span,
            "There should be keys here, each with a colon and its value.".to_owned(),
            "Write each fact in a line of its own: its key, a colon, a space, its value. Text for the page stands below the second line of three hyphens.".to_owned(),
        )
    };
    reading.find(Rule::BadFrontMatter, span, message, remedy);
}

fn second_colon(reading: &Reading, line: Line, span: Span, start: usize) -> Said {
    (span, Trouble::SecondColon.words(), in_quotes(reading, line, start))
}

/// The line with its words in quotation marks; in `answers` a heading below the front matter.
fn in_quotes(reading: &Reading, line: Line, start: usize) -> String {
    let text = line.text.trim();
    let Some((key, value)) = text.split_once(':').map(|(key, value)| (key.trim(), value.trim())) else {
        return "Each line needs a key, a colon, a space and a value. Lines that belong to the key above are indented by two spaces.".into();
    };
    let above = reading.text().get(start..line.start).unwrap_or("");
    if line.text.starts_with(' ') && in_answers(above) {
        return instead(reading, key, value);
    }
    if value.is_empty() {
        return format!(
            "Look at `{key}` and the line above it: each key stands in a line of its own, with a colon and a space after it."
        );
    }
    format!("Put the words in single quotation marks:\n{key}: '{}'", value.replace('\'', "''"))
}

/// Whether a line that follows `before` belongs to `answers:`.
fn in_answers(before: &str) -> bool {
    before
        .lines()
        .rev()
        .find(|line| !line.starts_with([' ', '\t']) && !line.trim().is_empty())
        .is_some_and(|line| line.trim_end().starts_with("answers:"))
}

fn unclosed_quote(line: Line, span: Span) -> Said {
    let text = line.text.trim();
    let at = (span.start as usize).saturating_sub(line.start);
    let mark =
        line.text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '"' | '\'')).unwrap_or('"');
    (span, Trouble::UnclosedQuote.words(), format!("Write the same mark after the last word:\n{text}{mark}"))
}

/// The nearest line at or above byte `at` that opens more brackets than it closes.
fn unclosed_bracket(reading: &Reading, start: usize, at: usize) -> Option<Said> {
    let text = reading.text().get(start..)?;
    let mut begin = start;
    let mut found = None;
    for line in text.split_inclusive('\n') {
        if begin > at {
            break;
        }
        for (open, close) in [('[', ']'), ('{', '}')] {
            let bare = line.trim_end();
            if bare.matches(open).count() > bare.matches(close).count() {
                let place = begin + bare.find(open)?;
                found = Some((place, format!("{}{close}", bare.trim())));
            }
        }
        begin += line.len();
    }
    let (place, closed) = found?;
    Some((
        reading.span(place..place + 1),
        Trouble::UnclosedBracket.words(),
        format!("Write the closing bracket after the last word:\n{closed}"),
    ))
}

fn tab(reading: &Reading, line: Line) -> Said {
    let tabs = line.indent();
    (
        reading.span(line.start..line.start + tabs.len().max(1)),
        Trouble::Tab.words(),
        format!("Write two spaces in place of each tab:\n{}{}", tabs.replace('\t', "  "), line.text.trim()),
    )
}

/// Words after ` #` in a line, from byte `at` on, that somebody meant to be read: a remark has a space after its `#`.
pub fn cut_off<'a>(reading: &Reading<'a>, at: usize) -> Option<&'a str> {
    // Most values end where their line does.
    let rest =
        reading.text().get(at..).filter(|rest| rest.starts_with(char::is_whitespace) && !rest.starts_with('\n'))?;
    let rest = first_line(rest);
    let lost = rest.trim_start().strip_prefix('#')?;
    (rest.len() > rest.trim_start().len() && lost.starts_with(|c: char| c.is_alphanumeric())).then(|| rest.trim_end())
}

/// Reports them.
pub fn report_cut_off(reading: &mut Reading, name: &str, span: Span, words: &str) {
    reading.find(
        Rule::BadFrontMatter,
        span,
        "The words from # on would be lost: after a space, YAML takes them for a remark.",
        format!("Put the words in single quotation marks:\n{name}: '{}'", words.trim().replace('\'', "''")),
    );
}
