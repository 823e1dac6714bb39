//! Dates and ways to apply, as the templates `dates.html` and `apply.html` get them.

use super::address::{Spot, encoded};
use super::calendar::is_off;
use super::escape;
use super::facts::{self, Words};
use super::files::kind_and_size;
use super::plan::Listed;
use super::standing::{self, StateView, status_words};
use super::templates::{Templates, value};
use crate::error::Result;
use crate::model::local::Hub;
use crate::model::merged::Offering;
use crate::model::national::YearDate;
use crate::model::practical::{Apply, Cohort, Contact, Form, Mode, Places, Session, SessionDay, Status};
use crate::model::site::Asset;
use crate::model::state::{self, State};
use crate::model::when::{Date, display_date, display_time, iso_date};
use crate::source::FileId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::Value;

/// What these views are made with.
#[derive(Debug, Clone, Copy)]
pub struct Practical<'s, 'a> {
    /// The page.
    pub spot: &'s Spot<'s, 'a>,
    /// Files beside the pages.
    pub assets: &'a BTreeMap<FileId, Arc<Asset>>,
    /// The day.
    pub day: Date,
}

/// What `dates.html` gets.
#[derive(Debug, Default)]
pub struct DatesView {
    /// Groups, each with its sessions.
    cohorts: Vec<CohortView>,
    /// Sessions of all.
    sessions: Vec<SessionView>,
    /// Dates of the year.
    days: Vec<DayView>,
    /// Where the calendar file is.
    calendar: Option<String>,
    /// Whether none of it takes place: then no dates will follow.
    cancelled: bool,
}

impl DatesView {
    /// As HTML; `ask` says whom to ask.
    ///
    /// # Errors
    /// The template's own mistake.
    pub fn html(&self, templates: &Templates, ask: Value) -> Result<String> {
        let values = [
            ("cohorts", value(&self.cohorts)?),
            ("sessions", value(&self.sessions)?),
            ("days", value(&self.days)?),
            ("calendar", value(&self.calendar)?),
            ("cancelled", Value::from(self.cancelled)),
            ("ask", ask),
        ];
        templates.piece("dates.html", values)
    }
}

/// A group.
#[derive(Debug, Serialize)]
struct CohortView {
    name: String,
    state: StateView,
    facts: Vec<(&'static str, String)>,
    note: Option<String>,
    sessions: Vec<SessionView>,
}

/// A session.
#[derive(Debug, Serialize)]
struct SessionView {
    date: String,
    iso: Option<String>,
    time: Option<String>,
    place: Option<String>,
    title: Option<String>,
    status: Option<&'static str>,
    note: Option<String>,
}

/// A date of the year.
#[derive(Debug, Serialize)]
struct DayView {
    date: String,
    iso: String,
    what: String,
    place: Option<String>,
}

/// What `apply.html` gets.
#[derive(Debug)]
pub struct ApplyView {
    state: Value,
    groups: Vec<ApplyGroup>,
}

impl ApplyView {
    /// As HTML; `ask` says whom to ask.
    ///
    /// # Errors
    /// The template's own mistake.
    pub fn html(&self, templates: &Templates, ask: Value) -> Result<String> {
        // Whether nothing is said anywhere of how to apply.
        let nothing = Value::from(self.groups.is_empty());
        let values =
            [("state", self.state.clone()), ("groups", value(&self.groups)?), ("nothing", nothing), ("ask", ask)];
        templates.piece("apply.html", values)
    }

    /// The way to apply, where there is only one, people can use it, and it is no file to be sent.
    pub fn only_way(&self) -> Option<Words> {
        match self.groups.as_slice() {
            [ApplyGroup { ways, .. }] => match ways.as_slice() {
                [way] if way.file.is_none() => Some(Words { words: way.label.clone(), href: Some(way.href.clone()?) }),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Ways to apply that belong together.
#[derive(Debug, Serialize)]
struct ApplyGroup {
    /// The cohort, where they are its own.
    name: Option<String>,
    state: Option<StateView>,
    ways: Vec<WayView>,
}

/// One way to apply.
#[derive(Debug, Serialize)]
struct WayView {
    label: String,
    /// Where it leads, while people can use it.
    href: Option<String>,
    /// Of a form: its type and size.
    file: Option<String>,
    /// To whom one writes.
    to: Option<Words>,
    /// When it opens and closes.
    when: Vec<String>,
    needs: Option<String>,
    open: bool,
}

/// `9:30am to 3:30pm`.
pub fn time_words(session: &Session) -> Option<String> {
    match (session.start, session.end) {
        (Some(start), Some(end)) => Some([&display_time(start), " to ", &display_time(end)].concat()),
        (Some(start), None) => Some(format!("from {}", display_time(start))),
        (None, Some(end)) => Some(format!("until {}", display_time(end))),
        (None, None) => None,
    }
}

/// `Ridgeway School`, `Online`, `Ridgeway School and online`.
pub fn place_words(session: &Session) -> Option<String> {
    match (&session.venue, session.online) {
        (Some(venue), true) => Some(format!("{venue} and online")),
        (Some(venue), false) => Some(venue.clone()),
        (None, true) => Some("Online".to_owned()),
        (None, false) => None,
    }
}

/// `around` is what holds for the whole group or offering: what is cancelled as a whole has no date that isn't.
fn session_view(session: &Session, around: Option<Status>) -> SessionView {
    let date = match session.day {
        SessionDay::On(date) => display_date(date),
        SessionDay::ToBeConfirmed(None) => "To be confirmed".to_owned(),
        SessionDay::ToBeConfirmed(Some(by)) => format!("To be confirmed by {}", display_date(by)),
    };
    SessionView {
        date,
        iso: session.date().map(iso_date),
        time: time_words(session),
        place: place_words(session),
        title: session.title.clone(),
        status: around.filter(|status| is_off(Some(*status))).or(session.status).map(status_words),
        note: session.note.clone(),
    }
}

/// How a group meets, in words.
pub fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => "In person",
        Mode::Online => "Online",
        Mode::Blended => "In person and online",
    }
}

/// How many places are left, in words.
pub fn places_words(places: Places) -> &'static str {
    match places {
        Places::Many => "Many places left",
        Places::Few => "A few places left",
        Places::None => "No places left",
    }
}

fn cohort_view(offering: &Offering, cohort: &Cohort, day: Date) -> CohortView {
    let owned = |words: &Option<String>| words.clone();
    let facts = [
        ("Area", owned(&cohort.area)),
        ("Led by", owned(&cohort.lead)),
        ("How it meets", cohort.mode.map(|mode| mode_words(mode).to_owned())),
        ("Where", owned(&cohort.venue)),
        ("Places", cohort.places.map(|places| places_words(places).to_owned())),
    ];
    CohortView {
        name: cohort.name.clone(),
        state: standing::view(&state::of_cohort(offering, cohort, day)),
        facts: facts.into_iter().filter_map(|(label, words)| Some((label, words?))).collect(),
        note: cohort.note.clone(),
        sessions: cohort.sessions.iter().map(|it| session_view(it, offering.status.or(cohort.status))).collect(),
    }
}

impl<'a> Practical<'_, 'a> {
    /// An offering's dates.
    pub fn dates(&self, offering: &Offering, calendar: Option<String>) -> DatesView {
        DatesView {
            cohorts: offering.cohorts.iter().map(|cohort| cohort_view(offering, cohort, self.day)).collect(),
            sessions: offering.sessions.iter().map(|it| session_view(it, offering.status)).collect(),
            days: Vec::new(),
            calendar,
            cancelled: offering.status == Some(Status::Cancelled),
        }
    }

    /// The dates of a year.
    pub fn year_dates(&self, dates: &[YearDate]) -> DatesView {
        let day = |date: &YearDate| DayView {
            date: display_date(date.date),
            iso: iso_date(date.date),
            what: date.what.clone(),
            place: date.place.clone(),
        };
        DatesView { days: dates.iter().map(day).collect(), ..DatesView::default() }
    }

    /// How to apply for an offering.
    ///
    /// # Errors
    /// None in practice.
    pub fn apply(&self, listed: &Listed, hub: &Hub) -> Result<ApplyView> {
        let Listed { offering, standing, .. } = listed;
        let general = offering.apply.as_deref().unwrap_or_default();
        let takes = |state: State| state.takes_applications();
        let of_all = offering.cohorts.is_empty() || offering.cohorts.iter().any(|cohort| cohort.apply.is_none());
        let mut groups = Vec::new();
        if of_all && !general.is_empty() {
            let open = match offering.cohorts.as_slice() {
                [] => takes(standing.state),
                cohorts => cohorts
                    .iter()
                    .filter(|cohort| cohort.apply.is_none())
                    .any(|cohort| takes(state::of_cohort(offering, cohort, self.day).state)),
            };
            groups.push(self.group(None, None, general, open, &offering.contact, hub));
        }
        for cohort in &offering.cohorts {
            if let Some(ways) = cohort.apply.as_deref().filter(|ways| !ways.is_empty()) {
                let own = state::of_cohort(offering, cohort, self.day);
                let (name, view) = (Some(cohort.name.clone()), Some(standing::view(&own)));
                groups.push(self.group(name, view, ways, takes(own.state), &offering.contact, hub));
            }
        }
        let state = if groups.iter().any(|group| group.name.is_some()) {
            // Each group says its own.
            value(&StateView { sentence: String::new(), ..standing::view(standing) })?
        } else {
            standing::of_listed(listed)?
        };
        Ok(ApplyView { state, groups })
    }

    /// How to take part in a year's plan.
    ///
    /// # Errors
    /// None in practice.
    pub fn year_apply(&self, ways: &[Apply], hub: &Hub) -> Result<ApplyView> {
        let standing = state::of_ways(ways, self.day);
        let contact = Contact::default();
        let group = self.group(None, None, ways, standing.state.takes_applications(), &contact, hub);
        Ok(ApplyView {
            state: value(&StateView { name: "none", words: "", sentence: String::new() })?,
            groups: if ways.is_empty() { Vec::new() } else { vec![group] },
        })
    }

    fn group(
        &self,
        name: Option<String>,
        state: Option<StateView>,
        ways: &[Apply],
        open: bool,
        contact: &Contact,
        hub: &Hub,
    ) -> ApplyGroup {
        let ways = ways.iter().map(|way| self.way(way, open, contact, hub)).collect();
        ApplyGroup { name, state, ways }
    }

    fn way(&self, way: &Apply, open: bool, contact: &Contact, hub: &Hub) -> WayView {
        let (when, in_time) = standing::of_way(way, self.day);
        let open = open && in_time;
        let (href, file, standard, to) = self.leads(way, contact, hub);
        let label = way.label.clone().unwrap_or_else(|| standard.to_owned());
        WayView { label, href: href.filter(|_| open), file, to, when, needs: way.needs.clone(), open }
    }

    /// Where a way to apply leads: its address, what a form is, its usual words, and to whom one writes.
    fn leads(
        &self,
        way: &Apply,
        contact: &Contact,
        hub: &Hub,
    ) -> (Option<String>, Option<String>, &'static str, Option<Words>) {
        if let Some(link) = &way.link {
            return (escape::safe_address(link).map(str::to_owned), None, "Apply online", None);
        }
        match &way.form {
            Some(Form::Web(address)) => {
                let to = way.email.as_deref().map(Words::email);
                return (escape::safe_address(address).map(str::to_owned), None, "Fill in the application form", to);
            }
            Some(Form::File(file)) => {
                let to = way.email.as_deref().map(Words::email).or_else(|| write_to(contact, hub));
                let asset = self.assets.get(file);
                let href = asset.map(|asset| format!("{}assets/{}", self.spot.root, encoded(&asset.name)));
                return (href, asset.map(|asset| kind_and_size(asset)), "Application form", to);
            }
            None => {}
        }
        let to = way.email.as_deref().map(Words::email).or_else(|| write_to(contact, hub));
        let href = to.as_ref().and_then(|to| to.href.clone());
        (href, None, "Write to us to apply", to)
    }
}

/// To whom one writes: the offering's contact, else the hub's.
fn write_to(contact: &Contact, hub: &Hub) -> Option<Words> {
    contact.email.as_deref().map(Words::email).or_else(|| facts::hub_contact(hub))
}
