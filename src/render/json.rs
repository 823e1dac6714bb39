//! The same facts for other programs.

use super::indented::Indented;
use super::plan::{HubPlan, Listed, Plan};
use super::practical::{mode_words, places_words};
use super::standing::status_words;
use crate::model::local::Hub;
use crate::model::merged::{Merged, Offering};
use crate::model::national::Programme;
use crate::model::practical::{Apply, Cohort, Contact, Form, Session, SessionDay};
use crate::model::state::{self, Standing, State};
use crate::model::when::{Date, clock, iso_date, iso_moment};
use serde::Serialize;

/// A hub's `offerings.json`.
pub fn offerings(merged: &Merged, plan: &HubPlan, day: Date) -> Vec<u8> {
    let shown = plan.years().iter().flat_map(|year| &year.offerings).filter(|listed| listed.shown.is_page());
    bytes(&Offerings {
        hub: HubFacts::of(plan.hub()),
        edition: merged.current.as_str(),
        as_of: iso_date(day),
        offerings: shown.map(|listed| OfferingFacts::of(plan.hub(), listed, day)).collect(),
    })
}

/// The network's `programmes.json`.
pub fn programmes(merged: &Merged, plan: &Plan, day: Date) -> Vec<u8> {
    let pages = plan.years.iter().flat_map(|year| year.programmes.iter().map(move |page| (year, page)));
    let programmes = pages.filter(|(_, page)| page.shown.is_page()).map(|(year, page)| {
        let programme = &page.national.programme;
        let offered = page.national.hubs.iter().filter_map(|id| {
            let hub = plan.hub(id.as_str())?;
            let listed = hub.find(year.edition, &programme.id).filter(|listed| listed.shown.is_page())?;
            Some(Offered {
                hub: id.as_str(),
                name: &hub.hub().name,
                state: state_name(&listed.standing),
                url: format!("{id}/{}index.html", listed.folder),
            })
        });
        NationalFacts {
            edition: year.edition.as_str(),
            programme: ProgrammeFacts::of(programme, programme.cost.as_deref()),
            url: &page.path,
            hubs: offered.collect(),
        }
    });
    bytes(&Programmes {
        title: &merged.site.title,
        edition: merged.current.as_str(),
        as_of: iso_date(day),
        programmes: programmes.collect(),
        hubs: plan.hubs.iter().filter(|it| it.shown.is_page()).map(|it| HubFacts::of(it.hub())).collect(),
    })
}

fn bytes(facts: &impl Serialize) -> Vec<u8> {
    // Facts have only text for keys, so writing them can't fail.
    let mut out = Vec::with_capacity(128 * 1024);
    let _ = facts.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Indented::default()));
    out.push(b'\n');
    out
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Offerings<'a> {
    hub: HubFacts<'a>,
    edition: &'a str,
    as_of: String,
    offerings: Vec<OfferingFacts<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Programmes<'a> {
    title: &'a str,
    edition: &'a str,
    as_of: String,
    programmes: Vec<NationalFacts<'a>>,
    hubs: Vec<HubFacts<'a>>,
}

#[derive(Serialize)]
struct NationalFacts<'a> {
    edition: &'a str,
    #[serde(flatten)]
    programme: ProgrammeFacts<'a>,
    url: &'a str,
    hubs: Vec<Offered<'a>>,
}

/// A hub that offers a programme.
#[derive(Serialize)]
struct Offered<'a> {
    hub: &'a str,
    name: &'a str,
    state: Option<String>,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HubFacts<'a> {
    id: &'a str,
    name: &'a str,
    region: &'a str,
    lead_schools: &'a [String],
    place: Option<&'a str>,
    area: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    website: Option<&'a str>,
}

impl<'a> HubFacts<'a> {
    fn of(hub: &'a Hub) -> Self {
        Self {
            id: hub.id.as_str(),
            name: &hub.name,
            region: &hub.region,
            lead_schools: &hub.lead_schools,
            place: hub.place.as_deref(),
            area: hub.area.as_deref(),
            email: hub.email.as_deref(),
            phone: hub.phone.as_deref(),
            website: hub.website.as_deref(),
        }
    }
}

/// What a programme is, wherever it is told.
#[derive(Serialize)]
struct ProgrammeFacts<'a> {
    programme: &'a str,
    title: &'a str,
    phase: &'a str,
    summary: &'a str,
    code: Option<&'a str>,
    number: Option<u32>,
    stage: Option<&'a str>,
    audience: &'a [String],
    commitment: Option<&'a str>,
    cost: Option<&'a str>,
    runs: Option<&'a str>,
}

impl<'a> ProgrammeFacts<'a> {
    fn of(programme: &'a Programme, cost: Option<&'a str>) -> Self {
        Self {
            programme: programme.id.as_str(),
            title: &programme.title,
            phase: &programme.phase,
            summary: &programme.summary,
            code: programme.code.as_deref(),
            number: programme.number,
            stage: programme.stage.as_ref().map(|stage| stage.value.as_str()),
            audience: &programme.audience,
            commitment: programme.commitment.as_deref(),
            cost,
            runs: programme.runs.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct OfferingFacts<'a> {
    hub: &'a str,
    edition: &'a str,
    #[serde(flatten)]
    programme: ProgrammeFacts<'a>,
    state: Option<String>,
    opens: Option<String>,
    closes: Option<String>,
    url: String,
    apply: Vec<Way<'a>>,
    cohorts: Vec<CohortFacts<'a>>,
    sessions: Vec<SessionFacts<'a>>,
    contact: ContactFacts<'a>,
}

impl<'a> OfferingFacts<'a> {
    fn of(hub: &'a Hub, listed: &Listed<'a>, day: Date) -> Self {
        let offering = listed.offering;
        Self {
            hub: hub.id.as_str(),
            edition: offering.edition.as_str(),
            programme: ProgrammeFacts::of(&offering.programme, offering.cost.as_deref()),
            state: state_name(&listed.standing),
            opens: listed.standing.opens.map(|moment| iso_moment(&moment)),
            closes: listed.standing.closes.map(|moment| iso_moment(&moment)),
            url: format!("{}index.html", listed.folder),
            apply: ways(offering.apply.as_deref()),
            cohorts: offering.cohorts.iter().map(|cohort| CohortFacts::of(offering, cohort, day)).collect(),
            sessions: offering.sessions.iter().map(SessionFacts::of).collect(),
            contact: ContactFacts::of(&offering.contact, hub),
        }
    }
}

fn state_name(standing: &Standing) -> Option<String> {
    (standing.state != State::None).then(|| standing.state.words().to_lowercase())
}

#[derive(Serialize)]
struct CohortFacts<'a> {
    name: &'a str,
    area: Option<&'a str>,
    lead: Option<&'a str>,
    mode: Option<&'static str>,
    venue: Option<&'a str>,
    places: Option<&'static str>,
    note: Option<&'a str>,
    state: Option<String>,
    opens: Option<String>,
    closes: Option<String>,
    apply: Vec<Way<'a>>,
    sessions: Vec<SessionFacts<'a>>,
}

impl<'a> CohortFacts<'a> {
    fn of(offering: &'a Offering, cohort: &'a Cohort, day: Date) -> Self {
        let standing = state::of_cohort(offering, cohort, day);
        Self {
            name: &cohort.name,
            area: cohort.area.as_deref(),
            lead: cohort.lead.as_deref(),
            mode: cohort.mode.map(mode_words),
            venue: cohort.venue.as_deref(),
            places: cohort.places.map(places_words),
            note: cohort.note.as_deref(),
            state: state_name(&standing),
            opens: standing.opens.map(|moment| iso_moment(&moment)),
            closes: standing.closes.map(|moment| iso_moment(&moment)),
            apply: ways(cohort.apply.as_deref()),
            sessions: cohort.sessions.iter().map(SessionFacts::of).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionFacts<'a> {
    date: Option<String>,
    to_be_confirmed: bool,
    to_be_confirmed_by: Option<String>,
    start: Option<String>,
    end: Option<String>,
    venue: Option<&'a str>,
    online: bool,
    title: Option<&'a str>,
    status: Option<String>,
    note: Option<&'a str>,
}

impl<'a> SessionFacts<'a> {
    fn of(session: &'a Session) -> Self {
        let (date, by) = match session.day {
            SessionDay::On(date) => (Some(iso_date(date)), None),
            SessionDay::ToBeConfirmed(by) => (None, by.map(iso_date)),
        };
        Self {
            to_be_confirmed: date.is_none(),
            date,
            to_be_confirmed_by: by,
            start: session.start.map(clock),
            end: session.end.map(clock),
            venue: session.venue.as_deref(),
            online: session.online,
            title: session.title.as_deref(),
            status: session.status.map(|status| status_words(status).to_lowercase()),
            note: session.note.as_deref(),
        }
    }
}

/// A way to apply.
#[derive(Serialize)]
struct Way<'a> {
    label: Option<&'a str>,
    link: Option<&'a str>,
    email: Option<&'a str>,
    form: Option<&'a str>,
    opens: Option<String>,
    closes: Option<String>,
    needs: Option<&'a str>,
}

fn ways(ways: Option<&[Apply]>) -> Vec<Way<'_>> {
    ways.unwrap_or_default().iter().map(Way::of).collect()
}

impl<'a> Way<'a> {
    fn of(way: &'a Apply) -> Self {
        Self {
            label: way.label.as_deref(),
            link: way.link.as_deref(),
            email: way.email.as_deref(),
            form: match &way.form {
                Some(Form::Web(address)) => Some(address),
                _ => None,
            },
            opens: way.opens.map(|moment| iso_moment(&moment)),
            closes: way.closes.map(|moment| iso_moment(&moment)),
            needs: way.needs.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct ContactFacts<'a> {
    name: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
}

impl<'a> ContactFacts<'a> {
    fn of(contact: &'a Contact, hub: &'a Hub) -> Self {
        let none = contact.email.is_none() && contact.phone.is_none();
        Self {
            name: contact.name.as_deref(),
            email: contact.email.as_deref().or(hub.email.as_deref().filter(|_| none)),
            phone: contact.phone.as_deref().or(hub.phone.as_deref().filter(|_| none)),
        }
    }
}
