//! Which pages there are, where each lies, and which of them may be shown: worked out once, and for each hub when
//! one of its pages is first asked for.

use super::Request;
use super::handed::Handed;
use super::html::Library;
use super::pages::{Alike, OwnFacts, Text};
use crate::finding::Withheld;
use crate::model::ids::{EditionName, ProgrammeId, is_edition_name, is_id, slug};
use crate::model::local::Hub;
use crate::model::merged::{
    HubEdition, Merged, MergedEdition, MergedHub, MergedIntroduction, NationalProgramme, Offering,
};
use crate::model::national::Introduction;
use crate::model::state::{self, Standing};
use crate::model::when::Date;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use tera::Value;

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
    /// The introduction's text, compiled for every page that shows it.
    pub library: OnceLock<Library<'a>>,
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
    /// Its key facts, the same at every hub.
    pub facts: OnceLock<Arc<OwnFacts>>,
    /// Its text, compiled for every page that shows it.
    pub library: OnceLock<Library<'a>>,
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
    brief: Brief<'a>,
    years: OnceLock<Years<'a>>,
}

/// A hub's years, earliest first, and where in them each programme is.
#[derive(Debug)]
struct Years<'a> {
    years: Vec<YearPlan<'a>>,
    pages: HashMap<(&'a EditionName, &'a ProgrammeId), (usize, usize)>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
struct Brief<'a> {
    current: &'a EditionName,
    site_base: Option<&'a str>,
    withheld: &'a Withheld,
    day: Date,
    drafts: bool,
    preview: bool,
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
    /// The way to them, as every page of the year shows it.
    pub nav: OnceLock<Value>,
}

/// An offering in its year.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The offering.
    pub offering: &'a Offering,
    /// Whether people can apply.
    pub standing: Standing,
    /// The same for templates.
    pub state: OnceLock<Value>,
    /// Whether there is a page.
    pub shown: Shown,
    /// Its folder below the hub's, with `/` at its end.
    pub folder: String,
    /// Its events: for its own calendar and its hub's.
    pub events: Handed<Arc<str>>,
    /// What its own page and its phase's booklet have alike.
    pub alike: Handed<Arc<Alike>>,
    /// Its text, where that reads the same on both.
    pub text: Handed<Arc<Text>>,
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
    pub fn new(merged: &'a Merged, withheld: &'a Withheld, request: &Request) -> Self {
        let site_base = merged.site.base_url.as_deref();
        let (day, drafts, preview) = (request.day, request.drafts, request.preview.is_some());
        let brief = Brief { current: &merged.current, site_base, withheld, day, drafts, preview };
        let years = merged.editions.iter().filter(|year| brief.builds(&year.edition)).map(|year| brief.national(year));
        let years = years.collect();
        let hubs: Vec<_> = merged.hubs.iter().map(|hub| brief.hub(hub)).collect();
        let by_id = hubs.iter().enumerate().map(|(i, hub)| (hub.merged.hub.id.as_str(), i)).collect();
        let lead = if preview { Some("/".to_owned()) } else { merged.site.base_url.clone() };
        Self { years, hubs, lead, preview, by_id }
    }

    /// The number of the hub of that id.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
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
        let (year, offering) = self.planned().pages.get(&(edition, programme))?;
        self.years().get(*year)?.offerings.get(*offering)
    }

    /// The hub's year of an edition.
    pub fn year(&self, edition: &EditionName) -> Option<&YearPlan<'a>> {
        self.years().iter().find(|year| year.edition == edition)
    }

    /// Its years, earliest first; the current one is always among them.
    pub fn years(&self) -> &[YearPlan<'a>] {
        &self.planned().years
    }

    fn planned(&self) -> &Years<'a> {
        self.years.get_or_init(|| self.brief.years(self.merged, self.shown))
    }
}

impl<'a> Brief<'a> {
    fn age(&self, edition: &EditionName) -> Age {
        match edition.cmp(self.current) {
            std::cmp::Ordering::Less => Age::Earlier,
            std::cmp::Ordering::Equal => Age::Current,
            std::cmp::Ordering::Greater => Age::Later,
        }
    }

    fn builds(&self, edition: &EditionName) -> bool {
        is_edition_name(edition.as_str()) && (self.drafts || self.age(edition) != Age::Later)
    }

    fn shown(&self, withheld: bool) -> Shown {
        Shown::of(withheld, self.drafts)
    }

    fn national(&self, year: &'a MergedEdition) -> NationalYear<'a> {
        let edition = &year.edition;
        let age = self.age(edition);
        let programmes = year.programmes.iter().map(|national| {
            let id = &national.programme.id;
            let withheld = self.withheld.programme(edition.as_str(), id.as_str());
            // A name that makes no good address has a finding; even a draft gets no page for it.
            let shown = if is_id(id.as_str()) { self.shown(withheld) } else { Shown::Withheld };
            let path = match age {
                Age::Current => format!("programmes/{id}/index.html"),
                _ => format!("programmes/{edition}/{id}/index.html"),
            };
            NationalPage { national, shown, path, facts: OnceLock::new(), library: OnceLock::new() }
        });
        // No hub has an empty name: this asks about the national text alone.
        let introduction_shown = self.shown(self.withheld.introduction("", edition.as_str()));
        NationalYear {
            edition,
            age,
            introduction: year.introduction.as_deref().filter(|_| introduction_shown.is_page()),
            programmes: programmes.collect(),
            library: OnceLock::new(),
        }
    }

    fn hub(&self, merged: &'a MergedHub) -> HubPlan<'a> {
        let hub = &merged.hub;
        let id = hub.id.as_str();
        let shown = if is_id(id) { self.shown(self.withheld.hub(id)) } else { Shown::Withheld };
        let base = hub.base_url.clone().or_else(|| self.site_base.map(|base| format!("{base}{id}/")));
        let lead = if self.preview { Some(format!("/{id}/")) } else { base.clone() };
        HubPlan { merged, shown, lead, base, brief: *self, years: OnceLock::new() }
    }

    fn years(&self, merged: &'a MergedHub, shown: Shown) -> Years<'a> {
        let id = merged.hub.id.as_str();
        let built = merged.editions.iter().filter(|year| self.builds(&year.edition));
        let mut years: Vec<_> = built.map(|year| self.year(id, shown, &year.edition, Some(year))).collect();
        if !years.iter().any(|year| year.age == Age::Current) {
            let at = years.iter().take_while(|year| year.age == Age::Earlier).count();
            years.insert(at, self.year(id, shown, self.current, None));
        }
        let pages = years.iter().enumerate().flat_map(|(y, year)| {
            year.offerings.iter().enumerate().map(move |(o, listed)| ((year.edition, listed.offering.id()), (y, o)))
        });
        let pages = pages.collect();
        Years { years, pages }
    }

    fn year(&self, hub: &str, shown: Shown, edition: &'a EditionName, year: Option<&'a HubEdition>) -> YearPlan<'a> {
        let age = self.age(edition);
        let folder = if age == Age::Current { String::new() } else { format!("{edition}/") };
        let offerings: Vec<_> = year
            .map_or(&[][..], |year| &year.offerings)
            .iter()
            .map(|offering| {
                let id = offering.id().as_str();
                let withheld = self.withheld.offering(hub, edition.as_str(), id);
                let possible = shown.is_page() && is_id(id);
                Listed {
                    offering,
                    standing: state::of_offering(offering, self.day),
                    state: OnceLock::new(),
                    shown: if possible { self.shown(withheld) } else { Shown::Withheld },
                    folder: format!("{folder}{id}/"),
                    events: Handed::new(),
                    alike: Handed::new(),
                    text: Handed::new(),
                }
            })
            .collect();
        let introduction = year
            .and_then(|year| year.introduction.as_deref())
            .map(|introduction| (introduction, self.shown(self.withheld.introduction(hub, edition.as_str()))));
        let phases = phases(&offerings, &folder);
        YearPlan {
            edition,
            age,
            introduction: introduction.filter(|(_, shown)| shown.is_page()),
            phases,
            offerings,
            folder,
            nav: OnceLock::new(),
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
