//! Finding a programme: a list that is complete as it stands, which a script of the theme narrows down as people
//! type. What the script needs beyond what is shown stands in a few attributes, since a page that is opened from
//! disk can't fetch anything.

use super::here;
use super::step;
use crate::error::Result;
use crate::model::merged::Offering;
use crate::model::national::Programme;
use crate::model::state::State;
use crate::render::address::Spot;
use crate::render::plan::{Age, HubPlan, Listed, NationalPage, NationalYear, YearPlan};
use crate::render::shared::{Shared, edition_banner};
use crate::render::standing;
use crate::render::templates::value;
use serde::Serialize;
use tera::Value;

#[derive(Serialize)]
struct SearchView<'v> {
    edition: &'v str,
    phases: Vec<PhaseView<'v>>,
    /// The network's hubs by region; empty on a hub's own page. Entries name them by their order.
    regions: Vec<Region<'v>>,
    /// What can be chosen of states.
    states: Vec<Choice>,
}

#[derive(Serialize)]
struct PhaseView<'v> {
    name: &'v str,
    entries: Vec<Entry<'v>>,
}

/// A programme that can be found.
#[derive(Serialize)]
struct Entry<'v> {
    id: &'v str,
    title: &'v str,
    summary: &'v str,
    code: Option<&'v str>,
    stage: Option<&'v str>,
    audience: &'v [String],
    /// Where its groups' people come from.
    areas: Vec<&'v str>,
    /// Its page; `None` where that is withheld.
    href: Option<String>,
    /// Of a hub's own page: whether people can apply.
    state: Option<Value>,
    /// Whose own programme it is, on the network's page.
    by: Option<&'v str>,
    /// On the network's page: how many hubs offer it.
    hubs: usize,
    /// On the network's page: in which states it is, and at how many hubs.
    tallies: Vec<Tally>,
    /// For the script: which hubs offer it in which state, `open:0,3 none:1`.
    offered: String,
}

#[derive(Serialize)]
struct Tally {
    name: &'static str,
    words: &'static str,
    hubs: usize,
}

#[derive(Serialize)]
struct Region<'v> {
    name: &'v str,
    hubs: Vec<HubLine<'v>>,
}

#[derive(Serialize)]
struct HubLine<'v> {
    name: &'v str,
    href: String,
    place: Option<&'v str>,
}

/// States that can be chosen together.
#[derive(Serialize)]
struct Choice {
    /// Their names, with spaces between them.
    names: String,
    words: &'static str,
}

/// A hub's page for finding a programme among its own.
pub fn hub_search<'a>(shared: &Shared<'a>, plan: &HubPlan<'a>, year: &YearPlan<'a>) -> Result<Vec<u8>> {
    let spot = Spot::new(Some(plan), "search/index.html");
    let mut groups = Groups::default();
    for listed in &year.offerings {
        groups.add(&listed.offering.programme.phase, of_hub(&spot, listed)?);
    }
    let view = SearchView {
        edition: year.edition.as_str(),
        phases: groups.in_order(shared),
        regions: Vec::new(),
        states: choices(),
    };
    let about = format!("Every programme of {} in {}, and whether you can apply.", plan.hub().name, year.edition);
    page(shared, &spot, Some(year), &plan.hub().name, &about, &view)
}

/// The network's page for finding a programme, and who offers it.
pub fn network_search(shared: &Shared) -> Result<Vec<u8>> {
    let spot = Spot::new(None, "search/index.html");
    let current = shared.plan.years.iter().find(|year| year.age == Age::Current);
    let (regions, order) = regions(shared, &spot);
    let mut groups = Groups::default();
    for page in current.iter().flat_map(|year| &year.programmes) {
        if let Some(year) = current {
            groups.add(&page.national.programme.phase, nationally(shared, &spot, year, page, &order));
        }
    }
    for (number, plan) in order.iter().enumerate() {
        let own = plan.years().iter().filter(|year| year.age == Age::Current).flat_map(|year| &year.offerings);
        for listed in own.filter(|listed| listed.offering.programme.hub.is_some()) {
            groups.add(&listed.offering.programme.phase, own_programme(shared, &spot, plan, listed, number));
        }
    }
    let edition = shared.merged.current.as_str();
    let view = SearchView { edition, phases: groups.in_order(shared), regions, states: choices() };
    let about = format!("Every programme in {edition}, the hubs that offer it, and whether you can apply.");
    page(shared, &spot, None, shared.network_name(), &about, &view)
}

fn page<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    year: Option<&YearPlan<'a>>,
    whose: &str,
    about: &str,
    view: &SearchView,
) -> Result<Vec<u8>> {
    let mut page = shared.page(spot, format!("Find a programme \u{2013} {whose}"), Some(about));
    page.edition = Some(view.edition.to_owned());
    if let Some(year) = year {
        page.banners.extend(edition_banner(year.age, year.edition, None));
    }
    page.crumbs.push(step(whose, format!("{}index.html", spot.root)));
    page.crumbs.push(here("Find a programme"));
    let mut context = shared.context(spot, year, &page)?;
    context.insert_value("search", value(view)?);
    shared.templates.page("search.html", &context)
}

/// Entries by phase.
#[derive(Default)]
struct Groups<'v> {
    phases: Vec<PhaseView<'v>>,
}

impl<'v> Groups<'v> {
    fn add(&mut self, phase: &'v str, entry: Entry<'v>) {
        match self.phases.iter_mut().find(|group| group.name == phase) {
            Some(group) => group.entries.push(entry),
            None => self.phases.push(PhaseView { name: phase, entries: vec![entry] }),
        }
    }

    /// In the site's order, whoever's programme made a phase known first.
    fn in_order(mut self, shared: &Shared) -> Vec<PhaseView<'v>> {
        self.phases.sort_by_key(|group| shared.merged.site.phase_order(group.name));
        self.phases
    }
}

/// What is the same of a programme wherever it is listed.
fn entry<'v>(programme: &'v Programme, href: Option<String>) -> Entry<'v> {
    Entry {
        id: programme.id.as_str(),
        title: &programme.title,
        summary: &programme.summary,
        code: programme.code.as_deref(),
        stage: programme.stage.as_ref().map(|stage| stage.value.as_str()),
        audience: &programme.audience,
        areas: Vec::new(),
        href,
        state: None,
        by: None,
        hubs: 0,
        tallies: Vec::new(),
        offered: String::new(),
    }
}

fn of_hub<'a>(spot: &Spot, listed: &Listed<'a>) -> Result<Entry<'a>> {
    let is_page = listed.shown.is_page();
    let href = is_page.then(|| format!("{}{}index.html", spot.root, listed.folder));
    Ok(Entry {
        areas: if is_page { areas(listed.offering) } else { Vec::new() },
        state: is_page.then(|| standing::of_listed(listed)).transpose()?,
        ..entry(&listed.offering.programme, href)
    })
}

/// Where the groups' people come from, each area once.
fn areas(offering: &Offering) -> Vec<&str> {
    let mut areas = Vec::new();
    for area in offering.cohorts.iter().filter_map(|cohort| cohort.area.as_deref()) {
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    areas
}

fn nationally<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    year: &NationalYear<'a>,
    page: &NationalPage<'a>,
    order: &[&HubPlan<'a>],
) -> Entry<'a> {
    let programme = &page.national.programme;
    let listed = |plan: &HubPlan<'a>| -> Option<State> {
        let listed = plan.find(year.edition, &programme.id).filter(|listed| listed.shown.is_page())?;
        listed.offering.programme.hub.is_none().then_some(listed.standing.state)
    };
    let states: Vec<(usize, State)> =
        order.iter().enumerate().filter_map(|(number, plan)| Some((number, listed(plan)?))).collect();
    let href = shared.links().national(spot, page).filter(|_| page.shown.is_page());
    offered(entry(programme, href), &states, page.national.hubs.len())
}

fn own_programme<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    plan: &HubPlan<'a>,
    listed: &Listed<'a>,
    number: usize,
) -> Entry<'a> {
    let is_page = listed.shown.is_page();
    let href = is_page.then(|| shared.links().inside_hub(spot, plan, &format!("{}index.html", listed.folder)));
    let states = [(number, listed.standing.state)];
    let mut entry = offered(entry(&listed.offering.programme, href), &states[..usize::from(is_page)], 1);
    entry.by = Some(&plan.hub().name);
    entry
}

/// An entry with what is known of the hubs that offer it.
fn offered<'v>(mut entry: Entry<'v>, states: &[(usize, State)], hubs: usize) -> Entry<'v> {
    entry.hubs = hubs;
    let mut parts = Vec::new();
    for state in State::ALL {
        let at: Vec<String> =
            states.iter().filter(|(_, it)| it == state).map(|(number, _)| number.to_string()).collect();
        if at.is_empty() {
            continue;
        }
        parts.push(format!("{}:{}", state.name(), at.join(",")));
        if *state != State::None {
            entry.tallies.push(Tally { name: state.name(), words: state.words(), hubs: at.len() });
        }
    }
    entry.offered = parts.join(" ");
    entry
}

/// The hubs that have pages by region, and in the same order one after another.
fn regions<'s, 'a>(shared: &'s Shared<'a>, spot: &Spot<'_, 'a>) -> (Vec<Region<'a>>, Vec<&'s HubPlan<'a>>) {
    let mut order: Vec<&HubPlan> = shared.plan.hubs.iter().filter(|plan| plan.shown.is_page()).collect();
    // The hubs stand by name already, and sorting keeps that.
    order.sort_by_key(|plan| crate::model::ids::slug(&plan.hub().region));
    let mut regions: Vec<Region> = Vec::new();
    for plan in &order {
        let hub = plan.hub();
        let line = HubLine {
            name: &hub.name,
            href: shared.links().inside_hub(spot, plan, "index.html"),
            place: hub.place.as_deref(),
        };
        match regions.last_mut().filter(|region| region.name == hub.region) {
            Some(region) => region.hubs.push(line),
            None => regions.push(Region { name: &hub.region, hubs: vec![line] }),
        }
    }
    (regions, order)
}

/// Every state, and before them those in which people can apply.
fn choices() -> Vec<Choice> {
    let taking: Vec<&str> =
        State::ALL.iter().filter(|state| state.takes_applications()).map(|state| state.name()).collect();
    let mut choices = vec![Choice { names: taking.join(" "), words: "You can apply now" }];
    choices.extend(State::ALL.iter().map(|state| Choice {
        names: state.name().to_owned(),
        words: if *state == State::None { "Ask the hub" } else { state.words() },
    }));
    choices
}
