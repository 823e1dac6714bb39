//! A phase's booklet: each programme of the phase in full, one after another.

use super::chapter::{Chapter, chapter, titled};
use super::{here, step};
use crate::error::Result;
use crate::render::address::Spot;
use crate::render::facts::Words;
use crate::render::plan::{HubPlan, PhasePlan, Shown, YearPlan};
use crate::render::shared::{Banner, Shared, edition_banner};
use crate::render::templates::value;
use serde::Serialize;

#[derive(Serialize)]
struct BookletView<'v> {
    phase: &'v str,
    edition: &'v str,
    goal: Option<&'v str>,
    chapters: Vec<Chapter<'v>>,
    /// Titles of programmes that are withheld.
    to_follow: Vec<&'v str>,
}

/// The booklet of `phase`, which lies in `folder`.
pub fn booklet<'a>(
    shared: &Shared<'a>,
    plan: &HubPlan<'a>,
    year: &YearPlan<'a>,
    phase: &PhasePlan<'a>,
    folder: &str,
) -> Result<Vec<u8>> {
    let mut spot = Spot::new(Some(plan), format!("{folder}index.html"));
    let members = || phase.members.iter().filter_map(|i| year.offerings.get(*i));
    let shown = || members().filter(|listed| listed.shown.is_page());
    spot.booklet = Some((year.edition, shown().map(|listed| listed.offering.id()).collect()));
    let chapters = shown().map(|listed| chapter(shared, &spot, plan, year, listed)).collect::<Result<Vec<_>>>()?;
    let to_follow = members().filter(|listed| !listed.shown.is_page());
    let view = BookletView {
        phase: phase.name,
        edition: year.edition.as_str(),
        goal: goal(year, phase.name, shared),
        chapters,
        to_follow: to_follow.map(|listed| listed.offering.programme.title.as_str()).collect(),
    };
    let title = format!("{} \u{2013} {}", titled(&format!("{} programmes", phase.name), year), plan.hub().name);
    let about = format!("Each {} programme of {} in full.", phase.name, plan.hub().name);
    let mut page = shared.page(&spot, title, Some(&about));
    page.edition = Some(year.edition.to_string());
    let now = Words { words: format!("See {}", shared.merged.current), href: Some(format!("{}index.html", spot.root)) };
    let draft = shown().any(|listed| listed.shown == Shown::Draft);
    page.banners.extend(draft.then(|| Banner {
        kind: "withheld",
        words: "Some programmes in this booklet are withheld: something in them is wrong or missing.".to_owned(),
        link: None,
    }));
    page.banners.extend(edition_banner(year.age, year.edition, Some(now)));
    page.crumbs.push(step(&plan.hub().name, format!("{}index.html", spot.root)));
    if !year.folder.is_empty() {
        page.crumbs.push(step(year.edition.as_str(), format!("{}{}index.html", spot.root, year.folder)));
    }
    page.crumbs.push(here(phase.name));
    let mut context = shared.context(&spot, Some(year), &page)?;
    context.insert_value("booklet", value(&view)?);
    shared.templates.page("booklet.html", &context)
}

/// A phase's goal for the year.
pub fn goal<'a>(year: &YearPlan<'a>, phase: &str, shared: &Shared<'a>) -> Option<&'a str> {
    let introduction = shared.plan.year(year.edition)?.introduction?;
    introduction.goals.iter().find(|(name, _)| name.value == phase).map(|(_, goal)| goal.as_str())
}
