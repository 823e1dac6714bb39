//! Changes put where they belong: replaced, added, hidden and new sections in their order.

use super::find;
use super::new_sections;
use super::text::Merging;
use crate::finding::{Finding, Rule};
use crate::model::ids::{SectionId, slug};
use crate::model::local::{Change, Verb};
use crate::model::merged::{MergedSection, Origin, Piece, Refused};
use crate::model::national::{Permission, Section};
use crate::model::section::Found;
use std::sync::Arc;

/// What is done to one national section, each list in file order.
#[derive(Default)]
struct Done<'a> {
    hidden: Vec<&'a Change>,
    replaced: Vec<&'a Change>,
    before: Vec<&'a Change>,
    after: Vec<&'a Change>,
}

/// What the changes make of a description.
#[derive(Default)]
pub struct Changed {
    /// The sections as shown.
    pub sections: Vec<MergedSection>,
    /// The ids of national sections whose text is hidden or replaced.
    pub gone: Vec<SectionId>,
    /// Changes that were refused.
    pub refused: Vec<Refused>,
}

impl Changed {
    fn refuse(&mut self, section: Option<&Section>, change: &Change) {
        self.refused.push(Refused {
            section: section.map(|section| section.id.clone()),
            change: change.clone(),
            span: change.span,
        });
    }
}

/// A section by its id; `None` where it is hidden, which still is a place to stand after.
pub type Placed = (SectionId, Option<MergedSection>);

/// Applies a file's changes to the national sections.
pub fn apply<'a>(merging: &mut Merging<'a, '_>) -> Changed {
    let description = merging.description;
    let changes = merging.local.map_or(&[][..], |local| &local.changes);
    let mut changed = Changed::default();
    let mut done: Vec<Done> = description.sections.iter().map(|_| Done::default()).collect();
    let mut intro = Done::default();
    let mut new = Vec::new();
    for change in changes {
        if let Verb::NewSection { .. } = change.verb {
            new.push(change);
            continue;
        }
        let (section, entry) = match description.find(&change.section.value) {
            Found::One(index, section) => (Some(section), &mut done[index]),
            Found::None if slug(&change.section.value) == SectionId::INTRO && change.verb != Verb::Hide => {
                (None, &mut intro)
            }
            Found::Several(sections) => {
                ambiguous(merging, change, &sections);
                changed.refuse(None, change);
                continue;
            }
            Found::None => {
                unknown(merging, change);
                changed.refuse(None, change);
                continue;
            }
        };
        if let Some(section) = section.filter(|section| forbids(section, &change.verb)) {
            locked(merging, change, section);
            changed.refuse(Some(section), change);
            continue;
        }
        match change.verb {
            Verb::Hide => entry.hidden.push(change),
            Verb::Replace => entry.replaced.push(change),
            Verb::AddBefore => entry.before.push(change),
            Verb::AddTo | Verb::NewSection { .. } => entry.after.push(change),
        }
    }
    if let Some(text) = own_intro(intro) {
        changed.sections.push(text);
    }
    let mut places: Vec<Placed> = Vec::new();
    for (section, done) in description.sections.iter().zip(done) {
        let merged = national(merging, section, done, &mut changed);
        places.push((section.id.clone(), merged));
    }
    let places = new_sections::insert(merging, &new, places);
    changed.sections.extend(places.into_iter().filter_map(|(_, section)| section));
    changed
}

fn forbids(section: &Section, verb: &Verb) -> bool {
    match (section.permission, verb) {
        (Permission::Open, _) => false,
        (_, Verb::Hide) => !section.optional,
        (Permission::Add, Verb::AddBefore | Verb::AddTo) => false,
        _ => true,
    }
}

/// A hub's text before the first heading, where the national text has none.
fn own_intro(done: Done) -> Option<MergedSection> {
    let pieces: Vec<Piece> = [done.before, done.replaced, done.after]
        .concat()
        .into_iter()
        .map(|change| piece(change, Origin::Added))
        .collect();
    (!pieces.is_empty()).then(|| MergedSection {
        id: SectionId::new(SectionId::INTRO),
        was: Vec::new(),
        heading: None,
        origin: Origin::Added,
        pieces,
    })
}

/// A change's words.
pub fn piece(change: &Change, origin: Origin) -> Piece {
    Piece { origin, blocks: change.blocks.clone() }
}

/// A national section with what is done to it; `None` where it is hidden.
fn national(
    merging: &mut Merging,
    section: &Arc<Section>,
    mut done: Done,
    changed: &mut Changed,
) -> Option<MergedSection> {
    if let Some(refused) = conflict(merging, section, &done) {
        for change in refused {
            changed.refuse(Some(section), change);
        }
        done = Done::default();
    }
    if !done.hidden.is_empty() {
        changed.gone.push(section.id.clone());
        return None;
    }
    let mut pieces: Vec<Piece> = done.before.iter().map(|change| piece(change, Origin::Added)).collect();
    match done.replaced.first() {
        Some(change) => {
            changed.gone.push(section.id.clone());
            pieces.push(piece(change, Origin::Replaced));
        }
        None => pieces.push(Piece { origin: merging.origin(), blocks: section.blocks.clone() }),
    }
    pieces.extend(done.after.iter().map(|change| piece(change, Origin::Added)));
    pieces.retain(|piece| !piece.blocks.is_empty());
    Some(MergedSection {
        id: section.id.clone(),
        was: section.was.clone(),
        heading: section.heading.clone(),
        origin: merging.origin(),
        pieces,
    })
}

/// Changes of one section that contradict each other: all of them, for the national text then stands.
fn conflict<'a>(merging: &mut Merging, section: &Section, done: &Done<'a>) -> Option<Vec<&'a Change>> {
    let others: Vec<&Change> = [&done.replaced[..], &done.before, &done.after].concat();
    let (first, second, what) = match (done.hidden.first(), done.replaced.as_slice()) {
        (Some(hidden), _) if !others.is_empty() => {
            let other = others.iter().min_by_key(|change| change.span.start)?;
            let (first, second) = if hidden.span.start < other.span.start { (hidden, other) } else { (other, hidden) };
            (*first, *second, "hides the section and also changes it")
        }
        (_, [first, second, ..]) => (*first, *second, "replaces the section twice"),
        _ => return None,
    };
    let name = section.name();
    merging.find(
        Finding::new(
            Rule::ConflictingChanges,
            second.span,
            merging.scope.clone(),
            format!("This file {what} (“{name}”), so the national text stands as it is."),
            "Keep one of the two headings and put all the words that belong there under it.",
        )
        .also(first.span, "the other one stands here"),
    );
    let mut all = [&done.hidden[..], &others].concat();
    all.sort_by_key(|change| change.span.start);
    Some(all)
}

fn verb_name(verb: &Verb) -> &'static str {
    match verb {
        Verb::Replace => "Replace",
        Verb::AddBefore => "Add before",
        Verb::AddTo => "Add to",
        Verb::Hide => "Hide",
        Verb::NewSection { .. } => "New section",
    }
}

fn unknown(merging: &mut Merging, change: &Change) {
    let verb = verb_name(&change.verb);
    let near = find::nearest(merging.description, &change.section.value)
        .map_or(String::new(), |section| format!("Did you mean this?\n## {verb}: {}\n", section.name()));
    let list = find::list(merging.description);
    merging.find(Finding::new(
        Rule::UnknownSection,
        change.section.span,
        merging.scope.clone(),
        format!("The national text has no section “{}”.", change.section.value),
        format!("{near}Its sections are: {list}."),
    ));
}

/// The finding about a name that means several sections.
pub fn ambiguous(merging: &mut Merging, change: &Change, sections: &[&Arc<Section>]) {
    let verb = verb_name(&change.verb);
    let ids: Vec<String> = sections.iter().map(|section| format!("## {verb}: {}", section.id)).collect();
    let mut finding = Finding::new(
        Rule::AmbiguousSection,
        change.section.span,
        merging.scope.clone(),
        format!("The national text has {} sections that could be “{}”.", sections.len(), change.section.value),
        format!("Name the one you mean by its id:\n{}", ids.join("\n")),
    );
    for section in sections {
        finding = finding.also(section.span, format!("this one has the id `{}`", section.id));
    }
    merging.find(finding);
}

fn locked(merging: &mut Merging, change: &Change, section: &Section) {
    let (what, remedy) = match section.permission {
        Permission::Add => (
            "can be added to, but not replaced or hidden",
            format!("Take this heading out, or put your words beside the national ones:\n## Add to: {}", section.name()),
        ),
        _ => (
            "is the same for every hub and can't be changed",
            "Take this heading and its words out. Words of your own can stand in a new section:\n## New section: Its heading".to_owned(),
        ),
    };
    merging.find(
        Finding::new(
            Rule::LockedSection,
            change.span,
            merging.scope.clone(),
            format!("The section “{}” {what}.", section.name()),
            remedy,
        )
        .also(section.span, "the national team keeps this section as it is"),
    );
}
