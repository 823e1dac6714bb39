//! `agreed.yaml` with what was agreed written into it.
//!
//! The file is for people to read and for git to compare and join: programmes and their sections by name, one entry
//! each, a section's text on lines of its own. Entries that are not touched stay as they are, byte for byte, and so
//! do comments; an entry goes where its name belongs.

use crate::model::agreement::{Agreed, Agreement, Fingerprint};
use crate::model::ids::{ProgrammeId, SectionId};
use crate::model::standing::Standing;
use crate::model::when::Date;
use std::fmt::Write;
use std::ops::Range;

const HEADING: &str = "\
# Written by \"foldout agree\" and \"foldout review\": the national text that each of this hub's changes was last
# agreed with. There is nothing to edit here: whatever is changed by hand no longer counts.
";

/// What a hub agrees to.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The programme; `None` for the year's introduction.
    pub programme: Option<ProgrammeId>,
    /// The section.
    pub section: SectionId,
    /// Ids that it had before, whose records this one takes the place of.
    pub was: Vec<SectionId>,
    /// The day.
    pub day: Date,
    /// The national text, without comments.
    pub text: String,
}

impl Record {
    /// That a hub agrees on that day to the present national text of a change.
    pub fn of(standing: &Standing, day: Date) -> Self {
        Self {
            programme: standing.programme.clone(),
            section: standing.section_id(),
            was: standing.section.as_ref().map_or(Vec::new(), |section| section.was.clone()),
            day,
            text: standing.national().to_owned(),
        }
    }

    /// Whether it was read back as it is.
    pub fn stands_in(&self, agreed: &Agreed) -> bool {
        agreed.find(self.programme.as_ref(), [&self.section]).is_some_and(|entry| {
            entry.day == self.day && entry.fingerprint == Fingerprint::of(&self.text) && *entry.text == *self.text
        })
    }

    fn replaces(&self, entry: &Agreement) -> bool {
        self.programme == entry.programme && (self.section == entry.section || self.was.contains(&entry.section))
    }
}

/// Whether what was agreed before is still there, or one of the records takes its place.
pub fn keeps(after: &Agreed, entry: &Agreement, records: &[Record]) -> bool {
    let same =
        |other: &Agreement| (other.day, other.fingerprint, &other.text) == (entry.day, entry.fingerprint, &entry.text);
    records.iter().any(|record| record.replaces(entry))
        || after.find(entry.programme.as_ref(), [&entry.section]).is_some_and(same)
}

/// The text of an `agreed.yaml` (empty where there is none) with these records in it.
pub fn record(text: &str, records: &[Record]) -> String {
    let mut text = if text.trim().is_empty() { HEADING.to_owned() } else { text.to_owned() };
    for record in records {
        let programme = record.programme.as_ref().map_or("edition", ProgrammeId::as_str);
        for old in record.was.iter().filter(|old| **old != record.section) {
            if let Some(range) = find(&text, programme).and_then(|inside| key(&text, inside, 2, old.as_str())) {
                text.replace_range(range, "");
            }
        }
        put(&mut text, programme, record);
    }
    text
}

fn put(text: &mut String, programme: &str, record: &Record) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let entry = entry(record);
    let Some(inside) = find(text, programme) else {
        let at = place(text, 0..text.len(), 0, programme);
        text.insert_str(at, &format!("{programme}:\n{entry}"));
        return;
    };
    match key(text, inside.clone(), 2, record.section.as_str()) {
        Some(range) => text.replace_range(range, &entry),
        None => {
            let at = place(text, inside, 2, record.section.as_str());
            text.insert_str(at, &entry);
        }
    }
}

fn entry(record: &Record) -> String {
    let mut entry = format!("  {}:\n    day: {}\n", record.section, record.day);
    let _ = writeln!(entry, "    fingerprint: {}", Fingerprint::of(&record.text));
    let _ = writeln!(entry, "    text: {}", scalar(&record.text));
    entry
}

/// A text as a YAML value: on lines of its own, or in quotation marks where it holds what can't stand there.
fn scalar(text: &str) -> String {
    let strange = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    if text.is_empty() || text.contains(strange) {
        return quoted(text);
    }
    // Without a number, the spaces before the first line would be taken for those before all lines.
    let mut value = if text.starts_with([' ', '\t']) { "|2".to_owned() } else { "|".to_owned() };
    for line in text.lines() {
        value.push('\n');
        if !line.is_empty() {
            let _ = write!(value, "      {line}");
        }
    }
    value
}

fn quoted(text: &str) -> String {
    let mut value = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric() => value.push(c),
            c => {
                let _ = write!(value, "\\U{:08x}", u32::from(c));
            }
        }
    }
    value + "\""
}

/// A line that is neither empty nor a comment: where it begins, the spaces before it, and its key where it is one.
struct Line<'a> {
    at: usize,
    end: usize,
    indent: usize,
    key: Option<&'a str>,
}

/// Lines as deep as `depth` or less. What is deeper belongs to the line above it, comments too.
fn lines(text: &str, range: Range<usize>, depth: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = range.start;
    text[range].split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let bare = line.trim();
        let indent = line.len() - line.trim_start_matches(' ').len();
        (!bare.is_empty() && !bare.starts_with('#') && indent <= depth).then(|| Line {
            at: start,
            end: at,
            indent,
            key: bare.strip_suffix(':'),
        })
    })
}

/// Where the entries of a programme stand: everything below its key.
fn find(text: &str, programme: &str) -> Option<Range<usize>> {
    let all = 0..text.len();
    let key_line = lines(text, all.clone(), 0).find(|line| line.key == Some(programme))?.end;
    key(text, all, 0, programme).map(|block| key_line..block.end)
}

/// Where a key and what belongs to it stand: up to the last line that is deeper.
fn key(text: &str, inside: Range<usize>, depth: usize, name: &str) -> Option<Range<usize>> {
    let start = lines(text, inside.clone(), depth).find(|line| line.indent == depth && line.key == Some(name))?;
    let next = lines(text, start.end..inside.end, depth).next().map_or(inside.end, |line| line.at);
    Some(start.at..last_deeper(text, start.end..next, depth))
}

/// The end of the last line of a range that is deeper than `depth`.
fn last_deeper(text: &str, range: Range<usize>, depth: usize) -> usize {
    let mut end = range.start;
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        at += line.len();
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() && indent > depth {
            end = at;
        }
    }
    end
}

/// Where a new key belongs: behind the last one before it in the alphabet, or before all.
fn place(text: &str, inside: Range<usize>, depth: usize, name: &str) -> usize {
    let keys: Vec<(usize, &str)> = lines(text, inside.clone(), depth)
        .filter(|line| line.indent == depth)
        .filter_map(|line| Some((line.at, line.key?)))
        .collect();
    let before = keys.iter().rev().find(|(_, key)| *key < name);
    match (before, keys.first()) {
        (Some((_, before)), _) => key(text, inside.clone(), depth, before).map_or(inside.end, |block| block.end),
        (None, Some((first, _))) => *first,
        (None, None) => inside.end,
    }
}
