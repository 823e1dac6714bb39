//! Impact for people, in lines of at most 80 columns.

use crate::impact::{Asked, How, Impact, PageChange, Topic, lines};
use crate::words::Mark;
use std::fmt::Write;

/// How wide a line may be.
const WIDE: usize = 80;

/// Everything, a part to each programme, the latest year first.
pub fn text(impact: &Impact, against: &str) -> String {
    if impact.is_empty() {
        return format!("Against {against}: nothing changes.\n");
    }
    let mut out = format!("Against {against}: {}.\n", impact.sums());
    for topic in impact.topics() {
        part(&mut out, &topic);
    }
    out
}

fn part(out: &mut String, topic: &Topic) {
    let name = topic.programme.unwrap_or("hubs and the year\u{2019}s introduction");
    let _ = writeln!(out, "\n{}: {name}", topic.edition);
    for national in &topic.national {
        let _ = writeln!(out, "  The national text {} ({})", national.how.of_one(), national.path);
        differences(out, national);
    }
    for group in &topic.alike {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(out, "  {}:", first.how.of(group.len()));
        let held = |page: &PageChange| if page.withheld && page.how != How::Withheld { " (held back)" } else { "" };
        let paths: Vec<String> = group.iter().map(|page| format!("{}{}", page.path, held(page))).collect();
        folded(out, "    ", &paths.join(", "));
        // What the national text says already need not be said again.
        if !topic.national.iter().any(|national| national.differs_like(first)) {
            differences(out, first);
        }
        for error in &first.errors {
            folded(out, "      error: ", error);
        }
    }
    if !topic.hidden.is_empty() {
        out.push_str("  Not seen on these pages, because of a change of the hub\u{2019}s own:\n");
    }
    for one in &topic.hidden {
        folded(out, "    ", &format!("{} {} ({}:{})", one.hub_name, one.what, one.file, one.line));
    }
    answers(out, "Answers that are no longer shown:", &topic.unused);
    answers(out, "Questions that have no answer now:", &topic.unfilled);
}

fn differences(out: &mut String, page: &PageChange) {
    for section in &page.sections {
        let name = if section.name.is_empty() { "The text before the first heading" } else { &section.name };
        let (before, after) = (section.before.as_deref(), section.after.as_deref());
        let what = match (before, after) {
            (None, _) => ": a new section",
            (_, None) => ": no longer there",
            _ => "",
        };
        let _ = writeln!(out, "    {name}{what}");
        compared(out, before.unwrap_or_default(), after.unwrap_or_default());
    }
    for fact in &page.facts {
        let _ = writeln!(out, "    {}", fact.name);
        compared(out, &fact.before, &fact.after);
    }
}

fn compared(out: &mut String, before: &str, after: &str) {
    for part in lines(before, after) {
        let mark = match part.mark {
            Mark::Same => continue,
            Mark::Gone => "      - ",
            Mark::New => "      + ",
        };
        for line in part.words.lines().filter(|line| !line.trim().is_empty()) {
            folded(out, mark, line);
        }
    }
}

fn answers(out: &mut String, lead: &str, all: &[Asked]) {
    if !all.is_empty() {
        let _ = writeln!(out, "  {lead}");
    }
    for one in all {
        folded(out, "    ", &format!("{} ({}): {}", one.name, one.words, one.hubs.join(", ")));
    }
}

/// A text after a mark, in lines that are no wider than a terminal.
fn folded(out: &mut String, mark: &str, text: &str) {
    let indent = " ".repeat(mark.chars().count());
    let mut line = mark.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + word.chars().count() + 1 > WIDE {
            out.push_str(line.trim_end());
            out.push('\n');
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !c.is_control()));
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
