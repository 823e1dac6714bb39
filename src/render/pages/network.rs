//! The network's home: hubs by region, programmes by phase.

use super::home::Card;
use crate::error::Result;
use crate::render::address::Spot;
use crate::render::linked;
use crate::render::plan::{Age, NationalYear};
use crate::render::shared::{RegionView, Shared};
use crate::render::templates::value;
use serde::Serialize;

#[derive(Serialize)]
struct NetworkView<'v> {
    regions: Vec<RegionView>,
    year: YearView<'v>,
    earlier: Vec<YearView<'v>>,
}

#[derive(Serialize)]
struct YearView<'v> {
    edition: String,
    phases: Vec<PhaseView<'v>>,
}

#[derive(Serialize)]
struct PhaseView<'v> {
    name: String,
    goal: Option<String>,
    cards: Vec<Card<'v>>,
}

/// The network's home.
pub fn network(shared: &Shared) -> Result<Vec<u8>> {
    let spot = Spot::new(None, "index.html");
    let years = &shared.plan.years;
    let year = years.iter().find(|year| year.age == Age::Current).map(|year| year_view(shared, &spot, year));
    let view = NetworkView {
        regions: shared.regions(|hub| shared.links().hub(&spot, &hub.hub().id)),
        year: year.unwrap_or_else(|| YearView { edition: shared.merged.current.to_string(), phases: Vec::new() }),
        earlier: years
            .iter()
            .rev()
            .filter(|year| year.age != Age::Current && !year.programmes.is_empty())
            .map(|year| year_view(shared, &spot, year))
            .collect(),
    };
    let site = &shared.merged.site;
    let mut page = shared.page(&spot, site.title.clone(), site.description.as_deref());
    page.edition = Some(shared.merged.current.to_string());
    page.linked.push(linked::organization(shared.network_name(), page.canonical.as_deref()));
    let mut context = shared.context(&spot, None, &page)?;
    context.insert_value("network", value(&view)?);
    shared.templates.page("network.html", &context)
}

fn year_view<'a>(shared: &Shared<'a>, spot: &Spot<'_, 'a>, year: &NationalYear<'a>) -> YearView<'a> {
    let mut phases: Vec<PhaseView<'a>> = Vec::new();
    for page in &year.programmes {
        let programme = &page.national.programme;
        let card = Card {
            title: &programme.title,
            number: programme.number,
            summary: &programme.summary,
            href: shared.links().national(spot, page).filter(|_| page.shown.is_page()),
            state: None,
            stage: programme.stage.as_ref().map(|stage| stage.value.as_str()),
        };
        match phases.iter_mut().find(|phase| phase.name == programme.phase) {
            Some(phase) => phase.cards.push(card),
            None => {
                let goals = year.introduction.map_or(&[][..], |introduction| &introduction.goals);
                let goal = goals.iter().find(|(name, _)| name.value == programme.phase);
                phases.push(PhaseView {
                    name: programme.phase.clone(),
                    goal: goal.map(|(_, goal)| goal.clone()),
                    cards: vec![card],
                });
            }
        }
    }
    YearView { edition: year.edition.to_string(), phases }
}
