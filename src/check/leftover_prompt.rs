//! `leftover-prompt`: words that read like an instruction to the hub which was meant to be replaced.
//!
//! In national text the known phrases are placeholders and are gone by now; what is found there only resembles
//! one. An answer that is nothing but a phrase counts as not given, and is `unfilled`.

use super::leaves::{GAP, Sort};
use super::phrases::Phrases;
use super::reading::{Line, Reader};
use super::tokens::{Token, gap_before, lower_words};
use super::{Input, Writing};
use crate::finding::Rule;
use std::ops::Range;

pub(super) fn reader<'a>(input: &'a Input<'a>) -> Reader<'a> {
    let own = input.content.site.placeholder_phrases.iter().map(String::as_str);
    let phrases: Phrases<()> = own.chain(BUILT_IN).map(|phrase| (lower_words(phrase), ())).collect();
    Box::new(move |reading, report| {
        for line in reading.lines.iter().filter(|line| line.passage.sort != Sort::Address) {
            for range in prompts(line, &phrases) {
                let words = line.passage.text.get(range.clone()).unwrap_or_default();
                report.push(reading.writing.finding(
                    Rule::LeftoverPrompt,
                    line.passage.place(input.sources, range.clone()),
                    format!("“{words}” reads like a prompt that was meant to be replaced."),
                    remedy(reading.writing),
                ));
            }
        }
    })
}

fn remedy(writing: &Writing) -> &'static str {
    match writing.hub {
        Some(_) => "Write what readers should see here. If it is not known yet, write “To be confirmed by” and a date.",
        None => {
            "If hubs are meant to write here, make it a placeholder: [[a-name|the question to the hub]]. Otherwise write what readers should see."
        }
    }
}

/// Where prompts stand in a passage, none inside another.
fn prompts(line: &Line, phrases: &Phrases<()>) -> Vec<Range<usize>> {
    let words = Words { text: &line.passage.text, tokens: &line.tokens };
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        match words.prompt(at, phrases) {
            Some(end) => {
                out.push(words.range(at, end));
                at = end + 1;
            }
            None => at += 1,
        }
    }
    out
}

/// Phrases that are a prompt wherever they stand, beside what "hub to insert" and "amend text" find.
const BUILT_IN: [&str; 3] = [
    "hub to customise as appropriate here",
    "hubs to customise as appropriate here",
    "hub(s) to customise as appropriate here",
];
/// Verbs that only a prompt puts after "hub to".
const TELLING: [&str; 4] = ["insert", "customise", "customize", "fill"];
/// Verbs that a sentence may well put there: "contact the hub to confirm your place".
const COMMON: [&str; 5] = ["amend", "add", "complete", "confirm", "edit"];
/// Words before "hub to" which make it part of a sentence.
const SENTENCE: [&str; 20] = [
    "ask",
    "asks",
    "asked",
    "contact",
    "email",
    "phone",
    "ring",
    "call",
    "tell",
    "for",
    "allow",
    "allows",
    "help",
    "helps",
    "enable",
    "enables",
    "invite",
    "encourage",
    "to",
    "with",
];
const ARTICLES: [&str; 9] = ["the", "your", "our", "a", "an", "this", "that", "each", "every"];
/// What the words of "insert … here" are about.
const CONTENTS: [&str; 12] =
    ["text", "information", "info", "details", "detail", "name", "names", "date", "dates", "venue", "link", "contact"];

struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
}

impl Words<'_> {
    fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lower)
    }

    fn gap(&self, at: usize) -> &str {
        gap_before(self.text, self.tokens, at)
    }

    /// Where a prompt ends that begins with the token at `at`.
    fn prompt(&self, at: usize, phrases: &Phrases<()>) -> Option<usize> {
        let phrase = phrases.at(self.tokens, at).map(|(count, ())| at + count - 1);
        phrase.or_else(|| match self.lower(at) {
            "hub" | "hubs" => self.hub_to(at),
            "amend" => self.amend_text(at),
            "insert" => self.insert_here(at).or_else(|| self.in_brackets(at)),
            "name" if self.lower(at + 1) == "of" => self.in_brackets(at),
            "lorem" if self.lower(at + 1) == "ipsum" => Some(at + 1),
            "text" if self.lower(at + 1) == "here" => self.text_here(at),
            _ => None,
        })
    }

    /// "Hub to insert …", "hub(s) to customise …".
    fn hub_to(&self, at: usize) -> Option<usize> {
        let plural = usize::from(self.lower(at + 1) == "s" && self.gap(at + 1) == "(");
        let to = at + 1 + plural;
        let verb = self.lower(to + 1);
        if self.lower(to) != "to" || !self.same_phrase(to + 1) {
            return None;
        }
        let prompt = verb == "insert"
            || (TELLING.contains(&verb) && !self.in_sentence(at))
            || (COMMON.contains(&verb) && (plural > 0 || self.begins(at)));
        if !prompt {
            return None;
        }
        Some(self.up_to_here(to + 1))
    }

    /// The end of a prompt: "here" a few words on, or else the verb.
    fn up_to_here(&self, verb: usize) -> usize {
        let here = (verb + 1..verb + 9).take_while(|at| self.same_phrase(*at)).find(|at| self.lower(*at) == "here");
        here.unwrap_or(verb)
    }

    /// Whether a token follows the one before it in the same phrase.
    fn same_phrase(&self, at: usize) -> bool {
        at < self.tokens.len() && self.gap(at).chars().all(|c| !matches!(c, '.' | '!' | '?' | ':' | ';' | GAP))
    }

    /// The first token of "Maths Hub" or "local hub".
    fn name_start(&self, hub: usize) -> usize {
        let mut at = hub;
        while at > 0 && self.gap(at) == " " && matches!(self.lower(at - 1), "maths" | "local" | "lead" | "individual") {
            at -= 1;
        }
        at
    }

    /// Whether "hub to …" begins a sentence, a bracket or what follows a colon or dash.
    fn begins(&self, hub: usize) -> bool {
        let mut at = self.name_start(hub);
        while at > 0 && self.gap(at) == " " && ARTICLES.contains(&self.lower(at - 1)) {
            at -= 1;
        }
        let gap = self.gap(at);
        at == 0 || gap.contains(['.', '!', '?', ':', ';', '(', '[', '–', '—', '\n', ',']) || gap.contains(" - ")
    }

    fn in_sentence(&self, hub: usize) -> bool {
        let at = self.name_start(hub);
        let before = at.checked_sub(1).map_or("", |before| self.lower(before));
        !self.begins(hub) && (SENTENCE.contains(&before) || ARTICLES.contains(&before))
    }

    /// "Amend text", "amend this text".
    fn amend_text(&self, at: usize) -> Option<usize> {
        let text = at + 1 + usize::from(matches!(self.lower(at + 1), "the" | "this" | "local"));
        (self.lower(text) == "text" && self.same_phrase(text)).then(|| self.up_to_here(text))
    }

    /// "Insert local information here".
    fn insert_here(&self, at: usize) -> Option<usize> {
        let phrase = |next: &usize| self.same_phrase(*next);
        let here = (at + 1..at + 10).take_while(phrase).find(|next| self.lower(*next) == "here")?;
        (at + 1..here).any(|between| CONTENTS.contains(&self.lower(between))).then_some(here)
    }

    /// "[name of school]", "[insert venue]".
    fn in_brackets(&self, at: usize) -> Option<usize> {
        if !self.gap(at).ends_with(['[', '<']) {
            return None;
        }
        let closed = (at + 1..=at + 12).find(|next| self.gap(*next).contains([']', '>']))?;
        Some(closed - 1)
    }

    /// "Text here", "insert local text here", as the whole passage or in brackets.
    fn text_here(&self, at: usize) -> Option<usize> {
        let (before, after) = (self.gap(at), self.gap(at + 2));
        let whole = at == 0 && at + 2 == self.tokens.len();
        let line = (at == 0 || before.contains('\n')) && (at + 2 == self.tokens.len() || after.contains('\n'));
        let bracketed = before.ends_with(['(', '[']) && after.trim_start_matches('.').starts_with([')', ']']);
        (whole || line || bracketed).then_some(at + 1)
    }

    /// The words from one token to another, with brackets that belong to them.
    fn range(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.tokens.get(first).map_or(0, |token| token.range.start);
        let end = self.tokens.get(last).map_or(self.text.len(), |token| token.range.end);
        let opened = self.text.get(..start).is_some_and(|before| before.ends_with(['[', '<']));
        let closed = self.text.get(end..).is_some_and(|after| after.starts_with([']', '>']));
        if opened && closed { start - 1..end + 1 } else { start..end }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::samples::{Sample, read_in_words};
    use crate::finding::Rule;

    fn found(words: &str) -> Vec<String> {
        read_in_words(super::reader, Rule::LeftoverPrompt, words).into_iter().map(|found| found.words).collect()
    }

    #[test]
    fn prompts_are_found() {
        for (words, expected) in [
            ("Hub to insert local information here", "Hub to insert local information here"),
            ("Please see: hub to insert dates and venues here.", "hub to insert dates and venues here"),
            ("The venue is at the hub to insert", "hub to insert"),
            ("Hub(s) to customise as appropriate here", "Hub(s) to customise as appropriate here"),
            ("One aspect (hubs to customise as appropriate here) of maths", "hubs to customise as appropriate here"),
            ("Maths Hub to confirm dates", "Hub to confirm"),
            ("Dates: hub to confirm", "hub to confirm"),
            ("Ridgeway School, hub to confirm.", "hub to confirm"),
            ("The hub to add details", "hub to add"),
            ("Amend text here according to the Work Group model chosen by hub", "Amend text here"),
            ("Please insert your local details here", "insert your local details here"),
            ("The lead is [name of school lead] of", "[name of school lead]"),
            ("Text here", "Text here"),
            ("We meet (text here) weekly", "text here"),
            ("Lorem ipsum dolor sit amet", "Lorem ipsum"),
            ("- one\n- hub to amend\n", "hub to amend"),
        ] {
            assert_eq!(found(words), [expected], "{words}");
        }
    }

    #[test]
    fn sentences_are_left_alone() {
        for words in [
            "Contact the hub to confirm your place.",
            "Please email your hub to amend a booking.",
            "Ask the Maths Hub to add you to the list.",
            "We work with the hub to complete the evaluation.",
            "The text here is short.",
            "Insert the card into the reader.",
            "Hubs come together to confirm the plan.",
            "Write `Hub to insert local information here` in code.",
            "The name of the school is on the gate.",
            "We ask hubs to customise their offer.",
        ] {
            assert_eq!(found(words), Vec::<String>::new(), "{words}");
        }
    }

    #[test]
    fn the_sites_own_phrases_count_too() {
        let mut sample = Sample::new();
        sample.site().placeholder_phrases = vec!["Ask the hub lead.".into()];
        sample.local_words("Venue: ask the  hub lead");
        let found = sample.read(super::reader, Rule::LeftoverPrompt);
        assert_eq!(found.len(), 1);
    }
}
