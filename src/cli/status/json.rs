//! Status for other programs.

use crate::status::{Found, HubStatus, NationalStatus, Next, OfferingStatus, Status};
use serde_json::{Value, json};

/// The whole value; what doesn't apply is null.
pub fn json(status: &Status) -> String {
    let value = json!({
        "edition": status.edition.as_str(),
        "day": status.day.to_string(),
        "introduction": found(status.introduction),
        "programmes": status.programmes.iter().map(national).collect::<Vec<_>>(),
        "hubs": status.hubs.iter().map(|one| hub(one, status)).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn found(found: Found) -> Value {
    json!({ "errors": found.errors, "warnings": found.warnings, "to_review": found.to_review })
}

fn national(national: &NationalStatus) -> Value {
    let programme = national.programme;
    json!({
        "programme": programme.id.as_str(),
        "title": programme.title,
        "phase": programme.phase,
        "found": found(national.found),
    })
}

fn hub(hub: &HubStatus, status: &Status) -> Value {
    let offered = |id: &str| hub.offerings.iter().any(|one| one.id().as_str() == id);
    let others = status.programmes.iter().map(|national| national.programme.id.as_str()).filter(|id| !offered(id));
    json!({
        "hub": hub.hub.id.as_str(),
        "name": hub.hub.name,
        "region": hub.hub.region,
        "about": found(hub.about),
        "offered": hub.offerings.iter().map(|one| offering(one, status)).collect::<Vec<_>>(),
        "not_offered": others.collect::<Vec<_>>(),
    })
}

fn offering(one: &OfferingStatus, status: &Status) -> Value {
    let programme = &one.offering.programme;
    json!({
        "programme": programme.id.as_str(),
        "title": programme.title,
        "phase": programme.phase,
        "own": one.is_own(),
        "state": one.standing.state.name(),
        "ready": one.is_ready(),
        "withheld": one.withheld,
        "answers": { "given": one.answers.given, "missing": one.answers.missing },
        "found": found(one.found),
        "next": one.next(status.day).map(next),
    })
}

fn next(next: Next) -> Value {
    let moment = next.moment();
    json!({
        "what": next.verb().to_lowercase(),
        "date": moment.date.to_string(),
        "time": moment.time.map(|time| time.strftime("%H:%M").to_string()),
    })
}
