//! What national texts ask of hubs.

use crate::check::tokens::{lower_words, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// Prompts as plain words, by the first of these.
#[derive(Debug, Default)]
pub struct Prompts(BTreeMap<String, BTreeSet<Vec<String>>>);

impl Prompts {
    /// These prompts.
    pub fn new<'a>(prompts: impl Iterator<Item = &'a str>) -> Self {
        let mut all: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
        for words in prompts.map(lower_words) {
            if let Some(first) = words.first() {
                all.entry(first.clone()).or_default().insert(words);
            }
        }
        Self(all)
    }

    /// Whether a text says what a prompt says. Most texts differ from all of them in the first word.
    pub fn contain(&self, text: &str) -> bool {
        let first = tokens(text).next();
        first.and_then(|first| self.0.get(&*first.lower)).is_some_and(|prompts| prompts.contains(&lower_words(text)))
    }
}
