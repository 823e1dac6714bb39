//! `foldout explain`: what a rule finds, why it matters, what to type instead.

use crate::error::{Error, Result};
use crate::finding::{Level, Rule, nearest};
use std::fmt::Write;

/// A rule's documentation; without a name, the list of all rules.
///
/// # Errors
/// A name that no rule has.
pub fn explain(name: Option<&str>) -> Result<String> {
    let Some(name) = name else { return Ok(list()) };
    match Rule::find(name.trim()) {
        Some(rule) => Ok(format!("{}\n\nLevel: {}\n", rule.documentation().trim_end(), effect(rule.level()))),
        None => Err(unknown(name)),
    }
}

fn effect(level: Level) -> &'static str {
    match level {
        Level::Error => "error. The page is not published until this is put right.",
        Level::Warning => "warning. The page is published, but this should be put right.",
        Level::Note => "note. The page is published; this is for you to know.",
    }
}

fn unknown(name: &str) -> Error {
    let near = nearest(name, Rule::ALL.iter().map(|rule| rule.name()));
    let advice = match near {
        Some(near) => format!("Did you mean: foldout explain {near}"),
        None => "For a list of all rules, type: foldout explain".to_owned(),
    };
    Error::Usage(format!("There is no rule {name:?}. {advice}"))
}

fn list() -> String {
    let mut text = String::new();
    for (level, title) in [(Level::Error, "Errors"), (Level::Warning, "Warnings"), (Level::Note, "Notes")] {
        let _ = writeln!(text, "{title}");
        for rule in Rule::ALL.iter().filter(|rule| rule.level() == level) {
            let _ = writeln!(text, "  {:<22} {}", rule.name(), first_sentence(*rule));
        }
        text.push('\n');
    }
    text.push_str("For more about one of them, type for example: foldout explain unfilled\n");
    text
}

/// The first sentence of a rule's documentation.
pub fn first_sentence(rule: Rule) -> String {
    let lines = rule.documentation().lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with('#'));
    let paragraph = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    match paragraph.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => paragraph,
    }
}
