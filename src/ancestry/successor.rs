//! What stands in the place of a sentence that the national text no longer has.

use super::index::{Index, Known, Standing};
use super::local::{Beside, Writing};
use crate::model::ids::ProgrammeId;
use crate::model::national::{Description, Section};
use crate::model::sentence::Sentence;
use crate::model::site::Content;
use crate::source::Span;
use std::collections::BTreeSet;

/// Words under that many letters say little about what a sentence is about.
const TELLING: usize = 4;

/// What stands there now.
pub(super) enum Successor<'i> {
    /// That sentence.
    Sentence(&'i Sentence, Span),
    /// No sentence that is like it; but the section is there.
    Section(&'i Section),
    /// Nothing that could be named.
    Gone,
}

/// Finds what took the place of a sentence, in the text of the edition that a hub's file is of.
pub(super) fn successor<'i>(
    content: &'i Content,
    index: &'i Index<'i>,
    writing: &Writing<'i>,
    (old, standing): (&Known, &Standing<'i>),
) -> Successor<'i> {
    let Some(edition) = content.editions.get(writing.edition) else { return Successor::Gone };
    let text = |programme: Option<&ProgrammeId>| -> Option<&'i Description> {
        match programme {
            Some(id) => edition.programmes.get(id).map(|programme| &programme.text),
            None => edition.introduction.as_ref().map(|introduction| &introduction.text),
        }
    };
    let own = match writing.beside {
        Beside::Text(programme) => Some(programme),
        Beside::Everything => None,
    };
    let Some((programme, text)) =
        [Some(standing.programme), own].into_iter().flatten().find_map(|id| Some((id, text(id)?)))
    else {
        return Successor::Gone;
    };
    let section = standing.section.as_ref().and_then(|old| {
        let same = text.sections.iter().find(|section| section.id == *old);
        same.or_else(|| text.sections.iter().find(|section| section.was.contains(old)))
    });
    // A sentence that stood beside the old one then has not taken its place.
    let new = |known: &Known| {
        let beside = |other: &Standing| {
            other.edition == standing.edition && other.programme == standing.programme && other.span.is_some()
        };
        standing.span.is_none() || !known.standings.iter().any(beside)
    };
    let likest = |section: Option<&Section>, least: f64| {
        let there = index.todays(writing.edition, programme);
        there
            .filter(|(known, standing)| {
                new(known) && section.is_none_or(|section| standing.section.as_ref() == Some(&section.id))
            })
            .filter_map(|(known, standing)| Some((likeness(&old.sentence, &known.sentence), known, standing.span?)))
            .filter(|(likeness, ..)| *likeness >= least)
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, known, span)| Successor::Sentence(&known.sentence, span))
    };
    let found = section.and_then(|section| likest(Some(section), 0.2)).or_else(|| likest(None, 0.4));
    found.or(section.map(|section| Successor::Section(section))).unwrap_or(Successor::Gone)
}

/// How much of what two sentences are about is the same, from 0 to 1.
fn likeness(a: &Sentence, b: &Sentence) -> f64 {
    let telling = |sentence: &Sentence| -> BTreeSet<String> {
        sentence.words().filter(|word| word.chars().count() >= TELLING).map(str::to_owned).collect()
    };
    let (a, b) = (telling(a), telling(b));
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * a.intersection(&b).count() as f64 / all as f64 }
}
