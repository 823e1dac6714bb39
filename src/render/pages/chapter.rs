//! One offering in full: what its own page and its phase's booklet both show.

use crate::error::Result;
use crate::model::ids::EditionName;
use crate::model::merged::Offering;
use crate::model::national::Programme;
use crate::model::practical::{Form, Session, Status};
use crate::model::state::takes_place;
use crate::model::text::plain;
use crate::model::when::{display_date, display_moment};
use crate::render::address::{Spot, encoded};
use crate::render::calendar;
use crate::render::facts::{self, Words};
use crate::render::files::kind_and_size;
use crate::render::join::{Ready, SectionView};
use crate::render::plan::{HubPlan, Listed, YearPlan};
use crate::render::shared::Shared;
use crate::render::standing;
use crate::render::templates::{kept, value};
use serde::Serialize;
use std::sync::Arc;
use tera::Value;

/// An offering in full.
#[derive(Debug, Serialize)]
pub struct Chapter<'v> {
    /// The programme's id: a booklet's anchor.
    id: &'v str,
    title: &'v str,
    number: Option<u32>,
    summary: &'v str,
    state: Value,
    notice: Option<Value>,
    facts: Value,
    sections: Vec<SectionView>,
    links: Value,
    previous: Option<Words>,
    next: Option<Words>,
    ask: Value,
    /// The way to apply, or to the section that tells it.
    apply: Option<Words>,
    /// The same programme in the hub's other years, the latest first.
    other_years: Value,
    /// Its own page, in a booklet.
    href: String,
}

/// What an offering's own page and its chapter have alike: both lie equally deep in the hub's folder.
#[derive(Debug)]
pub struct Alike {
    ready: Ready,
    only_way: Option<Words>,
    state: Value,
    facts: Value,
    links: Value,
    ask: Value,
    other_years: Value,
}

/// An offering's text, its dates and ways to apply in it.
#[derive(Debug)]
pub struct Text {
    notice: Option<Value>,
    sections: Vec<SectionView>,
    /// The anchor of the section that tells how to apply.
    apply_at: Option<String>,
}

/// A key fact.
#[derive(Debug, Serialize)]
pub struct FactView {
    label: &'static str,
    items: Vec<Words>,
    note: Option<String>,
}

impl FactView {
    /// A fact of one line.
    pub fn line(label: &'static str, words: impl Into<String>) -> Self {
        Self { label, items: vec![Words::plain(words)], note: None }
    }
}

/// The key facts that a programme itself has.
#[derive(Debug)]
pub struct OwnFacts {
    /// Who it is for, and how much time it takes.
    first: Vec<Value>,
    /// What places it among the others.
    last: Vec<Value>,
}

/// Makes a chapter. In a booklet its anchors begin with the programme's id and its headings stand one level deeper.
pub fn chapter<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    plan: &HubPlan<'a>,
    year: &YearPlan<'a>,
    listed: &Listed<'a>,
) -> Result<Chapter<'a>> {
    let programme = &*listed.offering.programme;
    let prefix = if spot.booklet.is_some() { format!("{}--", programme.id) } else { String::new() };
    let alike = listed.alike.get_or_make(|| alike(shared, spot, plan, year, listed).map(Arc::new))?;
    let text = match listed.text.take() {
        Some(text) => text,
        None => text(shared, spot, listed, &alike.ready, &prefix)?,
    };
    let told = || {
        let at = text.apply_at.as_ref()?;
        Some(Words { words: "How to apply".into(), href: Some(format!("#{prefix}{at}")) })
    };
    let apply = if listed.standing.state.takes_applications() { alike.only_way.clone().or_else(told) } else { None };
    Ok(Chapter {
        id: programme.id.as_str(),
        title: &programme.title,
        number: programme.number,
        summary: &programme.summary,
        state: alike.state.clone(),
        notice: text.notice.clone(),
        facts: alike.facts.clone(),
        sections: text.sections.iter().map(|section| section.below(&prefix)).collect(),
        links: alike.links.clone(),
        previous: neighbour(shared, spot, programme, programme.previous.as_ref().map(|it| &it.value)),
        next: neighbour(shared, spot, programme, programme.next.as_ref().map(|it| &it.value)),
        ask: alike.ask.clone(),
        apply,
        other_years: alike.other_years.clone(),
        href: format!("{}{}index.html", spot.root, listed.folder),
    })
}

fn alike<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    plan: &HubPlan<'a>,
    year: &YearPlan<'a>,
    listed: &Listed<'a>,
) -> Result<Alike> {
    let offering = listed.offering;
    let practical = shared.practical(spot);
    let calendar = calendar::has_dates(offering).then(|| format!("{}{}dates.ics", spot.root, listed.folder));
    let ways = practical.apply(listed, plan.hub())?;
    let ask = value(&facts::asking(&offering.contact, plan.hub()))?;
    Ok(Alike {
        ready: Ready {
            dates: practical.dates(offering, calendar).html(&shared.templates, ask.clone())?,
            apply: ways.html(&shared.templates, ask.clone())?,
        },
        only_way: ways.only_way(),
        state: standing::of_listed(listed)?,
        facts: facts_of(shared, spot, year, listed)?,
        links: value(&links(shared, spot, &offering.programme))?,
        ask,
        other_years: value(&other_years(spot, plan, listed))?,
    })
}

/// Joins the text, and leaves it for the other page where it is to read the same there.
fn text<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    listed: &Listed<'a>,
    ready: &Ready,
    prefix: &str,
) -> Result<Arc<Text>> {
    let offering = listed.offering;
    let mut joiner = shared.joiner(spot, shared.speaker(spot, &offering.edition, Some(&offering.programme)), ready);
    if spot.booklet.is_some() {
        joiner = joiner.below(prefix.to_owned(), 1);
    }
    let mut sections = joiner.sections(&offering.text)?;
    let has_dates = !offering.cohorts.is_empty() || !offering.sessions.is_empty();
    if has_dates && !joiner.placed.dates {
        let heading = free_heading(offering, "Dates", "Dates and places");
        sections.push(joiner.own_section("dates", heading, &ready.dates));
    }
    if !joiner.placed.apply {
        let heading = free_heading(offering, "How to apply", "Ways to apply");
        let section = joiner.own_section("apply", heading, &ready.apply);
        joiner.apply_at = Some(section.id.clone());
        sections.push(section);
    }
    let notice = offering.local.as_ref().and_then(|local| local.notice.as_ref());
    let notice = notice.filter(|notice| notice.until.is_none_or(|until| shared.day <= until));
    let notice = notice.map(|notice| joiner.html(&notice.text)).transpose()?;
    let text = Arc::new(Text { notice, sections, apply_at: joiner.apply_at });
    if !joiner.of_here {
        listed.text.leave(text.clone());
    }
    Ok(text)
}

/// `usual`, or `other` where the text has a section of that heading already.
fn free_heading(offering: &Offering, usual: &'static str, other: &'static str) -> &'static str {
    let taken = offering.text.sections.iter().filter_map(|section| section.heading.as_ref());
    let taken = taken.map(|heading| plain(&heading.nodes)).any(|words| words.trim().eq_ignore_ascii_case(usual));
    if taken { other } else { usual }
}

/// The same programme in the hub's other years, the latest first.
fn other_years(spot: &Spot, plan: &HubPlan, listed: &Listed) -> Vec<Words> {
    let others = plan.years().iter().rev().filter(|year| *year.edition != listed.offering.edition);
    let pages = others.filter_map(|year| {
        let other = plan.find(year.edition, listed.offering.id()).filter(|other| other.shown.is_page())?;
        let href = format!("{}{}index.html", spot.root, other.folder);
        Some(Words { words: year.edition.to_string(), href: Some(href) })
    });
    pages.collect()
}

/// What can be seen at a glance: what people ask first, then what places it among the others.
fn facts_of<'a>(shared: &Shared<'a>, spot: &Spot<'_, 'a>, year: &YearPlan<'a>, listed: &Listed<'a>) -> Result<Value> {
    let offering = listed.offering;
    let mut facts: Vec<_> = cost(offering.cost.as_deref()).into_iter().collect();
    let standing = &listed.standing;
    if standing.state.takes_applications() {
        facts.extend(standing.closes.map(|closes| FactView::line("Apply by", display_moment(&closes))));
    }
    facts.extend(first_and_last(offering));
    let with = offering.local.as_ref().map_or(&[][..], |local| &local.with);
    let with: Vec<Words> = with
        .iter()
        .filter_map(|id| {
            let other = shared.plan.hub(id.value.as_str())?.hub();
            Some(Words { words: other.name.clone(), href: shared.links().hub(spot, &other.id) })
        })
        .collect();
    if !with.is_empty() {
        facts.push(FactView { label: "Delivered together with", items: with, note: None });
    }
    around(&*own_facts(shared, year.edition, &offering.programme)?, &facts)
}

/// The days between which it takes place, those of all its cohorts together.
fn first_and_last(offering: &Offering) -> Option<FactView> {
    let off = |status: Option<Status>| matches!(status, Some(Status::Cancelled | Status::Postponed));
    let cohorts = offering.cohorts.iter().filter(|cohort| !off(cohort.status)).flat_map(|cohort| &cohort.sessions);
    let sessions = cohorts.chain(&offering.sessions).filter(|session| takes_place(session));
    let mut days: Vec<_> = sessions.filter_map(Session::date).filter(|_| !off(offering.status)).collect();
    days.sort_unstable();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first < last => {
            Some(FactView::line("Dates", format!("{} to {}", display_date(*first), display_date(*last))))
        }
        (Some(only), _) => Some(FactView::line("Date", display_date(*only))),
        _ => None,
    }
}

/// The facts that a programme itself has.
///
/// # Errors
/// None in practice.
pub fn about(shared: &Shared, edition: &EditionName, programme: &Arc<Programme>) -> Result<Value> {
    let cost: Vec<_> = cost(programme.cost.as_deref()).into_iter().collect();
    around(&*own_facts(shared, edition, programme)?, &cost)
}

/// A programme's own facts with others between them.
fn around(own: &OwnFacts, others: &[FactView]) -> Result<Value> {
    let others = others.iter().map(value).collect::<Result<Vec<_>>>()?;
    Ok(Value::from([own.first.as_slice(), &others, &own.last].concat()))
}

/// A national programme's are made once for all hubs.
fn own_facts(shared: &Shared, edition: &EditionName, programme: &Arc<Programme>) -> Result<Arc<OwnFacts>> {
    let values = |facts: Vec<FactView>| facts.iter().map(value).collect::<Result<_>>();
    let make = || {
        let last = values(among_others(shared, edition.as_str(), programme))?;
        Ok(Arc::new(OwnFacts { first: values(asked_first(programme))?, last }))
    };
    let page = shared.plan.year(edition).and_then(|year| year.find(&programme.id));
    match page.filter(|page| Arc::ptr_eq(&page.national.programme, programme)) {
        Some(page) => kept(&page.facts, make),
        None => make(),
    }
}

/// What money.
fn cost(cost: Option<&str>) -> Option<FactView> {
    cost.map(|words| FactView::line("What it costs", words))
}

/// Who, how much time.
fn asked_first(programme: &Programme) -> Vec<FactView> {
    let mut facts = Vec::new();
    if !programme.audience.is_empty() {
        let items = programme.audience.iter().map(Words::plain).collect();
        facts.push(FactView { label: "Who it is for", items, note: None });
    }
    facts.extend(programme.commitment.as_ref().map(|words| FactView::line("What it asks of you", words)));
    facts
}

/// Where it stands among the year's programmes.
fn among_others(shared: &Shared, edition: &str, programme: &Programme) -> Vec<FactView> {
    let mut facts = Vec::new();
    if let Some(stage) = &programme.stage {
        let stages = shared.plan.years.iter().find(|year| year.edition.as_str() == edition);
        let stages = stages.and_then(|year| year.introduction).map_or(&[][..], |introduction| &introduction.stages);
        let meaning = stages.iter().find(|(name, _)| name.trim().eq_ignore_ascii_case(stage.value.trim()));
        let mut fact = FactView::line("Stage", &stage.value);
        fact.note = meaning.map(|(_, meaning)| meaning.clone());
        facts.push(fact);
    }
    facts.push(FactView::line("Phase", &programme.phase));
    match &programme.runs {
        Some(runs) => facts.push(FactView::line("Runs", runs)),
        None => facts.push(FactView::line("Year", edition)),
    }
    facts.extend(programme.code.as_ref().map(|code| FactView::line("Code", code)));
    facts
}

/// A programme's further links.
pub fn links(shared: &Shared, spot: &Spot, programme: &Programme) -> Vec<Words> {
    let links = programme.links.iter().map(|link| match &link.link {
        Form::Web(address) => {
            Words { words: link.label.clone(), href: crate::render::escape::safe_address(address).map(str::to_owned) }
        }
        Form::File(file) => match shared.merged.assets.get(file) {
            Some(asset) => Words {
                words: format!("{} ({})", link.label, kind_and_size(asset)),
                href: Some(format!("{}assets/{}", spot.root, encoded(&asset.name))),
            },
            None => Words::plain(&link.label),
        },
    });
    links.collect()
}

/// The programme before or after, with its page where there is one.
pub fn neighbour<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    from: &Programme,
    to: Option<&crate::model::ids::ProgrammeId>,
) -> Option<Words> {
    let to = to?;
    let own = spot.hub.and_then(|hub| hub.find(&from.edition, to)).map(|listed| &listed.offering.programme.title);
    let national = || shared.plan.year(&from.edition)?.find(to).map(|page| &page.national.programme.title);
    let words = own.or_else(national)?.clone();
    Some(Words { words, href: shared.links().neighbour(spot, from, to) })
}

/// A page's title with its edition where that is not the current one.
pub fn titled(words: &str, year: &YearPlan) -> String {
    match year.age {
        crate::render::plan::Age::Current => words.to_owned(),
        _ => format!("{words} ({})", year.edition),
    }
}
