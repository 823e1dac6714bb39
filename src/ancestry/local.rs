//! The hubs' words: every part of their files that holds sentences. A hub's own programme is none of them: there is
//! no national text beside it that it could be out of step with.

use crate::finding::Scope;
use crate::model::ids::{EditionName, ProgrammeId};
use crate::model::local::{Change, Hub, LocalFile, Verb};
use crate::model::practical::{Apply, Session};
use crate::model::sentence::{Sentence, each_sentence, sentences_of};
use crate::model::site::Content;
use crate::model::text::Blocks;
use crate::source::{FileId, Span};

/// A hub's file, or its `hub.yaml`.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    /// The edition whose national text it stands beside.
    pub edition: &'a EditionName,
    /// What it stands beside.
    pub beside: Beside<'a>,
    /// Whose pages it concerns.
    pub scope: Scope,
    /// The hub's file for a programme or an introduction.
    pub local: Option<&'a LocalFile>,
    source: Source<'a>,
}

/// The national text that a hub's words stand beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside<'a> {
    /// A programme, or, without an id, the year's introduction.
    Text(Option<&'a ProgrammeId>),
    /// All of the edition: words for every programme.
    Everything,
}

#[derive(Debug)]
enum Source<'a> {
    Hub(&'a Hub, FileId),
    Local(&'a LocalFile),
}

/// A part of a file: an answer, what stands under a heading, a field.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// The change, where it is one.
    pub change: Option<&'a Change>,
    /// Whether it answers a placeholder.
    pub answer: bool,
    /// Its sentences with the place in which each is to be looked for.
    pub sentences: Vec<(Sentence, Span)>,
}

/// Every hub's files. Those that take their programme back say nothing in public.
pub(super) fn writings<'a>(content: &'a Content, current: &'a EditionName) -> Vec<Writing<'a>> {
    let mut out = Vec::new();
    for hub in content.hubs.values() {
        out.extend(hub.hub.file.map(|file| Writing {
            edition: current,
            beside: Beside::Everything,
            scope: Scope::Hub(hub.hub.id.to_string()),
            local: None,
            source: Source::Hub(&hub.hub, file),
        }));
        for edition in hub.editions.values() {
            let files = edition.introduction.iter().chain(edition.programmes.values());
            let spoken = files.filter(|file| file.offered != Some(false) && file.own.is_none());
            out.extend(spoken.map(|file| Writing {
                edition: &file.edition,
                beside: Beside::Text(file.programme.as_ref()),
                scope: scope(file),
                local: Some(&**file),
                source: Source::Local(file),
            }));
        }
    }
    out
}

fn scope(file: &LocalFile) -> Scope {
    let (hub, edition) = (file.hub.to_string(), file.edition.to_string());
    match &file.programme {
        Some(programme) => Scope::Offering { hub, edition, programme: programme.to_string() },
        None => Scope::HubIntroduction { hub, edition },
    }
}

impl<'a> Writing<'a> {
    /// Its parts.
    pub fn parts(&self) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        match self.source {
            Source::Hub(hub, file) => of_hub(hub, file, &mut |part| parts.push(part)),
            Source::Local(file) => of_local(file, &mut |part| parts.push(part)),
        }
        parts
    }
}

fn of_hub<'a>(hub: &'a Hub, file: FileId, visit: &mut impl FnMut(Part<'a>)) {
    if let Some(about) = &hub.about {
        visit(Part::of_blocks(about));
    }
    for (_, words) in &hub.answers {
        visit(Part { answer: true, ..Part::of_blocks(&words.blocks) });
    }
    for partner in &hub.partners {
        visit(Part::of_field(partner, Span::whole(file)));
    }
}

fn of_local<'a>(file: &'a LocalFile, visit: &mut impl FnMut(Part<'a>)) {
    if let Some(notice) = &file.notice {
        visit(Part::of_blocks(&notice.text));
    }
    let cohorts = file.cohorts.iter().flatten();
    ways(file.apply.iter().flatten(), visit);
    sessions(file.sessions.iter().flatten(), visit);
    for cohort in cohorts {
        for text in [&cohort.area, &cohort.lead, &cohort.venue, &cohort.note].into_iter().flatten() {
            visit(Part::of_field(text, cohort.span));
        }
        ways(cohort.apply.iter().flatten(), visit);
        sessions(cohort.sessions.iter(), visit);
    }
    for date in file.dates.iter().flatten() {
        visit(Part::of_field(&date.what, Span::whole(file.file)));
    }
    for answer in &file.answers {
        visit(Part { answer: true, ..Part::of_blocks(&answer.words.blocks) });
    }
    // Why something is hidden is for colleagues, and never published.
    for change in file.changes.iter().filter(|change| change.verb != Verb::Hide) {
        visit(Part { change: Some(change), ..Part::of_blocks(&change.blocks) });
    }
}

fn ways<'a>(ways: impl Iterator<Item = &'a Apply>, visit: &mut impl FnMut(Part<'a>)) {
    for way in ways {
        for text in [&way.label, &way.needs].into_iter().flatten() {
            visit(Part::of_field(text, way.span));
        }
    }
}

fn sessions<'a>(sessions: impl Iterator<Item = &'a Session>, visit: &mut impl FnMut(Part<'a>)) {
    for session in sessions {
        for text in [&session.venue, &session.title, &session.note].into_iter().flatten() {
            visit(Part::of_field(text, session.span));
        }
    }
}

impl Part<'_> {
    fn of_blocks(blocks: &Blocks) -> Self {
        let mut sentences = Vec::new();
        each_sentence(blocks, &mut |block, sentence| sentences.push((sentence, block.span)));
        Self { change: None, answer: false, sentences }
    }

    /// A field's words, which stand somewhere behind that place.
    fn of_field(text: &str, from: Span) -> Self {
        let behind = Span { end: u32::MAX, ..from };
        let sentences = sentences_of(text).into_iter().map(|sentence| (sentence, behind)).collect();
        Self { change: None, answer: false, sentences }
    }
}
