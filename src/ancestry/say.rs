//! What is said of a sentence that comes from the national text.

use super::local::{Part, Writing};
use super::place::place;
use super::successor::{Successor, successor};
use super::{Look, Traced};
use crate::finding::{Finding, Rule, Scope};
use crate::model::local::{LocalFile, Verb};
use crate::model::national::Section;
use crate::model::text::plain;

/// A sentence that the national text no longer has.
pub(super) fn old<'l, 'a>(look: &Look<'l, 'a>, writing: &Writing<'a>, traced: &Traced<'_, 'a>) -> Finding {
    let (said, today) = (traced.standing.edition, writing.edition);
    let before = said == today;
    let message = match (traced.changed, before) {
        (0, true) => format!("The national text of {said} once said this, word for word, and no longer does."),
        (0, false) => format!("The national text of {said} said this, word for word, and that of {today} doesn't."),
        (_, true) => {
            format!("The national text of {said} once said nearly this, and no longer does: {}", quoted(traced))
        }
        (_, false) => {
            format!("The national text of {said} said nearly this, and that of {today} doesn't: {}", quoted(traced))
        }
    };
    let found = successor(look.input.content, look.index, writing, (traced.known, traced.standing));
    let now = match &found {
        Successor::Sentence(sentence, _) => format!("What it says now is: “{}”\n", sentence.text),
        Successor::Section(section) => {
            format!("Its section “{}” now says nothing like it.\n", name(section))
        }
        Successor::Gone => "It says nothing like it now.\n".to_owned(),
    };
    let meant = match writing.scope {
        Scope::Hub(_) => "If they are meant as they are, add this line above: allow: [old-national-words]",
        _ => "If they are meant as they are, add to the front matter:\nallow: [old-national-words]",
    };
    let remedy = format!(
        "{now}Take these words out, and the page follows the national text; or write what is true at your hub this year. {meant}"
    );
    let span = place(look.input.sources, traced.within, traced.sentence);
    let mut finding = Finding::new(Rule::OldNationalWords, span, writing.scope.clone(), message, remedy);
    finding = match found {
        Successor::Sentence(sentence, within) => {
            finding.also(place(look.input.sources, within, sentence), "the national text says this now")
        }
        Successor::Section(section) => finding.also(section.span, "the section is this now"),
        Successor::Gone => finding,
    };
    match traced.standing.span {
        Some(within) => {
            let there = place(look.input.sources, within, &traced.known.sentence);
            finding.also(there, format!("the national text of {said} said it here"))
        }
        None => finding,
    }
}

fn quoted(traced: &Traced) -> String {
    format!("“{}”", traced.known.sentence.text)
}

/// The sentences of a part that the national text has today: one note for all of them.
pub(super) fn todays(look: &Look, writing: &Writing, part: &Part, traced: &[Traced]) -> Option<Finding> {
    let first = traced.first()?;
    let message = match traced.len() {
        1 => "This is a sentence of the national text, word for word.".to_owned(),
        count => format!("{count} sentences here are the national text's, word for word."),
    };
    let section = section(look, writing, first);
    let taken = section.and_then(|section| Some((section, writing.local?.takes(section)?)));
    let remedy = match (part.change.map(|change| &change.verb), taken) {
        (_, Some((section, verb))) => format!(
            "What you leave to the national text follows it when it changes; a copy doesn't. Your file {verb} the section in which it stands. If you can, let that section be, and put only what is yours under:\n## Add to: {}",
            name(section)
        ),
        (None, None) if part.answer => {
            "Leave it out: the page says it without your answer, and follows the national text when that changes."
                .to_owned()
        }
        _ => "Leave it out: the page says it already, and follows the national text when that changes.".to_owned(),
    };
    let there = |traced: &Traced| place(look.input.sources, traced.within, traced.sentence);
    let mut finding = Finding::new(Rule::NationalWords, there(first), writing.scope.clone(), message, remedy);
    for more in traced.iter().skip(1) {
        finding = finding.also(there(more), "and this");
    }
    let within = first.standing.span?;
    let national = place(look.input.sources, within, &first.known.sentence);
    Some(finding.also(national, "the national text says it here"))
}

/// The section of today's text in which a sentence stands.
fn section<'a>(look: &Look<'_, 'a>, writing: &Writing, traced: &Traced) -> Option<&'a Section> {
    let edition = look.input.content.editions.get(writing.edition)?;
    let text = match traced.standing.programme {
        Some(id) => &edition.programmes.get(id)?.text,
        None => &edition.introduction.as_ref()?.text,
    };
    let id = traced.standing.section.as_ref()?;
    text.sections.iter().find(|section| section.id == *id).map(|section| &**section)
}

fn name(section: &Section) -> String {
    match &section.heading {
        Some(heading) => plain(&heading.nodes).trim().to_owned(),
        None => section.id.to_string(),
    }
}

impl LocalFile {
    /// What the file does to a section that keeps the national text from being shown, in words.
    fn takes(&self, section: &Section) -> Option<&'static str> {
        self.changes.iter().find_map(|change| {
            let verb = match change.verb {
                Verb::Replace => "replaces",
                Verb::Hide => "hides",
                _ => return None,
            };
            let named = crate::model::ids::slug(&change.section.value);
            let heading = section.heading.as_ref().map(|heading| crate::model::ids::slug(&plain(&heading.nodes)));
            let same = named == section.id.as_str()
                || section.was.iter().any(|old| old.as_str() == named)
                || heading.is_some_and(|heading| heading == named);
            same.then_some(verb)
        })
    }
}
