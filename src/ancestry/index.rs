//! The index: every sentence that national text holds or held, once, with where it stands or stood.
//!
//! An equal sentence is found by its words. For a nearly equal one, each sentence stands under its rarest words: as
//! many as may be changed in it and two more. However it was changed, two of them are still there, so only
//! sentences that share two are compared.

use super::near::{self, HOLE, LEAST_WORDS, UNKNOWN, Word, changeable};
use crate::model::ids::{EditionName, ProgrammeId, SectionId};
use crate::model::national_words::{Earlier, Said, of_introduction, of_programme};
use crate::model::sentence::{self, Sentence};
use crate::model::site::Content;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most sentences that one is compared with: those that share the most rare words.
const CANDIDATES: usize = 16;

/// Where a sentence stands or stood.
#[derive(Debug, Clone)]
pub(super) struct Standing<'a> {
    /// The edition.
    pub edition: &'a EditionName,
    /// The programme; `None` for the year's introduction.
    pub programme: Option<&'a ProgrammeId>,
    /// The section; `None` for front matter.
    pub section: Option<SectionId>,
    /// Where it stands; `None` for an earlier version.
    pub span: Option<Span>,
}

/// A sentence of the national text, of whatever year.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// The sentence.
    pub sentence: Sentence,
    /// Where it stands or stood, earliest edition first.
    pub standings: Vec<Standing<'a>>,
    words: Vec<Word>,
    /// How many of its words may be changed.
    changeable: usize,
    /// How many rare words it stands under.
    marks: usize,
}

/// A programme of an edition, or its introduction.
type Text<'a> = (&'a EditionName, Option<&'a ProgrammeId>);

/// The index.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    known: Vec<Known<'a>>,
    todays: BTreeMap<Text<'a>, Vec<usize>>,
    by_words: HashMap<String, usize>,
    vocabulary: HashMap<String, Word>,
    /// By a word's number: how many letters it has.
    letters: Vec<usize>,
    /// By a word's number: the sentences that stand under it.
    rare: Vec<Vec<u32>>,
}

impl<'a> Index<'a> {
    /// The index of everything that the national text says and said.
    pub fn new(content: &'a Content, agreed: &'a [Earlier]) -> Self {
        let mut index = Self { rare: vec![Vec::new()], letters: vec![0], ..Self::default() };
        index.vocabulary.insert(sentence::HOLE.to_owned(), HOLE);
        for (edition, national) in &content.editions {
            let mut add = |programme: Option<&'a ProgrammeId>, said: Vec<Said>| {
                for Said { section, sentence, span } in said {
                    index.add(sentence, Standing { edition, programme, section, span: Some(span) });
                }
            };
            if let Some(introduction) = &national.introduction {
                add(None, of_introduction(introduction));
            }
            for (id, programme) in &national.programmes {
                add(Some(id), of_programme(programme));
            }
        }
        for Earlier { edition, programme, section, sentence } in content.history.iter().chain(agreed) {
            let (programme, section) = (programme.as_ref(), section.clone());
            index.add(sentence.clone(), Standing { edition, programme, section, span: None });
        }
        index.mark();
        index
    }

    fn add(&mut self, sentence: Sentence, standing: Standing<'a>) {
        if sentence.length() < LEAST_WORDS {
            return;
        }
        let known = self.by_words.get(&sentence.even).copied();
        let at = known.unwrap_or(self.known.len());
        if standing.span.is_some() {
            self.todays.entry((standing.edition, standing.programme)).or_default().push(at);
        }
        if known.is_some() {
            return self.known[at].standings.push(standing);
        }
        let words = sentence.words().map(|word| self.number(word)).collect();
        self.by_words.insert(sentence.even.clone(), at);
        self.known.push(Known {
            changeable: changeable(sentence.length()),
            sentence,
            standings: vec![standing],
            words,
            marks: 0,
        });
    }

    fn number(&mut self, word: &str) -> Word {
        if let Some(number) = self.vocabulary.get(word) {
            return *number;
        }
        let number = Word::try_from(self.letters.len()).unwrap_or(UNKNOWN);
        self.vocabulary.insert(word.to_owned(), number);
        self.letters.push(word.chars().count());
        self.rare.push(Vec::new());
        number
    }

    /// Puts each sentence under its rarest words.
    fn mark(&mut self) {
        let mut counts = vec![0_usize; self.letters.len()];
        let distinct = |known: &Known| known.words.iter().copied().collect::<BTreeSet<Word>>();
        for known in &self.known {
            distinct(known).iter().for_each(|word| counts[*word as usize] += 1);
        }
        for (at, known) in self.known.iter_mut().enumerate() {
            known.standings.sort_by(|a, b| a.edition.cmp(b.edition));
            let mut words: Vec<Word> = distinct(known).into_iter().filter(|word| *word != HOLE).collect();
            words.sort_by_key(|word| (counts[*word as usize], *word));
            words.truncate(known.changeable + 2);
            known.marks = words.len();
            words.iter().for_each(|word| self.rare[*word as usize].push(u32::try_from(at).unwrap_or(u32::MAX)));
        }
    }

    /// Every known sentence that a sentence equals or nearly equals, with how many words are changed; an equal one
    /// first, then by how near.
    pub fn near(&self, sentence: &Sentence) -> Vec<(usize, &Known<'a>)> {
        let words: Vec<Word> =
            sentence.words().map(|word| self.vocabulary.get(word).copied().unwrap_or(UNKNOWN)).collect();
        let equal = self.by_words.get(&sentence.even).copied();
        let mut found: Vec<(usize, usize)> = equal.into_iter().map(|at| (0, at)).collect();
        for at in self.candidates(&words).into_iter().filter(|at| Some(*at) != equal) {
            let known = &self.known[at];
            let letters = |word: Word| self.letters.get(word as usize).copied().unwrap_or(0);
            let most = known.changeable;
            if near::may_be_near(&known.words, &words, most)
                && near::alike(&known.words, &words, letters)
                && let Some(changed) = near::distance(&known.words, &words, most)
            {
                found.push((changed, at));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(changed, at)| (changed, &self.known[at])).collect()
    }

    /// Sentences that share enough rare words to be worth comparing.
    fn candidates(&self, words: &[Word]) -> Vec<usize> {
        let distinct: BTreeSet<Word> = words.iter().copied().filter(|word| *word != HOLE && *word != UNKNOWN).collect();
        let mut shared = vec![0_usize; self.known.len()];
        for at in distinct.iter().flat_map(|word| &self.rare[*word as usize]) {
            shared[*at as usize] += 1;
        }
        let enough = |(count, known): (&usize, &Known)| *count > 0 && count + known.changeable >= known.marks;
        let mut counted: Vec<(usize, usize)> = (0..)
            .zip(shared.iter().zip(&self.known))
            .filter(|(_, it)| enough(*it))
            .map(|(at, (n, _))| (*n, at))
            .collect();
        if counted.len() > CANDIDATES {
            counted.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), *at));
            counted.truncate(CANDIDATES);
        }
        counted.into_iter().map(|(_, at)| at).collect()
    }

    /// The sentences that a programme or introduction has today, in reading order.
    pub fn todays(
        &self,
        edition: &'a EditionName,
        programme: Option<&'a ProgrammeId>,
    ) -> impl Iterator<Item = (&Known<'a>, &Standing<'a>)> {
        let there = move |standing: &&Standing| {
            standing.span.is_some() && standing.edition == edition && standing.programme == programme
        };
        let known = self.todays.get(&(edition, programme)).into_iter().flatten().map(|at| &self.known[*at]);
        known.filter_map(move |known| Some((known, known.standings.iter().find(there)?)))
    }
}
