//! Status for a spreadsheet: a line to each hub and programme.
//!
//! As RFC 4180 has it, with a byte order mark, without which some spreadsheets take the letters of other alphabets
//! for something else. Words that a spreadsheet would run as a formula begin with an apostrophe.

use crate::model::national::Programme;
use crate::status::{OfferingStatus, Status, state_words};

const HEAD: [&str; 17] = [
    "hub",
    "hub name",
    "region",
    "edition",
    "programme",
    "title",
    "phase",
    "offered",
    "state",
    "ready",
    "answers given",
    "answers missing",
    "errors",
    "warnings",
    "to review",
    "next",
    "next date",
];

/// The table.
pub fn csv(status: &Status) -> String {
    let mut out = String::from("\u{feff}");
    row(&mut out, &HEAD.map(str::to_owned));
    for hub in &status.hubs {
        let lead = [hub.hub.id.to_string(), hub.hub.name.clone(), hub.hub.region.clone(), status.edition.to_string()];
        let find = |id: &str| hub.offerings.iter().find(|one| one.id().as_str() == id);
        for national in &status.programmes {
            let programme = national.programme;
            let facts = facts(status, programme, find(programme.id.as_str()));
            row(&mut out, &[&lead[..], &facts[..]].concat());
        }
        for own in hub.offerings.iter().filter(|one| one.is_own()) {
            row(&mut out, &[&lead[..], &facts(status, &own.offering.programme, Some(own))[..]].concat());
        }
    }
    out
}

fn facts(status: &Status, programme: &Programme, one: Option<&OfferingStatus>) -> Vec<String> {
    let mut facts = vec![programme.id.to_string(), programme.title.clone(), programme.phase.clone()];
    let Some(one) = one else {
        facts.push("no".to_owned());
        facts.resize(HEAD.len() - 4, String::new());
        return facts;
    };
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let next = one.next(status.day);
    facts.extend([yes_no(true), state_words(one.standing.state).to_owned(), yes_no(one.is_ready())]);
    let found = one.found;
    let counts = [one.answers.given, one.answers.missing, found.errors, found.warnings, found.to_review];
    facts.extend(counts.map(|count| count.to_string()));
    facts.push(next.map_or(String::new(), |next| next.verb().to_owned()));
    facts.push(next.map_or(String::new(), |next| next.moment().date.to_string()));
    facts
}

fn row(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        field(out, cell);
    }
    out.push_str("\r\n");
}

fn field(out: &mut String, text: &str) {
    // A spreadsheet looks past white space for what begins a formula.
    let first = text.trim_start().chars().next();
    let formula = first.is_some_and(|first| {
        matches!(first, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    });
    let formula = formula || text.starts_with(['\t', '\r', '\n']);
    let quoted = text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if quoted {
        out.push('"');
    }
    if formula {
        out.push('\'');
    }
    for c in text.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    if quoted {
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        field(&mut out, text);
        out
    }

    #[test]
    fn commas_quotes_and_line_ends_are_quoted() {
        assert_eq!(written("plain"), "plain");
        assert_eq!(written("a, b"), "\"a, b\"");
        assert_eq!(written("the \"Oak\" hub"), "\"the \"\"Oak\"\" hub\"");
        assert_eq!(written("two\nlines"), "\"two\nlines\"");
    }

    #[test]
    fn nothing_runs_as_a_formula() {
        assert_eq!(written("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        for begin in ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r=1"] {
            assert!(written(begin).trim_start_matches('"').starts_with('\''), "{begin:?}");
        }
        assert_eq!(written("1-2"), "1-2");
    }
}
