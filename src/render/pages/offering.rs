//! A hub's version of a programme.

use super::chapter::{chapter, titled};
use super::{here, step};
use crate::error::Result;
use crate::render::address::Spot;
use crate::render::facts::Words;
use crate::render::linked;
use crate::render::plan::{HubPlan, Listed, YearPlan};
use crate::render::shared::{Shared, edition_banner, withheld_banner};
use crate::render::templates::value;

/// An offering's page.
pub fn offering<'a>(
    shared: &Shared<'a>,
    plan: &HubPlan<'a>,
    year: &YearPlan<'a>,
    listed: &Listed<'a>,
) -> Result<Vec<u8>> {
    let spot = Spot::new(Some(plan), format!("{}index.html", listed.folder));
    let programme = &listed.offering.programme;
    let title = format!("{} \u{2013} {}", titled(&programme.title, year), plan.hub().name);
    let mut page = shared.page(&spot, title, Some(&programme.summary));
    page.edition = Some(year.edition.to_string());
    page.banners.extend(withheld_banner(listed.shown));
    page.banners.extend(edition_banner(year.age, year.edition, todays(shared, &spot, plan, listed)));
    page.crumbs.push(step(&plan.hub().name, format!("{}index.html", spot.root)));
    if !year.folder.is_empty() {
        page.crumbs.push(step(year.edition.as_str(), format!("{}{}index.html", spot.root, year.folder)));
    }
    let phase = year.phases.iter().find(|phase| phase.name == programme.phase);
    if let Some((phase, folder)) = phase.and_then(|phase| Some((phase, phase.folder.as_ref()?))) {
        page.crumbs.push(step(phase.name, format!("{}{folder}index.html", spot.root)));
    }
    page.crumbs.push(here(&programme.title));
    page.linked.push(linked::offering(plan, listed, shared.network_name(), page.canonical.as_deref()));
    let mut context = shared.context(&spot, Some(year), &page)?;
    context.insert_value("offering", value(&chapter(shared, &spot, plan, year, listed)?)?);
    shared.templates.page("offering.html", &context)
}

/// The same programme in the current year, for a banner.
fn todays<'a>(shared: &Shared<'a>, spot: &Spot<'_, 'a>, plan: &HubPlan<'a>, listed: &Listed<'a>) -> Option<Words> {
    let current = &shared.merged.current;
    let href = match plan.find(current, listed.offering.id()).filter(|listed| listed.shown.is_page()) {
        Some(now) => format!("{}{}index.html", spot.root, now.folder),
        None => format!("{}index.html", spot.root),
    };
    Some(Words { words: format!("See {current}"), href: Some(href) })
}
