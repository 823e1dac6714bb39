//! Which pages read differently, and how.

use super::facts::{self, Facts};
use super::telling::{Site, Teller};
use super::{FactChange, How, PageChange, PageName, SectionChange, Side};
use crate::finding::{Finding, Level, Report, Scope};
use crate::model::ids::{EditionName, SectionId};
use crate::model::merged::{HubEdition, MergedHub, MergedText};
use crate::model::national::Description;
use crate::render::facts::Speaker;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Every page of a site as it reads.
pub struct Told {
    /// National text.
    pub national: BTreeMap<PageName, Page>,
    /// Hubs' pages.
    pub pages: BTreeMap<PageName, Page>,
}

/// A page as it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    title: String,
    path: String,
    withheld: bool,
    /// Its sections in order.
    pub sections: Vec<Section>,
    /// What stands beside the text.
    pub facts: Facts,
}

/// A section as it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// Its heading; empty for `intro`.
    pub heading: String,
    /// Its text.
    pub text: String,
}

impl Section {
    fn whole(&self) -> String {
        if self.heading.is_empty() { self.text.clone() } else { format!("## {}\n{}", self.heading, self.text) }
    }
}

impl Told {
    /// Tells every page of a site.
    pub fn new(side: &Side) -> Self {
        let site = Site::new(side);
        let pages = side.merged.hubs.par_iter().flat_map_iter(|hub| hub_pages(side, &site, hub)).collect();
        Self { national: national_pages(side, &site), pages }
    }
}

fn folder(side: &Side, owner: &str, edition: &EditionName) -> String {
    if *edition == side.merged.current { format!("{owner}/") } else { format!("{owner}/{edition}/") }
}

fn national_pages(side: &Side, site: &Site) -> BTreeMap<PageName, Page> {
    let mut pages = BTreeMap::new();
    let hubs = side.merged.hubs.len();
    for (edition, year) in &side.content.editions {
        let folder = folder(side, "programmes", edition);
        let speaker = Speaker { hub: None, programme: None, edition, hubs };
        if let Some(introduction) = &year.introduction {
            let page = Page {
                title: format!("introduction to {edition}"),
                path: format!("content/national/{edition}/edition.md"),
                withheld: false,
                sections: described(&Teller { site, speaker, text: None }, &introduction.text),
                facts: facts::of_introduction(site, introduction),
            };
            pages.insert(PageName { hub: None, edition: edition.clone(), programme: None }, page);
        }
        for (id, programme) in &year.programmes {
            let teller = Teller { site, speaker: Speaker { programme: Some(programme), ..speaker }, text: None };
            let page = Page {
                title: programme.title.clone(),
                path: format!("{folder}{id}/"),
                withheld: side.withheld.programme(edition.as_str(), id.as_str()),
                sections: described(&teller, &programme.text),
                facts: facts::of_national(site, programme),
            };
            pages.insert(PageName { hub: None, edition: edition.clone(), programme: Some(id.clone()) }, page);
        }
    }
    pages
}

fn described(teller: &Teller, text: &Description) -> Vec<Section> {
    let one = |section: &std::sync::Arc<crate::model::national::Section>| Section {
        id: section.id.clone(),
        heading: section.heading.as_ref().map_or(String::new(), |heading| teller.line(&heading.nodes)),
        text: teller.blocks(section.blocks.iter()),
    };
    text.sections.iter().map(one).collect()
}

fn hub_pages(side: &Side, site: &Site, hub: &MergedHub) -> Vec<(PageName, Page)> {
    hub.editions.iter().flat_map(|year| year_pages(side, site, hub, year)).collect()
}

fn year_pages(side: &Side, site: &Site, entry: &MergedHub, year: &HubEdition) -> Vec<(PageName, Page)> {
    let hub = &*entry.hub;
    let id = hub.id.as_str();
    let folder = folder(side, id, &year.edition);
    let hubs = side.merged.hubs.len();
    let speaker = Speaker { hub: Some(hub), programme: None, edition: &year.edition, hubs };
    let name = |programme| PageName { hub: Some(hub.id.clone()), edition: year.edition.clone(), programme };
    let introduction = year.introduction.as_ref();
    let teller = Teller { site, speaker, text: introduction.map(|it| &it.text) };
    let home = Page {
        title: hub.name.clone(),
        path: folder.clone(),
        withheld: side.withheld.hub(id),
        sections: introduction.map_or(Vec::new(), |it| merged(&teller, &it.text)),
        facts: facts::of_hub(site, hub, introduction.map(|it| &**it), &teller),
    };
    let mut pages = vec![(name(None), home)];
    pages.extend(year.offerings.iter().map(|offering| {
        let speaker = Speaker { programme: Some(&offering.programme), ..speaker };
        let teller = Teller { site, speaker, text: Some(&offering.text) };
        let page = Page {
            title: format!("{}: {}", hub.name, offering.programme.title),
            path: format!("{folder}{}/", offering.id()),
            withheld: side.withheld.offering(id, year.edition.as_str(), offering.id().as_str()),
            sections: merged(&teller, &offering.text),
            facts: facts::of_offering(site, offering, hub, &teller),
        };
        (name(Some(offering.id().clone())), page)
    }));
    pages
}

fn merged(teller: &Teller, text: &MergedText) -> Vec<Section> {
    let one = |section: &crate::model::merged::MergedSection| Section {
        id: section.id.clone(),
        heading: section.heading.as_ref().map_or(String::new(), |heading| teller.line(&heading.nodes)),
        text: section.pieces.iter().map(|piece| teller.blocks(piece.blocks.iter())).collect::<Vec<_>>().join("\n"),
    };
    text.sections.iter().map(one).collect()
}

/// The pages that are different.
pub fn changes(
    before: &BTreeMap<PageName, Page>,
    after: &BTreeMap<PageName, Page>,
    was: &Side,
    is: &Side,
) -> Vec<PageChange> {
    let names: BTreeSet<&PageName> = before.keys().chain(after.keys()).collect();
    let known = errors(was.report);
    names
        .into_iter()
        .filter_map(|name| {
            let (old, new) = (before.get(name), after.get(name));
            (old != new).then(|| change(name, old, new, &known, is.report)).flatten()
        })
        .collect()
}

fn change(
    name: &PageName,
    old: Option<&Page>,
    new: Option<&Page>,
    known: &BTreeSet<(&Scope, &str)>,
    report: &Report,
) -> Option<PageChange> {
    let shown = new.or(old)?;
    let how = match (old, new) {
        (None, _) => How::Appears,
        (_, None) => How::Disappears,
        (Some(old), Some(new)) => match (old.withheld, new.withheld) {
            (false, true) => How::Withheld,
            (true, false) => How::Released,
            _ => How::Changes,
        },
    };
    let withheld = new.is_some_and(|new| new.withheld);
    let errors = if withheld { new_errors(name, known, report) } else { Vec::new() };
    // A page that comes or goes does so as a whole: it would be idle to list each of its parts.
    let both = old.zip(new);
    Some(PageChange {
        page: name.clone(),
        title: shown.title.clone(),
        path: shown.path.clone(),
        how,
        withheld,
        sections: both.map_or(Vec::new(), |(old, new)| sections(&old.sections, &new.sections)),
        facts: both.map_or(Vec::new(), |(old, new)| fact_changes(old, new)),
        errors,
    })
}

fn sections(before: &[Section], after: &[Section]) -> Vec<SectionChange> {
    let find = |all: &[Section], id: &SectionId| all.iter().find(|section| section.id == *id).cloned();
    let gone = before.iter().filter(|old| find(after, &old.id).is_none());
    let pairs = after.iter().map(|new| (find(before, &new.id), Some(new.clone())));
    let pairs = pairs.chain(gone.map(|old| (Some(old.clone()), None)));
    pairs
        .filter(|(old, new)| old != new)
        .filter_map(|(old, new)| {
            let named = new.as_ref().or(old.as_ref())?;
            Some(SectionChange {
                id: named.id.clone(),
                name: named.heading.clone(),
                before: old.as_ref().map(Section::whole),
                after: new.as_ref().map(Section::whole),
            })
        })
        .collect()
}

fn fact_changes(old: &Page, new: &Page) -> Vec<FactChange> {
    let mut changes = Vec::new();
    let mut compare = |name: &str, before: &str, after: &str| {
        if before != after {
            let (before, after) = (before.to_owned(), after.to_owned());
            changes.push(FactChange { name: name.to_owned(), before, after });
        }
    };
    compare("Address", &old.path, &new.path);
    let of_new = new.facts.0.iter().map(|(name, _)| name);
    let only_old = old.facts.0.iter().map(|(name, _)| name).filter(|name| new.facts.find(name).is_empty());
    for name in of_new.chain(only_old) {
        compare(name, old.facts.find(name), new.facts.find(name));
    }
    let order = |page: &Page, other: &Page| -> Vec<String> {
        let both = page.sections.iter().filter(|own| other.sections.iter().any(|other| other.id == own.id));
        both.map(|section| section.id.to_string()).collect()
    };
    compare("Order of sections", &order(old, new).join(", "), &order(new, old).join(", "));
    changes
}

fn errors(report: &Report) -> BTreeSet<(&Scope, &str)> {
    let errors = report.findings.iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| (&finding.scope, finding.message.as_str())).collect()
}

fn new_errors(name: &PageName, known: &BTreeSet<(&Scope, &str)>, report: &Report) -> Vec<String> {
    let is_new = |finding: &&Finding| !known.contains(&(&finding.scope, finding.message.as_str()));
    let errors = report.findings.iter().filter(|finding| finding.level == Level::Error);
    errors.filter(|finding| concerns(&finding.scope, name)).filter(is_new).map(|it| it.message.clone()).collect()
}

fn concerns(scope: &Scope, name: &PageName) -> bool {
    let hub = name.hub.as_ref().map(|hub| hub.as_str());
    match scope {
        Scope::Site => true,
        Scope::Hub(own) => hub == Some(own),
        Scope::Offering { .. } | Scope::Programme { .. } => {
            scope.hub().is_none_or(|own| hub == Some(own))
                && scope.edition() == Some(name.edition.as_str())
                && scope.programme() == name.programme.as_ref().map(|id| id.as_str())
        }
        _ => false,
    }
}
