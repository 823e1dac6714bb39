//! Answers that nothing shows any more, and questions that nobody has answered now.

use super::{AnswerChange, PageName, Side};
use crate::model::ids::PlaceholderName;
use crate::model::local::Hub;
use crate::model::merged::{Fill, MergedText};
use crate::model::national::Words;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

type Key = (PageName, String);

/// Answers that were shown, or not there, and that no page shows now.
pub fn unused(before: &Side, after: &Side) -> Vec<AnswerChange> {
    new_ones(all_unused(before), all_unused(after))
}

/// Questions that were answered, or not asked, and that have no answer now.
pub fn unfilled(before: &Side, after: &Side) -> Vec<AnswerChange> {
    new_ones(all_unfilled(before), all_unfilled(after))
}

fn new_ones(before: BTreeMap<Key, AnswerChange>, after: BTreeMap<Key, AnswerChange>) -> Vec<AnswerChange> {
    after.into_iter().filter(|(key, _)| !before.contains_key(key)).map(|(_, answer)| answer).collect()
}

fn put(all: &mut BTreeMap<Key, AnswerChange>, page: PageName, hub: &Hub, name: &str, words: &str) {
    let answer =
        AnswerChange { page: page.clone(), hub_name: hub.name.clone(), name: name.to_owned(), words: words.to_owned() };
    all.insert((page, name.to_owned()), answer);
}

/// Where the words stand that fill a text's holes.
fn used(text: &MergedText) -> impl Iterator<Item = Span> {
    text.fills.values().filter_map(|fill| match fill {
        Fill::Words { words, .. } => Some(words.span),
        _ => None,
    })
}

/// The texts of a site that hubs answer in, with the page of each.
fn texts<'a>(side: &Side<'a>) -> impl Iterator<Item = (&'a Hub, PageName, &'a MergedText, Vec<(&'a str, &'a Words)>)> {
    side.merged.hubs.iter().flat_map(|entry| {
        entry.editions.iter().flat_map(move |year| {
            let name =
                |programme| PageName { hub: Some(entry.hub.id.clone()), edition: year.edition.clone(), programme };
            let introduction = year.introduction.as_ref();
            let introduction = introduction.map(|it| (name(None), &it.text, it.local.as_deref()));
            let offerings = year.offerings.iter();
            let offerings = offerings.map(move |it| (name(Some(it.id().clone())), &it.text, it.local.as_deref()));
            introduction.into_iter().chain(offerings).map(|(page, text, local)| {
                let answers = local.map_or(&[][..], |local| &local.answers).iter();
                let answers = answers.map(|answer| (answer.name.value.as_str(), &*answer.words));
                (&*entry.hub, page, text, answers.collect())
            })
        })
    })
}

fn all_unused(side: &Side) -> BTreeMap<Key, AnswerChange> {
    let mut all = BTreeMap::new();
    let mut shown: BTreeSet<Span> = BTreeSet::new();
    for (hub, page, text, answers) in texts(side) {
        let here: BTreeSet<Span> = used(text).collect();
        for (name, words) in answers {
            if !here.contains(&words.span) && !words.raw.is_empty() {
                put(&mut all, page.clone(), hub, name, &words.raw);
            }
        }
        shown.extend(here);
    }
    for entry in &side.merged.hubs {
        let of_hub: &[(crate::source::Spanned<PlaceholderName>, _)] = &entry.hub.answers;
        for (name, words) in of_hub.iter().filter(|(_, words)| !shown.contains(&words.span)) {
            let edition = side.merged.current.clone();
            let page = PageName { hub: Some(entry.hub.id.clone()), edition, programme: None };
            put(&mut all, page, &entry.hub, name.value.as_str(), &words.raw);
        }
    }
    all
}

fn all_unfilled(side: &Side) -> BTreeMap<Key, AnswerChange> {
    let mut all = BTreeMap::new();
    for (hub, page, text, _) in texts(side) {
        for (name, fill) in &text.fills {
            if let Fill::Unfilled { ask, .. } = fill {
                put(&mut all, page.clone(), hub, name.as_str(), ask);
            }
        }
    }
    all
}
