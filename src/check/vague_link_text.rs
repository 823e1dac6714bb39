//! `vague-link-text`: a link's words that don't say where it leads.

use super::find::narrowed;
use super::leaves::{Passage, Sort};
use super::tokens::lower_words;
use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::text::{Link, Node, plain};
use crate::source::Span;

const VAGUE: [&str; 24] = [
    "here",
    "click here",
    "click",
    "click this link",
    "click on this link",
    "follow this link",
    "this link",
    "link",
    "this",
    "this page",
    "see here",
    "go here",
    "read more",
    "read more here",
    "read on",
    "more",
    "more here",
    "more info",
    "more information",
    "more details",
    "find out more",
    "find out more here",
    "learn more",
    "details",
];

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        for text in &writing.texts {
            text.walk(|node| {
                if let Node::Link(link) = node
                    && vague(&plain(&link.children))
                {
                    report.push(of_link(input, writing, link));
                }
            });
        }
        for label in writing.passages.iter().filter(|passage| passage.sort == Sort::Label && vague(&passage.text)) {
            report.push(of_label(input, writing, label));
        }
    }
    report
}

fn vague(words: &str) -> bool {
    VAGUE.contains(&lower_words(words).join(" ").as_str())
}

fn of_link(input: &Input, writing: &Writing, link: &Link) -> crate::finding::Finding {
    let source = input.sources.slice(link.span);
    let address = source.rsplit_once("](").map(|(_, rest)| rest.trim_end_matches(')'));
    let remedy = match address {
        Some(address) if source.starts_with('[') => {
            format!("Say what is found there: [How to apply for a place]({address}), with your words.")
        }
        _ => "Say what is found there, such as “How to apply for a place”.".to_owned(),
    };
    let words = plain(&link.children);
    finding(writing, narrowed(input.sources, link.span, &words), &words, remedy)
}

fn of_label(input: &Input, writing: &Writing, label: &Passage) -> crate::finding::Finding {
    let span = label.place(input.sources, 0..label.text.len());
    finding(writing, span, &label.text, "Say what it does, such as `label: Apply for a place`.".to_owned())
}

fn finding(writing: &Writing, span: Span, words: &str, remedy: String) -> crate::finding::Finding {
    let message = format!("“{}” does not say where the link leads.", words.trim());
    writing.finding(Rule::VagueLinkText, span, message, remedy)
}

#[cfg(test)]
mod tests {
    use crate::check::samples::found_in_words;
    use crate::finding::Rule;

    #[test]
    fn links_say_where_they_lead() {
        let words = "Click [here](https://example.org/a) or [Read more…](https://example.org/b) on [the form](https://example.org/c).";
        let found = found_in_words(super::check, Rule::VagueLinkText, words);
        let words: Vec<&str> = found.iter().map(|found| found.words.as_str()).collect();
        assert_eq!(words, ["[here](https://example.org/a)", "[Read more…](https://example.org/b)"]);
        assert_eq!(
            found[0].remedy,
            "Say what is found there: [How to apply for a place](https://example.org/a), with your words."
        );
    }
}
