//! A hub's home, and its page of another year.

use super::booklet::goal;
use super::chapter::titled;
use super::{here, step};
use crate::error::Result;
use crate::model::practical::Session;
use crate::model::state::takes_place;
use crate::model::text::plain;
use crate::model::when::{Date, Moment, display_moment, iso_date};
use crate::render::address::Spot;
use crate::render::facts::{self, Words};
use crate::render::join::{Ready, SectionView};
use crate::render::linked;
use crate::render::plan::{Age, HubPlan, Listed, Shown, YearPlan};
use crate::render::practical::place_words;
use crate::render::shared::{Shared, edition_banner, withheld_banner};
use crate::render::standing;
use crate::render::templates::value;
use serde::Serialize;
use tera::Value;

/// How many of the next dates are shown.
const NEXT_DATES: usize = 8;

#[derive(Serialize)]
struct HomeView<'v> {
    edition: &'v str,
    about: Option<Value>,
    /// The year's introduction.
    title: Option<String>,
    sections: Vec<SectionView>,
    phases: Vec<PhaseView<'v>>,
    has_programmes: bool,
    /// The stages that the year's programmes are at, with what they mean.
    stages: Vec<(&'v str, &'v str)>,
    next: Vec<NextDate>,
    calendar: Option<String>,
    other_years: Vec<Words>,
    is_current: bool,
}

#[derive(Serialize)]
struct PhaseView<'v> {
    name: &'v str,
    goal: Option<&'v str>,
    booklet: Option<String>,
    cards: Vec<Card<'v>>,
}

/// A programme in a list.
#[derive(Debug, Serialize)]
pub struct Card<'v> {
    /// Its title.
    pub title: &'v str,
    /// Its number in the year's list.
    pub number: Option<u32>,
    /// Its sentence.
    pub summary: &'v str,
    /// Its page; `None` where that is withheld.
    pub href: Option<String>,
    /// Whether people can apply.
    pub state: Option<Value>,
    /// Its stage.
    pub stage: Option<&'v str>,
}

#[derive(Serialize)]
struct NextDate {
    date: String,
    iso: String,
    what: String,
    /// Of which programme.
    of: Option<Words>,
    place: Option<String>,
}

/// A hub's page of a year: its home, where that is the current one.
pub fn home<'a>(shared: &Shared<'a>, plan: &HubPlan<'a>, year: &YearPlan<'a>) -> Result<Vec<u8>> {
    let spot = Spot::new(Some(plan), format!("{}index.html", year.folder));
    let hub = plan.hub();
    let (title, sections) = introduction(shared, &spot, plan, year)?;
    let ready = Ready::default();
    let speaker = shared.speaker(&spot, year.edition, None);
    let about = hub.about.as_ref().map(|about| shared.joiner(&spot, speaker, &ready).html(about)).transpose()?;
    let dated = plan.years().iter().flat_map(|year| &year.offerings).filter(|it| it.shown.is_page());
    let calendar = dated.clone().any(|it| crate::render::calendar::has_dates(it.offering));
    let view = HomeView {
        edition: year.edition.as_str(),
        about,
        title,
        sections,
        phases: phases(shared, &spot, year)?,
        has_programmes: !year.offerings.is_empty(),
        stages: stages(shared, year),
        next: next_dates(shared, &spot, year),
        calendar: calendar.then(|| format!("{}dates.ics", spot.root)),
        other_years: other_years(&spot, plan, year),
        is_current: year.age == Age::Current,
    };
    let description =
        hub.about.as_ref().and_then(|about| about.first()).map(|block| plain(std::slice::from_ref(&block.node)));
    let title = titled(&hub.name, year);
    let mut page = shared.page(&spot, title, description.as_deref());
    page.edition = Some(year.edition.to_string());
    let introduction_shown = year.introduction.map_or(Shown::Published, |(_, shown)| shown);
    let draft = [plan.shown, introduction_shown].contains(&Shown::Draft);
    page.banners.extend(withheld_banner(if draft { Shown::Draft } else { Shown::Published }));
    let now = Words { words: format!("See {}", shared.merged.current), href: Some(format!("{}index.html", spot.root)) };
    page.banners.extend(edition_banner(year.age, year.edition, Some(now)));
    if year.age != Age::Current {
        page.crumbs.push(step(&hub.name, format!("{}index.html", spot.root)));
        page.crumbs.push(here(year.edition.as_str()));
    }
    page.linked.push(linked::hub(plan, shared.network_name()));
    let mut context = shared.context(&spot, Some(year), &page)?;
    context.insert_value("home", value(&view)?);
    shared.templates.page("hub.html", &context)
}

/// The year's introduction: its title and sections, its dates and ways to apply among them.
fn introduction<'a>(
    shared: &Shared<'a>,
    spot: &Spot<'_, 'a>,
    plan: &HubPlan<'a>,
    year: &YearPlan<'a>,
) -> Result<(Option<String>, Vec<SectionView>)> {
    let Some((introduction, _)) = year.introduction else { return Ok((None, Vec::new())) };
    let practical = shared.practical(spot);
    let ask = value(&facts::asking_hub(plan.hub()))?;
    let ready = Ready {
        dates: practical.year_dates(&introduction.dates).html(&shared.templates, ask.clone())?,
        apply: practical.year_apply(&introduction.apply, plan.hub())?.html(&shared.templates, ask)?,
    };
    let joiner = shared.joiner(spot, shared.speaker(spot, year.edition, None), &ready);
    let mut joiner = joiner.below(String::new(), 1);
    let mut sections = joiner.sections(&introduction.text)?;
    if !introduction.dates.is_empty() && !joiner.placed.dates {
        sections.push(joiner.own_section("dates", "Dates of the year", &ready.dates));
    }
    if !introduction.apply.is_empty() && !joiner.placed.apply {
        sections.push(joiner.own_section("apply", "How to take part", &ready.apply));
    }
    let national = introduction.national.as_ref().and_then(|national| national.title.clone());
    let title = national.or_else(|| (!sections.is_empty()).then(|| format!("About {}", year.edition)));
    Ok((title, sections))
}

/// What's on by phase, open for applications first. A phase without programmes is there for its goal.
fn phases<'a>(shared: &Shared<'a>, spot: &Spot<'_, 'a>, year: &YearPlan<'a>) -> Result<Vec<PhaseView<'a>>> {
    let known = shared.merged.site.phases.iter().map(String::as_str);
    let others = year.phases.iter().map(|phase| phase.name).filter(|name| known.clone().all(|known| known != *name));
    let names: Vec<&str> = known.clone().chain(others).collect();
    let view = |name: &'a str| {
        let phase = year.phases.iter().find(|phase| phase.name == name);
        let goal = goal(year, name, shared).filter(|_| phase.is_some() || year.introduction.is_some());
        if phase.is_none() && goal.is_none() {
            return None;
        }
        let members = phase.map_or(&[][..], |phase| &phase.members);
        let mut listed: Vec<_> = members.iter().filter_map(|i| year.offerings.get(*i)).collect();
        listed.sort_by_key(|listed| !(listed.shown.is_page() && listed.standing.state.takes_applications()));
        let folder = phase.and_then(|phase| phase.folder.as_ref());
        let cards = listed.into_iter().map(|listed| card(spot, listed)).collect::<Result<_>>();
        Some(cards.map(|cards| PhaseView {
            name,
            goal,
            booklet: folder.map(|folder| format!("{}{folder}index.html", spot.root)),
            cards,
        }))
    };
    names.into_iter().filter_map(view).collect()
}

/// The stages that the year's programmes name, with what they mean.
fn stages<'a>(shared: &Shared<'a>, year: &YearPlan<'a>) -> Vec<(&'a str, &'a str)> {
    let known = shared.plan.year(year.edition).and_then(|year| year.introduction);
    let known = known.map_or(&[][..], |introduction| &introduction.stages);
    let named = |stage: &str| {
        let stages = year.offerings.iter().filter_map(|listed| listed.offering.programme.stage.as_ref());
        stages.map(|it| it.value.trim()).any(|it| it.eq_ignore_ascii_case(stage.trim()))
    };
    known.iter().filter(|(name, _)| named(name)).map(|(name, meaning)| (name.as_str(), meaning.as_str())).collect()
}

fn card<'a>(spot: &Spot, listed: &Listed<'a>) -> Result<Card<'a>> {
    let programme = &listed.offering.programme;
    let is_page = listed.shown.is_page();
    Ok(Card {
        title: &programme.title,
        number: programme.number,
        summary: &programme.summary,
        href: is_page.then(|| format!("{}{}index.html", spot.root, listed.folder)),
        state: is_page.then(|| standing::of_listed(listed)).transpose()?,
        stage: programme.stage.as_ref().map(|stage| stage.value.as_str()),
    })
}

/// A date, before it is put into words: only the first few are.
struct Coming<'v, 'a> {
    moment: Moment,
    what: &'v str,
    of: Option<&'v Listed<'a>>,
    session: Option<&'v Session>,
    /// Where it is, if it is no session.
    place: Option<&'v str>,
}

impl Coming<'_, '_> {
    /// In which order they stand: by day, then by their words.
    fn key(&self) -> (Date, impl Iterator<Item = u8>) {
        let of = self.of.map_or("", |of| &of.offering.programme.title);
        (self.moment.date, self.what.bytes().chain(" ".bytes()).chain(of.bytes()))
    }

    fn view(&self, spot: &Spot) -> NextDate {
        let of = |listed: &Listed| Words {
            words: listed.offering.programme.title.clone(),
            href: Some(format!("{}{}index.html", spot.root, listed.folder)),
        };
        NextDate {
            date: display_moment(&self.moment),
            iso: iso_date(self.moment.date),
            what: self.what.to_owned(),
            of: self.of.map(of),
            place: self.session.map_or_else(|| self.place.map(str::to_owned), place_words),
        }
    }
}

/// The next sessions, deadlines and dates of the year.
fn next_dates(shared: &Shared, spot: &Spot, year: &YearPlan) -> Vec<NextDate> {
    let mut dates = Vec::new();
    for listed in year.offerings.iter().filter(|listed| listed.shown.is_page()) {
        let of = Some(listed);
        if let Some(moment) = listed.standing.closes.filter(|_| listed.standing.state.takes_applications()) {
            dates.push(Coming { moment, what: "Applications close", of, session: None, place: None });
        }
        if !crate::render::calendar::is_off(listed.offering.status) {
            for (cohort, session) in sessions(listed) {
                let Some(date) = session.date() else { continue };
                let moment = Moment { date, time: session.start };
                let what = session.title.as_deref().or(cohort).unwrap_or("Session");
                dates.push(Coming { moment, what, of, session: Some(session), place: None });
            }
        }
    }
    for date in year.introduction.iter().flat_map(|(introduction, _)| &introduction.dates) {
        let moment = Moment { date: date.date, time: None };
        dates.push(Coming { moment, what: &date.what, of: None, session: None, place: date.place.as_deref() });
    }
    dates.retain(|coming| coming.moment.date >= shared.day);
    // Only those of the first days are put in order, by words that take long to compare.
    let mut days: Vec<Date> = dates.iter().map(|coming| coming.moment.date).collect();
    if days.len() > NEXT_DATES {
        let (_, last, _) = days.select_nth_unstable(NEXT_DATES - 1);
        dates.retain(|coming| coming.moment.date <= *last);
    }
    dates.sort_by(|a, b| {
        let ((day, words), (other_day, other_words)) = (a.key(), b.key());
        day.cmp(&other_day).then_with(|| words.cmp(other_words))
    });
    dates.iter().take(NEXT_DATES).map(|coming| coming.view(spot)).collect()
}

/// An offering's sessions that take place, each with its cohort's name.
fn sessions<'l>(listed: &'l Listed) -> impl Iterator<Item = (Option<&'l str>, &'l Session)> {
    let cohorts = listed.offering.cohorts.iter().filter(|cohort| !crate::render::calendar::is_off(cohort.status));
    let own = cohorts.flat_map(|cohort| cohort.sessions.iter().map(|session| (Some(cohort.name.as_str()), session)));
    own.chain(listed.offering.sessions.iter().map(|session| (None, session)))
        .filter(|(_, session)| takes_place(session))
}

fn other_years(spot: &Spot, plan: &HubPlan, year: &YearPlan) -> Vec<Words> {
    let others = plan.years().iter().rev().filter(|other| other.edition != year.edition);
    others
        .map(|other| Words {
            words: other.edition.as_str().to_owned(),
            href: Some(format!("{}{}index.html", spot.root, other.folder)),
        })
        .collect()
}
