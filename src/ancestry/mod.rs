//! Ancestry of words: sentences of hubs that come from the national text, of today or of an earlier day.
//!
//! 1. [`index`] holds every sentence that national text has held: in every edition, and, as far as is known, in
//!    earlier versions: from what hubs agreed to, and from git where the site is kept in it.
//! 2. [`local`] walks through the hubs' words, sentence by sentence; those under six words are left alone.
//! 3. [`near`] says how near two sentences are.
//! 4. A sentence that is nearer to one which the national text no longer has than to any that it has is
//!    `old-national-words`; [`successor`] finds what stands in its place now. One that is today's is `national-words`.
//!
//! Today is, for a file of an edition, the text of that edition: an archive keeps its year's words, in whichever
//! version. For `hub.yaml` it is the current edition's. There is no guessing: the same files give the same findings.

mod index;
mod local;
mod near;
mod place;
mod say;
mod successor;

use crate::finding::{Finding, Report};
use crate::model::ids::EditionName;
use crate::model::national_words::Earlier;
use crate::model::sentence::Sentence;
use crate::model::site::Content;
use crate::source::{Sources, Span};
use index::{Index, Known, Standing};
use local::{Beside, Part, Writing, writings};
use near::LEAST_WORDS;
use rayon::prelude::*;
use std::collections::HashMap;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The text as read, to find the place of a word.
    pub sources: &'a Sources,
    /// What was parsed.
    pub content: &'a Content,
    /// The edition that is current.
    pub current: &'a EditionName,
    /// What hubs agreed to, where the national text may no longer say it.
    pub agreed: &'a [Earlier],
}

/// Finds the sentences of hubs that come from the national text.
pub fn ancestry(input: &Input) -> Report {
    let index = Index::new(input.content, input.agreed);
    let writings = writings(input.content, input.current);
    let parts: Vec<Vec<Part>> = writings.par_iter().map(Writing::parts).collect();
    // Hubs write many sentences alike: each is looked up once.
    let sentences = parts.iter().flatten().flat_map(|part| &part.sentences).map(|(sentence, _)| sentence);
    let distinct: HashMap<&str, &Sentence> = sentences
        .filter(|sentence| sentence.length() >= LEAST_WORDS)
        .map(|sentence| (sentence.even.as_str(), sentence))
        .collect();
    let near = distinct.into_par_iter().map(|(even, sentence)| (even, index.near(sentence))).collect();
    let look = Look { input, index: &index, near };
    let found: Vec<Vec<Finding>> =
        writings.par_iter().zip(&parts).map(|(writing, parts)| look.writing(writing, parts)).collect();
    Report { findings: found.into_iter().flatten().collect() }
}

/// A sentence of a hub with the national one that it comes from.
struct Traced<'l, 'a> {
    sentence: &'l Sentence,
    /// Where to look for it.
    within: Span,
    known: &'l Known<'a>,
    standing: &'l Standing<'a>,
    changed: usize,
}

/// What is looked up, and where.
struct Look<'l, 'a> {
    input: &'a Input<'a>,
    index: &'l Index<'a>,
    /// By a sentence's words: the national ones that are near to it.
    near: HashMap<&'l str, Vec<(usize, &'l Known<'a>)>>,
}

impl<'l, 'a> Look<'l, 'a> {
    fn writing(&self, writing: &Writing<'a>, parts: &'l [Part<'a>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for part in parts {
            self.part(writing, part, &mut findings);
        }
        findings
    }

    fn part(&self, writing: &Writing<'a>, part: &'l Part<'a>, findings: &mut Vec<Finding>) {
        let mut todays = Vec::new();
        for (sentence, within) in &part.sentences {
            match self.trace(writing, sentence, *within) {
                Some(Origin::Old(traced)) => findings.push(say::old(self, writing, &traced)),
                Some(Origin::Todays(traced)) => todays.push(traced),
                None => {}
            }
        }
        findings.extend(say::todays(self, writing, part, &todays));
    }

    /// Where a sentence comes from.
    fn trace(&self, writing: &Writing<'a>, sentence: &'l Sentence, within: Span) -> Option<Origin<'l, 'a>> {
        let concerns = |known: &Known| {
            known.standings.iter().any(|standing| self.is_todays(writing, standing) || self.is_old(writing, standing))
        };
        let near = self.near.get(sentence.even.as_str())?;
        let near: Vec<_> = near.iter().copied().filter(|(_, known)| concerns(known)).collect();
        let changed = near.first()?.0;
        let traced = |known: &'l Known<'a>, changed, standing| Traced { sentence, within, known, standing, changed };
        // Several may be equally near; one that is said today excuses the sentence.
        let equally = || near.iter().take_while(move |(other, _)| *other == changed).map(|(_, known)| *known);
        if equally().any(|known| known.standings.iter().any(|standing| self.is_todays(writing, standing))) {
            let own = equally().find_map(|known| {
                let own = |standing: &&Standing| self.is_todays(writing, standing) && writing.is_beside(standing);
                Some((known, known.standings.iter().find(own)?))
            });
            let (known, standing) = own.filter(|_| changed == 0)?;
            return standing.span.map(|_| Origin::Todays(traced(known, changed, standing)));
        }
        let old = |known: &'l Known<'a>| {
            let old = known.standings.iter().filter(|standing| self.is_old(writing, standing));
            // The latest time that it was said, in the programme's own text rather than in another.
            old.max_by_key(|standing| (writing.is_beside(standing), standing.edition, standing.span.is_none()))
                .map(|standing| (known, standing))
        };
        let known = equally().filter_map(old).max_by_key(|(_, standing)| writing.is_beside(standing));
        known.map(|(known, standing)| Origin::Old(traced(known, changed, standing)))
    }

    /// Whether a sentence stands in the text that is today's for a hub's file.
    fn is_todays(&self, writing: &Writing, standing: &Standing) -> bool {
        let archive = writing.edition < self.input.current;
        standing.edition == writing.edition && (standing.span.is_some() || archive)
    }

    /// Whether it stood in the text of an earlier day.
    fn is_old(&self, writing: &Writing, standing: &Standing) -> bool {
        standing.edition < writing.edition || (standing.edition == writing.edition && standing.span.is_none())
    }
}

/// Where a hub's sentence comes from.
enum Origin<'l, 'a> {
    /// From the national text as it no longer is.
    Old(Traced<'l, 'a>),
    /// It is the national text's, word for word.
    Todays(Traced<'l, 'a>),
}

impl Writing<'_> {
    /// Whether a national sentence belongs to what these words stand beside.
    fn is_beside(&self, standing: &Standing) -> bool {
        match self.beside {
            Beside::Text(programme) => standing.programme == programme,
            Beside::Everything => true,
        }
    }
}
