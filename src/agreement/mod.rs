//! How each hub's changes stand to the national text that they were last agreed with.
//!
//! Pure. For every change of a national section that a hub's page shows, and for those whose section is gone:
//! 1. find the section (as merging does) and what was agreed about it, under its id or an old one;
//! 2. compare the text that was agreed with the present one, by their fingerprints;
//! 3. where they differ, or nothing was agreed: see whether the hub's words stand in the national text already
//!    (`redundant`), and which of the national team's notes apply (`notes`).
//!
//! [`record()`] is the other half: it gives `agreed.yaml` with what was agreed written into it. Nothing else is ever
//! taken for an agreement, least of all that a local file was edited.

mod notes;
mod record;
mod redundant;

pub use record::{Record, keeps, record};

use crate::model::agreement::{Agreed, Agreement, ChangeNote, Fingerprint};
use crate::model::ids::{EditionName, ProgrammeId, SectionId, slug};
use crate::model::local::{Change, LocalFile, Verb};
use crate::model::merged::{HubEdition, Merged, MergedHub, MergedText};
use crate::model::national::{Description, Section};
use crate::model::section::Found;
use crate::model::site::Content;
use crate::model::standing::{ChangeState, Standing};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// How every change stands: by hub (in the order of their names), edition, then file order; a year's introduction
/// before its programmes.
pub fn standings(content: &Content, merged: &Merged) -> Vec<Standing> {
    let prints = Prints::new(content);
    let of_hub = |hub: &Arc<MergedHub>| {
        let mut all = Vec::new();
        for edition in &hub.editions {
            let agreed = content.hubs.get(&hub.hub.id).and_then(|hub| hub.editions.get(&edition.edition));
            let agreed = agreed.and_then(|edition| edition.agreed.as_deref());
            of_edition(content, edition, agreed, &prints, &mut all);
        }
        all
    };
    let by_hub: Vec<Vec<Standing>> = merged.hubs.par_iter().map(of_hub).collect();
    by_hub.into_iter().flatten().collect()
}

fn of_edition(
    content: &Content,
    edition: &HubEdition,
    agreed: Option<&Agreed>,
    prints: &Prints,
    all: &mut Vec<Standing>,
) {
    let notes = content.editions.get(&edition.edition).map_or(&[][..], |edition| &edition.changes);
    if let Some(introduction) = &edition.introduction
        && let Some(local) = &introduction.local
    {
        let none = Description::default();
        let description = introduction.national.as_ref().map_or(&none, |national| &national.text);
        let file = File { local, programme: None, description, agreed, notes, prints };
        all.extend(file.standings(&edition.edition, &introduction.text));
    }
    for offering in &edition.offerings {
        if let Some(local) = offering.local.as_ref().filter(|local| local.own.is_none()) {
            let (programme, description) = (Some(&offering.programme.id), &offering.programme.text);
            let file = File { local, programme, description, agreed, notes, prints };
            all.extend(file.standings(&edition.edition, &offering.text));
        }
    }
}

/// The fingerprints of national sections by their addresses, each worked out once for all hubs when first asked for.
struct Prints(HashMap<usize, OnceLock<Fingerprint>>);

impl Prints {
    fn new(content: &Content) -> Self {
        let introductions = content.editions.values().filter_map(|edition| edition.introduction.as_deref());
        let programmes = content.editions.values().flat_map(|edition| edition.programmes.values());
        let texts = introductions.map(|it| &it.text).chain(programmes.map(|it| &it.text));
        let sections = texts.flat_map(|text| &text.sections);
        Self(sections.map(|section| (address(section), OnceLock::new())).collect())
    }

    fn of(&self, section: &Arc<Section>) -> Fingerprint {
        let print = || Fingerprint::of(&section.text);
        self.0.get(&address(section)).map_or_else(print, |kept| *kept.get_or_init(print))
    }
}

fn address(section: &Arc<Section>) -> usize {
    Arc::as_ptr(section) as usize
}

/// A hub's file beside the national one.
struct File<'a> {
    local: &'a LocalFile,
    programme: Option<&'a ProgrammeId>,
    description: &'a Description,
    agreed: Option<&'a Agreed>,
    notes: &'a [ChangeNote],
    prints: &'a Prints,
}

impl<'a> File<'a> {
    fn standings(&self, edition: &EditionName, text: &MergedText) -> Vec<Standing> {
        // Of a national text that can't be read nobody knows what it says.
        if self.description.unreadable {
            return Vec::new();
        }
        let changes = self.local.changes.iter().filter(|change| !matches!(change.verb, Verb::NewSection { .. }));
        let refused = |change: &Change| text.refused.iter().any(|refused| refused.span == change.span);
        changes.filter_map(|change| self.standing(edition, change, refused(change))).collect()
    }

    /// `None` for a change that is refused for another reason than that its section is gone: it has an error of its
    /// own, and the national text stands in its place.
    fn standing(&self, edition: &EditionName, change: &Change, refused: bool) -> Option<Standing> {
        let section = match self.description.find(&change.section.value) {
            Found::One(_, section) => Some(section),
            Found::None => None,
            Found::Several(_) => return None,
        };
        let agreement = self.agreement(section, change);
        let (state, notes) = match section {
            Some(section) if !refused => self.state(section, change, agreement),
            Some(_) => return None,
            None if refused => (ChangeState::Gone, Vec::new()),
            // A hub's own words before the first heading, where the national text has none.
            None if agreement?.text.is_empty() => (ChangeState::Current, Vec::new()),
            None => (ChangeState::NationalChanged, Vec::new()),
        };
        Some(Standing {
            hub: self.local.hub.clone(),
            edition: edition.clone(),
            programme: self.programme.cloned(),
            file: self.local.file,
            change: change.clone(),
            section: section.cloned(),
            agreement: agreement.cloned(),
            state,
            notes,
        })
    }

    fn agreement(&self, section: Option<&Arc<Section>>, change: &Change) -> Option<&'a Agreement> {
        let agreed = self.agreed?;
        match section {
            Some(section) => agreed.find(self.programme, std::iter::once(&section.id).chain(&section.was)),
            None => agreed.find(self.programme, [&SectionId::new(&slug(&change.section.value))]),
        }
    }

    fn state(
        &self,
        section: &Arc<Section>,
        change: &Change,
        agreement: Option<&Agreement>,
    ) -> (ChangeState, Vec<ChangeNote>) {
        if agreement.is_some_and(|agreement| agreement.fingerprint == self.prints.of(section)) {
            return (ChangeState::Current, Vec::new());
        }
        if redundant::is(change, section) {
            return (ChangeState::Redundant, Vec::new());
        }
        let notes = notes::applying(self.notes, self.programme, self.description, section, agreement);
        let state = if agreement.is_some() { ChangeState::NationalChanged } else { ChangeState::NeverAgreed };
        (state, notes)
    }
}
