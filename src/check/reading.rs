//! A writing as it is read: the words and dates of its passages, made out once for all rules that read sentences.

use super::Input;
use super::leaves::{Passage, Sort};
use super::prose_dates::{ProseDate, prose_dates};
use super::published::Writing;
use super::tokens::{Token, tokens};
use crate::finding::Report;
use rayon::prelude::*;

/// A rule that reads sentences: it knows what it needs to know of the whole site, and reads one writing at a time.
pub(super) type Reader<'a> = Box<dyn Fn(&Reading, &mut Report) + Send + Sync + 'a>;

/// Makes a reader for a site.
pub(super) type MakeReader = for<'a> fn(&'a Input<'a>) -> Reader<'a>;

/// A writing and its passages.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The writing.
    pub writing: &'a Writing<'a>,
    /// Its passages, in its order.
    pub lines: Vec<Line<'a>>,
}

/// A passage with its words.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// The passage.
    pub passage: &'a Passage<'a>,
    /// Its words.
    pub tokens: Vec<Token<'a>>,
    /// The dates in sentences and labels; names and addresses have none.
    pub dates: Vec<ProseDate>,
}

impl<'a> Reading<'a> {
    /// Makes out a writing's words.
    pub fn new(writing: &'a Writing<'a>) -> Self {
        Self { writing, lines: writing.passages.iter().map(Line::new).collect() }
    }

    /// What stands in sentences and labels, not in names and addresses.
    pub fn sentences(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(|line| matches!(line.passage.sort, Sort::Words | Sort::Label))
    }
}

impl<'a> Line<'a> {
    fn new(passage: &'a Passage<'a>) -> Self {
        // As many as there are words in most sentences, so that the list seldom has to grow.
        let mut words = Vec::with_capacity(passage.text.len() / 5 + 1);
        words.extend(tokens(&passage.text));
        let dates = match passage.sort {
            Sort::Words | Sort::Label => prose_dates(&passage.text, &words),
            Sort::Name | Sort::Address => Vec::new(),
        };
        Self { passage, tokens: words, dates }
    }
}

/// What rules say of writings, in the order of these.
pub(super) fn read(input: &Input, readers: &[MakeReader], writings: &[Writing]) -> Vec<Report> {
    let readers: Vec<Reader> = readers.iter().map(|make| make(input)).collect();
    let read = |writing| {
        let reading = Reading::new(writing);
        let mut report = Report::default();
        readers.iter().for_each(|reader| reader(&reading, &mut report));
        report
    };
    writings.par_iter().map(read).collect()
}
