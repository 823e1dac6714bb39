//! The sections of a hub's file: replacing the words of one, adding one, taking one out, changing its verb.

use super::Original;
use crate::error::{Error, Result};
use crate::yaml::front_matter;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use std::ops::Range;

/// A section of a hub's file: a heading with two hashes and what follows it, up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading's line, with its line end.
    pub heading: Range<usize>,
    /// One past the last byte of the section: where the next one begins.
    pub end: usize,
}

impl Part {
    /// Where its words stand, without the empty lines around them. Empty where there are none.
    pub fn words(&self, text: &str) -> Range<usize> {
        let body = &text[self.heading.end..self.end];
        let blank: usize = body.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
        if blank == body.len() {
            return self.heading.end..self.heading.end;
        }
        self.heading.end + blank..self.heading.end + body.trim_end().len()
    }
}

/// Every section of a hub's file, as it is read.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (level, range) in headings(text) {
        if level == HeadingLevel::H2 {
            if let Some(last) = parts.last_mut() {
                last.end = range.start;
            }
            parts.push(Part { heading: range, end: text.len() });
        }
    }
    parts
}

/// The section whose heading stands at byte `at`.
pub fn part_at(text: &str, at: usize) -> Option<Part> {
    parts(text).into_iter().find(|part| part.heading.contains(&at))
}

/// Headings of level 1 and 2 that stand in nothing else, from the start of their first line to the end of their last.
fn headings(text: &str) -> Vec<(HeadingLevel, Range<usize>)> {
    let body = front_matter::split(text).map_or(0, |front| front.body);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_WIKILINKS;
    let mut depth = 0;
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(&text[body..], options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if let Tag::Heading { level: level @ (HeadingLevel::H1 | HeadingLevel::H2), .. } = tag
                    && depth == 0
                {
                    found.push((level, whole_lines(text, body + range.start..body + range.end)));
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    found
}

fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[..range.end].trim_end().len();
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
    start..end
}

/// Replaces the words under the heading that stands at byte `at`, or gives it some. Empty lines around them stay.
///
/// # Errors
/// There is no such heading, or the words hold something that would change what follows them.
pub fn replace_words(original: &Original, at: usize, words: &str) -> Result<String> {
    let text = original.text();
    let part = part_at(text, at).ok_or_else(no_heading)?;
    let words = tidy(words)?;
    let range = part.words(text);
    let given = if range.is_empty() {
        let missing = if text[..part.heading.end].ends_with('\n') { "\n" } else { "\n\n" };
        let last = if part.end == text.len() && !text.ends_with('\n') { "" } else { "\n" };
        format!("{missing}{words}{last}")
    } else {
        words.clone()
    };
    let new = original.splice(range, &given);
    let shape = |text: &str, changed: &Part| (parts(text).len(), text[changed.words(text)].to_owned());
    let after = Original::new(new.clone());
    let kept = part_at(after.text(), at).is_some_and(|part| shape(after.text(), &part) == (parts(text).len(), words));
    if kept && same_elsewhere(text, after.text(), at) { Ok(new) } else { Err(unclosed()) }
}

/// Adds a section at the end: `heading` is what follows the two hashes, such as `Hide: Funding`.
///
/// # Errors
/// The words, or those of the section before, hold something that never ends.
pub fn add(original: &Original, heading: &str, words: &str) -> Result<String> {
    let text = original.text();
    let section =
        if words.trim().is_empty() { format!("## {heading}") } else { format!("## {heading}\n\n{}", tidy(words)?) };
    let end = text.trim_end_matches('\n').len();
    let given = match (end, text.is_empty()) {
        (0, true) => format!("{section}\n"),
        (0, false) => section,
        _ => format!("\n\n{section}"),
    };
    let at = end + given.len() - given.trim_start_matches('\n').len();
    let new = original.splice(end..end, &given);
    let after = Original::new(new.clone());
    let added = parts(after.text()).len() == parts(text).len() + 1 && part_at(after.text(), at).is_some();
    if added { Ok(new) } else { Err(unclosed()) }
}

/// Takes out the section whose heading stands at byte `at`.
///
/// # Errors
/// There is no such heading, or what stands around it would run together.
pub fn remove(original: &Original, at: usize) -> Result<String> {
    let text = original.text();
    let part = part_at(text, at).ok_or_else(no_heading)?;
    let range = if part.end == text.len() {
        // The last one goes with the empty lines that part it from what stands above, and leaves those at the end.
        let end = text.trim_end_matches('\n').len();
        text[..part.heading.start].trim_end_matches('\n').len()..end.max(part.heading.start)
    } else {
        part.heading.start..part.end
    };
    let new = original.splice(range, "");
    let after = Original::new(new.clone());
    let left = sections(text).into_iter().filter(|(start, _)| *start != part.heading.start).map(|(_, words)| words);
    if left.eq(sections(after.text()).into_iter().map(|(_, words)| words)) {
        Ok(new)
    } else {
        Err(Error::Unsafe(
            "Without this section, what stands above it and below it would run together, so nothing was changed. \
             Put an empty line above its heading and one at its end, and try again."
                .to_owned(),
        ))
    }
}

/// Changes the verb of the heading that stands at byte `at`: `Replace` to `Add to`, say.
///
/// # Errors
/// There is no such heading, or it has no colon (or dash) behind a verb.
pub fn change_verb(original: &Original, at: usize, verb: &str) -> Result<String> {
    let text = original.text();
    let part = part_at(text, at).ok_or_else(no_heading)?;
    let line = &text[part.heading.clone()];
    let start = line.len() - line.trim_start_matches([' ', '#', '*', '_']).len();
    let end = line.find([':', '-', '\u{2013}', '\u{2014}']).filter(|end| *end > start).ok_or_else(no_heading)?;
    let end = start + line[start..end].trim_end().len();
    Ok(original.splice(part.heading.start + start..part.heading.start + end, verb))
}

/// Each section's heading and words, the text before the first one too, by the byte where it begins.
fn sections(text: &str) -> Vec<(usize, String)> {
    let parts = parts(text);
    let first = parts.first().map_or(text.len(), |part| part.heading.start);
    let head = (usize::MAX, text[..first].trim_end().to_owned());
    let section = |part: &Part| (part.heading.start, text[part.heading.start..part.end].trim_end().to_owned());
    std::iter::once(head).chain(parts.iter().map(section)).collect()
}

/// Whether all sections but the one that stands at `at` are the same in both texts.
fn same_elsewhere(old: &str, new: &str, at: usize) -> bool {
    let others = |text: &str| -> Vec<String> {
        let own = part_at(text, at).map_or(usize::MAX - 1, |part| part.heading.start);
        sections(text).into_iter().filter(|(start, _)| *start != own).map(|(_, words)| words).collect()
    };
    others(old) == others(new)
}

/// Words without empty lines around them.
fn tidy(words: &str) -> Result<String> {
    let words = words.strip_prefix('\u{feff}').unwrap_or(words).replace("\r\n", "\n").replace('\r', "\n");
    let blank: usize = words.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let words = words[blank..].trim_end();
    if words.is_empty() {
        return Err(Error::Unsafe("There are no words to put here, so nothing was changed.".to_owned()));
    }
    // Behind a paragraph's line, so that three hyphens are no front matter.
    if let Some((level, _)) = headings(&format!("x\n\n{words}")).first() {
        let hashes = if *level == HeadingLevel::H1 { "one hash" } else { "two hashes" };
        return Err(Error::Unsafe(format!(
            "These words hold a heading with {hashes}, which would begin something else, so nothing was changed. \
             Begin such headings with three hashes."
        )));
    }
    Ok(words.to_owned())
}

fn no_heading() -> Error {
    Error::Unsafe(
        "The heading that was to be changed is no longer where it was, so nothing was changed. Try again.".to_owned(),
    )
}

fn unclosed() -> Error {
    Error::Unsafe(
        "With these words the sections below would be read as something else, so nothing was changed. \
         Most often a comment (<!--) or a block of code (```) begins and never ends: end it, and try again."
            .to_owned(),
    )
}
