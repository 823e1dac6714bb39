//! Impact as people read it: by programme, the latest year first; pages that change alike stand together.

use super::{AnswerChange, Hidden, How, Impact, PageChange, PageName};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of one programme of a year.
#[derive(Debug, Clone)]
pub struct Topic<'i> {
    /// The year.
    pub edition: &'i str,
    /// The programme; `None` for the hubs' pages of the year and its introduction.
    pub programme: Option<&'i str>,
    /// The national text.
    pub national: Vec<&'i PageChange>,
    /// Hubs' pages, each group changing alike, the greatest group first.
    pub alike: Vec<Vec<&'i PageChange>>,
    /// Hubs' changes that keep the national one from their pages.
    pub hidden: Vec<&'i Hidden>,
    /// Answers that are no longer shown: the name, the words and the hubs.
    pub unused: Vec<Asked<'i>>,
    /// Questions without an answer: the name, what is asked and the hubs.
    pub unfilled: Vec<Asked<'i>>,
}

/// A placeholder, with the hubs concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'i> {
    /// The placeholder.
    pub name: &'i str,
    /// The words of the answer, or of the question.
    pub words: &'i str,
    /// The hubs' names.
    pub hubs: Vec<&'i str>,
}

type Key<'i> = (&'i str, Option<&'i str>);

fn key(page: &PageName) -> Key<'_> {
    (page.edition.as_str(), page.programme.as_ref().map(|id| id.as_str()))
}

impl Impact {
    /// By programme.
    pub fn topics(&self) -> Vec<Topic<'_>> {
        let changes = self.national.iter().chain(&self.pages).map(|it| &it.page);
        let answers = self.unused.iter().chain(&self.unfilled).map(|it| &it.page);
        let keys: BTreeSet<Key> =
            changes.chain(self.hidden.iter().map(|it| &it.page)).chain(answers).map(key).collect();
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_by_key(|(edition, programme)| (Reverse(*edition), *programme));
        keys.into_iter().map(|key| self.topic(key)).collect()
    }

    fn topic<'i>(&'i self, wanted: Key<'i>) -> Topic<'i> {
        let here = |page: &PageName| key(page) == wanted;
        let mut alike: Vec<Vec<&PageChange>> = Vec::new();
        for page in self.pages.iter().filter(|it| here(&it.page)) {
            match alike.iter_mut().find(|group| group.first().is_some_and(|first| first.is_like(page))) {
                Some(group) => group.push(page),
                None => alike.push(vec![page]),
            }
        }
        alike.sort_by_key(|group| (Reverse(group.len()), group.first().map(|page| page.how)));
        Topic {
            edition: wanted.0,
            programme: wanted.1,
            national: self.national.iter().filter(|it| here(&it.page)).collect(),
            alike,
            hidden: self.hidden.iter().filter(|it| here(&it.page)).collect(),
            unused: asked(self.unused.iter().filter(|it| here(&it.page))),
            unfilled: asked(self.unfilled.iter().filter(|it| here(&it.page))),
        }
    }

    /// How many of the hubs' pages do what, in words: `35 pages change, 1 page appears`.
    pub fn sums(&self) -> String {
        let count = |how: &How| self.pages.iter().filter(|page| page.how == *how).count();
        let counts = How::ALL.iter().map(|how| (how, count(how))).filter(|(_, count)| *count > 0);
        let parts: Vec<String> = counts.map(|(how, count)| how.of(count)).collect();
        if parts.is_empty() { "no hub\u{2019}s page changes".to_owned() } else { parts.join(", ") }
    }
}

impl PageChange {
    /// Whether the same becomes of another page.
    fn is_like(&self, other: &Self) -> bool {
        (self.how, &self.errors) == (other.how, &other.errors) && self.differs_like(other)
    }

    /// Whether the same words differ.
    pub fn differs_like(&self, other: &Self) -> bool {
        self.sections == other.sections && self.facts == other.facts
    }
}

fn asked<'i>(all: impl Iterator<Item = &'i AnswerChange>) -> Vec<Asked<'i>> {
    let mut by_name: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for one in all {
        by_name.entry((&one.name, &one.words)).or_default().push(&one.hub_name);
    }
    by_name.into_iter().map(|((name, words), hubs)| Asked { name, words, hubs }).collect()
}
