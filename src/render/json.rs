//! The same facts for other programs.

use super::plan::{HubPlan, Listed, Plan};
use super::practical::{mode_words, places_words};
use super::standing::status_words;
use crate::model::local::Hub;
use crate::model::merged::{Merged, Offering};
use crate::model::practical::{Apply, Cohort, Contact, Form, Session, SessionDay};
use crate::model::state::{self, Standing, State};
use crate::model::when::{Date, Moment};
use serde_json::{Value, json};

/// A hub's `offerings.json`.
pub fn offerings(merged: &Merged, plan: &HubPlan, day: Date) -> Vec<u8> {
    let shown = plan.years.iter().flat_map(|year| &year.offerings).filter(|listed| listed.shown.is_page());
    let offerings: Vec<Value> = shown.map(|listed| offering(plan.hub(), listed, day)).collect();
    bytes(&json!({
        "hub": hub(plan.hub()),
        "edition": merged.current,
        "asOf": day.to_string(),
        "offerings": offerings,
    }))
}

/// The network's `programmes.json`.
pub fn programmes(merged: &Merged, plan: &Plan, day: Date) -> Vec<u8> {
    let mut programmes = Vec::new();
    for year in &plan.years {
        for page in year.programmes.iter().filter(|page| page.shown.is_page()) {
            let programme = &page.national.programme;
            let hubs = page.national.hubs.iter().filter_map(|id| {
                let hub = plan.hub(id.as_str())?;
                let listed = hub.find(year.edition, &programme.id).filter(|listed| listed.shown.is_page())?;
                Some(json!({
                    "hub": id,
                    "name": hub.hub().name,
                    "state": state_name(&listed.standing),
                    "url": format!("{id}/{}index.html", listed.folder),
                }))
            });
            programmes.push(json!({
                "programme": programme.id,
                "edition": year.edition,
                "title": programme.title,
                "phase": programme.phase,
                "summary": programme.summary,
                "code": programme.code,
                "number": programme.number,
                "stage": programme.stage.as_ref().map(|stage| &stage.value),
                "audience": programme.audience,
                "commitment": programme.commitment,
                "cost": programme.cost,
                "runs": programme.runs,
                "url": page.path,
                "hubs": hubs.collect::<Vec<_>>(),
            }));
        }
    }
    let hubs: Vec<Value> = plan.hubs.iter().filter(|it| it.shown.is_page()).map(|it| hub(it.hub())).collect();
    bytes(&json!({
        "title": merged.site.title,
        "edition": merged.current,
        "asOf": day.to_string(),
        "programmes": programmes,
        "hubs": hubs,
    }))
}

fn bytes(value: &Value) -> Vec<u8> {
    // A `Value` has only text for keys, so writing it can't fail.
    let mut out = serde_json::to_vec_pretty(value).unwrap_or_default();
    out.push(b'\n');
    out
}

fn hub(hub: &Hub) -> Value {
    json!({
        "id": hub.id,
        "name": hub.name,
        "region": hub.region,
        "leadSchools": hub.lead_schools,
        "place": hub.place,
        "area": hub.area,
        "email": hub.email,
        "phone": hub.phone,
        "website": hub.website,
    })
}

fn offering(hub: &Hub, listed: &Listed, day: Date) -> Value {
    let offering = listed.offering;
    let programme = &offering.programme;
    json!({
        "hub": hub.id,
        "edition": offering.edition,
        "programme": programme.id,
        "title": programme.title,
        "phase": programme.phase,
        "summary": programme.summary,
        "code": programme.code,
        "number": programme.number,
        "stage": programme.stage.as_ref().map(|stage| &stage.value),
        "audience": programme.audience,
        "commitment": programme.commitment,
        "cost": offering.cost,
        "runs": programme.runs,
        "state": state_name(&listed.standing),
        "opens": listed.standing.opens.map(|moment| iso(&moment)),
        "closes": listed.standing.closes.map(|moment| iso(&moment)),
        "url": format!("{}index.html", listed.folder),
        "apply": ways(offering.apply.as_deref()),
        "cohorts": offering.cohorts.iter().map(|it| cohort(offering, it, day)).collect::<Vec<_>>(),
        "sessions": sessions(&offering.sessions),
        "contact": contact(&offering.contact, hub),
    })
}

fn state_name(standing: &Standing) -> Option<String> {
    (standing.state != State::None).then(|| standing.state.words().to_lowercase())
}

fn cohort(offering: &Offering, cohort: &Cohort, day: Date) -> Value {
    let standing = state::of_cohort(offering, cohort, day);
    json!({
        "name": cohort.name,
        "area": cohort.area,
        "lead": cohort.lead,
        "mode": cohort.mode.map(mode_words),
        "venue": cohort.venue,
        "places": cohort.places.map(places_words),
        "note": cohort.note,
        "state": state_name(&standing),
        "opens": standing.opens.map(|moment| iso(&moment)),
        "closes": standing.closes.map(|moment| iso(&moment)),
        "apply": ways(cohort.apply.as_deref()),
        "sessions": sessions(&cohort.sessions),
    })
}

fn sessions(sessions: &[Session]) -> Vec<Value> {
    let session = |session: &Session| {
        let (date, by) = match session.day {
            SessionDay::On(date) => (Some(date.to_string()), None),
            SessionDay::ToBeConfirmed(by) => (None, by.map(|by| by.to_string())),
        };
        let time = |time: Option<crate::model::when::Time>| {
            time.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()))
        };
        json!({
            "date": date,
            "toBeConfirmed": date.is_none(),
            "toBeConfirmedBy": by,
            "start": time(session.start),
            "end": time(session.end),
            "venue": session.venue,
            "online": session.online,
            "title": session.title,
            "status": session.status.map(|status| status_words(status).to_lowercase()),
            "note": session.note,
        })
    };
    sessions.iter().map(session).collect()
}

fn ways(ways: Option<&[Apply]>) -> Vec<Value> {
    let way = |way: &Apply| {
        json!({
            "label": way.label,
            "link": way.link,
            "email": way.email,
            "form": match &way.form {
                Some(Form::Web(address)) => Some(address),
                _ => None,
            },
            "opens": way.opens.map(|moment| iso(&moment)),
            "closes": way.closes.map(|moment| iso(&moment)),
            "needs": way.needs,
        })
    };
    ways.unwrap_or_default().iter().map(way).collect()
}

fn contact(contact: &Contact, hub: &Hub) -> Value {
    let none = contact.email.is_none() && contact.phone.is_none();
    json!({
        "name": contact.name,
        "email": contact.email.as_ref().or(hub.email.as_ref().filter(|_| none)),
        "phone": contact.phone.as_ref().or(hub.phone.as_ref().filter(|_| none)),
    })
}

/// By ISO 8601, in the site's time zone.
fn iso(moment: &Moment) -> String {
    match moment.time {
        Some(time) => format!("{}T{:02}:{:02}", moment.date, time.hour(), time.minute()),
        None => moment.date.to_string(),
    }
}
