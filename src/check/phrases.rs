//! Phrases that are looked for in sentences: names of hubs, prompts.

use super::tokens::Token;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Phrases in lower case, each with what it stands for.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    /// By their first words, the longest first.
    all: BTreeMap<String, Vec<(Vec<String>, T)>>,
    /// The bytes with which any begins, so that most words are seen at a glance to begin none.
    initials: [bool; 256],
}

impl<T> FromIterator<(Vec<String>, T)> for Phrases<T> {
    fn from_iter<I: IntoIterator<Item = (Vec<String>, T)>>(phrases: I) -> Self {
        let mut all: BTreeMap<String, Vec<(Vec<String>, T)>> = BTreeMap::new();
        let mut initials = [false; 256];
        for (words, meaning) in phrases {
            if let Some(first) = words.first() {
                first.bytes().take(1).for_each(|byte| initials[usize::from(byte)] = true);
                all.entry(first.clone()).or_default().push((words, meaning));
            }
        }
        all.values_mut().for_each(|phrases| phrases.sort_by_key(|(words, _)| Reverse(words.len())));
        Self { all, initials }
    }
}

impl<T> Phrases<T> {
    /// The longest phrase that begins with the token at `at`: how many words it has, and what it stands for.
    #[inline]
    pub fn at(&self, tokens: &[Token], at: usize) -> Option<(usize, &T)> {
        let first = &*tokens.get(at)?.lower;
        if !first.bytes().next().is_some_and(|byte| self.initials[usize::from(byte)]) {
            return None;
        }
        let stands = |words: &[String]| {
            let there = tokens.get(at..at + words.len());
            there.is_some_and(|there| there.iter().map(|token| &*token.lower).eq(words))
        };
        let (words, meaning) = self.all.get(first)?.iter().find(|(words, _)| stands(words))?;
        Some((words.len(), meaning))
    }
}
