//! A question as text for the terminal: what was said, what is said now, what the hub says.

use crate::cli::print::clean;
use crate::model::agreement::NoteLevel;
use crate::model::local::Verb;
use crate::model::when::display_date;
use crate::review::Question;
use crate::source::Sources;
use crate::words::{Mark, differences};
use std::fmt::Write;

/// All questions in a list, for when nobody can be asked.
pub fn list(sources: &Sources, questions: &[Question]) -> String {
    let mut out = String::new();
    for question in questions {
        let place = place(sources, question);
        let _ = writeln!(out, "{}\n  {place}\n  {}", question.name(), question.reason());
    }
    let count = questions.len();
    let things = if count == 1 { "1 change waits".to_owned() } else { format!("{count} changes wait") };
    let _ = writeln!(out, "\n{things} for a decision. To decide them one by one, type foldout review in a terminal.");
    out.push_str(
        "To keep all words of a hub and agree to the national text as it is, type foldout agree and its name.\n",
    );
    clean::words(&out)
}

fn place(sources: &Sources, question: &Question) -> String {
    let span = question.first().change.span;
    format!("{}:{}", sources.path(span.file), sources.position(span).line)
}

/// One question.
pub fn question(sources: &Sources, question: &Question, colour: bool) -> String {
    let mut out = format!("{}\n{}\n\n{}\n", question.name(), place(sources, question), question.reason());
    for note in &question.first().notes {
        let due = match (note.level, note.due) {
            (NoteLevel::Action, Some(due)) => format!(" Hubs are to act by {}.", display_date(due)),
            _ => String::new(),
        };
        let _ = writeln!(out, "The national team, on {}: {}{due}", display_date(note.day), note.what);
    }
    let national = question.national();
    if let Some(agreed) = question.agreed() {
        let _ = writeln!(out, "\nThe national text said:\n{}", block(agreed, national, Mark::Gone));
        if question.can_keep() {
            let _ = writeln!(out, "\nIt says now:\n{}", block(agreed, national, Mark::New));
        }
    } else if question.can_keep() {
        let _ = writeln!(out, "\nThe national text says:\n{}", indented(national));
    }
    for (standing, (heading, words)) in question.standings.iter().zip(question.ours(sources)) {
        // An addition or a reason has nothing to be compared with.
        let compares = standing.change.verb == Verb::Replace && !national.is_empty();
        let shown = if compares { block(national, words, Mark::New) } else { indented(words) };
        let _ = writeln!(out, "\nYou say, under “{}”:\n{shown}", heading.trim_start_matches(['#', ' ']));
    }
    if let Some(suggestion) = question.suggestion(sources) {
        let ours = question.ours(sources).first().map_or("", |(_, words)| words);
        let _ = writeln!(out, "\nBoth together would be:\n{}", block(ours, &suggestion, Mark::New));
    }
    coloured(&clean::words(&out), colour)
}

/// One of two texts, with the words that stand in it alone between marks.
fn block(old: &str, new: &str, shown: Mark) -> String {
    let mut out = String::new();
    for stretch in differences(old, new) {
        if stretch.mark != shown && stretch.mark != Mark::Same {
            continue;
        }
        let words = &stretch.words;
        let bare = words.trim_start();
        match stretch.mark {
            Mark::Same => out.push_str(words),
            mark => {
                let (open, close) = if mark == Mark::Gone { ("[-", "-]") } else { ("{+", "+}") };
                out.push_str(&words[..words.len() - bare.len()]);
                out.push_str(&format!("{open}{bare}{close}"));
            }
        }
    }
    indented(out.trim_start_matches('\n'))
}

fn indented(text: &str) -> String {
    if text.trim().is_empty() {
        return "    (nothing)".to_owned();
    }
    text.lines()
        .map(|line| if line.trim().is_empty() { String::new() } else { format!("    {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Marked words in colour; the marks stay, for those who don't tell red from green.
fn coloured(text: &str, colour: bool) -> String {
    if !colour {
        return text.to_owned();
    }
    text.replace("[-", "\u{1b}[31m[-")
        .replace("-]", "-]\u{1b}[0m")
        .replace("{+", "\u{1b}[32m{+")
        .replace("+}", "+}\u{1b}[0m")
}
