//! Which pages there are, where each lies, and which of them may be shown: worked out once, before any is made.

use super::Request;
use crate::finding::Withheld;
use crate::model::ids::{EditionName, ProgrammeId, is_edition_name, is_id, slug};
use crate::model::local::Hub;
use crate::model::merged::{
    HubEdition, Merged, MergedEdition, MergedHub, MergedIntroduction, NationalProgramme, Offering,
};
use crate::model::national::Introduction;
use crate::model::state::{self, Standing};
use std::collections::HashMap;

/// Whether something becomes a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It does.
    Published,
    /// Only because drafts were asked for.
    Draft,
    /// It doesn't: lists say that details will follow.
    Withheld,
}

impl Shown {
    fn of(withheld: bool, drafts: bool) -> Self {
        match (withheld, drafts) {
            (false, _) => Shown::Published,
            (true, true) => Shown::Draft,
            (true, false) => Shown::Withheld,
        }
    }

    /// Whether there is a page.
    pub fn is_page(self) -> bool {
        self != Shown::Withheld
    }
}

/// An edition's place in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Before the current one.
    Earlier,
    /// The current one, whose addresses carry no year.
    Current,
    /// After it: drafts only.
    Later,
}

/// Every page of the site.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The national text by edition, earliest first.
    pub years: Vec<NationalYear<'a>>,
    /// The hubs, by name.
    pub hubs: Vec<HubPlan<'a>>,
    /// What links from hubs' folders to the network begin with: the site's address, or in the preview its top.
    pub lead: Option<String>,
    /// Whether the pages are for the preview, which shows every folder below one address.
    pub preview: bool,
    by_id: HashMap<&'a str, usize>,
}

/// A year's national text.
#[derive(Debug)]
pub struct NationalYear<'a> {
    /// The edition.
    pub edition: &'a EditionName,
    /// When it is.
    pub age: Age,
    /// The introduction, unless it is withheld.
    pub introduction: Option<&'a Introduction>,
    /// The programmes in display order.
    pub programmes: Vec<NationalPage<'a>>,
}

/// A programme's national page.
#[derive(Debug)]
pub struct NationalPage<'a> {
    /// The programme.
    pub national: &'a NationalProgramme,
    /// Whether there is a page.
    pub shown: Shown,
    /// Its path below the site.
    pub path: String,
}

/// A hub's folder.
#[derive(Debug)]
pub struct HubPlan<'a> {
    /// The hub.
    pub merged: &'a MergedHub,
    /// Whether there are pages.
    pub shown: Shown,
    /// The address under which its folder is published, where that is known.
    pub base: Option<String>,
    /// What links from other folders begin with: that address, or in the preview the folder there.
    pub lead: Option<String>,
    /// Its years, earliest first; the current one is always among them.
    pub years: Vec<YearPlan<'a>>,
    pages: HashMap<(&'a EditionName, &'a ProgrammeId), (usize, usize)>,
}

/// A hub's year.
#[derive(Debug)]
pub struct YearPlan<'a> {
    /// The edition.
    pub edition: &'a EditionName,
    /// When it is.
    pub age: Age,
    /// Its folder below the hub's: empty for the current edition, else `2018-19/`.
    pub folder: String,
    /// The introduction, where there is one that may be shown.
    pub introduction: Option<(&'a MergedIntroduction, Shown)>,
    /// The offerings in display order.
    pub offerings: Vec<Listed<'a>>,
    /// The phases that have offerings.
    pub phases: Vec<PhasePlan<'a>>,
}

/// An offering in its year.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The offering.
    pub offering: &'a Offering,
    /// Whether people can apply.
    pub standing: Standing,
    /// Whether there is a page.
    pub shown: Shown,
    /// Its folder below the hub's, with `/` at its end.
    pub folder: String,
}

/// A phase with its booklet.
#[derive(Debug)]
pub struct PhasePlan<'a> {
    /// The phase.
    pub name: &'a str,
    /// The booklet's folder below the hub's, with `/` at its end; `None` where the phase's name makes no address.
    pub folder: Option<String>,
    /// The offerings, by their numbers in the year.
    pub members: Vec<usize>,
}

impl<'a> Plan<'a> {
    /// Plans the pages.
    pub fn new(merged: &'a Merged, withheld: &Withheld, request: &Request) -> Self {
        let age = |edition: &EditionName| match edition.cmp(&merged.current) {
            std::cmp::Ordering::Less => Age::Earlier,
            std::cmp::Ordering::Equal => Age::Current,
            std::cmp::Ordering::Greater => Age::Later,
        };
        let built =
            |edition: &EditionName| is_edition_name(edition.as_str()) && (request.drafts || age(edition) != Age::Later);
        let planner = Planner { merged, withheld, request, age: &age, built: &built };
        let years = merged.editions.iter().filter(|year| built(&year.edition)).map(|year| planner.national(year));
        let years = years.collect();
        let hubs: Vec<_> = merged.hubs.iter().map(|hub| planner.hub(hub)).collect();
        let by_id = hubs.iter().enumerate().map(|(i, hub)| (hub.merged.hub.id.as_str(), i)).collect();
        let preview = request.preview.is_some();
        let lead = if preview { Some("/".to_owned()) } else { merged.site.base_url.clone() };
        Self { years, hubs, lead, preview, by_id }
    }

    /// The hub of that id.
    pub fn hub(&self, id: &str) -> Option<&HubPlan<'a>> {
        self.by_id.get(id).and_then(|i| self.hubs.get(*i))
    }

    /// A year's national text.
    pub fn year(&self, edition: &EditionName) -> Option<&NationalYear<'a>> {
        self.years.iter().find(|year| year.edition == edition)
    }
}

impl<'a> NationalYear<'a> {
    /// The programme of that id.
    pub fn find(&self, programme: &ProgrammeId) -> Option<&NationalPage<'a>> {
        self.programmes.iter().find(|page| page.national.programme.id == *programme)
    }
}

impl<'a> HubPlan<'a> {
    /// The hub.
    pub fn hub(&self) -> &'a Hub {
        &self.merged.hub
    }

    /// The offering of a programme in an edition.
    pub fn find(&self, edition: &EditionName, programme: &ProgrammeId) -> Option<&Listed<'a>> {
        let (year, offering) = self.pages.get(&(edition, programme))?;
        self.years.get(*year)?.offerings.get(*offering)
    }

    /// The hub's year of an edition.
    pub fn year(&self, edition: &EditionName) -> Option<&YearPlan<'a>> {
        self.years.iter().find(|year| year.edition == edition)
    }
}

struct Planner<'p, 'a> {
    merged: &'a Merged,
    withheld: &'p Withheld,
    request: &'p Request,
    age: &'p dyn Fn(&EditionName) -> Age,
    built: &'p dyn Fn(&EditionName) -> bool,
}

impl<'a> Planner<'_, 'a> {
    fn shown(&self, withheld: bool) -> Shown {
        Shown::of(withheld, self.request.drafts)
    }

    fn national(&self, year: &'a MergedEdition) -> NationalYear<'a> {
        let edition = &year.edition;
        let age = (self.age)(edition);
        let programmes = year.programmes.iter().map(|national| {
            let id = &national.programme.id;
            let withheld = self.withheld.programme(edition.as_str(), id.as_str());
            // A name that makes no good address has a finding; even a draft gets no page for it.
            let shown = if is_id(id.as_str()) { self.shown(withheld) } else { Shown::Withheld };
            let path = match age {
                Age::Current => format!("programmes/{id}/index.html"),
                _ => format!("programmes/{edition}/{id}/index.html"),
            };
            NationalPage { national, shown, path }
        });
        // No hub has an empty name: this asks about the national text alone.
        let introduction_shown = self.shown(self.withheld.introduction("", edition.as_str()));
        NationalYear {
            edition,
            age,
            introduction: year.introduction.as_deref().filter(|_| introduction_shown.is_page()),
            programmes: programmes.collect(),
        }
    }

    fn hub(&self, merged: &'a MergedHub) -> HubPlan<'a> {
        let hub = &merged.hub;
        let id = hub.id.as_str();
        let shown = if is_id(id) { self.shown(self.withheld.hub(id)) } else { Shown::Withheld };
        let below = |base: &String| format!("{base}{id}/");
        let mut years: Vec<_> = merged
            .editions
            .iter()
            .filter(|year| (self.built)(&year.edition))
            .map(|year| self.year(id, shown, &year.edition, Some(year)))
            .collect();
        if !years.iter().any(|year| year.age == Age::Current) {
            let at = years.iter().take_while(|year| year.age == Age::Earlier).count();
            years.insert(at, self.year(id, shown, &self.merged.current, None));
        }
        let pages = years.iter().enumerate().flat_map(|(y, year)| {
            year.offerings.iter().enumerate().map(move |(o, listed)| ((year.edition, listed.offering.id()), (y, o)))
        });
        let pages = pages.collect();
        let base = hub.base_url.clone().or_else(|| self.merged.site.base_url.as_ref().map(below));
        HubPlan {
            merged,
            shown,
            lead: if self.request.preview.is_some() { Some(format!("/{id}/")) } else { base.clone() },
            base,
            years,
            pages,
        }
    }

    fn year(&self, hub: &str, shown: Shown, edition: &'a EditionName, year: Option<&'a HubEdition>) -> YearPlan<'a> {
        let age = (self.age)(edition);
        let folder = if age == Age::Current { String::new() } else { format!("{edition}/") };
        let offerings: Vec<_> = year.map_or(&[][..], |year| &year.offerings).iter().collect();
        let offerings: Vec<_> = offerings
            .into_iter()
            .map(|offering| {
                let id = offering.id().as_str();
                let withheld = self.withheld.offering(hub, edition.as_str(), id);
                let possible = shown.is_page() && is_id(id);
                Listed {
                    offering,
                    standing: state::of_offering(offering, self.request.day),
                    shown: if possible { self.shown(withheld) } else { Shown::Withheld },
                    folder: format!("{folder}{id}/"),
                }
            })
            .collect();
        let introduction = year
            .and_then(|year| year.introduction.as_ref())
            .map(|introduction| (introduction, self.shown(self.withheld.introduction(hub, edition.as_str()))));
        let phases = phases(&offerings, &folder);
        YearPlan {
            edition,
            age,
            introduction: introduction.filter(|(_, shown)| shown.is_page()),
            phases,
            offerings,
            folder,
        }
    }
}

fn phases<'a>(offerings: &[Listed<'a>], folder: &str) -> Vec<PhasePlan<'a>> {
    let mut phases: Vec<PhasePlan<'a>> = Vec::new();
    for (i, listed) in offerings.iter().enumerate() {
        let name = listed.offering.programme.phase.as_str();
        match phases.iter_mut().find(|phase| phase.name == name) {
            Some(phase) => phase.members.push(i),
            None => {
                let slug = slug(name);
                let taken = slug.is_empty() || offerings.iter().any(|other| other.offering.id().as_str() == slug);
                let folder = (!taken).then(|| format!("{folder}{slug}/"));
                phases.push(PhasePlan { name, folder, members: vec![i] });
            }
        }
    }
    phases
}
