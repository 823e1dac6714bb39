//! `unknown-glossary-term`: a short form in capitals that the glossary lacks; once for each file and form.

use super::reading::Reader;
use super::tokens::{Token, gap_before, tokens};
use super::{Input, Writing};
use crate::finding::Rule;
use crate::model::site::{Content, Site};
use std::collections::BTreeSet;

/// Known to every reader, or not a short form of words that need explaining.
const KNOWN: &[&str] = &[
    "UK", "GB", "EU", "US", "USA", "BBC", "TV", "IT", "ICT", "ID", "CV", "OK", "PDF", "URL", "FAQ", "HTML", "USB",
    "DVD", "AM", "PM", "GMT", "BST", "UTC", "TBC", "TBA", "NB", "PS", "PTO", "RSVP", "BC", "AD", "QR", "CEO", "VAT",
    "HM", "NHS", "MP", "PC", "CD", "AA", "HR", "AI", "SMS",
];
/// Words that people write in capitals to stress them.
const STRESSED: &[&str] = &[
    "A", "ALL", "AND", "ANY", "ARE", "BE", "BOTH", "BUT", "BY", "CAN", "DO", "EACH", "EVERY", "FOR", "FREE", "FROM",
    "FULL", "IF", "IN", "IS", "ITS", "MAY", "MUST", "NEW", "NO", "NOT", "NOTE", "NOW", "OF", "ON", "ONE", "ONLY", "OR",
    "OUT", "PLEASE", "SO", "THE", "THIS", "TO", "TWO", "WE", "WILL", "WITH", "YES", "YOU", "YOUR",
];
/// A longer word in capitals is a word, not a short form.
const LONGEST: usize = 6;

pub(super) fn reader<'a>(input: &'a Input<'a>) -> Reader<'a> {
    let names = names(input.content);
    Box::new(move |reading, report| {
        let writing = reading.writing;
        let mut said = BTreeSet::new();
        for line in reading.sentences() {
            let passage = line.passage;
            for (at, token) in line.tokens.iter().enumerate() {
                let Some(form) = short_form(token.text) else { continue };
                let known = in_glossary(&input.content.site, form)
                    || names.contains(form)
                    || is_code(&passage.text, &line.tokens, at);
                if known || !said.insert(form.to_owned()) {
                    continue;
                }
                let range = token.range.start..token.range.start + form.len();
                report.push(writing.finding(
                    Rule::UnknownGlossaryTerm,
                    passage.place(input.sources, range),
                    format!("The glossary does not explain “{form}”."),
                    remedy(writing, form),
                ));
            }
        }
    })
}

fn remedy(writing: &Writing, form: &str) -> String {
    let line = format!("{form}: what it stands for");
    match writing.hub {
        Some(_) => {
            format!("Write the words out, or ask the national team to add to `glossary` in content/site.yaml: {line}")
        }
        None => format!("Add to `glossary` in content/site.yaml: {line}"),
    }
}

/// A word as a short form, without the s of the plural: two capitals or more, perhaps figures after them.
fn short_form(word: &str) -> Option<&str> {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let form = word.strip_suffix('s').unwrap_or(word);
    let letters = form.trim_end_matches(|c: char| c.is_ascii_digit());
    let fits = (2..=LONGEST).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
    let one_letter = letters.len() == 1 && form.len() == 2;
    let roman = letters == form && letters.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    (fits && !one_letter && !roman && !KNOWN.contains(&form) && !STRESSED.contains(&form)).then_some(form)
}

/// Whether the glossary has the form, also as its letters alone or in the plural.
fn in_glossary(site: &Site, form: &str) -> bool {
    let letters = form.trim_end_matches(|c: char| c.is_ascii_digit());
    let plural = format!("{form}s");
    [form, letters, &plural].iter().any(|form| site.glossary.contains_key(*form))
}

/// Whether a word is part of a code such as `NCP22-12`, a post code, or an address.
fn is_code(text: &str, tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).map_or("", |token| token.text);
    let gap = gap_before(text, tokens, at + 1);
    let figures = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let has_figures = tokens.get(at).is_some_and(|token| token.text.contains(|c: char| c.is_ascii_digit()));
    let code = matches!(gap, "-" | "/" | "." | "_" | "@") && figures(next);
    let post_code = has_figures && gap == " " && next.len() == 3 && figures(next);
    let address = matches!(gap_before(text, tokens, at), "/" | "." | "@" | "://") || (gap == "@" || gap == "://");
    code || post_code || address
}

/// Words in capitals that are parts of names which the site itself gives: GLOW Maths Hub.
fn names(content: &Content) -> BTreeSet<&str> {
    let site = &content.site;
    let of_site = [Some(&site.title), site.network.as_ref(), site.national_team.name.as_ref()];
    let of_hubs = content.hubs.values().flat_map(|hub| {
        let hub = &hub.hub;
        let one = [Some(&hub.name), Some(&hub.region), hub.place.as_ref(), hub.area.as_ref(), hub.address.as_ref()];
        one.into_iter().flatten().chain(&hub.lead_schools).chain(&hub.partners).chain(&hub.former_names)
    });
    let all = of_site.into_iter().flatten().chain(of_hubs);
    all.flat_map(|name| tokens(name)).filter_map(|token| short_form(token.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::short_form;
    use crate::check::samples::{Sample, read_in_words};
    use crate::finding::Rule;

    #[test]
    fn what_is_a_short_form() {
        for (word, form) in [
            ("TRG", Some("TRG")),
            ("TRGs", Some("TRG")),
            ("KS2", Some("KS2")),
            ("SLE", Some("SLE")),
            ("UK", None),
            ("IV", None),
            ("NOT", None),
            ("A", None),
            ("Hub", None),
            ("TfM", None),
            ("IMPORTANT", None),
            ("2AB", None),
            ("ÉTÉ", None),
        ] {
            assert_eq!(short_form(word), form, "{word}");
        }
    }

    #[test]
    fn each_is_said_once_unless_the_glossary_has_it() {
        let found = read_in_words(
            super::reader,
            Rule::UnknownGlossaryTerm,
            "A TRG meets. TRGs learn. `SLE` and LLMEs in KS1, NCP22-12, CB1 2AB, a SCITT.",
        );
        let words: Vec<&str> = found.iter().map(|found| found.words.as_str()).collect();
        assert_eq!(words, ["TRG", "LLME", "SCITT"]);
        let mut sample = Sample::new();
        sample.site().glossary.insert("TRG".into(), "teacher research group".into());
        sample.local_words("A TRG meets.");
        assert!(sample.read(super::reader, Rule::UnknownGlossaryTerm).is_empty());
    }
}
