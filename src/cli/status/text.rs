//! Status for a terminal: tables of at most 80 columns.

use super::counted;
use crate::model::when::Date;
use crate::status::{Found, HubStatus, Next, OfferingStatus, Status, state_words};
use std::fmt::Write;

/// How wide the first column may be.
const NAME: usize = 28;

/// Every hub, a line each.
pub fn hubs(status: &Status) -> String {
    let mut out = head(status);
    let _ = writeln!(
        out,
        "{:<NAME$} {:>5} {:>5} {:>7} {:>6} {:>5} {:>6}  Next",
        "Hub", "Offer", "Ready", "Missing", "Errors", "Warn", "Review"
    );
    for hub in &status.hubs {
        let found = hub.found();
        let _ = writeln!(
            out,
            "{:<NAME$} {:>5} {:>5} {:>7} {:>6} {:>5} {:>6}  {}",
            short(&hub.hub.name, NAME),
            hub.offerings.len(),
            hub.ready(),
            number(hub.missing()),
            number(found.errors),
            number(found.warnings),
            number(found.to_review),
            hub.next(status.day).map_or("-".to_owned(), |(next, _)| day(next.moment().date)),
        );
    }
    out.push('\n');
    out.push_str(&sums(status));
    out.push_str(&national(status));
    out.push_str(
        "Offer: programmes that it offers; Ready: pages without an error; Missing:\n\
         answers; Review: changes to compare with the national text; Next: the next\n\
         opening, deadline or first session. One hub's programmes: foldout status --hub\n",
    );
    out
}

/// Some hubs, each with its programmes, a line each.
pub fn programmes(status: &Status) -> String {
    let mut out = head(status);
    for hub in &status.hubs {
        one_hub(&mut out, status, hub);
    }
    out.push_str(&national(status));
    out
}

fn one_hub(out: &mut String, status: &Status, hub: &HubStatus) {
    let _ = writeln!(out, "{} ({})", hub.hub.name, hub.hub.id);
    if hub.offerings.is_empty() {
        let _ = writeln!(out, "  It offers nothing in {}.", status.edition);
    } else {
        let _ = writeln!(
            out,
            "  {:<28} {:<12} {:>7} {:>6} {:>4} {:>6} Next",
            "Programme", "State", "Missing", "Errors", "Warn", "Review"
        );
    }
    for one in &hub.offerings {
        let _ = writeln!(
            out,
            "  {:<28} {:<12} {:>7} {:>6} {:>4} {:>6} {}",
            short(&one.offering.programme.title, 28),
            state_words(one.standing.state),
            number(one.answers.missing),
            number(one.found.errors),
            number(one.found.warnings),
            number(one.found.to_review),
            next(one, status.day),
        );
    }
    let offered = |id: &str| hub.offerings.iter().any(|one| one.id().as_str() == id);
    let others = status.programmes.iter().map(|national| national.programme.id.as_str()).filter(|id| !offered(id));
    let others: Vec<&str> = others.collect();
    if !others.is_empty() && !hub.offerings.is_empty() {
        wrapped(out, "  Not offered: ", &others);
    }
    if hub.about != Found::default() {
        let _ = writeln!(out, "  About the hub itself: {}.", words(hub.about));
    }
    out.push('\n');
}

fn head(status: &Status) -> String {
    format!("{} on {}\n\n", status.edition, crate::model::when::display_date(status.day))
}

fn sums(status: &Status) -> String {
    let offered: usize = status.hubs.iter().map(|hub| hub.offerings.len()).sum();
    let ready: usize = status.hubs.iter().map(HubStatus::ready).sum();
    let missing: usize = status.hubs.iter().map(HubStatus::missing).sum();
    let found = status.hubs.iter().fold(Found::default(), |sum, hub| sum.and(hub.found()));
    format!(
        "{}, {}: {ready} ready, {}, {}.\n",
        counted(status.hubs.len(), "hub"),
        counted(offered, "offering"),
        counted(missing, "missing answer"),
        words(found)
    )
}

/// What is wrong in the national text, which no hub can put right.
fn national(status: &Status) -> String {
    let mut out = String::new();
    if status.introduction != Found::default() {
        let _ = writeln!(out, "National introduction: {}.", words(status.introduction));
    }
    for national in status.programmes.iter().filter(|national| national.found != Found::default()) {
        let _ = writeln!(out, "National text of {}: {}.", national.programme.id, words(national.found));
    }
    out
}

fn words(found: Found) -> String {
    let mut parts = vec![counted(found.errors, "error"), counted(found.warnings, "warning")];
    if found.to_review > 0 {
        parts.push(format!("{} to review", counted(found.to_review, "change")));
    }
    parts.join(", ")
}

/// Nothing is a dash, so that what there is stands out.
fn number(count: usize) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

fn next(one: &OfferingStatus, today: Date) -> String {
    one.next(today).map_or("-".to_owned(), |next| match next {
        Next::Opens(moment) | Next::Closes(moment) | Next::Begins(moment) => day(moment.date),
    })
}

fn day(date: Date) -> String {
    date.to_string()
}

/// The text, cut to so many characters.
fn short(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('\u{2026}');
    cut
}

fn wrapped(out: &mut String, lead: &str, words: &[&str]) {
    let mut line = lead.to_owned();
    for (at, word) in words.iter().enumerate() {
        let comma = if at + 1 < words.len() { "," } else { "" };
        if line.trim_end().chars().count() + word.len() + 2 > 80 {
            out.push_str(line.trim_end());
            out.push('\n');
            line = "    ".to_owned();
        }
        let _ = write!(line, "{word}{comma} ");
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
