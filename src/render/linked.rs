//! The same facts for search engines, in schema.org's words: JSON-LD, which is data and never runs.

use super::facts;
use super::plan::{HubPlan, Listed};
use super::shared::Crumb;
use crate::model::local::Hub;
use crate::model::merged::Offering;
use crate::model::national::Programme;
use crate::model::practical::{Cohort, Mode, Session, Status};
use crate::model::when::{Moment, iso_date, iso_moment};
use serde::Serialize;

/// A thing with what is known of it, as JSON.
#[derive(Debug, Clone)]
pub struct Thing(String);

impl Thing {
    fn of(facts: &impl Serialize) -> Self {
        let mut json = Vec::with_capacity(4 * 1024);
        // Facts have only text for keys, so writing them can't fail.
        let _ = serde_json::to_writer(&mut json, facts);
        Self(String::from_utf8(json).unwrap_or_default())
    }
}

/// As text that can stand inside a `script` element: nothing in it can end the element or begin another.
pub fn text(graph: &[Thing]) -> String {
    let mut out = String::with_capacity(64 + graph.iter().map(|thing| thing.0.len() + 16).sum::<usize>());
    out.push_str("{\"@context\":\"https://schema.org\",\"@graph\":[");
    for (number, Thing(json)) in graph.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        let mut rest = json.as_str();
        // The two separators begin with that last byte, as many other letters do.
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'<' | b'>' | b'&' | 0xe2)) {
            let (before, after) = rest.split_at(at);
            out.push_str(before);
            let mut letters = after.chars();
            match letters.next() {
                Some(letter @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                    out.push_str(&format!("\\u{:04x}", u32::from(letter)));
                }
                other => out.extend(other),
            }
            rest = letters.as_str();
        }
        out.push_str(rest);
    }
    out.push_str("]}");
    out
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

impl<'a> Organization<'a> {
    fn new(name: &'a str, url: Option<&'a str>) -> Self {
        Self { kind: "Organization", name, url }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HubFacts<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    area_served: &'a str,
    parent_organization: Organization<'a>,
}

impl<'a> HubFacts<'a> {
    fn of(plan: &'a HubPlan, network: &'a str) -> Self {
        let hub = plan.hub();
        Self {
            kind: "EducationalOrganization",
            name: &hub.name,
            url: plan.base.as_deref().or(hub.website.as_deref()),
            email: hub.email.as_deref(),
            telephone: hub.phone.as_deref(),
            address: hub.address.as_deref(),
            area_served: hub.area.as_ref().unwrap_or(&hub.region),
            parent_organization: Organization::new(network, None),
        }
    }
}

/// Who offers a course.
#[derive(Serialize)]
#[serde(untagged)]
enum Provider<'a> {
    Hub(Box<HubFacts<'a>>),
    Network(Organization<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Course<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    course_code: Option<&'a str>,
    educational_level: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<Audience>,
    in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    provider: Provider<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_accessible_for_free: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<Offer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_course_instance: Vec<CourseInstance<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Audience {
    #[serde(rename = "@type")]
    kind: &'static str,
    audience_type: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Offer {
    #[serde(rename = "@type")]
    kind: &'static str,
    category: &'static str,
    price: u32,
    price_currency: &'static str,
}

impl<'a> Course<'a> {
    fn of(programme: &'a Programme, cost: Option<&str>, provider: Provider<'a>, url: Option<&'a str>) -> Self {
        let free = cost.is_some_and(is_free);
        let audience = (!programme.audience.is_empty()).then(|| facts::list(&programme.audience));
        Self {
            kind: "Course",
            name: &programme.title,
            description: &programme.summary,
            course_code: programme.code.as_deref(),
            educational_level: &programme.phase,
            audience: audience.map(|audience_type| Audience { kind: "EducationalAudience", audience_type }),
            in_language: "en-GB",
            url,
            provider,
            is_accessible_for_free: free.then_some(true),
            offers: free.then_some(Offer { kind: "Offer", category: "Free", price: 0, price_currency: "GBP" }),
            has_course_instance: Vec::new(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CourseInstance<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    course_mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    course_workload: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
    event_status: &'static str,
    location: Location<'a>,
    organizer: Organization<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sub_event: Vec<Event<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    start_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
    event_status: &'static str,
    event_attendance_mode: &'static str,
    location: Location<'a>,
    organizer: Organization<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// A hub.
pub fn hub(plan: &HubPlan, network: &str) -> Thing {
    Thing::of(&HubFacts::of(plan, network))
}

/// The network, or whoever else is known by a name and perhaps an address.
pub fn organization(name: &str, url: Option<&str>) -> Thing {
    Thing::of(&Organization::new(name, url))
}

/// A programme without a hub, which the network offers.
pub fn course(programme: &Programme, network: &str, network_url: Option<&str>, url: Option<&str>) -> Thing {
    let provider = Provider::Network(Organization::new(network, network_url));
    Thing::of(&Course::of(programme, programme.cost.as_deref(), provider, url))
}

/// An offering: the course, and each group that runs it.
pub fn offering(plan: &HubPlan, listed: &Listed, network: &str, url: Option<&str>) -> Thing {
    let offering = listed.offering;
    let provider = Provider::Hub(Box::new(HubFacts::of(plan, network)));
    let mut course = Course::of(&offering.programme, offering.cost.as_deref(), provider, url);
    course.has_course_instance = match offering.cohorts.as_slice() {
        [] if offering.sessions.is_empty() => Vec::new(),
        [] => vec![Group { offering, cohort: None, hub: plan.hub(), url }.instance()],
        cohorts => {
            let group = |cohort| Group { offering, cohort: Some(cohort), hub: plan.hub(), url }.instance();
            cohorts.iter().map(group).collect()
        }
    };
    Thing::of(&course)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BreadcrumbList<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

/// The way to a page. Only with full addresses, which the steps must have.
pub fn breadcrumbs(crumbs: &[Crumb], root: &str, base: &str, here: &str) -> Option<Thing> {
    if crumbs.len() < 2 {
        return None;
    }
    let steps = crumbs.iter().enumerate().map(|(number, crumb)| {
        let item = match &crumb.href {
            Some(href) => super::address::public(base, href.strip_prefix(root).unwrap_or(href)),
            None => here.to_owned(),
        };
        Step { kind: "ListItem", position: number + 1, name: &crumb.words, item }
    });
    Some(Thing::of(&BreadcrumbList { kind: "BreadcrumbList", item_list_element: steps.collect() }))
}

/// Whether words about the cost say plainly that there is none. Any other words say something that data can't.
fn is_free(cost: &str) -> bool {
    let words = cost.trim().trim_end_matches('.').to_lowercase();
    let schools = [" to schools", " for schools", " to colleges", " to schools and colleges", " to take part"];
    let words = schools.iter().find_map(|schools| words.strip_suffix(schools)).unwrap_or(&words);
    ["free", "free of charge", "nothing", "no charge", "no cost"].contains(&words)
}

/// Those who meet together.
struct Group<'a> {
    offering: &'a Offering,
    cohort: Option<&'a Cohort>,
    hub: &'a Hub,
    url: Option<&'a str>,
}

impl<'a> Group<'a> {
    fn instance(&self) -> CourseInstance<'a> {
        let sessions = || self.cohort.iter().flat_map(|cohort| &cohort.sessions).chain(&self.offering.sessions);
        let online = sessions().filter(|session| session.online).count();
        let mode = match self.cohort.and_then(|cohort| cohort.mode) {
            Some(Mode::InPerson) => "onsite",
            Some(Mode::Online) => "online",
            Some(Mode::Blended) => "blended",
            None if online == 0 => "onsite",
            None if online == sessions().count() => "online",
            None => "blended",
        };
        CourseInstance {
            kind: "CourseInstance",
            name: self.name(),
            course_mode: mode,
            course_workload: self.offering.programme.commitment.as_deref(),
            start_date: sessions().filter_map(Session::date).min().map(iso_date),
            end_date: sessions().filter_map(Session::date).max().map(iso_date),
            event_status: event_status(self.status(None)),
            location: self.place(None),
            organizer: Organization::new(&self.hub.name, None),
            sub_event: sessions().filter_map(|session| self.event(session)).collect(),
        }
    }

    fn name(&self) -> &'a str {
        self.cohort.map_or(&self.offering.programme.title, |cohort| &cohort.name)
    }

    /// A dated session.
    fn event(&self, session: &'a Session) -> Option<Event<'a>> {
        let date = session.date()?;
        Some(Event {
            kind: "EducationEvent",
            name: match &session.title {
                Some(title) => format!("{}: {title}", self.name()),
                None => self.name().to_owned(),
            },
            // In the local time of the place, as the page says it.
            start_date: iso_moment(&Moment { date, time: session.start }),
            end_date: session.end.map(|end| iso_moment(&Moment { date, time: Some(end) })),
            event_status: event_status(self.status(session.status)),
            event_attendance_mode: match (session.online, session.venue.is_some()) {
                (true, true) => "https://schema.org/MixedEventAttendanceMode",
                (true, false) => "https://schema.org/OnlineEventAttendanceMode",
                _ => "https://schema.org/OfflineEventAttendanceMode",
            },
            location: self.place(Some(session)),
            organizer: Organization::new(&self.hub.name, None),
        })
    }

    /// What is off as a whole is off in each of its parts.
    fn status(&self, session: Option<Status>) -> Option<Status> {
        let all = [self.offering.status, self.cohort.and_then(|cohort| cohort.status), session];
        let off = |wanted: Status| all.contains(&Some(wanted)).then_some(wanted);
        off(Status::Cancelled).or_else(|| off(Status::Postponed))
    }

    /// Where it is: the session's venue, else the group's, else where the hub is.
    fn place(&self, session: Option<&'a Session>) -> Location<'a> {
        let online = match session {
            Some(session) => session.online,
            None => self.cohort.and_then(|cohort| cohort.mode) == Some(Mode::Online),
        };
        let venue = session.and_then(|session| session.venue.as_deref());
        if online && venue.is_none() {
            return Location { kind: "VirtualLocation", name: "Online", address: None, url: self.url };
        }
        let group = self.cohort.and_then(|cohort| cohort.venue.as_deref());
        let name = venue.or(group).or(self.hub.place.as_deref()).unwrap_or(&self.hub.region);
        Location { kind: "Place", name, address: Some(name), url: None }
    }
}

fn event_status(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Cancelled) => "https://schema.org/EventCancelled",
        Some(Status::Postponed) => "https://schema.org/EventPostponed",
        _ => "https://schema.org/EventScheduled",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_words_mean_that_it_is_free() {
        for free in ["Free", "free to schools", "No charge.", "Nothing", "Free of charge for schools"] {
            assert!(is_free(free), "{free}");
        }
        for not in
            ["Free or nearly free to schools", "Free for the first year", "\u{a3}20", "The workshops are free", ""]
        {
            assert!(!is_free(not), "{not}");
        }
    }

    #[test]
    fn nothing_in_the_data_can_end_the_script() {
        let text = text(&[Thing::of(&"</script><!-- & \u{2028}")]);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["@graph"][0], "</script><!-- & \u{2028}");
    }
}
