//! Every sentence that a national text holds, and what earlier versions of it held.

use super::ids::{EditionName, ProgrammeId, SectionId};
use super::national::{Description, Introduction, Programme};
use super::sentence::{Sentence, each_sentence, sentences_of};
use crate::source::Span;

/// A sentence where it stands in a national text.
#[derive(Debug, Clone)]
pub struct Said {
    /// The section; `None` for a sentence of the front matter: the summary, a goal, a stage.
    pub section: Option<SectionId>,
    /// The sentence.
    pub sentence: Sentence,
    /// The block, or the file's beginning for a sentence of the front matter.
    pub span: Span,
}

/// A sentence of an earlier version of the national text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Earlier {
    /// The edition of which it was.
    pub edition: EditionName,
    /// The programme; `None` for the year's introduction.
    pub programme: Option<ProgrammeId>,
    /// The section, by the id that it had then.
    pub section: Option<SectionId>,
    /// The sentence.
    pub sentence: Sentence,
}

/// The sentences of a programme: its summary, its sections and the defaults of its placeholders.
pub fn of_programme(programme: &Programme) -> Vec<Said> {
    let mut said = front_matter([programme.summary.as_str()], Span::whole(programme.file));
    description(&programme.text, &mut said);
    said
}

/// The sentences of a year's introduction.
pub fn of_introduction(introduction: &Introduction) -> Vec<Said> {
    let goals = introduction.goals.iter().map(|(_, goal)| goal.as_str());
    let stages = introduction.stages.iter().map(|(_, meaning)| meaning.as_str());
    let mut said = front_matter(goals.chain(stages), Span::whole(introduction.file));
    description(&introduction.text, &mut said);
    said
}

fn front_matter<'a>(texts: impl IntoIterator<Item = &'a str>, span: Span) -> Vec<Said> {
    let sentences = texts.into_iter().flat_map(sentences_of);
    sentences.map(|sentence| Said { section: None, sentence, span }).collect()
}

fn description(text: &Description, said: &mut Vec<Said>) {
    for section in &text.sections {
        each_sentence(&section.blocks, &mut |block, sentence| {
            said.push(Said { section: Some(section.id.clone()), sentence, span: block.span });
        });
    }
    for placeholder in text.placeholders.values() {
        let Some(words) = &placeholder.default else { continue };
        let section = placeholder.uses.first().map(|place| place.section.clone());
        each_sentence(&words.blocks, &mut |block, sentence| {
            said.push(Said { section: section.clone(), sentence, span: block.span });
        });
    }
}
