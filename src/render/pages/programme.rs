//! A programme nationally, with the hubs that offer it and whether people can apply there.

use super::chapter::{about, links, neighbour};
use super::{here, step};
use crate::error::Result;
use crate::render::address::Spot;
use crate::render::facts::Words;
use crate::render::join::{Ready, SectionView};
use crate::render::linked;
use crate::render::plan::{Age, NationalPage, NationalYear};
use crate::render::shared::{Shared, edition_banner, withheld_banner};
use crate::render::standing;
use crate::render::templates::value;
use serde::Serialize;
use tera::Value;

#[derive(Serialize)]
struct ProgrammeView<'v> {
    title: &'v str,
    number: Option<u32>,
    summary: &'v str,
    facts: Value,
    sections: Vec<SectionView>,
    links: Vec<Words>,
    previous: Option<Words>,
    next: Option<Words>,
    /// The same programme in other years, the latest first.
    other_years: Vec<Words>,
}

/// A hub that offers it, as `offered.html` gets it.
#[derive(Serialize)]
struct OfferedBy {
    name: String,
    region: String,
    href: Option<String>,
    /// `None` where the hub's page is withheld: details will follow.
    state: Option<Value>,
}

/// A programme's national page.
pub fn programme<'a>(shared: &Shared<'a>, year: &NationalYear<'a>, national: &NationalPage<'a>) -> Result<Vec<u8>> {
    let spot = Spot::new(None, national.path.clone());
    let programme = &national.national.programme;
    let offered = offered(shared, &spot, year, national)?;
    let offered = shared.templates.piece("offered.html", [("hubs", value(&offered)?)])?;
    let ready = Ready { dates: offered.clone(), apply: offered };
    let mut joiner = shared.joiner(&spot, shared.speaker(&spot, year.edition, Some(programme)), &ready);
    let mut sections = joiner.sections(&national.national.text)?;
    if !joiner.placed.dates && !joiner.placed.apply {
        sections.push(joiner.own_section("hubs", "Hubs that offer it", &ready.dates));
    }
    let view = ProgrammeView {
        title: &programme.title,
        number: programme.number,
        summary: &programme.summary,
        facts: about(shared, year.edition, programme)?,
        sections,
        links: links(shared, &spot, programme),
        previous: neighbour(shared, &spot, programme, programme.previous.as_ref().map(|it| &it.value)),
        next: neighbour(shared, &spot, programme, programme.next.as_ref().map(|it| &it.value)),
        other_years: other_years(shared, &spot, year, national),
    };
    let site = &shared.merged.site;
    let network = site.network.as_deref().unwrap_or(&site.title);
    let edition = if year.age == Age::Current { String::new() } else { format!(" ({})", year.edition) };
    let title = format!("{}{edition} \u{2013} {network}", programme.title);
    let mut page = shared.page(&spot, title, Some(&programme.summary));
    page.edition = Some(year.edition.to_string());
    page.banners.extend(withheld_banner(national.shown));
    page.banners.extend(edition_banner(year.age, year.edition, Some(todays(shared, &spot, national))));
    page.crumbs.push(step(network, format!("{}index.html", spot.root)));
    page.crumbs.push(here(&programme.title));
    page.linked.push(linked::course(programme, network, site.base_url.as_deref(), page.canonical.as_deref()));
    let mut context = shared.context(&spot, None, &page)?;
    context.insert_value("programme", value(&view)?);
    shared.templates.page("programme.html", &context)
}

fn offered<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    year: &NationalYear<'a>,
    national: &NationalPage<'a>,
) -> Result<Vec<OfferedBy>> {
    let hubs = national.national.hubs.iter().filter_map(|id| {
        let plan = shared.plan.hub(id.as_str())?;
        let listed = plan.find(year.edition, &national.national.programme.id)?;
        let is_page = listed.shown.is_page();
        let state = is_page.then(|| standing::of_listed(listed)).transpose();
        Some(state.map(|state| OfferedBy {
            name: plan.hub().name.clone(),
            region: plan.hub().region.clone(),
            href: is_page.then(|| shared.links().inside_hub(spot, plan, &format!("{}index.html", listed.folder))),
            state,
        }))
    });
    hubs.collect()
}

fn other_years<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    year: &NationalYear<'a>,
    national: &NationalPage<'a>,
) -> Vec<Words> {
    let others = shared.plan.years.iter().rev().filter(|other| other.edition != year.edition);
    let pages = others.filter_map(|other| {
        let page = other.find(&national.national.programme.id).filter(|page| page.shown.is_page())?;
        Some(Words { words: other.edition.to_string(), href: shared.links().national(spot, page) })
    });
    pages.collect()
}

/// The same programme in the current year, else the network's home.
fn todays<'a>(shared: &Shared<'a>, spot: &Spot<'_, 'a>, national: &NationalPage<'a>) -> Words {
    let current = &shared.merged.current;
    let now = shared.plan.year(current).and_then(|year| year.find(&national.national.programme.id));
    let now = now.filter(|page| page.shown.is_page()).and_then(|page| shared.links().national(spot, page));
    Words { words: format!("See {current}"), href: Some(now.unwrap_or_else(|| format!("{}index.html", spot.root))) }
}
