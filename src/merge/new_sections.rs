//! New sections, each put behind the section that it names.

use super::find;
use super::sections::{Placed, ambiguous, piece};
use super::text::Merging;
use crate::finding::{Finding, Rule};
use crate::model::ids::{SectionId, slug};
use crate::model::local::{Change, Verb};
use crate::model::merged::{MergedSection, Origin};
use crate::model::section::Found;
use crate::source::Spanned;
use std::collections::{BTreeMap, BTreeSet};

/// A new section with an id that the page has once, and what it stands behind; `None`: last.
struct New<'a> {
    change: &'a Change,
    id: SectionId,
    behind: Option<SectionId>,
}

/// The national sections with the new ones behind the section that they name, several in file order, or last.
pub fn insert<'a>(merging: &mut Merging<'a, '_>, changes: &[&'a Change], national: Vec<Placed>) -> Vec<Placed> {
    if changes.is_empty() {
        return national;
    }
    let new = with_ids(merging, changes, &national);
    let mut behind: BTreeMap<Option<SectionId>, Vec<usize>> = BTreeMap::new();
    for (at, section) in new.iter().enumerate().rev() {
        behind.entry(section.behind.clone()).or_default().push(at);
    }
    let mut places = Vec::with_capacity(national.len() + new.len());
    let mut waiting: BTreeSet<usize> = (0..new.len()).collect();
    // Each is followed by what stands behind it before the next one comes: the next one lies on top of the stack.
    let mut follow = |places: &mut Vec<Placed>, first: Option<SectionId>| {
        let mut stack = behind.remove(&first).unwrap_or_default();
        while let Some(at) = stack.pop() {
            waiting.remove(&at);
            let Some(section) = new.get(at) else { continue };
            places.push((section.id.clone(), shown(section)));
            stack.extend(behind.remove(&Some(section.id.clone())).unwrap_or_default());
        }
    };
    for (id, section) in national {
        places.push((id.clone(), section));
        follow(&mut places, Some(id));
    }
    follow(&mut places, None);
    for section in waiting.into_iter().filter_map(|at| new.get(at)) {
        merging.find(Finding::new(
            Rule::ConflictingChanges,
            section.change.span,
            merging.scope.clone(),
            "These new sections each want to stand after the other.",
            "Let one of them stand after a section of the national text.",
        ));
        places.push((section.id.clone(), shown(section)));
    }
    places
}

fn with_ids<'a>(merging: &mut Merging<'a, '_>, changes: &[&'a Change], national: &[Placed]) -> Vec<New<'a>> {
    let mut ids = Ids { taken: national.iter().map(|(id, _)| id.clone()).collect(), counts: BTreeMap::new() };
    let mut new = Vec::new();
    let mut names: BTreeMap<String, SectionId> = BTreeMap::new();
    for change in changes {
        let Verb::NewSection { id: wanted, .. } = &change.verb else { continue };
        let id = ids.own(merging, change, wanted);
        for name in [wanted.to_string(), slug(&change.section.value)] {
            names.entry(name).or_insert_with(|| id.clone());
        }
        new.push(New { change, id, behind: None });
    }
    for section in &mut new {
        if let Verb::NewSection { after: Some(after), .. } = &section.change.verb {
            section.behind = target(merging, section.change, after, &names);
        }
    }
    new
}

fn shown(section: &New) -> Option<MergedSection> {
    let Verb::NewSection { heading, .. } = &section.change.verb else { return None };
    let empty = section.change.blocks.is_empty();
    Some(MergedSection {
        id: section.id.clone(),
        was: Vec::new(),
        heading: Some(heading.clone()),
        origin: Origin::Added,
        pieces: if empty { Vec::new() } else { vec![piece(section.change, Origin::Added)] },
    })
}

/// The ids of a page.
struct Ids {
    taken: BTreeSet<SectionId>,
    /// How far each has been counted.
    counts: BTreeMap<SectionId, usize>,
}

impl Ids {
    /// A new section's id; a finding and another one where the page has it already.
    fn own(&mut self, merging: &mut Merging, change: &Change, id: &SectionId) -> SectionId {
        if self.taken.insert(id.clone()) {
            return id.clone();
        }
        merging.find(Finding::new(
            Rule::DuplicateId,
            change.span,
            merging.scope.clone(),
            format!("The page already has a section with the id `{id}`."),
            format!(
                "To put your words into that section, write `## Add to: {id}`. For a section of its own, give it another heading, or an id in braces: {{#{id}-here}}"
            ),
        ));
        let count = self.counts.entry(id.clone()).or_insert(1);
        loop {
            *count += 1;
            let other = SectionId::new(&format!("{id}-{count}"));
            if self.taken.insert(other.clone()) {
                return other;
            }
        }
    }
}

/// The section after which a new one stands: a national one, or another new one.
fn target(
    merging: &mut Merging,
    change: &Change,
    after: &Spanned<String>,
    new: &BTreeMap<String, SectionId>,
) -> Option<SectionId> {
    match merging.description.find(&after.value) {
        Found::One(_, section) => return Some(section.id.clone()),
        Found::Several(sections) => {
            ambiguous(merging, change, &sections);
            return None;
        }
        Found::None => {}
    }
    if let Some(id) = new.get(&slug(&after.value)) {
        return Some(id.clone());
    }
    let near = find::nearest(merging.description, &after.value)
        .map_or(String::new(), |section| format!("Did you mean {{after={}}}? ", section.id));
    let list = find::list(merging.description);
    merging.find(Finding::new(
        Rule::UnknownSection,
        after.span,
        merging.scope.clone(),
        format!("There is no section “{}” for this one to stand after.", after.value),
        format!("{near}The national sections are: {list}."),
    ));
    None
}
