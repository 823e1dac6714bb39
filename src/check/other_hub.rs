//! `other-hub`: another hub's name or e-mail domain in a hub's words, as is left when text is copied.

use super::leaves::Sort;
use super::phrases::Phrases;
use super::reading::{Line, Reader};
use super::tokens::{Token, lower_words};
use super::{Input, Writing};
use crate::finding::{Finding, Rule, Scope};
use crate::model::ids::HubId;
use crate::model::local::Hub;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where anybody may have a mailbox.
const PUBLIC: [&str; 8] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.uk",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
];

pub(super) fn reader<'a>(input: &'a Input<'a>) -> Reader<'a> {
    let hubs = Hubs::new(input);
    Box::new(move |reading, report| {
        let writing = reading.writing;
        let Some(own) = writing.hub else { return };
        let former = own.former_names.iter().map(|name| (lower_words(name), ())).collect();
        for line in reading.lines.iter().filter(|line| line.passage.sort != Sort::Name) {
            let passage = line.passage;
            let others = hubs.named(line, &former).into_iter().chain(hubs.addressed(&passage.text));
            for (range, other) in others.filter(|(_, other)| foreign(writing, own, other)) {
                let span = passage.place(input.sources, range.clone());
                let words = passage.text.get(range).unwrap_or_default();
                report.push(finding(writing, span, words, own, other));
            }
        }
        for text in &writing.texts {
            text.walk(|node| {
                // Where the words show the address too, it is found there.
                if let Some((address, span)) = hidden_address(node)
                    && let Some((_, other)) =
                        hubs.addressed(address).into_iter().find(|(_, other)| foreign(writing, own, other))
                {
                    report.push(finding(writing, span, address, own, other));
                }
            });
        }
    })
}

/// The e-mail address of a link whose words don't show it.
fn hidden_address(node: &crate::model::text::Node) -> Option<(&str, Span)> {
    use crate::model::text::{Link, Node, Target, plain};
    let Node::Link(Link { target: Target::Web(address), children, span }) = node else { return None };
    let address = address.strip_prefix("mailto:")?.split('?').next()?;
    (!plain(children).contains(address)).then_some((address, *span))
}

/// Whether a hub may not be named in a text without being meant.
fn foreign(writing: &Writing, own: &Hub, other: &Hub) -> bool {
    other.id != own.id && !writing.with.iter().any(|named| named.value == other.id)
}

fn finding(writing: &Writing, span: Span, words: &str, own: &Hub, other: &Hub) -> Finding {
    let meant = match (words.contains('@'), own.email.as_deref()) {
        (false, _) => own.name.as_str(),
        (true, Some(email)) => email,
        (true, None) => "your own address",
    };
    let message = match lower_words(words) == lower_words(&other.name) {
        true => format!("“{words}” is another hub."),
        false => format!("“{words}” belongs to another hub, {}.", other.name),
    };
    let mistake = format!("If it was copied by mistake, write {meant}.");
    let remedy = match writing.scope {
        Scope::Offering { .. } => format!(
            "{mistake} If both hubs deliver the programme together, add to the front matter:\nwith: [{}]\nIf the words are meant as they are, add:\nallow: [other-hub]",
            other.id
        ),
        _ => format!("{mistake} If the words are meant as they are, add this line above: allow: [other-hub]"),
    };
    writing.finding(Rule::OtherHub, span, message, remedy)
}

/// The names and e-mail domains of all hubs.
struct Hubs<'a> {
    names: Phrases<&'a Hub>,
    domains: BTreeMap<String, &'a Hub>,
}

impl<'a> Hubs<'a> {
    fn new(input: &Input<'a>) -> Self {
        let mut owners: BTreeMap<String, BTreeSet<&HubId>> = BTreeMap::new();
        let hubs = || input.content.hubs.values().map(|hub| &*hub.hub);
        for hub in hubs() {
            if let Some(domain) = hub.email.as_deref().and_then(domain) {
                owners.entry(domain).or_default().insert(&hub.id);
            }
        }
        let names = hubs().map(|hub| (lower_words(&hub.name), hub)).collect();
        let shared =
            |domain: &String| PUBLIC.contains(&domain.as_str()) || owners.get(domain).is_none_or(|hubs| hubs.len() > 1);
        let domains = hubs()
            .filter_map(|hub| Some((hub.email.as_deref().and_then(domain)?, hub)))
            .filter(|(domain, _)| !shared(domain))
            .collect();
        Self { names, domains }
    }

    /// Hubs that a passage names, each at the longest name that stands there; `former` names are the hub's own.
    fn named(&self, line: &Line, former: &Phrases<()>) -> Vec<(Range<usize>, &'a Hub)> {
        let (text, tokens) = (&line.passage.text, &line.tokens);
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let longest = former.at(tokens, at).map_or(0, |(count, ())| count);
            match self.names.at(tokens, at) {
                Some((count, hub)) if count > longest => {
                    let end = tokens.get(at + count - 1).map_or(text.len(), |token| token.range.end);
                    if is_a_name(token, count) {
                        out.push((token.range.start..end, *hub));
                    }
                    at += count;
                }
                _ => at += longest.max(1),
            }
        }
        out
    }

    /// Hubs whose e-mail domain stands in a text.
    fn addressed(&self, text: &str) -> Vec<(Range<usize>, &'a Hub)> {
        let outside = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
        let mut out = Vec::new();
        for (at, _) in text.match_indices('@') {
            let before = text.get(..at).unwrap_or("");
            let start = before.rfind(outside).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
            let after = text.get(at + 1..).unwrap_or("");
            let name = after.get(..after.find(outside).unwrap_or(after.len())).unwrap_or("").trim_end_matches('.');
            if let Some(hub) = self.domains.get(&name.to_ascii_lowercase()) {
                out.push((start..at + 1 + name.len(), *hub));
            }
        }
        out
    }
}

fn domain(email: &str) -> Option<String> {
    email.rsplit_once('@').map(|(_, domain)| domain.trim().to_ascii_lowercase())
}

/// A name of a single word may be an ordinary word too: it counts only with a capital.
fn is_a_name(first: &Token, count: usize) -> bool {
    count > 1 || first.text.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::Rule;

    #[test]
    fn another_hubs_name_and_address_are_found() {
        let mut sample = Sample::new();
        sample.local_words("Beta Maths Hub leads it, and Alpha Maths Hub helps. Write to [us](mailto:a@beta.example) or b@beta.example.");
        let found = sample.read(super::reader, Rule::OtherHub);
        let words: Vec<&str> = found.iter().map(|found| found.words.as_str()).collect();
        assert_eq!(words, ["Beta Maths Hub", "b@beta.example", "[us](mailto:a@beta.example)"]);
        assert_eq!(found[0].message, "“Beta Maths Hub” is another hub.");
    }

    #[test]
    fn partners_former_names_and_shared_domains_are_left() {
        let mut sample = Sample::new();
        sample.local_words("With Beta Maths Hub. Once called Old Alpha. Write to a@alpha.example or c@gmail.com.");
        sample.with(&["beta"]);
        assert!(sample.read(super::reader, Rule::OtherHub).is_empty());
    }
}
