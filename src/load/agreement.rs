//! What was agreed (`agreed.yaml`), and the national team's notes on its changes (`changes.yaml`).
//!
//! The first is written by the program. Whatever has become of it, no page is withheld: what can't be trusted
//! doesn't count, a warning says so, and all other entries do. It is read in two ways: as YAML, and where that
//! fails (a merge that was not finished, half a file) entry by entry, by the spaces before each key.

use super::fields::{Fields, parsed};
use super::mend;
use super::reading::Reading;
use super::shape::{AGREED, CHANGE};
use crate::finding::{Level, Rule};
use crate::model::agreement::{Agreed, Agreement, ChangeNote, Fingerprint, NoteLevel};
use crate::model::ids::{EditionName, HubId, ProgrammeId, SectionId, is_id};
use crate::model::when::parse_date;
use crate::source::{Span, Spanned};
use crate::words;
use crate::yaml::{self, Key, Node, Value};
use std::ops::Range;
use std::sync::Arc;

/// The name under which the year's introduction stands beside programmes.
const INTRODUCTION: &str = "edition";

fn programme_id(name: &str) -> Option<ProgrammeId> {
    (name != INTRODUCTION).then(|| ProgrammeId::new(name))
}

/// Reads a hub's `agreed.yaml`.
pub fn agreed(reading: &mut Reading, hub: &HubId, edition: &EditionName) -> Agreed {
    let mut agreed =
        Agreed { hub: hub.clone(), edition: edition.clone(), file: reading.file, entries: Vec::new(), sound: true };
    if reading.is_refused() {
        agreed.sound = false;
    } else if let Some(marker) = first_marker(reading.text()) {
        agreed.sound = false;
        unfinished_merge(reading, hub, marker);
        agreed.entries = rescued(reading, hub);
    } else {
        match yaml::parse(reading.text(), reading.file, 0) {
            Ok(Node { value: Value::Map(programmes), .. }) => {
                for (key, node) in programmes {
                    agreed.entries.extend(programme(reading, hub, &key, node));
                }
            }
            Ok(Node { value: Value::Null, .. }) => {}
            Ok(Node { span, .. }) => {
                agreed.sound = false;
                unreadable(reading, hub, span, "This file can't be read: there are no programmes in it.");
            }
            Err(failure) => {
                agreed.sound = false;
                let words = format!("This file can't be read from here on. {}", failure.trouble.words());
                unreadable(reading, hub, failure.span, &words);
                agreed.entries = rescued(reading, hub);
            }
        }
    }
    // Nobody writes this file, so nobody's page waits for it to be put right.
    for finding in &mut reading.report.findings {
        finding.level = finding.level.max(Level::Warning);
    }
    agreed
}

fn programme(reading: &mut Reading, hub: &HubId, key: &Key, node: Node) -> Vec<Agreement> {
    let Value::Map(sections) = node.value else {
        broken(reading, hub, &key.name, None, key.span, "This record of what was agreed is not complete");
        return Vec::new();
    };
    sections.into_iter().filter_map(|(section, node)| entry(reading, hub, &key.name, section, node)).collect()
}

fn entry(reading: &mut Reading, hub: &HubId, programme: &str, key: Key, node: Node) -> Option<Agreement> {
    let section = key.name.as_str();
    let incomplete = |reading: &mut Reading, span: Span| {
        broken(reading, hub, programme, Some(section), span, "This record of what was agreed is not complete");
    };
    if !is_id(programme) || !is_id(section) || !matches!(node.value, Value::Map(_)) {
        incomplete(reading, key.span);
        return None;
    }
    let mut fields = Fields::of_node(reading, node, section, &[AGREED])?;
    let day = fields.words(reading, "day").and_then(|day| parse_date(&day.value).ok());
    let fingerprint = fields.words(reading, "fingerprint").and_then(|print| Fingerprint::parse(&print.value));
    let text = fields.take("text").and_then(|node| match node.value {
        Value::Words(words) => Some(words),
        _ => None,
    });
    let (Some(day), Some(fingerprint)) = (day, fingerprint) else {
        incomplete(reading, key.span);
        return None;
    };
    // A section without words has nothing to record.
    let text = text.unwrap_or_default();
    if Fingerprint::of(&text) != fingerprint {
        let what = "The text that is recorded here doesn't match its fingerprint: it was edited by hand, or is only half there";
        broken(reading, hub, programme, Some(section), key.span, what);
        return None;
    }
    Some(Agreement {
        programme: programme_id(programme),
        section: SectionId::new(section),
        day,
        fingerprint,
        text: Arc::from(text.trim_end_matches('\n')),
        span: key.span,
    })
}

fn broken(reading: &mut Reading, hub: &HubId, programme: &str, section: Option<&str>, span: Span, what: &str) {
    let target = match section {
        Some(section) => format!("{hub}/{programme}#{section}"),
        None => format!("{hub}/{programme}"),
    };
    reading.find(
        Rule::BadValue,
        span,
        format!("{what}, so it doesn't count."),
        format!(
            "Put the file back as it was. Or read the national text and agree to it again:\nfoldout agree {target}"
        ),
    );
}

fn unreadable(reading: &mut Reading, hub: &HubId, span: Span, what: &str) {
    let message = format!("{what} What was agreed there doesn't count; your own words are not concerned.");
    let remedy = format!(
        "Put the file back as it was. If you can't, take it away, read the national text and agree to it again:\nfoldout agree {hub}"
    );
    reading.find(Rule::BadFrontMatter, span, message, remedy);
}

fn unfinished_merge(reading: &mut Reading, hub: &HubId, marker: Range<usize>) {
    let span = reading.span(marker);
    reading.find(
        Rule::BadFrontMatter,
        span,
        "Two versions of this file were put together and nobody has chosen between them yet. What was agreed in these lines doesn't count; your own words are not concerned.",
        format!(
            "Of each pair keep one version, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>. Or take out both versions, read the national text and agree to it again:\nfoldout agree {hub}"
        ),
    );
}

/// A line that git puts between two versions. In this file all text is indented, so nothing else begins like it.
fn is_marker(line: &str) -> bool {
    // Most lines are seen by their first character to be none.
    if !matches!(line.as_bytes().first(), Some(b'=' | b'<' | b'>' | b'|')) {
        return false;
    }
    let bare = line.trim_end();
    bare == "=======" || ["<<<<<<<", ">>>>>>>", "|||||||"].iter().any(|mark| bare.starts_with(mark))
}

fn first_marker(text: &str) -> Option<Range<usize>> {
    lines(text).find(|(_, line)| is_marker(line)).map(|(at, line)| at..at + line.trim_end().len())
}

/// A text's lines, each with the byte at which it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    words::lines(text).scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

/// An entry as the spaces before its lines tell it.
struct Piece<'a> {
    programme: &'a str,
    range: Range<usize>,
    /// Whether it stands in one of two versions between which nobody has chosen.
    disputed: bool,
}

/// The entries of a file that is no YAML: each by itself, those that are whole.
fn rescued(reading: &mut Reading, hub: &HubId) -> Vec<Agreement> {
    let mut entries: Vec<Agreement> = Vec::new();
    for piece in pieces(reading.text()).into_iter().filter(|piece| !piece.disputed) {
        let text = reading.text().get(piece.range.clone()).unwrap_or("");
        let Ok(Node { value: Value::Map(sections), .. }) = yaml::parse(text, reading.file, piece.range.start) else {
            continue;
        };
        for (key, node) in sections {
            // What is wrong with the file has been said; what is wrong with half an entry has nothing to add.
            let said = reading.report.findings.len();
            entries.extend(entry(reading, hub, piece.programme, key, node));
            reading.report.findings.truncate(said);
        }
    }
    // Of two records of one section it can't be told which holds.
    let twice = |entry: &Agreement| {
        entries.iter().filter(|other| (&other.programme, &other.section) == (&entry.programme, &entry.section)).count()
    };
    entries.iter().filter(|entry| twice(entry) == 1).cloned().collect()
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut programme = None;
    let mut open = false;
    let mut in_conflict = false;
    for (at, line) in lines(text) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let end = at + line.len();
        if is_marker(line) {
            // Whether an entry that ends here is whole, its fingerprint tells.
            open = false;
            in_conflict = !line.starts_with('>');
        } else if line.trim().is_empty() || line.trim_start().starts_with('#') && indent < 4 {
        } else if indent == 0 {
            programme = line.trim_end().strip_suffix(':').filter(|name| is_id(name) && !in_conflict);
            open = false;
        } else if indent == 2 {
            open = programme.is_some();
            pieces.extend(programme.map(|programme| Piece { programme, range: at..end, disputed: in_conflict }));
        } else if let Some(piece) = pieces.last_mut().filter(|_| open) {
            piece.range.end = end;
        }
    }
    pieces
}

/// Reads `changes.yaml`.
pub fn changes(reading: &mut Reading) -> Arc<[ChangeNote]> {
    if reading.is_refused() {
        return Arc::default();
    }
    let items = match yaml::parse(reading.text(), reading.file, 0) {
        Ok(Node { value: Value::List(items), .. }) => items,
        Ok(Node { value: Value::Null, .. }) => Vec::new(),
        Ok(node) => {
            no_list(reading, node.span);
            Vec::new()
        }
        Err(failure) => {
            mend::report(reading, 0, failure);
            Vec::new()
        }
    };
    items.into_iter().filter_map(|item| note(reading, item)).collect()
}

fn no_list(reading: &mut Reading, span: Span) {
    reading.find(
        Rule::BadValue,
        span,
        "This file is a list of notes, and each note begins with a hyphen.",
        "Write it like this, with two spaces before the other lines of a note:\n- programme: year-5-8-continuity\n  section: funding\n  day: 3 November 2022\n  what: What changed and why, in one sentence.",
    );
}

fn note(reading: &mut Reading, node: Node) -> Option<ChangeNote> {
    let span = node.span;
    if !matches!(node.value, Value::Map(_)) {
        no_list(reading, span);
        return None;
    }
    let mut fields = Fields::of_node(reading, node, "changes", &[CHANGE])?;
    let programme = fields.words(reading, "programme");
    let section = fields.words(reading, "section");
    let day = fields.date(reading, "day");
    let what = fields.text(reading, "what");
    let level_given = fields.key_span("level").is_some();
    let level = fields.one_of(reading, "level", NoteLevel::ALL);
    let is_known = level.is_some() || !level_given;
    let level = level.unwrap_or_default();
    let due_span = fields.key_span("due");
    let due = fields.words(reading, "due").and_then(|words| parsed(reading, &words, parse_date));
    match (level, &due, due_span) {
        (NoteLevel::Action, None, None) => reading.find(
            Rule::BadFrontMatter,
            span,
            "The key `due` is missing: hubs have to know by which day they are to act.",
            "Add a line with the last day on which a hub's page may be without it:\n  due: 1 December 2022",
        ),
        (NoteLevel::Wording, _, Some(due)) if is_known => reading.find(
            Rule::BadValue,
            due,
            "`due` means nothing here: only a note of level action has a last day.",
            "Write `level: action` into the note if hubs have to act, or take `due` out.",
        ),
        _ => {}
    }
    if let (Some(day), Some(Spanned { value: due, span })) = (day, &due)
        && *due < day
    {
        reading.find(
            Rule::BadValue,
            *span,
            "The last day to act comes before the day of the change.",
            "Write a later day behind `due`.",
        );
    }
    let programme = programme?;
    let name = programme.value.strip_suffix(".md").unwrap_or(&programme.value);
    Some(ChangeNote {
        programme: programme_id(name),
        programme_span: programme.span,
        section,
        day: day?,
        what: what?,
        level,
        due: due.map(|due| due.value),
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::pieces;

    fn whole(text: &str) -> Vec<String> {
        let name = |range: std::ops::Range<usize>| text[range].trim().split(':').next().unwrap().to_owned();
        pieces(text)
            .into_iter()
            .filter(|piece| !piece.disputed)
            .map(|piece| format!("{}#{}", piece.programme, name(piece.range)))
            .collect()
    }

    #[test]
    fn entries_in_two_versions_do_not_count_and_all_others_do() {
        let text =
            "a:\n  one:\n    day: 1\n<<<<<<< HEAD\n    text: x\n=======\n    text: y\n>>>>>>> b\n  two:\n    day: 2\n";
        assert_eq!(whole(text), ["a#one", "a#two"], "what is left of the first has no text, and so won't count");
        let text = "a:\n  one:\n    day: 1\n<<<<<<< HEAD\n  two:\n    day: 2\n=======\n  two:\n    day: 3\n>>>>>>> b\nc:\n  three:\n    day: 2\n";
        assert_eq!(whole(text), ["a#one", "c#three"]);
        let text = "<<<<<<< HEAD\na:\n=======\nb:\n>>>>>>> b\n  one:\n    day: 1\nc:\n  two:\n";
        assert_eq!(whole(text), ["c#two"], "whose the first one is can't be told");
    }
}
