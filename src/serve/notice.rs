//! Findings as the preview shows them: file, line, the line itself with the place marked, what to type instead.

use crate::finding::{Finding, Level, Place};
use crate::source::{Sources, Span};

/// The most of a line that is shown, in characters.
const SHOWN: usize = 160;

/// A finding, or another thing that is wrong, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How grave it is.
    pub level: Level,
    /// The rule's name; none for what is no finding.
    pub rule: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Where, and other places that belong to it.
    pub places: Vec<Shown>,
}

/// A place, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What stands there; empty for the first.
    pub words: String,
    /// The path from the site's folder.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The line before the place, the place, and the rest.
    pub text: [String; 3],
}

impl Notice {
    /// A finding.
    pub fn new(finding: &Finding, sources: &Sources) -> Self {
        let mut places = vec![match &finding.place {
            Place::Span(span) => shown(*span, String::new(), sources),
            Place::Path(path) => {
                Shown { words: String::new(), path: path.clone(), line: 1, column: 1, text: Default::default() }
            }
        }];
        places.extend(finding.also.iter().map(|also| shown(also.span, also.message.clone(), sources)));
        Self {
            level: finding.level,
            rule: Some(finding.rule.name()),
            message: finding.message.clone(),
            remedy: finding.remedy.clone(),
            places,
        }
    }

    /// What stops the tool, in its own words.
    pub fn of_error(error: &crate::error::Error) -> Self {
        let words = error.to_string();
        let (message, remedy) = words.split_once('\n').unwrap_or((&words, ""));
        Self {
            level: Level::Error,
            rule: None,
            message: message.to_owned(),
            remedy: remedy.to_owned(),
            places: Vec::new(),
        }
    }
}

fn shown(span: Span, words: String, sources: &Sources) -> Shown {
    let text = sources.text(span.file);
    let position = sources.position(span);
    let line = text.lines().nth(position.line - 1).unwrap_or("");
    let before: String = line.chars().take(position.column - 1).collect();
    let rest = line.get(before.len()..).unwrap_or("");
    // A point is marked by the character there.
    let length = match sources.slice(span).lines().next().map_or(0, str::len) {
        0 => rest.chars().next().map_or(0, char::len_utf8),
        length => length,
    };
    let (marked, after) = rest.split_at_checked(length.min(rest.len())).unwrap_or((rest, ""));
    let skipped = before.chars().count().saturating_sub(SHOWN / 2);
    let before = match skipped {
        0 => before,
        skipped => format!("\u{2026}{}", before.chars().skip(skipped).collect::<String>()),
    };
    Shown {
        words,
        path: sources.path(span.file).to_owned(),
        line: position.line,
        column: position.column,
        text: [before, cut(marked), cut(after)],
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}\u{2026}", &text[..at]),
        None => text.to_owned(),
    }
}
